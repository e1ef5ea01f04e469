/* convert.c -- Lua values to Values and back. See convert.h for the rules. */
#include "lua/convert.h"

#include "lua/budget.h"
#include "lua/freeze.h"
#include "lua/html_value.h"
#include "lua/lib_ast.h"
#include "lua/lib_date.h"
#include "lua/libs.h"
#include "lua/proxy.h"
#include <math.h>
#include <stdlib.h>

const ConvertRules CONVERT_FACTS = { "facts", "a fact", 1 << 20, true };
const ConvertRules CONVERT_PARAMS = { "params", "a parameter of a page", 1 << 20, true };
const ConvertRules CONVERT_DATA = { "data", "data", 16 << 20, false };

enum { LIMIT_DEFAULT = 4 << 20, NODE_COST = 64 };

/* One step of the way from the root: a name, or a number when name.p is NULL. */
typedef struct {
  Str name;
  lua_Integer number;
} Step;

typedef struct {
  lua_State *L;
  Arena *a;
  const ConvertRules *rules;
  size_t used, limit;
  int depth;
  Step way[CONVERT_DEPTH + 1];
  const void *tables[CONVERT_DEPTH + 1]; /* those we are inside of */
  Str *problem;
} Conversion;

/* -- messages -- */

static bool plain_name(Str s) {
  if (s.n == 0 || s.n > 64 || (s.p[0] >= '0' && s.p[0] <= '9')) return false;
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'))
      return false;
  }
  return true;
}

/* "facts.words[3]: " and then the reason. NULL, so callers can return it. */
static const Value *refuse(Conversion *c, const char *reason) {
  Buf b = { 0 };
  buf_c(&b, c->rules->root);
  for (int i = 0; i < c->depth; i++) {
    const Step *s = &c->way[i];
    if (!s->name.p)
      buf_printf(&b, "[%lld]", (long long)s->number);
    else if (plain_name(s->name))
      buf_printf(&b, ".%.*s", STR(s->name));
    else
      buf_printf(&b, "[\"%.*s\"]", STR(str_sub(s->name, 0, 64)));
  }
  buf_printf(&b, ": %s", reason);
  *c->problem = buf_dup(&b, c->a);
  buf_free(&b);
  return NULL;
}

static const Value *refuse_kind(Conversion *c, const char *what) {
  Str reason = arena_printf(c->a, "%s cannot be %s", what, c->rules->noun);
  return refuse(c, reason.p);
}

static bool spend(Conversion *c, size_t bytes) {
  c->used += bytes + NODE_COST;
  budget_copy(c->L, bytes + NODE_COST);
  if (c->used <= c->limit) return true;
  Str reason = arena_printf(c->a, "%s is larger than %zu KiB", c->rules->root, c->limit >> 10);
  refuse(c, reason.p);
  return false;
}

/* -- from recorded places: a copy, so that it lives in our arena -- */

static const Value *copy(Conversion *c, const Value *v) {
  if (c->depth >= CONVERT_DEPTH) return refuse(c, "nested too deeply");
  if (!spend(c, v->kind == VALUE_STR ? v->str.n : 0)) return NULL;
  switch (v->kind) {
  case VALUE_NULL:
    return value_null(c->a);
  case VALUE_BOOL:
    return value_of_bool(c->a, v->boolean);
  case VALUE_INT:
    return value_of_int(c->a, v->integer);
  case VALUE_FLOAT:
    return value_of_float(c->a, v->number);
  case VALUE_STR:
    return value_of_str(c->a, arena_str(c->a, v->str));
  case VALUE_DATE:
    return value_of_date(c->a, v->date);
  case VALUE_LIST: {
    ListBuilder b = list_begin(c->a);
    for (size_t i = 0; i < v->list.count; i++) {
      c->way[c->depth++] = (Step){ { 0 }, (lua_Integer)i + 1 };
      const Value *item = copy(c, v->list.items[i]);
      c->depth--;
      if (!item) return NULL;
      list_add(&b, item);
    }
    return list_end(&b, (Span){ 0 });
  }
  case VALUE_MAP: {
    MapBuilder b = map_begin(c->a);
    for (size_t i = 0; i < v->map.count; i++) {
      const Field *f = &v->map.fields[i];
      c->way[c->depth++] = (Step){ f->key, 0 };
      const Value *item = spend(c, f->key.n) ? copy(c, f->value) : NULL;
      c->depth--;
      if (!item) return NULL;
      mapb_put(&b, arena_str(c->a, f->key), item);
    }
    return map_end(&b, (Span){ 0 });
  }
  }
  return refuse(c, "an unknown kind of value");
}

/* -- from tables -- */

static const Value *convert(Conversion *c, int index);

static int compare_names(const void *a, const void *b) {
  return str_cmp(*(const Str *)a, *(const Str *)b);
}

