/* history.c -- dates of many files from one walk through the commits.
 *
 * First the commits are loaded and put in topological order (history_load.c),
 * then sets of paths travel from HEAD to its parents: at each commit the set that
 * arrived is split by comparing the commit's tree with its parents' trees. Every
 * commit is visited once, after all its children, so the work is bounded by the
 * number of commits and of folders that changed, whatever the shape of the
 * history. */
#include "repo/history_private.h"

#include "repo/tree.h"

#include <stdlib.h>

/* What one comparison found: paths asked about that differ. */
typedef struct {
  size_t query;
  bool existed; /* in the parent */
} Change;
typedef struct {
  Change *items;
  size_t count, cap;
} Changes;

enum { TREE_SLOTS = 256 };
typedef struct {
  Oid id;
  Arena arena;
  Str bytes;
} CachedTree;

typedef struct {
  Repo *repo;
  FileHistory *out;
  const HistoryQuery *queries;
  size_t count, words; /* queries, and 64-bit words of a set of them */
  size_t *numbers;     /* what the map's values point to */
  Map index;           /* path -> its number */
  Map folders;         /* folders that hold a path; others are never opened */
  Arena names;
  int64_t *created_order; /* committer's time of the candidate */
  CachedTree *trees;
  Diags *d;
} Walk;

/* -- comparing trees -- */

/* Neighbouring commits share nearly all trees, so most reads are hits. */
static bool read_tree(Walk *w, Str *out, const Oid *id, Str path, Arena *a) {
  *out = S("");
  if (oid_zero(id)) return true;
  CachedTree *t = &w->trees[id->b[0] % TREE_SLOTS];
  if (!t->bytes.p || !oid_eq(&t->id, id)) {
    arena_free(&t->arena);
    t->bytes = (Str){ 0 };
    Str bytes;
    if (!repo_object(&bytes, w->repo, id, OBJECT_TREE, path, &t->arena, w->d)) return false;
    t->bytes = bytes;
    t->id = *id;
  }
  *out = arena_str(a, t->bytes);
  return true;
}

/* One entry without judging it: history is full of names that are gone. */
static size_t entry_at(TreeEntry *e, Str bytes) {
  const char *blank = memchr(bytes.p, ' ', bytes.n < 8 ? bytes.n : 8);
  if (!blank) return 0;
  const char *nul = memchr(blank, '\0', bytes.n - (size_t)(blank - bytes.p));
  if (!nul || bytes.n - (size_t)(nul + 1 - bytes.p) < SHA1_SIZE) return 0;
  e->name = str_n(blank + 1, (size_t)(nul - blank - 1));
  e->mode = 0;
  for (const char *p = bytes.p; p < blank; p++) e->mode = e->mode * 8 + (uint32_t)(*p - '0');
  memcpy(e->id.b, nul + 1, SHA1_SIZE);
  return (size_t)(nul + 1 - bytes.p) + SHA1_SIZE;
}

static void add_change(Changes *c, size_t query, bool existed) {
  if (c->count == c->cap) {
    c->cap = c->cap ? c->cap * 2 : 64;
    c->items = mem_realloc(c->items, c->cap * sizeof *c->items);
  }
  c->items[c->count++] = (Change){ query, existed };
}

static bool compare(Walk *w, Changes *c, const Oid *old_id, const Oid *new_id, Str path,
                    int depth) {
  static const Oid none;
  Arena a = { 0 };
  Str x, y;
  TreeEntry ex, ey;
  char full[TREE_PATH_MAX];
  bool ok = read_tree(w, &x, old_id, path, &a) && read_tree(w, &y, new_id, path, &a);
  if (ok && path.n) memcpy(full, path.p, path.n), full[path.n] = '/';
  size_t head = path.n ? path.n + 1 : 0;
  while (ok && y.n) {
    size_t ny = entry_at(&ey, y), nx = 0;
    if (ny && x.n >= ny && memcmp(x.p, y.p, ny) == 0) {
      x = str_sub(x, ny, x.n);
      y = str_sub(y, ny, y.n);
      continue;
    }
    if (!ny || (x.n && !(nx = entry_at(&ex, x)))) {
      char hex[41];
      oid_hex(hex, ny ? old_id : new_id);
      diag_file(w->d, DIAG_ERROR, P_TREE_ENTRY, path, "'git fsck' shows it",
                "tree %s in the history is malformed", hex);
      ok = false;
      break;
    }
    int order = x.n ? tree_order(&ex, &ey) : 1;
    if (order <= 0) x = str_sub(x, nx, x.n);
    if (order < 0) continue;
    y = str_sub(y, ny, y.n);
    if (head + ey.name.n > sizeof full) continue;
    if (ey.name.n) memcpy(full + head, ey.name.p, ey.name.n);
    Str name = str_n(full, head + ey.name.n);
    if (ey.mode != MODE_TREE) {
      const size_t *query = map_get(&w->index, name);
      if (query) add_change(c, *query, order == 0);
    } else if (depth < TREE_DEPTH_MAX && map_has(&w->folders, name)) {
      ok = compare(w, c, order == 0 ? &ex.id : &none, &ey.id, name, depth + 1);
    }
  }
  arena_free(&a);
  return ok;
}

