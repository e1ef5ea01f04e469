/* Schemas: every problem at its place and in one go, values normalised; schemas
 * made from data; conditions over rows; globs. */
#include "check.h"

#include "data/json.h"
#include "data/match.h"
#include "data/yaml.h"

static Arena arena;
static Diags diags;
static Source source;

static const Value *parse(const char *yaml) {
  diags_free(&diags);
  source = (Source){ S("publish.yaml"), str_c(yaml) };
  const Value *v = NULL;
  CHECK(yaml_parse(&v, &arena, &source, 0, source.text.n, &diags));
  return v;
}

static SchemaContext context(void) {
  return (SchemaContext){ .arena = &arena,
                          .diags = &diags,
                          .source = &source,
                          .code = P_SETTING,
                          .unknown = P_SETTING_UNKNOWN };
}

/* All diagnostics, one a line: LINE:COL MESSAGE | HELP. */
static Str problems(void) {
  Str out = S("");
  for (size_t i = 0; i < diags.count; i++) {
    const Diag *r = &diags.items[i];
    out = arena_printf(&arena, "%.*s%s%u:%u %.*s%s%.*s", STR(out), i ? "\n" : "", r->line, r->col,
                       STR(r->message), r->help.n ? " | " : "", STR(r->help));
  }
  return out;
}

static Str json(const Value *v) {
  Buf b = { 0 };
  json_write(&b, v, false);
  Str out = buf_dup(&b, &arena);
  buf_free(&b);
  return out;
}

/* What schema `spec` makes of `yaml`: JSON, or the problems. */
static Str check(const char *spec, const char *yaml) {
  const Schema *schema = NULL;
  const Value *v = parse(spec), *out = NULL;
  SchemaContext c = context();
  bool made = schema_of_fields(&schema, v, S("fields"), &c);
  if (!made) return problems();
  v = parse(yaml);
  bool ok = schema_check(&out, schema, v, S(""), &c);
  CHECK_INT(ok, diags.errors == 0);
  return ok ? json(out) : problems();
}

static void scalars_become_what_the_schema_says(void) {
  CHECK_STR(check("s: string", "s: 0123"), "{\"s\":\"0123\"}");
  CHECK_STR(check("s: string", "s: yes"), "{\"s\":\"yes\"}");
  CHECK_STR(check("s: string", "s: |\n  one\n  two\n"), "{\"s\":\"one two\"}");
  CHECK_STR(check("s: text", "s: |\n  one\n  two\n"), "{\"s\":\"one\\ntwo\\n\"}");
  CHECK_STR(check("i: integer", "i: '42'"), "{\"i\":42}");
  CHECK_STR(check("d: date", "d: 2024-01-03 10:00 +0800"), "{\"d\":\"2024-01-03T10:00:00+08:00\"}");
  CHECK_STR(check("d: duration", "d: 90m"), "{\"d\":5400}");
  CHECK_STR(check("d: duration", "d: 500ms"), "{\"d\":0.5}");
  CHECK_STR(check("p: path", "p: ./a/b/"), "{\"p\":\"a/b\"}");
  CHECK_STR(check("l: {type: list, of: string, single: true}", "l: one"), "{\"l\":[\"one\"]}");
}

static void defaults_are_filled_in(void) {
  CHECK_STR(
      check("{a: {type: integer, default: 5}, b: {type: record, fields: {c: {type: enum, values: "
            "[x, y], default: y}}}, d: string}",
            ""),
      "{\"a\":5,\"b\":{\"c\":\"y\"}}");
  CHECK_STR(check("a: {type: integer, default: 5}", "a:\n"), "{\"a\":5}");
}

