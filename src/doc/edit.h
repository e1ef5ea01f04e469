/* edit.h -- making and moving nodes.
 *
 * The operations the plugin host needs, in plain C. Nothing here can fail
 * except node_fits() and the attribute check, which only answer; everything
 * else asserts. Nodes go into the arena named; a node is in one tree at a time:
 * the insert functions assert that what they get has no parent. */
#ifndef PUBLISH_DOC_EDIT_H
#define PUBLISH_DOC_EDIT_H

#include "doc/node.h"

Node *node_new(Arena *a, NodeType type);
Node *node_text(Arena *a, Str literal); /* the literal is copied */
/* A copy of n and all below it, with no parent or siblings. Strings are copied
 * too, so the clone may outlive the original; `source` is shared. */
Node *node_clone(Arena *a, const Node *n);

void node_append(Node *parent, Node *child);
void node_prepend(Node *parent, Node *child);
void node_before(Node *place, Node *n); /* place must have a parent */
void node_after(Node *place, Node *n);
void node_unlink(Node *n); /* n keeps its children */
/* Put the `count` nodes in place of n (0 deletes it); n is unlinked. Nodes of
 * the list that know no place get n's, so that records about them point there. */
void node_replace(Node *n, Node *const *with, size_t count);
/* All children of `from` to the end of `to`. */
void node_adopt(Node *to, Node *from);

/* May `child` stand in `parent`: blocks in blocks, inlines in inlines, items in
 * lists, rows in tables, cells in rows? */
bool node_fits(const Node *parent, const Node *child);
/* data-*, aria-*, and those of a short list that can neither run code nor hold
 * an address nor are written by html.h itself: role, lang, dir, rel, width,
 * height, open, hidden, hreflang, datetime, translate, type, value, download ...
 * Any other name: returns false. An existing value is replaced. */
bool node_set_attribute(Arena *a, Node *n, Str name, Str value);

/* What closes a directive: {{< /name >}}, {% endname %} or colons; "" of one that no author
 * wrote. */
Str directive_closing(Arena *a, const DirectiveData *d);

/* How deep below n (0 = no children), and how many nodes including n. */
size_t node_depth(const Node *n);
size_t node_count(const Node *n);

/* The documented walk: depth first, a node before its children, siblings in
 * order. The callback may return a different decision for each node; after
 * WALK_REPLACE it has put its nodes into `with` and the walk goes on behind
 * them, not into them. Inserting or unlinking elsewhere in the tree from the
 * callback is not allowed. */
typedef enum {
  WALK_ON,      /* unchanged, go into its children */
  WALK_OVER,    /* unchanged, not into its children */
  WALK_REPLACE, /* by with->items[0 .. count) */
  WALK_STOP     /* end the walk: node_walk returns false */
} WalkStep;
typedef struct {
  Node **items;
  size_t count;
} NodeList;
/* `types`: 1 << NodeType for those the callback wants to see; others are WALK_ON.
 * The root itself is not offered when it is a document, since nothing can stand
 * in its place; any other root is offered but must not be replaced. */
bool node_walk(Node *root, uint64_t types, WalkStep (*visit)(void *ctx, Node *n, NodeList *with),
               void *ctx);

#endif
