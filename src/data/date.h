/* date.h -- dates as authors write them, and back as RFC 3339.
 *
 * Accepted: 2024-01-03; the same with a time behind a blank or 'T': 10:00
 * or 9:00, 10:00:30, 10:00:30.25 (the fraction is dropped); and behind that, with or
 * without a blank, a zone: Z, UTC, GMT, +08:00, +0800, +08, +8. ASCII digits and four-digit
 * years only. Days that do not exist are refused, never rolled over. A date
 * without a zone is read in the zone that the caller gives.
 *
 * Pure functions: no clock, no locale, no time zone of the machine. */
#ifndef PUBLISH_DATA_DATE_H
#define PUBLISH_DATA_DATE_H

#include "data/value.h"
#include "text/civil.h"

/* How a date without a zone becomes an instant: what text/zone.h offers, with
 * its handle and the zone's name behind `context`. {0} is UTC. */
typedef struct {
  int64_t (*instant)(void *context, const Civil *local, int32_t *offset);
  void *context;
} DateZone;

/* NULL when all is well, else what is wrong: half a sentence in lower case that
 * goes on from "date: ", valid as long as the arena. `zone` may be NULL: UTC. */
const char *date_parse(Date *out, Arena *a, Str text, const DateZone *zone);
/* The forms that date_parse takes, for help lines. */
extern const char date_forms[];
/* A date in a form that others accept and date_parse does not ("2013-05-1", "Sep 3, 2021",
 * "Fri Sep 3 11:21:31 CEST 2021"), in one that it takes; "" where it is none, or could be
 * read in two ways. */
Str date_meant(Arena *a, Str text);
/* The help line for a text that is no date: what to write in its place, or date_forms. */
const char *date_help(Arena *a, Str text);
/* "2024-01-03T10:00:00+08:00", or "2024-01-03" for a day without a time. */
Str date_text(Arena *a, Date d);
/* Order in time; of equal instants a day without a time first, then the one
 * farther west, so that the order is total and value_cmp agrees. */
int date_cmp(Date a, Date b);
/* Calendar and clock in the zone that the date was written in. */
Civil date_civil(Date d);

#endif
