/* romanize.h -- a text of any script in the letters a to z.
 *
 * For names of files and addresses on sites that want them so. ICU's
 * transliterators do it: "Any-Latin" (of Chinese that is pinyin, one word a
 * character), then "Latin-ASCII", which takes accents off. A reading is a guess
 * where a character has several, and Japanese in kanji is read as Chinese; so
 * this proposes, and somebody looks.
 *
 * Pure; the data is inside ICU. What no rule knows (emoji) is left as it is. */
#ifndef PUBLISH_TEXT_ROMANIZE_H
#define PUBLISH_TEXT_ROMANIZE_H

#include "base/arena.h"

/* In `a`. The text itself when ICU has no such rules. */
Str romanize(Arena *a, Str text);

#endif
