/* json_read.c -- a recursive reader of JSON with bounds. */
#include "data/json_read.h"

#include "base/utf8.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

enum { DEPTH_MOST = 64, VALUES_MOST = 200000 };

typedef struct {
  Arena *a;
  Str s;
  size_t at, values;
  const char *problem;
} Json;

static const Value *read_value(Json *j, int depth);

static const Value *fail(Json *j, const char *problem) {
  if (!j->problem) j->problem = problem;
  return NULL;
}

static void skip_space(Json *j) {
  while (j->at < j->s.n && strchr(" \t\r\n", j->s.p[j->at]) && j->s.p[j->at]) j->at++;
}

static char peek(const Json *j) {
  return j->at < j->s.n ? j->s.p[j->at] : '\0';
}

static bool take(Json *j, char c) {
  if (j->at >= j->s.n || j->s.p[j->at] != c) return false;
  j->at++;
  return true;
}

static bool read_hex(Json *j, uint32_t *out) {
  *out = 0;
  if (j->s.n - j->at < 4) return false;
  for (int i = 0; i < 4; i++) {
    char c = j->s.p[j->at++];
    uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                     : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a') + 10
                     : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A') + 10
                                            : 16;
    if (digit > 15) return false;
    *out = *out * 16 + digit;
  }
  return true;
}

/* Behind the backslash. */
static bool read_escape(Json *j, Buf *out) {
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  char c = peek(j), bytes[4];
  const char *simple = c ? strchr(from, c) : NULL;
  if (!c) return false;
  j->at++;
  if (simple) {
    buf_byte(out, to[simple - from]);
    return true;
  }
  uint32_t cp, low;
  if (c != 'u' || !read_hex(j, &cp)) return false;
  if (cp >= 0xD800 && cp <= 0xDBFF) {
    if (!take(j, '\\') || !take(j, 'u') || !read_hex(j, &low) || low < 0xDC00 || low > 0xDFFF)
      return false;
    cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
  } else if (cp >= 0xDC00 && cp <= 0xDFFF) {
    return false;
  }
  buf_add(out, bytes, utf8_put(bytes, cp));
  return true;
}

static bool read_string(Json *j, Str *out) {
  Buf b = { 0 };
  bool ok = take(j, '"');
  while (ok && j->at < j->s.n && peek(j) != '"') {
    unsigned char c = (unsigned char)j->s.p[j->at];
    if (c == '\\') {
      j->at++;
      ok = read_escape(j, &b);
      if (!ok) fail(j, "a wrong escape in a string");
    } else if (c < 0x20) {
      ok = false;
      fail(j, "a control character in a string");
    } else {
      buf_byte(&b, (char)c);
      j->at++;
    }
  }
  if (ok && !take(j, '"')) ok = false;
  if (!ok) fail(j, "a string that is not closed");
  if (ok && utf8_check(buf_view(&b)) != b.n) {
    ok = false;
    fail(j, "bytes that are not UTF-8");
  }
  *out = buf_dup(&b, j->a);
  buf_free(&b);
  return ok;
}

static size_t digits(Json *j) {
  size_t from = j->at;
  while (peek(j) >= '0' && peek(j) <= '9') j->at++;
  return j->at - from;
}

static const Value *read_number(Json *j) {
  size_t from = j->at;
  bool whole = true;
  take(j, '-');
  if (!take(j, '0') && !digits(j)) return fail(j, "expected a value");
  /* Minus nothing is no integer. */
  if (str_eqc(str_sub(j->s, from, j->at), "-0")) whole = false;
  if (take(j, '.')) {
    whole = false;
    if (!digits(j)) return fail(j, "a number without digits behind its point");
  }
  if (peek(j) == 'e' || peek(j) == 'E') {
    whole = false;
    j->at++;
    if (!take(j, '+')) take(j, '-');
    if (!digits(j)) return fail(j, "a number without digits in its exponent");
  }
  Str text = arena_str(j->a, str_sub(j->s, from, j->at));
  Value *v = ARENA_NEW(j->a, Value);
  errno = 0;
  long long n = whole ? strtoll(text.p, NULL, 10) : 0;
  if (whole && errno == 0)
    *v = (Value){ .kind = VALUE_INT, .text = text, .integer = n };
  else
    *v = (Value){ .kind = VALUE_FLOAT, .text = text, .number = strtod(text.p, NULL) };
  if (v->kind == VALUE_FLOAT && !isfinite(v->number)) return fail(j, "a number that is too large");
  return v;
}

static const Value *read_list(Json *j, int depth) {
  ListBuilder b = list_begin(j->a);
  j->at++;
  skip_space(j);
  if (take(j, ']')) return list_end(&b, (Span){ 0 });
  for (;;) {
    const Value *item = read_value(j, depth + 1);
    if (!item) return NULL;
    list_add(&b, item);
    if (take(j, ']')) return list_end(&b, (Span){ 0 });
    if (!take(j, ',')) return fail(j, "expected ',' or ']'");
  }
}

static const Value *read_map(Json *j, int depth) {
  MapBuilder b = map_begin(j->a);
  j->at++;
  skip_space(j);
  if (take(j, '}')) return map_end(&b, (Span){ 0 });
  for (;;) {
    Str key;
    skip_space(j);
    if (!read_string(j, &key)) return fail(j, "expected a name in quotes");
    skip_space(j);
    if (!take(j, ':')) return fail(j, "expected ':'");
    const Value *value = read_value(j, depth + 1);
    if (!value) return NULL;
    mapb_put(&b, key, value);
    if (take(j, '}')) return map_end(&b, (Span){ 0 });
    if (!take(j, ',')) return fail(j, "expected ',' or '}'");
  }
}

static bool take_word(Json *j, Str word) {
  if (!str_starts(str_sub(j->s, j->at, j->s.n), word)) return false;
  j->at += word.n;
  return true;
}

static const Value *read_value(Json *j, int depth) {
  const Value *v;
  if (depth > DEPTH_MOST) return fail(j, "nested too deeply");
  if (++j->values > VALUES_MOST) return fail(j, "too many values");
  skip_space(j);
  char c = peek(j);
  Str text;
  if (c == '{')
    v = read_map(j, depth);
  else if (c == '[')
    v = read_list(j, depth);
  else if (c == '"')
    v = read_string(j, &text) ? value_of_str(j->a, text) : NULL;
  else if (take_word(j, S("true")))
    v = value_of_bool(j->a, true);
  else if (take_word(j, S("false")))
    v = value_of_bool(j->a, false);
  else if (take_word(j, S("null")))
    v = value_null(j->a);
  else
    v = read_number(j);
  if (v) skip_space(j);
  return v;
}

bool json_read(const Value **out, Arena *a, Str *rest, const char **problem) {
  Json j = { .a = a, .s = *rest };
  *out = read_value(&j, 0);
  *rest = str_sub(j.s, j.at, j.s.n);
  *problem = j.problem;
  return *out != NULL;
}
