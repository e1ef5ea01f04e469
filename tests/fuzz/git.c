/* git.c -- any bytes as a tree object, a commit message, a compressed object. */
#include "fuzz.h"

#include "repo/object.h"
#include "repo/trailers.h"
#include "repo/tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Arena a = { 0 };
  Diags d = { 0 };
  Str bytes = fuzz_str(data, size);
  TreeEntry *entries;
  size_t count;
  Oid id = { { 0 } };
  if (tree_parse(&entries, &count, bytes, S("a"), &id, &a, &d)) {
    for (size_t i = 1; i < count; i++) MUST(tree_order(&entries[i - 1], &entries[i]) < 0);
    for (size_t i = 0; i < count; i++) MUST(!tree_name_problem(entries[i].name));
  } else {
    MUST(d.errors == 1);
  }
  Trailers t;
  trailers_parse(&t, bytes);
  MUST(!t.ours || !oid_zero(&t.source) || t.engine.n);
  Buf message = { 0 };
  buf_c(&message, "title\n\n");
  trailer_add(&message, "Publish-Engine", bytes);
  MUST(str_chr(str_sub(buf_view(&message), 7, message.n - 1), '\n') < 0);
  buf_free(&message);
  Object o = { .type = OBJECT_BLOB, .size = size ? data[0] * 16u : 0, .deflated = bytes };
  Str content;
  if (object_content(&content, &o, &a)) MUST(content.n == o.size);
  fuzz_show(&d);
  diags_free(&d);
  arena_free(&a);
  return 0;
}
