/* html_tags.h -- what publish makes of each HTML element. Private to src/doc.
 *
 * One table: an element has a kind, which says which node it becomes, and flags. `safe` in
 * the sense of markdown.html are all kinds but those that are dropped; what is not in the
 * table is TAG_UNKNOWN. */
#ifndef PUBLISH_DOC_HTML_TAGS_H
#define PUBLISH_DOC_HTML_TAGS_H

#include "base/str.h"
#include <stdint.h>

typedef enum {
  TAG_UNKNOWN, /* not HTML: its content stays; never closed, it is text */
  /* blocks */
  TAG_PARAGRAPH,
  TAG_HEADING,
  TAG_QUOTE,
  TAG_LIST,
  TAG_ITEM,
  TAG_PRE,
  TAG_RULE,
  TAG_FIGURE,
  TAG_CAPTION,
  TAG_SUMMARY, /* first in details */
  TAG_DIV,     /* a container without a meaning of its own */
  TAG_BLOCK,   /* kept as it is: tables and their parts, dl, details ... */
  /* in a line of text */
  TAG_BREAK,
  TAG_EMPH,
  TAG_STRONG,
  TAG_STRIKE,
  TAG_CODE,
  TAG_LINK,
  TAG_IMAGE,
  TAG_SPAN,
  TAG_INLINE, /* kept as it is */
  TAG_VOID,   /* the same, never with content */
  /* not kept */
  TAG_MEDIA, /* video, audio: a link to the file */
  TAG_FRAME, /* iframe, embed: a page of somebody else's */
  TAG_OPEN,  /* its tags go, its content stays */
  TAG_BOX,   /* the same, but it is a block */
  TAG_GONE,  /* goes with its content, which no reader would have seen */
  TAG_QUIET, /* goes without a word: it says nothing by itself */
  TAG_TEMPLATE
} TagKind;

enum {
  TAG_LEVEL = 7,   /* of TAG_HEADING: its level */
  TAG_RAW = 8,     /* its content is text to the parser */
  TAG_SEALED = 16, /* markdown.html: raw keeps it with all that is in it, untouched */
};

typedef struct {
  const char *name;
  TagKind kind;
  uint8_t flags;
  const char *as; /* the element it is written as, when that is another one */
} Tag;

/* `name` in lower case. Never NULL: kind TAG_UNKNOWN. */
const Tag *tag_find(Str name);
bool tag_is_block(const Tag *tag);
bool tag_is_inline(const Tag *tag);

#endif
