/* cli_plugin_origin.c -- what is recorded of an added plugin, and what SOURCE means. */
#include "check.h"
#include "cli/plugin_origin.h"
#include "cli/plugin_source.h"

static Arena arena;

static void an_origin_is_read_as_it_was_written(void) {
  const PluginOrigin o = { .source = S("https://example.org/a b.git"),
                           .revision = S("feature/x"),
                           .commit = S("4b825dc642cb6eb9a060e54bf8d69288fbee4904"),
                           .digest = S("9f86d081884c7d659a2feaa0c55ad015"),
                           .api = 1 };
  PluginOrigin back;
  CHECK(origin_read(&back, origin_text(&arena, &o)));
  CHECK(str_eq(back.source, o.source));
  CHECK(str_eq(back.revision, o.revision));
  CHECK(str_eq(back.commit, o.commit));
  CHECK(str_eq(back.digest, o.digest));
  CHECK_INT(back.api, 1);
}

static void what_is_no_origin_is_none(void) {
  PluginOrigin back;
  CHECK(!origin_read(&back, S("")));
  CHECK(!origin_read(&back, S("source: \"x\"\n")));
  CHECK(!origin_read(&back, S("source: x\ndigest: \"9f86d081884c7d659a2feaa0c55ad015\"\n")));
  CHECK(!origin_read(&back, S("source: \"x\ndigest: \"9f86d081884c7d659a2feaa0c55ad015\"\n")));
  CHECK(!origin_read(&back, S("source: \"a\\nb\"\ndigest: \"9f86d081884c7d659a2feaa0c55ad015\"")));
  CHECK(!origin_read(&back, S("source: \"x\"\ndigest: \"short\"\n")));
  CHECK(!origin_read(&back, S("source: \"x\"\ndigest: \"not of 32 digits and letters a-f\"\n")));
  /* The first digits of a commit are shown: it has them all, or there is none. */
  CHECK(origin_read(&back, S("source: \"x\"\ndigest: \"9f86d081884c7d659a2feaa0c55ad015\"\n"
                             "commit: \"a\"\n")));
  CHECK_INT(back.commit.n, 0);
}

static void any_bytes_are_read_without_harm(void) {
  const PluginOrigin o = { .source = S("../x"), .digest = S("9f86d081884c7d659a2feaa0c55ad015") };
  Str good = origin_text(&arena, &o);
  uint32_t seed = 7;
  for (int i = 0; i < 20000; i++) {
    char *bytes = arena_dup(&arena, good.p, good.n);
    for (int k = 0; k < 4; k++) {
      seed = seed * 1664525u + 1013904223u;
      bytes[(seed >> 8) % good.n] = (char)(seed >> 24);
    }
    PluginOrigin back;
    if (origin_read(&back, str_n(bytes, (seed >> 16) % (good.n + 1)))) {
      CHECK(origin_writable(back.source) && origin_writable(back.digest));
      CHECK_INT(back.digest.n, 32);
    }
    if (i % 500 == 0) {
      arena_reset(&arena);
      good = origin_text(&arena, &o);
    }
  }
}

static void a_digest_knows_paths_and_bytes(void) {
  const MemoryFile a[] = { { S("a"), S("bc") }, { S("d"), S("e") } };
  const MemoryFile b[] = { { S("ab"), S("c") }, { S("d"), S("e") } };
  const MemoryFile c[] = { { S("a"), S("bc") }, { S("d"), S("") } };
  Str x = origin_digest(&arena, a, 2);
  CHECK_INT(x.n, 32);
  CHECK(str_eq(x, origin_digest(&arena, a, 2)));
  CHECK(!str_eq(x, origin_digest(&arena, b, 2)));
  CHECK(!str_eq(x, origin_digest(&arena, c, 2)));
  CHECK(!str_eq(x, origin_digest(&arena, a, 1)));
}

static void sources_say_what_they_mean(void) {
  static const struct {
    const char *text, *place, *revision;
    bool remote;
  } rows[] = {
    { "https://h/x.git@v1", "https://h/x.git", "v1", true },
    { "https://me@h/x@feature/y", "https://me@h/x", "feature/y", true },
    { "https://h/@scope/x@v1", "https://h/@scope/x", "v1", true },
    { "ssh://git@h:22/x@v1", "ssh://git@h:22/x", "v1", true },
    { "git@h:o/x.git@v1", "git@h:o/x.git", "v1", true },
    { "git@h:x@v1", "git@h:x", "v1", true },
    { "file:///s/x@v1", "file:///s/x", "v1", true },
    { "src", "src", "", false },
    { "src@v1", "src", "v1", false },
    { "src@a/b", "src", "a/b", false },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    PluginSpec spec;
    Diags d = { 0 };
    bool ok = plugin_spec(&spec, str_c(rows[i].text), &arena, &d);
    CHECK(ok);
    if (ok) {
      CHECK_STR(spec.place, rows[i].place);
      CHECK_STR(spec.revision, rows[i].revision);
      CHECK(spec.remote == rows[i].remote);
    }
    diags_free(&d);
  }
}

static void sources_that_mean_nothing_are_refused(void) {
  static const char *const rows[] = { "https://h/x.git",
                                      "https://me@h/x.git",
                                      "git@h:x",
                                      "http://h/x@v1",
                                      "ext::sh@v1",
                                      "https://a:b@h/x@v1",
                                      "nowhere",
                                      "nowhere@v1",
                                      "https://h@v1",
                                      "src@",
                                      "@",
                                      "",
                                      "https://h/x\"@v1" };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    PluginSpec spec;
    Diags d = { 0 };
    CHECK(!plugin_spec(&spec, str_c(rows[i]), &arena, &d));
    CHECK_INT(d.count, 1);
    CHECK_INT(diags_status(&d), EXIT_USAGE);
    diags_free(&d);
  }
}

static void names(void) {
  CHECK(plugin_name_fits(S("word-count2")));
  CHECK(!plugin_name_fits(S("")));
  CHECK(!plugin_name_fits(S("-x")));
  CHECK(!plugin_name_fits(S("..")));
  CHECK(!plugin_name_fits(S("A")));
  CHECK(!plugin_name_fits(S("a/b")));
  CHECK(!plugin_name_fits(S("a234567890123456789012345678901234567890x")));
}

CHECKS_MAIN({ "an origin is read as it was written", an_origin_is_read_as_it_was_written },
            { "what is no origin is none", what_is_no_origin_is_none },
            { "any bytes are read without harm", any_bytes_are_read_without_harm },
            { "a digest knows paths and bytes", a_digest_knows_paths_and_bytes },
            { "sources say what they mean", sources_say_what_they_mean },
            { "sources that mean nothing are refused", sources_that_mean_nothing_are_refused },
            { "names", names })
