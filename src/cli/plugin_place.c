/* plugin_place.c -- see plugin_place.h. */
#include "cli/plugin_place.h"

#include "base/file.h"
#include "base/file_group.h"
#include "cli/plugin_origin.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail(Diags *d, const char *what, Str path) {
  diag_machine(d, P_FILE_IO, NULL, "cannot %s %.*s: %s", what, STR(path), strerror(errno));
  return false;
}

#define IN_GIT  "plugin-"          /* below the git folder */
#define IN_TREE ".publish-plugin-" /* below plugins/ */

/* What killed runs left; nobody else is at work, for we have the lock. */
static void sweep(PluginPlace *p, Str folder, const char *prefix) {
  DIR *dir = opendir(folder.p);
  for (struct dirent *e; dir && (e = readdir(dir));)
    if (str_starts(str_c(e->d_name), str_c(prefix)))
      folder_remove(arena_printf(&p->arena, "%.*s/%s", STR(folder), e->d_name));
  if (dir) closedir(dir);
}

/* An empty folder to make the plugin in, from where one rename takes it to plugins/: in the
 * git folder, or beside its place when that is on another file system. NULL = reported. */
static char *workshop(PluginPlace *p, Diags *d) {
  Arena *a = &p->arena;
  Str plugins = arena_printf(a, "%.*splugins", STR(p->root));
  if (!file_mkdirs(plugins.p, d)) return NULL;
  char *fresh = arena_cstr(a, arena_printf(a, "%.*s/" IN_GIT "XXXXXX", STR(p->temporary)));
  if (!mkdtemp(fresh)) return fail(d, "make the folder", p->temporary), NULL;
  Str moved = arena_printf(a, "%.*s/" IN_TREE "%.*s", STR(plugins), STR(str_base(str_c(fresh))));
  if (rename(fresh, moved.p) == 0) {
    if (rename(moved.p, fresh) == 0) return fresh;
    return fail(d, "move", moved), NULL;
  }
  int why = errno;
  rmdir(fresh);
  errno = why;
  if (why != EXDEV) return fail(d, "write into", plugins), NULL;
  fresh = arena_cstr(a, arena_printf(a, "%.*s/" IN_TREE "XXXXXX", STR(plugins)));
  return mkdtemp(fresh) ? fresh : (fail(d, "make a folder in", plugins), NULL);
}

bool plugin_place_open(PluginPlace *p, Diags *d) {
  *p = (PluginPlace){ 0 };
  if (!repo_open(&p->repo, ".", d)) return false;
  if (repo_bare(p->repo)) {
    diag_machine(d, P_REPO_BARE, "run in a clone with a work tree",
                 "a bare repository has no folder for a plugin");
    return false;
  }
  p->root = repo_workdir(p->repo);
  p->temporary = arena_printf(&p->arena, "%.*spublish", STR(repo_gitdir(p->repo)));
  int fd;
  bool taken;
  if (!file_lock(&fd, &taken, arena_printf(&p->arena, "%.*s/plugins.lock", STR(p->temporary)).p, d))
    return false;
  if (taken) {
    diag_machine(d, P_PLUGIN_SOURCE, "run it again when the other one has ended",
                 "another 'publish plugin add' or 'update' is at work in this repository");
    return false;
  }
  p->lock = fd;
  sweep(p, p->temporary, IN_GIT);
  sweep(p, arena_printf(&p->arena, "%.*splugins", STR(p->root)), IN_TREE);
  return true;
}

void plugin_place_close(PluginPlace *p) {
  if (p->lock) close(p->lock);
  repo_close(p->repo);
  arena_free(&p->arena);
  *p = (PluginPlace){ 0 };
}

Str plugin_place_folder(PluginPlace *p, Str name) {
  return arena_printf(&p->arena, "%.*splugins/%.*s", STR(p->root), STR(name));
}

/* What is hidden in `from` is no part of the plugin, and nobody's to delete: the folder that
 * takes its place has it, too. A second name, so that it is in both until one of them goes. */
static bool keep_hidden(PluginPlace *p, Str from, Str to, bool within, Diags *d) {
  Arena *a = &p->arena;
  DIR *dir = opendir(from.p);
  bool ok = dir || fail(d, "read the folder", from);
  for (struct dirent *e; ok && dir && (e = readdir(dir));) {
    Str name = str_c(e->d_name);
    bool hidden = within || str_starts(name, S(".")) || str_ends(name, S("~"));
    if (str_eqc(name, ".") || str_eqc(name, "..") || (!within && str_eqc(name, ORIGIN_FILE)))
      continue;
    Str old = arena_printf(a, "%.*s/%.*s", STR(from), STR(name));
    Str new = arena_printf(a, "%.*s/%.*s", STR(to), STR(name));
    struct stat st;
    if (lstat(old.p, &st) < 0)
      ok = fail(d, "read", old);
    else if (S_ISDIR(st.st_mode))
      ok = keep_hidden(p, old, new, hidden, d);
    else if (hidden)
      ok = file_mkdirs(arena_cstr(a, to), d) &&
           (linkat(AT_FDCWD, old.p, AT_FDCWD, new.p, 0) == 0 || fail(d, "keep", old));
  }
  if (dir) closedir(dir);
  return ok;
}

