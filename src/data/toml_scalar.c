/* toml_scalar.c -- the texts, numbers and dates of TOML. */
#include "data/toml_private.h"

#include "base/utf8.h"
#include "data/date.h"
#include <errno.h>
#include <math.h>
#include <stdlib.h>

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/* -- texts -- */

static bool hex_digits(Toml *t, size_t count, uint32_t *out) {
  *out = 0;
  for (size_t i = 0; i < count; i++) {
    char c = toml_peek(t, i);
    uint32_t digit = is_digit(c)            ? (uint32_t)(c - '0')
                     : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a') + 10
                     : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A') + 10
                                            : 16;
    if (digit > 15) return false;
    *out = *out * 16 + digit;
  }
  t->at += count;
  return true;
}

/* At a backslash. */
static bool escape(Toml *t, Buf *out) {
  static const char from[] = "btnfr\"\\", to[] = "\b\t\n\f\r\"\\";
  size_t start = t->at++;
  char c = toml_peek(t, 0), bytes[4];
  uint32_t cp = 0;
  const char *simple = c ? strchr(from, c) : NULL;
  if (simple) {
    t->at++;
    cp = (unsigned char)to[simple - from];
  } else if (c == 'u' || c == 'U') {
    t->at++;
    if (!hex_digits(t, c == 'u' ? 4 : 8, &cp) || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
      return toml_fail(t, start, start + 2, NULL, "\\%c needs %d hexadecimal digits of a character",
                       c, c == 'u' ? 4 : 8);
  } else {
    size_t end = t->at;
    if (end < t->s.n && c != '\n' && c != '\r') utf8_next(t->s, &end);
    return toml_fail(t, start, end,
                     "put the text into single quotes, or write \\\\ for each backslash",
                     "there is no escape %.*s", STR(str_sub(t->s, start, end)));
  }
  if ((cp < 0x20 && cp != '\n' && cp != '\t' && cp != '\r') ||
      (cp >= 0x7F && cp < 0xA0 && cp != 0x85))
    return toml_fail(t, start, t->at, "remove the escape",
                     "an escape in this text makes the control character U+%04X", (unsigned)cp);
  buf_add(out, bytes, utf8_put(bytes, cp));
  return true;
}

/* A backslash at the end of a line takes the line end and the blanks after it away. */
static bool joins_lines(Toml *t) {
  size_t i = t->at + 1;
  while (i < t->s.n && (t->s.p[i] == ' ' || t->s.p[i] == '\t')) i++;
  if (i >= t->s.n || (t->s.p[i] != '\n' && t->s.p[i] != '\r')) return false;
  while (i < t->s.n && strchr(" \t\n\r", t->s.p[i])) i++;
  t->at = i;
  return true;
}

/* How many of `quote` stand here, at most five: two of a text, then three that close it. */
static size_t quotes(const Toml *t, char quote) {
  size_t n = 0;
  while (n < 5 && toml_peek(t, n) == quote) n++;
  return n;
}

static bool long_text(Toml *t, Buf *out, char quote) {
  size_t start = t->at;
  t->at += 3;
  toml_line_end(t);
  while (t->at < t->s.n) {
    char c = toml_peek(t, 0);
    size_t n = c == quote ? quotes(t, quote) : 0;
    if (n) {
      size_t of_text = n < 3 ? n : n - 3;
      for (size_t i = 0; i < of_text; i++) buf_byte(out, quote);
      t->at += n;
      if (n >= 3) return true;
    } else if (c == '\\' && quote == '"') {
      if (!joins_lines(t) && !escape(t, out)) return false;
    } else if (toml_line_end(t)) {
      buf_byte(out, '\n');
    } else {
      buf_byte(out, c);
      t->at++;
    }
  }
  return toml_fail(t, start, start + 3,
                   quote == '"' ? "close it with three quotes: \"\"\""
                                : "close it with three quotes: '''",
                   "a text opens here and is never closed");
}

static bool short_text(Toml *t, Buf *out, char quote) {
  size_t start = t->at++;
  for (;;) {
    char c = toml_peek(t, 0);
    if (t->at >= t->s.n || c == '\n' || c == '\r')
      return toml_fail(t, start, start + 1,
                       quote == '"' ? "close it with \" in the same line, or use three quotes"
                                    : "close it with ' in the same line, or use three quotes",
                       "a text opens here and is not closed");
    if (c == quote) break;
    if (c == '\\' && quote == '"') {
      if (!escape(t, out)) return false;
      continue;
    }
    buf_byte(out, c);
    t->at++;
  }
  t->at++;
  return true;
}

bool toml_text(Toml *t, Str *out, bool many) {
  char quote = toml_peek(t, 0);
  Buf b = { 0 };
  bool three = many && toml_peek(t, 1) == quote && toml_peek(t, 2) == quote;
  bool ok = three ? long_text(t, &b, quote) : short_text(t, &b, quote);
  *out = buf_dup(&b, t->arena);
  buf_free(&b);
  return ok;
}

/* -- numbers and dates -- */

static bool word_byte(char c) {
  return (unsigned char)c >= 0x80 || is_digit(c) || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z') || (c && strchr("_+-.:/", c) != NULL);
}

static bool looks_like_day(Str s) {
  if (s.n < 10 || s.p[4] != '-' || s.p[7] != '-') return false;
  for (size_t i = 0; i < 10; i++)
    if (i != 4 && i != 7 && !is_digit(s.p[i])) return false;
  return true;
}

static bool digits_at(Str s, size_t i, size_t count) {
  if (s.n < i + count) return false;
  for (size_t k = 0; k < count; k++)
    if (!is_digit(s.p[i + k])) return false;
  return true;
}

/* hh:mm:ss[.fraction] at i; *end behind it. */
static bool clock_shape(Str s, size_t i, size_t *end) {
  if (!digits_at(s, i, 2) || !digits_at(s, i + 3, 2) || s.p[i + 2] != ':') return false;
  i += 5;
  if (i < s.n && s.p[i] == ':' && digits_at(s, i + 1, 2)) i += 3; /* TOML 1.1 lets seconds out */
  if (i + 1 < s.n && s.p[i] == '.' && is_digit(s.p[i + 1])) {
    i++;
    while (i < s.n && is_digit(s.p[i])) i++;
  }
  *end = i;
  return true;
}

static bool date(Toml *t, Value *v, Str s, size_t start) {
  Date ignored;
  size_t end = 10;
  bool shape = s.n == 10;
  if (s.n > 11 && strchr("Tt ", s.p[10]) && clock_shape(s, 11, &end)) {
    Str zone = str_sub(s, end, s.n);
    shape = zone.n == 0 || (zone.n == 1 && (zone.p[0] | 32) == 'z') ||
            (zone.n == 6 && (zone.p[0] == '+' || zone.p[0] == '-') && digits_at(zone, 1, 2) &&
             zone.p[3] == ':' && digits_at(zone, 4, 2));
  }
  const char *problem = shape ? date_parse(&ignored, t->arena, s, NULL) : NULL;
  if (!shape || problem)
    return toml_fail(t, start, start + s.n, date_forms, "%s",
                     problem ? problem : "a date that cannot be read");
  v->kind = VALUE_STR;
  v->str = s;
  return true;
}

static bool time_of_day(Value *v, Str s) {
  size_t end;
  if (!clock_shape(s, 0, &end) || end != s.n) return false;
  int hour = (s.p[0] - '0') * 10 + s.p[1] - '0', minute = (s.p[3] - '0') * 10 + s.p[4] - '0';
  int second = s.n > 7 ? (s.p[6] - '0') * 10 + s.p[7] - '0' : 0;
  v->kind = VALUE_STR;
  v->str = s;
  return hour < 24 && minute < 60 && second < 60;
}

static bool number_digit(char c, int base) {
  return is_digit(c) || (base == 16 && (c | 32) >= 'a' && (c | 32) <= 'f');
}

/* The digits without the '_' between them; false when one is not between two. */
static bool join_digits(Str s, char *out, size_t most, int base) {
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i], before = i ? s.p[i - 1] : '_', after = i + 1 < s.n ? s.p[i + 1] : '_';
    if (c == '_') {
      bool left = number_digit(before, base), right = number_digit(after, base);
      if (!left || !right) return false;
    } else if (n + 1 < most) {
      out[n++] = c;
    } else {
      return false;
    }
  }
  out[n] = '\0';
  return n > 0;
}

