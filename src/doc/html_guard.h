/* html_guard.h -- what parsing a piece of HTML may cost at most. Private to src/doc.
 *
 * The standard's repairs look through the elements that are open, for every tag: time
 * grows with tags times open elements, and with the square of one tag's attributes.
 * html_guard() reads the tags as the standard's tokenizer does and counts open elements
 * without ever closing one that the parser may keep, so the sum is never too small. It is
 * linear, and refuses what would take more than GUARD_STEPS. */
#ifndef PUBLISH_DOC_HTML_GUARD_H
#define PUBLISH_DOC_HTML_GUARD_H

#include "base/str.h"

enum {
  GUARD_STEPS = 24 * 1000 * 1000, /* elements looked at */
  GUARD_ATTRIBUTES = 250,         /* of one tag */
};

/* False: refused, and *where is the tag at which the limit was reached. */
bool html_guard(Str html, size_t *where);

#endif
