/* lib_ast_make.c -- constructors: ast.paragraph{...}, ast.link{ url = ..., "text" }.
 *
 * One C function serves every type; upvalue 1 is the NodeType. String keys are
 * the type's own fields, id, class, or HTML attributes (doc/edit.h says which);
 * numbered items are children. Everything is checked here, so a tree that was
 * made cannot be wrong. */
#include "doc/links.h"
#include "lua/api_types.h"
#include "lua/budget.h"
#include "lua/freeze.h"
#include "lua/html_value.h"
#include "lua/lib_ast.h"
#include "lua/lib_ast_parts.h"

typedef struct {
  lua_State *L;
  Node *n;
  const char *type; /* "link": for messages */
} Making;

static int wrong(const Making *m, const char *field, const char *why) {
  return luaL_error(m->L, "ast.%s: %s %s", m->type, field, why);
}

/* The text on top of the stack, copied; numbers count as text. */
static Str text_value(const Making *m, const char *field) {
  int type = lua_type(m->L, -1);
  if (type != LUA_TSTRING && type != LUA_TNUMBER) {
    lua_pushfstring(m->L, "must be text, found a %s", lua_typename(m->L, type));
    wrong(m, field, lua_tostring(m->L, -1));
  }
  Str s;
  lua_pushvalue(m->L, -1);
  s.p = lua_tolstring(m->L, -1, &s.n);
  Arena *a = sandbox_of(m->L)->arena;
  budget_hold(m->L, s.n);
  Str copy = arena_str(a, s);
  lua_pop(m->L, 1);
  return copy;
}

static lua_Integer number_value(const Making *m, const char *field, lua_Integer least,
                                lua_Integer most) {
  int whole = 0;
  lua_Integer i = lua_type(m->L, -1) == LUA_TNUMBER ? lua_tointegerx(m->L, -1, &whole) : 0;
  if (!whole || i < least || i > most) {
    lua_pushfstring(m->L, "must be a whole number from %I to %I", (LUAI_UACINT)least,
                    (LUAI_UACINT)most);
    wrong(m, field, lua_tostring(m->L, -1));
  }
  return i;
}

static bool bool_value(const Making *m, const char *field) {
  if (!lua_isboolean(m->L, -1)) wrong(m, field, "must be true or false");
  return lua_toboolean(m->L, -1);
}

/* class = "a b" or { "a", "b" } */
static Str class_value(const Making *m) {
  if (!lua_istable(m->L, -1)) return text_value(m, "class");
  Arena *a = sandbox_of(m->L)->arena;
  Str all = S("");
  freeze_content(m->L, -1);
  size_t count = lua_rawlen(m->L, -1);
  if (count > 100) wrong(m, "class", "has more than 100 names");
  for (size_t i = 1; i <= count; i++) {
    lua_rawgeti(m->L, -1, (lua_Integer)i);
    if (lua_toboolean(m->L, -1)) {
      Str parts[] = { all, all.n ? S(" ") : S(""), text_value(m, "class") };
      all = arena_concat(a, parts, 3);
    }
    lua_pop(m->L, 1);
  }
  lua_pop(m->L, 1);
  return all;
}

static void set_url(const Making *m) {
  Str url = text_value(m, "url");
  if (!url_allowed(url, m->n->type == NODE_IMAGE))
    luaL_error(m->L, "ast.%s: the scheme of '%s' is not allowed", m->type, url.p);
  m->n->url = url;
}

/* align = { "left", "", "right" } of a table */
static void set_align(const Making *m) {
  static const char *const names[] = { "", "left", "center", "right" };
  luaL_checktype(m->L, -1, LUA_TTABLE);
  freeze_content(m->L, -1);
  size_t count = lua_rawlen(m->L, -1);
  if (count > 1000) wrong(m, "align", "has more than 1000 columns");
  m->n->align = ARENA_ARRAY(sandbox_of(m->L)->arena, count, uint8_t);
  m->n->columns = (uint32_t)count;
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(m->L, -1, (lua_Integer)i + 1);
    Str s = text_value(m, "align");
    uint8_t k = 0;
    while (k < 4 && !str_eqc(s, names[k])) k++;
    if (k == 4) wrong(m, "align", "must hold \"left\", \"center\", \"right\" or \"\"");
    m->n->align[i] = k;
    lua_pop(m->L, 1);
  }
  lua_pop(m->L, 1);
}

