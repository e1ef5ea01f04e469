/* explain.c -- `publish explain`: how one page of the site came about. */
#include "build/inspect.h"
#include "cli/commands.h"
#include "cli/find_article.h"
#include "cli/notice_why.h"
#include "cli/report.h"
#include "cli/select.h"
#include "cli/site.h"
#include "cli/table.h"
#include "data/json.h"
#include "model/reads.h"

#include <unistd.h>

enum { LABEL = 10, TYPE = 16, PLACE = 12, SLOT = 16 };

/* -- text -- */

static void field(Buf *out, const char *name, Str text) {
  if (!text.n) return;
  buf_printf(out, "%-*s", LABEL, name);
  show(out, text);
  buf_byte(out, '\n');
}

/* Not of width 0, and never glued to what follows. */
static void cell(Buf *out, Str text, size_t columns) {
  if (show_columns(text) > columns)
    show(out, text);
  else
    show_cell(out, text, columns);
  buf_c(out, "  ");
}

/* "related (plugins/related/init.lua:84)" */
static Str maker(const Value *v, const char *line, Arena *a) {
  Str plugin = value_strc(v, "plugin"), file = value_strc(v, "file");
  if (!file.n) return plugin;
  return arena_printf(a, "%.*s (%.*s:%lld)", STR(plugin), STR(file),
                      (long long)value_int(value_getc(v, line), 0));
}

static void text_blocks(Buf *out, const Value *blocks, Arena *a) {
  if (!value_count(blocks)) return;
  buf_c(out, "\nBLOCKS of the body\n");
  for (size_t i = 0; i < value_count(blocks); i++) {
    const Value *block = value_at(blocks, i);
    const Value *line = value_getc(block, "line");
    Str place = S("-"), by = maker(block, "at", a), from = value_strc(block, "from");
    if (line) place = arena_printf(a, "line %lld", (long long)value_int(line, 0));
    if (from.n) place = from;
    buf_c(out, "  ");
    cell(out, value_strc(block, "type"), TYPE);
    cell(out, place, PLACE);
    show(out, value_strc(block, "text"));
    buf_byte(out, '\n');
    const Value *inside = value_getc(block, "inside");
    if (by.n) {
      buf_printf(out, "  %*sby ", TYPE + 2, "");
      show(out, by);
      buf_byte(out, '\n');
    }
    for (size_t k = 0; k < value_count(inside); k++) {
      if (!k) buf_printf(out, "  %*sinside: ", TYPE + 2, "");
      buf_c(out, k ? ", " : "");
      show(out, value_at(inside, k)->str);
      if (k + 1 == value_count(inside)) buf_byte(out, '\n');
    }
  }
}

static void text_slots(Buf *out, const Value *slots, Arena *a) {
  if (!value_count(slots)) return;
  buf_c(out, "\nSLOTS of the layout\n");
  for (size_t i = 0; i < value_count(slots); i++) {
    const Value *slot = value_at(slots, i);
    buf_c(out, "  ");
    cell(out, value_strc(slot, "slot"), SLOT);
    show(out, maker(slot, "line", a));
    buf_printf(out, ", %lld bytes\n  %*s", (long long)value_int(value_getc(slot, "bytes"), 0),
               SLOT + 2, "");
    show(out, value_strc(slot, "text"));
    buf_byte(out, '\n');
  }
}

static void text_notices(Buf *out, const Value *page, Arena *a) {
  const Value *chosen = value_getc(page, "notices"), *missing = value_getc(page, "missing");
  if (!value_count(chosen) && !value_count(missing)) return;
  buf_c(out, "\nNOTICE\n");
  for (size_t i = 0; i < value_count(chosen); i++) {
    const Value *choice = value_at(chosen, i);
    static const char *const more[] = { "file", "reason", "problem" };
    buf_c(out, "  ");
    cell(out, value_strc(choice, "id"), SLOT);
    show(out, notice_why(choice, a));
    buf_byte(out, '\n');
    for (size_t k = 0; k < sizeof more / sizeof more[0]; k++) {
      Str text = value_strc(choice, more[k]);
      if (!text.n) continue;
      buf_printf(out, "  %*s%s ", SLOT + 2, "", more[k]);
      show(out, text);
      buf_byte(out, '\n');
    }
  }
  for (size_t i = 0; i < value_count(missing); i++) {
    const Value *one = value_at(missing, i);
    buf_c(out, "  lacks ");
    show(out, value_strc(one, "field"));
    buf_c(out, ", which ");
    show(out, value_strc(one, "by"));
    buf_c(out, " requires\n");
  }
}

