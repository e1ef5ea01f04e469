/* build_replay.c -- results that the recorded reads allow to be used again give
 * the very same site as a clean build, whatever was edited.
 *
 * A small site in memory goes through random edits of every kind of input:
 * articles, tags, dates, templates, texts, notices, settings, options, plugin
 * code, data, files and time. After each edit it is built twice: with the results
 * of the build before, and from nothing. Tree id and diagnostics must be equal.
 *
 * Then the test is tested: for each kind of read in turn the records of that kind
 * are thrown away, and the same comparison must fail for the edit that goes
 * through this kind of read. */
#include "build/build.h"
#include "check.h"
#include "doc/parse.h"
#include "repo/output.h"

enum { MOST_FILES = 256 };

typedef struct {
  char path[96];
  char bytes[4096];
} File;
typedef struct {
  File files[MOST_FILES];
  size_t count;
  int64_t now;
  const char *flags;
  bool hold;
  int languages; /* 0: none declared; else which words Chinese has */
} Site;

static File *find(Site *s, const char *path) {
  for (size_t i = 0; i < s->count; i++)
    if (strcmp(s->files[i].path, path) == 0) return &s->files[i];
  return NULL;
}

__attribute__((format(printf, 3, 4))) static void put(Site *s, const char *path, const char *format,
                                                      ...) {
  File *f = find(s, path);
  if (!f) {
    f = &s->files[s->count++];
    snprintf(f->path, sizeof f->path, "%s", path);
  }
  va_list args;
  va_start(args, format);
  vsnprintf(f->bytes, sizeof f->bytes, format, args);
  va_end(args);
}

static void drop(Site *s, const char *path) {
  File *f = find(s, path);
  if (f) *f = s->files[--s->count];
}

static const char probe[] =
    "local P = publish.plugin { name = 'probe', version = '1.0.0', api = 1, after = { 'tags' },\n"
    "  options = { word = publish.string { default = 'plain' } } }\n"
    "function P.derive(article, facts, stats)\n"
    "  return { df = stats.words:df('lantern'), n = stats.words.n }\n"
    "end\n"
    "function P.page(page, site)\n"
    "  local data = site.data.probe\n"
    "  local words = { '%s', site.subtitle or '', P.options.word, data and data.word or 'none',\n"
    "    tostring(#site.indexes.tags:keys()), tostring(site.notices:has('extra')),\n"
    "    publish.t('tags') }\n"
    "  if page.article then words[#words + 1] = tostring(page.article.facts.probe.df) end\n"
    "  return { after_body = html.p { table.concat(words, ' ') } }\n"
    "end\n"
    "return P\n";

static const char *const declared[] = {
  "", "languages: { en: , zh: { title: Qiandao, menus: { main: [ { title: Shui, url: / } ] } } }\n",
  "languages: { en: , zh: { path: cn, footer: { text: Zhi } } }\nmenus: { main: [ { title: Home, "
  "url: / } ] }\n"
};

static void settings(Site *s, const char *subtitle, const char *word) {
  put(s, "publish.yaml",
      "title: Replay\nsubtitle: %s\nurl: https://example.org/base\nlanguage: en\ntimezone: UTC\n"
      "pagination: { home: 2, list: 2 }\n%s%s"
      "plugins:\n  - render\n  - tags: { shared_by: 1 }\n"
      "  - disclaimer: { rules: [ { when: { source: true }, notice: foreign } ] }\n"
      "  - related\n  - probe: { word: %s }\n",
      subtitle, s->hold ? "on_article_error: hold\n" : "", declared[s->languages], word);
}

static void article(Site *s, int n, int day, const char *tags, const char *words,
                    const char *slug) {
  char path[64];
  snprintf(path, sizeof path, "articles/%d.md", n);
  put(s, path,
      "---\ntitle: Article number %d\ndate: 2024-02-%02d\ntags: [%s]\nslug: %s\n%s---\n\n"
      "Some words about %s, written down for the %d. time.\n\n## A heading\n\nSee [the next "
      "one](%d.md).\n\n![a map](map.svg) ![](/logo.svg)\n",
      n, day, tags, slug, n == 2 ? "source: { name: Elsewhere, url: https://example.net/ }\n" : "",
      words, n, n == 1 ? 2 : 1);
}

