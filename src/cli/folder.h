/* folder.h -- the files of a folder on disk, as a list of paths and bytes.
 *
 * For what is looked at as it stands on disk, committed or not, and perhaps outside
 * of any repository: a plugin and its test cases. Symbolic links are not followed;
 * names that begin with '.' or end in '~' (editors' own files) are left out. Limits
 * keep a folder named by mistake from being read for minutes. */
#ifndef PUBLISH_CLI_FOLDER_H
#define PUBLISH_CLI_FOLDER_H

#include "repo/input.h"

enum { FOLDER_FILES = 20000, FOLDER_DEPTH = 32 };
#define FOLDER_BYTES ((size_t)16 << 20) /* one file's */

/* All regular files below `path`, with their paths from there, in byte order; everything
 * in `a`. A folder that is not there has none. */
bool folder_read(MemoryFile **out, size_t *count, Arena *a, Str path, Diags *d);

/* The same, but what is no regular file is an error: nothing is left out but the names
 * with '.' and '~'. */
bool folder_read_whole(MemoryFile **out, size_t *count, Arena *a, Str path, Diags *d);
/* A folder with all that is in it; links are removed, never followed. No message: it is
 * ours, and what stays behind harms nobody. */
void folder_remove(Str path);

/* Write a file of the folder .publish/ below `root` (a folder with a slash at its end, or
 * ""), where what editors use is kept; `path` counts from root. The folder tells git to
 * leave it alone. */
bool folder_editors(Str root, Str path, Str bytes, Diags *d);

/* The part of a sorted list that lies below `folder` ("tests"), with paths from there. */
MemoryFile *files_below(size_t *count, Arena *a, const MemoryFile *files, size_t n, Str folder);
/* The bytes of one file of a list; p NULL when it is not there. */
Str files_get(const MemoryFile *files, size_t n, const char *path);

#endif
