/* list.c -- `publish list`: the catalog, as a table or as JSON. */
#include "cli/commands.h"
#include "cli/report.h"
#include "cli/select.h"
#include "cli/site.h"
#include "cli/table.h"
#include "data/date.h"
#include "data/json.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { RELATED_MAX = 10, WIDTH_DEFAULT = 100, WIDTH_LEAST = 60 };

typedef struct {
  Cli *c;
  Site site;
  BuildRow *rows;
  size_t count;
  Select select;
  size_t width, title, path;
} List;

/* -- what is known about one -- */

static const Value *tags_of(const BuildRow *row) {
  const Value *found = value_path(row->facts, "tags.list");
  return found ? found : value_getc(row->row, "tags");
}

static size_t related_of(const List *l, size_t index, Similar *out, Arena *a) {
  return world_similar(build_world(&l->site.result), NULL, a, S("related"), (uint32_t)index + 1,
                       out, RELATED_MAX);
}

/* 32 fractional bits as "0.4321". */
static Str score_text(Arena *a, int64_t score) {
  uint64_t n = score < 0 ? 0 : (uint64_t)score;
  uint64_t rest = ((n & 0xFFFFFFFFu) * 10000u) >> 32;
  return arena_printf(a, "%llu.%04u", (unsigned long long)(n >> 32), (unsigned)rest);
}

static void member(Buf *out, const char *name, const Value *v) {
  buf_printf(out, ",\"%s\":", name);
  json_write(out, v, false);
}

static void json_article(List *l, size_t index) {
  const BuildRow *row = &l->rows[index];
  Buf *out = &l->c->out;
  Arena a = { 0 };
  static const char *const plain[] = { "url", "title", "date", "language" };
  buf_c(out, "{\"path\":\"");
  json_escape(out, row->path);
  buf_byte(out, '"');
  for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
    member(out, plain[i], value_getc(row->row, plain[i]));
  buf_c(out, ",\"tags\":[");
  const Value *tags = tags_of(row);
  for (size_t i = 0; i < value_count(tags); i++) {
    const Value *tag = value_at(tags, i);
    bool record = tag->kind == VALUE_MAP;
    buf_printf(out, "%s{\"name\":", i ? "," : "");
    json_write(out, record ? value_getc(tag, "name") : tag, false);
    buf_c(out, ",\"origin\":");
    if (record)
      json_write(out, value_getc(tag, "origin"), false);
    else
      buf_c(out, "\"author\"");
    if (record && value_getc(tag, "score")) member(out, "score", value_getc(tag, "score"));
    buf_byte(out, '}');
  }
  buf_c(out, "],\"related\":[");
  Similar related[RELATED_MAX];
  size_t n = related_of(l, index, related, &a);
  for (size_t i = 0; i < n; i++) {
    buf_printf(out, "%s{\"path\":\"", i ? "," : "");
    json_escape(out, l->rows[related[i].article - 1].path);
    buf_printf(out, "\",\"score\":%s}", score_text(&a, related[i].score).p);
  }
  buf_c(out, "]");
  ListBuilder none = list_begin(&a);
  const Value *notices = value_path(row->facts, "disclaimer.notices");
  member(out, "notices", notices ? notices : list_end(&none, (Span){ 0 }));
  member(out, "words", value_getc(row->row, "words"));
  if (value_bool(value_getc(row->row, "draft"), false)) buf_c(out, ",\"draft\":true");
  buf_c(out, "}\n");
  arena_free(&a);
}

/* -- the table -- */

static Str number_text(const Value *v, Arena *a) {
  if (v && v->kind == VALUE_FLOAT) return arena_printf(a, "%.2f", v->number);
  return value_str(v, a);
}

static void detail(Buf *out, const char *name, Str text) {
  if (!text.n) return;
  buf_printf(out, "%12s%-9s", "", name);
  show(out, text);
  buf_byte(out, '\n');
}

