/* base_diag.c -- what a terminal and a CI system get to see of hostile text. */
#include "base/diag_group.h"
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

/* JSON goes to logs and terminals as well. */
static void json_is_as_tame(void) {
  Arena a = { 0 };
  Buf b = { 0 };
  json_escape(
      &b,
      S("\"\\\n\x1b[\xC2\x9B"
        "31m \xE2\x80\xAE \xEF\xBF\xBF \xD8\x9C ##[add-mask]x ##vso[y] #[z] \xFF \xE4\xB8\xAD"));
  CHECK_STR(buf_view(&b),
            "\\\"\\\\\\n\\u001b[\\u009b31m \\u202e \\uffff \\u061c ##\\u005badd-mask]x "
            "##vso\\u005by] #[z] \xEF\xBF\xBD \xE4\xB8\xAD");
  buf_free(&b);
  arena_free(&a);
}

/* Findings of one rule: `count` of them, one in a file, whose words are all alike. */
static void many(Diags *d, Arena *a, Severity severity, Code code, const char *words,
                 size_t count) {
  for (size_t i = 0; i < count; i++) {
    Source source = { arena_printf(a, "%s%02zu.md", severity == DIAG_ERROR ? "e" : "w", i),
                      S("one\ntwo\n") };
    diag_line(d, severity, code, &source, 2, 1, 3, NULL, "%s: %zu", words, i);
  }
}

static Str grouped(Arena *a, Diags *d) {
  Buf b = { 0 };
  diags_sort(d);
  diags_print_grouped(d, false, &b);
  Str s = buf_dup(&b, a);
  buf_free(&b);
  return s;
}

static void few_are_told_whole(void) {
  Arena a = { 0 };
  Diags d = { 0 };
  many(&d, &a, DIAG_WARNING, P_LINK_MISSING, "nowhere", GROUP_WHOLE);
  many(&d, &a, DIAG_ERROR, P_LINK_MISSING, "nowhere", GROUP_WHOLE);
  Str ten = grouped(&a, &d);
  CHECK(str_find(ten, S("more")) == STR_NPOS);
  CHECK_STR(ten, shown(&a, &d).p);
  arena_free(&a);
}

/* Errors last; the others of a rule counted; of errors where they are. */
static void many_are_counted(void) {
  Arena a = { 0 };
  Diags d = { 0 };
  many(&d, &a, DIAG_ERROR, P_LINK_IMAGE, "no image", GROUP_WHOLE + 8);
  many(&d, &a, DIAG_WARNING, P_LINK_MISSING, "nowhere", GROUP_WHOLE + 1);
  diag_file(&d, DIAG_WARNING, P_LINK_MISSING, S("w99.md"), NULL, "other words");
  Str s = grouped(&a, &d);
  size_t warnings = 0, errors = 0;
  for (Str rest = s, line; str_split(&rest, '\n', &line);) {
    warnings += str_find(line, S(".md:2:1: warning: ")) != STR_NPOS;
    errors += str_find(line, S(".md:2:1: error: ")) != STR_NPOS;
  }
  CHECK_INT(warnings, GROUP_FIRST);
  CHECK_INT(errors, GROUP_FIRST);
  CHECK(str_starts(s, S("w00.md:2:1: warning: nowhere: 0 [P0450]\n  2 | two\n    | ^~~\nw01.md:")));
  long other = str_find(s, S("w99.md: warning: other words [P0450]\n"
                             "publish: and 6 more warnings [P0450] in 6 files: a link leads "
                             "nowhere; -v shows all\n"
                             "e00.md:2:1: error: no image: 0 [P0452]\n"));
  CHECK(other > 0);
  CHECK(str_ends(s, S("publish: and 13 more errors [P0452] in 13 files: an image is not there; -v "
                      "shows all\n  e05.md:2\n  e06.md:2\n  e07.md:2\n  e08.md:2\n  e09.md:2\n"
                      "  e10.md:2\n  e11.md:2\n  e12.md:2\n  e13.md:2\n  e14.md:2\n  ...\n")));
  diags_free(&d);
  arena_free(&a);
}

