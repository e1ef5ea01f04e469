/* html_build.h -- nodes from HTML, one piece after the other. Private to src/doc.
 *
 * A Build makes a well-formed tree of blocks and inlines out of a stream of "here an element
 * opens, here is text, here it closes" (html_walk.c). Text that stands outside of any paragraph
 * gets one; an inline element that goes on behind a block is opened again there; an item
 * without a list gets one; white space is what a browser shows. So what comes out obeys
 * edit.h's node_fits() whatever came in.
 *
 * HtmlWork is what all HTML of one document shares: places, ids in use, what was left out.
 * HtmlInput is what gumbo reads: HTML of the source, and `holes`, elements that stand for
 * nodes which the Markdown parser made. */
#ifndef PUBLISH_DOC_HTML_BUILD_H
#define PUBLISH_DOC_HTML_BUILD_H

#include "base/map.h"
#include "doc/directive_marks.h"
#include "doc/html_tags.h"
#include "doc/places.h"
#include "doc/work.h"

typedef struct {
  Doc *doc;
  const MarkdownOptions *options;
  const Marks *marks;   /* tokens of directives in the HTML; NULL = none */
  const Marks *restore; /* or NULL: they become text again */
  Diags *diags;
  Arena scratch;
  Places places;
  Work *work;
  Map ids;    /* in use */
  Map losses; /* kind and name -> 1 + index into doc->losses */
  size_t loss_cap, dropped_cap;
  bool too_large, failed;
} HtmlWork;

/* Bytes of the input from `at` on are the source's from `source` on. */
typedef struct {
  size_t at, source;
  bool exact; /* they were compared */
} HtmlLine;
typedef struct {
  size_t at, end; /* its tags in the input */
  Node *node;
} HtmlHole;
typedef struct {
  Buf bytes;
  HtmlLine *lines;
  size_t line_count, line_cap;
  HtmlHole *holes;
  size_t hole_count, hole_cap;
} HtmlInput;

/* gumbo reads no noncharacters, so tokens of directives have other characters there.
 * input_tokens() puts them in, in place; tokens_back() gives s with the tokens that
 * directive_marks.h knows. */
#define HTML_TOKEN_OPEN  "\xEF\xA3\xB0"
#define HTML_TOKEN_CLOSE "\xEF\xA3\xB1"
void input_tokens(HtmlInput *in);
Str tokens_back(const HtmlWork *w, Str s);

size_t input_source(const HtmlInput *in, const char *p, bool *exact);
/* The node whose hole begins at p, or NULL. */
Node *input_hole(const HtmlInput *in, const char *p);

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
  bool space;        /* white space would be one too many */
  unsigned preserve; /* in <pre> */
  Node *implied;     /* the last list that was made for items without one */
  Node *softbreak;   /* waits for the next character: see cjk_joins */
  uint32_t last_char;
  size_t depth;
} Build;

Arena *build_arena(const Build *b);
Node *build_new(Build *b, NodeType type); /* counted; sets work->failed beyond DOC_NODES_MAX */
/* n stands where p of the input came from. */
void build_place(Build *b, Node *n, const char *p, size_t length);

/* `original` is the text as written, or {NULL, 0}. */
void build_text(Build *b, Str text, Str original);
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

/* html_tidy.c: lists are tight or loose, tables simple or not, figures hold their image. */
void html_tidy(Build *b, Node *n);

/* html_rules.c */
void html_loss(HtmlWork *w, LossKind kind, Str name, Range at);

#endif
