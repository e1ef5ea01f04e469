/* What hooks read: lists, maps, records, the site and its indexes, and that
 * every answer leaves a record. */
#include "check.h"

#include "data/yaml.h"
#include "lib_rig.h"
#include "lua/convert.h"
#include "model/world_data.h"
#include "text/text.h"

static Arena arena;
static World world;
static Diags parse_diags;

static const Value *yaml(const char *text) {
  Source *source = ARENA_NEW(&arena, Source);
  *source = (Source){ S("test.yaml"), str_c(text) };
  const Value *v;
  if (!yaml_parse(&v, &arena, source, 0, source->text.n, &parse_diags)) abort();
  return v;
}

static void add_row(uint32_t number, const char *path, const char *row, const char *facts) {
  Row *r = &world.rows[number - 1];
  r->path = str_c(path);
  r->v = yaml(row);
  r->facts = facts ? yaml(facts) : NULL;
  row_seal(r);
  map_put(&world.row_numbers, r->path, (void *)(uintptr_t)number);
}

static Index *add_index(const char *name, size_t keys) {
  Index *x = ARENA_NEW(&arena, Index);
  x->name = str_c(name);
  x->keys = ARENA_ARRAY(&arena, keys, Str);
  map_put(&world.indexes, x->name, x);
  return x;
}

static void add_key(Index *x, const char *name, const uint32_t *rows, size_t count) {
  IndexKey *k = ARENA_NEW(&arena, IndexKey);
  k->rows = ARENA_ARRAY(&arena, count, uint32_t);
  k->count = count;
  for (size_t i = 0; i < count; i++) {
    k->rows[i] = rows[i];
    map_put(&k->position, world.rows[rows[i] - 1].path, (void *)(uintptr_t)(i + 1));
  }
  x->keys[x->key_count++] = str_c(name);
  map_put(&x->by_key, str_c(name), k);
}

static void add_source(const char *path, const char *text) {
  SourceFile *f = ARENA_NEW(&arena, SourceFile);
  f->source = (Source){ str_c(path), str_c(text) };
  f->digest = digest_of(f->source.text);
  map_put(&world.sources, f->source.path, f);
}

static void add_notice(const char *language, const char *path, const char *row, int64_t until) {
  Notice *n = &world.notices[world.notice_count++];
  *n = (Notice){ S("opinion"), str_c(language), str_c(path), yaml(row), 0, until };
}

static void build(void) {
  world.settings = yaml("title: Site\nurl: https://example.org/blog\nlanguage: en\n"
                        "notice_language: article\n"
                        "menus: {main: [{name: Home, url: /}, {name: About, url: /about/}]}\n");
  world.data = yaml("authors: {zoe: {name: Zoë}, ada: {name: Ada}}\nlist: [3, 1, 2]\n");
  world.language = S("en");
  world.rows = ARENA_ARRAY(&arena, 3, Row);
  world.row_count = 3;
  add_row(1, "articles/a.md",
          "{path: articles/a.md, url: /a/, title: A, language: en, tags: [x, y], sponsored: true, "
          "source: {name: \"The *Paper*\", url: \"https://p.example/\"}, "
          "authors: [{name: Ann}, {name: Bob}]}",
          "{p: {words: 5, deep: {x: 1}}, seen: {y: 2}, hidden: {z: 3}}");
  add_row(2, "articles/b.md", "{path: articles/b.md, url: /b/, title: B, language: zh}", NULL);
  add_row(3, "articles/c.md", "{path: articles/c.md, url: /c/, title: C, language: en}", NULL);
  Index *recent = add_index("recent", 1), *tags = add_index("tags", 2);
  add_key(recent, "", (uint32_t[]){ 3, 2, 1 }, 3);
  add_key(tags, "x", (uint32_t[]){ 1, 3 }, 2);
  add_key(tags, "y", (uint32_t[]){ 1 }, 1);
  /* The key is stored with the separator behind it. */
  static const char plugin[] = "p\x1f";
  map_put(&world.options, str_n(plugin, 1),
          (void *)(uintptr_t)yaml("max: 3\nlabels: [a, b]\nrules:\n"
                                  "- {when: {sponsored: true}, notice: ad}\n"
                                  "- {when: {language: zh}, notice: zh}\n"
                                  "- {notice: all}\n"));
  world.notices = ARENA_ARRAY(&arena, 4, Notice);
  add_notice("en", "notices/opinion.en.md",
             "{id: opinion, language: en, version: \"2\", path: notices/opinion.en.md, "
             "body_offset: 0}",
             INT64_MAX);
  add_notice("zh", "notices/opinion.zh.md",
             "{id: opinion, language: zh, version: \"1\", path: notices/opinion.zh.md, "
             "body_offset: 0}",
             INT64_MAX);
  static Str ids[1];
  ids[0] = S("opinion");
  world.notice_ids = ids;
  world.notice_id_count = 1;
  add_source("notices/opinion.en.md",
             "From **{{ source.name }}** by {{ authors }}, {{ site.title }}: {{ extra }}.\n");
  add_source("notices/opinion.zh.md", "观点：{{ title }}\n");
  static Str link;
  link = S("/a/");
  map_put(&world.links, S("articles/a.md"), &link);
  map_put(&world.images, S("articles/p.png"), (void *)(uintptr_t)yaml("{bytes: 99, width: 4}"));
  map_put(&world.texts, S("en"),
          (void *)(uintptr_t)yaml("minutes: {one: '{n} minute', other: '{n} minutes'}\n"
                                  "by: 'by {name}'\n"));
  world.pages = yaml("[{url: /, kind: home}, {url: /a/, kind: article, article: articles/a.md}]");
}

