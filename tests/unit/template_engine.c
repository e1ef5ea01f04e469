/* template_engine.c -- the engine as the pipeline and plugins use it: rows and
 * records of reads, caching, limits, nesting, the default theme, hostile files. */
#include "template_rig.h"

#include <dirent.h>
#include <time.h>

static const char *const rows_yaml[] = {
  "{path: a.md, url: /a/, title: First, date: 2024-01-03, language: en, excerpt: Text of A, "
  "authors: [{name: Ann, url: 'https://ann.example/'}], tags: [x, y]}",
  "{path: b.md, url: /b/, title: 'Second & last', date: 2024-01-02, updated: 2024-02-01, "
  "language: zh, excerpt: 内容, source: {name: Paper, url: 'https://p.example/', licence: CC}, "
  "image: {url: /b/i.png, alt: A picture, caption: Cap, credit: Me}, sponsored: true}",
};

static void add_rows(Rig *rig) {
  World *w = &rig->world;
  w->rows = ARENA_ARRAY(&rig->arena, 2, Row);
  for (uint32_t i = 0; i < 2; i++) {
    Source source = { S("row"), str_c(rows_yaml[i]) };
    const Value *v = NULL;
    CHECK(yaml_parse(&v, &rig->arena, &source, 0, source.text.n, &rig->diags));
    w->rows[i].v = rig_dates(rig, v, S(""));
    w->rows[i].path = value_strc(v, "path");
    row_seal(&w->rows[i]);
    map_put(&w->row_numbers, w->rows[i].path, (void *)(uintptr_t)(i + 1));
  }
  w->row_count = 2;
}

static const uint32_t both[] = { 1, 2 };

/* A page with both rows, and the first one's article when asked for. */
static bool render_rows(Rig *rig, const char *name, bool with_article, Reads *reads) {
  EngineField page_fields[] = { { S("rows"), { .kind = ENGINE_ROWS, .rows = both, .count = 2 } } };
  EngineField article_fields[] = { { S("content"),
                                     { .kind = ENGINE_HTML, .html = S("<p>c</p>") } } };
  EngineVar vars[] = { rig_var(rig, "site", "site"),
                       rig_var(rig, "page", "page"),
                       { S("article"), S("article"), { 0 } } };
  vars[1].value.kind = ENGINE_REF;
  vars[1].value.fields = page_fields;
  vars[1].value.field_count = 1;
  if (with_article)
    vars[2].value = (EngineValue){ .kind = ENGINE_REF,
                                   .ref = world_article(&rig->world, 1),
                                   .fields = article_fields,
                                   .field_count = 1 };
  EngineJob job = { .vars = vars, .var_count = 3, .language = S("en") };
  return engine_render(rig->engine, str_c(name), &job, reads, &rig->out, &rig->diags);
}

static bool has_read(const Reads *r, ReadKind kind, const char *part) {
  for (size_t i = 0; i < r->count; i++)
    if (r->items[i].kind == kind && str_find(r->items[i].key, str_c(part)) >= 0) return true;
  return false;
}

static void rows_are_read_and_recorded(void) {
  Rig rig = { 0 };
  rig_template(&rig, S("page.html"),
               S("{% for r in page.rows %}{{ r.title }}{% if r.updated %}*{% endif %};{% endfor %}"
                 "{{ article.title }}{{ article.content }}{{ site.title }}"));
  rig_open(&rig, S("site: {title: T, subtitle: S}\n"));
  add_rows(&rig);
  CHECK(render_rows(&rig, "page.html", true, &rig.reads));
  CHECK_STR(buf_view(&rig.out), "First;Second &amp; last*;First<p>c</p>T");
  CHECK(has_read(&rig.reads, READ_ARTICLE, "a.md"));
  CHECK(has_read(&rig.reads, READ_ARTICLE, "b.md"));
  CHECK(has_read(&rig.reads, READ_SETTING, "title"));
  CHECK(!has_read(&rig.reads, READ_SETTING, "subtitle"));
  map_free(&rig.world.row_numbers);
  rig_close(&rig);
}

