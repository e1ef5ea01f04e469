/* keyterms.h -- the few terms that say best what an article is about.
 *
 * score = tf(count) * idf(term) / (tf(largest count) * idf(df 1)), so between 0
 * and 1 whatever the length of the article and the size of the site: 1 is the
 * article's commonest term if no other article has it. Document frequencies are
 * asked through a function, so that a caller can record every question. */
#ifndef PUBLISH_TEXT_KEYTERMS_H
#define PUBLISH_TEXT_KEYTERMS_H

#include "text/stats.h"

typedef struct {
  uint32_t (*df)(void *self, Str term); /* bucketed, as stats_df */
  void *self;
  uint32_t n; /* bucketed, as stats_n */
} DfSource;
DfSource keyterms_source(const TermStats *s);

typedef struct {
  size_t max;         /* how many at most */
  Fixed threshold;    /* least score */
  uint32_t min_df;    /* the term stands in at least this many articles */
  uint32_t max_share; /* and in at most this percentage of them (0 = any) */
  uint64_t min_count; /* weighted occurrences in this article */
} KeytermOptions;
/* max 5, threshold 0.35, min_df 2, max_share 25, min_count 3. */
KeytermOptions keyterms_defaults(void);

typedef struct {
  Str term, surface; /* views into the vector */
  Fixed score;
} Keyterm;

/* Best first; equal scores in byte order of the term. `out` has room for
 * options->max; returns how many. Never a number, never a single character. */
size_t keyterms(const DfSource *source, Str vector, const KeytermOptions *options, Keyterm *out);

#endif
