/* The calendar, time zones, and dates, numbers, plurals and order by language. */
#include "check.h"
#include "text/civil.h"
#include "text/collate.h"
#include "text/dates.h"
#include "text/number.h"
#include "text/plural.h"
#include "text/zone.h"

static TextTools *tools;
static Arena a;

static void calendar(void) {
  CHECK_INT(civil_days(1970, 1, 1), 0);
  CHECK_INT(civil_days(2000, 3, 1), 11017);
  CHECK_INT(civil_days(1969, 12, 31), -1);
  CHECK(civil_valid(2024, 2, 29, 0, 0, 0));
  CHECK(!civil_valid(1900, 2, 29, 0, 0, 0));
  CHECK(civil_valid(2000, 2, 29, 23, 59, 59));
  CHECK(!civil_valid(2024, 13, 1, 0, 0, 0) && !civil_valid(2024, 1, 1, 24, 0, 0));
  /* Every day of 800 years comes back as it went in. */
  bool same = true;
  for (int64_t day = civil_days(1700, 1, 1); day < civil_days(2500, 1, 1); day++) {
    Civil c = civil_at(day * 86400 + 3723, 0);
    same &= civil_seconds(&c, 0) == day * 86400 + 3723 && c.day >= 1 &&
            c.day <= civil_month_days(c.year, c.month);
  }
  CHECK(same);
  Civil c = civil_at(1704067200, 8 * 3600); /* 2024-01-01T08:00+08:00, a Monday */
  CHECK(c.year == 2024 && c.hour == 8 && c.weekday == 1 && c.yearday == 1 && c.week == 1);
  c = civil_at(civil_days(2021, 1, 3) * 86400, 0); /* a Sunday of the old year's week 53 */
  CHECK(c.week == 53 && c.week_year == 2020 && c.weekday == 7);
}

static void machine_forms(void) {
  CHECK_STR(civil_rfc3339(&a, 1704276000, 28800, true), "2024-01-03T18:00:00+08:00");
  CHECK_STR(civil_rfc3339(&a, 1704276000, 0, true), "2024-01-03T10:00:00Z");
  CHECK_STR(civil_rfc3339(&a, -1, -12600, true), "1969-12-31T20:29:59-03:30");
  CHECK_STR(civil_rfc3339(&a, 1704276000, 0, false), "2024-01-03");
  CHECK_STR(civil_rfc822(&a, 1704276000, 28800), "Wed, 03 Jan 2024 18:00:00 +0800");
  int32_t offset = 1;
  CHECK(civil_offset(S("+08:00"), &offset) && offset == 28800);
  CHECK(civil_offset(S("-0330"), &offset) && offset == -12600);
  CHECK(civil_offset(S("Z"), &offset) && offset == 0);
  CHECK(!civil_offset(S("+8"), &offset) && !civil_offset(S("+19:00"), &offset));
  CHECK(!civil_offset(S("+08:0"), &offset) && !civil_offset(S("+08:00x"), &offset));
}

static void zones(void) {
  CHECK(zone_valid(tools, S("Asia/Shanghai")) && zone_valid(tools, S("UTC")));
  CHECK(zone_valid(tools, S("+05:30")));
  CHECK(!zone_valid(tools, S("Asia/Beijing")) && !zone_valid(tools, S("")));
  CHECK(!zone_valid(tools, S("Etc/Unknown")) && !zone_valid(tools, S("GMT+8:00 ")));
  CHECK_INT(zone_offset(tools, S("Asia/Shanghai"), 1704276000), 28800);
  CHECK_INT(zone_offset(tools, S("Europe/Berlin"), 1704276000), 3600);
  CHECK_INT(zone_offset(tools, S("Europe/Berlin"), 1720000000), 7200);
  const Str *names;
  size_t n = zone_names(tools, &a, &names);
  CHECK(n > 300);
  Str near = str_nearest(S("Asia/Shangai"), names, n);
  CHECK_STR(near, "Asia/Shanghai");
}

