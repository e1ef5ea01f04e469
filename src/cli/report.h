/* report.h -- how a run ends: diagnostics, then what the command printed.
 *
 * Text: diagnostics go to standard error, the command's text to standard output.
 * JSON: one record a line on standard output, diagnostics first and a record
 * with "record":"summary" last; a command whose records are the result (list)
 * sends its diagnostics to standard error instead.
 * GitHub: as text, then annotations, and the job summary (report_github.h).
 * SARIF: one document on standard output; what the command printed goes to standard error.
 *
 * A reader that went away (EPIPE) is nobody's fault; any other failure to write
 * ends in exit status 3. */
#ifndef PUBLISH_CLI_REPORT_H
#define PUBLISH_CLI_REPORT_H

#include "cli/cli.h"

/* Prints everything and gives the exit status. Once, at the end. */
ExitStatus report_end(Cli *c);

/* On a terminal: one line on standard error that says what is going on. The
 * signature is that of BuildInput.progress. */
void report_progress(const char *stage, size_t jobs);
void report_progress_clear(const Cli *c);

/* JSON members: begin with json_open(), each with a comma in front as needed. */
void json_open(Buf *out, const char *record);                                /* {"record":"..." */
void json_text(Buf *out, const char *name, Str s);                           /* ,"name":"..." */
void json_texts(Buf *out, const char *name, const Str *items, size_t count); /* ,"name":[...] */
void json_number(Buf *out, const char *name, uint64_t n);
void json_close(Buf *out); /* }\n */

#endif
