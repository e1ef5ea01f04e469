/* locate_match.c -- comparing source bytes with what cmark-gfm made of them. */
#include "doc/locate_match.h"

#include "base/utf8.h"

static bool line_end(char c) {
  return c == '\n' || c == '\r';
}

/* How many bytes of the source at `s` say what begins at literal byte *j; moves
 * *j. 0 when they differ. */
static size_t match_one(Str s, Str literal, size_t *j) {
  static const Str ampersands[] = {
    { "&amp;", 5 }, { "&AMP;", 5 }, { "&#38;", 5 }, { "&#x26;", 6 }
  };
  char c = s.p[0], want = literal.p[*j];
  bool punct = want > ' ' && want < 0x7F && !strchr("0123456789", want) &&
               !((want | 32) >= 'a' && (want | 32) <= 'z');
  if (c == '\\' && s.n > 1 && s.p[1] == want && punct) {
    (*j)++;
    return 2;
  }
  if (c == want) {
    (*j)++;
    for (size_t i = 0; c == '&' && i < sizeof ampersands / sizeof ampersands[0]; i++)
      if (str_starts(s, ampersands[i])) return ampersands[i].n;
    return 1;
  }
  size_t k = *j;
  uint32_t cp = utf8_next(literal, &k);
  size_t used = 0;
  if (c == '"' && (cp == 0x201C || cp == 0x201D))
    used = 1;
  else if (c == '\'' && (cp == 0x2018 || cp == 0x2019))
    used = 1;
  else if (c == '\0' && cp == 0xFFFD)
    used = 1;
  else if (cp == 0x2014 && str_starts(s, S("---")))
    used = 3;
  else if ((cp == 0x2013 || cp == 0x2014) && str_starts(s, S("--")))
    used = 2;
  else if (cp == 0x2026 && str_starts(s, S("...")))
    used = 3;
  else if (cp == 0x91 && str_starts(s, S("{{"))) /* placeholder marks, see parse.c */
    used = 2;
  else if (cp == 0x92 && str_starts(s, S("}}")))
    used = 2;
  else if ((want == '{' || want == '}') && (c == ' ' || c == '\t'))
    used = 1;
  else if (c == '&') {
    size_t end = 1;
    while (end < s.n && end < 40 && s.p[end] != ';' && s.p[end] != '&' &&
           (unsigned char)s.p[end] > ' ')
      end++;
    if (end < s.n && s.p[end] == ';') used = end + 1;
  }
  if (used) *j = k;
  return used;
}

/* Does the source at `at` spell the literal? Gives the end. */
static bool match_text(const Locator *l, size_t at, Str literal, size_t *end) {
  size_t j = 0;
  while (j < literal.n) {
    if (at >= l->limit) return false;
    size_t used = match_one(str_sub(l->text, at, l->limit), literal, &j);
    /* a few entities make two characters; the second has nothing left to match */
    if (!used) return false;
    at += used;
  }
  *end = at;
  return true;
}

bool match_find(const Locator *l, Str literal, size_t *start, size_t *end) {
  size_t stop = l->cursor + LOCATE_WINDOW < l->limit ? l->cursor + LOCATE_WINDOW : l->limit;
  int tries = 0;
  for (size_t at = l->cursor; at < stop && tries < LOCATE_TRIES; at++) {
    char c = l->text.p[at];
    bool maybe = c == literal.p[0] || c == '\\' || c == '&' || c == '\0' ||
                 ((unsigned char)literal.p[0] >= 0xC2 &&
                  (c == '"' || c == '\'' || c == '-' || c == '.' || c == '{' || c == '}'));
    if (!maybe) continue;
    tries++;
    if (match_text(l, at, literal, end)) {
      *start = at;
      return true;
    }
  }
  return false;
}

/* Equal but for white space (line ends and the block's prefix inside code and
 * tags) and the backslash before a pipe in a table. */
bool match_loosely(Str source, Str literal) {
  size_t i = 0, j = 0;
  for (;;) {
    while (j < literal.n && (literal.p[j] == ' ' || line_end(literal.p[j]) || literal.p[j] == '\t'))
      j++;
    while (i < source.n && (source.p[i] == ' ' || line_end(source.p[i]) || source.p[i] == '\t'))
      i++;
    if (i == source.n || j == literal.n) return i == source.n && j == literal.n;
    char c = source.p[i], d = literal.p[j];
    if (c == d) {
      i++, j++;
    } else if (c == '>' || (c == '\\' && i + 1 < source.n && source.p[i + 1] == '|')) {
      i++;
    } else {
      size_t k = j; /* what the scanner or a placeholder replaced: one character for it */
      uint32_t cp = utf8_next(literal, &k);
      if (cp != 0xFFFD || c != '\0') return false;
      i++, j = k;
    }
  }
}
