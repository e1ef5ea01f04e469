/* diff.c -- lines, their longest common subsequence, and hunks. */
#include "cli/diff.h"

#include "base/utf8.h"
#include "cli/table.h"
#include <stdlib.h>

enum { CONTEXT = 3 };
static const size_t CELLS = (size_t)4 << 20; /* of the table of lengths, at the most */

typedef struct {
  Str *items;
  size_t count;
} Lines;

static Lines lines_of(Arena *a, Str text) {
  Lines l = { 0 };
  size_t most = 1;
  for (size_t i = 0; i < text.n; i++) most += text.p[i] == '\n';
  l.items = ARENA_ARRAY(a, most, Str);
  while (text.n) {
    long end = str_chr(text, '\n');
    size_t n = end < 0 ? text.n : (size_t)end + 1;
    l.items[l.count++] = str_sub(text, 0, n);
    text = str_sub(text, n, text.n);
  }
  return l;
}

/* What becomes of both texts, one letter a line: ' ' kept, '-' removed, '+' added. */
static void compare(Buf *script, const Str *x, size_t n, const Str *y, size_t m) {
  size_t head = 0, tail = 0;
  while (head < n && head < m && str_eq(x[head], y[head])) head++;
  while (tail < n - head && tail < m - head && str_eq(x[n - 1 - tail], y[m - 1 - tail])) tail++;
  for (size_t i = 0; i < head; i++) buf_byte(script, ' ');
  x += head, y += head;
  size_t rows = n - head - tail, columns = m - head - tail, i = 0, k = 0;
  if (rows && columns && rows < CELLS / columns) {
    /* length[i][k]: of the longest common run of x[i..] and y[k..]. */
    size_t width = columns + 1;
    uint32_t *length = mem_calloc((rows + 1) * width, sizeof *length);
    for (size_t r = rows; r-- > 0;)
      for (size_t c = columns; c-- > 0;) {
        uint32_t down = length[(r + 1) * width + c], right = length[r * width + c + 1];
        length[r * width + c] = str_eq(x[r], y[c]) ? length[(r + 1) * width + c + 1] + 1
                                : down > right     ? down
                                                   : right;
      }
    while (i < rows && k < columns) {
      if (str_eq(x[i], y[k])) {
        buf_byte(script, ' ');
        i++, k++;
      } else if (length[(i + 1) * width + k] >= length[i * width + k + 1]) {
        buf_byte(script, '-');
        i++;
      } else {
        buf_byte(script, '+');
        k++;
      }
    }
    free(length);
  }
  for (; i < rows; i++) buf_byte(script, '-');
  for (; k < columns; k++) buf_byte(script, '+');
  for (size_t t = 0; t < tail; t++) buf_byte(script, ' ');
}

static void put_line(Buf *out, char mark, Str line) {
  bool ended = str_ends(line, S("\n"));
  buf_byte(out, mark);
  show_line(out, ended ? str_sub(line, 0, line.n - 1) : line); /* Lua may be indented by tabs */
  buf_c(out, ended ? "\n" : "\n\\ No newline at end of file\n");
}

static void put_range(Buf *out, size_t from, size_t count) {
  buf_printf(out, "%zu", count ? from + 1 : from);
  if (count != 1) buf_printf(out, ",%zu", count);
}

static void put_hunks(Buf *out, Str script, const Lines *x, const Lines *y) {
  size_t at = 0, i = 0, k = 0; /* of the script, of x, of y */
  while (at < script.n) {
    size_t next = at;
    while (next < script.n && script.p[next] == ' ') next++;
    if (next == script.n) break;
    size_t from = next - at > CONTEXT ? next - CONTEXT : at;
    i += from - at, k += from - at;
    /* To the end of the last change that is near enough to the one before. */
    size_t last = next, to;
    for (size_t s = next; s < script.n && s - last <= 2 * CONTEXT + 1; s++)
      if (script.p[s] != ' ') last = s;
    to = last + 1 + CONTEXT < script.n ? last + 1 + CONTEXT : script.n;
    size_t old = 0, new = 0;
    for (size_t s = from; s < to; s++) {
      old += script.p[s] != '+';
      new += script.p[s] != '-';
    }
    buf_c(out, "@@ -");
    put_range(out, i, old);
    buf_c(out, " +");
    put_range(out, k, new);
    buf_c(out, " @@\n");
    for (size_t s = from; s < to; s++) {
      put_line(out, script.p[s], script.p[s] == '+' ? y->items[k] : x->items[i]);
      i += script.p[s] != '+';
      k += script.p[s] != '-';
    }
    at = to;
  }
}

static bool is_text(Str s) {
  size_t i = 0;
  while (i < s.n) {
    uint32_t cp = utf8_next(s, &i);
    if (cp == UTF8_BAD || cp == 0) return false;
  }
  return true;
}

DiffCount diff_unified(Buf *out, Str old_name, Str new_name, Str old_text, Str new_text) {
  DiffCount count = { 0 };
  if (str_eq(old_text, new_text)) return count;
  buf_c(out, "--- ");
  show(out, old_name);
  buf_c(out, "\n+++ ");
  show(out, new_name);
  buf_byte(out, '\n');
  if (!is_text(old_text) || !is_text(new_text)) {
    buf_printf(out, "binary files differ: %zu and %zu bytes\n", old_text.n, new_text.n);
    return (DiffCount){ .added = 1, .removed = 1 };
  }
  Arena a = { 0 };
  Buf script = { 0 };
  Lines x = lines_of(&a, old_text), y = lines_of(&a, new_text);
  compare(&script, x.items, x.count, y.items, y.count);
  for (size_t i = 0; i < script.n; i++) {
    count.removed += script.p[i] == '-';
    count.added += script.p[i] == '+';
  }
  put_hunks(out, buf_view(&script), &x, &y);
  buf_free(&script);
  arena_free(&a);
  return count;
}
