/* report_sarif.h -- findings as SARIF 2.1.0 (OASIS), for code scanning and editors.
 *
 * One run. Its rules are those of codes.def that occur, with title and explanation; a check
 * of a plugin is the rule P0701/NAME. What has no file is a notification of the invocation,
 * for SARIF's results have a place. Columns count Unicode characters. Paths are relative
 * addresses, percent-encoded, below SRCROOT, the root of the repository.
 *
 * partialFingerprints.publishFinding/v1 is made from the finding's key (finding.h) and stays
 * the same when lines move. Findings in `known` (of a baseline) are results with a
 * suppression. */
#ifndef PUBLISH_CLI_REPORT_SARIF_H
#define PUBLISH_CLI_REPORT_SARIF_H

#include "base/diag.h"

/* `known` may be NULL. */
void sarif_print(Buf *out, const Diags *d, const Diags *known, ExitStatus status);

#endif
