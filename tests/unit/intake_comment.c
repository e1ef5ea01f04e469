/* intake_comment.c -- fields to a comment, its identity, its file, its signs, its article. */
#include "check.h"

#include "base/buf.h"
#include "base/diag.h"
#include "data/yaml.h"
#include "intake/target.h"
#include "intake/when.h"

static Comment comment_from(Arena *a, const char *json) {
  Forms forms;
  Comment c;
  const char *problem = "";
  if (!form_read(&forms, a, str_c(json), &problem) ||
      !comment_of_form(&c, a, &forms.items[0], &problem))
    return (Comment){ .subject = str_c(problem) };
  return c;
}

static void names(void) {
  static const struct {
    const char *name;
    CommentKey key;
  } cases[] = {
    { "comment", COMMENT_TEXT },       { "Fields[Message]", COMMENT_TEXT },
    { "正文", COMMENT_TEXT },          { "E-Mail", COMMENT_EMAIL },
    { "your name", COMMENT_NAME },     { "WebSite", COMMENT_URL },
    { "reply-to", COMMENT_REPLY_TO },  { "_gotcha", COMMENT_TRAP },
    { "topic", COMMENT_TRAP },         { "ip", COMMENT_UNKNOWN },
    { "user_agent", COMMENT_UNKNOWN }, { "", COMMENT_UNKNOWN },
    { "[]", COMMENT_UNKNOWN },         { "thanks", COMMENT_UNKNOWN },
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
    CHECK_INT(comment_key(str_c(cases[i].name)), cases[i].key);
}

static void cleaned(void) {
  Arena a = { 0 };
  Comment c =
      comment_from(&a, "{\"comment\":\" a\\u0000\\u0007b \\n \\t\\n c\\u202ed\\ufeff\\u0085e\","
                       "\"name\":\" A\\nB  C \",\"email\":\" Me@Example.ORG \","
                       "\"url\":\"example.org/x\",\"reply_to\":\"#comment-ab_1\"}");
  CHECK_STR(c.text, "ab \n\n cd\ne");
  CHECK_STR(c.name, "A B C");
  CHECK_STR(c.email, "me@example.org");
  CHECK_STR(c.url, "https://example.org/x");
  CHECK_STR(c.reply_to, "ab_1");
  c = comment_from(&a, "{\"comment\":\"x\",\"url\":\"javascript:alert(1)\",\"email\":\"none\","
                       "\"reply_to\":\"../x\",\"language\":\"zh-Hans\"}");
  CHECK(c.odd_address && !c.url.n && !c.email.n && !c.reply_to.n);
  CHECK_STR(c.language, "zh-Hans");
  c = comment_from(&a, "{\"name\":\"x\"}");
  CHECK_STR(c.subject, "has no text");
  Buf b = { 0 };
  buf_c(&b, "{\"comment\":\"");
  for (int i = 0; i < 20001; i++) buf_c(&b, "字");
  buf_c(&b, "\"}");
  CHECK_STR(comment_from(&a, buf_z(&b)).subject, "is longer than 20,000 characters");
  buf_free(&b);
  arena_free(&a);
}

static void identity(void) {
  Arena a = { 0 };
  Comment c = comment_from(
      &a, "{\"comment\":\"x\",\"name\":\"n\",\"email\":\"a@b.c\",\"date\":\"2024-01-03\"}");
  Comment later = comment_from(&a, "{\"name\":\"n\",\"message\":\" x \",\"email\":\"d@b.c\"}");
  Str id = comment_id(&a, &c, S("a.md"));
  CHECK_INT(id.n, 16);
  CHECK(str_eq(id, comment_id(&a, &later, S("a.md")))); /* neither time nor address counts */
  CHECK(!str_eq(id, comment_id(&a, &c, S("b.md"))));
  later.reply_to = S("q");
  CHECK(!str_eq(id, comment_id(&a, &later, S("a.md"))));
  CHECK_STR(comment_folder(&a, S("articles/2024/茶 one.md")), "articles/2024/茶%20one.md");
  CHECK_STR(comment_folder(&a, S("/a//.git/..")), "%2Fa/%2F%2Egit/%2E.");
  CHECK_STR(comment_folder(&a, S("tag:x,1/")), "tag%3Ax%2C1%2F");
  Buf b = { 0 };
  for (int i = 0; i < 100; i++) buf_c(&b, "字");
  CHECK_STR(comment_folder(&a, buf_view(&b)), "");
  buf_free(&b);
  arena_free(&a);
}

static void file(void) {
  Arena a = { 0 };
  Diags d = { 0 };
  Comment c =
      comment_from(&a, "{\"comment\":\"One: # \\\"two\\\"\\n\\n    code  \\n- three\","
                       "\"name\":\"A \\\\ \\\"B\\\"\",\"date\":\"2024-01-03T10:00:00+08:00\"}");
  CommentSigns signs = { 0 };
  comment_sign(&signs, S("links: 4"));
  Source source = { S("x.yaml"), comment_yaml(&a, &c, S("abc"), &signs) };
  CHECK_STR(source.text, "spam:\n  - \"links: 4\"\nname: \"A \\\\ \\\"B\\\"\"\n"
                         "date: \"2024-01-03T02:00:00Z\"\ntext: |-\n  One: # \"two\"\n\n"
                         "      code  \n  - three\nemail_hash: \"abc\"\n");
  const Value *v;
  CHECK(yaml_parse(&v, &a, &source, 0, source.text.n, &d));
  CHECK(str_eq(value_strc(v, "text"), c.text) && str_eq(value_strc(v, "name"), c.name));
  diags_free(&d);
  arena_free(&a);
}

static void signs(void) {
  static const char *const cases[][2] = {
    { "{\"comment\":\"A fine piece, see https://a.example and https://b.example.\"}", "" },
    { "{\"comment\":\"http://a http://b HTTPS://c\"}", "links: 3" },
    { "{\"comment\":\"hi\",\"name\":\"www.buy.example\"}", "links: one in the name" },
    { "{\"comment\":\"hi\",\"topic\":\"x\"}",
      "honeypot: a field that people do not see was filled in" },
    { "{\"comment\":\"hi\",\"elapsed\":1.25}",
      "speed: sent 1.2 seconds after the page was opened" },
    { "{\"comment\":\"hi\",\"elapsed\":3}", "" },
    { "{\"comment\":\"hi\",\"started\":1704276000000,\"date\":\"1704276002.5\"}",
      "speed: sent 2.5 seconds after the page was opened" },
    { "{\"comment\":\"THIS IS SO VERY IMPORTANT\"}", "capitals: hardly anything else" },
    { "{\"comment\":\"ＶＩＡＧＲＡ\"}", "word: viagra" },
    { "{\"comment\":\"请加微信\"}", "word: 加微信" },
    { "{\"comment\":\"hi\",\"url\":\"data:x\"}", "address: the web address is none" },
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    Arena a = { 0 };
    Comment c = comment_from(&a, cases[i][0]);
    CommentSigns s = { 0 };
    comment_signs(&s, &a, &c);
    CHECK_INT(s.count, *cases[i][1] != '\0');
    if (s.count) CHECK_STR(s.items[0], cases[i][1]);
    arena_free(&a);
  }
}

static void times(void) {
  static const struct {
    const char *text;
    int64_t ms;
  } cases[] = {
    { "2024-01-03T10:00:00+08:00", 1704247200000 },
    { "Wed, 03 Jan 2024 10:00:00 +0800", 1704247200000 },
    { "3 Jan 24 02:00 GMT", 1704247200000 },
    { "Wed, 3 Jan 2024 02:00:00 (comment)", 1704247200000 },
    { "1704247200", 1704247200000 },
    { "1704247200000", 1704247200000 },
    { "1704247200.5", 1704247200500 },
    { "", 0 },
    { "yesterday", 0 },
    { "31 Feb 2024 10:00", 0 },
    { "0", 0 },
    { "1e99", 0 },
    { "999999999999999999999", 0 },
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    Arena a = { 0 };
    int64_t ms = 0;
    CHECK_INT(when_read(&ms, &a, str_c(cases[i].text)), cases[i].ms != 0);
    if (cases[i].ms) CHECK_INT(ms, cases[i].ms);
    arena_free(&a);
  }
}

static void articles(void) {
  Arena a = { 0 };
  ListBuilder old = list_begin(&a);
  list_add(&old, value_of_str(&a, S("/old/tea/")));
  const TargetArticle list[] = {
    { S("articles/tea.md"), S("articles/tea.md"), S("/blog/2024/tea/"), S("tea"), S("Tea"),
      list_end(&old, (Span){ 0 }) },
    { S("id-2"), S("articles/more.md"), S("/blog/2024/green-tea/"), S("green-tea"), S("Green Tea"),
      NULL },
    { S("x"), S("a/x.md"), S("/blog/a/"), S("same"), S("茶"), NULL },
    { S("y"), S("a/y.md"), S("/blog/b/"), S("same"), S("Y"), NULL },
  };
  Targets t;
  targets_open(&t, list, 4);
  static const struct {
    const char *article, *page, *subject, *id;
  } cases[] = {
    { "articles/tea.md", "", "", "articles/tea.md" },
    { "articles/more.md", "", "", "id-2" },
    { "tea", "https://x/blog/a/", "", "articles/tea.md" },
    { "https://x.example/blog/2024/tea/?a=1#b", "", "", "articles/tea.md" },
    { "", "https://x.example/blog/2024/green-tea/index.html", "", "id-2" },
    { "", "/old/tea", "", "articles/tea.md" },
    { "", "", "Re: Comment on: Green Tea", "id-2" },
    { "", "", "评论：茶", "x" },
    { "", "", "Re: Iced-Tea", NULL },
    { "same", "", "", NULL },
    { "nothing", "https://x/blog/a/", "Tea", NULL },
    { "", "", "", NULL },
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    const Comment c = { .article = str_c(cases[i].article),
                        .page = str_c(cases[i].page),
                        .subject = str_c(cases[i].subject) };
    const TargetArticle *found = targets_find(&t, &a, &c);
    CHECK_STR(found ? found->id : S("none"), cases[i].id ? cases[i].id : "none");
  }
  CHECK_STR(targets_nearest(&t, &a, &(Comment){ .article = S("articles/tee.md") }),
            "articles/tea.md");
  CHECK_STR(targets_nearest(&t, &a, &(Comment){ .page = S("https://x/2023/gren-tea/") }), "id-2");
  CHECK_STR(targets_nearest(&t, &a, &(Comment){ .article = S("quite different") }), "");
  targets_close(&t);
  arena_free(&a);
}

CHECKS_MAIN({ "names of fields", names }, { "cleaned", cleaned }, { "identity", identity },
            { "the file", file }, { "signs of spam", signs }, { "times", times },
            { "which article", articles })
