/* locate.h -- finding nodes again in the source bytes. Private to src/doc.
 *
 * cmark-gfm's positions of blocks are right, those of inlines are not: they are
 * off behind soft breaks, tabs, entities and reference definitions. So only the
 * start of a block is taken from it, and a cursor goes through the source in
 * step with the tree: each text, code span or delimiter is looked for from the
 * cursor on and compared byte for byte (escapes, entities and typographic
 * replacements allowed for). What is found is exact, the cursor moves behind
 * it; what is not found gets the start of its block. The search looks at most
 * at LOCATE_WINDOW bytes and LOCATE_TRIES candidates, so all of it is linear. */
#ifndef PUBLISH_DOC_LOCATE_H
#define PUBLISH_DOC_LOCATE_H

#include "doc/node.h"

enum { LOCATE_WINDOW = 4096, LOCATE_TRIES = 48 };

typedef struct {
  Str text;      /* the whole source */
  size_t *lines; /* offset of each line of the body */
  size_t line_count;
  size_t cursor, limit; /* inside the present block */
  size_t block;         /* where a node goes that is not found */
  uint32_t block_line, block_col;
  /* For columns: the last answer. */
  size_t seen_line, seen_offset;
  uint32_t seen_col;
  uint32_t first_line; /* number in the file of lines[0] */
} Locator;

void locate_init(Locator *l, Arena *a, Str text, size_t body_offset);
/* Begin a block that covers these lines and byte columns of the body (1-based,
 * as cmark-gfm counts): sets n's place and the cursor. */
void locate_block(Locator *l, Node *n, int line, int col, int end_line, int end_col);
/* Entering and leaving an inline node; children are located in between. */
void locate_enter(Locator *l, Node *n);
/* A node whose place is known; the cursor goes on behind it. */
void locate_at(Locator *l, Node *n, size_t offset, size_t length);
/* A block whose place is known; the cursor goes through it. */
void locate_within(Locator *l, Node *n, size_t offset, size_t length);
/* n begins where line `line` of the file does. */
void locate_line(const Locator *l, Node *n, uint32_t line);
void locate_leave(Locator *l, Node *n);

#endif
