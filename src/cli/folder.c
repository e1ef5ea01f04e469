/* folder.c -- a walk over real folders. */
#include "cli/folder.h"

#include "base/file.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  Arena *a;
  MemoryFile *files;
  size_t count, cap;
  bool whole; /* what cannot be taken is an error */
  Diags *d;
} Walk;

static int by_path(const void *pa, const void *pb) {
  const MemoryFile *a = pa, *b = pb;
  return str_cmp(a->path, b->path);
}

static bool add_file(Walk *w, Str real, Str shown) {
  MemoryFile file = { .path = shown };
  if (w->count == FOLDER_FILES) {
    diag_machine(w->d, P_INPUT_LIMIT, NULL, "more than %d files below this folder", FOLDER_FILES);
    return false;
  }
  if (!file_read(&file.bytes, w->a, real.p, FOLDER_BYTES, w->d)) return false;
  w->files = arena_grow(w->a, w->files, w->count, &w->cap, sizeof *w->files);
  w->files[w->count++] = file;
  return true;
}

static bool refuse(Walk *w, Str path, mode_t mode) {
  const char *what = S_ISLNK(mode)   ? "a symbolic link"
                     : S_ISDIR(mode) ? "a folder too deep inside others"
                                     : "no regular file";
  diag_machine(w->d, P_INPUT_FILE, "put a copy of the file there", "%.*s is %s", STR(path), what);
  return false;
}

/* `real` and all paths made here end in NUL. */
static bool walk(Walk *w, Str real, Str shown, int depth) {
  DIR *dir = opendir(real.p);
  if (!dir) {
    if (errno == ENOENT || errno == ENOTDIR) return true;
    diag_machine(w->d, P_FILE_IO, NULL, "cannot read the folder %.*s: %s", STR(real),
                 strerror(errno));
    return false;
  }
  bool ok = true;
  struct dirent *e;
  while (ok && (e = readdir(dir))) {
    Str name = str_c(e->d_name);
    if (name.p[0] == '.' || str_ends(name, S("~"))) continue;
    Str path = arena_printf(w->a, "%.*s/%s", STR(real), e->d_name);
    Str below =
        shown.n ? arena_printf(w->a, "%.*s/%s", STR(shown), e->d_name) : arena_str(w->a, name);
    struct stat st;
    if (lstat(path.p, &st) < 0) continue; /* just deleted */
    if (S_ISREG(st.st_mode))
      ok = add_file(w, path, below);
    else if (S_ISDIR(st.st_mode) && depth < FOLDER_DEPTH)
      ok = walk(w, path, below, depth + 1);
    else if (w->whole)
      ok = refuse(w, path, st.st_mode);
  }
  closedir(dir);
  return ok;
}

static bool read_into(Walk w, MemoryFile **out, size_t *count, Str path) {
  bool ok = walk(&w, arena_str(w.a, path), S(""), 0);
  if (w.count) qsort(w.files, w.count, sizeof *w.files, by_path);
  *out = w.files;
  *count = w.count;
  return ok;
}

bool folder_read(MemoryFile **out, size_t *count, Arena *a, Str path, Diags *d) {
  return read_into((Walk){ .a = a, .d = d }, out, count, path);
}

bool folder_read_whole(MemoryFile **out, size_t *count, Arena *a, Str path, Diags *d) {
  return read_into((Walk){ .a = a, .d = d, .whole = true }, out, count, path);
}

void folder_remove(Str path) {
  Arena a = { 0 };
  const char *z = arena_cstr(&a, path);
  int fd = open(z, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  DIR *dir = fd < 0 ? NULL : fdopendir(fd);
  if (fd >= 0 && !dir) close(fd);
  for (struct dirent *e; dir && (e = readdir(dir));) {
    if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
    Str one = arena_printf(&a, "%s/%s", z, e->d_name);
    struct stat st;
    if (lstat(one.p, &st) == 0 && S_ISDIR(st.st_mode))
      folder_remove(one);
    else
      unlink(one.p);
  }
  if (dir) closedir(dir);
  if (rmdir(z) < 0 && errno == ENOTDIR) unlink(z);
  arena_free(&a);
}

MemoryFile *files_below(size_t *count, Arena *a, const MemoryFile *files, size_t n, Str folder) {
  MemoryFile *out = ARENA_ARRAY(a, n, MemoryFile);
  *count = 0;
  for (size_t i = 0; i < n; i++) {
    Str path = files[i].path;
    if (!str_starts(path, folder) || path.n <= folder.n || path.p[folder.n] != '/') continue;
    out[(*count)++] = (MemoryFile){ str_sub(path, folder.n + 1, path.n), files[i].bytes };
  }
  return out;
}

Str files_get(const MemoryFile *files, size_t n, const char *path) {
  for (size_t i = 0; i < n; i++)
    if (str_eqc(files[i].path, path)) return files[i].bytes;
  return (Str){ 0 };
}

bool folder_editors(Str root, Str path, Str bytes, Diags *d) {
  Arena a = { 0 };
  Str ignore = S(".publish/.gitignore");
  const char *file = arena_printf(&a, "%.*s%.*s", STR(root), STR(path)).p;
  const char *ignored = arena_printf(&a, "%.*s%.*s", STR(root), STR(ignore)).p;
  bool ok = file_stays(root, path, d) && file_stays(root, ignore, d) &&
            file_write(file, bytes, d) &&
            (file_exists(ignored) || file_write(ignored, S("*\n"), d));
  arena_free(&a);
  return ok;
}
