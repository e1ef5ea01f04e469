/* csv.h -- comma-separated values (RFC 4180) as a list of maps, as Jekyll has them.
 *
 * The first line names the columns. Fields may stand in quotes; doubled quotes are one. All values
 * are text. Lines end in LF or CR LF. Errors: quotes that are never closed, more than
 * CSV_CELLS cells, bytes that are not UTF-8, control characters. */
#ifndef PUBLISH_IMPORT_CSV_H
#define PUBLISH_IMPORT_CSV_H

#include "base/diag.h"
#include "data/value.h"

enum { CSV_CELLS = 2000000, CSV_COLUMNS = 1000 };

bool csv_read(const Value **out, Arena *a, const Source *source, char separator, Diags *d);
/* The same as a file of YAML, for data/. */
bool csv_as_yaml(Str *out, Arena *a, const Source *source, char separator, Diags *d);

#endif