/* `content` holds exactly the keys 1..count. */
static const Value *from_list(Conversion *c, int content, lua_Integer count) {
  ListBuilder b = list_begin(c->a);
  for (lua_Integer i = 1; i <= count; i++) {
    c->way[c->depth++] = (Step){ { 0 }, i };
    lua_rawgeti(c->L, content, i);
    const Value *item = convert(c, lua_gettop(c->L));
    lua_settop(c->L, content);
    c->depth--;
    if (!item) return NULL;
    list_add(&b, item);
  }
  return list_end(&b, (Span){ 0 });
}

/* `content` holds `count` string keys and nothing else. */
static const Value *from_map(Conversion *c, int content, size_t count) {
  Str *names = ARENA_ARRAY(c->a, count, Str);
  size_t n = 0, bytes = 0;
  for (lua_pushnil(c->L); lua_next(c->L, content); lua_pop(c->L, 1)) {
    if (lua_type(c->L, -2) != LUA_TSTRING) continue;
    names[n].p = lua_tolstring(c->L, -2, &names[n].n);
    bytes += names[n].n;
    n++;
  }
  if (!spend(c, bytes + n * NODE_COST)) return NULL;
  qsort(names, n, sizeof *names, compare_names);
  MapBuilder b = map_begin(c->a);
  for (size_t i = 0; i < n; i++) {
    Str name = arena_str(c->a, names[i]);
    c->way[c->depth++] = (Step){ name, 0 };
    lua_pushlstring(c->L, names[i].p, names[i].n);
    lua_rawget(c->L, content);
    const Value *item = convert(c, lua_gettop(c->L));
    lua_settop(c->L, content);
    c->depth--;
    if (!item) return NULL;
    mapb_put(&b, name, item);
  }
  return map_end(&b, (Span){ 0 });
}

static const Value *from_table(Conversion *c, int index) {
  const void *self = lua_topointer(c->L, index);
  for (int i = 0; i < c->depth; i++)
    if (c->tables[i] == self) return refuse(c, "a table inside itself");
  if (c->depth >= CONVERT_DEPTH || !lua_checkstack(c->L, 8))
    return refuse(c, "nested too deeply; at most 32 levels");
  c->tables[c->depth] = self;
  freeze_content(c->L, index);
  int content = lua_gettop(c->L);
  size_t strings = 0, numbers = 0, others = 0;
  lua_Integer highest = 0;
  for (lua_pushnil(c->L); lua_next(c->L, content); lua_pop(c->L, 1)) {
    if (lua_islightuserdata(c->L, -2)) continue; /* freeze.c keeps notes in tables */
    if (lua_type(c->L, -2) == LUA_TSTRING) {
      strings++;
    } else if (lua_isinteger(c->L, -2) && lua_tointeger(c->L, -2) > 0) {
      numbers++;
      if (lua_tointeger(c->L, -2) > highest) highest = lua_tointeger(c->L, -2);
    } else {
      others++;
    }
  }
  budget_charge(c->L, 4 * (strings + numbers + others) + 1);
  const Value *v = NULL;
  bool root_map = c->rules->map && c->depth == 0;
  if (others || (strings && numbers)) {
    refuse(c, "keys must be either names or 1, 2, 3 ...");
  } else if (numbers && (size_t)highest != numbers) {
    refuse(c, "a list must not have holes: nil between its items");
  } else if (numbers && root_map) {
    refuse(c, "must be a table with names as keys, found a list");
  } else if (spend(c, 0)) {
    v = strings || (root_map && !numbers) ? from_map(c, content, strings)
                                          : from_list(c, content, highest);
  }
  lua_settop(c->L, content - 1);
  return v;
}

/* -- from anything else -- */

static const Value *from_object(Conversion *c, int index) {
  Date date;
  Ref ref;
  Str html;
  if (lib_date_get(c->L, index, &date)) return spend(c, 0) ? value_of_date(c->a, date) : NULL;
  if (proxy_get(c->L, index, &ref)) {
    Sandbox *sb = sandbox_of(c->L);
    const Value *v = ref_deep(sb->world, sb->reads, ref);
    if (!v) return value_null(c->a);
    if (c->rules->map && c->depth == 0 && v->kind != VALUE_MAP)
      return refuse(c, "must be a table with names as keys");
    return copy(c, v);
  }
  if (html_value_get(c->L, index, &html)) return refuse_kind(c, "html");
  if (lib_ast_get(c->L, index)) return refuse_kind(c, "a node");
  if (luaL_getmetafield(c->L, index, "__name") == LUA_TSTRING) {
    Str what = arena_printf(c->a, "an object (%s)", lua_tostring(c->L, -1));
    lua_pop(c->L, 1);
    return refuse_kind(c, what.p);
  }
  return refuse_kind(c, "an object");
}