static void edit_image(Site *s);
static void edit_static_image(Site *s);
static void start_site(Site *s) {
  memset(s, 0, sizeof *s);
  s->now = 1735689600; /* 2025-01-01 */
  s->flags = "";
  settings(s, "first", "plain");
  article(s, 1, 1, "tea, rivers", "tea and water from the mountains", "one");
  article(s, 2, 2, "tea", "tea houses near the old harbour", "two");
  article(s, 3, 3, "rivers", "a river, its lantern boats and its floods", "three");
  article(s, 4, 4, "maps", "old maps of rivers and of harbours", "four");
  put(s, "notices/foreign.en.md", "---\nversion: 1\n---\nFirst printed by {{ source.name }}.\n");
  put(s, "data/tags.yaml", "Tea: { aliases: [chai] }\n");
  put(s, "plugins/probe/init.lua", probe, "one");
  edit_image(s);
  edit_static_image(s);
}

/* -- building -- */

typedef struct {
  bool ok;
  Oid tree;
  Buf diagnostics;
  size_t reused, ran;
} Built1;

static bool read_file(void *context, size_t index, Str *out, Arena *a, Diags *d) {
  (void)a, (void)d;
  File *const *sorted = context;
  *out = str_c(sorted[index]->bytes);
  return true;
}

static int by_path(const void *pa, const void *pb) {
  File *const *a = pa, *const *b = pb;
  return strcmp((*a)->path, (*b)->path);
}

static void build(Built1 *out, Site *s, const Store *old, Store *fresh, uint32_t lost) {
  File *sorted[MOST_FILES];
  BuildEntry entries[MOST_FILES];
  for (size_t i = 0; i < s->count; i++) sorted[i] = &s->files[i];
  qsort(sorted, s->count, sizeof *sorted, by_path);
  for (size_t i = 0; i < s->count; i++)
    entries[i] = (BuildEntry){ str_c(sorted[i]->path),
                               object_id(OBJECT_BLOB, str_c(sorted[i]->bytes)), MODE_FILE };
  BuildInput in = { .entries = entries,
                    .count = s->count,
                    .read = read_file,
                    .context = sorted,
                    .now = s->now,
                    .flags = str_c(s->flags),
                    .workers = 2,
                    .old = old,
                    .fresh = fresh,
                    .drop = lost };
  *out = (Built1){ 0 };
  BuildResult result;
  Diags d = { 0 };
  out->ok = build_run(&result, &in, BUILD_ALL, &d);
  Output *o = output_new(NULL, OUTPUT_COUNT);
  for (size_t i = 0; out->ok && i < result.output_count; i++) {
    const BuildOutput *f = &result.outputs[i];
    if (f->made)
      output_object(o, f->path, f->mode, &f->object, f->maker, &d);
    else
      output_existing(o, f->path, f->mode, &f->id, f->maker, &d);
  }
  if (out->ok) out->ok = output_build(&out->tree, o, &d) && !d.errors;
  diags_sort(&d);
  diags_print(&d, DIAG_TEXT, false, false, &out->diagnostics);
  out->reused = result.jobs_reused;
  out->ran = result.jobs_ran;
  output_close(o);
  build_free(&result);
  diags_free(&d);
}

/* Is the warm build after an edit what a clean one is? */
static bool same(Site *s, Store *old, Store *fresh, uint32_t lost, bool verbose) {
  Built1 warm, clean;
  build(&warm, s, old, fresh, lost);
  build(&clean, s, NULL, NULL, 0);
  bool equal = warm.ok == clean.ok && oid_eq(&warm.tree, &clean.tree) &&
               str_eq(buf_view(&warm.diagnostics), buf_view(&clean.diagnostics));
  if (!equal && verbose)
    printf("  warm (%d, %zu reused):\n%.*s  clean (%d):\n%.*s", warm.ok, warm.reused,
           STR(buf_view(&warm.diagnostics)), clean.ok, STR(buf_view(&clean.diagnostics)));
  buf_free(&warm.diagnostics);
  buf_free(&clean.diagnostics);
  return equal;
}

/* -- edits, one per kind of read and more -- */

