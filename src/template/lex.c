/* lex.c -- the two-level lexer: text between tags, words inside them. */
#include "template/lex.h"

#include "base/utf8.h"
#include <stdlib.h>

static bool space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool digit(char c) {
  return c >= '0' && c <= '9';
}

static char peek(const Lex *x, size_t ahead) {
  Str s = x->source->text;
  return x->pos + ahead < s.n ? s.p[x->pos + ahead] : 0;
}

static Token fail(Lex *x, size_t from, size_t length, const char *help, const char *message) {
  diag_at(x->diags, DIAG_ERROR, P_TEMPLATE_SYNTAX, x->source, (Range){ from, length }, help, "%s",
          message);
  return (Token){ .kind = TOKEN_ERROR, .at = { from, length } };
}

/* Is there `{% word %}`, white space and "-" allowed, at `at`? */
static bool tag_at(Str s, size_t at, const char *word, bool *trim_before, bool *trim_after,
                   size_t *end) {
  size_t i = at + 2, n = strlen(word);
  *trim_before = i < s.n && s.p[i] == '-';
  if (*trim_before) i++;
  while (i < s.n && space(s.p[i])) i++;
  if (s.n - i < n || memcmp(s.p + i, word, n) != 0) return false;
  i += n;
  while (i < s.n && space(s.p[i])) i++;
  *trim_after = i < s.n && s.p[i] == '-';
  if (*trim_after) i++;
  if (s.n - i < 2 || s.p[i] != '%' || s.p[i + 1] != '}') return false;
  *end = i + 2;
  return true;
}

static Token text_token(Lex *x, size_t from, size_t to, bool trim_end) {
  Str s = x->source->text;
  if (x->trim) {
    while (from < to && space(s.p[from])) from++;
  }
  x->trim = false;
  if (trim_end) {
    while (to > from && space(s.p[to - 1])) to--;
  }
  return (Token){ .kind = TOKEN_TEXT, .at = { from, to - from }, .text = str_sub(s, from, to) };
}

static Token raw_token(Lex *x, size_t open, size_t body, bool trim_start) {
  Str s = x->source->text;
  for (size_t i = body; i + 1 < s.n; i++) {
    bool before, after;
    size_t end;
    if (s.p[i] != '{' || s.p[i + 1] != '%' || !tag_at(s, i, "endraw", &before, &after, &end))
      continue;
    x->trim = trim_start;
    Token t = text_token(x, body, i, before);
    x->pos = end;
    x->trim = after;
    return t;
  }
  x->pos = s.n;
  return fail(x, open, body - open, "close it with {% endraw %}", "'raw' is not closed");
}

/* Text, or the opening of a tag. */
static Token outside(Lex *x) {
  Str s = x->source->text;
  size_t from = x->pos;
  for (;;) {
    if (x->pos >= s.n) {
      if (from < s.n) return text_token(x, from, s.n, false);
      return (Token){ .kind = TOKEN_END, .at = { s.n, 0 } };
    }
    const char *brace = memchr(s.p + x->pos, '{', s.n - x->pos);
    if (!brace) {
      x->pos = s.n;
      continue;
    }
    size_t at = (size_t)(brace - s.p);
    char next = at + 1 < s.n ? s.p[at + 1] : 0;
    if (next != '{' && next != '%' && next != '#') {
      x->pos = at + 1;
      continue;
    }
    bool trim_end = at + 2 < s.n && s.p[at + 2] == '-';
    if (at > from) { /* the text before it first */
      x->pos = at;
      return text_token(x, from, at, trim_end);
    }
    x->pos = at + 2 + (trim_end ? 1 : 0);
    x->trim = false;
    if (next == '#') {
      long end = str_find(str_sub(s, x->pos, s.n), S("#}"));
      if (end < 0) {
        x->pos = s.n;
        return fail(x, at, 2, "close it with #}", "the comment is not closed");
      }
      x->pos += (size_t)end + 2;
      x->trim = end > 0 && s.p[x->pos - 3] == '-';
      from = x->pos;
      continue;
    }
    if (next == '%') {
      bool before, after;
      size_t end;
      if (tag_at(s, at, "raw", &before, &after, &end)) {
        x->pos = end;
        return raw_token(x, at, end, after);
      }
    }
    x->closer = next == '{' ? '}' : '%';
    x->opened = at;
    return (Token){ .kind = next == '{' ? TOKEN_PRINT : TOKEN_TAG, .at = { at, 2 } };
  }
}