/* index is absolute. */
static const Value *convert(Conversion *c, int index) {
  switch (lua_type(c->L, index)) {
  case LUA_TNIL:
    return value_null(c->a);
  case LUA_TBOOLEAN:
    return spend(c, 0) ? value_of_bool(c->a, lua_toboolean(c->L, index)) : NULL;
  case LUA_TNUMBER: {
    if (!spend(c, 0)) return NULL;
    if (lua_isinteger(c->L, index)) return value_of_int(c->a, lua_tointeger(c->L, index));
    double d = lua_tonumber(c->L, index);
    if (isnan(d)) return refuse_kind(c, "nan (0/0)");
    if (isinf(d)) return refuse_kind(c, "an infinite number");
    return value_of_float(c->a, d);
  }
  case LUA_TSTRING: {
    Str s;
    s.p = lua_tolstring(c->L, index, &s.n);
    return spend(c, s.n) ? value_of_str(c->a, arena_str(c->a, s)) : NULL;
  }
  case LUA_TTABLE:
    return from_table(c, index);
  case LUA_TUSERDATA:
    return from_object(c, index);
  case LUA_TFUNCTION:
    return refuse_kind(c, "a function");
  case LUA_TTHREAD:
    return refuse_kind(c, "a coroutine");
  default:
    return refuse_kind(c, "this value");
  }
}

bool convert_value(const Value **out, lua_State *L, int index, Arena *a, const ConvertRules *rules,
                   Str *problem) {
  *out = NULL;
  if (lua_isnoneornil(L, index)) return true;
  Conversion c = { .L = L, .a = a, .rules = rules, .problem = problem };
  c.limit = rules->limit ? rules->limit : LIMIT_DEFAULT;
  int type = lua_type(L, index);
  if (rules->map && type != LUA_TTABLE && type != LUA_TUSERDATA) {
    Str reason = arena_printf(a, "must be a table, found a %s", lua_typename(L, type));
    refuse(&c, reason.p);
    return false;
  }
  *out =
      lua_checkstack(L, 8) ? convert(&c, lua_absindex(L, index)) : refuse(&c, "nested too deeply");
  return *out != NULL;
}

const Value *convert_check(lua_State *L, int arg, Arena *a, const ConvertRules *rules) {
  const Value *v;
  Str problem;
  if (!convert_value(&v, L, arg, a, rules, &problem)) luaL_error(L, "%s", arena_cstr(a, problem));
  return v;
}

bool convert_take(const Value **out, Sandbox *sb, Arena *a, const ConvertRules *rules, Diags *d) {
  Str problem;
  if (convert_value(out, sb->L, -1, a, rules, &problem)) {
    lua_pop(sb->L, 1);
    return true;
  }
  libs_bad_result(sb, problem, "return plain data: texts, numbers, true, false, dates and tables",
                  d);
  return false;
}

/* -- Values to Lua -- */

bool convert_push_scalar(lua_State *L, const Value *v) {
  switch (v ? v->kind : VALUE_NULL) {
  case VALUE_NULL:
    lua_pushnil(L);
    return true;
  case VALUE_BOOL:
    lua_pushboolean(L, v->boolean);
    return true;
  case VALUE_INT:
    lua_pushinteger(L, v->integer);
    return true;
  case VALUE_FLOAT:
    lua_pushnumber(L, v->number);
    return true;
  case VALUE_STR:
    budget_copy(L, v->str.n);
    lua_pushlstring(L, v->str.p ? v->str.p : "", v->str.n);
    return true;
  case VALUE_DATE:
    lib_date_push(L, v->date);
    return true;
  case VALUE_LIST:
  case VALUE_MAP:
    break;
  }
  return false;
}

static void push(lua_State *L, const Value *v, int depth) {
  if (convert_push_scalar(L, v)) return;
  if (depth > 2 * CONVERT_DEPTH + 2) luaL_error(L, "data nested too deeply");
  luaL_checkstack(L, 4, "data nested too deeply");
  budget_charge(L, 8 * (1 + value_count(v)));
  bool list = v->kind == VALUE_LIST;
  size_t count = value_count(v);
  int hint = count > 1 << 20 ? 1 << 20 : (int)count;
  lua_createtable(L, list ? hint : 0, list ? 0 : hint);
  for (size_t i = 0; i < count; i++) {
    if (list) {
      push(L, v->list.items[i], depth + 1);
      lua_rawseti(L, -2, (lua_Integer)i + 1);
    } else {
      const Field *f = &v->map.fields[i];
      lua_pushlstring(L, f->key.p, f->key.n);
      push(L, f->value, depth + 1);
      lua_rawset(L, -3);
    }
  }
}

void convert_push(lua_State *L, const Value *v) {
  push(L, v, 0);
}
