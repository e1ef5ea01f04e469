/* lib_ast_fit.c -- from Lua values to nodes, and nodes to where they may stand.
 *
 * A node that has a parent is copied when it is used again: handles are values,
 * and a tree must never be torn. The holder is a parent too, so a node that
 * comes up twice in one list is copied the second time. */
#include "lua/lib_ast_parts.h"

#include "lua/api_signature.h"
#include "lua/budget.h"
#include "lua/freeze.h"
#include "lua/html_value.h"
#include "lua/lib_ast.h"
#include "lua/lib_date.h"
#include "lua/proxy.h"
#include <stdlib.h>

enum { NESTING_MOST = 64 };

Collector collect_begin(lua_State *L, const Node *root) {
  Arena *a = sandbox_of(L)->arena;
  return (Collector){ L, a, node_new(a, NODE_DOCUMENT), root, NULL, { 0 } };
}

static bool refuse(Collector *c, const char *what) {
  c->problem = arena_printf(c->a, "%s cannot stand in a document", what);
  return false;
}

static Node *copy(Collector *c, const Node *n) {
  size_t count = node_count(n);
  budget_charge(c->L, 16 * count);
  budget_hold(c->L, count * sizeof *n);
  return node_clone(c->a, n);
}

static bool add_text(Collector *c, Str s) {
  if (s.n == 0) return true;
  budget_hold(c->L, s.n + sizeof(Node));
  Node *n = node_text(c->a, s);
  lib_ast_sign(c->L, n);
  node_append(c->holder, n);
  return true;
}

static void add_node(Collector *c, Node *n) {
  if (n == c->root && !c->marker) {
    c->marker = node_new(c->a, NODE_DOCUMENT);
    node_append(c->holder, c->marker);
  } else if (n->type == NODE_DOCUMENT) {
    for (const Node *child = n->first; child; child = child->next)
      node_append(c->holder, copy(c, child));
  } else {
    node_append(c->holder, n->parent ? copy(c, n) : n);
  }
}

static int compare_keys(const void *a, const void *b) {
  lua_Integer x = *(const lua_Integer *)a, y = *(const lua_Integer *)b;
  return x < y ? -1 : x > y;
}

static bool collect(Collector *c, int index, int depth);

static bool collect_list(Collector *c, int index, int depth) {
  if (depth > NESTING_MOST || !lua_checkstack(c->L, 8))
    return refuse(c, "a list nested this deeply");
  freeze_content(c->L, index);
  int content = lua_gettop(c->L);
  size_t count = 0, n = 0;
  bool names = false;
  for (lua_pushnil(c->L); lua_next(c->L, content); lua_pop(c->L, 1)) count++;
  budget_charge(c->L, 2 + 8 * count);
  lua_Integer *keys = ARENA_ARRAY(c->a, count, lua_Integer);
  for (lua_pushnil(c->L); lua_next(c->L, content); lua_pop(c->L, 1)) {
    if (lua_islightuserdata(c->L, -2)) continue; /* freeze.c keeps notes in tables */
    if (lua_isinteger(c->L, -2) && lua_tointeger(c->L, -2) > 0)
      keys[n++] = lua_tointeger(c->L, -2);
    else
      names = true;
  }
  bool ok = !names || refuse(c, "a table with named fields (give a node, such as ast.div { ... })");
  qsort(keys, n, sizeof *keys, compare_keys);
  for (size_t i = 0; ok && i < n; i++) {
    lua_rawgeti(c->L, content, keys[i]);
    ok = collect(c, lua_gettop(c->L), depth + 1);
    lua_settop(c->L, content);
  }
  lua_settop(c->L, content - 1);
  return ok;
}

static bool collect_object(Collector *c, int index) {
  Str html;
  Date date;
  const Node *n = lib_ast_get(c->L, index);
  if (n) {
    add_node(c, (Node *)(uintptr_t)n);
    return true;
  }
  if (html_value_get(c->L, index, &html)) {
    budget_hold(c->L, html.n + sizeof(Node));
    Node *made = node_new(c->a, NODE_HTML);
    made->literal = arena_str(c->a, html);
    lib_ast_sign(c->L, made);
    node_append(c->holder, made);
    return true;
  }
  Ref ref;
  if (proxy_get(c->L, index, &ref) && ref.v && ref.v->kind == VALUE_LIST) {
    Sandbox *sb = sandbox_of(c->L);
    const Value *v = ref_deep(sb->world, sb->reads, ref);
    for (size_t i = 0; i < v->list.count; i++) {
      ValueKind kind = v->list.items[i]->kind;
      if (kind == VALUE_MAP || kind == VALUE_LIST) return refuse(c, "a list of anything but texts");
      if (!add_text(c, value_str(v->list.items[i], c->a))) return false;
    }
    return true;
  }
  if (lib_date_get(c->L, index, &date)) return add_text(c, lib_date_text(c->a, date));
  if (luaL_getmetafield(c->L, index, "__name") == LUA_TSTRING) {
    Str what = arena_printf(c->a, "a value of type %s", lua_tostring(c->L, -1));
    lua_pop(c->L, 1);
    if (str_eqc(what, "a value of type node")) {
      c->problem = S("node used after its hook returned");
      return false;
    }
    return refuse(c, what.p);
  }
  return refuse(c, "this value");
}

