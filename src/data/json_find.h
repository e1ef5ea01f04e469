/* json_find.h -- JSON in front of a text: does one begin here, and where does it end?
 *
 * Nothing is parsed: that is for json_read.h, which says what is wrong with it. Linear. */
#ifndef PUBLISH_DATA_JSON_FIND_H
#define PUBLISH_DATA_JSON_FIND_H

#include "base/str.h"

/* JSON opens with a map: "{", a name and ':', or nothing behind it in its line. A text may
 * begin with a '{' as well: {{< figure >}}, {% raw %}, {: .note}. */
bool json_opens(Str s, size_t at);
/* Behind the '}' that closes the map at `at`, or 0. */
size_t json_end(Str s, size_t at);

#endif
