/* schema.c -- `publish schema`: what editors need to complete and check the YAML of a
 * site. */
#include "cli/commands.h"
#include "cli/folder.h"
#include "cli/report.h"
#include "cli/schema_site.h"
#include "cli/table.h"
#include "data/schema_print.h"
#include "model/article.h"
#include "model/known_data.h"
#include "repo/repo.h"

static const char *const kinds[] = { "publish.yaml", "front-matter", "data/authors", "data/sources",
                                     "data/images",  "data/counts",  "data/comments" };
enum { KINDS = sizeof kinds / sizeof *kinds };

/* data/authors, data/authors.yaml and data/authors/ines.yaml are all that there is. */
static const Schema *data_schema(Arena *a, Str name) {
  if (!str_starts(name, S("data/"))) return NULL;
  if (str_eqc(name, "data/comments")) name = S("data/comments/one");
  const Schema *s = known_data_schema(name);
  return s ? s : known_data_schema(arena_printf(a, "%.*s.yaml", STR(name)));
}

static bool one(Buf *out, SchemaSite *s, Cli *c, Str name) {
  const Schema *data = data_schema(&c->arena, name);
  if (c->options.yaml) {
    const Schema *sample = str_eqc(name, "publish.yaml")   ? settings_schema()
                           : str_eqc(name, "front-matter") ? article_schema()
                                                           : data;
    if (sample) {
      schema_print_sample(out, sample, 0);
      return true;
    }
  } else if (str_eqc(name, "publish.yaml")) {
    schema_site_settings(out, s);
    return true;
  } else if (str_eqc(name, "front-matter")) {
    schema_site_front_matter(out, s);
    return true;
  } else if (data) {
    Buf json = { 0 };
    schema_json(&json, data, NULL, 0);
    schema_json_document(out, arena_cstr(&c->arena, name), buf_view(&json), S(""));
    buf_free(&json);
    return true;
  }
  Str names[KINDS];
  for (size_t i = 0; i < KINDS; i++) names[i] = str_c(kinds[i]);
  Str near = str_nearest(name, names, KINDS);
  Diag *r = usage_error(&c->diags, P_USAGE, NULL, "there is no schema of '%.*s'", STR(name));
  if (near.n)
    diag_help(&c->diags, r, "did you mean '%.*s'?", STR(near));
  else
    diag_help(
        &c->diags, r,
        "publish.yaml, front-matter, data/authors, data/sources, data/images, data/counts "
        "or data/comments/NAME; 'publish plugin doc NAME --format=json' has a plugin's options");
  return false;
}

/* "data/authors" -> ".publish/schema/data-authors.json" */
static Str place_of(Arena *a, Str name) {
  if (str_ends(name, S(".yaml"))) name.n -= 5;
  Str path = arena_printf(a, ".publish/schema/%.*s.json", STR(name));
  char *p = arena_dup(a, path.p, path.n);
  for (size_t i = 16; i < path.n; i++)
    if (p[i] == '/') p[i] = '-';
  return str_n(p, path.n);
}

static bool write_all(SchemaSite *s, Cli *c) {
  Str root = s->repository ? repo_workdir(s->site.repo) : S("");
  if (!root.n) {
    diag_machine(&c->diags, P_REPO_BARE, "run in a clone with a work tree",
                 "there is no work tree to write .publish/schema/ into");
    return false;
  }
  for (size_t i = 0; i < KINDS; i++) {
    Buf text = { 0 };
    Str path = place_of(&c->arena, str_c(kinds[i]));
    bool ok =
        one(&text, s, c, str_c(kinds[i])) && folder_editors(root, path, buf_view(&text), &c->diags);
    buf_free(&text);
    if (!ok) return false;
    if (c->json) {
      json_open(&c->out, "file");
      json_text(&c->out, "path", path);
      json_close(&c->out);
    } else if (!c->options.quiet) {
      buf_printf(&c->out, "wrote %.*s\n", STR(path));
    }
  }
  if (!c->json && !c->options.quiet)
    buf_c(&c->out,
          "\nPut this line on top of publish.yaml, and editors with a YAML language server "
          "use it:\n"
          "  # yaml-language-server: $schema=.publish/schema/publish.json\n"
          "Run 'publish schema --write' again when plugins change.\n");
  return true;
}

bool command_schema(Cli *c) {
  const Options *o = &c->options;
  if (o->yaml && o->write) {
    usage_error(&c->diags, P_USAGE, "leave one of them out", "--yaml does not go with --write");
    return false;
  }
  if (o->write && o->arg_count) {
    usage_error(&c->diags, P_USAGE, "leave the names out", "--write writes all schemas");
    return false;
  }
  SchemaSite s;
  bool ok = schema_site_open(&s, c);
  if (ok && o->write) ok = write_all(&s, c);
  for (size_t i = 0; ok && !o->write && i < (o->arg_count ? o->arg_count : 1); i++)
    ok = one(&c->out, &s, c, o->arg_count ? o->args[i] : S("publish.yaml"));
  schema_site_close(&s);
  return ok;
}
