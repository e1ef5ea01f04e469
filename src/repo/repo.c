/* repo.c -- finding and opening a repository.
 *
 * Discovery is ours, because libgit2's would obey core.worktree when asked where
 * the work tree is. libgit2 then opens the one folder found, and nothing else:
 * no search, no environment. */
#include "base/file.h"
#include "repo/private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

Diag *repo_fail(Diags *d, Code code, Str path, const char *help, const char *format, ...) {
  va_list args;
  va_start(args, format);
  Str text = arena_vprintf(&d->arena, format, args);
  va_end(args);
  Diag *r = diag_file(d, DIAG_ERROR, code, path, help, "%.*s", STR(text));
  r->blame = EXIT_MACHINE;
  return r;
}

#ifdef PUBLISH_SANITIZED
/* libgit2 1.5 loses its match data while it checks extensions; not ours to mend. */
const char *__lsan_default_suppressions(void);
__attribute__((weak)) const char *__lsan_default_suppressions(void) {
  return "leak:libpcre2\n";
}
const char *__lsan_default_options(void);
__attribute__((weak)) const char *__lsan_default_options(void) {
  return "print_suppressions=0";
}
#endif

static mode_t kind(Arena *a, Str folder, const char *name) {
  struct stat st;
  Str path = arena_printf(a, "%.*s/%s", STR(folder), name);
  return stat(path.p, &st) == 0 ? st.st_mode & S_IFMT : 0;
}

/* What git asks of a folder before it believes that it is a repository. */
static bool looks_like_gitdir(Arena *a, Str folder) {
  struct stat st;
  Str head = arena_printf(a, "%.*s/HEAD", STR(folder));
  if (lstat(head.p, &st) < 0) return false;
  if (kind(a, folder, "commondir")) return true;
  return kind(a, folder, "objects") == S_IFDIR && kind(a, folder, "refs") == S_IFDIR;
}

typedef struct {
  Str open;    /* what to hand to libgit2 */
  Str workdir; /* without '/' at its end; p NULL when there is none */
} Found;

static bool discover(Found *out, Arena *a, Str from) {
  for (Str at = from;; at = str_dir(at)) {
    Str dotgit = arena_printf(a, "%.*s/.git", STR(at));
    mode_t what = kind(a, at, ".git");
    if (what == S_IFREG || (what == S_IFDIR && looks_like_gitdir(a, dotgit))) {
      *out = (Found){ dotgit, arena_str(a, at) };
      return true;
    }
    if (looks_like_gitdir(a, at)) {
      *out = (Found){ at.n ? arena_str(a, at) : S("/"), { 0 } };
      return true;
    }
    if (!at.n) return false;
  }
}

static Str folder_slash(Arena *a, const char *path) {
  Str s = str_c(path);
  return str_ends(s, S("/")) ? arena_str(a, s) : arena_printf(a, "%s/", path);
}

/* A repository format libgit2 refuses, or would be wrong to accept: say which.
 * Reads only the repository's own configuration file. */
