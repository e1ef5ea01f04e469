/* notice.c -- any bytes as a notice: the first line is its name, the rest its file. Then
 * two of them follow each other in time. */
#include "fuzz.h"

#include "build/load.h"

static void add(Built *b, SourceFile *f, Str name, Str text) {
  Str path[] = { S("notices/"), name, S(".md") };
  f->source = (Source){ arena_concat(b->arena, path, 3), text };
  map_put(&b->world.sources, f->source.path, f);
  const Value *row = NULL;
  size_t errors = b->d->errors;
  if (!notice_row(b, b->arena, &f->source, &row, b->d)) {
    MUST(b->d->errors > errors);
    return;
  }
  MUST(value_strc(row, "language").n);
  int64_t body = value_int(value_getc(row, "body_offset"), -1);
  MUST(body >= 0 && (size_t)body <= text.n);
  notice_add(b, f, row);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Arena a = { 0 };
  Diags d = { 0 };
  Built *b = ARENA_NEW(&a, Built);
  b->arena = &a;
  b->d = &d;
  b->settings.language = b->world.language = S("en");
  b->world.notices = ARENA_ARRAY(&a, 2, Notice);
  SourceFile files[2] = { { .digest = { { 0 } } } };
  Str rest = fuzz_str(data, size), name = S("");
  str_split(&rest, '\n', &name);
  if (name.n > 200) name = str_sub(name, 0, 200);
  add(b, &files[0], name, rest.p ? rest : S(""));
  add(b, &files[1], S("other.en.2"), S("---\nfrom: 2024-06-01\n---\nText.\n"));
  notices_finish(b);
  for (size_t i = 0; i < b->world.notice_count; i++) {
    const Notice *n = &b->world.notices[i];
    b->world.at = n->from == INT64_MIN ? 0 : n->from;
    Ref found = world_notice(&b->world, NULL, n->id, n->language);
    Str problem = world_notice_problem(&b->world, NULL, n->id, &a);
    MUST((found.v == NULL) == (problem.n > 0));
  }
  fuzz_show(&d);
  map_free(&b->world.sources);
  diags_free(&d);
  arena_free(&a);
  return 0;
}
