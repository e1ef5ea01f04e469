/* json_read.h -- JSON text (RFC 8259) to a Value, strictly.
 *
 * For what programs send: forms and exports. (What people write is YAML.) Refused,
 * besides everything that is not JSON: nesting deeper than 64, more than 200,000
 * values, bytes that are not UTF-8, lone surrogates. Of a name that occurs twice
 * the last value counts. Strings are copied; numbers keep their text. */
#ifndef PUBLISH_DATA_JSON_READ_H
#define PUBLISH_DATA_JSON_READ_H

#include "data/value.h"

/* One value from the beginning of *rest, which moves behind it and the white space
 * around it. False: *problem says what is wrong ("expected ',' or '}'"), *rest where. */
bool json_read(const Value **out, Arena *a, Str *rest, const char **problem);

#endif
