/* tree.h -- git tree objects: reading their bytes, judging their names, and
 * comparing two of them.
 *
 * Parsing is ours rather than libgit2's for two reasons: speed (no allocation
 * per entry), and because a hostile tree must end in a message that names the
 * entry. All functions are pure except where they are given a reader. */
#ifndef PUBLISH_REPO_TREE_H
#define PUBLISH_REPO_TREE_H

#include "base/diag.h"
#include "repo/oid.h"

/* The modes git knows. 0100664, which very old git wrote, is read as FILE. */
enum {
  MODE_TREE = 0040000,
  MODE_FILE = 0100644,
  MODE_EXEC = 0100755,
  MODE_SYMLINK = 0120000,
  MODE_SUBMODULE = 0160000
};
enum { TREE_DEPTH_MAX = 128, TREE_PATH_MAX = 4096, TREE_NAME_MAX = 255 };

typedef struct {
  Str name; /* a view into the tree's bytes */
  uint32_t mode;
  Oid id;
} TreeEntry;

/* The entries of the tree object `bytes`, in its order, from `a`. `path` is the
 * folder's ("" = root). One record for: a bad mode, an empty name, ".", "..",
 * ".git" in any disguise that Windows or macOS would fall for, a slash, a
 * duplicate, entries out of order, a truncated object. */
bool tree_parse(TreeEntry **out, size_t *count, Str bytes, Str path, const Oid *id, Arena *a,
                Diags *d);
/* Git's order of entries: by bytes, as if every folder's name ended in '/'. */
int tree_order(const TreeEntry *a, const TreeEntry *b);
/* Why `name` may not stand in a tree ("is empty", "means '.git' on Windows"), or
 * NULL when it may. */
const char *tree_name_problem(Str name);

/* Gives the bytes of a tree; false = reported. */
typedef bool TreeReader(void *ctx, Str *out, const Oid *id, Str path, Arena *a, Diags *d);

typedef enum { TREE_ADDED, TREE_CHANGED, TREE_REMOVED } TreeChange;
typedef struct {
  TreeChange what;
  Str path;
  uint32_t mode;      /* the new one; the old one when removed */
  Oid old_id, new_id; /* zero where there is none */
} TreeDifference;
typedef struct {
  TreeDifference *items; /* in path order, from the arena given */
  size_t count;
  size_t added, changed, removed;
} TreeDiff;
/* All files that differ between two trees (zero or NULL = the empty tree).
 * Equal subtrees are never opened, so one changed file among 100,000 costs about a
 * millisecond. */
bool tree_diff(TreeDiff *out, const Oid *old_tree, const Oid *new_tree, TreeReader *read, void *ctx,
               Arena *a, Diags *d);

struct Repo;
/* The same, both trees from a repository. */
bool tree_diff_repo(TreeDiff *out, struct Repo *r, const Oid *old_tree, const Oid *new_tree,
                    Arena *a, Diags *d);

#endif
