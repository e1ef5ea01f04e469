/* lib_ast_edit.c -- what hooks return, carried out: transform, render, and the
 * two walks ast.filter and ast.walk.
 *
 * ast.filter never touches the document it is given. It notes what the handlers
 * want; if that is nothing the result is nil, else a copy with the edits. */
#include "doc/parse.h"
#include "lua/api_types.h"
#include "lua/budget.h"
#include "lua/freeze.h"
#include "lua/html_value.h"
#include "lua/lib_ast.h"
#include "lua/lib_ast_parts.h"
#include "lua/libs.h"

/* -- transform -- */

static bool small_enough(Collector *c, const Node *more, size_t others) {
  if (others + node_count(more) > DOC_NODES_MAX)
    c->problem = S("too many nodes");
  else if (node_depth(more) > DOC_DEPTH_MAX)
    c->problem = S("nested too deeply");
  else
    return true;
  return false;
}

/* False with c->problem set; root is then as it was. */
static bool apply(Collector *c, Node *root, int index) {
  const Node *whole = lib_ast_get(c->L, index);
  Node *target = node_new(c->a, NODE_DOCUMENT);
  if (whole && whole->type == NODE_DOCUMENT && !whole->parent) {
    if (!small_enough(c, whole, 0)) return false;
    node_adopt(target, (Node *)(uintptr_t)whole); /* what ast.filter made: no second copy */
  } else {
    if (!collect_result(c, index)) return false;
    if (!small_enough(c, c->holder, c->marker ? node_count(root) : 0)) return false;
    if (!fit_children(c, target)) return false;
  }
  if (c->marker) {
    Node *after = node_new(c->a, NODE_DOCUMENT);
    while (c->marker->next) {
      Node *n = c->marker->next;
      node_unlink(n);
      node_append(after, n);
    }
    node_unlink(c->marker);
    node_adopt(target, root);
    node_adopt(target, after);
  }
  while (root->first) node_unlink(root->first);
  node_adopt(root, target);
  return true;
}

bool lib_ast_apply(Sandbox *sb, Node *root, bool *changed, Diags *d) {
  lua_State *L = sb->L;
  *changed = false;
  if (lua_isnil(L, -1) || lib_ast_get(L, -1) == root) {
    lua_pop(L, 1);
    return true;
  }
  if (lua_isboolean(L, -1) && !lua_toboolean(L, -1)) {
    lua_pop(L, 1);
    *changed = root->first != NULL;
    while (root->first) node_unlink(root->first);
    return true;
  }
  Collector c = collect_begin(L, root);
  if (!apply(&c, root, lua_gettop(L))) {
    libs_bad_result(sb, c.problem, "return nil, false, a node, text or a list", d);
    return false;
  }
  lua_pop(L, 1);
  *changed = true;
  return true;
}

/* -- render -- */

typedef struct {
  Buf *out;
  bool (*write)(void *ctx, const Node *n, Buf *out);
  void *ctx;
  Str problem;
  bool reported; /* write() failed and has put its record */
} Rendering;

static bool render_value(Rendering *r, lua_State *L, int index) {
  Arena *a = sandbox_of(L)->arena;
  Collector c = collect_begin(L, NULL);
  /* Lists may mix text, html and nodes; text and html alone need no nodes. */
  if (!lua_istable(L, index) && !lib_ast_get(L, index))
    return html_value_add(L, index, r->out, a, &r->problem);
  if (!collect_value(&c, index)) {
    r->problem = c.problem;
    return false;
  }
  /* Trusted HTML between words is written as part of the line. */
  if (collect_inline(&c)) c.holder->type = NODE_PARAGRAPH;
  for (const Node *n = c.holder->first; n; n = n->next) {
    if (r->write(r->ctx, n, r->out)) continue;
    r->reported = true;
    return false;
  }
  return true;
}

bool lib_ast_take_render(Sandbox *sb, Buf *out, bool *given,
                         bool (*write)(void *ctx, const Node *n, Buf *out), void *ctx, Diags *d) {
  lua_State *L = sb->L;
  *given = !lua_isnil(L, -1);
  size_t before = out->n;
  Rendering r = { out, write, ctx, { 0 }, false };
  if (!*given || render_value(&r, L, lua_gettop(L))) {
    lua_pop(L, 1);
    return true;
  }
  out->n = before;
  if (r.reported) {
    lua_pop(L, 1);
    return false;
  }
  libs_bad_result(sb, r.problem, "return html, text, a node, a list of these, or nil", d);
  return false;
}

/* -- ast.filter -- */

typedef struct Edit Edit;
struct Edit {
  Edit *next;
  const Node *at;
  Node *in_copy;
  Collector with;
};

/* At the line where the handler begins: it has returned, and is on the stack no more. */
static int raise(lua_State *L, const Collector *c, const Node *at) {
  Str type = node_type_name(at->type);
  lua_Debug ar = { 0 };
  lua_pushvalue(L, lua_upvalueindex(1 + (int)at->type));
  lua_getinfo(L, ">S", &ar);
  if (ar.linedefined > 0) {
    lua_pushfstring(L, "%s:%d: ", ar.short_src, ar.linedefined);
  } else {
    lua_pushliteral(L, "");
  }
  lua_pushlstring(L, type.p, type.n);
  lua_pushlstring(L, c->problem.p, c->problem.n);
  return luaL_error(L, "%sthe handler of %s returned what it must not: %s", lua_tostring(L, -3),
                    lua_tostring(L, -2), lua_tostring(L, -1));
}

