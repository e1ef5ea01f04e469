/* stats.h -- in how many articles each term occurs.
 *
 * Built once in the parent from all term vectors at barrier 1, read-only
 * afterwards and inherited by fork. Answers are bucketed to powers of two, so
 * that one new article changes next to none of them. */
#ifndef PUBLISH_TEXT_STATS_H
#define PUBLISH_TEXT_STATS_H

#include "text/fixed.h"
#include "text/termvec.h"

typedef struct TermStats TermStats;
TermStats *stats_new(void);
/* Count one document; a malformed vector counts as far as it can be read. The
 * vector need not outlive the call. */
void stats_add(TermStats *s, Str vector);
/* One more document known only by its list of terms (tags, say); duplicates
 * count once. */
void stats_add_terms(TermStats *s, const Str *terms, size_t count);
uint32_t stats_df(const TermStats *s, Str term); /* bucketed; 0 = nowhere */
uint32_t stats_n(const TermStats *s);            /* documents, bucketed */
size_t stats_terms(const TermStats *s);          /* distinct terms, exact */
void stats_free(TermStats *s);

/* Rarity: log2(1 + n / df) with bucketed n and df; 0 when df is 0. */
Fixed stats_idf(uint32_t n, uint32_t df);
/* Weight of `count` occurrences: 1 + ln(count); 0 for 0. */
Fixed stats_tf(uint64_t count);

#endif
