/* schema_print.h -- a Schema for readers: people, and their editors.
 *
 * Five forms of the same table, so that none can drift from what schema_check does:
 *   manual  one paragraph a field: what it takes, bounds, default, doc
 *   sample    YAML with every option at its default, all of it commented out. Taking away
 *           the first "# " of every line gives valid YAML that schema_check accepts;
 *           explanations have one more "# " and stay comments. A field without a default
 *           stands without a value, or, where it needs one, with an example
 *   JSON    JSON Schema, draft-07: the newest that the YAML and JSON servers of all common
 *           editors check in full. It accepts all that schema_check accepts, read as YAML
 *           1.2; it is laxer where the draft has no words (2.0 is an integer there, a
 *           field given by two of its names, 31 February)
 *
 *   LuaLS   a class, and further ones for the records in it
 *
 * Pure functions of the schema: same bytes everywhere. */
#ifndef PUBLISH_DATA_SCHEMA_PRINT_H
#define PUBLISH_DATA_SCHEMA_PRINT_H

#include "data/schema.h"

/* The fields of a record; nothing for another type. */
void schema_print(Buf *out, const Schema *schema);
void schema_print_sample(Buf *out, const Schema *schema, size_t indent);

/* What stands in place of a field's own subschema, where a shape is more than a Schema
 * can say. */
typedef struct {
  const char *name;
  Str json;
} SchemaPart;

/* A subschema, braces and all, on one line. It may refer to #/definitions/match. `instead`
 * replaces fields of the record `schema`. A record that is a file or a plugin's options
 * may be null exactly when no field is required. */
void schema_json(Buf *out, const Schema *schema, const SchemaPart *instead, size_t count);
/* The members of `definitions` that schema_json() refers to: "match":..., without braces. */
void schema_json_definitions(Buf *out);
/* A whole document, indented: `schema` at the top, and `definitions` ("" or further members). */
void schema_json_document(Buf *out, const char *title, Str schema, Str definitions);
/* A string with its quotes. */
void schema_json_text(Buf *out, Str s);

/* `---@class CLASS` with a field for each field of the record; a record inside is the class
 * CLASS.FIELD. Types are those of Lua and of the plugin API (Date, Rules). */
void schema_print_luals(Buf *out, const Schema *schema, Str class);

#endif
