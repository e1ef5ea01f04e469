/* cli_diff.c -- unified diffs: hunks, line numbers, and that applying one gives the other text. */
#include "check.h"
#include "cli/diff.h"

static Buf out;

static Str diff(const char *x, const char *y) {
  buf_clear(&out);
  diff_unified(&out, S("old"), S("new"), str_c(x), str_c(y));
  return buf_view(&out);
}

static void equal_texts_give_nothing(void) {
  CHECK_STR(diff("a\nb\n", "a\nb\n"), "");
  CHECK_STR(diff("", ""), "");
}

static void a_change_stands_in_its_context(void) {
  CHECK_STR(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"),
            "--- old\n+++ new\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
  CHECK_STR(diff("", "a\nb\n"), "--- old\n+++ new\n@@ -0,0 +1,2 @@\n+a\n+b\n");
  CHECK_STR(diff("a\n", ""), "--- old\n+++ new\n@@ -1 +0,0 @@\n-a\n");
}

static void distant_changes_are_hunks_of_their_own(void) {
  CHECK_STR(diff("x\n1\n2\n3\n4\n5\n6\n7\ny\n", "X\n1\n2\n3\n4\n5\n6\n7\nY\n"),
            "--- old\n+++ new\n@@ -1,4 +1,4 @@\n-x\n+X\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n "
            "7\n-y\n+Y\n");
  CHECK_STR(diff("x\n1\n2\n3\n4\n5\n6\ny\n", "X\n1\n2\n3\n4\n5\n6\nY\n"),
            "--- old\n+++ new\n@@ -1,8 +1,8 @@\n-x\n+X\n 1\n 2\n 3\n 4\n 5\n 6\n-y\n+Y\n");
}

static void a_missing_line_break_is_told(void) {
  CHECK_STR(diff("a\nb", "a\nb\n"),
            "--- old\n+++ new\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end "
            "of file\n+b\n");
}

static void strange_bytes_are_shown_never_sent(void) {
  CHECK_STR(diff("\x1b[2J\n", "a\tb\n"), "--- old\n+++ new\n@@ -1 +1 @@\n-\\x1B[2J\n+a\tb\n");
  CHECK_STR(diff("\xff\n", "a\n"), "--- old\n+++ new\nbinary files differ: 2 and 2 bytes\n");
}

/* Apply the hunks to `x`, which has only lines of one letter. */
static Str applied(Buf *to, Str x, Str hunks) {
  size_t at = 0; /* bytes of x used; two a line */
  Str line;
  buf_clear(to);
  while (str_split(&hunks, '\n', &line) && hunks.p) {
    if (str_starts(line, S("---")) || str_starts(line, S("+++"))) continue;
    if (str_starts(line, S("@@"))) {
      size_t from = (size_t)atoi(line.p + 4);
      bool none = str_find(line, S(",0 +")) >= 0;
      size_t begin = 2 * (none ? from : from - 1);
      buf_str(to, str_sub(x, at, begin));
      at = begin;
      continue;
    }
    if (line.p[0] != '+') {
      CHECK(at + 1 < x.n && x.p[at] == line.p[1]);
      at += 2;
    }
    if (line.p[0] != '-') buf_printf(to, "%c\n", line.p[1]);
  }
  buf_str(to, str_sub(x, at, x.n));
  return buf_view(to);
}

static void applying_a_diff_gives_the_other_text(void) {
  uint64_t state = 1;
  Buf x = { 0 }, y = { 0 }, back = { 0 };
  for (int round = 0; round < 3000; round++) {
    buf_clear(&x), buf_clear(&y), buf_clear(&out);
    for (int side = 0; side < 2; side++) {
      state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
      size_t lines = (state >> 33) % 40;
      for (size_t i = 0; i < lines; i++) {
        state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
        buf_printf(side ? &y : &x, "%c\n", "abcd"[(state >> 40) % 4]);
      }
    }
    DiffCount n = diff_unified(&out, S("x"), S("y"), buf_view(&x), buf_view(&y));
    Str got = applied(&back, buf_view(&x), buf_view(&out));
    CHECK(str_eq(got, buf_view(&y)));
    CHECK(x.n / 2 + n.added == y.n / 2 + n.removed);
  }
  buf_free(&x), buf_free(&y), buf_free(&back);
}

CHECKS_MAIN({ "equal texts give nothing", equal_texts_give_nothing },
            { "a change stands in its context", a_change_stands_in_its_context },
            { "distant changes are hunks of their own", distant_changes_are_hunks_of_their_own },
            { "a missing line break is told", a_missing_line_break_is_told },
            { "strange bytes are shown, never sent", strange_bytes_are_shown_never_sent },
            { "applying a diff gives the other text", applying_a_diff_gives_the_other_text })
