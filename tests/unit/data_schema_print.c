/* A schema as manual, YAML sample and JSON Schema, type by type. */
#include "check.h"

#include "data/schema_print.h"
#include "data/yaml.h"

static Arena arena;
static Diags diags;
static Source source;

/* The record that `spec`, a map NAME: TYPE, describes. */
static const Schema *schema_from(const char *spec) {
  const Value *v = NULL;
  const Schema *s = NULL;
  source = (Source){ S("spec"), str_c(spec) };
  const SchemaContext c = {
    .arena = &arena, .diags = &diags, .source = &source, .code = P_SETTING, .unknown = P_SETTING
  };
  CHECK(yaml_parse(&v, &arena, &source, 0, source.text.n, &diags));
  CHECK(schema_of_fields(&s, v, S("fields"), &c));
  return s;
}

static Str kept(Buf *b) {
  Str out = buf_dup(b, &arena);
  buf_free(b);
  return out;
}

static Str manual(const char *spec) {
  Buf b = { 0 };
  schema_print(&b, schema_from(spec));
  return kept(&b);
}

static Str sample(const char *spec) {
  Buf b = { 0 };
  schema_print_sample(&b, schema_from(spec), 0);
  return kept(&b);
}

/* The subschema of field `a` alone, as it stands in the properties of the record. */
static Str json(const char *spec) {
  Buf b = { 0 };
  schema_json(&b, schema_from(spec), NULL, 0);
  Str all = kept(&b);
  const Str head = S("{\"type\":[\"object\",\"null\"],\"properties\":{\"a\":");
  const Str tail = S("},\"additionalProperties\":false}");
  CHECK(str_starts(all, head) && str_ends(all, tail));
  return str_sub(all, head.n, all.n - tail.n);
}

static void manual_says_all_of_a_field(void) {
  CHECK_STR(manual("a: {type: integer, min: 1, max: 9, default: 5, doc: How many}"),
            "a: a whole number, at least 1, at most 9, default 5\n    How many\n");
  CHECK_STR(manual("a: {type: string, min: 2, required: true, per_article: true}"),
            "a: text, at least 2 characters, required, may be set per article\n");
  CHECK_STR(manual("a: {type: enum, values: [top, bottom], default: top}"),
            "a: \"top\" or \"bottom\", default top\n");
  CHECK_STR(manual("a: {type: duration, min: 60, default: 15m}"),
            "a: a duration such as 90s, 15m or 2h, at least 60 seconds, default 15m\n");
  CHECK_STR(manual("a: {type: enum, values: [\"x\\ny\", 'c\"d']}"), "a: \"x\\ny\" or \"c\\\"d\"\n");
  CHECK_STR(manual("a: {type: list, of: {type: enum, values: [x, y]}, max: 3, default: [x]}"),
            "a: a list of \"x\" or \"y\", at most 3 items, default [\"x\"]\n");
  CHECK_STR(manual("a: {type: list, of: string, single: true}"),
            "a: a list of texts, or one item\n");
}

static void manual_goes_into_records(void) {
  CHECK_STR(manual("a: {type: record, fields: {b: {type: boolean, default: true}}}"),
            "a: a map (name: value)\na.b: true or false, default true\n");
  CHECK_STR(manual("a: {type: list, of: {type: record, fields: {b: url}}}"),
            "a: a list of maps\na[].b: an http or https address\n");
  CHECK_STR(manual("a: {type: map, of: {type: record, fields: {b: email}}}"),
            "a: a map (name: value)\na.NAME.b: an e-mail address\n");
}

static void manual_wraps_its_lines(void) {
  Str text =
      manual("a: {type: string, doc: 'one two three four five six seven eight nine ten eleven "
             "twelve thirteen fourteen fifteen sixteen'}");
  CHECK_STR(text, "a: text\n    one two three four five six seven eight nine ten eleven twelve "
                  "thirteen\n    fourteen fifteen sixteen\n");
}

