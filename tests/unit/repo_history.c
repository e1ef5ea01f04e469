/* repo_history.c -- when files came and last changed. */
#include "repo_rig.h"

#include "repo/history.h"

/* "created updated" in seconds after 1700000000; "-" unknown, "cut" beyond the edge. */
static Str dates(const char *repo, const char *path, unsigned want, Arena *a) {
  Diags d = { 0 };
  Repo *r = NULL;
  Commit c;
  HistoryQuery q = { str_c(path), want };
  FileHistory f;
  CHECK(repo_open(&r, repo, &d) && repo_resolve(&c, r, S("HEAD"), a, &d));
  CHECK(history_dates(&f, r, &c.id, &q, 1, &d) && quiet(&d));
  Str created = f.created_cut   ? S("cut")
                : f.has_created ? arena_printf(a, "%lld", (long long)f.created.time - 1700000000)
                                : S("-");
  Str updated = f.updated_cut   ? S("cut")
                : f.has_updated ? arena_printf(a, "%lld", (long long)f.updated.time - 1700000000)
                                : S("-");
  repo_close(r);
  return arena_printf(a, "%.*s %.*s", STR(created), STR(updated));
}

#define AT(n)                                                                                      \
  "export GIT_AUTHOR_DATE='17000000" #n " +0100' GIT_COMMITTER_DATE='17000000" #n " +0100'; "

static void a_straight_line(void) {
  rig_begin();
  Arena a = { 0 };
  CHECK(sh(BASE AT(10) "mkdir -p 文/ä; echo 1 >'文/ä/é.md'; git add -A; git commit -qm 2; " AT(
      20) "echo 2 >>articles/one.md; git commit -qam 3; " AT(30) "git mv articles/one.md "
                                                                 "articles/moved.md; git commit "
                                                                 "-qam 4; " AT(40) "git commit -q "
                                                                                   "--allow-empty "
                                                                                   "-m 5"));
  CHECK_STR(dates("r", "文/ä/é.md", 3, &a), "10 10");
  CHECK_STR(dates("r", "articles/moved.md", 3, &a), "30 30"); /* renames are not followed */
  CHECK_STR(dates("r", "articles/one.md", 3, &a), "- -");     /* gone */
  CHECK(sh("cd r; " AT(50) "echo x >articles/one.md; git add -A; git commit -qm 6; " AT(
      60) "chmod +x articles/one.md; git commit -qam 7"));
  CHECK_STR(dates("r", "articles/one.md", 3, &a), "50 60"); /* came back; a mode is a change */
  CHECK_STR(dates("r", "articles/one.md", HISTORY_CREATED, &a), "50 -");
  CHECK_STR(dates("r", "articles/one.md", HISTORY_UPDATED, &a), "- 60");
  arena_free(&a);
}

static void merges(void) {
  rig_begin();
  Arena a = { 0 };
  CHECK(sh(BASE "git checkout -qb side; " AT(
      10) "echo s >articles/side.md; echo s >articles/both.md; "
          "git add -A; git commit -qm s; " AT(
              20) "git checkout -q main; echo m >articles/both.md; "
                  "echo m>articles/main.md; git add -A; git commit -qm m; " AT(
                      30) "git merge -q side || { echo merged >articles/both.md; git add -A; git "
                          "commit -qm merge; }"));
  CHECK_STR(dates("r", "articles/side.md", 3, &a), "10 10"); /* not the merge */
  CHECK_STR(dates("r", "articles/main.md", 3, &a), "20 20");
  CHECK_STR(dates("r", "articles/both.md", 3, &a), "10 30"); /* changed by the merge itself */
  CHECK_STR(dates("r", "articles/one.md", 3, &a), "0 0");
  arena_free(&a);
}

static void clock_skew_does_not_matter(void) {
  rig_begin();
  Arena a = { 0 };
  /* A child that claims to be older than its parent. */
  CHECK(sh(BASE AT(90) "echo 2 >>articles/one.md; git commit -qam 2; " AT(
      10) "echo 3 >>articles/one.md; git "
          "commit -qam 3; git checkout -qb "
          "b; " AT(05) "echo b >b; git add "
                       "b; git commit -qm "
                       "b; git checkout -q "
                       "main; " AT(80) "echo"
                                       " c "
                                       ">c; "
                                       "git "
                                       "add "
                                       "c; "
                                       "git "
                                       "comm"
                                       "it "
                                       "-qm "
                                       "c; "
                                       "git "
                                       "merg"
                                       "e "
                                       "-qm "
                                       "m "
                                       "b"));
  CHECK_STR(dates("r", "articles/one.md", 3, &a), "0 10");
  CHECK_STR(dates("r", "b", 3, &a), "5 5");
  arena_free(&a);
}

