/* yaml.h -- YAML 1.2 text to a Value, strictly, with a caret for every mistake.
 *
 * The core schema types plain scalars (null, true/false, integers, floats);
 * everything else is a string, and every scalar keeps its source text. Refused,
 * each with its own message: anchors, aliases, tags (but a lone "!" in front of a
 * scalar, which means text, as old Ruby wrote it), merge keys, duplicate keys,
 * keys that are not scalars, several documents, control characters, nesting
 * deeper than 64, more than 2,000,000 nodes or 16 MiB. NEL and the Unicode line
 * separators are text, not line ends. libyaml parses; YAML 1.1's yes/no/on/
 * off and sexagesimals are plain strings. */
#ifndef PUBLISH_DATA_YAML_H
#define PUBLISH_DATA_YAML_H

#include "base/diag.h"
#include "data/value.h"

/* Parse source->text[from, from+length) as one document. Spans and diagnostics
 * count from the start of source->text. An empty document is VALUE_NULL.
 * False: at least one error was reported. */
bool yaml_parse(const Value **out, Arena *a, const Source *source, size_t from, size_t length,
                Diags *d);

/* The way out for a document that should be a map and is `v`: what is wrong with
 * the colons of its first line, else `otherwise`. */
const char *yaml_map_help(const Value *v, const char *otherwise);

#endif
