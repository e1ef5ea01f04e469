/* yaml_text.c -- bytes, places and scalars: the parts of reading YAML that are
 * about text and not about structure. */
#include "data/yaml_private.h"

#include "base/utf8.h"
#include <errno.h>
#include <math.h>
#include <stdlib.h>

bool yaml_bytes(const Source *source, size_t from, size_t to, Diags *d) {
  Str s = str_sub(source->text, from, to);
  size_t bad = utf8_check(s);
  if (bad < s.n) {
    diag_at(d, DIAG_ERROR, P_YAML_BYTES, source, (Range){ from + bad, 1 }, "save the file as UTF-8",
            "byte %zu (0x%02X) is not UTF-8", from + bad, (unsigned)(unsigned char)s.p[bad]);
    return false;
  }
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i], next = i + 1 < s.n ? (unsigned char)s.p[i + 1] : 0;
    unsigned cp = 0x100;
    size_t length = 1;
    if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F)
      cp = c;
    else if (c == 0xC2 && next < 0xA0 && next != 0x85)
      cp = next, length = 2;
    else if (c == 0xEF && next == 0xBF && (unsigned char)s.p[i + 2] >= 0xBE)
      cp = 0xFF40u + (unsigned char)s.p[i + 2], length = 3;
    if (cp == 0x100) continue;
    diag_at(d, DIAG_ERROR, P_YAML_BYTES, source, (Range){ from + i, length }, "remove it",
            "%s U+%04X at byte %zu", length == 3 ? "the noncharacter" : "the control character", cp,
            from + i);
    return false;
  }
  return true;
}

/* -- places -- */

void yaml_places(YamlPlaces *p, Arena *a, const Source *source, size_t from, size_t to) {
  *p = (YamlPlaces){ .source = source, .from = from, .to = to };
  const char *text = source->text.p;
  size_t count = 2;
  for (size_t i = from; i < to; i++) count += text[i] == '\n' || text[i] == '\r';
  p->lines = ARENA_ARRAY(a, count, uint32_t);
  p->lines[p->line_count++] = (uint32_t)from;
  for (size_t i = from; i < to; i++) {
    if (text[i] == '\r' && i + 1 < to && text[i + 1] == '\n') i++;
    if (text[i] == '\n' || text[i] == '\r') p->lines[p->line_count++] = (uint32_t)(i + 1);
  }
  p->byte = from;
}

size_t yaml_place(YamlPlaces *p, const yaml_mark_t *mark) {
  size_t line = mark->line < p->line_count ? mark->line : p->line_count - 1;
  if (line != p->line || mark->column < p->column) {
    p->line = line;
    p->column = 0;
    p->byte = p->lines[line];
  }
  const char *text = p->source->text.p;
  while (p->column < mark->column && p->byte < p->to) {
    p->byte++;
    while (p->byte < p->to && ((unsigned char)text[p->byte] & 0xC0) == 0x80) p->byte++;
    p->column++;
  }
  return p->byte;
}

/* -- NEL, LS, PS -- */

static bool free_code_point(Str text, uint32_t first, size_t bytes, char *out, const char *other) {
  for (uint32_t cp = first; cp < first + 64; cp++) {
    char c[4];
    if (utf8_put(c, cp) != bytes || str_find(text, str_n(c, bytes)) != STR_NPOS) continue;
    if (other && memcmp(c, other, bytes) == 0) continue;
    memcpy(out, c, bytes);
    return true;
  }
  return false;
}

static bool swap(char *p, size_t n, const char *from, const char *to, size_t bytes) {
  bool any = false;
  for (size_t i = 0; i + bytes <= n; i++) {
    if (p[i] != from[0] || memcmp(p + i, from, bytes) != 0) continue;
    memcpy(p + i, to, bytes);
    any = true;
  }
  return any;
}

Str yaml_shift(YamlShift *shift, Arena *a, Str text) {
  *shift = (YamlShift){ 0 };
  if (str_find(text, S("\xC2\x85")) == STR_NPOS && str_find(text, S("\xE2\x80\xA8")) == STR_NPOS &&
      str_find(text, S("\xE2\x80\xA9")) == STR_NPOS)
    return text;
  /* Any characters of these lengths that the text does not use will do; a text
   * that uses all of them keeps libyaml's reading. */
  if (!free_code_point(text, 0x530, 2, shift->nel, NULL) ||
      !free_code_point(text, 0xE000, 3, shift->ls, NULL) ||
      !free_code_point(text, 0xE000, 3, shift->ps, shift->ls))
    return text;
  char *copy = arena_dup(a, text.p, text.n);
  swap(copy, text.n, "\xC2\x85", shift->nel, 2);
  swap(copy, text.n, "\xE2\x80\xA8", shift->ls, 3);
  swap(copy, text.n, "\xE2\x80\xA9", shift->ps, 3);
  shift->any = true;
  return str_n(copy, text.n);
}

