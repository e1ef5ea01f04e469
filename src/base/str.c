/* str.c -- byte views; every rule here is by bytes, so no locale matters. */
#include "base/str.h"

bool str_eq(Str a, Str b) {
  return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_eqc(Str a, const char *z) {
  return str_eq(a, str_c(z));
}

int str_cmp(Str a, Str b) {
  size_t n = a.n < b.n ? a.n : b.n;
  int c = n ? memcmp(a.p, b.p, n) : 0;
  if (c) return c;
  return a.n < b.n ? -1 : a.n > b.n;
}

bool str_starts(Str s, Str head) {
  return s.n >= head.n && (head.n == 0 || memcmp(s.p, head.p, head.n) == 0);
}

bool str_ends(Str s, Str tail) {
  return s.n >= tail.n && (tail.n == 0 || memcmp(s.p + s.n - tail.n, tail.p, tail.n) == 0);
}

long str_find(Str s, Str needle) {
  if (needle.n == 0) return 0;
  if (s.n < needle.n) return STR_NPOS;
  const char *hit = memmem(s.p, s.n, needle.p, needle.n);
  return hit ? (long)(hit - s.p) : STR_NPOS;
}

long str_chr(Str s, char c) {
  const char *hit = s.n ? memchr(s.p, c, s.n) : NULL;
  return hit ? (long)(hit - s.p) : STR_NPOS;
}

long str_rchr(Str s, char c) {
  const char *hit = s.n ? memrchr(s.p, c, s.n) : NULL;
  return hit ? (long)(hit - s.p) : STR_NPOS;
}

Str str_sub(Str s, size_t from, size_t to) {
  if (to > s.n) to = s.n;
  if (from > to) from = to;
  return (Str){ s.p ? s.p + from : s.p, to - from };
}

static bool blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

Str str_trim(Str s) {
  while (s.n && blank(s.p[0])) s.p++, s.n--;
  while (s.n && blank(s.p[s.n - 1])) s.n--;
  return s;
}

bool str_split(Str *rest, char sep, Str *part) {
  if (!rest->p) return false;
  long at = str_chr(*rest, sep);
  if (at < 0) {
    *part = *rest;
    *rest = (Str){ 0 };
  } else {
    *part = str_sub(*rest, 0, (size_t)at);
    *rest = (Str){ rest->p + at + 1, rest->n - (size_t)at - 1 };
  }
  return true;
}

Str str_line(Str s, size_t *i) {
  size_t from = *i, end = from;
  while (end < s.n && s.p[end] != '\n' && s.p[end] != '\r') end++;
  *i = end;
  if (*i < s.n) *i += s.p[end] == '\r' && end + 1 < s.n && s.p[end + 1] == '\n' ? 2 : 1;
  return str_sub(s, from, end);
}

Str str_base(Str path) {
  long at = str_rchr(path, '/');
  return at < 0 ? path : str_sub(path, (size_t)at + 1, path.n);
}

Str str_dir(Str path) {
  long at = str_rchr(path, '/');
  return at < 0 ? str_sub(path, 0, 0) : str_sub(path, 0, (size_t)at);
}

static char lower(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool str_eq_nocase(Str a, Str b) {
  if (a.n != b.n) return false;
  for (size_t i = 0; i < a.n; i++)
    if (lower(a.p[i]) != lower(b.p[i])) return false;
  return true;
}

/* Optimal string alignment distance (restricted Damerau-Levenshtein): three
 * rows, words cut at 64 bytes because only short names are ever compared. */
size_t str_distance(Str a, Str b, size_t most) {
  enum { LONGEST = 64 };
  if (a.n > LONGEST || b.n > LONGEST) return str_eq(a, b) ? 0 : most + 1;
  size_t gap = a.n > b.n ? a.n - b.n : b.n - a.n;
  if (gap > most) return most + 1;
  size_t rows[3][LONGEST + 1];
  for (size_t j = 0; j <= b.n; j++) rows[0][j] = j;
  for (size_t i = 1; i <= a.n; i++) {
    size_t *now = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
    now[0] = i;
    for (size_t j = 1; j <= b.n; j++) {
      char x = lower(a.p[i - 1]), y = lower(b.p[j - 1]);
      size_t best = above[j - 1] + (x != y);
      if (above[j] + 1 < best) best = above[j] + 1;
      if (now[j - 1] + 1 < best) best = now[j - 1] + 1;
      if (i > 1 && j > 1 && x == lower(b.p[j - 2]) && y == lower(a.p[i - 2]) &&
          before[j - 2] + 1 < best)
        best = before[j - 2] + 1;
      now[j] = best;
    }
  }
  size_t d = rows[a.n % 3][b.n];
  return d > most ? most + 1 : d;
}

Str str_nearest(Str word, const Str *candidates, size_t count) {
  Str best = { 0 };
  size_t least = 4;
  for (size_t i = 0; i < count; i++) {
    size_t longer = word.n > candidates[i].n ? word.n : candidates[i].n;
    size_t most = longer / 3 < 3 ? longer / 3 : 3;
    if (most == 0) most = longer > 1 ? 1 : 0;
    size_t d = str_distance(word, candidates[i], most);
    if (d <= most && d < least) {
      least = d;
      best = candidates[i];
    }
  }
  return best;
}
