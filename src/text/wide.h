/* wide.h -- UTF-16 for ICU, inside this folder only; the one header here that
 * includes ICU. Ill-formed UTF-8 becomes U+FFFD. */
#ifndef PUBLISH_TEXT_WIDE_H
#define PUBLISH_TEXT_WIDE_H

#include "base/arena.h"
#include <unicode/uchar.h>
#include <unicode/ustring.h>

typedef struct {
  UChar *p; /* NUL-terminated, in the arena */
  int32_t n;
} Wide;

Wide wide_of(Arena *a, Str s);
Str wide_back(Arena *a, const UChar *p, int32_t n);
/* A C string for ICU's locale and zone names: false when longer than `size`
 * allows or not printable ASCII. */
bool wide_name(char *out, size_t size, Str s);
bool wide_ascii(Str s); /* all bytes below 0x80? */

#endif
