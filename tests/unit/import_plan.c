/* import_plan.c -- commits on a new branch: in order, only what changed, nothing else touched. */
#include "repo_rig.h"

#include "import/plan.h"

static const char head_tree[] = "git -C %s ls-tree -r --name-only %s | tr '\\n' ' '";

static Plan *begin(Repo **r, Commit *base, const char *name, bool trial, Arena *a, Diags *d) {
  char path[128];
  Plan *p = NULL;
  snprintf(path, sizeof path, "%s/%s", rig_top, name);
  if (!repo_open(r, path, d)) abort();
  Diags quiet = { 0 };
  bool has = repo_resolve(base, *r, S("HEAD"), a, &quiet);
  diags_free(&quiet);
  const PlanHow how = { .repo = *r,
                        .branch = S("import/test"),
                        .base = has ? base : NULL,
                        .trial = trial,
                        .name = S("T"),
                        .email = S("t@example.org"),
                        .when = { .time = 1704240000, .known = true } };
  plan_open(&p, &how, d);
  return p;
}

static void end(Plan *p, Repo *r) {
  plan_close(p);
  repo_close(r);
}

static void commits(void) {
  Arena a = { 0 };
  Diags d = { 0 };
  Repo *r;
  Commit base;
  Oid tip;
  bool found;
  Str bytes;
  rig_begin();
  CHECK(sh("git init -q r && cd r && mkdir -p _posts && echo a > _posts/a.md && echo b > about.md "
           "&& git add -A && git commit -qm one && echo dirty > about.md && git add about.md"));
  Plan *p = begin(&r, &base, "r", false, &a, &d);
  size_t settings = plan_step(p, S("Settings"));
  size_t nothing = plan_step(p, S("Nothing"));
  size_t moved = plan_step(p, S("Moved\n\nWith a body.\n"));
  const Oid old = object_id(OBJECT_BLOB, S("b\n"));
  CHECK(plan_place(p, moved, S("pages/about.md"), MODE_FILE, &old, &d));
  plan_remove(p, moved, S("about.md"));
  CHECK(plan_add(p, nothing, S("_posts/a.md"), S("a\n"), &d)); /* as it is */
  CHECK(plan_add(p, settings, S("publish.yaml"), S("title: T\n"), &d));
  for (int i = 0; i < 100; i++) { /* more than stay loose */
    Str path = arena_printf(&a, "static/%03d.txt", i);
    CHECK(plan_add(p, settings, path, path, &d));
  }
  CHECK(plan_has(p, S("publish.yaml")) && plan_has(p, S("_posts/a.md")));
  CHECK(!plan_has(p, S("about.md")) && !plan_has(p, S("other")));
  CHECK_STR(plan_free_path(p, S("static/001.txt")), "static/001-2.txt");
  CHECK_STR(plan_free_path(p, S("STATIC/001.txt")), "STATIC/001-2.txt");
  CHECK_STR(plan_free_path(p, S("about.md")), "about.md");
  CHECK(plan_read(&bytes, &found, p, S("static/099.txt"), &a, &d) && found);
  CHECK_STR(bytes, "static/099.txt");
  CHECK(plan_edit(p, moved, S("pages/about.md"), S("b!\n"), &d));
  CHECK(plan_preview(&tip, p, &d));
  CHECK_STR(sh_out(&a, "git -C r for-each-ref --format='%%(refname)'"), "refs/heads/main");
  CHECK(plan_finish(&tip, p, &d));
  CHECK_INT(d.count, 0);
  end(p, r);
  CHECK(sh("git -C r fsck --strict --no-dangling"));
  CHECK_STR(sh_out(&a, "git -C r log --format=%%s import/test | tr '\\n' ' '"),
            "Moved Settings one ");
  CHECK_STR(sh_out(&a, "git -C r log -1 --format=%%an,%%ae,%%at import/test"),
            "T,t@example.org,1704240000");
  CHECK_STR(sh_out(&a, "git -C r show import/test:pages/about.md"), "b!");
  CHECK_STR(sh_out(&a, "git -C r diff --stat=200 --name-status HEAD import/test | grep -v static | "
                       "tr '\\t\\n' '  '"),
            "D about.md A pages/about.md A publish.yaml ");
  CHECK_STR(sh_out(&a, "git -C r status --porcelain"), "M  about.md");
  CHECK_STR(sh_out(&a, "find r/.git/objects -name '*.pack' | wc -l"), "1");
  diags_free(&d);
  arena_free(&a);
}

