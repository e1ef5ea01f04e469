/* plugin_about.c -- see plugin_about.h. */
#include "cli/plugin_about.h"

#include "cli/memory_site.h"
#include "cli/report.h"
#include "cli/table.h"
#include "embed/embed.h"

static const char *const hook_names[] = { "scan", "derive", "pages", "transform",  "render",
                                          "page", "files",  "check", "check_site", NULL };

static bool word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Does the text define `object`.`hook`, or a part of it? */
static bool defines(Str text, Str object, const char *hook) {
  Arena a = { 0 };
  Str needle = arena_printf(&a, "%.*s.%s", STR(object), hook);
  bool found = false;
  for (size_t at = 0; !found && at < text.n;) {
    long hit = str_find(str_sub(text, at, text.n), needle);
    if (hit < 0) break;
    size_t begin = at + (size_t)hit, end = begin + needle.n;
    at = end;
    if (begin > 0 && (word(text.p[begin - 1]) || text.p[begin - 1] == '.')) continue;
    if (end < text.n && word(text.p[end])) continue;
    while (end < text.n && (text.p[end] == ' ' || text.p[end] == '\t')) end++;
    found = end < text.n && strchr("=(.[", text.p[end]);
  }
  arena_free(&a);
  return found;
}

/* local NAME = publish.plugin */
static Str object_of(Str lua) {
  long call = str_find(lua, S("publish.plugin"));
  Str head = str_trim(str_sub(lua, 0, call < 0 ? 0 : (size_t)call));
  if (!str_ends(head, S("="))) return S("P");
  head = str_trim(str_sub(head, 0, head.n - 1));
  size_t begin = head.n;
  while (begin > 0 && word(head.p[begin - 1])) begin--;
  return begin < head.n ? str_sub(head, begin, head.n) : S("P");
}

static void find_hooks(PluginAbout *out, const PluginSource *s, Arena *a) {
  Str object = object_of(files_get(s->files, s->count, "init.lua"));
  out->hooks = ARENA_ARRAY(a, sizeof hook_names / sizeof hook_names[0], Str);
  for (size_t k = 0; hook_names[k]; k++) {
    bool found = false;
    for (size_t i = 0; i < s->count && !found; i++)
      found = str_ends(s->files[i].path, S(".lua")) && !str_starts(s->files[i].path, S("tests/")) &&
              defines(s->files[i].bytes, object, hook_names[k]);
    if (found) out->hooks[out->hook_count++] = str_c(hook_names[k]);
  }
}

static void count_lines(PluginAbout *out, const PluginSource *s) {
  for (size_t i = 0; i < s->count; i++) {
    Str rest = s->files[i].bytes, line;
    if (!str_ends(s->files[i].path, S(".lua")) || str_starts(s->files[i].path, S("tests/")))
      continue;
    while (str_split(&rest, '\n', &line)) out->lines += line.n > 0 || rest.p;
  }
}

static Str *copies(Arena *a, const Str *items, size_t count) {
  Str *out = ARENA_ARRAY(a, count, Str);
  for (size_t i = 0; i < count; i++) out[i] = arena_str(a, items[i]);
  return out;
}

static void take(PluginAbout *out, const Manifest *m, Arena *a) {
  out->version = arena_str(a, m->version);
  out->doc = arena_str(a, m->doc);
  out->outputs = copies(a, m->outputs, m->output_count);
  out->output_count = m->output_count;
  out->after = copies(a, m->after, m->after_count);
  out->after_count = m->after_count;
  out->before = copies(a, m->before, m->before_count);
  out->before_count = m->before_count;
  out->raw_html = m->raw_html;
  out->option_count = m->options ? m->options->field_count : 0;
  out->options = ARENA_ARRAY(a, out->option_count, Str);
  for (size_t i = 0; i < out->option_count; i++)
    out->options[i] = arena_str(a, str_c(m->options->fields[i].name));
}

static bool only_this(void *context, Str name) {
  return str_eq(*(const Str *)context, name);
}

