/* repo_open.c -- which repository is opened, and which are refused. */
#include "repo_rig.h"

#include <sys/stat.h>

static Str real(Arena *a, const char *path) {
  return sh_out(a, "realpath %s", path);
}

static void from_a_subfolder(void) {
  rig_begin();
  Arena a = { 0 };
  Diags d = { 0 };
  Repo *r = NULL;
  CHECK(sh(BASE "mkdir -p 'articles/år 24'"));
  CHECK(repo_open(&r, "r/articles/år 24", &d) && quiet(&d));
  CHECK_STR(repo_prefix(r), "articles/år 24/");
  CHECK(str_starts(repo_workdir(r), real(&a, "r")));
  CHECK(!repo_bare(r) && !repo_shallow(r) && !repo_partial(r));
  repo_close(r);
  CHECK(repo_open(&r, "r", &d) && quiet(&d));
  CHECK_STR(repo_prefix(r), "");
  repo_close(r);
  arena_free(&a);
}

static void bare_worktree_and_gitfile(void) {
  rig_begin();
  Arena a = { 0 };
  Diags d = { 0 };
  Repo *r = NULL;
  Commit c;
  CHECK(sh(BASE
           "cd ..; rm -rf b w; git clone -q --bare r b; cd r; git worktree add -q -b side ../w"));
  CHECK(repo_open(&r, "b", &d) && repo_bare(r));
  CHECK_STR(repo_workdir(r), "");
  CHECK(repo_resolve(&c, r, S("HEAD"), &a, &d));
  CHECK_STR(c.ref, "refs/heads/main");
  repo_close(r);
  CHECK(repo_open(&r, "w/articles", &d) && quiet(&d));
  CHECK_STR(repo_prefix(r), "articles/");
  CHECK(str_eq(repo_commondir(r), arena_printf(&a, "%s/.git/", real(&a, "r").p)));
  CHECK(!str_eq(repo_commondir(r), repo_gitdir(r)));
  CHECK(repo_resolve(&c, r, S("HEAD"), &a, &d));
  CHECK_STR(c.ref, "refs/heads/side");
  CHECK_STR(c.author_name, "T");
  CHECK_INT(c.author.time, 1700000000);
  repo_close(r);
  arena_free(&a);
}

static void neither_environment_nor_core_worktree_matter(void) {
  rig_begin();
  Arena a = { 0 };
  Diags d = { 0 };
  Repo *r = NULL;
  CHECK(sh(BASE "git config core.worktree /; cd ..; rm -rf other; git init -q other"));
  setenv("GIT_DIR", "other/.git", 1);
  setenv("GIT_WORK_TREE", "/", 1);
  setenv("GIT_INDEX_FILE", "/dev/null", 1);
  CHECK(repo_open(&r, "r", &d) && quiet(&d));
  CHECK(str_eq(repo_workdir(r), arena_printf(&a, "%s/", real(&a, "r").p)));
  repo_close(r);
  unsetenv("GIT_DIR");
  unsetenv("GIT_WORK_TREE");
  unsetenv("GIT_INDEX_FILE");
  arena_free(&a);
}

static void refused(const char *make, Code code, const char *text) {
  Diags d = { 0 };
  Repo *r = NULL;
  CHECK(sh(BASE "%s", make));
  CHECK(!repo_open(&r, "r", &d) && r == NULL);
  CHECK(says(&d, code, text));
  CHECK_INT(diags_status(&d), EXIT_MACHINE);
  diags_free(&d);
}

static void formats_we_do_not_know(void) {
  rig_begin();
  refused("rm -rf .git", P_REPO_NONE, "not inside a git repository");
  refused("rm -rf .git; echo 'gitdir: /nowhere' >.git", P_REPO_OPEN, "cannot open");
  refused("git config core.repositoryformatversion 9", P_REPO_FORMAT, "version 9");
  refused("git config core.repositoryformatversion 1; git config extensions.fromTheFuture true",
          P_REPO_FORMAT, "extensions.fromthefuture");
  refused("git config core.repositoryformatversion 1; git config extensions.refStorage reftable",
          P_REPO_FORMAT, "reftable");
  refused("cd ..; rm -rf r; git init -q --object-format=sha256 r", P_REPO_FORMAT, "SHA-256");
}

static void bad_configuration_is_named_with_its_line(void) {
  rig_begin();
  Diags d = { 0 };
  Repo *r = NULL;
  CHECK(sh(BASE "printf '[core]\\n\\tbare = false\\n[[[\\n' >.git/config"));
  CHECK(!repo_open(&r, "r", &d));
  CHECK(d.count == 1 && d.items[0].code == P_REPO_CONFIG);
  CHECK(str_ends(d.items[0].file, S("r/.git/config")));
  CHECK_INT(d.items[0].line, 3);
  diags_free(&d);
}

static void another_users_repository(void) {
  rig_begin();
  if (geteuid() != 0) return; /* only root can give files away */
  refused("chown -R 65534 .", P_REPO_OWNER, "belongs to another user");
  Diags d = { 0 };
  Repo *r = NULL;
  CHECK(sh("git config --global --add safe.directory $(realpath r)"));
  CHECK(repo_open(&r, "r", &d) && quiet(&d));
  repo_close(r);
  CHECK(sh("git config --global --unset-all safe.directory; chown -R 0 r"));
}

