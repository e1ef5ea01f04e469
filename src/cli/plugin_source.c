/* plugin_source.c -- see plugin_source.h. How a repository gets here is in plugin_fetch.c. */
#include "cli/plugin_source.h"

#include "base/file.h"
#include "cli/options.h"
#include "cli/plugin_fetch.h"
#include "cli/plugin_files.h"
#include "cli/plugin_origin.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

bool plugin_name_fits(Str name) {
  for (size_t i = 0; i < name.n; i++) {
    char c = name.p[i];
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && i > 0))) return false;
  }
  return name.n > 0 && name.n <= 40;
}

/* -- what is meant -- */

static bool is_folder(Str path) {
  Arena a = { 0 };
  struct stat st;
  bool yes = path.n && stat(arena_cstr(&a, path), &st) == 0 && S_ISDIR(st.st_mode);
  arena_free(&a);
  return yes;
}

/* Where the path of an address begins; 0 = it is no address. */
static size_t path_begins(Str s) {
  long scheme = str_find(s, S("://"));
  if (scheme > 0) {
    size_t host = (size_t)scheme + 3;
    long slash = str_chr(str_sub(s, host, s.n), '/');
    return slash < 0 ? s.n : host + (size_t)slash;
  }
  long colon = str_chr(s, ':'), slash = str_chr(s, '/'), at = str_chr(s, '@');
  bool short_form = colon > 0 && at > 0 && at < colon && (slash < 0 || colon < slash);
  return short_form ? (size_t)colon + 1 : 0;
}

bool plugin_is_address(Str s) {
  return path_begins(s) > 0;
}

static bool known_scheme(Str s) {
  static const char *const schemes[] = { "https://", "ssh://", "git://", "file://" };
  for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
    if (str_starts(s, str_c(schemes[i]))) return true;
  return str_find(s, S("://")) < 0;
}

static bool wrong(Diags *d, const char *help, const char *what, Str text) {
  usage_error(d, P_PLUGIN_SOURCE, help, "%.*s: %s", STR(text), what);
  return false;
}

/* A password in an address would be written into the repository. */
static bool holds_password(Str url, size_t path) {
  long scheme = str_find(url, S("://"));
  Str host = scheme < 0 ? S("") : str_sub(url, (size_t)scheme + 3, path);
  long at = str_rchr(host, '@');
  return at >= 0 && str_chr(str_sub(host, 0, (size_t)at), ':') >= 0;
}

bool plugin_spec(PluginSpec *out, Str text, Arena *a, Diags *d) {
  *out = (PluginSpec){ 0 };
  size_t path = path_begins(text);
  long at = str_rchr(text, '@');
  if (!origin_writable(text))
    return wrong(d, NULL, "holds a quote, a backslash or a control character", S("the source"));
  if (path && holds_password(text, path))
    return wrong(d, "leave it out; keys of an ssh agent are used for ssh://",
                 "holds a password, which would be recorded in the repository", S("the address"));
  if (path && !known_scheme(text))
    return wrong(d, "addresses begin with https://, ssh://, git:// or file://",
                 "is no address that publish fetches from", text);
  if (!path && is_folder(text)) {
    out->place = arena_str(a, text);
    return true;
  }
  bool split = at > 0 && (size_t)at >= path && (size_t)at + 1 < text.n;
  Str place = split ? str_sub(text, 0, (size_t)at) : text;
  if (path && !split)
    return wrong(d, "add @ and a tag, a branch or a commit: URL@v1.0", "says no revision", text);
  if (!path && !(split && is_folder(place)))
    return wrong(d, "name a folder, or URL@REV", "is no folder", text);
  *out = (PluginSpec){ arena_str(a, place), arena_str(a, str_sub(text, (size_t)at + 1, text.n)),
                       path > 0 };
  return true;
}

/* -- which of several -- */

typedef struct {
  Str *names; /* below plugins/, in order */
  size_t count;
  bool whole; /* init.lua at the top */
} Found;

