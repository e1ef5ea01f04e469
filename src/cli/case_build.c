/* case_build.c -- from a case to a site in memory, and from the site to an Outcome. */
#include "cli/case_build.h"

#include "base/map.h"
#include "cli/folder.h"
#include "data/match.h"
#include "template/records.h"
#include <stdlib.h>

/* -- the files -- */

typedef struct {
  Arena *a;
  Map files; /* path -> Str* */
  Map own;   /* plugins of site/plugins/ */
  Str under_test;
  size_t options_line; /* of the publish.yaml made here, where options.yaml begins; 0 = none */
} Bench;

enum { OPTIONS_INDENT = 6 };

static void put(Bench *b, Str path, Str bytes) {
  Str *kept = ARENA_NEW(b->a, Str);
  *kept = bytes;
  map_put(&b->files, path, kept);
}

/* Body, and each slot that is filled. */
static Str layout(Arena *a) {
  size_t count;
  const char *const *slots = slot_names(&count);
  Buf text = { 0 };
  buf_c(&text, "{{ article.content }}");
  for (size_t i = 0; i < count; i++)
    buf_printf(&text, "{%% if slots.%s %%}\n<!-- slot %s -->\n{%% slot \"%s\" %%}{%% endif %%}",
               slots[i], slots[i], slots[i]);
  Str s = buf_dup(&text, a);
  buf_free(&text);
  return s;
}

/* The publish.yaml of a case that has none. */
static Str settings(Bench *b, const TestCase *c, bool with_options) {
  Buf text = { 0 };
  buf_c(&text, "title: Test\nurl: https://example.org\npermalink: /:slug/\n");
  if (c->in.p) buf_c(&text, "articles: .\ninterface_language: article\n");
  buf_printf(&text, "plugins:\n  - %.*s", STR(b->under_test));
  Str rest = with_options ? c->options : (Str){ 0 }, line;
  if (str_trim(rest).n) {
    buf_c(&text, ":\n");
    b->options_line = c->in.p ? 8 : 6;
    while (str_split(&rest, '\n', &line))
      buf_printf(&text, "%*s%.*s\n", line.n ? OPTIONS_INDENT : 0, "", STR(line));
  } else {
    buf_c(&text, "\n");
  }
  Str s = buf_dup(&text, b->a);
  buf_free(&text);
  return s;
}

static bool below(Str path, const char *folder) {
  return str_starts(path, str_c(folder)) && path.n > strlen(folder) &&
         path.p[strlen(folder)] == '/';
}

static bool has_folder(const Bench *b, const char *folder) {
  for (size_t i = 0; i < b->files.count; i++)
    if (below(b->files.items[i].key, folder)) return true;
  return false;
}

static bool is_article(Str path) {
  static const char *const never[] = { "data", "notices", "templates", "plugins", "static" };
  for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
    if (below(path, never[i])) return false;
  return str_ends(path, S(".md")) || str_ends(path, S(".markdown")) || str_ends(path, S(".html"));
}

/* Does the word occur in the text, by itself? */
static bool names(Str text, Str word) {
  for (size_t at = 0; word.n && at + word.n <= text.n;) {
    long hit = str_find(str_sub(text, at, text.n), word);
    if (hit < 0) return false;
    size_t from = at + (size_t)hit, to = from + word.n;
    char left = from ? text.p[from - 1] : ' ', right = to < text.n ? text.p[to] : ' ';
    if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-_", left | 0x20) &&
        !strchr("abcdefghijklmnopqrstuvwxyz0123456789-_", right | 0x20))
      return true;
    at = to;
  }
  return false;
}

static Str plugin_of(Str path) {
  Str tail = str_sub(path, 8, path.n);
  long slash = str_chr(tail, '/');
  return below(path, "plugins") && slash > 0 ? str_sub(tail, 0, (size_t)slash) : S("");
}

