/* places.c -- a table of lines, and one of characters at every 512th byte. */
#include "doc/places.h"

static bool line_end(char c) {
  return c == '\n' || c == '\r';
}

static size_t line_past(Str s, size_t at) {
  while (at < s.n && !line_end(s.p[at])) at++;
  if (at + 1 < s.n && s.p[at] == '\r' && s.p[at + 1] == '\n') return at + 2;
  return at < s.n ? at + 1 : at;
}

static bool begins(char c) { /* a character, not the rest of one */
  return ((unsigned char)c & 0xC0) != 0x80;
}

void places_init(Places *p, Arena *a, Str text) {
  *p = (Places){ .text = text };
  size_t count = 1;
  for (size_t i = 0; i < text.n; count++) i = line_past(text, i);
  p->lines = ARENA_ARRAY(a, count + 1, size_t);
  for (size_t at = 0; p->line_count < count; at = line_past(text, at))
    p->lines[p->line_count++] = at;
  p->chars = ARENA_ARRAY(a, text.n / PLACES_STEP + 1, uint32_t);
  uint32_t seen = 0;
  for (size_t i = 0; i < text.n; i++) {
    if (i % PLACES_STEP == 0) p->chars[i / PLACES_STEP] = seen;
    seen += begins(text.p[i]);
  }
  if (text.n % PLACES_STEP == 0) p->chars[text.n / PLACES_STEP] = seen;
}

size_t places_line(const Places *p, size_t offset) {
  size_t low = 0, high = p->line_count;
  while (high - low > 1) {
    size_t mid = (low + high) / 2;
    if (p->lines[mid] <= offset)
      low = mid;
    else
      high = mid;
  }
  return low;
}

Str places_text(const Places *p, size_t line) {
  if (line >= p->line_count) return S("");
  size_t end = line + 1 < p->line_count ? p->lines[line + 1] : p->text.n;
  while (end > p->lines[line] && line_end(p->text.p[end - 1])) end--;
  return str_sub(p->text, p->lines[line], end);
}

static uint32_t characters(const Places *p, size_t offset) {
  uint32_t n = p->chars[offset / PLACES_STEP];
  for (size_t i = offset / PLACES_STEP * PLACES_STEP; i < offset; i++) n += begins(p->text.p[i]);
  return n;
}

void places_put(const Places *p, Node *n, size_t offset, size_t length, bool exact) {
  if (offset > p->text.n) offset = p->text.n;
  if (length > p->text.n - offset) length = p->text.n - offset;
  size_t line = places_line(p, offset);
  n->offset = offset;
  n->length = length;
  n->line = (uint32_t)line + 1;
  n->col = characters(p, offset) - characters(p, p->lines[line]) + 1;
  n->exact = exact;
}
