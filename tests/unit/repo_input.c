/* repo_input.c -- one list of files from a commit, a work tree or memory. */
#include "repo_rig.h"

#include "repo/input.h"

static Repo *open_repo(Diags *d, Commit *c, Arena *a) {
  Repo *r = NULL;
  CHECK(repo_open(&r, "r", d) && repo_resolve(c, r, S("HEAD"), a, d));
  return r;
}

static Str listing(const Input *in, Arena *a) {
  size_t n;
  const InputEntry *e = input_entries(in, &n);
  Str out = S("");
  for (size_t i = 0; i < n; i++)
    out = arena_printf(a, "%.*s%s%.*s", STR(out), i ? " " : "", STR(e[i].path));
  return out;
}

static WalkChoice only_articles(void *ctx, Str path, uint32_t mode) {
  (void)ctx;
  if (str_eq(path, S("static"))) return WALK_WHOLE;
  if (str_eq(path, S("drafts"))) return WALK_SKIP;
  return mode == MODE_TREE || !str_ends(path, S(".txt")) ? WALK_ENTER : WALK_SKIP;
}

static void three_sources_one_list(void) {
  rig_begin();
  Arena a = { 0 };
  Diags d = { 0 };
  Commit c;
  CHECK(sh(BASE "echo A >'articles/é x.md'; mkdir -p a; echo B >a/x; echo C >a-b; git add -A; "
                "git commit -qm two"));
  Repo *r = open_repo(&d, &c, &a);
  static const MemoryFile files[] = { { { "articles/one.md", 15 }, { "Hello\n", 6 } },
                                      { { "a/x", 3 }, { "B\n", 2 } },
                                      { { "articles/\xc3\xa9 x.md", 16 }, { "A\n", 2 } },
                                      { { "a-b", 3 }, { "C\n", 2 } } };
  Input *in[3];
  CHECK(input_commit(&in[0], r, &c.tree, NULL, &d));
  CHECK(input_worktree(&in[1], r, NULL, &d));
  CHECK(input_memory(&in[2], files, 4, NULL, &d) && quiet(&d));
  for (int i = 0; i < 3; i++) {
    size_t n, from, to;
    CHECK_STR(listing(in[i], &a), "a-b a/x articles/one.md articles/é x.md");
    const InputEntry *e = input_entries(in[i], &n), *e0 = input_entries(in[0], &n);
    Str bytes;
    for (size_t k = 0; k < n; k++) CHECK(oid_eq(&e[k].id, &e0[k].id));
    CHECK(input_read(&bytes, in[i], 2, &a, &d));
    CHECK_STR(bytes, "Hello\n");
    CHECK_INT(input_find(in[i], S("a/x")), 1);
    CHECK_INT(input_find(in[i], S("a")), -1);
    input_under(in[i], S("a/"), &from, &to);
    CHECK(from == 1 && to == 2);
    input_under(in[i], S("articles"), &from, &to);
    CHECK(from == 2 && to == 4);
    input_under(in[i], S("art"), &from, &to);
    CHECK(from == to);
  }
  for (int i = 0; i < 3; i++) input_close(in[i]);
  CHECK(quiet(&d));
  repo_close(r);
  arena_free(&a);
}

static void a_filter_keeps_folders_closed(void) {
  rig_begin();
  Arena a = { 0 };
  Diags d = { 0 };
  Commit c;
  CHECK(sh(BASE "mkdir -p static/css drafts; echo s >static/css/a.css; echo t>static/t.txt; "
                "echo d >drafts/d.md; echo t >articles/t.txt; git add -A; git commit -qm two; "
                "rm -rf .git/objects/$(git rev-parse HEAD:drafts | cut -c1-2)"));
  Repo *r = open_repo(&d, &c, &a);
  Input *in = NULL;
  InputOptions o = { .filter = only_articles };
  CHECK(input_commit(&in, r, &c.tree, &o, &d) && quiet(&d));
  CHECK_STR(listing(in, &a), "articles/one.md static");
  InputEntry *below;
  size_t n;
  CHECK(input_expand(&below, &n, in, 1, &a, &d) && n == 2);
  CHECK_STR(below[0].path, "static/css/a.css");
  Str bytes;
  CHECK(!input_read(&bytes, in, 1, &a, &d) && says(&d, P_INPUT_FILE, "it is a folder"));
  diags_free(&d);
  input_close(in);
  repo_close(r);
  arena_free(&a);
}