static Str first_article(const Bench *b, size_t *count, Str *last) {
  Str first = S("");
  *count = 0;
  for (size_t i = 0; i < b->files.count; i++) {
    Str path = b->files.items[i].key;
    if (!is_article(path)) continue;
    if (!(*count)++ || str_cmp(path, first) < 0) first = path;
    if (*count == 1 || str_cmp(path, *last) > 0) *last = path;
  }
  return first;
}

static void lay_out(Bench *b, const CaseBench *bench, const TestCase *c, CaseChange change) {
  for (size_t i = 0; i < c->site_count; i++) {
    put(b, c->site[i].path, c->site[i].bytes);
    Str plugin = plugin_of(c->site[i].path);
    if (plugin.n) map_put(&b->own, plugin, b);
  }
  if (c->in.p) put(b, S("in.md"), c->in);
  size_t articles;
  Str last = S(""), first = first_article(b, &articles, &last);
  bool less_options = change == CASE_SHORTER && articles < 2;
  const Str *own = map_get(&b->files, S("publish.yaml"));
  if (!own) put(b, S("publish.yaml"), settings(b, c, !less_options));
  Str said = own ? *own : S("");
  for (size_t i = 0; i < bench->other_count; i++)
    if (names(said, plugin_of(bench->others[i].path)))
      put(b, bench->others[i].path, bench->others[i].bytes);
  for (size_t i = 0; i < bench->count; i++) put(b, bench->files[i].path, bench->files[i].bytes);
  bool no_articles = !articles && !has_folder(b, "articles");
  bool no_templates = !has_folder(b, "templates");
  for (size_t i = 0; i < bench->base_count; i++) {
    Str path = bench->base[i].path;
    if ((below(path, "articles") && no_articles) || (below(path, "templates") && no_templates))
      put(b, path, bench->base[i].bytes);
  }
  bool themed = !c->in.p && (names(said, S("render")) || str_eqc(b->under_test, "render"));
  if (!has_folder(b, "templates") && !themed) put(b, S("templates/article.html"), layout(b->a));
  first = first_article(b, &articles, &last);
  if (change == CASE_EDITED && first.n) {
    const Str *was = map_get(&b->files, first);
    put(b, first, arena_printf(b->a, "%.*s\n\nAnother paragraph. 另一段。\n", STR(*was)));
  }
  if (change == CASE_SHORTER && articles > 1) map_put(&b->files, last, NULL);
}

static bool plugin_on(void *context, Str name) {
  const Bench *b = context;
  return str_eq(name, b->under_test) || map_has(&b->own, name);
}

/* -- what came out -- */

/* What is wrong with options.yaml is told there, not in the publish.yaml around it. */
static void place_options(Diags *d, const Bench *b, const TestCase *c) {
  size_t lines = 1;
  for (size_t i = 0; i < c->options.n; i++) lines += c->options.p[i] == '\n';
  for (size_t i = 0; b->options_line && i < d->count; i++) {
    Diag *r = &d->items[i];
    if (!str_eqc(r->file, "publish.yaml") || r->line < b->options_line ||
        r->line >= b->options_line + lines || r->col <= OPTIONS_INDENT)
      continue;
    r->file = S("options.yaml");
    r->line -= (uint32_t)b->options_line - 1;
    r->col -= OPTIONS_INDENT;
    if (r->excerpt_col <= 1)
      r->excerpt = str_sub(r->excerpt, OPTIONS_INDENT, r->excerpt.n);
    else
      r->excerpt_col -= OPTIONS_INDENT;
  }
}

static int by_path(const void *pa, const void *pb) {
  const CaseFile *a = pa, *b = pb;
  return str_cmp(a->path, b->path);
}

/* A line for each thing, no empty ones in between. */
static Str body_and_slots(Arena *a, Str html) {
  static const char gap[] = "\n\n<!-- slot ";
  Buf text = { 0 };
  if (str_starts(html, S("\n<!-- slot "))) html = str_sub(html, 1, html.n);
  for (long at; (at = str_find(html, str_c(gap))) >= 0;) {
    buf_str(&text, str_sub(html, 0, (size_t)at + 1));
    html = str_sub(html, (size_t)at + 2, html.n);
  }
  buf_str(&text, html);
  if (text.n && text.p[text.n - 1] != '\n') buf_byte(&text, '\n');
  Str s = buf_dup(&text, a);
  buf_free(&text);
  return s;
}

