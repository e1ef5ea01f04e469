/* outline.h -- what can only be known after the last edit: heading ids, the
 * outline, and the numbers of footnotes.
 *
 * outline_build() gives every heading an id: the one a plugin set, else an
 * anchor made from its text as GitHub makes it (lower case, blanks to hyphens,
 * punctuation gone, Chinese and Japanese kept), made unique with -1, -2 ... in
 * document order. Headings inside block quotes, list items, divs and footnotes
 * get ids as well but only those that stand directly in documents and divs made
 * by the author are listed. Footnotes are numbered by their first reference.
 * Cannot fail. */
#ifndef PUBLISH_DOC_OUTLINE_H
#define PUBLISH_DOC_OUTLINE_H

#include "doc/node.h"

typedef struct {
  uint32_t level;
  Str id;
  Str text; /* plain */
  const Node *node;
} OutlineItem;
typedef struct {
  OutlineItem *items; /* in document order */
  size_t count;
} Outline;

void outline_build(Outline *out, Arena *a, Node *root);
/* The first heading, for an article without a title: the first of level 1, or
 * if there is none the first of all. NULL if none. */
Node *outline_title(const Node *root);
/* The anchor that `text` gets when it is the first of its kind; "section" when
 * nothing of it is left. One that is the page's own gets "section-" before it. */
Str outline_anchor(Arena *a, Str text);
/* Is this the id of a part of the page around articles: its footnotes, comments, corrections,
 * notices? Links of the page lead there, so an article has no element of that name. */
bool anchor_is_page(Str id);
/* Such an id as headings have it ("section-comments"); others as they are. */
Str anchor_beside_page(Arena *a, Str id);
/* The same for all ids below `root`, as an author wrote them: of headings, boxes, figures. Later
 * ones, which plugins give, are the page's. */
void outline_beside_page(Arena *a, Node *root);

#endif
