/* visits.h -- has this visitor just read this page?
 *
 * A visitor is a digest of address and user agent, mixed with the page, and lives in
 * memory only: nothing of it can be written. A hit counts when the same visitor's last hit of
 * the same page lies half an hour or more back (either way: servers write
 * lines a little out of order). Hits without a time are of one session.
 *
 * Memory: what lies half an hour back is forgotten as time goes on; a table of
 * 64 MiB is the most there can be, and when even that is full it starts anew. A
 * handle: {0} is empty. */
#ifndef PUBLISH_INTAKE_VISITS_H
#define PUBLISH_INTAKE_VISITS_H

#include "base/str.h"
#include <stdint.h>

enum { VISIT_SECONDS = 1800 };

typedef struct {
  uint64_t key; /* 0 = free */
  int64_t time;
} Visit;
typedef struct {
  Visit *slots;
  size_t size, count;
  int64_t newest;
} Visits;

/* Notes the hit; true when it counts. */
bool visits_count(Visits *v, Str address, Str agent, uint32_t page, bool has_time, int64_t time);
void visits_free(Visits *v);

#endif
