/* lib_coroutine.c -- Lua's own coroutines. A new one inherits the count hook with
 * a full count, so making one costs a whole step: a chain of short-lived
 * coroutines spends the budget as well. */
#include "lua/lib_coroutine.h"

#include "lua/api_types.h"
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

static const ApiFunction functions[] = {
#include "lua/api/coroutine.def"
  { 0 }
};

const ApiType API_COROUTINE = {
  .name = "coroutine",
  .kind = API_LIBRARY,
  .in = "transform",
  .doc = "Lua's coroutines. None lives longer than its hook.",
  .functions = functions,
};

void lib_coroutine_open(Sandbox *sb) {
  lua_State *L = sb->L;
  int top = lua_gettop(L);
  luaopen_coroutine(L);
  api_wrap(sb, &API_COROUTINE, top + 1);
  lua_settop(L, top);
}
