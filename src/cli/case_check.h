/* case_check.h -- a test case: what it expects, and what must hold for every plugin.
 *
 * Each of these is a check of its own (test_report.h):
 *
 *   expect.html, expect.ast, expect.files, expect/PATH   what came out, exactly
 *   expect.diag    all messages; "no messages" when the case has no such file
 *   same twice     two builds of the same give the same
 *   any order      whatever the order in which articles are handed to workers
 *   any workers    with one worker, and with eight
 *   warm as clean  with results kept from a site that was a little different
 *   budget         steps and memory of each hook as a share of what it may take
 *
 * The last five are what makes a plugin safe to run on a large site: they fail when it
 * keeps something from one article for the next, or depends on what it did not ask for.
 * Results with messages that differ count as different. Parent process only. */
#ifndef PUBLISH_CLI_CASE_CHECK_H
#define PUBLISH_CLI_CASE_CHECK_H

#include "cli/case_build.h"
#include "cli/test_report.h"

typedef struct {
  const CaseBench *bench;
  TestRun *run;
  bool once;        /* compare with what is expected, and no more */
  HostMeter *meter; /* shared memory, or NULL: no budget is measured */
  uint32_t drop;    /* for the tests of these checks: reads that kept results forget */
  /* What the plugin declares in `outputs`, and whether any case wrote it. */
  Arena arena;
  Map outputs; /* glob -> non-NULL when written */
} CaseChecks;

/* Of an in.md from which no page came. */
#define CASE_UNPUBLISHED                                                                           \
  "in.md is not published: is it a draft, or dated after 2025-01-01, the day of all cases?"

/* All checks of one case. False: the machine refused. */
bool case_check(CaseChecks *checks, const TestCase *c, Diags *d);
/* After all cases: the plugin as a whole. */
void case_check_plugin(CaseChecks *checks);
/* Write what comes out into the folder of the case (its `place`, below `root`) as its new
 * expectation, and say in `said` what changed. */
bool case_update(CaseChecks *checks, const TestCase *c, Str root, Buf *said, Diags *d);
/* All paths of the site, one a line. */
Str case_file_list(Arena *a, const CaseOutcome *o);
void case_checks_free(CaseChecks *checks);

#endif