static void revisions(void) {
  rig_begin();
  Arena a = { 0 };
  Diags d = { 0 };
  Repo *r = NULL;
  Commit c, again;
  CHECK(sh(BASE "git branch feature; git tag -a v1 -m v1; echo x>>articles/one.md; "
                "git commit -qam two; git checkout -q --detach"));
  CHECK(repo_open(&r, "r", &d));
  CHECK(repo_resolve(&c, r, S("HEAD"), &a, &d));
  CHECK_STR(c.ref, ""); /* detached */
  CHECK_STR(c.message, "two\n");
  CHECK_INT(c.parent_count, 1);
  CHECK(repo_resolve(&again, r, S("v1"), &a, &d) && oid_eq(&again.id, &c.parents[0]));
  CHECK(repo_resolve(&again, r, S("main"), &a, &d) && oid_eq(&again.id, &c.id));
  CHECK_STR(again.ref, "refs/heads/main");
  CHECK(repo_resolve(&again, r, S("main~1"), &a, &d) && oid_eq(&again.id, &c.parents[0]));
  bool yes = false;
  CHECK(repo_descends(&yes, r, &c.id, &again.id, &d) && yes);
  CHECK(repo_descends(&yes, r, &again.id, &c.id, &d) && !yes);
  CHECK(quiet(&d));
  CHECK(!repo_resolve(&c, r, S("featrue"), &a, &d));
  CHECK(says(&d, P_REPO_REVISION, "no revision 'featrue'"));
  CHECK_STR(d.items[0].help, "did you mean 'feature'?");
  diags_free(&d);
  CHECK(!repo_resolve(&c, r, S("HEAD:articles/one.md"), &a, &d));
  CHECK(says(&d, P_REPO_REVISION, "is a blob, not a commit"));
  diags_free(&d);
  repo_close(r);

  CHECK(sh("rm -rf u; git init -q u") && repo_open(&r, "u", &d));
  CHECK(!repo_resolve(&c, r, S("HEAD"), &a, &d));
  CHECK(says(&d, P_REPO_UNBORN, "no commit on branch 'main' yet"));
  diags_free(&d);
  repo_close(r);
  arena_free(&a);
}

static void strange_commits(void) {
  rig_begin();
  Arena a = { 0 };
  Diags d = { 0 };
  Repo *r = NULL;
  Commit c;
  CHECK(sh(BASE "printf 'tree %%s\\nauthor <b> <a\"b> 99999999999999 +9999\\ncommitter x <> -1 "
                "-0130\\n\\nm' $(git rev-parse HEAD^{tree}) | git hash-object -t commit -w "
                "--literally --stdin | xargs git update-ref refs/heads/main"));
  CHECK(repo_open(&r, "r", &d) && repo_resolve(&c, r, S("HEAD"), &a, &d) && quiet(&d));
  CHECK_STR(c.author_name, "<b>");
  CHECK_STR(c.author_email, "a\"b");
  CHECK(c.author.known && c.author.time == 99999999999999 && c.author.offset == 0);
  CHECK(c.committer.time == -1 && c.committer.offset == -90);
  CHECK_STR(c.message, "m");
  repo_close(r);
  CHECK(sh("cd r; printf 'tree %%s\\n\\nx\\n' $(git rev-parse HEAD^{tree}) | git hash-object -t "
           "commit -w --literally --stdin | xargs git update-ref refs/heads/main"));
  CHECK(repo_open(&r, "r", &d) && !repo_resolve(&c, r, S("HEAD"), &a, &d));
  CHECK(says(&d, P_REPO_COMMIT, "no valid 'author' line"));
  repo_close(r);
  diags_free(&d);
  arena_free(&a);
}

static void identity(void) {
  rig_begin();
  Arena a = { 0 };
  Diags d = { 0 };
  Repo *r = NULL;
  Str name, email;
  bool configured;
  CHECK(sh(BASE) && repo_open(&r, "r", &d));
  repo_identity(&name, &email, &configured, r, &a);
  CHECK_STR(name, "publish");
  CHECK_STR(email, "publish@localhost");
  CHECK(!configured);
  repo_close(r);
  CHECK(sh("cd r; git config user.name 'Zoë <x>'; git config user.email z@example.org"));
  CHECK(repo_open(&r, "r", &d));
  repo_identity(&name, &email, &configured, r, &a);
  CHECK_STR(name, "Zoë x");
  CHECK(configured);
  repo_close(r);
  arena_free(&a);
}

CHECKS_MAIN(
    { "opens from a subfolder and says which", from_a_subfolder },
    { "bare repositories, linked worktrees, .git files", bare_worktree_and_gitfile },
    { "neither GIT_* nor core.worktree matter", neither_environment_nor_core_worktree_matter },
    { "unknown formats are refused by name", formats_we_do_not_know },
    { "a bad configuration is named with its line", bad_configuration_is_named_with_its_line },
    { "another user's repository is refused unless listed", another_users_repository },
    { "revisions, and names that are nearly right", revisions },
    { "commits no git would make", strange_commits }, { "the user's name, or a default", identity })
