/* utf8.h -- code points in and out of UTF-8 (RFC 3629), by hand because every
 * layer needs it and none of it needs tables. What needs Unicode data
 * (categories, breaks, folding) is in text/. */
#ifndef PUBLISH_BASE_UTF8_H
#define PUBLISH_BASE_UTF8_H

#include "base/str.h"
#include <stdint.h>

enum { UTF8_BAD = 0xFFFFFFFF };

/* The code point at *i, and move *i past it. At an ill-formed sequence: UTF8_BAD
 * and *i moves one byte. i must be < s.n. */
uint32_t utf8_next(Str s, size_t *i);
/* The code point that ends at *i (exclusive), moving *i to its start. */
uint32_t utf8_prev(Str s, size_t *i);
size_t utf8_put(char out[4], uint32_t cp); /* bytes written, 1 to 4 */
/* Offset of the first ill-formed byte, or s.n when all is well. Overlong forms,
 * surrogates and values past U+10FFFF are ill-formed. */
size_t utf8_check(Str s);
size_t utf8_count(Str s); /* code points; each ill-formed byte counts as one */
/* Does this code point take two columns on a terminal, and count as an East
 * Asian wide character in text rules (UAX #11 W and F, ranges condensed)? */
bool utf8_wide(uint32_t cp);

#endif
