/* What becomes a term, and term vectors as bytes. */
#include "check.h"
#include "text/terms.h"
#include "text/termvec.h"

static TextTools *tools;
static Arena a;

/* "term=count(surface) ..." of one text. */
static Str show(Str vector) {
  TermIter it = termvec_read(vector);
  Term t;
  Buf b = { 0 };
  while (termvec_next(&it, &t))
    buf_printf(&b, "%s%.*s=%llu(%.*s)", b.n ? " " : "", STR(t.term), (unsigned long long)t.count,
               STR(t.surface));
  Str s = buf_dup(&b, &a);
  buf_free(&b);
  return s;
}
static Str vector_of(const char *text, const char *language) {
  TermBuilder *b = termvec_begin(tools, &a);
  termvec_add(b, str_c(text), str_c(language), 1);
  Str v = termvec_end(b);
  CHECK(termvec_check(v));
  return v;
}
static Str terms(const char *text, const char *language) {
  return show(vector_of(text, language));
}

static void english(void) {
  CHECK_STR(terms("The plugins and a Plugin; plugins!", "en"), "plugin=3(plugins)");
  CHECK_STR(terms("It is what it was, isn’t it?", "en"), "");
  CHECK_STR(terms("AI ai k8s 2024 3.14 x C++ C# Go", "en"),
            "ai=1(AI) c#=1(C#) c++=1(C++) k8s=1(k8s)");
  CHECK_STR(terms("Ｇｉｔ git GIT git", "en"), "git=4(git)");
}

/* Both ends and the middle of each list: look-ups need it sorted. */
static void stop_words(void) {
  static const char *const en[] = { "a",   "about", "isn't", "it's",      "more",
                                    "the", "won't", "you",   "yourselves" };
  static const char *const zh[] = { "一下", "一个", "与此同时", "另一方面",
                                    "我们", "这个", "非常",     "首先" };
  static const char *const ja[] = { "あなた", "する", "です", "今回", "自分" };
  for (size_t i = 0; i < sizeof en / sizeof *en; i++) CHECK(terms_stop(str_c(en[i]), S("en")));
  for (size_t i = 0; i < sizeof zh / sizeof *zh; i++) CHECK(terms_stop(str_c(zh[i]), S("zh")));
  for (size_t i = 0; i < sizeof ja / sizeof *ja; i++) CHECK(terms_stop(str_c(ja[i]), S("ja")));
  CHECK(terms_stop(S("the"), S("zh-Hans")) && !terms_stop(S("die"), S("de")));
  CHECK(!terms_stop(S("database"), S("en")) && !terms_stop(S(""), S("en")));
}

static void other_languages(void) {
  CHECK_STR(terms("l'édition d’une der die Häuser", "fr"), "häus=1(Häuser) édit=1(l'édition)");
  CHECK_STR(terms("Häuser Haus", "de"), "haus=2(Haus)");
  CHECK_STR(terms("книги книга", "ru"), "книг=2(книга)");
  CHECK(terms_stems(tools, S("en-GB")) && terms_stems(tools, S("nb")));
  CHECK(!terms_stems(tools, S("zh")) && !terms_stems(tools, S("../../etc")));
}

static void chinese(void) {
  CHECK_STR(terms("我们的测试，测试 TiDB。", "zh"), "tidb=1(TiDB) 测试=2(测试)");
  /* Not in the dictionary: the run as a whole, and pairs that are not shown. */
  Str v = terms("黄旭瑭写", "zh");
  CHECK(str_find(v, S("黄旭瑭")) >= 0);
  CHECK(str_find(v, S("旭瑭=1()")) >= 0);
}

static void japanese(void) {
  Str v = terms("東京タワーに行きました。これはテストです。", "ja");
  CHECK(str_find(v, S("東京タワー=1(東京タワー)")) >= 0);
  CHECK(str_find(v, S("テスト=1(テスト)")) >= 0);
  CHECK(str_find(v, S("です")) < 0 && str_find(v, S("これ")) < 0);
}

/* A title weighs more than the body; the order of adding leaves no trace. */
static void weights_and_order(void) {
  TermBuilder *x = termvec_begin(tools, &a), *y = termvec_begin(tools, &a);
  termvec_add(x, S("Databases"), S("en"), 4);
  termvec_add(x, S("a database, 数据"), S("zh"), 1);
  termvec_add(x, S("unused"), S("en"), 0);
  termvec_add(y, S("a database, 数据"), S("zh"), 1);
  termvec_add(y, S("Databases"), S("en"), 4);
  Str vx = termvec_end(x), vy = termvec_end(y);
  CHECK_STR(show(vx), "databas=5(Databases) 数据=1(数据)");
  CHECK(str_eq(vx, vy));
  TermIter it = termvec_read(vx);
  CHECK_INT(it.total, 6);
  CHECK_INT(it.count, 2);
}

static void merging(void) {
  Str title = vector_of("git push", "en"), body = vector_of("pushing commits to git", "en");
  TermBuilder *b = termvec_begin(tools, &a);
  termvec_merge(b, body, 1);
  termvec_merge(b, title, 3);
  CHECK_STR(show(termvec_end(b)), "commit=1(commits) git=4(git) push=4(push)");
}

/* Damaged bytes read as far as they go, and termvec_check tells. */
static void damage(void) {
  Str good = vector_of("several words stand here together", "en");
  char *bytes = arena_dup(&a, good.p, good.n);
  for (size_t n = 0; n < good.n; n++) {
    CHECK(!termvec_check(str_n(bytes, n)));
    show(str_n(bytes, n));
  }
  for (size_t i = 0; i < good.n; i++) {
    char was = bytes[i];
    for (int v = 0; v < 256; v += 17) {
      bytes[i] = (char)v;
      show(str_n(bytes, good.n));
      TermBuilder *b = termvec_begin(tools, &a);
      termvec_merge(b, str_n(bytes, good.n), 7);
      CHECK(termvec_check(termvec_end(b)));
    }
    bytes[i] = was;
  }
}

static void empty(void) {
  Str v = vector_of("", "");
  CHECK_STR(show(v), "");
  CHECK(termvec_check(v));
  CHECK_STR(show(vector_of("\xFF\xFE\x80 \xE4\xB8", "zh")), "");
}

static void begin(void) {
  Diags d = { 0 };
  tools = text_open(&d);
  CHECK(tools != NULL);
}
static void finish(void) {
  text_close(tools);
  arena_free(&a);
}

CHECKS_MAIN({ "begin", begin }, { "English", english }, { "stop words", stop_words },
            { "other languages", other_languages }, { "Chinese", chinese },
            { "Japanese", japanese }, { "weights and order", weights_and_order },
            { "merging", merging }, { "damage", damage }, { "empty", empty }, { "finish", finish })