static Libs libs = { .language = { "en", 2 } };

static void begin(LibRig *r) {
  lib_rig_open(r, &world, libs);
  lib_rig_begin(r);
  lua_State *L = r->sb->L;
  proxy_site_push(L);
  sandbox_global(r->sb, "site");
  proxy_site_stats(L);
  sandbox_global(r->sb, "stats");
  proxy_push_row(L, 1);
  sandbox_global(r->sb, "article");
  proxy_push_permanent(L, world_options(&world, S("p")));
  sandbox_global(r->sb, "options");
}

#define READS(code, want)                                                                          \
  do {                                                                                             \
    LibRig r_;                                                                                     \
    begin(&r_);                                                                                    \
    lib_rig_call(&r_, code);                                                                       \
    Str got_text_ = lib_rig_text(&r_);                                                             \
    CHECK_STR(got_text_, want);                                                                    \
    lib_rig_close(&r_);                                                                            \
  } while (0)

/* Every record that the snippet left, "kind key" with '|' for the separator. */
static Str records(LibRig *r, const char *code) {
  begin(r);
  if (!lib_rig_call(r, code)) return lib_rig_text(r);
  Buf b = { 0 };
  for (size_t i = 0; i < r->reads.count; i++) {
    const Read *read = &r->reads.items[i];
    buf_printf(&b, "%s%s ", i ? ", " : "", read_kind_name(read->kind));
    for (size_t k = 0; k < read->key.n; k++)
      buf_byte(&b, read->key.p[k] == '\x1f' ? '|' : read->key.p[k]);
    /* Accessor and validation share one definition. */
    CHECK(digest_eq(read->digest, world_digest(&world, read->kind, read->key)));
  }
  Str s = buf_dup(&b, &r->arena);
  buf_free(&b);
  return s;
}
#define RECORDS(code, want)                                                                        \
  do {                                                                                             \
    LibRig r_;                                                                                     \
    Str got_records_ = records(&r_, code);                                                         \
    CHECK_STR(got_records_, want);                                                                 \
    lib_rig_close(&r_);                                                                            \
  } while (0)

static void maps_and_lists(void) {
  READS("return site.data.list[1] .. #site.data.list .. tostring(site.data.list[4])", "33nil");
  READS("local s = '' for i, v in ipairs(site.data.list) do s = s .. i .. v end return s",
        "132132");
  READS("local s = '' for i, v in pairs(site.data.list) do s = s .. i .. v end return s", "132132");
  READS("local s = '' for k, v in pairs(site.data.authors) do s = s .. k .. v.name end return s",
        "adaAdazoeZoë");
  READS("return tostring(site.data.nothing)", "nil");
  READS("return site.menus.main[2].name", "About");
  READS("return tostring(site.data.list == site.data.list) .. tostring(site.data.authors.zoe == "
        "site.data.authors.ada)",
        "truefalse");
  READS("return type(site.data) .. tostring(getmetatable(site.data))", "userdatafalse");
}

