/* Patterns of three other generators, addresses written by hand, and what may
 * never become a path of the output. */
#include "check.h"

#include "model/permalink.h"

static Arena arena;
static Diags diags;

static PermalinkFacts facts(void) {
  ListBuilder b = list_begin(&arena);
  list_add(&b, value_of_str(&arena, S("Open Data")));
  list_add(&b, value_of_str(&arena, S("水")));
  return (PermalinkFacts){ .has_date = true,
                           .date = { .seconds = 1704245400, .offset = 28800, .has_time = true },
                           .slug = S("hello-猫"),
                           .title = S("Hello"),
                           .author = S("Ann O'Hara"),
                           .id = S("p42"),
                           .language = S("en"),
                           .categories = list_end(&b, (Span){ 0 }),
                           .path = S("life/2024/My File.md") };
}

/* "URL FILE", or the message. */
static Str place_of(const char *pattern, PermalinkFacts f) {
  diags_free(&diags);
  Source source = { S("publish.yaml"), arena_printf(&arena, "permalink: %s", pattern) };
  const Permalink *p = NULL;
  PagePath out;
  Range where = { 11, strlen(pattern) };
  if (permalink_compile(&p, &arena, str_c(pattern), &source, where, &diags) &&
      permalink_make(&out, &arena, p, &f, &source, &diags))
    return arena_printf(&arena, "%.*s %.*s", STR(out.url), STR(out.file));
  const Diag *r = &diags.items[0];
  return arena_printf(&arena, "%u:%u %.*s%s%.*s", r->line, r->col, STR(r->message),
                      r->help.n ? " | " : "", STR(r->help));
}

/* 2024-01-03 01:30 in +08:00 is still the day before in UTC: the author's day counts. */
static void tokens_of_other_generators(void) {
  CHECK_STR(place_of("/:year/:month/:slug/", facts()),
            "/2024/01/hello-猫/ 2024/01/hello-猫/index.html");
  CHECK_STR(place_of("pretty", facts()),
            "/open-data/水/2024/01/03/hello-猫/ open-data/水/2024/01/03/hello-猫/index.html");
  CHECK_STR(place_of("/:categories/:title:output_ext", facts()),
            "/open-data/水/hello-猫.html open-data/水/hello-猫.html");
  CHECK_STR(place_of("/:section/:slug", facts()), "/life/hello-猫/ life/hello-猫/index.html");
  CHECK_STR(place_of("/%year%/%monthnum%/%day%/%postname%/", facts()),
            "/2024/01/03/hello-猫/ 2024/01/03/hello-猫/index.html");
  CHECK_STR(place_of("/%author%/%post_id%", facts()), "/ann-ohara/p42/ ann-ohara/p42/index.html");
  CHECK_STR(place_of("/:path/", facts()), "/life/2024/My%20File/ life/2024/My File/index.html");
  CHECK_STR(place_of("/:short_year-:i_month-:i_day-:y_day/:filename.html", facts()),
            "/24-1-3-003/my-file.html 24-1-3-003/my-file.html");
}

static void absent_values_leave_no_empty_part(void) {
  PermalinkFacts f = facts();
  f.categories = NULL;
  CHECK_STR(place_of("/:categories/:slug/", f), "/hello-猫/ hello-猫/index.html");
  f.slug = S("");
  CHECK_STR(place_of("/:slug/", f), "/hello/ hello/index.html");
  f.title = S("!!!");
  CHECK_STR(place_of("/:slug/", f),
            "0:0 no slug can be made from the file's name or title | give it one with `slug:`");
  f.has_date = false;
  CHECK_STR(place_of("/:year/:slug/", f),
            "0:0 the permalink /:year/:slug/ needs a date, and the article has none | add `date: "
            "2024-01-03` "
            "to the front matter, or name the file 2024-01-03-title.md");
}

static void wrong_patterns_are_refused_at_their_place(void) {
  CHECK_STR(place_of("/:yaer/:slug/", facts()),
            "1:13 unknown token :yaer in a permalink | did you mean :year?");
  CHECK_STR(place_of("/%postnam%/", facts()),
            "1:13 unknown token %postnam% in a permalink | did you mean %postname%?");
  CHECK_STR(place_of("/:year/", facts()),
            "1:12 this permalink gives many articles the same address | add :slug, such "
            "as /:year/:month/:slug/");
}

static Str by_hand(const char *url) {
  PagePath out;
  const char *problem = page_path(&out, &arena, str_c(url));
  return problem ? str_c(problem) : arena_printf(&arena, "%.*s %.*s", STR(out.url), STR(out.file));
}

