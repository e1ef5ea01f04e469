/* fold_path.c -- the key under which a case- and form-blind file system would
 * find a path: canonical caseless matching of the Unicode standard (D145). */
#include "text/normal.h"
#include "text/slug.h"
#include "text/wide.h"

Str fold_path(Arena *a, Str path) {
  if (wide_ascii(path)) return normal_lower(a, path);
  Str nfc = normal_nfc(a, path);
  Arena scratch = { 0 };
  Wide w = wide_of(&scratch, nfc);
  int32_t cap = w.n * 3 + 1; /* no full folding is longer than three units */
  UChar *out = ARENA_ARRAY(&scratch, (size_t)cap, UChar);
  UErrorCode status = U_ZERO_ERROR;
  int32_t n = u_strFoldCase(out, cap, w.p, w.n, U_FOLD_CASE_DEFAULT, &status);
  Str folded = U_SUCCESS(status) ? wide_back(a, out, n) : nfc;
  arena_free(&scratch);
  return normal_nfc(a, folded);
}
