/* json.h -- Values as JSON (RFC 8259): for --format=json, JSON-LD and data for
 * pages. Output is deterministic; keys in order as written. With `script_safe`,
 * "<", ">", "&", U+2028 and U+2029 are escaped so the text can stand inside a
 * <script type="application/ld+json">. */
#ifndef PUBLISH_DATA_JSON_H
#define PUBLISH_DATA_JSON_H

#include "data/value.h"

void json_write(Buf *out, const Value *v, bool script_safe);

#endif
