/* tree_diff.c -- two trees compared by ids: equal subtrees are never opened. */
#include "base/buf.h"
#include "repo/private.h"
#include "repo/tree.h"

typedef struct {
  TreeDiff *diff;
  size_t cap;
  TreeReader *read;
  void *ctx;
  Arena *out;
  Diags *d;
} Walk;

static void add(Walk *w, TreeChange what, Str path, const TreeEntry *old, const TreeEntry *new) {
  w->diff->items =
      arena_grow(w->out, w->diff->items, w->diff->count, &w->cap, sizeof *w->diff->items);
  TreeDifference *t = &w->diff->items[w->diff->count++];
  *t = (TreeDifference){ .what = what, .path = path, .mode = new ? new->mode : old->mode };
  if (old) t->old_id = old->id;
  if (new) t->new_id = new->id;
  if (what == TREE_ADDED) w->diff->added++;
  if (what == TREE_CHANGED) w->diff->changed++;
  if (what == TREE_REMOVED) w->diff->removed++;
}

static bool load(Walk *w, TreeEntry **items, size_t *n, const Oid *id, Str path, Arena *a) {
  Str bytes;
  *n = 0;
  if (!id || oid_zero(id)) return true;
  return w->read(w->ctx, &bytes, id, path, a, w->d) &&
         tree_parse(items, n, bytes, path, id, a, w->d);
}

static bool is_tree(const TreeEntry *e) {
  return e && e->mode == MODE_TREE;
}

static bool walk(Walk *w, const Oid *old_id, const Oid *new_id, Str path, size_t depth) {
  if (depth > TREE_DEPTH_MAX) {
    diag_file(w->d, DIAG_ERROR, P_INPUT_LIMIT, path, NULL, "more than %d folders deep",
              TREE_DEPTH_MAX);
    return false;
  }
  Arena a = { 0 };
  TreeEntry *x = NULL, *y = NULL;
  size_t nx = 0, ny = 0, i = 0, k = 0;
  bool ok = load(w, &x, &nx, old_id, path, &a) && load(w, &y, &ny, new_id, path, &a);
  while (ok && (i < nx || k < ny)) {
    int c = i == nx ? 1 : k == ny ? -1 : tree_order(&x[i], &y[k]);
    /* Equal names meet only when both are files or both folders. */
    const TreeEntry *old = c <= 0 ? &x[i++] : NULL, *new = c >= 0 ? &y[k++] : NULL;
    if (old && new && old->mode == new->mode && oid_eq(&old->id, &new->id)) continue;
    Str name = new ? new->name : old->name;
    Str full =
        path.n ? arena_printf(w->out, "%.*s/%.*s", STR(path), STR(name)) : arena_str(w->out, name);
    if (is_tree(old) || is_tree(new))
      ok = walk(w, old ? &old->id : NULL, new ? &new->id : NULL, full, depth + 1);
    else
      add(w, !old ? TREE_ADDED : !new ? TREE_REMOVED : TREE_CHANGED, full, old, new);
  }
  arena_free(&a);
  return ok;
}

bool tree_diff(TreeDiff *out, const Oid *old_tree, const Oid *new_tree, TreeReader *read, void *ctx,
               Arena *a, Diags *d) {
  *out = (TreeDiff){ 0 };
  if (old_tree && new_tree && oid_eq(old_tree, new_tree)) return true;
  Walk w = { .diff = out, .read = read, .ctx = ctx, .out = a, .d = d };
  return walk(&w, old_tree, new_tree, S(""), 0);
}

bool tree_diff_repo(TreeDiff *out, struct Repo *r, const Oid *old_tree, const Oid *new_tree,
                    Arena *a, Diags *d) {
  return tree_diff(out, old_tree, new_tree, repo_read_tree, r, a, d);
}
