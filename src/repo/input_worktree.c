/* input_worktree.c -- the files on disk, as git would commit them.
 *
 * Every step downwards opens one name with O_NOFOLLOW below the descriptor of
 * its folder, so no symbolic link leads anywhere. Whether an untracked name is
 * ignored is libgit2's to say; the index is only read, and a damaged one means
 * that nothing counts as tracked. */
#include "base/file.h"
#include "repo/input_private.h"
#include "repo/private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  Input *in;
  git_index *index; /* may be NULL */
  Diags *d;
} Walk;

static bool fail(Diags *d, Str path, int error) {
  repo_fail(d, P_FILE_IO, path, NULL, "cannot read it: %s", strerror(error));
  return false;
}

static int by_name(const void *a, const void *b) {
  return str_cmp(*(const Str *)a, *(const Str *)b);
}

/* All names of an open folder, sorted. Takes the descriptor over. */
static bool names_of(Str **out, size_t *count, int fd, Arena *a) {
  DIR *dir = fdopendir(fd);
  if (!dir) {
    close(fd);
    return false;
  }
  size_t cap = 0;
  *count = 0;
  for (struct dirent *e; (e = readdir(dir));) {
    Str name = str_c(e->d_name);
    if (str_eq(name, S(".")) || str_eq(name, S("..")) || str_eq(name, S(".git"))) continue;
    if (*count == cap) {
      size_t more = cap ? cap * 2 : 32;
      Str *grown = ARENA_ARRAY(a, more, Str);
      if (cap) memcpy(grown, *out, cap * sizeof *grown);
      *out = grown;
      cap = more;
    }
    (*out)[(*count)++] = arena_str(a, name);
  }
  closedir(dir);
  if (*count) qsort(*out, *count, sizeof **out, by_name);
  return true;
}

static bool tracked(Walk *w, Str path, bool folder) {
  if (!w->index) return false;
  if (!folder) return git_index_get_bypath(w->index, path.p, 0) != NULL;
  Arena a = { 0 };
  size_t at;
  bool found = git_index_find_prefix(&at, w->index, arena_printf(&a, "%s/", path.p).p) == 0;
  arena_free(&a);
  return found;
}

static bool ignored(Walk *w, Str path, bool folder) {
  Arena a = { 0 };
  int yes = 0;
  const char *p = folder ? arena_printf(&a, "%s/", path.p).p : path.p;
  if (git_ignore_path_is_ignored(&yes, w->in->repo->git, p) < 0) yes = 0;
  arena_free(&a);
  return yes;
}

static bool walk(Walk *w, int fd, Str path, size_t depth);