static bool choose(Str *folder, const Found *f, Str wanted, Str from, Arena *a, Diags *d) {
  *folder = S("");
  if (f->whole && !wanted.n) return true;
  for (size_t i = 0; i < f->count; i++)
    if (wanted.n ? str_eq(f->names[i], wanted) : f->count == 1) {
      *folder = arena_printf(a, "plugins/%.*s", STR(f->names[i]));
      return true;
    }
  if (f->whole) return true; /* --name is then compared with the plugin's own */
  Buf list = { 0 };
  for (size_t i = 0; i < f->count; i++) {
    buf_c(&list, i ? ", " : "");
    buf_str(&list, f->names[i]);
  }
  Diag *r;
  if (!f->count) {
    r = usage_error(d, P_PLUGIN_SOURCE,
                    "a plugin is a folder with init.lua; here it may lie at the top or in plugins/",
                    "there is no plugin in %.*s", STR(from));
  } else if (wanted.n) {
    r = usage_error(d, P_PLUGIN_SOURCE, NULL, "there is no plugin '%.*s' in %.*s", STR(wanted),
                    STR(from));
    diag_help(d, r, "it has %.*s", STR(buf_view(&list)));
  } else {
    r = usage_error(d, P_PLUGIN_SOURCE, NULL, "there are several plugins in %.*s: %.*s", STR(from),
                    STR(buf_view(&list)));
    diag_help(d, r, "choose one: --name=%.*s", STR(f->names[0]));
  }
  buf_free(&list);
  return false;
}

/* -- a folder -- */

static int by_text(const void *a, const void *b) {
  return str_cmp(*(const Str *)a, *(const Str *)b);
}

static void look_into(Found *f, Str place, Arena *a) {
  *f = (Found){ .whole = file_exists(arena_printf(a, "%.*s/init.lua", STR(place)).p) };
  size_t cap = 0;
  DIR *dir = opendir(arena_printf(a, "%.*s/plugins", STR(place)).p);
  for (struct dirent *e; dir && (e = readdir(dir));) {
    Str name = arena_str(a, str_c(e->d_name));
    if (name.p[0] == '.' ||
        !file_exists(arena_printf(a, "%.*s/plugins/%.*s/init.lua", STR(place), STR(name)).p))
      continue;
    f->names = arena_grow(a, f->names, f->count, &cap, sizeof *f->names);
    f->names[f->count++] = name;
  }
  if (dir) closedir(dir);
  if (f->count) qsort(f->names, f->count, sizeof *f->names, by_text);
}

static bool from_folder(PluginSource *out, Str place, Str wanted, Arena *a, Diags *d) {
  Found found;
  Str folder;
  look_into(&found, place, a);
  if (!choose(&folder, &found, wanted, place, a, d)) return false;
  Str path = folder.n ? arena_printf(a, "%.*s/%.*s", STR(place), STR(folder)) : place;
  out->from = path;
  out->name = folder.n ? str_base(folder) : S("");
  return folder_read_whole(&out->files, &out->count, a, path, d);
}

/* -- a commit -- */

static bool hidden(Str path) {
  Str name = str_base(path);
  return str_starts(name, S(".")) || str_ends(name, S("~"));
}

/* init.lua at the top, and plugins/NAME/init.lua. */
static WalkChoice heads(void *ctx, Str path, uint32_t mode) {
  (void)ctx;
  Str rest;
  bool below_plugins = str_starts(path, S("plugins/"));
  rest = below_plugins ? str_sub(path, 8, path.n) : path;
  if (hidden(path)) return WALK_SKIP;
  if (mode == MODE_TREE)
    return str_eqc(path, "plugins") || (below_plugins && str_chr(rest, '/') < 0) ? WALK_ENTER
                                                                                 : WALK_SKIP;
  return str_eqc(str_base(path), "init.lua") ? WALK_ENTER : WALK_SKIP;
}

static WalkChoice inside(void *ctx, Str path, uint32_t mode) {
  const Str *folder = ctx;
  (void)mode;
  if (folder->n && str_eqc(path, "plugins")) return WALK_ENTER;
  if (hidden(path)) return WALK_SKIP;
  if (!folder->n) return WALK_ENTER;
  bool within = str_eq(path, *folder) || (str_starts(path, *folder) && path.p[folder->n] == '/');
  return within ? WALK_ENTER : WALK_SKIP;
}

static bool find_in(Found *f, Repo *r, const Oid *tree, Arena *a, Diags *d) {
  const InputOptions options = { .filter = heads, .max_files = 20000 };
  Input *in;
  *f = (Found){ 0 };
  if (!input_commit(&in, r, tree, &options, d)) return false;
  size_t count;
  const InputEntry *entries = input_entries(in, &count);
  f->names = ARENA_ARRAY(a, count, Str);
  for (size_t i = 0; i < count; i++) {
    if (str_eqc(entries[i].path, "init.lua"))
      f->whole = true;
    else if (str_starts(entries[i].path, S("plugins/")))
      f->names[f->count++] = arena_str(a, str_base(str_dir(entries[i].path)));
  }
  input_close(in);
  return true;
}

