/* plugin_files.c -- which plugins lie here, and which of their files are what. */
#include "cli/plugin_files.h"

#include "base/file.h"
#include "cli/folder.h"
#include "repo/repo.h"
#include <stdlib.h>
#include <unistd.h>

/* The first `name = "..."` behind publish.plugin: enough to find a plugin by itself;
 * the header's reader says what is wrong with it. */
Str plugin_own_name(Str lua) {
  long at = str_find(lua, S("publish.plugin"));
  Str rest = at < 0 ? S("") : str_sub(lua, (size_t)at, lua.n);
  at = str_find(rest, S("name"));
  if (at < 0) return S("");
  rest = str_trim(str_sub(rest, (size_t)at + 4, rest.n));
  if (!str_starts(rest, S("="))) return S("");
  rest = str_trim(str_sub(rest, 1, rest.n));
  if (!rest.n || (rest.p[0] != '"' && rest.p[0] != '\'')) return S("");
  long end = str_chr(str_sub(rest, 1, rest.n), rest.p[0]);
  return end < 0 ? S("") : str_sub(rest, 1, (size_t)end + 1);
}

/* What a site has of a plugin: its code, texts and templates. */
static bool of_site(Str path) {
  return !str_starts(path, S("tests/")) && !str_ends(path, S(".md"));
}

static PluginFiles make(Arena *a, Str name, Str place, const MemoryFile *files, size_t count) {
  PluginFiles p = { .name = name, .place = place };
  MemoryFile *own = ARENA_ARRAY(a, count, MemoryFile);
  for (size_t i = 0; i < count; i++)
    if (of_site(files[i].path))
      own[p.count++] =
          (MemoryFile){ arena_printf(a, "plugins/%.*s/%.*s", STR(name), STR(files[i].path)),
                        files[i].bytes };
  p.files = own;
  p.tests = files_below(&p.test_count, a, files, count, S("tests"));
  return p;
}

static int by_name(const void *pa, const void *pb) {
  const PluginFiles *a = pa, *b = pb;
  return str_cmp(a->name, b->name);
}

/* The plugins below plugins/ of `root`. */
static bool of_repository(PluginFolder *out, Arena *a, Str root, Diags *d) {
  MemoryFile *files;
  size_t count;
  Str folder = arena_printf(a, "%.*splugins", STR(root));
  if (!folder_read(&files, &count, a, folder, d)) return false;
  out->root = root;
  out->plugins = ARENA_ARRAY(a, count, PluginFiles);
  for (size_t i = 0; i < count; i++) {
    Str path = files[i].path;
    long slash = str_chr(path, '/');
    if (slash < 0 || !str_eqc(str_sub(path, (size_t)slash, path.n), "/init.lua")) continue;
    Str name = str_sub(path, 0, (size_t)slash);
    size_t n;
    const MemoryFile *own = files_below(&n, a, files, count, name);
    out->plugins[out->count++] = make(a, name, arena_printf(a, "plugins/%.*s", STR(name)), own, n);
  }
  if (out->count) qsort(out->plugins, out->count, sizeof *out->plugins, by_name);
  return true;
}

/* Where we are, as the name of a folder. */
static Str here(Arena *a) {
  char *cwd = get_current_dir_name();
  Str s = arena_str(a, str_c(cwd));
  free(cwd);
  return s;
}

bool plugin_files(PluginFolder *out, Arena *a, Diags *d) {
  *out = (PluginFolder){ 0 };
  bool single = file_exists("init.lua");
  Repo *repo = NULL;
  Diags none = { 0 };
  bool found = repo_open(&repo, ".", single ? &none : d);
  Str root = found ? arena_str(a, repo_workdir(repo)) : S("");
  Str prefix = found ? arena_str(a, repo_prefix(repo)) : S("");
  bool bare = found && !root.n;
  repo_close(repo);
  diags_free(&none);
  /* plugins/NAME/ of a repository: its siblings are of interest too. */
  Str name = str_starts(prefix, S("plugins/")) ? str_sub(prefix, 8, prefix.n) : S("");
  if (str_ends(name, S("/"))) name = str_sub(name, 0, name.n - 1);
  if (single && (!name.n || str_chr(name, '/') >= 0)) {
    MemoryFile *files;
    size_t count;
    if (!folder_read(&files, &count, a, S("."), d)) return false;
    Str own = plugin_own_name(files_get(files, count, "init.lua"));
    out->alone = true;
    out->plugins = ARENA_NEW(a, PluginFiles);
    out->plugins[out->count++] = make(a, own.n ? own : str_base(here(a)), S("."), files, count);
    return true;
  }
  if (!found) return false;
  if (bare) {
    diag_machine(d, P_REPO_BARE, "run in a clone with a work tree",
                 "a bare repository has no plugins on disk");
    return false;
  }
  if (!of_repository(out, a, root, d)) return false;
  for (size_t i = 0; single && i < out->count; i++)
    if (str_eq(out->plugins[i].name, name)) {
      /* The one we are in, first: nobody asked for the others. */
      PluginFiles own = out->plugins[i];
      for (; i > 0; i--) out->plugins[i] = out->plugins[i - 1];
      out->plugins[0] = own;
      out->alone = true;
    }
  return true;
}
