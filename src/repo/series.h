/* series.h -- commits in a row on a new branch, without a checkout.
 *
 * For imports: many files, which arrive one by one and need not fit into memory
 * together. series_blob() makes each durable at once (the first few as loose objects,
 * all others in one pack that is streamed to disk) and gives its id; series_commit()
 * then puts ids into the tree of the commit before, and series_publish() makes the branch
 * point to the last one, if there still is no such branch. Until then nothing is
 * visible: what an import that was stopped left behind is swept by git gc.
 *
 * A trial series knows ids and writes nothing. Hooks are not run, commits are not
 * signed; HEAD, index and work tree are never touched. Parent only; the Repo must outlive it. */
#ifndef PUBLISH_REPO_SERIES_H
#define PUBLISH_REPO_SERIES_H

#include "repo/output.h"

typedef struct Series Series;

/* `base` is the commit to begin at, NULL for a branch with a history of its own. */
bool series_open(Series **out, Repo *r, const Oid *base, bool trial, Diags *d);
void series_close(Series *s); /* NULL is fine */

bool series_blob(Oid *id, Series *s, Str bytes, Diags *d);
/* All blobs so far can be read from the repository. series_commit() does it too. */
bool series_flush(Series *s, Diags *d);

typedef struct {
  Str path;      /* judged as in tree.h */
  uint32_t mode; /* 0: the file goes away */
  Oid id;        /* of a blob that is in the repository, or from series_blob */
} SeriesChange;

/* On top of the commit before. No file may have a path where another has a folder.
 * *made is false when the tree is the same: then there is no commit. `how` needs no
 * parents. Not of a trial. */
bool series_commit(bool *made, Oid *commit, Series *s, const SeriesChange *changes, size_t count,
                   const OutputCommit *how, Diags *d);
/* The branch `ref` ("refs/heads/import/x") is made. *exists: somebody was faster. */
bool series_publish(bool *exists, Series *s, Str ref, Diags *d);

#endif
