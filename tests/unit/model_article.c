/* Articles: names that authors of other generators use, what the file's name
 * says, visibility, and the catalog row. Hostile files are in model_hostile.c. */
#include "check.h"

#include "data/json.h"
#include "model/article.h"

static Arena arena;
static Diags diags;
static Settings settings;
static Article article;

static bool read_named(const char *below, const char *text) {
  diags_free(&diags);
  Source source = { arena_printf(&arena, "articles/%s", below), str_c(text) };
  return article_read(&article, &arena, &source, str_c(below), &settings, NULL, &diags);
}

static void with_settings(const char *yaml) {
  diags_free(&diags);
  Source source = { S("publish.yaml"), str_c(yaml) };
  CHECK(settings_read(&settings, &arena, &source, NULL, NULL, NULL, &diags));
}

static Str json(const Value *v) {
  Buf b = { 0 };
  json_write(&b, v, false);
  Str out = buf_dup(&b, &arena);
  buf_free(&b);
  return out;
}

/* One field of what front matter `yaml` gives, or the first message. */
static Str field(const char *yaml, const char *name) {
  Str text = arena_printf(&arena, "---\n%s\n---\n", yaml);
  if (!read_named("a.md", arena_cstr(&arena, text))) return diags.items[0].message;
  const Value *v = value_getc(article.fields, name);
  return v ? json(v) : S("absent");
}

static void other_names_for_fields(void) {
  CHECK_STR(field("summary: S", "description"), "\"S\"");
  CHECK_STR(field("excerpt: S\nlead: L", "description"), "\"S\"");
  CHECK_STR(field("lastmod: 2024-01-03", "updated"), "\"2024-01-03\"");
  CHECK_STR(field("author: Ann", "authors"), "[{\"name\":\"Ann\"}]");
  CHECK_STR(field("author: [Ann, {name: Bob, url: /bob/, mood: x}]", "authors"),
            "[{\"name\":\"Ann\"},{\"name\":\"Bob\",\"url\":\"/bob/\",\"mood\":\"x\"}]");
  CHECK_STR(field("author: {name: Ann, website: 'https://a.example'}", "authors"),
            "[{\"name\":\"Ann\",\"url\":\"https://a.example\"}]");
  CHECK_STR(field("category: x", "categories"), "[\"x\"]");
  CHECK_STR(field("tags: a, b ,, A", "tags"), "[\"a\",\"b\"]");
  CHECK_STR(field("tags: [2024, Ｇｏ, go]", "tags"), "[\"2024\",\"Ｇｏ\"]");
  CHECK_STR(field("tags:", "tags"), "[]");
  CHECK_STR(field("source: The Post", "source"), "{\"name\":\"The Post\"}");
  CHECK_STR(field("source: https://x.example/a", "source"), "{\"url\":\"https://x.example/a\"}");
  CHECK_STR(field("source: {name: P, license: CC}", "source"),
            "{\"name\":\"P\",\"licence\":\"CC\"}");
  CHECK_STR(field("cover: {image: a.png, alt: A}", "image"), "{\"src\":\"a.png\",\"alt\":\"A\"}");
  CHECK_STR(field("image: a.png", "image"), "{\"src\":\"a.png\"}");
  CHECK_STR(field("related: [x]", "related"), "{\"pin\":[\"x\"]}");
  CHECK_STR(field("redirect_from: /old", "aliases"), "[\"/old/\"]");
}

static void wrong_fields_say_what_they_take(void) {
  CHECK_STR(field("source: {nme: P}", "source"), "unknown key 'nme' in source");
  CHECK_STR(field("image: 'javascript:x'", "image"),
            "image.src must be an address or a path, found \"javascript:x\"");
  CHECK_STR(field("language: zh_CN", "language"),
            "'language' must be a language tag, found \"zh_CN\"");
  CHECK_STR(field("sponsored: no", "sponsored"), "'sponsored' must be true or false, found \"no\"");
  CHECK_STR(field("aliases: [/../x]", "aliases"), "the alias \"/../x\" has a part '.' or '..'");
  CHECK_STR(field("permalink: /:yeer/", "permalink"), "unknown token :yeer in a permalink");
  CHECK_STR(field("title: {a: 1}\ndate: soon\ntags: [[x]]", ""),
            "'title' must be text, found a map");
  CHECK_INT(diags.errors, 3);
}

static void drafts(void) {
  field("draft: true", "draft");
  CHECK(article.draft);
  field("published: false", "draft");
  CHECK(article.draft);
  field("published: true", "draft");
  CHECK(!article.draft);
  field("published: 2024-01-03", "draft");
  CHECK(!article.draft && article.has_date);
}

static void unknown_keys_are_kept_and_near_misses_reported(void) {
  CHECK(read_named("a.md", "---\nmood: good\ndiscription: x\nyears: [1, ~]\n---\n"));
  CHECK_STR(json(article.extra), "{\"mood\":\"good\",\"discription\":\"x\",\"years\":[1,null]}");
  CHECK_INT(diags.warnings, 1);
  CHECK_STR(diags.items[0].help, "did you mean 'description'?");
}

static void fields_of_the_site_are_typed(void) {
  with_settings("title: T\nfields: {rating: {type: integer, max: 5}, kind: {type: enum, values: "
                "[a, b], default: a}}");
  CHECK(read_named("a.md", "---\nrating: 4\nother: x\n---\n"));
  CHECK_STR(json(article.extra), "{\"other\":\"x\",\"rating\":4,\"kind\":\"a\"}");
  CHECK_STR(field("rating: 6", ""), "'rating' must be at most 5, found 6");
  with_settings("title: T");
}

