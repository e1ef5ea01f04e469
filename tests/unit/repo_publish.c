/* repo_publish.c -- the output branch: which are refused, how it moves, and that it
 * is old or new whatever happens. */
#include "repo_publish_rig.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

static void refuses(const char *make, Code code, const char *text) {
  Rig g;
  CHECK(sh(BASE "%s", make));
  start(&g);
  Str before = sh_out(&g.a, "cd r; git for-each-ref; cat .git/refs/heads/pages");
  CHECK(!classify(&g) && says(&g.d, code, text));
  CHECK(str_eq(before, sh_out(&g.a, "cd r; git for-each-ref; cat .git/refs/heads/pages")));
  diags_free(&g.d);
  stop(&g);
}

static void branches_that_are_refused(void) {
  rig_begin();
  refuses("git branch -m pages", P_BRANCH_SOURCE, "the branch the articles come from");
  refuses("git worktree prune; rm -rf ../w; git worktree add -q -b pages ../w",
          P_BRANCH_CHECKED_OUT, "/w");
  refuses("git branch pages; git worktree prune; rm -rf ../w; git worktree add -q ../w pages; "
          "git checkout -q --detach",
          P_BRANCH_CHECKED_OUT, "/w");
  refuses("git symbolic-ref refs/heads/pages refs/heads/main", P_BRANCH_SYMBOLIC,
          "refs/heads/main");
  refuses("echo garbage >.git/refs/heads/pages", P_BRANCH_BROKEN, "cannot be read");
  refuses(": >.git/refs/heads/pages", P_BRANCH_BROKEN, "cannot be read");
  refuses("git tag -a t -m t; git rev-parse t >.git/refs/heads/pages", P_BRANCH_BROKEN,
          "points to a tag, not to a commit");
  refuses("echo 1234567890123456789012345678901234567890 >.git/refs/heads/pages", P_BRANCH_BROKEN,
          "which is missing");
  refuses("git branch pages/x", P_BRANCH_CONFLICT, "cannot exist beside refs/heads/pages/x");
  refuses("git branch pages/x; git pack-refs --all", P_BRANCH_CONFLICT, "refs/heads/pages/x");
  refuses("git branch pages", P_BRANCH_FOREIGN, "did not make the tip");
  Rig g;
  CHECK(sh(BASE "git branch pages"));
  start(&g);
  CHECK(branch_classify(&g.branch, g.r, S("pages"), &g.source, true, &g.a, &g.d));
  CHECK(g.branch.state == BRANCH_ADOPTED && g.branch.relation == BRANCH_FIRST);
  CHECK(!branch_classify(&g.branch, g.r, S("a..b"), &g.source, true, &g.a, &g.d));
  CHECK(says(&g.d, P_BRANCH_NAME, "'a..b'"));
  diags_free(&g.d);
  stop(&g);
}

static void ahead_superseded_diverged(void) {
  rig_begin();
  Rig g;
  Oid commit;
  CHECK(sh(BASE "git commit -q --allow-empty -m 2"));
  start(&g);
  CHECK(classify(&g));
  publish(&g, 1, "x", &commit);
  stop(&g);
  CHECK(sh("cd r; git commit -q --allow-empty -m 3"));
  start(&g);
  CHECK(classify(&g) && g.branch.relation == BRANCH_AHEAD);
  stop(&g);
  CHECK(sh("cd r; git checkout -q --detach main~2"));
  start(&g);
  CHECK(classify(&g) && g.branch.relation == BRANCH_SUPERSEDED);
  stop(&g);
  CHECK(sh("cd r; git commit -q --allow-empty -m other"));
  start(&g);
  CHECK(classify(&g) && g.branch.relation == BRANCH_DIVERGED);
  stop(&g);
}

static void moved_under_our_feet(void) {
  rig_begin();
  Rig g, other;
  Oid first, second;
  CHECK(sh(BASE));
  start(&g);
  start(&other);
  CHECK(classify(&g) && classify(&other));
  CHECK_INT(publish(&other, 3, "theirs", &first), OUTPUT_PUBLISHED);
  /* Both saw an absent branch; only one may make it. */
  Output *o = output_new(g.r, OUTPUT_WRITE);
  Oid root;
  OutputResult result;
  CHECK(put(&g, o, "index.html", "ours") && output_build(&root, o, &g.d));
  OutputCommit c = how(&g);
  CHECK(output_publish(&result, &second, o, &g.branch, &c, &g.d) && result == OUTPUT_MOVED);
  CHECK(str_eq(oid_text(&g.a, &first), sh_out(&g.a, "git -C r rev-parse pages")));
  /* Judged again, the same output goes on top. */
  CHECK(classify(&g));
  CHECK(output_publish(&result, &second, o, &g.branch, &c, &g.d) && result == OUTPUT_PUBLISHED);
  CHECK(str_eq(oid_text(&g.a, &first), sh_out(&g.a, "git -C r rev-parse pages^")));
  CHECK(sh(FSCK));
  output_close(o);
  stop(&g);
  stop(&other);
}

