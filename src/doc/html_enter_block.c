/* html_enter_block.c -- elements that stand as blocks: paragraphs, headings, lists, figures. */
#include "doc/html_enter.h"

static void list(Walk *w, const GumboNode *from, Str name) {
  const GumboElement *e = &from->v.element;
  Node *n = walk_node(w, NODE_LIST, e);
  Str start = rules_value(w->b, e, "start");
  n->ordered = str_eqc(name, "ol");
  n->start = 1;
  if (start.n && start.n < 9 && strspn(start.p, "0123456789") >= start.n) {
    n->start = 0;
    for (size_t i = 0; i < start.n; i++) n->start = n->start * 10 + (uint32_t)(start.p[i] - '0');
  }
  walk_block(w, from, n);
}

static void summary(Walk *w, const GumboNode *from, const Tag *tag) {
  Build *b = w->b;
  const Node *at = b->block;
  bool first = build_is(at, "details") && !at->first;
  Node *p = first ? build_new(b, NODE_PARAGRAPH) : walk_node(w, NODE_PARAGRAPH, &from->v.element);
  p->bare = first;
  walk_leaf(w, from, first ? walk_element(w, NODE_ELEMENT, &from->v.element, str_c(tag->name)) : p,
            p, true);
}

static void caption(Walk *w, const GumboNode *from) {
  const Node *at = w->b->block;
  bool in_figure = at && at->type == NODE_FIGURE;
  Node *n = walk_node(w, in_figure ? NODE_CAPTION : NODE_PARAGRAPH, &from->v.element);
  walk_leaf(w, from, n, n, true);
}

void enter_block(Walk *w, const GumboNode *from, const Tag *tag, Str name) {
  Build *b = w->b;
  const GumboElement *e = &from->v.element;
  Node *n;
  if (b->inline_only && tag->kind != TAG_PRE) {
    walk_edge(w, from);
    return;
  }
  switch (tag->kind) {
  case TAG_PARAGRAPH:
    n = walk_node(w, NODE_PARAGRAPH, e);
    walk_leaf(w, from, n, n, false);
    break;
  case TAG_HEADING:
    n = walk_node(w, NODE_HEADING, e);
    n->level = tag->flags & TAG_LEVEL;
    walk_leaf(w, from, n, n, true);
    break;
  case TAG_QUOTE:
    walk_block(w, from, walk_node(w, NODE_BLOCK_QUOTE, e));
    break;
  case TAG_LIST:
    list(w, from, name);
    break;
  case TAG_ITEM:
    walk_block(w, from, walk_node(w, NODE_ITEM, e));
    break;
  case TAG_FIGURE:
    walk_block(w, from, walk_node(w, NODE_FIGURE, e));
    break;
  case TAG_CAPTION:
    caption(w, from);
    break;
  case TAG_SUMMARY:
    summary(w, from, tag);
    break;
  case TAG_RULE:
    build_block(b, walk_node(w, NODE_THEMATIC_BREAK, e));
    break;
  case TAG_PRE:
    enter_pre(w, from);
    break;
  case TAG_DIV:
    n = walk_node(w, NODE_DIV, e);
    if (build_plain(n))
      walk_edge(w, from);
    else
      walk_block(w, from, n);
    break;
  default:
    walk_block(w, from, walk_element(w, NODE_ELEMENT, e, name));
    break;
  }
}
