/* file_group.c -- see file_group.h. */
#include "base/file_group.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool fail(Diags *d, Str path, const char *what) {
  diag_machine(d, P_FILE_IO, NULL, "cannot %s %.*s: %s", what, STR(path), strerror(errno));
  return false;
}

static const char *beside(Arena *a, Str path) {
  return arena_printf(a, "%.*s.new", STR(path)).p;
}

bool file_group_write(const FileWrite *files, size_t count, Diags *d) {
  Arena a = { 0 };
  bool ok = true;
  /* One file has its place at once; what is left of it beside would be taken for a rest. */
  if (count == 1) ok = file_write(arena_cstr(&a, files[0].path), files[0].bytes, d);
  for (size_t i = 0; ok && count > 1 && i < count; i++)
    ok = file_write(beside(&a, files[i].path), files[i].bytes, d);
  for (size_t i = 0; count > 1 && i < count; i++) {
    const char *from = beside(&a, files[i].path);
    if (ok && rename(from, arena_cstr(&a, files[i].path)) < 0) ok = fail(d, files[i].path, "write");
    if (!ok) unlink(from);
  }
  arena_free(&a);
  return ok;
}

bool file_group_recover(const Str *paths, size_t count, Diags *d) {
  Arena a = { 0 };
  bool ok = true;
  bool begun = count && !file_exists(beside(&a, paths[0]));
  for (size_t i = 0; i < count; i++) {
    const char *from = beside(&a, paths[i]);
    if (begun ? rename(from, arena_cstr(&a, paths[i])) == 0 : unlink(from) == 0) continue;
    if (errno != ENOENT && errno != ENOTDIR) ok = fail(d, paths[i], "finish writing");
  }
  arena_free(&a);
  return ok;
}

bool file_lock(int *fd, bool *taken, const char *path, Diags *d) {
  Arena a = { 0 };
  *taken = false;
  *fd = -1;
  bool ok = file_mkdirs(arena_cstr(&a, str_dir(str_c(path))), d);
  arena_free(&a);
  if (!ok) return false;
  *fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (*fd < 0) return fail(d, str_c(path), "lock");
  struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  if (fcntl(*fd, F_SETLK, &whole) == 0) return true;
  *taken = errno == EACCES || errno == EAGAIN;
  if (!*taken) fail(d, str_c(path), "lock");
  close(*fd);
  *fd = -1;
  return *taken;
}
