/* zone.c -- offsets from ICU's copy of the time-zone database. */
#include "text/zone.h"

#include "text/tools.h"
#include <stdlib.h>
#include <unicode/uenum.h>

bool zone_valid(TextTools *t, Str zone) {
  int32_t offset;
  return civil_offset(zone, &offset) || tools_zone(t, zone) != NULL;
}

static int by_bytes(const void *a, const void *b) {
  return str_cmp(*(const Str *)a, *(const Str *)b);
}

size_t zone_names(TextTools *t, Arena *a, const Str **names) {
  (void)t; /* says that ICU must have been opened */
  UErrorCode status = U_ZERO_ERROR;
  *names = NULL;
  UEnumeration *all = ucal_openTimeZoneIDEnumeration(UCAL_ZONE_TYPE_ANY, NULL, NULL, &status);
  int32_t count = U_SUCCESS(status) ? uenum_count(all, &status) : 0;
  Str *out = ARENA_ARRAY(a, (size_t)(count > 0 ? count : 0) + 1, Str);
  size_t n = 0;
  for (int32_t i = 0; i < count && U_SUCCESS(status); i++) {
    int32_t length = 0;
    const char *name = uenum_next(all, &length, &status);
    if (!name) break;
    if (strcmp(name, "Etc/Unknown") == 0) continue;
    out[n++] = str_n(arena_dup(a, name, (size_t)length), (size_t)length);
  }
  uenum_close(all);
  if (n) qsort(out, n, sizeof *out, by_bytes);
  *names = out;
  return n;
}

int32_t zone_offset(TextTools *t, Str zone, int64_t seconds) {
  int32_t offset = 0;
  if (civil_offset(zone, &offset)) return offset;
  UCalendar *c = tools_zone(t, zone);
  if (!c) return 0;
  UErrorCode status = U_ZERO_ERROR;
  ucal_setMillis(c, (UDate)seconds * 1000, &status);
  int32_t ms = ucal_get(c, UCAL_ZONE_OFFSET, &status) + ucal_get(c, UCAL_DST_OFFSET, &status);
  return U_SUCCESS(status) ? ms / 1000 : 0;
}

int64_t zone_instant(TextTools *t, Str zone, const Civil *local, int32_t *offset) {
  int64_t wall = civil_seconds(local, 0);
  *offset = 0;
  if (civil_offset(zone, offset)) return wall - *offset;
  UCalendar *c = tools_zone(t, zone);
  if (!c) return wall;
  UErrorCode status = U_ZERO_ERROR;
  int32_t raw = 0, summer = 0;
  ucal_setMillis(c, (UDate)wall * 1000, &status);
  ucal_getTimeZoneOffsetFromLocal(c, UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER, &raw, &summer,
                                  &status);
  if (U_FAILURE(status)) return wall;
  int64_t instant = wall - (raw + summer) / 1000;
  *offset = zone_offset(t, zone, instant); /* behind a gap it is the later one */
  return instant;
}
