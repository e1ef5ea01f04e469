/* html_build.h -- nodes from HTML, one piece after the other. Private to src/doc.
 *
 * A Build makes a well-formed tree of blocks and inlines out of a stream of "here an element
 * opens, here is text, here it closes" (html_walk.c). Text that stands outside of any paragraph
 * gets one; an inline element that goes on behind a block is opened again there; an item
 * without a list gets one; white space is what a browser shows. So what comes out obeys
 * edit.h's node_fits() whatever came in. */
#ifndef PUBLISH_DOC_HTML_BUILD_H
#define PUBLISH_DOC_HTML_BUILD_H

#include "doc/html_input.h"

typedef struct {
  const Node *as; /* what is opened in each paragraph */
  bool used;
} Wrap;

typedef struct {
  HtmlWork *work;
  const HtmlInput *in;
  Node *block; /* where blocks go; NULL: only inlines are wanted */
  Node *para;  /* the paragraph, heading ... that is open, or NULL */
  Node *inner; /* where inlines go: in para, the innermost wrap */
  Wrap *wraps;
  size_t wrap_count, wrap_cap, live;
  bool inline_only;  /* a block only begins a new line */
  bool keep;         /* the white space at both ends belongs to it */
  bool break_wanted; /* a new line before the next text */
  bool preserve;     /* white space stays as it is: in <pre> */
  bool space;        /* white space would be one too many */
  Node *implied;     /* the last list that was made for items without one */
  Node *softbreak;   /* waits for the next character: see cjk_joins */
  uint32_t last_char;
  size_t depth;
} Build;

Arena *build_arena(const Build *b);
Node *build_new(Build *b, NodeType type); /* counted; sets work->failed beyond DOC_NODES_MAX */
void build_drop(Build *b, Node *n);       /* one without children: no longer counted */
/* n stands where p of the input came from. */
void build_place(Build *b, Node *n, const char *p, size_t length);

/* ---- html_text.c ---- */

/* `original` is the text as written, or {NULL, 0}. */
void build_text(Build *b, Str text, Str original);

/* ---- html_put.c ---- */

/* The finished block n goes to b->block, or to where it may stand. */
void build_put(Build *b, Node *n);
/* Text right in n has no paragraph around it. */
bool build_bare(const Node *n);
/* Is n the element <tag>? NULL is none. */
bool build_is(const Node *n, const char *tag);
/* Has it nothing of its own (id, class names, attributes) that would be lost with it? */
bool build_plain(const Node *n);

/* ---- html_build.c ---- */

/* The paragraph and the wraps for what comes next are there. */
void build_ensure(Build *b);
void build_inline(Build *b, Node *n); /* a node without children, or finished */
void build_linebreak(Build *b);
/* A block that is finished. */
void build_block(Build *b, Node *n);
/* A container of blocks: what follows goes into it. The caller keeps b->block. */
void build_open(Build *b, Node *n);
void build_close(Build *b, Node *n, Node *outer);
/* A paragraph, heading or caption: what follows is its text. */
void build_leaf(Build *b, Node *holder, Node *para);
void build_end_leaf(Build *b);
/* A block's edge where there is no block. */
void build_edge(Build *b);
bool build_wrap(Build *b, const Node *as);
void build_unwrap(Build *b, bool keep_empty);
bool build_wrapped_in(const Build *b, NodeType type);
/* A node of the Markdown parser's. */
void build_node(Build *b, Node *n);

/* ---- html_tidy.c, html_rules.c ---- */

/* Lists are tight or loose, tables simple or not, figures hold their image. */
void html_tidy(Build *b, Node *n);

/* One more of what was left out. */
void html_loss(HtmlWork *w, LossKind kind, Str name, Range at);

#endif