static void edit_body(Site *s) {
  article(s, 1, 1, "tea, rivers", "tea, and a few words that were not there before", "one");
}
static void edit_subtitle(Site *s) {
  settings(s, "second", "plain");
}
static void edit_data(Site *s) {
  put(s, "data/probe.yaml", "word: data\n");
}
static void edit_option(Site *s) {
  settings(s, "first", "fancy");
}
static void edit_title(Site *s) {
  File *f = find(s, "articles/4.md");
  char *at = f ? strstr(f->bytes, "Article") : NULL;
  if (at) memcpy(at, "Feature", 7);
}
static void edit_spelling(Site *s) {
  put(s, "data/tags.yaml", "TEA: { aliases: [chai] }\n");
}
static void edit_statistics(Site *s) {
  for (int n = 5; n < 9; n++) article(s, n, n, "maps", "a lantern, a lantern, a lantern", "more");
  for (int n = 5; n < 9; n++) {
    char slug[8];
    snprintf(slug, sizeof slug, "more%d", n);
    article(s, n, n, "maps", "a lantern, a lantern, a lantern", slug);
  }
}
static void edit_new_tag(Site *s) {
  article(s, 4, 4, "maps, atlases", "old maps of rivers and of harbours", "four");
}
static void edit_new_article(Site *s) {
  article(s, 5, 20, "rivers", "the newest of all articles, about bridges", "five");
}
static void edit_date(Site *s) {
  article(s, 1, 28, "tea, rivers", "tea and water from the mountains", "one");
}
static void edit_likeness(Site *s) {
  article(s, 4, 4, "tea", "tea houses near the old harbour, tea and tea again", "four");
}
static void edit_notice(Site *s) {
  put(s, "notices/extra.en.md", "Something more.\n");
}
static void edit_template(Site *s) {
  put(s, "templates/card.html", "<p class=\"card\">{{ article.title }}</p>\n");
}
static void edit_text(Site *s) {
  put(s, "templates/i18n/en.yaml", "tags: Labels\n");
}
static void edit_plugin(Site *s) {
  put(s, "plugins/probe/init.lua", probe, "two");
}
static void edit_slug(Site *s) {
  article(s, 2, 2, "tea", "tea houses near the old harbour", "zwei");
}
static void edit_flags(Site *s) {
  s->flags = "another";
}
static void edit_remove(Site *s) {
  drop(s, "articles/3.md");
}
static void edit_break(Site *s) {
  put(s, "articles/9.md", "---\ntitle: [\n---\nBroken.\n");
}
static void edit_mend(Site *s) {
  drop(s, "articles/9.md");
}
static void edit_time(Site *s) {
  s->now = s->now == 1735689600 ? 1707436800 : 1735689600; /* 2024-02-09 */
}
static void edit_static(Site *s) {
  put(s, "static/robots.txt", "User-agent: *\n");
}
static void edit_bad_link(Site *s) {
  File *f = find(s, "articles/1.md");
  char *at = f ? strstr(f->bytes, "(2.md)") : NULL;
  if (at) at[1] = '7';
}
static void edit_untemplate(Site *s) {
  drop(s, "templates/card.html");
}
static void edit_restart(Site *s) {
  start_site(s);
}

static void edit_withdraw(Site *s) {
  if (find(s, "articles/gone.md"))
    drop(s, "articles/gone.md");
  else
    put(s, "articles/gone.md",
        "---\ntitle: Gone\ndate: 2024-01-05\ntags: [tea]\naliases: [/was/]\n"
        "withdrawn: { date: 2024-01-06, reason: Wrong. }\n---\nTea.\n");
}
static void edit_unlist(Site *s) {
  bool plain = find(s, "articles/page.md") == NULL;
  put(s, "articles/page.md",
      "---\ntitle: A page\ndate: 2024-01-05\ntags: [tea]\nauthor: ann\nlisted: %s\n---\nTea.\n",
      plain || strstr(find(s, "articles/page.md")->bytes, "listed: true") ? "false" : "true");
}
static void edit_people(Site *s) {
  bool one = find(s, "data/authors.yaml") == NULL;
  if (one)
    put(s, "data/authors.yaml", "ann: { name: Ann Other, bio: Writes. }\n");
  else
    drop(s, "data/authors.yaml");
}

