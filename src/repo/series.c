/* series.c -- blobs as they come, then trees by an index in memory, commits, one ref. */
#include "repo/series.h"

#include "base/map.h"
#include "repo/pack.h"
#include "repo/private.h"

#include <stdlib.h>

struct Series {
  Repo *repo;
  bool trial;
  Arena arena; /* keys of `put` */
  Map put;     /* ids of blobs that are written */
  Deflater deflater;
  Str objects;  /* the folder */
  Pack *pack;   /* once there are more than OUTPUT_LOOSE_MAX */
  size_t loose; /* blobs since the last one was finished */
  git_index *index;
  bool has_tip;
  Oid tip, tree;
  Str why; /* for the reflog: the last commit's first line */
};

static bool git_failed(Diags *d, const char *what) {
  diag_machine(d, P_REPO_WRITE, "no branch was made", "cannot %s: %s", what, git_why());
  return false;
}

static bool load_base(Series *s, const Oid *base, Diags *d) {
  git_tree *tree = NULL;
  Commit c;
  bool ok = repo_commit(&c, s->repo, base, &s->arena, d);
  if (ok && (git_tree_lookup(&tree, s->repo->git, oid_git(&c.tree)) < 0 ||
             git_index_read_tree(s->index, tree) < 0))
    ok = git_failed(d, "read the last commit's files");
  git_tree_free(tree);
  s->has_tip = ok;
  if (!ok) return false;
  s->tip = *base;
  s->tree = c.tree;
  return true;
}

bool series_open(Series **out, Repo *r, const Oid *base, bool trial, Diags *d) {
  Series *s = mem_calloc(1, sizeof *s);
  s->repo = r;
  s->trial = trial;
  s->objects = arena_printf(&s->arena, "%.*sobjects", STR(repo_commondir(r)));
  bool ok = git_index_new(&s->index) == 0 || git_failed(d, "make an index");
  if (ok && base) ok = load_base(s, base, d);
  *out = ok ? s : NULL;
  if (!ok) series_close(s);
  return ok;
}

void series_close(Series *s) {
  if (!s) return;
  pack_drop(s->pack);
  git_index_free(s->index);
  deflater_free(&s->deflater);
  map_free(&s->put);
  arena_free(&s->arena);
  free(s);
}

static bool write_blob(Series *s, const Object *object, Diags *d) {
  if (s->loose < OUTPUT_LOOSE_MAX) {
    s->loose++;
    return loose_write(s->objects, object, d);
  }
  if (!s->pack && !pack_open(&s->pack, s->objects, d)) return false;
  return pack_add(s->pack, object, d);
}

bool series_blob(Oid *id, Series *s, Str bytes, Diags *d) {
  *id = object_id(OBJECT_BLOB, bytes);
  if (s->trial || map_has(&s->put, oid_key(id)) || repo_has(s->repo, id)) return true;
  Arena a = { 0 };
  Object object;
  object_make(&object, OBJECT_BLOB, bytes, &s->deflater, &a);
  bool ok = write_blob(s, &object, d);
  arena_free(&a);
  if (!ok) return false;
  Oid *key = ARENA_NEW(&s->arena, Oid);
  *key = *id;
  map_put(&s->put, oid_key(key), s);
  return true;
}

bool series_flush(Series *s, Diags *d) {
  Pack *pack = s->pack;
  s->pack = NULL;
  s->loose = 0;
  if (!pack) return true;
  return pack_finish(pack, d) &&
         (git_odb_refresh(s->repo->odb) == 0 || git_failed(d, "see the new pack"));
}

static bool name_fits(Str path, Diags *d) {
  Str rest = path, part;
  while (str_split(&rest, '/', &part)) {
    const char *problem = tree_name_problem(part);
    if (!problem) continue;
    diag_file(d, DIAG_ERROR, P_OUTPUT_NAME, path, NULL, "cannot be committed: '%.*s' %s", STR(part),
              problem);
    return false;
  }
  return true;
}

static bool change(Series *s, const SeriesChange *c, Arena *a, Diags *d) {
  const char *path = arena_cstr(a, c->path);
  if (!name_fits(c->path, d)) return false;
  if (!c->mode)
    return git_index_remove(s->index, path, 0) == 0 || git_failed(d, "take a file away");
  git_index_entry e = { .mode = c->mode, .id = *oid_git(&c->id), .path = path };
  return git_index_add(s->index, &e) == 0 || git_failed(d, "add a file");
}

static bool make_commit(Oid *out, Series *s, const git_oid *tree_id, const OutputCommit *how,
                        Diags *d) {
  git_tree *tree = NULL;
  git_commit *parent = NULL;
  git_signature *who = NULL;
  git_oid id;
  Arena a = { 0 };
  bool ok = git_tree_lookup(&tree, s->repo->git, tree_id) == 0 &&
            (!s->has_tip || git_commit_lookup(&parent, s->repo->git, oid_git(&s->tip)) == 0) &&
            git_signature_new(&who, arena_cstr(&a, how->name), arena_cstr(&a, how->email),
                              how->when.time, how->when.offset) == 0;
  const git_commit *parents[] = { parent };
  ok = ok && git_commit_create(&id, s->repo->git, NULL, who, who, NULL,
                               arena_cstr(&a, how->message), tree, s->has_tip, parents) == 0;
  if (ok)
    *out = oid_from(&id);
  else
    git_failed(d, "make a commit");
  git_signature_free(who);
  git_commit_free(parent);
  git_tree_free(tree);
  arena_free(&a);
  return ok;
}

bool series_commit(bool *made, Oid *commit, Series *s, const SeriesChange *changes, size_t count,
                   const OutputCommit *how, Diags *d) {
  git_oid tree;
  Arena a = { 0 };
  bool ok = series_flush(s, d);
  /* Files that go make room for those that come: a file may become a folder. */
  for (size_t i = 0; ok && i < count; i++)
    if (!changes[i].mode) ok = change(s, &changes[i], &a, d);
  for (size_t i = 0; ok && i < count; i++)
    if (changes[i].mode) ok = change(s, &changes[i], &a, d);
  arena_free(&a);
  if (!ok) return false;
  if (git_index_write_tree_to(&tree, s->index, s->repo->git) < 0)
    return git_failed(d, "make a tree");
  *made = !s->has_tip || !git_oid_equal(&tree, oid_git(&s->tree));
  *commit = s->tip;
  if (!*made) return true;
  if (!make_commit(commit, s, &tree, how, d)) return false;
  s->tip = *commit;
  s->tree = oid_from(&tree);
  s->has_tip = true;
  Str rest = how->message, line = S("");
  str_split(&rest, '\n', &line);
  s->why = arena_printf(&s->arena, "commit: %.*s", STR(line));
  return true;
}

bool series_publish(bool *exists, Series *s, Str ref, Diags *d) {
  git_reference *made = NULL;
  Arena a = { 0 };
  int code = git_reference_create(&made, s->repo->git, arena_cstr(&a, ref), oid_git(&s->tip), 0,
                                  s->why.n ? s->why.p : "import");
  git_reference_free(made);
  *exists = code == GIT_EEXISTS || code == GIT_EMODIFIED;
  bool ok = code == 0 || *exists;
  if (code == GIT_ELOCKED)
    ref_locked(s->repo, ref, d);
  else if (!ok)
    git_failed(d, "make the branch");
  arena_free(&a);
  return ok;
}