static void every_file_is_recorded_by_every_render(void) {
  Rig rig = { 0 };
  rig_template(&rig, S("page.html"),
               S("{% extends \"base.html\" %}{% block a %}{% include \"b.html\" %}"
                 "{{ \"x\" | t }}{% endblock %}"));
  rig_template(&rig, S("base.html"), S("{% block a %}{% endblock %}"));
  rig_template(&rig, S("b.html"), S("{% if false %}{% include \"c.html\" %}{% endif %}"));
  rig_template(&rig, S("c.html"), S("c"));
  rig_open(&rig, S("texts: {en: {x: X}}\n"));
  for (int turn = 0; turn < 2; turn++) {
    Reads r = { 0 };
    CHECK(render_rows(&rig, "page.html", false, &r));
    CHECK(has_read(&r, READ_TEMPLATE, "page.html"));
    CHECK(has_read(&r, READ_TEMPLATE, "base.html"));
    CHECK(has_read(&r, READ_TEMPLATE, "b.html"));
    CHECK(has_read(&r, READ_TEMPLATE, "c.html"));
    CHECK(has_read(&r, READ_TEXT, "x"));
    reads_free(&r);
  }
  rig_close(&rig);
}

static void absence_is_recorded_by_what_fails(void) {
  Rig rig = { 0 };
  rig_template(&rig, S("page.html"), S("{% include \"none.html\" %}"));
  rig_open(&rig, S(""));
  for (size_t turn = 1; turn <= 2; turn++) {
    Reads r = { 0 };
    CHECK(!render_rows(&rig, "page.html", false, &r));
    CHECK(has_read(&r, READ_TEMPLATE, "none.html"));
    CHECK_INT(rig.diags.errors, turn); /* said again by every page that needs it */
    reads_free(&r);
  }
  Reads r = { 0 };
  CHECK(!engine_has(rig.engine, S("other.html"), &r));
  CHECK(has_read(&r, READ_TEMPLATE, "other.html"));
  CHECK(!render_rows(&rig, "pag.html", false, &r));
  Str said = rig_said(&rig);
  CHECK(str_find(said, S("error: there is no template \"pag.html\"")) >= 0);
  CHECK(str_find(said, S("did you mean \"page.html\"?")) >= 0);
  reads_free(&r);
  rig_close(&rig);
}

static void a_failed_render_leaves_no_output(void) {
  Rig rig = { 0 };
  rig_template(&rig, S("page.html"), S("<p>{{ 1 / n }}"));
  rig_open(&rig, S("n: 0\n"));
  buf_c(&rig.out, "before");
  CHECK(!rig_render(&rig, "page.html"));
  CHECK_STR(buf_view(&rig.out), "before");
  rig_close(&rig);
}

static void output_is_limited(void) {
  Rig rig = { 0 };
  rig_template(&rig, S("page.html"),
               S("{% for a in range(1, 9999) %}{% for b in range(1, 9999) %}xxxxxxxxxxxxxxxx"
                 "{% endfor %}{% endfor %}"));
  rig_open(&rig, S(""));
  engine_free(rig.engine);
  EngineOptions options = { .text = rig.text, .output = 100000 };
  rig.engine = engine_new(&rig.world, &options, &rig.diags);
  CHECK(!rig_render(&rig, "page.html"));
  Str said = rig_said(&rig);
  CHECK(str_find(said, S("templates/page.html:1:1: error: the page is larger than 100000 bytes")) >=
        0);
  rig_close(&rig);
}

/* -- filters lent by the host, and a render inside of a render -- */

static Rig *outer;
static bool shout(void *context, Str input, const Str *args, size_t count, Arena *a, Str *out,
                  Diags *d) {
  (void)context, (void)d;
  *out = arena_printf(a, "%.*s%.*s", STR(input), STR(count ? args[0] : S("!")));
  return true;
}

