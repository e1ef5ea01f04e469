/* yaml_write.h -- a text as YAML, so that reading it gives the same text.
 *
 * Plain where every reader takes it for that text (also those that still speak YAML
 * 1.1, to which `no` is false and `12:30` is a number), in double quotes otherwise.
 * Pure; cannot fail. The text is UTF-8 without control characters other than line
 * breaks and tabs; those are written as escapes. */
#ifndef PUBLISH_DATA_YAML_WRITE_H
#define PUBLISH_DATA_YAML_WRITE_H

#include "base/buf.h"

/* The scalar of a line `key: ...`. Not inside [ ] or { }. */
void yaml_write_text(Buf *out, Str text);

#endif
