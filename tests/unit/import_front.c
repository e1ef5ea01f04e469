/* import_front.c -- one field of front matter changes, every other byte stays. */
#include "check.h"

#include "import/front.h"
#include "import/importer.h"

static void sets(void) {
  Arena a = { 0 };
  CHECK_STR(front_set(&a, S("text\n"), "a", S("1")), "---\na: 1\n---\ntext\n");
  CHECK_STR(front_set(&a, S("---\nb: 2 # x\n---\nt\n"), "a", S("1")),
            "---\nb: 2 # x\na: 1\n---\nt\n");
  CHECK_STR(front_set(&a, S("---\na: 9\nb: 2\n---\nt\n"), "a", S("1")),
            "---\na: 1\nb: 2\n---\nt\n");
  CHECK_STR(front_set(&a, S("---\r\na:\r\n  - x\r\n\r\n- y\r\nb: 2\r\n---\r\n"), "a", S("1")),
            "---\r\na: 1\r\nb: 2\r\n---\r\n");
  CHECK_STR(front_set(&a, S("---\n\"a\": >\n  x\n\n  a: 3\nb: 2\n...\n"), "a", S("1")),
            "---\na: 1\nb: 2\n...\n");
  CHECK_STR(front_set(&a, S("---\na: [\n  x,\n]\nb: 2\n---\n"), "a", S("1")),
            "---\na: 1\nb: 2\n---\n");
  CHECK_STR(front_set(&a, S("---\naa: 1\n  a: 2\n---\n"), "a", S("1")),
            "---\naa: 1\n  a: 2\na: 1\n---\n");
  CHECK_STR(front_set(&a, S("+++\nb = 2\n[c]\na = 3\n+++\n"), "a", S("1")),
            "+++\nb = 2\na = 1\n[c]\na = 3\n+++\n");
  CHECK_STR(front_set(&a, S("+++\na = [\n 'x',\n]\nb = '''\na = 4\n'''\n+++\n"), "a", S("1")),
            "+++\na = 1\nb = '''\na = 4\n'''\n+++\n");
  CHECK_STR(front_set(&a, S("{\"b\": \"}\"}\ntext"), "a", S("1")),
            "{\"b\": \"}\",\n  \"a\": 1}\ntext");
  CHECK_STR(front_set(&a, S("{}\n"), "a", S("1")), "{\n  \"a\": 1}\n");
  CHECK_STR(front_set(&a, S("\xEF\xBB\xBF---\nb: 1\n---\n"), "a", S("1")),
            "\xEF\xBB\xBF---\nb: 1\na: 1\n---\n");
  arena_free(&a);
}

/* What another reader of YAML would take for a line of its own stands in quotes. */
static void writes_yaml(void) {
  static const char *const bad[] = { "a\xE2\x80\xA8"
                                     "b:\xE2\x80\xA8 c",
                                     "a\xC2\x85"
                                     "b:\xC2\x85 c",
                                     "a\xE2\x80\xA9"
                                     "b",
                                     "a\xEF\xBF\xBF",
                                     "a\xE2\x81\xA6"
                                     "b",
                                     "a: b",
                                     "12",
                                     "~",
                                     "" };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    Buf out = { 0 };
    yaml_text(&out, str_c(bad[i]));
    CHECK(out.n >= 2 && out.p[0] == '"' && out.p[out.n - 1] == '"');
    for (size_t k = 0; k < out.n; k++) CHECK((unsigned char)out.p[k] < 0x80);
    buf_free(&out);
  }
  Buf out = { 0 };
  yaml_text(&out, S("\xE4\xB8\xAD a\xE2\x80\x8C"
                    "b"));
  CHECK_STR(buf_view(&out), "\xE4\xB8\xAD a\xE2\x80\x8C"
                            "b");
  buf_free(&out);
}

static void others(void) {
  Arena a = { 0 };
  CHECK_STR(front_remove(&a, S("---\na: 1\nb: 2\n---\nt"), "a"), "---\nb: 2\n---\nt");
  CHECK_STR(front_remove(&a, S("---\nb: 2\n---\na: 1\n"), "a"), "---\nb: 2\n---\na: 1\n");
  CHECK_STR(front_rename(&a, S("---\n'a' : [1,\n 2]\n---\n"), "a", "c"),
            "---\nc : [1,\n 2]\n---\n");
  CHECK_STR(front_rename(&a, S("+++\na = 1\n+++\n"), "a", "c"), "+++\nc = 1\n+++\n");
  CHECK(front_has(S("---\na:\n---\n"), "a") && !front_has(S("---\nb:\n---\na: 1"), "a"));
  CHECK(!front_has(S("---\nnever closed\na: 1\n"), "a"));
  CHECK(front_find(S("---\na: 1\n")).kind == FRONT_NONE);
  CHECK(front_find(S("")).kind == FRONT_NONE && front_find(S("{")).kind == FRONT_NONE);
  CHECK_STR(front_quote(&a, S("a\"b\\c\nd")), "\"a\\\"b\\\\c\\nd\"");
  /* Line ends of YAML 1.1, C1, directions, no character, no UTF-8. */
  CHECK_STR(front_quote(&a, S("\xC2\x85\xC2\x9B\xE2\x80\xA8\xE2\x80\xAE\xEF\xBF\xBE\xFF")),
            "\"\\u0085\\u009b\\u2028\\u202e\\ufffe\xEF\xBF\xBD\"");
  arena_free(&a);
}

CHECKS_MAIN({ "a field is set", sets }, { "YAML of texts", writes_yaml },
            { "removed, renamed, found", others })
