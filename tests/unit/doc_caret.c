/* doc_caret.c -- "[^" that is no footnote: no text is lost, no memory is shown. */
#include "check.h"
#include "doc/html.h"
#include "doc/parse.h"
#include <time.h>

static Str html(Arena *a, Str markdown) {
  doc_init();
  Diags d = { 0 };
  Doc doc;
  Source source = { S("a.md"), markdown };
  Buf b = { 0 };
  CHECK(doc_parse(&doc, a, &source, 0, &(MarkdownOptions){ 0 }, &d));
  CHECK(html_write(&b, doc.root, &(HtmlOptions){ 0 }, &d));
  Str s = buf_dup(&b, a);
  buf_free(&b);
  diags_free(&d);
  return s;
}

static void over_two_lines(void) {
  Arena a = { 0 };
  CHECK_STR(html(&a, S("x [^see what\nthis thing is about] and")),
            "<p>x [^see what\nthis thing is about] and</p>\n");
  CHECK_STR(html(&a, S("a long line before [^x\ny] z")), "<p>a long line before [^x\ny] z</p>\n");
  CHECK_STR(html(&a, S("[^注\n释](u) `[^`\n\n    [^code\n")),
            "<p><a href=\"u\">^注释</a> <code>[^</code></p>\n<pre><code>[^code\n</code></pre>\n");
  arena_free(&a);
}

static void entities(void) {
  Arena a = { 0 };
  CHECK_STR(html(&a, S("[&#94;aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]")),
            "<p>[^aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]</p>\n");
  CHECK_STR(html(&a, S("![&Hat;b c d e f g h i j k l m n] [&#x00005e;o p q r s t]")),
            "<p>![^b c d e f g h i j k l m n] [^o p q r s t]</p>\n");
  arena_free(&a);
}

static void footnotes(void) {
  Arena a = { 0 };
  CHECK(str_find(html(&a, S("x[^1] [&#94;1] [^2\n]\n\n[^1]: note")), S("href=\"#fn-1\"")) > 0);
  arena_free(&a);
}

/* Control bytes of the author's own are not taken for ours; on the page, which may not
 * hold any, each is U+FFFD. */
static void control_bytes(void) {
  Arena a = { 0 };
  Buf want = { 0 };
  CHECK_STR(html(&a, S("\x01\x02 [^a\nb]")), "<p>\uFFFD\uFFFD [^a\nb]</p>\n");
  buf_c(&want, "<p>");
  for (int i = 0; i < 25; i++) buf_c(&want, "\uFFFD");
  buf_c(&want, " [^abcdefg]</p>\n");
  Str got =
      html(&a, S("\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18"
                 "\x19\x1a\x1b\x1c\x1d\x1e [&#94;abcdefg]"));
  CHECK(str_eq(got, buf_view(&want)));
  buf_free(&want);
  arena_free(&a);
}

static void long_lines(void) {
  Arena a = { 0 };
  Buf b = { 0 };
  for (int i = 0; i < 60000; i++) buf_c(&b, "[^");
  buf_c(&b, "]");
  clock_t began = clock();
  html(&a, buf_view(&b));
  CHECK((double)(clock() - began) / CLOCKS_PER_SEC < 5);
  buf_free(&b);
  arena_free(&a);
}

CHECKS_MAIN({ "over two lines", over_two_lines }, { "entities", entities },
            { "footnotes still work", footnotes }, { "control bytes", control_bytes },
            { "long lines", long_lines })
