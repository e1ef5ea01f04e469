/* convert.c -- one pass over cmark-gfm's tree, through its public accessors. */
#include "doc/convert.h"

#include "base/utf8.h"
#include "doc/directive.h"
#include "doc/edit.h"
#include "doc/links.h"
#include "doc/placeholders.h"
#include <cmark-gfm-core-extensions.h>
/* The public accessors do not give the names of footnotes, and copy literals;
 * Debian installs the struct as well. */
#include <cmark-gfm/node.h>

/* Names of footnotes may be cut inside a character (see caret.h): without the rest
 * of it. */
static size_t drop_ill_formed(char *p, size_t n) {
  size_t bad = utf8_check(str_n(p, n));
  if (bad == n) return n;
  size_t kept = 0;
  for (size_t i = 0; i < n;) {
    size_t from = i;
    if (utf8_next(str_n(p, n), &i) == UTF8_BAD) continue;
    memmove(p + kept, p + from, i - from);
    kept += i - from;
  }
  return kept;
}

/* A copy of cmark's string, with the author's own characters in it. */
static Str own(Converter *c, const cmark_chunk *from) {
  if (from->len <= 0) return S("");
  size_t n = (size_t)from->len;
  char *p = arena_dup(c->doc->arena, (const char *)from->data, n);
  caret_unmask(&c->caret, p, n);
  n = drop_ill_formed(p, n);
  if (c->mask) cjk_unmask(c->mask, p, n);
  return (Str){ p, n };
}

/* The same where a directive is none: with its text. */
static Str own_written(Converter *c, const cmark_chunk *from) {
  Str s = own(c, from);
  return c->marks ? marks_restore(c->marks, c->doc->arena, s) : s;
}

/* The same for code and HTML, where a placeholder is no placeholder. */
static Str own_verbatim(Converter *c, const cmark_chunk *from) {
  Str s = own_written(c, from);
  if (c->options->placeholders && s.n) placeholders_restore((char *)s.p, s.n);
  return s;
}

/* Jekyll reads {% raw %} before Markdown: in code as well it keeps what follows from being
 * read as Liquid, and is not seen. */
static Str own_code(Converter *c, const cmark_chunk *from) {
  Str s = own_verbatim(c, from);
  bool liquid = c->options->directives & DIRECTIVES_LIQUID && !c->options->placeholders;
  return liquid ? marks_drop_raw(c->doc->arena, s) : s;
}

static void drop(Converter *c, const Node *n, DropKind kind, Str what) {
  Doc *doc = c->doc;
  doc->dropped = arena_grow(doc->arena, doc->dropped, doc->dropped_count, &c->dropped_cap,
                            sizeof *doc->dropped);
  doc->dropped[doc->dropped_count++] = (Dropped){ kind, n, what };
}

static void drop_html(Converter *c, const Node *n, DropKind kind) {
  c->html = true;
  if (c->options->raw_html || c->options->html.mode != HTML_OFF) return;
  Str what = n->literal;
  if (what.n > 60) {
    size_t end = 60;
    while (end > 0 && ((unsigned char)what.p[end] & 0xC0) == 0x80) end--;
    what.n = end;
  }
  drop(c, n, str_starts(str_trim(n->literal), S("<!--")) ? DROP_COMMENT : kind, what);
}

/* Visible characters pass here in order; a soft break waits for the next one. */
static void join_lines(Converter *c, Str literal) {
  if (c->options->no_cjk || !literal.n) return;
  size_t first = 0, last = literal.n;
  uint32_t before = utf8_prev(literal, &last);
  if (c->softbreak && cjk_joins(c->last_char, utf8_next(literal, &first))) {
    node_unlink(c->softbreak);
    c->doc->nodes--;
  }
  c->softbreak = NULL;
  c->last_char = before;
}

static void join_nothing(Converter *c) {
  c->softbreak = NULL;
  c->last_char = 0;
}

