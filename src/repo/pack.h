/* pack.h -- new objects made durable: one pack with its index, or loose files.
 *
 * Not libgit2's writers: its pack builder and memory back end cost twenty times
 * as much for objects that are compressed already. A pack is streamed to
 * objects/pack/tmp_pack_XXXXXX as objects come; pack_finish() writes checksum and
 * index, fsyncs both, and renames the pack first and the index second, because a
 * pack without index is invisible and an index without pack is an error. Deltas
 * are not made. Temporary names are those that git gc sweeps.
 *
 * Private to this folder. Failures are one record, blamed on the machine. */
#ifndef PUBLISH_REPO_PACK_H
#define PUBLISH_REPO_PACK_H

#include "base/diag.h"
#include "repo/object.h"

typedef struct Pack Pack;

/* `objects` is the folder "<commondir>objects", without '/' at its end. */
bool pack_open(Pack **out, Str objects, Diags *d);
/* Each id once: the caller knows what it has put. */
bool pack_add(Pack *p, const Object *object, Diags *d);
/* Frees p in any case. */
bool pack_finish(Pack *p, Diags *d);
void pack_drop(Pack *p); /* remove the temporary file; NULL is fine */

/* One object as a file of its own: written, fsynced, renamed into place. */
bool loose_write(Str objects, const Object *object, Diags *d);

#endif
