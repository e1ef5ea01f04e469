/* repo_uncommitted.c -- a new repository, and what in a work tree is not committed. */
#include "repo_rig.h"

#include "repo/create.h"
#include "repo/uncommitted.h"

static const MemoryFile FILES[] = {
  { { "publish.yaml", 12 }, { "title: x\n", 9 } },
  { { "articles/a.md", 13 }, { "A\r\n", 3 } },
  { { "articles/b.md", 13 }, { "B\n", 2 } },
};
static const CommitTime WHEN = { .time = 1700000000, .offset = 60, .known = true };

static WalkChoice no_other(void *ctx, Str path, uint32_t mode) {
  (void)ctx, (void)mode;
  return str_eq(path, S("other")) ? WALK_SKIP : WALK_WHOLE;
}

static Str differs(Arena *a) {
  Diags d = { 0 };
  Repo *r = NULL;
  Commit c;
  Uncommitted *list;
  size_t n = 0;
  Str out = S("");
  CHECK(repo_open(&r, "new", &d) && repo_resolve(&c, r, S("HEAD"), a, &d));
  CHECK(uncommitted_list(&list, &n, r, &c.tree, no_other, NULL, a, &d) && quiet(&d));
  for (size_t i = 0; i < n; i++)
    out = arena_printf(a, "%.*s%c%.*s ", STR(out), "MAD"[list[i].what], STR(list[i].path));
  repo_close(r);
  return out;
}

static void make(void) {
  Diags d = { 0 };
  CHECK(sh("rm -rf new"));
  CHECK(create_repository(NULL, "new", FILES, 3, S("First\n"), WHEN, &d) && quiet(&d));
}

static void a_new_repository_is_clean(void) {
  rig_begin();
  Arena a = { 0 };
  Diags d = { 0 };
  Oid commit;
  CHECK(sh("rm -rf new; git config --global core.autocrlf true"));
  CHECK(create_repository(&commit, "new", FILES, 3, S("First\n"), WHEN, &d) && quiet(&d));
  CHECK(sh("git config --global --unset core.autocrlf"));
  CHECK(str_eq(oid_text(&a, &commit), sh_out(&a, "git -C new rev-parse main")));
  CHECK_STR(sh_out(&a, "git -C new status --porcelain"), "");
  CHECK_STR(sh_out(&a, "git -C new log --format='%%an <%%ae> %%ai %%s'"),
            "publish <publish@localhost> 2023-11-14 23:13:20 +0100 First");
  CHECK(sh("cd new && git fsck --strict && cmp articles/a.md - <<E\nA\r\nE"));
  CHECK(!create_repository(&commit, "new", FILES, 3, S("x"), WHEN, &d));
  CHECK(says(&d, P_CREATE_PLACE, "is not empty") && diags_status(&d) == EXIT_USAGE);
  diags_free(&d);
  static const MemoryFile bad[] = { { { "../x", 4 }, { "", 0 } } };
  CHECK(!create_repository(&commit, "new2", bad, 1, S("x"), WHEN, &d) && d.errors == 1);
  CHECK(sh("test ! -e new2"));
  diags_free(&d);
  arena_free(&a);
}

static void differences_are_found(void) {
  rig_begin();
  Arena a = { 0 };
  make();
  CHECK_STR(differs(&a), "");
  CHECK(sh("cd new; echo new >articles/c.md; echo B2 >articles/b.md; rm publish.yaml; mkdir other; "
           "echo o >other/o; echo '*.log' >.gitignore; echo l >x.log; git add articles/c.md"));
  CHECK_STR(differs(&a), "A.gitignore Marticles/b.md Aarticles/c.md Dpublish.yaml ");
  arena_free(&a);
}

static void the_index_is_not_trusted(void) {
  rig_begin();
  Arena a = { 0 };
  make();
  /* Same size, and a time the index could not have seen. */
  CHECK(sh("cd new; sleep 0.02; printf 'X\\n' >articles/b.md"));
  CHECK_STR(differs(&a), "Marticles/b.md ");
  CHECK(sh("cd new; git add articles/b.md")); /* staged is not committed */
  CHECK_STR(differs(&a), "Marticles/b.md ");
  CHECK(sh("cd new; echo garbage >.git/index; : >.git/index.lock"));
  CHECK_STR(differs(&a), "Marticles/b.md ");
  make();
  CHECK(sh("cd new; printf 'B\\r\\n' >articles/b.md")); /* line endings alone */
  CHECK_STR(differs(&a), "");
  CHECK(sh("cd new; git checkout -q -- .; git sparse-checkout set articles; mkdir -p z; test ! -e "
           "publish.yaml "
           "|| git sparse-checkout set --no-cone articles"));
  CHECK(sh("test ! -e new/publish.yaml"));
  CHECK_STR(differs(&a), "");
  arena_free(&a);
}

CHECKS_MAIN({ "a new repository is clean and complete", a_new_repository_is_clean },
            { "changed, new and deleted files", differences_are_found },
            { "neither index nor line endings mislead", the_index_is_not_trusted })
