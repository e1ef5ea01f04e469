/* input_private.h -- the inside of an Input, shared by the files that fill it. */
#ifndef PUBLISH_REPO_INPUT_PRIVATE_H
#define PUBLISH_REPO_INPUT_PRIVATE_H

#include "repo/input.h"

typedef enum { INPUT_COMMIT, INPUT_WORKTREE, INPUT_MEMORY } InputKind;

struct Input {
  InputKind kind;
  Repo *repo;
  InputOptions options; /* with the defaults filled in */
  Arena arena;
  InputEntry *items; /* heap: it grows */
  size_t count, cap;
  size_t seen;            /* files and folders met, listed or not */
  Str *bytes;             /* memory: contents by index */
  InputRefusal *refusals; /* overlay */
  size_t refusal_count, refusal_cap;
};

Input *input_new(InputKind kind, Repo *r, const InputOptions *options);
InputEntry *input_add(Input *in, Str path, uint32_t mode, const Oid *id, uint64_t size);
WalkChoice input_ask(Input *in, Str path, uint32_t mode);
/* Limits: one more entry, one folder deeper, one longer path. */
bool input_count_one(Input *in, Str path, Diags *d);
bool input_check_depth(Input *in, Str path, size_t depth, Diags *d);
bool input_join(Str *out, Input *in, Str folder, Str name, Diags *d);

/* List the tree `id` that stands at `path`. */
bool commit_walk(Input *in, const Oid *id, Str path, size_t depth, Diags *d);

/* Work tree: list without hashing (ids stay zero), then hash what is listed.
 * worktree_read checks that a file is still what was listed. */
bool worktree_list(Input *in, Diags *d);
bool worktree_read(Str *out, Input *in, const InputEntry *e, Arena *a, Diags *d);
/* The bytes of a regular file below the work tree, no link followed on the way.
 * Returns 0 or an errno. */
int worktree_load(Str *out, Repo *r, Str path, uint64_t limit, Arena *a);
/* The target of a symbolic link; false = it cannot be read (errno). */
bool worktree_link(Str *out, Repo *r, Str path, Arena *a);

#endif
