/* output.c -- what the site is made of: files put, looked up, read back.
 * The trees are made in output_build.c, the commit in output_publish.c. */
#include "repo/output_private.h"

#include "repo/input_private.h"
#include "repo/private.h"

#include <assert.h>
#include <stdlib.h>

Output *output_new(Repo *r, OutputMode mode) {
  assert(r || mode != OUTPUT_WRITE);
  Output *o = mem_calloc(1, sizeof *o);
  o->repo = r;
  o->mode = mode;
  if (mode == OUTPUT_WRITE) {
    o->objects = arena_printf(&o->arena, "%.*sobjects", STR(r->commondir));
    o->waiting = ARENA_ARRAY(&o->arena, OUTPUT_LOOSE_MAX, Object *);
  }
  return o;
}

void output_close(Output *o) {
  if (!o) return;
  pack_drop(o->pack);
  deflater_free(&o->deflater);
  map_free(&o->added);
  map_free(&o->trees);
  map_free(&o->by_id);
  free(o->items);
  arena_free(&o->arena);
  free(o);
}

static bool bad_path(Str path, Str maker, const char *problem, Str name, Diags *d) {
  Diag *e = diag_file(d, DIAG_ERROR, P_OUTPUT_NAME, maker, NULL, "the output path '%.*s' %s",
                      STR(str_sub(path, 0, 300)), problem);
  if (name.n && name.n < 100) diag_help(d, e, "because of '%.*s'", STR(name));
  return false;
}

static bool check_path(Str path, Str maker, Diags *d) {
  if (path.n == 0) return bad_path(path, maker, "is empty", path, d);
  if (path.n > TREE_PATH_MAX) return bad_path(path, maker, "is longer than 4096 bytes", S(""), d);
  size_t depth = 0;
  Str rest = path, name;
  while (str_split(&rest, '/', &name)) {
    const char *problem = tree_name_problem(name);
    if (problem && name.n == 0) problem = "has an empty name in it";
    if (!problem && ++depth > TREE_DEPTH_MAX) problem = "is more than 128 folders deep";
    if (problem) return bad_path(path, maker, problem, name, d);
  }
  return true;
}

static bool put(Output *o, Str path, uint32_t mode, const Oid *id, Str maker, Diags *d) {
  assert(!o->built);
  if (!check_path(path, maker, d)) return false;
  if (o->count == o->cap) {
    o->cap = o->cap ? o->cap * 2 : 256;
    o->items = mem_realloc(o->items, o->cap * sizeof *o->items);
  }
  o->items[o->count++] = (OutputFile){ .path = arena_str(&o->arena, path),
                                       .mode = mode,
                                       .id = *id,
                                       .maker = arena_str(&o->arena, maker) };
  return true;
}

bool output_has(Output *o, const Oid *id) {
  return map_has(&o->added, oid_key(id)) || (o->repo && repo_has(o->repo, id));
}

bool output_add(Output *o, const Object *object, Diags *d) {
  Object *mine = ARENA_NEW(&o->arena, Object);
  *mine = *object;
  mine->deflated = S("");
  map_put(&o->added, oid_key(&mine->id), mine);
  o->bytes += object->deflated.n;
  if (o->mode == OUTPUT_KEEP) mine->deflated = arena_str(&o->arena, object->deflated);
  if (o->mode != OUTPUT_WRITE) return true;
  if (o->pack) return pack_add(o->pack, object, d);
  if (o->waiting_count < OUTPUT_LOOSE_MAX) {
    mine->deflated = arena_str(&o->arena, object->deflated);
    o->waiting[o->waiting_count++] = mine;
    return true;
  }
  if (!pack_open(&o->pack, o->objects, d)) return false;
  for (size_t i = 0; i < o->waiting_count; i++)
    if (!pack_add(o->pack, o->waiting[i], d)) return false;
  o->waiting_count = 0;
  return pack_add(o->pack, object, d);
}

