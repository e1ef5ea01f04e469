/* html.c -- any bytes as an article in HTML, and as HTML in Markdown: the first byte says how.
 * What is written must read back as the same HTML, and hold no element that is not allowed. */
#include "fuzz.h"

#include "doc/edit.h"
#include "doc/html.h"
#include "doc/html_read.h"
#include "doc/outline.h"

static void fits(const Node *root) {
  for (const Node *n = root; n; n = node_next(n, root)) {
    MUST(!n->parent || node_fits(n->parent, n) || n->parent->type == NODE_FIGURE);
    MUST(n->type != NODE_HTML_BLOCK && n->type != NODE_HTML_INLINE && n->type != NODE_HTML);
    MUST(n->offset <= n->source->text.n || !n->source);
  }
}

static bool read(Buf *out, Arena *a, Str text, bool markdown, Diags *d) {
  Source *source = ARENA_NEW(a, Source);
  *source = (Source){ S("articles/a.html"), text };
  const MarkdownOptions options = { .html.mode = HTML_SAFE, .directives = DIRECTIVES_ALL };
  Doc doc;
  if (!(markdown ? doc_parse : html_read)(&doc, a, source, 0, &options, d)) return false;
  fits(doc.root);
  Outline outline;
  outline_build(&outline, a, doc.root);
  return html_write(out, doc.root, &(HtmlOptions){ 0 }, d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char *const never[] = { "<script", "<style", "<svg",      "<math",  "<form",
                                       "<input",  "<meta",  "<template", "<iframe" };
  if (!size) return 0;
  doc_init();
  Arena a = { 0 };
  Diags d = { 0 };
  Buf html = { 0 };
  bool ok = read(&html, &a, fuzz_str(data + 1, size - 1), data[0] & 1, &d);
  MUST(ok == (d.errors == 0));
  for (size_t i = 0; ok && i < sizeof never / sizeof *never; i++)
    MUST(str_find(buf_view(&html), str_c(never[i])) < 0);
  fuzz_show(&d);
  buf_free(&html);
  diags_free(&d);
  arena_free(&a);
  return 0;
}
