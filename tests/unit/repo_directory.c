/* repo_directory.c -- the site as files: only what differs, only what is ours. */
#include "repo_rig.h"

#include "repo/directory.h"

static Diags d;

/* Write the given path=text pairs into `dir`. */
static bool write_site(DirectoryResult *result, const char *dir, bool dry,
                       const char *const *pairs) {
  Arena a = { 0 };
  Deflater z = { 0 };
  Output *o = output_new(NULL, OUTPUT_KEEP);
  Oid root;
  for (; *pairs; pairs += 2) {
    Object object;
    object_make(&object, OBJECT_BLOB, str_c(pairs[1]), &z, &a);
    CHECK(output_object(o, str_c(pairs[0]), MODE_FILE, &object, S("test"), &d));
  }
  CHECK(output_build(&root, o, &d));
  bool ok = directory_write(result, dir, o, NULL, NULL, dry, &d);
  output_close(o);
  deflater_free(&z);
  arena_free(&a);
  return ok;
}
#define SITE(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void only_what_differs(void) {
  rig_begin();
  Arena a = { 0 };
  DirectoryResult r;
  CHECK(sh("rm -rf out"));
  CHECK(write_site(&r, "out", true, SITE("a", "1", "b/c", "2")) && r.added == 2);
  CHECK(!sh("test -e out"));
  CHECK(write_site(&r, "out", false, SITE("a", "1", "b/c", "2", "b/d/e", "3")) && quiet(&d));
  CHECK(r.files == 3 && r.added == 3 && r.changed == 0 && r.removed == 0 && r.bytes_written == 3);
  CHECK_STR(sh_out(&a, "cat out/a out/b/c out/b/d/e"), "123");
  Str before = sh_out(&a, "stat -c '%%n %%i %%y' out/a out/b/c out/.publish-manifest");
  CHECK(write_site(&r, "out", false, SITE("a", "1", "b/c", "2", "b/d/e", "3")) && quiet(&d));
  CHECK(r.added == 0 && r.changed == 0 && r.bytes_written == 0);
  CHECK(str_eq(before, sh_out(&a, "stat -c '%%n %%i %%y' out/a out/b/c out/.publish-manifest")));
  /* A file the user put there stays; one of ours that is gone comes back. */
  CHECK(sh("echo mine >out/b/d/mine; rm out/b/c"));
  CHECK(write_site(&r, "out", false, SITE("a", "9", "b/c", "2")) && quiet(&d));
  CHECK(r.added == 1 && r.changed == 1 && r.removed == 1);
  CHECK_STR(sh_out(&a, "cd out; find . -type f | sort | tr '\\n' ' '"),
            "./.publish-manifest ./a ./b/c ./b/d/mine ");
  /* File becomes folder, folder becomes file. */
  CHECK(sh("rm -r out/b/d"));
  CHECK(write_site(&r, "out", false, SITE("a/x", "1", "b", "2")) && quiet(&d));
  CHECK_STR(sh_out(&a, "cd out; find . -type f | sort | tr '\\n' ' '"),
            "./.publish-manifest ./a/x ./b ");
  arena_free(&a);
}

static void nothing_that_is_not_ours(void) {
  rig_begin();
  DirectoryResult r;
  CHECK(sh("rm -rf out; mkdir out; echo thesis >out/thesis"));
  CHECK(!write_site(&r, "out", false, SITE("a", "1")));
  CHECK(says(&d, P_DIRECTORY_FOREIGN, "is not empty"));
  diags_free(&d);
  CHECK(sh("rm out/thesis"));
  CHECK(write_site(&r, "out", false, SITE("a", "1")) && quiet(&d));
  CHECK(sh("echo thesis >out/b"));
  CHECK(!write_site(&r, "out", false, SITE("a", "2", "b", "1")));
  CHECK(says(&d, P_DIRECTORY_FOREIGN, "out/b exists"));
  diags_free(&d);
  CHECK(sh("test \"$(cat out/a)\" = 1 && test \"$(cat out/b)\" = thesis")); /* nothing touched */
  CHECK(sh("printf 1 >out/b")); /* the right bytes already: ours from now on */
  CHECK(write_site(&r, "out", false, SITE("a", "1", "b", "1")) && quiet(&d) && r.changed == 0);
  CHECK(write_site(&r, "out", false, SITE("a", "1")) && quiet(&d) && r.removed == 1);
  CHECK(sh("printf 'publish manifest 1\\nxx ../../etc\\0' >out/.publish-manifest"));
  CHECK(!write_site(&r, "out", false, SITE("a", "1")) &&
        says(&d, P_DIRECTORY_MANIFEST, "manifest"));
  diags_free(&d);
  CHECK(sh(
      "printf 'publish manifest 1\\n%%040d ../outside\\0' 0 >out/.publish-manifest; : >outside"));
  CHECK(!write_site(&r, "out", false, SITE("a", "1")) &&
        says(&d, P_DIRECTORY_MANIFEST, "manifest"));
  diags_free(&d);
  CHECK(sh("test -e outside"));
}

static void no_link_is_followed(void) {
  rig_begin();
  DirectoryResult r;
  CHECK(sh("rm -rf out outside; mkdir outside; echo keep >outside/c; echo keep >outside/f"));
  CHECK(write_site(&r, "out", false, SITE("a", "1", "b/c", "2")) && quiet(&d));
  CHECK(sh("rm -r out/b; ln -s ../outside out/b; rm out/a; ln -s ../outside/f out/a"));
  CHECK(!write_site(&r, "out", false, SITE("a", "3", "b/c", "4")));
  CHECK_INT(d.errors, 1);
  diags_free(&d);
  CHECK(write_site(&r, "out", false, SITE("a", "3")) && quiet(&d)); /* b/c is "deleted" */
  CHECK(sh("test \"$(cat outside/c outside/f)\" = 'keep\nkeep' && test ! -L out/a"));
}

static void not_into_a_git_folder(void) {
  rig_begin();
  DirectoryResult r;
  CHECK(sh("rm -rf g; git init -q g"));
  CHECK(!write_site(&r, "g/.git/site", false, SITE("a", "1")));
  CHECK(says(&d, P_DIRECTORY_PLACE, "inside a repository's git folder"));
  diags_free(&d);
  CHECK(!write_site(&r, "g/none/site", false, SITE("a", "1")) && d.errors == 1);
  diags_free(&d);
}

CHECKS_MAIN({ "writes only what differs", only_what_differs },
            { "never touches what is not ours", nothing_that_is_not_ours },
            { "follows no symbolic link", no_link_is_followed },
            { "never writes into a git folder", not_into_a_git_folder })
