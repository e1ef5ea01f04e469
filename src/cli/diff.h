/* diff.h -- two texts line by line, as a unified diff for people.
 *
 * The usual form of `diff -u`: names, hunks with line numbers, three lines of
 * context. Lines are made visible (table.h), so what a strange file holds cannot
 * reach the terminal. Beginnings and ends that agree are put aside; in between the
 * longest common run of lines is kept as long as that costs less than a few million
 * comparisons, and otherwise the middle counts as changed as a whole.
 *
 * Pure; cannot fail. */
#ifndef PUBLISH_CLI_DIFF_H
#define PUBLISH_CLI_DIFF_H

#include "base/buf.h"

typedef struct {
  size_t added, removed; /* lines */
} DiffCount;

/* Appends nothing when the texts are equal. Bytes that are no UTF-8 text (a picture)
 * give one line that says so. */
DiffCount diff_unified(Buf *out, Str old_name, Str new_name, Str old_text, Str new_text);

#endif
