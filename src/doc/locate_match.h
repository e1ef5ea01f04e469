/* locate_match.h -- does the source spell this literal? Private to src/doc, for
 * locate.c. */
#ifndef PUBLISH_DOC_LOCATE_MATCH_H
#define PUBLISH_DOC_LOCATE_MATCH_H

#include "doc/locate.h"

/* The first place from the cursor on that spells `literal`, allowing for
 * escapes, entities and typographic replacements. */
bool match_find(const Locator *l, Str literal, size_t *start, size_t *end);
/* Are the two equal but for white space, prefixes of lines and escaped pipes? */
bool match_loosely(Str source, Str literal);

#endif
