/* doc_spec.c -- the examples of CommonMark and GFM, and our own in tests/spec,
 * through our parse-and-render path.
 *
 * A spec file holds examples in the form all CommonMark tools share:
 *
 *     ```````````````````````````````` example [extension ...]
 *     Markdown ("→" is a tab)
 *     .
 *     HTML
 *     ````````````````````````````````
 *
 * Files of others lie in ../shared/spec and are skipped when they are not
 * there. Examples that cannot pass are listed below with the reason; a failure
 * that is not listed, and a listed example that passes, fail the test. */
#include "check.h"

#include "base/file.h"
#include "doc/html.h"
#include "doc/outline.h"
#include "doc/parse.h"

typedef struct {
  const char *file;
  int number;
  const char *why;
} Exception;
#define NEWER    "newer than the library: a rule made after CommonMark 0.29"
#define AUTOLINK "ours: bare addresses always become links; the example wants the extension off"
#define TAGFILTER                                                                                  \
  "ours: HTML is kept or left out as a whole; there is no list of seven tags to escape"
#define OLD_FOOTNOTES "the example is older than the library: ids and attributes of footnotes"
static const Exception exceptions[] = {
  { "commonmark-spec.txt", 28, NEWER " (seven digits at most in a numeric entity)" },
  { "commonmark-spec.txt", 173, NEWER " (<textarea> begins an HTML block)" },
  { "commonmark-spec.txt", 356, NEWER " (symbols count as punctuation)" },
  { "commonmark-spec.txt", 604, AUTOLINK },
  { "commonmark-spec.txt", 608, AUTOLINK },
  { "commonmark-spec.txt", 610, AUTOLINK },
  { "commonmark-spec.txt", 613, AUTOLINK },
  { "commonmark-spec.txt", 614, AUTOLINK },
  { "commonmark-spec.txt", 627, NEWER " (HTML comments as in HTML5)" },
  { "commonmark-spec.txt", 628, NEWER " (HTML comments as in HTML5)" },
  { "cmark-regression.txt", 14, NEWER " (<script> in a list)" },
  { "cmark-regression.txt", 15, NEWER " (runs of 5 and 4)" },
  { "cmark-regression.txt", 17, NEWER " (lower-case declarations)" },
  { "cmark-regression.txt", 18, NEWER " (declarations of one letter)" },
  { "cmark-regression.txt", 20, NEWER " (language- is not doubled)" },
  { "cmark-regression.txt", 21, NEWER " (lower-case declarations)" },
  { "cmark-regression.txt", 22, NEWER " (case folding of Unicode 14)" },
  { "cmark-regression.txt", 23, NEWER " (U+FFFE is a character)" },
  { "cmark-regression.txt", 24, NEWER " (a backslash in a title)" },
  { "cmark-regression.txt", 25, NEWER " (tightness of a list with an empty first line)" },
  { "cmark-regression.txt", 26, NEWER " (CDATA in capitals only)" },
  { "gfm-spec.txt", 279,
    "the spec writes the attributes of a check box in another order than the library" },
  { "gfm-spec.txt", 280,
    "the spec writes the attributes of a check box in another order than the library" },
  { "gfm-spec.txt", 610, AUTOLINK },
  { "gfm-spec.txt", 614, AUTOLINK },
  { "gfm-spec.txt", 616, AUTOLINK },
  { "gfm-spec.txt", 619, AUTOLINK },
  { "gfm-spec.txt", 620, AUTOLINK },
  { "gfm-spec.txt", 653, TAGFILTER },
  { "gfm-extensions.txt", 22, TAGFILTER },
  { "gfm-extensions.txt", 23, OLD_FOOTNOTES },
  { "gfm-regression.txt", 13, OLD_FOOTNOTES },
  { NULL, 0, NULL },
};

typedef struct {
  int passed, failed, excused;
} Count;

static const char fence[] = "````````````````````````````````";

static void with_tabs(Buf *out, Str s) {
  for (size_t i = 0; i < s.n;) {
    if (str_starts(str_sub(s, i, s.n), S("\xE2\x86\x92"))) {
      buf_byte(out, '\t');
      i += 3;
    } else {
      buf_byte(out, s.p[i++]);
    }
  }
}

typedef enum { CONFORM, OURS, SAFE, RAW } Mode;