static bool nested(void *context, Str input, const Str *args, size_t count, Arena *a, Str *out,
                   Diags *d) {
  (void)args, (void)count, (void)context;
  Buf inner = { 0 };
  Source s = { S("x"), input };
  EngineVar vars[] = { { S("site"), S("site"), { 0 } },
                       { S("word"), S(""), { .kind = ENGINE_HTML, .html = s.text } } };
  EngineJob job = { .vars = vars, .var_count = 2, .language = S("en") };
  bool fine = engine_render(outer->engine, S("part.html"), &job, NULL, &inner, d);
  *out = buf_dup(&inner, a);
  buf_free(&inner);
  return fine;
}

static void filters_can_be_lent(void) {
  Rig rig = { 0 };
  rig_template(&rig, S("page.html"),
               S("{{ \"a\" | shout }}{{ \"b\" | shout(\"?\") | upper }}"
                 "{{ \"<i>\" | part }}"));
  rig_template(&rig, S("part.html"), S("[{{ word }}]"));
  rig_open(&rig, S(""));
  outer = &rig;
  engine_filter(rig.engine, S("shout"), shout, NULL);
  engine_filter(rig.engine, S("part"), nested, NULL);
  CHECK(rig_render(&rig, "page.html"));
  CHECK_STR(buf_view(&rig.out), "a!B?[&lt;i&gt;]");
  Str said = rig_said(&rig);
  CHECK_STR(said, "");
  rig_close(&rig);
}

/* -- files as they come -- */

static void bytes_that_are_no_text(void) {
  Rig rig = { 0 };
  rig_template(&rig, S("nul.html"), str_n("a\0{{ x }}", 9));
  rig_template(&rig, S("latin1.html"), S("<p>\n caf\xE9</p>"));
  rig_template(&rig, S("bom.html"), S("\xEF\xBB\xBF{% extends \"b.html\" %}"));
  rig_template(&rig, S("b.html"), S("b"));
  rig_template(&rig, S("crlf.html"), S("a\r\n{{ x.y.z }}\r\n"));
  rig_open(&rig, S("x: {a: 1}\n"));
  CHECK(!rig_render(&rig, "nul.html"));
  CHECK(!rig_render(&rig, "latin1.html"));
  Str said = rig_said(&rig);
  CHECK(str_find(said, S("templates/nul.html:1:2: error: a NUL byte in a template")) >= 0);
  CHECK(str_find(said, S("templates/latin1.html:2:5: error: the template is not UTF-8 here")) >= 0);
  CHECK(rig_render(&rig, "bom.html"));
  CHECK(rig_render(&rig, "crlf.html"));
  CHECK_STR(buf_view(&rig.out), "ba\r\n\r\n");
  rig_close(&rig);
}

static Str file_of(Arena *a, const char *path) {
  Diags d = { 0 };
  Str text = S("");
  if (!file_exists(path) || !file_read(&text, a, path, 16 << 20, &d)) text = (Str){ 0 };
  diags_free(&d);
  return text;
}

static void hostile_templates(void) {
  static const struct {
    const char *file;
    bool fine;
  } files[] = { { "unclosed-tag.html", false },
                { "unknown-filter.html", false },
                { "in-script-string.html", false },
                { "in-style.html", false },
                { "in-event.html", false },
                { "in-tagname.html", false },
                { "in-attrname.html", false },
                { "in-url-query.html", true },
                { "in-textarea.html", true },
                { "nul.html", false },
                { "bad-utf8.html", false },
                { "huge.html", true },
                { "in-xml.html", true } };
  Arena a = { 0 };
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
    Str text = file_of(
        &a, arena_cstr(&a, arena_printf(&a, "../shared/bad-inputs/templates/%s", files[i].file)));
    if (!text.p) {
      printf("  skipped: the shared hostile templates\n");
      break;
    }
    Rig rig = { 0 };
    rig_template(&rig, S("t.html"), text);
    rig_open(&rig, S("title: '\"><script>alert(1)</script>'\nurl: 'javascript:x'\n"));
    bool fine = rig_render(&rig, "t.html");
    if (fine != files[i].fine) {
      Str said = rig_said(&rig);
      printf("  %s:\n%.*s\n", files[i].file, STR(said));
      check_failed_here = 1;
    }
    CHECK(str_find(buf_view(&rig.out), S("<script")) < 0);
    CHECK(fine || rig.diags.items[0].line > 0);
    rig_close(&rig);
  }
  arena_free(&a);
}

