/* output_private.h -- the inside of an Output. */
#ifndef PUBLISH_REPO_OUTPUT_PRIVATE_H
#define PUBLISH_REPO_OUTPUT_PRIVATE_H

#include "base/map.h"
#include "repo/output.h"
#include "repo/pack.h"

struct Output {
  Repo *repo; /* may be NULL */
  OutputMode mode;
  Arena arena;
  OutputFile *items; /* heap; sorted by path once built */
  size_t count, cap;
  bool built;
  Oid root;
  Map added; /* id -> Object: not in the repository before. Its `deflated` is "" unless
                kept or waiting */
  Map trees; /* id -> Str: trees made here, for output_diff */
  Deflater deflater;
  Str objects;      /* OUTPUT_WRITE: the objects folder */
  Object **waiting; /* OUTPUT_WRITE: not yet in a pack */
  size_t waiting_count;
  Pack *pack;
  uint64_t bytes;
  Input *fallback; /* of which by_id is the index */
  Map by_id;
};

/* Add an object that is not there yet. */
bool output_add(Output *o, const Object *object, Diags *d);
/* Make everything added durable. */
bool output_flush(Output *o, Diags *d);

#endif
