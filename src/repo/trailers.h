/* trailers.h -- how an output commit says what it was made from.
 *
 * The last paragraph of the message, one "Key: value" a line:
 *
 *   Publish-Source: 4b825dc642cb6eb9a060e54bf8d69288fbee4904
 *   Publish-Engine: 9f2c...
 *   Publish-Options: ...
 *   Publish-At: 2024-01-03T00:00:00Z
 *
 * A tip is ours when it has a Publish-Source that is an object id and a
 * Publish-Engine. Pure functions; the caller composes the message. */
#ifndef PUBLISH_REPO_TRAILERS_H
#define PUBLISH_REPO_TRAILERS_H

#include "base/buf.h"
#include "repo/oid.h"

typedef struct {
  bool ours;
  Oid source; /* zero unless ours */
  Str engine, options, at;
} Trailers;

/* Views into `message`. Never fails: what is missing is "". */
void trailers_parse(Trailers *out, Str message);
/* The value of one key (without the colon, case-sensitive) in the last
 * paragraph; "" when absent. The last of several wins, as git has it. */
Str trailer_get(Str message, const char *key);
/* Add "Key: value\n"; bytes that would break the line become spaces. */
void trailer_add(Buf *message, const char *key, Str value);

#endif