static void wrong_values_name_the_place_and_the_way_out(void) {
  CHECK_STR(
      check("disclaimer: {type: record, fields: {position: {type: enum, values: [top, bottom]}}}",
            "disclaimer:\n  position: botom\n"),
      "2:13 disclaimer.position must be \"top\" or \"bottom\", found \"botom\" | did you mean "
      "\"bottom\"?");
  CHECK_STR(check("tags: {type: list, of: string}", "tags: 42"),
            "1:7 'tags' must be a list of texts, found 42 | write it as [42]");
  CHECK_STR(check("b: boolean", "b: yes"),
            "1:4 'b' must be true or false, found \"yes\" | write true, without "
            "quotes");
  CHECK_STR(check("n: {type: number, min: 0, max: 1}", "n: 1.5"),
            "1:4 'n' must be at most 1, found 1.5");
  CHECK_STR(check("n: number", "n: .nan"), "1:4 'n' must be a number, found .nan");
  CHECK_STR(check("s: {type: string, max: 3}", "s: 你好世界"),
            "1:4 's' must have at most 3 characters, found 4");
  CHECK_STR(check("a: {type: string, required: true}", "{}"), "1:1 'a' is missing: text");
  CHECK_STR(check("p: path", "p: ../x"),
            "1:4 'p' must be a relative path, found \"../x\" | a path cannot leave "
            "its folder: no '..'");
}

static void addresses_are_safe(void) {
  CHECK_STR(check("u: url", "u: 'javascript:alert(1)'"),
            "1:4 'u' must be an http or https address, found "
            "\"javascript:alert(1)\" | only http, https and mailto addresses are allowed");
  CHECK(diags.errors == 1);
  CHECK_STR(check("u: {type: url, relative: true}", "u: \"java\\tscript:x\""),
            "1:4 'u' must be an address or a path, found \"java\tscript:x\"");
  CHECK_STR(check("u: {type: url, relative: true}", "u: //evil.example"),
            "1:4 'u' must be an address or a path, found \"//evil.example\" | begin it with "
            "https:// or one '/'");
  CHECK_STR(check("u: url", "u: https:///x"),
            "1:4 'u' must be an http or https address, found "
            "\"https:///x\" | a host name was expected: https://example.org/");
  CHECK_STR(check("u: {type: url, relative: true}", "u: /a:b/c.png"), "{\"u\":\"/a:b/c.png\"}");
  CHECK_STR(check("u: url", "u: HTTPS://example.org/a?b=c#d"),
            "{\"u\":\"HTTPS://example.org/a?b=c#d\"}");
  CHECK_STR(check("e: email", "e: a@b@c"), "1:4 'e' must be an e-mail address, found \"a@b@c\"");
}

static void all_problems_are_found_at_once(void) {
  CHECK_STR(check("{colour: string, size: integer, when: match}",
                  "color: red\nsize: big\nwhen: {path: []}\nwide: 1\n"),
            "2:7 'size' must be a whole number, found \"big\"\n"
            "3:14 when.path: an empty list never holds\n"
            "1:1 unknown key 'color' | did you mean 'colour'?\n"
            "4:1 unknown key 'wide' | known here: colour, size, when");
}

static void schemas_from_data_are_checked_too(void) {
  CHECK_STR(check("a: strin", ""),
            "1:4 fields.a: there is no type \"strin\" | did you mean \"string\"?");
  CHECK_STR(check("a: {type: integer, mim: 3}", ""),
            "1:20 fields.a: a type has no 'mim' | did you mean 'min'?");
  CHECK_STR(check("a: {type: integer, min: 3, default: 2}", ""),
            "1:37 the default of fields.a must be at least 3, found 2");
  CHECK_STR(check("a: {type: enum}", ""),
            "1:4 fields.a: an enum needs a list of 1 to 63 values | such as "
            "values: [top, bottom]");
}

/* The shape in which a plugin's header comes. */
static void headers_of_plugins_make_schemas(void) {
  CHECK_STR(check("{position: {'@type': enum, '@items': [top, bottom], default: bottom, "
                  "per_article: true}, rules: "
                  "{'@type': list, '@items': [{'@type': record, when: {'@type': match}, doc: "
                  "{'@type': string}}]}}",
                  "rules: [{when: {tag: x}, doc: y}]"),
            "{\"position\":\"bottom\",\"rules\":[{\"when\":{\"tag\":\"x\"},\"doc\":\"y\"}]}");
}

/* -- conditions -- */

static const char row_yaml[] = "{path: articles/opinion/2024/a.md, language: zh-Hans, tags: [Ｏpen "
                               "Data, b], categories: [opinion], "
                               "authors: [{name: Ann}], source: {name: Post, url: "
                               "'https://x.example'}, draft: false, weight: 0, "
                               "extra: {rating: 5, mood: good}}";

static bool holds(const char *condition) {
  const Value *row = parse(row_yaml), *v = parse(condition);
  SchemaContext c = context();
  bool ok = match_check(v, S("when"), &c);
  if (!ok) check_fail(condition, 0, "is refused");
  return ok && match_row(match_compile(&arena, v), &arena, row);
}

