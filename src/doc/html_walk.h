/* html_walk.h -- gumbo's tree, told to a Build. Private to src/doc. */
#ifndef PUBLISH_DOC_HTML_WALK_H
#define PUBLISH_DOC_HTML_WALK_H

#include "doc/html_build.h"
#include <gumbo.h>

/* All children of `root`, without recursion. */
void html_walk(Build *b, const GumboNode *root);
/* How many holes there are in the tree: those that stand in the text of a <title> or
 * the like are none. */
size_t html_walk_holes(const HtmlInput *in, const GumboNode *root);

#endif