static void text_related(Buf *out, const Value *related) {
  if (!value_count(related)) return;
  size_t hidden = 0;
  buf_c(out, "\nRELATED\n");
  for (size_t i = 0; i < value_count(related); i++) {
    const Value *one = value_at(related, i), *terms = value_getc(one, "terms");
    const Value *rest = value_getc(one, "rest");
    if (!value_bool(value_getc(one, "shown"), false)) {
      hidden++;
      continue;
    }
    buf_printf(out, "  %.4f  ", value_getc(one, "score")->number);
    show(out, value_strc(one, "article"));
    buf_printf(out, "\n  %*s", 8, "");
    for (size_t k = 0; k < value_count(terms); k++) {
      buf_c(out, k ? ", " : "");
      show(out, value_strc(value_at(terms, k), "term"));
      buf_printf(out, " %.4f", value_getc(value_at(terms, k), "weight")->number);
    }
    if (rest && rest->number > 0)
      buf_printf(out, "%sothers %.4f", value_count(terms) ? ", " : "", rest->number);
    buf_byte(out, '\n');
  }
  if (hidden) buf_printf(out, "  %zu less alike, not shown on the page\n", hidden);
}

/* A key's parts, which the record separates by \x1f, with blanks between them. */
static void show_key(Buf *out, Str key) {
  Buf b = { 0 };
  while (key.n && key.p[key.n - 1] == '\x1f') key.n--;
  for (size_t i = 0; i < key.n; i++) {
    if (key.p[i] == '\x1f')
      buf_c(&b, " > ");
    else
      buf_byte(&b, key.p[i]);
  }
  show(out, buf_view(&b));
  buf_free(&b);
}

static void text_reads(Buf *out, const Value *reads, bool all) {
  size_t count = value_count(reads);
  buf_printf(out, "\nREADS %zu%s\n", count, all ? "" : " (--reads shows them)");
  for (size_t i = 0; i < count;) {
    Str kind = value_strc(value_at(reads, i), "kind");
    size_t end = i;
    while (end < count && str_eq(value_strc(value_at(reads, end), "kind"), kind)) end++;
    buf_c(out, "  ");
    cell(out, kind, SLOT);
    buf_printf(out, "%zu\n", end - i);
    for (; all && i < end; i++) {
      buf_c(out, "    ");
      show_key(out, value_strc(value_at(reads, i), "key"));
      buf_byte(out, '\n');
    }
    i = end;
  }
}

static void text_page(Cli *c, const Value *page) {
  Buf *out = &c->out;
  static const char *const names[] = { "url",    "kind",   "title", "language",
                                       "target", "source", "path" };
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    field(out, names[i], value_strc(page, names[i]));
  Str layout = value_strc(page, "layout"), file = value_strc(page, "layout_file");
  field(out, "layout",
        file.n && !str_eq(file, layout)
            ? arena_printf(&c->arena, "%.*s (%.*s)", STR(layout), STR(file))
            : layout);
  field(out, "made by", value_strc(page, "maker"));
  text_blocks(out, value_getc(page, "blocks"), &c->arena);
  text_slots(out, value_getc(page, "slots"), &c->arena);
  text_notices(out, page, &c->arena);
  text_related(out, value_getc(page, "related"));
  text_reads(out, value_getc(page, "reads"), c->options.reads);
}

/* -- JSON: the map as it is; of the reads the numbers, unless all are wanted -- */

