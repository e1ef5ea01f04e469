/* Slugs, anchors and collision keys. */
#include "base/buf.h"
#include "check.h"
#include "text/slug.h"

static Arena a;

static void ordinary(void) {
  CHECK_STR(slug_of(&a, S("Hello, World!")), "hello-world");
  CHECK_STR(slug_of(&a, S("  --Lots   of___gaps--  ")), "lots-of-gaps");
  CHECK_STR(slug_of(&a, S("你好，世界 2024")), "你好-世界-2024");
  CHECK_STR(slug_of(&a, S("Straße nach ÖSTERREICH")), "straße-nach-österreich");
  CHECK_STR(slug_of(&a, S("I don't, you don’t")), "i-dont-you-dont");
  CHECK_STR(slug_of(&a, S("v1.2/beta")), "v1-2-beta");
  CHECK_STR(slug_of(&a, S("हिन्दी")), "हिन्दी");
}

static void signs(void) {
  CHECK_STR(slug_of(&a, S("C++")), "c-plus-plus");
  CHECK_STR(slug_of(&a, S("C#")), "c-sharp");
  CHECK_STR(slug_of(&a, S("C++ or C#")), "c-plus-plus-or-c-sharp");
  CHECK_STR(slug_of(&a, S("C++20")), "c-plus-plus-20");
  CHECK_STR(slug_of(&a, S("issue #1, Foo#")), "issue-1-foo");
  CHECK_STR(slug_of(&a, S("a+b")), "a-b");
}

/* What nobody sees must not make two slugs that look alike. */
static void invisible(void) {
  CHECK_STR(slug_of(&a, S("ab\xE2\x80\x8B"
                          "cd\xE2\x80\xAE"
                          "e\xEF\xBB\xBF")),
            "abcde");
  CHECK_STR(slug_of(&a, S("e\xCC\x81t\xC3\xA9")), "été");
  CHECK_STR(slug_of(&a, S("x\xF3\xA0\x81\xA1y")), "xy"); /* a tag character */
  CHECK_STR(slug_of(&a, S("x\xEE\x80\x80y")), "xy");     /* private use */
  CHECK_STR(slug_of(&a, S("\xCC\x81"
                          "abc")),
            "abc");                                        /* a mark without a base */
  CHECK_STR(slug_of(&a, S("e\xE2\x80\x8D\xCC\x81")), "é"); /* composes once the joiner is gone */
  CHECK_STR(slug_of(&a, S("\xE3\x85\xA4")), "");           /* Hangul filler */
}

static void nothing_left(void) {
  CHECK_STR(slug_of(&a, S("")), "");
  CHECK_STR(slug_of(&a, S("!!! ... 👍")), "");
  CHECK_STR(slug_of(&a, S("..")), "");
  CHECK_STR(slug_of(&a, S("a\xFF"
                          "b")),
            "a-b");
}

static void reserved(void) {
  CHECK_STR(slug_of(&a, S("CON")), "con-");
  CHECK_STR(slug_of(&a, S("com1")), "com1-");
  CHECK_STR(slug_of(&a, S("com")), "com");
  CHECK_STR(slug_of(&a, S("nul.txt")), "nul-txt");
  CHECK(slug_reserved(S("Aux.html")));
  CHECK(slug_reserved(S("LPT9")));
  CHECK(!slug_reserved(S("console")));
  CHECK(!slug_reserved(S("com10")));
}

static void lengths(void) {
  Buf b = { 0 };
  for (int i = 0; i < 60; i++) buf_c(&b, "中");
  Str s = slug_of(&a, buf_view(&b));
  CHECK_INT(s.n, 99);
  buf_clear(&b);
  for (int i = 0; i < 30; i++) buf_c(&b, "word ");
  s = slug_of(&a, buf_view(&b));
  CHECK_INT(s.n, 99);
  CHECK(s.p[s.n - 1] == 'd');
  buf_clear(&b);
  buf_c(&b, "q");
  for (int i = 0; i < 300; i++) buf_c(&b, "\xCC\x81"); /* one letter, 600 bytes of accents */
  s = slug_of(&a, buf_view(&b));
  CHECK(s.n > 0 && s.n <= SLUG_MAX);
  buf_free(&b);
}

static void anchors(void) {
  CHECK_STR(anchor_of(&a, S("Getting Started")), "getting-started");
  CHECK_STR(anchor_of(&a, S("What's new in 2.0?")), "whats-new-in-20");
  CHECK_STR(anchor_of(&a, S("快速 开始")), "快速-开始");
  CHECK_STR(anchor_of(&a, S("foo_bar - baz")), "foo_bar---baz");
  CHECK_STR(anchor_of(&a, S("???")), "section");
  Map seen = { 0 };
  CHECK_STR(anchor_unique(&seen, &a, S("x")), "x");
  CHECK_STR(anchor_unique(&seen, &a, S("x-1")), "x-1");
  CHECK_STR(anchor_unique(&seen, &a, S("x")), "x-2");
  CHECK_STR(anchor_unique(&seen, &a, S("x")), "x-3");
  CHECK_STR(anchor_unique(&seen, &a, S("x-1")), "x-1-1");
  for (int i = 0; i < 20000; i++) anchor_unique(&seen, &a, S("same"));
  CHECK_STR(anchor_unique(&seen, &a, S("same")), "same-20000");
  map_free(&seen);
}

static void collisions(void) {
  CHECK_STR(fold_path(&a, S("A/b.HTML")), "a/b.html");
  CHECK_STR(fold_path(&a, S("Stra\xC3\x9F"
                            "e")),
            "strasse");
  CHECK(str_eq(fold_path(&a, S("\xC3\x89t\xC3\xA9")), fold_path(&a, S("e\xCC\x81te\xCC\x81"))));
  CHECK(!str_eq(fold_path(&a, S("ａ")), fold_path(&a, S("a")))); /* width is not case */
}

static void finish(void) {
  arena_free(&a);
}

CHECKS_MAIN({ "ordinary titles", ordinary }, { "C++ and C#", signs }, { "invisible", invisible },
            { "nothing left", nothing_left }, { "reserved names", reserved },
            { "lengths", lengths }, { "anchors", anchors }, { "collisions", collisions },
            { "finish", finish })
