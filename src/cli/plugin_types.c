/* plugin_types.c -- `publish plugin types`: definitions for editors, and `publish plugin
 * reference`: the same for people. Both are printed from the tables that register the
 * functions (plugin/api_all.h).
 *
 * Types of the options come from the headers of the plugins in use; without a
 * repository the rest is written all the same. */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/folder.h"
#include "cli/report.h"
#include "cli/site.h"
#include "cli/table.h"
#include "data/schema_print.h"
#include "lua/api_signature.h"
#include "plugin/api_all.h"
#include "plugin/api_luals.h"
#include "plugin/api_markdown.h"

/* "reading-time" -> "options.reading_time", a name for a class. */
static Str class_name(Arena *a, const char *group, Str plugin) {
  Str name = arena_printf(a, "%s.%.*s", group, STR(plugin));
  char *p = arena_dup(a, name.p, name.n);
  for (size_t i = strlen(group); i < name.n; i++)
    if (p[i] == '-') p[i] = '_';
  return str_n(p, name.n);
}

static void option_classes(Cli *c, Buf *out, const Manifest *plugins, size_t count) {
  buf_c(out, "---@meta publish.options\n"
             "-- The options of the plugins in use: ---@type options.NAME, and the values of their "
             "directives: ---@type directives.PLUGIN.NAME. Made by `publish plugin types`.\n");
  for (size_t i = 0; i < count; i++) {
    const Manifest *m = &plugins[i];
    if (m->options) {
      buf_byte(out, '\n');
      schema_print_luals(out, m->options, class_name(&c->arena, "options", m->name));
    }
    for (size_t k = 0; k < m->directive_count; k++) {
      const DirectiveSpec *spec = &m->directives[k];
      if (!spec->args) continue;
      Str name = arena_printf(&c->arena, "%.*s.%.*s", STR(m->name), STR(spec->name));
      buf_byte(out, '\n');
      schema_print_luals(out, spec->args, class_name(&c->arena, "directives", name));
    }
  }
}

/* A folder that was named may be anywhere. */
static bool write_file(Cli *c, Str root, Str dir, const char *name, const Buf *text) {
  Str path = arena_printf(&c->arena, "%.*s/%s", STR(dir), name);
  bool ok = c->options.arg_count ? file_write(path.p, buf_view(text), &c->diags)
                                 : folder_editors(root, path, buf_view(text), &c->diags);
  if (!ok) return false;
  if (c->json) {
    json_open(&c->out, "file");
    json_text(&c->out, "path", path);
    json_close(&c->out);
  } else if (!c->options.quiet) {
    buf_c(&c->out, "wrote ");
    show(&c->out, path);
    buf_byte(&c->out, '\n');
  }
  return true;
}

bool command_plugin_types(Cli *c) {
  const Options *o = &c->options;
  Str dir = o->arg_count ? o->args[0] : S(".publish/types");
  Buf api = { 0 }, classes = { 0 };
  api_luals(&api);
  const SiteHow how = site_how(c);
  Site site;
  size_t count = 0;
  bool ok = site_open(&site, &how, &c->diags) && site_settings(&site, &c->diags) &&
            site_build(&site, BUILD_PLUGINS, &c->diags);
  if (ok) {
    const Manifest *plugins = build_plugins(&site.result, &count);
    option_classes(c, &classes, plugins, count);
    Str root = repo_workdir(site.repo);
    if (!root.n && !o->arg_count) {
      diag_machine(&c->diags, P_REPO_BARE, "name a folder: publish plugin types DIR",
                   "there is no work tree to write .publish/types/ into");
      ok = false;
    }
    ok = ok && write_file(c, root, dir, "publish.lua", &api) &&
         write_file(c, root, dir, "options.lua", &classes);
  }
  if (ok && !c->json && !o->quiet)
    buf_printf(&c->out,
               "\nEditors with the Lua language server find them when .luarc.json has\n"
               "  \"workspace.library\": [\"%.*s\"]\n",
               STR(dir));
  site_close(&site);
  buf_free(&api);
  buf_free(&classes);
  return ok;
}

/* -- publish plugin reference -- */

static void json_common(Buf *out, const char *record, const ApiType *t, const char *name) {
  static const char *const kinds[] = { "library", "object", "record", "callbacks", "hooks" };
  json_open(out, record);
  json_text(out, "type", str_c(t->name));
  json_text(out, "kind", str_c(kinds[t->kind]));
  json_text(out, "in", str_c(t->in));
  json_text(out, "name", str_c(name));
}

static void json_function(Buf *out, const ApiType *t, const char *name, const ApiFunction *f) {
  Buf usage = { 0 };
  api_usage(&usage, t, f);
  json_common(out, "function", t, name);
  json_text(out, "usage", buf_view(&usage));
  json_text(out, "signature", str_c(f->signature));
  json_text(out, "doc", str_c(f->doc));
  json_text(out, "errors", str_c(f->errors));
  json_text(out, "example", str_c(f->example));
  json_close(out);
  buf_free(&usage);
}

static void json_reference(Buf *out) {
  size_t count;
  const ApiType *const *types = api_all(&count);
  for (size_t i = 0; i < count; i++) {
    const ApiType *t = types[i];
    for (const ApiField *f = t->fields; f && f->name; f++) {
      json_common(out, "field", t, f->name);
      json_text(out, "luals", str_c(f->type));
      json_text(out, "doc", str_c(f->doc));
      json_close(out);
    }
    for (const ApiFunction *f = t->functions; f && f->name; f++) json_function(out, t, f->name, f);
    for (const char *const *n = t->family ? t->family->names : NULL; n && *n; n++)
      json_function(out, t, *n, &t->family->function);
  }
}

bool command_plugin_reference(Cli *c) {
  ApiChapter chapter = CHAPTER_PLUGIN;
  bool one = c->options.arg_count > 0;
  if (one && !api_chapter(&chapter, c->options.args[0])) {
    usage_error(&c->diags, P_USAGE, "chapters: plugin, libraries, lua",
                "there is no chapter '%.*s'", STR(c->options.args[0]));
    return false;
  }
  if (c->options.format == FORMAT_JSON)
    json_reference(&c->out);
  else if (one)
    api_markdown(&c->out, chapter);
  else
    for (ApiChapter each = 0; each < CHAPTERS; each++) api_markdown(&c->out, each);
  return true;
}