/* index is absolute. */
static bool collect(Collector *c, int index, int depth) {
  Str s;
  switch (lua_type(c->L, index)) {
  case LUA_TNIL:
    return true;
  case LUA_TBOOLEAN:
    return lua_toboolean(c->L, index) ? refuse(c, "true") : true;
  case LUA_TSTRING:
    s.p = lua_tolstring(c->L, index, &s.n);
    return add_text(c, s);
  case LUA_TNUMBER: {
    lua_pushvalue(c->L, index);
    s.p = lua_tolstring(c->L, -1, &s.n);
    bool ok = add_text(c, s);
    lua_pop(c->L, 1);
    return ok;
  }
  case LUA_TTABLE:
    return collect_list(c, index, depth);
  case LUA_TUSERDATA:
    return collect_object(c, index);
  default: {
    Buf name = { 0 };
    Str method = api_name_of(c->L, index, &name) ? arena_str(c->a, buf_view(&name)) : S("");
    buf_free(&name);
    long colon = str_chr(method, ':');
    if (colon > 0) {
      c->problem = arena_printf(c->a, "%.*s.%.*s is a function: write %.*s()", (int)colon, method.p,
                                STR(str_sub(method, (size_t)colon + 1, method.n)), STR(method));
      return false;
    }
    Str what = arena_printf(c->a, "a %s", lua_typename(c->L, lua_type(c->L, index)));
    return refuse(c, what.p);
  }
  }
}

bool collect_result(Collector *c, int index) {
  if (lua_type(c->L, index) != LUA_TNUMBER) return collect_value(c, index);
  c->problem = S("a number cannot stand in a document; tostring(n) makes it a text");
  return false;
}

bool collect_value(Collector *c, int index) {
  if (!lua_checkstack(c->L, 8)) return refuse(c, "a list nested this deeply");
  return collect(c, lua_absindex(c->L, index), 0);
}

/* -- placing -- */

/* Trusted HTML among blocks: does it begin like something that stands in a line? */
static bool html_is_inline(Str html) {
  static const char *const inlines[] = { "a",    "abbr", "b",    "bdi",  "cite",  "code", "del",
                                         "dfn",  "em",   "i",    "img",  "ins",   "kbd",  "label",
                                         "mark", "q",    "s",    "samp", "small", "span", "strong",
                                         "sub",  "sup",  "time", "u",    "var",   "br",   "wbr",
                                         "data", "ruby", "bdo",  NULL };
  if (html.n == 0 || html.p[0] != '<') return true;
  size_t end = 1;
  while (end < html.n &&
         ((html.p[end] >= 'a' && html.p[end] <= 'z') || (html.p[end] >= '0' && html.p[end] <= '9')))
    end++;
  Str name = str_sub(html, 1, end);
  for (const char *const *i = inlines; *i; i++)
    if (str_eqc(name, *i)) return true;
  return false;
}

static bool is_inline(const Node *n) {
  return n->type == NODE_HTML ? html_is_inline(n->literal) : n->type >= NODE_TEXT;
}

bool collect_inline(const Collector *c) {
  for (const Node *n = c->holder->first; n; n = n->next)
    if (!is_inline(n)) return false;
  return true;
}

static bool holds_blocks(NodeType type) {
  return node_holds_children(type) && !node_holds_inlines(type) && type != NODE_LIST &&
         type != NODE_TABLE && type != NODE_TABLE_ROW;
}

/* Can n get into `parent`, as it is or wrapped? */
static bool can_stand(const Node *parent, const Node *n) {
  if (node_fits(parent, n)) return true;
  bool loose = n->type >= NODE_TEXT;
  switch (parent->type) {
  case NODE_LIST: {
    Node item = { .type = NODE_ITEM };
    return loose || node_fits(&item, n);
  }
  case NODE_TABLE_ROW: {
    Node cell = { .type = NODE_TABLE_CELL };
    return node_fits(&cell, n);
  }
  default:
    return loose && holds_blocks(parent->type);
  }
}

/* "a heading", "an item"; for what stands wrongly where. */
static Str with_article(Arena *a, NodeType type) {
  Str name = node_type_name(type);
  return arena_printf(a, "%s %.*s", strchr("aeiou", name.p[0]) ? "an" : "a", STR(name));
}