/* 0x.., 0o.., 0b.. */
static bool prefixed(Value *v, Str s, bool *fits) {
  int base = s.n > 2 && s.p[0] == '0' ? s.p[1] == 'x'   ? 16
                                        : s.p[1] == 'o' ? 8
                                        : s.p[1] == 'b' ? 2
                                                        : 0
                                      : 0;
  char text[80];
  if (!base || !join_digits(str_sub(s, 2, s.n), text, sizeof text, base)) return false;
  for (const char *c = text; *c; c++) {
    int digit = is_digit(*c)                           ? *c - '0'
                : (*c | 32) >= 'a' && (*c | 32) <= 'f' ? (*c | 32) - 'a' + 10
                                                       : 99;
    if (digit >= base) return false;
  }
  errno = 0;
  v->kind = VALUE_INT;
  v->integer = strtoll(text, NULL, base);
  *fits = errno == 0;
  return true;
}

/* [+-]? digits, with neither a 0 in front nor anything behind. */
static bool decimal(Value *v, Str s, bool *fits) {
  char text[80];
  if (!join_digits(s, text, sizeof text, 10)) return false;
  const char *digits = text + (*text == '+' || *text == '-');
  if (!*digits || (*digits == '0' && digits[1])) return false;
  for (const char *c = digits; *c; c++)
    if (!is_digit(*c)) return false;
  errno = 0;
  v->kind = VALUE_INT;
  v->integer = strtoll(text, NULL, 10);
  *fits = errno == 0;
  return true;
}

