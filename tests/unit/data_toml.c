/* TOML: what values and tables become, what is refused and in which words, where spans
 * are. With the argument --json it reads documents, each behind
 * a line with its length, and prints what they are: tests/groups/formats compares that with
 * another reader. */
#include "check.h"

#include "data/toml.h"
#include "values_rig.h"

#define TOML(text) values_of(toml_parse, S(text))

static void values_of_every_kind(void) {
  CHECK_STR(TOML("a = 1\nb = -17\nc = +1_000\nd = 0xDEAD_beef\ne = 0o17\nf = 0b101\n"),
            "{\"a\":1,\"b\":-17,\"c\":1000,\"d\":3735928559,\"e\":15,\"f\":5}");
  CHECK_STR(TOML("a = 1.5\nb = -0.25e2\nc = 5e+3\nd = true\ne = false\nf = 1e06\n"),
            "{\"a\":1.5,\"b\":-25,\"c\":5000,\"d\":true,\"e\":false,\"f\":1000000}");
  CHECK_STR(TOML("a = 2024-01-03\nb = 2024-01-03T10:00:00+08:00\nc = 2024-01-03 10:00:00.5\n"
                 "d = 07:32:00\ne=[2024-01-03 10:00:00Z]"),
            "{\"a\":\"2024-01-03\",\"b\":\"2024-01-03T10:00:00+08:00\","
            "\"c\":\"2024-01-03 10:00:00.5\",\"d\":\"07:32:00\",\"e\":[\"2024-01-03 10:00:00Z\"]}");
  CHECK_STR(
      TOML("a = \"x\\ty\\u00E9\\U0001F600\\\"\"\nb = 'C:\\dir'\nc = \"\"\nd = ''\n"),
      "{\"a\":\"x\\ty\xC3\xA9\xF0\x9F\x98\x80\\\"\",\"b\":\"C:\\\\dir\",\"c\":\"\",\"d\":\"\"}");
  CHECK_STR(TOML(""), "{}");
  CHECK_STR(TOML("\xEF\xBB\xBF# remark\r\na = [ # one\r\n 1,\r\n 2, ]\r\n"), "{\"a\":[1,2]}");
}

static void texts_of_several_lines(void) {
  CHECK_STR(TOML("a = \"\"\"\none\r\ntwo \\\n   three\"\"\"\nb = '''\n'one' ''two'''''\n"),
            "{\"a\":\"one\\ntwo three\",\"b\":\"'one' ''two''\"}");
  CHECK_STR(TOML("a = \"\"\"x\"\"\"\"\"\n"), "{\"a\":\"x\\\"\\\"\"}");
}

static void tables_in_the_order_written(void) {
  CHECK_STR(
      TOML("z = 1\n[b]\nx = 1\n[a.c]\ny.z = 2\ny.w = {k = [1], 'l m'.n = 3}\n[a]\nq = 1\n"),
      "{\"z\":1,\"b\":{\"x\":1},\"a\":{\"c\":{\"y\":{\"z\":2,\"w\":{\"k\":[1],\"l m\":{\"n\":3}}}},"
      "\"q\":1}}");
  CHECK_STR(TOML("[[p]]\nn = 1\n[p.q]\nm = 2\n[[p]]\n[[p.r]]\n[[p.r]]\ns = 3\n"),
            "{\"p\":[{\"n\":1,\"q\":{\"m\":2}},{\"r\":[{},{\"s\":3}]}]}");
  CHECK_STR(TOML("[ a . 'b c' ]\n1 = 2\n-_ = 3\n\"\" = 4"),
            "{\"a\":{\"b c\":{\"1\":2,\"-_\":3,\"\":4}}}");
}

