/* test_report.c -- one list of results in four formats. */
#include "cli/test_report.h"

#include "base/utf8.h"
#include "cli/report.h"
#include "cli/table.h"
#include <stdlib.h>

void test_result(TestRun *run, Str suite, Str test, Str check, TestStatus status, Str message,
                 Str detail) {
  Arena *a = &run->arena;
  run->items = arena_grow(a, run->items, run->count, &run->cap, sizeof *run->items);
  run->items[run->count++] = (TestResult){ .suite = arena_str(a, suite),
                                           .test = arena_str(a, test),
                                           .check = arena_str(a, check),
                                           .status = status,
                                           .message = arena_str(a, message),
                                           .detail = arena_str(a, detail) };
  run->failed += status == TEST_FAILED;
  run->warned += status == TEST_WARNED;
}

void test_run_free(TestRun *run) {
  arena_free(&run->arena);
  *run = (TestRun){ 0 };
}

static void put_name(Buf *out, const TestResult *r) {
  show(out, r->suite);
  if (r->suite.n && r->test.n) buf_byte(out, '/');
  show(out, r->test);
}

static void put_indented(Buf *out, const char *indent, Str text) {
  Str line;
  if (str_ends(text, S("\n"))) text = str_sub(text, 0, text.n - 1);
  while (str_split(&text, '\n', &line)) {
    buf_c(out, indent);
    show_line(out, line);
    buf_byte(out, '\n');
  }
}

static bool same_test(const TestResult *x, const TestResult *y) {
  return str_eq(x->suite, y->suite) && str_eq(x->test, y->test);
}

/* -- text -- */

static void text_case(Buf *out, const TestResult *first, size_t count, bool quiet) {
  size_t bad = 0;
  for (size_t i = 0; i < count; i++) {
    const TestResult *r = &first[i];
    if (r->status == TEST_PASSED) continue;
    bad++;
    buf_c(out, r->status == TEST_FAILED ? "FAILED " : "warning ");
    put_name(out, r);
    buf_c(out, ": ");
    show(out, r->check);
    if (r->message.n) buf_c(out, ": ");
    show(out, r->message);
    buf_byte(out, '\n');
    if (r->detail.n) put_indented(out, "    ", r->detail);
  }
  if (bad || quiet) return;
  buf_c(out, "ok ");
  put_name(out, first);
  buf_c(out, ": ");
  show_count(out, count, "check");
  for (size_t i = 0; i < count; i++)
    if (first[i].message.n) {
      buf_c(out, "; ");
      show(out, first[i].message);
    }
  buf_byte(out, '\n');
}

static size_t tests_of(const TestRun *run, size_t *suites) {
  size_t tests = 0;
  *suites = 0;
  for (size_t i = 0; i < run->count; i++) {
    const TestResult *r = &run->items[i];
    *suites += !i || !str_eq(r->suite, r[-1].suite);
    tests += r->test.n && (!i || !same_test(r, r - 1));
  }
  return tests;
}

static void text_report(Buf *out, const TestRun *run, bool quiet) {
  for (size_t i = 0; i < run->count;) {
    size_t n = 1;
    while (i + n < run->count && same_test(&run->items[i], &run->items[i + n])) n++;
    text_case(out, &run->items[i], n, quiet);
    i += n;
  }
  if (quiet) return;
  size_t suites, tests = tests_of(run, &suites);
  buf_byte(out, '\n');
  show_count(out, tests, "case");
  buf_printf(out, ", %zu checks: %zu passed, %zu failed\n", run->count, run->count - run->failed,
             run->failed);
}

/* -- TAP -- */

/* '#' begins a directive and '\' escapes. */
static void tap_text(Buf *out, Str s) {
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] == '#' || s.p[i] == '\\') buf_byte(out, '\\');
    buf_byte(out, s.p[i]);
  }
}

static void tap_report(Buf *out, const TestRun *run) {
  Buf name = { 0 };
  buf_printf(out, "TAP version 14\n1..%zu\n", run->count);
  for (size_t i = 0; i < run->count; i++) {
    const TestResult *r = &run->items[i];
    buf_clear(&name);
    put_name(&name, r);
    buf_c(&name, ": ");
    show(&name, r->check);
    buf_printf(out, "%sok %zu - ", r->status == TEST_FAILED ? "not " : "", i + 1);
    tap_text(out, buf_view(&name));
    buf_byte(out, '\n');
    if (!r->message.n && !r->detail.n) continue;
    buf_c(out, "  ---\n");
    if (r->message.n) {
      buf_c(out, "  message: \"");
      json_escape(out, r->message);
      buf_c(out, "\"\n");
    }
    if (r->status != TEST_PASSED)
      buf_printf(out, "  severity: %s\n", r->status == TEST_FAILED ? "fail" : "warning");
    if (r->detail.n) {
      buf_c(out, "  detail: |2\n");
      put_indented(out, "    ", r->detail);
    }
    buf_c(out, "  ...\n");
  }
  buf_free(&name);
}