static bool floating(Value *v, Str s) {
  Str bare = s.n && (s.p[0] == '+' || s.p[0] == '-') ? str_sub(s, 1, s.n) : s;
  v->kind = VALUE_FLOAT;
  if (str_eqc(bare, "inf") || str_eqc(bare, "nan")) {
    v->number = str_eqc(bare, "nan") ? NAN : s.p[0] == '-' ? -INFINITY : INFINITY;
    return true;
  }
  char text[400];
  if (!join_digits(s, text, sizeof text, 10)) return false;
  const char *c = text + (*text == '+' || *text == '-');
  const char *whole = c;
  while (is_digit(*c)) c++;
  if (c == whole || (*whole == '0' && c - whole > 1)) return false;
  bool real = false;
  if (*c == '.') {
    if (!is_digit(c[1])) return false;
    for (c++; is_digit(*c);) c++;
    real = true;
  }
  if (*c == 'e' || *c == 'E') {
    c += c[1] == '+' || c[1] == '-' ? 2 : 1;
    if (!is_digit(*c)) return false;
    while (is_digit(*c)) c++;
    real = true;
  }
  v->number = strtod(text, NULL);
  return real && !*c;
}

static bool no_value(Toml *t, Str word, size_t start, Str key) {
  static const struct {
    const char *written, *meant;
  } switches[] = { { "yes", "true" },  { "on", "true" },   { "no", "false" },
                   { "off", "false" }, { "true", "true" }, { "false", "false" } };
  const char *help = NULL;
  for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
    if (str_eq_nocase(word, str_c(switches[i].written)))
      help = arena_printf(t->arena, "write %s", switches[i].meant).p;
  bool number = word.n && (is_digit(word.p[0]) || strchr("+-.", word.p[0]));
  if (help)
    return toml_fail(t, start, start + word.n, help, "'%.*s' is neither true nor false", STR(word));
  if (!word.n) {
    size_t end = start;
    if (end < t->s.n && t->s.p[end] != '\n' && t->s.p[end] != '\r') utf8_next(t->s, &end);
    return toml_fail(t, start, end,
                     "texts stand in quotes, lists in [ ], and [] or \"\" is nothing",
                     "expected a value");
  }
  size_t end = start + word.n;
  while (end < t->s.n && !strchr("\n\r#,]}", t->s.p[end])) end++;
  while (end > start && (t->s.p[end - 1] == ' ' || t->s.p[end - 1] == '\t')) end--;
  Str whole = str_sub(t->s, start, end);
  bool leading = number && word.n > 1 && word.p[0] == '0' && is_digit(word.p[1]);
  if (whole.n <= 60 && str_chr(whole, '"') < 0 && str_chr(whole, '\\') < 0)
    help = arena_printf(t->arena, "put it into quotes: %.*s%s\"%.*s\"", STR(key),
                        key.n ? " = " : "", STR(whole))
               .p;
  return toml_fail(t, start, end, help ? help : "put it into quotes",
                   leading  ? "a number must not begin with 0"
                   : number ? "this is no number"
                            : "a text needs quotes");
}

bool toml_scalar(Toml *t, const Value **out, Str key) {
  size_t start = t->at, end = start;
  while (end < t->s.n && word_byte(t->s.p[end])) end++;
  /* "1979-05-27 07:32:00" */
  if (end - start == 10 && looks_like_day(str_sub(t->s, start, end)) && end + 1 < t->s.n &&
      t->s.p[end] == ' ' && is_digit(t->s.p[end + 1]))
    for (end++; end < t->s.n && word_byte(t->s.p[end]);) end++;
  Str word = arena_str(t->arena, str_sub(t->s, start, end));
  Value *v = ARENA_NEW(t->arena, Value);
  v->span = toml_span(start, end);
  v->text = word;
  *out = v;
  bool fits = true, ok = true;
  if (str_eqc(word, "true") || str_eqc(word, "false")) {
    v->kind = VALUE_BOOL;
    v->boolean = word.p[0] == 't';
  } else if (looks_like_day(word)) {
    ok = date(t, v, word, start);
  } else if (!time_of_day(v, word) && !prefixed(v, word, &fits) && !decimal(v, word, &fits) &&
             !floating(v, word)) {
    ok = no_value(t, word, start, key);
  }
  if (!fits) return toml_fail(t, start, end, "put it into quotes", "a number that is too large");
  t->at = end;
  return ok;
}