static void nothing_can_be_changed(void) {
  READS("site.data.x = 1", "1: map is read-only; return a new value instead");
  READS("article.title = 'x'", "1: article is read-only; return a new value instead");
  READS("site.x = 1", "1: this is read-only; return a new value instead");
  READS("return #site.data", "1: only a list has a length, not map; count with pairs");
}

static void records_know_their_names(void) {
  READS("return article.title .. tostring(article.updated) .. article.source.name", "Anil"
                                                                                    "The *Paper*");
  READS("return article.titel", "1: an article has no field 'titel'; did you mean 'title'?");
  READS("return site.titel", "1: site has no 'titel'; did you mean 'title'?");
  READS("return article.source.nmae == nil", "true");
  READS("return tostring(article) .. ', ' .. tostring(site)", "article articles/a.md, site");
  READS("return article == site.indexes.recent:rows()[3]", "true");
}

static void facts_by_plugin(void) {
  libs.facts_of = &(Str){ "seen", 4 };
  libs.facts_count = 1;
  READS("return article.facts.words .. article.facts.deep.x .. article.facts.seen.y", "512");
  READS("return article.facts.p.words", "5");
  READS("return tostring(article.facts.nothing)", "nil");
  READS("return article.facts.hidden",
        "1: the facts of 'hidden' are visible to plugins that name it in 'after'");
  READS("return tostring(site:article('articles/b.md').facts.words)", "nil");
  READS("local s = '' for k in pairs(article.facts) do s = s .. k .. ' ' end return s",
        "deep words ");
  libs.facts_count = 0;
}

static void indexes(void) {
  READS("return table.concat(site.indexes.tags:keys(), ',')", "x,y");
  READS("return #site.indexes.tags.x .. site.indexes.tags['x'][2].title", "2C");
  READS("local s = '' for i, a in ipairs(site.indexes.recent:rows()) do s = s .. i .. a.title end "
        "return s",
        "1C2B3A");
  READS("local r = site.indexes.recent:rows():slice(2, 9) return #r .. r[1].title .. r[2].title "
        ".. tostring(r[3])",
        "2BAnil");
  READS("return #site.indexes.recent:rows():slice(5, 9) .. #site.indexes.tags.none", "00");
  READS("local near = site.indexes.recent return near:near(article, -1).title .. "
        "tostring(near:near(article, 1))",
        "Bnil");
  READS("return site.indexes.nothing", "1: there is no index 'nothing'; there are: recent, tags");
  READS("return site.indexes.recent:rows().length",
        "1: a list of articles has no 'length'; there are rows[1], #rows and rows:slice");
  READS("return site.indexes.recent:rows():slice(1, math.maxinteger)",
        "1: rows:slice: 'to' (argument 2): a slice of more than 100,000 rows; usage: "
        "rows:slice(from, to)");
}

static void the_rest_of_site(void) {
  READS("return site:link 'articles/a.md' .. tostring(site:link 'x')", "/a/nil");
  READS("return site:article('articles/b.md').title .. tostring(site:article 'none')", "Bnil");
  READS("local p = site:image 'articles/p.png' return p.width .. tostring(p.height) .. p.bytes .. "
        "tostring(site:image '/x')",
        "4nil99nil");
  READS("return #site.pages .. site.pages[2].article", "2articles/a.md");
}

