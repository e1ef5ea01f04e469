/* table.h -- text for a terminal: made visible, cut and padded by columns.
 *
 * What comes from a repository may hold control bytes or terminal escapes; it is
 * shown as \xNN, never sent. Wide characters (Chinese, Japanese, emoji) take
 * two columns, combining marks none. */
#ifndef PUBLISH_CLI_TABLE_H
#define PUBLISH_CLI_TABLE_H

#include "base/buf.h"

/* Made visible; and what a CI system would take for a command is broken up: "##[name]"
 * anywhere, "::name" where only blanks stand before it in the line. */
void show(Buf *out, Str s);
void show_line(Buf *out, Str s); /* the same, but tabs stay tabs */
size_t show_columns(Str s);      /* columns that show() takes */
/* Exactly `columns` wide: padded with blanks, or cut with "…" at its end. */
void show_cell(Buf *out, Str s, size_t columns);
/* Paragraphs (separated by "\n") filled to 79 columns behind `indent` blanks. */
void show_wrapped(Buf *out, Str text, size_t indent);
void show_bytes(Buf *out, uint64_t bytes); /* "812 bytes", "54.2 kB", "1.3 MB" */
/* "1 page", "2 pages": the plural adds an s. */
void show_count(Buf *out, size_t n, const char *noun);

#endif