static void work_tree_follows_git(void) {
  rig_begin();
  Arena a = { 0 };
  Diags d = { 0 };
  Commit c;
  CHECK(sh(BASE "printf '*.tmp\\nbuild/\\n' >.gitignore; echo i >x.tmp; mkdir build; echo o "
                ">build/o; echo k >kept.tmp; git add -f kept.tmp; echo n >new.md; ln -s /etc etc; "
                "ln -s . loop; mkfifo pipe; git init -q nested; echo z >nested/z; "
                "echo changed >>articles/one.md; : >.git/index.lock"));
  Repo *r = open_repo(&d, &c, &a);
  Input *in = NULL;
  CHECK(input_worktree(&in, r, NULL, &d) && quiet(&d));
  CHECK_STR(listing(in, &a), ".gitignore articles/one.md etc kept.tmp loop new.md");
  Str bytes;
  CHECK(input_read(&bytes, in, 1, &a, &d));
  CHECK_STR(bytes, "Hello\nchanged\n");
  CHECK(!input_read(&bytes, in, 2, &a, &d) && says(&d, P_INPUT_FILE, "a symbolic link"));
  diags_free(&d);
  CHECK(sh("cd r; echo again >>articles/one.md"));
  CHECK(!input_read(&bytes, in, 1, &a, &d) && says(&d, P_INPUT_FILE, "changed while"));
  diags_free(&d);
  input_close(in);
  repo_close(r);
  arena_free(&a);
}

/* A commit whose tree is made of raw bytes, as no git would write it. */
static void hostile(const char *printf_arguments, const char *text) {
  Arena a = { 0 };
  Diags d = { 0 };
  Commit c;
  CHECK(sh(BASE "id() { git rev-parse HEAD:articles$1 | xxd -r -p; }; B=/one.md; "
                "c=$(git commit-tree -m bad $({ %s; } | git hash-object -t tree -w --literally "
                "--stdin)); git update-ref refs/heads/main $c",
           printf_arguments));
  Repo *r = open_repo(&d, &c, &a);
  Input *in = NULL;
  CHECK(!input_commit(&in, r, &c.tree, NULL, &d) && in == NULL);
  CHECK(says(&d, P_TREE_ENTRY, text));
  CHECK_INT(diags_status(&d), EXIT_CONTENT);
  repo_close(r);
  diags_free(&d);
  arena_free(&a);
}

static void hostile_trees_are_named(void) {
  rig_begin();
  hostile("printf '100644 .git\\0'; id $B", "'.git' is git's own folder");
  hostile("printf '40000 .GiT \\0'; id", "'.GiT ' means '.git' on Windows");
  hostile("printf '40000 .git::$INDEX_ALLOCATION\\0'; id", "on Windows");
  hostile("printf '40000 .g\\342\\200\\214it\\0'; id", "on macOS");
  hostile("printf '40000 GIT~1\\0'; id", "on Windows");
  hostile("printf '40000 ..\\0'; id", "'..' means the folder above");
  hostile("printf '40000 .\\0'; id", "'.' means the folder itself");
  hostile("printf '100644 ../../evil\\0'; id $B", "holds a slash");
  hostile("printf '100644 \\0'; id $B", "is empty");
  hostile("printf '100644 a\\0'; id $B; printf '100644 a\\0'; id $B", "'a' occurs twice");
  hostile("printf '100644 a\\0'; id $B; printf '100644 a.b\\0'; id $B; printf '40000 a\\0'; id",
          "'a' occurs twice");
  hostile("printf '100644 z\\0'; id $B; printf '100644 a\\0'; id $B", "'a' is out of order");
  hostile("printf '177777 a\\0'; id $B", "has a bad mode");
  hostile("printf '100644 a\\0short'", "is cut off");
  hostile("printf 'garbage'", "is cut off");
}

