/* html.h -- writing nodes as HTML.
 *
 * One pass over the tree into a Buf, iterative, linear. The output is valid
 * HTML5 whatever the tree says: text and attributes are escaped here, HTML that
 * the author wrote is left out unless raw_html, and an address whose scheme is
 * not allowed is left out (the link's text stays). Only NODE_HTML is trusted.
 *
 * With `exact` the bytes are those of cmark-gfm's own renderer (with its unsafe
 * option), for the conformance tests. Without it:
 *   images    width and height where known, loading="lazy" (but for the first that
 *             is seen) decoding="async"; figures with <figcaption>
 *   tables    inside <div class="table">, header cells with scope="col",
 *             alignment as class "left", "center" or "right"
 *   tasks     <li class="task">, the disabled checkbox inside a <label>
 *   code      <pre><code class="language-x">
 *   headings  id as outline.h gave it
 *   footnotes as GitHub writes them, at the end of the document that holds them;
 *             ids are fn-N and fnref-N by number, so they are unique
 *
 * Handlers. HtmlHooks lets somebody else write a node (the plugin host). The
 * handler gets the writer and may call html_default() for what would have been
 * written, or html_children(), into any Buf, any number of times, also for
 * other nodes; children go through the handlers again, the node itself does
 * not. A handler that returns false stops the writing: it has put a record into
 * its Diags.
 *
 * Fails when a handler does or the output exceeds DOC_HTML_MAX (one record). */
#ifndef PUBLISH_DOC_HTML_H
#define PUBLISH_DOC_HTML_H

#include "doc/node.h"

/* Words a screen reader says; empty ones are English. */
typedef struct {
  Str footnotes;     /* "Footnotes" */
  Str footnote_back; /* "Back to content" */
} HtmlWords;

typedef struct HtmlWriter HtmlWriter;
typedef struct {
  void *ctx;
  uint64_t types; /* 1 << NodeType for each type that has a handler */
  bool (*node)(void *ctx, HtmlWriter *w, const Node *n, Buf *out);
} HtmlHooks;

typedef struct {
  bool raw_html;
  bool exact;
  bool scrolling; /* code and tables scroll sideways: they can be reached by keyboard */
  HtmlWords words;
  const HtmlHooks *hooks; /* NULL = none */
  size_t limit;           /* bytes; 0 = DOC_HTML_MAX */
} HtmlOptions;

/* Write `root` (a document or any node) behind what `out` already holds. */
bool html_write(Buf *out, const Node *root, const HtmlOptions *options, Diags *d);

/* For handlers. */
bool html_default(HtmlWriter *w, const Node *n, Buf *out);
bool html_children(HtmlWriter *w, const Node *n, Buf *out);
/* The plain text that an image's alt attribute gets, not escaped. */
Str html_alt(Arena *a, const Node *image);

/* & < > " escaped: right in text and in quoted attributes. */
void html_escape(Buf *out, Str s);
/* An address for an attribute in double quotes: percent-encoded where it has
 * to be, & and ' escaped. Does not check the scheme (links.h). */
void html_escape_url(Buf *out, Str s);

#endif
