/* test_report.h -- results of tests of plugins, and how they are told.
 *
 *   text   one line a case that passed; for what failed, the difference
 *   tap    TAP version 14: one line a check, with a YAML block below what failed
 *   junit  XML as Jenkins, GitLab and others read it; times are 0 and the time of day is
 *          that of the builds (memory_site.h), so equal results are equal bytes
 *   json   one record a check, a summary last
 *
 * A check belongs to a case, a case to a suite, which is a plugin. Texts in a TestRun are
 * as they shall be seen: made visible where they came from files. */
#ifndef PUBLISH_CLI_TEST_REPORT_H
#define PUBLISH_CLI_TEST_REPORT_H

#include "cli/cli.h"

typedef enum { TEST_PASSED, TEST_WARNED, TEST_FAILED } TestStatus;

typedef struct {
  Str suite, test; /* plugin and case; case "" = about the plugin as a whole */
  Str check;       /* "expect.html" */
  TestStatus status;
  Str message; /* one line, or "" */
  Str detail;  /* lines: a difference, or "" */
} TestResult;

typedef struct {
  Arena arena;
  TestResult *items;
  size_t count, cap;
  size_t failed, warned;
  size_t unbuilt; /* of those that failed: because the build did */
} TestRun;

/* Copies all texts. */
void test_result(TestRun *run, Str suite, Str test, Str check, TestStatus status, Str message,
                 Str detail);
/* Everything, in the format of the options; `quiet` text leaves out what passed. */
void test_report(Buf *out, const TestRun *run, Format format, bool quiet);
void test_run_free(TestRun *run);

#endif
