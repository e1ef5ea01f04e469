/* report_github.c -- annotations and the job summary. */
#include "cli/report_github.h"

#include "cli/table.h"

#include <stdlib.h>

static const char *const levels[] = { "notice", "warning", "error" };

/* -- annotations -- */

/* The runner undoes this: %, CR and LF in messages, ':' and ',' in properties too. */
static void escaped(Buf *out, Str s, bool property) {
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ',')))
      buf_printf(out, "%%%02X", (unsigned)c);
    else
      buf_byte(out, c);
  }
}

static void part(Buf *out, Str s, bool property) {
  Buf seen = { 0 };
  diag_visible(&seen, s);
  escaped(out, buf_view(&seen), property);
  buf_free(&seen);
}

static void annotation(Buf *out, const Diag *r) {
  const CodeInfo *info = code_info(r->code);
  buf_printf(out, "::%s ", levels[r->severity]);
  if (r->file.n) {
    buf_c(out, "file=");
    part(out, r->file, true);
    buf_byte(out, ',');
    if (r->line) buf_printf(out, "line=%u,endLine=%u,", (unsigned)r->line, (unsigned)r->line);
    if (r->line && r->col)
      buf_printf(out, "col=%u,endColumn=%u,", (unsigned)r->col, (unsigned)(r->col + r->length));
  }
  buf_c(out, "title=");
  if (r->code) buf_printf(out, "P%04u", (unsigned)r->code);
  if (r->code && info) buf_byte(out, ' ');
  if (info) escaped(out, str_c(info->title), true);
  buf_c(out, "::");
  if (r->plugin.n) {
    buf_byte(out, '[');
    part(out, r->plugin, false);
    buf_c(out, "] ");
  }
  part(out, r->message, false);
  if (r->article.n && !str_eq(r->article, r->file)) {
    buf_c(out, " (in ");
    part(out, r->article, false);
    if (r->more) buf_printf(out, " and %u more", (unsigned)r->more);
    buf_byte(out, ')');
  }
  if (r->help.n) {
    buf_c(out, "%0A");
    part(out, r->help, false);
  }
  buf_byte(out, '\n');
}

/* When a finding has its turn: its place among those of its rule. */
typedef struct {
  const Diag *item;
  size_t group, turn, index;
} Turn;

static int by_turn(const void *pa, const void *pb) {
  const Turn *a = pa, *b = pb;
  if (a->item->severity != b->item->severity) return a->item->severity > b->item->severity ? -1 : 1;
  if (a->turn != b->turn) return a->turn < b->turn ? -1 : 1;
  if (a->group != b->group) return a->group < b->group ? -1 : 1;
  return a->index < b->index ? -1 : a->index > b->index;
}

void github_annotations(Buf *out, const Diags *d) {
  if (!d->count) return;
  Arena a = { 0 };
  DiagGroups all;
  diags_group(&all, d, &a);
  Turn *turns = ARENA_ARRAY(&a, d->count, Turn);
  size_t *shown = ARENA_ARRAY(&a, all.count, size_t), *rest = ARENA_ARRAY(&a, all.count, size_t);
  for (size_t i = 0; i < d->count; i++) {
    size_t g = all.of[i];
    size_t turn = all.shown[i] ? shown[g]++ : all.items[g].shown + rest[g]++;
    turns[i] = (Turn){ &d->items[i], g, turn, i };
  }
  qsort(turns, d->count, sizeof *turns, by_turn);
  buf_c(out, "::group::annotations\n");
  for (size_t i = 0; i < d->count; i++) annotation(out, turns[i].item);
  buf_c(out, "::endgroup::\n");
  arena_free(&a);
}

/* -- the job summary -- */

/* Text in Markdown: every sign that could be markup, in CommonMark or in what GitHub adds
 * to it (tables, mentions, addresses), as a reference. */
