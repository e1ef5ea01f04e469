/* log_json.c -- one JSON record a line (RFC 8259), read for the fields that are known.
 *
 * A walk without a tree: names of nested records are joined by dots, of a list the
 * first text counts (Caddy writes headers so). "\xHH" inside a text is taken too:
 * nginx writes it unless told escape=json. */
#include "intake/log.h"

#include "base/utf8.h"

enum { DEPTH = 24, NAME = 96 };

typedef struct {
  Str s;
  size_t i;
  Arena *a;
  Hit *hit;
  char name[NAME]; /* of where we are, as hit_field() wants it */
  size_t name_n;
  bool too_long;
} Walk;

static void space(Walk *w) {
  while (w->i < w->s.n && (w->s.p[w->i] == ' ' || w->s.p[w->i] == '\t' || w->s.p[w->i] == '\r'))
    w->i++;
}

static bool take(Walk *w, char c) {
  space(w);
  if (w->i >= w->s.n || w->s.p[w->i] != c) return false;
  w->i++;
  return true;
}

static bool hex(Walk *w, int count, uint32_t *out) {
  *out = 0;
  for (int k = 0; k < count; k++) {
    if (w->i >= w->s.n) return false;
    char c = w->s.p[w->i++];
    if (c >= '0' && c <= '9')
      *out = *out * 16 + (uint32_t)(c - '0');
    else if ((c | 32) >= 'a' && (c | 32) <= 'f')
      *out = *out * 16 + (uint32_t)((c | 32) - 'a' + 10);
    else
      return false;
  }
  return true;
}

/* Behind "\u": four digits, or two such for a character beyond U+FFFF. */
static bool unicode(Walk *w, char *out, size_t *n) {
  uint32_t cp, low;
  if (!hex(w, 4, &cp)) return false;
  if (cp >= 0xD800 && cp < 0xDC00) {
    size_t back = w->i;
    bool pair = w->i + 1 < w->s.n && w->s.p[w->i] == '\\' && w->s.p[w->i + 1] == 'u';
    w->i += pair ? 2 : 0;
    if (pair && !hex(w, 4, &low)) return false;
    if (pair && low >= 0xDC00 && low < 0xE000) {
      cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
    } else {
      w->i = back;
      cp = 0xFFFD;
    }
  } else if (cp >= 0xDC00 && cp < 0xE000) {
    cp = 0xFFFD;
  }
  *n += utf8_put(out + *n, cp);
  return true;
}

static bool text(Walk *w, Str *out) {
  if (!take(w, '"')) return false;
  size_t from = w->i, i = from;
  while (i < w->s.n && w->s.p[i] != '"' && w->s.p[i] != '\\' && (unsigned char)w->s.p[i] >= 0x20)
    i++;
  if (i < w->s.n && w->s.p[i] == '"') {
    *out = str_sub(w->s, from, i);
    w->i = i + 1;
    return true;
  }
  while (i < w->s.n && w->s.p[i] != '"') i += w->s.p[i] == '\\' ? 2 : 1;
  if (i >= w->s.n) return false;
  /* No escape makes more bytes than it has. */
  char *to = arena_alloc(w->a, i - from + 1);
  size_t n = 0;
  while (w->i < w->s.n) {
    char c = w->s.p[w->i++];
    if (c == '"') {
      *out = str_n(to, n);
      return true;
    }
    if ((unsigned char)c < 0x20) return false;
    if (c != '\\') {
      to[n++] = c;
      continue;
    }
    if (w->i >= w->s.n) return false;
    c = w->s.p[w->i++];
    static const char plain[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    const char *at = c ? strchr(plain, c) : NULL;
    uint32_t byte;
    if (at)
      to[n++] = meant[at - plain];
    else if (c == 'x' && hex(w, 2, &byte))
      to[n++] = (char)byte;
    else if (c != 'u' || !unicode(w, to, &n))
      return false;
  }
  return false;
}

static void found(Walk *w, Str value) {
  uint8_t rank = 0;
  if (w->too_long) return;
  HitField field = hit_field(str_n(w->name, w->name_n), &rank);
  if (field != FIELD_NONE) hit_put(w->hit, field, rank, value);
}

static bool value(Walk *w, int depth);

static bool record(Walk *w, int depth) {
  size_t outer = w->name_n;
  bool was_long = w->too_long;
  if (take(w, '}')) return true;
  for (;;) {
    Str key;
    if (!text(w, &key) || !take(w, ':')) return false;
    if (outer && w->name_n < NAME) w->name[w->name_n++] = '.';
    w->name_n += hit_name(w->name + w->name_n, NAME - w->name_n, key);
    w->too_long = was_long || w->name_n == NAME;
    if (!value(w, depth + 1)) return false;
    w->name_n = outer;
    w->too_long = was_long;
    if (take(w, '}')) return true;
    if (!take(w, ',')) return false;
  }
}

/* The first item goes by the list's name. */
static bool list(Walk *w, int depth) {
  bool was_long = w->too_long;
  if (take(w, ']')) return true;
  for (;;) {
    if (!value(w, depth + 1)) return false;
    w->too_long = true;
    if (take(w, ']')) break;
    if (!take(w, ',')) return false;
  }
  w->too_long = was_long;
  return true;
}

static bool value(Walk *w, int depth) {
  Str s;
  space(w);
  if (depth > DEPTH || w->i >= w->s.n) return false;
  switch (w->s.p[w->i]) {
  case '{':
    w->i++;
    return record(w, depth);
  case '[':
    w->i++;
    return list(w, depth);
  case '"':
    if (!text(w, &s)) return false;
    found(w, s);
    return true;
  default:
    break;
  }
  size_t from = w->i;
  while (w->i < w->s.n && strchr("+-.0123456789abcdefghijklmnopqrstuvwxyzE", w->s.p[w->i]) &&
         w->s.p[w->i])
    w->i++;
  s = str_sub(w->s, from, w->i);
  if (str_eqc(s, "null") || str_eqc(s, "true") || str_eqc(s, "false")) return true;
  if (!s.n || (s.p[0] != '-' && (s.p[0] < '0' || s.p[0] > '9'))) return false;
  found(w, s);
  return true;
}

bool log_json(Hit *out, Arena *a, Str line) {
  Walk w = { .s = line, .a = a, .hit = out };
  if (!take(&w, '{') || !record(&w, 0)) return false;
  take(&w, ',');
  space(&w);
  return w.i == w.s.n;
}
