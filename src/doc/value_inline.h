/* value_inline.h -- inline Markdown in the values of directives. Private to src/doc.
 *
 *   {{< figure src="a.png" caption="Of *Aurora*, by [Ann](https://a.example)" >}}
 *
 * A caption is read as one line of Markdown: emphasis, code, links, strikethrough, entities,
 * HTML as the options have it, and quotes as they are anywhere. No blocks, no footnotes, no
 * directives; of an image stays its description. A value without any sign of Markdown is the
 * text that it was.
 *
 * Whoever makes nodes of values says which of them are Markdown with value_later(); when no
 * parse is under way, values_read() reads them all. Each is a piece of the source, so all
 * of it is linear in the source where cmark-gfm is. */
#ifndef PUBLISH_DOC_VALUE_INLINE_H
#define PUBLISH_DOC_VALUE_INLINE_H

#include "doc/parse.h"

/* `text`, which has a parent, holds a value as it was written, and its place is the value's
 * in the source. It will be replaced by what the value says. With `title`, or `rights`, it
 * stands in a tree of its own: the title of that image gets the words, or the credit, whose
 * source becomes the one link in it when none was named. */
void value_later(Doc *doc, Node *text, Node *title, Rights *rights);
/* False: a limit was met, with one record. */
bool values_read(Doc *doc, const MarkdownOptions *o, Diags *d);

#endif
