/* file.c -- real files, whole and atomically. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

bool fd_write_all(int fd, const void *p, size_t n) {
  const char *at = p;
  while (n) {
    ssize_t done = write(fd, at, n);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    at += done, n -= (size_t)done;
  }
  return true;
}

bool fd_read_all(int fd, void *p, size_t n) {
  char *at = p;
  while (n) {
    ssize_t done = read(fd, at, n);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    at += done, n -= (size_t)done;
  }
  return true;
}

static bool fail(Diags *d, const char *path, const char *what) {
  diag_machine(d, P_FILE_IO, NULL, "cannot %s %s: %s", what, path, strerror(errno));
  return false;
}

bool file_exists(const char *path) {
  struct stat st;
  return lstat(path, &st) == 0;
}

bool file_read(Str *out, Arena *a, const char *path, size_t limit, Diags *d) {
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK); /* a pipe, too */
  if (fd < 0) return fail(d, path, "open");
  bool ok = false;
  struct stat st;
  if (fstat(fd, &st) < 0) {
    fail(d, path, "read");
  } else if (!S_ISREG(st.st_mode)) {
    diag_machine(d, P_FILE_IO, NULL, "cannot read %s: not a regular file", path);
  } else if ((size_t)st.st_size > limit) {
    diag_machine(d, P_FILE_IO, NULL, "cannot read %s: %lld bytes, the limit is %zu", path,
                 (long long)st.st_size, limit);
  } else {
    char *p = arena_alloc(a, (size_t)st.st_size + 1);
    ok = fd_read_all(fd, p, (size_t)st.st_size);
    if (ok)
      *out = str_n(p, (size_t)st.st_size);
    else
      fail(d, path, "read");
  }
  close(fd);
  return ok;
}

bool file_mkdirs(const char *path, Diags *d) {
  Arena a = { 0 };
  char *copy = arena_dup(&a, path, strlen(path));
  bool ok = true;
  for (char *p = copy + 1; ok && *copy; p++) {
    if (*p && *p != '/') continue;
    char was = *p;
    *p = '\0';
    if (mkdir(copy, 0777) < 0 && errno != EEXIST) ok = fail(d, copy, "make folder");
    *p = was;
    if (!was) break;
  }
  arena_free(&a);
  return ok;
}

bool file_stays(Str root, Str path, Diags *d) {
  Arena a = { 0 };
  bool ok = true;
  for (size_t i = 1; ok && i < path.n; i++) {
    struct stat st;
    if (path.p[i] != '/') continue;
    Str folder = str_sub(path, 0, i);
    ok = lstat(arena_printf(&a, "%.*s%.*s", STR(root), STR(folder)).p, &st) < 0 ||
         !S_ISLNK(st.st_mode);
    if (!ok)
      diag_machine(d, P_FILE_IO, "put a real folder there",
                   "cannot write %.*s: %.*s is a symbolic link, which is never followed", STR(path),
                   STR(folder));
  }
  arena_free(&a);
  return ok;
}

/* All of it, durable, with the rights of a file that somebody makes. */
static bool fill(int fd, Str bytes) {
  mode_t mask = umask(0);
  umask(mask);
  return fd_write_all(fd, bytes.p, bytes.n) && fchmod(fd, 0666 & ~mask) == 0 && fsync(fd) == 0;
}

/* The same without a name until it is whole, where the file system can do that: a run that is
 * killed while it writes leaves nothing. NULL: it cannot, or not now. */
static char *write_unnamed(Arena *a, Str before, Str bytes) {
  int fd = open(before.n ? arena_cstr(a, before) : ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0) return NULL;
  char *name = arena_cstr(a, arena_printf(a, "%.*s.tmp-%ld", STR(before), (long)getpid()));
  const char *self = arena_printf(a, "/proc/self/fd/%d", fd).p;
  bool ok = fill(fd, bytes) && linkat(AT_FDCWD, self, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0;
  return close(fd) == 0 && ok ? name : NULL;
}

/* The bytes under a temporary name beside `path`; NULL after a failure. */
static char *write_beside(Arena *a, const char *path, Str bytes, Diags *d) {
  Str dir = str_dir(str_c(path));
  if (dir.n && !file_mkdirs(arena_cstr(a, dir), d)) return NULL;
  /* Hidden: what a killed run leaves is no file of a plugin or of a test case. */
  Str name = str_base(str_c(path)), before = str_n(path, strlen(path) - name.n);
  char *temporary = write_unnamed(a, before, bytes);
  if (temporary) return temporary;
  temporary = arena_cstr(a, arena_printf(a, "%.*s.tmp-XXXXXX", STR(before)));
  int fd = mkostemp(temporary, O_CLOEXEC);
  if (fd < 0) {
    fail(d, path, "write");
    return NULL;
  }
  bool ok = fill(fd, bytes);
  if (close(fd) < 0) ok = false;
  if (ok) return temporary;
  fail(d, path, "write");
  unlink(temporary);
  return NULL;
}

bool file_write(const char *path, Str bytes, Diags *d) {
  Arena a = { 0 };
  char *temporary = write_beside(&a, path, bytes, d);
  bool ok = temporary != NULL;
  if (ok && rename(temporary, path) < 0) {
    ok = fail(d, path, "write");
    unlink(temporary);
  }
  arena_free(&a);
  return ok;
}

bool file_create(const char *path, Str bytes, bool *exists, Diags *d) {
  Str dir = str_dir(str_c(path));
  Arena a = { 0 };
  *exists = false;
  bool ok = !dir.n || file_mkdirs(arena_cstr(&a, dir), d);
  arena_free(&a);
  if (!ok) return false;
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (fd < 0 && errno == EEXIST) return *exists = true;
  if (fd < 0) return fail(d, path, "write");
  ok = fd_write_all(fd, bytes.p, bytes.n) && fsync(fd) == 0;
  if (close(fd) < 0) ok = false;
  if (ok) return true;
  fail(d, path, "write");
  unlink(path);
  return false;
}
