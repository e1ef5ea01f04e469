/* json_read.c -- a recursive reader of JSON with bounds. */
#include "data/json_read.h"

#include "base/map.h"
#include "base/utf8.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

enum { DEPTH_MOST = 64, VALUES_MOST = 200000, PLACED_MOST = 2000000, SMALL_MAP = 16 };

typedef struct {
  Arena *a;
  Str s;
  size_t at, values;
  const char *problem;
  /* Of files that people write: values know their places, names occur once. */
  bool placed;
  size_t opened; /* where the text, list or map began that has a problem; 0 = none */
  size_t first;  /* where a name stood first that occurs twice; 0 = none */
} Json;

static const Value *read_value(Json *j, int depth);

/* False, or NULL to whoever returns a value. */
static bool fail(Json *j, const char *problem) {
  if (!j->problem) j->problem = problem;
  return false;
}

static const Value *none(Json *j, const char *problem) {
  fail(j, problem);
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
  size_t from = j->at;
  bool ok = take(j, '"');
  while (ok && j->at < j->s.n && peek(j) != '"') {
    unsigned char c = (unsigned char)j->s.p[j->at];
    if (c == '\\') {
      size_t escape = j->at++;
      ok = read_escape(j, &b);
      if (ok) continue;
      j->at = escape;
      fail(j, "a wrong escape in a string");
    } else if (c < 0x20) {
      ok = false;
      if (c == '\n' || c == '\r') break;
      fail(j, "a control character in a string");
    } else {
      buf_byte(&b, (char)c);
      j->at++;
    }
  }
  if (ok && !take(j, '"')) ok = false;
  if (!ok && !j->problem && j->at > from) j->opened = from + 1;
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
  if (!take(j, '0') && !digits(j)) return none(j, "expected a value");
  /* Minus nothing is no integer. */
  if (str_eqc(str_sub(j->s, from, j->at), "-0")) whole = false;
  if (take(j, '.')) {
    whole = false;
    if (!digits(j)) return none(j, "a number without digits behind its point");
  }
  if (peek(j) == 'e' || peek(j) == 'E') {
    whole = false;
    j->at++;
    if (!take(j, '+')) take(j, '-');
    if (!digits(j)) return none(j, "a number without digits in its exponent");
  }
  Str text = arena_str(j->a, str_sub(j->s, from, j->at));
  Value *v = ARENA_NEW(j->a, Value);
  errno = 0;
  long long n = whole ? strtoll(text.p, NULL, 10) : 0;
  if (whole && errno == 0)
    *v = (Value){ .kind = VALUE_INT, .text = text, .integer = n };
  else
    *v = (Value){ .kind = VALUE_FLOAT, .text = text, .number = strtod(text.p, NULL) };
  if (v->kind == VALUE_FLOAT && !isfinite(v->number)) return none(j, "a number that is too large");
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
    if (!take(j, ',')) return none(j, "expected ',' or ']'");
  }
}

/* Of a placed document: this name is new in the map. `seen` is of larger maps. */
static bool once(Json *j, const MapBuilder *b, Map *seen, Str key, size_t at) {
  if (b->count <= SMALL_MAP) {
    for (size_t i = 0; i < b->count && !j->first; i++)
      if (str_eq(b->fields[i].key, key)) j->first = b->fields[i].key_span.offset + 1u;
  } else {
    for (size_t i = seen->count; i < b->count; i++)
      map_put(seen, b->fields[i].key, (void *)(uintptr_t)(b->fields[i].key_span.offset + 1u));
    j->first = (size_t)(uintptr_t)map_get(seen, key);
  }
  if (!j->first) return true;
  j->at = at;
  fail(j, "a name occurs twice");
  return false;
}

static bool read_fields(Json *j, int depth, MapBuilder *b, Map *seen) {
  for (;;) {
    Str key;
    skip_space(j);
    size_t from = j->at;
    if (peek(j) != '"') return fail(j, "expected a name in quotes");
    if (!read_string(j, &key)) return false;
    Span span = j->placed ? (Span){ (uint32_t)from, (uint32_t)(j->at - from) } : (Span){ 0 };
    if (j->placed && !once(j, b, seen, key, from)) return false;
    skip_space(j);
    if (!take(j, ':')) return fail(j, "expected ':'");
    const Value *value = read_value(j, depth + 1);
    if (!value) return false;
    if (j->placed)
      mapb_field(b, (Field){ key, span, value });
    else
      mapb_put(b, key, value);
    if (take(j, '}')) return true;
    if (!take(j, ',')) return fail(j, "expected ',' or '}'");
  }
}

