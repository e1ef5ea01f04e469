/* directive_chars.h -- going through a text by its characters. Private to src/doc.
 *
 * Offsets beyond the end are allowed: nothing is there. */
#ifndef PUBLISH_DOC_DIRECTIVE_CHARS_H
#define PUBLISH_DOC_DIRECTIVE_CHARS_H

#include "base/str.h"

static inline bool here(Str s, size_t at, const char *what) {
  return str_starts(str_sub(s, at, s.n), str_c(what));
}

static inline bool gap(char c) {
  return c == ' ' || c == '\t';
}

static inline size_t skip_gaps(Str s, size_t at) {
  while (at < s.n && gap(s.p[at])) at++;
  return at;
}

static inline size_t skip_white(Str s, size_t at) {
  while (at < s.n && (gap(s.p[at]) || s.p[at] == '\n' || s.p[at] == '\r')) at++;
  return at;
}

static inline size_t end_of_line(Str s, size_t at) {
  while (at < s.n && s.p[at] != '\n') at++;
  return at;
}

#endif