/* An inner part given by name: a figure's caption, an image's alternative text. */
static void add_part(const Making *m, Node *to) {
  Collector c = collect_begin(m->L, NULL);
  if (!collect_value(&c, lua_gettop(m->L)) || !fit_children(&c, to)) {
    lua_pushlstring(m->L, c.problem.p, c.problem.n);
    luaL_error(m->L, "ast.%s: %s", m->type, lua_tostring(m->L, -1));
  }
}

/* args = { "first", name = "value" } of a directive */
static void set_args(const Making *m, DirectiveData *d) {
  lua_State *L = m->L;
  luaL_checktype(L, -1, LUA_TTABLE);
  int table = lua_gettop(L);
  lua_Integer count = freeze_keys(L, table);
  int keys = lua_gettop(L);
  freeze_content(L, table);
  int content = lua_gettop(L);
  if (count > 100) wrong(m, "args", "has more than 100 values");
  d->values = ARENA_ARRAY(sandbox_of(L)->arena, (size_t)count, DirectiveValue);
  for (lua_Integer i = 1; i <= count; i++) {
    bool named = lua_rawgeti(L, keys, i) == LUA_TSTRING;
    DirectiveValue *v = &d->values[d->count];
    v->name = named ? text_value(m, "args") : S("");
    lua_rawget(L, content);
    v->value = text_value(m, "args");
    d->count++;
    lua_settop(L, content);
  }
  lua_settop(L, table);
}

static bool set_directive(const Making *m, Str name) {
  Node *n = m->n;
  if (!node_is_directive(n)) return false;
  DirectiveData *d = ARENA_NEW(sandbox_of(m->L)->arena, DirectiveData);
  if (n->directive) *d = *n->directive;
  n->directive = d;
  if (str_eqc(name, "name"))
    d->name = text_value(m, "name");
  else if (str_eqc(name, "args"))
    set_args(m, d);
  else if (str_eqc(name, "block"))
    n->type = bool_value(m, "block") ? NODE_DIRECTIVE : NODE_DIRECTIVE_INLINE;
  else
    return false;
  return true;
}

/* Fields of their own that types take, besides id and class. */
static int no_field(const Making *m, Str name) {
  static const struct {
    NodeType type;
    const char *fields;
  } own[] = { { NODE_LINK, "url, title" },
              { NODE_IMAGE, "url, title, alt, width, height, decorative" },
              { NODE_HEADING, "level" },
              { NODE_CODE_BLOCK, "info" },
              { NODE_LIST, "ordered, tight, start" },
              { NODE_ITEM, "task" },
              { NODE_TABLE, "align" },
              { NODE_TABLE_ROW, "header" },
              { NODE_FIGURE, "caption" },
              { NODE_DIRECTIVE, "name, args, block" },
              { NODE_DIRECTIVE_INLINE, "name, args, block" } };
  const char *fields = "";
  for (size_t i = 0; i < sizeof own / sizeof *own; i++)
    if (own[i].type == m->n->type) fields = own[i].fields;
  return luaL_error(m->L, "ast.%s: there is no field or attribute '%s'; fields: %s%sid, class",
                    m->type, name.p, fields, *fields ? ", " : "");
}

