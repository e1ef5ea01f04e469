/* old_site.h -- the files of the site that is imported: of this repository, of another, or of a
 * plain folder.
 *
 * Where they are in this repository, what needs no change stays where it is, and moving
 * a file is a rename; otherwise its bytes are copied. Files are listed by their path below the
 * site's own root and read one at a time. Symbolic links, submodules and what git
 * ignores are left out; so is .git. A plain folder has at most OLD_FILES files.
 *
 * A handle: old_close() frees all. Parent process. */
#ifndef PUBLISH_IMPORT_OLD_SITE_H
#define PUBLISH_IMPORT_OLD_SITE_H

#include "repo/input.h"

enum { OLD_FILES = 1000000, OLD_DEPTH = 64 };

typedef struct {
  Str path; /* below the site's root */
  uint32_t mode;
  Oid id; /* zero in a plain folder */
} OldFile;

typedef struct OldSite OldSite;

/* `path` is as the user wrote it, "" = this repository as it is at `base`. `here` is the
 * repository that the import goes to; of it `base` (may be NULL: no commit yet) is read. */
bool old_open(OldSite **out, Str path, Repo *here, const Commit *base, Diags *d);
void old_close(OldSite *s); /* NULL is fine */

const OldFile *old_files(const OldSite *s, size_t *count); /* in order of path */
long old_find(const OldSite *s, Str path);                 /* index, or -1 */
bool old_read(Str *out, OldSite *s, size_t index, Arena *a, Diags *d);
/* Are the files those of the repository that the import goes to? */
bool old_here(const OldSite *s);
/* The path in that repository: with the folder that the site is in ("docs/..."). */
Str old_path(const OldSite *s, Str path, Arena *a);
/* How messages call it: "docs", "../blog", or "this repository". */
Str old_name(const OldSite *s);

#endif
