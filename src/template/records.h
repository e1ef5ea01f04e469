/* records.h -- the types that templates are checked against.
 *
 * A record is a named set of fields that every site has: site, page, article,
 * author and so on. Asking a record for a field it does not have is a compile
 * error; a field without a value is not. Maps (data, extra, facts, params) are
 * free: any field may be asked of them. The table here is the only list of these
 * fields: the checker, did-you-mean and the reference manual read it.
 *
 * Types are small values, compared with type_eq. Static data only. */
#ifndef PUBLISH_TEMPLATE_RECORDS_H
#define PUBLISH_TEMPLATE_RECORDS_H

#include "base/arena.h"
#include "base/str.h"
#include <stdint.h>

typedef enum {
  TYPE_ANY, /* free: any field, any use */
  TYPE_TEXT,
  TYPE_NUMBER,
  TYPE_BOOL,
  TYPE_DATE,
  TYPE_HTML,
  TYPE_JSON, /* what `| json` gives */
  TYPE_NONE, /* the literal `none` */
  TYPE_RECORD
} TypeKind;

typedef struct Record Record;
typedef struct {
  uint8_t kind;  /* TypeKind */
  uint8_t lists; /* how many "list of" stand before it */
  const Record *record;
} Type;

typedef struct {
  const char *name;
  const char *type; /* "text", "number", "boolean", "date", "html", "any", a
                       record's name, or "list of " and one of these */
  const char *doc;
} RecordField;

struct Record {
  const char *name;
  const char *doc;
  const RecordField *fields; /* ends with a NULL name */
};

const Record *record_find(Str name); /* NULL when there is none */
const Record *record_list(size_t *count);
const RecordField *record_field(const Record *r, Str name);
/* The field whose name is nearest, or "". */
Str record_nearest(const Record *r, Str name);

Type type_parse(const char *type);
Type type_of(TypeKind kind);
bool type_eq(Type a, Type b);
/* The type that holds both; differing ones give TYPE_ANY. none and T give T. */
Type type_join(Type a, Type b);
Type type_item(Type list);       /* of a list; TYPE_ANY for anything free */
Str type_name(Type t, Arena *a); /* "a list of article", "text" ... for messages */

/* The slots that a layout may have, and plugins fill. */
const char *const *slot_names(size_t *count);

#endif
