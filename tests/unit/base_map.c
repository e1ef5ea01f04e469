/* base_map.c -- keys that somebody made to want one place do not get it. */
#include "base/arena.h"
#include "base/map.h"
#include "check.h"

static uint64_t mix(uint64_t a, uint64_t b) {
  unsigned __int128 m = (unsigned __int128)a * b;
  return (uint64_t)m ^ (uint64_t)(m >> 64);
}

/* Sixteen bytes: the second half undoes what the hash without a seed makes of the first. */
static Str colliding(Arena *a, uint64_t first) {
  uint64_t second = mix(0x9E3779B97F4A7C15u ^ 16 ^ first, 0xD6E8FEB86659FD93u);
  char bytes[16];
  memcpy(bytes, &first, 8);
  memcpy(bytes + 8, &second, 8);
  return str_n(arena_dup(a, bytes, sizeof bytes), sizeof bytes);
}

static void made_to_collide(void) {
  enum { COUNT = 20000 };
  Arena a = { 0 };
  Map m = { 0 };
  uint64_t one = map_hash(colliding(&a, 0));
  for (uint64_t i = 0; i < COUNT; i++) {
    Str key = colliding(&a, i * 0x9E3779B97F4A7C15u);
    CHECK(map_hash(key) == one); /* or this test looks at nothing */
    CHECK(map_put(&m, key, &a));
  }
  size_t longest = 0, run = 0;
  for (size_t i = 0; i < m.slot_count; i++) {
    run = m.slots[i] ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  CHECK(longest < 1000);
  CHECK_INT(m.count, COUNT);
  map_free(&m);
  arena_free(&a);
}

static void keeps_and_finds(void) {
  Arena a = { 0 };
  Map m = { 0 };
  char name[3][2] = { "a", "b", "c" };
  CHECK(!map_get(&m, S("a")) && !map_has(&m, S("a")));
  for (int i = 0; i < 1000; i++) {
    Str key = arena_printf(&a, "%d", i);
    CHECK(map_put(&m, key, name[i % 3]));
  }
  CHECK(!map_put(&m, S("7"), name[0]) && map_get(&m, S("7")) == name[0]);
  CHECK(map_put(&m, S(""), NULL) && map_has(&m, S("")) && !map_get(&m, S("")));
  CHECK(m.count == 1001 && str_eqc(m.items[12].key, "12") && map_get(&m, S("998")) == name[2]);
  map_free(&m);
  CHECK(!map_has(&m, S("7")));
  arena_free(&a);
}

CHECKS_MAIN({ "keeps and finds", keeps_and_finds }, { "made to collide", made_to_collide })
