/* number.h -- numbers as a language writes them: grouping and digits. */
#ifndef PUBLISH_TEXT_NUMBER_H
#define PUBLISH_TEXT_NUMBER_H

#include "text/text.h"

Str number_format(TextTools *t, Arena *a, Str language, int64_t n);
/* Short, as counters are: "1.2K", "1.2万"; cut down to two significant digits. CLDR's
 * short decimal formats (UTS 35, part 3, section 2.4.4). */
Str number_compact(TextTools *t, Arena *a, Str language, int64_t n);
/* With up to `decimals` decimals (0-9), rounded half to even. */
Str number_decimal(TextTools *t, Arena *a, Str language, double n, int decimals);

#endif
