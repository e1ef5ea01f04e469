/* reads.h -- the record of everything a hook read.
 *
 * A result (the facts of an article, a page's bytes) is a pure function of what
 * its hooks read. Every accessor that Lua or a template can reach goes through
 * model/world.h, which puts (kind, key, digest) here. A later run reuses the
 * result exactly when world_digest() still gives the same digest for every
 * record. Absence, enumeration and length are reads like any other.
 *
 * A Reads belongs to one job in one worker; {0} with an arena is empty. Equal
 * records are kept once. */
#ifndef PUBLISH_MODEL_READS_H
#define PUBLISH_MODEL_READS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/digest.h"
#include "base/map.h"

typedef enum {
  READ_SOURCE,    /* blob of a path in the source tree; absent = zero digest */
  READ_SETTING,   /* a place in publish.yaml */
  READ_DATA,      /* a place in data/ */
  READ_OPTION,    /* a place in a plugin's options */
  READ_ARTICLE,   /* an article's row, by projection: nav, card or full */
  READ_FACT,      /* facts of a plugin about the article in hand */
  READ_STATS,     /* a term's document frequency bucket, or N's */
  READ_KEYS,      /* the keys of an index */
  READ_SLICE,     /* rows [from, to) of one key of an index, or its length */
  READ_NEAR,      /* the row before or after an article in a sorted index */
  READ_SIMILAR,   /* the related list of an article */
  READ_NOTICE,    /* a notice: which file and version holds */
  READ_TEMPLATE,  /* a template resolved by name: override or built-in, or absent */
  READ_TEXT,      /* an interface text */
  READ_PLUGIN,    /* a plugin's code and options as a whole */
  READ_PAGES,     /* the frozen list of pages */
  READ_LINK,      /* where a source path is published, or that it is not */
  READ_IMAGE,     /* what an image file's bytes say of it, or that it is not known */
  READ_FILES,     /* the files that belong to an article, and what is known of them */
  READ_WITHDRAWN, /* a place in the list of withdrawn articles */
  READ_QUERY,     /* rows [from, to) of what a question to the catalog finds, or their number */
  READ_ENGINE,    /* the engine id and the flags that change output */
  READ_KINDS
} ReadKind;

typedef struct {
  ReadKind kind;
  Str key;
  Digest digest;
} Read;

typedef struct {
  Arena arena;
  Read *items;
  size_t count, cap;
  Map seen;
  /* For the property test only: records of this kind are lost (bit per kind),
   * to show that the test would notice. 0 in every real run. */
  uint32_t drop;
} Reads;

void reads_add(Reads *r, ReadKind kind, Str key, Digest digest); /* r may be NULL: not recording */
void reads_write(const Reads *r, Buf *out);
bool reads_read(Reads *r, Reader *in); /* appends; false when the bytes are bad */
void reads_clear(Reads *r);
void reads_free(Reads *r);
const char *read_kind_name(ReadKind kind);

#endif
