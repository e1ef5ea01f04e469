/* cli.h -- one run of the program: what was asked, what came of it.
 *
 * main() hands its arguments to cli_main(), which parses them (options.h), runs
 * one command (commands.h) and ends in one place: all diagnostics sorted, then
 * what the command printed. A command writes to cli->out and cli->diags only and
 * returns; nobody else touches the standard streams, so text and JSON, pipes
 * that close early and full disks are dealt with once (report.c).
 *
 * This layer is the only one that reads a clock, asks for a terminal or looks
 * at the environment (NO_COLOR and TERM, for colour; GITHUB_ACTIONS and GITHUB_STEP_SUMMARY,
 * for the format; GIT_QUARANTINE_PATH, for a better message; and what it hands on to `git`
 * whole). Everything is owned by the Cli and dies with it. Parent process only. */
#ifndef PUBLISH_CLI_CLI_H
#define PUBLISH_CLI_CLI_H

#include "base/diag.h"
#include "cli/options.h"

typedef struct {
  Arena arena;
  Diags diags;
  Options options;
  Diags known; /* findings of a baseline: counted, not told, suppressed in SARIF */
  bool baseline;
  Buf out; /* for standard output, behind the diagnostics */
  bool out_terminal, err_terminal;
  bool json;         /* this command's format, settled */
  bool records_only; /* JSON of this command is its own records: diagnostics go to stderr */
  double started;    /* clock_seconds() */
} Cli;

/* The whole program; the result is the exit status. */
int cli_main(int argc, char **argv);

#endif
