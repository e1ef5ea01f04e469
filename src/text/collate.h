/* collate.h -- the order in which people of a language look things up.
 *
 * Keys are compared by bytes (str_cmp) and can be kept. Numbers inside sort by
 * value: "Part 9" before "Part 10". Two different strings never have the same
 * key. Chinese is by pinyin (zh-Hant: by strokes). */
#ifndef PUBLISH_TEXT_COLLATE_H
#define PUBLISH_TEXT_COLLATE_H

#include "text/text.h"

Str collate_key(TextTools *t, Arena *a, Str language, Str s);
int collate_cmp(TextTools *t, Str language, Str a, Str b);

#endif