/* The field `name` with its value on top of the stack. */
static void set_field(const Making *m, Str name) {
  Node *n = m->n;
  Arena *a = sandbox_of(m->L)->arena;
  bool link = n->type == NODE_LINK || n->type == NODE_IMAGE;
  if (str_eqc(name, "id"))
    n->id = text_value(m, "id");
  else if (str_eqc(name, "class"))
    n->classes = class_value(m);
  else if (set_directive(m, name))
    return;
  else if (link && str_eqc(name, "url"))
    set_url(m);
  else if (link && str_eqc(name, "title"))
    n->title = text_value(m, "title");
  else if (n->type == NODE_IMAGE && str_eqc(name, "alt"))
    add_part(m, n);
  else if (n->type == NODE_IMAGE && str_eqc(name, "width") && lua_isinteger(m->L, -1))
    n->width = (uint32_t)number_value(m, "width", 1, 1 << 24);
  else if (n->type == NODE_IMAGE && str_eqc(name, "height") && lua_isinteger(m->L, -1))
    n->height = (uint32_t)number_value(m, "height", 1, 1 << 24);
  else if (n->type == NODE_IMAGE && str_eqc(name, "decorative"))
    n->decorative = bool_value(m, "decorative");
  else if (n->type == NODE_HEADING && str_eqc(name, "level"))
    n->level = (uint8_t)number_value(m, "level", 1, 6);
  else if (n->type == NODE_CODE_BLOCK && str_eqc(name, "info"))
    n->info = text_value(m, "info");
  else if (n->type == NODE_LIST && str_eqc(name, "ordered"))
    n->ordered = bool_value(m, "ordered");
  else if (n->type == NODE_LIST && str_eqc(name, "tight"))
    n->tight = bool_value(m, "tight");
  else if (n->type == NODE_LIST && str_eqc(name, "start")) {
    n->start = (uint32_t)number_value(m, "start", 0, 999999999);
    n->ordered = true;
  } else if (n->type == NODE_ITEM && str_eqc(name, "task"))
    n->task = bool_value(m, "task") ? TASK_DONE : TASK_OPEN;
  else if (n->type == NODE_TABLE_ROW && str_eqc(name, "header"))
    n->header = bool_value(m, "header");
  else if (n->type == NODE_TABLE && str_eqc(name, "align"))
    set_align(m);
  else if (n->type == NODE_FIGURE && str_eqc(name, "caption")) {
    Node *caption = node_new(a, NODE_CAPTION);
    caption->origin = n->origin;
    add_part(m, caption);
    node_append(n, caption);
  } else if (lua_isboolean(m->L, -1)) {
    if (lua_toboolean(m->L, -1) && !node_set_attribute(a, n, name, S(""))) no_field(m, name);
  } else if (!node_set_attribute(a, n, name, text_value(m, name.p))) {
    no_field(m, name);
  }
}

/* Columns are counted, and cells learn their alignment. */
static void finish_table(const Making *m) {
  Node *n = m->n;
  uint32_t columns = n->columns;
  for (const Node *row = n->first; row; row = row->next) {
    uint32_t cells = 0;
    for (const Node *cell = row->first; cell; cell = cell->next) cells++;
    if (cells > columns) columns = cells;
  }
  uint8_t *align = ARENA_ARRAY(sandbox_of(m->L)->arena, columns, uint8_t);
  if (n->columns) memcpy(align, n->align, n->columns);
  n->align = align;
  n->columns = columns;
  for (Node *row = n->first; row; row = row->next) {
    uint32_t i = 0;
    for (Node *cell = row->first; cell; cell = cell->next) cell->align = align + i++;
  }
}

static void finish(const Making *m) {
  Node *n = m->n;
  if ((n->type == NODE_LINK) && n->url.n == 0)
    wrong(m, "url", "is missing: ast.link { url = ... }");
  if (n->type == NODE_IMAGE && n->url.n == 0)
    wrong(m, "url", "is missing: ast.image { url = ... }");
  if (node_is_directive(n) && (!n->directive || !n->directive->name.n))
    wrong(m, "name", "is missing: ast.directive { name = ... }");
  if (n->type == NODE_TABLE) finish_table(m);
  /* The caption was made before the figure's content, and stands behind it. */
  if (n->type == NODE_FIGURE && n->first && n->first->type == NODE_CAPTION && n->first->next) {
    Node *caption = n->first;
    node_unlink(caption);
    node_append(n, caption);
  }
}

/* Content of types without children: ast.code "x", ast.code_block { info=, "x" }. */
static void set_literal(const Making *m, int index) {
  lua_pushvalue(m->L, index);
  if (lua_isnil(m->L, -1)) {
    lua_pop(m->L, 1);
    return;
  }
  if (m->n->type == NODE_THEMATIC_BREAK || m->n->type == NODE_SOFTBREAK ||
      m->n->type == NODE_LINEBREAK)
    luaL_error(m->L, "ast.%s has no content", m->type);
  m->n->literal = text_value(m, "its content");
  lua_pop(m->L, 1);
}