static void tables_are_made_once(void) {
  CHECK_STR(TOML("a = 1\na = 2\n"),
            "2:1: the key 'a' occurs twice: first in line 1 | keep one of the two");
  CHECK_STR(TOML("[a]\n[b]\n[a]\n"),
            "3:2: the key 'a' occurs twice: first in line 1 | keep one of the two");
  CHECK_STR(TOML("a.b = 1\n[a]\n"),
            "2:2: the key 'a' occurs twice: first in line 1 | keep one of the two");
  CHECK_STR(TOML("a = {b = 1}\n[a.c]\n"),
            "2:2: the key 'a' occurs twice: first in line 1 | this one "
            "has a value already and cannot hold others");
  CHECK_STR(TOML("a = [{b = 1}]\n[[a]]\n"),
            "2:3: the key 'a' occurs twice: first in line 1 | keep one of the two");
  CHECK_STR(TOML("[a.b]\n[a]\nb.c = 1\n"),
            "3:1: the key 'b' occurs twice: first in line 1 | write the "
            "line below the header of that table");
  CHECK_STR(TOML("a=1\nb=1\nc=1\nd=1\ne=1\nf=1\ng=1\nh=1\ni=1\nj=1\nk=1\nl=1\nm=1\nn=1\no=1\np=1\n"
                 "q=1\nr=1\nq=2\n"),
            "19:1: the key 'q' occurs twice: first in line 17 | keep one of the two");
}

static void mistakes_say_what_to_do(void) {
  CHECK_STR(TOML("title: A\n"), "1:6: expected '=' behind the key 'title' | `name: value` is YAML, "
                                "which stands between lines of three dashes");
  CHECK_STR(TOML("title = A day at sea # x\n"),
            "1:9: a text needs quotes | put it into quotes: title = \"A day at sea\"");
  CHECK_STR(TOML("draft = True\n"), "1:9: 'True' is neither true nor false | write true");
  CHECK_STR(TOML("draft = no\n"), "1:9: 'no' is neither true nor false | write false");
  CHECK_STR(TOML("n = 0123\n"),
            "1:5: a number must not begin with 0 | put it into quotes: n = \"0123\"");
  CHECK_STR(TOML("n = 1.\n"), "1:5: this is no number | put it into quotes: n = \"1.\"");
  CHECK_STR(TOML("n = 99999999999999999999\n"),
            "1:5: a number that is too large | put it into quotes");
  CHECK_STR(TOML("d = 2024-02-30\n"),
            "1:5: 2024-02 has no day 30 | write 2024-01-03, or with a time 2024-01-03 10:00 or "
            "2024-01-03T10:00:00+08:00");
  CHECK_STR(TOML("t = \"open\nx = 1\n"),
            "1:5: a text opens here and is not closed | close it with \" in "
            "the same line, or use three quotes");
  CHECK_STR(TOML("t = \"\"\"open\nx = 1\n"),
            "1:5: a text opens here and is never closed | close it with "
            "three quotes: \"\"\"");
  CHECK_STR(TOML("t = \"C:\\dir\"\n"),
            "1:8: there is no escape \\d | put the text into single quotes, "
            "or write \\\\ for each backslash");
  CHECK_STR(TOML("t = \"\\u0007\"\n"),
            "1:6: an escape in this text makes the control character U+0007 "
            "| remove the escape");
  CHECK_STR(TOML("t = [1 2]\n"),
            "1:8: expected ',' or ']' | put a ',' between the items of a list");
  CHECK_STR(TOML("t = [1,\n"), "1:5: a list opens here and is never closed | close it with ]");
  CHECK_STR(TOML("t =\n"), "1:4: expected a value | texts stand in quotes, lists in [ ], and [] or "
                           "\"\" is nothing");
  CHECK_STR(TOML("t = 1 u = 2\n"),
            "1:7: expected the end of the line | one key and one value in each "
            "line; # begins a remark");
  CHECK_STR(TOML("[a\n"), "1:1: the header of a table is not closed with ']' | ");
  CHECK_STR(TOML("= 1\n"),
            "1:1: a key is missing here | write lines such as title = \"A day at sea\"");
  CHECK_STR(TOML("na\xC3\xAFve = 1\n"),
            "1:1: a key with other letters than a to z needs quotes | put it into quotes");
  CHECK_STR(TOML("a = {b = 1,}\n"), "1:11: expected a key behind the ',' | remove the ','");
  CHECK_STR(TOML("a = \"x\x01\"\n"), "1:7: the control character U+0001 at byte 6 | remove it");
}

