/* notices.c -- `publish notices`: which notice each article has, and why.
 *
 * Everything comes from the facts of the plugin disclaimer, `chosen` and `missing`: what
 * the build went by is what is told. Nothing is rendered. */
#include "cli/commands.h"
#include "cli/notice_why.h"
#include "cli/report.h"
#include "cli/select.h"
#include "cli/site.h"
#include "cli/table.h"
#include "data/json.h"

typedef struct {
  Cli *c;
  Site site;
  Select select;
  BuildRow *rows;
  size_t count;
  size_t shown, with, without, lacking;
  size_t width; /* of the column of notices */
} Notices;

static bool sensible(Cli *c) {
  const Options *o = &c->options;
  const char *what = NULL;
  if (o->worktree && o->source.n) what = "--worktree and --source both say what to read";
  if (o->as_of.n && o->untrusted.n) what = "--as-of and --untrusted both say which commits to read";
  if (o->as_of.n && o->worktree) what = "--as-of and --worktree both say what to read";
  if (o->as_of.n && o->at.n) what = "--as-of and --at both say of which time";
  if (what) usage_error(&c->diags, P_USAGE, "leave one of them out", "%s", what);
  return !what;
}

static const Value *chosen_of(const BuildRow *row) {
  return value_path(row->facts, "disclaimer.chosen");
}

static const Value *missing_of(const BuildRow *row) {
  return value_path(row->facts, "disclaimer.missing");
}

/* -- JSON -- */

static void member(Buf *out, const char *name, const Value *v) {
  buf_printf(out, ",\"%s\":", name);
  if (v)
    json_write(out, v, false);
  else
    buf_c(out, "[]");
}

static void json_article(Notices *n, const BuildRow *row) {
  Buf *out = &n->c->out;
  static const char *const plain[] = { "url", "title", "date", "language" };
  json_open(out, "article");
  json_text(out, "path", row->path);
  for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
    const Value *v = value_getc(row->row, plain[i]);
    if (v) member(out, plain[i], v);
  }
  member(out, "notices", chosen_of(row));
  member(out, "missing", missing_of(row));
  json_close(out);
}

static void json_source(Notices *n) {
  Buf *out = &n->c->out;
  char hex[41];
  const Date at = { .seconds = n->site.result.at, .has_time = true };
  json_open(out, "source");
  if (n->site.has_source && !n->site.how.worktree) {
    oid_hex(hex, &n->site.source.id);
    json_text(out, "commit", str_c(hex));
  }
  json_text(out, "at", date_text(&n->c->arena, at));
  json_close(out);
}

static void json_summary(Notices *n) {
  Buf *out = &n->c->out;
  json_open(out, "summary");
  json_number(out, "articles", n->shown);
  json_number(out, "with", n->with);
  json_number(out, "without", n->without);
  json_number(out, "lacking", n->lacking);
  json_close(out);
}

/* -- text -- */

enum { NOTICE_LEAST = 8, NOTICE_MOST = 32, VERSION = 8, LANGUAGE = 8, INDENT = 12, LABEL = 9 };

static void line(const Notices *n, Str notice, Str version, Str language, Str path) {
  Buf *out = &n->c->out;
  show_cell(out, notice, n->width);
  buf_c(out, "  ");
  show_cell(out, version, VERSION);
  buf_c(out, "  ");
  show_cell(out, language, LANGUAGE);
  buf_c(out, "  ");
  show(out, path);
  buf_byte(out, '\n');
}

static void detail(Buf *out, const char *name, Str text) {
  if (!text.n) return;
  buf_printf(out, "%*s%-*s", INDENT, "", LABEL, name);
  show(out, text);
  buf_byte(out, '\n');
}

static void text_why(Buf *out, const Value *choice, Arena *a) {
  detail(out, "why", notice_why(choice, a));
}

static Str text_of(const Value *v, Arena *a) {
  return v && v->kind != VALUE_LIST && v->kind != VALUE_MAP ? value_str(v, a) : S("");
}

static void text_file(Buf *out, const Value *choice, Arena *a) {
  Buf b = { 0 };
  Str from = text_of(value_getc(choice, "from"), a),
      until = text_of(value_getc(choice, "until"), a);
  Str wanted = value_strc(choice, "wanted");
  buf_str(&b, value_strc(choice, "file"));
  if (from.n) buf_printf(&b, ", from %.*s", STR(from));
  if (until.n) buf_printf(&b, "%s until %.*s", from.n ? "" : ",", STR(until));
  if (wanted.n) buf_printf(&b, "; there is none in %.*s", STR(wanted));
  detail(out, "file", buf_view(&b));
  buf_free(&b);
}

