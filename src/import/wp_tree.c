/* wp_tree.c -- what an editor's HTML has around its content and no reader sees, taken off. */
#include "import/wp_text.h"

#include "doc/edit.h"

static void find_ids(Map *ids, Node *root) {
  for (const Node *n = root; n; n = node_next(n, root))
    if (n->id.n) map_put(ids, n->id, root);
}

static bool has_caption(const Node *figure) {
  return figure->last && figure->last->type == NODE_CAPTION;
}

/* The children in place of n; gives the first of them, or what follows. */
static Node *dissolve(Node *n, const Node *root) {
  Node *next = n->first ? n->first : node_skip(n, root);
  while (n->first) {
    Node *c = n->first;
    node_unlink(c);
    node_before(n, c);
  }
  node_unlink(n);
  return next;
}

/* A figure without a caption is a paragraph with a picture, or what stands in it. */
static Node *unwrap(Node *n, const Node *root) {
  if (n->first && node_is_block(n->first)) return dissolve(n, root);
  n->type = NODE_PARAGRAPH;
  return n;
}

/* A film with a caption: a card, and the words below it. */
static bool holds_card(const Node *figure) {
  const Node *card = figure->first;
  return card && card->type == NODE_DIV && str_eqc(card->classes, "embed") &&
         card->next == figure->last && has_caption(figure);
}

static bool leads_nowhere(Arena *a, const Map *ids, const Node *n) {
  if (n->type != NODE_LINK || !n->url.n || n->url.p[0] != '#') return false;
  return !map_has(ids, wp_decode(a, str_sub(n->url, 1, n->url.n)));
}

void wp_simplify(Arena *a, WpText *t, Node *root) {
  Map ids = { 0 };
  find_ids(&ids, root);
  for (Node *n = root->first; n;) {
    if (n->id.n && !map_has(&t->site->fragments, n->id)) n->id = S("");
    if (n->type == NODE_LINK || n->type == NODE_IMAGE || (n->type == NODE_FIGURE && !n->rights)) {
      n->classes = S("");
      n->attributes = NULL;
    }
    if (leads_nowhere(a, &ids, n)) {
      wp_left(t, DIAG_NOTE, "Links to places that the theme made", n->url, "their words stay");
      n = dissolve(n, root);
      continue;
    }
    if (n->type == NODE_FIGURE && holds_card(n)) {
      n->last->type = NODE_PARAGRAPH;
      n = dissolve(n, root);
      continue;
    }
    if (n->type == NODE_FIGURE && !n->rights && !has_caption(n) && n->first) {
      n = unwrap(n, root);
      continue;
    }
    n = node_next(n, root);
  }
  map_free(&ids);
}
