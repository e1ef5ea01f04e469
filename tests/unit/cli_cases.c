/* cli_cases.c -- test cases of plugins: what is one, what comes of it, and that the checks
 * which every case gets for free do find something. */
#include "check.h"
#include "cli/case_check.h"
#include "cli/plugin_files.h"

#define PLUGIN                                                                                     \
  "local P = publish.plugin { name = \"p\", version = \"1.0.0\", api = 1,\n"                       \
  "  options = { word = publish.string { default = \"end\" } } }\n"                                \
  "function P.scan(article, doc) return { words = text.count(doc, article.language) } end\n"       \
  "function P.page(page, site)\n"                                                                  \
  "  return { footer = html.p { P.options.word, \" \", page.article.facts.p.words } }\n"           \
  "end\n"                                                                                          \
  "return P\n"

static const MemoryFile plugin[] = { { { "plugins/p/init.lua", 18 },
                                       { PLUGIN, sizeof PLUGIN - 1 } } };
static const CaseBench bench = { .plugin = { "p", 1 }, .files = plugin, .count = 1 };

static MemoryFile file(const char *path, const char *bytes) {
  return (MemoryFile){ str_c(path), str_c(bytes) };
}

static TestCases read_files(Arena *a, const MemoryFile *files, size_t count) {
  return cases_read(a, files, count, S("tests"), S("AGAIN"));
}

static bool says(Str text, const char *part) {
  bool found = str_find(text, str_c(part)) >= 0;
  if (!found) printf("  not said: %s\n  in: %.*s\n", part, STR(text));
  return found;
}

static void folders_are_cases(void) {
  Arena a = { 0 };
  const MemoryFile files[] = {
    file("README.md", "x"),      file("a/expect.html", "x\n"),
    file("a/in.md", "x"),        file("a-b/expct.html", "x\n"),
    file("a-b/in.md", "x"),      file("b/expect/a/index.html", "x"),
    file("b/options.yaml", "x"), file("b/site/publish.yaml", "x"),
    file("c/expect.diag", "\n"), file("c/site/a.md", "x"),
    file("stray.txt", "x"),
  };
  TestCases t = read_files(&a, files, sizeof files / sizeof files[0]);
  CHECK_INT(t.count, 4);
  CHECK(says(t.problem, "tests/stray.txt: error: lies beside the test cases"));
  CHECK_STR(t.cases[0].name, "a");
  CHECK_STR(t.cases[0].problem, "");
  CHECK(says(t.cases[1].problem, "tests/a-b/expct.html: error: is no part of a test case"));
  CHECK(says(t.cases[1].problem, "did you mean 'expect.html'?"));
  CHECK(says(t.cases[2].problem, "the options belong into the case's own publish.yaml"));
  CHECK_INT(t.cases[2].expect_count, 1);
  CHECK(says(t.cases[3].problem, "without it nothing may be said"));
  CHECK(t.cases[3].bare);
  arena_free(&a);
}

static const TestResult *result_of(const TestRun *run, const char *check) {
  for (size_t i = 0; i < run->count; i++)
    if (str_eqc(run->items[i].check, check)) return &run->items[i];
  return NULL;
}

static void check_with(uint32_t drop, TestRun *run) {
  Arena a = { 0 };
  Diags d = { 0 };
  const MemoryFile files[] = {
    file("one/expect.html", "<p>Two words.</p>\n<!-- slot footer -->\n<p>fin 2</p>\n"),
    file("one/in.md", "---\ntitle: A\ndate: 2024-01-01\n---\nTwo words.\n"),
    file("one/options.yaml", "word: fin\n"),
  };
  TestCases t = read_files(&a, files, 3);
  CaseChecks checks = { .bench = &bench, .run = run, .drop = drop };
  CHECK(case_check(&checks, &t.cases[0], &d));
  CHECK_INT(d.count, 0);
  case_checks_free(&checks);
  diags_free(&d);
  arena_free(&a);
}

static void a_sound_plugin_passes(void) {
  TestRun run = { 0 };
  check_with(0, &run);
  CHECK_INT(run.count, 6);
  CHECK_INT(run.failed, 0);
  for (size_t i = 0; i < run.count; i++)
    if (run.items[i].status != TEST_PASSED)
      printf("  %.*s\n%.*s\n", STR(run.items[i].check), STR(run.items[i].detail));
  test_run_free(&run);
}

/* Kept results that forget what they rest on are found by the warm build. */
static void a_forgotten_read_is_found(void) {
  static const ReadKind kinds[] = { READ_SOURCE, READ_OPTION };
  for (size_t i = 0; i < 2; i++) {
    TestRun run = { 0 };
    /* An article's text is also recorded with its facts and rows. */
    uint32_t drop = UINT32_C(1) << kinds[i];
    check_with(kinds[i] == READ_SOURCE ? drop : drop | UINT32_C(1) << READ_PLUGIN, &run);
    const TestResult *warm = result_of(&run, "warm as clean");
    CHECK(warm && warm->status == TEST_FAILED && warm->detail.n > 0);
    CHECK(result_of(&run, "same twice")->status == TEST_PASSED);
    test_run_free(&run);
  }
}

static void names_of_plugins(void) {
  CHECK_STR(plugin_own_name(S(PLUGIN)), "p");
  CHECK_STR(plugin_own_name(S("local P = publish.plugin { version = '1', name='a-b' }")), "a-b");
  CHECK_STR(plugin_own_name(S("name = 'x'")), "");
  CHECK_STR(plugin_own_name(S("publish.plugin { name = \"x")), "");
  CHECK_STR(plugin_own_name(S("publish.plugin { name")), "");
}

CHECKS_MAIN({ "folders are cases", folders_are_cases },
            { "a sound plugin passes", a_sound_plugin_passes },
            { "a forgotten read is found", a_forgotten_read_is_found },
            { "names of plugins", names_of_plugins })
