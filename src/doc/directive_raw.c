/* directive_raw.c -- {% raw %} in code, where directives are none. */
#include "doc/directive_chars.h"
#include "doc/directive_marks.h"

/* {% name %}, {%- name -%} at `at`: where it ends, or 0. */
static size_t tag(Str s, size_t at, const char *name) {
  if (!here(s, at, "{%")) return 0;
  size_t i = at + 2;
  if (i < s.n && s.p[i] == '-') i++;
  i = skip_gaps(s, i);
  if (!here(s, i, name)) return 0;
  i = skip_gaps(s, i + strlen(name));
  if (i < s.n && s.p[i] == '-') i++;
  return here(s, i, "%}") ? i + 2 : 0;
}

/* The first tag of that name at or behind `at`; *end is behind it. */
static bool find_tag(Str s, size_t at, const char *name, size_t *from, size_t *end) {
  for (long found; (found = str_find(str_sub(s, at, s.n), S("{%"))) >= 0; at = *from + 2) {
    *from = at + (size_t)found;
    *end = tag(s, *from, name);
    if (*end) return true;
  }
  return false;
}

/* s[at, from) to out, and *at behind the tag; with it its line when it is alone there. */
static void leave_out(Buf *out, Str s, size_t *at, size_t from, size_t end) {
  size_t start = from, stop = skip_gaps(s, end);
  while (start > *at && gap(s.p[start - 1])) start--;
  bool alone = (start == 0 || s.p[start - 1] == '\n') && stop < s.n && s.p[stop] == '\n';
  buf_str(out, str_sub(s, *at, alone ? start : from));
  *at = alone ? stop + 1 : end;
}

Str marks_drop_raw(Arena *a, Str s) {
  size_t at = 0, open, open_end, close, close_end;
  Buf out = { 0 };
  while (find_tag(s, at, "raw", &open, &open_end) &&
         find_tag(s, open_end, "endraw", &close, &close_end)) {
    leave_out(&out, s, &at, open, open_end);
    leave_out(&out, s, &at, close, close_end);
  }
  if (!at) return s;
  buf_str(&out, str_sub(s, at, s.n));
  Str all = buf_dup(&out, a);
  buf_free(&out);
  return all;
}
