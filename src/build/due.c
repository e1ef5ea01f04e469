/* due.c -- later instants at which a build gives another answer. */
#include "build/due.h"

#include "build/private.h"
#include <stdlib.h>

const char *due_name(DueKind kind) {
  static const char *const names[] = { "appears",         "expires",          "withdrawn",
                                       "permission ends", "permission fails", "notice begins",
                                       "notice ends" };
  return names[kind];
}

typedef struct {
  Due *items;
  size_t count, cap;
  Arena *arena;
} Found;

static Due *add(Found *f, int64_t at, DueKind kind, Str path) {
  f->items = arena_grow(f->arena, f->items, f->count, &f->cap, sizeof *f->items);
  Due *due = &f->items[f->count++];
  *due = (Due){ .at = at, .kind = kind, .path = path, .certain = true };
  return due;
}

/* What becomes of an article at one of its instants. */
static void add_article(Found *f, const Built *b, const Draft *draft, int64_t at) {
  Visibility was = draft_visibility(b, draft, at - 1), is = draft_visibility(b, draft, at);
  bool out = was == VISIBLE || was == WITHDRAWN, in = is == VISIBLE || is == WITHDRAWN;
  bool strict = str_eqc(value_strc(b->world.settings, "permission_ended"), "error");
  bool fails = strict && is == VISIBLE && draft_permission_ended(draft, at) &&
               !(was == VISIBLE && draft_permission_ended(draft, at - 1));
  DueKind kind;
  if (!fails && (was == is || (!out && !in))) return;
  if (fails) {
    kind = DUE_PERMISSION_FAILS;
  } else if (is == WITHDRAWN) {
    const Value *withdrawn = value_getc(draft->rest, "withdrawn");
    bool said = withdrawn && withdrawn->kind == VALUE_DATE && withdrawn->date.seconds <= at;
    kind = said ? DUE_WITHDRAWN : DUE_PERMISSION_WITHDRAWS;
  } else {
    kind = in ? DUE_APPEARS : DUE_EXPIRES;
  }
  Due *due = add(f, at, kind, draft->path);
  due->title = value_strc(draft->row, "title");
  due->url = value_strc(draft->row, "url");
}

static void article_instants(Found *f, const Built *b, const Draft *draft) {
  static const char *const keys[] = { "date", "expires", "withdrawn", "until" };
  int64_t seen[4];
  for (size_t k = 0; k < 4; k++) {
    const Value *v = value_getc(draft->rest, keys[k]);
    bool again = false;
    seen[k] = v && v->kind == VALUE_DATE ? v->date.seconds : INT64_MIN;
    for (size_t i = 0; i < k; i++) again = again || seen[i] == seen[k];
    if (seen[k] > b->in->now && !again) add_article(f, b, draft, seen[k]);
  }
}

/* Where the next version begins as this one ends, its beginning says it all. */
static bool followed(const Built *b, const Notice *n) {
  for (size_t i = 0; i < b->world.notice_count; i++) {
    const Notice *next = &b->world.notices[i];
    if (next->from == n->until && str_eq(next->id, n->id) && str_eq(next->language, n->language))
      return true;
  }
  return false;
}

static int compare(const void *pa, const void *pb) {
  const Due *a = pa, *b = pb;
  if (a->at != b->at) return a->at < b->at ? -1 : 1;
  int c = str_cmp(a->path, b->path);
  return c ? c : (int)a->kind - (int)b->kind;
}

size_t build_due(const BuildResult *r, Arena *a, Due **out) {
  const Built *b = r->inside;
  Found f = { .arena = a };
  for (size_t i = 0; i < b->draft_count; i++)
    if (b->drafts[i].scanned) article_instants(&f, b, &b->drafts[i]);
  for (size_t i = 0; i < b->world.notice_count; i++) {
    const Notice *n = &b->world.notices[i];
    if (n->from > b->in->now && n->from != INT64_MAX)
      add(&f, n->from, DUE_NOTICE_BEGINS, n->path)->certain = false;
    if (n->until > b->in->now && n->until != INT64_MAX && !followed(b, n))
      add(&f, n->until, DUE_NOTICE_ENDS, n->path)->certain = false;
  }
  if (f.count) qsort(f.items, f.count, sizeof *f.items, compare);
  *out = f.items;
  return f.count;
}
