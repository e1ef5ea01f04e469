/* collate.c -- ICU's sort key, then the text itself so that no two are equal. */
#include "text/collate.h"

#include "text/tools.h"

Str collate_key(TextTools *t, Arena *a, Str language, Str s) {
  UCollator *c = tools_collator(t, language);
  if (!c) return arena_str(a, s);
  Arena scratch = { 0 };
  Wide w = wide_of(&scratch, s);
  int32_t cap = w.n * 4 + 64;
  uint8_t *key = arena_alloc(&scratch, (size_t)cap);
  int32_t n = ucol_getSortKey(c, w.p, w.n, key, cap);
  if (n > cap) {
    key = arena_alloc(&scratch, (size_t)n);
    n = ucol_getSortKey(c, w.p, w.n, key, n);
  }
  /* The key ends in a zero byte, which no key has inside. */
  Str parts[] = { str_n((const char *)key, (size_t)n), s };
  Str result = arena_concat(a, parts, 2);
  arena_free(&scratch);
  return result;
}

int collate_cmp(TextTools *t, Str language, Str a, Str b) {
  Arena scratch = { 0 };
  int order = str_cmp(collate_key(t, &scratch, language, a), collate_key(t, &scratch, language, b));
  arena_free(&scratch);
  return order;
}