static void spans_are_bytes_of_the_source(void) {
  Source source = { S("t.md"), S("+++\ntags = [\"\xC3\xA9\", 'b']\n[p]\nq = 12\n+++\n") };
  const Value *v = NULL;
  CHECK(toml_parse(&v, &arena, &source, 4, source.text.n - 8, &diags));
  const Value *second = value_at(value_getc(v, "tags"), 1);
  CHECK_STR(str_sub(source.text, second->span.offset, second->span.offset + second->span.length),
            "'b'");
  const Field *f = value_field(value_getc(v, "p"), S("q"));
  CHECK_STR(str_sub(source.text, f->key_span.offset, f->key_span.offset + f->key_span.length), "q");
  CHECK_STR(str_sub(source.text, f->value->span.offset, f->value->span.offset + 2), "12");
  CHECK_STR(value_str(f->value, &arena), "12");
}

static void depth_is_bounded(void) {
  static const char *const shapes[] = { "[", "{a=", "a.", "[[" };
  for (size_t k = 0; k < 4; k++) {
    Buf b = { 0 };
    if (k < 2) buf_c(&b, "x = ");
    if (k == 3) {
      for (int i = 0; i < 70; i++) {
        buf_c(&b, "[[a");
        for (int j = 0; j < i; j++) buf_c(&b, ".a");
        buf_c(&b, "]]\n");
      }
    } else {
      for (int i = 0; i < 100000; i++) buf_c(&b, shapes[k]);
    }
    Str text = buf_view(&b), got = values_of(toml_parse, text);
    CHECK(str_find(got, S("nested deeper than 64 levels")) > 0);
    buf_free(&b);
  }
  CHECK_STR(TOML("a.a.a.a = [[[{b = [1]}]]]"), "{\"a\":{\"a\":{\"a\":{\"a\":[[[{\"b\":[1]}]]]}}}}");
}

/* Shapes that make readers quadratic which look through lists of tables: 60,000 of each. */
static void many_tables(void) {
  enum { N = 60000 };
  for (size_t shape = 0; shape < 4; shape++) {
    Buf b = { 0 };
    for (size_t i = 0; i < N; i++) {
      if (shape == 0) buf_printf(&b, "a%zu.b = 1\na%zu.c = 2\n", i, i);
      if (shape == 1) buf_printf(&b, "[[a]]\nb.c = 1\nb.d = 2\n");
      if (shape == 2) buf_printf(&b, "[a%zu.b]\n", i);
      if (shape == 3) buf_printf(&b, "%s{b.c = %zu}", i ? ", " : "a = [", i);
    }
    for (size_t i = 0; shape == 2 && i < N; i++) buf_printf(&b, "[a%zu]\n", i);
    if (shape == 3) buf_c(&b, "]\n");
    Source source = { S("t.toml"), buf_view(&b) };
    const Value *v = NULL;
    CHECK(toml_parse(&v, &arena, &source, 0, b.n, &diags));
    CHECK_INT(value_count(shape == 1 || shape == 3 ? value_getc(v, "a") : v), N);
    buf_free(&b);
    arena_reset(&arena);
  }
}

static int run_checks(void);
#define main run_checks
CHECKS_MAIN({ "values of every kind", values_of_every_kind },
            { "texts of several lines", texts_of_several_lines },
            { "tables in the order written", tables_in_the_order_written },
            { "tables are made once", tables_are_made_once },
            { "mistakes say what to do", mistakes_say_what_to_do },
            { "spans are bytes of the source", spans_are_bytes_of_the_source },
            { "depth is bounded", depth_is_bounded }, { "many tables", many_tables })
#undef main

int main(int count, char **words) {
  return values_main(toml_parse, run_checks, count, words);
}
