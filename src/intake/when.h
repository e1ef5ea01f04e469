/* when.h -- points in time as programs write them: RFC 3339, RFC 5322 and HTTP
 * ("Wed, 03 Jan 2024 10:00:00 +0800"), seconds or milliseconds since 1970. Pure. */
#ifndef PUBLISH_INTAKE_WHEN_H
#define PUBLISH_INTAKE_WHEN_H

#include "base/arena.h"

#include <stdint.h>

/* Milliseconds since 1970. False: no such time, or none between 1990 and 2200. */
bool when_read(int64_t *ms, Arena *a, Str s);

#endif
