/* number.h -- numbers as a language writes them: grouping and digits. */
#ifndef PUBLISH_TEXT_NUMBER_H
#define PUBLISH_TEXT_NUMBER_H

#include "text/text.h"

Str number_format(TextTools *t, Arena *a, Str language, int64_t n);
/* With up to `decimals` decimals (0-9), rounded half to even. */
Str number_decimal(TextTools *t, Arena *a, Str language, double n, int decimals);

#endif
