/* links.h -- resolving the links and images of one article. */
#ifndef PUBLISH_BUILD_LINKS_H
#define PUBLISH_BUILD_LINKS_H

#include "build/private.h"
#include "doc/outline.h"

/* Rewrites every local address in the tree; files that have to be published
 * beside the page are added to `assets` as {from, to}. False: a check of level
 * error found something. */
bool resolve_links(Built *b, const Draft *draft, Node *root, const Outline *outline, Arena *a,
                   Reads *reads, Diags *d, ListBuilder *assets);
/* The same for the image that the front matter names. */
bool check_front_image(Built *b, const Draft *draft, Arena *a, Reads *reads, Diags *d);

#endif