/* The edited copy. Both trees are walked in step to find the copies. */
static int push_edited(lua_State *L, const Node *root, Edit *edits) {
  Arena *a = sandbox_of(L)->arena;
  size_t count = node_count(root);
  budget_charge(L, 24 * count);
  budget_hold(L, count * sizeof *root);
  Node *top = node_clone(a, root);
  Edit *e = edits;
  for (Node *o = (Node *)(uintptr_t)root, *n = top; o && e;
       o = node_next(o, root), n = node_next(n, top))
    if (o == e->at) {
      e->in_copy = n;
      e = e->next;
    }
  for (e = edits; e; e = e->next)
    if (!fit_replace(&e->with, e->in_copy)) return raise(L, &e->with, e->at);
  lib_ast_push(L, top);
  return 1;
}

/* Upvalues: for each node type its handler, or nil. */
static int run_filter(lua_State *L) {
  const Node *root = lib_ast_check(L, 1);
  int extra = lua_gettop(L) - 1;
  Arena *a = sandbox_of(L)->arena;
  luaL_checkstack(L, extra + 8, "too many arguments");
  Edit *first = NULL, **last = &first;
  const Node *n = node_next(root, root);
  while (n) {
    budget_charge(L, 4);
    const Node *below = node_next(n, root), *behind = node_skip(n, root);
    lua_pushvalue(L, lua_upvalueindex(1 + (int)n->type));
    if (lua_isnil(L, -1)) {
      lua_pop(L, 1);
      n = below;
      continue;
    }
    lib_ast_push(L, n);
    for (int i = 0; i < extra; i++) lua_pushvalue(L, 2 + i);
    lua_call(L, 1 + extra, 2);
    bool over = lua_isboolean(L, -1) && !lua_toboolean(L, -1);
    lua_pop(L, 1);
    if (lua_isnil(L, -1) || lib_ast_get(L, -1) == n) {
      n = over ? behind : below;
    } else {
      Edit *e = ARENA_NEW(a, Edit);
      e->at = n;
      e->with = collect_begin(L, NULL);
      if (!collect_result(&e->with, lua_gettop(L))) return raise(L, &e->with, n);
      *last = e;
      last = &e->next;
      n = behind;
    }
    lua_pop(L, 1);
  }
  if (!first) return 0;
  return push_edited(L, root, first);
}

/* ast.filter { image = f, ... } -> function(doc, ...) */
static int f_filter(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  luaL_checkstack(L, NODE_TYPES + 8, NULL);
  lua_Integer count = freeze_keys(L, 1);
  NodeType types[NODE_TYPES];
  int used = 0;
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, 2, i);
    if (lua_type(L, -1) != LUA_TSTRING)
      return luaL_error(L, "ast.filter: keys are node types, such as image");
    Str name;
    name.p = lua_tolstring(L, -1, &name.n);
    NodeType type;
    if (!node_type_find(&type, name)) {
      size_t n;
      const Str *names = node_type_names(&n);
      Str near = str_nearest(name, names, n);
      lua_pushlstring(L, near.p ? near.p : "", near.n);
      if (near.n)
        return luaL_error(L, "ast.filter: there is no node type '%s'; did you mean '%s'?", name.p,
                          lua_tostring(L, -1));
      return luaL_error(L, "ast.filter: there is no node type '%s'", name.p);
    }
    if (type == NODE_DOCUMENT)
      return luaL_error(L, "ast.filter: the document itself is what transform returns");
    types[used++] = type;
    lua_pop(L, 1);
  }
  for (int t = 0; t < NODE_TYPES; t++) lua_pushnil(L);
  int base = lua_gettop(L) - NODE_TYPES;
  for (int i = 0; i < used; i++) {
    Str name = node_type_name(types[i]);
    lua_pushlstring(L, name.p, name.n);
    lua_gettable(L, 1);
    if (lua_type(L, -1) != LUA_TFUNCTION)
      return luaL_error(L, "ast.filter: a handler must be a function, found a %s",
                        luaL_typename(L, -1));
    lua_replace(L, base + 1 + (int)types[i]);
  }
  if (lua_isnil(L, base + 1 + NODE_DIRECTIVE_INLINE)) { /* one name for both */
    lua_pushvalue(L, base + 1 + NODE_DIRECTIVE);
    lua_replace(L, base + 1 + NODE_DIRECTIVE_INLINE);
  }
  if (lua_isnil(L, base + 1 + NODE_ELEMENT_INLINE)) {
    lua_pushvalue(L, base + 1 + NODE_ELEMENT);
    lua_replace(L, base + 1 + NODE_ELEMENT_INLINE);
  }
  lua_pushcclosure(L, run_filter, NODE_TYPES);
  return 1;
}

/* ast.walk(doc, f): f(node) for every node below; false = not into it */
static int f_walk(lua_State *L) {
  const Node *root = lib_ast_check(L, 1);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_settop(L, 2);
  const Node *n = node_next(root, root);
  while (n) {
    lua_pushvalue(L, 2);
    lib_ast_push(L, n);
    lua_call(L, 1, 1);
    bool over = lua_isboolean(L, -1) && !lua_toboolean(L, -1);
    lua_pop(L, 1);
    n = over ? node_skip(n, root) : node_next(n, root);
  }
  return 0;
}

static const ApiFunction functions[] = {
#include "lua/api/ast_edit.def"
  { 0 }
};

const ApiType API_AST_EDIT = {
  .name = "ast",
  .kind = API_LIBRARY,
  .in = "transform",
  .doc = "Looking at documents and making parts of them. A document is changed only by what a hook "
         "returns: nil leaves it, a node or a list stands in its place, false deletes it.",
  .functions = functions,
};

void lib_ast_edit_open(Sandbox *sb) {
  api_library(sb, &API_AST_EDIT);
}