static bool visit(Walk *w, int fd, Str name, Str folder, size_t depth) {
  Input *in = w->in;
  struct stat st;
  Str full;
  if (!input_count_one(in, folder, w->d) || !input_join(&full, in, folder, name, w->d))
    return false;
  if (fstatat(fd, name.p, &st, AT_SYMLINK_NOFOLLOW) < 0)
    return errno == ENOENT ? true : fail(w->d, full, errno);
  uint32_t mode = S_ISLNK(st.st_mode)   ? MODE_SYMLINK
                  : S_ISDIR(st.st_mode) ? MODE_TREE
                  : st.st_mode & 0100   ? MODE_EXEC
                                        : MODE_FILE;
  if (mode != MODE_TREE && mode != MODE_SYMLINK && !S_ISREG(st.st_mode)) return true;
  const char *problem = tree_name_problem(name);
  if (problem) {
    if (ignored(w, full, mode == MODE_TREE)) return true;
    diag_file(w->d, DIAG_ERROR, P_TREE_ENTRY, folder, NULL, "the name '%.*s' %s", STR(name),
              problem);
    return false;
  }
  if (input_ask(in, full, mode) == WALK_SKIP) return true;
  if (mode != MODE_TREE) {
    if (!tracked(w, full, false) && ignored(w, full, false)) return true;
    /* Not read before it is known to be wanted: 0 bytes for a link. */
    input_add(in, full, mode, NULL, mode == MODE_SYMLINK ? 0 : (uint64_t)st.st_size);
    return true;
  }
  const git_index_entry *link = w->index ? git_index_get_bypath(w->index, full.p, 0) : NULL;
  if (link && link->mode == MODE_SUBMODULE) {
    Oid id = oid_from(&link->id);
    input_add(in, full, MODE_SUBMODULE, &id, 0);
    return true;
  }
  if (!tracked(w, full, true) && ignored(w, full, true)) return true;
  int sub = openat(fd, name.p, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (sub < 0) return fail(w->d, full, errno);
  if (faccessat(sub, ".git", F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
    close(sub); /* somebody else's repository: git does not enter it either */
    return true;
  }
  return walk(w, sub, full, depth + 1);
}

/* Takes `fd` over. */
static bool walk(Walk *w, int fd, Str path, size_t depth) {
  Arena a = { 0 };
  Str *names = NULL;
  size_t n = 0;
  bool ok = input_check_depth(w->in, path, depth, w->d);
  int copy = ok ? fcntl(fd, F_DUPFD_CLOEXEC, 0) : -1; /* closedir() takes one */
  if (ok && (copy < 0 || !names_of(&names, &n, copy, &a))) ok = fail(w->d, path, errno);
  for (size_t i = 0; ok && i < n; i++) ok = visit(w, fd, names[i], path, depth);
  close(fd);
  arena_free(&a);
  return ok;
}

/* Folders are walked under their plain names: "a" before "a-b" before "a/". */
static int by_path(const void *a, const void *b) {
  return str_cmp(((const InputEntry *)a)->path, ((const InputEntry *)b)->path);
}

bool worktree_list(Input *in, Diags *d) {
  Walk w = { .in = in, .d = d };
  git_repository *git = in->repo->git;
  if (git_repository_index(&w.index, git) < 0) w.index = NULL;
  int fd = open(in->repo->workdir.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  bool ok = fd >= 0 ? walk(&w, fd, S(""), 0) : fail(d, in->repo->workdir, errno);
  git_index_free(w.index);
  if (in->count) qsort(in->items, in->count, sizeof *in->items, by_path);
  return ok;
}

int worktree_load(Str *out, Repo *r, Str path, uint64_t limit, Arena *a) {
  int fd = open(r->workdir.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  Str rest = path, name;
  while (fd >= 0 && str_split(&rest, '/', &name)) {
    char z[TREE_NAME_MAX + 1] = { 0 };
    if (name.n > TREE_NAME_MAX) {
      close(fd);
      return ENAMETOOLONG;
    }
    memcpy(z, name.p, name.n);
    /* O_NONBLOCK: opening a pipe must not wait for a writer. */
    int next =
        openat(fd, z, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | (rest.p ? O_DIRECTORY : 0));
    int error = errno;
    close(fd);
    errno = error;
    fd = next;
  }
  if (fd < 0) return errno;
  struct stat st;
  int error = 0;
  if (fstat(fd, &st) < 0)
    error = errno;
  else if (!S_ISREG(st.st_mode))
    error = EINVAL;
  else if ((uint64_t)st.st_size > limit)
    error = EFBIG;
  if (!error) {
    char *p = arena_alloc(a, (size_t)st.st_size + 1);
    errno = EAGAIN; /* cut short while being read */
    if (fd_read_all(fd, p, (size_t)st.st_size))
      *out = str_n(p, (size_t)st.st_size);
    else
      error = errno;
  }
  close(fd);
  return error;
}

/* A symbolic link's blob is its target text. */
bool worktree_link(Str *out, Repo *r, Str path, Arena *a) {
  char target[TREE_PATH_MAX];
  ssize_t n =
      readlink(arena_printf(a, "%.*s%.*s", STR(r->workdir), STR(path)).p, target, sizeof target);
  if (n >= 0) *out = str_n(arena_dup(a, target, (size_t)n), (size_t)n);
  return n >= 0;
}

bool worktree_read(Str *out, Input *in, const InputEntry *e, Arena *a, Diags *d) {
  int error = worktree_load(out, in->repo, e->path, in->options.max_blob, a);
  if (error) return fail(d, e->path, error);
  Oid now = object_id(OBJECT_BLOB, *out);
  if (oid_eq(&now, &e->id)) return true;
  repo_fail(d, P_INPUT_FILE, e->path, "run again when nothing writes to it",
            "the file changed while it was being read");
  return false;
}

bool input_worktree(Input **out, Repo *r, const InputOptions *options, Diags *d) {
  *out = NULL;
  if (repo_bare(r)) {
    diag_machine(d, P_REPO_BARE, "leave out --worktree, or run in a clone with a work tree",
                 "the repository %.*s has no work tree", STR(r->gitdir));
    return false;
  }
  Input *in = input_new(INPUT_WORKTREE, r, options);
  bool ok = worktree_list(in, d);
  Arena a = { 0 };
  for (size_t i = 0; ok && i < in->count; i++) {
    InputEntry *e = &in->items[i];
    Str bytes;
    arena_reset(&a);
    if (e->mode == MODE_SUBMODULE) continue;
    if (e->mode == MODE_SYMLINK) {
      ok = worktree_link(&bytes, r, e->path, &a) || fail(d, e->path, errno);
      if (ok) e->id = object_id(OBJECT_BLOB, bytes);
      continue;
    }
    int error = worktree_load(&bytes, r, e->path, (uint64_t)1 << 30, &a);
    if (error) {
      ok = fail(d, e->path, error);
    } else {
      e->id = object_id(OBJECT_BLOB, bytes);
      e->size = bytes.n;
    }
  }
  arena_free(&a);
  if (ok)
    *out = in;
  else
    input_close(in);
  return ok;
}
