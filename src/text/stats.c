/* stats.c -- one counter per term; bucketed on the way out. */
#include "text/stats.h"

#include "base/map.h"
#include <stdlib.h>

typedef struct {
  uint32_t df;
  uint32_t last; /* 1-based number of the document that counted last */
} Counter;

struct TermStats {
  Arena arena;
  Map terms; /* term -> Counter */
  uint32_t n;
};

TermStats *stats_new(void) {
  return mem_calloc(1, sizeof(TermStats));
}

void stats_free(TermStats *s) {
  if (!s) return;
  map_free(&s->terms);
  arena_free(&s->arena);
  free(s);
}

static void count(TermStats *s, Str term) {
  Counter *c = map_get(&s->terms, term);
  if (!c) {
    c = ARENA_NEW(&s->arena, Counter);
    map_put(&s->terms, arena_str(&s->arena, term), c);
  }
  if (c->last == s->n) return; /* twice in one document */
  c->last = s->n;
  c->df++;
}

void stats_add(TermStats *s, Str vector) {
  TermIter it = termvec_read(vector);
  Term term;
  s->n++;
  while (termvec_next(&it, &term)) count(s, term.term);
}

void stats_add_terms(TermStats *s, const Str *terms, size_t n) {
  s->n++;
  for (size_t i = 0; i < n; i++) count(s, terms[i]);
}

uint32_t stats_df(const TermStats *s, Str term) {
  const Counter *c = map_get(&s->terms, term);
  return c ? (uint32_t)fixed_bucket(c->df) : 0;
}

uint32_t stats_n(const TermStats *s) {
  return (uint32_t)fixed_bucket(s->n);
}

size_t stats_terms(const TermStats *s) {
  return s->terms.count;
}

Fixed stats_idf(uint32_t n, uint32_t df) {
  if (!df) return 0;
  return fixed_log2(1 + (uint64_t)n / df); /* a quotient of powers of two */
}

Fixed stats_tf(uint64_t occurrences) {
  const Fixed ln2 = 0xB17217F8; /* 0.6931471805 */
  return occurrences ? FIXED_ONE + fixed_mul(fixed_log2(occurrences), ln2) : 0;
}
