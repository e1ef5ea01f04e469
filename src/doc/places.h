/* places.h -- line and column of any byte of a source, in any order. Private to src/doc.
 *
 * locate.h follows cmark-gfm through a text from top to bottom; nodes made from HTML come
 * in the order of a tree that was repaired, so they ask here. Lines end as in locate.h (LF,
 * CR, CRLF), columns count characters. Building is linear; one answer looks at one line
 * number (binary search) and at most PLACES_STEP bytes, so a line of megabytes costs no more. */
#ifndef PUBLISH_DOC_PLACES_H
#define PUBLISH_DOC_PLACES_H

#include "doc/node.h"

enum { PLACES_STEP = 512 };

typedef struct {
  Str text;
  size_t *lines; /* offset of each line */
  size_t line_count;
  uint32_t *chars; /* characters before each PLACES_STEP-th byte */
} Places;

void places_init(Places *p, Arena *a, Str text);
/* The line (from 0) that holds `offset`. */
size_t places_line(const Places *p, size_t offset);
/* Line `line` (from 0) without its end; empty behind the last. */
Str places_text(const Places *p, size_t line);
/* n stands at these bytes of the source; `exact` as in node.h. */
void places_put(const Places *p, Node *n, size_t offset, size_t length, bool exact);

#endif
