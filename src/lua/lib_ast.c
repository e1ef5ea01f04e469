/* lib_ast.c -- node handles: what can be read of a node, and messages at it. */
#include "lua/lib_ast.h"

#include "doc/html.h"
#include "doc/plain.h"
#include "lua/api_types.h"
#include "lua/budget.h"
#include "lua/convert.h"
#include "lua/lib_ast_parts.h"
#include "lua/libs.h"

#define NODE "node"

typedef struct {
  Node *node;
  uint64_t epoch;
  /* Where a walk over the children by index stands: child `at`, 1-based. */
  const Node *child;
  lua_Integer at;
} Handle;

/* In the order of the cases of meta_index. */
static const ApiField node_fields[] = {
#include "lua/api/node_fields.def"
  { 0 }
};

void lib_ast_push(lua_State *L, const Node *n) {
  Handle *h = lua_newuserdatauv(L, sizeof *h, 0);
  *h = (Handle){ (Node *)(uintptr_t)n, sandbox_of(L)->epoch, NULL, 0 };
  luaL_setmetatable(L, NODE);
  budget_charge(L, 8);
}

const Node *lib_ast_get(lua_State *L, int index) {
  const Handle *h = luaL_testudata(L, index, NODE);
  return h && h->epoch == sandbox_of(L)->epoch ? h->node : NULL;
}

static Handle *check(lua_State *L, int arg) {
  Handle *h = luaL_checkudata(L, arg, NODE);
  sandbox_check_epoch(L, h->epoch, arg, "node");
  return h;
}

const Node *lib_ast_check(lua_State *L, int arg) {
  return check(L, arg)->node;
}

