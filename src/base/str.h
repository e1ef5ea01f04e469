/* str.h -- a view of bytes: pointer and length, borrowed, never freed.
 *
 * A Str does not own what it points to and need not end in NUL; whoever made
 * the bytes says how long they live (an arena, a blob, a literal). {0} is the
 * empty view. Text is UTF-8 by convention, but nothing here assumes it: every
 * comparison is by bytes, so no locale can change a result. */
#ifndef PUBLISH_BASE_STR_H
#define PUBLISH_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct {
  const char *p;
  size_t n;
} Str;

/* A literal as a view, at no cost. */
#define S(lit) ((Str){ ("" lit ""), sizeof(lit) - 1 })
/* For printf: printf("%.*s", STR(s)). */
#define STR(s) (int)(s).n, ((s).p ? (s).p : "")

enum { STR_NPOS = -1 };

static inline Str str_c(const char *z) {
  return (Str){ z, z ? strlen(z) : 0 };
}
static inline Str str_n(const char *p, size_t n) {
  return (Str){ p, n };
}
static inline bool str_empty(Str s) {
  return s.n == 0;
}
bool str_eq(Str a, Str b);
bool str_eqc(Str a, const char *z);
int str_cmp(Str a, Str b);        /* bytewise; shorter first when one is a prefix */
bool str_starts(Str s, Str head); /* does s begin with head? */
bool str_ends(Str s, Str tail);
long str_find(Str s, Str needle);           /* byte offset of the first match, or STR_NPOS */
long str_chr(Str s, char c);                /* first byte c, or STR_NPOS */
long str_rchr(Str s, char c);               /* last byte c, or STR_NPOS */
Str str_sub(Str s, size_t from, size_t to); /* [from, to), both cut to s.n */
Str str_trim(Str s);                        /* without ASCII white space at both ends */
/* Take the part of *rest before the next `sep`, and move *rest past it.
 * False when *rest is exhausted (its p is NULL). "a,,b" gives "a", "", "b". */
bool str_split(Str *rest, char sep, Str *part);
/* The line at *i without its end (LF, CR LF or CR), and *i behind that. */
Str str_line(Str s, size_t *i);
/* Everything after the last '/', and everything before it ("" if none). */
Str str_base(Str path);
Str str_dir(Str path);
/* ASCII-only, so the same everywhere. */
bool str_eq_nocase(Str a, Str b);
/* Edit distance (Levenshtein with adjacent transpositions, over bytes), for
 * did-you-mean; `most` + 1 when it is larger than `most`. */
size_t str_distance(Str a, Str b, size_t most);
/* The candidate nearest to `word`, or the empty view when none is near enough
 * to be a likely misspelling (distance at most a third of the longer one, and
 * at most 3). The first of equals wins, so give candidates in a fixed order. */
Str str_nearest(Str word, const Str *candidates, size_t count);

#endif
