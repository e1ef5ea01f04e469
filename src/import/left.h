/* left.h -- what an import could not carry over, said once for each kind.
 *
 * Each finding has a topic (a heading of the report), a name within it ("{% include %}",
 * "theme"), a place in the old site, and a word on what to do instead. Findings of one topic and
 * name are one group: one diagnostic with the first place, the number of all, and
 * how many files they are in; the report (IMPORT.md) lists the first LEFT_SHOWN places,
 * JSON all of them. Topics and names stand in the order in which they came up.
 *
 * {0} is empty. Texts are copied. Parent process. */
#ifndef PUBLISH_IMPORT_LEFT_H
#define PUBLISH_IMPORT_LEFT_H

#include "base/diag.h"
#include "base/map.h"

enum { LEFT_SHOWN = 5 };

typedef struct {
  Str file; /* of the old site; "" = none in particular */
  uint32_t line, col;
} LeftPlace;

typedef struct {
  Severity severity;
  Str topic, name;
  Str advice; /* "" = none */
  LeftPlace *places;
  size_t count, cap;
  size_t files; /* how many there are of those: places come file by file */
  Str excerpt;  /* the first place's line, or "" */
} LeftGroup;

typedef struct {
  Arena arena;
  LeftGroup *groups;
  size_t count, cap;
  Map names; /* "topic\nname" -> number + 1 */
} Left;

/* `source` may be NULL (no place) and its text empty (the file as a whole). A note is told
 * with -v and in the report only. */
void left_add(Left *left, Severity severity, const char *topic, Str name, const Source *source,
              size_t offset, const char *advice, ...) __attribute__((format(printf, 7, 8)));
/* One diagnostic for each group; notes only if asked for. */
void left_tell(const Left *left, bool notes, Diags *d);
/* The groups as sections and lists in Markdown; "" when there are none. */
void left_markdown(const Left *left, Buf *out);
void left_free(Left *left);

#endif