static void locks_and_disks(void) {
  rig_begin();
  Rig g;
  Oid commit, root;
  OutputResult result;
  CHECK(sh(BASE ": >.git/refs/heads/pages.lock; : >.git/HEAD.lock; : >.git/index.lock; "
                ": >.git/config.lock; : >.git/packed-refs.lock"));
  start(&g);
  CHECK(classify(&g));
  Output *o = output_new(g.r, OUTPUT_WRITE);
  CHECK(put(&g, o, "index.html", "x") && output_build(&root, o, &g.d));
  OutputCommit c = how(&g);
  CHECK(!output_publish(&result, &commit, o, &g.branch, &c, &g.d));
  CHECK(says(&g.d, P_BRANCH_LOCKED, "refs/heads/pages.lock"));
  CHECK(str_find(g.d.items[0].help, S("rm '")) >= 0);
  CHECK(str_find(g.d.items[0].message, S(" since 2")) >= 0);
  CHECK_INT(diags_status(&g.d), EXIT_MACHINE);
  diags_free(&g.d);
  CHECK(sh("rm r/.git/refs/heads/pages.lock"));
  CHECK(output_publish(&result, &commit, o, &g.branch, &c, &g.d) && result == OUTPUT_PUBLISHED);
  output_close(o);
  /* A file where the pack folder must be stands for every failing write. */
  CHECK(sh("cd r/.git/objects; mv pack elsewhere; : >pack"));
  o = output_new(g.r, OUTPUT_WRITE);
  bool ok = true;
  for (int i = 0; ok && i < 100; i++)
    ok = put(&g, o, arena_printf(&g.a, "f%d", i).p, arena_printf(&g.a, "new %d", i).p);
  CHECK(!ok && says(&g.d, P_REPO_WRITE, "cannot write in"));
  diags_free(&g.d);
  output_close(o);
  stop(&g);
}

/* 400 pages of noise, published by a child that may die at any moment. */
static void publish_noise(int seed) {
  Rig g;
  Oid commit;
  start(&g);
  CHECK(classify(&g));
  publish(&g, 400, arena_printf(&g.a, "noise %d", seed).p, &commit);
  stop(&g);
}

static void killed_at_any_moment(void) {
  rig_begin();
  Arena a = { 0 };
  CHECK(sh(BASE));
  publish_noise(0);
  int killed = 0, finished = 0;
  for (int i = 1; i <= 25; i++) {
    Str before = sh_out(&a, "git -C r rev-parse pages");
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
      publish_noise(i);
      _exit(check_failed_here);
    }
    nanosleep(&(struct timespec){ .tv_nsec = i * 2000000L }, NULL);
    kill(child, SIGKILL);
    int status;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status))
      killed++;
    else
      finished++;
    sh("rm -f r/.git/refs/heads/pages.lock"); /* as the message says */
    Str after = sh_out(&a, "git -C r rev-parse pages");
    bool new = str_eq(before, sh_out(&a, "git -C r rev-parse pages^"));
    CHECK(new || str_eq(after, before));
    CHECK(WIFSIGNALED(status) || new);
    CHECK_STR(sh_out(&a, "git -C r ls-tree -r pages | wc -l | tr -d ' '"), "400");
  }
  CHECK(killed > 0);
  publish_noise(99);
  CHECK(
      sh("cd r && git fsck --full --strict && git gc -q --prune=now && test -z \"$(find .git -name "
         "'tmp_*')\""));
  arena_free(&a);
}

static void a_full_disk(void) {
  rig_begin();
  Arena a = { 0 };
  CHECK(sh(BASE));
  publish_noise(0);
  Str before = sh_out(&a, "git -C r rev-parse pages; ls r/.git/objects/pack");
  /* No file of more than 8 KB may be written: the pack fails half way. */
  signal(SIGXFSZ, SIG_IGN);
  struct rlimit old, small;
  getrlimit(RLIMIT_FSIZE, &old);
  small = old;
  small.rlim_cur = 8000;
  Rig g;
  Oid root, commit;
  start(&g);
  CHECK(classify(&g));
  Output *o = output_new(g.r, OUTPUT_WRITE);
  for (int i = 0; i < 400; i++)
    CHECK(put(&g, o, arena_printf(&g.a, "p%d", i).p, arena_printf(&g.a, "text %d", i).p));
  CHECK(output_build(&root, o, &g.d));
  OutputCommit c = how(&g);
  OutputResult result;
  setrlimit(RLIMIT_FSIZE, &small);
  bool ok = output_publish(&result, &commit, o, &g.branch, &c, &g.d);
  setrlimit(RLIMIT_FSIZE, &old);
  CHECK(!ok && says(&g.d, P_REPO_WRITE, "cannot write"));
  CHECK_INT(diags_status(&g.d), EXIT_MACHINE);
  diags_free(&g.d);
  output_close(o);
  CHECK(str_eq(before, sh_out(&a, "git -C r rev-parse pages; ls r/.git/objects/pack")));
  stop(&g);
  arena_free(&a);
}

CHECKS_MAIN({ "branches that are refused", branches_that_are_refused },
            { "ahead, superseded, diverged", ahead_superseded_diverged },
            { "a branch that moved meanwhile", moved_under_our_feet },
            { "locks and failing disks", locks_and_disks },
            { "killed at any moment: old or new", killed_at_any_moment },
            { "a full disk changes nothing", a_full_disk })