static void options_and_rules(void) {
  READS("return options.max .. options.labels[2] .. #options.labels", "3b2");
  READS("local rule, n = options.rules:first_match(article) return rule.notice .. n", "ad1");
  READS("return options.rules:first_match(site:article 'articles/b.md').notice", "zh");
  READS("return options.rules:first_match(site:article 'articles/c.md').notice", "all");
  READS("return #options.rules:all_matches(article)", "2");
  READS("return options.rules:first_match 'x'",
        "1: rules:first_match: 'article' (argument 1) must be an article, found a string; usage: "
        "rules:first_match(article)");
  READS("local why = options.rules:why(1, article)[1] return why.field .. why.test .. #why.wanted",
        "sponsoredpresent0");
  READS("local why = options.rules:why(2, site:article 'articles/b.md')[1] return why.test .. "
        "why.wanted[1] .. why.value[1]",
        "iszhzh");
  READS("return options.rules:why(2, article)", "nil");
  READS("return #options.rules:why(3, article)", "0");
  READS("return options.rules:why(4, article)", "1: rules:why: 'number' (argument 1): there is no "
                                                "such rule; usage: rules:why(number, article)");
  READS("return options.labels:frist_match(article)",
        "1: a list has no field 'frist_match'; its items are [1], [2] ...");
}

static void notices(void) {
  READS("local s = '' for _, n in ipairs(site.notices.opinion:blocks(article, { extra = '<b>*x*' "
        "})) do s = s .. n.type .. ': ' .. n:text() end return s",
        "paragraph: From The *Paper* by Ann, Bob, Site: <b>*x*.");
  READS("return site.notices.opinion:blocks(site:article 'articles/b.md')[1]:text()", "观点：B");
  READS("return site.notices.opinion.version .. tostring(site.notices:has 'opinion') .. "
        "tostring(site.notices:has 'x')",
        "2truefalse");
  READS("return site.notices.opinion.language .. tostring(site.notices.opinion.until_)",
        "1: a notice has no 'until_'; did you mean 'until'?");
  READS("return tostring(site.notices:problem 'opinion') .. site.notices:problem 'opinon'",
        "nilthere is no notice 'opinon'; did you mean 'opinion'?");
  READS("return tostring(site.notices:known 'opinion') .. tostring(site.notices:known 'x')",
        "truefalse");
  READS("return site.notices.opinon", "1: there is no notice 'opinon'; did you mean 'opinion'?");
  READS("return site.notices.opinion:blocks(article)[1].origin",
        "1: there is no placeholder named 'extra'");
}

static void interface_texts(void) {
  Diags d = { 0 };
  libs.text = text_open(&d);
  READS("return publish.t('minutes', 1) .. ', ' .. publish.t('minutes', { n = 1200 })",
        "1 minute, 1,200 minutes");
  READS("return publish.t('by', { name = '{n}' })", "by {n}");
  READS("return publish.t 'by'", "1: publish.t: the text 'by' needs a value for {name}");
  READS("return publish.t 'minutes'",
        "1: publish.t: the text 'minutes' has plural forms and needs a number");
  READS("return publish.t 'nothing'",
        "1: publish.t: there is no interface text 'nothing'; add it to plugins/p/i18n/en.yaml");
  text_close(libs.text);
  libs.text = NULL;
  diags_free(&d);
}

static void every_answer_leaves_a_record(void) {
  RECORDS("return site.title", "setting title|=");
  RECORDS("return site.data.nothing", "data nothing|=");
  RECORDS("return #site.data.list", "data list|=, data list|#");
  RECORDS("for _ in pairs(site.data.authors) do break end",
          "data authors|=, data authors|*, data authors|ada|=");
  RECORDS("return article.title", "article articles/a.md|n");
  RECORDS("return article.tags[1]", "article articles/a.md|c");
  RECORDS("return article.facts.words", "fact articles/a.md|p|=, fact articles/a.md|p|words|=");
  RECORDS("return site:article 'none'", "article none|n");
  RECORDS("return #site.indexes.tags.x", "slice tags|x|#");
  RECORDS("return site.indexes.tags.none[1]", "slice tags|none|0|1");
  RECORDS("return site.indexes.tags:keys()", "keys tags");
  RECORDS("return site.indexes.recent:near(article, 1)", "near recent|articles/a.md|+|");
  RECORDS("return site.indexes.recent:rows():slice(1, 2)", "slice recent||0|2");
  RECORDS("return site:link 'x'", "link x");
  RECORDS("return site:image 'x'", "image x");
  RECORDS("return site.notices:has 'x'", "setting notice_language|=, notice en|x");
  RECORDS("return site.notices:problem 'x'", "notice ");
  RECORDS("return options.rules:why(1, article)",
          "option p|rules|=, option p|rules|#, option p|rules|0|=, option p|rules|0|when|=, "
          "option p|rules|0|when|!, article articles/a.md|c");
  RECORDS("return options.labels[1]", "option p|labels|=, option p|labels|0|=");
  RECORDS("return stats.tags:df 'x', stats.tags.n", "stats tags|t|x, stats tags|n");
}