static void the_name_of_the_file_fills_gaps(void) {
  CHECK(read_named("2024-01-03-Hello_World.md", "text"));
  CHECK_STR(article.slug, "hello-world");
  CHECK_STR(date_text(&arena, article.date), "2024-01-03");
  CHECK(!article.has_title);
  CHECK(read_named("x/2024-13-03-a.md", "text"));
  CHECK(!article.has_date);
  CHECK_STR(article.slug, "2024-13-03-a");
  CHECK(read_named("2024/tea/index.md", "text"));
  CHECK_STR(article.slug, "tea");
  CHECK_STR(article.translation, "2024/tea");
  CHECK(read_named("tea.zh-hans.md", "text"));
  CHECK_STR(article.language, "zh-Hans");
  CHECK_STR(article.slug, "tea-zh-hans");
  CHECK_STR(article.translation, "tea");
  CHECK(read_named("tea.en.md", "---\nslug: Tea_1.2\ndate: 2024-02-03\n---\n"));
  CHECK_STR(article.slug, "Tea_1.2");
  CHECK(read_named("release.final.md", "text"));
  CHECK_STR(article.language, "en");
  CHECK(read_named("x.md", "---\nslug: 你好 World!\n---\n"));
  CHECK_STR(article.slug, "你好-world");
}

static void the_place_follows_pattern_or_own_permalink(void) {
  PagePath out;
  CHECK(read_named("2024-01-03-a.md", "text"));
  CHECK(article_place(&out, &arena, &article, &settings, &article.date, S("A"), &diags));
  CHECK_STR(out.file, "2024/01/a/index.html");
  CHECK(read_named("a.md", "---\npermalink: /about.html\n---\n"));
  CHECK(article_place(&out, &arena, &article, &settings, NULL, S("A"), &diags));
  CHECK_STR(out.url, "/about.html");
  CHECK(read_named("a.md", "text"));
  CHECK(!article_place(&out, &arena, &article, &settings, NULL, S("A"), &diags));
  CHECK_INT(diags.count, 1);
  CHECK(read_named("a.md", "---\npermalink: /.git/x\n---\n"));
  CHECK(!article_place(&out, &arena, &article, &settings, NULL, S("A"), &diags));
}

static void visibility_depends_on_at_alone(void) {
  CHECK(read_named("a.md", "---\ndate: 2024-01-03\nexpires: 2024-02-03\n---\n"));
  int64_t date = article.date.seconds, expires = article.expires.seconds;
  CHECK_INT(article_visibility(&article, &article.date, date - 1, false), HIDDEN_FUTURE);
  CHECK_INT(article_visibility(&article, &article.date, date - 1, true), VISIBLE);
  CHECK_INT(article_visibility(&article, &article.date, date, false), VISIBLE);
  CHECK_INT(article_visibility(&article, &article.date, expires - 1, false), VISIBLE);
  CHECK_INT(article_visibility(&article, &article.date, expires, true), HIDDEN_EXPIRED);
}

static void front_matter_and_body_are_parted(void) {
  CHECK(read_named("a.md", "\xEF\xBB\xBF---  \r\ntitle: A\r\n...\r\nBody\r\n"));
  CHECK_STR(article.title, "A");
  CHECK_STR(str_sub(article.source.text, article.parts.body, article.source.text.n), "Body\r\n");
  CHECK(read_named("a.md", "Body\n---\nnot: front\n---\n"));
  CHECK(!article.parts.has_front);
  CHECK_INT(article.parts.body, 0);
}

static void the_row_has_the_fields_of_the_catalog(void) {
  with_settings("title: T\nauthor: Ann");
  CHECK(read_named("a.md",
                   "---\ntitle: A\ndate: 2024-01-03\ntags: [x]\nimage: p.png\nmood: 1\n---\n"));
  ArticleRest rest = { .url = S("/b/a/"),
                       .title = S("A"),
                       .has_date = true,
                       .date = article.date,
                       .excerpt = S("E"),
                       .image_url = S("/b/a/p.png"),
                       .words = 3 };
  CHECK_STR(
      json(article_row(&arena, &article, &rest)),
      "{\"path\":\"articles/a.md\",\"url\":\"/b/a/\",\"id\":\"articles/"
      "a.md\",\"slug\":\"a\",\"title\":\"A\","
      "\"date\":\"2024-01-03\",\"language\":\"en\",\"authors\":[{\"name\":\"Ann\"}],\"image\":{"
      "\"src\":\"p.png\","
      "\"url\":\"/b/a/"
      "p.png\"},\"excerpt\":\"E\",\"tags\":[\"x\"],\"categories\":[],\"weight\":0,\"listed\":true,"
      "\"translation\":\"a\",\"aliases\":[],\"words\":3,\"draft\":false,\"extra\":{\"mood\":1}}");
}

static void done(void) {
  diags_free(&diags);
  arena_free(&arena);
}

static void start(void) {
  with_settings("title: T");
}

CHECKS_MAIN({ "start", start }, { "other_names_for_fields", other_names_for_fields },
            { "wrong_fields_say_what_they_take", wrong_fields_say_what_they_take },
            { "drafts", drafts },
            { "unknown_keys_are_kept_and_near_misses_reported",
              unknown_keys_are_kept_and_near_misses_reported },
            { "fields_of_the_site_are_typed", fields_of_the_site_are_typed },
            { "the_name_of_the_file_fills_gaps", the_name_of_the_file_fills_gaps },
            { "the_place_follows_pattern_or_own_permalink",
              the_place_follows_pattern_or_own_permalink },
            { "visibility_depends_on_at_alone", visibility_depends_on_at_alone },
            { "front_matter_and_body_are_parted", front_matter_and_body_are_parted },
            { "the_row_has_the_fields_of_the_catalog", the_row_has_the_fields_of_the_catalog },
            { "done", done })