void lib_ast_push_list(lua_State *L, Node *const *nodes, size_t count) {
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    lib_ast_push(L, nodes[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

/* -- reading -- */

static int push_str(lua_State *L, Str s) {
  lua_pushlstring(L, s.p ? s.p : "", s.n);
  return 1;
}

/* An empty string means absent. */
static int push_optional(lua_State *L, Str s) {
  if (s.n == 0)
    lua_pushnil(L);
  else
    push_str(L, s);
  return 1;
}

static int push_number(lua_State *L, uint32_t n) {
  if (n == 0)
    lua_pushnil(L);
  else
    lua_pushinteger(L, n);
  return 1;
}

/* node:text() -> the words without markup */
static int f_text(lua_State *L) {
  const Node *n = lib_ast_check(L, 1);
  Arena *a = sandbox_scratch(L);
  budget_charge(L, 8 * node_count(n));
  Str s = plain_text(a, n, NULL);
  budget_copy(L, s.n);
  return push_str(L, s);
}

/* node:children() -> a new list of nodes */
static int f_children(lua_State *L) {
  const Node *n = lib_ast_check(L, 1);
  lua_newtable(L);
  lua_Integer i = 0;
  for (const Node *c = n->first; c; c = c->next) {
    lib_ast_push(L, c);
    lua_rawseti(L, -2, ++i);
  }
  return 1;
}

/* node:attribute(name) -> text or nil */
static int f_attribute(lua_State *L) {
  const Node *n = lib_ast_check(L, 1);
  Str name;
  name.p = luaL_checklstring(L, 2, &name.n);
  return push_optional(L, node_attribute(n, name));
}

/* -- messages at the node -- */

/* (node, ..., message [, help]) with the message at `arg`. */
static int report(lua_State *L, Severity severity, Code code, int arg) {
  const Node *n = lib_ast_check(L, 1);
  Sandbox *sb = sandbox_of(L);
  Str message;
  message.p = luaL_checklstring(L, arg, &message.n);
  if (code == P_CHECK) message = libs_named(L, message, arg - 1);
  const char *help = luaL_optstring(L, arg + 1, NULL);
  if (!libs_may_tell(L, severity)) return 0;
  budget_hold(L, message.n + 512);
  /* A node made by a plugin has no place; the nearest one above may have. */
  while (n->parent && !n->source) n = n->parent;
  Diag *d;
  if (n->source && n->exact)
    d = diag_at(sb->diags, severity, code, n->source, node_range(n), help, "%.*s", STR(message));
  else if (n->source && n->line)
    d = diag_line(sb->diags, severity, code, n->source, n->line, n->col ? n->col : 1, 1, help,
                  "%.*s", STR(message));
  else
    d = diag_file(sb->diags, severity, code, n->source ? n->source->path : sb->site.article, help,
                  "%.*s", STR(message));
  libs_sign(sb, d);
  if (code == P_CHECK) d->rule = arena_str(&sb->diags->arena, str_c(luaL_checkstring(L, arg - 1)));
  return 0;
}

/* node:error(message [, help]) */
static int f_error(lua_State *L) {
  return report(L, DIAG_ERROR, P_PLUGIN_SAYS, 2);
}

/* node:warn(message [, help]) */
static int f_warn(lua_State *L) {
  return report(L, DIAG_WARNING, P_PLUGIN_SAYS, 2);
}

/* node:check(rule, message [, help]): at the level that `checks:` gives the rule */
static int f_check(lua_State *L) {
  Severity severity;
  lib_ast_check(L, 1);
  lua_settop(L, 4); /* what is not given is nil, whatever is pushed below */
  return libs_check(L, 2, NULL, &severity) ? report(L, severity, P_CHECK, 3) : 0;
}

/* -- metamethods -- */

static int index_child(lua_State *L, Handle *h) {
  lua_Integer want = lua_tointeger(L, 2);
  const Node *c = h->node->first;
  lua_Integer at = 1;
  if (h->child && h->at <= want) {
    c = h->child;
    at = h->at;
  }
  if (want < 1) c = NULL;
  lua_Integer from = at;
  for (; c && at < want; at++) c = c->next;
  budget_charge(L, (uint64_t)(at - from) + 1);
  if (c) {
    h->child = c;
    h->at = at;
    lib_ast_push(L, c);
  } else {
    lua_pushnil(L);
  }
  return 1;
}

static int push_task(lua_State *L, uint8_t task) {
  if (task == TASK_NONE)
    lua_pushnil(L);
  else
    lua_pushboolean(L, task == TASK_DONE);
  return 1;
}

static int push_alt(lua_State *L, const Node *n) {
  if (n->type != NODE_IMAGE) {
    lua_pushnil(L);
    return 1;
  }
  Arena *a = sandbox_scratch(L);
  return push_str(L, html_alt(a, n));
}

/* A name that comes twice has its last value. */
static int push_args(lua_State *L, const DirectiveData *d) {
  if (!d) {
    lua_pushnil(L);
    return 1;
  }
  if (d->args) {
    for (size_t i = 0; i < d->count; i++) budget_copy(L, d->values[i].value.n);
    convert_push(L, d->args);
    return 1;
  }
  lua_newtable(L);
  lua_Integer position = 0;
  for (size_t i = 0; i < d->count; i++) {
    const DirectiveValue *v = &d->values[i];
    budget_copy(L, v->value.n);
    if (v->name.n) push_str(L, v->name);
    push_str(L, v->value);
    if (v->name.n)
      lua_rawset(L, -3);
    else
      lua_rawseti(L, -2, ++position);
  }
  return 1;
}

static int push_unclosed(lua_State *L, const Node *n) {
  const DirectiveData *d = n->directive;
  bool open = d && node_is_directive(n) && !d->single && !d->close.n && !d->problem;
  return push_optional(L, open ? directive_closing(sandbox_scratch(L), d) : S(""));
}

static Str first_word(Str s) {
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] == ' ' || s.p[i] == '\t') return str_sub(s, 0, i);
  return s;
}

static const ApiFunction methods[] = {
#include "lua/api/node_methods.def"
  { 0 }
};

const ApiType API_NODE = {
  .name = "Node",
  .kind = API_OBJECT,
  .in = "transform",
  .doc = "A piece of a document: a paragraph, a link, a word. #node counts its children, node[1] "
         "is the first, ipairs walks over them. A node belongs to the hook that got it and cannot "
         "be changed.",
  .fields = node_fields,
  .functions = methods,
  .items = "[integer] Node",
  .operators = "len: integer",
  .speaks = "a node",
};

static int meta_index(lua_State *L) {
  Handle *h = check(L, 1);
  budget_charge(L, 4);
  if (lua_isinteger(L, 2)) return index_child(L, h);
  Str name;
  name.p = luaL_checklstring(L, 2, &name.n);
  const Node *n = h->node;
  if (api_push_method(L, &API_NODE, name)) return 1;
  size_t field = 0;
  while (node_fields[field].name && !str_eqc(name, node_fields[field].name)) field++;
  switch (field) {
  case 0:
    return push_str(L, node_type_name(node_is_directive(n) ? NODE_DIRECTIVE : n->type));
  case 1:
    return push_number(L, n->line);
  case 2:
    return push_number(L, n->col);
  case 3:
    return push_optional(L, n->origin);
  case 4: /* a link without address has an empty one; other nodes have none */
    if (n->type == NODE_LINK || n->type == NODE_IMAGE) return push_str(L, n->url);
    return push_optional(L, n->url);
  case 5:
    return push_optional(L, n->title);
  case 6:
    return push_number(L, n->level);
  case 7:
    return push_optional(L, n->info);
  case 8:
    return push_optional(L, first_word(n->info));
  case 9:
    return push_optional(L, n->id);
  case 10:
    return push_optional(L, n->classes);
  case 11:
    if (node_holds_children(n->type)) return push_optional(L, n->literal);
    return push_str(L, n->literal);
  case 12:
    return push_alt(L, n);
  case 13:
    lua_pushboolean(L, n->ordered);
    return 1;
  case 14:
    if (n->type == NODE_LIST && n->ordered)
      lua_pushinteger(L, n->start);
    else
      lua_pushnil(L);
    return 1;
  case 15:
    lua_pushboolean(L, n->tight);
    return 1;
  case 16:
    return push_task(L, n->task);
  case 17:
    lua_pushboolean(L, n->header);
    return 1;
  case 18: {
    bool footnote = n->type == NODE_FOOTNOTE_DEFINITION || n->type == NODE_FOOTNOTE_REFERENCE;
    if (n->directive) return push_optional(L, n->directive->name);
    return push_optional(L, footnote ? n->literal : S(""));
  }
  case 19:
    return push_number(L, n->number);
  case 20:
    return push_optional(L, n->file);
  case 21:
    return push_number(L, n->width);
  case 22:
    return push_number(L, n->height);
  case 23:
    return push_optional(L, n->rights ? n->rights->credit : S(""));
  case 24:
    return push_optional(L, n->rights ? n->rights->licence : S(""));
  case 25:
    return push_optional(L, n->rights ? n->rights->source : S(""));
  case 26:
    lua_pushboolean(L, n->decorative);
    return 1;
  case 27:
    return push_args(L, n->directive);
  case 28:
    if (node_is_directive(n))
      lua_pushboolean(L, n->type == NODE_DIRECTIVE);
    else
      lua_pushnil(L);
    return 1;
  case 29:
    return push_optional(L, n->directive ? n->directive->open : S(""));
  case 30:
    return push_unclosed(L, n);
  default:
    break;
  }
  return api_no_field(L, &API_NODE, name, NULL);
}

static int meta_newindex(lua_State *L) {
  return luaL_error(L, "a node is read-only; make a new one, such as ast.paragraph { ... }, and "
                       "return it");
}

static int meta_len(lua_State *L) {
  const Node *n = lib_ast_check(L, 1);
  lua_Integer count = 0;
  for (const Node *c = n->first; c; c = c->next) count++;
  budget_charge(L, 1 + (uint64_t)count / 4);
  lua_pushinteger(L, count);
  return 1;
}

static int meta_eq(lua_State *L) {
  const Node *a = lib_ast_get(L, 1), *b = lib_ast_get(L, 2);
  lua_pushboolean(L, a && a == b);
  return 1;
}

static int step(lua_State *L) {
  lua_Integer next = luaL_optinteger(L, 2, 0) + 1;
  lua_settop(L, 1);
  lua_pushinteger(L, next);
  Handle *h = check(L, 1);
  index_child(L, h);
  return lua_isnil(L, -1) ? 1 : 2;
}

static int meta_pairs(lua_State *L) {
  check(L, 1);
  lua_pushcfunction(L, step);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  return 3;
}

static int meta_tostring(lua_State *L) {
  const Node *n = lib_ast_check(L, 1);
  Str type = node_type_name(n->type);
  lua_pushlstring(L, type.p, type.n);
  if (n->line) lua_pushfstring(L, "%s at line %d", lua_tostring(L, -1), (int)n->line);
  return 1;
}

void lib_ast_open(Sandbox *sb) {
  static const luaL_Reg meta[] = { { "__index", meta_index },
                                   { "__newindex", meta_newindex },
                                   { "__len", meta_len },
                                   { "__eq", meta_eq },
                                   { "__pairs", meta_pairs },
                                   { "__tostring", meta_tostring },
                                   { NULL, NULL } };
  lua_State *L = sb->L;
  luaL_newmetatable(L, NODE);
  luaL_setfuncs(L, meta, 0);
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
  api_object(L, &API_NODE);
  lib_ast_make_open(sb);
  lib_ast_edit_open(sb);
}