bool output_flush(Output *o, Diags *d) {
  if (o->pack) {
    Pack *p = o->pack;
    o->pack = NULL;
    return pack_finish(p, d);
  }
  for (size_t i = 0; i < o->waiting_count; i++)
    if (!loose_write(o->objects, o->waiting[i], d)) return false;
  o->waiting_count = 0;
  return true;
}

bool output_object(Output *o, Str path, uint32_t mode, const Object *object, Str maker, Diags *d) {
  assert(mode == MODE_FILE || mode == MODE_EXEC);
  if (!put(o, path, mode, &object->id, maker, d)) return false;
  return output_has(o, &object->id) || output_add(o, object, d);
}

bool output_existing(Output *o, Str path, uint32_t mode, const Oid *id, Str maker, Diags *d) {
  assert(mode == MODE_FILE || mode == MODE_EXEC || mode == MODE_TREE);
  assert(mode != MODE_TREE || o->repo);
  if (!put(o, path, mode, id, maker, d)) return false;
  /* A second look, because the packs may have been rewritten since the first. */
  if (o->mode != OUTPUT_WRITE || output_has(o, id) || git_odb_exists(o->repo->odb, oid_git(id)))
    return true;
  uint64_t size;
  return repo_size(&size, o->repo, id, mode == MODE_TREE ? OBJECT_TREE : OBJECT_BLOB, maker, d);
}

bool output_tree(Output *o, const Oid *tree, Str maker, Diags *d) {
  Arena a = { 0 };
  Str bytes;
  TreeEntry *entries;
  size_t n = 0;
  bool ok = repo_object(&bytes, o->repo, tree, OBJECT_TREE, S(""), &a, d) &&
            tree_parse(&entries, &n, bytes, S(""), tree, &a, d);
  for (size_t i = 0; ok && i < n; i++)
    ok = put(o, entries[i].name, entries[i].mode, &entries[i].id, maker, d);
  arena_free(&a);
  return ok;
}

const OutputFile *output_files(const Output *o, size_t *count) {
  assert(o->built);
  *count = o->count;
  return o->items;
}

bool output_expand(OutputFile **out, size_t *count, Output *o, size_t index, Arena *a, Diags *d) {
  const OutputFile *f = &o->items[index];
  assert(f->mode == MODE_TREE);
  Input *in = input_new(INPUT_COMMIT, o->repo, NULL);
  bool ok = commit_walk(in, &f->id, f->path, 1, d);
  *count = ok ? in->count : 0;
  *out = ARENA_ARRAY(a, *count, OutputFile);
  for (size_t i = 0; i < *count; i++)
    (*out)[i] = (OutputFile){ .path = arena_str(a, in->items[i].path),
                              .mode = in->items[i].mode,
                              .id = in->items[i].id,
                              .maker = f->maker };
  input_close(in);
  return ok;
}

bool output_content(Str *out, Output *o, const OutputFile *file, Input *fallback, Arena *a,
                    Diags *d) {
  const Object *kept = map_get(&o->added, oid_key(&file->id));
  if (kept && kept->deflated.n && object_content(out, kept, a)) return true;
  if (o->repo && (!fallback || repo_has(o->repo, &file->id)))
    return repo_object(out, o->repo, &file->id, OBJECT_BLOB, file->path, a, d);
  if (fallback && o->fallback != fallback) {
    map_free(&o->by_id);
    o->fallback = fallback;
    for (size_t i = 0; i < fallback->count; i++)
      map_put(&o->by_id, oid_key(&fallback->items[i].id), &fallback->items[i]);
  }
  const InputEntry *e = fallback ? map_get(&o->by_id, oid_key(&file->id)) : NULL;
  if (e) return input_read(out, fallback, (size_t)(e - fallback->items), a, d);
  char hex[41];
  oid_hex(hex, &file->id);
  repo_fail(d, P_REPO_OBJECT, file->path, NULL, "its content %s is nowhere to be found", hex);
  return false;
}

uint64_t output_bytes_added(const Output *o) {
  return o->bytes;
}
size_t output_objects_added(const Output *o) {
  return o->added.count;
}
