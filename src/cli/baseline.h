/* baseline.h -- findings that are known, as a file to be committed and reviewed.
 *
 *   # publish check: known findings, 1
 *   articles/2024/hello.md<tab>P0450<tab>the link leads nowhere: ../x.md
 *
 * One line for each finding: its key (finding.h), in byte order, as often as it was found. So
 * a diff shows what came and what went, lines that moved in an article change nothing, and two
 * branches merge line by line. Lines that are empty or begin with '#' are skipped. The order
 * is not relied on when reading, as people and merges edit the file.
 *
 * The file is read in the parent: it is no input of the build. It is bounded
 * (BASELINE_BYTES) and read in linear time. */
#ifndef PUBLISH_CLI_BASELINE_H
#define PUBLISH_CLI_BASELINE_H

#include "base/diag.h"
#include "base/map.h"

enum { BASELINE_BYTES = 64 << 20 };

typedef struct {
  Map entries; /* key -> BaselineEntry, in the order of the file */
  Arena arena;
} Baseline;

typedef struct {
  size_t known, found; /* how often it stands in the file, how often it was found */
} BaselineEntry;

/* From a file's text; `name` for messages. False: errors in d, one for each wrong line (ten
 * at the most). */
bool baseline_parse(Baseline *b, Str name, Str text, Diags *d);
/* The file at `path`. With `may_miss` a missing one is empty. */
bool baseline_read(Baseline *b, const char *path, bool may_miss, Diags *d);
/* Counts what d, in order, has of the entries. What the file knows goes from d to `known`,
 * for each key the first ones. Only warnings and errors of the content are looked at. */
void baseline_split(Baseline *b, Diags *d, Diags *known);
/* The text of a file with all that can be known of d. *count: its lines. */
void baseline_text(Buf *out, const Diags *d, size_t *count);
void baseline_free(Baseline *b);

#endif
