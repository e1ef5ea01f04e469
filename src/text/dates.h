/* dates.h -- dates as a reader of a language expects to see them (CLDR).
 *
 * A format is one of
 *   "short" "medium" "long" "full"   the language's own date styles
 *   "datetime" "time"                medium date and short time; short time
 *   "iso" "rfc3339" "rfc822"         machine forms, no language in them
 *   letters only: "yMMMMd"           a CLDR skeleton: which fields; the language
 *                                    decides on order and words
 *   "long datetime" (and the other three styles): that style with the short time
 *   anything else: "yyyy-MM-dd"      a CLDR pattern, text in '' quotes
 *   with %: "%d %B %Y"               strftime, as other site generators have it
 * The calendar is Gregorian unless the language tag says otherwise
 * (th-u-ca-buddhist). Digits are the language's. */
#ifndef PUBLISH_TEXT_DATES_H
#define PUBLISH_TEXT_DATES_H

#include "text/civil.h"
#include "text/text.h"

/* NULL when `format` can be used, else what is wrong with it: one line, lower
 * case, in the arena ("'b' is no field of a date pattern"). */
const char *dates_problem(Arena *a, Str format);
/* An instant, `offset` seconds east of UTC; `zone` (may be "") gives names of
 * zones where the pattern asks for them. "" when the format has a problem. */
Str dates_format(TextTools *t, Arena *a, Str language, Str format, int64_t seconds, int32_t offset,
                 Str zone);

/* The format for a date that has a time: `format` with hours and minutes behind it,
 * as the language writes them. Machine forms and those with a time stay. */
Str dates_with_time(Arena *a, Str format);

#endif