static bool check_format(Repo *r, Str open, Diags *d) {
  static const char *const known[] = { "noop",           "objectformat",      "partialclone",
                                       "worktreeconfig", "preciousobjects",   "relativeworktrees",
                                       "refstorage",     "compatobjectformat" };
  bool ok = false;
  git_config *config = NULL;
  git_config_iterator *all = NULL;
  git_config_entry *e;
  /* The file sits in the common folder, which for a linked worktree is elsewhere;
   * libgit2 has opened it already when this is called with r->git set. */
  const char *base = r->git ? git_repository_commondir(r->git) : open.p;
  Str path = arena_printf(&r->arena, "%s%sconfig", base, str_ends(str_c(base), S("/")) ? "" : "/");
  int32_t version = 0;
  if (git_config_open_ondisk(&config, path.p) < 0) goto done; /* libgit2 said why already */
  if (git_config_get_int32(&version, config, "core.repositoryformatversion") == 0 && version > 1) {
    diag_machine(d, P_REPO_FORMAT, "a newer git made it; clone it with the default format",
                 "repository format version %d is not supported (only 0 and 1)", version);
    goto done;
  }
  /* Not the iterator with a pattern: libgit2 1.5 leaks 20 KB at each match. */
  if (git_config_iterator_new(&all, config) < 0) goto done;
  while (version == 1 && git_config_next(&e, all) == 0) {
    if (!str_starts(str_c(e->name), S("extensions."))) continue;
    const char *name = e->name + strlen("extensions.");
    if (strcmp(name, "objectformat") == 0 && strcmp(e->value, "sha1") != 0) {
      bool sha256 = strcmp(e->value, "sha256") == 0;
      diag_machine(d, P_REPO_FORMAT, "use a clone made with --object-format=sha1",
                   sha256 ? "SHA-256 repositories are not supported (extensions.objectFormat = %s)"
                          : "the object format '%s' is not supported",
                   e->value);
      goto done;
    }
    if (strcmp(name, "refstorage") == 0 && strcmp(e->value, "files") != 0) {
      diag_machine(d, P_REPO_FORMAT, "run 'git refs migrate --ref-format=files'",
                   "the repository stores its refs as '%s' (extensions.refStorage), which is not "
                   "supported",
                   e->value);
      goto done;
    }
    size_t i = 0, n = sizeof known / sizeof known[0];
    while (i < n && strcmp(name, known[i]) != 0) i++;
    if (i == n || strcmp(name, "compatobjectformat") == 0) {
      diag_machine(d, P_REPO_FORMAT, "use a clone made with the default format",
                   "the repository extension '%s' is not supported", e->name);
      goto done;
    }
  }
  ok = true;
done:
  git_config_iterator_free(all);
  git_config_free(config);
  return ok;
}

static void report_open(Repo *r, int code, Str open, Diags *d) {
  size_t before = d->count;
  Str why = arena_str(&d->arena, str_c(git_why()));
  int class = git_error_last() ? git_error_last()->klass : 0;
  /* Without any configuration libgit2 1.5 reports a foreign owner as a missing
   * safe.directory. */
  if (code == GIT_EOWNER || str_find(why, S("safe.directory")) >= 0) {
    Str place = str_ends(open, S("/.git")) ? str_dir(open) : open;
    Diag *e = diag_machine(d, P_REPO_OWNER, NULL, "the repository %.*s belongs to another user",
                           STR(place));
    diag_help(d, e, "if you trust it: git config --global --add safe.directory %.*s", STR(place));
    return;
  }
  if (class == GIT_ERROR_CONFIG) {
    /* "failed to parse config file: REASON (in PATH:LINE)" */
    long at = str_find(why, S("(in "));
    if (at >= 0 && str_ends(why, S(")"))) {
      Str where = str_sub(why, (size_t)at + 4, why.n - 1);
      long colon = str_rchr(where, ':');
      Str file = colon > 0 ? str_sub(where, 0, (size_t)colon) : where;
      Str reason = str_trim(str_sub(why, 0, (size_t)at));
      Diag *e = repo_fail(d, P_REPO_CONFIG, file, "'git config --list' shows the same problem",
                          "%.*s", STR(reason));
      if (colon > 0) e->line = (uint32_t)strtoul(where.p + colon + 1, NULL, 10);
      return;
    }
    diag_machine(d, P_REPO_CONFIG, NULL, "cannot read the git configuration: %.*s", STR(why));
    return;
  }
  check_format(r, open, d);
  if (d->count == before)
    diag_machine(d, P_REPO_OPEN, "'git status' there may say more",
                 "cannot open the repository %.*s: %.*s", STR(open), STR(why));
}

/* With extensions.worktreeConfig (sparse checkouts have it) a work tree's own settings stand in
 * a file of their own, above the common ones. libgit2 knows that from 1.8 on. */