/* What two plugins or two checks say are two rules. */
static void plugins_are_apart(void) {
  Arena a = { 0 };
  Diags d = { 0 };
  const char *const plugins[] = { "one", "two" }, *const checks[] = { "alt", "size" };
  for (size_t i = 0; i < 44; i++) {
    Diag *r = diag_file(&d, DIAG_WARNING, P_CHECK, arena_printf(&a, "a%02zu.md", i), NULL, "x");
    r->plugin = str_c(plugins[i % 2]);
    r->rule = str_c(checks[i / 2 % 2]);
  }
  DiagGroups all;
  diags_group(&all, &d, &a);
  CHECK_INT(all.count, 4);
  for (size_t i = 0; i < all.count; i++) {
    CHECK_INT(all.items[i].count, 11);
    CHECK_INT(all.items[i].files, 11);
    CHECK_INT(all.items[i].shown, GROUP_FIRST);
    CHECK_INT(all.items[i].rest_files, 6);
  }
  Str s = grouped(&a, &d);
  CHECK(str_find(s, S("publish: and 6 more warnings [P0701] of [two] (size) in 6 files; -v shows "
                      "all\n")) != STR_NPOS);
  diags_free(&d);
  arena_free(&a);
}

/* A line that is longer than a terminal is wide: what stands around the place. */
static void long_lines_are_cut(void) {
  Arena a = { 0 };
  Diags d = { 0 };
  Buf text = { 0 };
  for (int i = 0; i < 30; i++) buf_c(&text, "0123456789");
  buf_c(&text, "BAD");
  for (int i = 0; i < 30; i++) buf_c(&text, "abcdefghij");
  Source source = { S("a.md"), buf_view(&text) };
  diag_at(&d, DIAG_ERROR, P_NONE, &source, (Range){ 300, 3 }, "mend it", "bad");
  Buf want = { 0 };
  buf_c(&want, "a.md:1:301: error: bad\n  1 | ...");
  for (int i = 0; i < 4; i++) buf_c(&want, "0123456789");
  buf_c(&want, "BAD");
  for (int i = 0; i < 7; i++) buf_c(&want, "abcdefghij");
  buf_printf(&want, "abcdefg...\n    | %*s^~~ mend it\n", 43, "");
  Str s = shown(&a, &d);
  CHECK(str_eq(s, buf_view(&want)));
  buf_free(&want);
  diag_at(&d, DIAG_ERROR, P_NONE, &source, (Range){ 2, 500 },
          "mend it, wherever it goes on and on and on", "bad");
  s = shown(&a, &d);
  CHECK(str_starts(s, S("a.md:1:3: error: bad\n  1 | 0123456789")));
  CHECK(str_ends(s, S("~\n      mend it, wherever it goes on and on and on\n")));
  Str line;
  while (str_split(&s, '\n', &line)) CHECK(line.n <= 132);
  /* Wide characters take two columns, and half of one none. */
  buf_clear(&text);
  for (int i = 0; i < 70; i++) buf_c(&text, "\xE4\xB8\xAD");
  buf_c(&text, "!");
  source.text = buf_view(&text);
  diag_at(&d, DIAG_ERROR, P_NONE, &source, (Range){ 210, 1 }, NULL, "bad");
  s = shown(&a, &d);
  long bar = str_find(s, S("    | "));
  CHECK(bar > 0);
  Str above = str_sub(s, 0, (size_t)bar), caret = str_sub(s, (size_t)bar + 6, s.n);
  long dots = str_find(above, S("..."));
  CHECK(dots > 0);
  size_t column = 0; /* of the mark: bytes of three make two columns */
  for (size_t i = (size_t)dots; i < above.n && above.p[i] != '!'; i++)
    column += (unsigned char)above.p[i] < 0x80          ? 1
              : ((unsigned char)above.p[i] & 0x40) != 0 ? 2
                                                        : 0;
  CHECK_INT(column, str_chr(caret, '^'));
  buf_free(&text);
  arena_free(&a);
}

/* What stands below the caret begins a line: no command there either. */
static void no_command_in_long_help(void) {
  Arena a = { 0 };
  Diags d = { 0 };
  Buf text = { 0 };
  for (int i = 0; i < 30; i++) buf_c(&text, "0123456789");
  Source source = { S("a.md"), buf_view(&text) };
  diag_at(&d, DIAG_ERROR, P_NONE, &source, (Range){ 0, 300 },
          "::error::a help that is as long as it is", "bad");
  Str s = shown(&a, &d), line;
  while (str_split(&s, '\n', &line)) CHECK(!str_starts(str_trim(line), S("::")));
  buf_free(&text);
  arena_free(&a);
}

CHECKS_MAIN({ "no escapes", no_escapes },
            { "no command at the start of a line", no_command_at_the_start },
            { "no command inside a line", no_command_inside },
            { "JSON is as tame", json_is_as_tame },
            { "long lines are cut around the place", long_lines_are_cut },
            { "no command in help below a long line", no_command_in_long_help },
            { "few findings of a rule are told whole", few_are_told_whole },
            { "many findings of a rule are counted", many_are_counted },
            { "what two plugins say are two rules", plugins_are_apart })
