/* outline.c -- heading ids and the outline. */
#include "doc/outline.h"

#include "doc/footnotes.h"
#include "doc/plain.h"
#include "text/slug.h"
#include <stdint.h>

/* Footnotes are html.h's, the others are in the templates and plugins that come with us. */
bool anchor_is_page(Str id) {
  static const char *const whole[] = { "content",      "comments",          "comments-title",
                                       "corrections",  "corrections-title", "related-title",
                                       "recent-title", "most-read-title",   "site-search" };
  static const char *const begin[] = { "fn-", "fnref-", "comment-", "correction-", "notice-" };
  for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
    if (str_eqc(id, whole[i])) return true;
  for (size_t i = 0; i < sizeof begin / sizeof *begin; i++)
    if (str_starts(id, str_c(begin[i]))) return true;
  return false;
}

Str anchor_beside_page(Arena *a, Str id) {
  Str parts[] = { S("section-"), id };
  return anchor_is_page(id) ? arena_concat(a, parts, 2) : id;
}

Str outline_anchor(Arena *a, Str text) {
  return anchor_beside_page(a, anchor_of(a, text));
}

void outline_beside_page(Arena *a, Node *root) {
  for (Node *n = root; n; n = node_next(n, root)) n->id = anchor_beside_page(a, n->id);
}

/* Only what stands in the document itself, in divs or sections, has a place in a table
 * of contents. */
static bool listed(const Node *n) {
  for (const Node *p = n->parent; p; p = p->parent)
    if (p->type != NODE_DOCUMENT && p->type != NODE_DIV &&
        !(p->type == NODE_ELEMENT && str_eqc(p->tag, "section")))
      return false;
  return true;
}

void outline_build(Outline *out, Arena *a, Node *root) {
  static const PlainOptions words = { .skip_images = false };
  size_t count = 0;
  bool footnotes = false;
  for (const Node *n = root; n; n = node_next(n, root)) {
    count += n->type == NODE_HEADING;
    footnotes |= n->type == NODE_FOOTNOTE_DEFINITION || n->type == NODE_FOOTNOTE_REFERENCE;
  }
  *out = (Outline){ .items = ARENA_ARRAY(a, count, OutlineItem) };
  if (footnotes) footnotes_number(root);
  if (!count) return;
  Map seen = { 0 };
  /* Ids that plugins or earlier runs gave come first: they cannot give way. */
  for (Node *n = root; n; n = node_next(n, root))
    if (n->id.n) map_put(&seen, n->id, (void *)(uintptr_t)1); /* the counter that slug.h keeps */
  for (Node *n = root; n; n = node_next(n, root)) {
    if (n->type != NODE_HEADING) continue;
    Str text = plain_text(a, n, &words);
    if (!n->id.n) n->id = anchor_unique(&seen, a, outline_anchor(a, text));
    if (listed(n)) out->items[out->count++] = (OutlineItem){ n->level, n->id, text, n };
  }
  map_free(&seen);
}

Node *outline_title(const Node *root) {
  Node *first = NULL;
  for (const Node *n = root; n; n = node_next(n, root)) {
    if (n->type != NODE_HEADING) continue;
    if (n->level == 1) return (Node *)n;
    if (!first) first = (Node *)n;
  }
  return first;
}
