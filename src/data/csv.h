/* csv.h -- comma-separated values (RFC 4180) as a list of maps, as Jekyll has them.
 *
 * The first line names the columns; a column without a name is left out. Fields may stand in
 * quotes; doubled quotes are one. All values are text, with the places of their cells. Lines end in
 * LF or CR LF. Errors (P_DATA_TABLE, with their place): quotes that are never closed, more than
 * CSV_CELLS cells or CSV_COLUMNS columns, a name that two columns have, bytes that are not UTF-8,
 * control characters. */
#ifndef PUBLISH_DATA_CSV_H
#define PUBLISH_DATA_CSV_H

#include "base/diag.h"
#include "data/value.h"

enum { CSV_CELLS = 2000000, CSV_COLUMNS = 1000 };

/* `separator` is ',' or, of a .tsv file, a tab. False: one record. */
bool csv_read(const Value **out, Arena *a, const Source *source, char separator, Diags *d);

#endif
