/* kept.c -- any bytes as answers of the web kept from an earlier run: what is taken of them is
 * written and read back as the same. */
#include "fuzz.h"

#include "cli/external_kept.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  enum { NOW = 1700000000, WEEK = 7 * 24 * 60 * 60 };
  Arena a = { 0 };
  Map found = { 0 }, again = { 0 };
  Buf text = { 0 }, same = { 0 };
  kept_parse(&found, &a, fuzz_str(data, size), NOW, WEEK);
  MUST(found.count <= size / 40);
  for (size_t i = 0; i < found.count; i++) {
    const KeptAnswer *answer = found.items[i].value;
    MUST(kept_worthy(&answer->ask) && str_eq(answer->ask.url, found.items[i].key));
    MUST(answer->at <= NOW && answer->at > NOW - WEEK);
    MUST(answer->ask.status >= 0 && answer->ask.status < 1000);
    MUST(answer->ask.result != ASK_MOVED || answer->ask.to.n);
  }
  kept_text(&text, &found);
  kept_parse(&again, &a, buf_view(&text), NOW, WEEK);
  MUST(again.count == found.count);
  kept_text(&same, &again);
  MUST(str_eq(buf_view(&text), buf_view(&same)));
  buf_free(&text);
  buf_free(&same);
  map_free(&found);
  map_free(&again);
  arena_free(&a);
  return 0;
}
