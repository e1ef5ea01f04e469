/* markdown.c -- any bytes as Markdown: parsed, outlined, written as HTML and text. */
#include "fuzz.h"

#include "base/utf8.h"
#include "doc/email.h"
#include "doc/html.h"
#include "doc/links.h"
#include "doc/outline.h"
#include "doc/parse.h"
#include "doc/placeholders.h"
#include "doc/plain.h"
#include "doc/tame.h"

static bool value_of(void *context, Str name, Str *out) {
  (void)context;
  *out = S("javascript:alert(\"1\")<b>");
  return name.n < 8;
}

/* The same as a comment: nothing that loads, runs, or can be linked to. */
static void strangers(Arena *a, Str text, Diags *d) {
  Doc doc;
  Buf html = { 0 };
  if (doc_parse_tame(&doc, a, S("comment"), text, d) &&
      html_write(&html, doc.root, &(HtmlOptions){ 0 }, d)) {
    MUST(str_find(buf_view(&html), S("<script")) < 0 && str_find(buf_view(&html), S("<img")) < 0);
    MUST(str_find(buf_view(&html), S(" id=\"")) < 0 && str_find(buf_view(&html), S("<h1")) < 0);
    MUST(str_find(buf_view(&html), S("href=\"javascript:")) < 0);
  }
  buf_free(&html);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0) return 0;
  doc_init();
  Arena a = { 0 };
  Diags d = { 0 };
  uint8_t flags = data[0];
  /* In a block of its own: the flags must not hide a byte read before the start. */
  char *text = mem_alloc(size);
  memcpy(text, data + 1, size - 1);
  Source source = { S("a.md"), { text, size - 1 } };
  MarkdownOptions options = { .smart = flags & 1,
                              .raw_html = flags & 2,
                              .no_cjk = flags & 4,
                              .no_figures = flags & 8,
                              .no_footnotes = flags & 16,
                              .placeholders = flags & 32,
                              .directives = flags & 64 ? 0 : DIRECTIVES_ALL };
  Doc doc;
  if (doc_parse(&doc, &a, &source, 0, &options, &d)) {
    for (const Node *n = doc.root; n; n = node_next(n, doc.root)) {
      MUST(n->length <= source.text.n && n->offset <= source.text.n - n->length);
      MUST(!n->first || n->first->parent == n);
    }
    if (flags & 32) placeholders_fill(doc.root, &a, value_of, NULL, NULL, 0, &d);
    doc_report_dropped(&doc, DIAG_WARNING, true, &d);
    Outline outline;
    outline_build(&outline, &a, doc.root);
    Links links;
    links_list(&links, &a, doc.root);
    Buf html = { 0 };
    if (html_write(&html, doc.root, &(HtmlOptions){ 0 }, &d)) {
      /* No author's HTML, no address that runs. */
      MUST(str_find(buf_view(&html), S("<script")) < 0);
      MUST(str_find(buf_view(&html), S("href=\"javascript:")) < 0);
      MUST(utf8_check(buf_view(&html)) == html.n);
      Buf hidden = { 0 };
      email_hide(&hidden, buf_view(&html), EMAIL_HTML);
      for (size_t i = 0; i < hidden.n; i++) MUST(!email_at(buf_view(&hidden), i));
      buf_free(&hidden);
    }
    buf_free(&html);
    strangers(&a, source.text, &d);
    plain_text(&a, doc.root, NULL);
    /* Memory that is none of the text must not get into it: other memory, same page. */
    Arena again = { 0 }, other = { 0 };
    memset(arena_alloc(&other, 5000), 'Z', 5000);
    Doc twin;
    MUST(doc_parse(&twin, &again, &source, 0, &options, &d));
    Buf one = { 0 }, two = { 0 };
    if (flags & 32) placeholders_fill(twin.root, &again, value_of, NULL, NULL, 0, &d);
    html_write(&one, doc.root, &(HtmlOptions){ .raw_html = true }, &d);
    outline_build(&outline, &again, twin.root);
    html_write(&two, twin.root, &(HtmlOptions){ .raw_html = true }, &d);
    MUST(str_eq(buf_view(&one), buf_view(&two)));
    buf_free(&one);
    buf_free(&two);
    arena_free(&again);
    arena_free(&other);
  } else {
    MUST(d.errors);
  }
  fuzz_show(&d);
  diags_free(&d);
  arena_free(&a);
  free(text);
  return 0;
}
