/* build_whole_site.c -- a hook about one article that reads the whole site gets one
 * warning for each plugin, at its line; hooks about the site get none, and neither does
 * one that stays below the limit. */
#include "build/build.h"
#include "check.h"

enum { MOST = 1010 };

typedef struct {
  char paths[MOST][48];
  char bytes[MOST][1024];
  BuildEntry entries[MOST];
  size_t count;
} Site;

static void put(Site *s, const char *path, const char *bytes) {
  snprintf(s->paths[s->count], sizeof s->paths[0], "%s", path);
  snprintf(s->bytes[s->count], sizeof s->bytes[0], "%s", bytes);
  s->entries[s->count] =
      (BuildEntry){ str_c(s->paths[s->count]), object_id(OBJECT_BLOB, str_c(s->bytes[s->count])),
                    MODE_FILE };
  s->count++;
}

static bool read_file(void *context, size_t index, Str *out, Arena *a, Diags *d) {
  (void)a, (void)d;
  *out = str_c(((const Site *)context)->bytes[index]);
  return true;
}

static bool ours(void *context, Str name) {
  (void)context;
  return str_eqc(name, "reader");
}

/* The warnings of a site of `articles` articles whose plugin has these hooks. */
static size_t warnings(size_t articles, const char *hooks, Diag *first, Arena *a) {
  static Site s;
  s.count = 0;
  for (size_t i = 0; i < articles; i++) {
    char path[48], bytes[200];
    snprintf(path, sizeof path, "articles/%04zu.md", i);
    snprintf(bytes, sizeof bytes, "---\ntitle: A%zu\ndate: 2024-01-01\ntags: [t%zu]\n---\nText.\n",
             i, i % 3);
    put(&s, path, bytes);
  }
  char plugin[1000];
  snprintf(plugin, sizeof plugin,
           "local P = publish.plugin { name = 'reader', version = '1.0.0', api = 1,\n"
           "  indexes = { all = publish.sorted { by = 'date' } } }\n"
           "local function walk(rows) local n = 0\n"
           "  for _, article in ipairs(rows) do n = n + #article.title end return n end\n"
           "%s\nreturn P\n",
           hooks);
  put(&s, "plugins/reader/init.lua", plugin);
  put(&s, "publish.yaml", "title: Whole\nurl: https://example.org/\n");
  put(&s, "templates/article.html", "{{ article.title }}\n");
  BuildInput in = { .entries = s.entries,
                    .count = s.count,
                    .read = read_file,
                    .context = &s,
                    .now = 1735689600,
                    .workers = 2,
                    .plugin_on = ours };
  BuildResult result;
  Diags d = { 0 };
  bool ok = build_run(&result, &in, BUILD_ALL, &d);
  diags_sort(&d);
  if (!ok) {
    Buf text = { 0 };
    diags_print(&d, DIAG_TEXT, false, false, &text);
    printf("%.*s", STR(buf_view(&text)));
    buf_free(&text);
  }
  CHECK(ok);
  size_t n = 0;
  for (size_t i = 0; i < d.count; i++) {
    if (d.items[i].code != P_WHOLE_SITE) continue;
    if (n++ == 0) {
      *first = d.items[i];
      first->file = arena_str(a, first->file);
    }
  }
  build_free(&result);
  diags_free(&d);
  return n;
}

static void test_one_for_each_plugin(void) {
  Arena a = { 0 };
  Diag first = { 0 };
  size_t n =
      warnings(1000,
               "function P.check(article, site) walk(site:articles()) end\n"
               "function P.page(page, site) for _, one in ipairs(site.indexes.all:rows()) do "
               "local x = one end end",
               &first, &a);
  CHECK_INT(n, 1);
  CHECK_INT(first.severity, DIAG_WARNING);
  CHECK_INT(first.line, 4); /* in front of the other hook's, which stands in line 6 */
  CHECK_INT(first.more, 1999);
  CHECK(str_eqc(first.file, "plugins/reader/init.lua"));
  arena_free(&a);
}

static void test_the_limit(void) {
  Arena a = { 0 };
  Diag first;
  CHECK_INT(warnings(999, "function P.check(article, site) walk(site:articles()) end", &first, &a),
            0);
  CHECK_INT(warnings(1000,
                     "function P.check(article, site) walk(site:articles { count = 999 }) end",
                     &first, &a),
            0);
  /* The same rows again and again are no more of them. */
  CHECK_INT(
      warnings(1000,
               "function P.check(article, site) for i = 1, 3 do\n"
               "  walk(site:articles { tag = 't1' }) walk(site:articles { tag = 't2' }) end end",
               &first, &a),
      0);
  arena_free(&a);
}

static void test_hooks_about_the_site(void) {
  Arena a = { 0 };
  Diag first;
  CHECK_INT(
      warnings(1000,
               "function P.files(site) walk(site:articles()) end\n"
               "function P.check_site(site) walk(site:articles()) end\n"
               "P.pages = { site = function(key, rows, add, site) walk(site:articles()) end }",
               &first, &a),
      0);
  arena_free(&a);
}

CHECKS_MAIN({ "one warning for each plugin, at its line", test_one_for_each_plugin },
            { "at least 1,000 different articles", test_the_limit },
            { "hooks about the site may read all of it", test_hooks_about_the_site })