static bool render(Buf *out, Str markdown, Mode mode, bool smart, bool print) {
  Arena a = { 0 };
  Diags d = { 0 };
  Source source = { S("example.md"), markdown };
  Doc doc;
  static const Str embeds[] = { { "video.example", 13 } },
                   classes[] = { { "caps", 4 }, { "my-*", 4 } };
  MarkdownOptions parse = { .smart = smart, .raw_html = mode == CONFORM };
  if (mode == SAFE) parse.html = (HtmlRules){ HTML_SAFE, embeds, 1, classes, 2 };
  if (mode == RAW) parse.html.mode = HTML_RAW;
  parse.no_figures = mode == CONFORM; /* the rules for wide characters stay on */
  HtmlOptions html = { .raw_html = mode == CONFORM, .exact = mode == CONFORM };
  bool ok = doc_parse(&doc, &a, &source, 0, &parse, &d);
  if (ok && mode != CONFORM) {
    Outline outline;
    outline_build(&outline, &a, doc.root);
  }
  ok = ok && html_write(out, doc.root, &html, &d);
  if (!ok && print) {
    Buf text = { 0 };
    diags_print(&d, DIAG_TEXT, false, false, &text);
    printf("%.*s", STR(buf_view(&text)));
    buf_free(&text);
  }
  diags_free(&d);
  arena_free(&a);
  return ok;
}

static const char *excuse(Str file, int number) {
  for (const Exception *e = exceptions; e->file; e++)
    if (str_eqc(file, e->file) && e->number == number) return e->why;
  return NULL;
}

static void example(Str file, int number, int at_line, Str markdown, Str want, Mode mode,
                    Count *c) {
  Buf in = { 0 }, expected = { 0 }, got = { 0 };
  with_tabs(&in, markdown);
  with_tabs(&expected, want);
  bool smart = str_find(file, S("smart")) >= 0;
  bool anything = str_eq(str_trim(want), S("<IGNORE>")); /* it must only not crash */
  bool same = render(&got, buf_view(&in), mode, smart, true) &&
              (anything || str_eq(buf_view(&got), buf_view(&expected)));
  const char *why = excuse(file, number);
  if (same && why) {
    char text[200];
    snprintf(text, sizeof text, "%.*s example %d is listed as an exception but passes", STR(file),
             number);
    check_fail(__FILE__, __LINE__, text);
  }
  if (!same && why) printf("  %.*s %d: %s\n", STR(file), number, why);
  if (!same && !why) {
    check_fail(file.p, at_line, "example differs");
    printf("--- example %d\n%.*s--- got\n%.*s--- want\n%.*s", number, STR(buf_view(&in)),
           STR(buf_view(&got)), STR(buf_view(&expected)));
  }
  c->passed += same;
  c->excused += !same && why;
  c->failed += !same && !why;
  buf_free(&in);
  buf_free(&expected);
  buf_free(&got);
}

static void run_file(const char *path, Mode mode) {
  Arena a = { 0 };
  Diags d = { 0 };
  Str text, line, rest;
  Count c = { 0 };
  if (!file_exists(path)) {
    printf("  skipped: no %s\n", path);
    return;
  }
  if (!file_read(&text, &a, path, 1 << 22, &d)) {
    check_fail(__FILE__, __LINE__, path);
    diags_free(&d);
    return;
  }
  rest = text;
  size_t start = 0, dot = 0;
  int number = 0, at_line = 0, line_number = 0;
  while (str_split(&rest, '\n', &line)) {
    size_t at = (size_t)(line.p - text.p);
    line_number++;
    if (!start && str_starts(line, str_c(fence)) && str_find(line, S(" example")) > 0) {
      start = at + line.n + 1;
      at_line = line_number;
      dot = 0;
    } else if (start && str_eq(line, S(".")) && !dot) {
      dot = at;
    } else if (start && str_eq(line, str_c(fence))) {
      number++;
      example(str_base(str_c(path)), number, at_line, str_sub(text, start, dot),
              str_sub(text, dot + 2, at), mode, &c);
      start = 0;
    }
  }
  printf("  %s: %d examples: %d pass, %d excused, %d fail\n", path, number, c.passed, c.excused,
         c.failed);
  CHECK(number > 0);
  arena_free(&a);
}

static void commonmark(void) {
  run_file("../shared/spec/commonmark-spec.txt", CONFORM);
  run_file("../shared/spec/cmark-regression.txt", CONFORM);
}
static void gfm(void) {
  run_file("../shared/spec/gfm-spec.txt", CONFORM);
  run_file("../shared/spec/gfm-extensions.txt", CONFORM);
  run_file("../shared/spec/gfm-regression.txt", CONFORM);
}
static void smart(void) {
  run_file("../shared/spec/gfm-smart_punct.txt", CONFORM);
}
static void ours(void) {
  run_file("tests/spec/cjk.md", OURS);
  run_file("tests/spec/html.md", OURS);
  run_file("tests/spec/html-safe.md", SAFE);
  run_file("tests/spec/html-raw.md", RAW);
}

static void prepare(void) {
  doc_init();
  doc_init(); /* again does nothing */
}

CHECKS_MAIN({ "doc_init may be called twice", prepare }, { "CommonMark examples", commonmark },
            { "GFM examples", gfm }, { "smart punctuation examples", smart },
            { "our own examples", ours })
