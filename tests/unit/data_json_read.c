/* data_json_read.c -- JSON as RFC 8259 has it, and nothing else. */
#include "check.h"

#include "data/json.h"
#include "data/json_read.h"

static void round_trip(void) {
  Arena a = { 0 };
  const Value *v;
  const char *problem;
  Str rest = S(" {\"a\": [1, -2, 0.5, 1e2], \"\\u4f60\": \"\\ud83d\\ude00\\n\\/\", \"n\": null, "
               "\"b\":{\"t\":true}} ");
  CHECK(json_read(&v, &a, &rest, &problem) && rest.n == 0);
  Buf out = { 0 };
  json_write(&out, v, false);
  CHECK_STR(buf_view(&out),
            "{\"a\":[1,-2,0.5,100],\"你\":\"😀\\n/\",\"n\":null,\"b\":{\"t\":true}}");
  buf_free(&out);
  rest = S("1 2\n3");
  CHECK(json_read(&v, &a, &rest, &problem) && v->integer == 1);
  CHECK_STR(rest, "2\n3");
  rest = S("{\"a\":1,\"a\":2}");
  CHECK(json_read(&v, &a, &rest, &problem) && value_int(value_getc(v, "a"), 0) == 2);
  arena_free(&a);
}

static void refused(void) {
  static const char *const cases[][2] = {
    { "", "expected a value" },
    { "nul", "expected a value" },
    { "[1,]", "expected a value" },
    { "[1 2]", "expected ',' or ']'" },
    { "{\"a\" 1}", "expected ':'" },
    { "{a:1}", "expected a name in quotes" },
    { "{\"a\":1;", "expected ',' or '}'" },
    { "\"abc", "a string that is not closed" },
    { "\"a\nb\"", "a string that is not closed" },
    { "\"a\tb\"", "a control character in a string" },
    { "\"\\x\"", "a wrong escape in a string" },
    { "\"\\ud800\"", "a wrong escape in a string" },
    { "\"\\ud800\\u0041\"", "a wrong escape in a string" },
    { "\"\\u12", "a wrong escape in a string" },
    { "\"\xFF\"", "bytes that are not UTF-8" },
    { "1.", "a number without digits behind its point" },
    { "1e", "a number without digits in its exponent" },
    { "1e999", "a number that is too large" },
    { "-", "expected a value" },
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    Arena a = { 0 };
    const Value *v;
    const char *problem = "";
    Str rest = str_c(cases[i][0]);
    CHECK(!json_read(&v, &a, &rest, &problem));
    CHECK_STR(str_c(problem), cases[i][1]);
    arena_free(&a);
  }
}

static void bounds(void) {
  Arena a = { 0 };
  Buf deep = { 0 };
  for (int i = 0; i < 200000; i++) buf_byte(&deep, '[');
  const Value *v;
  const char *problem;
  Str rest = buf_view(&deep);
  CHECK(!json_read(&v, &a, &rest, &problem));
  CHECK_STR(str_c(problem), "nested too deeply");
  buf_clear(&deep);
  buf_c(&deep, "[0");
  for (int i = 0; i < 300000; i++) buf_c(&deep, ",0");
  buf_c(&deep, "]");
  rest = buf_view(&deep);
  CHECK(!json_read(&v, &a, &rest, &problem));
  CHECK_STR(str_c(problem), "too many values");
  buf_free(&deep);
  arena_free(&a);
}

CHECKS_MAIN({ "round trip", round_trip }, { "refused", refused }, { "bounds", bounds })
