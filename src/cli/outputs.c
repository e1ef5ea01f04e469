/* outputs.c -- see outputs.h. */
#include "cli/outputs.h"

#include <stdlib.h>

static int by_path(const void *pa, const void *pb) {
  const BuildOutput *const *a = pa, *const *b = pb;
  return str_cmp((*a)->path, (*b)->path);
}

const BuildOutput **outputs_sorted(Arena *a, const BuildResult *r) {
  const BuildOutput **list = ARENA_ARRAY(a, r->output_count + 1, const BuildOutput *);
  for (size_t i = 0; i < r->output_count; i++) list[i] = &r->outputs[i];
  if (r->output_count) qsort(list, r->output_count, sizeof *list, by_path);
  return list;
}

const Oid *output_file_id(const BuildOutput *f) {
  return f->made ? &f->object.id : &f->id;
}

bool outputs_same(const BuildResult *a, const BuildResult *b) {
  if (a->output_count != b->output_count) return false;
  Arena scratch = { 0 };
  const BuildOutput **x = outputs_sorted(&scratch, a), **y = outputs_sorted(&scratch, b);
  bool same = true;
  for (size_t i = 0; i < a->output_count && same; i++)
    same = str_eq(x[i]->path, y[i]->path) && x[i]->mode == y[i]->mode &&
           oid_eq(output_file_id(x[i]), output_file_id(y[i]));
  arena_free(&scratch);
  return same;
}
