/* old_site.c -- three kinds of places as one list of files. */
#include "import/old_site.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

struct OldSite {
  Arena arena;
  Repo *other;  /* another repository, ours to close; or NULL */
  Input *input; /* of a repository; NULL: a plain folder */
  Str root;     /* folder on disk of a plain one, with '/' at its end */
  Str prefix;   /* in the repository: "docs/" or "" */
  Str name;
  bool here;
  OldFile *files;
  size_t *numbers; /* in the input */
  size_t count, cap;
};

static int by_path(const void *a, const void *b) {
  return str_cmp(((const OldFile *)a)->path, ((const OldFile *)b)->path);
}

/* -- repositories -- */

static bool list_tree(OldSite *s, Repo *r, const Commit *commit, Diags *d) {
  if (!input_commit(&s->input, r, &commit->tree, NULL, d)) return false;
  size_t count, from, to;
  const InputEntry *entries = input_entries(s->input, &count);
  input_under(s->input, s->prefix, &from, &to);
  s->files = ARENA_ARRAY(&s->arena, to - from, OldFile);
  s->numbers = ARENA_ARRAY(&s->arena, to - from, size_t);
  for (size_t i = from; i < to; i++) {
    const InputEntry *e = &entries[i];
    if (e->mode != MODE_FILE && e->mode != MODE_EXEC) continue;
    s->numbers[s->count] = i;
    s->files[s->count++] = (OldFile){ str_sub(e->path, s->prefix.n, e->path.n), e->mode, e->id };
  }
  return true;
}

static bool open_other(OldSite *s, Diags *d) {
  Commit head;
  return repo_resolve(&head, s->other, S("HEAD"), &s->arena, d) && list_tree(s, s->other, &head, d);
}

/* -- plain folders -- */

static bool walk(OldSite *s, Str folder, int depth, Diags *d) {
  Str real = arena_printf(&s->arena, "%.*s%.*s", STR(s->root), STR(folder));
  DIR *dir = opendir(real.p);
  if (!dir) {
    diag_machine(d, P_FILE_IO, NULL, "cannot read the folder %.*s: %s", STR(real), strerror(errno));
    return false;
  }
  bool ok = true;
  for (struct dirent *e; ok && (e = readdir(dir));) {
    if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..") || !strcmp(e->d_name, ".git")) continue;
    struct stat st;
    Str path = arena_printf(&s->arena, "%.*s%s", STR(folder), e->d_name);
    if (lstat(arena_printf(&s->arena, "%.*s%.*s", STR(s->root), STR(path)).p, &st) < 0) continue;
    if (S_ISDIR(st.st_mode) && depth < OLD_DEPTH) {
      ok = walk(s, arena_printf(&s->arena, "%.*s/", STR(path)), depth + 1, d);
    } else if (S_ISREG(st.st_mode) && s->count == OLD_FILES) {
      diag_machine(d, P_INPUT_LIMIT, "name the folder of the old site itself",
                   "more than %d files below %.*s", OLD_FILES, STR(s->name));
      ok = false;
    } else if (S_ISREG(st.st_mode)) {
      s->files = arena_grow(&s->arena, s->files, s->count, &s->cap, sizeof *s->files);
      s->files[s->count++] = (OldFile){ .path = path, .mode = MODE_FILE };
    }
  }
  closedir(dir);
  return ok;
}

static bool open_folder(OldSite *s, Str path, Diags *d) {
  s->root = arena_printf(&s->arena, "%.*s%s", STR(path), str_ends(path, S("/")) ? "" : "/");
  if (!walk(s, S(""), 0, d)) return false;
  if (s->count) qsort(s->files, s->count, sizeof *s->files, by_path);
  return true;
}

/* -- all -- */

static bool is_folder(Str path, Diags *d) {
  struct stat st;
  int code = stat(path.p, &st);
  if (code == 0 && S_ISDIR(st.st_mode)) return true;
  Diag *r = diag_file(d, DIAG_ERROR, P_IMPORT_SITE, S(""),
                      "name the folder or repository of the old site", "%.*s: %s", STR(path),
                      code < 0 ? strerror(errno) : "is no folder");
  r->blame = EXIT_USAGE;
  return false;
}

static bool find(OldSite *s, Str path, Repo *here, const Commit *base, Diags *d) {
  Repo *other = NULL;
  s->name = path.n ? arena_str(&s->arena, path) : S("this repository");
  if (path.n) {
    if (!is_folder(s->name, d) || !repo_open_if_any(&other, s->name.p, d)) return false;
    if (!other) return open_folder(s, s->name, d);
    s->prefix = arena_str(&s->arena, repo_prefix(other));
    bool same = str_eq(repo_commondir(other), repo_commondir(here));
    if (!same) {
      s->other = other;
      return open_other(s, d);
    }
    repo_close(other);
  }
  s->here = true;
  if (base && !list_tree(s, here, base, d)) return false;
  if (s->count) return true;
  /* A folder of the work tree that git knows nothing of. */
  if (path.n && s->prefix.n) {
    s->here = false;
    input_close(s->input);
    s->input = NULL;
    return open_folder(s, s->name, d);
  }
  if (base) return true;
  Diag *r = diag_machine(d, P_REPO_UNBORN, "commit the old site first, or name its folder",
                         "this repository has no commit yet");
  r->blame = EXIT_USAGE;
  return false;
}

bool old_open(OldSite **out, Str path, Repo *here, const Commit *base, Diags *d) {
  OldSite *s = mem_calloc(1, sizeof *s);
  bool ok = find(s, path, here, base, d);
  *out = ok ? s : NULL;
  if (!ok) old_close(s);
  return ok;
}

void old_close(OldSite *s) {
  if (!s) return;
  input_close(s->input);
  repo_close(s->other);
  arena_free(&s->arena);
  free(s);
}

const OldFile *old_files(const OldSite *s, size_t *count) {
  *count = s->count;
  return s->files;
}

long old_find(const OldSite *s, Str path) {
  size_t low = 0, high = s->count;
  while (low < high) {
    size_t mid = low + (high - low) / 2;
    int order = str_cmp(s->files[mid].path, path);
    if (order == 0) return (long)mid;
    if (order < 0)
      low = mid + 1;
    else
      high = mid;
  }
  return -1;
}

bool old_read(Str *out, OldSite *s, size_t index, Arena *a, Diags *d) {
  if (s->input) return input_read(out, s->input, s->numbers[index], a, d);
  Arena name = { 0 };
  Str path = arena_printf(&name, "%.*s%.*s", STR(s->root), STR(s->files[index].path));
  bool ok = file_read(out, a, path.p, (size_t)64 << 20, d);
  arena_free(&name);
  return ok;
}

bool old_here(const OldSite *s) {
  return s->here;
}

Str old_path(const OldSite *s, Str path, Arena *a) {
  if (!s->here || !s->prefix.n) return path;
  return arena_printf(a, "%.*s%.*s", STR(s->prefix), STR(path));
}

Str old_name(const OldSite *s) {
  return s->name;
}
