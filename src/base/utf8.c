/* utf8.c -- RFC 3629 decoding with every ill-formed sequence refused. */
#include "base/utf8.h"

uint32_t utf8_next(Str s, size_t *i) {
  const unsigned char *p = (const unsigned char *)s.p + *i;
  size_t left = s.n - *i;
  uint32_t c = p[0];
  (*i)++;
  if (c < 0x80) return c;
  size_t more = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : 1;
  if (c < 0xC2 || c > 0xF4 || left <= more) return UTF8_BAD;
  /* Bounds of the second byte keep out overlong forms, surrogates and > 10FFFF. */
  unsigned char low = 0x80, high = 0xBF;
  if (c == 0xE0)
    low = 0xA0;
  else if (c == 0xED)
    high = 0x9F;
  else if (c == 0xF0)
    low = 0x90;
  else if (c == 0xF4)
    high = 0x8F;
  if (p[1] < low || p[1] > high) return UTF8_BAD;
  uint32_t cp = c & (0x3Fu >> more);
  for (size_t k = 1; k <= more; k++) {
    if ((p[k] & 0xC0) != 0x80) return UTF8_BAD;
    cp = cp << 6 | (p[k] & 0x3Fu);
  }
  *i += more;
  return cp;
}

uint32_t utf8_prev(Str s, size_t *i) {
  size_t end = *i;
  for (size_t back = 1; back <= 4 && back <= end; back++) {
    size_t at = end - back;
    if (((unsigned char)s.p[at] & 0xC0) == 0x80) continue;
    uint32_t cp = utf8_next(str_sub(s, 0, end), &at);
    if (cp == UTF8_BAD || at != end) break;
    *i = end - back;
    return cp;
  }
  *i = end - 1;
  return UTF8_BAD;
}

size_t utf8_put(char out[4], uint32_t cp) {
  if (cp < 0x80) {
    out[0] = (char)cp;
    return 1;
  }
  if (cp < 0x800) {
    out[0] = (char)(0xC0 | cp >> 6);
    out[1] = (char)(0x80 | (cp & 0x3F));
    return 2;
  }
  if (cp < 0x10000) {
    out[0] = (char)(0xE0 | cp >> 12);
    out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[2] = (char)(0x80 | (cp & 0x3F));
    return 3;
  }
  out[0] = (char)(0xF0 | cp >> 18);
  out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
  out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
  out[3] = (char)(0x80 | (cp & 0x3F));
  return 4;
}

size_t utf8_check(Str s) {
  for (size_t i = 0; i < s.n;) {
    if ((unsigned char)s.p[i] < 0x80) {
      i++;
      continue;
    }
    size_t at = i;
    if (utf8_next(s, &i) == UTF8_BAD) return at;
  }
  return s.n;
}

size_t utf8_count(Str s) {
  size_t n = 0;
  for (size_t i = 0; i < s.n; n++) utf8_next(s, &i);
  return n;
}

bool utf8_wide(uint32_t cp) {
  static const uint32_t ranges[][2] = {
    { 0x1100, 0x115F },   { 0x231A, 0x231B },   { 0x2329, 0x232A },   { 0x23E9, 0x23EC },
    { 0x25FD, 0x25FE },   { 0x2614, 0x2615 },   { 0x26F2, 0x26F5 },   { 0x2705, 0x2705 },
    { 0x270A, 0x270B },   { 0x2728, 0x2728 },   { 0x2753, 0x2755 },   { 0x2795, 0x2797 },
    { 0x2E80, 0x303E },   { 0x3041, 0x33FF },   { 0x3400, 0x4DBF },   { 0x4E00, 0xA4CF },
    { 0xA960, 0xA97F },   { 0xAC00, 0xD7A3 },   { 0xF900, 0xFAFF },   { 0xFE10, 0xFE19 },
    { 0xFE30, 0xFE6F },   { 0xFF01, 0xFF60 },   { 0xFFE0, 0xFFE6 },   { 0x16FE0, 0x18CFF },
    { 0x1AFF0, 0x1B2FF }, { 0x1F004, 0x1F004 }, { 0x1F0CF, 0x1F0CF }, { 0x1F18E, 0x1F18E },
    { 0x1F191, 0x1F19A }, { 0x1F200, 0x1F265 }, { 0x1F300, 0x1F320 }, { 0x1F32D, 0x1F64F },
    { 0x1F680, 0x1F6C5 }, { 0x1F6CC, 0x1F6D2 }, { 0x1F6D5, 0x1F6DF }, { 0x1F6EB, 0x1F6FC },
    { 0x1F7E0, 0x1F7F0 }, { 0x1F90C, 0x1F9FF }, { 0x1FA70, 0x1FAFF }, { 0x20000, 0x3FFFD },
  };
  if (cp < 0x1100 || cp == UTF8_BAD) return false;
  size_t low = 0, high = sizeof ranges / sizeof ranges[0];
  while (low < high) {
    size_t mid = (low + high) / 2;
    if (cp > ranges[mid][1])
      low = mid + 1;
    else if (cp < ranges[mid][0])
      high = mid;
    else
      return true;
  }
  return false;
}
