/* html_build.c -- paragraphs and wraps: the stream becomes a tree. */
#include "doc/html_build.h"

#include "base/utf8.h"
#include "doc/cjk.h"
#include "doc/directive.h"
#include "doc/edit.h"

Arena *build_arena(const Build *b) {
  return b->work->doc->arena;
}

Node *build_new(Build *b, NodeType type) {
  HtmlWork *w = b->work;
  Node *n = node_new(build_arena(b), type);
  n->source = w->doc->source;
  if (++w->doc->nodes > DOC_NODES_MAX) w->too_large = w->failed = true;
  return n;
}

/* ---- places ---- */

static size_t find_line(const HtmlInput *in, size_t at) {
  size_t low = 0, high = in->line_count;
  while (high - low > 1) {
    size_t mid = (low + high) / 2;
    if (in->lines[mid].at <= at)
      low = mid;
    else
      high = mid;
  }
  return low;
}

size_t input_source(const HtmlInput *in, const char *p, bool *exact) {
  *exact = false;
  if (!in->line_count) return 0;
  size_t at = p >= in->bytes.p && p <= in->bytes.p + in->bytes.n ? (size_t)(p - in->bytes.p) : 0;
  const HtmlLine *line = &in->lines[find_line(in, at)];
  if (line->at > at) return line->source;
  *exact = line->exact;
  return line->exact ? line->source + (at - line->at) : line->source;
}

Node *input_hole(const HtmlInput *in, const char *p) {
  if (p < in->bytes.p || p >= in->bytes.p + in->bytes.n) return NULL;
  size_t at = (size_t)(p - in->bytes.p), low = 0, high = in->hole_count;
  while (low < high) {
    size_t mid = (low + high) / 2;
    if (in->holes[mid].at == at) return in->holes[mid].node;
    if (in->holes[mid].at < at)
      low = mid + 1;
    else
      high = mid;
  }
  return NULL;
}

/* Both tokens have three bytes that differ in the last two. */
static void swap(char *p, size_t n, const char *from, const char *to) {
  for (size_t i = 0; i + 3 <= n; i++)
    if (p[i] == from[0] && p[i + 1] == from[1] &&
        (p[i + 2] == from[2] || p[i + 2] == from[2] + 1)) {
      p[i + 2] = (char)(to[2] + (p[i + 2] - from[2]));
      p[i + 1] = to[1];
    }
}

static const char outside[] = "\xEF\xB7\x90";

void input_tokens(HtmlInput *in) {
  swap(in->bytes.p, in->bytes.n, outside, HTML_TOKEN_OPEN);
}

Str tokens_back(const HtmlWork *w, Str s) {
  if (!w->marks || str_find(s, S(HTML_TOKEN_OPEN)) < 0) return s;
  char *copy = arena_dup(w->doc->arena, s.p, s.n);
  swap(copy, s.n, HTML_TOKEN_OPEN, outside);
  return str_n(copy, s.n);
}

void build_place(Build *b, Node *n, const char *p, size_t length) {
  bool exact;
  if (!p) return;
  size_t offset = input_source(b->in, p, &exact);
  places_put(&b->work->places, n, offset, exact ? length : 0, exact);
}

/* ---- where a block goes ---- */

static bool is_tag(const Node *n, const char *tag) {
  return n && n->type == NODE_ELEMENT && str_eqc(n->tag, tag);
}

static bool is_term(const Node *n) {
  return is_tag(n, "dt") || is_tag(n, "dd");
}

static bool is_cell(const Node *n) {
  return is_tag(n, "td") || is_tag(n, "th") || is_tag(n, "caption");
}

static bool is_part(const Node *n) {
  return is_tag(n, "tr") || is_tag(n, "thead") || is_tag(n, "tbody") || is_tag(n, "tfoot") ||
         is_cell(n);
}

static Node *element(Build *b, const char *tag) {
  Node *n = build_new(b, NODE_ELEMENT);
  n->tag = str_c(tag);
  return n;
}

static Node *table_of(Node *at) {
  while (at && !is_tag(at, "table")) at = at->parent;
  return at;
}

/* What cannot stand between the parts of a table comes in front of it. */
static bool between_parts(Node *at, const Node *n) {
  if (is_part(n) || (!is_tag(at, "table") && (!is_part(at) || is_cell(at)))) return false;
  const Node *table = table_of(at);
  return table && table->parent;
}

static Node *list_or_terms(Build *b, bool terms) {
  Node *list = terms ? element(b, "dl") : build_new(b, NODE_LIST);
  if (!terms) list->start = 1, list->tight = true;
  return list;
}

