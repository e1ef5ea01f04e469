/* graphemes.h -- what a reader takes for one character, and cutting there.
 *
 * Extended grapheme clusters (UAX #29): an emoji family, a flag, a letter with
 * its accents are one. Widths are in columns as in base/utf8.h: a wide (CJK,
 * emoji) cluster is 2, any other visible cluster 1; "100 wide characters" are
 * width 200. */
#ifndef PUBLISH_TEXT_GRAPHEMES_H
#define PUBLISH_TEXT_GRAPHEMES_H

#include "base/arena.h"

/* Take the next cluster of *rest and move *rest past it; false at the end. */
bool grapheme_next(Str *rest, Str *cluster);
size_t grapheme_count(Str s);
/* The longest prefix that ends at a cluster boundary and has at most `bytes`
 * bytes. Empty when the first cluster alone is longer. */
Str grapheme_cut(Str s, size_t bytes);
size_t grapheme_width(Str cluster); /* 0, 1 or 2 */
size_t text_width(Str s);

/* `text` if it fits into `width` columns, else its beginning and `ellipsis`,
 * together at most `width`. White space is collapsed and trimmed first. The cut
 * falls on a cluster boundary, never inside a word of an alphabet or inside a
 * number (1,234.5, 3.14%, 2024, 50 km stays "50" at worst), leaves no white
 * space, comma, opening bracket or opening quote before the ellipsis (a mark
 * that ends a sentence, as in "Why?", goes too), and no opening quote or
 * bracket whose partner was cut off right behind it. When even the first word
 * is too long it is cut at a cluster boundary after all. */
Str excerpt(Arena *a, Str text, size_t width, Str ellipsis);

/* `text` without a beginning that only says `title` again: the title as a line, a
 * sentence or a label of its own ("Title. Text", "【标题】正文"), case, width, blanks
 * and punctuation aside. A sentence that begins with the title's words stays. A view. */
Str excerpt_after_title(Str text, Str title);

#endif
