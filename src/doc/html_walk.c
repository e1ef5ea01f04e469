/* html_walk.c -- through gumbo's tree. A frame for each open element remembers what to do
 * when it closes. */
#include "doc/html_walk.h"

#include "doc/html_enter.h"

/* ---- gumbo's tree ---- */

bool tree_is_element(const GumboNode *n) {
  return n->type == GUMBO_NODE_ELEMENT || n->type == GUMBO_NODE_TEMPLATE;
}

const GumboVector *tree_children(const GumboNode *n) {
  static const GumboVector none = { NULL, 0, 0 };
  return tree_is_element(n) ? &n->v.element.children : &none;
}

const GumboNode *tree_next(const GumboNode *n, const GumboNode *root) {
  const GumboVector *c = tree_children(n);
  if (c->length) return c->data[0];
  while (n != root) {
    c = tree_children(n->parent);
    if (n->index_within_parent + 1 < c->length) return c->data[n->index_within_parent + 1];
    n = n->parent;
  }
  return NULL;
}

bool tree_unclosed(const GumboNode *n) {
  return n->v.element.tag_namespace == GUMBO_NAMESPACE_HTML &&
         n->parse_flags & GUMBO_INSERTION_IMPLICIT_END_TAG;
}

bool tree_repeats(const GumboNode *n) {
  return n->parse_flags & (GUMBO_INSERTION_RECONSTRUCTED_FORMATTING_ELEMENT |
                           GUMBO_INSERTION_ADOPTION_AGENCY_CLONED);
}

static Str name_of(Walk *w, const GumboElement *e) {
  const char *z = gumbo_normalized_tagname(e->tag);
  if (z && *z) return str_c(z);
  GumboStringPiece piece = e->original_tag;
  gumbo_tag_from_original_text(&piece);
  Str s = arena_str(build_arena(w->b), str_n(piece.data ? piece.data : "", piece.length));
  char *p = (char *)s.p;
  for (size_t i = 0; i < s.n; i++)
    if (p[i] >= 'A' && p[i] <= 'Z') p[i] = (char)(p[i] + 32);
  return s;
}

/* ---- nodes and reports ---- */

Node *walk_node(Walk *w, NodeType type, const GumboElement *e) {
  Node *n = build_new(w->b, type);
  build_place(w->b, n, e->original_tag.data, e->original_tag.length);
  rules_attributes(w->b, n, e);
  return n;
}

Node *walk_element(Walk *w, NodeType type, const GumboElement *e, Str tag) {
  Node *n = walk_node(w, type, e);
  n->tag = tag;
  return n;
}

Range walk_place(const Walk *w, const GumboElement *e) {
  bool exact;
  size_t at = input_source(w->b->in, e->original_tag.data, &exact);
  return (Range){ at, exact && e->original_tag.length ? e->original_tag.length : 1 };
}

void walk_report(Walk *w, const GumboNode *from, LossKind kind, Str name) {
  if (!tree_repeats(from) && !w->raw)
    html_loss(w->b->work, kind, name, walk_place(w, &from->v.element));
}

/* ---- frames ---- */

static Frame *push(Walk *w, const GumboNode *from, Leave leave) {
  const Build *b = w->b;
  w->frames = arena_grow(&b->work->scratch, w->frames, w->count, &w->cap, sizeof *w->frames);
  Frame *f = &w->frames[w->count++];
  *f = (Frame){ .children = tree_children(from),
                .leave = leave,
                .inline_only = b->inline_only,
                .preserve = b->preserve,
                .hearing = w->hearing };
  return f;
}

void walk_into(Walk *w, const GumboNode *from) {
  push(w, from, LEAVE_NOTHING);
}

void walk_edge(Walk *w, const GumboNode *from) {
  build_edge(w->b);
  push(w, from, LEAVE_EDGE);
}

void walk_block(Walk *w, const GumboNode *from, Node *n) {
  Frame *f = push(w, from, LEAVE_BLOCK);
  f->outer = w->b->block;
  f->node = n;
  build_open(w->b, n);
}