static bool take_files(CaseOutcome *out, Arena *a, const MemorySite *s, bool article, Diags *d) {
  size_t n = s->result.output_count;
  CaseFile *files = ARENA_ARRAY(a, n, CaseFile);
  for (size_t i = 0; i < n; i++) {
    const BuildOutput *o = &s->result.outputs[i];
    files[i] = (CaseFile){ .path = arena_str(a, o->path),
                           .maker = arena_str(a, o->maker),
                           .made = o->made };
    if (!memory_site_bytes(&files[i].bytes, s, o, a, d)) return false;
    if (!o->made) files[i].bytes = arena_str(a, files[i].bytes);
    if (article && str_eqc(o->maker, "in.md") && o->made) {
      out->has_html = true;
      out->html = body_and_slots(a, files[i].bytes);
      out->has_ast = o->document.n > 0;
      out->ast = arena_str(a, o->document);
    }
  }
  if (n) qsort(files, n, sizeof *files, by_path);
  out->files = files;
  out->count = n;
  return true;
}

static void take_declared(CaseOutcome *out, Arena *a, const MemorySite *s, Str plugin) {
  size_t count;
  const Manifest *m = build_plugins(&s->result, &count);
  while (count && !str_eq(m->name, plugin)) m++, count--;
  if (!count) return;
  Str *outputs = ARENA_ARRAY(a, m->output_count, Str);
  bool *hit = ARENA_ARRAY(a, m->output_count, bool);
  for (size_t i = 0; i < m->output_count; i++) {
    outputs[i] = arena_str(a, m->outputs[i]);
    for (size_t k = 0; k < out->count; k++)
      hit[i] = hit[i] || (str_eq(out->files[k].maker, m->source.path) &&
                          glob_match(outputs[i], out->files[k].path));
  }
  out->outputs = outputs;
  out->outputs_hit = hit;
  out->output_count = m->output_count;
}

bool case_build(CaseOutcome *out, Arena *a, const CaseBench *bench, const TestCase *c,
                const CaseHow *how, Diags *d) {
  *out = (CaseOutcome){ 0 };
  Bench b = { .a = a, .under_test = bench->plugin };
  lay_out(&b, bench, c, how->change);
  MemoryFile *files = ARENA_ARRAY(a, b.files.count, MemoryFile);
  size_t count = 0;
  for (size_t i = 0; i < b.files.count; i++)
    if (b.files.items[i].value)
      files[count++] = (MemoryFile){ b.files.items[i].key, *(Str *)b.files.items[i].value };
  MemorySite s;
  Diags said = { 0 };
  bool ok = memory_site_open(&s, files, count, d);
  if (ok) {
    s.build.workers = how->workers;
    s.build.shuffle = how->shuffle;
    s.build.meter = how->meter;
    s.build.documents = how->ast;
    s.build.old = how->old;
    s.build.fresh = how->fresh;
    s.build.drop = how->drop;
    s.build.plugin_on = plugin_on;
    s.build.plugin_context = &b;
    out->built = memory_site_build(&s, BUILD_ALL, &said);
    place_options(&said, &b, c);
    diags_sort(&said);
    Buf text = { 0 };
    diags_print(&said, DIAG_TEXT, false, false, &text);
    out->said = said.count ? buf_dup(&text, a) : S("");
    buf_free(&text);
    if (out->built) ok = take_files(out, a, &s, c->in.p != NULL, d);
    if (ok) take_declared(out, a, &s, bench->plugin);
  }
  diags_free(&said);
  memory_site_close(&s);
  map_free(&b.files);
  map_free(&b.own);
  return ok;
}