static void conditions_hold_or_do_not(void) {
  CHECK(holds("{}"));
  CHECK(holds("path: articles/opinion/**"));
  CHECK(!holds("path: articles/*"));
  CHECK(holds("{language: zh, tag: open data}"));
  CHECK(!holds("{language: zh, tag: closed}"));
  CHECK(!holds("language: z"));
  CHECK(holds("language: [en, zh-Hans]"));
  CHECK(holds("author: Ann"));
  CHECK(holds("source: true"));
  CHECK(holds("sponsored: false"));
  CHECK(!holds("draft: true"));
  CHECK(holds("source.name: Post"));
  CHECK(holds("source: {name: [Mail, Post]}"));
  CHECK(holds("rating: 5"));
  CHECK(holds("extra.mood: good"));
  CHECK(holds("not: {tag: c}"));
  CHECK(!holds("not: [{tag: c}, {tag: b}]"));
  CHECK(holds("any: [{tag: c}, {all: [{tag: b}, {rating: 5}]}]"));
}

static Str refused(const char *condition) {
  const Value *v = parse(condition);
  SchemaContext c = context();
  match_check(v, S("when"), &c);
  return problems();
}

static void wrong_conditions_are_refused(void) {
  CHECK_STR(refused("[a]"),
            "1:1 when: must be a map of conditions | such as { language: en, tag: opinion }");
  CHECK_STR(refused("tag:\n"),
            "1:1 when.tag: the condition is empty | write true or false to ask whether "
            "the field is there");
  CHECK_STR(refused("any: {tag: a}"),
            "1:6 when.any: takes a list of maps of conditions | such as any: [{ tag: a }, "
            "{ language: de }], not: { draft: true }");
  CHECK_STR(refused("langauge: en"),
            "1:1 when.langauge: articles have no field 'langauge' of publish's own | did "
            "you mean 'language'?");
}

static void globs(void) {
  CHECK(glob_match(S("a/*.md"), S("a/b.md")));
  CHECK(!glob_match(S("a/*.md"), S("a/b/c.md")));
  CHECK(glob_match(S("**/*.md"), S("c.md")));
  CHECK(glob_match(S("**/*.md"), S("a/b/c.md")));
  CHECK(glob_match(S("a/**/d"), S("a/d")));
  CHECK(glob_match(S("a/**/d"), S("a/b/c/d")));
  CHECK(!glob_match(S("a/**/d"), S("a/bd")));
  CHECK(glob_match(S("a/**"), S("a/b/c")));
  CHECK(glob_match(S("a/"), S("a/b/c")));
  CHECK(!glob_match(S("a/"), S("ab")));
  CHECK(glob_match(S("a?c"), S("a猫c")));
  CHECK(!glob_match(S("a?c"), S("a/c")));
  CHECK(glob_match(S("a*b**c"), S("aXbY/Zc")));
  CHECK(!glob_match(S(""), S("a")));
  CHECK(glob_problem(S("/a")) != NULL);
  /* No pattern is slow. */
  char pattern[400], path[2000];
  for (size_t i = 0; i < 400; i++) pattern[i] = i % 2 ? 'a' : '*';
  memset(path, 'a', 2000);
  path[1999] = 'b';
  CHECK(!glob_match(str_n(pattern, 400), str_n(path, 2000)));
}

static void done(void) {
  diags_free(&diags);
  arena_free(&arena);
}

CHECKS_MAIN({ "scalars_become_what_the_schema_says", scalars_become_what_the_schema_says },
            { "defaults_are_filled_in", defaults_are_filled_in },
            { "wrong_values_name_the_place_and_the_way_out",
              wrong_values_name_the_place_and_the_way_out },
            { "addresses_are_safe", addresses_are_safe },
            { "all_problems_are_found_at_once", all_problems_are_found_at_once },
            { "schemas_from_data_are_checked_too", schemas_from_data_are_checked_too },
            { "headers_of_plugins_make_schemas", headers_of_plugins_make_schemas },
            { "conditions_hold_or_do_not", conditions_hold_or_do_not },
            { "wrong_conditions_are_refused", wrong_conditions_are_refused }, { "globs", globs },
            { "done", done })