static NodeType extension_type(cmark_node *from) {
  const char *z = cmark_node_get_type_string(from);
  if (!strcmp(z, "strikethrough")) return NODE_STRIKETHROUGH;
  if (!strcmp(z, "table")) return NODE_TABLE;
  if (!strcmp(z, "table_cell")) return NODE_TABLE_CELL;
  if (!strcmp(z, "table_row") || !strcmp(z, "table_header")) return NODE_TABLE_ROW;
  return NODE_DIV;
}

static NodeType type_of(cmark_node *from) {
  /* not a switch over the enum: extensions add values at run time */
  static const struct {
    unsigned from;
    NodeType to;
  } types[] = {
    { CMARK_NODE_TEXT, NODE_TEXT },
    { CMARK_NODE_PARAGRAPH, NODE_PARAGRAPH },
    { CMARK_NODE_SOFTBREAK, NODE_SOFTBREAK },
    { CMARK_NODE_LINK, NODE_LINK },
    { CMARK_NODE_STRONG, NODE_STRONG },
    { CMARK_NODE_EMPH, NODE_EMPH },
    { CMARK_NODE_CODE, NODE_CODE },
    { CMARK_NODE_HEADING, NODE_HEADING },
    { CMARK_NODE_ITEM, NODE_ITEM },
    { CMARK_NODE_LIST, NODE_LIST },
    { CMARK_NODE_IMAGE, NODE_IMAGE },
    { CMARK_NODE_BLOCK_QUOTE, NODE_BLOCK_QUOTE },
    { CMARK_NODE_CODE_BLOCK, NODE_CODE_BLOCK },
    { CMARK_NODE_LINEBREAK, NODE_LINEBREAK },
    { CMARK_NODE_HTML_INLINE, NODE_HTML_INLINE },
    { CMARK_NODE_HTML_BLOCK, NODE_HTML_BLOCK },
    { CMARK_NODE_THEMATIC_BREAK, NODE_THEMATIC_BREAK },
    { CMARK_NODE_FOOTNOTE_REFERENCE, NODE_FOOTNOTE_REFERENCE },
    { CMARK_NODE_FOOTNOTE_DEFINITION, NODE_FOOTNOTE_DEFINITION },
    { CMARK_NODE_DOCUMENT, NODE_DOCUMENT },
  };
  unsigned type = (unsigned)cmark_node_get_type(from);
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
    if (types[i].from == type) return types[i].to;
  return extension_type(from);
}

static void set_table(Converter *c, Node *n, cmark_node *from) {
  n->columns = cmark_gfm_extensions_get_table_columns(from);
  const uint8_t *align = cmark_gfm_extensions_get_table_alignments(from);
  n->align = ARENA_ARRAY(c->doc->arena, n->columns, uint8_t);
  for (uint32_t i = 0; align && i < n->columns; i++)
    n->align[i] = align[i] == 'l'   ? ALIGN_LEFT
                  : align[i] == 'c' ? ALIGN_CENTER
                  : align[i] == 'r' ? ALIGN_RIGHT
                                    : ALIGN_NONE;
}

static void set_cell(Node *n) {
  const Node *table = n->parent ? n->parent->parent : NULL;
  n->columns = n->prev ? n->prev->columns + 1 : 0;
  if (table && n->columns < table->columns) n->align = table->align + n->columns;
}

/* An address that is one directive: [text]({{< ref "other.md" >}}). */
static void fill_url(Converter *c, Node *n, cmark_node *from) {
  Str url = own(c, &from->as.link.url);
  n->title = own_written(c, &from->as.link.title);
  n->url = url;
  if (!c->marks) return;
  size_t start, end;
  const Mark *k = marks_next(c->marks, url, 0, &start, &end);
  n->url = marks_restore(c->marks, c->doc->arena, url);
  if (k && !start && k->role == MARK_OPEN && !k->taken &&
      (end == url.n || url.p[end] == '#' || url.p[end] == '?'))
    n->directive = &k->data;
}

