/* JSON that people write: places, names that occur twice, and the words for mistakes. With
 * --json it answers documents from stdin, as test_data_toml does. */
#include "check.h"

#include "data/json_read.h"
#include "values_rig.h"

#define JSON(text) values_of(json_parse, S(text))

static void values(void) {
  CHECK_STR(
      JSON("\xEF\xBB\xBF {\"a\": [1, -2.5, true, null, \"\\u00e9\\ud83d\\ude00\"], \"b\": {}}\n"),
      "{\"a\":[1,-2.5,true,null,\"\xC3\xA9\xF0\x9F\x98\x80\"],\"b\":{}}");
}

static void mistakes_say_what_to_do(void) {
  CHECK_STR(JSON("{\"a\": 1,}"),
            "1:9: JSON: expected a name in quotes | remove the ',' in front of it");
  CHECK_STR(JSON("[1,]"), "1:4: JSON: expected a value | remove the ',' in front of it");
  CHECK_STR(JSON("{a: 1}"),
            "1:2: JSON: expected a name in quotes | such as \"title\": \"A day at sea\"");
  CHECK_STR(JSON("{'a': 1}"),
            "1:2: JSON: expected a name in quotes | JSON knows double quotes only");
  CHECK_STR(JSON("{\"a\": True}"),
            "1:7: JSON: expected a value | a text in double quotes, a number, "
            "true, false, null, a list [ ] or a map { }");
  CHECK_STR(JSON("{\n  // x\n}"), "2:3: JSON: expected a name in quotes | JSON has no remarks");
  CHECK_STR(JSON("{\"a\": \"open\n}"),
            "1:7: JSON: a string that is not closed | close it with \" in "
            "the same line; \\n is a line end");
  CHECK_STR(JSON("{\"a\": 1"), "1:1: JSON: expected ',' or '}' | ");
  CHECK_STR(JSON("{\"a\" 1}"), "1:6: JSON: expected ':' | ");
  CHECK_STR(JSON("{\"a\": \"\\d\"}"),
            "1:8: JSON: a wrong escape in a string | write \\\\ for a backslash");
  CHECK_STR(JSON("{} x"), "1:4: JSON: there is more text behind the value | ");
  CHECK_STR(JSON(""), "1:1: JSON: expected a value | a text in double quotes, a number, "
                      "true, false, null, a list [ ] or a map { }");
}

static void names_occur_once(void) {
  CHECK_STR(JSON("{\"a\": 1,\n \"a\": 2}"),
            "2:2: the key \"a\" occurs twice: first in line 1 | keep one of the two");
  Buf b = { 0 };
  buf_c(&b, "{");
  for (int i = 0; i < 50000; i++) buf_printf(&b, "\"k%d\": %d,\n", i, i);
  buf_c(&b, "\"k7\": 0}");
  CHECK_STR(values_of(json_parse, buf_view(&b)),
            "50001:1: the key \"k7\" occurs twice: first in line 8 | keep one of the two");
  buf_free(&b);
}

static void bounds(void) {
  Buf b = { 0 };
  for (int i = 0; i < 100000; i++) buf_byte(&b, '[');
  CHECK_STR(values_of(json_parse, buf_view(&b)), "1:66: JSON: nested too deeply | ");
  buf_free(&b);
}

static void spans_are_bytes_of_the_source(void) {
  Source source = { S("t.md"), S("x {\"\xC3\xA9\": \"b\"}") };
  const Value *v = NULL;
  CHECK(json_parse(&v, &arena, &source, 2, source.text.n - 2, &diags));
  const Field *f = v ? &v->map.fields[0] : NULL;
  CHECK(f && f->key_span.offset == 3 && f->key_span.length == 4);
  CHECK(f && f->value->span.offset == 9 && f->value->span.length == 3);
}

static int run_checks(void);
#define main run_checks
CHECKS_MAIN({ "values", values }, { "mistakes say what to do", mistakes_say_what_to_do },
            { "names occur once", names_occur_once }, { "bounds", bounds },
            { "spans are bytes of the source", spans_are_bytes_of_the_source })
#undef main

int main(int count, char **words) {
  return values_main(json_parse, run_checks, count, words);
}
