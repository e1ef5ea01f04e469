/* plugin_doc.c -- `publish plugin doc`: the manual page of a plugin, made from its header. */
#include "cli/commands.h"
#include "cli/plugin_order.h"
#include "cli/report.h"
#include "cli/schema_site.h"
#include "cli/table.h"
#include "data/schema_print.h"
#include "model/world_data.h"

static void line(Buf *out, const char *name, Str text) {
  if (!text.n) return;
  buf_printf(out, "  %-13s", name);
  show(out, text);
  buf_byte(out, '\n');
}

static void names(Buf *out, const char *name, const Str *items, size_t count) {
  Buf all = { 0 };
  for (size_t i = 0; i < count; i++) {
    if (i) buf_c(&all, ", ");
    buf_str(&all, items[i]);
  }
  line(out, name, buf_view(&all));
  buf_free(&all);
}

/* Names at the margin of a YAML file, which is what texts of a plugin have. */
static void keys_of(Buf *out, Str yaml) {
  Str row;
  while (str_split(&yaml, '\n', &row)) {
    long colon = str_chr(row, ':');
    if (colon <= 0 || strchr(" #-", row.p[0])) continue;
    if (out->n) buf_c(out, ", ");
    buf_str(out, str_sub(row, 0, (size_t)colon));
  }
}

/* The texts it puts on pages, and in which languages: they can be changed by i18n/ of the
 * repository. */
static void texts(Buf *out, const World *w, Str plugin, Arena *a) {
  Str folder = arena_printf(a, "plugins/%.*s/i18n/", STR(plugin));
  Buf keys = { 0 }, languages = { 0 };
  for (size_t i = 0; i < w->sources.count; i++) {
    Str path = w->sources.items[i].key;
    if (!str_starts(path, folder) || !str_ends(path, S(".yaml"))) continue;
    Str language = str_sub(path, folder.n, path.n - 5);
    const SourceFile *f = w->sources.items[i].value;
    if (!keys.n) keys_of(&keys, f->source.text);
    if (languages.n) buf_c(&languages, ", ");
    buf_str(&languages, language);
  }
  if (keys.n) {
    buf_c(out, "\nTexts (");
    show(out, buf_view(&languages));
    buf_c(out, ")\n");
    show_wrapped(out, buf_view(&keys), 2);
  }
  buf_free(&keys);
  buf_free(&languages);
}

/* What each takes: first what needs no name. */
static void directives(Buf *out, const Manifest *m) {
  if (m->directive_count) buf_c(out, "\nDirectives\n");
  for (size_t i = 0; i < m->directive_count; i++) {
    const DirectiveSpec *spec = &m->directives[i];
    Buf about = { 0 };
    buf_printf(&about, "%.*s", STR(spec->name));
    for (size_t k = 0; k < spec->unnamed_count; k++)
      buf_printf(&about, " [%.*s]", STR(spec->unnamed[k]));
    if (spec->doc.n) buf_printf(&about, ": %.*s", STR(spec->doc));
    if (spec->pair) buf_printf(&about, "%s with an end", spec->doc.n ? "," : ":");
    buf_byte(&about, '\n');
    if (spec->args) {
      Buf args = { 0 };
      schema_print(&args, spec->args);
      Str rest = buf_view(&args), row;
      while (str_split(&rest, '\n', &row))
        if (row.n) buf_printf(&about, "    %.*s\n", STR(row));
      buf_free(&args);
    }
    Str rest = buf_view(&about), row;
    while (str_split(&rest, '\n', &row)) {
      if (!row.n && !rest.n) continue;
      buf_c(out, "  ");
      show(out, row);
      buf_byte(out, '\n');
    }
    buf_free(&about);
  }
}

