/* output.h -- the finished site: files collected, trees built, one commit.
 *
 * The parent puts files in any order: either an Object that a worker made, or the
 * id of something that exists already (a static file, an image, a whole folder,
 * a page that did not change). output_build() then makes the trees bottom-up and
 * knows the root id; output_publish() makes what is missing durable and moves the
 * branch. Three modes:
 *
 *   OUTPUT_COUNT  ids only: --dry-run, verify, tests. Nothing is kept or written;
 *                 the repository may be NULL.
 *   OUTPUT_KEEP   objects stay in memory, for output_content(): --to DIR.
 *   OUTPUT_WRITE  objects go to the repository.
 *
 * Writing: up to OUTPUT_LOOSE_MAX new objects become loose objects, more go into
 * one pack of our own making (v2 with idx v2), streamed to objects/pack/tmp_pack_*
 * as they come, so memory stays small. Order: objects, fsync, rename, then the
 * commit, then the branch by compare-and-swap under its lock. Killed at any point,
 * the branch is the old or the new one; what is left over is tmp_* (git gc sweeps
 * those) or unreferenced objects. Hooks are not run; commits are not signed,
 * whatever commit.gpgsign says.
 *
 * Names are judged as in tree.h; two files for one path, or a file where another
 * has a folder, are errors that name both makers.
 *
 * A full disk, a permission, a lock are one record, blamed on the machine. The
 * branch lock is waited for one second, then named. Parent only; the Repo must
 * outlive the Output. */
#ifndef PUBLISH_REPO_OUTPUT_H
#define PUBLISH_REPO_OUTPUT_H

#include "repo/branch.h"
#include "repo/input.h"
#include "repo/object.h"

typedef struct Output Output;
typedef enum { OUTPUT_COUNT, OUTPUT_KEEP, OUTPUT_WRITE } OutputMode;
enum { OUTPUT_LOOSE_MAX = 32 };

/* Cannot fail. `r` may be NULL unless the mode is OUTPUT_WRITE or trees are put
 * by id. */
Output *output_new(Repo *r, OutputMode mode);
void output_close(Output *o); /* drops unpublished temporary files; NULL is fine */

/* Put a file. `mode` is MODE_FILE or MODE_EXEC. `maker` says who wants it, for messages
 * ("articles/a.md", "plugin tags"). The path, maker and (when needed) the
 * deflated bytes are copied. Problems with the path are reported here, collisions
 * by output_build. */
bool output_object(Output *o, Str path, uint32_t mode, const Object *object, Str maker, Diags *d);
/* Put something that exists: a blob, or a whole folder when `mode` is MODE_TREE.
 * With OUTPUT_WRITE a blob or tree missing from the repository is an error. A folder
 * may overlap with files put below it; its tree is then opened and merged. */
bool output_existing(Output *o, Str path, uint32_t mode, const Oid *id, Str maker, Diags *d);
/* Start from everything in a tree of the repository, whatever its modes. */
bool output_tree(Output *o, const Oid *tree, Str maker, Diags *d);
/* Is the object in the repository or already put? (For reusing results.) */
bool output_has(Output *o, const Oid *id);

/* Check, build all trees, give the root's id. Once, after the last put. An output
 * without files has git's empty tree. */
bool output_build(Oid *root, Output *o, Diags *d);

/* After output_build: all files in order of path, whole folders as one MODE_TREE
 * entry unless they had to be opened. */
typedef struct {
  Str path;
  uint32_t mode;
  Oid id;
  Str maker;
} OutputFile;
const OutputFile *output_files(const Output *o, size_t *count);
/* The files below a MODE_TREE entry, with full paths, from `a`. */
bool output_expand(OutputFile **out, size_t *count, Output *o, size_t index, Arena *a, Diags *d);
/* The bytes of a file: kept (OUTPUT_KEEP), from the repository, or from `fallback`
 * (an input_is_disk() Input, by id; may be NULL). */
bool output_content(Str *out, Output *o, const OutputFile *file, Input *fallback, Arena *a,
                    Diags *d);
/* What would change against a tree in the repository (NULL or zero = all is new).
 * Works in all modes, after output_build. */
bool output_diff(TreeDiff *out, Output *o, const Oid *old_tree, Arena *a, Diags *d);
/* Bytes and number of objects that were not there before, as stored. */
uint64_t output_bytes_added(const Output *o);
size_t output_objects_added(const Output *o);

typedef struct {
  Str message; /* with trailers; ends in a newline */
  Str name, email;
  CommitTime when;    /* author's and committer's */
  const Oid *parents; /* in place of the branch's tip, or NULL */
  size_t parent_count;
} OutputCommit;

typedef enum {
  OUTPUT_PUBLISHED, /* *commit is the new tip */
  OUTPUT_UNCHANGED, /* same tree as the tip, which is ours: no commit; *commit is the tip */
  OUTPUT_MOVED      /* somebody moved the branch: classify and build again on top */
} OutputResult;

/* Only with OUTPUT_WRITE, after output_build. True also for OUTPUT_MOVED; then the
 * branch may be classified again and this called again: the tree is the same. With
 * OUTPUT_UNCHANGED the branch here is moved all the same when it is behind branch->tip. */
bool output_publish(OutputResult *result, Oid *commit, Output *o, const Branch *branch,
                    const OutputCommit *how, Diags *d);
/* Its two halves, for what must be pushed in between. The first makes the commit durable and
 * moves nothing: OUTPUT_PUBLISHED or OUTPUT_UNCHANGED. The second moves the branch of this
 * repository, from what it was when it was judged: OUTPUT_PUBLISHED or OUTPUT_MOVED. */
bool output_commit(OutputResult *result, Oid *commit, Output *o, const Branch *branch,
                   const OutputCommit *how, Diags *d);
bool output_move(OutputResult *result, const Oid *commit, Output *o, const Branch *branch,
                 const OutputCommit *how, Diags *d);

#endif