static bool add_worktree_config(Repo *r, Diags *d) {
  git_config *config = NULL;
  int yes = 0;
  bool ok = git_repository_config(&config, r->git) == 0;
  Str path = arena_printf(&r->arena, "%sconfig.worktree", git_repository_path(r->git));
  if (ok && git_config_get_bool(&yes, config, "extensions.worktreeconfig") == 0 && yes &&
      file_exists(path.p))
    ok = git_config_add_file_ondisk(config, path.p, GIT_CONFIG_LEVEL_APP, r->git, 1) == 0;
  git_config_free(config);
  if (!ok) report_open(r, -1, path, d);
  return ok;
}

static int by_id(const void *a, const void *b) {
  return oid_cmp(a, b);
}

/* <commondir>/shallow: one commit id a line. */
bool repo_read_shallow(Repo *r, Diags *d) {
  r->shallow_count = 0;
  Str path = arena_printf(&r->arena, "%.*sshallow", STR(r->commondir));
  if (!file_exists(path.p)) return true;
  Str text;
  if (!file_read(&text, &r->arena, path.p, (size_t)1 << 30, d)) return false;
  r->shallow = ARENA_ARRAY(&r->arena, text.n / 40 + 1, Oid);
  Str line;
  while (str_split(&text, '\n', &line)) {
    if (str_empty(line)) continue;
    if (!oid_read(&r->shallow[r->shallow_count], str_trim(line))) {
      repo_fail(d, P_REPO_OPEN, path, NULL, "not a list of commit ids");
      return false;
    }
    r->shallow_count++;
  }
  if (r->shallow_count) qsort(r->shallow, r->shallow_count, sizeof(Oid), by_id);
  return true;
}

bool repo_open(Repo **out, const char *dir, Diags *d) {
  const char *accepted[] = { "partialclone", "worktreeconfig", "preciousobjects",
                             "relativeworktrees" };
  *out = NULL;
  char *real = realpath(dir, NULL);
  if (!real) {
    diag_machine(d, P_REPO_NONE, NULL, "cannot enter %s: %s", dir, strerror(errno));
    return false;
  }
  Repo *r = mem_calloc(1, sizeof *r);
  bool ok = false;
  git_libgit2_init();
  git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1);
  git_libgit2_opts(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 1);
  git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0); /* one pass: a cache only costs memory */
  git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
  /* None of these changes how objects and refs are read. */
  git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, accepted, sizeof accepted / sizeof accepted[0]);

  Str from = str_eq(str_c(real), S("/")) ? S("") : str_c(real);
  Found found;
  if (!discover(&found, &r->arena, from)) {
    diag_machine(d, P_REPO_NONE, "name one with -C DIR, or make one with 'publish init DIR'",
                 "%s is not inside a git repository", real);
    goto done;
  }
  int code = git_repository_open_ext(&r->git, found.open.p, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL);
  if (code < 0) {
    report_open(r, code, found.open, d);
    goto done;
  }
  size_t before = d->count;
  if (!check_format(r, found.open, d)) {
    if (d->count == before)
      diag_machine(d, P_REPO_CONFIG, NULL, "cannot read the git configuration: %s", git_why());
    goto done;
  }
  if (!add_worktree_config(r, d)) goto done;
  if (git_repository_odb(&r->odb, r->git) < 0) {
    diag_machine(d, P_REPO_OPEN, NULL, "cannot open the objects of %s: %s", found.open.p,
                 git_why());
    goto done;
  }
  r->gitdir = folder_slash(&r->arena, git_repository_path(r->git));
  r->commondir = folder_slash(&r->arena, git_repository_commondir(r->git));
  r->workdir = S("");
  r->prefix = S("");
  if (found.workdir.p && !git_repository_is_bare(r->git)) {
    r->workdir = arena_printf(&r->arena, "%.*s/", STR(found.workdir));
    if (from.n > found.workdir.n)
      r->prefix = arena_printf(&r->arena, "%.*s/", STR(str_sub(from, r->workdir.n, from.n)));
    /* In memory only: whatever core.worktree says is forgotten here. (Setting what is
     * set already leaks in libgit2 1.5.) */
    const char *was = git_repository_workdir(r->git);
    if ((!was || !str_eqc(r->workdir, was)) &&
        git_repository_set_workdir(r->git, r->workdir.p, 0) < 0) {
      diag_machine(d, P_REPO_OPEN, NULL, "cannot use the work tree %s: %s", r->workdir.p,
                   git_why());
      goto done;
    }
  }
  ok = repo_read_shallow(r, d);
