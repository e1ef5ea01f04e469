/* remote.c -- see remote.h. */
#include "repo/remote.h"

#include "repo/private.h"

#include <stdlib.h>

typedef struct {
  git_config *config;
  Arena *arena;
} Config;

static Config open_config(Repo *r, Arena *a) {
  Config c = { NULL, a };
  git_config *live = NULL;
  if (git_repository_config(&live, r->git) == 0 && git_config_snapshot(&c.config, live) < 0)
    c.config = NULL;
  git_config_free(live);
  return c;
}

/* A value, or "". */
static Str get(const Config *c, Str section, Str name, const char *key) {
  const char *value = NULL;
  Str full =
      arena_printf(c->arena, "%.*s%s%.*s.%s", STR(section), name.n ? "." : "", STR(name), key);
  if (!c->config || git_config_get_string(&value, c->config, full.p) < 0) return S("");
  return arena_str(c->arena, str_c(value));
}

static bool has_address(const Config *c, Str remote) {
  return remote.n &&
         (get(c, S("remote"), remote, "url").n || get(c, S("remote"), remote, "pushurl").n);
}

static int by_name(const void *a, const void *b) {
  return str_cmp(*(const Str *)a, *(const Str *)b);
}

Str *repo_remotes(size_t *count, Repo *r, Arena *a) {
  git_strarray names = { 0 };
  Config c = open_config(r, a);
  *count = 0;
  if (git_remote_list(&names, r->git) < 0) names = (git_strarray){ 0 };
  Str *out = ARENA_ARRAY(a, names.count, Str);
  for (size_t i = 0; i < names.count; i++) {
    Str name = arena_str(a, str_c(names.strings[i]));
    if (has_address(&c, name)) out[(*count)++] = name;
  }
  git_strarray_dispose(&names);
  git_config_free(c.config);
  if (*count) qsort(out, *count, sizeof *out, by_name);
  return out;
}

static Str current_branch(Repo *r, Arena *a) {
  git_reference *head = NULL;
  Str out = S("");
  if (git_reference_lookup(&head, r->git, "HEAD") == 0 &&
      git_reference_type(head) == GIT_REFERENCE_SYMBOLIC) {
    Str name = str_c(git_reference_symbolic_target(head));
    if (str_starts(name, S("refs/heads/"))) out = arena_str(a, str_sub(name, 11, name.n));
  }
  git_reference_free(head);
  return out;
}

Str repo_default_remote(Repo *r, bool push, Arena *a) {
  Config c = open_config(r, a);
  Str branch = current_branch(r, a), found = S("");
  if (push && branch.n) found = get(&c, S("branch"), branch, "pushremote");
  if (push && !has_address(&c, found)) found = get(&c, S("remote"), S(""), "pushdefault");
  if (!has_address(&c, found) && branch.n) found = get(&c, S("branch"), branch, "remote");
  if (!has_address(&c, found)) found = S("origin");
  if (!has_address(&c, found)) {
    size_t count;
    Str *all = repo_remotes(&count, r, a);
    found = count == 1 ? all[0] : S("");
  }
  git_config_free(c.config);
  return found;
}

bool repo_remote_mirror(Repo *r, Str name) {
  Arena a = { 0 };
  Config c = open_config(r, &a);
  int yes = 0;
  Str key = arena_printf(&a, "remote.%.*s.mirror", STR(name));
  if (!c.config || git_config_get_bool(&yes, c.config, key.p) < 0) yes = 0;
  git_config_free(c.config);
  arena_free(&a);
  return yes != 0;
}

bool repo_says_how_slow(const Repo *r) {
  git_config *config = NULL;
  git_config_iterator *entries = NULL;
  git_config_entry *entry = NULL;
  bool found = git_repository_config(&config, r->git) == 0 &&
               git_config_iterator_glob_new(&entries, config,
                                            "^http\\.(.*\\.)?lowspeed(limit|time)$") == 0 &&
               git_config_next(&entry, entries) == 0;
  git_config_iterator_free(entries);
  git_config_free(config);
  return found;
}

Str repo_promisor(Repo *r, Arena *a) {
  size_t count;
  Str *all = repo_remotes(&count, r, a);
  Config c = open_config(r, a);
  Str found = get(&c, S("extensions"), S(""), "partialclone");
  for (size_t i = 0; !has_address(&c, found) && i < count; i++) {
    Str yes = get(&c, S("remote"), all[i], "promisor");
    if (yes.n && !str_eqc(yes, "false")) found = all[i];
  }
  if (!has_address(&c, found)) found = S("");
  git_config_free(c.config);
  return found;
}

bool repo_refresh(Repo *r, Diags *d) {
  if (git_odb_refresh(r->odb) < 0) {
    diag_machine(d, P_REPO_OPEN, NULL, "cannot read what was fetched: %s", git_why());
    return false;
  }
  return repo_read_shallow(r, d);
}
