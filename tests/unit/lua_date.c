/* Dates in Lua: parsing, fields, arithmetic, writing. */
#include "check.h"

#include "lib_rig.h"
#include "text/text.h"

static void parsing_and_fields(void) {
  GIVES(
      "local d = date.parse '2024-01-03T10:20:30+08:00' return d.year .. ' ' .. d.month .. ' ' .. "
      "d.day .. ' ' .. d.hour .. ' ' .. d.minute .. ' ' .. d.second .. ' ' .. d.offset .. ' ' .. "
      "d.weekday .. ' ' .. tostring(d.has_time)",
      "2024 1 3 10 20 30 28800 3 true");
  GIVES("return date.parse '2024-02-29'", "2024-02-29");
  GIVES("return date.parse('2024-02-29 09:00').iso", "2024-02-29T09:00:00Z");
  GIVES("local d, why = date.parse '2023-02-29' return d == nil and #why > 0", "true");
  GIVES("local d, why = date.parse 'soon' return d == nil and #why > 0", "true");
  GIVES("return date.parse('2024-01-03').yaer", "1: a date has no 'yaer'; did you mean 'year'?");
}

static void arithmetic(void) {
  GIVES("return date.parse '2024-03-01' - date.parse '2024-02-01'", "29");
  GIVES("return date.parse '2024-03-01T12:00:00Z' - date.parse '2024-03-01'", "0.5");
  GIVES("return date.parse '2024-02-28' + 2", "2024-03-01");
  GIVES("return date.parse '2024-03-01' - 1", "2024-02-29");
  GIVES("local a, b = date.parse '2024-01-01', date.parse '2024-01-02' return tostring(a < b) .. "
        "tostring(a <= b) .. tostring(a > b) .. tostring(a == b) .. tostring(a == a + 0)",
        "truetruefalsefalsetrue");
  GIVES("return date.parse('2024-01-01') + 1e9",
        "1: a date moved by too many days: from -4000000 to 4000000 are possible");
  GIVES("return date.parse('2024-01-01') + 0/0",
        "1: a date moved by too many days: from -4000000 to 4000000 are possible");
  GIVES("return date.parse('9999-12-31') + 1", "1: a date outside the years 1 to 9999");
  GIVES("date.parse('2024-01-01').year = 2",
        "1: a date is read-only; make another with d + days or date.parse");
  GIVES("return 'on ' .. date.parse('2024-01-01')", "on 2024-01-01");
}

static void writing(void) {
  Diags d = { 0 };
  Libs libs = { .text = text_open(&d), .language = S("en"), .zone = S("Asia/Shanghai") };
  CHECK(libs.text != NULL);
  GIVES_WITH(libs, "return date.parse('2024-01-03'):format('yyyy/MM/dd')", "2024/01/03");
  GIVES_WITH(libs, "return date.format(date.parse '2024-01-03', '%d.%m.%Y')", "03.01.2024");
  GIVES_WITH(libs, "return date.format(date.parse '2024-01-03', 'long')", "January 3, 2024");
  GIVES_WITH(libs, "return date.format(date.parse '2024-01-03', 'long', 'zh')", "2024年1月3日");
  /* Without a zone of its own a time is read in the site's. */
  GIVES_WITH(libs, "return date.parse '2024-01-03 10:00'", "2024-01-03T10:00:00+08:00");
  GIVES_WITH(libs,
             "return date.format(date.parse '2024-01-03T23:00:00Z', 'yyyy-MM-dd HH:mm', 'en', "
             "'Asia/Tokyo')",
             "2024-01-04 08:00");
  GIVES_WITH(libs, "return date.format(date.parse '2024-01-03', 'long', 'en', 'Mars/Base')",
             "1: there is no time zone 'Mars/Base'; write one such as Europe/Berlin");
  text_close(libs.text);
  diags_free(&d);
}

CHECKS_MAIN({ "parsing and fields", parsing_and_fields }, { "arithmetic", arithmetic },
            { "writing", writing })
