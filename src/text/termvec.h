/* termvec.h -- what a text is about, as bytes: terms, how often, how spelled.
 *
 * A term vector is one flat run of bytes that may be stored in a fact, hashed
 * and compared: terms in byte order, each once. The same texts in any order of
 * adding give the same bytes.
 *
 *   uint entries, uint total;  then per entry:
 *   bytes term, uint count, bytes surface
 *
 * `count` is the weighted number of occurrences, `total` their sum, `surface`
 * the most frequent original spelling (first in byte order among equals), or ""
 * for a pair of Han characters that is good for comparing but not for showing.
 * What a term is, is said in terms.h. */
#ifndef PUBLISH_TEXT_TERMVEC_H
#define PUBLISH_TEXT_TERMVEC_H

#include "text/text.h"

typedef struct {
  Str term;
  uint64_t count;
  Str surface;
} Term;

/* Reading; views into the vector. Any bytes are safe: damage reads as the end. */
typedef struct {
  Reader in;
  uint64_t count, total; /* entries announced, sum of counts */
} TermIter;
TermIter termvec_read(Str vector);
bool termvec_next(TermIter *it, Term *out);
bool termvec_check(Str vector); /* well-formed, ordered, nothing behind the end? */

/* Building. The builder lives in the arena. Texts may be added in several
 * languages and with weights: a title counts more than the body. */
typedef struct TermBuilder TermBuilder;
TermBuilder *termvec_begin(TextTools *t, Arena *a);
void termvec_add(TermBuilder *b, Str text, Str language, uint32_t weight);
/* Another vector, its counts times weight. */
void termvec_merge(TermBuilder *b, Str vector, uint32_t weight);
Str termvec_end(TermBuilder *b); /* into the arena; the builder is spent */

#endif
