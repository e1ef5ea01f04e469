/* when.c -- dates of headers and of form fields. */
#include "intake/when.h"

#include "data/date.h"

#include <stdlib.h>

#define MS_LEAST INT64_C(631152000000)
#define MS_MOST  INT64_C(7258118400000)

static bool digits(Str s) {
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] >= '0' && s.p[i] <= '9')
      n++;
    else if (s.p[i] != '.')
      return false;
  }
  return n > 0;
}

/* The next word of *rest, which ends at blanks, commas and comments. */
static Str word(Str *rest) {
  Str s = *rest;
  while (s.n && (s.p[0] == ' ' || s.p[0] == ',' || s.p[0] == '\t')) s = str_sub(s, 1, s.n);
  size_t n = 0;
  while (n < s.n && s.p[n] != ' ' && s.p[n] != ',' && s.p[n] != '\t') n++;
  *rest = str_sub(s, n, s.n);
  return str_sub(s, 0, n);
}

static bool number(Str s, int64_t most, int64_t *out) {
  *out = 0;
  if (!s.n || s.n > 9) return false;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] < '0' || s.p[i] > '9') return false;
    *out = *out * 10 + (s.p[i] - '0');
  }
  return *out <= most;
}

static int month_of(Str s) {
  static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
  if (s.n < 3) return 0;
  for (int i = 0; i < 12; i++)
    if (str_eq_nocase(str_sub(s, 0, 3), str_n(names + 3 * i, 3))) return i + 1;
  return 0;
}

static bool rfc5322(int64_t *seconds, Str s) {
  Str first = word(&s), part;
  int64_t day, year, hour, minute, second = 0;
  if (!number(first, 31, &day) && !number(word(&s), 31, &day)) return false;
  int month = month_of(word(&s));
  if (!month || !number(word(&s), 9999, &year)) return false;
  if (year < 50) year += 2000;
  if (year < 100) year += 1900;
  Str clock = word(&s), zone = word(&s);
  if (!str_split(&clock, ':', &part) || !number(part, 23, &hour) ||
      !str_split(&clock, ':', &part) || !number(part, 59, &minute))
    return false;
  if (str_split(&clock, ':', &part) && !number(part, 60, &second)) return false;
  if (second == 60) second = 59;
  int32_t offset = 0;
  if (!civil_offset(zone, &offset)) offset = 0; /* GMT and names that nobody agrees on */
  if (!civil_valid(year, month, (int)day, (int)hour, (int)minute, (int)second)) return false;
  Civil c = { .year = year,
              .month = month,
              .day = (int)day,
              .hour = (int)hour,
              .minute = (int)minute,
              .second = (int)second };
  *seconds = civil_seconds(&c, offset);
  return true;
}

bool when_read(int64_t *ms, Arena *a, Str s) {
  Date date;
  int64_t seconds;
  s = str_trim(s);
  if (!s.n || s.n > 100) return false;
  if (digits(s)) {
    double n = strtod(arena_cstr(a, s), NULL);
    if (n < 1e11) n *= 1000;
    if (!(n > 0 && n < 1e15)) return false;
    *ms = (int64_t)n;
  } else if (!date_parse(&date, a, s, NULL)) {
    *ms = date.seconds * 1000;
  } else if (rfc5322(&seconds, s)) {
    *ms = seconds * 1000;
  } else {
    return false;
  }
  return *ms >= MS_LEAST && *ms <= MS_MOST;
}
