/* html_tidy.c -- what can be said of an element only when all of it is there. */
#include "doc/edit.h"
#include "doc/html_build.h"

/* Its children take its place. */
static void dissolve(Build *b, Node *n) {
  while (n->first) {
    Node *child = n->first;
    node_unlink(child);
    node_before(n, child);
  }
  build_drop(b, n);
}

/* Tight when no item has a paragraph that was written as one. */
static void list(Node *n) {
  bool tight = true;
  for (const Node *item = n->first; item; item = item->next)
    for (const Node *p = item->first; p; p = p->next)
      if (p->type == NODE_PARAGRAPH && !p->bare) tight = false;
  n->tight = tight;
  for (Node *item = n->first; item && tight; item = item->next)
    for (Node *p = item->first; p; p = p->next) p->bare = false;
}

static bool only_images(const Node *p) {
  for (const Node *n = p->first; n; n = n->next) {
    const Node *image = n->type == NODE_LINK && n->first && !n->first->next ? n->first : n;
    if (image->type != NODE_IMAGE && n->type != NODE_SOFTBREAK) return false;
  }
  return p->first != NULL;
}

/* The image stands in the figure itself, as make_figure of convert.c has it; there is one
 * caption. */
static void figure(Build *b, Node *n) {
  bool has = false;
  for (Node *p = n->first; p; p = p->next) {
    if (p->type != NODE_CAPTION) continue;
    if (has) p->type = NODE_PARAGRAPH;
    has = true;
  }
  for (Node *p = n->first, *next; p; p = next) {
    next = p->next;
    if (p->type != NODE_PARAGRAPH || !build_plain(p) || !only_images(p)) continue;
    for (Node *k = p->first, *behind; k; k = behind) {
      behind = k->next;
      if (k->type == NODE_SOFTBREAK) build_drop(b, k);
    }
    dissolve(b, p);
  }
  if (n->first && n->first->type == NODE_CAPTION && n->first->next) { /* caption last */
    Node *caption = n->first;
    node_unlink(caption);
    node_append(n, caption);
  }
}

/* A control needs words on it. */
static void details(Build *b, Node *n) {
  Node *summary = n->first;
  if (!build_is(summary, "summary")) {
    summary = build_new(b, NODE_ELEMENT);
    summary->tag = S("summary");
    node_prepend(n, summary);
  }
  if (summary->first) return;
  Node *p = build_new(b, NODE_PARAGRAPH), *text = build_new(b, NODE_TEXT);
  p->bare = true;
  text->literal = S("\xE2\x80\xA6");
  node_append(p, text);
  node_append(summary, p);
}

/* ---- tables ---- */

/* The one paragraph of a cell as Markdown has it, or NULL; *ok: it is that simple. */
static Node *cell_text(const Node *cell, bool *ok) {
  Node *p = cell->first;
  if (cell->attributes) *ok = false;
  if (!p) return NULL;
  if (p->next || p->type != NODE_PARAGRAPH || !build_plain(p)) *ok = false;
  return p;
}

/* Are all cells of it alike: 1 = th, 0 = td, -1 = mixed or none? */
static int heads(const Node *row) {
  bool th = false, td = false;
  for (const Node *cell = row->first; cell; cell = cell->next)
    *(build_is(cell, "th") ? &th : &td) = true;
  return th == td ? -1 : th;
}

/* A heading row if any, then rows of the same number of cells, all text: a Markdown table. */
static bool simple(const Node *table, size_t *columns) {
  bool ok = true, began = false;
  *columns = 0;
  for (const Node *part = table->first; part && ok; part = part->next) {
    if (build_is(part, "caption") || build_is(part, "tfoot") || !build_plain(part)) return false;
    for (const Node *row = part->first; row && ok; row = row->next) {
      int kind = heads(row);
      size_t count = 0;
      for (const Node *cell = row->first; cell; cell = cell->next, count++) cell_text(cell, &ok);
      if (began && count != *columns) return false;
      if (kind < 0 || (kind == 1 && began) || row->attributes) return false;
      if (build_is(part, "thead") && kind != 1) return false;
      *columns = count;
      began = true;
    }
  }
  return ok && began && *columns <= DOC_COLUMNS_MAX;
}

static void table(Build *b, Node *n) {
  size_t columns;
  if (!n->first) {
    build_drop(b, n);
    return;
  }
  if (!simple(n, &columns)) return;
  n->type = NODE_TABLE;
  n->tag = S("");
  n->columns = (uint32_t)columns;
  n->align = ARENA_ARRAY(build_arena(b), columns, uint8_t);
  for (Node *part = n->first, *next; part; part = next) {
    next = part->next;
    if (!build_is(part, "tr")) dissolve(b, part);
  }
  for (Node *row = n->first; row; row = row->next) {
    row->header = heads(row) == 1;
    row->type = NODE_TABLE_ROW;
    row->tag = S("");
    uint32_t column = 0;
    bool ok;
    for (Node *cell = row->first; cell; cell = cell->next) {
      Node *p = cell_text(cell, &ok);
      cell->type = NODE_TABLE_CELL;
      cell->tag = S("");
      cell->columns = column++;
      if (!cell->align) cell->align = ARENA_ARRAY(build_arena(b), 1, uint8_t);
      if (row == n->first) n->align[cell->columns] = cell->align[0];
      if (p) dissolve(b, p);
    }
  }
}

void html_tidy(Build *b, Node *n) {
  bool empty = !n->first && !n->id.n;
  switch (n->type) {
  case NODE_LIST:
    list(n);
    if (empty) build_drop(b, n);
    break;
  case NODE_FIGURE:
    figure(b, n);
    if (empty) build_drop(b, n);
    break;
  case NODE_BLOCK_QUOTE:
  case NODE_DIV:
    if (empty) build_drop(b, n);
    break;
  case NODE_ELEMENT:
    if (build_is(n, "table"))
      table(b, n);
    else if (build_is(n, "details"))
      details(b, n);
    else if (empty && (build_is(n, "aside") || build_is(n, "section") || build_is(n, "header") ||
                       build_is(n, "footer") || build_is(n, "nav") || build_is(n, "address") ||
                       build_is(n, "dl")))
      build_drop(b, n);
    break;
  default:
    break;
  }
}
