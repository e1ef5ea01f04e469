/* html.c -- the writer: a walk without recursion; enter() and leave() know the
 * elements. Quirks that only look odd (where line feeds go, the blank before a
 * back link) are cmark-gfm's, whose bytes `exact` promises. */
#include "doc/html.h"

#include "doc/links.h"
#include "doc/parse.h"
#include "doc/plain.h"
#include <stdlib.h>

struct HtmlWriter {
  const HtmlOptions *o;
  Diags *diags;
  size_t limit;
  const Node *back_linked; /* the footnote definition whose back links are written */
};

static bool write_tree(HtmlWriter *w, const Node *root, Buf *out, bool handled);

static void line(Buf *out) {
  if (out->n && out->p[out->n - 1] != '\n') buf_byte(out, '\n');
}

static void attribute(Buf *out, const char *name, Str value) {
  buf_byte(out, ' ');
  buf_c(out, name);
  buf_c(out, "=\"");
  html_escape(out, value);
  buf_byte(out, '"');
}

/* id, class (with one of ours in front) and whatever a plugin set. */
static void attributes(Buf *out, const Node *n, const char *class) {
  if (n->id.n) attribute(out, "id", n->id);
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

static void open_tag(Buf *out, const char *name, const Node *n) {
  buf_byte(out, '<');
  buf_c(out, name);
  attributes(out, n, NULL);
  buf_byte(out, '>');
}

static const char *align_name(const Node *n) {
  static const char *const names[] = { NULL, "left", "center", "right" };
  return n->align && n->align[0] < 4 ? names[n->align[0]] : NULL;
}

static bool is_tight(const Node *paragraph) {
  const Node *list = paragraph->parent ? paragraph->parent->parent : NULL;
  return list && list->type == NODE_LIST && list->tight;
}

/* ---- footnotes ---- */

static void footnote_label(HtmlWriter *w, Buf *out, const Node *n) {
  if (w->o->exact)
    html_escape_url(out, n->literal);
  else
    buf_printf(out, "%u", n->number);
}

static bool back_links(HtmlWriter *w, const Node *definition, Buf *out) {
  if (w->back_linked == definition) return false;
  w->back_linked = definition;
  for (uint32_t i = 1; i <= definition->uses || i == 1; i++) {
    buf_c(out, i == 1 ? "<a href=\"#fnref-" : " <a href=\"#fnref-");
    footnote_label(w, out, definition);
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

static void footnote_reference(HtmlWriter *w, const Node *n, Buf *out) {
  if (!n->number) return;
  buf_c(out, "<sup class=\"footnote-ref\"><a href=\"#fn-");
  footnote_label(w, out, n);
  buf_c(out, "\" id=\"fnref-");
  footnote_label(w, out, n);
  if (n->uses > 1) buf_printf(out, "-%u", n->uses);
  buf_printf(out, "\" data-footnote-ref>%u</a></sup>", n->number);
}

static int by_number(const void *a, const void *b) {
  const Node *const *x = a, *const *y = b;
  return ((*x)->number > (*y)->number) - ((*x)->number < (*y)->number);
}

static bool footnotes_section(HtmlWriter *w, const Node *root, Buf *out) {
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
    attribute(out, "aria-label", w->o->words.footnotes.n ? w->o->words.footnotes : S("Footnotes"));
  buf_c(out, ">\n<ol>\n");
  const HtmlHooks *h = w->o->hooks;
  bool ok = true;
  for (i = 0; ok && i < count; i++)
    ok = h && h->types >> NODE_FOOTNOTE_DEFINITION & 1 ? h->node(h->ctx, w, notes[i], out)
                                                       : write_tree(w, notes[i], out, false);
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

static void image(HtmlWriter *w, const Node *n, Buf *out) {
  if (!w->o->exact && !url_allowed(n->url, true)) {
    alt_text(w, n, out);
    return;
  }
  buf_c(out, "<img src=\"");
  html_escape_url(out, n->url);
  buf_c(out, "\" alt=\"");
  alt_text(w, n, out);
  buf_byte(out, '"');
  if (n->title.n) attribute(out, "title", n->title);
  if (!w->o->exact) buf_c(out, " loading=\"lazy\" decoding=\"async\"");
  attributes(out, n, NULL);
  buf_c(out, " />");
}

/* ---- elements ---- */

static void list(const Node *n, Buf *out) {
  line(out);
  buf_c(out, n->ordered ? "<ol" : "<ul");
  if (n->ordered && n->start != 1) buf_printf(out, " start=\"%u\"", n->start);
  attributes(out, n, NULL);
  buf_c(out, ">\n");
}

static void checkbox(const Node *item, Buf *out) {
  buf_c(out, "<input type=\"checkbox\" ");
  buf_c(out, item->task == TASK_DONE ? "checked=\"\" disabled=\"\" />" : "disabled=\"\" />");
}

static bool is_task_text(const HtmlWriter *w, const Node *paragraph) {
  const Node *item = paragraph->parent;
  return !w->o->exact && item && item->type == NODE_ITEM && item->task && item->first == paragraph;
}

static void item(HtmlWriter *w, const Node *n, Buf *out) {
  line(out);
  buf_c(out, "<li");
  attributes(out, n, n->task && !w->o->exact ? "task" : NULL);
  buf_byte(out, '>');
  if (!n->task) return;
  bool labelled = !w->o->exact && n->first && n->first->type == NODE_PARAGRAPH;
  if (labelled) return; /* the paragraph writes box and label */
  if (!w->o->exact) buf_c(out, "<label>");
  checkbox(n, out);
  buf_c(out, w->o->exact ? " " : "</label> ");
}

static void paragraph(HtmlWriter *w, const Node *n, Buf *out) {
  if (!is_tight(n)) {
    line(out);
    open_tag(out, "p", n);
  }
  if (is_task_text(w, n)) {
    buf_c(out, "<label>");
    checkbox(n->parent, out);
    buf_byte(out, ' ');
  }
}

static void paragraph_end(HtmlWriter *w, const Node *n, Buf *out) {
  if (is_task_text(w, n)) buf_c(out, "</label>");
  if (is_tight(n)) return;
  if (n->parent && n->parent->type == NODE_FOOTNOTE_DEFINITION && !n->next) {
    buf_byte(out, ' ');
    back_links(w, n->parent, out);
  }
  buf_c(out, "</p>\n");
}

static void code_block(const Node *n, Buf *out) {
  line(out);
  buf_c(out, "<pre");
  attributes(out, n, NULL);
  buf_c(out, "><code");
  if (n->info.n) {
    size_t end = 0;
    while (end < n->info.n && !strchr(" \t\n\v\f\r", n->info.p[end])) end++;
    buf_c(out, " class=\"language-");
    html_escape(out, str_sub(n->info, 0, end));
    buf_byte(out, '"');
  }
  buf_byte(out, '>');
  html_escape(out, n->literal);
  buf_c(out, "</code></pre>\n");
}

static void authors_html(const HtmlWriter *w, const Node *n, Buf *out) {
  bool block = n->type == NODE_HTML_BLOCK;
  if (!w->o->raw_html && !w->o->exact) return;
  if (block) line(out);
  if (w->o->raw_html)
    buf_str(out, n->literal);
  else
    buf_c(out, "<!-- raw HTML omitted -->");
  if (block) line(out);
}

static void cell(HtmlWriter *w, const Node *n, Buf *out) {
  bool header = n->parent && n->parent->header;
  line(out);
  buf_c(out, header ? "<th" : "<td");
  if (w->o->exact) {
    if (align_name(n)) attribute(out, "align", str_c(align_name(n)));
  } else {
    if (header) buf_c(out, " scope=\"col\"");
    attributes(out, n, align_name(n));
  }
  buf_byte(out, '>');
}

static void link_start(HtmlWriter *w, const Node *n, Buf *out) {
  buf_c(out, "<a");
  if (w->o->exact || url_allowed(n->url, false)) {
    buf_c(out, " href=\"");
    html_escape_url(out, n->url);
    buf_byte(out, '"');
  }
  if (n->title.n) attribute(out, "title", n->title);
  attributes(out, n, NULL);
  buf_byte(out, '>');
}

static void heading(const Node *n, Buf *out) {
  char name[3] = { 'h', (char)('0' + (n->level >= 1 && n->level <= 6 ? n->level : 6)), '\0' };
  line(out);
  open_tag(out, name, n);
}

/* Writes what stands before the children. False: without them, and no leave(). */
static bool enter(HtmlWriter *w, const Node *n, Buf *out) {
  switch (n->type) {
  case NODE_TEXT:
    html_escape(out, n->literal);
    return false;
  case NODE_SOFTBREAK:
    buf_byte(out, '\n');
    return false;
  case NODE_LINEBREAK:
    buf_c(out, "<br />\n");
    return false;
  case NODE_CODE:
    open_tag(out, "code", n);
    html_escape(out, n->literal);
    buf_c(out, "</code>");
    return false;
  case NODE_HTML_INLINE:
  case NODE_HTML_BLOCK:
    authors_html(w, n, out);
    return false;
  case NODE_HTML:
    if (node_is_block(n)) line(out);
    buf_str(out, n->literal);
    if (node_is_block(n)) line(out);
    return false;
  case NODE_IMAGE:
    image(w, n, out);
    return false;
  case NODE_CODE_BLOCK:
    code_block(n, out);
    return false;
  case NODE_THEMATIC_BREAK:
    line(out);
    buf_c(out, "<hr");
    attributes(out, n, NULL);
    buf_c(out, " />\n");
    return false;
  case NODE_FOOTNOTE_REFERENCE:
    footnote_reference(w, n, out);
    return false;
  case NODE_PARAGRAPH:
    paragraph(w, n, out);
    break;
  case NODE_HEADING:
    heading(n, out);
    break;
  case NODE_LIST:
    list(n, out);
    break;
  case NODE_ITEM:
    item(w, n, out);
    break;
  case NODE_BLOCK_QUOTE:
    line(out);
    open_tag(out, "blockquote", n);
    buf_byte(out, '\n');
    break;
  case NODE_TABLE:
    line(out);
    if (!w->o->exact) buf_c(out, "<div class=\"table\">\n");
    open_tag(out, "table", n);
    break;
  case NODE_TABLE_ROW:
    open_tag(out, "tr", n);
    break;
  case NODE_TABLE_CELL:
    cell(w, n, out);
    break;
  case NODE_FOOTNOTE_DEFINITION:
    buf_c(out, "<li id=\"fn-");
    footnote_label(w, out, n);
    buf_c(out, "\">\n");
    break;
  case NODE_DIV:
    line(out);
    open_tag(out, "div", n);
    buf_byte(out, '\n');
    break;
  case NODE_FIGURE:
    line(out);
    open_tag(out, "figure", n);
    buf_byte(out, '\n');
    break;
  case NODE_CAPTION:
    line(out);
    open_tag(out, "figcaption", n);
    break;
  case NODE_EMPH:
    open_tag(out, "em", n);
    break;
  case NODE_STRONG:
    open_tag(out, "strong", n);
    break;
  case NODE_STRIKETHROUGH:
    open_tag(out, "del", n);
    break;
  case NODE_LINK:
    link_start(w, n, out);
    break;
  case NODE_SPAN:
    open_tag(out, "span", n);
    break;
  case NODE_DOCUMENT:
  case NODE_TYPES:
    break;
  }
  return true;
}

static void leave(HtmlWriter *w, const Node *n, Buf *out) {
  switch (n->type) {
  case NODE_PARAGRAPH:
    paragraph_end(w, n, out);
    break;
  case NODE_HEADING:
    buf_printf(out, "</h%d>\n", n->level >= 1 && n->level <= 6 ? n->level : 6);
    break;
  case NODE_LIST:
    buf_c(out, n->ordered ? "</ol>\n" : "</ul>\n");
    break;
  case NODE_ITEM:
    buf_c(out, "</li>\n");
    break;
  case NODE_BLOCK_QUOTE:
    line(out);
    buf_c(out, "</blockquote>\n");
    break;
  case NODE_TABLE:
    line(out);
    buf_c(out, "</table>\n");
    if (!w->o->exact) buf_c(out, "</div>\n");
    break;
  case NODE_TABLE_ROW:
    line(out);
    buf_c(out, "</tr>");
    break;
  case NODE_TABLE_CELL:
    buf_c(out, n->parent && n->parent->header ? "</th>" : "</td>");
    break;
  case NODE_FOOTNOTE_DEFINITION:
    if (back_links(w, n, out)) buf_byte(out, '\n');
    buf_c(out, "</li>\n");
    break;
  case NODE_DIV:
    line(out);
    buf_c(out, "</div>\n");
    break;
  case NODE_FIGURE:
    line(out);
    buf_c(out, "</figure>\n");
    break;
  case NODE_CAPTION:
    buf_c(out, "</figcaption>\n");
    break;
  case NODE_EMPH:
    buf_c(out, "</em>");
    break;
  case NODE_STRONG:
    buf_c(out, "</strong>");
    break;
  case NODE_STRIKETHROUGH:
    buf_c(out, "</del>");
    break;
  case NODE_LINK:
    buf_c(out, "</a>");
    break;
  case NODE_SPAN:
    buf_c(out, "</span>");
    break;
  default:
    break;
  }
}

/* Head and body of a table belong to the table, so that a handler of rows
 * writes rows only. */
static void around_row(const Node *n, Buf *out, bool before) {
  if (n->type != NODE_TABLE_ROW) return;
  bool first = !n->prev || n->prev->header != n->header;
  bool last = !n->next || n->next->header != n->header;
  if (before) line(out);
  if (before && first) buf_c(out, n->header ? "<thead>\n" : "<tbody>\n");
  if (!before && last) {
    line(out);
    buf_c(out, n->header ? "</thead>" : "</tbody>\n");
  }
}

static bool too_large(HtmlWriter *w, const Node *n) {
  static const Source nowhere = { { "", 0 }, { "", 0 } };
  diag_at(w->diags, DIAG_ERROR, P_HTML_LARGE, n->source ? n->source : &nowhere, node_range(n),
          "split the article, or see which plugin writes so much",
          "the HTML of this article is larger than %zu bytes", w->limit);
  return false;
}

/* `handled`: the root, too, goes to its handler. */
static bool write_tree(HtmlWriter *w, const Node *root, Buf *out, bool handled) {
  const HtmlHooks *h = w->o->hooks;
  uint64_t types = h ? h->types : 0;
  for (const Node *n = root;;) {
    if (out->n > w->limit) return too_large(w, n);
    bool footnote = n->type == NODE_FOOTNOTE_DEFINITION && n != root; /* at the end */
    if (n != root) around_row(n, out, true);
    if (footnote) {
    } else if (types >> n->type & 1 && (n != root || handled)) {
      if (!h->node(h->ctx, w, n, out)) return false;
    } else if (enter(w, n, out)) {
      if (n->first) {
        n = n->first;
        continue;
      }
      leave(w, n, out);
    }
    for (;;) {
      if (n == root) return true;
      around_row(n, out, false);
      if (n->next) break;
      n = n->parent;
      leave(w, n, out);
    }
    n = n->next;
  }
}

bool html_default(HtmlWriter *w, const Node *n, Buf *out) {
  return write_tree(w, n, out, false);
}

bool html_children(HtmlWriter *w, const Node *n, Buf *out) {
  for (const Node *child = n->first; child; child = child->next) {
    around_row(child, out, true);
    if (child->type != NODE_FOOTNOTE_DEFINITION && !write_tree(w, child, out, true)) return false;
    around_row(child, out, false);
  }
  return true;
}

bool html_write(Buf *out, const Node *root, const HtmlOptions *options, Diags *d) {
  HtmlWriter w = { .o = options, .diags = d };
  w.limit = out->n + (options->limit ? options->limit : DOC_HTML_MAX);
  if (!write_tree(&w, root, out, true)) return false;
  return root->type != NODE_DOCUMENT || footnotes_section(&w, root, out);
}
