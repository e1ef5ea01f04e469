/* charset.h -- text in an old encoding made UTF-8 (ICU knows the encodings).
 *
 * Pure functions. The result is always well-formed UTF-8; bytes that mean nothing in
 * the encoding become U+FFFD. */
#ifndef PUBLISH_TEXT_CHARSET_H
#define PUBLISH_TEXT_CHARSET_H

#include "base/arena.h"

/* `name` as mail and forms say it: "gb2312", "ISO-8859-1", "" (UTF-8). False, and
 * the bytes as UTF-8, when ICU does not know it or it is one that cannot stand for
 * itself (UTF-7 and the like, which hide ASCII). */
bool charset_utf8(Str *out, Arena *a, Str bytes, Str name);

#endif