static const Value *read_map(Json *j, int depth) {
  MapBuilder b = map_begin(j->a);
  Map seen = { 0 };
  size_t from = j->at++;
  skip_space(j);
  bool ok = take(j, '}') || read_fields(j, depth, &b, &seen);
  if (!ok && j->at >= j->s.n && !j->opened) j->opened = from + 1;
  map_free(&seen);
  return ok ? map_end(&b, (Span){ 0 }) : NULL;
}

static bool take_word(Json *j, Str word) {
  if (!str_starts(str_sub(j->s, j->at, j->s.n), word)) return false;
  j->at += word.n;
  return true;
}

static const Value *read_value(Json *j, int depth) {
  const Value *v;
  if (depth > DEPTH_MOST) return none(j, "nested too deeply");
  if (++j->values > (j->placed ? PLACED_MOST : VALUES_MOST)) return none(j, "too many values");
  skip_space(j);
  char c = peek(j);
  size_t from = j->at;
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
  if (v && j->placed) {
    /* Just made here, and nobody has seen it. */
    Value *placed = (Value *)v;
    placed->span = (Span){ (uint32_t)from, (uint32_t)(j->at - from) };
    if (v->kind == VALUE_STR) placed->text = v->str;
  }
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

/* -- files that people write -- */

/* The way out of what stands at j->at. */
static const char *way_out(const Json *j) {
  char c = peek(j), before = '\0';
  for (size_t i = j->at; i > 0 && !before; i--)
    if (!strchr(" \t\r\n", j->s.p[i - 1])) before = j->s.p[i - 1];
  if (c == '\'') return "JSON knows double quotes only";
  if ((c == '}' || c == ']') && before == ',') return "remove the ',' in front of it";
  if (c == '/' || c == '#') return "JSON has no remarks";
  if (str_eqc(str_c(j->problem), "expected a name in quotes"))
    return "such as \"title\": \"A day at sea\"";
  if (str_eqc(str_c(j->problem), "expected a value"))
    return "a text in double quotes, a number, true, false, null, a list [ ] or a map { }";
  if (str_eqc(str_c(j->problem), "a wrong escape in a string")) return "write \\\\ for a backslash";
  if (str_eqc(str_c(j->problem), "a string that is not closed"))
    return "close it with \" in the same line; \\n is a line end";
  return NULL;
}

static bool report(const Json *j, const Source *source, Diags *d) {
  Range where = { j->opened ? j->opened - 1 : j->at, 1 };
  if (j->first) {
    uint32_t line = 0, col = 0;
    source_position(source, j->first - 1, &line, &col);
    long end = str_chr(str_sub(j->s, j->at + 1, j->s.n), '"');
    where.length = end < 0 ? 1 : (size_t)end + 2;
    diag_at(d, DIAG_ERROR, P_YAML_DUPLICATE, source, where, "keep one of the two",
            "the key %.*s occurs twice: first in line %u",
            STR(str_sub(j->s, where.offset, where.offset + where.length)), line);
    return false;
  }
  if (str_eqc(str_c(j->problem), "expected a value") && !j->opened)
    for (size_t i = j->at; i < j->s.n && !strchr(" \t\r\n,:]}", j->s.p[i]); i++)
      where.length = i + 1 - j->at;
  Code code = str_starts(str_c(j->problem), S("nested")) || str_starts(str_c(j->problem), S("too"))
                  ? P_YAML_LIMIT
                  : P_JSON_SYNTAX;
  diag_at(d, DIAG_ERROR, code, source, where, way_out(j), "JSON: %s", j->problem);
  return false;
}

bool json_parse(const Value **out, Arena *a, const Source *source, size_t from, size_t length,
                Diags *d) {
  size_t to = from + length;
  if (from == 0 && str_starts(str_sub(source->text, from, to), S("\xEF\xBB\xBF"))) from += 3;
  Json j = { .a = a, .s = str_sub(source->text, 0, to), .at = from, .placed = true };
  const Value *v = to > UINT32_MAX ? none(&j, "too long") : read_value(&j, 0);
  if (v && j.at < to) v = none(&j, "there is more text behind the value");
  if (!v) return report(&j, source, d);
  *out = v;
  return true;
}
