/* hit.h -- one request, as an access log tells it.
 *
 * What a format does not tell is absent, which is something else than empty: a
 * log without user agents says nothing about robots, a request with an empty one
 * does. Views point into the line or into the arena that the parser was given.
 *
 * Names of fields are known in one table (log_fields.c), however they are spelled:
 * "User-Agent", "user_agent" and "cs(User-Agent)" are compared as letters and digits
 * alone. Where a line has several fields of one role, the best known name counts. */
#ifndef PUBLISH_INTAKE_HIT_H
#define PUBLISH_INTAKE_HIT_H

#include "base/arena.h"
#include <stdint.h>

typedef enum {
  FIELD_METHOD,
  FIELD_TARGET,  /* what was asked for: "/a/?b", "https://example.org/a/" */
  FIELD_REQUEST, /* "GET /a/ HTTP/1.1" */
  FIELD_STATUS,
  FIELD_AGENT,
  FIELD_ADDRESS, /* of the visitor: used to tell repeats, and forgotten */
  FIELD_TIME,
  FIELD_PURPOSE, /* "prefetch" */
  FIELDS,
  FIELD_NONE = FIELDS
} HitField;

typedef struct {
  Str text[FIELDS];    /* FIELD_REQUEST taken apart into method and target */
  uint8_t had[FIELDS]; /* 0 = not said; else how well known the name was, 1 the best */
  int status;          /* 0 when not said */
  int64_t time;        /* seconds since 1970, if has_time */
  bool has_time;
} Hit;

/* The role of a field by its name, and how well known it is for that; `name` is
 * letters and digits in lower case, with '.' between the levels of a record. */
HitField hit_field(Str name, uint8_t *rank);
/* Appends a name in that form; at most `room` bytes. Returns how many. */
size_t hit_name(char *out, size_t room, Str name);
void hit_put(Hit *h, HitField field, uint8_t rank, Str value);
/* Takes the texts apart, once all are there. False: it is no request. */
bool hit_finish(Hit *h, Arena *a);
/* "10/Oct/2000:13:55:36 -0700", RFC 3339 and its relatives, seconds, milli-, micro-
 * or nanoseconds since 1970. */
bool hit_time(int64_t *out, Arena *a, Str text);

#endif
