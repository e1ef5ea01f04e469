/* repo_addition.c -- what a moderation branch stands on, and what history remembers. */
#include "repo_rig.h"

#include "repo/addition.h"

static Repo *open_at(const char *name) {
  Diags d = { 0 };
  Repo *r = NULL;
  char path[128];
  snprintf(path, sizeof path, "%s/%s", rig_top, name);
  if (!repo_open(&r, path, &d)) abort();
  diags_free(&d);
  return r;
}

/* Adds one file to the branch `wait`; the commit's parents as "one two". */
static Str add(const char *name, const char *path, const char *bytes, Arena *a, Diags *d) {
  Repo *r = open_at(name);
  Addition at;
  Commit source;
  Oid commit;
  bool moved = true;
  const AddedFile file = { str_c(path), str_c(bytes) };
  const OutputCommit how = { .message = S("add\n"),
                             .name = S("T"),
                             .email = S("t@example.org"),
                             .when = { .time = 1704240000, .known = true } };
  bool ok = repo_resolve(&source, r, S("main"), a, d) &&
            addition_begin(&at, r, S("wait"), "moderation branch", &source, a, d) &&
            addition_commit(&moved, &commit, r, &at, &file, 1, &how, d);
  repo_close(r);
  if (!ok || moved) return S("failed");
  CHECK(sh("git -C %s fsck --strict", name));
  return sh_out(a, "git -C %s log -1 --format=%%P wait", name);
}

static void stands_on(void) {
  Arena a = { 0 };
  Diags d = { 0 };
  rig_begin();
  CHECK(sh("git init -q r && cd r && mkdir -p data && echo x > data/x && ln -s x link && "
           "git add -A && git commit -qm one"));
  Str one = sh_out(&a, "git -C r rev-parse main");
  CHECK(str_eq(add("r", "data/comments/a/1.yaml", "1", &a, &d), one));
  CHECK_STR(sh_out(&a, "git -C r ls-tree -r --name-only wait | tr '\\n' ' '"),
            "data/comments/a/1.yaml data/x link ");
  CHECK_STR(sh_out(&a, "git -C r status --porcelain"), "");
  Str tip = sh_out(&a, "git -C r rev-parse wait");
  CHECK(str_eq(add("r", "data/comments/a/2.yaml", "2", &a, &d), tip)); /* on top of what waits */
  CHECK(sh("cd r && git merge -q wait && echo y > y && git add y && git commit -qm two"));
  Str two = sh_out(&a, "git -C r rev-parse main");
  CHECK(str_eq(add("r", "data/comments/a/3.yaml", "3", &a, &d), two)); /* all of it arrived */
  CHECK(sh("cd r && echo z > z && git add z && git commit -qm three"));
  tip = sh_out(&a, "git -C r rev-parse wait");
  Str three = sh_out(&a, "git -C r rev-parse main");
  Str both = arena_printf(&a, "%.*s %.*s", STR(tip), STR(three));
  CHECK(str_eq(add("r", "data/comments/a/4.yaml", "4", &a, &d), both)); /* merged */
  CHECK_STR(sh_out(&a, "git -C r diff --name-only main...wait | tr '\\n' ' '"),
            "data/comments/a/3.yaml data/comments/a/4.yaml ");
  CHECK_INT(d.count, 0);
  CHECK(
      sh("cd r && git branch -q keep wait && git checkout -q wait && echo mine > z && git add z && "
         "git commit -qm mine && git checkout -q main && echo ours > z && git add z && "
         "git commit -qm ours"));
  tip = sh_out(&a, "git -C r rev-parse wait");
  CHECK(str_eq(add("r", "data/comments/a/5.yaml", "5", &a, &d), tip)); /* conflicts: by hand */
  CHECK(d.warnings == 1 && d.items[0].code == P_BRANCH_DIVERGED);
  diags_free(&d);
  arena_free(&a);
}

static void refuses(void) {
  Arena a = { 0 };
  Diags d = { 0 };
  rig_begin();
  CHECK(sh("git init -q s && cd s && git commit -q --allow-empty -m one && git checkout -qb wait"));
  CHECK_STR(add("s", "x", "1", &a, &d), "failed");
  CHECK(d.errors == 1 && d.items[0].code == P_BRANCH_CHECKED_OUT);
  CHECK(str_find(d.items[0].message, S("the moderation branch 'wait' is checked out in")) >= 0);
  CHECK(sh("cd s && git checkout -q main && git branch -D wait && git branch wait/x"));
  CHECK_STR(add("s", "x", "1", &a, &d), "failed");
  CHECK(d.items[1].code == P_BRANCH_CONFLICT);
  diags_free(&d);
  arena_free(&a);
}

static bool holds(const Map *m, const char *name) {
  return map_has(m, str_c(name));
}

static void remembers(void) {
  Arena a = { 0 };
  Diags d = { 0 };
  rig_begin();
  CHECK(sh(
      "git init -q h && cd h && mkdir -p data/comments/a/b && echo 1 > data/comments/a/1.yaml && "
      "echo 2 > data/comments/a/b/2.yaml && git add -A && git commit -qm one && "
      "git rm -q data/comments/a/1.yaml && git commit -qm two && git checkout -qb side && "
      "mkdir -p data/comments && echo 3 > data/comments/3.yaml && git add -A && git commit -qm "
      "three && "
      "git rm -q data/comments/3.yaml && git commit -qm four && git checkout -q main && "
      "git merge -q --no-ff -m five side && echo q > data/q && git add -A && git commit -qm six"));
  Repo *r = open_at("h");
  Commit c;
  Map now = { 0 }, ever = { 0 };
  CHECK(repo_resolve(&c, r, S("main"), &a, &d));
  CHECK(addition_names(&now, r, &c.tree, S("data/comments"), &a, &d));
  CHECK(addition_names_ever(&ever, r, &c.id, 1, S("data/comments"), &a, &d));
  CHECK(now.count == 1 && holds(&now, "2.yaml"));
  CHECK(ever.count == 3 && holds(&ever, "1.yaml") && holds(&ever, "3.yaml") && !holds(&ever, "q"));
  CHECK_INT(d.count, 0);
  map_free(&now);
  map_free(&ever);
  repo_close(r);
  diags_free(&d);
  arena_free(&a);
}

CHECKS_MAIN({ "what it stands on", stands_on }, { "refuses", refuses }, { "remembers", remembers })
