/* cases.c -- folders of files as cases, and what is wrong with them. */
#include "cli/cases.h"

#include "cli/folder.h"

static const char *const parts[] = { "in.md",        "site",       "options.yaml",
                                     "expect.html",  "expect.ast", "expect.diag",
                                     "expect.files", "expect",     "README.md" };
enum { PARTS = sizeof parts / sizeof parts[0] };

static const char hint[] =
    "a case has in.md or site/, options.yaml, expect.html, expect.ast, expect.diag, expect.files, "
    "expect/, README.md";

static void stray(Diags *d, Arena *a, Str place, Str path) {
  Str names[PARTS], name = path;
  long slash = str_chr(path, '/');
  if (slash >= 0) name = str_sub(path, 0, (size_t)slash);
  for (size_t i = 0; i < PARTS; i++) names[i] = str_c(parts[i]);
  Str near = str_nearest(name, names, PARTS);
  Diag *r =
      diag_file(d, DIAG_ERROR, P_TEST_CASE, arena_printf(a, "%.*s/%.*s", STR(place), STR(path)),
                hint, "is no part of a test case");
  if (near.n) diag_help(d, r, "did you mean '%.*s'?", STR(near));
}

static Str file_of(const TestCase *c, Arena *a, const char *name) {
  return arena_printf(a, "%.*s/%s", STR(c->place), name);
}

/* A file that is there and says nothing. */
static void check_empty(TestCase *c, Arena *a, Str text, const char *name, Str again, Diags *d) {
  if (!text.p || str_trim(text).n) return;
  Diag *r = diag_file(d, DIAG_ERROR, P_TEST_CASE, file_of(c, a, name), NULL, "expects nothing");
  if (str_eqc(str_c(name), "expect.diag"))
    diag_help(d, r, "remove the file: without it nothing may be said");
  else
    diag_help(d, r, "'%.*s' writes what comes out", STR(again));
  c->bare = true;
}

static void check_case(TestCase *c, Arena *a, Str again, Diags *d) {
  bool has_in = c->in.p != NULL, has_site = c->site_count > 0;
  if (has_in && has_site)
    diag_file(d, DIAG_ERROR, P_TEST_CASE, c->place, "make two cases of it",
              "has both in.md and site/");
  else if (!has_in && !has_site)
    diag_file(d, DIAG_ERROR, P_TEST_CASE, c->place,
              "add in.md, an article; or site/, a small repository", "has nothing to build");
  if (has_site && c->html.p)
    diag_file(d, DIAG_ERROR, P_TEST_CASE, file_of(c, a, "expect.html"),
              "a site's pages are files of expect/, such as expect/one/index.html",
              "goes with in.md, and the case has site/");
  if (has_site && c->ast.p)
    diag_file(d, DIAG_ERROR, P_TEST_CASE, file_of(c, a, "expect.ast"),
              "show the article in a case with in.md", "goes with in.md, and the case has site/");
  if (c->options.p && files_get(c->site, c->site_count, "publish.yaml").p)
    diag_file(d, DIAG_ERROR, P_TEST_CASE, file_of(c, a, "options.yaml"),
              "write them under the plugin's name in site/publish.yaml",
              "the options belong into the case's own publish.yaml");
  if (d->errors) return;
  if (!c->html.p && !c->ast.p && !c->diag.p && !c->files.p && !c->expect_count) {
    Diag *r = diag_file(d, DIAG_ERROR, P_TEST_CASE, c->place, NULL, "expects nothing");
    diag_help(d, r, "'%.*s' writes what comes out, to be read before it is kept", STR(again));
    c->bare = true;
  }
  check_empty(c, a, c->html, "expect.html", again, d);
  check_empty(c, a, c->ast, "expect.ast", again, d);
  check_empty(c, a, c->diag, "expect.diag", again, d);
  check_empty(c, a, c->files, "expect.files", again, d);
}

static Str printed(Arena *a, Diags *d) {
  Buf text = { 0 };
  diags_print(d, DIAG_TEXT, false, false, &text);
  Str s = d->count ? buf_dup(&text, a) : S("");
  buf_free(&text);
  diags_free(d);
  return s;
}

static TestCase read_case(Arena *a, const MemoryFile *files, size_t count, Str name, Str place,
                          Str again) {
  TestCase c = { .name = name, .place = arena_printf(a, "%.*s/%.*s", STR(place), STR(name)) };
  c.site = files_below(&c.site_count, a, files, count, S("site"));
  c.expect = files_below(&c.expect_count, a, files, count, S("expect"));
  c.in = files_get(files, count, "in.md");
  c.options = files_get(files, count, "options.yaml");
  c.html = files_get(files, count, "expect.html");
  c.ast = files_get(files, count, "expect.ast");
  c.diag = files_get(files, count, "expect.diag");
  c.files = files_get(files, count, "expect.files");
  Diags d = { 0 };
  for (size_t i = 0; i < count; i++) {
    Str path = files[i].path;
    bool known = str_starts(path, S("site/")) || str_starts(path, S("expect/"));
    for (size_t k = 0; k < PARTS; k++) known = known || str_eqc(path, parts[k]);
    if (!known) stray(&d, a, c.place, path);
  }
  check_case(&c, a, again, &d);
  c.problem = printed(a, &d);
  return c;
}

TestCases cases_read(Arena *a, const MemoryFile *files, size_t count, Str place, Str again) {
  TestCases out = { .cases = ARENA_ARRAY(a, count + 1, TestCase) };
  Diags d = { 0 };
  for (size_t i = 0; i < count;) {
    Str path = files[i].path;
    long slash = str_chr(path, '/');
    if (slash < 0) {
      if (!str_eqc(path, "README.md"))
        diag_file(&d, DIAG_ERROR, P_TEST_CASE, arena_printf(a, "%.*s/%.*s", STR(place), STR(path)),
                  "each case is a folder of its own", "lies beside the test cases");
      i++;
      continue;
    }
    Str name = str_sub(path, 0, (size_t)slash);
    size_t n;
    const MemoryFile *own = files_below(&n, a, files, count, name);
    out.cases[out.count++] = read_case(a, own, n, name, place, again);
    i += n;
  }
  out.problem = printed(a, &d);
  return out;
}
