/* schema.h -- the types of settings, front matter and plugin options, and the
 * one function that checks a Value against them.
 *
 * A Schema is a plain struct: static tables describe publish.yaml and the known
 * front-matter fields; schema_of_value() builds one in an arena from what a
 * plugin's header or `fields:` says. Checking reports every problem at the place
 * of the key or value, with did-you-mean for unknown keys and choices, and gives
 * a normalised Value: defaults filled in, alias keys renamed, scalars made from
 * their source text (a string given 2024 becomes "2024", one given 0123 "0123"),
 * dates parsed. Fields stand in the order of the schema, unknown keys of an open
 * record behind them in the order written.
 *
 *   string    one line of text; line breaks become blanks, ends are trimmed
 *   text      text as written, lines and all
 *   integer   a whole number; number: with or without a fraction, never .inf/.nan
 *   boolean   true or false; yes, no, on, off and 1 are errors that say so
 *   enum      one of `choices`
 *   list      items of type `item`; with `single` one item stands for a list
 *   map       any names, values of type `item`
 *   record    the `fields`; with `scalar` a scalar stands for that field
 *   match     conditions over an article, see match.h
 *   path      a relative path below a folder: no "..", no leading "/"
 *   url       http, https or mailto address; with `relative` also a path
 *   email, date, any
 *   duration  "90s", "15m", "2h", "3d", "1w", "500ms"; becomes a number of seconds
 *
 * min and max bound numbers and durations (in seconds), the characters of texts
 * and the items of lists. An explicit null (`tags:` with nothing behind it)
 * counts as absent, except where `solid` says that it is an error. */
#ifndef PUBLISH_DATA_SCHEMA_H
#define PUBLISH_DATA_SCHEMA_H

#include "base/diag.h"
#include "data/date.h"
#include "data/value.h"

typedef enum {
  SCHEMA_ANY,
  SCHEMA_STRING,
  SCHEMA_TEXT,
  SCHEMA_INTEGER,
  SCHEMA_NUMBER,
  SCHEMA_BOOLEAN,
  SCHEMA_ENUM,
  SCHEMA_LIST,
  SCHEMA_MAP,
  SCHEMA_RECORD,
  SCHEMA_MATCH,
  SCHEMA_PATH,
  SCHEMA_URL,
  SCHEMA_EMAIL,
  SCHEMA_DATE,
  SCHEMA_DURATION,
  SCHEMA_TYPES
} SchemaType;

typedef struct Schema Schema;
struct Schema {
  const char *name; /* as a field of a record */
  SchemaType type;
  const char *doc;            /* one line for the manual, or NULL */
  const char *const *aliases; /* other keys for this field, NULL at the end; or NULL */
  const char *const *choices; /* enum: the values, NULL at the end */
  const Schema *fields;       /* record */
  size_t field_count;         /* record */
  const Schema *item;         /* list, map; NULL = any */
  const char *scalar;         /* record: the field that a scalar stands for */
  const char *preset;         /* default as text, read by the type; "[]", "{}" for containers */
  const Value *fallback;      /* default as a Value that fits; goes before `preset` */
  double min, max;            /* bounds, if has_min, has_max */
  bool has_min, has_max;
  bool required;
  bool solid;       /* an explicit null is an error */
  bool single;      /* list: a lone item is a list of one */
  bool open;        /* record: unknown keys are kept as they are */
  bool relative;    /* url: a path will do */
  bool per_article; /* front matter may override it (plugin options) */
};

/* Where a checked Value comes from and where problems go. */
typedef struct {
  Arena *arena; /* of the result */
  Diags *diags;
  const Source *source; /* spans of the Value count in here; text may be empty */
  Code code;            /* of wrong and missing values */
  Code unknown;         /* of unknown keys */
  const DateZone *zone; /* for dates without one; NULL = UTC */
} SchemaContext;

/* Check `v` (NULL = absent) and make *out. `name` is how messages call it:
 * "disclaimer" gives "disclaimer.position must be ..."; "" for the root of a
 * file. False: at least one error was reported, *out is what could be saved
 * (wrong fields have their defaults) and may be used to look for more errors. */
bool schema_check(const Value **out, const Schema *schema, const Value *v, Str name,
                  const SchemaContext *c);

/* The value of a schema when nothing is given, NULL when it has none. A record
 * has its fields' defaults. */
const Value *schema_default(const Schema *schema, Arena *a);
const Schema *schema_field(const Schema *record, Str key); /* by name or alias, or NULL */
const char *schema_type_name(SchemaType type);             /* "enum" */

/* Schemas from data. `spec` is a type's name ("integer") or a map:
 *   {type: enum, values: [a, b], default: a, doc: ..., required: true}
 *   {type: list, of: SPEC}, {type: map, of: SPEC}, {type: record, fields: {NAME: SPEC}}
 * further keys min, max, per_article, single, relative, null (false: solid).
 * A plugin's header gives the same with "@type" for "type", and positional items
 * under "@items": the values of an enum, the item type of a list or map; the
 * fields of a record stand in it by name. The default is checked; a list or map
 * without one is empty when it is not given. Problems go to
 * c->diags with c->code, at `spec`'s place or naming `name`. */
bool schema_of_value(const Schema **out, const Value *spec, Str name, const SchemaContext *c);
/* A record from a map NAME -> SPEC: a plugin's `options`, `fields:` of a site. */
bool schema_of_fields(const Schema **out, const Value *fields, Str name, const SchemaContext *c);

/* The report that schema_check makes, for callers with a check of their own: at
 * the value's place if it has one, else about the file. `help` may be NULL. */
Diag *schema_report(const SchemaContext *c, Severity s, Code code, const Value *v, const char *help,
                    const char *format, ...) __attribute__((format(printf, 6, 7)));

#endif
