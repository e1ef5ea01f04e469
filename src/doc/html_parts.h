/* html_parts.h -- what html.c needs that is a subject of its own: attributes,
 * footnotes, images. Private to src/doc. */
#ifndef PUBLISH_DOC_HTML_PARTS_H
#define PUBLISH_DOC_HTML_PARTS_H

#include "doc/html.h"

struct HtmlWriter {
  const HtmlOptions *o;
  Diags *diags;
  size_t limit;
  const Node *back_linked; /* the footnote definition whose back links are written */
};

/* One attribute with its value escaped. */
void html_attribute(Buf *out, const char *name, Str value);
/* id, class (with `class` of ours in front, or NULL) and whatever a plugin set. */
void html_attributes(Buf *out, const Node *n, const char *class);

/* The part of a footnote's id that tells it from others. */
void html_footnote_label(HtmlWriter *w, Buf *out, const Node *n);
/* Once per definition; false when they have been written already. */
bool html_back_links(HtmlWriter *w, const Node *definition, Buf *out);
void html_footnote_reference(HtmlWriter *w, const Node *n, Buf *out);
/* The section behind the document. */
bool html_footnotes(HtmlWriter *w, const Node *root, Buf *out);

const char *html_void_end(const HtmlWriter *w);
void html_image(HtmlWriter *w, const Node *n, Buf *out);

#endif
