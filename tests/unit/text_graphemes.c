/* Characters as readers see them, and excerpts that do not hurt. */
#include "base/buf.h"
#include "check.h"
#include "text/graphemes.h"

static void clusters(void) {
  CHECK_INT(grapheme_count(S("abc")), 3);
  CHECK_INT(grapheme_count(S("e\xCC\x81")), 1); /* e + acute */
  CHECK_INT(grapheme_count(S("\r\n\r")), 2);
  CHECK_INT(grapheme_count(S("👨‍👩‍👧‍👦")), 1); /* a family joined by ZWJ */
  CHECK_INT(grapheme_count(S("👍🏽👍")), 2);              /* skin tone */
  CHECK_INT(grapheme_count(S("🇨🇳🇯🇵🇩")), 3);                     /* two flags and a half */
  CHECK_INT(grapheme_count(S("a\xE2\x80\x8D👍")), 2); /* ZWJ behind a letter joins nothing */
  CHECK_INT(grapheme_count(S("\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB")), 1); /* Hangul jamo */
  CHECK_INT(grapheme_count(S("नमस्ते")), 3);                                 /* a conjunct is one */
  CHECK_INT(grapheme_count(S("\xFF\xFE")), 2);
  CHECK_INT(grapheme_count(S("")), 0);
  CHECK_STR(grapheme_cut(S("ab👨‍👩‍👧‍👦c"), 10), "ab");
  CHECK_STR(grapheme_cut(S("abc"), 3), "abc");
}

static void widths(void) {
  CHECK_INT(text_width(S("abc")), 3);
  CHECK_INT(text_width(S("中文a")), 5);
  CHECK_INT(text_width(S("e\xCC\x81")), 1);
  CHECK_INT(text_width(S("🇨🇳👨‍👩‍👧")), 4);
  CHECK_INT(text_width(S("\xE2\x80\x8B")), 0); /* zero-width space */
}

static Arena arena;
static Str cut(const char *text, size_t width) {
  return excerpt(&arena, str_c(text), width, S("…"));
}

static void fits(void) {
  CHECK_STR(cut("Short.", 10), "Short.");
  CHECK_STR(cut("  white \n\t space  ", 20), "white space");
  CHECK_STR(cut("一行\n两行", 20), "一行两行");
  CHECK_STR(cut("one\ntwo", 20), "one two");
  CHECK_STR(cut("中文", 4), "中文");
  CHECK_STR(cut("", 4), "");
}

static void words_stay_whole(void) {
  CHECK_STR(cut("The quick brown fox", 12), "The quick…");
  CHECK_STR(cut("The quick brown fox", 10), "The quick…");
  CHECK_STR(cut("a well-known fact", 9), "a…");
  CHECK_STR(cut("I don’t know", 6), "I…");
  CHECK_STR(cut("我们使用PostgreSQL数据库", 14), "我们使用…");
  CHECK_STR(cut("我们使用数据库", 9), "我们使用…");
  CHECK_STR(cut("learn C++ now", 9), "learn…");
  CHECK_STR(cut("learn C++ now or never", 11), "learn C++…");
}

static void numbers_stay_whole(void) {
  for (size_t width = 3; width < 18; width++) {
    Str s = cut("共1,234.5元，占3.14%的份额", width);
    CHECK(str_eqc(s, "共…") || str_eqc(s, "共1,234.5元…") || str_eqc(s, "共1,234.5元，占…"));
  }
  CHECK_STR(cut("于2024年发布的版本", 7), "于…");
  CHECK_STR(cut("costs $5.50 today", 10), "costs…");
  CHECK_STR(cut("约三百五十人参加", 7), "约…");
  CHECK_STR(cut("up by 12% this year", 10), "up by 12%…");
  CHECK_STR(cut("population 1\u00A0234\u00A0567 souls", 16), "population…");
}

