/* store.c -- see store.h. */
#include "build/store.h"

typedef struct {
  Str reads, frame;
} StoreEntry;

void store_put(Store *s, Str job, Str reads, Str frame) {
  StoreEntry *e = ARENA_NEW(&s->arena, StoreEntry);
  e->reads = arena_str(&s->arena, reads);
  e->frame = arena_str(&s->arena, frame);
  map_put(&s->entries, arena_str(&s->arena, job), e);
}

bool store_get(const Store *s, Str job, Str *reads, Str *frame) {
  const StoreEntry *e = s ? map_get(&s->entries, job) : NULL;
  if (!e) return false;
  *reads = e->reads;
  *frame = e->frame;
  return true;
}

bool store_find(const Store *s, const World *w, Str job, Str *frame) {
  Str bytes;
  if (!store_get(s, job, &bytes, frame)) return false;
  Reads reads = { 0 };
  Reader in = { bytes, false };
  bool holds = reads_read(&reads, &in);
  for (size_t i = 0; holds && i < reads.count; i++)
    holds =
        digest_eq(world_digest(w, reads.items[i].kind, reads.items[i].key), reads.items[i].digest);
  reads_free(&reads);
  return holds;
}

void store_free(Store *s) {
  map_free(&s->entries);
  arena_free(&s->arena);
  *s = (Store){ 0 };
}
