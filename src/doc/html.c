/* html.c -- the writer: a walk without recursion; enter() and leave() know the
 * elements. Quirks that only look odd (where line feeds go, the blank before a
 * back link) are cmark-gfm's, whose bytes `exact` promises. */
#include "doc/html_parts.h"

#include "doc/email.h"
#include "doc/links.h"
#include "doc/parse.h"

static bool write_tree(HtmlWriter *w, const Node *root, Buf *out, bool handled);

static void line(Buf *out) {
  if (out->n && out->p[out->n - 1] != '\n') buf_byte(out, '\n');
}

static void open_tag(Buf *out, const char *name, const Node *n) {
  buf_byte(out, '<');
  buf_c(out, name);
  html_attributes(out, n, NULL);
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

/* ---- elements ---- */

static void list(const Node *n, Buf *out) {
  line(out);
  buf_c(out, n->ordered ? "<ol" : "<ul");
  if (n->ordered && n->start != 1) buf_printf(out, " start=\"%u\"", n->start);
  html_attributes(out, n, NULL);
  buf_c(out, ">\n");
}

static void checkbox(const HtmlWriter *w, const Node *item, Buf *out) {
  buf_c(out, "<input type=\"checkbox\" ");
  buf_c(out, item->task == TASK_DONE ? "checked=\"\" disabled=\"\"" : "disabled=\"\"");
  buf_c(out, html_void_end(w));
}

static bool is_task_text(const HtmlWriter *w, const Node *paragraph) {
  const Node *item = paragraph->parent;
  return !w->o->exact && item && item->type == NODE_ITEM && item->task && item->first == paragraph;
}

static void item(HtmlWriter *w, const Node *n, Buf *out) {
  line(out);
  buf_c(out, "<li");
  html_attributes(out, n, n->task && !w->o->exact ? "task" : NULL);
  buf_byte(out, '>');
  if (!n->task) return;
  bool labelled = !w->o->exact && n->first && n->first->type == NODE_PARAGRAPH;
  if (labelled) return; /* the paragraph writes box and label */
  if (!w->o->exact) buf_c(out, "<label>");
  checkbox(w, n, out);
  buf_c(out, w->o->exact ? " " : "</label> ");
}

static void paragraph(HtmlWriter *w, const Node *n, Buf *out) {
  if (!is_tight(n)) {
    line(out);
    open_tag(out, "p", n);
  }
  if (is_task_text(w, n)) {
    buf_c(out, "<label>");
    checkbox(w, n->parent, out);
    buf_byte(out, ' ');
  }
}

static void paragraph_end(HtmlWriter *w, const Node *n, Buf *out) {
  if (is_task_text(w, n)) buf_c(out, "</label>");
  if (is_tight(n)) return;
  if (n->parent && n->parent->type == NODE_FOOTNOTE_DEFINITION && !n->next) {
    buf_byte(out, ' ');
    html_back_links(w, n->parent, out);
  }
  buf_c(out, "</p>\n");
}

static void code_block(const HtmlWriter *w, const Node *n, Buf *out) {
  line(out);
  buf_c(out, w->o->scrolling ? "<pre tabindex=\"0\"" : "<pre");
  html_attributes(out, n, NULL);
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

/* A head without words heads nothing: screen readers would announce an empty name. */
static bool heads(const HtmlWriter *w, const Node *n) {
  return n->parent && n->parent->header && (n->first || w->o->exact);
}

static void cell(HtmlWriter *w, const Node *n, Buf *out) {
  bool header = heads(w, n);
  line(out);
  buf_c(out, header ? "<th" : "<td");
  if (w->o->exact) {
    if (align_name(n)) html_attribute(out, "align", str_c(align_name(n)));
  } else {
    if (header) buf_c(out, " scope=\"col\"");
    html_attributes(out, n, align_name(n));
  }
  buf_byte(out, '>');
}

static bool is_mailto(const HtmlWriter *w, const Node *n) {
  return n && n->type == NODE_LINK && !w->o->exact && str_eqc(url_scheme(n->url), "mailto");
}

static void link_start(HtmlWriter *w, const Node *n, Buf *out) {
  buf_c(out, "<a");
  if (w->o->exact || url_allowed(n->url, false)) {
    buf_c(out, " href=\"");
    if (is_mailto(w, n))
      email_encode_url(out, n->url);
    else
      html_escape_url(out, n->url);
    buf_byte(out, '"');
  }
  if (n->title.n) html_attribute(out, "title", n->title);
  html_attributes(out, n, NULL);
  buf_byte(out, '>');
}

/* Nobody claimed it: only its content is seen, here what is no Markdown. */
static void directive_content(const Node *n, Buf *out) {
  Str text = str_trim(node_literal(n));
  if (!text.n || n->first) return;
  bool block = n->type == NODE_DIRECTIVE;
  if (block) line(out);
  if (block) buf_c(out, "<p>");
  html_escape(out, text);
  if (block) buf_c(out, "</p>\n");
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
    if (str_chr(n->literal, '@') >= 0 && is_mailto(w, n->parent))
      email_encode(out, n->literal);
    else
      html_escape(out, n->literal);
    return false;
  case NODE_SOFTBREAK:
    buf_byte(out, '\n');
    return false;
  case NODE_LINEBREAK:
    buf_c(out, "<br");
    buf_c(out, html_void_end(w));
    buf_byte(out, '\n');
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
    html_image(w, n, out);
    return false;
  case NODE_CODE_BLOCK:
    code_block(w, n, out);
    return false;
  case NODE_THEMATIC_BREAK:
    line(out);
    buf_c(out, "<hr");
    html_attributes(out, n, NULL);
    buf_c(out, html_void_end(w));
    buf_byte(out, '\n');
    return false;
  case NODE_FOOTNOTE_REFERENCE:
    html_footnote_reference(w, n, out);
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
    if (w->o->scrolling)
      buf_c(out, "<div class=\"table\" tabindex=\"0\">\n");
    else if (!w->o->exact)
      buf_c(out, "<div class=\"table\">\n");
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
    html_footnote_label(w, out, n);
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
  case NODE_DIRECTIVE:
  case NODE_DIRECTIVE_INLINE:
    directive_content(n, out);
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
    buf_c(out, heads(w, n) ? "</th>" : "</td>");
    break;
  case NODE_FOOTNOTE_DEFINITION:
    if (html_back_links(w, n, out)) buf_byte(out, '\n');
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
  return root->type != NODE_DOCUMENT || html_footnotes(&w, root, out);
}
