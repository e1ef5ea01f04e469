/* date.c -- a strict little reader for the few forms of dates that authors use. */
#include "data/date.h"

const char date_forms[] =
    "write 2024-01-03, or with a time 2024-01-03 10:00 or 2024-01-03T10:00:00+08:00";

/* Exactly `count` ASCII digits at *i. */
static bool digits(Str s, size_t *i, size_t count, int *out) {
  if (s.n - *i < count) return false;
  int n = 0;
  for (size_t k = 0; k < count; k++) {
    char c = s.p[*i + k];
    if (c < '0' || c > '9') return false;
    n = n * 10 + (c - '0');
  }
  *i += count;
  *out = n;
  return true;
}

static bool take(Str s, size_t *i, char c) {
  if (*i >= s.n || s.p[*i] != c) return false;
  ++*i;
  return true;
}

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/* "+08:00", "+0800", "+08", "+8", "Z", "UTC", "GMT"; the last three in any case. */
static bool zone_offset_of(Str s, int32_t *offset) {
  *offset = 0;
  if (str_eq_nocase(s, S("Z")) || str_eq_nocase(s, S("UTC")) || str_eq_nocase(s, S("GMT")))
    return true;
  size_t i = 0;
  bool east = take(s, &i, '+');
  if (!east && !take(s, &i, '-')) return false;
  int hours = 0, minutes = 0;
  if (!digits(s, &i, 2, &hours) && !digits(s, &i, 1, &hours)) return false;
  if (i < s.n) {
    take(s, &i, ':');
    if (!digits(s, &i, 2, &minutes)) return false;
  }
  if (i != s.n || minutes > 59 || hours > 18 || (hours == 18 && minutes > 0)) return false;
  int32_t seconds = hours * 3600 + minutes * 60;
  *offset = east ? seconds : -seconds;
  return true;
}

/* hh:mm[:ss[.fraction]] at *i; a fraction is read and dropped. */
static const char *clock_of(Arena *a, Str s, size_t *i, Civil *c) {
  size_t from = *i;
  int hour = 0, minute = 0, second = 0;
  if (!digits(s, i, 2, &hour) && !digits(s, i, 1, &hour))
    return "behind the day a time like 10:00 was expected";
  if (!take(s, i, ':') || !digits(s, i, 2, &minute))
    return "behind the day a time like 10:00 was expected";
  if (take(s, i, ':')) {
    if (!digits(s, i, 2, &second)) return "the seconds need two digits";
    if (take(s, i, '.') || take(s, i, ',')) {
      if (*i >= s.n || !is_digit(s.p[*i])) return "digits were expected behind the point";
      while (*i < s.n && is_digit(s.p[*i])) ++*i;
    }
  }
  if (second == 60 && minute == 59) second = 59; /* a leap second: clocks here have none */
  if (hour > 23 || minute > 59 || second > 59)
    return arena_printf(a, "there is no time %.*s", STR(str_sub(s, from, *i))).p;
  c->hour = hour;
  c->minute = minute;
  c->second = second;
  return NULL;
}

/* The text as messages show it. */
static const char *not_a_date(Arena *a, Str s) {
  size_t n = s.n < 40 ? s.n : 40;
  while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80) n--;
  return arena_printf(a, "\"%.*s%s\" is not a date", (int)n, s.p, n < s.n ? "..." : "").p;
}

static const char *day_of(Arena *a, Str s, size_t *i, Civil *c) {
  int year = 0;
  if (!digits(s, i, 4, &year) || !take(s, i, '-') || !digits(s, i, 2, &c->month) ||
      !take(s, i, '-') || !digits(s, i, 2, &c->day) || (*i < s.n && is_digit(s.p[*i])))
    return not_a_date(a, s);
  c->year = year;
  if (c->month < 1 || c->month > 12) return arena_printf(a, "there is no month %02d", c->month).p;
  if (year < 1) return "there is no year 0000";
  if (c->day < 1 || c->day > civil_month_days(year, c->month))
    return arena_printf(a, "%04d-%02d has no day %02d", year, c->month, c->day).p;
  return NULL;
}

const char *date_parse(Date *out, Arena *a, Str text, const DateZone *zone) {
  Str s = str_trim(text);
  Civil c = { 0 };
  size_t i = 0;
  const char *problem = day_of(a, s, &i, &c);
  if (problem) return problem;
  Date date = { 0 };
  if (i < s.n) {
    if (!take(s, &i, 'T') && !take(s, &i, 't')) {
      if (s.p[i] != ' ') return not_a_date(a, s);
      while (take(s, &i, ' ')) {
      }
    }
    problem = clock_of(a, s, &i, &c);
    if (problem) return problem;
    date.has_time = true;
  }
  Str rest = str_trim(str_sub(s, i, s.n));
  if (rest.n) {
    if (!zone_offset_of(rest, &date.offset))
      return arena_printf(a, "'%.*s' is not a zone: write Z or an offset like +08:00", STR(rest)).p;
    date.seconds = civil_seconds(&c, date.offset);
  } else if (zone && zone->instant) {
    date.seconds = zone->instant(zone->context, &c, &date.offset);
  } else {
    date.seconds = civil_seconds(&c, 0);
  }
  *out = date;
  return NULL;
}

Str date_text(Arena *a, Date d) {
  return civil_rfc3339(a, d.seconds, d.offset, d.has_time);
}

int date_cmp(Date a, Date b) {
  if (a.seconds != b.seconds) return a.seconds < b.seconds ? -1 : 1;
  if (a.has_time != b.has_time) return a.has_time ? 1 : -1;
  return a.offset < b.offset ? -1 : a.offset > b.offset;
}

Civil date_civil(Date d) {
  return civil_at(d.seconds, d.offset);
}
