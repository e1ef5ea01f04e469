/* plural.c -- CLDR's cardinal rules through ICU. */
#include "text/plural.h"

#include "text/tools.h"

static const char *const categories[] = { "zero", "one", "two", "few", "many", "other" };

const char *plural_category(TextTools *t, Str language, int64_t n) {
  UPluralRules *rules = tools_plurals(t, language);
  UErrorCode status = U_ZERO_ERROR;
  UChar word[16];
  char name[16];
  if (!rules) return "other";
  int32_t length = uplrules_select(rules, (double)n, word, 15, &status);
  if (U_FAILURE(status) || length < 1 || length > 15) return "other";
  u_UCharsToChars(word, name, length);
  for (size_t i = 0; i < sizeof categories / sizeof *categories; i++)
    if (str_eqc(str_n(name, (size_t)length), categories[i])) return categories[i];
  return "other";
}

bool plural_name(Str s) {
  for (size_t i = 0; i < sizeof categories / sizeof *categories; i++)
    if (str_eqc(s, categories[i])) return true;
  return false;
}
