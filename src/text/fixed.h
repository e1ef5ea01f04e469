/* fixed.h -- 64-bit fixed point with 32 fractional bits: every score in the
 * program. No double decides an order anywhere, so no compiler, processor or
 * library can change one. All operations saturate instead of overflowing. */
#ifndef PUBLISH_TEXT_FIXED_H
#define PUBLISH_TEXT_FIXED_H

#include "base/str.h"
#include <stdint.h>

typedef int64_t Fixed;
#define FIXED_ONE ((Fixed)1 << 32)

Fixed fixed_mul(Fixed a, Fixed b);        /* rounds towards minus infinity */
Fixed fixed_div(Fixed a, Fixed b);        /* b > 0 */
Fixed fixed_ratio(int64_t a, int64_t b);  /* a / b, b > 0 */
Fixed fixed_log2(uint64_t n);             /* n >= 1; error below 2^-30 */
uint64_t fixed_sqrt(unsigned __int128 n); /* floor of the integer square root */
/* The largest power of two that is <= n; 0 for 0. */
uint64_t fixed_bucket(uint64_t n);
/* "0.4731": four decimals, rounded down, for people and reports. */
size_t fixed_print(char out[32], Fixed f);
/* "0.45" or "2" as written in settings; false when it is no such number. */
bool fixed_parse(Str s, Fixed *out);
/* From a double that a setting gave: rounded to 1/65536, saturated; NaN is 0. */
Fixed fixed_from(double d);

#endif
