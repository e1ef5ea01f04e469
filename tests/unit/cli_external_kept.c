#include "check.h"
#include "cli/external_kept.h"

enum { NOW = 1700000000 };

/* Servers may redirect to addresses as long as they like: what is written can be read. */
static void what_is_written_can_be_read(void) {
  enum { COUNT = 9000, LONG = 4000 };
  Arena a = { 0 };
  Map all = { 0 }, found = { 0 };
  Buf text = { 0 };
  char *to = arena_array(&a, LONG, 1);
  memset(to, 'x', LONG);
  for (int i = 0; i < COUNT; i++) {
    KeptAnswer *answer = ARENA_NEW(&a, KeptAnswer);
    *answer = (KeptAnswer){ .at = NOW };
    answer->ask = (Ask){ .result = ASK_MOVED, .status = 200, .to = str_n(to, LONG) };
    answer->ask.url = arena_printf(&a, "https://example.org/%05d/%.*s", i, LONG, to);
    map_put(&all, answer->ask.url, answer);
  }
  kept_text(&text, &all);
  CHECK(text.n <= KEPT_BYTES && text.n > KEPT_BYTES - 3 * LONG);
  kept_parse(&found, &a, buf_view(&text), NOW, 60);
  CHECK(found.count > KEPT_BYTES / (3 * LONG) && found.count < COUNT);
  buf_free(&text);
  map_free(&all);
  map_free(&found);
  arena_free(&a);
}

static void any_text_comes_back(void) {
  static const char strange[] = "https://example.org/\"\\\n\t\x01\xc3\xa9\xf0\x9f\x8d\xb5";
  Arena a = { 0 };
  Map all = { 0 }, found = { 0 };
  Buf text = { 0 };
  KeptAnswer one = { .at = NOW };
  one.ask =
      (Ask){ .url = str_c(strange), .result = ASK_GONE, .problem = str_c(strange), .to = S("") };
  map_put(&all, one.ask.url, &one);
  kept_text(&text, &all);
  kept_parse(&found, &a, buf_view(&text), NOW, 60);
  const KeptAnswer *got = map_get(&found, one.ask.url);
  CHECK(got && str_eq(got->ask.problem, one.ask.problem) && got->at == NOW);
  buf_free(&text);
  map_free(&all);
  map_free(&found);
  arena_free(&a);
}

CHECKS_MAIN({ "what is written can be read", what_is_written_can_be_read },
            { "any text comes back", any_text_comes_back })
