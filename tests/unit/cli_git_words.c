/* cli_git_words.c -- what of another program's words is shown. */
#include "check.h"
#include "cli/git_program.h"

static Arena arena;

static bool shows(const char *said, const char *shown) {
  return str_eqc(git_words(str_c(said), &arena), shown);
}

static void passwords_are_left_out(void) {
  CHECK(str_eqc(git_address(S("https://user:pass@h.example/x"), &arena), "https://h.example/x"));
  CHECK(str_eqc(git_address(S("https://to:k@en@h.example/x@y"), &arena), "https://h.example/x@y"));
  CHECK(str_eqc(git_address(S("git@h.example:x/y.git"), &arena), "git@h.example:x/y.git"));
  CHECK(str_eqc(git_address(S("file:///a@b/c"), &arena), "file:///a@b/c"));
  CHECK(str_eqc(git_address(S(""), &arena), ""));
  CHECK(shows("fatal: 'https://a:b@c/d' and http://e@f: no\n",
              "fatal: 'https://c/d' and http://f: no"));
  CHECK(shows("https://a:b@", "https://"));
}

static void progress_and_advice_are_left_out(void) {
  CHECK(shows("", ""));
  CHECK(shows("\n\n  \nremote:\nremote:   \n", ""));
  CHECK(shows("hint: Updates were rejected\nerror: failed\n", "error: failed"));
  CHECK(shows("Counting:  1%\rCounting: 100%, done.\n", "Counting: 100%, done."));
  CHECK(shows("remote: no \x1b[31mred\n", "remote: no \x1b[31mred")); /* shown as an escape */
}

static void it_ends(void) {
  Buf said = { 0 };
  for (int i = 0; i < 100000; i++) buf_printf(&said, "remote: %d ://a@://\n", i);
  Str shown = git_words(buf_view(&said), &arena), line;
  size_t lines = 0;
  CHECK(str_ends(shown, S("\n...")));
  while (str_split(&shown, '\n', &line)) lines++;
  CHECK_INT(lines, 21);
  buf_clear(&said);
  for (int i = 0; i < 300000; i++) buf_c(&said, "://x@");
  shown = git_words(buf_view(&said), &arena);
  CHECK(shown.n > 0 && shown.n <= 400);
  buf_free(&said);
}

static void any_bytes_are_read_without_harm(void) {
  static const char signs[] = ":/@ \n\r\0'rhx";
  uint32_t seed = 1;
  for (int i = 0; i < 20000; i++) {
    char text[24];
    size_t n = 0;
    while (n < sizeof text) {
      seed = seed * 1664525 + 1013904223;
      text[n++] = signs[(seed >> 16) % (sizeof signs - 1)];
    }
    Str shown = git_words(str_n(text, n), &arena);
    CHECK(shown.n <= n);
    arena_reset(&arena);
  }
}

CHECKS_MAIN({ "passwords are left out", passwords_are_left_out },
            { "progress and advice are left out", progress_and_advice_are_left_out },
            { "it ends", it_ends },
            { "any bytes are read without harm", any_bytes_are_read_without_harm })
