/* html_put.c -- where a block goes: items into lists, terms into <dl>, nothing between the parts
 * of a table. */
#include "doc/edit.h"
#include "doc/html_build.h"

bool build_is(const Node *n, const char *tag) {
  return n && n->type == NODE_ELEMENT && str_eqc(n->tag, tag);
}

bool build_plain(const Node *n) {
  return !n->id.n && !n->classes.n && !n->attributes;
}

static bool is_term(const Node *n) {
  return build_is(n, "dt") || build_is(n, "dd");
}

static bool is_cell(const Node *n) {
  return build_is(n, "td") || build_is(n, "th") || build_is(n, "caption");
}

static bool is_part(const Node *n) {
  return build_is(n, "tr") || build_is(n, "thead") || build_is(n, "tbody") ||
         build_is(n, "tfoot") || is_cell(n);
}

static Node *element(Build *b, const char *tag) {
  Node *n = build_new(b, NODE_ELEMENT);
  n->tag = str_c(tag);
  return n;
}

static Node *table_of(Node *at) {
  while (at && !build_is(at, "table")) at = at->parent;
  return at;
}

/* What cannot stand between the parts of a table comes in front of it. */
static bool between_parts(Node *at, const Node *n) {
  if (is_part(n) || (!build_is(at, "table") && (!is_part(at) || is_cell(at)))) return false;
  const Node *table = table_of(at);
  return table && table->parent;
}

static Node *list_or_terms(Build *b, bool terms) {
  Node *list = terms ? element(b, "dl") : build_new(b, NODE_LIST);
  if (!terms) list->start = 1, list->tight = true;
  return list;
}

/* The list that an item or a term without one stands in: the one made for its neighbour, or a new
 * one. */
static Node *implied(Build *b, Node *at, bool terms) {
  Node *list = at->last;
  if (list && list == b->implied && (list->type == NODE_LIST) != terms) return list;
  list = list_or_terms(b, terms);
  node_append(at, list);
  b->implied = list;
  return list;
}

/* The same between the parts of a table: a list of its own. */
static Node *listed(Build *b, Node *n) {
  if (n->type != NODE_ITEM && !is_term(n)) return n;
  Node *list = list_or_terms(b, is_term(n));
  node_append(list, n);
  return list;
}

/* In lists there are items only, in <dl> terms only: what is neither goes into the last of them. */
static Node *inside(Build *b, Node *at) {
  if (at->type != NODE_LIST && !build_is(at, "dl")) return at;
  if (!at->last)
    node_append(at, at->type == NODE_LIST ? build_new(b, NODE_ITEM) : element(b, "dd"));
  return at->last;
}

void build_put(Build *b, Node *n) {
  Node *at = b->block;
  bool item = n->type == NODE_ITEM, term = is_term(n);
  if (between_parts(at, n)) {
    node_before(table_of(at), listed(b, n));
    return;
  }
  if (item ? at->type != NODE_LIST : !term || !build_is(at, "dl")) {
    at = inside(b, at);
    if (item || term) at = implied(b, at, term);
  }
  node_append(at, n);
}

bool build_bare(const Node *n) {
  return n->type == NODE_ITEM || is_term(n) || is_cell(n) || build_is(n, "summary") ||
         build_is(n, "pre") || build_is(n, "address");
}
