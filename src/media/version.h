/* version.h -- the libraries whose output lands in pages; they belong into the
 * engine id.
 *
 * libpng packs with whatever zlib (or one of its rewrites) it finds, and another
 * one packs the same picture into other bytes. So what matters is not what it
 * calls itself but what it does: `packing` digests a picture that it made. */
#ifndef PUBLISH_MEDIA_VERSION_H
#define PUBLISH_MEDIA_VERSION_H

#include "base/arena.h"

typedef struct {
  const char *qrencode; /* "4.1.1" */
  const char *png;      /* "1.6.39" */
  Str packing;          /* 16 hex digits */
} MediaVersions;
MediaVersions media_versions(Arena *a);

#endif