static void records_count_as_memory(void) {
  LibRig r;
  begin(&r);
  CHECK(lib_rig_call(&r, "local n = 0 for i = 1, 1000 do if site.data['k' .. i] then n = n + 1 end "
                         "end return n"));
  CHECK(r.sb->held >= r.reads.arena.used / 2 && r.reads.count == 1000);
  lib_rig_close(&r);
}

static void a_long_walk_leaves_few_records(void) {
  Index *x = add_index("long", 1);
  static uint32_t rows[1000];
  for (size_t i = 0; i < 1000; i++) rows[i] = (uint32_t)(i % 3) + 1;
  add_key(x, "", rows, 1000);
  LibRig r;
  begin(&r);
  CHECK(lib_rig_call(&r, "local n = 0 for _ in ipairs(site.indexes.long:rows()) do n = n + 1 end "
                         "return n"));
  CHECK_STR(lib_rig_text(&r), "1000");
  CHECK(r.reads.count < 16);
  lib_rig_close(&r);
}

static void permanent_proxies_keep_their_keys(void) {
  LibRig r;
  lib_rig_open(&r, &world, libs);
  r.sb->reads = NULL; /* loading records nothing */
  lib_rig_begin(&r);
  proxy_push_permanent(r.sb->L, world_options(&world, S("p")));
  sandbox_global(r.sb, "options");
  CHECK(lib_rig_call(&r, "local labels = options.labels return function() return labels[2] end"));
  sandbox_global(r.sb, "hook");
  CHECK(sandbox_end(r.sb));
  r.sb->reads = &r.reads;
  lib_rig_begin(&r);
  CHECK(lib_rig_call(&r, "return hook()"));
  CHECK_STR(lib_rig_text(&r), "b");
  CHECK_INT(r.reads.count, 1);
  CHECK_STR(r.reads.items[0].key, "p\x1flabels\x1f"
                                  "1\x1f=");
  lib_rig_close(&r);
}

static void handles_expire(void) {
  static const char *const kept[] = { "article",
                                      "site",
                                      "site.data",
                                      "site.indexes.tags",
                                      "site.indexes.tags.x",
                                      "site.notices.opinion",
                                      "stats.tags",
                                      "article.facts" };
  static const char *const uses[] = { "kept.title", "kept.title",    "kept.x", "kept:keys()",
                                      "#kept",      "kept:blocks()", "kept.n", "kept.words" };
  for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
    LibRig r;
    begin(&r);
    char code[64];
    snprintf(code, sizeof code, "return %s", kept[i]);
    CHECK(lib_rig_call(&r, code));
    sandbox_global(r.sb, "kept");
    CHECK(sandbox_end(r.sb));
    lib_rig_begin(&r);
    snprintf(code, sizeof code, "return %s", uses[i]);
    CHECK(!lib_rig_call(&r, code));
    CHECK(r.diags.count == 1 && str_find(r.diags.items[0].message, S("after its hook")) > 0);
    lib_rig_close(&r);
  }
}

static void rows_and_extras_for_the_host(void) {
  LibRig r;
  begin(&r);
  lua_State *L = r.sb->L;
  proxy_push_record(L, ref_covered(yaml("{url: /x/, kind: list}")), &API_PAGE);
  proxy_push_rows(L, (uint32_t[]){ 2, 1 }, 2);
  proxy_set(L, -2, "rows");
  proxy_push_row(L, 3);
  proxy_set(L, -2, "article");
  sandbox_global(r.sb, "page");
  CHECK(lib_rig_call(&r, "return page.url .. #page.rows .. page.rows[1].title .. "
                         "page.article.title .. tostring(page.title)"));
  CHECK_STR(lib_rig_text(&r), "/x/2BCnil");
  CHECK(!lib_rig_call(&r, "return page.artcle"));
  CHECK_STR(r.diags.items[0].message, "a page has no field 'artcle'; did you mean 'article'?");
  lib_rig_close(&r);
}

