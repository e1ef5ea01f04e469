/* map.h -- a hash map from byte strings to pointers, in order of insertion.
 *
 * Keys are views: they must outlive the map (put them into an arena). Walking
 * goes in order of insertion, so hash order can never reach any output.
 * A handle: {0} is empty, map_free() frees the table but not keys or values.
 * Keys may be chosen by strangers: each process hashes with a seed of its own, so that
 * nobody can make a list of keys that all want one place. */
#ifndef PUBLISH_BASE_MAP_H
#define PUBLISH_BASE_MAP_H

#include "base/str.h"
#include <stdint.h>

typedef struct {
  Str key;
  void *value;
} MapItem;
typedef struct {
  MapItem *items; /* in order of insertion; removal is not offered */
  size_t count, cap;
  uint32_t *slots; /* 1-based indexes into items, 0 = free */
  size_t slot_count;
  uint64_t seed; /* of this process, from the first key on */
} Map;

void *map_get(const Map *m, Str key); /* NULL when absent */
bool map_has(const Map *m, Str key);
/* Store, replacing; returns true when the key is new. */
bool map_put(Map *m, Str key, void *value);
void map_free(Map *m);
uint64_t map_hash(Str key); /* a hash that is always the same (wyhash-like mix, no seed) */

#endif
