/* report.c -- the end of a run, on the standard streams. */
#include "cli/report.h"

#include "base/file.h"
#include "cli/commands.h"
#include "cli/report_github.h"
#include "cli/report_sarif.h"
#include "cli/report_ways.h"
#include "cli/table.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

void report_progress(const char *stage, size_t jobs) {
  char line[128];
  int n = snprintf(line, sizeof line, "\r\x1b[K%.40s: %zu", stage, jobs);
  if (n > 0) fd_write_all(STDERR_FILENO, line, (size_t)n);
}

void report_progress_clear(const Cli *c) {
  if (c->err_terminal && !c->options.quiet) fd_write_all(STDERR_FILENO, "\r\x1b[K", 4);
}

void json_open(Buf *out, const char *record) {
  buf_printf(out, "{\"record\":\"%s\"", record);
}

void json_text(Buf *out, const char *name, Str s) {
  buf_printf(out, ",\"%s\":\"", name);
  json_escape(out, s);
  buf_byte(out, '"');
}

void json_texts(Buf *out, const char *name, const Str *items, size_t count) {
  buf_printf(out, ",\"%s\":[", name);
  for (size_t i = 0; i < count; i++) {
    buf_c(out, i ? ",\"" : "\"");
    json_escape(out, items[i]);
    buf_byte(out, '"');
  }
  buf_byte(out, ']');
}

void json_number(Buf *out, const char *name, uint64_t n) {
  buf_printf(out, ",\"%s\":%llu", name, (unsigned long long)n);
}

void json_close(Buf *out) {
  buf_c(out, "}\n");
}

static bool color_wanted(const Cli *c) {
  if (c->options.color != COLOR_AUTO) return c->options.color == COLOR_ALWAYS;
  const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
  return c->err_terminal && !(no && *no) && term && *term && strcmp(term, "dumb") != 0;
}

/* With -q only errors are told. */
static void keep_errors(Diags *d) {
  size_t kept = 0;
  for (size_t i = 0; i < d->count; i++)
    if (d->items[i].severity == DIAG_ERROR) d->items[kept++] = d->items[i];
  d->count = kept;
}

static void text_verdict(const Cli *c, Buf *out) {
  const Diags *d = &c->diags;
  if (!d->errors || c->options.command->bit != COMMAND_BUILD) return;
  if (diags_status(d) == EXIT_USAGE) return;
  buf_c(out, "publish: ");
  show_count(out, d->errors, "error");
  if (d->warnings) {
    buf_c(out, ", ");
    show_count(out, d->warnings, "warning");
  }
  buf_c(out, ": nothing was published\n");
  report_ways(out, d);
}

static void json_verdict(const Cli *c, ExitStatus status, Buf *out) {
  const Diags *d = &c->diags;
  json_open(out, "summary");
  json_text(out, "result", S("failed"));
  json_number(out, "status", status);
  json_number(out, "errors", d->errors);
  json_number(out, "warnings", d->warnings);
  json_close(out);
}

static bool put(int fd, const Buf *b, bool *gone) {
  if (!b->n || *gone || fd_write_all(fd, b->p, b->n)) return true;
  *gone = true;
  return errno == EPIPE;
}

/* Appends to the file that GitHub names for this step. What cannot be written there is a
 * warning: the run itself is not at fault. */
static void job_summary(Cli *c) {
  const char *path = getenv("GITHUB_STEP_SUMMARY");
  if (!path || !*path) return;
  unsigned bit = (unsigned)c->options.command->bit;
  Buf text = { 0 }, title = { 0 };
  struct stat st;
  int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0644);
  bool ok = fd >= 0 && fstat(fd, &st) == 0;
  size_t used = ok && st.st_size > 0 ? (size_t)st.st_size : 0;
  if (ok && used < GITHUB_SUMMARY_MOST) {
    buf_printf(&title, "publish %s", c->options.command->name);
    github_summary(&text, &c->diags, buf_view(&title),
                   bit & (COMMAND_BUILD | COMMAND_CHECK) ? buf_view(&c->out) : S(""),
                   GITHUB_SUMMARY_MOST - used);
    ok = fd_write_all(fd, text.p, text.n);
  }
  if (!ok)
    diag_file(&c->diags, DIAG_WARNING, P_FILE_IO, S(""), NULL,
              "cannot write the job summary (GITHUB_STEP_SUMMARY): %s", strerror(errno));
  if (fd >= 0) close(fd);
  buf_free(&text);
  buf_free(&title);
}

/* Diagnostics, in the format asked for. */
static void print_diags(Cli *c, ExitStatus status, Buf *said) {
  const Diags *d = &c->diags;
  switch ((Format)c->options.format) {
  case FORMAT_JSON:
    diags_print(d, DIAG_JSON, false, c->options.verbose, said);
    return;
  case FORMAT_SARIF:
    sarif_print(said, d, c->baseline ? &c->known : NULL, status);
    return;
  default:
    if (c->options.verbose)
      diags_print(d, DIAG_TEXT, color_wanted(c), true, said);
    else
      diags_print_grouped(d, color_wanted(c), said);
    text_verdict(c, said);
    if (c->options.format == FORMAT_GITHUB) github_annotations(said, d);
  }
}

ExitStatus report_end(Cli *c) {
  Diags *d = &c->diags;
  diags_sort(d);
  ExitStatus status = diags_status(d);
  if (c->options.quiet) keep_errors(d);
  Buf said = { 0 };
  bool out_gone = false, err_gone = false, ok = true;
  report_progress_clear(c);
  bool json = c->options.format == FORMAT_JSON, sarif = c->options.format == FORMAT_SARIF;
  if (c->options.format == FORMAT_GITHUB) job_summary(c);
  print_diags(c, status, &said);
  bool to_out = (json && !c->records_only) || sarif;
  ok = put(to_out ? STDOUT_FILENO : STDERR_FILENO, &said, to_out ? &out_gone : &err_gone);
  if (json && to_out && d->errors) json_verdict(c, status, &c->out);
  /* Standard output is the SARIF document and nothing else. */
  ok = put(sarif ? STDERR_FILENO : STDOUT_FILENO, &c->out, sarif ? &err_gone : &out_gone) && ok;
  if (!ok) {
    int error = errno;
    buf_clear(&said);
    buf_printf(&said, "publish: error: cannot write to standard output: %s [P%04u]\n",
               strerror(error), (unsigned)P_FILE_IO);
    fd_write_all(STDERR_FILENO, said.p, said.n);
    status = EXIT_MACHINE;
  }
  buf_free(&said);
  return status;
}
