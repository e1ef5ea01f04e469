/* file.h -- the few things done with real files: whole reads, atomic writes,
 * folders. Only repo/ (working tree, directory output) and cli/ use it; a
 * worker opens no file. Failures are one EXIT_MACHINE record. */
#ifndef PUBLISH_BASE_FILE_H
#define PUBLISH_BASE_FILE_H

#include "base/diag.h"

/* The whole of a regular file into `a`; symbolic links are not followed.
 * `limit` bytes at the most. */
bool file_read(Str *out, Arena *a, const char *path, size_t limit, Diags *d);
/* Write beside the target, fsync, rename over it. Makes missing folders. */
bool file_write(const char *path, Str bytes, Diags *d);
/* A file that is not there yet: *exists, and true, when there is something of that name, a link
 * to nowhere included; it is left alone. Makes missing folders. */
bool file_create(const char *path, Str bytes, bool *exists, Diags *d);
bool file_mkdirs(const char *path, Diags *d);
/* Is each folder on the way from `root` ("" or with a slash at its end) down to the file
 * `path` a real one, as far as they are there? A link would lead what is written elsewhere. */
bool file_stays(Str root, Str path, Diags *d);
bool file_exists(const char *path);
/* All of it to a descriptor, retrying short writes; false on error (errno). */
bool fd_write_all(int fd, const void *p, size_t n);
bool fd_read_all(int fd, void *p, size_t n); /* false at early end of file */

#endif