static void addresses_written_by_hand(void) {
  CHECK_STR(by_hand("/"), "/ index.html");
  CHECK_STR(by_hand(""), "/ index.html");
  CHECK_STR(by_hand("about"), "/about/ about/index.html");
  CHECK_STR(by_hand("/a/index.html"), "/a/ a/index.html");
  CHECK_STR(by_hand("/404.html"), "/404.html 404.html");
  CHECK_STR(by_hand("/v1.0"), "/v1.0/ v1.0/index.html");
  CHECK_STR(by_hand("/tags/a%20b/"), "/tags/a%20b/ tags/a b/index.html");
  CHECK_STR(by_hand("/100%/"), "/100%25/ 100%/index.html");
  CHECK_STR(by_hand("/caf\x65\xCC\x81/"), "/caf\xC3\xA9/ caf\xC3\xA9/index.html");
  CHECK_STR(by_hand("/a?b"),
            "holds a '?' or '#': a file has neither (write %3F or %23 if it is meant)");
  CHECK_STR(by_hand("https://example.org/"), "must be a path of this site, without a host");
  CHECK_STR(by_hand("/a/%2e%2e/%2e%2e/x"), "has a part '.' or '..'");
  CHECK_STR(by_hand("/a%00b/"), "holds the control character U+0000");
  CHECK_STR(by_hand("/%C0%AE%C0%AE/"), "is not valid UTF-8");
  CHECK_STR(by_hand("/a%5Cb"), "holds a '\\'; folders are separated by '/'");
  CHECK_STR(url_ascii(&arena, S("/猫 x/%41\"")), "/%E7%8C%AB%20x/%41%22");
}

static bool refused(Str path) {
  return output_path_problem(&arena, path) != NULL;
}
#define PATH(text) ((Str){ text, sizeof(text) - 1 })

static void paths_that_are_published(void) {
  static const char *const good[] = { "index.html",   "2024/01/hello/index.html",
                                      ".nojekyll",    ".well-known/security.txt",
                                      "猫/犬.png",    "a b/c.png",
                                      "console.html", "a~b.html",
                                      "x.gitignore",  "CNAME" };
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    const char *problem = output_path_problem(&arena, str_c(good[i]));
    if (problem) check_fail(good[i], 0, problem);
  }
}

static void paths_that_never_are(void) {
  static const Str bad[] = {
    PATH(""),
    PATH("/etc/passwd"),
    PATH("../x"),
    PATH("a/../../x"),
    PATH("a/.."),
    PATH("a/./b"),
    PATH("C:/x"),
    PATH("C:x"),
    PATH(".git/config"),
    PATH(".GIT/config"),
    PATH(".git"),
    PATH("git~1/config"),
    PATH(".git ./config"),
    PATH(".g\xE2\x80\x8Cit/config"),
    PATH("\xEF\xBB\xBF.git/config"),
    PATH(".gitattributes"),
    PATH("a//b"),
    PATH("a/"),
    PATH("a\nb"),
    PATH("a\t\x1b[2Jb"),
    PATH("index.html\0.txt"),
    PATH("\xc0\xae\xc0\xae/x"),
    PATH("\xed\xa0\x80.html"),
    PATH("con.html"),
    PATH("aux/index.html"),
    PATH("a /b"),
    PATH("a./b"),
    PATH("a\\..\\x"),
    PATH("index.html:evil"),
    PATH("PROGRA~1/x"),
    PATH("cafe\xCC\x81.html"),
    PATH("a\xE2\x80\xAEgpj.exe"),
    PATH("a\xC2\x80"),
    PATH("a*b"),
    PATH("x\xF3\xA0\x81\x81"),
    PATH("a\xEF\xBF\xBF"),
    PATH("com1"),
    PATH("LPT9.txt"),
    PATH("nul"),
    PATH(" a"),
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    if (!refused(bad[i])) check_fail(bad[i].p, (int)i, "is accepted");
  char name[300], deep[70000];
  memset(name, 'n', sizeof name);
  CHECK(refused(str_n(name, 201)));
  CHECK(!refused(str_n(name, 200)));
  for (size_t i = 0; i < sizeof deep; i++) deep[i] = i % 2 ? '/' : 'd';
  CHECK(refused(str_n(deep, sizeof deep - 1)));
  CHECK(refused(str_n(deep, 65)));
  CHECK(!refused(str_n(deep, 63)));
}

static void done(void) {
  diags_free(&diags);
  arena_free(&arena);
}

CHECKS_MAIN({ "tokens_of_other_generators", tokens_of_other_generators },
            { "absent_values_leave_no_empty_part", absent_values_leave_no_empty_part },
            { "wrong_patterns_are_refused_at_their_place",
              wrong_patterns_are_refused_at_their_place },
            { "addresses_written_by_hand", addresses_written_by_hand },
            { "paths_that_are_published", paths_that_are_published },
            { "paths_that_never_are", paths_that_never_are }, { "done", done })
