/* directive_shown.c -- {{</ * name * />}}, which shows readers {{< name >}} (without the blanks).
 *
 * So Hugo's authors write about shortcodes, in text and in code. Hugo takes the signs of the
 * comment away before it reads Markdown; here they go when the tree is there, so that in between
 * nothing can take what is shown for a directive. */
#include "doc/directive_marks.h"

/* The sign that opens at `at` ("{{<" or "{{%", then the comment's): '<', '%' or 0. */
static char opening(Str s, size_t at) {
  if (!str_starts(str_sub(s, at, at + 3), S("{{<")) &&
      !str_starts(str_sub(s, at, at + 3), S("{{%")))
    return 0;
  return str_eq(str_sub(s, at + 3, at + 5), S("/*")) ? s.p[at + 2] : 0;
}

Str marks_show(Arena *a, Str s) {
  size_t copied = 0, at = 0;
  bool no_angle = false, no_percent = false; /* none closes from here on: so this is linear */
  Buf out = { 0 };
  for (long found; (found = str_find(str_sub(s, at, s.n), S("{{"))) >= 0;) {
    at += (size_t)found;
    char sign = opening(s, at);
    bool *none = sign == '<' ? &no_angle : &no_percent;
    long close = !sign || *none
                     ? -1
                     : str_find(str_sub(s, at + 5, s.n), sign == '<' ? S("*/>}}") : S("*/%}}"));
    if (close < 0) {
      if (sign) *none = true;
      at += 2;
      continue;
    }
    size_t end = at + 5 + (size_t)close;
    buf_str(&out, str_sub(s, copied, at + 3));
    buf_str(&out, str_sub(s, at + 5, end));
    copied = end + 2;
    at = copied;
  }
  if (!copied) return s;
  buf_str(&out, str_sub(s, copied, s.n));
  Str all = buf_dup(&out, a);
  buf_free(&out);
  return all;
}

void marks_show_all(Doc *doc) {
  for (Node *n = doc->root; n; n = node_next(n, doc->root)) {
    if (n->type != NODE_TEXT && n->type != NODE_CODE && n->type != NODE_CODE_BLOCK) continue;
    Str shown = marks_show(doc->arena, n->literal);
    if (shown.p != n->literal.p) n->exact = false;
    n->literal = shown;
  }
}
