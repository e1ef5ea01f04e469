/* Where words begin and end, and how many a reader would count. */
#include "check.h"
#include "text/words.h"

static TextTools *tools;

/* The words of a text, "|" between them; kinds as a:, i:, n: in front. */
static Str split(Arena *a, const char *text) {
  Word *words;
  Buf b = { 0 };
  size_t n = words_split(tools, a, str_c(text), &words);
  for (size_t i = 0; i < n; i++) {
    if (i) buf_byte(&b, '|');
    buf_byte(&b, words[i].kind == WORD_ALPHA ? 'a' : words[i].kind == WORD_IDEO ? 'i' : 'n');
    buf_byte(&b, ':');
    buf_str(&b, words[i].text);
    if (words[i].text.p != text + words[i].offset) buf_c(&b, "<wrong offset>");
  }
  Str s = buf_dup(&b, a);
  buf_free(&b);
  return s;
}

static void latin(void) {
  Arena a = { 0 };
  CHECK_STR(split(&a, "The quick brown fox can't jump 32.3 feet, right?"),
            "a:The|a:quick|a:brown|a:fox|a:can't|a:jump|n:32.3|a:feet|a:right");
  CHECK_STR(split(&a, "don’t l’été node.js a.b. foo_bar __ -x-"),
            "a:don’t|a:l’été|a:node.js|a:a.b|a:foo_bar|a:x");
  CHECK_STR(split(&a, "C++ and C#, g++; C++11 F#m a+b C+++"),
            "a:C++|a:and|a:C#|a:g++|a:C|n:11|a:F|a:m|a:a|a:b|a:C");
  CHECK_STR(split(&a, "1,234.5 k8s 3D 2024-01-03 10% 1..2"),
            "n:1,234.5|a:k8s|a:3D|n:2024|n:01|n:03|n:10|n:1|n:2");
  CHECK_STR(split(&a, "e\u0301te\u0301 привет мир שלום"),
            "a:e\u0301te\u0301|a:привет|a:мир|a:שלום");
  CHECK_STR(split(&a, ""), "");
  CHECK_STR(split(&a, "\xF0\x9F\x91\xA9 \xE2\x80\x94 !?"), "");
  arena_free(&a);
}

static void dictionaries(void) {
  Arena a = { 0 };
  CHECK_STR(split(&a, "我们使用数据库。"), "i:我们|i:使用|i:数据|i:库");
  CHECK_STR(split(&a, "用TiDB做2024年的测试"), "i:用|a:TiDB|i:做|n:2024|i:年|i:的|i:测试");
  CHECK_STR(split(&a, "東京タワーに行きました"), "i:東京タワー|i:に|i:行き|i:ま|i:した");
  CHECK_STR(split(&a, "한국어 문장"), "a:한국어|a:문장");
  CHECK_STR(split(&a, "สวัสดีครับ"), "a:สวัสดี|a:ครับ");
  arena_free(&a);
}

static void counting(void) {
  CHECK_INT(text_count(tools, S("Hello, wide world")), 3);
  CHECK_INT(text_count(tools, S("你好，世界")), 4);
  CHECK_INT(text_count(tools, S("使用 Lua 5.4 编写插件")), 8);
  CHECK_INT(text_count(tools, S("カタカナ")), 4);
  CHECK_INT(text_count(tools, S("don't -- 1,000")), 2);
  CHECK_INT(text_count(tools, S("")), 0);
}

/* Bytes that are no text end nothing early and are no words. */
static void ill_formed(void) {
  Arena a = { 0 };
  CHECK_STR(split(&a, "ab\xFF"
                      "cd \xE4\xB8 \xC0\x80 ef"),
            "a:ab|a:cd|a:ef");
  arena_free(&a);
}

/* A megabyte without any space: in pieces, every byte once, in linear time. */
static void long_runs(void) {
  Arena a = { 0 };
  Buf b = { 0 };
  for (int i = 0; i < 60000; i++) buf_c(&b, "数据库\xF0\xA0\x80\x80");
  Word *words;
  size_t n = words_split(tools, &a, buf_view(&b), &words), at = 0;
  bool seamless = true;
  for (size_t i = 0; i < n; i++) {
    seamless &= words[i].offset == at && words[i].text.n > 0;
    at += words[i].text.n;
  }
  CHECK(seamless);
  CHECK_INT(at, b.n);
  buf_free(&b);
  arena_free(&a);
}

static void all(void) {
  Diags d = { 0 };
  tools = text_open(&d);
  CHECK(tools != NULL);
  CHECK_INT(d.count, 0);
}
static void closing(void) {
  text_close(tools);
  text_close(NULL);
}

CHECKS_MAIN({ "open", all }, { "latin", latin }, { "dictionaries", dictionaries },
            { "counting", counting }, { "ill-formed bytes", ill_formed },
            { "long runs", long_runs }, { "close", closing })
