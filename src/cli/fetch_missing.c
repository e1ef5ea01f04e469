/* fetch_missing.c -- see fetch_missing.h. */
#include "cli/fetch_missing.h"

#include "cli/remote.h"
#include "repo/remote.h"

/* -- a commit -- */

/* "origin/main" is the branch "main" of the remote "origin", if there is such a remote. */
static void split_name(Str *remote, Str *branch, Repo *r, Str rev, Arena *a) {
  size_t count;
  Str *all = repo_remotes(&count, r, a);
  if (str_starts(rev, S("refs/remotes/"))) rev = str_sub(rev, 13, rev.n);
  *remote = S("");
  *branch = str_starts(rev, S("refs/heads/")) ? str_sub(rev, 11, rev.n) : rev;
  for (size_t i = 0; i < count; i++) {
    if (!str_starts(rev, all[i]) || rev.n <= all[i].n + 1 || rev.p[all[i].n] != '/') continue;
    *remote = all[i];
    *branch = str_sub(rev, all[i].n + 1, rev.n);
  }
}

bool fetch_commit(Str *name, Repo *r, Str rev, Arena *a, Diags *d) {
  Str from, branch;
  Oid id;
  Remote remote;
  GitRan ran;
  split_name(&from, &branch, r, rev, a);
  if (!remote_choose(&remote, r, from, false, a, d)) return false;
  const char *const how[] = { repo_shallow(r) ? "--depth=1" : NULL, NULL };
  Str spec = branch;
  *name = rev;
  if (!oid_read(&id, branch)) {
    *name = arena_printf(a, "refs/remotes/%.*s/%.*s", STR(remote.name), STR(branch));
    spec = arena_printf(a, "+refs/heads/%.*s:%.*s", STR(branch), STR(*name));
  }
  const char *const what[] = { arena_cstr(a, spec), NULL };
  if (!remote_fetch(&ran, &remote, how, what, S(""), a, d)) return false;
  return ran.status == 0 || remote_failed(&remote, &ran, a, d);
}

bool fetch_history(Site *s, Diags *d) {
  Remote remote;
  GitRan ran;
  char hex[41];
  oid_hex(hex, &s->source.id);
  /* Not --unshallow, which would bring the history of the output branch as well. */
  static const char *const how[] = { "--depth=2000000000", NULL };
  const char *const what[] = { hex, NULL };
  return remote_choose(&remote, s->repo, S(""), false, &s->arena, d) &&
         remote_fetch(&ran, &remote, how, what, S(""), &s->arena, d) &&
         (ran.status == 0 || remote_failed(&remote, &ran, &s->arena, d));
}

/* -- files -- */

/* git's own way to get single objects: named one by one, and none that follow from them. Of a
 * tree all trees below it come along. */
static bool bring(const Remote *remote, Str ids, Arena *a, Diags *d) {
  static const char *const how[] = { "--filter=blob:none", "--stdin", NULL };
  static const char *const what[] = { NULL };
  GitRan ran;
  if (!remote_fetch(&ran, remote, how, what, ids, a, d)) return false;
  return ran.status == 0 || remote_failed(remote, &ran, a, d);
}

static void add_id(Buf *out, const Oid *id) {
  char hex[41];
  oid_hex(hex, id);
  buf_printf(out, "%s\n", hex);
}

/* The files of one tree that matter and are missing. */
static bool missing(Buf *out, Site *s, const Remote *remote, const Oid *tree, InputFilter *filter,
                    Diags *d) {
  const InputOptions options = { .filter = filter, .ctx = s };
  Input *in;
  Diags quiet = { 0 };
  bool ok = input_commit(&in, s->repo, tree, &options, &quiet);
  diags_free(&quiet);
  if (!ok) {
    Buf root = { 0 };
    add_id(&root, tree);
    ok = bring(remote, buf_view(&root), &s->arena, d) &&
         input_commit(&in, s->repo, tree, &options, d);
    buf_free(&root);
  }
  if (!ok) return false;
  size_t count;
  const InputEntry *entries = input_entries(in, &count);
  for (size_t i = 0; i < count; i++) {
    bool file = entries[i].mode == MODE_FILE || entries[i].mode == MODE_EXEC;
    if (file && !repo_has(s->repo, &entries[i].id)) add_id(out, &entries[i].id);
  }
  input_close(in);
  return true;
}

bool fetch_files(Site *s, InputFilter *filter, Diags *d) {
  if (!repo_partial(s->repo)) return true;
  Remote remote;
  if (!remote_choose(&remote, s->repo, repo_promisor(s->repo, &s->arena), false, &s->arena, d))
    return false;
  Buf ids = { 0 };
  bool ok = missing(&ids, s, &remote, &s->source.tree, filter, d) &&
            (oid_zero(&s->base.id) || missing(&ids, s, &remote, &s->base.tree, filter, d)) &&
            (!ids.n || bring(&remote, buf_view(&ids), &s->arena, d));
  buf_free(&ids);
  return ok;
}
