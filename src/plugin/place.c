/* place.c -- the first assignment to a name. */
#include "plugin/place.h"

bool lua_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool in_comment(Str text, size_t at) {
  size_t begin = at;
  while (begin > 0 && text.p[begin - 1] != '\n') begin--;
  return str_find(str_sub(text, begin, at), S("--")) >= 0;
}

/* Is text[at, end) a name on its own that is assigned to? */
static bool assigned(Str text, size_t at, size_t end) {
  bool quoted = at > 1 && (text.p[at - 1] == '"' || text.p[at - 1] == '\'') &&
                text.p[at - 2] == '[' && end + 1 < text.n && text.p[end] == text.p[at - 1] &&
                text.p[end + 1] == ']';
  if (quoted)
    end += 2;
  else if ((at > 0 && lua_word_byte(text.p[at - 1])) ||
           (end < text.n && lua_word_byte(text.p[end])))
    return false;
  while (end < text.n && (text.p[end] == ' ' || text.p[end] == '\t')) end++;
  return end < text.n && text.p[end] == '=' && !(end + 1 < text.n && text.p[end + 1] == '=');
}

bool place_find(Range *out, const Source *source, Str name, size_t from) {
  Str text = source->text;
  for (size_t at = from; name.n && at + name.n <= text.n; at++) {
    long hit = str_find(str_sub(text, at, text.n), name);
    if (hit < 0) return false;
    at += (size_t)hit;
    if (!assigned(text, at, at + name.n) || in_comment(text, at)) continue;
    *out = (Range){ at, name.n };
    return true;
  }
  return false;
}

Range header_place(const Source *source, Str name) {
  Range at;
  if (place_find(&at, source, name, 0)) return at;
  long call = str_find(source->text, S("publish.plugin"));
  return (Range){ call < 0 ? 0 : (size_t)call, call < 0 ? 0 : 14 };
}
