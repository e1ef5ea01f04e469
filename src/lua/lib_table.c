/* lib_table.c -- the libraries table and math. Lua's own functions work through
 * metamethods, so they read moved tables and fail to write read-only ones
 * without help; each pays for its loop first, because a __len can claim any
 * length. table.sort is ours: a stable merge sort, the same in every run. */
#include "lua/lib_table.h"

#include "lua/api_types.h"
#include "lua/budget.h"
#include "lua/freeze.h"
#include "lua/lib_sort.h"
#include <lualib.h>

static int original(lua_State *L) {
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static uint64_t positive(lua_Integer n) {
  return n > 0 ? (uint64_t)n : 0;
}

/* from..to as a number of items, however large. */
static uint64_t span(lua_Integer from, lua_Integer to) {
  return from > to ? 0 : (uint64_t)to - (uint64_t)from;
}

static int f_concat(lua_State *L) {
  lua_Integer to =
      lua_isnoneornil(L, 4) ? (lua_istable(L, 1) ? luaL_len(L, 1) : 0) : luaL_checkinteger(L, 4);
  budget_charge(L, span(luaL_optinteger(L, 3, 1), to) * 2);
  int results = original(L);
  budget_copy(L, lua_rawlen(L, -1));
  return results;
}

static int f_insert(lua_State *L) {
  if (lua_gettop(L) == 3 && lua_istable(L, 1) && lua_isinteger(L, 2))
    budget_charge(L, span(lua_tointeger(L, 2), luaL_len(L, 1)));
  return original(L);
}

static int f_remove(lua_State *L) {
  if (lua_gettop(L) == 2 && lua_istable(L, 1) && lua_isinteger(L, 2))
    budget_charge(L, span(lua_tointeger(L, 2), luaL_len(L, 1)));
  return original(L);
}

static int f_unpack(lua_State *L) {
  lua_Integer to = lua_isnoneornil(L, 3) ? luaL_len(L, 1) : luaL_checkinteger(L, 3);
  uint64_t count = span(luaL_optinteger(L, 2, 1), to);
  if (count < 1000000) budget_charge(L, count); /* else Lua refuses */
  return original(L);
}

static int f_move(lua_State *L) {
  budget_charge(L, span(luaL_checkinteger(L, 2), luaL_checkinteger(L, 3)) * 2);
  return original(L);
}

static int f_pack(lua_State *L) {
  budget_charge(L, positive(lua_gettop(L)));
  return original(L);
}

static const ApiFunction table_functions[] = {
#include "lua/api/table.def"
  { 0 }
};
static const ApiFunction math_functions[] = {
#include "lua/api/math.def"
  { 0 }
};
static const ApiField math_fields[] = {
#include "lua/api/math_fields.def"
  { 0 }
};

const ApiType API_TABLE = {
  .name = "table",
  .kind = API_LIBRARY,
  .in = "transform",
  .doc = "Lua's library of lists.",
  .functions = table_functions,
};

const ApiType API_MATH = {
  .name = "math",
  .kind = API_LIBRARY,
  .in = "transform",
  .doc = "Lua's mathematics, without random numbers: output must be the same in every run.",
  .fields = math_fields,
  .functions = math_functions,
};

void lib_table_open(Sandbox *sb) {
  lua_State *L = sb->L;
  int top = lua_gettop(L);
  luaopen_table(L);
  api_wrap(sb, &API_TABLE, top + 1);
  lua_settop(L, top);
  luaopen_math(L);
  api_wrap(sb, &API_MATH, top + 1);
  lua_settop(L, top);
}