static void recorded_values_convert_whole(void) {
  LibRig r;
  begin(&r);
  CHECK(lib_rig_call(&r, "return { tags = article.tags, menu = site.menus }"));
  const Value *v = NULL;
  CHECK(convert_take(&v, r.sb, &r.arena, &CONVERT_FACTS, &r.diags));
  CHECK_INT(value_count(value_getc(v, "tags")), 2);
  CHECK_STR(value_strc(value_at(value_path(v, "menu.main"), 1), "name"), "About");
  lib_rig_close(&r);
}

static void messages_at_front_matter(void) {
  LibRig r;
  lib_rig_open(&r, &world, libs);
  r.article = (Source){ S("articles/a.md"), S("---\ntitle: A\ntags: 42\n---\n") };
  lib_rig_begin(&r);
  const Value *row;
  CHECK(yaml_parse(&row, &r.arena, &r.article, 4, 18, &r.diags));
  proxy_push_record(r.sb->L, ref_covered(row), &API_ARTICLE);
  sandbox_global(r.sb, "article");
  CHECK(lib_rig_call(&r, "article:error('tags', 'must be a list') article:warn 'in general'"));
  CHECK_INT(r.diags.count, 2);
  CHECK_INT(r.diags.items[0].line, 3);
  CHECK_INT(r.diags.items[0].col, 7);
  CHECK_STR(r.diags.items[0].message, "must be a list");
  CHECK_STR(r.diags.items[0].plugin, "p");
  CHECK_INT(r.diags.items[1].severity, DIAG_WARNING);
  CHECK(lib_rig_call(&r, "article:check('image_gps', 'tags', 'a place', 'take it out') "
                         "article:check('image_credit', 'whose?')"));
  CHECK_INT(r.diags.count, 3);
  CHECK_INT(r.diags.items[2].line, 3);
  CHECK_STR(r.diags.items[2].message, "a place (image_gps)");
  CHECK_STR(r.diags.items[2].help, "take it out");
  lib_rig_close(&r);
}

static void cases_begin(void) {
  build();
}

static void cases_end(void) {
  for (size_t i = 0; i < world.indexes.count; i++) {
    Index *x = world.indexes.items[i].value;
    for (size_t k = 0; k < x->by_key.count; k++)
      map_free(&((IndexKey *)x->by_key.items[k].value)->position);
    map_free(&x->by_key);
  }
  Map *maps[] = { &world.options, &world.row_numbers, &world.indexes, &world.sources,
                  &world.links,   &world.texts,       &world.images };
  for (size_t i = 0; i < sizeof maps / sizeof maps[0]; i++) map_free(maps[i]);
  arena_free(&arena);
  diags_free(&parse_diags);
}

CHECKS_MAIN({ "the world of these tests", cases_begin }, { "maps and lists", maps_and_lists },
            { "nothing can be changed", nothing_can_be_changed },
            { "records know their names", records_know_their_names },
            { "facts by plugin", facts_by_plugin }, { "indexes", indexes },
            { "the rest of site", the_rest_of_site }, { "options and rules", options_and_rules },
            { "notices", notices }, { "interface texts", interface_texts },
            { "every answer leaves a record", every_answer_leaves_a_record },
            { "records count as memory", records_count_as_memory },
            { "a long walk leaves few records", a_long_walk_leaves_few_records },
            { "permanent proxies keep their keys", permanent_proxies_keep_their_keys },
            { "handles expire", handles_expire },
            { "rows and extras for the host", rows_and_extras_for_the_host },
            { "recorded values convert whole", recorded_values_convert_whole },
            { "messages at front matter", messages_at_front_matter }, { "the end", cases_end })