/* Twice the template must not take four times as long. */
static double seconds(const char *piece, size_t count) {
  Buf b = { 0 };
  for (size_t i = 0; i < count; i++) buf_c(&b, piece);
  Rig rig = { 0 };
  rig_template(&rig, S("t.html"), buf_view(&b));
  rig_open(&rig, S("x: y\n"));
  struct timespec from, to;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
  rig_render(&rig, "t.html");
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
  rig_close(&rig);
  buf_free(&b);
  return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

static void time_is_linear(void) {
  static const char *const pieces[] = {
    "{{ x }}\n",
    "<p title='{{ x }}'>",
    "{% if x %}\n",
    "{% set a = x %}\n",
    "{{",
    "{#",
    "{% raw %}",
    "<!--",
    "<a ",
    "\"",
    "{{ \"",
    "(",
    "{{ ((((",
    "\n\n\n",
    "{% for y in x %}",
    "{% block b %}",
  };
  for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
    seconds(pieces[i], 4000);
    double once = seconds(pieces[i], 10000), twice = seconds(pieces[i], 40000);
    if (twice > 12 * once + 0.3) {
      printf("  %s: %.3f s, four times as much %.3f s\n", pieces[i], once, twice);
      check_failed_here = 1;
    }
  }
}

/* -- the theme that comes along -- */

static void the_default_theme_compiles(void) {
  Rig rig = { 0 };
  DIR *dir = opendir("plugins/render/templates");
  CHECK(dir != NULL);
  for (struct dirent *e; dir && (e = readdir(dir));) {
    if (e->d_name[0] == '.') continue;
    Str path = arena_printf(&rig.arena, "plugins/render/templates/%s", e->d_name);
    rig_template(&rig, arena_str(&rig.arena, str_c(e->d_name)),
                 file_of(&rig.arena, arena_cstr(&rig.arena, path)));
  }
  if (dir) closedir(dir);
  rig_template(&rig, S("counts-card.html"), S("")); /* the plugin counts brings it */
  rig_open(&rig, S("site: {title: T & S, url: 'https://e.example/b', base: /b, language: en, "
                   "contact: {email: a@e.example}, menus: {main: [{title: Home, url: /}]}}\n"
                   "page: {url: /b/, kind: home, title: Home, language: en, number: 1, count: 2, "
                   "next_url: /b/page/1/}\n"));
  add_rows(&rig);
  Str yaml = file_of(&rig.arena, "plugins/render/i18n/en.yaml");
  const Value *texts = NULL;
  Source source = { S("en.yaml"), yaml };
  CHECK(yaml_parse(&texts, &rig.arena, &source, 0, yaml.n, &rig.diags));
  map_put(&rig.world.texts, S("en"), (void *)(uintptr_t)texts);
  CHECK(engine_check_all(rig.engine, &rig.diags));
  static const char *const layouts[] = { "article.html", "home.html", "list.html", "tag.html",
                                         "404.html" };
  for (size_t i = 0; i < 5; i++) CHECK(render_rows(&rig, layouts[i], i == 0, &rig.reads));
  Str said = rig_said(&rig);
  CHECK_STR(said, "");
  CHECK(str_find(buf_view(&rig.out), S("Second &amp; last")) >= 0);
  map_free(&rig.world.row_numbers);
  rig_close(&rig);
}

CHECKS_MAIN({ "rows are read and recorded", rows_are_read_and_recorded },
            { "every file is recorded by every render", every_file_is_recorded_by_every_render },
            { "absence is recorded by what fails", absence_is_recorded_by_what_fails },
            { "a failed render leaves no output", a_failed_render_leaves_no_output },
            { "output is limited", output_is_limited },
            { "filters can be lent", filters_can_be_lent },
            { "bytes that are no text", bytes_that_are_no_text },
            { "hostile templates", hostile_templates }, { "time is linear", time_is_linear },
            { "the default theme compiles", the_default_theme_compiles })
