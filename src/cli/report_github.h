/* report_github.h -- findings as GitHub Actions shows them.
 *
 * Annotations are workflow commands, one a line: `::error file=,line=,col=,...::message`.
 * GitHub shows the first ten of each level of a step, so the first of every rule come
 * first, errors before warnings. They stand in a group of the log that is folded up, below
 * the same findings as text for people who read the log.
 *
 * The job summary is Markdown that GitHub shows on the run's page: a table of the rules
 * and, folded up, every finding that there is room for (GitHub takes 1 MiB for a step).
 *
 * What comes from the repository can neither end an annotation nor begin a command, nor be
 * markup: made visible as in text, then escaped for where it stands. */
#ifndef PUBLISH_CLI_REPORT_GITHUB_H
#define PUBLISH_CLI_REPORT_GITHUB_H

#include "base/diag_group.h"

/* All of them, in a group of the log; nothing when there are none. */
void github_annotations(Buf *out, const Diags *d);

enum { GITHUB_SUMMARY_MOST = 1 << 20 };

/* At most `room` bytes. `title`: what was run; `text`: what it said, shown as it stands. */
void github_summary(Buf *out, const Diags *d, Str title, Str text, size_t room);

#endif
