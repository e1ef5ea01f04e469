/* directory.c -- the site as files, one folder that is ours alone.
 *
 * First everything is compared and judged, then the manifest of old and new is
 * written, then files are deleted and written, then the final manifest. Paths are
 * opened step by step below the folder's descriptor, never through a link
 * (directory_files.c). */
#include "repo/directory.h"

#include "base/map.h"
#include "repo/directory_private.h"
#include "repo/private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char MANIFEST[] = ".publish-manifest";
static const char MANIFEST_HEAD[] = "publish manifest 1\n";

typedef enum { KEEP, ADD, CHANGE } Action;

typedef struct {
  Directory dir;
  Output *output;
  Input *fallback;
  Arena arena;
  OutputFile *files; /* whole folders expanded; heap */
  size_t count, cap;
  Action *actions;
  Map old; /* the manifest: path -> anything */
  Diags *d;
} Job;

static bool inside(Str path, Str folder) {
  if (folder.n && folder.p[folder.n - 1] == '/') folder.n--;
  return str_starts(path, folder) && (path.n == folder.n || path.p[folder.n] == '/');
}

/* Make, resolve and open the folder. With `dry` a missing one stays missing. */
static bool open_folder(Job *j, const char *path, Repo *r, bool dry) {
  if (!dry && mkdir(path, 0777) < 0 && errno != EEXIST) {
    diag_machine(j->d, P_FILE_IO, NULL, "cannot make folder %s: %s", path, strerror(errno));
    return false;
  }
  char *real = realpath(path, NULL);
  if (!real) {
    j->dir.fd = -1;
    if (dry && errno == ENOENT) return true;
    diag_machine(j->d, P_FILE_IO, NULL, "cannot open folder %s: %s", path, strerror(errno));
    return false;
  }
  Str at = arena_str(&j->arena, str_c(real));
  free(real);
  j->dir.name = at;
  bool git = str_ends(at, S("/.git")) || str_find(at, S("/.git/")) >= 0;
  if (r) git = git || inside(at, repo_gitdir(r)) || inside(at, repo_commondir(r));
  if (git) {
    diag_machine(j->d, P_DIRECTORY_PLACE, "choose a folder outside of it",
                 "%s is inside a repository's git folder", path);
    return false;
  }
  j->dir.fd = open(at.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (j->dir.fd < 0) {
    diag_machine(j->d, P_DIRECTORY_PLACE, NULL, "cannot open folder %s: %s", path, strerror(errno));
    return false;
  }
  return true;
}

static bool is_empty(Job *j) {
  DIR *dir = fdopendir(fcntl(j->dir.fd, F_DUPFD_CLOEXEC, 0));
  bool empty = dir != NULL;
  for (struct dirent *e; dir && (e = readdir(dir));)
    if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0 &&
        strcmp(e->d_name, DIRECTORY_TEMPORARY) != 0)
      empty = false;
  if (dir) {
    rewinddir(dir); /* the position is shared with the descriptor it was made from */
    closedir(dir);
  }
  return empty;
}

/* Records "HEX PATH\0" after a heading. */
static bool read_manifest(Job *j) {
  Str text, part;
  if (j->dir.fd < 0) return true;
  int error = directory_read(&text, &j->dir, str_c(MANIFEST), &j->arena);
  if (error == ENOENT) {
    if (is_empty(j)) return true;
    diag_machine(j->d, P_DIRECTORY_FOREIGN, "choose an empty folder, or one written with --to",
                 "the folder %s is not empty, and publish did not write it", j->dir.name.p);
    return false;
  }
  bool ok = error == 0 && str_starts(text, str_c(MANIFEST_HEAD));
  text = ok ? str_sub(text, sizeof MANIFEST_HEAD - 1, text.n) : S("");
  while (ok && text.n && str_split(&text, '\0', &part)) {
    Oid id;
    if (!part.n && !text.n) break;
    ok = part.n > 41 && oid_read(&id, str_sub(part, 0, 40)) && part.p[40] == ' ';
    Str path = ok ? str_sub(part, 41, part.n) : S(""), rest = path, name;
    /* It lies in a folder others may write to: what it names is deleted. */
    while (ok && str_split(&rest, '/', &name)) ok = tree_name_problem(name) == NULL;
    if (ok) map_put(&j->old, path, j);
  }
  if (!ok)
    diag_machine(j->d, P_DIRECTORY_MANIFEST, "empty the folder, the manifest included",
                 "the manifest of %s cannot be understood", j->dir.name.p);
  return ok;
}

static void add_file(Job *j, const OutputFile *f) {
  if (f->mode != MODE_FILE && f->mode != MODE_EXEC) return; /* links are not written */
  if (j->count == j->cap) {
    j->cap = j->cap ? j->cap * 2 : 256;
    j->files = mem_realloc(j->files, j->cap * sizeof *j->files);
  }
  j->files[j->count++] = *f;
}

