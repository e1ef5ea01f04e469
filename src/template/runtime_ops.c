/* runtime_ops.c -- what expressions and loops of compiled templates call. */
#include "template/runtime_ops.h"

#include "template/escape.h"
#include "template/filters.h"
#include "template/value_lua.h"

#include <math.h>

int op_field(lua_State *L) {
  Str name;
  name.p = lua_tolstring(L, 2, &name.n);
  val_get(L, 1, name);
  return 1;
}

int op_index(lua_State *L) {
  if (lua_isinteger(L, 2)) {
    lua_Integer i = lua_tointeger(L, 2);
    /* Asking an absent place of a list is a read as well; huge numbers are none. */
    if (val_is_list(L, 1))
      val_item(L, 1, i > 0 && i < INT32_MAX ? (size_t)i : 0);
    else if (val_at(L, 1))
      val_get(L, 1, arena_printf(&engine_of(L)->now->arena, "%lld", (long long)i));
    else
      lua_pushnil(L);
    return 1;
  }
  if (lua_isnil(L, 2)) {
    lua_pushnil(L);
    return 1;
  }
  Str name;
  if (!val_text(L, 2, &name))
    runtime_fail(L, P_TEMPLATE_TYPE, "%s cannot be a key", val_kind_name(L, 2));
  val_get(L, 1, name);
  return 1;
}

int op_value(lua_State *L) {
  lua_settop(L, 1);
  if (!val_truthy(L, 1)) lua_pushnil(L);
  return 1;
}

int op_equal(lua_State *L) {
  lua_settop(L, 2);
  lua_pushboolean(L, val_equal(L, 1, 2));
  return 1;
}

/* O(a, b, op): absent is neither less nor greater than anything. */
int op_order(lua_State *L) {
  bool result = false;
  int order = 0;
  if (!lua_isnil(L, 1) && !lua_isnil(L, 2)) {
    if (!val_order(L, 1, 2, &order))
      runtime_fail(L, P_TEMPLATE_TYPE, "%s cannot be compared with %s", val_kind_name(L, 1),
                   val_kind_name(L, 2));
    switch ((Op)lua_tointeger(L, 3)) {
    case OP_LT:
      result = order < 0;
      break;
    case OP_LE:
      result = order <= 0;
      break;
    case OP_GT:
      result = order > 0;
      break;
    default:
      result = order >= 0;
    }
  }
  lua_pushboolean(L, result);
  return 1;
}

int op_arithmetic(lua_State *L) {
  Op op = (Op)lua_tointeger(L, 3);
  lua_settop(L, 2);
  for (int i = 1; i <= 2; i++)
    if (lua_type(L, i) != LUA_TNUMBER)
      runtime_fail(L, P_TEMPLATE_TYPE, "cannot calculate with %s%s", val_kind_name(L, i),
                   lua_type(L, i) == LUA_TSTRING ? "; ~ joins texts" : "");
  if (op == OP_DIV || op == OP_MOD) {
    if (lua_tonumber(L, 2) == 0) runtime_fail(L, P_TEMPLATE_RUN, "division by zero");
    bool whole = lua_isinteger(L, 1) && lua_isinteger(L, 2);
    if (op == OP_DIV && whole) { /* 6 / 2 is 3, not 3.0 */
      lua_pushvalue(L, 1);
      lua_pushvalue(L, 2);
      lua_arith(L, LUA_OPMOD);
      whole = lua_tointeger(L, -1) == 0;
      lua_settop(L, 2);
    }
    lua_arith(L, op == OP_MOD ? LUA_OPMOD : whole ? LUA_OPIDIV : LUA_OPDIV);
  } else {
    lua_arith(L, op == OP_ADD ? LUA_OPADD : op == OP_SUB ? LUA_OPSUB : LUA_OPMUL);
  }
  if (!lua_isinteger(L, -1) && !isfinite(lua_tonumber(L, -1)))
    runtime_fail(L, P_TEMPLATE_RUN, "the result is too large");
  return 1;
}

/* C(...): texts joined; html stays html, with texts escaped for it. */
int op_concat(lua_State *L) {
  Render *r = engine_of(L)->now;
  int n = lua_gettop(L);
  bool html = false;
  for (int i = 1; i <= n; i++) {
    Val *v = val_at(L, i);
    if (v && v->kind == VAL_HTML) html = true;
  }
  buf_clear(&r->scratch);
  for (int i = 1; i <= n; i++) {
    Str text = S("");
    Val *v = val_at(L, i);
    if (!val_text(L, i, &text))
      runtime_fail(L, P_TEMPLATE_TYPE, "~ cannot join %s", val_kind_name(L, i));
    if (html && !(v && v->kind == VAL_HTML))
      escape_html(&r->scratch, text);
    else
      buf_str(&r->scratch, text);
  }
  if (r->scratch.n > r->limit)
    runtime_fail(L, P_TEMPLATE_RUN, "~ makes more than %zu bytes", r->limit);
  if (html)
    val_push_bytes(L, VAL_HTML, arena_str(&r->arena, buf_view(&r->scratch)));
  else
    lua_pushlstring(L, r->scratch.n ? r->scratch.p : "", r->scratch.n);
  return 1;
}

