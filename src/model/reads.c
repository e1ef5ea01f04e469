/* reads.c -- a set of (kind, key, digest), in order of first reading. */
#include "model/reads.h"

#include <stdlib.h>

const char *read_kind_name(ReadKind kind) {
  static const char *const names[READ_KINDS] = {
    [READ_SOURCE] = "source",       [READ_SETTING] = "setting", [READ_DATA] = "data",
    [READ_OPTION] = "option",       [READ_ARTICLE] = "article", [READ_FACT] = "fact",
    [READ_STATS] = "stats",         [READ_KEYS] = "keys",       [READ_SLICE] = "slice",
    [READ_NEAR] = "near",           [READ_SIMILAR] = "similar", [READ_NOTICE] = "notice",
    [READ_TEMPLATE] = "template",   [READ_TEXT] = "text",       [READ_PLUGIN] = "plugin",
    [READ_PAGES] = "pages",         [READ_LINK] = "link",       [READ_ENGINE] = "engine",
    [READ_WITHDRAWN] = "withdrawn", [READ_IMAGE] = "image",     [READ_QUERY] = "query",
    [READ_FILES] = "files",
  };
  return kind < READ_KINDS ? names[kind] : "unknown";
}

void reads_add(Reads *r, ReadKind kind, Str key, Digest digest) {
  if (!r || (r->drop >> kind & 1)) return;
  /* The kind is part of the look-up key, so equal keys of two kinds differ. */
  char stack[256];
  char *with_kind = key.n + 1 <= sizeof stack ? stack : mem_alloc(key.n + 1);
  with_kind[0] = (char)kind;
  if (key.n) memcpy(with_kind + 1, key.p, key.n);
  Str probe = { with_kind, key.n + 1 };
  if (!map_has(&r->seen, probe)) {
    Str kept = arena_str(&r->arena, probe);
    if (r->count == r->cap) {
      r->cap = r->cap ? r->cap * 2 : 32;
      r->items = mem_realloc(r->items, r->cap * sizeof *r->items);
    }
    r->items[r->count++] = (Read){ kind, str_sub(kept, 1, kept.n), digest };
    map_put(&r->seen, kept, r->items);
  }
  if (with_kind != stack) free(with_kind);
}

void reads_write(const Reads *r, Buf *out) {
  buf_uint(out, r->count);
  for (size_t i = 0; i < r->count; i++) {
    buf_byte(out, (char)r->items[i].kind);
    buf_bytes(out, r->items[i].key);
    buf_add(out, r->items[i].digest.b, sizeof r->items[i].digest.b);
  }
}

bool reads_read(Reads *r, Reader *in) {
  uint64_t count = read_uint(in);
  for (uint64_t i = 0; i < count && !in->bad; i++) {
    uint64_t kind = read_uint(in);
    Str key = read_bytes(in);
    Digest digest;
    if (in->bad || kind >= READ_KINDS || in->rest.n < sizeof digest.b) {
      in->bad = true;
      return false;
    }
    memcpy(digest.b, in->rest.p, sizeof digest.b);
    in->rest = str_sub(in->rest, sizeof digest.b, in->rest.n);
    reads_add(r, (ReadKind)kind, key, digest);
  }
  return !in->bad;
}

void reads_clear(Reads *r) {
  uint32_t drop = r->drop;
  reads_free(r);
  r->drop = drop;
}

void reads_free(Reads *r) {
  free(r->items);
  map_free(&r->seen);
  arena_free(&r->arena);
  *r = (Reads){ 0 };
}
