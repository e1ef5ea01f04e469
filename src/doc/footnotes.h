/* footnotes.h -- numbering footnotes. Private to src/doc.
 *
 * A reference belongs to the definition of the same source and name, so a
 * notice's [^1] and the article's are two. Numbers go by first reference in
 * document order, `uses` counts. A reference without a definition (a plugin
 * took it away) gets number 0 and is written as nothing; a definition that
 * nothing refers to gets uses 0 and is not written either. */
#ifndef PUBLISH_DOC_FOOTNOTES_H
#define PUBLISH_DOC_FOOTNOTES_H

#include "doc/node.h"

void footnotes_number(Node *root);

#endif