/* Both exist: they change places at once. Where the file system cannot do that, one after
 * the other, and back when the second step fails. */
static bool exchange(PluginPlace *p, Str fresh, Str place, Diags *d) {
  if (renameat2(AT_FDCWD, fresh.p, AT_FDCWD, place.p, RENAME_EXCHANGE) == 0) return true;
  if (errno != EINVAL && errno != ENOSYS) return fail(d, "replace", place);
  Str old = arena_printf(&p->arena, "%.*s-old", STR(fresh));
  if (rename(place.p, old.p) < 0) return fail(d, "replace", place);
  if (rename(fresh.p, place.p) == 0) {
    folder_remove(old);
    return true;
  }
  fail(d, "replace", place);
  if (rename(old.p, place.p) < 0) fail(d, "put back", place);
  return false;
}

bool plugin_place_write(PluginPlace *p, Str name, const MemoryFile *files, size_t count, Str origin,
                        bool replace, Diags *d) {
  Arena *a = &p->arena;
  Str place = plugin_place_folder(p, name);
  if (!file_stays(p->root, arena_printf(a, "plugins/%.*s/init.lua", STR(name)), d)) return false;
  char *fresh = workshop(p, d);
  if (!fresh) return false;
  bool ok = chmod(fresh, 0755) == 0 || fail(d, "make the folder", str_c(fresh));
  for (size_t i = 0; ok && i < count; i++)
    ok = file_write(arena_printf(a, "%s/%.*s", fresh, STR(files[i].path)).p, files[i].bytes, d);
  ok = ok && file_write(arena_printf(a, "%s/" ORIGIN_FILE, fresh).p, origin, d);
  if (ok && replace)
    ok = keep_hidden(p, place, str_c(fresh), false, d) && exchange(p, str_c(fresh), place, d);
  else if (ok && renameat2(AT_FDCWD, fresh, AT_FDCWD, place.p, RENAME_NOREPLACE) < 0)
    ok = fail(d, "write", place);
  folder_remove(str_c(fresh)); /* the old one, or what could not be placed */
  return ok;
}

static WalkChoice below(void *ctx, Str path, uint32_t mode) {
  const Str *folder = ctx;
  (void)mode;
  bool inside = str_starts(path, *folder) && path.n > folder->n && path.p[folder->n] == '/';
  return str_eqc(path, "plugins") || str_eq(path, *folder) || inside ? WALK_ENTER : WALK_SKIP;
}

bool plugin_place_committed(bool *yes, PluginPlace *p, Str name, const MemoryFile *files,
                            size_t count, Diags *d) {
  Str folder = arena_printf(&p->arena, "plugins/%.*s", STR(name));
  const InputOptions options = { .filter = below, .ctx = &folder };
  Commit head;
  Diags none = { 0 };
  Input *in = NULL;
  *yes = false;
  bool born = repo_resolve(&head, p->repo, S("HEAD"), &p->arena, &none);
  diags_free(&none);
  if (!born) return true;
  if (!input_commit(&in, p->repo, &head.tree, &options, d)) return false;
  size_t n;
  const InputEntry *entries = input_entries(in, &n);
  *yes = true;
  for (size_t i = 0; i < count && *yes; i++) {
    long at = input_find(in, arena_printf(&p->arena, "%.*s/%.*s", STR(folder), STR(files[i].path)));
    Oid id = object_id(OBJECT_BLOB, files[i].bytes);
    *yes = at >= 0 && oid_eq(&entries[at].id, &id);
  }
  input_close(in);
  return true;
}

/* -- paths -- */

Str plugin_place_relative(PluginPlace *p, Str path) {
  Arena *a = &p->arena;
  if (str_starts(path, S("/"))) return path;
  char *real = realpath(arena_cstr(a, path), NULL);
  Str to = arena_str(a, str_c(real ? real : ""));
  free(real);
  if (!to.n) return path;
  Str from = str_sub(p->root, 0, p->root.n - 1);
  size_t same = 0; /* up to and with the last common slash */
  for (size_t i = 0; i <= from.n && i <= to.n; i++) {
    char x = i < from.n ? from.p[i] : '/', y = i < to.n ? to.p[i] : '/';
    if (x != y) break;
    if (x == '/') same = i + 1;
  }
  Buf out = { 0 };
  for (size_t i = same; i <= from.n; i++)
    if ((i == from.n && same <= from.n) || (i < from.n && from.p[i] == '/')) buf_c(&out, "../");
  buf_str(&out, str_sub(to, same, to.n));
  while (out.n > 1 && out.p[out.n - 1] == '/') out.n--;
  Str text = out.n ? buf_dup(&out, a) : S(".");
  buf_free(&out);
  return text;
}

Str plugin_place_absolute(PluginPlace *p, Str path) {
  if (str_starts(path, S("/"))) return path;
  return arena_printf(&p->arena, "%.*s%.*s", STR(p->root), STR(path));
}
