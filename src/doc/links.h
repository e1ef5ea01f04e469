/* links.h -- the addresses in a document: listing, rewriting, and which schemes
 * are allowed.
 *
 * Allowed are http, https, mailto, tel, ftp and xmpp, and everything without a
 * scheme (relative, rooted, //host, #fragment); for images also data: with a
 * png, gif, jpeg or webp type. html.h writes no other address, whoever made the
 * node. Cannot fail. */
#ifndef PUBLISH_DOC_LINKS_H
#define PUBLISH_DOC_LINKS_H

#include "doc/node.h"

/* Is this address safe to write? The check is the browsers': leading control
 * bytes and blanks, and tabs and line ends inside, do not hide a scheme. */
bool url_allowed(Str url, bool image);
/* The scheme without its colon ("https"), or "" when there is none. */
Str url_scheme(Str url);
/* Does it point into the site: no scheme and not //host? */
bool url_is_local(Str url);
/* Split at the first '?' or '#': path, and the rest with its mark. */
void url_split(Str url, Str *path, Str *tail);

typedef struct {
  Node *node; /* NODE_LINK or NODE_IMAGE */
  Str url;
  bool image;
} Link;
typedef struct {
  Link *items; /* in document order */
  size_t count;
} Links;

void links_list(Links *out, Arena *a, Node *root);
/* `map` returns the new address, or {NULL, 0} to leave it as it is. It is
 * called for every link and image in document order. The result must live in
 * the arena of the tree. */
void links_rewrite(Node *root, Str (*map)(void *ctx, const Node *n, Str url), void *ctx);

#endif