static void samples_stand_at_the_default(void) {
  CHECK_STR(sample("a: {type: integer, default: 5, doc: How many}"),
            "# # How many\n# # (a whole number)\n# a: 5\n");
  CHECK_STR(sample("a: {type: string, default: 'yes'}"), "# # (text)\n# a: \"yes\"\n");
  CHECK_STR(sample("a: {type: string, default: plain words}"), "# # (text)\n# a: plain words\n");
  CHECK_STR(sample("a: {type: string, default: 'a: b'}"), "# # (text)\n# a: \"a: b\"\n");
  CHECK_STR(sample("a: {type: text, default: \"x\\ny\"}"), "# # (text)\n# a: \"x\\ny\"\n");
  CHECK_STR(sample("a: {type: duration, default: 90m}"),
            "# # (a duration such as 90s, 15m or 2h)\n# a: 90m\n");
  CHECK_STR(sample("a: string"), "# # (text)\n# a:\n");
  CHECK_STR(sample("a: {type: list, of: string}"), "# # (a list of texts)\n# a: []\n");
  CHECK_STR(sample("a: {type: record, fields: {b: {type: boolean, default: true}}}"),
            "# # (a map (name: value))\n# a:\n#   # (true or false)\n#   b: true\n");
  CHECK_STR(sample("1a: {type: integer, default: 1}"), "# # (a whole number)\n# \"1a\": 1\n");
}

static void samples_have_examples_where_they_must(void) {
  CHECK_STR(sample("a: {type: string, required: true, min: 6}"),
            "# # (text, at least 6, required)\n# a: \"textte\"\n");
  CHECK_STR(sample("a: {type: date, required: true}"), "# # (a date, required)\n# a: 2024-01-31\n");
  CHECK_STR(sample("a: {type: list, of: integer, min: 2, required: true}"),
            "# # (a list of numbers, at least 2, required)\n# a: [1, 1]\n");
  CHECK_STR(sample("a: {type: enum, values: ['1', b], required: true}"),
            "# # (\"1\" or \"b\", required)\n# a: \"1\"\n");
}

static void json_of_scalars(void) {
  CHECK_STR(json("a: {type: string, min: 1, max: 9, doc: A word}"),
            "{\"description\":\"A word\",\"type\":[\"string\",\"number\",\"boolean\",\"null\"],"
            "\"minLength\":1,\"maxLength\":9}");
  CHECK_STR(json("a: {type: boolean, default: true}"),
            "{\"default\":true,\"type\":[\"boolean\",\"null\"]}");
  CHECK_STR(json("a: {type: boolean, null: false}"), "{\"type\":[\"boolean\"]}");
  CHECK_STR(json("a: {type: integer, min: 0, default: 3}"),
            "{\"default\":3,\"type\":[\"integer\",\"string\",\"null\"],\"minimum\":0,"
            "\"pattern\":\"^\\\\s*[-+]?[0-9]+\\\\s*$\"}");
  CHECK_STR(json("a: {type: enum, values: [on, '1', 'true']}"),
            "{\"enum\":[\"on\",\"1\",1,\"true\",true,null]}");
  CHECK_STR(json("a: any"), "{}");
  CHECK(str_starts(json("a: {type: duration, default: 1h}"), S("{\"default\":\"1h\",")));
}

static void json_of_containers(void) {
  CHECK_STR(json("a: {type: list, of: boolean, max: 3}"),
            "{\"default\":[],\"type\":[\"array\",\"null\"],\"items\":{\"type\":[\"boolean\"]},"
            "\"maxItems\":3}");
  CHECK_STR(json("a: {type: list, of: boolean, single: true}"),
            "{\"default\":[],\"anyOf\":[{\"type\":[\"array\",\"null\"],\"items\":{\"type\":"
            "[\"boolean\"]}},{\"type\":[\"boolean\"]}]}");
  CHECK_STR(json("a: {type: map, of: boolean}"),
            "{\"default\":{},\"type\":[\"object\",\"null\"],\"additionalProperties\":{\"type\":"
            "[\"boolean\",\"null\"]}}");
  CHECK_STR(json("a: {type: record, open: true, fields: {b: boolean}}"),
            "{\"type\":[\"object\",\"null\"],\"properties\":{\"b\":{\"type\":[\"boolean\","
            "\"null\"]}}}");
  CHECK_STR(json("a: match"),
            "{\"anyOf\":[{\"$ref\":\"#/definitions/match\"},{\"type\":\"null\"}]}");
}

