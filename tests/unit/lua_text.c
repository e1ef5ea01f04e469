/* text.* and log.*: words, cutting, spelling, terms, and what a plugin says. */
#include "check.h"

#include "data/value.h"
#include "lib_rig.h"
#include "model/world_data.h"
#include "text/stats.h"

static Libs libs = { .language = { "en", 2 } };

#define SAYS(code, want) GIVES_WITH(libs, code, want)

static void counting_and_cutting(void) {
  SAYS("return text.count 'one two, three'", "3");
  SAYS("return text.count '中文 and English'", "4");
  SAYS("return text.width 'ab中' .. text.length 'e\\u{301}中'", "42");
  SAYS("return text.excerpt('A sentence with several words in it', 20)", "A sentence with…");
  SAYS("return text.excerpt('short', 20)", "short");
  SAYS("return text.excerpt('x', 0)",
       "1: text.excerpt: 'width' (argument 2) must be a width from 1 to 100000; usage: "
       "text.excerpt(text, width?, ellipsis?)");
  SAYS("return table.concat(text.words 'Hello, wide world', '|')", "Hello|wide|world");
}

static void nodes_are_texts_too(void) {
  LibRig r;
  lib_rig_open(&r, NULL, libs);
  lib_rig_document(&r, "# Title\n\nSome *words* here.\n");
  lib_rig_begin(&r);
  lib_ast_push(r.sb->L, r.doc.root);
  sandbox_global(r.sb, "doc");
  CHECK(
      lib_rig_call(&r, "return text.count(doc) .. text.upper(doc[1]) .. text.excerpt(doc[2], 9)"));
  CHECK_STR(lib_rig_text(&r), "4TITLESome…");
  lib_rig_close(&r);
}

static void spelling(void) {
  SAYS("return text.slug 'Hello, C++ World!'", "hello-c-plus-plus-world");
  SAYS("return text.slug '你好 世界'", "你好-世界");
  SAYS("return text.lower 'ÄB' .. text.upper 'äb'", "äbÄB");
  SAYS("return text.tag_key '  Ｇｏ  Lang '", "go lang");
  SAYS("return text.normalize 'e\\u{301}' == '\\u{e9}'", "true");
  SAYS("return '[' .. text.trim ' \\u{3000} a b\\n' .. ']'", "[a b]");
  SAYS("return table.concat(text.split('a.b..c', '.'), '|')", "a|b||c");
  SAYS("return #text.split('', ',')", "1");
  SAYS("return text.split('a', '')",
       "1: text.split: 'separator' (argument 2) must be a separator, found an empty text; usage: "
       "text.split(text, separator)");
  SAYS("return tostring(text.starts('abc', 'ab')) .. tostring(text.ends('abc', 'x')) .. "
       "tostring(text.contains('a.c', '.'))",
       "truefalsetrue");
}

static void languages(void) {
  SAYS("return text.plural(1) .. text.plural(2) .. text.plural(1, 'zh') .. text.plural(3, 'ru')",
       "oneotherotherfew");
  SAYS("return text.number(1234567) .. ' ' .. text.number(1234.5, 'de')", "1,234,567 1.234,5");
  SAYS("return text.compare('a', 'B') .. text.compare('b', 'A') .. text.compare('a', 'a')", "-110");
  SAYS("return text.same_language('zh-Hans', 'zh-TW')", "true");
  SAYS("return text.nearest('artcle', { 'arc', 'article', 'articles' })", "article");
  SAYS("return tostring(text.nearest('x', { 'article' })) .. tostring(text.nearest('', {}))",
       "nilnil");
}

static void mistakes(void) {
  SAYS("return text.sulg 'x'", "1: there is no text.sulg; did you mean text.slug?");
  SAYS("return text.count()",
       "1: text.count: 'text' (argument 1) must be a string or a node, found nil; usage: "
       "text.count(text)");
  SAYS("return text.count(html.b 'x')",
       "1: text.count: 'text' (argument 1) must be text or a node; usage: text.count(text)");
  GIVES("return text.count 'x'", "1: text functions are not available here");
}

