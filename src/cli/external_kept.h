/* external_kept.h -- answers of the web that are kept from run to run.
 *
 * The file has one JSON object a line: {"url":"https://example.org/","at":1700000000,
 * "result":"fine","status":200,"to":"","problem":""}, in byte order of the addresses. It is a
 * cache: any line that is not understood is skipped, and so is a file that is too large. */
#ifndef PUBLISH_CLI_EXTERNAL_KEPT_H
#define PUBLISH_CLI_EXTERNAL_KEPT_H

#include "base/map.h"
#include "net/ask.h"

enum { KEPT_BYTES = 64 << 20, KEPT_MOST = 200000, KEPT_BAD_SECONDS = 24 * 60 * 60 };

typedef struct {
  Ask ask;
  int64_t at; /* seconds since 1970 */
} KeptAnswer;

/* Those of `text` that may be used at `now`; `good` seconds for what was fine. */
void kept_parse(Map *out, Arena *a, Str text, int64_t now, int64_t good);
/* May it be kept at all? */
bool kept_worthy(const Ask *ask);
/* As many of them as kept_parse() may be given. */
void kept_text(Buf *out, const Map *answers);

#endif