static bool list_files(Job *j) {
  size_t n;
  const OutputFile *files = output_files(j->output, &n);
  for (size_t i = 0; i < n; i++) {
    if (files[i].mode != MODE_TREE) {
      add_file(j, &files[i]);
      continue;
    }
    OutputFile *below;
    size_t m;
    if (!output_expand(&below, &m, j->output, i, &j->arena, j->d)) return false;
    for (size_t k = 0; k < m; k++) add_file(j, &below[k]);
  }
  for (size_t i = 0; i < j->count; i++) {
    if (!str_eqc(j->files[i].path, MANIFEST) && !str_eqc(j->files[i].path, DIRECTORY_TEMPORARY))
      continue;
    diag_file(j->d, DIAG_ERROR, P_OUTPUT_NAME, j->files[i].maker, NULL,
              "the output path '%.*s' is used by --to itself", STR(j->files[i].path));
    return false;
  }
  return true;
}

/* What to do about each file; one message for each that is not ours to replace. */
static bool compare(Job *j, DirectoryResult *result) {
  Arena a = { 0 };
  bool ok = true;
  j->actions = mem_calloc(j->count ? j->count : 1, sizeof *j->actions);
  for (size_t i = 0; i < j->count; i++) {
    const OutputFile *f = &j->files[i];
    Str bytes;
    arena_reset(&a);
    int error = j->dir.fd < 0 ? ENOENT : directory_read(&bytes, &j->dir, f->path, &a);
    Oid now = { 0 };
    if (error == 0) now = object_id(OBJECT_BLOB, bytes);
    bool ours = map_has(&j->old, f->path);
    /* A file of ours where a folder must be, or a folder of ours where a file must
     * be, is gone by the time this is written. */
    bool absent = error == ENOENT || ((error == ENOTDIR || error == EISDIR) && j->old.count);
    j->actions[i] = absent ? ADD : error == 0 && oid_eq(&now, &f->id) ? KEEP : CHANGE;
    if (j->actions[i] == ADD) result->added++;
    if (j->actions[i] == CHANGE) result->changed++;
    if (j->actions[i] != CHANGE || ours) continue;
    diag_machine(j->d, P_DIRECTORY_FOREIGN, "move it away, or choose another folder",
                 "%s/%.*s exists, and publish did not write it", j->dir.name.p, STR(f->path));
    ok = false;
  }
  arena_free(&a);
  return ok;
}

static bool write_manifest(Job *j, bool with_old) {
  Buf text = { 0 };
  char hex[41];
  buf_c(&text, MANIFEST_HEAD);
  for (size_t i = 0; i < j->count; i++) {
    oid_hex(hex, &j->files[i].id);
    buf_printf(&text, "%s %.*s", hex, STR(j->files[i].path));
    buf_byte(&text, '\0');
  }
  Map new = { 0 };
  for (size_t i = 0; with_old && i < j->count; i++) map_put(&new, j->files[i].path, j);
  for (size_t i = 0; with_old && i < j->old.count; i++) {
    if (map_has(&new, j->old.items[i].key)) continue;
    buf_printf(&text, "%040d %.*s", 0, STR(j->old.items[i].key));
    buf_byte(&text, '\0');
  }
  bool ok = directory_put(&j->dir, str_c(MANIFEST), false, buf_view(&text), j->d);
  map_free(&new);
  buf_free(&text);
  return ok;
}

static bool remove_stale(Job *j, DirectoryResult *result, bool dry) {
  Map new = { 0 };
  bool ok = true;
  for (size_t i = 0; i < j->count; i++) map_put(&new, j->files[i].path, j);
  for (size_t i = 0; ok && i < j->old.count; i++) {
    Str path = j->old.items[i].key;
    if (map_has(&new, path)) continue;
    bool gone = true;
    if (!dry) ok = directory_remove(&gone, &j->dir, path, j->d);
    if (gone) result->removed++;
  }
  map_free(&new);
  return ok;
}

static bool write_files(Job *j, DirectoryResult *result) {
  Arena a = { 0 };
  bool ok = true;
  for (size_t i = 0; ok && i < j->count; i++) {
    if (j->actions[i] == KEEP) continue;
    const OutputFile *f = &j->files[i];
    Str bytes;
    arena_reset(&a);
    ok = output_content(&bytes, j->output, f, j->fallback, &a, j->d) &&
         directory_put(&j->dir, f->path, f->mode == MODE_EXEC, bytes, j->d);
    if (ok) result->bytes_written += bytes.n;
  }
  arena_free(&a);
  return ok;
}

/* Does the manifest list just these files? */
static bool same_files(const Job *j) {
  bool same = j->old.count == j->count && j->count > 0;
  for (size_t i = 0; same && i < j->count; i++) same = map_has(&j->old, j->files[i].path);
  return same;
}

bool directory_write(DirectoryResult *result, const char *dir, Output *o, Repo *r, Input *fallback,
                     bool dry, Diags *d) {
  Job j = { .output = o, .fallback = fallback, .d = d, .dir = { .fd = -1, .parent = -1 } };
  *result = (DirectoryResult){ 0 };
  bool ok =
      open_folder(&j, dir, r, dry) && read_manifest(&j) && list_files(&j) && compare(&j, result);
  result->files = j.count;
  if (ok && dry) {
    ok = remove_stale(&j, result, true);
  } else if (ok && (result->added || result->changed || !same_files(&j))) {
    ok = write_manifest(&j, true) && remove_stale(&j, result, false) && write_files(&j, result) &&
         write_manifest(&j, false);
  } else if (ok) {
    directory_tidy(&j.dir);
  }
  directory_close(&j.dir);
  map_free(&j.old);
  free(j.files);
  free(j.actions);
  arena_free(&j.arena);
  return ok;
}
