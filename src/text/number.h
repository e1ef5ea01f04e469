/* number.h -- numbers as a language writes them: grouping and digits. */
#ifndef PUBLISH_TEXT_NUMBER_H
#define PUBLISH_TEXT_NUMBER_H

#include "text/text.h"

Str number_format(TextTools *t, Arena *a, Str language, int64_t n);
/* With up to `decimals` decimals (0-9), rounded half to even. */
Str number_decimal(TextTools *t, Arena *a, Str language, double n, int decimals);

/* A large number in few characters, cut down and never rounded up: "1.2 k", "12 k",
 * "3.4 M"; in Chinese, Japanese and Korean by ten thousands: "1.2 万", "3.4 億". A blank in
 * it is one that does not break. Small and negative ones are written out. */
Str number_short(TextTools *t, Arena *a, Str language, int64_t n);

#endif