/* -- sets -- */

static bool has(const uint64_t *set, size_t i) {
  return set[i / 64] >> (i % 64) & 1;
}
static void put(uint64_t *set, size_t i) {
  set[i / 64] |= (uint64_t)1 << (i % 64);
}
static void drop(uint64_t *set, size_t i) {
  set[i / 64] &= ~((uint64_t)1 << (i % 64));
}

/* Hand `set` (owned) to a commit, merged with what it has. Empty ones vanish. */
static void give(Walk *w, HistoryNode *to, uint64_t *set) {
  bool any = false;
  for (size_t i = 0; !any && i < w->words; i++) any = set[i] != 0;
  if (!any) {
    free(set);
  } else if (!to->set) {
    to->set = set;
  } else {
    for (size_t i = 0; i < w->words; i++) to->set[i] |= set[i];
    free(set);
  }
}

static void set_updated(Walk *w, size_t i, const HistoryNode *n) {
  FileHistory *f = &w->out[i];
  if (!(w->queries[i].want & HISTORY_UPDATED) || f->has_updated || f->updated_cut) return;
  f->updated = n->author;
  f->updated_by = n->id;
  f->has_updated = true;
}

/* A file may come from several branches of a merge: the oldest wins. */
static void set_created(Walk *w, size_t i, const HistoryNode *n) {
  FileHistory *f = &w->out[i];
  if (!(w->queries[i].want & HISTORY_CREATED)) return;
  if (f->has_created && (w->created_order[i] < n->order ||
                         (w->created_order[i] == n->order && oid_cmp(&f->created_by, &n->id) <= 0)))
    return;
  f->created = n->author;
  f->created_by = n->id;
  f->has_created = true;
  w->created_order[i] = n->order;
}

static bool looking(const Walk *w, size_t i) {
  unsigned want = w->queries[i].want;
  return want & HISTORY_CREATED || (want & HISTORY_UPDATED && !w->out[i].has_updated);
}

/* -- commits -- */

static void at_end(Walk *w, const HistoryNode *n, const uint64_t *set) {
  for (size_t i = 0; i < w->count; i++) {
    if (!has(set, i)) continue;
    FileHistory *f = &w->out[i];
    if (!n->edge) {
      set_updated(w, i, n);
      set_created(w, i, n);
    } else {
      if (w->queries[i].want & HISTORY_CREATED) f->created_cut = true;
      if (w->queries[i].want & HISTORY_UPDATED && !f->has_updated) f->updated_cut = true;
    }
  }
}

static bool at_commit(Walk *w, const HistoryNode *n, HistoryNode *parent, uint64_t *set) {
  Changes c = { 0 };
  bool ok = oid_eq(&parent->tree, &n->tree) || compare(w, &c, &parent->tree, &n->tree, S(""), 0);
  for (size_t k = 0; ok && k < c.count; k++) {
    size_t i = c.items[k].query;
    if (!has(set, i)) continue;
    set_updated(w, i, n);
    if (!c.items[k].existed) set_created(w, i, n);
    if (!c.items[k].existed || !looking(w, i)) drop(set, i);
  }
  free(c.items);
  give(w, parent, set);
  return ok;
}

