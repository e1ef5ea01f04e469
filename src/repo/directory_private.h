/* directory_private.h -- files below one folder, no link ever followed. */
#ifndef PUBLISH_REPO_DIRECTORY_PRIVATE_H
#define PUBLISH_REPO_DIRECTORY_PRIVATE_H

#include "repo/directory.h"

/* Where a file is made before it is renamed into place. One name, at the top, so
 * that a killed run leaves one file and the next run uses it up. */
#define DIRECTORY_TEMPORARY ".publish-tmp"

typedef struct {
  int fd;   /* the folder; -1 = it does not exist (dry runs) */
  Str name; /* for messages */
  /* The subfolder used last stays open: files come sorted. */
  int parent;
  char parent_path[TREE_PATH_MAX + 1];
} Directory;

void directory_close(Directory *dir);
/* A regular file's bytes; 0 or an errno (ELOOP for a link, EISDIR). */
int directory_read(Str *out, Directory *dir, Str path, Arena *a);
/* Write beside and rename. Makes folders. */
bool directory_put(Directory *dir, Str path, bool executable, Str bytes, Diags *d);
/* Delete a file and the folders it leaves empty. Absent is fine (*gone false). */
bool directory_remove(bool *gone, Directory *dir, Str path, Diags *d);
/* Delete what a killed run left, when there is nothing to write that would use it up. */
void directory_tidy(Directory *dir);

#endif
