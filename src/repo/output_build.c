/* output_build.c -- from files put in any order to a tree of trees.
 *
 * First collisions: a path put twice, a file where others need a folder. A whole
 * folder put by id is kept closed unless something else is put into it; then it
 * is opened, one level at a time, until nothing overlaps. Then trees are made from
 * the leaves up; one that the repository has already is not written again. */
#include "repo/output_private.h"

#include "repo/private.h"

#include <assert.h>
#include <stdlib.h>

static int by_path(const void *a, const void *b) {
  const OutputFile *x = a, *y = b;
  int c = str_cmp(x->path, y->path);
  return c ? c : str_cmp(x->maker, y->maker); /* so that messages do not depend on order */
}

static void sort_items(Output *o) {
  if (o->count) qsort(o->items, o->count, sizeof *o->items, by_path);
}

static void report_twice(const OutputFile *a, const OutputFile *b, Diags *d) {
  diag_file(d, DIAG_ERROR, P_OUTPUT_TWICE, b->maker,
            "give one of them another slug, alias or file name",
            "the output path '%.*s' is also made by %.*s", STR(b->path), STR(a->maker));
}

static void report_folder(const OutputFile *file, const OutputFile *below, Diags *d) {
  diag_file(d, DIAG_ERROR, P_OUTPUT_FOLDER, below->maker,
            "give one of them another slug, alias or file name",
            "the output path '%.*s' needs a folder where %.*s makes the file '%.*s'",
            STR(below->path), STR(file->maker), STR(file->path));
}

/* Find all collisions, and the folders that must be opened. False = reported. */
static bool find_overlaps(Output *o, bool *open, Diags *d) {
  Map by_name = { 0 };
  bool ok = true;
  for (size_t i = 0; i < o->count; i++) {
    OutputFile *f = &o->items[i];
    OutputFile *before = i ? &o->items[i - 1] : NULL;
    if (before && str_eq(before->path, f->path)) {
      if (before->mode == MODE_TREE && f->mode == MODE_TREE) {
        open[i - 1] = open[i] = true;
      } else if (before->mode == MODE_TREE || f->mode == MODE_TREE) {
        report_folder(before->mode == MODE_TREE ? f : before,
                      before->mode == MODE_TREE ? before : f, d);
        ok = false;
      } else {
        report_twice(before, f, d);
        ok = false;
      }
      continue;
    }
    map_put(&by_name, f->path, f);
  }
  Str checked = { 0 }; /* the last folder all of whose parents were looked up */
  for (size_t i = 0; i < o->count; i++) {
    OutputFile *f = &o->items[i];
    Str dir = str_dir(f->path);
    if (checked.p && str_eq(dir, checked)) continue;
    checked = dir;
    for (Str at = dir; at.n; at = str_dir(at)) {
      OutputFile *above = map_get(&by_name, at);
      if (!above) continue;
      if (above->mode == MODE_TREE) {
        open[above - o->items] = true;
      } else {
        report_folder(above, f, d);
        ok = false;
      }
    }
  }
  map_free(&by_name);
  return ok;
}

/* Replace a whole folder by what is in it. */
static bool open_folder(Output *o, size_t index, Diags *d) {
  Arena a = { 0 };
  OutputFile f = o->items[index];
  Str bytes;
  TreeEntry *entries;
  size_t n = 0;
  bool ok = repo_object(&bytes, o->repo, &f.id, OBJECT_TREE, f.path, &a, d) &&
            tree_parse(&entries, &n, bytes, f.path, &f.id, &a, d);
  for (size_t i = 0; ok && i < n; i++) {
    if (o->count == o->cap) {
      o->cap *= 2;
      o->items = mem_realloc(o->items, o->cap * sizeof *o->items);
    }
    o->items[o->count++] = (OutputFile){ .path = arena_printf(&o->arena, "%.*s/%.*s", STR(f.path),
                                                              STR(entries[i].name)),
                                         .mode = entries[i].mode,
                                         .id = entries[i].id,
                                         .maker = f.maker };
  }
  arena_free(&a);
  return ok;
}

