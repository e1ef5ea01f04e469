/* publish.yaml: an empty one works, a wrong one is told everything at once. */
#include "check.h"

#include "data/json.h"
#include "data/schema_print.h"
#include "model/settings.h"

static Arena arena;
static Diags diags;
static Settings settings;

static bool load_with(const char *yaml, const SettingsOverride *over) {
  diags_free(&diags);
  Source source = { S("publish.yaml"), str_c(yaml) };
  return settings_read(&settings, &arena, yaml ? &source : NULL, over, NULL, NULL, &diags);
}
static bool load(const char *yaml) {
  return load_with(yaml, NULL);
}

/* Errors and warnings, one a line. */
static Str problems(const char *yaml) {
  bool ok = load(yaml);
  diags_sort(&diags);
  CHECK_INT(ok, diags.errors == 0);
  Str out = S("");
  for (size_t i = 0; i < diags.count; i++) {
    const Diag *r = &diags.items[i];
    if (r->severity == DIAG_NOTE) continue;
    out = arena_printf(&arena, "%.*s%s%u:%u %.*s%s%.*s", STR(out), out.n ? "\n" : "", r->line,
                       r->col, STR(r->message), r->help.n ? " | " : "", STR(r->help));
  }
  return out;
}

static void an_empty_file_is_a_site(void) {
  CHECK(load(""));
  CHECK_INT(diags.count, 1); /* the note about the title */
  CHECK_INT(diags.items[0].severity, DIAG_NOTE);
  CHECK_STR(settings.title, "Untitled site");
  CHECK_STR(settings.articles[0], "articles");
  CHECK_STR(settings.statics[0], "static");
  CHECK_STR(settings.branch, "pages");
  CHECK_STR(settings.language, "en");
  CHECK_STR(permalink_pattern(settings.permalink), "/:year/:month/:slug/");
  CHECK_INT(settings.page_home, 10);
  CHECK_INT(value_int(value_path(settings.all, "pagination.home"), 0), 10);
  CHECK_STR(value_strc(settings.all, "base"), "");
}

static void a_missing_file_names_the_way_out(void) {
  CHECK(!load(NULL));
  CHECK_STR(diags.items[0].help, "an empty one will do; 'publish init DIR' makes a new repository");
}

static void the_address_is_taken_apart(void) {
  CHECK(load("{title: T, url: 'https://example.org/Blog/中%20x/'}"));
  CHECK_STR(settings.origin, "https://example.org");
  CHECK_STR(settings.base, "/Blog/中%20x");
  CHECK_STR(value_strc(settings.all, "url"), "https://example.org/Blog/中%20x");
  SettingsOverride over = { .base_url = S("http://localhost:8080/"), .branch = S("preview") };
  CHECK(load_with("{title: T, url: 'https://example.org/blog'}", &over));
  CHECK_STR(settings.origin, "http://localhost:8080");
  CHECK_STR(settings.base, "");
  CHECK_STR(settings.branch, "preview");
  over.base_url = S("ftp://x");
  CHECK(!load_with("title: T", &over));
  CHECK_INT(diags_status(&diags), EXIT_USAGE);
  CHECK_STR(problems("{title: T, url: 'https://example.org/../x'}"),
            "1:17 the path of url has a part '.' or '..' | such as https://example.org/blog");
}

static void everything_wrong_is_said_at_once(void) {
  CHECK_STR(
      problems(
          "titel: x\nlanguage: zh_CN\npermalink: /:yeer/:slug/\n# a remark\n"
          "pagination: { home: 0 }\nexclude: ['/a']\narticles: ../x\nurl: 'https://u:p@x.example'\n"
          "checks: { links: waring, imgaes: [{level: error, wen: {}}] }\nfields: { tags: string, "
          "mood: "
          "strng }\n"
          "plugins: [related, {related: {}}, 3, {Bad: {}}, {tags: 5}, {a: {}, b: 1}]\n"),
      "1:1 unknown key 'titel' | did you mean 'title'?\n"
      "2:11 'language' must be a language tag, found \"zh_CN\" | such as en, de-AT or zh-Hans\n"
      "3:13 unknown token :yeer in a permalink | did you mean :year?\n"
      "5:21 pagination.home must be at least 1, found 0\n"
      "6:11 paths have no leading '/' | such as articles/old/**\n"
      "7:11 'articles' must be a relative path, found \"../x\" | a path cannot leave its folder: "
      "no '..'\n"
      "8:6 url must not hold a user name or password | such as https://example.org/blog\n"
      "9:18 checks.links must be \"off\", \"warning\" or \"error\", found \"waring\" | did you "
      "mean "
      "\"warning\"?\n"
      "9:50 unknown key 'wen' in checks.imgaes | known here: level, when\n"
      "10:11 'tags' is a front-matter field of publish's own | choose another name\n"
      "10:31 fields.mood: there is no type \"strng\" | did you mean \"string\"?\n"
      "11:21 the plugin 'related' is named twice | keep one of the two\n"
      "11:35 a plugin's name was expected | such as - wordcount, or - related: {max: 5}\n"
      "11:39 a plugin's name is made of a-z, 0-9, '-' and '_' | such as related or word-count\n"
      "11:56 the options of plugin 'tags' must be a map, found a number | such as {max: 5}, or "
      "false "
      "to turn it off\n"
      "11:68 'b' stands beside the plugin 'a', not below it | indent options deeper than the "
      "plugin's "
      "name, or begin the next plugin with '- '");
}