static void damage_is_found(void) {
  rig_begin();
  Arena a = { 0 };
  Diags d = { 0 };
  Commit c;
  Input *in = NULL;
  Str bytes;
  const char *swap = "f() { o=$(git rev-parse HEAD:$1); echo .git/objects/$(echo $o | cut -c1-2)/"
                     "$(echo $o | cut -c3-); }; ";
  CHECK(sh(BASE "echo two >articles/two.md; git add -A; git commit -qm two; %s chmod u+w $(f "
                "articles/one.md); cp $(f articles/two.md) $(f articles/one.md)",
           swap));
  Repo *r = open_repo(&d, &c, &a);
  CHECK(input_commit(&in, r, &c.tree, NULL, &d));
  CHECK(!input_read(&bytes, in, 0, &a, &d) && says(&d, P_REPO_OBJECT, "not what its id says"));
  CHECK_STR(d.items[0].file, "articles/one.md");
  diags_free(&d);
  input_close(in);
  repo_close(r);
  CHECK(sh("cd r; %s rm -f $(f articles/one.md) $(f articles/two.md)", swap));
  r = open_repo(&d, &c, &a);
  CHECK(input_commit(&in, r, &c.tree, NULL, &d));
  CHECK(!input_read(&bytes, in, 0, &a, &d) && says(&d, P_REPO_OBJECT, "is missing"));
  CHECK(str_find(d.items[0].message, oid_text(&a, &input_entries(in, &(size_t){ 0 })[0].id)) >= 0);
  CHECK_INT(diags_status(&d), EXIT_MACHINE);
  diags_free(&d);
  input_close(in);
  repo_close(r);
  arena_free(&a);
}

static void limits(void) {
  rig_begin();
  Arena a = { 0 };
  Diags d = { 0 };
  Commit c;
  Input *in = NULL;
  Str bytes;
  /* Ten levels of ten entries each: 10^10 files in twelve objects. */
  CHECK(sh(BASE
           "t=$(git rev-parse HEAD:articles); for i in 1 2 3 4 5 6 7 8 9 10; do t=$(for j in 0 "
           "1 2 3 4 5 6 7 8 9; do printf '040000 tree %%s\\td%%s\\n' $t $j; done | git mktree); "
           "done; git update-ref refs/heads/main $(git commit-tree -m bomb $t)"));
  Repo *r = open_repo(&d, &c, &a);
  InputOptions few = { .max_files = 50000 };
  CHECK(!input_commit(&in, r, &c.tree, &few, &d));
  CHECK(says(&d, P_INPUT_LIMIT, "more than 50000 files and folders"));
  diags_free(&d);
  InputOptions flat = { .max_depth = 3 };
  CHECK(!input_commit(&in, r, &c.tree, &flat, &d));
  CHECK(says(&d, P_INPUT_LIMIT, "more than 3 folders deep"));
  diags_free(&d);
  repo_close(r);
  CHECK(sh(BASE));
  r = open_repo(&d, &c, &a);
  InputOptions small = { .max_blob = 5 };
  CHECK(input_commit(&in, r, &c.tree, &small, &d));
  CHECK(!input_read(&bytes, in, 0, &a, &d) && says(&d, P_INPUT_LIMIT, "6 bytes, the limit is 5"));
  diags_free(&d);
  input_close(in);
  repo_close(r);
  arena_free(&a);
}

static void memory_is_judged_too(void) {
  Diags d = { 0 };
  Input *in = NULL;
  static const MemoryFile up[] = { { { "a/../b", 6 }, { "", 0 } } };
  CHECK(!input_memory(&in, up, 1, NULL, &d) && says(&d, P_TREE_ENTRY, "means the folder above"));
  diags_free(&d);
  static const MemoryFile twice[] = { { { "a", 1 }, { "", 0 } }, { { "a", 1 }, { "", 0 } } };
  CHECK(!input_memory(&in, twice, 2, NULL, &d) && says(&d, P_TREE_ENTRY, "occurs twice"));
  diags_free(&d);
  CHECK(input_memory(&in, NULL, 0, NULL, &d));
  input_close(in);
  CHECK(
      input_lfs_pointer(S("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n")));
  CHECK(!input_lfs_pointer(S("version https://git-lfs.github.com/spec/v2\n")));
}

CHECKS_MAIN({ "commit, work tree and memory give the same list", three_sources_one_list },
            { "a filter keeps folders closed", a_filter_keeps_folders_closed },
            { "the work tree follows git, and no link", work_tree_follows_git },
            { "hostile trees are named", hostile_trees_are_named },
            { "swapped and missing objects are found", damage_is_found },
            { "limits hold before anything is read", limits },
            { "memory is judged as well", memory_is_judged_too })