static bool read_all(PluginSource *out, Repo *r, const Oid *tree, Str folder, Arena *a, Diags *d) {
  const InputOptions options = {
    .filter = inside, .ctx = &folder, .max_files = 20000, .max_blob = PLUGIN_BYTES_MAX
  };
  Input *in;
  if (!input_commit(&in, r, tree, &options, d)) return false;
  size_t count, cut = folder.n ? folder.n + 1 : 0;
  const InputEntry *entries = input_entries(in, &count);
  bool ok = true;
  if (count > PLUGIN_FILES_MAX) {
    diag_file(d, DIAG_ERROR, P_PLUGIN_SOURCE, S(""), NULL, "the plugin has more than %d files",
              (int)PLUGIN_FILES_MAX);
    ok = false;
  }
  out->files = ARENA_ARRAY(a, count, MemoryFile);
  for (size_t i = 0; ok && i < count; i++) {
    MemoryFile *f = &out->files[out->count++];
    f->path = arena_str(a, str_sub(entries[i].path, cut, entries[i].path.n));
    ok = input_read(&f->bytes, in, i, a, d);
  }
  input_close(in);
  return ok;
}

static bool from_repository(PluginSource *out, const PluginSpec *spec, Str wanted, Arena *a,
                            Diags *d) {
  Fetched fetched;
  Repo *repo = NULL;
  Commit commit;
  Found found;
  Str folder;
  Str from = arena_printf(a, "%.*s@%.*s", STR(spec->place), STR(spec->revision));
  bool ok = plugin_fetch(&fetched, spec, a, d) && repo_open(&repo, fetched.dir, d) &&
            repo_commit(&commit, repo, &fetched.commit, a, d) &&
            find_in(&found, repo, &commit.tree, a, d) &&
            choose(&folder, &found, wanted, from, a, d) &&
            read_all(out, repo, &commit.tree, folder, a, d);
  repo_close(repo);
  plugin_fetch_end(&fetched);
  if (!ok) return false;
  char hex[41];
  oid_hex(hex, &commit.id);
  out->commit = arena_str(a, str_c(hex));
  out->name = folder.n ? str_base(folder) : S("");
  out->from = folder.n ? arena_printf(a, "%.*s, %.*s", STR(from), STR(folder)) : from;
  return true;
}

/* -- both -- */

static bool fits(const PluginSource *s, Diags *d) {
  size_t bytes = 0;
  for (size_t i = 0; i < s->count; i++) bytes += s->files[i].bytes.n;
  if (s->count <= PLUGIN_FILES_MAX && bytes <= PLUGIN_BYTES_MAX) return true;
  diag_file(d, DIAG_ERROR, P_PLUGIN_SOURCE, S(""), NULL,
            "the plugin has %zu files of %zu bytes together; %d files of %zu bytes are the most",
            s->count, bytes, (int)PLUGIN_FILES_MAX, PLUGIN_BYTES_MAX);
  return false;
}

bool plugin_source(PluginSource *out, const PluginSpec *spec, Str wanted, Arena *a, Diags *d) {
  *out = (PluginSource){ 0 };
  bool ok = spec->revision.n ? from_repository(out, spec, wanted, a, d)
                             : from_folder(out, spec->place, wanted, a, d);
  if (!ok || !fits(out, d)) return false;
  Str own = plugin_own_name(files_get(out->files, out->count, "init.lua"));
  if (!out->name.n) out->name = own.n ? arena_str(a, own) : wanted;
  if (wanted.n && !str_eq(out->name, wanted)) {
    Diag *r = usage_error(d, P_PLUGIN_SOURCE, NULL, "the plugin in %.*s calls itself '%.*s'",
                          STR(out->from), STR(out->name));
    diag_help(d, r, "leave out --name");
    return false;
  }
  if (plugin_name_fits(out->name)) return true;
  usage_error(d, P_PLUGIN_SOURCE, "names have small letters, digits and '-', at most 40",
              "the plugin in %.*s has the name '%.*s'", STR(out->from), STR(out->name));
  return false;
}
