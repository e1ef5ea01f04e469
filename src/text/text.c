/* text.c -- opening ICU so that nothing of the machine leaks in, and keeping
 * what was opened. */
#include "text/text.h"

#include "text/dates.h"
#include "text/lang.h"
#include "text/tools.h"
#include <stdlib.h>
#include <unicode/putil.h>
#include <unicode/udata.h>
#include <unicode/uloc.h>

/* An article names one language, a site a few dozen. Beyond this many somebody
 * plays games, and the cache starts anew. */
enum { MOST_LANGUAGES = 96 };

static UErrorCode pin_down(void) {
  UErrorCode status = U_ZERO_ERROR;
  udata_setFileAccess(UDATA_NO_FILES, &status);
  u_setDataDirectory("");
  u_setTimeZoneFilesDirectory("", &status);
  uloc_setDefault("en", &status);
  static const UChar utc[] = { 'U', 'T', 'C', 0 };
  ucal_setDefaultTimeZone(utc, &status);
  return status;
}

TextTools *text_open(Diags *d) {
  UErrorCode status = pin_down();
  TextTools *t = mem_calloc(1, sizeof *t);
  t->words = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
  if (U_FAILURE(status)) {
    diag_machine(d, P_INTERNAL, "reinstall the ICU library (libicu) and its data",
                 "the ICU library cannot use its data: %s", u_errorName(status));
    text_close(t);
    return NULL;
  }
  /* One dictionary look-up now, so that it is not loaded again by every worker. */
  UChar han[] = { 0x4E2D, 0x6587, 0x5B57 };
  ubrk_setText(t->words, han, 3, &status);
  while (ubrk_next(t->words) != UBRK_DONE) {
  }
  return t;
}

static void close_languages(TextTools *t) {
  for (size_t i = 0; i < t->languages.count; i++) {
    LangTools *l = t->languages.items[i].value;
    if (l->collator) ucol_close(l->collator);
    if (l->plurals) uplrules_close(l->plurals);
    if (l->numbers) unum_close(l->numbers);
    if (l->compact) unum_close(l->compact);
    if (l->patterns) udatpg_close(l->patterns);
    for (size_t k = 0; k < l->formats.count; k++) udat_close(l->formats.items[k].value);
    map_free(&l->formats);
    sb_stemmer_delete(l->stemmer);
  }
  map_free(&t->languages);
  arena_free(&t->arena);
}

void text_close(TextTools *t) {
  if (!t) return;
  close_languages(t);
  for (size_t i = 0; i < t->zones.count; i++) ucal_close(t->zones.items[i].value);
  map_free(&t->zones);
  arena_free(&t->zone_arena);
  if (t->words) ubrk_close(t->words);
  free(t);
}

void text_prepare(TextTools *t, Str language) {
  Arena a = { 0 };
  static const char *const styles[] = { "short", "medium", "long", "full" };
  for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
    dates_format(t, &a, language, str_c(styles[i]), 0, 0, S(""));
  arena_free(&a);
  tools_collator(t, language);
  tools_plurals(t, language);
  tools_numbers(t, language);
  tools_compact(t, language);
  tools_stemmer(t, language);
}

void tools_locale(char out[LOCALE_SIZE], Str language) {
  char tag[LOCALE_SIZE];
  UErrorCode status = U_ZERO_ERROR;
  out[0] = '\0';
  if (!lang_valid(language) || !wide_name(tag, sizeof tag, language)) return;
  int32_t parsed = 0;
  int32_t n = uloc_forLanguageTag(tag, out, LOCALE_SIZE, &parsed, &status);
  if (U_FAILURE(status) || n <= 0 || n >= LOCALE_SIZE) out[0] = '\0';
}

LangTools *tools_lang(TextTools *t, Str language) {
  LangTools *l = map_get(&t->languages, language);
  if (l) return l;
  if (t->languages.count >= MOST_LANGUAGES) close_languages(t);
  l = ARENA_NEW(&t->arena, LangTools);
  l->tag = arena_str(&t->arena, language);
  tools_locale(l->locale, language);
  if (!l->locale[0]) memcpy(l->locale, "en", 3); /* the root's dates are for machines */
  map_put(&t->languages, l->tag, l);
  return l;
}

