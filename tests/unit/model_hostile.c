/* Every hostile or malformed article of ../shared/bad-inputs, when it is there:
 * read as the pipeline reads it, within 2 seconds and 64 MiB, and each with the
 * outcome that is written down here. -v prints the messages. */
#include "check.h"

#include "base/file.h"
#include "model/article.h"
#include <dirent.h>
#include <sys/resource.h>
#include <time.h>

typedef enum { FINE, FAILS } Outcome;
typedef struct {
  const char *file;
  Outcome outcome;
  const char *says; /* a part of the first error, or of the title */
} Case;

static const Case hostile[] = {
  { "frontmatter/unterminated.md", FAILS, "never closed" },
  { "frontmatter/empty.md", FINE, "" },
  { "frontmatter/only-open.md", FAILS, "never closed" },
  { "frontmatter/open-no-newline.md", FINE, "" },
  { "frontmatter/dots-end.md", FINE, "x" },
  { "frontmatter/four-dashes.md", FINE, "" },
  { "frontmatter/leading-blank.md", FINE, "" },
  { "frontmatter/duplicate-keys.md", FAILS, "'title' occurs twice: first in line 2" },
  { "frontmatter/duplicate-nested.md", FAILS, "'b' occurs twice" },
  { "frontmatter/unclosed-flow.md", FAILS, "not closed" },
  { "frontmatter/colon-in-title.md", FAILS, "':' inside a text without quotes" },
  { "frontmatter/at-backtick.md", FAILS, "cannot begin with '@'" },
  { "frontmatter/multi-doc.md", FINE, "x" },
  { "frontmatter/scalar-root.md", FAILS, "found text" },
  { "frontmatter/list-root.md", FAILS, "found a list" },
  { "frontmatter/null-root.md", FINE, "" },
  { "frontmatter/numeric-key.md", FAILS, "key must be a name" },
  { "frontmatter/complex-key.md", FAILS, "found a map" },
  { "frontmatter/merge-key.md", FAILS, "anchors" },
  { "frontmatter/alias-unknown.md", FAILS, "aliases" },
  { "frontmatter/alias-cycle.md", FAILS, "anchors" },
  { "frontmatter/tag-custom.md", FAILS, "tags (!name)" },
  { "frontmatter/type-title-map.md", FAILS, "'title' must be text, found a map" },
  { "frontmatter/type-title-null.md", FAILS, "'title' must be text, found nothing" },
  { "frontmatter/type-title-number.md", FINE, "2024" },
  { "frontmatter/type-title-bool.md", FINE, "no" },
  { "frontmatter/type-title-octal.md", FINE, "0123" },
  { "frontmatter/type-title-sexagesimal.md", FINE, "12:30:45" },
  { "frontmatter/type-title-inf.md", FAILS, "'weight' must be a whole number, found .nan" },
  { "frontmatter/type-tags-string.md", FINE, "x" },
  { "frontmatter/type-tags-nested.md", FAILS, "tags[1] must be text, found a list" },
  { "frontmatter/tags-10000.md", FAILS, "at most 200 items" },
  { "frontmatter/slug-traversal.md", FAILS, "without '/'" },
  { "frontmatter/slug-empty.md", FAILS, "'slug' is empty" },
  { "frontmatter/slug-nul.md", FAILS, "U+0000" },
  { "frontmatter/slug-newline.md", FAILS, "control character" },
  { "frontmatter/layout-traversal.md", FAILS, "'layout' must be a relative path" },
  { "frontmatter/draft-yes.md", FAILS, "'draft' must be true or false" },
  { "frontmatter/scalar-1mb.md", FINE, "xxxx" },
  { "frontmatter/block-scalar-1mb.md", FINE, "line line" },
  { "frontmatter/flow-depth-100k.md", FAILS, "deeper than 64" },
  { "frontmatter/map-depth-10k.md", FAILS, "deeper than 64" },
  { "frontmatter/quoted-escapes.md", FAILS, "escape" },
  { "frontmatter/del-c1.md", FINE,
    "a\xC2\x85"
    "b\xE2\x80\xA8"
    "c" },
  { "frontmatter/cr-only.md", FINE, "x" },
  { "frontmatter/json.md", FINE, "" },
  { "frontmatter/long-line-fence.md", FINE, "" },
  { "frontmatter/billion-laughs.md", FAILS, "anchors" },
  { "frontmatter/alias-doubling.md", FAILS, "anchors" },
  { "encoding/bom.md", FINE, "Gr\xC3\xBCn" },
  { "encoding/utf16le.md", FAILS, "UTF-16 (little endian)" },
  { "encoding/utf16be-nobom.md", FAILS, "UTF-16 (big endian" },
  { "encoding/latin1.md", FAILS, "byte 13 (0xFC) is not UTF-8" },
  { "encoding/invalid-utf8-body.md", FAILS, "is not UTF-8" },
  { "encoding/overlong.md", FAILS, "(0xC0) is not UTF-8" },
  { "encoding/surrogate.md", FAILS, "(0xED) is not UTF-8" },
  { "encoding/nul-body.md", FINE, "x" },
  { "encoding/nul-frontmatter.md", FAILS, "U+0000" },
  { "encoding/one-newline.md", FINE, "" },
  { "encoding/no-final-newline.md", FINE, "x" },
  { "encoding/nonchar.md", FINE, "x" },
  { "encoding/bidi.md", FINE, "a" },
  { "encoding/tag-chars.md", FINE, "x" },
  { "encoding/mixed-eol.md", FINE, "x" },
  { "dates/02.md", FAILS, "2023-02 has no day 29" },
  { "dates/04.md", FAILS, "\"2024-1-2\" is not a date" },
  { "dates/05.md", FAILS, "is not a date" },
  { "dates/07.md", FAILS, "there is no time 25:00:00" },
  { "dates/09.md", FAILS, "'+99:99' is not a zone" },
  { "dates/10.md", FINE, "" },
  { "dates/11.md", FINE, "" },
  { "dates/13.md", FAILS, "is not a date" },
  { "dates/15.md", FAILS, "is not a date" },
  { "dates/16.md", FAILS, "is not a date" },
  { "dates/17.md", FAILS, "" },
  { "dates/18.md", FAILS, "is not a date" },
  { "dates/19.md", FAILS, "is not a date" },
  { "dates/20.md", FAILS, "is not a date" },
  { "dates/21.md", FINE, "" },
  { "dates/22.md", FINE, "" },
  { "dates/23.md", FINE, "" },
  { "dates/25.md", FAILS, "is not a date" },
  { "dates/27.md", FINE, "" },
  { "dates/28.md", FAILS, "'date' must be a date, found a list" },
  { "dates/29.md", FAILS, "'date' must be a date, found a map" },
  { "dates/31.md", FAILS, "'date' must be a date, found nothing" },
  { "dates/32.md", FINE, "" },
  { "dates/33.md", FINE, "" },
  { "dates/34.md", FAILS, "'Europe/Berlin' is not a zone" },
  { "dates/35.md", FAILS, "is not a date" },
};

