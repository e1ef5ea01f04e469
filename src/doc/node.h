/* node.h -- the tree of a Markdown document, in our own nodes.
 *
 * parse.h makes it, edit.h changes it, html.h and plain.h write it. A node and
 * everything it points to lives in one arena, named by whoever made the node;
 * nothing is freed on its own. Parent and sibling links are always right: only
 * edit.h changes them. A tree belongs to one process and is never shared.
 *
 * Where a node stands: `source` is the file it came from (a notice's nodes keep
 * their own source when they are put into an article), `offset` and `length`
 * are bytes of source->text, `line` and `col` are 1-based, the column counts
 * characters. The range was compared with the source bytes: when `exact` is
 * true it is the very text of the node; when false it is the nearest thing that
 * is certain, the start of the block or of its line. Nodes made by plugins have
 * source NULL, or the place of the node that they replace. */
#ifndef PUBLISH_DOC_NODE_H
#define PUBLISH_DOC_NODE_H

#include "base/arena.h"
#include "base/diag.h"
#include "data/value.h"

typedef enum {
  /* blocks */
  NODE_DOCUMENT,
  NODE_PARAGRAPH,
  NODE_HEADING, /* level, id */
  NODE_LIST,    /* ordered, start, tight */
  NODE_ITEM,    /* task */
  NODE_BLOCK_QUOTE,
  NODE_CODE_BLOCK, /* literal, info */
  NODE_HTML_BLOCK, /* literal: HTML the author wrote; dropped unless raw_html */
  NODE_THEMATIC_BREAK,
  NODE_TABLE,               /* columns, align */
  NODE_TABLE_ROW,           /* header */
  NODE_TABLE_CELL,          /* align[0] */
  NODE_FOOTNOTE_DEFINITION, /* literal: the name; number, uses */
  NODE_DIV,                 /* id, classes */
  NODE_FIGURE,              /* an image and a caption */
  NODE_CAPTION,
  NODE_DIRECTIVE, /* directive; literal: its content where that is no Markdown */
  /* inlines */
  NODE_TEXT, /* literal */
  NODE_SOFTBREAK,
  NODE_LINEBREAK,
  NODE_CODE,        /* literal */
  NODE_HTML_INLINE, /* literal: HTML the author wrote; dropped unless raw_html */
  NODE_EMPH,
  NODE_STRONG,
  NODE_STRIKETHROUGH,
  NODE_LINK,               /* url, title */
  NODE_IMAGE,              /* url, title; the children are the alternative text */
  NODE_FOOTNOTE_REFERENCE, /* literal: the name; number, uses = which reference it is */
  NODE_SPAN,               /* id, classes */
  NODE_DIRECTIVE_INLINE,   /* as NODE_DIRECTIVE, in a line of text */
  /* either */
  NODE_HTML, /* literal: trusted HTML from the escaping builder; written as it is */
  NODE_TYPES
} NodeType;

/* Alignment of table columns and cells. */
typedef enum { ALIGN_NONE, ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT } Align;
typedef enum { TASK_NONE, TASK_OPEN, TASK_DONE } Task;

/* An extra HTML attribute; the name is checked by node_set_attribute. */
typedef struct Attribute Attribute;
struct Attribute {
  Attribute *next;
  Str name, value;
};

/* Whose picture a figure shows; "" = not said. */
typedef struct {
  Str credit, licence, source; /* source: an address */
} Rights;

/* {{< name args >}}, {% name args %} or :::name args, and what closes it. */
typedef struct {
  Str name, value; /* name "" = a value alone */
  Range at, whole; /* in the source: of the value, and with its name; {0} when made by a plugin */
} DirectiveValue;
typedef struct {
  Str name;
  DirectiveValue *values; /* in the order written */
  size_t count;
  const Value *args;   /* the same by the names and types that a plugin declared, or NULL */
  Str open, close;     /* as written; close "" = it has no end of its own */
  bool single;         /* it needs none: {{< name />}} */
  Range name_at;       /* in the source */
  const char *problem; /* why it cannot be read, or NULL */
  Range problem_at;
} DirectiveData;

typedef struct Node Node;
struct Node {
  NodeType type;
  uint32_t line, col; /* 0 = unknown */
  Node *parent, *first, *last, *prev, *next;
  const Source *source; /* NULL: made by a plugin without a place */
  size_t offset, length;
  Str literal; /* text, code, HTML, name of a footnote */
  Str url, title;
  Str info;         /* code block: everything behind the fence, entities resolved */
  Str id;           /* HTML id: headings get theirs from outline.h */
  Str classes;      /* separated by blanks */
  Str file;         /* image: its path in the repository, once somebody has looked */
  Str origin;       /* the plugin that made the node, "" for the author's own */
  Str made_in;      /* when the page is traced: the file of that plugin, and in it ... */
  uint32_t made_at; /* ... the line; 0 = not known */
  Attribute *attributes;
  const Rights *rights;           /* figure, or NULL */
  const DirectiveData *directive; /* directive, or a link whose address is one; or NULL */
  uint8_t *align;                 /* table: one Align per column; cell: its own in align[0] */
  uint32_t columns;               /* table: how many; cell: which, from 0 */
  uint32_t width, height;         /* image: in pixels, 0 = unknown */
  uint32_t start;                 /* ordered list: first number */
  uint32_t number;                /* footnotes: the number shown */
  uint32_t uses;          /* definition: references to it; reference: 1-based which of them */
  uint8_t level;          /* heading: 1 to 6 */
  uint8_t task;           /* item: Task */
  uint8_t exact : 1;      /* offset and length are the node's very text */
  uint8_t ordered : 1;    /* list */
  uint8_t tight : 1;      /* list: no blank lines, paragraphs are written bare */
  uint8_t header : 1;     /* table row */
  uint8_t fenced : 1;     /* code block */
  uint8_t autolinked : 1; /* link: the text is the address */
  uint8_t decorative : 1; /* image: its author says that there is nothing to describe */
  uint8_t eager : 1;      /* image: seen at once, so it is not loaded lazily */
};

/* The name plugins and handlers know a type by: "block_quote". */
Str node_type_name(NodeType type);
/* False when there is no such type; `names` helps with did-you-mean. */
bool node_type_find(NodeType *out, Str name);
const Str *node_type_names(size_t *count);
/* The literal as text that readers see: nothing of {% comment %}. */
Str node_literal(const Node *n);
static inline bool node_is_directive(const Node *n) {
  return n->type == NODE_DIRECTIVE || n->type == NODE_DIRECTIVE_INLINE;
}
bool node_is_block(
    const Node *n); /* NODE_HTML: true when its parent holds blocks, or it has none */
/* May a node of this type have children at all? */
bool node_holds_children(NodeType type);
/* Does it hold inlines (paragraph, heading, table cell, caption, every inline)? */
bool node_holds_inlines(NodeType type);

/* The node behind n in depth-first order within the tree of `root`, or NULL:
 * the iterative walk that every function here uses. */
Node *node_next(const Node *n, const Node *root);
/* As node_next, but not into the children of n. */
Node *node_skip(const Node *n, const Node *root);

/* "" when absent. */
Str node_attribute(const Node *n, Str name);
/* Where the node stands, for diag_at. */
static inline Range node_range(const Node *n) {
  return (Range){ n->offset, n->length };
}

#endif