/* The list that an item or a term without one stands in: the one made for its neighbour, or a new
 * one. */
static Node *implied(Build *b, Node *at, bool terms) {
  Node *list = at->last;
  if (list && list == b->implied && (list->type == NODE_LIST) != terms) return list;
  list = list_or_terms(b, terms);
  node_append(at, list);
  b->implied = list;
  return list;
}

/* The same between the parts of a table: a list of its own. */
static Node *listed(Build *b, Node *n) {
  if (n->type != NODE_ITEM && !is_term(n)) return n;
  Node *list = list_or_terms(b, is_term(n));
  node_append(list, n);
  return list;
}

/* In lists there are items only, in <dl> terms only: what is neither goes into the last of them. */
static Node *inside(Build *b, Node *at) {
  if (at->type != NODE_LIST && !is_tag(at, "dl")) return at;
  if (!at->last)
    node_append(at, at->type == NODE_LIST ? build_new(b, NODE_ITEM) : element(b, "dd"));
  return at->last;
}

static void put_block(Build *b, Node *n) {
  Node *at = b->block;
  bool item = n->type == NODE_ITEM, term = is_term(n);
  if (between_parts(at, n)) {
    node_before(table_of(at), listed(b, n));
    return;
  }
  if (item ? at->type != NODE_LIST : !term || !is_tag(at, "dl")) {
    at = inside(b, at);
    if (item || term) at = implied(b, at, term);
  }
  node_append(at, n);
}

/* Text right in one of these has no paragraph around it. */
static bool holds_bare_text(const Node *n) {
  return n->type == NODE_ITEM || is_term(n) || is_cell(n) || is_tag(n, "summary") ||
         is_tag(n, "pre") || is_tag(n, "address");
}

/* ---- paragraphs ---- */

static void fresh(Build *b, Node *para) {
  b->para = b->inner = para;
  b->live = 0;
  b->space = !b->preserve;
  b->break_wanted = false;
  b->softbreak = NULL;
  b->last_char = 0;
}

/* White space and a line break at the very end are not seen. */
static void trim_end(Build *b, Node *para) {
  for (;;) {
    Node *n = para;
    while (n->last) n = n->last;
    if (n == para) return;
    if (n->type == NODE_TEXT && n->literal.n && n->literal.p[n->literal.n - 1] == ' ')
      n->literal.n--;
    if (n->type == NODE_TEXT ? n->literal.n > 0
                             : n->type != NODE_SOFTBREAK && n->type != NODE_LINEBREAK)
      return;
    Node *up = n->parent;
    node_unlink(n);
    b->work->doc->nodes--;
    while (up != para && !up->first && !up->id.n) { /* a wrap that held only that */
      n = up;
      up = up->parent;
      node_unlink(n);
      b->work->doc->nodes--;
    }
  }
}

static void expand(Build *b, Node *para) {
  bool changed;
  if (para->type != NODE_PARAGRAPH || !para->first || para->first->type != NODE_TEXT) return;
  if (!str_starts(para->first->literal, S("{{<")) || b->work->options->placeholders) return;
  if (!directive_expand(b->work->doc, para, &changed, b->work->diags)) b->work->failed = true;
}

static void end_para(Build *b) {
  Node *para = b->para;
  if (!para) return;
  if (!b->keep && !b->preserve) trim_end(b, para);
  b->para = b->inner = NULL;
  b->live = 0;
  b->softbreak = NULL;
  if (!b->block || !para->parent) return;
  if (para->first) {
    expand(b, para);
    return;
  }
  if (para->type == NODE_HEADING) para->type = NODE_PARAGRAPH; /* it heads nothing */
  if (!para->id.n) node_unlink(para);
}

static void ensure(Build *b) {
  if (!b->para) {
    Node *para = build_new(b, NODE_PARAGRAPH);
    put_block(b, para);
    para->bare = holds_bare_text(para->parent);
    fresh(b, para);
  }
  if (b->break_wanted) {
    b->break_wanted = false;
    if (b->inner->last || b->inner != b->para) {
      while (b->inner->last && b->inner->last->type == NODE_TEXT && b->inner->last->literal.n &&
             b->inner->last->literal.p[b->inner->last->literal.n - 1] == ' ')
        b->inner->last->literal.n--;
      node_append(b->inner, build_new(b, NODE_LINEBREAK));
    }
    b->softbreak = NULL;
    b->last_char = 0;
  }
  while (b->live < b->wrap_count) {
    Wrap *w = &b->wraps[b->live++];
    Node *n = build_new(b, w->as->type);
    *n = *w->as;
    if (w->used) n->id = S("");
    w->used = true;
    node_append(b->inner, n);
    b->inner = n;
  }
}