static bool at_merge(Walk *w, const HistoryNode *n, uint64_t *set) {
  Changes *c = mem_calloc(n->parent_count, sizeof *c);
  uint64_t *differs = mem_calloc(w->words, sizeof *differs);
  bool ok = true;
  /* What is the same in a parent goes to the first such parent and no other. */
  for (size_t k = 0; ok && k < n->parent_count; k++) {
    HistoryNode *parent = n->parents[k];
    ok = oid_eq(&parent->tree, &n->tree) || compare(w, &c[k], &parent->tree, &n->tree, S(""), 0);
    if (!ok) break;
    uint64_t *same = mem_calloc(w->words, sizeof *same);
    memset(differs, 0, w->words * sizeof *differs);
    for (size_t j = 0; j < c[k].count; j++) put(differs, c[k].items[j].query);
    for (size_t i = 0; i < w->words; i++) {
      same[i] = set[i] & ~differs[i];
      set[i] &= differs[i];
    }
    give(w, parent, same);
  }
  /* The rest was changed by the merge itself, and goes wherever it existed. */
  for (size_t i = 0; ok && i < w->count; i++)
    if (has(set, i)) set_updated(w, i, n);
  uint64_t *found = mem_calloc(w->words, sizeof *found);
  for (size_t k = 0; ok && k < n->parent_count; k++) {
    uint64_t *there = mem_calloc(w->words, sizeof *there);
    for (size_t j = 0; j < c[k].count; j++) {
      size_t i = c[k].items[j].query;
      if (!c[k].items[j].existed || !has(set, i)) continue;
      put(found, i);
      if (looking(w, i)) put(there, i);
    }
    give(w, n->parents[k], there);
  }
  for (size_t i = 0; ok && i < w->count; i++)
    if (has(set, i) && !has(found, i)) set_created(w, i, n);
  for (size_t k = 0; k < n->parent_count; k++) free(c[k].items);
  free(c);
  free(found);
  free(differs);
  free(set);
  return ok;
}

static bool visit(Walk *w, HistoryNode *n) {
  uint64_t *set = n->set;
  n->set = NULL;
  if (!set) return true;
  if (n->parent_count == 1) return at_commit(w, n, n->parents[0], set);
  if (n->parent_count > 1) return at_merge(w, n, set);
  at_end(w, n, set);
  free(set);
  return true;
}

/* Paths by name, and the folders above them. */
static void index_paths(Walk *w) {
  w->numbers = ARENA_ARRAY(&w->names, w->count, size_t);
  for (size_t i = 0; i < w->count; i++) {
    Str path = w->queries[i].path;
    w->numbers[i] = i;
    map_put(&w->index, path, &w->numbers[i]);
    for (size_t n = path.n; n > 0; n--)
      if (path.p[n - 1] == '/' && !map_put(&w->folders, str_sub(path, 0, n - 1), w)) break;
  }
}

bool history_dates(FileHistory *out, Repo *r, const Oid *commit, const HistoryQuery *queries,
                   size_t count, Diags *d) {
  if (count == 0) return true;
  memset(out, 0, count * sizeof *out);
  Walk w = { .repo = r, .out = out, .queries = queries, .count = count, .d = d };
  w.words = (count + 63) / 64;
  w.created_order = mem_calloc(count, sizeof *w.created_order);
  w.trees = mem_calloc(TREE_SLOTS, sizeof *w.trees);
  index_paths(&w);
  History h = { 0 };
  Changes there = { 0 };
  static const Oid none;
  bool ok =
      history_load(&h, r, commit, d) && compare(&w, &there, &none, &h.order[0]->tree, S(""), 0);
  if (ok) {
    uint64_t *all = mem_calloc(w.words, sizeof *all);
    for (size_t k = 0; k < there.count; k++)
      if (queries[there.items[k].query].want) put(all, there.items[k].query);
    give(&w, h.order[0], all);
  }
  for (size_t i = 0; ok && i < h.count; i++) ok = visit(&w, h.order[i]);
  /* A branch that is cut may hold something older than what another one showed,
   * and a time that is no number is no date. */
  for (size_t i = 0; i < count; i++) {
    FileHistory *f = &out[i];
    if (f->created_cut || !f->created.known) f->has_created = false;
    if (f->updated_cut || !f->updated.known) f->has_updated = false;
    if (!f->has_created) f->created = (CommitTime){ 0 }, f->created_by = (Oid){ 0 };
    if (!f->has_updated) f->updated = (CommitTime){ 0 }, f->updated_by = (Oid){ 0 };
  }
  for (size_t i = 0; i < TREE_SLOTS; i++) arena_free(&w.trees[i].arena);
  free(w.trees);
  free(w.created_order);
  free(there.items);
  map_free(&w.index);
  map_free(&w.folders);
  arena_free(&w.names);
  history_free(&h);
  return ok;
}
