/* history.h -- when files were first and last committed, in one walk.
 *
 * For each path that exists in the commit given:
 *   created   author's time of the commit that brought the file
 *   updated   author's time of the commit that last changed its bytes or mode
 *
 * All paths are followed together from the commit backwards, children before
 * parents, ties by committer's time and then id: the answer depends on the
 * history alone. Only folders that changed are opened. History before the walk
 * is loaded once (about 15 us a commit); the walk ends when every path has what
 * was asked for.
 *
 * Merges are simplified as `git log -- PATH` does: a path that is the same in
 * the merge and in a parent is followed to (the first such) parent and to no
 * other. When it differs from all, the merge changed it, and it is followed to
 * every parent that has it; `created` is then the oldest commit found. Renames
 * are not followed: a renamed file is created by the commit that renamed it. A
 * file that was deleted and came back is created when it came back.
 *
 * In a shallow clone a commit at the edge has no parents here. What would have
 * to be looked up beyond it is marked cut, not guessed: a file already there at
 * the edge has `created_cut`, and `updated_cut` too unless a later commit changed it.
 *
 * Times are raw: a commit may hold any 64-bit number (year 10000, before 1970);
 * the caller decides what is a date. A malformed or missing commit is an error
 * that names it. Parent only. */
#ifndef PUBLISH_REPO_HISTORY_H
#define PUBLISH_REPO_HISTORY_H

#include "repo/repo.h"

typedef struct {
  CommitTime created, updated;
  Oid created_by, updated_by;    /* the commits; zero when unknown */
  bool has_created, has_updated; /* false: not asked for, cut, or no such path */
  bool created_cut, updated_cut; /* lies beyond the edge of a shallow clone */
} FileHistory;

enum { HISTORY_CREATED = 1, HISTORY_UPDATED = 2 };

typedef struct {
  Str path;
  unsigned want; /* HISTORY_CREATED | HISTORY_UPDATED */
} HistoryQuery;

/* out[i] answers queries[i]; `out` has room for `count`. Paths are exact bytes,
 * in any order; each should occur once. */
bool history_dates(FileHistory *out, Repo *r, const Oid *commit, const HistoryQuery *queries,
                   size_t count, Diags *d);

#endif