/* Parts of a series change places: each shows where it stands. */
static void edit_series(Site *s) {
  bool first =
      !find(s, "articles/part-1.md") || strstr(find(s, "articles/part-1.md")->bytes, "weight: 3");
  put(s, "articles/part-1.md",
      "---\ntitle: A part\ndate: 2024-01-07\nseries: Parts\nweight: %d\n---\nOne.\n",
      first ? 1 : 3);
  put(s, "articles/part-2.md",
      "---\ntitle: Another part\ndate: 2024-01-08\nseries: parts\nweight: 2\n---\nTwo.\n");
}

static void edit_image(Site *s) {
  bool wide = find(s, "articles/map.svg") && strstr(find(s, "articles/map.svg")->bytes, "300");
  put(s, "articles/map.svg", "<svg width=\"%d\" height=\"50\"/>\n", wide ? 200 : 300);
}
static void edit_static_image(Site *s) {
  if (find(s, "static/logo.svg"))
    drop(s, "static/logo.svg");
  else
    put(s, "static/logo.svg", "<svg width=\"30\" height=\"20\"/>\n");
}

/* What the site says in one of its languages, or that it has any. */
static void edit_languages(Site *s) {
  s->languages = (s->languages + 1) % 3;
  settings(s, "first", "plain");
  put(s, "articles/tea.zh.md",
      "---\ntitle: Cha\ndate: 2024-01-09\ntags: [tea]\nseries: Parts\n---\nShui.\n");
}

typedef void (*Edit)(Site *);
static const Edit edits[] = { edit_body,         edit_subtitle, edit_data,       edit_option,
                              edit_title,        edit_spelling, edit_statistics, edit_new_tag,
                              edit_new_article,  edit_date,     edit_likeness,   edit_notice,
                              edit_template,     edit_text,     edit_plugin,     edit_slug,
                              edit_flags,        edit_remove,   edit_break,      edit_mend,
                              edit_time,         edit_static,   edit_bad_link,   edit_untemplate,
                              edit_withdraw,     edit_unlist,   edit_people,     edit_image,
                              edit_static_image, edit_series,   edit_languages,  edit_restart };

/* -- the second site: each of its pages reads through one kind of record only -- */

static const char lone[] =
    "local P = publish.plugin { name = 'lone', version = '1.0.0', api = 1,\n"
    "  options = { word = publish.string { default = 'plain' } },\n"
    "  indexes = { words = publish.terms { fact = 'facts.lone.terms' },\n"
    "    posts = publish.sorted { by = 'date' }, labels = publish.group { by = 'tags' },\n"
    "    alike = publish.similar { fields = { ['facts.lone.terms'] = 1 }, stats = 'words' } } }\n"
    "function P.scan(article, doc) return { terms = text.terms(doc, 'en') } end\n"
    "function P.derive(article, facts, stats, site)\n"
    "  return { df = stats.words:df('lantern'), spell = site.data.spell and site.data.spell.word "
    "}\n"
    "end\n"
    "local reads = {\n"
    "  setting = function(site) return site.subtitle end,\n"
    "  data = function(site) return site.data.probe and site.data.probe.word end,\n"
    "  option = function(site) return P.options.word end,\n"
    "  article = function(site) return site:article('articles/1.md').title end,\n"
    "  fact = function(site) return site:article('articles/3.md').facts.spell end,\n"
    "  stats = function(site) return site:article('articles/3.md').facts.df end,\n"
    "  keys = function(site) return #site.indexes.labels:keys() end,\n"
    "  slice = function(site) return #site.indexes.posts:rows('') end,\n"
    "  files = function(site) return site:article('articles/boat.md').files[1].width end,\n"
    "  query = function(site) return #site:articles { tag = 'b' } end,\n"
    "  near = function(site)\n"
    "    return site.indexes.posts:near(site:article('articles/2.md'), 1) and 'some' end,\n"
    "  similar = function(site) return #site.indexes.alike:of(site:article('articles/2.md'), 10) "
    "end,\n"
    "  withdrawn = function(site) return site.withdrawn[1].reason end,\n"
    "  notice = function(site) return site.notices:has('extra') end,\n"
    "  text = function(site) return publish.t('tags') end,\n"
    "  link = function(site) return site:link('articles/2.md') end,\n"
    "  plugin = function(site) return '%s' end,\n"
    "  template = function(site) return '' end,\n"
    "}\n"
    "P.pages = { posts = function(key, rows, add, site)\n"
    "  for name in pairs(reads) do\n"
    "    add { url = '/' .. name .. '/', layout = 'lone.html', key = name, title = name }\n"
    "  end\n"
    "  add { url = '/pages/', layout = 'lone.html', title = site.data.title and "
    "site.data.title.word or 'x' }\n"
    "end }\n"
    "function P.page(page, site)\n"
    "  local read = page.key and reads[page.key]\n"
    "  return read and { after_body = html.p { tostring(read(site)) } }\n"
    "end\n"
    "return P\n";