static void manual(Cli *c, const SchemaSite *s, const Manifest *m, bool used) {
  Buf *out = &c->out, indexes = { 0 };
  const BuildResult *result = used ? &s->site.result : &s->rest.result;
  show(out, m->name);
  buf_byte(out, ' ');
  show(out, m->version);
  buf_printf(out, " (%s%s)\n",
             m->built_in   ? "built-in"
             : m->replaces ? "own, replaces the built-in"
                           : "own",
             used ? "" : ", not in use");
  show_wrapped(out, m->doc, 2);
  buf_byte(out, '\n');
  if (used) {
    size_t count, index = 0;
    const Manifest *all = build_plugins(result, &count);
    while (index < count && &all[index] != m) index++;
    Str why[WHY_MOST];
    size_t n = plugin_why(why, &c->arena, all, count, index, result->settings);
    line(out, "order", arena_printf(&c->arena, "%zu of %zu", index + 1, count));
    for (size_t i = 0; i < n; i++) line(out, "", why[i]);
  } else {
    names(out, "after", m->after, m->after_count);
    names(out, "before", m->before, m->before_count);
  }
  line(out, "hooks", hooks_text(&c->arena, m->hooks));
  for (size_t i = 0; i < m->index_count; i++)
    buf_printf(&indexes, "%s%.*s (%s)", i ? ", " : "", STR(m->indexes[i].name),
               index_kind_name(m->indexes[i].kind));
  line(out, "indexes", buf_view(&indexes));
  names(out, "outputs", m->outputs, m->output_count);
  line(out, "capabilities", m->raw_html ? S("raw_html") : S(""));
  static const char *const levels[] = { "off", "warning", "error" };
  for (size_t i = 0; i < m->check_count; i++)
    line(out, i ? "" : "checks",
         arena_printf(&c->arena, "%.*s (%s)%s%.*s", STR(m->checks[i].name),
                      levels[m->checks[i].level], m->checks[i].doc.n ? ": " : "",
                      STR(m->checks[i].doc)));
  buf_free(&indexes);
  buf_c(out, "\nOptions\n");
  Buf options = { 0 };
  if (m->options) schema_print(&options, m->options);
  buf_c(&options,
        "only: a map of conditions\n    the articles that its hooks run for; all if not given\n"
        "except: a map of conditions\n    articles that its hooks do not run for\n");
  Str rest = buf_view(&options), row;
  while (str_split(&rest, '\n', &row)) {
    if (!row.n && !rest.n) continue;
    buf_c(out, "  ");
    show(out, row);
    buf_byte(out, '\n');
  }
  buf_free(&options);
  directives(out, m);
  texts(out, build_world(result), m->name, &c->arena);
}

static void sample(Buf *out, const Manifest *m) {
  buf_c(out, "plugins:\n  - ");
  buf_str(out, m->name);
  buf_c(out, ":\n");
  if (m->options) schema_print_sample(out, m->options, 6);
}

static void overview(Cli *c, const SchemaSite *s) {
  for (size_t i = 0; i < s->count; i++) {
    const Manifest *m = s->plugins[i];
    bool used = i < s->in_use;
    if (c->json) {
      json_open(&c->out, "plugin");
      json_text(&c->out, "name", m->name);
      json_text(&c->out, "version", m->version);
      json_text(&c->out, "doc", m->doc);
      buf_printf(&c->out, ",\"in_use\":%s", used ? "true" : "false");
      json_close(&c->out);
      continue;
    }
    show_cell(&c->out, m->name, 16);
    buf_byte(&c->out, ' ');
    show(&c->out, m->doc);
    buf_c(&c->out, used || !s->repository ? "\n" : " (not in use)\n");
  }
}

static bool unknown(Cli *c, const SchemaSite *s, Str name) {
  Str *known = ARENA_ARRAY(&c->arena, s->count, Str);
  for (size_t i = 0; i < s->count; i++) known[i] = s->plugins[i]->name;
  Str near = str_nearest(name, known, s->count);
  Diag *r = usage_error(&c->diags, P_USAGE, NULL, "there is no plugin '%.*s'", STR(name));
  if (near.n)
    diag_help(&c->diags, r, "did you mean '%.*s'?", STR(near));
  else
    diag_help(&c->diags, r, "'publish plugin doc' lists them");
  return false;
}

bool command_plugin_doc(Cli *c) {
  const Options *o = &c->options;
  if (o->yaml && (!o->arg_count || c->json)) {
    usage_error(&c->diags, P_USAGE, "publish plugin doc NAME --yaml", "%s",
                o->arg_count ? "--yaml and --format=json are two forms of the same"
                             : "--yaml is about one plugin: name it");
    return false;
  }
  SchemaSite s;
  bool ok = schema_site_open(&s, c);
  size_t at = 0;
  while (ok && o->arg_count && at < s.count && !str_eq(s.plugins[at]->name, o->args[0])) at++;
  if (ok && !o->arg_count)
    overview(c, &s);
  else if (ok && at == s.count)
    ok = unknown(c, &s, o->args[0]);
  else if (ok && o->yaml)
    sample(&c->out, s.plugins[at]);
  else if (ok && c->json)
    schema_site_options(&c->out, s.plugins[at]);
  else if (ok)
    manual(c, &s, s.plugins[at], at < s.in_use);
  schema_site_close(&s);
  return ok;
}
