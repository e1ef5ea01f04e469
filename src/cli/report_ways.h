/* report_ways.h -- how an archive with many mistakes is published all the same.
 *
 * Whoever meets hundreds of errors on the first day cannot mend them tonight. Below the
 * count of errors stands what publish.yaml can say instead: rules of `checks:` that became
 * errors, and on_article_error for articles that cannot be read. Nothing for a few errors,
 * which are quicker mended, and nothing for what no setting lets pass. */
#ifndef PUBLISH_CLI_REPORT_WAYS_H
#define PUBLISH_CLI_REPORT_WAYS_H

#include "base/diag.h"

/* Lines for people, each indented; none, when there is no such way. */
void report_ways(Buf *out, const Diags *d);

#endif