/* Clocks in Berlin: 2024-03-31 02:00 -> 03:00 and 2024-10-27 03:00 -> 02:00. */
static void gaps_and_overlaps(void) {
  int32_t offset;
  Civil normal = { .year = 2024, .month = 7, .day = 1, .hour = 12 };
  CHECK_INT(zone_instant(tools, S("Europe/Berlin"), &normal, &offset), 1719828000);
  CHECK_INT(offset, 7200);
  Civil twice = { .year = 2024, .month = 10, .day = 27, .hour = 2, .minute = 30 };
  CHECK_INT(zone_instant(tools, S("Europe/Berlin"), &twice, &offset), 1729989000);
  CHECK_INT(offset, 7200);
  Civil never = { .year = 2024, .month = 3, .day = 31, .hour = 2, .minute = 30 };
  CHECK_INT(zone_instant(tools, S("Europe/Berlin"), &never, &offset), 1711848600);
  CHECK_INT(offset, 7200); /* shown as 03:30 */
  CHECK_INT(zone_instant(tools, S("+08:00"), &normal, &offset), 1719806400);
}

static Str format(const char *language, const char *f) {
  return dates_format(tools, &a, str_c(language), str_c(f), 1704276000, 28800, S("Asia/Shanghai"));
}

static void by_language(void) {
  CHECK_STR(format("en", "long"), "January 3, 2024");
  CHECK_STR(format("en-GB", "long"), "3 January 2024");
  CHECK_STR(format("zh", "long"), "2024年1月3日");
  CHECK_STR(format("zh-TW", "full"), "2024年1月3日 星期三");
  CHECK_STR(format("de", "medium"), "03.01.2024");
  CHECK_STR(format("ja", "short"), "2024/01/03");
  CHECK_STR(format("en", "yMMMMd"), "January 3, 2024");
  CHECK_STR(format("zh", "yMMMM"), "2024年1月");
  CHECK_STR(format("en", "yyyy-MM-dd"), "2024-01-03");
  CHECK_STR(format("en", "yyyy-MM-dd'T'HH:mm xxx"), "2024-01-03T18:00 +08:00");
  CHECK_STR(format("de", "%-d. %B %Y"), "3. Januar 2024");
  CHECK_STR(format("en", "on %d/%m/%y at %H:%M, 100%%"), "on 03/01/24 at 18:00, 100%");
  CHECK_STR(format("en", "iso"), "2024-01-03");
  CHECK_STR(format("en", "rfc3339"), "2024-01-03T18:00:00+08:00");
  CHECK_STR(format("th", "yyyy"), "2024");
  CHECK_STR(format("th-u-ca-buddhist", "yyyy"), "พ.ศ. 2567");
  /* No such language: English, wherever the build runs. */
  CHECK_STR(format("tlh", "long"), format("no tag at all", "long").p);
}

/* A format and the time behind it, each as the language writes them. */
static Str timed(const char *language, const char *f) {
  return format(language, arena_cstr(&a, dates_with_time(&a, str_c(f))));
}

static void with_time(void) {
  CHECK_STR(timed("en", "long"), "January 3, 2024 at 6:00\u202FPM");
  CHECK_STR(timed("zh", "long"), "2024年1月3日 18:00");
  CHECK_STR(timed("ja", "medium"), "2024/01/03 18:00");
  CHECK_STR(timed("de", "full"), "Mittwoch, 3. Januar 2024 um 18:00");
  CHECK_STR(timed("en", "yyyy-MM-dd"), "2024-01-03 18:00");
  CHECK_STR(timed("de", "%d.%m.%Y"), "03.01.2024 18:00");
  CHECK_STR(timed("zh", "yMMMMd"), "2024年1月3日 18:00");
  CHECK_STR(timed("en", "datetime"), format("en", "datetime").p);
  CHECK_STR(timed("en", "rfc3339"), "2024-01-03T18:00:00+08:00");
}

static void far_away(void) {
  int64_t then = civil_days(1066, 10, 14) * 86400;
  CHECK_STR(dates_format(tools, &a, S("en"), S("yyyy-MM-dd"), then, 0, S("")), "1066-10-14");
}

static void wrong_formats(void) {
  CHECK(dates_problem(&a, S("yyyy-MM-dd")) == NULL);
  CHECK(dates_problem(&a, S("long")) == NULL);
  CHECK_STR(str_c(dates_problem(&a, S(""))), "the date format is empty");
  CHECK_STR(str_c(dates_problem(&a, S("lang"))),
            "'l' is no field of a date pattern; put words into ' quotes");
  CHECK_STR(str_c(dates_problem(&a, S("d 'of MMMM"))),
            "a ' quote in the date pattern is never closed");
  CHECK_STR(str_c(dates_problem(&a, S("%Q"))), "'%Q' is no field of a date format that we know");
  CHECK(dates_problem(&a, S("%")) == NULL);
  CHECK_STR(format("en", "lang"), "");
}