static void text_article(Notices *n, const BuildRow *row) {
  Buf *out = &n->c->out;
  Arena a = { 0 };
  const Value *chosen = chosen_of(row), *missing = missing_of(row);
  bool details = !n->c->options.quiet;
  if (!value_count(chosen)) line(n, S("-"), S("-"), S("-"), row->path);
  for (size_t i = 0; i < value_count(chosen); i++) {
    const Value *choice = value_at(chosen, i);
    Str version = text_of(value_getc(choice, "version"), &a),
        language = value_strc(choice, "language");
    line(n, value_strc(choice, "id"), version.n ? version : S("-"), language.n ? language : S("-"),
         row->path);
    if (!details) continue;
    text_file(out, choice, &a);
    text_why(out, choice, &a);
    detail(out, "reason", value_strc(choice, "reason"));
    detail(out, "problem", value_strc(choice, "problem"));
  }
  for (size_t i = 0; details && i < value_count(missing); i++) {
    const Value *one = value_at(missing, i);
    detail(out, "lacks",
           arena_printf(&a, "%.*s, which %.*s requires", STR(value_strc(one, "field")),
                        STR(value_strc(one, "by"))));
  }
  arena_free(&a);
}

/* As wide as the longest id, within reason. */
static void measure(Notices *n) {
  n->width = NOTICE_LEAST;
  for (size_t i = 0; i < n->count; i++) {
    const Value *chosen = chosen_of(&n->rows[i]);
    for (size_t k = 0; k < value_count(chosen); k++) {
      size_t columns = show_columns(value_strc(value_at(chosen, k), "id"));
      if (columns > n->width) n->width = columns < NOTICE_MOST ? columns : NOTICE_MOST;
    }
  }
}

static void text_head(Notices *n) {
  Buf *out = &n->c->out;
  if (n->c->options.as_of.n) {
    char hex[41];
    const Date at = { .seconds = n->site.result.at, .has_time = true };
    oid_hex(hex, &n->site.source.id);
    buf_printf(out, "as of %.*s, from commit %.12s\n", STR(date_text(&n->c->arena, at)), hex);
  }
  line(n, S("NOTICE"), S("VERSION"), S("LANG"), S("PATH"));
}

static void text_summary(Notices *n) {
  Buf *out = &n->c->out;
  show_count(out, n->shown, "article");
  buf_printf(out, ": %zu with a notice, %zu without", n->with, n->without);
  if (n->lacking)
    buf_printf(out, ", %zu lack%s something required", n->lacking, n->lacking == 1 ? "s" : "");
  buf_byte(out, '\n');
}

/* -- the command -- */

static bool uses_plugin(const Notices *n) {
  size_t count;
  const Manifest *plugins = build_plugins(&n->site.result, &count);
  for (size_t i = 0; i < count; i++)
    if (str_eqc(plugins[i].name, "disclaimer")) return true;
  return false;
}

static bool load(Notices *n) {
  Cli *c = n->c;
  const Options *o = &c->options;
  const SiteHow how = site_how(c);
  if (!site_open(&n->site, &how, &c->diags)) return false;
  if (o->as_of.n && !site_go_back(&n->site, o->as_of, &c->diags)) return false;
  if (!site_settings(&n->site, &c->diags) || !site_build(&n->site, BUILD_PLAN, &c->diags))
    return false;
  n->count = build_rows(&n->site.result, NULL, 0);
  n->rows = ARENA_ARRAY(&c->arena, n->count, BuildRow);
  build_rows(&n->site.result, n->rows, n->count);
  if (!uses_plugin(n))
    diag_file(&c->diags, DIAG_WARNING, P_PLUGIN_UNKNOWN, S("publish.yaml"),
              "notices are what the plugin 'disclaimer' inserts",
              "the plugin 'disclaimer' is turned off: no article has a notice");
  return true;
}

static bool notices(Notices *n) {
  Cli *c = n->c;
  if (!load(n)) return false;
  select_begin(&n->select, c, n->site.repo);
  measure(n);
  if (c->json)
    json_source(n);
  else if (!c->options.quiet)
    text_head(n);
  for (size_t i = 0; i < n->count; i++) {
    const BuildRow *row = &n->rows[i];
    bool has = value_count(chosen_of(row)) > 0, lacks = value_count(missing_of(row)) > 0;
    if (!select_wants(&n->select, row->path)) continue;
    if (c->options.missing && has && !lacks) continue;
    n->shown++;
    n->with += has;
    n->without += !has;
    n->lacking += lacks;
    if (c->json)
      json_article(n, row);
    else
      text_article(n, row);
  }
  if (c->json)
    json_summary(n);
  else if (!c->options.quiet)
    text_summary(n);
  return select_end(&n->select, n->rows, n->count);
}

bool command_notices(Cli *c) {
  Notices n = { .c = c };
  bool ok = sensible(c) && notices(&n);
  site_close(&n.site);
  return ok;
}
