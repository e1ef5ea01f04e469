/* markdown_write.h -- a tree of nodes as Markdown that people edit.
 *
 * For importers: what came as HTML becomes the Markdown that an author would have
 * written. One paragraph is one line; marks that the text needs as characters are
 * escaped only where they would mean something; what Markdown has no signs for is
 * written as HTML tags around Markdown.
 *
 * The promise is checked, not assumed: markdown_same() tells whether two trees are one
 * to a reader, and an importer parses what was written and asks. Differences that nobody
 * sees do not count: text in one piece or several, runs of white space, a bare
 * address that became a link to itself, an image alone in its paragraph and a figure
 * without caption, ids of headings.
 *
 * Linear but for depth; trees deeper than DOC_DEPTH_MAX are refused. Pure. */
#ifndef PUBLISH_DOC_MARKDOWN_WRITE_H
#define PUBLISH_DOC_MARKDOWN_WRITE_H

#include "doc/node.h"

typedef struct {
  unsigned directives; /* as in MarkdownOptions: these forms in texts are escaped */
} MarkdownWriteOptions;

/* Writes `root` (a document, or blocks below any node) behind what `out` holds, with a
 * line end at its end unless nothing was written. `options` may be NULL: all directives are
 * escaped. False: too deep. */
bool markdown_write(Buf *out, const Node *root, const MarkdownWriteOptions *options);

/* Do two trees read alike? When not, *where is a short piece of text near the first
 * difference, from `a` (may be NULL). */
bool markdown_same(const Node *one, const Node *two, Arena *a, Str *where);

#endif
