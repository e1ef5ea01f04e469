/* json_read.h -- JSON text (RFC 8259) to a Value, strictly.
 *
 * Of what programs send, forms and exports, and of files that people keep in JSON
 * instead of YAML: front matter and data, with a caret for the first mistake. Refused,
 * besides everything that is not JSON: nesting deeper than 64, more than 200,000
 * values, bytes that are not UTF-8, lone surrogates. Of a name that occurs twice
 * the last value counts. Strings are copied; numbers keep their text. */
#ifndef PUBLISH_DATA_JSON_READ_H
#define PUBLISH_DATA_JSON_READ_H

#include "base/diag.h"
#include "data/value.h"

/* One value from the beginning of *rest, which moves behind it and the white space
 * around it. False: *problem says what is wrong ("expected ',' or '}'"), *rest where. */
bool json_read(const Value **out, Arena *a, Str *rest, const char **problem);

/* Parse source->text[from, from+length) as one document, as yaml_parse() does: spans and
 * diagnostics count from the start of source->text, and a name that occurs twice in one
 * map is an error. False: one error was reported. */
bool json_parse(const Value **out, Arena *a, const Source *source, size_t from, size_t length,
                Diags *d);

#endif
