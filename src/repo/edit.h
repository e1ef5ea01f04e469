/* edit.h -- a commit that changes a few files of a branch, without a checkout.
 *
 * For what publish itself writes into the article repository: counts, comments.
 * The tree is the parent's with these files in place of its own; the branch moves by
 * compare-and-swap, and only if it still is at the parent. Hooks are not run,
 * commits are not signed. When the branch is the one checked out here, the index learns of
 * the files, so that git status is clean; writing them to disk is the caller's.
 * Parent process only. */
#ifndef PUBLISH_REPO_EDIT_H
#define PUBLISH_REPO_EDIT_H

#include "repo/output.h"

typedef struct {
  Str path; /* judged as in tree.h */
  Str bytes;
} EditFile;

typedef enum {
  EDIT_COMMITTED, /* *commit is the new tip */
  EDIT_UNCHANGED, /* the files are these already: no commit; *commit is the parent */
  EDIT_MOVED      /* the branch is no longer at the parent: read it again */
} EditResult;

/* `ref` is "refs/heads/main"; `parent` its tip, or the commit to begin at when the
 * branch does not exist (`create`). */
bool edit_commit(EditResult *result, Oid *commit, Repo *r, Str ref, const Oid *parent, bool create,
                 const EditFile *files, size_t count, const OutputCommit *how, Diags *d);
/* The branch that HEAD names, with its tip; an error when HEAD is detached. */
bool edit_current(Commit *out, Repo *r, Arena *a, Diags *d);

#endif
