/* date_meant.c -- dates as Ruby's Time.parse and Go's cast accept them.
 *
 * Words and numbers in almost any order: "2013-05-1", "2013/5/1 9:5", "3 Sep 2021",
 * "September 3rd, 2021 11:21 PM", "Fri Sep  3 11:21:31 CEST 2021", "2021年9月3日". A number of four
 * digits is the year; where no month has a name, the year must come first, and month and day
 * follow: "1/2/2024" is a day in January for some and in February for others.
 * What is missing is not guessed. */
#include "data/date.h"

#include <string.h>

typedef struct {
  int year, month, day, hour, minute, second;
  bool time, pm, am, year_first;
  int numbers[3]; /* of a date without month names */
  size_t count;
  int zone; /* minutes */
  bool zoned;
} Parts;

static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun",
                                      "jul", "aug", "sep", "oct", "nov", "dec" };
static const struct {
  const char *name;
  int minutes;
} zones[] = { { "utc", 0 },    { "gmt", 0 },    { "z", 0 },      { "cest", 120 }, { "cet", 60 },
              { "bst", 60 },   { "edt", -240 }, { "est", -300 }, { "cdt", -300 }, { "cst", -360 },
              { "mdt", -360 }, { "mst", -420 }, { "pdt", -420 }, { "pst", -480 }, { "jst", 540 } };

static bool digit(char c) {
  return c >= '0' && c <= '9';
}

static bool number(Str s, size_t *i, int *out, size_t *digits) {
  size_t from = *i;
  *out = 0;
  while (*i < s.n && digit(s.p[*i]) && *i - from < 5) *out = *out * 10 + (s.p[(*i)++] - '0');
  *digits = *i - from;
  return *digits > 0 && *digits < 5;
}

static void word(Parts *p, Str w) {
  for (size_t k = 0; k < 12; k++)
    if (w.n >= 3 && str_eq_nocase(str_sub(w, 0, 3), str_c(months[k]))) p->month = (int)k + 1;
  for (size_t k = 0; k < sizeof zones / sizeof *zones; k++)
    if (str_eq_nocase(w, str_c(zones[k].name))) {
      p->zone = zones[k].minutes;
      p->zoned = true;
    }
  if (str_eq_nocase(w, S("pm"))) p->pm = true;
  if (str_eq_nocase(w, S("am"))) p->am = true;
}

/* "9:5:3": from the number read. */
static bool clock_time(Parts *p, Str s, size_t *i, int hour) {
  size_t digits;
  p->time = true;
  p->hour = hour;
  (*i)++;
  if (!number(s, i, &p->minute, &digits)) return false;
  if (*i < s.n && s.p[*i] == ':') {
    (*i)++;
    if (!number(s, i, &p->second, &digits)) return false;
    if (*i < s.n && s.p[*i] == '.')
      for ((*i)++; *i < s.n && digit(s.p[*i]);) (*i)++;
  }
  return true;
}

static bool offset(Parts *p, Str s, size_t *i) {
  int sign = s.p[*i] == '-' ? -1 : 1, a, b = 0;
  size_t digits;
  (*i)++;
  if (!number(s, i, &a, &digits)) return false;
  if (digits > 2) {
    b = a % 100;
    a /= 100;
  } else if (*i < s.n && s.p[*i] == ':') {
    (*i)++;
    if (!number(s, i, &b, &digits)) return false;
  }
  p->zone = sign * (a * 60 + b);
  p->zoned = true;
  return true;
}

/* Behind the numbers of a date in Chinese or Japanese. */
static bool sign_of_unit(Str s, size_t i) {
  Str c = str_sub(s, i, i + 3);
  return str_eq(c, S("年")) || str_eq(c, S("月")) || str_eq(c, S("日"));
}

static bool read_parts(Parts *p, Str s) {
  for (size_t i = 0; i < s.n;) {
    char c = s.p[i];
    int n;
    size_t digits, from = i;
    if (digit(c)) {
      if (!number(s, &i, &n, &digits)) return false;
      if (i < s.n && s.p[i] == ':' && !p->time) {
        if (!clock_time(p, s, &i, n)) return false;
      } else if (digits == 4 && !p->year) {
        p->year = n;
        p->year_first = !p->count;
      } else if (p->count < 3) {
        p->numbers[p->count++] = n;
      } else {
        return false;
      }
    } else if ((c == '+' || c == '-') && p->time) {
      if (!offset(p, s, &i)) return false;
    } else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') {
      while (i < s.n && (s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z') i++;
      word(p, str_sub(s, from, i));
    } else if (strchr(" ,-/.\t", c)) {
      i++;
    } else if (sign_of_unit(s, i)) {
      i += 3;
    } else {
      return false;
    }
  }
  return true;
}

Str date_meant(Arena *a, Str text) {
  Parts p = { 0 };
  Date date;
  text = str_trim(text);
  if (!text.n || text.n > 60 || !read_parts(&p, text) || !p.year) return S("");
  if (p.month && p.count >= 1)
    p.day = p.numbers[0];
  else if (!p.month && p.count == 2 && p.year_first) {
    p.month = p.numbers[0];
    p.day = p.numbers[1];
  } else
    return S("");
  if (p.pm && p.hour < 12) p.hour += 12;
  if (p.am && p.hour == 12) p.hour = 0;
  Str day = arena_printf(a, "%04d-%02d-%02d", p.year, p.month, p.day);
  int zone = p.zone < 0 ? -p.zone : p.zone;
  if (p.time) {
    day = arena_printf(a, "%.*s %02d:%02d:%02d", STR(day), p.hour, p.minute, p.second);
    if (p.zoned)
      day = arena_printf(a, "%.*s %c%02d:%02d", STR(day), p.zone < 0 ? '-' : '+', zone / 60,
                         zone % 60);
  }
  return date_parse(&date, a, day, NULL) ? S("") : day;
}

const char *date_help(Arena *a, Str text) {
  Str meant = date_meant(a, text);
  return meant.n ? arena_printf(a, "write %.*s", STR(meant)).p : date_forms;
}