static void markdown(Buf *out, Str s) {
  Buf seen = { 0 };
  diag_visible(&seen, s);
  for (size_t i = 0; i < seen.n; i++) {
    unsigned char c = (unsigned char)seen.p[i];
    bool plain = c >= 0x80 || c == ' ' || c == '.' || c == '/' || c == '-' || c == ',' ||
                 (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (plain)
      buf_byte(out, (char)c);
    else
      buf_printf(out, "&#%u;", c);
  }
  buf_free(&seen);
}

static void rule_cell(Buf *out, const DiagGroup *g) {
  const CodeInfo *info = code_info(g->code);
  if (g->code) buf_printf(out, "P%04u", (unsigned)g->code);
  buf_c(out, " | ");
  if (g->rule.n)
    markdown(out, g->rule);
  else if (info)
    markdown(out, str_c(info->title));
  if (g->plugin.n) {
    buf_c(out, ", of ");
    markdown(out, g->plugin);
  }
}

static void finding_row(Buf *out, const Diag *r) {
  buf_c(out, "| ");
  if (r->file.n) {
    buf_c(out, "<code>");
    markdown(out, r->file);
    buf_c(out, "</code>");
    if (r->line) buf_printf(out, " line %u", (unsigned)r->line);
  }
  buf_c(out, " | ");
  markdown(out, r->message);
  if (r->help.n) {
    buf_c(out, "<br><sub>");
    markdown(out, r->help);
    buf_c(out, "</sub>");
  }
  buf_c(out, " |\n");
}

/* Findings are added as long as what has to come behind them still fits. */
typedef struct {
  Buf *out;
  size_t most; /* bytes that *out may have */
  size_t left; /* findings that were not told */
} Room;

enum { TAIL_ROOM = 200 };

static bool add(Room *room, const Buf *text) {
  if (room->out->n + text->n + TAIL_ROOM > room->most) return false;
  buf_str(room->out, buf_view(text));
  return true;
}

static void findings(Room *room, const Diags *d, const DiagGroups *all, size_t group) {
  const DiagGroup *g = &all->items[group];
  Buf text = { 0 };
  buf_printf(&text, "\n<details%s><summary>", g->severity == DIAG_ERROR ? " open" : "");
  show_count(&text, g->count, levels[g->severity]);
  buf_c(&text, ": ");
  Buf cell = { 0 };
  rule_cell(&cell, g);
  for (size_t i = 0; i < cell.n; i++) {
    if (cell.p[i] != '|') buf_byte(&text, cell.p[i]);
  }
  buf_free(&cell);
  buf_c(&text, "</summary>\n\n| where | what |\n|---|---|\n");
  bool open = add(room, &text);
  for (size_t i = 0; i < d->count; i++) {
    if (all->of[i] != group) continue;
    buf_clear(&text);
    finding_row(&text, &d->items[i]);
    if (!open || room->left || !add(room, &text)) room->left++;
  }
  if (open) buf_c(room->out, "\n</details>\n");
  buf_free(&text);
}

void github_summary(Buf *out, const Diags *d, Str title, Str text, size_t room_bytes) {
  Arena a = { 0 };
  DiagGroups all;
  diags_group(&all, d, &a);
  size_t begin = out->n;
  buf_c(out, "### ");
  markdown(out, title);
  buf_c(out, ": ");
  if (!d->errors && !d->warnings) buf_c(out, "nothing to mend");
  if (d->errors) show_count(out, d->errors, "error");
  if (d->errors && d->warnings) buf_c(out, ", ");
  if (d->warnings) show_count(out, d->warnings, "warning");
  buf_c(out, "\n\n");
  enum { TEXT_MOST = 8192 };
  if (text.n && text.n <= TEXT_MOST) {
    buf_c(out, "<pre>");
    Str line;
    while (str_split(&text, '\n', &line)) {
      markdown(out, line);
      if (text.n) buf_byte(out, '\n');
    }
    buf_c(out, "</pre>\n\n");
  }
  Room room = { out, begin + room_bytes, 0 };
  Buf row = { 0 };
  if (all.count) {
    buf_c(&row, "| | code | rule | findings | files |\n|---|---|---|--:|--:|\n");
    add(&room, &row);
  }
  for (size_t i = 0; i < all.count; i++) {
    const DiagGroup *g = &all.items[i];
    buf_clear(&row);
    buf_printf(&row, "| %s | ", levels[g->severity]);
    rule_cell(&row, g);
    buf_printf(&row, " | %zu | %zu |\n", g->count, g->files);
    add(&room, &row);
  }
  buf_free(&row);
  for (size_t i = 0; i < all.count; i++) findings(&room, d, &all, i);
  if (room.left) buf_printf(out, "\nand %zu more: there is no room for them here\n", room.left);
  /* Too little room for even a headline: nothing is better than half of it. */
  if (out->n > begin + room_bytes) out->n = begin;
  arena_free(&a);
}
