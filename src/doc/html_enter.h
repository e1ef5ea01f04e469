/* html_enter.h -- an element opens: what becomes of it, by its kind. Private to src/doc.
 *
 * html_walk.c goes through gumbo's tree without recursion. For each element it calls one of
 * the functions enter_*(), which gives a Build what it becomes and says with one of the
 * walk_*() how the walk goes on: into the children, with what to do at their end. None of
 * them called: the element is done with. */
#ifndef PUBLISH_DOC_HTML_ENTER_H
#define PUBLISH_DOC_HTML_ENTER_H

#include "doc/html_rules.h"

typedef enum { LEAVE_NOTHING, LEAVE_EDGE, LEAVE_LEAF, LEAVE_BLOCK, LEAVE_WRAP } Leave;

/* What text is at a place of the tree. */
typedef struct {
  bool mute;   /* not wanted */
  bool silent; /* nor is that of the Markdown parser's: the element is closed */
} Hearing;

typedef struct {
  const GumboVector *children;
  unsigned next;
  Leave leave;
  Node *node, *outer; /* of LEAVE_BLOCK: what is closed, and b->block then */
  /* as before the element */
  bool inline_only, preserve;
  Hearing hearing;
} Frame;

typedef struct {
  Build *b;
  Frame *frames;
  size_t count, cap;
  Hearing hearing;
  bool raw;
} Walk;

/* ---- html_walk.c ---- */

void walk_into(Walk *w, const GumboNode *from); /* as if the element were not there */
void walk_edge(Walk *w, const GumboNode *from); /* or only its edges */
void walk_block(Walk *w, const GumboNode *from, Node *n);
void walk_leaf(Walk *w, const GumboNode *from, Node *holder, Node *para, bool inline_only);
void walk_wrap(Walk *w, const GumboNode *from, const Node *as);
void walk_muted(Walk *w, const GumboNode *from); /* for the holes that may be in it */

/* A node for e, with its place and attributes. */
Node *walk_node(Walk *w, NodeType type, const GumboElement *e);
Node *walk_element(Walk *w, NodeType type, const GumboElement *e, Str tag);
Range walk_place(const Walk *w, const GumboElement *e);
/* The element or its tags are left out: said once when the parser repeats it. */
void walk_report(Walk *w, const GumboNode *from, LossKind kind, Str name);

/* ---- gumbo's tree ---- */

bool tree_is_element(const GumboNode *n);
const GumboVector *tree_children(const GumboNode *n); /* empty, but never NULL */
/* Next in depth-first order below root. */
const GumboNode *tree_next(const GumboNode *n, const GumboNode *root);
/* Never closed: perhaps it is no element at all, such as the one in List<String>. */
bool tree_unclosed(const GumboNode *n);
/* Made by the parser after an element that stands before it. */
bool tree_repeats(const GumboNode *n);

/* ---- html_enter_*.c ---- */

void enter_block(Walk *w, const GumboNode *from, const Tag *tag, Str name);
void enter_inline(Walk *w, const GumboNode *from, const Tag *tag, Str name);
void enter_pre(Walk *w, const GumboNode *from);
void enter_code(Walk *w, const GumboNode *from);
/* What is not kept as it is, media and frames among it. */
void enter_other(Walk *w, const GumboNode *from, const Tag *tag, Str name);
/* In svg and math. */
void enter_foreign(Walk *w, const GumboNode *from, Str name);

#endif
