/* map.h -- a hash map from byte strings to pointers, in order of insertion.
 *
 * Keys are views: they must outlive the map (put them into an arena). Walking
 * goes in order of insertion, so hash order can never reach any output.
 * A handle: {0} is empty, map_free() frees the table but not keys or values.
 * SipHash is not needed: the hash is keyed by nothing, and adversarial keys
 * cost at most a probe chain bounded by the per-run limits on names. */
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
} Map;

void *map_get(const Map *m, Str key); /* NULL when absent */
bool map_has(const Map *m, Str key);
/* Store, replacing; returns true when the key is new. */
bool map_put(Map *m, Str key, void *value);
void map_free(Map *m);
uint64_t map_hash(Str key); /* the hash itself (wyhash-like mix, fixed seed) */

#endif
