/* romanize.c -- ICU's transliterators, opened for one text. */
#include "text/romanize.h"

#include "text/wide.h"
#include <unicode/utrans.h>

enum { GROW = 16 }; /* one character may become a word */

Str romanize(Arena *a, Str text) {
  UErrorCode status = U_ZERO_ERROR;
  Arena scratch = { 0 };
  Wide id = wide_of(&scratch, S("Any-Latin; Latin-ASCII")), w = wide_of(&scratch, text);
  Str result = text;
  UTransliterator *rules = utrans_openU(id.p, id.n, UTRANS_FORWARD, NULL, 0, NULL, &status);
  if (U_SUCCESS(status)) {
    int32_t room = w.n * GROW + 64, n = w.n, limit = w.n;
    UChar *p = ARENA_ARRAY(&scratch, (size_t)room, UChar);
    u_memcpy(p, w.p, w.n);
    utrans_transUChars(rules, p, &n, room, 0, &limit, &status);
    if (U_SUCCESS(status) && n <= room) result = wide_back(a, p, n);
    utrans_close(rules);
  }
  arena_free(&scratch);
  return result;
}
