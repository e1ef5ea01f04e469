/* number.c -- ICU's decimal format of the language. */
#include "text/number.h"

#include "text/lang.h"
#include "text/tools.h"

enum { CAP = 512 };

Str number_format(TextTools *t, Arena *a, Str language, int64_t n) {
  UNumberFormat *f = tools_numbers(t, language);
  UErrorCode status = U_ZERO_ERROR;
  UChar out[CAP];
  int32_t length = f ? unum_formatInt64(f, n, out, CAP, NULL, &status) : 0;
  if (U_SUCCESS(status) && length > 0 && length <= CAP) return wide_back(a, out, length);
  return arena_printf(a, "%lld", (long long)n);
}

Str number_decimal(TextTools *t, Arena *a, Str language, double n, int decimals) {
  UNumberFormat *f = tools_numbers(t, language);
  UErrorCode status = U_ZERO_ERROR;
  UChar out[CAP];
  if (decimals < 0) decimals = 0;
  if (decimals > 9) decimals = 9;
  if (f) unum_setAttribute(f, UNUM_MAX_FRACTION_DIGITS, decimals);
  int32_t length = f ? unum_formatDouble(f, n, out, CAP, NULL, &status) : 0;
  if (U_SUCCESS(status) && length > 0 && length <= CAP) return wide_back(a, out, length);
  return arena_printf(a, "%.*f", decimals, n);
}

/* -- short forms -- */

typedef struct {
  int64_t size[2];
  const char *name[2]; /* with the blank in front of it, if there is one */
} Units;

static const Units *units_of(Arena *a, Str language) {
  static const Units thousands = { { 1000, 1000000 }, { "\xC2\xA0k", "\xC2\xA0M" } };
  static const Units hans = { { 10000, 100000000 }, { "\xC2\xA0万", "\xC2\xA0亿" } };
  static const Units hant = { { 10000, 100000000 }, { "\xC2\xA0萬", "\xC2\xA0億" } };
  static const Units ja = { { 10000, 100000000 }, { "万", "億" } };
  static const Units ko = { { 10000, 100000000 }, { "만", "억" } };
  if (lang_is(language, "ja")) return &ja;
  if (lang_is(language, "ko")) return &ko;
  if (lang_is(language, "zh") || lang_is(language, "yue"))
    return str_eqc(lang_script(a, language), "Hant") ? &hant : &hans;
  return &thousands;
}

Str number_short(TextTools *t, Arena *a, Str language, int64_t n) {
  const Units *u = units_of(a, language);
  /* Four digits need no grouping: where ten thousands count, they stay plain. */
  if (n >= 0 && n < u->size[0]) return arena_printf(a, "%lld", (long long)n);
  if (n < 0) return number_format(t, a, language, n);
  int at = n >= u->size[1];
  int64_t whole = n / u->size[at], tenth = n / (u->size[at] / 10) % 10;
  Str s = whole < 100 && tenth
              ? number_decimal(t, a, language, (double)(whole * 10 + tenth) / 10, 1)
          : whole < 10000 ? arena_printf(a, "%lld", (long long)whole)
                          : number_format(t, a, language, whole);
  const Str parts[] = { s, str_c(u->name[at]) };
  return arena_concat(a, parts, 2);
}