static Str chunk(const cmark_chunk *c) {
  return (Str){ (const char *)c->data, c->len > 0 ? (size_t)c->len : 0 };
}

static bool is_autolink(const cmark_node *from) {
  const cmark_node *text = from->first_child;
  if (!text || text->next || text->type != CMARK_NODE_TEXT) return false;
  Str shown = chunk(&text->as.literal), url = chunk(&from->as.link.url);
  if (!str_ends(url, shown)) return false;
  Str added = str_sub(url, 0, url.n - shown.n);
  return !added.n || str_eq(added, S("mailto:")) || str_eq(added, S("http://"));
}

/* What belongs to the type, before the children. */
static void fill(Converter *c, Node *n, cmark_node *from) {
  switch (n->type) {
  case NODE_HEADING:
    n->level = (uint8_t)cmark_node_get_heading_level(from);
    break;
  case NODE_LIST: {
    n->ordered = cmark_node_get_list_type(from) == CMARK_ORDERED_LIST;
    n->tight = cmark_node_get_list_tight(from) != 0;
    int start = cmark_node_get_list_start(from);
    n->start = start > 0 ? (uint32_t)start : 0;
    break;
  }
  case NODE_ITEM:
    if (cmark_node_get_syntax_extension(from))
      n->task = cmark_gfm_extensions_get_tasklist_item_checked(from) ? TASK_DONE : TASK_OPEN;
    break;
  case NODE_CODE_BLOCK:
    n->literal = own_code(c, &from->as.code.literal);
    n->info = own_verbatim(c, &from->as.code.info);
    n->fenced = from->as.code.fenced != 0;
    break;
  case NODE_TABLE:
    set_table(c, n, from);
    break;
  case NODE_TABLE_ROW:
    n->header = cmark_gfm_extensions_get_table_row_is_header(from) != 0;
    break;
  case NODE_TABLE_CELL:
    set_cell(n);
    break;
  case NODE_LINK:
    n->autolinked = is_autolink(from);
    fill_url(c, n, from);
    break;
  case NODE_IMAGE:
    fill_url(c, n, from);
    break;
  case NODE_TEXT:
    n->literal = own(c, &from->as.literal);
    break;
  case NODE_FOOTNOTE_DEFINITION:
    n->literal = own_written(c, &from->as.literal);
    break;
  case NODE_FOOTNOTE_REFERENCE: /* its own literal is the number by now */
    n->literal = own_written(c, from->parent_footnote_def ? &from->parent_footnote_def->as.literal
                                                          : &from->as.literal);
    break;
  case NODE_CODE:
    n->literal = own_code(c, &from->as.literal);
    break;
  case NODE_HTML_BLOCK:
  case NODE_HTML_INLINE: /* tokens of directives stay until it is read */
    n->literal = c->options->html.mode == HTML_OFF ? own_verbatim(c, &from->as.literal)
                                                   : own(c, &from->as.literal);
    break;
  default:
    break;
  }
}

static void locate(Converter *c, Node *n, cmark_node *from) {
  if (c->in_value && node_is_block(n)) {
    locate_within(&c->locator, n, c->within.offset, c->within.length);
  } else if (n->type ==
             NODE_TABLE_CELL) { /* the row's line; the cursor goes on behind the last cell */
    size_t cursor = c->locator.cursor;
    locate_block(&c->locator, n, cmark_node_get_start_line(from), cmark_node_get_start_column(from),
                 cmark_node_get_end_line(from), cmark_node_get_end_column(from));
    if (cursor > c->locator.cursor || n->prev) c->locator.cursor = cursor;
  } else if (node_is_block(n)) {
    locate_block(&c->locator, n, cmark_node_get_start_line(from), cmark_node_get_start_column(from),
                 cmark_node_get_end_line(from), cmark_node_get_end_column(from));
  } else {
    locate_enter(&c->locator, n);
  }
}

