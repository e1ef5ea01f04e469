/* fetch.c -- see fetch.h. */
#include "repo/fetch.h"

#include "repo/private.h"

/* Where git_error_set_str() is since libgit2 1.8. */
#if __has_include(<git2/sys/errors.h>)
#include <git2/sys/errors.h>
#endif

enum { LEAST_DIGITS = 7 };
#define MOST_BYTES ((size_t)256 << 20)

typedef struct {
  git_repository *into;
  git_remote *remote;
  Str url, rev;
  Arena arena;
  Diags *d;
} Fetch;

static bool failed(Fetch *f, const char *what) {
  diag_machine(f->d, P_PLUGIN_FETCH, NULL, "cannot %s %.*s: %s", what, STR(f->url), git_why());
  return false;
}

/* A key of the agent, once: a second question means that the first was refused. */
static int credential(git_credential **out, const char *url, const char *user, unsigned allowed,
                      void *asked) {
  (void)url;
  bool *before = asked;
  if (*before || !(allowed & GIT_CREDENTIAL_SSH_KEY)) {
    git_error_set_str(GIT_ERROR_NET, "it asks for a login");
    return GIT_EAUTH;
  }
  *before = true;
  return git_credential_ssh_key_from_agent(out, user ? user : "git");
}

static int progress(const git_indexer_progress *p, void *context) {
  (void)context;
  if (p->received_bytes <= MOST_BYTES) return 0;
  git_error_set_str(GIT_ERROR_NET, "it sends more than 256 MiB");
  return -1;
}

static bool hex_id(Str s) {
  for (size_t i = 0; i < s.n; i++)
    if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f'))) return false;
  return s.n >= LEAST_DIGITS && s.n <= 40;
}

/* The other side's name for the revision, or "" . */
static Str find_ref(Fetch *f, const git_remote_head **heads, size_t count) {
  const Str forms[] = { S("refs/tags/"), S("refs/heads/"), S("") };
  for (size_t k = 0; k < 3; k++) {
    Str parts[] = { forms[k], f->rev };
    Str full = arena_concat(&f->arena, parts, 2);
    bool whole = k < 2 || str_starts(full, S("refs/")) || str_eqc(full, "HEAD");
    for (size_t i = 0; whole && i < count; i++)
      if (str_eqc(full, heads[i]->name)) return full;
  }
  for (size_t i = 0; hex_id(f->rev) && i < count; i++) {
    Str hex = arena_str(&f->arena, str_c(git_oid_tostr_s(&heads[i]->oid)));
    if (str_starts(hex, f->rev) && !str_ends(str_c(heads[i]->name), S("^{}")))
      return arena_str(&f->arena, str_c(heads[i]->name));
  }
  return S("");
}

static void no_such(Fetch *f, const git_remote_head **heads, size_t count) {
  Str *names = ARENA_ARRAY(&f->arena, count + 1, Str);
  for (size_t i = 0; i < count; i++) {
    Str name = str_c(heads[i]->name);
    names[i] = str_starts(name, S("refs/heads/"))  ? str_sub(name, 11, name.n)
               : str_starts(name, S("refs/tags/")) ? str_sub(name, 10, name.n)
                                                   : name;
  }
  Str near = str_nearest(f->rev, names, count);
  Diag *r = diag_machine(f->d, P_PLUGIN_FETCH, "name a tag, a branch or a commit",
                         "%.*s has no revision '%.*s'", STR(f->url), STR(f->rev));
  if (near.n) diag_help(f->d, r, "did you mean '%.*s'?", STR(near));
}

static bool get(Fetch *f, char **specs, size_t count, bool whole, bool *asked) {
  git_fetch_options how;
  git_fetch_options_init(&how, GIT_FETCH_OPTIONS_VERSION);
  how.callbacks.credentials = credential;
  how.callbacks.payload = asked;
  how.callbacks.transfer_progress = progress;
  how.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
  how.update_fetchhead = 0;
#if LIBGIT2_VER_MAJOR > 1 || LIBGIT2_VER_MINOR >= 7
  /* Of a repository on this disk all is taken: it refuses to give less. */
  bool near =
      str_starts(f->url, S("file:")) || str_starts(f->url, S("/")) || str_find(f->url, S(":")) < 0;
  how.depth = whole || near ? 0 : 1;
#endif
  (void)whole;
  const git_strarray list = { specs, count };
  *asked = false;
  return git_remote_fetch(f->remote, &list, &how, NULL) == 0 || failed(f, "fetch from");
}

static bool resolve(Fetch *f, Oid *commit, const char *name) {
  git_object *object = NULL, *peeled = NULL;
  bool ok = git_revparse_single(&object, f->into, name) == 0 &&
            git_object_peel(&peeled, object, GIT_OBJECT_COMMIT) == 0;
  if (ok)
    *commit = oid_from(git_object_id(peeled));
  else
    diag_machine(f->d, P_PLUGIN_FETCH, "name a tag, a branch or a commit",
                 "%.*s has no commit '%.*s'", STR(f->url), STR(f->rev));
  git_object_free(peeled);
  git_object_free(object);
  return ok;
}

static bool run(Fetch *f, Oid *commit, const char *dir) {
  git_remote_callbacks calls;
  bool asked = false;
  git_remote_init_callbacks(&calls, GIT_REMOTE_CALLBACKS_VERSION);
  calls.credentials = credential;
  calls.payload = &asked;
  const git_remote_head **heads;
  size_t count;
  if (git_repository_init(&f->into, dir, 1) < 0) return failed(f, "make a folder for");
  if (git_remote_create_anonymous(&f->remote, f->into, arena_cstr(&f->arena, f->url)) < 0 ||
      git_remote_connect(f->remote, GIT_DIRECTION_FETCH, &calls, NULL, NULL) < 0 ||
      git_remote_ls(&heads, &count, f->remote) < 0)
    return failed(f, "reach");
  Str ref = find_ref(f, heads, count);
  if (ref.n) {
    char *spec = arena_cstr(&f->arena, arena_printf(&f->arena, "+%.*s:refs/publish/it", STR(ref)));
    return get(f, &spec, 1, false, &asked) && resolve(f, commit, "refs/publish/it");
  }
  if (!hex_id(f->rev)) {
    no_such(f, heads, count);
    return false;
  }
  char heads_spec[] = "+refs/heads/*:refs/heads/*", tags_spec[] = "+refs/tags/*:refs/tags/*";
  char *all[] = { heads_spec, tags_spec };
  return get(f, all, 2, true, &asked) && resolve(f, commit, arena_cstr(&f->arena, f->rev));
}

bool repo_fetch(Oid *commit, const char *dir, Str url, Str rev, Diags *d) {
  Fetch f = { .url = url, .rev = rev, .d = d };
  git_libgit2_init();
  git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1);
  bool ok = run(&f, commit, dir);
  git_remote_free(f.remote);
  git_repository_free(f.into);
  git_libgit2_shutdown();
  arena_free(&f.arena);
  return ok;
}