done:
  free(real);
  if (ok)
    *out = r;
  else
    repo_close(r);
  return ok;
}

bool repo_open_if_any(Repo **out, const char *dir, Diags *d) {
  Diags said = { 0 };
  bool ok = repo_open(out, dir, &said) || (said.count && said.items[0].code == P_REPO_NONE);
  if (!ok) diags_append(d, &said);
  diags_free(&said);
  return ok;
}

void repo_close(Repo *r) {
  if (!r) return;
  git_odb_free(r->odb);
  git_repository_free(r->git);
  arena_free(&r->arena);
  free(r);
  git_libgit2_shutdown();
}

Str repo_prefix(const Repo *r) {
  return r->prefix;
}
Str repo_gitdir(const Repo *r) {
  return r->gitdir;
}
Str repo_commondir(const Repo *r) {
  return r->commondir;
}
Str repo_workdir(const Repo *r) {
  return r->workdir;
}
bool repo_bare(const Repo *r) {
  return str_empty(r->workdir);
}
bool repo_shallow(const Repo *r) {
  return r->shallow_count > 0;
}

void index_stat(git_index_entry *e, const struct stat *st) {
  e->ctime = (git_index_time){ (int32_t)st->st_ctim.tv_sec, (uint32_t)st->st_ctim.tv_nsec };
  e->mtime = (git_index_time){ (int32_t)st->st_mtim.tv_sec, (uint32_t)st->st_mtim.tv_nsec };
  e->dev = (uint32_t)st->st_dev;
  e->ino = (uint32_t)st->st_ino;
  e->uid = st->st_uid;
  e->gid = st->st_gid;
  e->file_size = (uint32_t)st->st_size;
}

bool repo_at_edge(const Repo *r, const Oid *id) {
  return r->shallow_count && bsearch(id, r->shallow, r->shallow_count, sizeof(Oid), by_id);
}

bool repo_partial(const Repo *r) {
  bool found = false;
  git_config *config = NULL;
  git_config_iterator *all = NULL;
  git_config_entry *e;
  if (git_repository_config(&config, r->git) == 0 && git_config_iterator_new(&all, config) == 0)
    while (!found && git_config_next(&e, all) == 0) {
      Str name = str_c(e->name);
      found = str_eq(name, S("extensions.partialclone")) ||
              (str_starts(name, S("remote.")) && str_ends(name, S(".promisor")) &&
               !str_eqc(S("false"), e->value ? e->value : ""));
    }
  git_config_iterator_free(all);
  git_config_free(config);
  return found;
}

/* git drops what could break the line; so do we, and spaces at both ends. */
static Str clean(Arena *a, const char *text, const char *fallback) {
  char *p = arena_dup(a, text ? text : "", text ? strlen(text) : 0);
  size_t n = 0;
  for (const char *s = p; *s; s++)
    if ((unsigned char)*s >= 0x20 && *s != 0x7f && *s != '<' && *s != '>') p[n++] = *s;
  Str out = str_trim(str_n(p, n));
  return out.n ? out : str_c(fallback);
}

void repo_identity(Str *name, Str *email, bool *configured, Repo *r, Arena *a) {
  git_config *config = NULL, *frozen = NULL;
  const char *n = NULL, *e = NULL;
  if (git_repository_config(&config, r->git) == 0 && git_config_snapshot(&frozen, config) == 0) {
    if (git_config_get_string(&n, frozen, "user.name") < 0) n = NULL;
    if (git_config_get_string(&e, frozen, "user.email") < 0) e = NULL;
  }
  *name = clean(a, n, "publish");
  *email = clean(a, e, "publish@localhost");
  *configured = n && e;
  git_config_free(frozen);
  git_config_free(config);
}
