/* table.h -- a table of counts: `path,count`, as people export it.
 *
 *   /2024/river/,1234                 path,views,likes
 *   /2024/bread/,87                   /2024/river/,1234,5
 *
 * The first line may name the columns (path, url, page, id ...; count, views, likes,
 * comments, favourites ...; others are passed over); else the first column is the
 * path and the second the views. Separated by commas, semicolons or tabs; a cell may
 * stand in quotes, doubled inside. Numbers are whole and not negative, in quotes also with
 * commas between thousands. Pure functions; any bytes are taken. */
#ifndef PUBLISH_INTAKE_TABLE_H
#define PUBLISH_INTAKE_TABLE_H

#include "intake/counts.h"

typedef struct {
  bool begun;
  char separator;
  int address;           /* columns, from 0 */
  int kind[COUNT_KINDS]; /* -1 = not in this table */
} TableReader;

typedef struct {
  Str address;
  bool has[COUNT_KINDS];
  int64_t n[COUNT_KINDS];
} TableRow;

typedef enum { TABLE_ROW, TABLE_NOTHING /* blank, or the names */, TABLE_BAD } TableLine;

/* Could this first line of a file begin a table? */
bool table_begins(Str line);
/* With TABLE_BAD, *problem says what is wrong, with the cell in *cell. */
TableLine table_parse(TableReader *r, TableRow *out, Arena *a, Str line, const char **problem,
                      Str *cell);

#endif
