/* input.h -- what is published from: one sorted list of files, several sources.
 *
 *   commit      a tree of the repository: the normal case
 *   work tree   the files on disk: what git tracks, plus what is neither tracked
 *               nor ignored (for --worktree)
 *   memory      paths and bytes (for tests and for what is embedded)
 *   overlay     a commit's tree with some files from another's (input_overlay.c)
 *
 * An entry has the id that git gives its bytes, in all cases, so nothing
 * above needs to know the source. Files of the work tree are taken as they are
 * on disk: no line ending or filter of .gitattributes is applied (nor does a
 * commit's blob see any). Symbolic links are listed and never followed;
 * submodules are listed and never entered. Both are for the caller to skip with
 * a note; input_read refuses them.
 *
 * The walk asks a filter about every entry, and so need not open what nobody
 * wants. A subtree may be taken whole: it is listed as one MODE_TREE entry with
 * its id and not opened. (Only a commit has subtree ids; in the other two
 * sources WALK_WHOLE means WALK_ENTER, so callers must handle both. Entering
 * costs one tree read per folder and checks every name; blobs are not read
 * either way, so WALK_WHOLE pays only for very large folders.)
 *
 * Limits are checked before anything is read or kept: a tree that unfolds to
 * 10^10 files stops at max_files within a second or two; a blob's size comes
 * from its header.
 *
 * Ownership: an Input is a handle with an arena of its own; entries live as long
 * as it does, contents come from the arena given to input_read. Parent only; the
 * Repo must outlive it. */
#ifndef PUBLISH_REPO_INPUT_H
#define PUBLISH_REPO_INPUT_H

#include "repo/repo.h"
#include "repo/tree.h"

typedef struct Input Input;

typedef struct {
  Str path; /* from the root of the repository, '/'-separated */
  Oid id;
  uint32_t mode;
  uint64_t size; /* INPUT_SIZE_UNKNOWN for a commit: ask input_size() */
} InputEntry;
#define INPUT_SIZE_UNKNOWN UINT64_MAX

typedef enum { WALK_ENTER, WALK_SKIP, WALK_WHOLE } WalkChoice;
/* Asked for every folder (mode MODE_TREE; path without a slash at its end) and
 * every file. For a file WALK_ENTER and WALK_WHOLE both mean: list it. */
typedef WalkChoice InputFilter(void *ctx, Str path, uint32_t mode);

typedef struct {
  InputFilter *filter; /* NULL = everything */
  void *ctx;
  size_t max_files;  /* files and folders together; 0 = 1,000,000 */
  size_t max_depth;  /* 0 = TREE_DEPTH_MAX */
  uint64_t max_blob; /* bytes input_read may read; 0 = 64 MiB */
} InputOptions;

typedef struct {
  Str path;
  Str bytes; /* must outlive the Input */
} MemoryFile;

/* options may be NULL. *out is NULL after a failure. */
bool input_commit(Input **out, Repo *r, const Oid *tree, const InputOptions *options, Diags *d);
bool input_worktree(Input **out, Repo *r, const InputOptions *options, Diags *d);
bool input_memory(Input **out, const MemoryFile *files, size_t count, const InputOptions *options,
                  Diags *d);
void input_close(Input *in);

/* Two trees as one list: a trusted one, `base`, and of `head` only what may come from
 * there. For every folder and file of head `theirs` is asked: WALK_SKIP leaves it, WALK_ENTER
 * takes it, and WALK_WHOLE takes a file whose bytes `refuses` has nothing against
 * (it answers why not, or NULL; what base holds at the same place is not looked at
 * again). Such a path comes from head or not at all: head without it has removed it. All
 * other paths come from base. Where both cannot be (a file here, a folder there), base
 * stays. Links and submodules are listed as they are, so what is above skips them.
 * `theirs` must not depend on anything but the path, for files. */
typedef struct {
  Oid base, head; /* trees */
  InputFilter *theirs;
  const char *(*refuses)(void *ctx, Str path, Str bytes);
  void *ctx;
} Overlay;
bool input_overlay(Input **out, Repo *r, const Overlay *how, const InputOptions *options, Diags *d);
/* What `theirs` let pass and what was left out all the same, in order of path. */
typedef struct {
  Str path;
  const char *why; /* "is no image ..." */
} InputRefusal;
const InputRefusal *input_refusals(const Input *in, size_t *count);

/* In order of path, by bytes. */
const InputEntry *input_entries(const Input *in, size_t *count);
long input_find(const Input *in, Str path); /* index, or -1 */
/* The half-open range of entries at or below a folder ("articles" or
 * "articles/"; "" = all). */
void input_under(const Input *in, Str folder, size_t *from, size_t *to);

/* The bytes of an entry, from `a`. Errors: larger than max_blob (checked before
 * reading), missing or damaged object (names path and object), a symbolic link,
 * submodule or folder, a file of the work tree that changed since it was listed. */
bool input_read(Str *out, Input *in, size_t index, Arena *a, Diags *d);
bool input_size(uint64_t *out, Input *in, size_t index, Diags *d);
/* The files below an entry of mode MODE_TREE, with full paths, from `a`. */
bool input_expand(InputEntry **out, size_t *count, Input *in, size_t index, Arena *a, Diags *d);
bool input_is_disk(const Input *in); /* work tree or memory: ids are not in the repository */

/* Do these bytes look like a git-lfs pointer? Its real content is elsewhere. */
bool input_lfs_pointer(Str bytes);
enum { INPUT_POINTER_MAX = 1023 }; /* larger ones are none */

#endif