bool plugin_about(PluginAbout *out, const PluginSource *source, Arena *a, Diags *d) {
  *out = (PluginAbout){ 0 };
  MemoryFile *files = ARENA_ARRAY(a, source->count + 1, MemoryFile);
  size_t n = 0, errors = d->errors;
  files[n++] = (MemoryFile){ S("publish.yaml"), S("title: A site\n") };
  for (size_t i = 0; i < source->count; i++)
    if (!str_starts(source->files[i].path, S("tests/")))
      files[n++] = (MemoryFile){ arena_printf(a, "plugins/%.*s/%.*s", STR(source->name),
                                              STR(source->files[i].path)),
                                 source->files[i].bytes };
  MemorySite site;
  Str name = source->name;
  Diags said = { 0 };
  bool ok = memory_site_open(&site, files, n, &said);
  site.build.workers = 1;
  site.build.plugin_on = only_this;
  site.build.plugin_context = &name;
  ok = ok && memory_site_build(&site, BUILD_HEADERS, &said);
  size_t count = 0;
  const Manifest *plugins = ok ? build_plugins(&site.result, &count) : NULL;
  for (size_t i = 0; i < count; i++)
    if (str_eq(plugins[i].name, name)) take(out, &plugins[i], a);
  memory_site_close(&site);
  /* That the site has no articles is nobody's fault. */
  for (size_t i = 0; i < said.count; i++)
    if (said.items[i].severity != DIAG_ERROR) said.items[i--] = said.items[--said.count];
  diags_append(d, &said);
  diags_free(&said);
  for (size_t i = 0; i < embed_count_files(); i++)
    out->replaces = out->replaces ||
                    str_eq(embed_file(i).path, arena_printf(a, "plugins/%.*s/init.lua", STR(name)));
  find_hooks(out, source, a);
  count_lines(out, source);
  return ok && d->errors == errors;
}

/* -- telling -- */

static void list(Buf *out, const char *name, const Str *items, size_t count) {
  if (!count) return;
  buf_printf(out, "  %-13s", name);
  for (size_t i = 0; i < count; i++) {
    if (i) buf_c(out, ", ");
    show(out, items[i]);
  }
  buf_byte(out, '\n');
}

void plugin_about_print(Cli *c, const PluginAbout *about, const PluginSource *source) {
  Buf *out = &c->out;
  const Str raw = S("raw_html");
  if (about->raw_html)
    diag_file(&c->diags, DIAG_WARNING, P_PLUGIN_POWER,
              arena_printf(&c->arena, "plugins/%.*s/init.lua", STR(source->name)),
              "read it before it is committed",
              "asks for raw_html: it may put any HTML into pages, scripts included");
  if (about->replaces)
    diag_file(&c->diags, DIAG_WARNING, P_PLUGIN_REPLACED,
              arena_printf(&c->arena, "plugins/%.*s/init.lua", STR(source->name)), NULL,
              "stands in for the built-in plugin of this name");
  if (c->json || c->options.quiet) return;
  show(out, source->name);
  buf_byte(out, ' ');
  show(out, about->version);
  buf_c(out, " from ");
  show(out, source->from);
  if (source->commit.n) buf_printf(out, " (commit %.12s)", source->commit.p);
  buf_byte(out, '\n');
  list(out, "", &about->doc, about->doc.n > 0);
  list(out, "hooks", about->hooks, about->hook_count);
  list(out, "outputs", about->outputs, about->output_count);
  list(out, "options", about->options, about->option_count);
  list(out, "after", about->after, about->after_count);
  list(out, "before", about->before, about->before_count);
  list(out, "capabilities", &raw, about->raw_html);
  buf_c(out, "  size         ");
  show_count(out, source->count, "file");
  buf_c(out, ", ");
  show_count(out, about->lines, "line");
  buf_c(out, " of Lua\n");
}

void plugin_about_json(Cli *c, const PluginAbout *about, const PluginSource *source) {
  Buf *out = &c->out;
  const Str raw = S("raw_html");
  json_text(out, "name", source->name);
  json_text(out, "version", about->version);
  json_text(out, "doc", about->doc);
  json_text(out, "from", source->from);
  if (source->commit.n) json_text(out, "commit", source->commit);
  json_texts(out, "hooks", about->hooks, about->hook_count);
  json_texts(out, "outputs", about->outputs, about->output_count);
  json_texts(out, "options", about->options, about->option_count);
  json_texts(out, "after", about->after, about->after_count);
  json_texts(out, "before", about->before, about->before_count);
  json_texts(out, "capabilities", &raw, about->raw_html);
  json_number(out, "files", source->count);
  json_number(out, "lines", about->lines);
}
