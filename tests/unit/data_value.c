/* Values: order, digests, the binary form against damage, dates and JSON. */
#include "check.h"

#include "data/date.h"
#include "data/json.h"
#include "data/yaml.h"

static Arena arena;
static Diags diags;

static const Value *value(const char *yaml) {
  Source source = { S("t"), str_c(yaml) };
  const Value *v = NULL;
  CHECK(yaml_parse(&v, &arena, &source, 0, source.text.n, &diags));
  return v;
}

static void digest_ignores_order_of_keys_and_places(void) {
  CHECK(digest_eq(value_digest(value("{a: 1, b: [x]}")), value_digest(value("b:\n- x\na: 1\n"))));
  CHECK(!digest_eq(value_digest(value("[a, b]")), value_digest(value("[b, a]"))));
  CHECK(!digest_eq(value_digest(value("'1'")), value_digest(value("1"))));
  CHECK(!digest_eq(value_digest(value("[[a], []]")), value_digest(value("[[], [a]]"))));
}

static void maps_keep_their_order_and_replace_in_place(void) {
  MapBuilder b = map_from(&arena, value("{z: 1, a: 2}"));
  mapb_putc(&b, "z", value("3"));
  mapb_putc(&b, "m", value("4"));
  const Value *v = map_end(&b, (Span){ 0 });
  Buf out = { 0 };
  json_write(&out, v, false);
  CHECK_STR(buf_view(&out), "{\"z\":3,\"a\":2,\"m\":4}");
  buf_free(&out);
  CHECK_INT(value_int(value_getc(v, "m"), 0), 4);
  CHECK(value_getc(v, "nothing") == NULL);
  CHECK(value_getc(NULL, "a") == NULL);
}

static void binary_form_comes_back_equal_and_survives_damage(void) {
  const Value *v = value("{title: A, tags: [x, 2, 3.5, true, ~], more: {deep: {er: 'y'}}}");
  Buf b = { 0 };
  value_encode(&b, v);
  Reader r = { buf_view(&b), false };
  const Value *back = value_decode(&arena, &r);
  CHECK(!r.bad && r.rest.n == 0);
  CHECK(value_eq(v, back));
  CHECK_INT(value_getc(back, "tags")->span.offset, value_getc(v, "tags")->span.offset);
  for (size_t cut = 0; cut < b.n; cut++) {
    Reader part = { str_n(b.p, cut), false };
    CHECK(value_decode(&arena, &part) == NULL);
  }
  unsigned state = 1;
  for (int round = 0; round < 20000; round++) {
    char *copy = mem_alloc(b.n);
    memcpy(copy, b.p, b.n);
    for (int k = 0; k < 3; k++) {
      state = state * 1103515245u + 12345u;
      copy[(state >> 8) % b.n] = (char)(state >> 24);
    }
    Arena a = { 0 };
    Reader damaged = { str_n(copy, b.n), false };
    value_digest(value_decode(&a, &damaged));
    arena_free(&a);
    free(copy);
  }
  buf_free(&b);
}

static void json_can_stand_in_a_script(void) {
  Buf b = { 0 };
  json_write(&b, value("['</script>&', \"a\\tb\\\"\\\\\", .nan]"), true);
  CHECK_STR(buf_view(&b), "[\"\\u003c/script\\u003e\\u0026\",\"a\\tb\\\"\\\\\",null]");
  buf_free(&b);
}

/* The date as RFC 3339, or what is wrong with it. */
static Str date(const char *text) {
  Date d = { 0 };
  const char *problem = date_parse(&d, &arena, str_c(text), NULL);
  return problem ? str_c(problem) : date_text(&arena, d);
}

static void dates_that_are_accepted(void) {
  CHECK_STR(date("2024-01-03"), "2024-01-03");
  CHECK_STR(date("2024-02-29T23:59:60Z"), "2024-02-29T23:59:59Z");
  CHECK_STR(date("2024-01-03 10:00"), "2024-01-03T10:00:00Z");
  CHECK_STR(date("2024-01-03 9:00:30.25 +0800"), "2024-01-03T09:00:30+08:00");
  CHECK_STR(date("2024-01-03T10:00:00-03:30"), "2024-01-03T10:00:00-03:30");
  CHECK_STR(date("2015-03-17 14:00:00 -4"), "2015-03-17T14:00:00-04:00");
  CHECK_STR(date("1969-12-31 23:59:59 UTC"), "1969-12-31T23:59:59Z");
  CHECK_STR(date(" 9999-12-31 "), "9999-12-31");
}

