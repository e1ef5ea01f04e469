/* html_read.h -- from HTML to a tree of nodes.
 *
 * gumbo parses as browsers do (the HTML standard's algorithm with all its repairs), and its
 * tree becomes ours: what Markdown has, too, becomes the ordinary node, so that links are
 * checked, pictures measured and headings listed wherever they come from; what else is on
 * the allow list becomes NODE_ELEMENT or NODE_ELEMENT_INLINE. Blocks stand in blocks and
 * inlines in inlines: an <a> or <b> around paragraphs goes into each of them. What is
 * written from these nodes reads back as the same tree, so no later parser sees anything
 * else in it: there are no svg, math, style, noscript, template or form elements in it.
 *
 *   safe  elements, attributes and addresses of an allow list (html_tags.c, html_rules.c).
 *         Text is never lost: of any other element the tags go and the text stays, but for
 *         those whose content nobody sees (script, style ...). A frame becomes a link
 *         to what it shows, unless its host is in `embeds`. Comments go without a word.
 *   off   only what Markdown has; of HTML inside Markdown nothing (parse.h).
 *   raw   everything as written, scripts included; it only becomes well formed.
 *
 * What is left out is counted by element in Doc.losses, with its first place.
 * doc_report_dropped() of parse.h tells it.
 *
 * Everything is linear but for what the standard's repairs cost, and that is bounded
 * (html_guard.h); DOC_NODES_MAX and DOC_DEPTH_MAX hold as for Markdown. The tree lives in
 * the arena given, `source` must outlive it. Workers only: the memory gumbo works in is
 * cmark-gfm's (work.h). */
#ifndef PUBLISH_DOC_HTML_READ_H
#define PUBLISH_DOC_HTML_READ_H

#include "doc/parse.h"

/* An article that is HTML, from `body_offset` (behind the front matter) to its end. `o->html`
 * says how; of the rest `directives` counts (but not the fenced ones), `no_cjk` and
 * `placeholders`. */
bool html_read(Doc *out, Arena *a, const Source *source, size_t body_offset,
               const MarkdownOptions *o, Diags *d);

#endif
