/* input_overlay.c -- a trusted tree, with some files from a tree that is not.
 *
 * Both trees are walked by the same code with the same limits, the untrusted one only where
 * something may come from. Nothing is decided by what a path leads to, only by
 * the path itself: a folder that became a link or a submodule is no folder of
 * the kind that is asked for, so it is never entered. */
#include "repo/input_private.h"

typedef struct {
  Input *out, *base, *head;
  const Overlay *how;
  Diags *d;
} Merge;

static bool theirs(const Merge *m, const InputEntry *e) {
  return m->how->theirs(m->how->ctx, e->path, e->mode) != WALK_SKIP;
}

static void refuse(Merge *m, Str path, const char *why) {
  Input *in = m->out;
  in->refusals = arena_grow(&in->arena, in->refusals, in->refusal_count, &in->refusal_cap,
                            sizeof *in->refusals);
  in->refusals[in->refusal_count++] = (InputRefusal){ arena_str(&in->arena, path), why };
}

static void take(Merge *m, const InputEntry *e) {
  input_add(m->out, arena_str(&m->out->arena, e->path), e->mode, &e->id, e->size);
}

/* Is there, in the tree that stays, a file on the way to this path, or a folder in its
 * place? */
static bool blocked(const Merge *m, Str path) {
  for (size_t i = 0; i < path.n; i++) {
    if (path.p[i] != '/') continue;
    long above = input_find(m->base, str_sub(path, 0, i));
    if (above >= 0 && !theirs(m, &m->base->items[above])) return true;
  }
  size_t from, to;
  input_under(m->base, path, &from, &to);
  for (size_t i = from; i < to; i++)
    if (!str_eq(m->base->items[i].path, path) && !theirs(m, &m->base->items[i])) return true;
  return false;
}

/* Is this file of head taken? *why is the reason when it is not; false = reported. */
static bool judge(Merge *m, size_t index, const char **why) {
  const InputEntry *e = &m->head->items[index];
  long same = input_find(m->base, e->path);
  *why = NULL;
  if (same >= 0 && m->base->items[same].mode == e->mode && oid_eq(&m->base->items[same].id, &e->id))
    return true;
  if (blocked(m, e->path)) {
    *why = "stands where BASE has a folder, or below a file of BASE";
    return true;
  }
  bool regular = e->mode == MODE_FILE || e->mode == MODE_EXEC;
  if (!regular || m->how->theirs(m->how->ctx, e->path, e->mode) != WALK_WHOLE) return true;
  uint64_t size;
  if (!input_size(&size, m->head, index, m->d)) return false;
  if (size > m->head->options.max_blob) {
    *why = "is too large to be looked at";
    return true;
  }
  Arena a = { 0 };
  Str bytes;
  bool ok = input_read(&bytes, m->head, index, &a, m->d);
  if (ok) *why = m->how->refuses(m->how->ctx, e->path, bytes);
  arena_free(&a);
  return ok;
}

/* Both lists are in order of path, and no path is in both parts. */
static bool merge(Merge *m) {
  size_t i = 0, k = 0;
  const Input *base = m->base, *head = m->head;
  while (i < base->count || k < head->count) {
    if (i < base->count && theirs(m, &base->items[i])) {
      i++;
    } else if (k == head->count ||
               (i < base->count && str_cmp(base->items[i].path, head->items[k].path) < 0)) {
      take(m, &base->items[i++]);
    } else {
      const char *why;
      if (!judge(m, k, &why)) return false;
      if (why)
        refuse(m, head->items[k].path, why);
      else
        take(m, &head->items[k]);
      k++;
    }
  }
  return true;
}

bool input_overlay(Input **out, Repo *r, const Overlay *how, const InputOptions *options,
                   Diags *d) {
  Merge m = { .how = how, .d = d };
  InputOptions inside = options ? *options : (InputOptions){ 0 };
  inside.filter = how->theirs;
  inside.ctx = how->ctx;
  bool ok = input_commit(&m.base, r, &how->base, options, d) &&
            input_commit(&m.head, r, &how->head, &inside, d);
  if (ok) {
    m.out = input_new(INPUT_COMMIT, r, options);
    ok = merge(&m);
  }
  input_close(m.base);
  input_close(m.head);
  *out = ok ? m.out : NULL;
  if (!ok) input_close(m.out);
  return ok;
}
