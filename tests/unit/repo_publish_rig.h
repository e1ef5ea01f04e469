/* repo_publish_rig.h -- for tests that publish: a repository, its source commit,
 * the output branch as judged, and pages by the hundred. */
#ifndef PUBLISH_TESTS_REPO_PUBLISH_RIG_H
#define PUBLISH_TESTS_REPO_PUBLISH_RIG_H

#include "repo_rig.h"

#include "repo/output.h"

typedef struct {
  Arena a;
  Diags d;
  Repo *r;
  Commit source;
  Branch branch;
  Deflater z;
} Rig;

static inline void start(Rig *g) {
  *g = (Rig){ 0 };
  CHECK(repo_open(&g->r, "r", &g->d) && repo_resolve(&g->source, g->r, S("HEAD"), &g->a, &g->d));
}
static inline void stop(Rig *g) {
  CHECK(quiet(&g->d));
  repo_close(g->r);
  deflater_free(&g->z);
  diags_free(&g->d);
  arena_free(&g->a);
}
static inline bool classify(Rig *g) {
  return branch_classify(&g->branch, g->r, S("pages"), &g->source, false, &g->a, &g->d);
}

static inline bool put(Rig *g, Output *o, const char *path, const char *text) {
  Object object;
  object_make(&object, OBJECT_BLOB, str_c(text), &g->z, &g->a);
  return output_object(o, str_c(path), MODE_FILE, &object, str_c(path), &g->d);
}

static inline OutputCommit how(Rig *g) {
  char hex[41];
  Buf b = { 0 };
  oid_hex(hex, &g->source.id);
  buf_c(&b, "Publish\n\n");
  trailer_add(&b, "Publish-Source", str_c(hex));
  trailer_add(&b, "Publish-Engine", S("test\n1"));
  trailer_add(&b, "Publish-At", S("2024-01-01T00:00:00Z"));
  OutputCommit c = { .message = buf_dup(&b, &g->a),
                     .name = S("publish"),
                     .email = S("publish@localhost"),
                     .when = { .time = 1700000000, .offset = -90, .known = true } };
  buf_free(&b);
  return c;
}

/* Publish `count` pages and a static folder; what the caller expects is checked. */
static inline OutputResult publish(Rig *g, int count, const char *text, Oid *commit) {
  Output *o = output_new(g->r, OUTPUT_WRITE);
  Oid root;
  OutputResult result = OUTPUT_MOVED;
  for (int i = 0; i < count; i++)
    CHECK(put(g, o, arena_printf(&g->a, "2024/%02d/p%d/index.html", i % 12, i).p,
              arena_printf(&g->a, "<p>%d %s", i, text).p));
  CHECK(output_build(&root, o, &g->d));
  OutputCommit c = how(g);
  CHECK(output_publish(&result, commit, o, &g->branch, &c, &g->d));
  output_close(o);
  return result;
}

#define FSCK "cd r && git fsck --strict --full --no-dangling && ! git fsck 2>&1 | grep -i error"

#endif
