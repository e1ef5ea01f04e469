/* keyterms.c -- judge by what the vector tells first, and ask for a document
 * frequency only when the answer can matter: every question may be a record. */
#include "text/keyterms.h"

#include "base/utf8.h"
#include <stdlib.h>

static uint32_t from_stats(void *self, Str term) {
  return stats_df(self, term);
}

DfSource keyterms_source(const TermStats *s) {
  union { /* only ever read through */
    const TermStats *in;
    void *out;
  } cast = { .in = s };
  return (DfSource){ from_stats, cast.out, stats_n(s) };
}

KeytermOptions keyterms_defaults(void) {
  return (KeytermOptions){
    .max = 5, .threshold = fixed_ratio(35, 100), .min_df = 2, .max_share = 25, .min_count = 3
  };
}

/* Better first. */
static int order(const void *x, const void *y) {
  const Keyterm *a = x, *b = y;
  if (a->score != b->score) return a->score > b->score ? -1 : 1;
  return str_cmp(a->term, b->term);
}

static uint64_t largest_count(Str vector) {
  TermIter it = termvec_read(vector);
  Term term;
  uint64_t most = 0;
  while (termvec_next(&it, &term))
    if (term.surface.n && term.count > most) most = term.count;
  return most;
}

static bool presentable(const Term *t) {
  return t->surface.n && utf8_count(t->term) >= 2;
}

size_t keyterms(const DfSource *source, Str vector, const KeytermOptions *o, Keyterm *out) {
  if (!o->max || !source->n) return 0;
  uint64_t most = largest_count(vector);
  Fixed whole = fixed_mul(stats_tf(most), stats_idf(source->n, 1));
  if (whole <= 0) return 0;
  TermIter it = termvec_read(vector);
  Term term;
  Keyterm *found = NULL;
  size_t count = 0, cap = 0;
  uint32_t rarest = (uint32_t)fixed_bucket(o->min_df ? o->min_df : 1);
  while (termvec_next(&it, &term)) {
    if (!presentable(&term) || term.count < o->min_count) continue;
    Fixed tf = stats_tf(term.count);
    if (fixed_div(fixed_mul(tf, stats_idf(source->n, rarest)), whole) < o->threshold) continue;
    uint32_t df = source->df(source->self, term.term);
    if (df < rarest) continue;
    if (o->max_share && (uint64_t)df * 100 > (uint64_t)source->n * o->max_share) continue;
    Fixed score = fixed_div(fixed_mul(tf, stats_idf(source->n, df)), whole);
    if (score < o->threshold) continue;
    if (count == cap) {
      cap = cap ? cap * 2 : 32;
      found = mem_realloc(found, cap * sizeof *found);
    }
    found[count++] = (Keyterm){ term.term, term.surface, score };
  }
  if (count) qsort(found, count, sizeof *found, order);
  if (count > o->max) count = o->max;
  if (count) memcpy(out, found, count * sizeof *out);
  free(found);
  return count;
}