static void no_loose_ends(void) {
  CHECK_STR(cut("One, two, three", 6), "One…");
  CHECK_STR(cut("他说：“你好”然后走了", 9), "他说…");
  CHECK_STR(cut("他说：“你好”然后走了", 14), "他说：“你好”…");
  CHECK_STR(cut("see (the note) below", 6), "see…");
  CHECK_STR(cut("he said \"no\" and left", 10), "he said…");
  CHECK_STR(cut("he said \"no\" and left", 15), "he said \"no\"…");
  CHECK_STR(cut("Why? Because it is", 6), "Why…");
  CHECK_STR(cut("结束。后面还有", 8), "结束…");
}

/* Numbers that Chinese writes out, and the words that belong to them. */
static void written_numbers(void) {
  CHECK_STR(cut("大约百分之五十的人", 7), "大约…");
  CHECK_STR(cut("大约百分之五十的人", 11), "大约…");
  CHECK_STR(cut("大约百分之五十的人", 15), "大约百分之五十…");
  CHECK_STR(cut("用去三分之一的时间", 10), "用去…");
  CHECK_STR(cut("他得了第三名的成绩", 9), "他得了…");
  CHECK_STR(cut("住在第12层的人们", 8), "住在…");
  CHECK_STR(cut("価格は１，２３４円です", 12), "価格は…");
  CHECK_STR(cut("用GPT-4o写成的稿件", 6), "用…");
}

static void after_title(void) {
  CHECK_STR(excerpt_after_title(S("The River. It is long."), S("The river")), "It is long.");
  CHECK_STR(excerpt_after_title(S("The river\nIt is long."), S("The River!")), "It is long.");
  CHECK_STR(excerpt_after_title(S("The River: “it” is long."), S("The River")), "“it” is long.");
  CHECK_STR(excerpt_after_title(S("【河流】它很长。"), S("河流")), "它很长。");
  CHECK_STR(excerpt_after_title(S("《河流》\n它很长。"), S("河流")), "它很长。");
  CHECK_STR(
      excerpt_after_title(S("渡口与桥：一条河的两种过法。后来"), S("渡口与桥:一条河的两种过法")),
      "后来");
  CHECK_STR(excerpt_after_title(S("The river."), S("The river")), "");
  /* sentences that begin with the same words */
  CHECK_STR(excerpt_after_title(S("Rivers are long."), S("Rivers")), "Rivers are long.");
  CHECK_STR(excerpt_after_title(S("河流很长。"), S("河流")), "河流很长。");
  CHECK_STR(excerpt_after_title(S("Rivers, long ago."), S("Rivers")), "Rivers, long ago.");
  CHECK_STR(excerpt_after_title(S("Riverside. Long."), S("River")), "Riverside. Long.");
  CHECK_STR(excerpt_after_title(S("A text."), S("")), "A text.");
  CHECK_STR(excerpt_after_title(S("A text."), S("…")), "A text.");
  CHECK_STR(excerpt_after_title(S(""), S("River")), "");
  CHECK_STR(excerpt_after_title(S("\xFF\xFE. A"), S("\xFF\xFE")), "A");
}

/* Nothing good within reach: still a cluster boundary, still within the width. */
static void last_resort(void) {
  CHECK_STR(cut("Donaudampfschifffahrt", 6), "Donau…");
  CHECK_STR(cut("(((((((((", 4), "…");
  CHECK_STR(cut("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 5),
            "👨‍👩‍👧‍👦👨‍👩‍👧‍👦…");
  CHECK_STR(cut("abc", 0), "…");
  CHECK_STR(excerpt(&arena, S("abcdef"), 3, S("")), "abc");
}

/* Trimming a megabyte of loose quotes takes one pass. */
static void nothing_but_quotes(void) {
  Buf b = { 0 };
  for (int i = 0; i < 400000; i++) buf_c(&b, "\" ");
  CHECK_STR(excerpt(&arena, buf_view(&b), 700000, S("…")), "…");
  buf_free(&b);
}

static void finish(void) {
  arena_free(&arena);
}

CHECKS_MAIN({ "clusters", clusters }, { "widths", widths }, { "what fits stays", fits },
            { "words stay whole", words_stay_whole }, { "numbers stay whole", numbers_stay_whole },
            { "no loose ends", no_loose_ends }, { "written numbers", written_numbers },
            { "after the title", after_title }, { "last resort", last_resort },
            { "nothing but quotes", nothing_but_quotes }, { "finish", finish })
