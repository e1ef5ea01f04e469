/* json_find.c -- where a JSON map begins and ends, told from its brackets and strings. */
#include "data/json_find.h"

bool json_opens(Str s, size_t at) {
  if (at >= s.n || s.p[at] != '{') return false;
  size_t i = at + 1;
  Str line = str_trim(str_line(s, &i));
  if (str_empty(line) || str_eqc(line, "}")) return true;
  if (line.p[0] != '"') return false;
  for (i = 1; i < line.n && line.p[i] != '"'; i++)
    if (line.p[i] == '\\') i++;
  return i < line.n && str_starts(str_trim(str_sub(line, i + 1, line.n)), S(":"));
}

size_t json_end(Str s, size_t at) {
  size_t depth = 0;
  bool text = false;
  for (size_t i = at; i < s.n; i++) {
    char c = s.p[i];
    if (text) {
      if (c == '\\') i++;
      /* No string has a line end in it: one that is not closed does not swallow the rest. */
      if (c == '"' || c == '\n' || c == '\r') text = false;
    } else if (c == '"') {
      text = true;
    } else if (c == '{') {
      depth++;
    } else if (c == '}' && --depth == 0) {
      return i + 1;
    }
  }
  return 0;
}
