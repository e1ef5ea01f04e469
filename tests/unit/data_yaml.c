/* YAML: what scalars become, what is refused and in which words, and that spans
 * are byte offsets into the source. */
#include "check.h"

#include "data/json.h"
#include "data/yaml.h"

static Arena arena;
static Diags diags;

/* As JSON, or the first error as LINE:COL: MESSAGE | HELP. */
static Str read_yaml(const char *text, size_t length) {
  diags_free(&diags);
  Source source = { S("t.yaml"), str_n(text, length) };
  const Value *v = NULL;
  if (!yaml_parse(&v, &arena, &source, 0, length, &diags)) {
    const Diag *r = &diags.items[0];
    return arena_printf(&arena, "%u:%u: %.*s | %.*s", r->line, r->col, STR(r->message),
                        STR(r->help));
  }
  CHECK_INT(diags.count, 0);
  Buf b = { 0 };
  json_write(&b, v, false);
  Str out = buf_dup(&b, &arena);
  buf_free(&b);
  return out;
}
#define YAML(text) read_yaml(text, sizeof(text) - 1)

static void scalars_follow_the_core_schema(void) {
  CHECK_STR(YAML("[null, ~, true, False, 12, -7, 0x1F, 0o17, 1.5, 1e3, .5]"),
            "[null,null,true,false,12,-7,31,15,1.5,1000,0.5]");
  CHECK_STR(YAML("[yes, no, on, off, 12:30:45, 2024-01-03, 1_000, 0b1, '12', \"true\"]"),
            "[\"yes\",\"no\",\"on\",\"off\",\"12:30:45\",\"2024-01-03\",\"1_000\",\"0b1\",\"12\","
            "\"true\"]");
  CHECK_STR(YAML("[99999999999999999999, ., -, e5]"),
            "[\"99999999999999999999\",\".\",\"-\",\"e5\"]");
  CHECK_STR(YAML("a: ! 12"), "{\"a\":\"12\"}");
}

static void source_text_of_scalars_is_kept(void) {
  Source source = { S("t.yaml"), S("a: 0123\nb: .INF\n") };
  const Value *v = NULL;
  CHECK(yaml_parse(&v, &arena, &source, 0, source.text.n, &diags));
  CHECK_INT(value_int(value_getc(v, "a"), 0), 123);
  CHECK_STR(value_str(value_getc(v, "a"), &arena), "0123");
  CHECK_STR(value_str(value_getc(v, "b"), &arena), ".INF");
}

static void empty_texts_are_null(void) {
  CHECK_STR(YAML(""), "null");
  CHECK_STR(YAML("\n# only a remark\n"), "null");
  CHECK_STR(YAML("\xEF\xBB\xBF"
                 "a: 1"),
            "{\"a\":1}");
}

static void blocks_and_long_texts(void) {
  CHECK_STR(YAML("a: |\n  one\n  two\nb: >\n  one\n  two\nc:\n- x\n- y: 1\n  z: 2\n"),
            "{\"a\":\"one\\ntwo\\n\",\"b\":\"one two\\n\",\"c\":[\"x\",{\"y\":1,\"z\":2}]}");
}

static void unicode_line_separators_are_text(void) {
  CHECK_STR(YAML("a: x\xC2\x85y\xE2\x80\xA8z\xE2\x80\xA9w\nb: 1\n"),
            "{\"a\":\"x\xC2\x85y\xE2\x80\xA8z\xE2\x80\xA9w\",\"b\":1}");
}

static void refusals_say_what_to_do(void) {
  CHECK_STR(YAML("title: A: B\n"),
            "1:9: a ':' inside a text without quotes | put the text into quotes: title: \"A: B\"");
  CHECK_STR(YAML("title: say \"A\": B\n"),
            "1:15: a ':' inside a text without quotes | put the text "
            "into quotes: title: \"say \\\"A\\\": B\"");
  CHECK_STR(YAML("a: 1\nb: 2\na: 3\n"),
            "3:1: the key 'a' occurs twice: first in line 1 | keep one of the two");
  CHECK_STR(YAML("a: *bold* text\n"),
            "1:4: a text without quotes cannot begin with '*' | put the text into quotes");
  CHECK_STR(YAML("a: *bold\n"),
            "1:4: aliases (*name) are not supported | write the value out; a text "
            "that begins with * needs quotes");
  CHECK_STR(YAML("a: [1, 2\nb: 3\n"),
            "1:4: this '[' is not closed, or a ',' is missing behind it | close it "
            "with ']'; noticed in line 2");
  CHECK_STR(YAML("a:\n\tb: 1\n"), "2:1: a tab cannot indent YAML | indent with blanks");
  CHECK_STR(YAML("a: \"x\nb: 1\n"),
            "1:4: the quote that opens here is never closed | close it with \"");
  CHECK_STR(YAML("a: \"\\q\"\n"),
            "1:5: an unknown escape in a text in double quotes | write \\\\ for a "
            "backslash, or put the text into single quotes");
  CHECK_STR(YAML("a: - b\n"),
            "1:4: a list cannot begin with '-' in the line of its key | begin the list in "
            "the next line, or write [a, b]");
  CHECK_STR(YAML("a: 1\nword\nb: 2\n"),
            "2:1: a ':' is missing behind this key | write name: value; further "
            "lines of a text are indented deeper than its key");
  CHECK_STR(YAML("a: 1\n---\nb: 2\n"), "2:1: a second document begins here | keep one");
  CHECK_STR(YAML("<<: {a: 1}\n"), "1:1: merge keys (<<) are not supported | write the keys out");
  CHECK_STR(YAML("? \n: 1\n"), "1:2: a key is missing here | write a name in front of ':'");
  CHECK_STR(YAML("[a, b]: 1\n"),
            "1:1: a key must be a name, found a list | put the key into quotes if it is text");
  CHECK_STR(YAML("a: \"x\\0y\"\n"),
            "1:4: an escape in this text makes the control character U+0000 | remove the escape");
  CHECK_STR(YAML("a: x\x01y\n"), "1:5: the control character U+0001 at byte 4 | remove it");
  CHECK_STR(YAML("a: x\xFFy\n"), "1:5: byte 4 (0xFF) is not UTF-8 | save the file as UTF-8");
}

