/* file_group.h -- several real files that change as one, whatever is killed when.
 *
 * Each file is written whole beside its place, as PATH.new; then the new ones take
 * their places, in the order given. A full disk changes none of them. When the process
 * is killed, file_group_recover() decides by what it finds: with the first PATH.new
 * still there nothing had begun, and the new ones are thrown away; without it the first
 * file is in its place, and the rest follow. So whoever writes a group holds its lock
 * and recovers first. Failures are one EXIT_MACHINE record. Only cli/ uses it. */
#ifndef PUBLISH_BASE_FILE_GROUP_H
#define PUBLISH_BASE_FILE_GROUP_H

#include "base/diag.h"

typedef struct {
  Str path, bytes;
} FileWrite;

bool file_group_write(const FileWrite *files, size_t count, Diags *d);
/* `paths` are those of the group, in the order of its writes. */
bool file_group_recover(const Str *paths, size_t count, Diags *d);

/* A lock that the kernel gives back when the process ends, however it ends. *fd is for
 * close(); makes missing folders. With *taken another process has it: no record. */
bool file_lock(int *fd, bool *taken, const char *path, Diags *d);

#endif
