/* base_diag.c -- what a terminal and a CI system get to see of hostile text. */
#include "base/diag.h"
#include "check.h"

static Str shown(Arena *a, Diags *d) {
  Buf b = { 0 };
  diags_print(d, DIAG_TEXT, false, true, &b);
  Str s = buf_dup(&b, a);
  buf_free(&b);
  diags_free(d);
  return s;
}

static void no_escapes(void) {
  Arena a = { 0 };
  Diags d = { 0 };
  diag_file(&d, DIAG_ERROR, P_NONE, S("a\x1b]0;x\x07.md"), NULL, "%s",
            "\xC2\x9B"
            "31m \xE2\x80\xAE");
  CHECK_STR(shown(&a, &d), "a\\x1B]0;x\\x07.md: error: \\u{9B}31m \\u{202E}\n");
  arena_free(&a);
}

/* GitHub takes "::name" for a command where a line begins, after blanks of any kind. */
static void no_command_at_the_start(void) {
  static const char *const names[] = { "::set-output name=x::y.md",
                                       " ::error::.md",
                                       "\xE3\x80\x80::error::.md",
                                       "\xC2\xA0::x.md",
                                       "##[x]",
                                       "\xE2\x80\xAF::x.md" };
  Arena a = { 0 };
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    Diags d = { 0 };
    diag_file(&d, DIAG_ERROR, P_NONE, str_c(names[i]), NULL, "x");
    Str s = shown(&a, &d);
    CHECK(s.p[0] == '"');
  }
  Diags helped = { 0 };
  diag_file(&helped, DIAG_ERROR, P_NONE, S("a.md"), " ::add-mask::y", "x");
  CHECK_STR(shown(&a, &helped), "a.md: error: x\n   \\x3A:add-mask::y\n");
  Diags d = { 0 };
  Diag *r = diag_file(&d, DIAG_ERROR, P_NONE, S("a.md"), NULL, "x");
  r->trace = S("one\n  ::add-mask::y");
  CHECK_STR(shown(&a, &d), "a.md: error: x\n    | one\n    |   ::add-mask::y\n");
  arena_free(&a);
}

/* "##[name]" and "##vso[name]" are commands anywhere in a line. */
static void no_command_inside(void) {
  Arena a = { 0 };
  Diags d = { 0 };
  Source source = { S("a.md"), S("x ##[add-path]/tmp ##vso[task.x] [a] #[b] ## [c]\n") };
  diag_at(&d, DIAG_ERROR, P_NONE, &source, (Range){ 0, 1 }, NULL, "y ##[set-env name=A]b");
  CHECK_STR(shown(&a, &d), "a.md:1:1: error: y ##\\x5Bset-env name=A]b\n"
                           "  1 | x ##\\x5Badd-path]/tmp ##vso\\x5Btask.x] [a] #[b] ## [c]\n"
                           "    | ^\n");
  arena_free(&a);
}

CHECKS_MAIN({ "no escapes", no_escapes },
            { "no command at the start of a line", no_command_at_the_start },
            { "no command inside a line", no_command_inside })
