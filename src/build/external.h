/* external.h -- the addresses of other sites that an article leads to.
 *
 * For `publish check --external`: with BuildInput.external each article's job tells them
 * beside its page. A build itself never asks the web. */
#ifndef PUBLISH_BUILD_EXTERNAL_H
#define PUBLISH_BUILD_EXTERNAL_H

#include "build/private.h"

/* Of the document as it will be published, links and pictures, http and https, in their
 * order: a list of {url, at, length, error}. `at` is absent when it does not stand in the
 * article's file; `error`: the level of `checks: external_links:` for this article. */
const Value *external_links(Built *b, Arena *a, const Draft *draft, Node *root);

#endif
