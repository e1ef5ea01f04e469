/* directive_tokens.c -- tokens of directives in what CommonMark made of the text. */
#include "doc/directive_chars.h"
#include "doc/directive_marks.h"

const Mark *marks_next(const Marks *m, Str s, size_t at, size_t *from, size_t *to) {
  while (at < s.n) {
    long found = str_find(str_sub(s, at, s.n), S(MARK_TOKEN_OPEN));
    if (found < 0) return NULL;
    *from = at + (size_t)found;
    size_t i = *from + 3, n = 0;
    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && n < m->count)
      n = n * 10 + (size_t)(s.p[i++] - '0');
    if (n < m->count && here(s, i, MARK_TOKEN_CLOSE)) {
      *to = i + 3;
      return &m->items[n];
    }
    at = *from + 3;
  }
  return NULL;
}

const Mark *marks_block(const Marks *m, Str html) {
  size_t from, to;
  html = str_trim(html);
  if (!str_starts(html, S("<!--" MARK_TOKEN_OPEN)) || !str_ends(html, S("-->"))) return NULL;
  const Mark *k = marks_next(m, html, 0, &from, &to);
  return k && skip_white(html, to) + 3 == html.n ? k : NULL;
}

const Mark *marks_html_line(const Marks *m, Str html, size_t at, size_t *from, size_t *to) {
  static const char *const whole[] = { "<!", "<?", "<pre", "<script", "<style", "<textarea" };
  Str begin = str_trim(html);
  for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++) {
    size_t n = strlen(whole[i]);
    if (str_eq_nocase(str_sub(begin, 0, n), str_c(whole[i]))) return NULL;
  }
  const Mark *k;
  while ((k = marks_next(m, html, at, from, to))) {
    size_t start = *from, end = skip_white(html, *to);
    at = *to;
    if (start < 4 || !here(html, start - 4, "<!--") || !here(html, end, "-->")) continue;
    for (start -= 4; start > 0 && gap(html.p[start - 1]);) start--;
    end = skip_gaps(html, end + 3);
    if ((start && html.p[start - 1] != '\n') || (end < html.n && html.p[end] != '\n')) continue;
    *from = start;
    *to = end < html.n ? end + 1 : end;
    return k;
  }
  return NULL;
}

Str marks_restore(const Marks *m, Arena *a, Str s) {
  size_t at = 0, from, to;
  const Mark *k = marks_next(m, s, 0, &from, &to);
  if (!k) return s;
  Buf out = { 0 };
  for (; k; k = marks_next(m, s, at, &from, &to)) {
    bool comment = from >= at + 4 && str_ends(str_sub(s, at, from), S("<!--"));
    buf_str(&out, str_sub(s, at, comment ? from - 4 : from));
    buf_str(&out, k->data.open);
    buf_str(&out, k->content);
    if (k->taken) buf_str(&out, k->data.close);
    at = to;
    for (size_t i = 0; i < k->lines && at < s.n && s.p[at] == '\n'; i++) at++;
    if (comment && here(s, at, "-->")) at += 3;
  }
  buf_str(&out, str_sub(s, at, s.n));
  Str all = buf_dup(&out, a);
  buf_free(&out);
  return all;
}
