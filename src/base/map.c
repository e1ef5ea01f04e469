/* map.c -- open addressing over an insertion-ordered array of items. */
#include "base/map.h"

#include "base/arena.h"
#include <stdlib.h>
#include <sys/auxv.h>

static uint64_t mix(uint64_t a, uint64_t b) {
  unsigned __int128 m = (unsigned __int128)a * b;
  return (uint64_t)m ^ (uint64_t)(m >> 64);
}

static uint64_t hash(uint64_t seed, Str key) {
  uint64_t h = 0x9E3779B97F4A7C15u ^ seed ^ key.n;
  size_t i = 0;
  for (; i + 8 <= key.n; i += 8) {
    uint64_t word;
    memcpy(&word, key.p + i, 8);
    h = mix(h ^ word, 0xD6E8FEB86659FD93u);
  }
  uint64_t tail = 0;
  if (key.n > i) memcpy(&tail, key.p + i, key.n - i);
  return mix(h ^ tail, 0xA0761D6478BD642Fu);
}

uint64_t map_hash(Str key) {
  return hash(0, key);
}

/* Random bytes that the kernel gives each program at its start (getauxval(3)); forks share
 * them. They are mixed, because what guards the stack is made of them as well. */
static uint64_t process_seed(void) {
  const char *bytes = (const char *)(uintptr_t)getauxval(AT_RANDOM);
  return bytes ? hash(1, str_n(bytes, 16)) : 0;
}

/* The slot that holds key, or the free slot where it belongs. */
static size_t find_slot(const Map *m, Str key) {
  size_t mask = m->slot_count - 1, at = (size_t)hash(m->seed, key) & mask;
  while (m->slots[at] && !str_eq(m->items[m->slots[at] - 1].key, key)) at = (at + 1) & mask;
  return at;
}

void *map_get(const Map *m, Str key) {
  if (!m->slot_count) return NULL;
  uint32_t i = m->slots[find_slot(m, key)];
  return i ? m->items[i - 1].value : NULL;
}

bool map_has(const Map *m, Str key) {
  return m->slot_count && m->slots[find_slot(m, key)];
}

static void grow(Map *m) {
  if (!m->slot_count) m->seed = process_seed();
  m->slot_count = m->slot_count ? m->slot_count * 2 : 16;
  free(m->slots);
  m->slots = mem_calloc(m->slot_count, sizeof *m->slots);
  for (size_t i = 0; i < m->count; i++) m->slots[find_slot(m, m->items[i].key)] = (uint32_t)i + 1;
}

bool map_put(Map *m, Str key, void *value) {
  if ((m->count + 1) * 3 > m->slot_count * 2) grow(m);
  size_t slot = find_slot(m, key);
  if (m->slots[slot]) {
    m->items[m->slots[slot] - 1].value = value;
    return false;
  }
  if (m->count == m->cap) {
    m->cap = m->cap ? m->cap * 2 : 8;
    m->items = mem_realloc(m->items, m->cap * sizeof *m->items);
  }
  m->items[m->count++] = (MapItem){ key, value };
  m->slots[slot] = (uint32_t)m->count;
  return true;
}

void map_free(Map *m) {
  free(m->items);
  free(m->slots);
  *m = (Map){ 0 };
}
