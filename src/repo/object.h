/* object.h -- bytes made into a git object: hashed and compressed.
 *
 * Pure: no repository, no file, no lock; this is the part of writing that
 * workers do. An Object's `deflated` is a zlib stream of the content alone (not
 * of the "blob N" header), which is what a pack stores. It is libdeflate at
 * level 1: a third of the size for a quarter of the time of zlib's default.
 * The same content always gives the same id; the deflated bytes are the same
 * for one version of libdeflate and decide nothing.
 *
 * SHA-1 here is the plain one: these are objects we make ourselves, and what is
 * read from the repository is checked by libgit2's collision-detecting SHA-1. */
#ifndef PUBLISH_REPO_OBJECT_H
#define PUBLISH_REPO_OBJECT_H

#include "base/arena.h"
#include "repo/oid.h"

/* The numbers are those of git's pack format. */
typedef enum { OBJECT_COMMIT = 1, OBJECT_TREE = 2, OBJECT_BLOB = 3 } ObjectType;

typedef struct {
  Oid id;
  ObjectType type;
  uint64_t size; /* of the content, in bytes */
  Str deflated;  /* in the arena given to object_make, or a view into a frame */
} Object;

/* A compressor, to be used for many objects by one process. {0} is valid: it
 * makes itself ready at first use. */
typedef struct {
  void *z;
} Deflater;
void deflater_free(Deflater *z);

/* Only the id: git's hash of "<type> <size>\0" and the content. */
Oid object_id(ObjectType type, Str content);
/* Id and compressed bytes, the latter from `a`. Cannot fail. */
void object_make(Object *out, ObjectType type, Str content, Deflater *z, Arena *a);
/* The content back, from `a`. False (no message) when `deflated` is not a zlib
 * stream of exactly `size` bytes. */
bool object_content(Str *out, const Object *object, Arena *a);

#endif
