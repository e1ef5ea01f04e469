/* counts.h -- data/counts.yaml: how often each article was read, liked, commented on
 * and marked, by article id.
 *
 *   articles/2024/river.md: {views: 1234, likes: 5}
 *
 * Read from the data file's Value, changed in memory, and written again in one form
 * only: sorted by id, one line an article, the counts in their order, behind the
 * comment lines that opened the file. So a day's import is a diff of the lines that
 * changed. A count is from 0 to COUNT_MOST (the limit of model/known_data.h, which every
 * reader of JSON can hold); sums stop there. Memory is the arena's. */
#ifndef PUBLISH_INTAKE_COUNTS_H
#define PUBLISH_INTAKE_COUNTS_H

#include "base/diag.h"
#include "base/map.h"
#include "data/value.h"

#define COUNT_MOST INT64_C(1000000000000000)
typedef enum { COUNT_VIEWS, COUNT_LIKES, COUNT_COMMENTS, COUNT_FAVOURITES, COUNT_KINDS } CountKind;
extern const char *const count_names[COUNT_KINDS];

typedef struct {
  Str id;
  Span span; /* of the id in the file; 0, 0 = new */
  bool has[COUNT_KINDS];
  int64_t n[COUNT_KINDS];
  bool changed; /* by what was imported */
} Count;

typedef struct {
  Arena *arena;
  Map by_id; /* id -> Count */
} Counts;

/* `data` is the file's Value (NULL = there is none), `source` its text. False: it
 * holds what is no count; all of it is reported at its place. */
bool counts_read(Counts *out, Arena *a, const Value *data, const Source *source, Diags *d);
/* The record of an id, made when there is none; the id is copied. */
Count *counts_of(Counts *c, Str id);
void counts_add(Count *c, CountKind kind, uint64_t more); /* stops at COUNT_MOST */
/* `before` is the text of the file as it was, "" for none. */
void counts_write(Buf *out, const Counts *c, Str before);
void counts_free(Counts *c);

/* A key of a YAML map, in quotes where it must be; ends in ": ". */
void yaml_key(Buf *out, Str key);

#endif
