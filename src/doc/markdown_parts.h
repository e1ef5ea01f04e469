/* markdown_parts.h -- what the files of the Markdown writer share. Private to src/doc. */
#ifndef PUBLISH_DOC_MARKDOWN_PARTS_H
#define PUBLISH_DOC_MARKDOWN_PARTS_H

#include "doc/markdown_write.h"

typedef struct {
  Buf *out;
  unsigned directives;
  bool deep; /* too deep: give up */
} MarkdownWriter;

/* What a run of inlines stands in. */
typedef struct {
  bool in_link, in_table, one_line;
  size_t depth;
} InlinePlace;

/* The inlines below `parent`, on one line but for hard breaks, which end in a line end. */
void markdown_inlines(MarkdownWriter *w, Buf *out, const Node *parent, InlinePlace place);
/* A paragraph's lines, written by markdown_inlines, with what would begin another kind of
 * block escaped. */
void markdown_paragraph(const MarkdownWriter *w, Buf *out, Str inlines);

/* <name attributes>, for what has no signs in Markdown. */
void markdown_tag(Buf *out, Str name, const Node *n);
/* Is it the card that stands for a frame or a film of another site, or the directive `embed`,
 * which makes the same card? Then *url has where it leads, and *title what it says, "" for
 * just the address. */
bool markdown_card(const Node *n, Str *url, Str *title);
/* An element that is never closed. */
bool markdown_no_end(const Node *n);

#endif
