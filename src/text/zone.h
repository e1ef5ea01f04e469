/* zone.h -- time zones by name, from the time-zone data inside ICU (never the
 * machine's own, so a build does not depend on /usr/share/zoneinfo).
 *
 * A zone is an IANA name ("Asia/Shanghai", case as in the database), "UTC", or
 * a fixed offset ("+08:00"). Opened zones are kept by the handle. */
#ifndef PUBLISH_TEXT_ZONE_H
#define PUBLISH_TEXT_ZONE_H

#include "text/civil.h"
#include "text/text.h"

bool zone_valid(TextTools *t, Str zone);
/* All IANA names in byte order (for did-you-mean); returns how many. */
size_t zone_names(TextTools *t, Arena *a, const Str **names);
/* Seconds east of UTC at an instant; 0 for an unknown zone. */
int32_t zone_offset(TextTools *t, Str zone, int64_t seconds);
/* The instant that a clock in `zone` shows as *local, and the offset then. A
 * time that occurs twice (clocks put back) is the first; one that is skipped
 * (clocks put forward) is read with the offset before the gap, so 02:30 becomes
 * what clocks showed as 03:30. Unknown zone: UTC. */
int64_t zone_instant(TextTools *t, Str zone, const Civil *local, int32_t *offset);

#endif