static void plurals(void) {
  CHECK_STR(str_c(plural_category(tools, S("en"), 1)), "one");
  CHECK_STR(str_c(plural_category(tools, S("en"), 0)), "other");
  CHECK_STR(str_c(plural_category(tools, S("zh"), 1)), "other");
  CHECK_STR(str_c(plural_category(tools, S("ru"), 3)), "few");
  CHECK_STR(str_c(plural_category(tools, S("ar"), 2)), "two");
  CHECK_STR(str_c(plural_category(tools, S("?"), 1)), "one"); /* unknown: as the default, English */
  CHECK(plural_name(S("many")) && !plural_name(S("some")));
}

static void numbers(void) {
  CHECK_STR(number_format(tools, &a, S("en"), 1234567), "1,234,567");
  CHECK_STR(number_format(tools, &a, S("de"), -1234567), "-1.234.567");
  CHECK_STR(number_format(tools, &a, S("hi"), 1234567), "12,34,567");
  CHECK_STR(number_format(tools, &a, S("zh"), INT64_MIN), "-9,223,372,036,854,775,808");
  CHECK_STR(number_decimal(tools, &a, S("de"), 3.14159, 2), "3,14");
  CHECK_STR(number_format(tools, &a, S("de"), 5), "5");
}

static void compact_numbers(void) {
  static const struct {
    const char *language;
    long long n;
    const char *want;
  } cases[] = { { "en", 0, "0" },
                { "en", 999, "999" },
                { "en", 1299, "1.2K" },
                { "en", 12999, "12K" },
                { "en", 999999, "990K" },
                { "en", 1234567, "1.2M" },
                { "en", -5, "-5" },
                { "zh-Hans", 9999, "9900" },
                { "zh-Hans", 12999, "1.2万" },
                { "zh", 123456789, "1.2亿" },
                { "zh-Hant", 1000000000, "10億" },
                { "ja", 12999, "1.2万" },
                { "", 12999, "12K" } };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
    CHECK_STR(number_compact(tools, &a, str_c(cases[i].language), cases[i].n), cases[i].want);
}

static void order(void) {
  CHECK(collate_cmp(tools, S("en"), S("Part 9"), S("part 10")) < 0);
  CHECK(collate_cmp(tools, S("de"), S("Äpfel"), S("Birnen")) < 0);
  CHECK(collate_cmp(tools, S("sv"), S("Äpple"), S("Zebra")) > 0);
  CHECK(collate_cmp(tools, S("zh"), S("北京"), S("上海")) < 0); /* bei before shang */
  CHECK(collate_cmp(tools, S("en"), S("same"), S("same")) == 0);
  CHECK(collate_cmp(tools, S("en"), S("\xC3\xA9"), S("e\xCC\x81")) != 0);
  CHECK(collate_cmp(tools, S("en"), S(""), S("a")) < 0);
}

static void begin(void) {
  Diags d = { 0 };
  tools = text_open(&d);
  CHECK(tools != NULL);
  text_prepare(tools, S("zh-Hans"));
  text_prepare(tools, S("not a language"));
}
/* More languages and formats than are kept at once. */
static void many(void) {
  for (char x = 'a'; x <= 'z'; x++)
    for (char y = 'a'; y <= 'z'; y += 4) {
      char tag[3] = { x, y, 0 }, f[8] = { 'y', ' ', '\'', x, y, '\'', 0 };
      plural_category(tools, str_c(tag), 1);
      format("en", f);
    }
  CHECK_STR(format("de", "long"), "3. Januar 2024");
}
static void finish(void) {
  text_close(tools);
  arena_free(&a);
}

CHECKS_MAIN({ "begin", begin }, { "calendar", calendar }, { "machine forms", machine_forms },
            { "zones", zones }, { "gaps and overlaps", gaps_and_overlaps },
            { "dates by language", by_language }, { "with the time", with_time },
            { "long ago", far_away }, { "wrong formats", wrong_formats },
            { "plural forms", plurals }, { "numbers", numbers },
            { "compact numbers", compact_numbers }, { "order", order }, { "many languages", many },
            { "finish", finish })
