/* import_front.c -- one field of front matter changes, every other byte stays. */
#include "check.h"

#include "import/front.h"

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
  CHECK_STR(front_quote(&a, S("a\"b\\c\nd")), "\"a\\\"b\\\\c\\u000Ad\"");
  arena_free(&a);
}

CHECKS_MAIN({ "a field is set", sets }, { "removed, renamed, found", others })
