/* wide.c -- conversion by hand: two loops, no error paths. */
#include "text/wide.h"

#include "base/utf8.h"

/* ICU counts in int32_t. Longer texts are cut; no article comes near. */
enum { WIDE_LIMIT = 1 << 30 };

Wide wide_of(Arena *a, Str s) {
  if (s.n > WIDE_LIMIT) s.n = WIDE_LIMIT;
  Wide w = { ARENA_ARRAY(a, s.n + 1, UChar), 0 };
  for (size_t i = 0; i < s.n;) {
    uint32_t c = utf8_next(s, &i);
    if (c == UTF8_BAD) c = 0xFFFD;
    if (c < 0x10000) {
      w.p[w.n++] = (UChar)c;
    } else {
      w.p[w.n++] = (UChar)U16_LEAD(c);
      w.p[w.n++] = (UChar)U16_TRAIL(c);
    }
  }
  return w;
}

Str wide_back(Arena *a, const UChar *p, int32_t n) {
  char *out = arena_alloc(a, (size_t)n * 3 + 1), *at = out;
  for (int32_t i = 0; i < n;) {
    uint32_t c = p[i++];
    if (U16_IS_LEAD(c) && i < n && U16_IS_TRAIL(p[i]))
      c = 0x10000 + ((c & 0x3FF) << 10) + (p[i++] & 0x3FFu);
    else if (U_IS_SURROGATE(c))
      c = 0xFFFD;
    at += utf8_put(at, c);
  }
  return str_n(out, (size_t)(at - out));
}

bool wide_name(char *out, size_t size, Str s) {
  if (s.n >= size) return false;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] <= ' ' || s.p[i] > '~') return false;
    out[i] = s.p[i];
  }
  out[s.n] = '\0';
  return true;
}

bool wide_ascii(Str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] >= 0x80) return false;
  return true;
}