static void plugins_checks_and_fields_are_taken_apart(void) {
  CHECK(load("title: T\n"
             "plugins:\n- wordcount\n- related: {max: 5, only: {language: zh}}\n- tags: false\n"
             "checks:\n  images: warning\n  links: [{level: off, when: {path: "
             "'articles/old/**'}}, error]\n"
             "fields: { rating: {type: integer, min: 1, max: 5} }\n"));
  CHECK_INT(settings.plugin_count, 3);
  CHECK_STR(settings.plugins[1].name, "related");
  CHECK(settings.plugins[1].only != NULL && settings.plugins[1].except == NULL);
  CHECK_INT(value_count(settings.plugins[1].options), 1);
  CHECK(settings.plugins[2].off);
  MapBuilder b = map_begin(&arena);
  mapb_putc(&b, "path", value_of_str(&arena, S("articles/old/a.md")));
  const Value *old = map_end(&b, (Span){ 0 });
  CHECK_INT(settings_check(&settings, &arena, S("links"), old, CHECK_WARNING), CHECK_OFF);
  CHECK_INT(settings_check(&settings, &arena, S("links"), NULL, CHECK_WARNING), CHECK_ERROR);
  CHECK_INT(settings_check(&settings, &arena, S("images"), NULL, CHECK_OFF), CHECK_WARNING);
  CHECK_INT(settings_check(&settings, &arena, S("anchors"), NULL, CHECK_OFF), CHECK_OFF);
  CHECK(schema_field(settings.fields, S("rating")) != NULL);
  CHECK(load("plugins:\n  related: {max: 3}\n  tags:\n"));
  CHECK_INT(settings.plugin_count, 2);
}

static bool is_article(const char *path, const char *below) {
  Str rest = S("");
  bool yes = settings_article(&settings, str_c(path), &rest);
  return yes && str_eqc(rest, below);
}

static void which_files_are_articles(void) {
  CHECK(
      load("{title: T, articles: [posts, 'zh/posts'], exclude: ['posts/old/**', '**/README.md']}"));
  CHECK(is_article("posts/2024/a.md", "2024/a.md"));
  CHECK(is_article("zh/posts/a.markdown", "a.markdown"));
  CHECK(!is_article("posts/a.txt", "a.txt"));
  CHECK(!is_article("posts/.hidden/a.md", ""));
  CHECK(!is_article("posts/_index.md", ""));
  CHECK(!is_article("posts/old/a.md", ""));
  CHECK(!is_article("posts/README.md", ""));
  CHECK(!is_article("postscript/a.md", ""));
  CHECK(load("{title: T, articles: .}"));
  CHECK(is_article("a.md", "a.md"));
  CHECK(!is_article("notices/a.md", ""));
  CHECK(!is_article("static/a.md", ""));
  CHECK(!is_article("README.md", ""));
}

static void the_manual_names_every_setting(void) {
  Buf b = { 0 };
  schema_print(&b, settings_schema());
  CHECK(str_find(buf_view(&b),
                 S("pagination.home: a whole number, at least 1, at most 1000, default 10\n")) >=
        0);
  CHECK(str_find(buf_view(&b), S("menus")) >= 0);
  buf_free(&b);
}

static void done(void) {
  diags_free(&diags);
  arena_free(&arena);
}

CHECKS_MAIN({ "an_empty_file_is_a_site", an_empty_file_is_a_site },
            { "a_missing_file_names_the_way_out", a_missing_file_names_the_way_out },
            { "the_address_is_taken_apart", the_address_is_taken_apart },
            { "everything_wrong_is_said_at_once", everything_wrong_is_said_at_once },
            { "plugins_checks_and_fields_are_taken_apart",
              plugins_checks_and_fields_are_taken_apart },
            { "which_files_are_articles", which_files_are_articles },
            { "the_manual_names_every_setting", the_manual_names_every_setting }, { "done", done })
