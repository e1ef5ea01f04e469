/* normal.c -- ICU's normalizers; all but NFKC_CF live in tables of the library. */
#include "text/normal.h"

#include "base/utf8.h"
#include "text/wide.h"
#include <unicode/unorm2.h>

/* Below U+0300 nothing combines, so such text is in NFC already. Lead bytes up
 * to 0xCB encode at most U+02FF. */
static bool plain(Str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] > 0xCB) return false;
  return true;
}

static Str normalize(Arena *a, Str s, const UNormalizer2 *by) {
  UErrorCode status = U_ZERO_ERROR;
  Arena scratch = { 0 };
  Wide w = wide_of(&scratch, s);
  int32_t cap = w.n + w.n / 2 + 32;
  UChar *out = ARENA_ARRAY(&scratch, (size_t)cap, UChar);
  int32_t n = unorm2_normalize(by, w.p, w.n, out, cap, &status);
  if (status == U_BUFFER_OVERFLOW_ERROR) {
    status = U_ZERO_ERROR;
    cap = n + 1;
    out = ARENA_ARRAY(&scratch, (size_t)cap, UChar);
    n = unorm2_normalize(by, w.p, w.n, out, cap, &status);
  }
  Str result = U_SUCCESS(status) ? wide_back(a, out, n) : s;
  arena_free(&scratch);
  return result;
}

bool normal_is_nfc(Str s) {
  if (utf8_check(s) != s.n) return false;
  if (plain(s)) return true;
  UErrorCode status = U_ZERO_ERROR;
  Arena scratch = { 0 };
  Wide w = wide_of(&scratch, s);
  bool yes = unorm2_isNormalized(unorm2_getNFCInstance(&status), w.p, w.n, &status);
  arena_free(&scratch);
  return U_SUCCESS(status) && yes;
}

Str normal_nfc(Arena *a, Str s) {
  if (normal_is_nfc(s)) return s;
  UErrorCode status = U_ZERO_ERROR;
  return normalize(a, s, unorm2_getNFCInstance(&status));
}

static bool has_upper(Str s) {
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] >= 'A' && s.p[i] <= 'Z') return true;
  return false;
}

static Str ascii_case(Arena *a, Str s, char from, char to) {
  char *out = arena_dup(a, s.p, s.n);
  for (size_t i = 0; i < s.n; i++)
    if (out[i] >= from && out[i] <= to) out[i] = (char)(out[i] ^ 0x20);
  return str_n(out, s.n);
}

Str normal_fold(Arena *a, Str s) {
  if (wide_ascii(s)) return has_upper(s) ? ascii_case(a, s, 'A', 'Z') : s;
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *by = unorm2_getNFKCCasefoldInstance(&status);
  return U_SUCCESS(status) ? normalize(a, s, by) : s;
}

Str tag_key(Arena *a, Str tag) {
  Str folded = normal_fold(a, tag);
  char *out = arena_alloc(a, folded.n + 1), *at = out;
  bool gap = false;
  for (size_t i = 0; i < folded.n;) {
    size_t start = i;
    uint32_t c = utf8_next(folded, &i);
    if (c != UTF8_BAD && (u_isUWhiteSpace((UChar32)c) || u_iscntrl((UChar32)c))) {
      gap = at > out;
      continue;
    }
    if (gap) *at++ = ' ';
    gap = false;
    memcpy(at, folded.p + start, i - start);
    at += i - start;
  }
  return str_n(out, (size_t)(at - out));
}

typedef int32_t (*CaseMap)(UChar *dest, int32_t cap, const UChar *src, int32_t n,
                           const char *locale, UErrorCode *status);

static Str map_case(Arena *a, Str s, CaseMap map) {
  UErrorCode status = U_ZERO_ERROR;
  Arena scratch = { 0 };
  Wide w = wide_of(&scratch, s);
  int32_t cap = w.n * 3 + 1; /* no case mapping is longer than three units */
  UChar *out = ARENA_ARRAY(&scratch, (size_t)cap, UChar);
  int32_t n = map(out, cap, w.p, w.n, "", &status);
  Str result = U_SUCCESS(status) ? wide_back(a, out, n) : s;
  arena_free(&scratch);
  return result;
}

Str normal_lower(Arena *a, Str s) {
  return wide_ascii(s) ? ascii_case(a, s, 'A', 'Z') : map_case(a, s, u_strToLower);
}

Str normal_upper(Arena *a, Str s) {
  return wide_ascii(s) ? ascii_case(a, s, 'a', 'z') : map_case(a, s, u_strToUpper);
}