static void text_details(List *l, size_t index, Arena *a) {
  const BuildRow *row = &l->rows[index];
  Buf *out = &l->c->out, line = { 0 };
  detail(out, "url", value_strc(row->row, "url"));
  const Value *tags = tags_of(row);
  for (size_t i = 0; i < value_count(tags); i++) {
    const Value *tag = value_at(tags, i);
    bool record = tag->kind == VALUE_MAP;
    buf_c(&line, i ? ", " : "");
    buf_str(&line, record ? value_strc(tag, "name") : value_str(tag, a));
    if (record && !str_eqc(value_strc(tag, "origin"), "author")) {
      Str score = number_text(value_getc(tag, "score"), a);
      buf_printf(&line, " (%.*s %.*s)", STR(value_strc(tag, "origin")), STR(score));
    }
  }
  detail(out, "tags", buf_view(&line));
  Similar related[RELATED_MAX];
  size_t n = related_of(l, index, related, a);
  for (size_t i = 0; i < n; i++) {
    Str score = score_text(a, related[i].score);
    buf_clear(&line);
    buf_printf(&line, "%.*s ", STR(str_sub(score, 0, score.n - 2)));
    buf_str(&line, l->rows[related[i].article - 1].path);
    detail(out, i ? "" : "related", buf_view(&line));
  }
  buf_clear(&line);
  const Value *notices = value_path(row->facts, "disclaimer.notices");
  for (size_t i = 0; i < value_count(notices); i++) {
    buf_c(&line, i ? ", " : "");
    buf_str(&line, value_str(value_at(notices, i), a));
  }
  detail(out, "notices", buf_view(&line));
  buf_free(&line);
}

static Str day_of(const Value *v, Arena *a) {
  if (!v || v->kind != VALUE_DATE) return S("-");
  Str text = date_text(a, v->date);
  long t = str_chr(text, 'T');
  return t < 0 ? text : str_sub(text, 0, (size_t)t);
}

static void text_line(List *l, Str date, Str language, Str words, Str title, Str path) {
  Buf *out = &l->c->out;
  show_cell(out, date, 10);
  buf_c(out, "  ");
  show_cell(out, language, 7);
  buf_printf(out, " %6.*s  ", STR(words));
  show_cell(out, title, l->title);
  buf_c(out, "  ");
  show(out, path);
  buf_byte(out, '\n');
}

static void text_article(List *l, size_t index) {
  const BuildRow *row = &l->rows[index];
  Arena a = { 0 };
  text_line(l, day_of(value_getc(row->row, "date"), &a), value_strc(row->row, "language"),
            value_str(value_getc(row->row, "words"), &a), value_strc(row->row, "title"), row->path);
  if (!l->c->options.quiet) text_details(l, index, &a);
  arena_free(&a);
}

/* What date, language, words and gaps leave is shared by title and path. */
static void measure(List *l) {
  struct winsize size;
  l->width = WIDTH_DEFAULT;
  if (l->c->out_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
    l->width = size.ws_col < WIDTH_LEAST ? WIDTH_LEAST : size.ws_col;
  size_t longest = 5, path = 4;
  for (size_t i = 0; i < l->count; i++) {
    size_t title = show_columns(value_strc(l->rows[i].row, "title"));
    size_t columns = show_columns(l->rows[i].path);
    if (title > longest) longest = title;
    if (columns > path) path = columns;
  }
  size_t room = l->width - 30;
  l->title = path + 20 < room ? room - path : 20;
  if (longest < l->title) l->title = longest;
}

static bool list(List *l) {
  Cli *c = l->c;
  const Options *o = &c->options;
  const SiteHow how = site_how(c);
  if (!site_open(&l->site, &how, &c->diags) || !site_settings(&l->site, &c->diags) ||
      !site_build(&l->site, BUILD_PLAN, &c->diags))
    return false;
  l->count = build_rows(&l->site.result, NULL, 0);
  l->rows = ARENA_ARRAY(&c->arena, l->count, BuildRow);
  build_rows(&l->site.result, l->rows, l->count);
  select_begin(&l->select, c, l->site.repo);
  measure(l);
  if (!c->json && !o->quiet) text_line(l, S("DATE"), S("LANG"), S("WORDS"), S("TITLE"), S("PATH"));
  for (size_t i = 0; i < l->count; i++) {
    if (!select_wants(&l->select, l->rows[i].path)) continue;
    if (c->json)
      json_article(l, i);
    else
      text_article(l, i);
  }
  return select_end(&l->select, l->rows, l->count);
}

bool command_list_articles(Cli *c) {
  List l = { .c = c };
  if (c->options.worktree && c->options.source.n) {
    usage_error(&c->diags, P_USAGE, "leave one of them out",
                "--worktree and --source both say what to read");
    return false;
  }
  bool ok = list(&l);
  site_close(&l.site);
  return ok;
}
