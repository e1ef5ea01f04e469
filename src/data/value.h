/* value.h -- the one data type that everything is made of: an immutable tree.
 *
 * Front matter, settings, data files, facts, catalog rows, index rows: all are
 * Values. A Value never changes once it has been handed on, lives in the arena
 * named when it was built, and knows where in its source it stood (span), so
 * that a diagnostic about it has a caret. Maps keep their order as written;
 * look-ups are binary searches over a side index. NULL (the pointer) is
 * accepted by every reader and means "absent".
 *
 * Scalars keep their source text in `text`, so `title: 0123` stays "0123" when a
 * schema wants a string. value_encode/value_decode carry Values between
 * processes; value_digest identifies content, not spans. */
#ifndef PUBLISH_DATA_VALUE_H
#define PUBLISH_DATA_VALUE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/digest.h"

typedef enum {
  VALUE_NULL,
  VALUE_BOOL,
  VALUE_INT,
  VALUE_FLOAT,
  VALUE_STR,
  VALUE_DATE,
  VALUE_LIST,
  VALUE_MAP
} ValueKind;

/* A point in time as an author wrote it. Order is by `seconds`, then by text. */
typedef struct {
  int64_t seconds; /* since 1970-01-01T00:00:00Z, proleptic Gregorian */
  int32_t offset;  /* seconds east of UTC of the zone it was written in or given */
  bool has_time;   /* false: only a day was given; seconds is its midnight */
} Date;

typedef struct {
  uint32_t offset, length; /* bytes in the source it was read from; 0, 0 = none */
} Span;

typedef struct Value Value;
typedef struct {
  Str key;
  Span key_span;
  const Value *value;
} Field;

struct Value {
  ValueKind kind;
  Span span;
  Str text; /* source text of a scalar as written; "" when made by us */
  union {
    bool boolean;
    int64_t integer;
    double number;
    Str str;
    Date date;
    struct {
      const Value **items;
      size_t count;
    } list;
    struct {
      Field *fields;    /* in order as written */
      uint32_t *sorted; /* indexes into fields, by key bytes */
      size_t count;
    } map;
  };
};

/* Readers. All accept NULL. */
const Value *value_get(const Value *map, Str key); /* NULL when absent or no map */
const Value *value_getc(const Value *map, const char *key);
const Value *value_path(const Value *root, const char *dotted); /* "source.name" */
const Field *value_field(const Value *map, Str key);
const Value *value_at(const Value *list, size_t index); /* 0-based */
size_t value_count(const Value *v);                     /* items or fields, else 0 */
bool value_truthy(const Value *v); /* absent, null, false, "", [] and {} are false */
/* Scalars as text: a string's own, else the source text, else a canonical form
 * (integers in decimal, floats with %.17g shortened, dates in RFC 3339). */
Str value_str(const Value *v, Arena *a);
Str value_strc(const Value *map, const char *key); /* string field or "" */
int64_t value_int(const Value *v, int64_t otherwise);
bool value_bool(const Value *v, bool otherwise);
const char *value_kind_name(ValueKind kind);   /* "a string", "a list", ... */
int value_cmp(const Value *a, const Value *b); /* total order: kind, then content */
bool value_eq(const Value *a, const Value *b);

/* Builders. Strings are not copied: give arena memory. */
const Value *value_null(Arena *a);
const Value *value_of_bool(Arena *a, bool b);
const Value *value_of_int(Arena *a, int64_t i);
const Value *value_of_float(Arena *a, double d);
const Value *value_of_str(Arena *a, Str s);
const Value *value_of_date(Arena *a, Date d);
/* A growing list or map; finish with list_end / map_end, after which it is
 * frozen. map_put on a present key replaces its value in place. */
typedef struct {
  Arena *arena;
  const Value **items;
  size_t count, cap;
} ListBuilder;
typedef struct {
  Arena *arena;
  Field *fields;
  size_t count, cap;
} MapBuilder;
ListBuilder list_begin(Arena *a);
void list_add(ListBuilder *b, const Value *v);
const Value *list_end(ListBuilder *b, Span span);
MapBuilder map_begin(Arena *a);
MapBuilder map_from(Arena *a, const Value *map); /* starts as a copy */
void mapb_put(MapBuilder *b, Str key, const Value *v);
void mapb_putc(MapBuilder *b, const char *key, const Value *v);
void mapb_field(MapBuilder *b, Field f); /* keeps its key span */
const Value *map_end(MapBuilder *b, Span span);

/* Content digest: kind, keys in sorted order, values. Spans and source text do
 * not count, but key order of a map does not either. NULL gives the zero digest. */
Digest value_digest(const Value *v);

/* Binary form. Spans travel too. Decoding checks everything (depth, lengths) and
 * returns NULL with r->bad on malformed bytes; strings are views into the frame. */
void value_encode(Buf *out, const Value *v);
const Value *value_decode(Arena *a, Reader *r);

#endif