static void refuses(void) {
  Arena a = { 0 };
  Diags d = { 0 };
  Repo *r;
  Commit base;
  rig_begin();
  CHECK(sh("git init -q s && cd s && echo x > x && git add -A && git commit -qm one && git branch "
           "import/test"));
  CHECK(!begin(&r, &base, "s", false, &a, &d));
  repo_close(r);
  CHECK(d.errors == 1 && d.items[0].code == P_IMPORT_BRANCH && d.items[0].blame == EXIT_MACHINE);
  CHECK(sh("cd s && git branch -D import/test"));
  Plan *p = begin(&r, &base, "s", false, &a, &d);
  size_t step = plan_step(p, S("One"));
  CHECK(!plan_add(p, step, S("x"), S("other"), &d) && d.items[1].code == P_IMPORT_PATH);
  CHECK(plan_add(p, step, S("y"), S("1"), &d));
  CHECK(!plan_add(p, step, S("y"), S("2"), &d) && d.items[2].code == P_IMPORT_PATH);
  CHECK(!plan_add(p, step, S("Y"), S("2"), &d) && d.items[3].code == P_IMPORT_PATH);
  CHECK(plan_add(p, step, S("a/.git/config"), S("2"), &d)); /* found when it would be committed */
  Oid tip;
  CHECK(!plan_finish(&tip, p, &d) && d.items[4].code == P_OUTPUT_NAME);
  CHECK_STR(sh_out(&a, "git -C s branch --list 'import/*'"), "");
  end(p, r);
  /* Somebody makes the branch meanwhile. */
  p = begin(&r, &base, "s", false, &a, &d);
  step = plan_step(p, S("One"));
  CHECK(plan_add(p, step, S("y"), S("1"), &d) && sh("cd s && git branch import/test"));
  CHECK(!plan_finish(&tip, p, &d) && d.items[5].code == P_BRANCH_RACE);
  end(p, r);
  diags_free(&d);
  arena_free(&a);
}

static void empty_and_bare(void) {
  Arena a = { 0 };
  Diags d = { 0 };
  Repo *r;
  Commit base;
  Oid tip;
  rig_begin();
  CHECK(sh("git init -q --bare t.git"));
  Plan *p = begin(&r, &base, "t.git", false, &a, &d);
  CHECK(plan_add(p, plan_step(p, S("First")), S("a/b"), S("1"), &d) && plan_finish(&tip, p, &d));
  end(p, r);
  CHECK_STR(sh_out(&a, "git -C t.git log --format=%%s%%P import/test"), "First");
  CHECK_STR(sh_out(&a, head_tree, "t.git", "import/test"), "a/b ");
  CHECK(sh("git init -q u"));
  p = begin(&r, &base, "u", true, &a, &d); /* a trial writes nothing */
  CHECK(plan_add(p, plan_step(p, S("First")), S("a/b"), S("1"), &d) && plan_finish(&tip, p, &d));
  size_t count;
  CHECK(plan_files(p, &count)->size == 1 && count == 1);
  end(p, r);
  CHECK_STR(sh_out(&a, "find u/.git/objects -type f; git -C u for-each-ref"), "");
  CHECK_INT(d.count, 0);
  diags_free(&d);
  arena_free(&a);
}

CHECKS_MAIN({ "commits in order", commits }, { "refuses", refuses },
            { "empty, bare and trial", empty_and_bare })