static Node *begin_node(lua_State *L, NodeType type) {
  Sandbox *sb = sandbox_of(L);
  budget_charge(L, 32);
  budget_hold(L, sizeof(Node));
  Node *n = node_new(sb->arena, type);
  lib_ast_sign(L, n);
  if (type == NODE_HEADING) n->level = 2;
  if (type == NODE_LIST) n->tight = true, n->start = 1;
  if (type == NODE_CODE_BLOCK) n->fenced = true;
  return n;
}

/* Named fields in sorted order, so that attributes come out in one order. */
static void set_fields(const Making *m) {
  lua_State *L = m->L;
  lua_Integer count = freeze_keys(L, 1);
  int keys = lua_gettop(L);
  freeze_content(L, 1);
  for (lua_Integer i = 1; i <= count; i++) {
    if (lua_rawgeti(L, keys, i) == LUA_TSTRING) {
      Str name;
      name.p = lua_tolstring(L, -1, &name.n);
      lua_pushvalue(L, -1);
      if (lua_rawget(L, keys + 1) != LUA_TNIL) set_field(m, name);
    }
    lua_settop(L, keys + 1);
  }
  lua_settop(L, keys - 1);
}

/* The numbered items as a list of their own, at the top of the stack. */
static void push_items(lua_State *L) {
  lua_Integer count = freeze_keys(L, 1);
  int keys = lua_gettop(L);
  freeze_content(L, 1);
  lua_newtable(L);
  for (lua_Integer i = 1; i <= count; i++) {
    if (lua_rawgeti(L, keys, i) == LUA_TNUMBER) {
      lua_pushvalue(L, -1);
      lua_rawget(L, keys + 1);
      lua_rawset(L, keys + 2);
    } else {
      lua_pop(L, 1);
    }
  }
  lua_replace(L, keys);
  lua_settop(L, keys);
}

/* Upvalue 1: the NodeType. */
static int f_make(lua_State *L) {
  lua_settop(L, 1);
  luaL_checkstack(L, 16, NULL);
  NodeType type = (NodeType)lua_tointeger(L, lua_upvalueindex(1));
  Making m = { L, begin_node(L, type), lua_tostring(L, lua_upvalueindex(2)) };
  bool table = lua_istable(L, 1);
  if (table) {
    set_fields(&m);
    push_items(L);
  } else {
    lua_pushvalue(L, 1);
  }
  if (node_holds_children(type)) {
    Collector c = collect_begin(L, NULL);
    if (!collect_value(&c, 2) || !fit_children(&c, m.n)) {
      lua_pushlstring(L, c.problem.p ? c.problem.p : "", c.problem.n);
      return luaL_error(L, "ast.%s: %s", m.type, lua_tostring(L, -1));
    }
  } else if (table) {
    lua_rawgeti(L, 2, 1);
    set_literal(&m, lua_gettop(L));
  } else {
    set_literal(&m, 2);
  }
  finish(&m);
  lib_ast_push(L, m.n);
  return 1;
}

/* ast.html(h) -> node of trusted HTML */
static int f_html(lua_State *L) {
  Str html;
  if (!html_value_get(L, 1, &html))
    return luaL_error(L, "ast.html takes html, such as html.div { ... }, found a %s",
                      luaL_typename(L, 1));
  budget_hold(L, html.n);
  Node *n = begin_node(L, NODE_HTML);
  n->literal = arena_str(sandbox_of(L)->arena, html);
  lib_ast_push(L, n);
  return 1;
}

static const ApiFunction functions[] = {
#include "lua/api/ast_make.def"
  { 0 }
};

const ApiType API_AST_MAKE = {
  .name = "ast",
  .kind = API_LIBRARY,
  .in = "transform",
  .doc = "",
  .functions = functions,
};

/* The name of a row made by f_make is the type's. */
void lib_ast_make_open(Sandbox *sb) {
  lua_State *L = sb->L;
  api_library(sb, &API_AST_MAKE);
  sandbox_module_table(sb, "ast");
  for (const ApiFunction *f = functions; f->name; f++) {
    NodeType type;
    if (f->function != f_make || !node_type_find(&type, str_c(f->name))) continue;
    lua_pushinteger(L, (lua_Integer)type);
    lua_pushstring(L, f->name);
    lua_pushcclosure(L, f_make, 2);
    api_set(L, &API_AST_MAKE, f);
  }
  lua_pop(L, 1);
}
