/* cli_explain.c -- what `publish explain` tells of a page is what a build records of it. */
#include "build/inspect.h"
#include "check.h"
#include "cli/memory_site.h"

#define FILE_OF(path, text)                                                                        \
  {                                                                                                \
    { path, sizeof(path) - 1 }, {                                                                  \
      text, sizeof(text) - 1                                                                       \
    }                                                                                              \
  }
static const MemoryFile files[] = {
  FILE_OF("publish.yaml",
          "title: Site\nurl: https://example.org/\npermalink: /:slug/\n"
          "plugins:\n  - disclaimer: { rules: [{ when: { tag: tea }, notice: n }] }\n"),
  FILE_OF("notices/n.en.md", "A notice.\n"),
  FILE_OF("data/authors.yaml", "ann: { name: Ann Lee, bio: Writes. }\n"),
  FILE_OF("articles/one.md", "---\ntitle: One\ndate: 2024-01-01\nauthor: ann\ntags: [tea]\n---\n"
                             "Tea and rivers, see [two](two.md).\n"),
  FILE_OF("articles/two.md",
          "---\ntitle: Two\ndate: 2024-01-02\ntags: [tea]\n---\nRivers and tea.\n"),
  FILE_OF("articles/three.md", "---\ntitle: 三\ndate: 2024-01-03\n---\n河流与茶。\n"),
};

static bool listed(const Value *list, const Read *read) {
  for (size_t i = 0; i < value_count(list); i++) {
    const Value *one = value_at(list, i);
    if (str_eqc(value_strc(one, "kind"), read_kind_name(read->kind)) &&
        str_eq(value_strc(one, "key"), read->key))
      return true;
  }
  return false;
}

/* The page's reads as a whole build keeps them, against those that inspecting it tells. */
static void compare(const char *job, const char *page) {
  Diags d = { 0 };
  Store store = { 0 };
  MemorySite whole, one;
  CHECK(memory_site_open(&whole, files, sizeof files / sizeof *files, &d));
  whole.build.fresh = &store;
  whole.build.workers = 1;
  CHECK(memory_site_build(&whole, BUILD_ALL, &d));
  Str bytes, frame;
  CHECK(store_get(&store, str_c(job), &bytes, &frame));
  Reads reads = { 0 };
  Reader in = { bytes, false };
  CHECK(reads_read(&reads, &in));

  CHECK(memory_site_open(&one, files, sizeof files / sizeof *files, &d));
  one.build.inspect = str_c(page);
  one.build.workers = 1;
  CHECK(memory_site_build(&one, BUILD_PLAN, &d));
  const Value *told = value_getc(one.result.inspected, "reads");
  CHECK(reads.count > 20);
  CHECK_INT((long)value_count(told), (long)reads.count);
  for (size_t i = 0; i < reads.count; i++) CHECK(listed(told, &reads.items[i]));
  CHECK_INT((long)d.errors, 0);
  reads_free(&reads);
  memory_site_close(&whole);
  memory_site_close(&one);
  store_free(&store);
  diags_free(&d);
}

static void an_article(void) {
  compare("page articles/one.md", "articles/one.md");
  compare("page articles/three.md", "/three/");
}

static void a_list(void) {
  compare("page /", "/");
}

/* Somebody else's address is no page of this site, whatever its path. */
static void another_site(void) {
  Diags d = { 0 };
  MemorySite s;
  Arena a = { 0 };
  CHECK(memory_site_open(&s, files, sizeof files / sizeof *files, &d));
  s.build.inspect = S("https://elsewhere.example/one/");
  CHECK(memory_site_build(&s, BUILD_PLAN, &d));
  CHECK(!s.result.inspected);
  CHECK_STR(build_no_page(&s.result, s.build.inspect, &a),
            "it is an address of another site; this one is at https://example.org");
  arena_free(&a);
  memory_site_close(&s);
  diags_free(&d);
}

CHECKS_MAIN({ "an article: every read, and no other", an_article },
            { "a list: every read, and no other", a_list },
            { "an address of another site", another_site })
