/* ref.c -- reading a Value tree place by place, with a record for each answer.
 *
 * A record's key is the place, then one byte for the aspect:
 *   '='  a scalar's content, or which kind of container stands there (or none)
 *   '#'  the number of items
 *   '*'  the names of the fields
 *   '!'  the whole subtree
 * world_tree_digest() computes the digest of (place, aspect) again. */
#include "model/ref.h"

#include "base/arena.h"
#include <stdio.h>
#include <stdlib.h>

static bool scalar(const Value *v) {
  return v && v->kind != VALUE_LIST && v->kind != VALUE_MAP;
}

Digest aspect_digest(const Value *v, char aspect) {
  Digester d;
  digester_init(&d);
  digester_add(&d, str_n(&aspect, 1));
  switch (aspect) {
  case '=':
    if (!v) return (Digest){ 0 };
    if (scalar(v)) return value_digest(v);
    digester_uint(&d, (uint64_t)v->kind);
    break;
  case '#':
    digester_uint(&d, v ? value_count(v) : 0);
    break;
  case '*':
    if (v && v->kind == VALUE_MAP) {
      /* In order as written, because that is how they are listed. */
      for (size_t i = 0; i < v->map.count; i++) digester_add(&d, v->map.fields[i].key);
    } else {
      digester_uint(&d, value_count(v));
    }
    break;
  default:
    return value_digest(v);
  }
  return digester_end(&d);
}

static void record(Reads *r, Ref at, char aspect) {
  if (!r || at.kind == READ_KINDS) return;
  char stack[512];
  char *key = at.key.n + 1 <= sizeof stack ? stack : mem_alloc(at.key.n + 1);
  if (at.key.n) memcpy(key, at.key.p, at.key.n);
  key[at.key.n] = aspect;
  reads_add(r, at.kind, str_n(key, at.key.n + 1), aspect_digest(at.v, aspect));
  if (key != stack) free(key);
}

static Ref child(Reads *r, Ref at, Str name, const Value *v) {
  if (at.kind == READ_KINDS || !r) return (Ref){ v, at.kind, at.key, 0 };
  Str parts[] = { at.key, name, S("\x1f") };
  return (Ref){ v, at.kind, arena_concat(&r->arena, parts, 3), 0 };
}

Ref ref_get(const World *w, Reads *r, Ref at, Str field) {
  if (at.article) return row_field(w, r, at.article, field);
  Ref to = child(r, at, field, value_get(at.v, field));
  record(r, to, '=');
  return to;
}

Ref ref_at(const World *w, Reads *r, Ref at, size_t index) {
  (void)w;
  char name[24];
  int n = snprintf(name, sizeof name, "%zu", index);
  Ref to = child(r, at, str_n(name, (size_t)n), value_at(at.v, index));
  record(r, to, '=');
  return to;
}

size_t ref_count(const World *w, Reads *r, Ref at) {
  if (at.article) at = row_whole(w, r, at.article);
  record(r, at, '#');
  return value_count(at.v);
}

const Value *ref_deep(const World *w, Reads *r, Ref at) {
  if (at.article) at = row_whole(w, r, at.article);
  record(r, at, '!');
  return at.v;
}

const Value *ref_keys(const World *w, Reads *r, Ref at) {
  if (at.article) at = row_whole(w, r, at.article);
  record(r, at, '*');
  return at.v;
}

Digest tree_digest(const Value *root, Str key) {
  if (key.n == 0) return (Digest){ 0 };
  char aspect = key.p[key.n - 1];
  const Value *v = root;
  Str rest = str_sub(key, 0, key.n - 1);
  while (v && rest.n) {
    long end = str_chr(rest, '\x1f');
    if (end < 0) return (Digest){ 0 };
    Str part = str_sub(rest, 0, (size_t)end);
    rest = str_sub(rest, (size_t)end + 1, rest.n);
    if (v->kind == VALUE_LIST) {
      size_t index = 0;
      for (size_t i = 0; i < part.n; i++) {
        if (part.p[i] < '0' || part.p[i] > '9' || index > SIZE_MAX / 20) return (Digest){ 0 };
        index = index * 10 + (size_t)(part.p[i] - '0');
      }
      v = value_at(v, index);
    } else {
      v = value_get(v, part);
    }
  }
  return aspect_digest(v, aspect);
}
