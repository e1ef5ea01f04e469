/* catalog.h -- questions to the catalog: "the five newest with this tag".
 *
 * A query is a Value in one form only (lua/proxy_query.c makes it), encoded; the
 * encoded bytes name it everywhere. Fields, all but `order` may be missing:
 *   is         map of tags, categories, authors, series, language -> list of texts:
 *              any of each, and every field must hold; texts compare as in match.h
 *   where      a condition that match_check() has passed
 *   from, to   seconds: articles of [from, to)
 *   order      dotted field of a row; largest first, unless `ascending`. Rows
 *              without it stand last, equal ones by path, as in indexes
 *   unlisted   true: also what `listed: false` keeps out of lists
 *
 * The Catalog behind a World answers them. It is made empty at barrier 2 and sorts
 * and groups what is asked for when it is first asked for, once in each process; a
 * question that was asked before is looked up. So a question on each page of a large
 * site costs what its answer is long. It only ever remembers what follows from the
 * rows, which no longer change: no answer depends on what was asked before. */
#ifndef PUBLISH_MODEL_CATALOG_H
#define PUBLISH_MODEL_CATALOG_H

#include "model/world_data.h"

typedef struct Catalog Catalog;

/* The rows of `w`, which must not change any more. */
Catalog *catalog_new(const World *w);
void catalog_free(Catalog *c); /* NULL will do */

/* Rows [from, to) of the answer, 0-based, cut to its length; `out` has room for
 * to - from numbers, or is NULL. Nothing when `query` is malformed. */
size_t catalog_slice(Catalog *c, Str query, size_t from, size_t to, uint32_t *out);
size_t catalog_count(Catalog *c, Str query);

#endif
