/* tame.c -- see tame.h. */
#include "doc/tame.h"

#include "doc/edit.h"
#include "doc/links.h"

#define REL "nofollow ugc noopener"

static WalkStep with_one(NodeList *with, Arena *a, Node *n) {
  with->items = ARENA_ARRAY(a, 1, Node *);
  with->items[0] = n;
  with->count = 1;
  return WALK_REPLACE;
}

/* A block of HTML is a paragraph with its lines. */
static Node *shown_block(Arena *a, Str literal) {
  Node *p = node_new(a, NODE_PARAGRAPH);
  Str line;
  literal = str_trim(literal);
  while (str_split(&literal, '\n', &line)) {
    if (p->first) node_append(p, node_new(a, NODE_LINEBREAK));
    node_append(p, node_text(a, line));
  }
  return p;
}

static bool inside_link(const Node *n) {
  for (n = n->parent; n; n = n->parent)
    if (n->type == NODE_LINK) return true;
  return false;
}

/* All that is written in an image's description, as one text: pictures and links may
 * stand in it, and what replaces the image is not visited again. */
static Str description(Arena *a, const Node *image) {
  Buf out = { 0 };
  for (const Node *n = node_next(image, image); n; n = node_next(n, image)) {
    buf_str(&out, n->literal);
    if (n->type == NODE_SOFTBREAK || n->type == NODE_LINEBREAK) buf_byte(&out, ' ');
  }
  Str text = buf_dup(&out, a);
  buf_free(&out);
  return text;
}

static WalkStep image(Arena *a, Node *n, NodeList *with) {
  bool link = url_allowed(n->url, false) && !inside_link(n);
  Node *to = node_new(a, link ? NODE_LINK : NODE_SPAN);
  if (link) {
    to->url = n->url;
    node_set_attribute(a, to, S("rel"), S(REL));
  }
  Str text = description(a, n);
  node_append(to, node_text(a, text.n ? text : n->url));
  return with_one(with, a, to);
}

static WalkStep visit(void *ctx, Node *n, NodeList *with) {
  Arena *a = ctx;
  switch (n->type) {
  case NODE_HTML_INLINE:
    return with_one(with, a, node_text(a, n->literal)); /* HTML in a line is that text */
  case NODE_HTML_BLOCK:
    return with_one(with, a, shown_block(a, n->literal));
  case NODE_IMAGE:
    return image(a, n, with);
  case NODE_LINK:
    node_set_attribute(a, n, S("rel"), S(REL));
    return WALK_ON;
  default:
    return WALK_ON;
  }
}

/* In place, so that what is in the heading is visited as well. */
static void headings(Node *root, Arena *a) {
  for (Node *n = root; n; n = node_next(n, root)) {
    if (n->type != NODE_HEADING) continue;
    Node *strong = node_new(a, NODE_STRONG);
    node_adopt(strong, n);
    n->type = NODE_PARAGRAPH;
    n->level = 0;
    if (strong->first) node_append(n, strong);
  }
}

bool doc_parse_tame(Doc *out, Arena *a, Str name, Str text, Diags *d) {
  Source *source = ARENA_NEW(a, Source);
  *source = (Source){ name, text };
  const MarkdownOptions options = { .no_footnotes = true, .no_figures = true };
  if (!doc_parse(out, a, source, 0, &options, d)) return false;
  headings(out->root, a);
  uint64_t types = UINT64_C(1) << NODE_HTML_INLINE | UINT64_C(1) << NODE_HTML_BLOCK |
                   UINT64_C(1) << NODE_IMAGE | UINT64_C(1) << NODE_LINK;
  node_walk(out->root, types, visit, a);
  out->dropped_count = 0; /* nothing is: it is shown */
  return true;
}
