/* toml.h -- TOML 1.0 text to a Value, with a caret for the first mistake.
 *
 * Tables become maps in the order written, arrays lists, texts strings, numbers and
 * booleans what they are, all with spans and source text like YAML's. Dates and times
 * stay the texts they are written as, as in YAML: the schema reads them, in the site's time
 * zone. They are checked all the same. Beyond the standard, a lone CR ends a line;
 * short of it, escapes that make control characters are refused, and so are nesting
 * deeper than 64, more than 2,000,000 values and 16 MiB. Linear in time. */
#ifndef PUBLISH_DATA_TOML_H
#define PUBLISH_DATA_TOML_H

#include "base/diag.h"
#include "data/value.h"

/* Parse source->text[from, from+length). Spans and diagnostics count from the start of
 * source->text. *out is a map. False: one error was reported. */
bool toml_parse(const Value **out, Arena *a, const Source *source, size_t from, size_t length,
                Diags *d);

#endif
