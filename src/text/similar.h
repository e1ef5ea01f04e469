/* similar.h -- which articles resemble this one, and why.
 *
 * An index over all articles. Each article gives one term list per field (the
 * words of its text, its tags, ...); a field has a weight. An article is
 * represented by its best `terms` terms by field weight * tf * idf, scaled to
 * length one; likeness is the cosine. Fields do not mix: the tag "git" and the
 * word "git" are two terms. Terms of a single article play no part.
 *
 * Built once in the parent, then read-only: forked workers query it, each with
 * a scratch of its own. Everything is integer arithmetic; equal scores go by
 * the caller's rank (newer first, then path), so results are total-ordered. */
#ifndef PUBLISH_TEXT_SIMILAR_H
#define PUBLISH_TEXT_SIMILAR_H

#include "text/fixed.h"
#include "text/termvec.h"

enum { SIMILAR_TERMS = 60, SIMILAR_FIELDS = 16, SIMILAR_WHY = 5 };

/* Building: begin, add every field of every document in any order, end. */
typedef struct SimilarBuilder SimilarBuilder;
/* `weights`: one per field, at most SIMILAR_FIELDS, FIXED_ONE = 1, cut to
 * 0..65,536; `documents` are numbered from 0; `terms` is K (0 = SIMILAR_TERMS, at
 * most 4,096). Add each field of a document at most once. */
SimilarBuilder *similar_begin(size_t documents, const Fixed *weights, size_t fields, size_t terms);
void similar_add_vector(SimilarBuilder *b, uint32_t document, size_t field, Str vector);
/* A list such as tags: each counts once, case and spelling as given (use tag_key). */
void similar_add_terms(SimilarBuilder *b, uint32_t document, size_t field, const Str *terms,
                       size_t count);
typedef struct SimilarIndex SimilarIndex;
/* Spends the builder. `rank[document]`: smaller wins among equal scores; NULL =
 * document order. Vectors and lists need not outlive this call. */
SimilarIndex *similar_end(SimilarBuilder *b, const uint32_t *rank);
void similar_free(SimilarIndex *x);

typedef struct {
  uint32_t document;
  Fixed score;                /* 0 < score <= 1, up to rounding */
  size_t shared;              /* how many of `why` */
  Str why[SIMILAR_WHY];       /* the shared terms that count most, best first: */
  uint8_t field[SIMILAR_WHY]; /* surface forms, and the field of each */
} SimilarHit;

/* One term that two documents share, and what it adds to their score. */
typedef struct SimilarTerm {
  Str name; /* surface form; "" = not for showing */
  uint8_t field;
  Fixed weight;
} SimilarTerm;

typedef struct SimilarScratch SimilarScratch; /* one per worker */
SimilarScratch *similar_scratch_new(const SimilarIndex *x);
void similar_scratch_free(SimilarScratch *s);

/* The best `k` documents for `document`, best first, never itself and none with
 * score 0; returns how many. `why` views live as long as the index. */
size_t similar_query(const SimilarIndex *x, SimilarScratch *s, uint32_t document, SimilarHit *out,
                     size_t k);

/* All that the score of these two is made of, in `a`, heaviest first: the weights sum to
 * exactly the score that similar_query() gives. */
size_t similar_terms(const SimilarIndex *x, uint32_t document, uint32_t other, Arena *a,
                     SimilarTerm **out);

#endif