void walk_leaf(Walk *w, const GumboNode *from, Node *holder, Node *para, bool inline_only) {
  push(w, from, LEAVE_LEAF);
  build_leaf(w->b, holder, para);
  w->b->inline_only = inline_only;
}

void walk_wrap(Walk *w, const GumboNode *from, const Node *as) {
  if (build_wrap(w->b, as)) push(w, from, LEAVE_WRAP);
}

void walk_muted(Walk *w, const GumboNode *from) {
  push(w, from, LEAVE_NOTHING);
  w->hearing = (Hearing){ .mute = true, .silent = !tree_unclosed(from) };
}

static void leave(Walk *w) {
  Build *b = w->b;
  Frame f = w->frames[--w->count];
  w->hearing = f.hearing;
  switch (f.leave) {
  case LEAVE_EDGE:
    build_edge(b);
    break;
  case LEAVE_LEAF:
    build_end_leaf(b);
    break;
  case LEAVE_BLOCK:
    build_close(b, f.node, f.outer);
    break;
  case LEAVE_WRAP:
    build_unwrap(b, w->raw);
    break;
  case LEAVE_NOTHING:
    break;
  }
  b->preserve = f.preserve;
  b->inline_only = f.inline_only;
}

/* ---- the walk ---- */

static void element(Walk *w, const GumboNode *from) {
  const GumboElement *e = &from->v.element;
  Node *hole = input_node(w->b->in, e->original_tag.data);
  if (hole) {
    if (!hole->parent && (!w->hearing.silent || node_is_block(hole))) build_node(w->b, hole);
    return;
  }
  if (w->hearing.mute) { /* on, to the holes */
    walk_into(w, from);
    return;
  }
  Str name = name_of(w, e);
  const Tag *tag = tag_find(name);
  if (e->tag_namespace != GUMBO_NAMESPACE_HTML)
    enter_foreign(w, from, name);
  else if (tag_is_block(tag))
    enter_block(w, from, tag, name);
  else if (tag_is_inline(tag))
    enter_inline(w, from, tag, name);
  else
    enter_other(w, from, tag, name);
}

/* A directive alone on its line stands in a comment. */
static void comment(Walk *w, const GumboText *t) {
  const Marks *marks = w->b->work->marks;
  size_t from, to;
  const Mark *k =
      marks ? marks_next(marks, tokens_back(w->b->work, str_c(t->text)), 0, &from, &to) : NULL;
  if (!k || from) return;
  Build *b = w->b;
  bool block = b->block && !b->inline_only;
  Node *n = build_new(b, block ? NODE_DIRECTIVE : NODE_DIRECTIVE_INLINE);
  directive_node(n, k);
  places_put(&b->work->places, n, k->offset, k->length, true);
  if (block)
    build_block(b, n);
  else
    build_inline(b, n);
}

static void enter(Walk *w, const GumboNode *n) {
  switch (n->type) {
  case GUMBO_NODE_TEXT:
  case GUMBO_NODE_WHITESPACE:
  case GUMBO_NODE_CDATA:
    if (!w->hearing.mute)
      build_text(w->b, str_c(n->v.text.text),
                 str_n(n->v.text.original_text.data, n->v.text.original_text.length));
    break;
  case GUMBO_NODE_COMMENT:
    comment(w, &n->v.text);
    break;
  case GUMBO_NODE_ELEMENT:
  case GUMBO_NODE_TEMPLATE:
    element(w, n);
    break;
  case GUMBO_NODE_DOCUMENT:
    break;
  }
}

void html_walk(Build *b, const GumboNode *root) {
  Walk w = { .b = b, .raw = b->work->options->html.mode == HTML_RAW };
  walk_into(&w, root);
  while (w.count && !b->work->failed) {
    Frame *f = &w.frames[w.count - 1];
    if (f->next == f->children->length)
      leave(&w);
    else
      enter(&w, f->children->data[f->next++]);
  }
}

size_t html_walk_holes(const HtmlInput *in, const GumboNode *root) {
  size_t count = 0;
  for (const GumboNode *n = tree_next(root, root); n; n = tree_next(n, root))
    count += tree_is_element(n) && input_node(in, n->v.element.original_tag.data) != NULL;
  return count;
}
