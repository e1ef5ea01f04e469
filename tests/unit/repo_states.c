/* repo_states.c -- the collection of bad repository states that lies beside the
 * project, when it does: each must end as its index says, at this layer. */
#include "repo_rig.h"

#include "repo/branch.h"
#include "repo/history.h"
#include "repo/input.h"

#include <limits.h>

typedef struct {
  const char *name;
  Code code;        /* P_NONE: opens, lists, reads and may publish */
  const char *says; /* in the first message, or in the file it is about */
} State;

static const State STATES[] = {
  { "empty-unborn", P_REPO_UNBORN, "no commit on branch 'main'" },
  { "empty-tree", P_NONE, "" },
  { "bare", P_NONE, "" },
  { "shallow", P_NONE, "" },
  { "partial-clone", P_REPO_OBJECT, "articles/one.md" },
  { "sparse-checkout", P_NONE, "" },
  { "detached-head", P_NONE, "" },
  { "mid-merge", P_NONE, "" },
  { "linked-worktree", P_NONE, "" },
  { "gitfile-evil", P_NONE, "" },
  { "out-checked-out", P_BRANCH_CHECKED_OUT, "out-checked-out-wt" },
  { "out-is-source", P_BRANCH_SOURCE, "'pages'" },
  { "out-symref-to-main", P_BRANCH_SYMBOLIC, "refs/heads/main" },
  { "out-broken-ref", P_BRANCH_BROKEN, "refs/heads/pages" },
  { "out-empty-ref", P_BRANCH_BROKEN, "refs/heads/pages" },
  { "out-points-to-tag", P_BRANCH_BROKEN, "not to a commit" },
  { "out-points-to-missing", P_BRANCH_BROKEN, "missing" },
  { "out-dir-conflict", P_BRANCH_CONFLICT, "refs/heads/pages/x" },
  { "out-unmanaged-files", P_BRANCH_FOREIGN, "did not make" },
  { "out-has-history-not-ours", P_BRANCH_FOREIGN, "did not make" },
  { "lock-head", P_NONE, "" },
  { "lock-index", P_NONE, "" },
  { "lock-packed-refs", P_NONE, "" },
  { "lock-config", P_NONE, "" },
  { "corrupt-blob", P_REPO_OBJECT, "articles/one.md" },
  { "wrong-content-blob", P_REPO_OBJECT, "articles/one.md" },
  { "missing-blob", P_REPO_OBJECT, "articles/one.md" },
  { "missing-tree", P_REPO_OBJECT, "articles" },
  { "truncated-pack", P_REPO_OBJECT, "" },
  { "corrupt-idx", P_REPO_OBJECT, "" },
  { "alternates-missing", P_NONE, "" },
  { "alternates-outside", P_NONE, "" },
  { "replace-ref", P_NONE, "" },
  { "tree-dotgit", P_TREE_ENTRY, "'.git'" },
  { "tree-dotdot", P_TREE_ENTRY, "'..'" },
  { "tree-slash", P_TREE_ENTRY, "slash" },
  { "tree-empty-name", P_TREE_ENTRY, "empty" },
  { "tree-duplicate", P_TREE_ENTRY, "twice" },
  { "tree-unsorted", P_TREE_ENTRY, "out of order" },
  { "tree-bad-mode", P_TREE_ENTRY, "bad mode" },
  { "tree-file-as-dir", P_REPO_OBJECT, "must be a tree, found a blob" },
  { "tree-ntfs-hfs", P_TREE_ENTRY, "git~1" },
  { "git-bomb", P_INPUT_LIMIT, "more than 1000000 files" },
  { "names-odd", P_NONE, "" },
  { "symlink-file-outside", P_NONE, "" },
  { "symlink-dir-outside", P_NONE, "" },
  { "symlink-dotgit", P_NONE, "" },
  { "symlink-loop", P_NONE, "" },
  { "symlink-template", P_NONE, "" },
  { "submodule", P_NONE, "" },
  { "attrs-filter", P_NONE, "" },
  { "hostile-config", P_NONE, "" },
  { "config-worktree-root", P_NONE, "" },
  { "config-include", P_REPO_CONFIG, "/etc/passwd" },
  { "config-garbage", P_REPO_CONFIG, ".git/config" },
  { "hooks-present", P_NONE, "" },
  { "no-identity", P_NONE, "" },
  { "gpgsign", P_NONE, "" },
  { "sha256", P_REPO_FORMAT, "SHA-256" },
  { "reftable", P_REPO_FORMAT, "reftable" },
  { "unknown-extension", P_REPO_FORMAT, "fromthefuture" },
  { "format-version-9", P_REPO_FORMAT, "version 9" },
  { "commit-weird-author", P_NONE, "" },
  { "commit-no-author", P_REPO_COMMIT, "'author'" },
  { "commit-2106", P_NONE, "" },
  { "tag-points-loop", P_NONE, "" },
};
enum { STATE_COUNT = sizeof STATES / sizeof STATES[0] };