static bool settle(Output *o, Diags *d) {
  for (bool again = true; again;) {
    sort_items(o);
    size_t n = o->count, kept = 0;
    bool *open = mem_calloc(n ? n : 1, sizeof *open);
    bool ok = find_overlaps(o, open, d);
    again = false;
    for (size_t i = 0; ok && i < n; i++)
      if (open[i]) {
        again = true;
        ok = open_folder(o, i, d);
      }
    for (size_t i = 0; ok && again && i < o->count; i++)
      if (i >= n || !open[i]) o->items[kept++] = o->items[i];
    if (ok && again) o->count = kept;
    free(open);
    if (!ok) return false;
  }
  return true;
}

static int by_tree_order(const void *a, const void *b) {
  return tree_order(a, b);
}

/* The tree object of these entries: counted, and put when new. */
static bool make_tree(Oid *out, Output *o, TreeEntry *entries, size_t n, Diags *d) {
  Buf bytes = { 0 };
  bool ok = true;
  if (n) qsort(entries, n, sizeof *entries, by_tree_order);
  for (size_t i = 0; i < n; i++) {
    buf_printf(&bytes, "%o ", entries[i].mode);
    buf_str(&bytes, entries[i].name);
    buf_byte(&bytes, '\0');
    buf_add(&bytes, entries[i].id.b, SHA1_SIZE);
  }
  *out = object_id(OBJECT_TREE, buf_view(&bytes));
  if (!map_has(&o->trees, oid_key(out))) {
    Oid *key = ARENA_NEW(&o->arena, Oid);
    Str *content = ARENA_NEW(&o->arena, Str);
    *key = *out;
    *content = buf_dup(&bytes, &o->arena);
    map_put(&o->trees, oid_key(key), content);
    if (!output_has(o, out)) {
      Object object;
      Arena a = { 0 };
      object_make(&object, OBJECT_TREE, *content, &o->deflater, &a);
      ok = output_add(o, &object, d);
      arena_free(&a);
    }
  }
  buf_free(&bytes);
  return ok;
}

/* The tree of items [from, to), whose paths all begin with the same `head` bytes.
 * Sorted by whole paths, so what lies in one folder is one run. Bounded by
 * TREE_DEPTH_MAX, which put() checked. */
static bool build(Oid *out, Output *o, size_t from, size_t to, size_t head, Diags *d) {
  Arena a = { 0 };
  TreeEntry *entries = ARENA_ARRAY(&a, to - from, TreeEntry);
  size_t n = 0;
  bool ok = true;
  for (size_t i = from; ok && i < to;) {
    Str rest = str_sub(o->items[i].path, head, o->items[i].path.n);
    long slash = str_chr(rest, '/');
    TreeEntry *e = &entries[n++];
    if (slash < 0) {
      *e = (TreeEntry){ rest, o->items[i].mode, o->items[i].id };
      i++;
      continue;
    }
    size_t end = i + 1, size = (size_t)slash + 1;
    while (end < to && o->items[end].path.n > head + size &&
           memcmp(o->items[end].path.p + head, rest.p, size) == 0)
      end++;
    *e = (TreeEntry){ .name = str_sub(rest, 0, (size_t)slash), .mode = MODE_TREE };
    ok = build(&e->id, o, i, end, head + size, d);
    i = end;
  }
  ok = ok && make_tree(out, o, entries, n, d);
  arena_free(&a);
  return ok;
}

bool output_build(Oid *root, Output *o, Diags *d) {
  assert(!o->built);
  if (!settle(o, d)) return false;
  o->built = true;
  if (!build(&o->root, o, 0, o->count, 0, d)) return false;
  *root = o->root;
  return true;
}

/* Trees made here are read from memory, the others from the repository. */
static bool read_tree(void *ctx, Str *out, const Oid *id, Str path, Arena *a, Diags *d) {
  Output *o = ctx;
  const Str *mine = map_get(&o->trees, oid_key(id));
  if (mine) {
    *out = *mine;
    return true;
  }
  assert(o->repo);
  return repo_object(out, o->repo, id, OBJECT_TREE, path, a, d);
}

bool output_diff(TreeDiff *out, Output *o, const Oid *old_tree, Arena *a, Diags *d) {
  assert(o->built);
  return tree_diff(out, old_tree, &o->root, read_tree, o, a, d);
}
