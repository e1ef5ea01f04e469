/* plain.h -- the words of a document without its markup.
 *
 * For excerpts, counting, term statistics, titles and alternative texts. Blocks
 * are separated by one line feed, table cells by a tab, a soft break is a blank
 * (none between wide characters: parse.h already removed those), a hard break a
 * line feed. HTML, the author's or trusted, gives nothing. Cannot fail. */
#ifndef PUBLISH_DOC_PLAIN_H
#define PUBLISH_DOC_PLAIN_H

#include "doc/node.h"

typedef struct {
  bool skip_code;      /* code blocks and code spans */
  bool skip_blocks;    /* code blocks only */
  bool skip_footnotes; /* the definitions; references never give text */
  bool skip_headings;
  bool skip_tables;
  bool skip_images; /* and cards for films; else their alternative text */
  bool skip_quotes;
  bool skip_added; /* nodes with an origin: what plugins put in */
  size_t limit;    /* stop after about so many bytes, at the end of a text; 0 = none */
} PlainOptions;

void plain_write(Buf *out, const Node *root, const PlainOptions *options);
/* options may be NULL: everything. */
Str plain_text(Arena *a, const Node *root, const PlainOptions *options);

#endif
