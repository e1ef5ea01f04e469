/* html_build.c -- paragraphs and wraps: the stream becomes a tree. */
#include "doc/html_build.h"

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

void build_drop(Build *b, Node *n) {
  node_unlink(n);
  b->work->doc->nodes--;
}

void build_place(Build *b, Node *n, const char *p, size_t length) {
  bool exact;
  if (!p) return;
  size_t offset = input_source(b->in, p, &exact);
  places_put(&b->work->places, n, offset, exact ? length : 0, exact);
}

/* ---- paragraphs ---- */

static void fresh(Build *b, Node *para) {
  b->para = b->inner = para;
  b->live = 0;
  b->space = true;
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
    build_drop(b, n);
    while (up != para && !up->first && !up->id.n) { /* a wrap that held only that */
      n = up;
      up = up->parent;
      build_drop(b, n);
    }
  }
}

static void expand(Build *b, Node *para) {
  bool changed;
  if (para->type != NODE_PARAGRAPH || !para->first || para->first->type != NODE_TEXT) return;
  if (!str_starts(para->first->literal, S("{{<")) || b->work->options->placeholders) return;
  if (!directive_expand(b->work->doc, para, &b->work->options->html, &changed, b->work->diags))
    b->work->failed = true;
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
  if (!para->id.n) build_drop(b, para);
}

/* The element of a wrap, once more, at the end of `in`. An id stands in the first only. */
static Node *unfold(Build *b, Wrap *w, Node *in) {
  Node *n = build_new(b, w->as->type);
  *n = *w->as;
  if (w->used) n->id = S("");
  w->used = true;
  node_append(in, n);
  return n;
}

void build_ensure(Build *b) {
  if (!b->para) {
    Node *para = build_new(b, NODE_PARAGRAPH);
    build_put(b, para);
    para->bare = build_bare(para->parent);
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
  while (b->live < b->wrap_count) b->inner = unfold(b, &b->wraps[b->live++], b->inner);
}

/* ---- inlines ---- */

void build_inline(Build *b, Node *n) {
  build_ensure(b);
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
  if (!w->used && (w->as->id.n || keep_empty)) build_ensure(b); /* a place that links lead to */
  if (b->live == b->wrap_count) {
    b->inner = b->inner->parent;
    b->live--;
  }
  b->wrap_count--;
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
  build_put(b, n);
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
  build_put(b, holder);
  if (para != holder) node_append(holder, para);
  fresh(b, para);
}

void build_end_leaf(Build *b) {
  end_para(b);
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
    if (!linked || w->as->type != NODE_LINK) inner = unfold(b, w, inner);
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
