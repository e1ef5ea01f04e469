/* lib_pairs.c -- pairs and next in sorted order of keys.
 *
 * pairs takes the keys once and walks that list; a table that is a plain
 * sequence needs no list. Assigning to fields, also nil, is allowed meanwhile;
 * fields added meanwhile are not visited. next(t, k) remembers the list per
 * table, in a table with weak keys that Lua code never sees; whether it
 * is still there changes the time taken and nothing else. */
#include "lua/lib_pairs.h"

#include "lua/budget.h"
#include "lua/freeze.h"

enum { STATE = 1, KEYS, WALK }; /* upvalues of a step */

typedef struct {
  lua_Integer at, count;
  bool listed; /* the keys are those of KEYS, not 1..count */
} Walk;

static int step(lua_State *L) {
  Walk *w = lua_touserdata(L, lua_upvalueindex(WALK));
  int content = 1;
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  if (lua_getmetatable(L, 1)) {
    lua_settop(L, 1);
    freeze_content(L, 1);
    content = 2;
  }
  while (w->at < w->count) {
    w->at++;
    if (w->listed) {
      lua_rawgeti(L, lua_upvalueindex(KEYS), w->at);
      lua_pushvalue(L, -1);
      if (lua_rawget(L, content) != LUA_TNIL) return 2;
    } else {
      lua_pushinteger(L, w->at);
      if (lua_rawgeti(L, content, w->at) != LUA_TNIL) return 2;
    }
    lua_settop(L, content);
  }
  return 0;
}

/* Number of items when the keys are exactly 1..n, else -1. */
static lua_Integer sequence_length(lua_State *L, int content) {
  lua_Integer length = (lua_Integer)lua_rawlen(L, content), count = 0;
  lua_pushnil(L);
  while (lua_next(L, content)) {
    lua_pop(L, 1);
    if (lua_islightuserdata(L, -1)) continue;
    lua_Integer k = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : 0;
    if (k < 1 || k > length) {
      lua_pop(L, 1);
      return -1;
    }
    count++;
  }
  return count == length ? count : -1;
}

static int three_results(lua_State *L, int status, lua_KContext context) {
  (void)L;
  (void)status;
  (void)context;
  return 3;
}

int lib_pairs_pairs(lua_State *L) {
  luaL_checkany(L, 1);
  if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
    lua_pushvalue(L, 1);
    lua_callk(L, 1, 3, 0, three_results);
    return 3;
  }
  if (!lua_istable(L, 1)) return luaL_typeerror(L, 1, "table");
  lua_settop(L, 1);
  freeze_content(L, 1);
  lua_Integer count = sequence_length(L, 2);
  bool listed = count < 0;
  freeze_push_stateful(L);
  if (!listed) {
    budget_charge(L, (uint64_t)count / 2);
    lua_pushnil(L);
  } else {
    count = freeze_keys(L, 1);
  }
  Walk *w = lua_newuserdatauv(L, sizeof *w, 0);
  *w = (Walk){ .count = count, .listed = listed };
  lua_pushcclosure(L, step, 3);
  lua_pushvalue(L, 1);
  lua_pushnil(L);
  return 3;
}

static const char lists_key;

/* Push the table { [table] = list of its keys }. */
static void push_lists(lua_State *L) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &lists_key) == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_newtable(L);
  lua_createtable(L, 0, 1);
  lua_pushliteral(L, "k");
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &lists_key);
}

/* The smallest key: next(t) is how Lua code asks whether t is empty. */
static int first(lua_State *L) {
  freeze_content(L, 1);
  int content = lua_gettop(L), best = content + 1;
  uint64_t count = 0;
  lua_pushnil(L); /* best */
  lua_pushnil(L);
  while (lua_next(L, content)) {
    lua_pop(L, 1);
    if (lua_islightuserdata(L, -1)) continue;
    if (lua_isnil(L, best) ? freeze_key_cmp(L, -1, -1) == 0 : freeze_key_cmp(L, -1, best) < 0)
      lua_copy(L, -1, best);
    count++;
  }
  budget_charge(L, count);
  lua_settop(L, best);
  if (lua_isnil(L, best)) return 1;
  lua_pushvalue(L, best);
  lua_rawget(L, content);
  return 2;
}

int lib_pairs_next(lua_State *L) {
  if (lua_type(L, 1) == LUA_TUSERDATA)
    return luaL_argerror(L, 1, "table expected, got an object of the host; use pairs");
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 2);
  push_lists(L);
  if (lua_isnil(L, 2)) { /* a new walk takes a new list */
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    lua_rawset(L, 3);
    return first(L);
  }
  lua_pushvalue(L, 1);
  if (lua_rawget(L, 3) != LUA_TTABLE) {
    lua_pop(L, 1);
    freeze_keys(L, 1);
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 4);
    lua_rawset(L, 3);
  }
  freeze_content(L, 1);
  enum { LIST = 4, CONTENT };
  lua_Integer count = (lua_Integer)lua_rawlen(L, LIST), low = 1, high = count + 1;
  while (low < high) { /* the first key behind the one given */
    lua_Integer middle = low + (high - low) / 2;
    lua_rawgeti(L, LIST, middle);
    if (freeze_key_cmp(L, -1, 2) > 0)
      high = middle;
    else
      low = middle + 1;
    lua_pop(L, 1);
  }
  for (; low <= count; low++) {
    lua_rawgeti(L, LIST, low);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, CONTENT) != LUA_TNIL) return 2;
    lua_pop(L, 2);
  }
  lua_pushnil(L);
  return 1;
}
