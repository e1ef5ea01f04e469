/* civil.c -- days from civil and back (eras of 400 years), ISO weeks, RFC forms. */
#include "text/civil.h"

#include <assert.h>

enum { DAY = 86400, ERA_DAYS = 146097 };

static int64_t floor_div(int64_t a, int64_t b) {
  return a / b - (a % b < 0);
}

/* A year that starts in March has its leap day last, which makes the rest even. */
int64_t civil_days(int64_t year, int month, int day) {
  assert(month >= 1 && month <= 12);
  if (month <= 2) year--;
  int64_t era = floor_div(year, 400), of_era = year - era * 400;
  int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void from_days(Civil *c, int64_t days) {
  days += 719468;
  int64_t era = floor_div(days, ERA_DAYS), d = days - era * ERA_DAYS;
  int64_t of_era = (d - d / 1460 + d / 36524 - d / 146096) / 365;
  int64_t of_year = d - (365 * of_era + of_era / 4 - of_era / 100);
  int64_t m = (5 * of_year + 2) / 153;
  c->day = (int)(of_year - (153 * m + 2) / 5 + 1);
  c->month = (int)(m < 10 ? m + 3 : m - 9);
  c->year = of_era + era * 400 + (c->month <= 2);
}

static bool leap(int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int civil_month_days(int64_t year, int month) {
  static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  assert(month >= 1 && month <= 12);
  return days[month - 1] + (month == 2 && leap(year));
}

bool civil_valid(int64_t year, int month, int day, int hour, int minute, int second) {
  return month >= 1 && month <= 12 && day >= 1 && day <= civil_month_days(year, month) &&
         hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59;
}

/* The ISO week is that of the Thursday of the same Monday-to-Sunday week. */
static void set_week(Civil *c, int64_t days) {
  Civil thursday = { 0 };
  int64_t at = days - (c->weekday - 4);
  from_days(&thursday, at);
  c->week_year = thursday.year;
  c->week = (int)((at - civil_days(thursday.year, 1, 1)) / 7) + 1;
}

Civil civil_at(int64_t seconds, int32_t offset) {
  int64_t local;
  if (__builtin_add_overflow(seconds, (int64_t)offset, &local)) local = seconds;
  int64_t days = floor_div(local, DAY);
  int clock = (int)((local % DAY + DAY) % DAY);
  Civil c = { .hour = clock / 3600, .minute = clock / 60 % 60, .second = clock % 60 };
  from_days(&c, days);
  c.weekday = (int)((days + 3) - floor_div(days + 3, 7) * 7) + 1; /* day 0 was a Thursday */
  c.yearday = (int)(days - civil_days(c.year, 1, 1)) + 1;
  set_week(&c, days);
  return c;
}

int64_t civil_seconds(const Civil *c, int32_t offset) {
  return civil_days(c->year, c->month, c->day) * DAY + c->hour * 3600 + c->minute * 60 + c->second -
         offset;
}

/* RFC 3339 knows four digits of a year; more and before 0 get a sign. */
static Str print_day(Arena *a, const Civil *c) {
  if (c->year >= 0 && c->year <= 9999)
    return arena_printf(a, "%04lld-%02d-%02d", (long long)c->year, c->month, c->day);
  return arena_printf(a, "%+05lld-%02d-%02d", (long long)c->year, c->month, c->day);
}

Str civil_rfc3339(Arena *a, int64_t seconds, int32_t offset, bool has_time) {
  offset -= offset % 60; /* the form has no seconds in its offset */
  Civil c = civil_at(seconds, offset);
  Str day = print_day(a, &c);
  if (!has_time) return day;
  if (!offset) return arena_printf(a, "%.*sT%02d:%02d:%02dZ", STR(day), c.hour, c.minute, c.second);
  int east = offset < 0 ? -offset : offset;
  return arena_printf(a, "%.*sT%02d:%02d:%02d%c%02d:%02d", STR(day), c.hour, c.minute, c.second,
                      offset < 0 ? '-' : '+', east / 3600, east / 60 % 60);
}

Str civil_rfc822(Arena *a, int64_t seconds, int32_t offset) {
  static const char weekdays[][4] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  offset -= offset % 60;
  Civil c = civil_at(seconds, offset);
  int east = offset < 0 ? -offset : offset;
  return arena_printf(a, "%s, %02d %s %04lld %02d:%02d:%02d %c%02d%02d", weekdays[c.weekday - 1],
                      c.day, months[c.month - 1], (long long)c.year, c.hour, c.minute, c.second,
                      offset < 0 ? '-' : '+', east / 3600, east / 60 % 60);
}

static bool two_digits(Str s, size_t i, int *out) {
  if (i + 2 > s.n || s.p[i] < '0' || s.p[i] > '9' || s.p[i + 1] < '0' || s.p[i + 1] > '9')
    return false;
  *out = (s.p[i] - '0') * 10 + (s.p[i + 1] - '0');
  return true;
}

bool civil_offset(Str s, int32_t *offset) {
  int hours = 0, minutes = 0;
  if (str_eqc(s, "Z") || str_eqc(s, "UTC")) {
    *offset = 0;
    return true;
  }
  if (s.n < 3 || (s.p[0] != '+' && s.p[0] != '-') || !two_digits(s, 1, &hours)) return false;
  size_t i = 3;
  if (i < s.n && s.p[i] == ':') i++;
  if (s.n > 3 && (!two_digits(s, i, &minutes) || i + 2 != s.n)) return false;
  if (hours > 18 || minutes > 59 || (hours == 18 && minutes)) return false;
  *offset = (hours * 3600 + minutes * 60) * (s.p[0] == '-' ? -1 : 1);
  return true;
}
