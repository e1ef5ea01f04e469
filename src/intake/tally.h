/* tally.h -- from files to counts: which lines count for which article, and why the
 * others do not.
 *
 * Of an access log a line counts when it is a GET that was answered with 200 or 304 (the
 * reader has the page, from us or from the last time), was not asked for in advance,
 * comes from no robot, asks for an article (by any of its addresses, former
 * ones too), and is no repeat by the same visitor within half an hour. Of a table each row is
 * a total, or something to add.
 *
 * A file is read once, in bounded memory, and counts as a whole or not at all. Logs, and tables
 * to be added, are looked up in the ledger: what an earlier import read is read
 * again only to know who was there last.
 *
 * A handle: {0} with the members in front filled in; tally_free. */
#ifndef PUBLISH_INTAKE_TALLY_H
#define PUBLISH_INTAKE_TALLY_H

#include "intake/addresses.h"
#include "intake/counts.h"
#include "intake/ledger.h"
#include "intake/visits.h"

typedef enum {
  LEFT_KNOWN,      /* imported before */
  LEFT_UNREADABLE, /* no request: damaged, too long, another format */
  LEFT_METHOD,
  LEFT_STATUS,
  LEFT_PREFETCH,
  LEFT_ROBOT,
  LEFT_ASSET,
  LEFT_OTHER,   /* a page of the site that is no article */
  LEFT_UNKNOWN, /* nothing the site has */
  LEFT_REPEAT,
  LEFT_REASONS
} LeftOut;
extern const char *const left_names[LEFT_REASONS]; /* for JSON: "unreadable" */
extern const char *const left_texts[LEFT_REASONS]; /* "not a line of a log" */

typedef struct {
  Str path;
  uint64_t n;
} UnknownPath;

typedef struct {
  const Addresses *addresses;
  const Str *ids; /* of article number n: ids[n - 1] */
  size_t articles;
  Counts *counts;
  Ledger *ledger;
  bool add; /* tables hold what is to be added */

  uint64_t files, lines, counted, left[LEFT_REASONS], changed;
  Arena arena;
  Map unknown; /* path -> uint64_t; the first so many of them */
} Tally;

/* One file ("-" is standard input). False: reported, and nothing of it counts. */
bool tally_file(Tally *t, const char *path, Diags *d);
/* The most frequent unknown paths, at most `most`; how many in *count. From the
 * tally's arena. */
const UnknownPath *tally_unknown(Tally *t, size_t most, size_t *count);
void tally_free(Tally *t);

#endif
