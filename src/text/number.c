/* number.c -- ICU's decimal format of the language. */
#include "text/number.h"

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

Str number_compact(TextTools *t, Arena *a, Str language, int64_t n) {
  /* ICU would round up: a counter says no more than it counted. */
  int64_t step = 1;
  while (n >= 1000 && n / step >= 100) step *= 10;
  n = n / step * step;
  UNumberFormat *f = tools_compact(t, language);
  UErrorCode status = U_ZERO_ERROR;
  UChar out[CAP];
  int32_t length = f ? unum_formatInt64(f, n, out, CAP, NULL, &status) : 0;
  if (U_SUCCESS(status) && length > 0 && length <= CAP) return wide_back(a, out, length);
  return number_format(t, a, language, n);
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