static void lone_settings(Site *s, const char *subtitle, const char *word) {
  put(s, "publish.yaml",
      "title: Lone\nsubtitle: %s\nurl: https://example.org/\nplugins:\n  - render: false\n"
      "  - tags: false\n  - related: false\n  - disclaimer: false\n  - lists: false\n"
      "  - feeds: false\n  - metadata: false\n  - lone: { word: %s }\n",
      subtitle, word);
}

static void lone_article(Site *s, int n, int day, const char *title, const char *tag,
                         const char *words, const char *slug) {
  char path[64];
  snprintf(path, sizeof path, "articles/%d.md", n);
  put(s, path, "---\ntitle: %s\ndate: 2024-03-%02d\ntags: [%s]\nslug: %s\n---\n\n%s\n", title, day,
      tag, slug, words);
}

static void lone_withdraw_because(Site *s, const char *reason) {
  put(s, "articles/0.md", "---\ntitle: Zero\ndate: 2024-03-01\nwithdrawn: %s\n---\n", reason);
}

static void start_lone(Site *s) {
  memset(s, 0, sizeof *s);
  s->now = 1735689600;
  s->flags = "";
  lone_settings(s, "first", "plain");
  lone_article(s, 1, 1, "One", "a", "Mountains and valleys, seen from far away.", "one");
  lone_article(s, 2, 2, "Two", "a", "Harbours with boats, and boats with sails.", "two");
  lone_article(s, 3, 3, "Three", "b", "A lantern hangs above the door of the house.", "three");
  lone_article(s, 4, 4, "Four", "b", "Bread needs flour and water and patience.", "four");
  lone_withdraw_because(s, "Wrong.");
  put(s, "articles/boat.svg", "<svg width=\"56\" height=\"78\"/>\n");
  put(s, "articles/boat.md", "---\ntitle: Boat\ndate: 2024-06-01\n---\n![A boat](boat.svg)\n");
  put(s, "templates/lone.html", "<p>{{ page.title }}</p>{%% slot \"after_body\" %%}\n");
  put(s, "templates/article.html", "<h1>{{ article.title }}</h1>{{ article.content }}\n");
  put(s, "plugins/lone/init.lua", lone, "first");
}

static void lone_body(Site *s) {
  lone_article(s, 4, 4, "Four", "b", "Bread needs flour and water, and time.", "four");
}
static void lone_subtitle(Site *s) {
  lone_settings(s, "second", "plain");
}
static void lone_option(Site *s) {
  lone_settings(s, "first", "fancy");
}
static void lone_title(Site *s) {
  lone_article(s, 1, 1, "Uno", "a", "Mountains and valleys, seen from far away.", "one");
}
static void lone_spell(Site *s) {
  put(s, "data/spell.yaml", "word: abracadabra\n");
}
static void lone_lanterns(Site *s) {
  for (int n = 5; n < 9; n++) {
    char slug[8];
    snprintf(slug, sizeof slug, "s%d", n);
    lone_article(s, n, n, "More", "a", "Another lantern, a lantern.", slug);
  }
}
static void lone_label(Site *s) {
  lone_article(s, 4, 4, "Four", "c", "Bread needs flour and water and patience.", "four");
}
static void lone_more(Site *s) {
  lone_article(s, 5, 5, "Five", "b", "One article more than before.", "five");
}
static void lone_order(Site *s) {
  lone_article(s, 1, 9, "One", "a", "Mountains and valleys, seen from far away.", "one");
}
static void lone_alike(Site *s) {
  lone_article(s, 4, 4, "Four", "b", "Harbours with boats, and boats with sails.", "four");
}
static void lone_template(Site *s) {
  put(s, "templates/lone.html", "<h2>{{ page.title }}</h2>{%% slot \"after_body\" %%}\n");
}
static void lone_plugin(Site *s) {
  put(s, "plugins/lone/init.lua", lone, "second");
}
static void lone_page(Site *s) {
  put(s, "data/title.yaml", "word: another title\n");
}
static void lone_reason(Site *s) {
  lone_withdraw_because(s, "Very wrong.");
}
/* Shown by an article that stays as it is: the page has other numbers. */
static void lone_image(Site *s) {
  put(s, "articles/boat.svg", "<svg width=\"12\" height=\"34\"/>\n");
}
static void lone_slug(Site *s) {
  lone_article(s, 2, 2, "Two", "a", "Harbours with boats, and boats with sails.", "zwei");
}