static void terms_and_keyterms(void) {
  Diags d = { 0 };
  Arena a = { 0 };
  World world = { 0 };
  TermStats *stats = stats_new();
  /* "compiler" in 3 of 12 texts, "common" in all. */
  for (int i = 0; i < 12; i++) {
    TermBuilder *b = termvec_begin(libs.text, &a);
    termvec_add(b, i < 3 ? S("compiler common") : S("common words"), S("en"), 1);
    stats_add(stats, termvec_end(b));
  }
  map_put(&world.stats, S("words"), stats);
  LibRig r;
  lib_rig_open(&r, &world, libs);
  lib_rig_begin(&r);
  proxy_site_stats(r.sb->L);
  sandbox_global(r.sb, "stats");
  CHECK(lib_rig_call(&r, "local v = text.terms({ { 'Compilers', 3 }, 'common compiler common "
                         "common' }, 'en') "
                         "local k = text.keyterms(v, stats.words, { max = 2, threshold = 0.1 }) "
                         "return #k .. k[1].surface .. ' ' .. tostring(k[1].score > 0.1) .. "
                         "stats.words:df(k[1].term) .. ' ' .. stats.words.n"));
  CHECK_STR(lib_rig_text(&r), "1Compilers true2 8");
  bool vector = false;
  for (size_t i = 0; i < r.reads.count; i++) {
    const Read *read = &r.reads.items[i];
    CHECK(digest_eq(read->digest, world_digest(&world, read->kind, read->key)));
    vector = vector || (read->kind == READ_STATS && str_starts(read->key, S("words\x1fv\x1f")));
  }
  CHECK(vector);
  CHECK(!lib_rig_call(&r, "return text.keyterms('junk', stats.words)"));
  CHECK(lib_rig_call(&r, "return #text.keyterms(nil, stats.words)"));
  lua_pop(r.sb->L, 1);
  CHECK(lib_rig_call(&r, "local s = '' for _, t in ipairs(text.term_list(text.terms('cats and "
                         "cats', 'en'))) do s = s .. t.term .. t.count .. t.surface end return s"));
  CHECK_STR(lib_rig_text(&r), "cat2cats");
  lib_rig_close(&r);
  stats_free(stats);
  map_free(&world.stats);
  arena_free(&a);
  diags_free(&d);
}

static void logging(void) {
  LibRig r;
  lib_rig_open(&r, NULL, libs);
  lib_rig_begin(&r);
  CHECK(!lib_rig_call(&r, "log.note('a', 1, nil)\nlog.warn 'two\\nlines'\nlog.error 'bad'") ||
        r.diags.errors == 1);
  CHECK_INT(r.diags.count, 3);
  CHECK_STR(r.diags.items[0].message, "a 1 nil");
  CHECK_INT(r.diags.items[0].severity, DIAG_NOTE);
  CHECK_STR(r.diags.items[1].message, "two lines");
  CHECK_INT(r.diags.items[1].line, 2);
  CHECK_STR(r.diags.items[1].file, "p/init.lua");
  CHECK_INT(r.diags.items[2].severity, DIAG_ERROR);
  CHECK_STR(r.diags.items[2].plugin, "p");
  CHECK(lib_rig_call(&r, "log.note(('中'):rep(1000))"));
  CHECK(r.diags.items[3].message.n <= 500 && r.diags.items[3].message.n > 490);
  lib_rig_close(&r);
}

static void tools_open(void) {
  Diags d = { 0 };
  libs.text = text_open(&d);
  CHECK(libs.text != NULL);
  diags_free(&d);
}

static void tools_close(void) {
  text_close(libs.text);
}

CHECKS_MAIN({ "the handle of these tests", tools_open },
            { "counting and cutting", counting_and_cutting },
            { "nodes are texts too", nodes_are_texts_too }, { "spelling", spelling },
            { "languages", languages }, { "mistakes", mistakes },
            { "terms and keyterms", terms_and_keyterms }, { "logging", logging },
            { "the end", tools_close })
