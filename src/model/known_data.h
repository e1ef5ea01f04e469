/* known_data.h -- the data files whose shape publish knows.
 *
 * data/authors.yaml, data/sources.yaml, data/images.yaml and data/counts.yaml map a key to a
 * record; data/authors/ines.yaml is the record `ines` alone. Each file below
 * data/comments/ is a comment. A record is open: a
 * site may keep more in it, and a map under a language's tag says what differs in
 * that language. Everything else below data/ has any shape. Static tables: no
 * memory, cannot fail. */
#ifndef PUBLISH_MODEL_KNOWN_DATA_H
#define PUBLISH_MODEL_KNOWN_DATA_H

#include "data/schema.h"

/* The schema of the data file at this repository path, NULL when it has none. */
const Schema *known_data_schema(Str path);

#endif
