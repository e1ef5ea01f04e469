/* directory_files.c -- reading, writing and deleting below a folder's descriptor. */
#include "base/file.h"
#include "repo/directory_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void forget_parent(Directory *dir) {
  if (dir->parent >= 0) close(dir->parent);
  dir->parent = -1;
}

void directory_close(Directory *dir) {
  forget_parent(dir);
  if (dir->fd >= 0) close(dir->fd);
  dir->fd = -1;
}

/* The folder that holds `path`, opened name by name. -1 and errno, or a
 * descriptor that the Directory keeps. */
static int open_parent(Directory *dir, Str path, bool make) {
  Str folder = str_dir(path), rest = folder, name;
  if (!folder.n) return dir->fd;
  if (dir->parent >= 0 && str_eqc(folder, dir->parent_path)) return dir->parent;
  forget_parent(dir);
  int at = dir->fd;
  while (str_split(&rest, '/', &name)) {
    char z[TREE_NAME_MAX + 1] = { 0 };
    if (name.n > TREE_NAME_MAX) {
      errno = ENAMETOOLONG;
    } else {
      memcpy(z, name.p, name.n);
      if (make && mkdirat(at, z, 0777) < 0 && errno != EEXIST) { /* the open will say */
      }
    }
    int next = z[0] ? openat(at, z, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
    int error = errno;
    if (at != dir->fd) close(at);
    errno = error;
    if (next < 0) return -1;
    at = next;
  }
  dir->parent = at;
  memcpy(dir->parent_path, folder.p, folder.n);
  dir->parent_path[folder.n] = '\0';
  return at;
}

static void base_name(char out[TREE_NAME_MAX + 1], Str path) {
  Str name = str_base(path);
  size_t n = name.n > TREE_NAME_MAX ? TREE_NAME_MAX : name.n;
  memcpy(out, name.p, n);
  out[n] = '\0';
}

int directory_read(Str *out, Directory *dir, Str path, Arena *a) {
  char name[TREE_NAME_MAX + 1];
  base_name(name, path);
  int parent = open_parent(dir, path, false);
  if (parent < 0) return errno;
  int fd = openat(parent, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return errno;
  struct stat st;
  int error = fstat(fd, &st) < 0 ? errno : S_ISDIR(st.st_mode) ? EISDIR : 0;
  if (!error && !S_ISREG(st.st_mode)) error = EINVAL;
  if (!error) {
    char *p = arena_alloc(a, (size_t)st.st_size + 1);
    errno = EIO;
    if (!fd_read_all(fd, p, (size_t)st.st_size)) error = errno;
    *out = str_n(p, (size_t)st.st_size);
  }
  close(fd);
  return error;
}

static bool fail(Diags *d, const Directory *dir, const char *what, Str path) {
  diag_machine(d, P_FILE_IO, NULL, "cannot %s %s/%.*s: %s", what, dir->name.p, STR(path),
               strerror(errno));
  return false;
}

bool directory_put(Directory *dir, Str path, bool executable, Str bytes, Diags *d) {
  char name[TREE_NAME_MAX + 1];
  base_name(name, path);
  int parent = open_parent(dir, path, true);
  if (parent < 0) return fail(d, dir, "make the folder of", path);
  if (unlinkat(dir->fd, DIRECTORY_TEMPORARY, 0) < 0 && errno != ENOENT)
    return fail(d, dir, "replace", str_c(DIRECTORY_TEMPORARY));
  int fd = openat(dir->fd, DIRECTORY_TEMPORARY,
                  O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, executable ? 0777 : 0666);
  if (fd < 0) return fail(d, dir, "write", path);
  bool ok = fd_write_all(fd, bytes.p, bytes.n) || fail(d, dir, "write", path);
  if (close(fd) < 0 && ok) ok = fail(d, dir, "write", path);
  if (ok && renameat(dir->fd, DIRECTORY_TEMPORARY, parent, name) < 0)
    ok = fail(d, dir, "write", path);
  if (!ok) unlinkat(dir->fd, DIRECTORY_TEMPORARY, 0);
  return ok;
}

bool directory_remove(bool *gone, Directory *dir, Str path, Diags *d) {
  char name[TREE_NAME_MAX + 1];
  base_name(name, path);
  int parent = open_parent(dir, path, false);
  *gone = parent >= 0 && unlinkat(parent, name, 0) == 0;
  if (!*gone && errno != ENOENT && errno != ENOTDIR && errno != ELOOP && errno != EISDIR)
    return fail(d, dir, "delete", path);
  /* Folders left empty go too; the first that is not stops it. */
  for (Str folder = str_dir(path); *gone && folder.n; folder = str_dir(folder)) {
    base_name(name, folder);
    forget_parent(dir);
    parent = open_parent(dir, folder, false);
    if (parent < 0 || unlinkat(parent, name, AT_REMOVEDIR) < 0) break;
  }
  forget_parent(dir);
  return true;
}

void directory_tidy(Directory *dir) {
  unlinkat(dir->fd, DIRECTORY_TEMPORARY, 0);
}