UCalendar *tools_zone(TextTools *t, Str zone) {
  char name[64];
  UCalendar *c = map_get(&t->zones, zone);
  if (c) return c;
  if (!zone.n || !wide_name(name, sizeof name, zone) || str_eqc(zone, "Etc/Unknown")) return NULL;
  UChar id[64], canonical[64];
  UBool known = false;
  UErrorCode status = U_ZERO_ERROR;
  u_charsToUChars(name, id, (int32_t)zone.n + 1);
  ucal_getCanonicalTimeZoneID(id, (int32_t)zone.n, canonical, 64, &known, &status);
  if (U_FAILURE(status) || !known) return NULL;
  c = ucal_open(id, (int32_t)zone.n, "en", UCAL_GREGORIAN, &status);
  if (U_FAILURE(status)) {
    if (c) ucal_close(c);
    return NULL;
  }
  map_put(&t->zones, arena_str(&t->zone_arena, zone), c);
  return c;
}

struct sb_stemmer *tools_stemmer(TextTools *t, Str language) {
  LangTools *l = tools_lang(t, language);
  if (!l->stemmer_tried) {
    char base[16];
    l->stemmer_tried = true;
    Str b = lang_base(l->tag);
    /* Norwegian has two written forms; Snowball's is for Bokmal. */
    if (lang_is(b, "nb")) b = S("no");
    if (wide_name(base, sizeof base, b) && b.n >= 2 && b.n <= 3) {
      for (char *c = base; *c; c++)
        if (*c >= 'A' && *c <= 'Z') *c = (char)(*c + 32);
      l->stemmer = sb_stemmer_new(base, NULL);
    }
  }
  return l->stemmer;
}

UCollator *tools_collator(TextTools *t, Str language) {
  LangTools *l = tools_lang(t, language);
  if (!l->collator) {
    UErrorCode status = U_ZERO_ERROR;
    l->collator = ucol_open(l->locale, &status);
    if (U_FAILURE(status)) {
      status = U_ZERO_ERROR;
      l->collator = ucol_open("", &status);
    }
    if (U_FAILURE(status)) return l->collator = NULL;
    ucol_setAttribute(l->collator, UCOL_NUMERIC_COLLATION, UCOL_ON, &status);
    ucol_setAttribute(l->collator, UCOL_NORMALIZATION_MODE, UCOL_ON, &status);
  }
  return l->collator;
}

UPluralRules *tools_plurals(TextTools *t, Str language) {
  LangTools *l = tools_lang(t, language);
  UErrorCode status = U_ZERO_ERROR;
  if (!l->plurals) l->plurals = uplrules_openForType(l->locale, UPLURAL_TYPE_CARDINAL, &status);
  return l->plurals;
}

UNumberFormat *tools_compact(TextTools *t, Str language) {
  LangTools *l = tools_lang(t, language);
  UErrorCode status = U_ZERO_ERROR;
  if (!l->compact) {
    l->compact = unum_open(UNUM_DECIMAL_COMPACT_SHORT, NULL, 0, l->locale, NULL, &status);
    if (l->compact) unum_setAttribute(l->compact, UNUM_ROUNDING_MODE, UNUM_ROUND_DOWN);
  }
  return l->compact;
}

UNumberFormat *tools_numbers(TextTools *t, Str language) {
  LangTools *l = tools_lang(t, language);
  UErrorCode status = U_ZERO_ERROR;
  if (!l->numbers) {
    l->numbers = unum_open(UNUM_DECIMAL, NULL, 0, l->locale, NULL, &status);
    if (l->numbers) unum_setAttribute(l->numbers, UNUM_ROUNDING_MODE, UNUM_ROUND_HALFEVEN);
  }
  return l->numbers;
}
