/* directory.h -- the site as files in a folder (`--to DIR`).
 *
 * Touches only files whose bytes differ, and deletes only what it wrote before:
 * the folder holds a manifest, `.publish-manifest`, of everything we wrote. A
 * folder that is not empty and has no manifest is refused, and so is a folder
 * inside a repository's git folder. A file that stands where we must write but is
 * not in the manifest is an error, unless it already has the right bytes.
 *
 * No symbolic link inside the folder is ever followed (every step is opened
 * with O_NOFOLLOW, below a descriptor of the folder itself). Each file is written
 * beside its place and renamed over it. The manifest is written first, naming
 * old and new files, and once more at the end: a run that is killed leaves a
 * mixture of old and new files, all of which the next run knows as ours.
 *
 * Names are those of output.h, already judged. Parent only. */
#ifndef PUBLISH_REPO_DIRECTORY_H
#define PUBLISH_REPO_DIRECTORY_H

#include "repo/output.h"

typedef struct {
  size_t files; /* in the site */
  size_t added, changed, removed;
  uint64_t bytes_written;
} DirectoryResult;

/* Write a built Output. `r` may be NULL; `fallback` as in output_content. The
 * folder is made when missing (its parent must exist). With `dry` nothing is
 * touched: the result says what would be. */
bool directory_write(DirectoryResult *result, const char *dir, Output *o, Repo *r, Input *fallback,
                     bool dry, Diags *d);

#endif
