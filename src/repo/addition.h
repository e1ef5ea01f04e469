/* addition.h -- files added to a branch by one commit, for people to judge.
 *
 * The branch holds what waits for a decision: merging it into the source is saying
 * yes. Nothing is checked out, so it works in bare repositories, and a branch that is
 * checked out anywhere is refused. What the new files are put on:
 *
 *   no branch yet, or all of it arrived in the source    the source's commit
 *   the source has not moved since                       the branch's tip
 *   both have moved                                      both, merged: a commit with two
 *                                                        parents; where that conflicts,
 *                                                        the branch's tip (a warning)
 *
 * so that the difference to the source is always what waits. Moving the branch is a
 * compare-and-swap. Parent only. */
#ifndef PUBLISH_REPO_ADDITION_H
#define PUBLISH_REPO_ADDITION_H

#include "base/map.h"
#include "repo/output.h"

typedef struct {
  Branch branch;
  Oid parents[2];
  size_t parent_count;
  Oid tree; /* what the files are added to */
} Addition;

bool addition_begin(Addition *out, Repo *r, Str name, const char *what, const Commit *source,
                    Arena *a, Diags *d);

typedef struct {
  Str path, bytes;
} AddedFile;

/* Puts the files into the tree, commits, moves the branch. *moved: somebody else was
 * faster; begin again. `how` needs no parents. */
bool addition_commit(bool *moved, Oid *commit, Repo *r, const Addition *at, const AddedFile *files,
                     size_t count, const OutputCommit *how, Diags *d);

/* Names of files below a folder ("data/comments"): in one tree, and in any commit from
 * which these can be reached, whether the files are still there or not. Added to
 * `names` with any value; keys are from `a`. */
bool addition_names(Map *names, Repo *r, const Oid *tree, Str folder, Arena *a, Diags *d);
bool addition_names_ever(Map *names, Repo *r, const Oid *commits, size_t count, Str folder,
                         Arena *a, Diags *d);

#endif
