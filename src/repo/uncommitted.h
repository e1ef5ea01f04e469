/* uncommitted.h -- which files on disk differ from the commit being published,
 * for the message "2 articles changed but not committed: not in this build".
 *
 * Compares the work tree with the commit's tree, file by file. The index is used only to
 * skip files whose size, time and inode it has seen unchanged (as git status
 * does); it is never written, and a damaged or locked one only costs time. Files
 * that sparse checkout leaves out do not count; neither does a difference in
 * line endings alone. Ignored files never count; new ones that git would show do.
 *
 * Nothing is reported as an error: what cannot be read counts as changed. A bare
 * repository has none. Parent only. */
#ifndef PUBLISH_REPO_UNCOMMITTED_H
#define PUBLISH_REPO_UNCOMMITTED_H

#include "repo/input.h"

typedef enum { UNCOMMITTED_CHANGED, UNCOMMITTED_NEW, UNCOMMITTED_DELETED } UncommittedWhat;
typedef struct {
  Str path;
  UncommittedWhat what;
} Uncommitted;

/* In path order, from `a`. `filter` and `ctx` as in InputOptions: what the build
 * would read. */
bool uncommitted_list(Uncommitted **out, size_t *count, Repo *r, const Oid *tree,
                      InputFilter *filter, void *ctx, Arena *a, Diags *d);

#endif
