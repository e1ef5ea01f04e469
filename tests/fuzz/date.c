/* date.c -- any bytes as a date, a date format, a language tag, a zone. */
#include "fuzz.h"

#include "data/date.h"
#include "text/dates.h"
#include "text/lang.h"
#include "text/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static TextTools *text;
  Diags d = { 0 };
  if (!text) text = text_open(&d);
  Arena a = { 0 };
  Str s = fuzz_str(data, size);
  Date date, again;
  if (!date_parse(&date, &a, s, NULL)) {
    Str back = date_text(&a, date);
    MUST(!date_parse(&again, &a, back, NULL));
    MUST(date_cmp(date, again) == 0);
    Civil c = date_civil(date);
    MUST(c.month >= 1 && c.month <= 12 && c.day >= 1 && c.day <= 31);
  }
  int32_t offset;
  civil_offset(s, &offset);
  lang_valid(s);
  lang_canonical(&a, s);
  lang_script(&a, s);
  lang_name(&a, s);
  lang_rtl(s);
  zone_valid(text, s);
  zone_offset(text, s, 0);
  if (!dates_problem(&a, s))
    dates_format(text, &a, S("de"), s, 1700000000, 3600, S("Europe/Berlin"));
  dates_format(text, &a, s, S("long"), 1700000000, 3600, s);
  diags_free(&d);
  arena_free(&a);
  return 0;
}
