/* store.h -- results of earlier jobs, each with the reads it rests on.
 *
 * An entry is named after its job ("scan articles/a.md", "page /2024/01/a/") and
 * holds the recorded reads and the whole frame (diagnostics and payload). It may
 * be used again exactly when every read still has its digest; store_find() checks
 * that against a World. Stores live in memory, belong to the parent and are
 * inherited by workers, which do the checking.
 *
 * A store made with another engine is not special: every job reads the engine. */
#ifndef PUBLISH_BUILD_STORE_H
#define PUBLISH_BUILD_STORE_H

#include "base/map.h"
#include "model/world.h"

typedef struct {
  Arena arena;
  Map entries; /* job name -> StoreEntry* */
} Store;

void store_put(Store *s, Str job, Str reads, Str frame);
/* True, and the frame, when the job's result still holds. */
bool store_find(const Store *s, const World *w, Str job, Str *frame);
/* The bytes behind an entry, unchecked: to carry it over. */
bool store_get(const Store *s, Str job, Str *reads, Str *frame);
void store_free(Store *s);

#endif
