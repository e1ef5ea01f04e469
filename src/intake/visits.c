/* visits.c -- a hash table of recent hits that forgets. */
#include "intake/visits.h"

#include "base/arena.h"
#include "base/map.h"

#include <stdlib.h>

enum { SIZE_LEAST = 1 << 12, SIZE_MOST = 1 << 22 };

static uint64_t mix(uint64_t x) {
  x ^= x >> 32;
  x *= 0xD6E8FEB86659FD93u;
  x ^= x >> 32;
  return x;
}

static Visit *slot_of(Visit *slots, size_t size, uint64_t key) {
  size_t i = (size_t)key & (size - 1);
  while (slots[i].key && slots[i].key != key) i = (i + 1) & (size - 1);
  return &slots[i];
}

static bool recent(const Visits *v, int64_t time) {
  return time > v->newest - VISIT_SECONDS;
}

/* Room for one more: the old ones go; if that is not enough, the table doubles. */
static void make_room(Visits *v) {
  size_t kept = 0, size = v->size ? v->size : SIZE_LEAST;
  for (size_t i = 0; i < v->size; i++) kept += v->slots[i].key && recent(v, v->slots[i].time);
  if (kept > size / 2) {
    if (size < SIZE_MOST)
      size *= 2;
    else
      kept = 0;
  }
  Visit *slots = mem_calloc(size, sizeof *slots);
  v->count = 0;
  for (size_t i = 0; kept && i < v->size; i++) {
    if (!v->slots[i].key || !recent(v, v->slots[i].time)) continue;
    *slot_of(slots, size, v->slots[i].key) = v->slots[i];
    v->count++;
  }
  free(v->slots);
  v->slots = slots;
  v->size = size;
}

bool visits_count(Visits *v, Str address, Str agent, uint32_t page, bool has_time, int64_t time) {
  uint64_t key = mix(map_hash(address) + mix(map_hash(agent) + mix(page + 1)));
  if (!key) key = 1;
  if (!has_time) time = v->newest;
  if (time > v->newest || !v->count) v->newest = time;
  if (v->count >= v->size / 4 * 3) make_room(v);
  Visit *slot = slot_of(v->slots, v->size, key);
  if (!slot->key) {
    *slot = (Visit){ key, time };
    v->count++;
    return true;
  }
  int64_t apart = time > slot->time ? time - slot->time : slot->time - time;
  if (time > slot->time) slot->time = time;
  return apart >= VISIT_SECONDS;
}

void visits_free(Visits *v) {
  free(v->slots);
  *v = (Visits){ 0 };
}