static const struct {
  ReadKind kind;
  Edit edit;
} proofs[] = {
  { READ_SOURCE, lone_body },       { READ_SETTING, lone_subtitle },
  { READ_DATA, edit_data },         { READ_OPTION, lone_option },
  { READ_ARTICLE, lone_title },     { READ_FACT, lone_spell },
  { READ_STATS, lone_lanterns },    { READ_KEYS, lone_label },
  { READ_SLICE, lone_more },        { READ_NEAR, lone_order },
  { READ_SIMILAR, lone_alike },     { READ_NOTICE, edit_notice },
  { READ_TEMPLATE, lone_template }, { READ_TEXT, edit_text },
  { READ_PLUGIN, lone_plugin },     { READ_PAGES, lone_page },
  { READ_LINK, lone_slug },         { READ_WITHDRAWN, lone_reason },
  { READ_IMAGE, lone_image },       { READ_QUERY, lone_more },
  { READ_FILES, lone_image },
};

static uint32_t random_state = 20240103;
static uint32_t next_random(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 17;
  return random_state ^= random_state << 5;
}

static void test_random_edits(void) {
  static Site s;
  Store stores[2];
  memset(stores, 0, sizeof stores);
  start_site(&s);
  CHECK(same(&s, NULL, &stores[0], 0, true));
  const char *asked = getenv("REPLAY_EDITS");
  int count = asked ? atoi(asked) : 40, now = 0;
  for (int i = 0; i < count; i++) {
    size_t which = next_random() % (sizeof edits / sizeof edits[0]);
    if (s.count + 6 > MOST_FILES) which = sizeof edits / sizeof edits[0] - 1;
    edits[which](&s);
    store_free(&stores[1 - now]);
    if (!same(&s, &stores[now], &stores[1 - now], 0, true)) {
      printf("  after edit %d of kind %zu\n", i, which);
      check_fail(__FILE__, __LINE__, "a warm build differs from a clean one");
      break;
    }
    now = 1 - now;
  }
  store_free(&stores[0]);
  store_free(&stores[1]);
}

/* Articles that fail come and go, in their front matter and on their pages, while everything else
 * is published. */
static void test_held_articles(void) {
  static const Edit some[] = { edit_break, edit_bad_link, edit_slug,   edit_mend,
                               edit_text,  edit_restart,  edit_remove, edit_mend };
  static Site s;
  Store stores[2];
  memset(stores, 0, sizeof stores);
  start_site(&s);
  s.hold = true;
  settings(&s, "first", "plain");
  CHECK(same(&s, NULL, &stores[0], 0, true));
  int now = 0;
  for (size_t i = 0; i < sizeof some / sizeof some[0]; i++) {
    some[i](&s);
    s.hold = true;
    settings(&s, "first", "plain");
    store_free(&stores[1 - now]);
    if (!same(&s, &stores[now], &stores[1 - now], 0, true)) {
      printf("  after edit %zu\n", i);
      check_fail(__FILE__, __LINE__, "a warm build differs from a clean one");
    }
    now = 1 - now;
  }
  store_free(&stores[0]);
  store_free(&stores[1]);
}