/* ---- text ---- */

static bool white(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static void add_text(Build *b, Str s, const char *p) {
  size_t first = 0, last = s.n;
  ensure(b);
  if (b->softbreak && cjk_joins(b->last_char, utf8_next(s, &first))) {
    node_unlink(b->softbreak);
    b->work->doc->nodes--;
  }
  b->softbreak = NULL;
  b->last_char = utf8_prev(s, &last);
  Node *n = build_new(b, NODE_TEXT);
  n->literal = arena_str(build_arena(b), s);
  build_place(b, n, p, s.n);
  Str written = str_sub(b->work->places.text, n->offset, n->offset + s.n);
  if (n->exact && !str_eq(written, s)) n->exact = false, n->length = 1;
  node_append(b->inner, n);
}

/* id=... or #... of a directive. */
static void add_directive(Build *b, const Mark *k) {
  ensure(b);
  Node *n = build_new(b, NODE_DIRECTIVE_INLINE);
  directive_node(n, k);
  places_put(&b->work->places, n, k->offset, k->length, true);
  b->softbreak = NULL;
  b->last_char = 0;
  node_append(b->inner, n);
}

/* A run without white space at its ends but for single blanks. */
static void add_run(Build *b, Str s, const char *p) {
  const Marks *marks = b->work->marks;
  size_t at = 0, from, to;
  s = tokens_back(b->work, s);
  while (at < s.n) {
    const Mark *k = marks && !b->preserve ? marks_next(marks, s, at, &from, &to) : NULL;
    size_t end = k ? from : s.n;
    if (end > at) add_text(b, str_sub(s, at, end), p ? p + at : NULL);
    if (k) add_directive(b, k);
    at = k ? to : s.n;
  }
}

/* Goes with `text` through what was written, as far as it is the same. */
typedef struct {
  const char *p, *end; /* p NULL: not known */
  bool same;           /* byte for byte */
} Written;

static const char *written_line(Written *w) {
  while (w->p && w->p < w->end && *w->p != '\n') w->p++;
  if (w->p && w->p < w->end) w->p++;
  return w->p;
}

static void flush(Build *b, Buf *run, const char *from) {
  if (!run->n) return;
  add_run(b, buf_view(run), from);
  buf_clear(run);
}

/* Where the white space at `at` ends, and whether it goes over a line. */
static size_t white_end(Str s, size_t at, bool *line) {
  *line = false;
  for (; at < s.n && white(s.p[at]); at++) *line = *line || s.p[at] == '\n';
  return at;
}

static void add_softbreak(Build *b, const char *p) {
  ensure(b);
  Node *n = build_new(b, NODE_SOFTBREAK);
  build_place(b, n, p, 1);
  node_append(b->inner, n);
  b->softbreak = n;
}

void build_text(Build *b, Str text, Str original) {
  if (b->preserve) {
    text = tokens_back(b->work, text);
    if (b->work->marks) text = marks_restore(b->work->marks, build_arena(b), text);
    if (text.n) add_text(b, text, original.p);
    return;
  }
  Written w = { original.p, original.p ? original.p + original.n : NULL, str_eq(text, original) };
  const char *from = original.p; /* where the run in hand was written */
  Buf run = { 0 };
  for (size_t i = 0; i < text.n;) {
    bool line;
    size_t end = white_end(text, i, &line);
    if (end == i) {
      while (end < text.n && !white(text.p[end])) end++;
      if (!b->para) ensure(b);
      if (!run.n && w.same) from = original.p + i;
      buf_str(&run, str_sub(text, i, end));
      b->space = false;
    } else if (!line) {
      if (!b->space && !run.n && w.same) from = original.p + i;
      if (!b->space && b->para) buf_byte(&run, ' ');
      b->space = true;
    } else {
      flush(b, &run, from);
      if (!b->space && b->para) add_softbreak(b, w.same ? original.p + i : w.p);
      for (size_t k = i; k < end && !w.same; k++)
        if (text.p[k] == '\n') from = written_line(&w);
      b->space = true;
    }
    i = end;
  }
  flush(b, &run, from);
  buf_free(&run);
}

void build_inline(Build *b, Node *n) {
  ensure(b);
  node_append(b->inner, n);
  b->space = false;
  b->softbreak = NULL;
  b->last_char = 0;
}

void build_linebreak(Build *b) {
  if (!b->para || b->break_wanted) return; /* nothing to break */
  Node *n = build_new(b, b->preserve ? NODE_TEXT : NODE_LINEBREAK);
  if (b->preserve) n->literal = S("\n");
  build_inline(b, n);
  b->space = !b->preserve;
}

/* ---- blocks ---- */

void build_edge(Build *b) {
  if (b->inline_only) {
    if (b->para && b->para->first) {
      b->break_wanted = true;
      b->space = true;
    }
    return;
  }
  end_para(b);
}

void build_block(Build *b, Node *n) {
  end_para(b);
  put_block(b, n);
}

void build_open(Build *b, Node *n) {
  build_block(b, n);
  b->block = n;
  if (++b->depth > DOC_DEPTH_MAX) b->work->failed = true;
}

void build_close(Build *b, Node *n, Node *outer) {
  end_para(b);
  b->depth--;
  b->block = outer;
  html_tidy(b, n);
}

void build_leaf(Build *b, Node *holder, Node *para) {
  end_para(b);
  put_block(b, holder);
  if (para != holder) node_append(holder, para);
  fresh(b, para);
}

void build_end_leaf(Build *b) {
  end_para(b);
}

/* ---- inline elements ---- */

bool build_wrapped_in(const Build *b, NodeType type) {
  for (size_t i = 0; i < b->wrap_count; i++)
    if (b->wraps[i].as->type == type) return true;
  return false;
}

bool build_wrap(Build *b, const Node *as) {
  if (b->wrap_count + b->depth >= DOC_DEPTH_MAX) {
    b->work->failed = true;
    return false;
  }
  b->wraps = arena_grow(&b->work->scratch, b->wraps, b->wrap_count, &b->wrap_cap, sizeof *b->wraps);
  b->wraps[b->wrap_count++] = (Wrap){ as, false };
  return true;
}

void build_unwrap(Build *b, bool keep_empty) {
  Wrap *w = &b->wraps[b->wrap_count - 1];
  if (!w->used && (w->as->id.n || keep_empty)) ensure(b); /* a place that links lead to */
  if (b->live == b->wrap_count) {
    b->inner = b->inner->parent;
    b->live--;
  }
  b->wrap_count--;
}

/* ---- nodes of the Markdown parser's ---- */

/* The wraps around all text of a paragraph. */
static void wrap_content(Build *b, Node *n) {
  bool linked = false;
  Node *inner = n;
  for (const Node *k = node_next(n, n); k && !linked; k = node_next(k, n))
    linked = k->type == NODE_LINK;
  if (!n->first) return;
  Node *holder = build_new(b, NODE_SPAN);
  node_adopt(holder, n);
  for (size_t i = 0; i < b->wrap_count; i++) {
    Wrap *w = &b->wraps[i];
    if (linked && w->as->type == NODE_LINK) continue;
    Node *wrap = build_new(b, w->as->type);
    *wrap = *w->as;
    if (w->used) wrap->id = S("");
    w->used = true;
    node_append(inner, wrap);
    inner = wrap;
  }
  node_adopt(inner, holder);
}

static void put_markdown_block(Build *b, Node *n) {
  if (b->inline_only && b->block && n->type != NODE_PARAGRAPH) { /* the heading ends here */
    end_para(b);
    b->inline_only = false;
  }
  if (b->inline_only) { /* the text of a paragraph */
    build_edge(b);
    while (n->first) {
      Node *child = n->first;
      node_unlink(child);
      build_inline(b, child);
    }
    build_edge(b);
    return;
  }
  for (Node *k = n; k && b->wrap_count; k = node_next(k, n))
    if (k->type == NODE_PARAGRAPH || k->type == NODE_HEADING || k->type == NODE_TABLE_CELL)
      wrap_content(b, k);
  build_block(b, n);
}

void build_node(Build *b, Node *n) {
  if (node_is_block(n)) {
    put_markdown_block(b, n);
    return;
  }
  bool gap = n->type == NODE_SOFTBREAK || n->type == NODE_LINEBREAK;
  bool blank = n->type == NODE_TEXT && !str_trim(n->literal).n;
  bool first = !b->keep && (!b->para || !b->para->first);
  if ((gap || blank) && first) return;
  if (n->type == NODE_TEXT && first)
    while (n->literal.p[0] == ' ') n->literal = str_sub(n->literal, 1, n->literal.n);
  build_inline(b, n);
  if (gap || (n->type == NODE_TEXT && n->literal.n && n->literal.p[n->literal.n - 1] == ' '))
    b->space = true;
}