static void dates_that_are_refused(void) {
  CHECK_STR(date("2023-02-29"), "2023-02 has no day 29");
  CHECK_STR(date("2024-13-01"), "there is no month 13");
  CHECK_STR(date("2024-1-2"), "\"2024-1-2\" is not a date");
  CHECK_STR(date("2024-01-02T25:00:00Z"), "there is no time 25:00:00");
  CHECK_STR(date("2024-01-02T10:00:00+19:00"),
            "'+19:00' is not a zone: write Z or an offset like +08:00");
  CHECK_STR(date("2024-01-02 soon"), "behind the day a time like 10:00 was expected");
  CHECK_STR(date(""), "\"\" is not a date");
  CHECK_STR(date("20240102"), "\"20240102\" is not a date");
}

static int64_t half_past_five(void *context, const Civil *local, int32_t *offset) {
  (void)context;
  *offset = 19800;
  return civil_seconds(local, *offset);
}

static Str meant(const char *text) {
  return date_meant(&arena, str_c(text));
}

static void dates_that_others_accept_are_put_right(void) {
  CHECK_STR(meant("2013-05-1"), "2013-05-01");
  CHECK_STR(meant("2013/5/1 9:5"), "2013-05-01 09:05:00");
  CHECK_STR(meant("2017-02-10 12:30:5 +01:00"), "2017-02-10 12:30:05 +01:00");
  CHECK_STR(meant("3 Sep 2021"), "2021-09-03");
  CHECK_STR(meant("September 3rd, 2021 11:21 PM"), "2021-09-03 23:21:00");
  CHECK_STR(meant("Fri Sep  3 11:21:31 CEST 2021"), "2021-09-03 11:21:31 +02:00");
  CHECK_STR(meant("2021年9月3日"), "2021-09-03");
  CHECK_STR(meant("1/2/2024"), ""); /* which is the month? */
  CHECK_STR(meant("24-01-03"), "");
  CHECK_STR(meant("2024-02-30"), "");
  CHECK_STR(meant("2024"), "");
  CHECK_STR(meant("soon"), "");
  CHECK_STR(meant("20240102"), "");
  CHECK_STR(str_c(date_help(&arena, S("2013-05-1"))), "write 2013-05-01");
  CHECK(date_help(&arena, S("soon")) == date_forms);
}

static void a_date_without_a_zone_takes_the_given_one(void) {
  DateZone zone = { half_past_five, NULL };
  Date d = { 0 };
  CHECK(date_parse(&d, &arena, S("2024-01-03 10:00"), &zone) == NULL);
  CHECK_STR(date_text(&arena, d), "2024-01-03T10:00:00+05:30");
  CHECK(date_parse(&d, &arena, S("2024-01-03 10:00Z"), &zone) == NULL);
  CHECK_INT(d.offset, 0);
}

static void done(void) {
  diags_free(&diags);
  arena_free(&arena);
}

CHECKS_MAIN({ "digest_ignores_order_of_keys_and_places", digest_ignores_order_of_keys_and_places },
            { "maps_keep_their_order_and_replace_in_place",
              maps_keep_their_order_and_replace_in_place },
            { "binary_form_comes_back_equal_and_survives_damage",
              binary_form_comes_back_equal_and_survives_damage },
            { "json_can_stand_in_a_script", json_can_stand_in_a_script },
            { "dates_that_are_accepted", dates_that_are_accepted },
            { "dates_that_are_refused", dates_that_are_refused },
            { "dates_that_others_accept_are_put_right", dates_that_others_accept_are_put_right },
            { "a_date_without_a_zone_takes_the_given_one",
              a_date_without_a_zone_takes_the_given_one },
            { "done", done })