/* An article that is held is nowhere, as if it were missing: nobody links to this one. */
static void test_held_is_missing(void) {
  static Site s;
  Built1 held, missing, stopped;
  for (int kind = 0; kind < 2; kind++) {
    start_site(&s);
    for (int round = 0; round < 3; round++) {
      s.hold = round < 2;
      settings(&s, "first", "plain");
      put(&s, "articles/9.md",
          kind ? "---\ntitle: Nine\ndate: 2024-02-09\ntags: [tea]\naliases: "
                 "[/nine/]\n---\n[x](8.md)\n"
               : "---\ntitle: [\n---\nBroken.\n");
      if (round == 1) drop(&s, "articles/9.md");
      build(round == 0 ? &held : round == 1 ? &missing : &stopped, &s, NULL, NULL, 0);
    }
    CHECK(held.ok && missing.ok && !stopped.ok);
    CHECK(oid_eq(&held.tree, &missing.tree));
    CHECK(str_find(buf_view(&held.diagnostics), S("articles/9.md: warning: held back")) >= 0);
    CHECK(str_find(buf_view(&held.diagnostics), S("error:")) < 0);
    buf_free(&held.diagnostics);
    buf_free(&missing.diagnostics);
    buf_free(&stopped.diagnostics);
  }
}

static void test_nothing_changed(void) {
  static Site s;
  Store store = { 0 }, again = { 0 };
  start_site(&s);
  Built1 cold, warm;
  build(&cold, &s, NULL, &store, 0);
  CHECK(cold.ok);
  if (!cold.ok) printf("%.*s", STR(buf_view(&cold.diagnostics)));
  build(&warm, &s, &store, &again, 0);
  CHECK_INT(warm.ran, 0);
  CHECK_INT(warm.reused, cold.ran);
  CHECK(oid_eq(&warm.tree, &cold.tree));
  buf_free(&cold.diagnostics);
  buf_free(&warm.diagnostics);
  store_free(&store);
  store_free(&again);
}

/* One subtitle is read by every page; one body by its own page and few others. */
static void test_cost_follows_the_change(void) {
  static Site s;
  Store store = { 0 }, again = { 0 };
  start_site(&s);
  Built1 cold, warm;
  build(&cold, &s, NULL, &store, 0);
  put(&s, "data/unused.yaml", "nothing: reads this\n");
  build(&warm, &s, &store, &again, 0);
  CHECK_INT(warm.ran, 1); /* the new file's own job */
  buf_free(&cold.diagnostics);
  buf_free(&warm.diagnostics);
  store_free(&store);
  store_free(&again);
}

/* Lists, feeds, the archive and what machines read, over many articles. */
enum { MANY = 80 };

static void many_article(Site *s, int n, const char *title, const char *words) {
  char path[64];
  snprintf(path, sizeof path, "articles/%03d.md", n);
  put(s, path,
      "---\ntitle: %s\ndate: %d-%02d-%02d\ntags: [t%d]\ncategories: [c%d]\nauthor: Author %d\n"
      "series: S%d\ndescription: Stays the same.\n---\n%s\n",
      title, 2015 + n / 24, n / 2 % 12 + 1, n % 28 + 1, n % 10, n % 5, n % 7, n % 20, words);
}

static size_t jobs_after(Site *s, const Store *store) {
  Store again = { 0 };
  Built1 warm, clean;
  build(&warm, s, store, &again, 0);
  build(&clean, s, NULL, NULL, 0);
  CHECK(warm.ok && oid_eq(&warm.tree, &clean.tree));
  buf_free(&warm.diagnostics);
  buf_free(&clean.diagnostics);
  store_free(&again);
  return warm.ran;
}

static void test_an_edit_touches_what_shows_it(void) {
  static Site s;
  Store store = { 0 };
  Built1 cold;
  memset(&s, 0, sizeof s);
  s.now = 1735689600;
  s.flags = "";
  put(&s, "publish.yaml",
      "title: Many\nurl: https://example.org/\nplugins:\n  - related: false\n  - tags: { "
      "automatic: "
      "false }\n");
  for (int n = 0; n < MANY; n++) many_article(&s, n, "A title", "One two three.");
  build(&cold, &s, NULL, &store, 0);
  CHECK(cold.ok && cold.ran > 4 * MANY);
  many_article(&s, 50, "A title", "One two four.");
  size_t body = jobs_after(&s, &store);
  many_article(&s, 50, "Another title", "One two three.");
  size_t title = jobs_after(&s, &store);
  printf("  of %zu jobs an edited text runs %zu, an edited title %zu\n", cold.ran, body, title);
  CHECK(body <= 3);
  CHECK(title <= 30);
  buf_free(&cold.diagnostics);
  store_free(&store);
}