int op_in(lua_State *L) {
  bool found = false;
  Val *v = val_at(L, 2);
  Str needle, hay;
  if (val_is_list(L, 2)) {
    size_t n = val_count(L, 2);
    for (size_t i = 1; i <= n && !found; i++) {
      val_item(L, 2, i);
      found = val_equal(L, 1, lua_gettop(L));
      lua_pop(L, 1);
    }
  } else if (v && v->kind == VAL_REF) {
    if (!lua_isnil(L, 1) && val_text(L, 1, &needle)) {
      val_get(L, 2, needle);
      found = !lua_isnil(L, -1);
    }
  } else if (lua_type(L, 2) == LUA_TSTRING && lua_type(L, 1) == LUA_TSTRING) {
    val_text(L, 1, &needle);
    val_text(L, 2, &hay);
    found = str_find(hay, needle) >= 0;
  } else if (!lua_isnil(L, 2)) {
    runtime_fail(L, P_TEMPLATE_TYPE, "'in' takes a list, a map or text on its right, not %s",
                 val_kind_name(L, 2));
  }
  lua_pushboolean(L, found);
  return 1;
}

/* -- loops -- */

/* L(value) -> value, how many */
int op_loop(lua_State *L) {
  lua_settop(L, 1);
  if (lua_isnil(L, 1)) {
    lua_pushinteger(L, 0);
    return 2;
  }
  if (!val_is_list(L, 1))
    runtime_fail(
        L, P_TEMPLATE_TYPE, "cannot loop over %s%s", val_kind_name(L, 1),
        val_at(L, 1) && val_at(L, 1)->kind == VAL_REF ? "; give two names: for key, value in" : "");
  lua_pushinteger(L, (lua_Integer)val_count(L, 1));
  return 2;
}

int op_item(lua_State *L) {
  val_item(L, 1, (size_t)lua_tointeger(L, 2));
  return 1;
}

/* P(value) -> value, how many: for two names, over maps too */
int op_pairs(lua_State *L) {
  lua_settop(L, 1);
  Val *v = val_at(L, 1);
  if (v && v->kind == VAL_REF && v->ref.v && v->ref.v->kind == VALUE_MAP) {
    const Value *keys = ref_keys(engine_of(L)->world, engine_of(L)->now->reads, v->ref);
    lua_pushinteger(L, (lua_Integer)value_count(keys));
    return 2;
  }
  return op_loop(L);
}

int op_pair(lua_State *L) {
  lua_Integer i = lua_tointeger(L, 2);
  Val *v = val_at(L, 1);
  if (v && v->kind == VAL_REF && v->ref.v && v->ref.v->kind == VALUE_MAP) {
    const Value *map = v->ref.v;
    if (v->ref.article) map = ref_deep(engine_of(L)->world, engine_of(L)->now->reads, v->ref);
    Str key = map->map.fields[i - 1].key;
    lua_pushlstring(L, key.n ? key.p : "", key.n);
    val_get(L, 1, key);
    return 2;
  }
  lua_pushinteger(L, i);
  val_item(L, 1, (size_t)i);
  return 2;
}

/* -- provided functions -- */

int op_slot(lua_State *L) {
  const EngineJob *job = engine_of(L)->now->job;
  Str name;
  name.p = lua_tolstring(L, 1, &name.n);
  for (size_t i = 0; i < job->slot_count; i++)
    if (str_eq(job->slots[i].name, name)) {
      val_push_engine(L, &job->slots[i].value);
      return 1;
    }
  lua_pushnil(L);
  return 1;
}

int op_range(lua_State *L) {
  long long from = filter_integer(L, 1, "range", 0), to = filter_integer(L, 2, "range", 0);
  if (to - from >= 10000 || from < -1000000000 || to > 1000000000)
    runtime_fail(L, P_TEMPLATE_RUN, "'range' gives at most 10000 numbers");
  lua_newtable(L);
  for (long long i = from; i <= to; i++) {
    lua_pushinteger(L, i);
    lua_rawseti(L, -2, i - from + 1);
  }
  return 1;
}

int op_link(lua_State *L) {
  Engine *e = engine_of(L);
  Str path = filter_text(L, 1, "link");
  Str url = world_link(e->world, e->now->reads, path);
  if (url.n)
    lua_pushlstring(L, url.p, url.n);
  else
    lua_pushnil(L);
  return 1;
}
