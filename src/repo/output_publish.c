/* output_publish.c -- the commit, and the one moment in which anything becomes
 * visible: the branch is moved under its lock, if it is still what was judged. */
#include "repo/output_private.h"

#include "repo/private.h"

#include <assert.h>
#include <sys/stat.h>
#include <time.h>

enum { LOCK_TRIES = 20, LOCK_PAUSE_MS = 50 };

static void person(Buf *out, const char *role, const OutputCommit *how) {
  int minutes = how->when.offset < 0 ? -how->when.offset : how->when.offset;
  buf_printf(out, "%s %.*s <%.*s> %lld %c%02d%02d\n", role, STR(how->name), STR(how->email),
             (long long)how->when.time, how->when.offset < 0 ? '-' : '+', minutes / 60,
             minutes % 60);
}

static void commit_bytes(Buf *out, const Output *o, const Branch *branch, const OutputCommit *how) {
  char hex[41];
  oid_hex(hex, &o->root);
  buf_printf(out, "tree %s\n", hex);
  const Oid *parents = how->parents ? how->parents : &branch->tip;
  size_t count = how->parents ? how->parent_count : !oid_zero(&branch->tip);
  for (size_t i = 0; i < count; i++) {
    oid_hex(hex, &parents[i]);
    buf_printf(out, "parent %s\n", hex);
  }
  person(out, "author", how);
  person(out, "committer", how);
  buf_byte(out, '\n');
  for (size_t i = 0; i < how->message.n; i++)
    buf_byte(out, how->message.p[i] ? how->message.p[i] : ' ');
  if (!how->message.n || how->message.p[how->message.n - 1] != '\n') buf_byte(out, '\n');
}

static bool lock_ref(git_transaction *t, Output *o, const Branch *branch, Diags *d) {
  for (int i = 0;; i++) {
    int code = git_transaction_lock_ref(t, branch->ref.p);
    if (code == 0) return true;
    if (code != GIT_ELOCKED) {
      diag_machine(d, P_REPO_WRITE, "the branch is unchanged", "cannot lock %.*s: %s",
                   STR(branch->ref), git_why());
      return false;
    }
    if (i == LOCK_TRIES) {
      ref_locked(o->repo, branch->ref, d);
      return false;
    }
    nanosleep(&(struct timespec){ .tv_nsec = LOCK_PAUSE_MS * 1000000L }, NULL);
  }
}

/* Under the lock: is the branch what it was when it was judged? */
static bool still_there(Repo *r, const Branch *branch) {
  git_reference *ref = NULL;
  int code = git_reference_lookup(&ref, r->git, branch->ref.p);
  bool same;
  if (code == GIT_ENOTFOUND) {
    same = oid_zero(&branch->local);
  } else {
    same = code == 0 && git_reference_type(ref) == GIT_REFERENCE_DIRECT &&
           git_oid_equal(git_reference_target(ref), oid_git(&branch->local));
  }
  git_reference_free(ref);
  return same;
}

bool output_move(OutputResult *result, const Oid *commit, Output *o, const Branch *branch,
                 const OutputCommit *how, Diags *d) {
  bool ok = false;
  git_transaction *t = NULL;
  git_signature *who = NULL;
  Arena a = { 0 };
  if (git_transaction_new(&t, o->repo->git) < 0 ||
      git_signature_new(&who, arena_cstr(&a, how->name), arena_cstr(&a, how->email), how->when.time,
                        how->when.offset) < 0) {
    diag_machine(d, P_REPO_WRITE, NULL, "cannot move %.*s: %s", STR(branch->ref), git_why());
    goto done;
  }
  if (!lock_ref(t, o, branch, d)) goto done;
  if (!still_there(o->repo, branch)) {
    *result = OUTPUT_MOVED;
    ok = true;
    goto done;
  }
  Str where = branch_checked_out(o->repo, branch->ref, &a);
  if (where.n) {
    diag_machine(d, P_BRANCH_CHECKED_OUT, "switch that work tree to another branch",
                 "%.*s has been checked out in %.*s meanwhile", STR(branch->ref), STR(where));
    goto done;
  }
  if (git_transaction_set_target(t, branch->ref.p, oid_git(commit), who, "publish") < 0 ||
      git_transaction_commit(t) < 0) {
    diag_machine(d, P_REPO_WRITE, "the branch is unchanged", "cannot move %.*s: %s",
                 STR(branch->ref), git_why());
    goto done;
  }
  *result = OUTPUT_PUBLISHED;
  ok = true;
done:
  git_signature_free(who);
  git_transaction_free(t); /* drops the lock when nothing was committed */
  arena_free(&a);
  return ok;
}

bool output_commit(OutputResult *result, Oid *commit, Output *o, const Branch *branch,
                   const OutputCommit *how, Diags *d) {
  assert(o->mode == OUTPUT_WRITE && o->built);
  if (branch->state == BRANCH_OURS && oid_eq(&branch->tree, &o->root)) {
    *result = OUTPUT_UNCHANGED;
    *commit = branch->tip;
    return true;
  }
  Buf bytes = { 0 };
  Arena a = { 0 };
  Object object;
  commit_bytes(&bytes, o, branch, how);
  object_make(&object, OBJECT_COMMIT, buf_view(&bytes), &o->deflater, &a);
  *commit = object.id;
  *result = OUTPUT_PUBLISHED;
  bool ok = (output_has(o, &object.id) || output_add(o, &object, d)) && output_flush(o, d);
  if (ok && git_odb_refresh(o->repo->odb) < 0) {
    diag_machine(d, P_REPO_WRITE, NULL, "cannot read back what was written: %s", git_why());
    ok = false;
  }
  arena_free(&a);
  buf_free(&bytes);
  return ok;
}

bool output_publish(OutputResult *result, Oid *commit, Output *o, const Branch *branch,
                    const OutputCommit *how, Diags *d) {
  if (!output_commit(result, commit, o, branch, how, d)) return false;
  if (*result == OUTPUT_UNCHANGED && oid_eq(&branch->local, &branch->tip)) return true;
  OutputResult moved;
  if (!output_move(&moved, commit, o, branch, how, d)) return false;
  if (moved == OUTPUT_MOVED) *result = OUTPUT_MOVED;
  return true;
}