static bool check_all(Collector *c, const Node *parent) {
  for (const Node *n = c->holder->first; n; n = n->next) {
    if (n == c->marker || can_stand(parent, n)) continue;
    c->problem = arena_printf(c->a, "%.*s cannot stand in %.*s", STR(with_article(c->a, n->type)),
                              STR(with_article(c->a, parent->type)));
    return false;
  }
  return true;
}

static Node *made(Collector *c, NodeType type) {
  Node *n = node_new(c->a, type);
  lib_ast_sign(c->L, n);
  return n;
}

/* The inlines under `run` become a paragraph at the end of parent; nothing but
 * trusted HTML is left as it is. */
static void flush(Collector *c, Node *run, Node *parent) {
  if (!run->first) return;
  bool html = true;
  for (const Node *n = run->first; n && html; n = n->next) html = n->type == NODE_HTML;
  Node *to = parent;
  if (!html) {
    to = made(c, NODE_PARAGRAPH);
    node_append(parent, to);
  }
  node_adopt(to, run);
}

static Node *wrap(Collector *c, Node *n, NodeType type) {
  Node *outer = made(c, type);
  if (n->type >= NODE_TEXT && !node_holds_inlines(type)) {
    Node *paragraph = made(c, NODE_PARAGRAPH);
    node_append(paragraph, n);
    n = paragraph;
  }
  node_append(outer, n);
  return outer;
}

bool fit_children(Collector *c, Node *parent) {
  if (!check_all(c, parent)) return false;
  Node *run = node_new(c->a, NODE_PARAGRAPH);
  bool blocks = holds_blocks(parent->type) && parent->type != NODE_FIGURE;
  while (c->holder->first) {
    Node *n = c->holder->first;
    node_unlink(n);
    if (n == c->marker) {
      flush(c, run, parent);
      node_append(parent, n);
    } else if (blocks && is_inline(n)) {
      node_append(run, n);
    } else {
      flush(c, run, parent);
      if (node_fits(parent, n))
        node_append(parent, n);
      else
        node_append(parent, wrap(c, n, parent->type == NODE_LIST ? NODE_ITEM : NODE_TABLE_CELL));
    }
  }
  flush(c, run, parent);
  return true;
}

static bool only_breaks(const Node *paragraph) {
  for (const Node *n = paragraph->first; n; n = n->next)
    if (n->type != NODE_SOFTBREAK && n->type != NODE_LINEBREAK) return false;
  return true;
}

/* n stands in a paragraph, and blocks come in its place: the paragraph ends
 * before them and goes on behind them; halves without content vanish. */
static bool split_paragraph(Collector *c, Node *n) {
  Node *paragraph = n->parent;
  if (!check_all(c, paragraph->parent)) return false;
  Node *blocks = node_new(c->a, paragraph->parent->type);
  if (!fit_children(c, blocks)) return false;
  Node *rest = node_new(c->a, NODE_PARAGRAPH);
  rest->source = paragraph->source;
  rest->line = paragraph->line, rest->col = paragraph->col;
  rest->offset = paragraph->offset;
  rest->origin = paragraph->origin;
  rest->classes = paragraph->classes;
  while (n->next) {
    Node *moved = n->next;
    node_unlink(moved);
    if (rest->first || moved->type != NODE_SOFTBREAK) node_append(rest, moved);
  }
  if (n->prev && n->prev->type == NODE_SOFTBREAK) node_unlink(n->prev);
  Node *place = paragraph;
  while (blocks->first) {
    Node *block = blocks->first;
    node_unlink(block);
    if (!block->source) {
      block->source = n->source;
      block->offset = n->offset, block->length = n->length;
      block->line = n->line, block->col = n->col;
      block->exact = n->exact;
    }
    node_after(place, block);
    place = block;
  }
  if (!only_breaks(rest)) node_after(place, rest);
  node_unlink(n);
  if (only_breaks(paragraph)) node_unlink(paragraph);
  return true;
}

bool fit_replace(Collector *c, Node *n) {
  Node *parent = n->parent;
  bool all_fit = true;
  for (const Node *x = c->holder->first; x && all_fit; x = x->next) all_fit = node_fits(parent, x);
  if (!all_fit && parent->type == NODE_PARAGRAPH && parent->parent &&
      holds_blocks(parent->parent->type))
    return split_paragraph(c, n);
  Node *ready = node_new(c->a, parent->type);
  if (!fit_children(c, ready)) return false;
  size_t count = 0, i = 0;
  for (const Node *x = ready->first; x; x = x->next) count++;
  Node **with = ARENA_ARRAY(c->a, count, Node *);
  while (ready->first) {
    with[i] = ready->first;
    node_unlink(with[i++]);
  }
  node_replace(n, with, count);
  return true;
}