static void places_count_characters_after_any_line_end(void) {
  CHECK_STR(YAML("a: |\r\n  x\r\n  y\r\nb: é: x\r\n"),
            "4:5: a ':' inside a text without quotes | put the text into quotes: b: \"é: x\"");
  CHECK_STR(YAML("a: 1\rb: 2\ra: 3\r"),
            "3:1: the key 'a' occurs twice: first in line 1 | keep one of the two");
}

static void spans_are_bytes_of_the_source(void) {
  Source source = { S("t.md"), S("---\ntags: [猫, \"b c\"]\nlast: 1\n---\n") };
  const Value *v = NULL;
  CHECK(yaml_parse(&v, &arena, &source, 4, source.text.n - 8, &diags));
  const Value *tags = value_getc(v, "tags"), *second = value_at(tags, 1);
  CHECK_STR(str_sub(source.text, tags->span.offset, tags->span.offset + tags->span.length),
            "[猫, \"b c\"]");
  CHECK_STR(str_sub(source.text, second->span.offset, second->span.offset + second->span.length),
            "\"b c\"");
  Span key = value_field(v, S("last"))->key_span;
  CHECK_STR(str_sub(source.text, key.offset, key.offset + key.length), "last");
}

static void large_maps_find_their_duplicates(void) {
  Buf b = { 0 };
  for (int i = 0; i < 5000; i++) buf_printf(&b, "k%d: %d\n", i, i);
  buf_c(&b, "k4711: again\n");
  Str got = read_yaml(b.p, b.n);
  CHECK(str_starts(got, S("5001:1: the key 'k4711' occurs twice: first in line 4712")));
  buf_free(&b);
}

/* Whatever the bytes: a value or one error, and no crash. */
static void damaged_texts_end_in_one_error(void) {
  static const char seed[] =
      "a: [1, {b: \"x\\n\", c: 'd'}]\ne: |\n  text\nf: &g *h\n? i\n: !j k\n%l\n--- >-\n";
  unsigned state = 12345;
  for (int round = 0; round < 20000; round++) {
    char text[sizeof seed];
    memcpy(text, seed, sizeof seed);
    for (int k = 0; k < 4; k++) {
      state = state * 1103515245u + 12345u;
      text[(state >> 8) % (sizeof seed - 1)] =
          (char)"[]{}:,-?&*!|>'\"%@`#\n\t \\a\r\xC2\x85"[(state >> 20) % 27];
    }
    Arena a = { 0 };
    Diags d = { 0 };
    Source source = { S("t"), str_n(text, sizeof seed - 1) };
    const Value *v = NULL;
    bool ok = yaml_parse(&v, &a, &source, 0, source.text.n, &d);
    if (ok != (d.count == 0) || d.count > 1) check_fail(text, round, "result and errors disagree");
    diags_free(&d);
    arena_free(&a);
  }
}

static void done(void) {
  diags_free(&diags);
  arena_free(&arena);
}

CHECKS_MAIN({ "scalars_follow_the_core_schema", scalars_follow_the_core_schema },
            { "source_text_of_scalars_is_kept", source_text_of_scalars_is_kept },
            { "empty_texts_are_null", empty_texts_are_null },
            { "blocks_and_long_texts", blocks_and_long_texts },
            { "unicode_line_separators_are_text", unicode_line_separators_are_text },
            { "refusals_say_what_to_do", refusals_say_what_to_do },
            { "places_count_characters_after_any_line_end",
              places_count_characters_after_any_line_end },
            { "spans_are_bytes_of_the_source", spans_are_bytes_of_the_source },
            { "large_maps_find_their_duplicates", large_maps_find_their_duplicates },
            { "damaged_texts_end_in_one_error", damaged_texts_end_in_one_error }, { "done", done })
