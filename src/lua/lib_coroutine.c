/* lib_coroutine.c -- Lua's own coroutines. A new one inherits the count hook with
 * a full count, so making one costs a whole step: a chain of short-lived
 * coroutines spends the budget as well. */
#include "lua/lib_coroutine.h"

#include "lua/budget.h"
#include <lualib.h>

static int f_make(lua_State *L) {
  budget_charge(L, BUDGET_STEP);
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static int f_resume(lua_State *L) {
  budget_charge(L, 20);
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

void lib_coroutine_open(Sandbox *sb) {
  lua_State *L = sb->L;
  static const luaL_Reg functions[] = {
    { "create", f_make },  { "wrap", f_make }, { "resume", f_resume },
    { "close", f_resume }, { "yield", NULL },  { "isyieldable", NULL },
    { "running", NULL },   { "status", NULL }, { NULL, NULL },
  };
  static const luaL_Reg none[] = { { NULL, NULL } };
  int top = lua_gettop(L);
  luaopen_coroutine(L);
  sandbox_module(sb, "coroutine", none);
  sandbox_module_table(sb, "coroutine");
  for (const luaL_Reg *f = functions; f->name; f++) {
    lua_getfield(L, top + 1, f->name);
    if (f->func) lua_pushcclosure(L, f->func, 1);
    lua_setfield(L, -2, f->name);
  }
  lua_settop(L, top);
}
