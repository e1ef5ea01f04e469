/* caret.c -- see caret.h. */
#include "doc/caret.h"

#include <stdint.h>

/* "&#94;", "&#x5E;" (with leading zeros) or "&Hat;" at the start? */
static bool is_caret_entity(Str s) {
  if (str_starts(s, S("&Hat;"))) return true;
  if (!str_starts(s, S("&#"))) return false;
  size_t i = 2;
  bool hex = i < s.n && (s.p[i] | 0x20) == 'x';
  i += hex;
  while (i < s.n && s.p[i] == '0') i++;
  Str rest = str_sub(s, i, s.n);
  if (!hex) return str_starts(rest, S("94;"));
  return rest.n >= 3 && rest.p[0] == '5' && (rest.p[1] | 0x20) == 'e' && rest.p[2] == ';';
}

/* Where the rest of the line has a bracket that closes; 0 when it has none. */
static size_t closing(Str text, size_t at) {
  for (; at < text.n && text.p[at] != '\n' && text.p[at] != '\r'; at++)
    if (text.p[at] == ']') return at;
  return 0;
}

/* Two control bytes that the text does not contain; false when there are none. */
static bool free_bytes(CaretMask *out, Str text) {
  bool used[0x20] = { false };
  for (size_t i = 0; i < text.n; i++)
    if ((unsigned char)text.p[i] < 0x20) used[(unsigned char)text.p[i]] = true;
  for (int c = 1; c < 0x20 && !out->bracket; c++) {
    if (used[c] || (c >= '\t' && c <= '\r')) continue;
    if (!out->caret)
      out->caret = (char)c;
    else
      out->bracket = (char)c;
  }
  return out->bracket != 0;
}

bool caret_mask(CaretMask *out, Arena *a, Str text, Str *masked) {
  *out = (CaretMask){ 0, 0 };
  char *p = NULL;
  bool open = false; /* no ']' is left in this line */
  size_t close = 0;  /* the last one found */
  for (size_t i = 0; i + 1 < text.n; i++) {
    if (text.p[i] == '\n' || text.p[i] == '\r') open = false;
    if (text.p[i] != '[') continue;
    bool entity = text.p[i + 1] == '&' && is_caret_entity(str_sub(text, i + 1, text.n));
    if (!entity) {
      if (text.p[i + 1] != '^') continue;
      if (!open && close <= i) close = closing(text, i + 2);
      open = open || close <= i;
      if (!open) continue;
    }
    if (!p) {
      if (!free_bytes(out, text)) return false;
      p = arena_dup(a, text.p, text.n);
      *masked = str_n(p, text.n);
    }
    if (entity)
      p[i] = out->bracket;
    else
      p[i + 1] = out->caret;
  }
  return true;
}

void caret_unmask(const CaretMask *m, char *p, size_t n) {
  if (!m->caret) return;
  for (size_t i = 0; i < n; i++) {
    if (p[i] == m->caret) p[i] = '^';
    if (p[i] == m->bracket) p[i] = '[';
  }
}
