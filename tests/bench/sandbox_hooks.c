/* What a hook costs: the frame around it (arguments, budget, frozen upvalues compared)
 * and typical work in it. Calls a second, medians. tests/bench/sandbox builds and runs it. */
#include "data/yaml.h"
#include "model/world_data.h"
#include "plugin/host_private.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static Arena arena;
static World world;

static const Value *yaml(const char *text) {
  Diags d = { 0 };
  Source *source = ARENA_NEW(&arena, Source);
  *source = (Source){ S("bench.yaml"), str_c(text) };
  const Value *v;
  if (!yaml_parse(&v, &arena, source, 0, source->text.n, &d)) abort();
  return v;
}

static const char article[] =
    "Some *text* about a [link](b.md) and `code`, in a paragraph of ordinary length that goes "
    "on.\n\n"
    "## A heading\n\n- one\n- two\n\n> a quote\n\nAnother *paragraph* with **strong** words.\n\n"
    "| a | b |\n|---|---|\n| 1 | 2 |\n";

typedef enum { SCAN, TRANSFORM, RENDER, PAGE } Kind;
static const struct {
  const char *name, *code;
  Kind kind;
} hooks[] = {
  { "scan: empty", "function P.scan(article, doc) end", SCAN },
  { "scan: two facts",
    "function P.scan(article, doc) return { words = #article.title, tag = article.tags[1] } end",
    SCAN },
  { "transform: empty", "function P.transform(doc, article) end", TRANSFORM },
  { "transform: filter, nothing found",
    "P.transform = ast.filter { image = function(n) return nil end }", TRANSFORM },
  { "transform: filter, headings read",
    "P.transform = ast.filter { heading = function(n) if n.level > 6 then return ast.paragraph { "
    "n:text() } "
    "end end }",
    TRANSFORM },
  { "render: whole text, no handler", "function P.scan() end", RENDER },
  { "render: whole text, two emph handled",
    "P.render = { emph = function(n, next) return html.i { class = 'x', n:text() } end }", RENDER },
  { "page: empty", "function P.page(page) end", PAGE },
  { "page: small html",
    "function P.page(page) return { byline = html.p { class = 'time', page.title, ' ', html.em { "
    "'5' } } } "
    "end",
    PAGE },
  { "page: 20 list items",
    "function P.page(page) local l = {} for i = 1, 20 do l[i] = html.li { html.a { href = '/a/' .. "
    "i, 'to "
    "' .. i } } end return { after_body = html.ul(l) } end",
    PAGE },
};

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static bool once(Host *h, HostJob *job, Doc *doc, Kind kind, const HostPage *page) {
  const Value *v;
  const EngineField *slots;
  size_t count;
  HtmlOptions options = { 0 };
  Buf out = { 0 };
  bool ok = true;
  switch (kind) {
  case SCAN:
    return host_scan(h, job, doc, &v);
  case TRANSFORM:
    return host_transform(h, job, doc);
  case RENDER:
    ok = host_html(h, job, doc->root, &options, &out);
    buf_free(&out);
    return ok;
  default:
    return host_page(h, job, page, &slots, &count, &v);
  }
}

static double measure(size_t i, size_t rounds) {
  Diags d = { 0 };
  char code[1000];
  snprintf(code, sizeof code,
           "local P = publish.plugin { name = 'p', version = '1.0.0', api = 1 }\n%s\nreturn P\n",
           hooks[i].code);
  Manifest manifest = { .name = S("p"),
                        .version = S("1.0.0"),
                        .source = { S("plugins/p/init.lua"), str_c(code) } };
  Libs libs = { .text = text_open(&d), .language = S("en"), .zone = S("UTC") };
  Host *h = host_new(
      &(HostOptions){ .world = &world, .plugins = &manifest, .count = 1, .libs = &libs }, &d);
  if (!h) {
    fprintf(stderr, "%s: %.*s\n", hooks[i].name, STR(d.items[0].message));
    exit(1);
  }
  Arena kept = { 0 };
  Source source = { S("articles/a.md"), str_c(article) };
  Doc doc = { 0 };
  MarkdownOptions markdown = { 0 };
  if (!doc_parse(&doc, &kept, &source, 0, &markdown, &d)) exit(1);
  HostPage page = { .page = yaml("{url: /a/, kind: article, layout: article.html, title: A}") };
  double began = now();
  for (size_t round = 0; round < rounds; round++) {
    Arena a = { 0 };
    Reads reads = { 0 };
    HostJob job = { .reads = &reads,
                    .diags = &d,
                    .arena = &a,
                    .source = &source,
                    .row = world.rows[0].v,
                    .article = { .v = world.rows[0].v, .article = 1, .key = world.rows[0].path },
                    .number = 1,
                    .language = S("en"),
                    .interface = S("en") };
    h->job = &job;
    if (!once(h, &job, &doc, hooks[i].kind, &page)) {
      fprintf(stderr, "%s: %.*s\n", hooks[i].name, STR(d.items[0].message));
      exit(1);
    }
    reads_free(&reads);
    arena_free(&a);
  }
  double took = now() - began;
  host_free(h);
  text_close(libs.text);
  arena_free(&kept);
  diags_free(&d);
  return took / (double)rounds;
}

int main(void) {
  enum { TURNS = 7, ROUNDS = 5000 };
  doc_init();
  world.settings = yaml("title: Site\nurl: https://example.org\nlanguage: en\n");
  world.data = yaml("{a: 1}");
  world.language = S("en");
  world.rows = ARENA_ARRAY(&arena, 1, Row);
  world.row_count = 1;
  world.rows[0].path = S("articles/a.md");
  world.rows[0].v = yaml("{path: articles/a.md, url: /a/, title: A, language: en, tags: [x, y]}");
  row_seal(&world.rows[0]);
  map_put(&world.row_numbers, world.rows[0].path, (void *)(uintptr_t)1);
  printf("%-38s %10s %12s\n", "one hook", "us a call", "calls a s");
  for (size_t i = 0; i < sizeof hooks / sizeof *hooks; i++) {
    double times[TURNS];
    for (int turn = 0; turn < TURNS; turn++) times[turn] = measure(i, ROUNDS);
    qsort(times, TURNS, sizeof *times, by_value);
    printf("%-38s %10.2f %12.0f\n", hooks[i].name, times[TURNS / 2] * 1e6, 1 / times[TURNS / 2]);
  }
  arena_free(&arena);
  return 0;
}
