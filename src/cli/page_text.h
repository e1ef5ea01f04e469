/* page_text.h -- a finished page as lines of text, and the parts that it is made of.
 *
 * For comparing two versions of a page as a reader would. Lines are blocks: headings with
 * '#', items with '-', links as [text](address), pictures as ![alt](address); of the head
 * the title and the description. A part is a region of the page that has a name: the head, a
 * landmark (header, nav, section, aside, footer, form), a notice, or what lies in the
 * article or main element and in none of these. Its label is the tag and the first class:
 * "section.related". Several of one label are one part.
 *
 * Pages are our own, so the scanner knows no HTML5 rules about missing tags: what is not
 * closed ends with its parent. Any bytes will do; linear. Memory is the arena's. */
#ifndef PUBLISH_CLI_PAGE_TEXT_H
#define PUBLISH_CLI_PAGE_TEXT_H

#include "base/arena.h"
#include "base/digest.h"

enum { PAGE_PARTS = 64 };

typedef struct {
  Str label;
  Digest text, html; /* of its lines; of its bytes */
} PagePart;

typedef struct {
  PagePart parts[PAGE_PARTS]; /* in order of first appearance; the last one holds the rest */
  size_t count;
  Str text; /* all lines, each with its line end */
} PageText;

void page_text(PageText *out, Arena *a, Str html);
/* The part with this label, NULL when there is none. */
const PagePart *page_part(const PageText *page, Str label);

#endif
