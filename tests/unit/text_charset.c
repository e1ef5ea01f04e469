/* text_charset.c -- old encodings, wrong names, and bytes that mean nothing. */
#include "check.h"

#include "text/charset.h"

static void converts(void) {
  static const struct {
    const char *bytes, *name, *text;
  } cases[] = {
    { "\xC4\xE3\xBA\xC3", "GB2312", "你好" },
    { "\xA7\x41\xA6\x6E", "big5", "你好" },
    { "\x82\xB1\x82\xF1", "Shift_JIS", "こん" },
    { "\x1b$B$3$s\x1b(B", "iso-2022-jp", "こん" },
    { "caf\xE9 \x93x\x94", "ISO-8859-1", "café “x”" },
    { "\xD0\xE9", "koi8-r", "пИ" },
    { "plain", "US-ASCII", "plain" },
    { "你", "", "你" },
    { "你", " UTF-8 ", "你" },
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    Arena a = { 0 };
    Str out;
    CHECK(charset_utf8(&out, &a, str_c(cases[i].bytes), str_c(cases[i].name)));
    CHECK_STR(out, cases[i].text);
    arena_free(&a);
  }
}

static void survives(void) {
  Arena a = { 0 };
  Str out;
  CHECK(charset_utf8(&out, &a, S("a\xFFz"), S("utf-8")));
  CHECK_STR(out, "a\xEF\xBF\xBDz");
  CHECK(!charset_utf8(&out, &a, S("a\xE9"), S("no-such-set")));
  CHECK_STR(out, "a\xEF\xBF\xBD");
  CHECK(!charset_utf8(&out, &a, S("+ADw-script+AD4-"), S("UTF-7")));
  CHECK_STR(out, "+ADw-script+AD4-");
  CHECK(charset_utf8(&out, &a, S("\xC4"), S("gb2312")));
  CHECK_STR(out, "\xEF\xBF\xBD");
  CHECK(charset_utf8(&out, &a, S(""), S("gb2312")) && out.n == 0);
  arena_free(&a);
}

CHECKS_MAIN({ "converts", converts }, { "survives", survives })