static void shallow_clones_say_what_is_cut(void) {
  rig_begin();
  Arena a = { 0 };
  CHECK(sh(BASE AT(10) "echo old >old.md; git add -A; git commit -qm 2; " AT(
      20) "echo 2 >>articles/one.md; git commit -qam 3; " AT(30) "echo n >new.md; git add -A; git "
                                                                 "commit -qm 4; cd ..; rm -rf s; "
                                                                 "git clone -q --depth 3 "
                                                                 "file://$PWD/r s"));
  CHECK_STR(dates("s", "new.md", 3, &a), "30 30");
  CHECK_STR(dates("s", "articles/one.md", 3, &a), "cut 20");
  CHECK_STR(dates("s", "old.md", 3, &a), "cut cut");
  CHECK_STR(dates("s", "old.md", HISTORY_UPDATED, &a), "- cut");
  arena_free(&a);
}

static void many_paths_at_once(void) {
  rig_begin();
  Arena a = { 0 };
  Diags d = { 0 };
  Repo *r = NULL;
  Commit c;
  CHECK(sh(
      "rm -rf r; git init -q r; cd r; awk 'BEGIN { for (i = 1; i <= 2000; i++) { printf \"commit "
      "refs/heads/main\\ncommitter t <t> %%d +0000\\ndata 1\\nx\\nM 100644 inline d%%d/f%%d\\ndata "
      "%%d\\n%%d\\n\", 1700000000 + i, i %% 7, i %% 500, length(i), i } }' | git fast-import "
      "--quiet"));
  HistoryQuery q[500];
  FileHistory f[500];
  char names[500][16];
  size_t n = 0;
  for (int i = 0; i < 500; i++) {
    int last = 1500 + i == 1500 ? 2000 : 1500 + i; /* the last commit with i % 500 */
    snprintf(names[i], sizeof names[i], "d%d/f%d", last % 7, i);
    q[n++] = (HistoryQuery){ str_c(names[i]), HISTORY_CREATED | HISTORY_UPDATED };
  }
  CHECK(repo_open(&r, "r", &d) && repo_resolve(&c, r, S("HEAD"), &a, &d));
  CHECK(history_dates(f, r, &c.id, q, n, &d) && quiet(&d));
  for (int i = 0; i < 500; i++) {
    int last = i ? 1500 + i : 2000;
    CHECK_INT(f[i].updated.time, 1700000000 + last);
    CHECK(f[i].has_created && f[i].created.time <= f[i].updated.time);
  }
  repo_close(r);
  arena_free(&a);
}

static void a_missing_commit_is_named(void) {
  rig_begin();
  Arena a = { 0 };
  Diags d = { 0 };
  Repo *r = NULL;
  Commit c;
  CHECK(sh(BASE "git commit -q --allow-empty -m 2; o=$(git rev-parse HEAD~1); "
                "rm -f .git/objects/$(echo $o | cut -c1-2)/$(echo $o | cut -c3-)"));
  HistoryQuery q = { S("articles/one.md"), 3 };
  FileHistory f;
  CHECK(repo_open(&r, "r", &d) && repo_resolve(&c, r, S("HEAD"), &a, &d));
  CHECK(!history_dates(&f, r, &c.id, &q, 1, &d) && says(&d, P_REPO_OBJECT, "is missing"));
  CHECK(str_find(d.items[0].message, oid_text(&a, &c.parents[0])) >= 0);
  repo_close(r);
  diags_free(&d);
  arena_free(&a);
}

CHECKS_MAIN({ "a straight line: created, changed, moved, came back", a_straight_line },
            { "merges as git log simplifies them", merges },
            { "commits with wrong clocks", clock_skew_does_not_matter },
            { "shallow clones say what is cut", shallow_clones_say_what_is_cut },
            { "many paths in one walk", many_paths_at_once },
            { "a missing commit is named", a_missing_commit_is_named })
