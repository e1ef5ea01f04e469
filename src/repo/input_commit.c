/* input_commit.c -- the files of a commit's tree, by a walk of our own.
 *
 * A small cache of trees by id makes trees that unfold from few objects into
 * billions of paths cheap enough to reach the limit on files quickly; ordinary
 * repositories hardly use it. */
#include "repo/input_private.h"

#include <stdlib.h>

enum { CACHE_SLOTS = 64, CACHE_TREE_MAX = 64 << 10 };

typedef struct {
  Oid id;
  Arena arena;
  Str bytes;
} Cached;

typedef struct {
  Input *in;
  Cached cache[CACHE_SLOTS];
  Diags *d;
} Walk;

/* The tree's bytes live in `a` or in the cache, which the recursion may reuse: so
 * they are copied out. Copying 1 KB is nothing beside inflating it. */
static bool load(Walk *w, Str *out, const Oid *id, Str path, Arena *a) {
  Cached *c = &w->cache[id->b[0] % CACHE_SLOTS];
  if (c->bytes.p && oid_eq(&c->id, id)) {
    *out = arena_str(a, c->bytes);
    return true;
  }
  if (!repo_object(out, w->in->repo, id, OBJECT_TREE, path, a, w->d)) return false;
  if (out->n <= CACHE_TREE_MAX) {
    arena_reset(&c->arena);
    c->bytes = arena_str(&c->arena, *out);
    c->id = *id;
  }
  return true;
}

static bool walk(Walk *w, const Oid *id, Str path, size_t depth) {
  Input *in = w->in;
  if (!input_check_depth(in, path, depth, w->d)) return false;
  Arena a = { 0 };
  Str bytes;
  TreeEntry *items;
  size_t n;
  bool ok = load(w, &bytes, id, path, &a) && tree_parse(&items, &n, bytes, path, id, &a, w->d);
  for (size_t i = 0; ok && i < n; i++) {
    const TreeEntry *e = &items[i];
    Str full;
    ok = input_count_one(in, path, w->d) && input_join(&full, in, path, e->name, w->d);
    if (!ok) break;
    WalkChoice choice = input_ask(in, full, e->mode);
    if (choice == WALK_SKIP) continue;
    if (e->mode == MODE_TREE && choice == WALK_ENTER)
      ok = walk(w, &e->id, full, depth + 1);
    else
      input_add(in, full, e->mode, &e->id, INPUT_SIZE_UNKNOWN);
  }
  arena_free(&a);
  return ok;
}

/* Whole folders are listed by their plain name, which sorts before names that
 * their contents come after ("a" < "a-b" < "a/x"). */
static int by_path(const void *a, const void *b) {
  return str_cmp(((const InputEntry *)a)->path, ((const InputEntry *)b)->path);
}

bool commit_walk(Input *in, const Oid *id, Str path, size_t depth, Diags *d) {
  Walk *w = mem_calloc(1, sizeof *w);
  w->in = in;
  w->d = d;
  bool ok = walk(w, id, path, depth);
  for (size_t i = 0; i < CACHE_SLOTS; i++) arena_free(&w->cache[i].arena);
  free(w);
  bool sorted = true;
  for (size_t i = 1; sorted && i < in->count; i++)
    sorted = str_cmp(in->items[i - 1].path, in->items[i].path) < 0;
  if (!sorted) qsort(in->items, in->count, sizeof *in->items, by_path);
  return ok;
}

bool input_commit(Input **out, Repo *r, const Oid *tree, const InputOptions *options, Diags *d) {
  Input *in = input_new(INPUT_COMMIT, r, options);
  bool ok = commit_walk(in, tree, S(""), 0, d);
  *out = ok ? in : NULL;
  if (!ok) input_close(in);
  return ok;
}