static Token string_token(Lex *x) {
  Str s = x->source->text;
  size_t from = x->pos++;
  char quote = s.p[from];
  char *out = arena_alloc(x->arena, 1);
  size_t n = 0, cap = 0;
  for (;;) {
    char c = peek(x, 0);
    if (x->pos >= s.n || c == '\n') {
      size_t to = x->pos;
      x->pos = from + 1;
      return fail(x, from, to - from, quote == '"' ? "close it with \"" : "close it with '",
                  "the text is not closed on its line");
    }
    x->pos++;
    if (c == quote) break;
    if (c == '\\') {
      char e = peek(x, 0);
      c = e == 'n' ? '\n' : e == 't' ? '\t' : e == '\\' || e == '"' || e == '\'' ? e : 0;
      if (!c)
        return fail(x, x->pos - 1, 2, "write \\\\ for a backslash",
                    "unknown escape in a text; there are \\n \\t \\\\ \\\" \\'");
      x->pos++;
    }
    if (n == cap) {
      cap = cap ? cap * 2 : 24;
      char *more = arena_alloc(x->arena, cap);
      if (n) memcpy(more, out, n);
      out = more;
    }
    out[n++] = c;
  }
  return (Token){ .kind = TOKEN_STRING, .at = { from, x->pos - from }, .text = str_n(out, n) };
}

static Token number_token(Lex *x) {
  Str s = x->source->text;
  size_t from = x->pos;
  while (digit(peek(x, 0))) x->pos++;
  bool is_integer = true;
  if (peek(x, 0) == '.' && digit(peek(x, 1))) {
    is_integer = false;
    x->pos++;
    while (digit(peek(x, 0))) x->pos++;
  }
  if (name_start(peek(x, 0)) || x->pos - from > 15)
    return fail(x, from, x->pos - from + 1, "digits, and a point with digits; 15 at the most",
                "malformed number");
  Token t = { .kind = TOKEN_NUMBER, .at = { from, x->pos - from } };
  t.text = str_sub(s, from, x->pos);
  t.is_integer = is_integer;
  char digits[24];
  memcpy(digits, t.text.p, t.text.n);
  digits[t.text.n] = 0;
  if (is_integer) {
    t.integer = strtoll(digits, NULL, 10);
    t.number = (double)t.integer;
  } else { /* by hand: strtod listens to the locale */
    double scale = 1, value = 0;
    bool behind = false;
    for (size_t i = 0; i < t.text.n; i++) {
      if (digits[i] == '.') {
        behind = true;
        continue;
      }
      value = value * 10 + (digits[i] - '0');
      if (behind) scale *= 10;
    }
    t.number = value / scale;
  }
  return t;
}

static Token close_token(Lex *x, size_t length) {
  Token t = { .kind = TOKEN_CLOSE, .at = { x->pos, length } };
  x->trim = length == 3;
  x->pos += length;
  x->closer = 0;
  return t;
}

static Token inside(Lex *x) {
  Str s = x->source->text;
  while (x->pos < s.n && space(s.p[x->pos])) x->pos++;
  if (x->pos >= s.n) {
    bool print = x->closer == '}';
    x->closer = 0;
    return fail(x, x->opened, 2, print ? "close it with }}" : "close it with %}",
                "the tag is not closed");
  }
  char c = s.p[x->pos], next = peek(x, 1);
  if (c == x->closer && next == '}') return close_token(x, 2);
  if (c == '-' && next == x->closer && peek(x, 2) == '}') return close_token(x, 3);
  if (c == '"' || c == '\'') return string_token(x);
  if (digit(c)) return number_token(x);
  size_t from = x->pos;
  if (name_start(c)) {
    while (name_start(peek(x, 0)) || digit(peek(x, 0))) x->pos++;
    return (Token){ .kind = TOKEN_NAME,
                    .at = { from, x->pos - from },
                    .text = str_sub(s, from, x->pos) };
  }
  size_t n = 0;
  if ((c == '=' || c == '!' || c == '<' || c == '>') && next == '=')
    n = 2;
  else if (memchr("=<>+-*/%~|.,()[]", c, 16))
    n = 1;
  if (n) {
    x->pos += n;
    return (Token){ .kind = TOKEN_OP, .at = { from, n }, .text = str_sub(s, from, x->pos) };
  }
  utf8_next(s, &x->pos);
  const char *help = c == '&'   ? "write 'and'"
                     : c == '!' ? "write 'not'"
                     : c == ':' ? "name arguments with '=': t(n=count)"
                     : c == '?' ? "use {% if %}"
                     : c == '}' ? (x->closer == '}' ? "close it with }}" : "close it with %}")
                                : NULL;
  return fail(x, from, x->pos - from, help, "unexpected character in a tag");
}

Token lex_next(Lex *x) {
  return x->closer ? inside(x) : outside(x);
}

void lex_skip(Lex *x) {
  if (!x->closer) return;
  /* Texts inside the tag may hold the closer; a quote left open ends at its line. */
  Str s = x->source->text;
  char quote = 0;
  while (x->pos < s.n) {
    char c = s.p[x->pos];
    if (quote) {
      if (c == '\\')
        x->pos++;
      else if (c == quote || c == '\n')
        quote = 0;
    } else if (c == x->closer && peek(x, 1) == '}') {
      x->pos += 2;
      break;
    } else if (c == '"' || c == '\'') {
      const char *line = memchr(s.p + x->pos, '\n', s.n - x->pos);
      size_t end = line ? (size_t)(line - s.p) : s.n;
      if (memchr(s.p + x->pos + 1, c, end - x->pos - 1)) quote = c;
    }
    x->pos++;
  }
  if (x->pos > s.n) x->pos = s.n;
  x->closer = 0;
  x->trim = false;
}