/* -- JUnit -- */

/* XML 1.0 has no place for most control characters, escaped or not. */
static void xml_text(Buf *out, Str s) {
  for (size_t i = 0; i < s.n;) {
    size_t start = i;
    uint32_t cp = utf8_next(s, &i);
    bool control = cp < 0x20 && cp != '\n' && cp != '\t';
    if (cp == UTF8_BAD || control || cp == 0x7F || (cp & 0xFFFE) == 0xFFFE)
      buf_printf(out, "\\x%02X", (unsigned)(unsigned char)s.p[start]);
    else if (cp == '&')
      buf_c(out, "&amp;");
    else if (cp == '<')
      buf_c(out, "&lt;");
    else if (cp == '>')
      buf_c(out, "&gt;");
    else if (cp == '"')
      buf_c(out, "&quot;");
    else if (cp == '\n')
      buf_c(out, "&#10;");
    else if (cp == '\t')
      buf_c(out, "&#9;");
    else
      buf_str(out, str_sub(s, start, i));
  }
}

static void junit_case(Buf *out, const TestResult *r) {
  buf_c(out, "    <testcase classname=\"");
  xml_text(out, r->suite);
  if (r->test.n) buf_byte(out, '.');
  xml_text(out, r->test);
  buf_c(out, "\" name=\"");
  xml_text(out, r->check);
  buf_c(out, "\" time=\"0\"");
  if (r->status != TEST_FAILED) {
    buf_c(out, "/>\n");
    return;
  }
  buf_c(out, ">\n      <failure type=\"failed\" message=\"");
  xml_text(out, r->message);
  buf_c(out, "\">");
  xml_text(out, r->detail);
  buf_c(out, "</failure>\n    </testcase>\n");
}

static void junit_report(Buf *out, const TestRun *run) {
  buf_c(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
  size_t id = 0;
  for (size_t i = 0; i < run->count; id++) {
    const TestResult *first = &run->items[i];
    size_t n = 0, failed = 0;
    for (; i + n < run->count && str_eq(first->suite, first[n].suite); n++)
      failed += first[n].status == TEST_FAILED;
    buf_printf(out, "  <testsuite id=\"%zu\" package=\"publish\" name=\"", id);
    xml_text(out, first->suite.n ? first->suite : S("conformance"));
    buf_printf(out,
               "\" timestamp=\"2025-01-01T00:00:00\" hostname=\"localhost\" tests=\"%zu\" "
               "failures=\"%zu\" errors=\"0\" time=\"0\">\n    <properties/>\n",
               n, failed);
    for (size_t k = 0; k < n; k++) junit_case(out, &first[k]);
    buf_c(out, "    <system-out>");
    for (size_t k = 0; k < n; k++) {
      const TestResult *r = &first[k];
      if (!r->message.n || r->status == TEST_FAILED) continue;
      Buf line = { 0 };
      put_name(&line, r);
      buf_printf(&line, ": %.*s: %.*s\n", STR(r->check), STR(r->message));
      xml_text(out, buf_view(&line));
      buf_free(&line);
    }
    buf_c(out, "</system-out>\n    <system-err/>\n  </testsuite>\n");
    i += n;
  }
  buf_c(out, "</testsuites>\n");
}

/* -- JSON -- */

static void json_report(Buf *out, const TestRun *run) {
  static const char *const names[] = { "passed", "warned", "failed" };
  for (size_t i = 0; i < run->count; i++) {
    const TestResult *r = &run->items[i];
    json_open(out, "test");
    json_text(out, "plugin", r->suite);
    json_text(out, "case", r->test);
    json_text(out, "check", r->check);
    json_text(out, "result", str_c(names[r->status]));
    if (r->message.n) json_text(out, "message", r->message);
    if (r->detail.n) json_text(out, "detail", r->detail);
    json_close(out);
  }
  size_t suites, tests = tests_of(run, &suites);
  json_open(out, "summary");
  json_text(out, "result", run->failed ? S("failed") : S("passed"));
  json_number(out, "status", run->failed ? EXIT_CONTENT : EXIT_DONE);
  json_number(out, "cases", tests);
  json_number(out, "checks", run->count);
  json_number(out, "failed", run->failed);
  json_close(out);
}

void test_report(Buf *out, const TestRun *run, Format format, bool quiet) {
  switch (format) {
  case FORMAT_TAP:
    tap_report(out, run);
    break;
  case FORMAT_JUNIT:
    junit_report(out, run);
    break;
  case FORMAT_JSON:
    json_report(out, run);
    break;
  default:
    text_report(out, run, quiet);
  }
}
