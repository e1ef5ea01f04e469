/* object.c -- hashing and compressing, the part of writing that workers do. */
#include "repo/object.h"

#include <assert.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>

enum { LEVEL = 1 };

static const char *type_name(ObjectType type) {
  switch (type) {
  case OBJECT_COMMIT:
    return "commit";
  case OBJECT_TREE:
    return "tree";
  case OBJECT_BLOB:
    return "blob";
  }
  assert(0 && "an object type");
  return "";
}

Oid object_id(ObjectType type, Str content) {
  char head[40];
  int n = snprintf(head, sizeof head, "%s %zu", type_name(type), content.n);
  Oid id;
  sha1_of(id.b, str_n(head, (size_t)n + 1), content); /* with the NUL */
  return id;
}

void deflater_free(Deflater *z) {
  if (z->z) libdeflate_free_compressor(z->z);
  z->z = NULL;
}

void object_make(Object *out, ObjectType type, Str content, Deflater *z, Arena *a) {
  if (!z->z && !(z->z = libdeflate_alloc_compressor(LEVEL))) {
    fputs("publish: out of memory\n", stderr);
    abort();
  }
  /* The bound is larger than the content: not left behind in the arena. */
  size_t bound = libdeflate_zlib_compress_bound(z->z, content.n);
  void *room = mem_alloc(bound);
  size_t n = libdeflate_zlib_compress(z->z, content.p ? content.p : "", content.n, room, bound);
  assert(n > 0);
  *out = (Object){ .id = object_id(type, content),
                   .type = type,
                   .size = content.n,
                   .deflated = { arena_dup(a, room, n), n } };
  free(room);
}

bool object_content(Str *out, const Object *object, Arena *a) {
  /* Deflate shrinks at most 1032:1; more than that is a lie about the size. */
  if (object->size / 1032 > object->deflated.n) return false;
  struct libdeflate_decompressor *z = libdeflate_alloc_decompressor();
  if (!z) return false;
  char *p = arena_alloc(a, (size_t)object->size + 1);
  size_t used = 0;
  enum libdeflate_result result = libdeflate_zlib_decompress_ex(
      z, object->deflated.p, object->deflated.n, p, (size_t)object->size, &used, NULL);
  libdeflate_free_decompressor(z);
  *out = str_n(p, (size_t)object->size);
  return result == LIBDEFLATE_SUCCESS && used == object->deflated.n;
}
