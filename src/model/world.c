/* world.c -- the digest that a record would get now: one line for each kind. */
#include "model/record.h"

#include "model/ref.h"
#include <stdio.h>

Str record_key(Arena *a, const Str *parts, size_t count) {
  Str pieces[8];
  size_t n = 0;
  for (size_t i = 0; i < count; i++) {
    if (i) pieces[n++] = S("\x1f");
    pieces[n++] = parts[i];
  }
  return arena_concat(a, pieces, n);
}

Str number_text(char buffer[24], uint64_t n) {
  int length = snprintf(buffer, 24, "%llu", (unsigned long long)n);
  return str_n(buffer, (size_t)length);
}

bool text_number(Str s, uint64_t *n) {
  *n = 0;
  if (s.n == 0 || s.n > 19) return false;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] < '0' || s.p[i] > '9') return false;
    *n = *n * 10 + (uint64_t)(s.p[i] - '0');
  }
  return true;
}

Digest world_digest(const World *w, ReadKind kind, Str key) {
  long at = str_chr(key, '\x1f');
  Str first = at < 0 ? key : str_sub(key, 0, (size_t)at);
  Str rest = at < 0 ? S("") : str_sub(key, (size_t)at + 1, key.n);
  switch (kind) {
  case READ_SOURCE:
    return file_digest(&w->sources, key);
  case READ_SETTING:
    return tree_digest(w->settings, key);
  case READ_DATA:
    return tree_digest(w->data, key);
  case READ_WITHDRAWN:
    return tree_digest(w->withdrawn, key);
  case READ_OPTION:
    return option_digest(w, key);
  case READ_ARTICLE:
    return article_digest(w, first, rest);
  case READ_FACT:
    return fact_digest(w, key);
  case READ_STATS:
    return stats_digest(w, first, rest);
  case READ_KEYS:
    return keys_digest(w, key);
  case READ_SLICE:
    return slice_record_digest(w, first, rest);
  case READ_NEAR:
    return near_record_digest(w, first, rest);
  case READ_SIMILAR:
    return similar_record_digest(w, first, rest);
  case READ_QUERY:
    return query_record_digest(w, key);
  case READ_NOTICE:
    return key.n ? notice_digest(w, rest, first) : notice_ids_digest(w);
  case READ_TEMPLATE:
    return file_digest(&w->templates, key);
  case READ_TEXT:
    return value_digest(find_text(w, first, rest));
  case READ_PLUGIN: {
    const Digest *d = map_get(&w->plugins, key);
    return d ? *d : (Digest){ 0 };
  }
  case READ_PAGES:
    return key.n ? value_digest(map_get(&w->page_records, key)) : w->pages_digest;
  case READ_LINK:
    return digest_of(find_link(w, key));
  case READ_IMAGE:
    return value_digest(map_get(&w->images, key));
  case READ_FILES:
    return value_digest(map_get(&w->files, key));
  case READ_ENGINE:
    return w->engine;
  case READ_KINDS:
    break;
  }
  return (Digest){ 0 };
}
