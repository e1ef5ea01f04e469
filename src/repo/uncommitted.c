/* uncommitted.c -- the work tree against the commit, mostly by looking at what
 * the index remembers of each file. */
#include "repo/uncommitted.h"

#include "repo/input_private.h"
#include "repo/private.h"

#include <sys/stat.h>

typedef struct {
  Repo *repo;
  git_index *index; /* may be NULL */
  struct timespec index_time;
  InputFilter *filter;
  void *ctx;
} Look;

/* Subtrees are compared file by file, so none is taken whole. */
static WalkChoice enter(void *ctx, Str path, uint32_t mode) {
  Look *l = ctx;
  WalkChoice choice = l->filter ? l->filter(l->ctx, path, mode) : WALK_ENTER;
  return choice == WALK_WHOLE ? WALK_ENTER : choice;
}

/* Has the index seen this very file, with this id, and is it older than the index?
 * (A file written in the same tick as the index could have changed unseen.) */
static bool index_knows(const Look *l, Str path, const Oid *id, Arena *scratch) {
  struct stat st;
  const git_index_entry *e = l->index ? git_index_get_bypath(l->index, path.p, 0) : NULL;
  if (!e || git_oid_cmp(&e->id, oid_git(id)) != 0) return false;
  Str full = arena_printf(scratch, "%.*s%.*s", STR(l->repo->workdir), STR(path));
  if (lstat(full.p, &st) < 0) return false;
  if (e->file_size != (uint32_t)st.st_size || e->ino != (uint32_t)st.st_ino ||
      e->mtime.seconds != (int32_t)st.st_mtim.tv_sec ||
      e->mtime.nanoseconds != (uint32_t)st.st_mtim.tv_nsec)
    return false;
  return st.st_mtim.tv_sec < l->index_time.tv_sec ||
         (st.st_mtim.tv_sec == l->index_time.tv_sec && st.st_mtim.tv_nsec < l->index_time.tv_nsec);
}

static bool sparse(const Look *l, Str path) {
  const git_index_entry *e = l->index ? git_index_get_bypath(l->index, path.p, 0) : NULL;
  return e && e->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE;
}

/* The same text with Windows line endings is not a change worth telling. */
static bool same_but_endings(Str bytes, const Oid *id, Arena *a) {
  if (str_find(bytes, S("\r\n")) < 0) return false;
  char *p = arena_alloc(a, bytes.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < bytes.n; i++)
    if (bytes.p[i] != '\r' || i + 1 == bytes.n || bytes.p[i + 1] != '\n') p[n++] = bytes.p[i];
  Oid plain = object_id(OBJECT_BLOB, str_n(p, n));
  return oid_eq(&plain, id);
}

static bool same(const Look *l, const InputEntry *disk, const InputEntry *committed,
                 Arena *scratch) {
  bool link = disk->mode == MODE_SYMLINK, was_link = committed->mode == MODE_SYMLINK;
  if (committed->mode == MODE_SUBMODULE) return disk->mode == MODE_SUBMODULE;
  if (link != was_link) return false;
  if (index_knows(l, disk->path, &committed->id, scratch)) return true;
  Str bytes;
  Oid id;
  if (link) {
    if (!worktree_link(&bytes, l->repo, disk->path, scratch)) return false;
    id = object_id(OBJECT_BLOB, bytes);
    return oid_eq(&id, &committed->id);
  }
  if (worktree_load(&bytes, l->repo, disk->path, (uint64_t)1 << 30, scratch) != 0) return false;
  id = object_id(OBJECT_BLOB, bytes);
  return oid_eq(&id, &committed->id) || same_but_endings(bytes, &committed->id, scratch);
}

static void open_index(Look *l) {
  struct stat st;
  Arena a = { 0 };
  Str path = arena_printf(&a, "%.*sindex", STR(l->repo->gitdir));
  if (stat(path.p, &st) == 0) l->index_time = st.st_mtim;
  arena_free(&a);
  if (git_repository_index(&l->index, l->repo->git) < 0) l->index = NULL;
}

bool uncommitted_list(Uncommitted **out, size_t *count, Repo *r, const Oid *tree,
                      InputFilter *filter, void *ctx, Arena *a, Diags *d) {
  *count = 0;
  *out = NULL;
  if (repo_bare(r)) return true;
  Look l = { .repo = r, .filter = filter, .ctx = ctx };
  InputOptions options = { .filter = enter, .ctx = &l };
  Input *old = NULL, *disk = input_new(INPUT_WORKTREE, r, &options);
  Diags quiet = { 0 };
  Arena scratch = { 0 };
  bool ok = input_commit(&old, r, tree, &options, d);
  if (!ok || !worktree_list(disk, &quiet)) goto done;
  open_index(&l);
  *out = ARENA_ARRAY(a, old->count + disk->count, Uncommitted);
  for (size_t i = 0, k = 0; i < old->count || k < disk->count;) {
    int c = i == old->count    ? 1
            : k == disk->count ? -1
                               : str_cmp(old->items[i].path, disk->items[k].path);
    const InputEntry *was = c <= 0 ? &old->items[i++] : NULL;
    const InputEntry *now = c >= 0 ? &disk->items[k++] : NULL;
    UncommittedWhat what = !was   ? UNCOMMITTED_NEW
                           : !now ? UNCOMMITTED_DELETED
                                  : UNCOMMITTED_CHANGED;
    arena_reset(&scratch);
    if (was && now && same(&l, now, was, &scratch)) continue;
    if (!now && (was->mode == MODE_SUBMODULE || sparse(&l, was->path))) continue;
    (*out)[(*count)++] = (Uncommitted){ arena_str(a, (now ? now : was)->path), what };
  }
done:
  git_index_free(l.index);
  input_close(old);
  input_close(disk);
  diags_free(&quiet);
  arena_free(&scratch);
  return ok;
}
