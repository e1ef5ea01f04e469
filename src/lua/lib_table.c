/* lib_table.c -- the libraries table and math. Lua's own functions work through
 * metamethods, so they read moved tables and fail to write read-only ones
 * without help; each pays for its loop first, because a __len can claim any
 * length. table.sort is ours: a stable merge sort, the same in every run. */
#include "lua/lib_table.h"

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

void lib_table_open(Sandbox *sb) {
  lua_State *L = sb->L;
  static const luaL_Reg wrapped[] = {
    { "concat", f_concat }, { "insert", f_insert }, { "move", f_move }, { "pack", f_pack },
    { "remove", f_remove }, { "unpack", f_unpack }, { NULL, NULL },
  };
  static const luaL_Reg sort[] = { { "sort", lib_sort }, { NULL, NULL } };
  static const luaL_Reg none[] = { { NULL, NULL } };
  static const char *const math[] = { "abs",  "acos", "asin",       "atan",       "ceil",
                                      "cos",  "deg",  "exp",        "floor",      "fmod",
                                      "huge", "log",  "max",        "min",        "modf",
                                      "pi",   "rad",  "sin",        "sqrt",       "tan",
                                      "type", "ult",  "maxinteger", "mininteger", "tointeger" };
  int top = lua_gettop(L);
  luaopen_table(L);
  sandbox_module(sb, "table", sort);
  sandbox_module_table(sb, "table");
  for (const luaL_Reg *f = wrapped; f->name; f++) {
    lua_getfield(L, top + 1, f->name);
    lua_pushcclosure(L, f->func, 1);
    lua_setfield(L, -2, f->name);
  }
  lua_settop(L, top);
  luaopen_math(L);
  sandbox_module(sb, "math", none);
  sandbox_module_table(sb, "math");
  for (size_t i = 0; i < sizeof math / sizeof math[0]; i++) {
    lua_getfield(L, top + 1, math[i]);
    lua_setfield(L, -2, math[i]);
  }
  lua_settop(L, top);
}