/* -- directives -- */

static void become(Converter *c, Node *n, NodeType type, const Mark *k) {
  n->type = type;
  directive_node(n, k);
  locate_at(&c->locator, n, k->offset, k->length);
  join_nothing(c);
  c->directives = true;
}

/* A text with tokens becomes several nodes; n, in its parent, is the last of them. */
static void split_text(Converter *c, Node *n) {
  Str all = n->literal;
  size_t at = 0, from, to;
  const Mark *k;
  while (at < all.n) {
    k = marks_next(c->marks, all, at, &from, &to);
    bool text = !k || from > at;
    Node *piece = n;
    if (text ? k != NULL : to < all.n) {
      piece = node_new(c->doc->arena, NODE_TEXT);
      piece->source = n->source;
      node_before(n, piece);
      c->doc->nodes++;
    }
    if (text) {
      piece->literal = str_sub(all, at, k ? from : all.n);
      locate_enter(&c->locator, piece);
      join_lines(c, piece->literal);
      at = k ? from : all.n;
    } else {
      become(c, piece, NODE_DIRECTIVE_INLINE, k);
      at = to;
    }
  }
}

/* A directive ends a block of HTML, as an empty line would. n is the last of the pieces. */
static bool split_html(Converter *c, Node *n, cmark_node *from) {
  Str all = own(c, &from->as.literal);
  size_t at = 0, start = 0, end = 0;
  const Mark *k = marks_html_line(c->marks, all, 0, &start, &end);
  if (!k) return false;
  locate(c, n, from);
  uint32_t line = n->line;
  for (size_t counted = 0; at < all.n;) {
    for (; counted < at; counted++) line += all.p[counted] == '\n';
    bool html = !k || start > at;
    Node *piece = n;
    if (html ? k != NULL : end < all.n) {
      piece = node_new(c->doc->arena, NODE_HTML_BLOCK);
      piece->source = n->source;
      node_before(n, piece);
      c->doc->nodes++;
    }
    if (html) {
      locate_line(&c->locator, piece, line);
      piece->literal = str_sub(all, at, k ? start : all.n);
      if (c->options->html.mode == HTML_OFF)
        piece->literal = marks_restore(c->marks, c->doc->arena, piece->literal);
      drop_html(c, piece, DROP_HTML_BLOCK);
      at = k ? start : all.n;
    } else {
      become(c, piece, NODE_DIRECTIVE, k);
      at = end;
      k = marks_html_line(c->marks, all, at, &start, &end);
    }
  }
  return true;
}

/* True: it was one, or had some in it, and is done. */
static bool enter_marked(Converter *c, Node *n, cmark_node *from) {
  size_t start, end;
  if (n->type == NODE_HTML_BLOCK) {
    const Mark *k = marks_block(c->marks, own(c, &from->as.literal));
    if (!k) return split_html(c, n, from);
    become(c, n, NODE_DIRECTIVE, k);
    return true;
  }
  if (n->type != NODE_TEXT) return false;
  n->literal = own(c, &from->as.literal);
  if (!marks_next(c->marks, n->literal, 0, &start, &end)) return false;
  split_text(c, n);
  return true;
}

static void enter(Converter *c, Node *n, cmark_node *from) {
  if (c->marks && enter_marked(c, n, from)) return;
  fill(c, n, from);
  locate(c, n, from);
  switch (n->type) {
  case NODE_TEXT:
  case NODE_CODE:
    join_lines(c, n->literal);
    break;
  case NODE_SOFTBREAK:
    c->softbreak = n;
    break;
  case NODE_HTML_BLOCK:
    drop_html(c, n, DROP_HTML_BLOCK);
    break;
  case NODE_HTML_INLINE:
    drop_html(c, n, DROP_HTML_INLINE);
    break;
  case NODE_FOOTNOTE_REFERENCE: /* nothing to see for a line end */
  case NODE_EMPH:
  case NODE_STRONG:
  case NODE_STRIKETHROUGH:
  case NODE_LINK:
    break;
  default:
    join_nothing(c);
    break;
  }
}

