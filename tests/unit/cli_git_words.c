/* cli_git_words.c -- what of another program's words is shown. */
#include "check.h"
#include "cli/git_program.h"
#include "cli/git_trouble.h"

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

/* As servers say it; a cause goes before what follows from it. */
static void words_have_a_meaning(void) {
  static const struct {
    const char *said;
    GitTrouble trouble;
  } all[] = {
    { "", TROUBLE_OTHER },
    { "fatal: bad config line 3 in file .git/config\n", TROUBLE_OTHER },
    { "Host key verification failed.\nfatal: Could not read from remote repository.\n",
      TROUBLE_HOST_KEY },
    { "git@h: Permission denied (publickey).\nfatal: Could not read from remote repository.\n",
      TROUBLE_LOGIN },
    { "remote: Permission to o/r.git denied to bot.\nfatal: unable to access 'https://h/': The "
      "requested URL returned error: 403\n",
      TROUBLE_FORBIDDEN },
    { "ERROR: The key you are authenticating with has been marked as read only.\nfatal: Could not "
      "read from remote repository.\n",
      TROUBLE_FORBIDDEN },
    { "ERROR: Permission to o/r.git denied to deploy key\nfatal: Could not read from remote "
      "repository.\n",
      TROUBLE_FORBIDDEN },
    { "remote: You are not allowed to push code to this project.\n", TROUBLE_FORBIDDEN },
    { "ERROR: This deploy key does not have write access to this project.\n", TROUBLE_FORBIDDEN },
    { "ERROR: Repository not found.\nfatal: Could not read from remote repository.\n",
      TROUBLE_NOT_FOUND },
    { "fatal: Could not read from remote repository.\n", TROUBLE_NOT_FOUND },
    { "error: RPC failed; HTTP 413 curl 22 The requested URL returned error: 413\nfatal: the "
      "remote "
      "end hung up unexpectedly\n",
      TROUBLE_TOO_LARGE },
    { "error: RPC failed; HTTP 502 curl 22 The requested URL returned error: 502\n",
      TROUBLE_BROKEN },
    { "fatal: unable to access 'https://h/': Received HTTP code 407 from proxy after CONNECT\n",
      TROUBLE_NETWORK },
    { "ssh: connect to host h port 22: Connection timed out\nfatal: Could not read from remote "
      "repository.\n",
      TROUBLE_NETWORK },
    { "fatal: unable to access 'https://h/': server certificate verification failed. CAfile: none "
      "CRLfile: none\n",
      TROUBLE_CERTIFICATE },
    { "fatal: unable to access 'https://h/': server verification failed: certificate signer not "
      "trusted. (CAfile: x CRLfile: none)\n",
      TROUBLE_CERTIFICATE },
    { "fatal: unable to access 'https://h/': SSL certificate problem: self-signed certificate\n",
      TROUBLE_CERTIFICATE },
    { "Timeout, server h not responding.\nfatal: the remote end hung up unexpectedly\n",
      TROUBLE_SILENT },
  };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    CHECK_INT(git_trouble(str_c(all[i].said)), all[i].trouble);
}

CHECKS_MAIN({ "passwords are left out", passwords_are_left_out },
            { "progress and advice are left out", progress_and_advice_are_left_out },
            { "it ends", it_ends },
            { "any bytes are read without harm", any_bytes_are_read_without_harm },
            { "words have a meaning", words_have_a_meaning })
