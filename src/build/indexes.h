/* indexes.h -- the kernels behind plugins' declared indexes (barriers 1 and 2).
 *
 * Plugins declare indexes by kind; nothing built in loops over the site in Lua.
 *   terms    document frequencies over a fact that is a term vector (barrier 1)
 *   group    rows by key: the values of a field or fact, or what a Lua map gave
 *   sorted   all rows in one order, under the key ""
 *   count    as group, when only the numbers matter
 *   similar  for each row the rows most like it
 * Rows within a key are ordered by the declared field (newest first unless it
 * says otherwise), then by path. Everything is a function of the rows alone. */
#ifndef PUBLISH_BUILD_INDEXES_H
#define PUBLISH_BUILD_INDEXES_H

#include "model/world_data.h"
#include "plugin/manifest.h"

/* A key that a Lua map gave for a row. `order` may be NULL: the declared one. */
typedef struct {
  Str index, key;
  uint32_t row;
  const Value *order;
} Emitted;

/* A field of a row by dotted path; "facts.PLUGIN.FIELD" looks into the facts. */
const Value *row_value(const Row *row, Str path);

/* Barrier 1: fills world->stats for every declared index of kind terms. */
void indexes_count_terms(World *w, const Manifest *const *plugins, size_t count);
/* Barrier 2: fills world->indexes and world->similar. */
void indexes_build(World *w, Arena *a, const Manifest *const *plugins, size_t count,
                   const Emitted *emitted, size_t emitted_count);
void indexes_free(World *w);

#endif
