/* similar_index.h -- how a similarity index lies in memory (this folder only).
 *
 * The same sparse matrix twice, by document and by term, in compressed rows:
 * row r is [start[r], start[r + 1]). Weights have 16 fractional bits, so that a
 * product of two has 32 and a score needs no rounding. */
#ifndef PUBLISH_TEXT_SIMILAR_INDEX_H
#define PUBLISH_TEXT_SIMILAR_INDEX_H

#include "text/similar.h"

typedef struct {
  uint32_t id, weight;
} SimilarEntry;
typedef struct {
  uint32_t document, weight;
} SimilarPosting;

struct SimilarIndex {
  Arena arena; /* names */
  size_t documents, terms;
  size_t *doc_start;
  SimilarEntry *entries; /* of a document, by id */
  size_t *term_start;
  SimilarPosting *postings; /* of a term, by document */
  Str *names;               /* surface form of a term, "" = not for showing */
  uint8_t *fields;
  uint32_t *rank;
};

#endif