static const char folder[] = "../shared/bad-inputs";

static bool present(void) {
  if (file_exists(folder)) return true;
  printf("  skipped: %s is not there\n", folder);
  return false;
}

static bool contains(Str s, const char *part) {
  return str_find(s, str_c(part)) != STR_NPOS || !*part;
}

static void run(const Case *c) {
  Arena a = { 0 };
  Diags d = { 0 };
  Settings settings;
  Source yaml = { S("publish.yaml"), S("title: Test\n") }, source = { 0 };
  settings_read(&settings, &a, &yaml, NULL, NULL, NULL, &d);
  char path[256];
  snprintf(path, sizeof path, "%s/%s", folder, c->file);
  source.path = arena_printf(&a, "articles/%s", c->file);
  if (!file_read(&source.text, &a, path, 64u << 20, &d)) {
    check_fail(c->file, 0, "cannot be read");
    goto done;
  }
  size_t before = a.used;
  clock_t start = clock();
  Article article;
  bool ok = article_read(&article, &a, &source, str_c(c->file), &settings, NULL, &d);
  double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
  if (seconds > 2) check_fail(c->file, 0, "takes longer than 2 seconds");
  if (a.used - before > 64u << 20) check_fail(c->file, 0, "takes more than 64 MiB");
  if (ok != (c->outcome == FINE)) check_fail(c->file, 0, ok ? "is accepted" : "is refused");
  if (ok != (d.errors == 0)) check_fail(c->file, 0, "the result and the errors disagree");
  bool found = ok && contains(article.title, c->says);
  for (size_t i = 0; i < d.count && !ok && !found; i++)
    found = d.items[i].severity == DIAG_ERROR && d.items[i].line > 0 &&
            contains(d.items[i].message, c->says);
  if (!found) check_fail(c->file, 0, "does not say what it should");
  if (!found || getenv("VERBOSE")) {
    Buf b = { 0 };
    diags_print(&d, DIAG_TEXT, false, false, &b);
    printf("%s: title '%.*s' slug '%.*s', %.3f s, %zu KiB\n%.*s", c->file, STR(article.title),
           STR(article.slug), seconds, (a.used - before) / 1024, STR(buf_view(&b)));
    buf_free(&b);
  }
done:
  diags_free(&d);
  arena_free(&a);
}

static void every_file_ends_as_written_down(void) {
  if (!present()) return;
  for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) run(&hostile[i]);
}

/* A file that is added there must get its line here. */
static void every_file_has_a_line(void) {
  static const char *const folders[] = { "frontmatter", "encoding", "dates" };
  if (!present()) return;
  for (size_t f = 0; f < 3; f++) {
    char path[300];
    snprintf(path, sizeof path, "%s/%s", folder, folders[f]);
    DIR *dir = opendir(path);
    if (!dir) continue;
    for (struct dirent *e; (e = readdir(dir));) {
      if (e->d_name[0] == '.') continue;
      snprintf(path, sizeof path, "%s/%s", folders[f], e->d_name);
      bool known = false;
      for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++)
        known = known || strcmp(hostile[i].file, path) == 0;
      if (!known) check_fail(path, 0, "has no line here");
    }
    closedir(dir);
  }
}

CHECKS_MAIN({ "every_file_ends_as_written_down", every_file_ends_as_written_down },
            { "every_file_has_a_line", every_file_has_a_line })
