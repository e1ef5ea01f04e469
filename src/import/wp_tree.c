/* wp_tree.c -- what an editor's HTML has around its content and no reader sees, taken off. */
#include "import/wp_text.h"

#include "doc/edit.h"

/* Which ids of this text do its own links lead to? */
static void find_targets(Map *ids, Node *root) {
  for (const Node *n = root; n; n = node_next(n, root))
    if (n->type == NODE_LINK && n->url.n > 1 && n->url.p[0] == '#')
      map_put(ids, str_sub(n->url, 1, n->url.n), root);
}

static bool has_caption(const Node *figure) {
  return figure->last && figure->last->type == NODE_CAPTION;
}

/* A figure without a caption is a paragraph with a picture, or what stands in it. */
static Node *unwrap(Arena *a, Node *n) {
  bool blocks = n->first && node_is_block(n->first);
  if (!blocks) {
    n->type = NODE_PARAGRAPH;
    n->classes = S("");
    return n;
  }
  (void)a;
  Node *first = n->first;
  while (n->first) {
    Node *c = n->first;
    node_unlink(c);
    node_before(n, c);
  }
  node_unlink(n);
  return first;
}

void wp_simplify(Arena *a, Node *root) {
  Map ids = { 0 };
  find_targets(&ids, root);
  for (Node *n = root->first; n;) {
    if (n->id.n && !map_has(&ids, n->id)) n->id = S("");
    if (n->type == NODE_LINK) {
      n->classes = S("");
      n->attributes = NULL;
    }
    if (n->type == NODE_FIGURE && !n->rights) {
      n->classes = S("");
      n->attributes = NULL;
      if (!has_caption(n) && n->first) {
        n = unwrap(a, n);
        continue;
      }
    }
    if (n->type == NODE_IMAGE) {
      n->classes = S("");
      n->attributes = NULL;
    }
    n = node_next(n, root);
  }
  map_free(&ids);
}
