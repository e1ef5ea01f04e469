/* plural.h -- which plural form a language takes for a number (CLDR). */
#ifndef PUBLISH_TEXT_PLURAL_H
#define PUBLISH_TEXT_PLURAL_H

#include "text/text.h"

/* "zero", "one", "two", "few", "many" or "other"; a literal, never NULL. */
const char *plural_category(TextTools *t, Str language, int64_t n);
/* Is this one of those six names? For checking a map of plural forms. */
bool plural_name(Str s);

#endif
