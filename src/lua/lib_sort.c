/* lib_sort.c -- table.sort as a stable merge sort.
 *
 * Lua's own picks pivots by clock and address, so equal items and inconsistent
 * comparison functions give another result in each run. This one copies the items
 * into a hidden table, merges runs bottom-up between two such tables, and
 * writes the result back, so a comparison function that changes the table, or
 * raises, finds and leaves it whole. */
#include "lua/lib_sort.h"

#include "lua/budget.h"
#include "lua/freeze.h"

enum { TABLE = 1, COMPARE, FROM, TO };
enum { ITEMS_LIMIT = 1 << 26 };

/* Is the item on top of the stack less than the one below it? Keeps both. */
static bool right_is_less(lua_State *L) {
  if (lua_isnil(L, COMPARE)) return lua_compare(L, -1, -2, LUA_OPLT);
  lua_pushvalue(L, COMPARE);
  lua_pushvalue(L, -2);
  lua_pushvalue(L, -4);
  lua_call(L, 2, 1);
  bool less = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return less;
}

static void merge(lua_State *L, int from, int to, lua_Integer a, lua_Integer middle,
                  lua_Integer end) {
  lua_Integer b = middle, out = a;
  budget_charge(L, (uint64_t)(end - a) * 3);
  if (b < end) {
    lua_rawgeti(L, from, a);
    lua_rawgeti(L, from, b);
    for (;;) {
      if (right_is_less(L)) {
        lua_rawseti(L, to, out++);
        if (++b == end) {
          lua_pop(L, 1);
          break;
        }
        lua_rawgeti(L, from, b);
      } else {
        lua_insert(L, -2); /* right, left */
        lua_rawseti(L, to, out++);
        if (++a == middle) {
          lua_pop(L, 1);
          break;
        }
        lua_rawgeti(L, from, a);
        lua_insert(L, -2);
      }
    }
  }
  for (; a < middle; a++) {
    lua_rawgeti(L, from, a);
    lua_rawseti(L, to, out++);
  }
  for (; b < end; b++) {
    lua_rawgeti(L, from, b);
    lua_rawseti(L, to, out++);
  }
}

int lib_sort(lua_State *L) {
  luaL_checktype(L, TABLE, LUA_TTABLE);
  if (!lua_isnoneornil(L, COMPARE)) luaL_checktype(L, COMPARE, LUA_TFUNCTION);
  lua_settop(L, 2);
  luaL_checkstack(L, 12, NULL);
  lua_Integer n = luaL_len(L, TABLE);
  luaL_argcheck(L, n < ITEMS_LIMIT, 1, "array too big");
  if (n < 2) return 0;
  budget_charge(L, (uint64_t)n * 4);
  if (freeze_is(L, TABLE)) { /* raise before the work is done */
    lua_geti(L, TABLE, 1);
    lua_seti(L, TABLE, 1);
  }
  lua_createtable(L, (int)n, 0);
  lua_createtable(L, (int)n, 0);
  for (lua_Integer i = 1; i <= n; i++) {
    lua_geti(L, TABLE, i);
    lua_rawseti(L, FROM, i);
  }
  int from = FROM, to = TO;
  for (lua_Integer width = 1; width < n; width *= 2) {
    for (lua_Integer a = 1; a <= n; a += 2 * width) {
      lua_Integer middle = a + width <= n ? a + width : n + 1;
      lua_Integer end = a + 2 * width <= n ? a + 2 * width : n + 1;
      merge(L, from, to, a, middle, end);
    }
    int swap = from;
    from = to;
    to = swap;
  }
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, from, i);
    lua_seti(L, TABLE, i);
  }
  return 0;
}
