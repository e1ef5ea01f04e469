/* civil.h -- the proleptic Gregorian calendar, in integers.
 *
 * Own code, so that dates before 1970, leap years and year 9999 need no library
 * and no time zone. Seconds count from 1970-01-01T00:00:00Z; no leap seconds. */
#ifndef PUBLISH_TEXT_CIVIL_H
#define PUBLISH_TEXT_CIVIL_H

#include "base/arena.h"
#include <stdint.h>

typedef struct {
  int64_t year;             /* 0 is 1 BC */
  int month, day;           /* 1-12, 1-31 */
  int hour, minute, second; /* second 0-59 */
  int weekday;              /* 1 Monday .. 7 Sunday; filled in by civil_at */
  int yearday;              /* 1-366; filled in by civil_at */
  int64_t week_year;        /* ISO 8601 week; filled in by civil_at */
  int week;
} Civil;

/* Days since 1970-01-01 of a date; month and day must be valid. */
int64_t civil_days(int64_t year, int month, int day);
/* Clock and calendar at an instant, `offset` seconds east of UTC. */
Civil civil_at(int64_t seconds, int32_t offset);
/* The instant at which a clock `offset` seconds east of UTC shows this. */
int64_t civil_seconds(const Civil *c, int32_t offset);
int civil_month_days(int64_t year, int month);
bool civil_valid(int64_t year, int month, int day, int hour, int minute, int second);

/* Machine forms. With has_time false only the day: "2024-01-03". */
Str civil_rfc3339(Arena *a, int64_t seconds, int32_t offset, bool has_time);
Str civil_rfc822(Arena *a, int64_t seconds, int32_t offset); /* Wed, 03 Jan 2024 10:00:00 +0800 */
/* "+08:00", "-0330", "Z", "UTC": seconds east of UTC; at most 18 hours. */
bool civil_offset(Str s, int32_t *offset);

#endif
