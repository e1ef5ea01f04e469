/* private.h -- what the files of this folder share and nobody else sees: the
 * inside of a Repo, and libgit2's errors as records. */
#ifndef PUBLISH_REPO_PRIVATE_H
#define PUBLISH_REPO_PRIVATE_H

#include "repo/repo.h"
#include <git2.h>

struct Repo {
  git_repository *git;
  git_odb *odb;
  Arena arena;
  Str prefix, gitdir, commondir, workdir;
  Oid *shallow; /* sorted */
  size_t shallow_count;
};

static inline const git_oid *oid_git(const Oid *id) {
  return (const git_oid *)(const void *)id->b;
}
static inline Oid oid_from(const git_oid *id) {
  Oid out;
  memcpy(out.b, id->id, SHA1_SIZE);
  return out;
}
/* libgit2's last message, or "unknown error". */
static inline const char *git_why(void) {
  const git_error *e = git_error_last();
  return e && e->message ? e->message : "unknown error";
}
static inline int oid_cmp(const Oid *a, const Oid *b) {
  return memcmp(a->b, b->b, SHA1_SIZE);
}

/* One record about a file or folder, blamed on the machine. */
Diag *repo_fail(Diags *d, Code code, Str path, const char *help, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* Read (again) which commits are at the edge of a shallow clone. */
bool repo_read_shallow(Repo *r, Diags *d);
/* Is the commit at the edge of a shallow clone? */
bool repo_at_edge(const Repo *r, const Oid *id);
/* Read a commit object's bytes. Views into `bytes`; parents from `a`. */
bool commit_parse(Commit *out, Str bytes, const Oid *id, Arena *a, Diags *d);
/* The record about a branch that stays locked: since when, by which file, and the way out. */
void ref_locked(const Repo *r, Str ref, Diags *d);
/* What git compares to see that a file is as the index has it. */
struct stat;
void index_stat(git_index_entry *e, const struct stat *st);
/* A reader for tree_diff and others: ctx is the Repo. */
bool repo_read_tree(void *ctx, Str *out, const Oid *id, Str path, Arena *a, Diags *d);

#endif