/* ![alt](src "caption") alone in its paragraph, linked or not, is a figure. */
static void make_figure(Converter *c, Node *n) {
  Node *image = n->first;
  if (image && image->type == NODE_LINK && !image->next) image = image->first;
  if (!image || image->next || image->type != NODE_IMAGE || !image->title.n) return;
  Node *caption = node_new(c->doc->arena, NODE_CAPTION);
  caption->source = image->source;
  caption->line = image->line, caption->col = image->col;
  caption->offset = image->offset, caption->length = image->length;
  Node *text = node_new(c->doc->arena, NODE_TEXT);
  *text = *caption;
  text->type = NODE_TEXT;
  text->literal = image->title;
  image->title = S("");
  n->type = NODE_FIGURE;
  node_append(caption, text);
  node_append(n, caption);
  c->doc->nodes += 2;
}

static bool is_below(const Node *n, const Node *above) {
  while (n && n != above) n = n->parent;
  return n != NULL;
}

/* {{< name ... >}} alone in its paragraph. What was noted about the text that
 * CommonMark sees in it is forgotten. */
static bool make_directive(Converter *c, Node *n) {
  Doc *doc = c->doc;
  size_t dropped = doc->dropped_count;
  while (dropped && is_below(doc->dropped[dropped - 1].node, n)) dropped--;
  bool changed = false;
  if (c->options->placeholders) return false;
  if (!directive_expand(doc, n, &c->options->html, &changed, c->diags)) c->failed = true;
  if (changed) doc->dropped_count = dropped;
  return changed;
}

static void leave(Converter *c, Node *n) {
  locate_leave(&c->locator, n);
  switch (n->type) {
  case NODE_PARAGRAPH:
    if (!make_directive(c, n) && !c->options->no_figures) make_figure(c, n);
    break;
  case NODE_IMAGE:
    join_nothing(c);
    /* fall through */
  case NODE_LINK:
    if (!c->options->placeholders && !n->directive && !url_allowed(n->url, n->type == NODE_IMAGE))
      drop(c, n, DROP_URL, n->url);
    break;
  default:
    break;
  }
}

bool convert_tree(Converter *c, cmark_node *root) {
  Doc *doc = c->doc;
  cmark_node *from = root;
  Node *parent = NULL;
  unsigned depth = 0;
  for (;;) {
    Node *n = ARENA_NEW(doc->arena, Node);
    n->type = type_of(from);
    n->source = doc->source;
    if (parent)
      node_append(parent, n);
    else
      doc->root = n;
    enter(c, n, from);
    if (++doc->nodes > DOC_NODES_MAX) {
      diag_at(c->diags, DIAG_ERROR, P_MD_LARGE, doc->source, node_range(n),
              "split the article into several",
              "the text has more than %d parts (words in markup, links, cells ...)", DOC_NODES_MAX);
      return false;
    }
    cmark_node *down = cmark_node_first_child(from);
    if (down) {
      if (++depth > DOC_DEPTH_MAX) {
        diag_at(c->diags, DIAG_ERROR, P_MD_NESTING, doc->source, node_range(n),
                "take some levels of quotes, lists or emphasis away",
                "the text is nested more than %d levels deep", DOC_DEPTH_MAX);
        return false;
      }
      parent = n;
      from = down;
      continue;
    }
    leave(c, n);
    while (from != root && !cmark_node_next(from)) {
      from = cmark_node_parent(from);
      leave(c, parent);
      parent = parent->parent;
      depth--;
    }
    if (from == root) break;
    from = cmark_node_next(from);
  }
  return !c->failed;
}
