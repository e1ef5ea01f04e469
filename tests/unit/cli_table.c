/* cli_table.c -- text for terminals: columns, cuts, and bytes made harmless. */
#include "check.h"
#include "cli/table.h"

static Buf out;

static Str shown(Str s) {
  buf_clear(&out);
  show(&out, s);
  return buf_view(&out);
}

static Str cell(Str s, size_t columns) {
  buf_clear(&out);
  show_cell(&out, s, columns);
  return buf_view(&out);
}

static Str bytes(uint64_t n) {
  buf_clear(&out);
  show_bytes(&out, n);
  return buf_view(&out);
}

static void control_bytes_are_shown_never_sent(void) {
  CHECK_STR(shown(S("a\x1b[31mb")), "a\\x1B[31mb");
  CHECK_STR(shown(S("a\nb\tc\r")), "a\\x0Ab\\x09c\\x0D");
  CHECK_STR(shown(S("\xE2\x80\xAEtxt")), "\\u{202E}txt"); /* right-to-left override */
  CHECK_STR(shown(S("\xC2\x9B"
                    "31m")),
            "\\u{9B}31m"); /* CSI in one code point */
  CHECK_STR(shown(S("\xff\xfe")), "\\xFF\\xFE");
}

/* GitHub takes "::name" for a command where only blanks stand before it in the line. */
static void no_line_begins_with_a_command(void) {
  static const char *const before[] = { "", "  ", "x\n", "x\n\t", "x\n \xC2\xA0", "\xE3\x80\x80" };
  static const char *const texts[] = { "::error::x", " ::error::x", "\xE2\x80\xAF::error::x", ":" };
  for (size_t i = 0; i < sizeof before / sizeof before[0]; i++)
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
      buf_clear(&out);
      buf_c(&out, before[i]);
      show(&out, str_c(texts[k]));
      CHECK(str_find(buf_view(&out), S("\\x3A")) >= 0 &&
            str_find(buf_view(&out), S("::error")) < 0);
    }
  CHECK_STR(shown(S("a ::b")), "a ::b");
  CHECK_STR(shown(S(":a")), ":a");
  CHECK_STR(cell(S("::a"), 8), "\\x3A:a  ");
  CHECK_STR(cell(S("::abcdef"), 4), "\\x3\xE2\x80\xA6");
  buf_clear(&out);
  buf_c(&out, "x\n- ");
  show(&out, S("::a"));
  CHECK_STR(buf_view(&out), "x\n- ::a");
  buf_clear(&out);
  show_line(&out, S("\t::a\tb\x1b"));
  CHECK_STR(buf_view(&out), "\t\\x3A:a\tb\\x1B");
  buf_clear(&out);
  show_wrapped(&out, S("one\n::two ::three"), 2);
  CHECK_STR(buf_view(&out), "  one\n  \\x3A:two ::three\n");
}

static void wide_characters_take_two_columns_and_marks_none(void) {
  CHECK(show_columns(S("abc")) == 3);
  CHECK(show_columns(S("\xE4\xB8\xAD\xE6\x96\x87")) == 4);
  CHECK(show_columns(S("e\xCC\x81")) == 1);
  CHECK(show_columns(S("\x1b")) == 4);
  CHECK(show_columns(S("")) == 0);
}

static void cells_are_exactly_as_wide_as_asked(void) {
  CHECK_STR(cell(S("abc"), 5), "abc  ");
  CHECK_STR(cell(S("abc"), 3), "abc");
  CHECK_STR(cell(S("abcdef"), 4), "abc\xE2\x80\xA6");
  /* A wide character that does not fit leaves a blank. */
  CHECK_STR(cell(S("\xE4\xB8\xAD\xE6\x96\x87\xE5\xAD\x97"), 4), "\xE4\xB8\xAD\xE2\x80\xA6 ");
  CHECK_STR(cell(S("\xE4\xB8\xAD\xE6\x96\x87"), 4), "\xE4\xB8\xAD\xE6\x96\x87");
  CHECK_STR(cell(S("abc"), 0), "");
  CHECK_STR(cell(S("abc"), 1), "\xE2\x80\xA6");
}

static void sizes_are_short(void) {
  CHECK_STR(bytes(0), "0 bytes");
  CHECK_STR(bytes(1), "1 byte");
  CHECK_STR(bytes(999), "999 bytes");
  CHECK_STR(bytes(1000), "1.0 kB");
  CHECK_STR(bytes(999949), "999.9 kB");
  CHECK_STR(bytes(999951), "1.0 MB");
  CHECK_STR(bytes(UINT64_MAX), "18446744.1 TB");
}

static void paragraphs_are_filled(void) {
  buf_clear(&out);
  show_wrapped(&out, S("one two\n\nthree"), 2);
  CHECK_STR(buf_view(&out), "  one two\n\n  three\n");
  buf_clear(&out);
  char word[201];
  memset(word, 'x', 200);
  word[200] = '\0';
  show_wrapped(&out, str_c(word), 4); /* longer than a line: whole, on a line of its own */
  CHECK(out.n == 4 + 200 + 1);
  buf_free(&out);
}

CHECKS_MAIN({ "control bytes are shown never sent", control_bytes_are_shown_never_sent },
            { "no line begins with a command", no_line_begins_with_a_command },
            { "wide characters take two columns and marks none",
              wide_characters_take_two_columns_and_marks_none },
            { "cells are exactly as wide as asked", cells_are_exactly_as_wide_as_asked },
            { "sizes are short", sizes_are_short },
            { "paragraphs are filled", paragraphs_are_filled })
