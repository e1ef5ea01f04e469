/* plugins.c -- `publish plugin list`: what runs, in which order, and why. */
#include "cli/commands.h"
#include "cli/plugin_order.h"
#include "cli/plugin_origin.h"
#include "cli/report.h"
#include "cli/site.h"
#include "cli/table.h"

/* Where an added plugin came from; "" for all others. */
static Str added(Site *site, const Manifest *m, bool *modified, PluginOrigin *from, Cli *c) {
  bool there = false;
  *modified = false;
  if (m->built_in || !origin_of(from, &there, modified, site, m->name, &c->arena, &c->diags) ||
      !there)
    return S("");
  Buf text = { 0 };
  buf_str(&text, from->source);
  if (from->revision.n) buf_printf(&text, "@%.*s", STR(from->revision));
  if (from->commit.n) buf_printf(&text, ", commit %.12s", from->commit.p);
  if (*modified) buf_c(&text, "; changed since it was added");
  Str s = buf_dup(&text, &c->arena);
  buf_free(&text);
  return s;
}

static void json_origin(Buf *out, const PluginOrigin *from, bool modified) {
  json_text(out, "source", from->source);
  if (from->revision.n) json_text(out, "revision", from->revision);
  if (from->commit.n) json_text(out, "commit", from->commit);
  buf_printf(out, ",\"modified\":%s", modified ? "true" : "false");
}

static const char *origin(const Manifest *m) {
  return m->built_in ? "built-in" : m->replaces ? "own, replaces the built-in" : "own";
}

static Str joined(Arena *a, const Str *items, size_t count) {
  Buf out = { 0 };
  for (size_t i = 0; i < count; i++) {
    if (i) buf_c(&out, ", ");
    buf_str(&out, items[i]);
  }
  Str text = buf_dup(&out, a);
  buf_free(&out);
  return text;
}

static void line(Buf *out, const char *name, Str text) {
  if (!text.n) return;
  buf_printf(out, "     %-13s", name);
  show(out, text);
  buf_byte(out, '\n');
}

static void text_plugin(Cli *c, const Manifest *m, size_t number, const Str *why, size_t reasons,
                        Str from) {
  Buf *out = &c->out, indexes = { 0 };
  buf_printf(out, "%3zu. ", number);
  show(out, m->name);
  buf_byte(out, ' ');
  show(out, m->version);
  buf_printf(out, " (%s)\n", origin(m));
  line(out, "", m->doc);
  line(out, "from", from);
  for (size_t i = 0; i < reasons; i++) line(out, i ? "" : "order", why[i]);
  line(out, "hooks", hooks_text(&c->arena, m->hooks));
  for (size_t i = 0; i < m->index_count; i++)
    buf_printf(&indexes, "%s%.*s (%s)", i ? ", " : "", STR(m->indexes[i].name),
               index_kind_name(m->indexes[i].kind));
  line(out, "indexes", buf_view(&indexes));
  line(out, "outputs", joined(&c->arena, m->outputs, m->output_count));
  line(out, "capabilities", m->raw_html ? S("raw_html") : S(""));
  buf_free(&indexes);
}

static void json_plugin(Cli *c, const Manifest *m, size_t number, const Str *why, size_t reasons,
                        const PluginOrigin *from, bool modified) {
  Buf *out = &c->out;
  json_open(out, "plugin");
  json_number(out, "order", number);
  json_text(out, "name", m->name);
  json_text(out, "version", m->version);
  json_text(out, "doc", m->doc);
  json_text(out, "origin", m->built_in ? S("built-in") : S("own"));
  buf_printf(out, ",\"replaces\":%s", m->replaces ? "true" : "false");
  if (from) json_origin(out, from, modified);
  json_texts(out, "after", m->after, m->after_count);
  json_texts(out, "before", m->before, m->before_count);
  json_texts(out, "why", why, reasons);
  Str hooks[16], rest = hooks_text(&c->arena, m->hooks), part;
  size_t n = 0;
  while (rest.n && n < 16 && str_split(&rest, ',', &part)) hooks[n++] = str_trim(part);
  json_texts(out, "hooks", hooks, n);
  buf_c(out, ",\"indexes\":[");
  for (size_t i = 0; i < m->index_count; i++) {
    buf_printf(out, "%s{\"name\":\"", i ? "," : "");
    json_escape(out, m->indexes[i].name);
    buf_printf(out, "\",\"kind\":\"%s\"}", index_kind_name(m->indexes[i].kind));
  }
  buf_byte(out, ']');
  json_texts(out, "outputs", m->outputs, m->output_count);
  const Str raw = S("raw_html");
  json_texts(out, "capabilities", &raw, m->raw_html);
  json_close(out);
}

bool command_plugin_list(Cli *c) {
  const Options *o = &c->options;
  const SiteHow how = site_how(c);
  Site site;
  bool ok = site_open(&site, &how, &c->diags) && site_settings(&site, &c->diags) &&
            site_build(&site, BUILD_PLUGINS, &c->diags);
  size_t count = 0;
  const Manifest *plugins = ok ? build_plugins(&site.result, &count) : NULL;
  for (size_t i = 0; i < count; i++) {
    Str why[WHY_MOST];
    size_t n = plugin_why(why, &c->arena, plugins, count, i, site.result.settings);
    PluginOrigin from;
    bool modified;
    Str text = added(&site, &plugins[i], &modified, &from, c);
    if (c->json)
      json_plugin(c, &plugins[i], i + 1, why, n, text.n ? &from : NULL, modified);
    else
      text_plugin(c, &plugins[i], i + 1, why, n, text);
  }
  if (ok && !c->json && !o->quiet)
    buf_c(&c->out, "\nPlugins run in this order: that of publish.yaml, as far as 'after' and "
                   "'before' allow.\n");
  site_close(&site);
  return ok;
}
