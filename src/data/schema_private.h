/* schema_private.h -- what schema.c, schema_scalar.c and schema_build.c share. */
#ifndef PUBLISH_DATA_SCHEMA_PRIVATE_H
#define PUBLISH_DATA_SCHEMA_PRIVATE_H

#include "data/schema.h"

/* Check one scalar; *out only when true. Reports otherwise. */
bool schema_scalar(const Value **out, const Schema *s, const Value *v, Str name,
                   const SchemaContext *c);
/* Length or size against min and max, `what` being "characters" or "items". */
bool schema_bounds(const Schema *s, const Value *v, double n, const char *what, Str name,
                   const SchemaContext *c);
/* "'tags'" or "disclaimer.position": how a message begins. */
Str schema_called(Arena *a, Str name);
/* `"botom"`, `a list`, `nothing`: what was found. */
Str schema_found(Arena *a, const Value *v);
/* "a list of strings", "\"top\" or \"bottom\"". */
Str schema_wants(Arena *a, const Schema *s);
/* "90s" as seconds. */
bool schema_duration(Str text, double *seconds);

#endif
