/* tools.h -- the inside of TextTools, for this folder only. */
#ifndef PUBLISH_TEXT_TOOLS_H
#define PUBLISH_TEXT_TOOLS_H

#include "base/map.h"
#include "text/text.h"
#include "text/wide.h"
#include <libstemmer.h>
#include <unicode/ubrk.h>
#include <unicode/ucal.h>
#include <unicode/ucol.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/unum.h>
#include <unicode/upluralrules.h>

enum { LOCALE_SIZE = ULOC_FULLNAME_CAPACITY };

/* What has been opened for one language; every member is opened when first
 * asked for and may stay NULL when ICU has nothing. */
typedef struct {
  char locale[LOCALE_SIZE]; /* ICU's name of it */
  Str tag;
  UCollator *collator;
  UPluralRules *plurals;
  UNumberFormat *numbers, *compact;
  UDateTimePatternGenerator *patterns;
  Map formats; /* "format\x1fzone" -> UDateFormat */
  struct sb_stemmer *stemmer;
  bool stemmer_tried;
} LangTools;

struct TextTools {
  Arena arena;   /* keys and LangTools; emptied when too many were opened */
  Map languages; /* tag -> LangTools */
  Arena zone_arena;
  Map zones; /* IANA name -> UCalendar */
  UBreakIterator *words;
};

/* Never NULL. Valid until the next call with another language. */
LangTools *tools_lang(TextTools *t, Str language);
/* "" when the tag is no language tag: the root. */
void tools_locale(char out[LOCALE_SIZE], Str language);
/* NULL when the name is no zone of the database. */
UCalendar *tools_zone(TextTools *t, Str zone);
struct sb_stemmer *tools_stemmer(TextTools *t, Str language); /* NULL: none */
UCollator *tools_collator(TextTools *t, Str language);
UPluralRules *tools_plurals(TextTools *t, Str language);
UNumberFormat *tools_numbers(TextTools *t, Str language);
UNumberFormat *tools_compact(TextTools *t, Str language);

#endif
