/* log_common.c -- the common and the combined log format, as Apache and nginx write
 * them: fields separated by blanks, texts in quotes with \" and \xHH inside.
 *
 * The time in brackets is the anchor: what stands before it is the visitor's
 * address, two names, and perhaps a virtual host in front of all; behind it come the
 * request, the status, the size, and in the combined format referrer and agent. */
#include "intake/log.h"

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

static Str unescape(Arena *a, Str s) {
  if (str_chr(s, '\\') < 0) return s;
  char *out = arena_dup(a, s.p, s.n);
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    if (c == '\\' && i + 1 < s.n) {
      c = s.p[++i];
      if (c == 'x' && i + 2 < s.n && hex_digit(s.p[i + 1]) >= 0 && hex_digit(s.p[i + 2]) >= 0) {
        c = (char)(hex_digit(s.p[i + 1]) * 16 + hex_digit(s.p[i + 2]));
        i += 2;
      }
    }
    out[n++] = c;
  }
  return str_n(out, n);
}

static void blanks(Str *rest) {
  while (rest->n && rest->p[0] == ' ') *rest = str_sub(*rest, 1, rest->n);
}

/* A text in quotes, or a run without blanks. */
static bool item(Str *rest, Str *out, Arena *a) {
  blanks(rest);
  if (!rest->n) return false;
  if (rest->p[0] != '"') {
    long end = str_chr(*rest, ' ');
    size_t n = end < 0 ? rest->n : (size_t)end;
    *out = str_sub(*rest, 0, n);
    *rest = str_sub(*rest, n, rest->n);
    return true;
  }
  for (size_t i = 1; i < rest->n; i++) {
    if (rest->p[i] == '\\') {
      i++;
    } else if (rest->p[i] == '"') {
      *out = unescape(a, str_sub(*rest, 1, i));
      *rest = str_sub(*rest, i + 1, rest->n);
      return true;
    }
  }
  return false;
}

/* Host, two names: the address is the third word from the end. */
static bool address(Str *out, Str head) {
  Str words[8], rest = str_trim(head), one;
  size_t n = 0;
  while (rest.n && n < 8) {
    long end = str_chr(rest, ' ');
    one = end < 0 ? rest : str_sub(rest, 0, (size_t)end);
    words[n++] = one;
    rest = str_trim(str_sub(rest, one.n, rest.n));
  }
  if (n < 3) return false;
  /* A virtual host in front: the address is the second word. */
  *out = n == 4 ? words[1] : words[0];
  return true;
}

bool log_common(Hit *out, Arena *a, Str line) {
  long open = str_find(line, S(" [")), close;
  if (open < 0) return false;
  Str when = str_sub(line, (size_t)open + 2, line.n);
  close = str_chr(when, ']');
  if (close < 0) return false;
  Str rest = str_sub(when, (size_t)close + 1, when.n), who, request, status, one;
  when = str_sub(when, 0, (size_t)close);
  int64_t time;
  if (!hit_time(&time, a, when) || !address(&who, str_sub(line, 0, (size_t)open))) return false;
  blanks(&rest);
  if (!str_starts(rest, S("\"")) || !item(&rest, &request, a) || !item(&rest, &status, a))
    return false;
  hit_put(out, FIELD_TIME, 1, when);
  hit_put(out, FIELD_ADDRESS, 1, who);
  hit_put(out, FIELD_REQUEST, 1, request);
  hit_put(out, FIELD_STATUS, 1, status);
  /* Size, referrer, agent; what else there is has no common name. */
  if (item(&rest, &one, a) && item(&rest, &one, a) && item(&rest, &one, a))
    hit_put(out, FIELD_AGENT, 1, one);
  return true;
}