static void json_of_names_and_shorthands(void) {
  static const char *const also[] = { "b", NULL };
  static const Schema field = {
    .name = "a", .type = SCHEMA_BOOLEAN, .required = true, .aliases = also
  };
  static const Schema record = {
    .name = "", .type = SCHEMA_RECORD, .scalar = "a", .fields = &field, .field_count = 1
  };
  static const Schema plain = {
    .name = "", .type = SCHEMA_RECORD, .fields = &field, .field_count = 1
  };
  Buf b = { 0 };
  schema_json(&b, &plain, NULL, 0);
  CHECK_STR(kept(&b),
            "{\"type\":[\"object\"],\"properties\":{\"a\":{\"description\":\"also: b\",\"type\":"
            "[\"boolean\"]},\"b\":{\"description\":\"the same as a\",\"doNotSuggest\":true,"
            "\"type\":[\"boolean\"]}},\"allOf\":[{\"anyOf\":[{\"required\":[\"a\"]},{\"required\":"
            "[\"b\"]}]}],\"additionalProperties\":false}");
  schema_json(&b, &record, NULL, 0);
  CHECK(str_starts(buf_view(&b), S("{\"anyOf\":[{\"type\":[\"boolean\"]},{\"type\":[\"object\"]")));
  buf_free(&b);
  const SchemaPart part = { "a", S("{\"const\":1}") };
  schema_json(&b, &plain, &part, 1);
  CHECK(str_find(buf_view(&b), S("\"b\":{\"description\":\"the same as a\",\"doNotSuggest\":true,"
                                 "\"allOf\":[{\"const\":1}]}")) > 0);
  buf_free(&b);
}

static void documents_are_json(void) {
  Buf b = { 0 }, one = { 0 };
  schema_json(&one, schema_from("a: {type: match, doc: 'quotes \" and \\ and {[,:'}"), NULL, 0);
  schema_json_document(&b, "a \"title\"", buf_view(&one), S("\"more\":{}"));
  CHECK(str_starts(buf_view(&b),
                   S("{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n  \"title\": "
                     "\"a \\\"title\\\"\",\n")));
  const Value *v = NULL;
  const Source text = { S("schema.json"), buf_view(&b) };
  CHECK(yaml_parse(&v, &arena, &text, 0, text.text.n, &diags)); /* JSON is YAML */
  CHECK_STR(value_str(value_path(v, "properties.a.description"), &arena),
            "quotes \" and \\ and {[,:");
  CHECK(value_path(v, "definitions.match") && value_path(v, "definitions.more"));
  buf_free(&b);
  buf_free(&one);
}

static void done(void) {
  CHECK_INT(diags.count, 0);
  diags_free(&diags);
  arena_free(&arena);
}

CHECKS_MAIN({ "manual_says_all_of_a_field", manual_says_all_of_a_field },
            { "manual_goes_into_records", manual_goes_into_records },
            { "manual_wraps_its_lines", manual_wraps_its_lines },
            { "samples_stand_at_the_default", samples_stand_at_the_default },
            { "samples_have_examples_where_they_must", samples_have_examples_where_they_must },
            { "json_of_scalars", json_of_scalars }, { "json_of_containers", json_of_containers },
            { "json_of_names_and_shorthands", json_of_names_and_shorthands },
            { "documents_are_json", documents_are_json }, { "done", done })