/* Another entry of a menu is on the pages of its language only. */
static void test_a_menu_touches_its_language(void) {
  static const char settings_of[] =
      "title: Many\nurl: https://example.org/\nlanguages: { en: , fr: { menus: { main: [ { title: "
      "%s, url: /fr/ } ] } } }\nplugins:\n  - related: false\n  - tags: false\n  - lists: false\n";
  static Site s;
  Store store = { 0 };
  Built1 cold;
  memset(&s, 0, sizeof s);
  s.now = 1735689600;
  s.flags = "";
  put(&s, "publish.yaml", settings_of, "Un");
  for (int n = 0; n < MANY; n++) many_article(&s, n, "A title", "One two three.");
  put(&s, "articles/un.fr.md", "---\ntitle: Un\ndate: 2024-01-01\n---\nUn.\n");
  put(&s, "articles/deux.fr.md", "---\ntitle: Deux\ndate: 2024-01-02\n---\nDeux.\n");
  build(&cold, &s, NULL, &store, 0);
  CHECK(cold.ok && cold.ran > 2 * MANY);
  put(&s, "publish.yaml", settings_of, "Une");
  size_t ran = jobs_after(&s, &store);
  printf("  of %zu jobs a menu of one language runs %zu\n", cold.ran, ran);
  CHECK(ran >= 3 && ran <= 5); /* two articles, the home page, the settings */
  buf_free(&cold.diagnostics);
  store_free(&store);
}

static void test_every_kind_matters(void) {
  for (size_t i = 0; i < sizeof proofs / sizeof proofs[0]; i++) {
    static Site s;
    Store store = { 0 }, again = { 0 };
    Built1 cold;
    start_lone(&s);
    uint32_t lost = UINT32_C(1) << proofs[i].kind;
    build(&cold, &s, NULL, &store, lost);
    if (!cold.ok) printf("%.*s", STR(buf_view(&cold.diagnostics)));
    CHECK(cold.ok);
    proofs[i].edit(&s);
    if (same(&s, &store, &again, lost, false)) {
      printf("  records of kind '%s' are not needed?\n", read_kind_name(proofs[i].kind));
      check_fail(__FILE__, __LINE__, "losing records went unnoticed");
    }
    buf_free(&cold.diagnostics);
    store_free(&store);
    store_free(&again);
  }
}

/* Another engine or flag: nothing may be used again, although output is the same. */
static void test_engine_matters(void) {
  static Site s;
  for (int lose = 0; lose < 2; lose++) {
    Store store = { 0 }, again = { 0 };
    Built1 cold, warm;
    start_site(&s);
    uint32_t lost = lose ? UINT32_C(1) << READ_ENGINE : 0;
    build(&cold, &s, NULL, &store, lost);
    edit_flags(&s);
    build(&warm, &s, &store, &again, lost);
    if (lose)
      CHECK(warm.reused > 0);
    else
      CHECK_INT(warm.reused, 0);
    buf_free(&cold.diagnostics);
    buf_free(&warm.diagnostics);
    store_free(&store);
    store_free(&again);
  }
}

CHECKS_MAIN({ "a second build of the same input runs no job", test_nothing_changed },
            { "a file that nothing reads costs one job", test_cost_follows_the_change },
            { "an edit touches the pages that show it", test_an_edit_touches_what_shows_it },
            { "a menu touches the pages of its language", test_a_menu_touches_its_language },
            { "random edits: warm and clean builds agree", test_random_edits },
            { "held articles: warm and clean builds agree", test_held_articles },
            { "a held article is as if it were missing", test_held_is_missing },
            { "losing any kind of record is noticed", test_every_kind_matters },
            { "another engine uses nothing again", test_engine_matters })
