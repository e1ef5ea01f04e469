/* html_parts.c -- attributes, footnotes and images as HTML. */
#include "doc/html_parts.h"

#include "doc/links.h"
#include <stdlib.h>

void html_attribute(Buf *out, const char *name, Str value) {
  buf_byte(out, ' ');
  buf_c(out, name);
  buf_c(out, "=\"");
  html_escape(out, value);
  buf_byte(out, '"');
}

/* id, class (with one of ours in front) and whatever a plugin set. */
void html_attributes(Buf *out, const Node *n, const char *class) {
  if (n->id.n) html_attribute(out, "id", n->id);
  if (class || n->classes.n) {
    buf_c(out, " class=\"");
    if (class) buf_c(out, class);
    if (class && n->classes.n) buf_byte(out, ' ');
    html_escape(out, n->classes);
    buf_byte(out, '"');
  }
  for (const Attribute *a = n->attributes; a; a = a->next) {
    buf_byte(out, ' ');
    buf_str(out, a->name);
    buf_c(out, "=\"");
    html_escape(out, a->value);
    buf_byte(out, '"');
  }
}

/* ---- footnotes ---- */

void html_footnote_label(HtmlWriter *w, Buf *out, const Node *n) {
  if (w->o->exact)
    html_escape_url(out, n->literal);
  else
    buf_printf(out, "%u", n->number);
}

bool html_back_links(HtmlWriter *w, const Node *definition, Buf *out) {
  if (w->back_linked == definition) return false;
  w->back_linked = definition;
  for (uint32_t i = 1; i <= definition->uses || i == 1; i++) {
    buf_c(out, i == 1 ? "<a href=\"#fnref-" : " <a href=\"#fnref-");
    html_footnote_label(w, out, definition);
    if (i > 1) buf_printf(out, "-%u", i);
    buf_c(out, "\" class=\"footnote-backref\" data-footnote-backref aria-label=\"");
    html_escape(out,
                w->o->words.footnote_back.n ? w->o->words.footnote_back : S("Back to content"));
    buf_c(out, "\">\xE2\x86\xA9");
    if (i > 1) buf_printf(out, "<sup class=\"footnote-ref\">%u</sup>", i);
    buf_c(out, "</a>");
  }
  return true;
}

void html_footnote_reference(HtmlWriter *w, const Node *n, Buf *out) {
  if (!n->number) return;
  buf_c(out, "<sup class=\"footnote-ref\"><a href=\"#fn-");
  html_footnote_label(w, out, n);
  buf_c(out, "\" id=\"fnref-");
  html_footnote_label(w, out, n);
  if (n->uses > 1) buf_printf(out, "-%u", n->uses);
  buf_printf(out, "\" data-footnote-ref>%u</a></sup>", n->number);
}

static int by_number(const void *a, const void *b) {
  const Node *const *x = a, *const *y = b;
  return ((*x)->number > (*y)->number) - ((*x)->number < (*y)->number);
}

bool html_footnotes(HtmlWriter *w, const Node *root, Buf *out) {
  size_t count = 0;
  for (const Node *n = root; n; n = node_next(n, root))
    count += n->type == NODE_FOOTNOTE_DEFINITION && n->uses;
  if (!count) return true;
  const Node **notes = mem_alloc(count * sizeof *notes);
  size_t i = 0;
  for (const Node *n = root; n; n = node_next(n, root))
    if (n->type == NODE_FOOTNOTE_DEFINITION && n->uses) notes[i++] = n;
  qsort(notes, count, sizeof *notes, by_number); /* numbers are different */
  buf_c(out, "<section class=\"footnotes\" data-footnotes");
  if (!w->o->exact)
    html_attribute(out, "aria-label",
                   w->o->words.footnotes.n ? w->o->words.footnotes : S("Footnotes"));
  buf_c(out, ">\n<ol>\n");
  const HtmlHooks *h = w->o->hooks;
  bool ok = true;
  for (i = 0; ok && i < count; i++)
    ok = h && h->types >> NODE_FOOTNOTE_DEFINITION & 1 ? h->node(h->ctx, w, notes[i], out)
                                                       : html_default(w, notes[i], out);
  buf_c(out, "</ol>\n</section>\n");
  free(notes);
  return ok;
}

/* ---- images ---- */

static void alt_text(const HtmlWriter *w, const Node *image, Buf *out) {
  for (const Node *n = node_next(image, image); n; n = node_next(n, image)) {
    if (n->type == NODE_TEXT || n->type == NODE_CODE ||
        (n->type == NODE_HTML_INLINE && w->o->exact))
      html_escape(out, n->literal);
    else if (n->type == NODE_SOFTBREAK || n->type == NODE_LINEBREAK)
      buf_byte(out, ' ');
  }
}

Str html_alt(Arena *a, const Node *image) {
  Buf out = { 0 };
  for (const Node *n = node_next(image, image); n; n = node_next(n, image)) {
    if (n->type == NODE_TEXT || n->type == NODE_CODE) buf_str(&out, n->literal);
    if (n->type == NODE_SOFTBREAK || n->type == NODE_LINEBREAK) buf_byte(&out, ' ');
  }
  Str s = buf_dup(&out, a);
  buf_free(&out);
  return s;
}

/* The end of an element without content: cmark-gfm's, or HTML's own. */
const char *html_void_end(const HtmlWriter *w) {
  return w->o->exact ? " />" : ">";
}

void html_image(HtmlWriter *w, const Node *n, Buf *out) {
  if (!w->o->exact && !url_allowed(n->url, true)) {
    alt_text(w, n, out);
    return;
  }
  buf_c(out, "<img src=\"");
  html_escape_url(out, n->url);
  buf_c(out, "\" alt=\"");
  alt_text(w, n, out);
  buf_byte(out, '"');
  if (n->title.n) html_attribute(out, "title", n->title);
  bool sized = node_attribute(n, S("width")).n || node_attribute(n, S("height")).n;
  if (!w->o->exact && n->width && n->height && !sized)
    buf_printf(out, " width=\"%u\" height=\"%u\"", n->width, n->height);
  if (!w->o->exact && !n->eager) buf_c(out, " loading=\"lazy\"");
  if (!w->o->exact) buf_c(out, " decoding=\"async\"");
  html_attributes(out, n, NULL);
  buf_c(out, html_void_end(w));
}
