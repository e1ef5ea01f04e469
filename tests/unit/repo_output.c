/* repo_output.c -- the site as objects: ids, trees, packs, differences. Git's own
 * fsck has the last word. */
#include "repo_publish_rig.h"

static void objects_have_gits_ids(void) {
  rig_begin();
  Arena a = { 0 };
  Deflater z = { 0 };
  Object o;
  Str back;
  object_make(&o, OBJECT_BLOB, S("Hello\n"), &z, &a);
  CHECK(str_eq(oid_text(&a, &o.id), sh_out(&a, "echo Hello | git hash-object --stdin")));
  CHECK(object_content(&back, &o, &a));
  CHECK_STR(back, "Hello\n");
  object_make(&o, OBJECT_BLOB, S(""), &z, &a);
  CHECK_STR(oid_text(&a, &o.id), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
  CHECK(object_content(&back, &o, &a) && back.n == 0);
  o.size = 5;
  CHECK(!object_content(&back, &o, &a)); /* a lie about the size */
  o = (Object){ .size = (uint64_t)1 << 50, .deflated = S("x") };
  CHECK(!object_content(&back, &o, &a));
  deflater_free(&z);
  arena_free(&a);
}

static void few_objects_are_loose_and_many_are_a_pack(void) {
  for (int many = 0; many < 2; many++) {
    rig_begin();
    Rig g;
    Oid commit;
    CHECK(sh(BASE));
    start(&g);
    CHECK(classify(&g) && g.branch.state == BRANCH_ABSENT);
    CHECK_INT(publish(&g, many ? 500 : 2, "x", &commit), OUTPUT_PUBLISHED);
    CHECK(str_eq(oid_text(&g.a, &commit), sh_out(&g.a, "git -C r rev-parse pages")));
    CHECK_STR(sh_out(&g.a, "ls r/.git/objects/pack | wc -l | tr -d ' '"), many ? "2" : "0");
    CHECK_STR(sh_out(&g.a, "find r/.git -name 'tmp_*'"), "");
    CHECK_STR(sh_out(&g.a, "git -C r show pages:2024/01/p1/index.html"), "<p>1 x");
    CHECK_STR(sh_out(&g.a, "git -C r log -1 --format='%%an %%ai %%(trailers:key=Publish-Engine)' "
                           "pages"),
              "publish 2023-11-14 20:43:20 -0130 Publish-Engine: test 1");
    CHECK_STR(sh_out(&g.a, "git -C r reflog show --format=%%gs pages"), "publish");
    CHECK(sh(FSCK));
    if (many) CHECK(sh("cd r && git verify-pack .git/objects/pack/*.idx && git gc -q"));
    /* Again: the same tree makes no commit; another does, on top. */
    CHECK(classify(&g) && g.branch.state == BRANCH_OURS && g.branch.relation == BRANCH_SAME);
    Oid again;
    CHECK_INT(publish(&g, many ? 500 : 2, "x", &again), OUTPUT_UNCHANGED);
    CHECK(oid_eq(&again, &commit));
    CHECK_INT(publish(&g, many ? 500 : 2, "y", &again), OUTPUT_PUBLISHED);
    CHECK(str_eq(oid_text(&g.a, &commit), sh_out(&g.a, "git -C r rev-parse pages^")));
    CHECK(sh(FSCK));
    stop(&g);
  }
}

static void memory_gives_the_same_tree_id(void) {
  rig_begin();
  Rig g;
  Oid roots[3];
  CHECK(sh(BASE));
  start(&g);
  static const char *const paths[] = { "a.b", "a/x/y", "a-b", "z", "a/x.y" };
  for (int mode = 0; mode < 3; mode++) {
    Output *o = output_new(mode == OUTPUT_WRITE ? g.r : NULL, (OutputMode)mode);
    for (int i = 0; i < 5; i++) CHECK(put(&g, o, paths[(i + mode) % 5], paths[(i + mode) % 5]));
    CHECK(output_build(&roots[mode], o, &g.d));
    CHECK(oid_eq(&roots[mode], &roots[0]));
    TreeDiff diff;
    CHECK(output_diff(&diff, o, NULL, &g.a, &g.d) && diff.added == 5 && diff.count == 5);
    size_t n;
    Str bytes;
    const OutputFile *f = output_files(o, &n);
    CHECK(n == 5);
    if (mode == OUTPUT_KEEP) CHECK(output_content(&bytes, o, &f[0], NULL, &g.a, &g.d));
    if (mode == OUTPUT_KEEP) CHECK_STR(bytes, "a-b");
    output_close(o);
  }
  CHECK(
      sh("mkdir t; cd t; mkdir -p a/x; for p in a.b a/x/y a-b z a/x.y; do printf %%s $p >$p; done; "
         "git init -q; git add -A"));
  CHECK(str_eq(oid_text(&g.a, &roots[0]), sh_out(&g.a, "cd t; git write-tree")));
  Output *o = output_new(NULL, OUTPUT_COUNT);
  CHECK(output_build(&roots[0], o, &g.d));
  CHECK_STR(oid_text(&g.a, &roots[0]), "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
  output_close(o);
  stop(&g);
}

static void static_folders_are_taken_whole(void) {
  rig_begin();
  Rig g;
  Oid tree, root, commit, blob;
  OutputResult result;
  CHECK(sh(BASE
           "mkdir -p static/css static/img; echo c >static/css/c.css; echo i >static/img/i.png; "
           "git add -A; git commit -qm s"));
  start(&g);
  CHECK(oid_read(&tree, sh_out(&g.a, "git -C r rev-parse HEAD:static")));
  CHECK(oid_read(&blob, sh_out(&g.a, "git -C r rev-parse HEAD:static/css/c.css")));
  Output *o = output_new(g.r, OUTPUT_WRITE);
  CHECK(output_existing(o, S("files"), MODE_TREE, &tree, S("static"), &g.d));
  CHECK(output_existing(o, S("s.css"), MODE_FILE, &blob, S("static"), &g.d));
  CHECK(put(&g, o, "files/css/more.css", "m"));
  CHECK(put(&g, o, "index.html", "h"));
  CHECK(output_build(&root, o, &g.d));
  size_t n;
  CHECK_STR(output_files(o, &n)[0].path, "files/css/c.css"); /* opened where it had to be */
  CHECK_STR(output_files(o, &n)[2].path, "files/img");       /* and nowhere else */
  CHECK_INT(n, 5);
  CHECK_INT(output_objects_added(o), 5); /* two files, three trees */
  OutputCommit c = how(&g);
  CHECK(classify(&g) && output_publish(&result, &commit, o, &g.branch, &c, &g.d));
  CHECK_STR(sh_out(&g.a, "git -C r ls-tree -r --name-only pages | tr '\\n' ' '"),
            "files/css/c.css files/css/more.css files/img/i.png index.html s.css ");
  CHECK(str_eq(sh_out(&g.a, "git -C r rev-parse pages:files/img"),
               sh_out(&g.a, "git -C r rev-parse HEAD:static/img")));
  CHECK(sh(FSCK));
  output_close(o);

  Oid missing = { { 1, 2, 3 } };
  o = output_new(g.r, OUTPUT_WRITE);
  CHECK(!output_existing(o, S("x"), MODE_FILE, &missing, S("static/x"), &g.d));
  CHECK(says(&g.d, P_REPO_OBJECT, "is missing"));
  diags_free(&g.d);
  output_close(o);
  stop(&g);
}

static void collide(const char *a, const char *b, Code code, const char *text) {
  Rig g;
  Oid root;
  start(&g);
  for (int turn = 0; turn < 2; turn++) { /* the message does not depend on order */
    Output *o = output_new(g.r, OUTPUT_COUNT);
    CHECK(put(&g, o, "m", "m"));
    Object object;
    object_make(&object, OBJECT_BLOB, S("x"), &g.z, &g.a);
    const char *paths[] = { a, b };
    for (int i = 0; i < 2; i++)
      CHECK(output_object(o, str_c(paths[i ^ turn]), MODE_FILE, &object,
                          i ^ turn ? S("second.md") : S("first.md"), &g.d));
    CHECK(!output_build(&root, o, &g.d) && says(&g.d, code, text));
    CHECK_STR(g.d.items[0].file, "second.md");
    diags_free(&g.d);
    output_close(o);
  }
  stop(&g);
}

static void collisions_name_both(void) {
  rig_begin();
  CHECK(sh(BASE));
  collide("a/b", "a/b", P_OUTPUT_TWICE, "'a/b' is also made by first.md");
  collide("a", "a/b/c", P_OUTPUT_FOLDER, "needs a folder where first.md makes the file 'a'");
  Rig g;
  start(&g);
  static const char *const bad[] = { "",      "/a",     "a//b",   "a/",     "../a",
                                     "a/./b", ".git/x", "a/.GIT", "a/git~1" };
  Output *o = output_new(NULL, OUTPUT_COUNT);
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    CHECK(!put(&g, o, bad[i], "x") && says(&g.d, P_OUTPUT_NAME, "the output path"));
    diags_free(&g.d);
  }
  output_close(o);
  stop(&g);
}

static void differences(void) {
  rig_begin();
  Rig g;
  Oid commit;
  CHECK(sh(BASE));
  start(&g);
  CHECK(classify(&g));
  publish(&g, 20, "x", &commit);
  CHECK(classify(&g));
  Output *o = output_new(g.r, OUTPUT_COUNT);
  Oid root;
  for (int i = 1; i < 20; i++)
    CHECK(put(&g, o, arena_printf(&g.a, "2024/%02d/p%d/index.html", i % 12, i).p,
              arena_printf(&g.a, "<p>%d %s", i, i == 7 ? "new" : "x").p));
  CHECK(put(&g, o, "2024", "now a file") || true);
  output_close(o);
  o = output_new(g.r, OUTPUT_COUNT);
  for (int i = 1; i < 20; i++)
    put(&g, o, arena_printf(&g.a, "2024/%02d/p%d/index.html", i % 12, i).p,
        arena_printf(&g.a, "<p>%d %s", i, i == 7 ? "new" : "x").p);
  put(&g, o, "2024/00/p0", "a file where a folder was");
  CHECK(output_build(&root, o, &g.d));
  TreeDiff diff;
  CHECK(output_diff(&diff, o, &g.branch.tree, &g.a, &g.d));
  CHECK(diff.added == 1 && diff.changed == 1 && diff.removed == 1 && diff.count == 3);
  CHECK_STR(diff.items[2].path, "2024/07/p7/index.html");
  CHECK_INT(diff.items[2].what, TREE_CHANGED);
  output_close(o);
  stop(&g);
}

static void trailers(void) {
  Trailers t;
  trailers_parse(&t, S("Title\n\nPublish-Source: 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"
                       "Publish-Engine: e1\nPublish-At:  2024 \n\n"));
  CHECK(t.ours);
  CHECK_STR(t.engine, "e1");
  CHECK_STR(t.at, "2024");
  CHECK_STR(t.options, "");
  trailers_parse(&t, S("Publish-Source: 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"
                       "Publish-Engine: e1\n\nNot the last paragraph"));
  CHECK(!t.ours && oid_zero(&t.source));
  trailers_parse(&t, S("x\n\nPublish-Source: main\nPublish-Engine: e1\n"));
  CHECK(!t.ours);
  trailers_parse(&t, S(""));
  CHECK(!t.ours);
}

CHECKS_MAIN({ "objects have git's ids", objects_have_gits_ids },
            { "few objects are loose, many are a pack", few_objects_are_loose_and_many_are_a_pack },
            { "memory gives the same tree id", memory_gives_the_same_tree_id },
            { "static folders are taken whole", static_folders_are_taken_whole },
            { "collisions name both makers", collisions_name_both },
            { "differences to the last publication", differences }, { "trailers", trailers })