static void json_page(Cli *c, const Value *page) {
  Arena *a = &c->arena;
  const Value *reads = value_getc(page, "reads");
  MapBuilder m = map_begin(a), counts = map_begin(a);
  mapb_putc(&m, "record", value_of_str(a, S("page")));
  for (size_t i = 0; i < value_count(page); i++) {
    const Field *f = &page->map.fields[i];
    if (!str_eqc(f->key, "reads")) mapb_put(&m, f->key, f->value);
  }
  for (size_t i = 0; i < value_count(reads);) {
    Str kind = value_strc(value_at(reads, i), "kind");
    int64_t n = 0;
    for (; i < value_count(reads) && str_eq(value_strc(value_at(reads, i), "kind"), kind); i++) n++;
    mapb_put(&counts, kind, value_of_int(a, n));
  }
  mapb_putc(&m, "read_counts", map_end(&counts, (Span){ 0 }));
  if (c->options.reads) mapb_putc(&m, "reads", reads);
  json_write(&c->out, map_end(&m, (Span){ 0 }), false);
  buf_byte(&c->out, '\n');
}

/* -- the command -- */

static bool unknown(Cli *c, const Site *site, Str what) {
  const BuildResult *r = &site->result;
  Str why = build_no_page(r, what, &c->arena);
  if (why.n) {
    usage_error(&c->diags, P_USAGE_PAGE, NULL, "'%.*s' is no page: %.*s", STR(what), STR(why));
    return false;
  }
  Diag *d = usage_error(&c->diags, P_USAGE_PAGE, NULL, "the site has no page '%.*s'", STR(what));
  const Str *urls;
  size_t pages = build_addresses(r, &urls), rows = build_rows(r, NULL, 0);
  Str *names = ARENA_ARRAY(&c->arena, pages + rows + 1, Str);
  BuildRow *list = ARENA_ARRAY(&c->arena, rows + 1, BuildRow);
  build_rows(r, list, rows);
  for (size_t i = 0; i < pages; i++) names[i] = urls[i];
  for (size_t i = 0; i < rows; i++) names[pages + i] = list[i].path;
  Str near = str_nearest(what, names, pages + rows);
  if (near.n)
    diag_help(&c->diags, d, "did you mean '%.*s'?", STR(near));
  else if (!site->how.worktree && !repo_bare(site->repo))
    diag_help(&c->diags, d, "--worktree looks at what is not committed yet");
  return false;
}

/* No path and no address: the article it may be by the name of its file, its id or title. The
 * site is made again for its page. */
static bool by_name(Cli *c, Site *site, const SiteHow *how, Str what) {
  const BuildResult *r = &site->result;
  size_t count = build_rows(r, NULL, 0);
  BuildRow *rows = ARENA_ARRAY(&c->arena, count + 1, BuildRow);
  build_rows(r, rows, count);
  Str path = S("");
  if (str_starts(what, S("/")) || build_no_page(r, what, &c->arena).n ||
      !find_article_any(c, rows, count, what))
    return unknown(c, site, what);
  if (!find_article(&path, c, rows, count, what)) return false;
  site_close(site);
  *site = (Site){ 0 };
  Diags again = { 0 }; /* what it says has been said */
  bool ok = site_open(site, how, &again) && site_settings(site, &again);
  site->how.inspect = path;
  ok = ok && site_build(site, BUILD_PLAN, &again);
  if (!ok) diags_append(&c->diags, &again);
  diags_free(&again);
  return ok && (site->result.inspected || unknown(c, site, path));
}

static bool explain(Cli *c, Site *site) {
  const SiteHow how = site_how(c);
  Str given = c->options.args[0];
  if (!site_open(site, &how, &c->diags) || !site_settings(site, &c->diags)) return false;
  /* A file of the folder we are in; else from the root, or an address. */
  Str prefix = repo_prefix(site->repo);
  if (given.n && given.p[0] != '/' && prefix.n && access(given.p, F_OK) == 0)
    given = select_path(&c->arena, prefix, given);
  else if (str_starts(given, S("./")))
    given = str_sub(given, 2, given.n);
  site->how.inspect = given;
  if (!site_build(site, BUILD_PLAN, &c->diags)) return false;
  if (!site->result.inspected && !by_name(c, site, &how, given)) return false;
  if (c->json)
    json_page(c, site->result.inspected);
  else
    text_page(c, site->result.inspected);
  return true;
}

bool command_explain(Cli *c) {
  Site site = { 0 };
  const Options *o = &c->options;
  if (o->worktree && o->source.n) {
    usage_error(&c->diags, P_USAGE, "leave one of them out",
                "--worktree and --source both say what to read");
    return false;
  }
  bool ok = explain(c, &site);
  site_close(&site);
  return ok;
}