void yaml_unshift(const YamlShift *shift, char *p, size_t n) {
  swap(p, n, shift->nel, "\xC2\x85", 2);
  swap(p, n, shift->ls, "\xE2\x80\xA8", 3);
  swap(p, n, shift->ps, "\xE2\x80\xA9", 3);
}

/* -- the core schema -- */

static bool one_of(Str s, const char *const *words) {
  for (; *words; words++)
    if (str_eqc(s, *words)) return true;
  return false;
}

/* [-+]? [0-9]+ , 0o[0-7]+ , 0x[0-9a-fA-F]+ ; what does not fit 64 bits stays text. */
static bool integer(Str s, int64_t *out) {
  char buffer[72];
  if (s.n == 0 || s.n >= sizeof buffer) return false;
  memcpy(buffer, s.p, s.n);
  buffer[s.n] = '\0';
  const char *digits = buffer;
  int base = 10;
  if (s.n > 2 && buffer[0] == '0' && (buffer[1] == 'o' || buffer[1] == 'x')) {
    base = buffer[1] == 'o' ? 8 : 16;
    digits = buffer + 2;
  } else if (*digits == '-' || *digits == '+') {
    digits++;
  }
  if (!*digits) return false;
  for (const char *c = digits; *c; c++) {
    bool good = base == 8    ? *c >= '0' && *c <= '7'
                : base == 10 ? *c >= '0' && *c <= '9'
                             : (*c >= '0' && *c <= '9') || (*c >= 'a' && *c <= 'f') ||
                                   (*c >= 'A' && *c <= 'F');
    if (!good) return false;
  }
  errno = 0;
  *out = strtoll(base == 10 ? buffer : digits, NULL, base);
  return errno == 0;
}

/* [-+]? ( \.[0-9]+ | [0-9]+ (\.[0-9]*)? ) ([eE][-+]?[0-9]+)? */
static bool is_float(Str s) {
  size_t i = 0, whole = 0, part = 0;
  bool point = false, exponent = false;
  if (i < s.n && (s.p[i] == '-' || s.p[i] == '+')) i++;
  for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++) whole++;
  if (i < s.n && s.p[i] == '.') {
    point = true;
    for (i++; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++) part++;
  }
  if (whole + part == 0) return false;
  if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
    exponent = true;
    i++;
    if (i < s.n && (s.p[i] == '-' || s.p[i] == '+')) i++;
    if (i == s.n) return false;
    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9') i++;
  }
  return i == s.n && (point || exponent);
}

void yaml_scalar(Value *v, Str s) {
  static const char *const nulls[] = { "", "~", "null", "Null", "NULL", NULL };
  static const char *const trues[] = { "true", "True", "TRUE", NULL };
  static const char *const falses[] = { "false", "False", "FALSE", NULL };
  static const char *const infinities[] = { ".inf",  ".Inf",  ".INF",  "+.inf", "+.Inf",
                                            "+.INF", "-.inf", "-.Inf", "-.INF", NULL };
  static const char *const nans[] = { ".nan", ".NaN", ".NAN", NULL };
  int64_t i = 0;
  if (s.n > 64) return;
  if (one_of(s, nulls)) {
    v->kind = VALUE_NULL;
  } else if (one_of(s, trues) || one_of(s, falses)) {
    v->kind = VALUE_BOOL;
    v->boolean = (s.p[0] | 32) == 't';
  } else if (integer(s, &i)) {
    v->kind = VALUE_INT;
    v->integer = i;
  } else if (is_float(s)) {
    char buffer[72];
    memcpy(buffer, s.p, s.n);
    buffer[s.n] = '\0';
    v->kind = VALUE_FLOAT;
    v->number = strtod(buffer, NULL);
  } else if (one_of(s, infinities)) {
    v->kind = VALUE_FLOAT;
    v->number = s.p[0] == '-' ? -INFINITY : INFINITY;
  } else if (one_of(s, nans)) {
    v->kind = VALUE_FLOAT;
    v->number = NAN;
  }
}
