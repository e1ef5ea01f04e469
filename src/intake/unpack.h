/* unpack.h -- a file's bytes in pieces, compressed or not.
 *
 * gzip is told by its first two bytes; several members follow each other as one text,
 * padding behind the last counts for nothing. Memory is two small buffers, however
 * large the file is or unfolds to. A handle; parent process. Library: zlib, because
 * libdeflate cannot unpack in pieces. */
#ifndef PUBLISH_INTAKE_UNPACK_H
#define PUBLISH_INTAKE_UNPACK_H

#include "base/diag.h"

typedef struct Unpack Unpack;

/* `path` is a file or "-", standard input; `lost` is the help when it is damaged (a
 * literal). A file that is not there is a wrong use of the command line; any other
 * trouble is the machine's. *out is NULL after a failure. */
bool unpack_open(Unpack **out, const char *path, const char *lost, Diags *d);
/* The same from a descriptor, which stays open; `name` is for messages. */
Unpack *unpack_from(int fd, Str name, const char *lost);
/* Up to `room` bytes; *got is 0 at the end only. False: reported. */
bool unpack_read(Unpack *u, char *p, size_t room, size_t *got, Diags *d);
void unpack_close(Unpack *u); /* NULL is fine */

#endif
