/* ledger.h -- data/imports.yaml: what was imported before, so that it counts once.
 *
 *   7d865e959b2466918c9863afca942d0f: {bytes: 482113, lines: 3021, until: 2026-02-03}
 *
 * A line an import: the digest of the text that was read, how long it was, and the
 * day of its newest hit. Nothing else about it is kept: no name, no address, no visitor. A text
 * that begins with one of these is known that far (intake/lines.h). All entries stay, because any
 * of them may be given again; those of logs that no longer exist may be deleted by hand. Lines
 * stand in order of day, so that an import adds at the end. */
#ifndef PUBLISH_INTAKE_LEDGER_H
#define PUBLISH_INTAKE_LEDGER_H

#include "base/diag.h"
#include "data/value.h"
#include "intake/lines.h"

typedef struct {
  LinesMark mark;
  uint64_t lines;
  int64_t until; /* days since 1970; INT64_MIN = no hit had a time */
} LedgerEntry;

typedef struct {
  LedgerEntry *items;
  size_t count, cap;
  LinesMark *marks; /* in ascending order of length; see ledger_marks */
} Ledger;

/* False: the file is not what ledger_write wrote; reported. */
bool ledger_read(Ledger *out, const Value *data, const Source *source, Diags *d);
/* False when there is such an entry. */
bool ledger_add(Ledger *l, LedgerEntry entry);
/* For lines_open; good until the next ledger_add. */
const LinesMark *ledger_marks(Ledger *l, size_t *count);
void ledger_write(Buf *out, const Ledger *l, Arena *a);
void ledger_free(Ledger *l);

#endif