/* Everything a publisher does before it builds. */
static void walk_through(const char *name, Diags *d) {
  Arena a = { 0 };
  Repo *r = NULL;
  Commit c;
  Input *in = NULL, *disk = NULL;
  Branch b;
  size_t n = 0;
  bool ok = repo_open(&r, name, d) && repo_resolve(&c, r, S("HEAD"), &a, d) &&
            branch_classify(&b, r, S("pages"), &c, false, &a, d) &&
            input_commit(&in, r, &c.tree, NULL, d);
  const InputEntry *e = ok ? input_entries(in, &n) : NULL;
  HistoryQuery *q = ARENA_ARRAY(&a, n, HistoryQuery);
  FileHistory *f = ARENA_ARRAY(&a, n, FileHistory);
  for (size_t i = 0; ok && i < n; i++) {
    Str bytes;
    q[i] = (HistoryQuery){ e[i].path, HISTORY_CREATED | HISTORY_UPDATED };
    if (e[i].mode == MODE_FILE || e[i].mode == MODE_EXEC) ok = input_read(&bytes, in, i, &a, d);
    if (ok && strcmp(name, "replace-ref") == 0) CHECK(str_find(bytes, S("evil")) < 0);
  }
  ok = ok && history_dates(f, r, &c.id, q, n, d);
  if (ok && !repo_bare(r)) ok = input_worktree(&disk, r, NULL, d);
  input_close(disk);
  input_close(in);
  repo_close(r);
  arena_free(&a);
}

static void every_state_ends_as_it_should(void) {
  char script[PATH_MAX];
  if (!realpath("../shared/bad-inputs/make_repos.sh", script)) {
    printf("  skipped: no collection of bad states beside the project\n");
    return;
  }
  rig_begin();
  Buf names = { 0 };
  for (size_t i = 0; i < STATE_COUNT; i++) buf_printf(&names, " %s", STATES[i].name);
  CHECK(sh("mkdir -p canary; SECURITY_ROOT=%s bash '%s' %s/states%s; test -d states/bare", rig_top,
           script, rig_top, buf_z(&names)));
  buf_free(&names);
  if (chdir("states")) abort();
  for (size_t i = 0; i < STATE_COUNT; i++) {
    const State *s = &STATES[i];
    Diags d = { 0 };
    walk_through(s->name, &d);
    bool fits = s->code == P_NONE ? d.count == 0
                                  : d.errors == 1 && d.items[0].code == s->code &&
                                        (str_find(d.items[0].message, str_c(s->says)) >= 0 ||
                                         str_find(d.items[0].file, str_c(s->says)) >= 0);
    if (!fits) {
      Buf b = { 0 };
      diags_print(&d, DIAG_TEXT, false, false, &b);
      printf("  %s:\n%s", s->name, b.n ? buf_z(&b) : "  nothing was reported\n");
      buf_free(&b);
    }
    CHECK(fits);
    diags_free(&d);
  }
  CHECK(sh("test -z \"$(ls canary)\"")); /* no command of theirs ran */
}

CHECKS_MAIN({ "every bad state ends as it should", every_state_ends_as_it_should })
