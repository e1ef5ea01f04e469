/* table.c -- columns, and bytes of strangers made harmless. */
#include "cli/table.h"

#include "base/diag.h"
#include "base/utf8.h"

/* Marks that sit on the character before them (the common blocks). */
static bool combining(uint32_t cp) {
  return (cp >= 0x300 && cp <= 0x36F) || (cp >= 0x1AB0 && cp <= 0x1AFF) ||
         (cp >= 0x1DC0 && cp <= 0x1DFF) || (cp >= 0x20D0 && cp <= 0x20FF) ||
         (cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0xFE20 && cp <= 0xFE2F) || cp == 0x3099 ||
         cp == 0x309A;
}

/* Invisible or direction-changing: never sent to a terminal. */
static bool hidden(uint32_t cp) {
  return cp < 0x20 || cp == 0x7F || (cp >= 0x80 && cp < 0xA0) || cp == 0x61C ||
         (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x2028 && cp <= 0x202E) ||
         (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF || (cp >= 0xE0000 && cp <= 0xE0FFF);
}

/* One character, made visible; returns its columns. */
static size_t one(Buf *out, Str s, size_t *i) {
  size_t start = *i, before = out->n;
  uint32_t cp = utf8_next(s, i);
  if (cp == UTF8_BAD) {
    buf_printf(out, "\\x%02X", (unsigned)(unsigned char)s.p[start]);
  } else if (hidden(cp) || (cp == '[' && command_bracket(s, start))) {
    buf_printf(out, cp < 0x80 ? "\\x%02X" : "\\u{%X}", (unsigned)cp);
  } else {
    buf_str(out, str_sub(s, start, *i));
    return combining(cp) ? 0 : utf8_wide(cp) ? 2 : 1;
  }
  return out->n - before;
}

/* Blanks that are shown as they are, and that a CI system skips at the start of a line. */
static bool blank(uint32_t cp) {
  return cp == ' ' || cp == '\t' || cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) ||
         cp == 0x202F || cp == 0x205F || cp == 0x3000;
}

/* Are there only blanks since the last line ended? */
static bool line_begins(const Buf *out) {
  size_t n = out->n;
  while (n && out->p[n - 1] != '\n') {
    size_t start = n - 1, i;
    while (start && n - start < 4 && (out->p[start] & 0xC0) == 0x80) start--;
    i = start;
    if (!blank(utf8_next(str_n(out->p, n), &i)) || i != n) return false;
    n = start;
  }
  return true;
}

/* "::error" and the like are commands to GitHub where a line begins: where its first colon
 * is in `s`, which comes next; -1 = nothing of that kind. */
static long command_colon(const Buf *out, Str s) {
  size_t i = 0, at = 0;
  while (i < s.n && blank(utf8_next(s, &i))) at = i;
  bool colons = at < s.n && s.p[at] == ':' && (at + 1 == s.n || s.p[at + 1] == ':');
  return colons && line_begins(out) ? (long)at : -1;
}

void show(Buf *out, Str s) {
  long colon = command_colon(out, s);
  for (size_t i = 0; i < s.n;) {
    if (colon >= 0 && i == (size_t)colon) {
      buf_c(out, "\\x3A");
      i++;
    } else {
      one(out, s, &i);
    }
  }
}

void show_line(Buf *out, Str s) {
  Str part;
  for (bool first = true; str_split(&s, '\t', &part); first = false) {
    if (!first) buf_byte(out, '\t');
    show(out, part);
  }
}

size_t show_columns(Str s) {
  Buf scratch = { 0 };
  size_t columns = 0;
  for (size_t i = 0; i < s.n; buf_clear(&scratch)) columns += one(&scratch, s, &i);
  buf_free(&scratch);
  return columns;
}

void show_cell(Buf *out, Str s, size_t columns) {
  long colon = command_colon(out, s);
  if (colon >= 0) {
    Buf safe = { 0 };
    buf_printf(&safe, "%.*s\\x3A%.*s", STR(str_sub(s, 0, (size_t)colon)),
               STR(str_sub(s, (size_t)colon + 1, s.n)));
    show_cell(out, buf_view(&safe), columns);
    buf_free(&safe);
    return;
  }
  bool cut = show_columns(s) > columns;
  size_t room = cut && columns ? columns - 1 : columns, used = 0;
  Buf piece = { 0 };
  for (size_t i = 0; i < s.n; buf_clear(&piece)) {
    size_t width = one(&piece, s, &i);
    if (used + width > room) break;
    buf_str(out, buf_view(&piece));
    used += width;
  }
  if (cut && columns) {
    buf_c(out, "\xE2\x80\xA6");
    used++;
  }
  for (; used < columns; used++) buf_byte(out, ' ');
  buf_free(&piece);
}

void show_wrapped(Buf *out, Str text, size_t indent) {
  enum { WIDTH = 79 };
  Str paragraph, word;
  while (str_split(&text, '\n', &paragraph)) {
    size_t column = 0;
    while (str_split(&paragraph, ' ', &word)) {
      if (!word.n) continue;
      size_t n = show_columns(word);
      if (column && column + 1 + n > WIDTH) {
        buf_byte(out, '\n');
        column = 0;
      }
      if (!column) {
        for (size_t i = 0; i < indent; i++) buf_byte(out, ' ');
        column = indent;
      } else {
        buf_byte(out, ' ');
        column++;
      }
      show(out, word);
      column += n;
    }
    buf_byte(out, '\n');
  }
}

void show_bytes(Buf *out, uint64_t bytes) {
  static const char *const units[] = { "kB", "MB", "GB", "TB" };
  if (bytes < 1000) {
    buf_printf(out, "%u byte%s", (unsigned)bytes, bytes == 1 ? "" : "s");
    return;
  }
  size_t unit = 0;
  double n = (double)bytes / 1000;
  for (; n >= 999.95 && unit < 3; unit++) n /= 1000;
  buf_printf(out, "%.1f %s", n, units[unit]);
}

void show_count(Buf *out, size_t n, const char *noun) {
  buf_printf(out, "%zu %s%s", n, noun, n == 1 ? "" : "s");
}
