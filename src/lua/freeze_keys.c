/* freeze_keys.c -- the keys of a table in the one order that is the same
 * everywhere: numbers ascending, strings by bytes, false, true. Lua's own order
 * depends on a hash seed made from addresses and the clock. */
#include "lua/budget.h"
#include "lua/freeze.h"
#include <stdlib.h>

typedef struct {
  int type; /* of Lua: numbers, then strings, then booleans */
  bool integer;
  union {
    lua_Integer i;
    lua_Number n;
    Str s; /* alive as long as the table holds the key */
  };
} Key;

static int rank(int type) {
  return type == LUA_TNUMBER ? 0 : type == LUA_TSTRING ? 1 : 2;
}

static int key_cmp(const Key *a, const Key *b) {
  if (a->type != b->type) return rank(a->type) - rank(b->type);
  if (a->type == LUA_TSTRING) return str_cmp(a->s, b->s);
  if (a->integer && b->integer) return (a->i > b->i) - (a->i < b->i);
  /* A float key is never integral where integers reach, so rounding is safe. */
  lua_Number x = a->integer ? (lua_Number)a->i : a->n, y = b->integer ? (lua_Number)b->i : b->n;
  return (x > y) - (x < y);
}

static int key_order(const void *a, const void *b) {
  return key_cmp(a, b);
}

static Key key_at(lua_State *L, int index) {
  Key k = { .type = lua_type(L, index) };
  switch (k.type) {
  case LUA_TNUMBER:
    k.integer = lua_isinteger(L, index);
    if (k.integer)
      k.i = lua_tointeger(L, index);
    else
      k.n = lua_tonumber(L, index);
    break;
  case LUA_TSTRING:
    k.s.p = lua_tolstring(L, index, &k.s.n);
    break;
  case LUA_TBOOLEAN:
    k.integer = true;
    k.i = lua_toboolean(L, index);
    break;
  default:
    sandbox_raise(L,
                  "cannot go through a table with a %s as key: it has no order that is the same in "
                  "every run; use strings or numbers as keys",
                  luaL_typename(L, index));
  }
  return k;
}

static void key_push(lua_State *L, const Key *k) {
  if (k->type == LUA_TSTRING)
    lua_pushlstring(L, k->s.p, k->s.n);
  else if (k->type == LUA_TBOOLEAN)
    lua_pushboolean(L, (int)k->i);
  else if (k->integer)
    lua_pushinteger(L, k->i);
  else
    lua_pushnumber(L, k->n);
}

int freeze_key_cmp(lua_State *L, int a, int b) {
  Key x = key_at(L, a), y = key_at(L, b);
  return key_cmp(&x, &y);
}

lua_Integer freeze_keys(lua_State *L, int index) {
  luaL_checkstack(L, 8, NULL);
  freeze_content(L, index);
  int content = lua_gettop(L);
  size_t count = 0;
  lua_pushnil(L);
  while (lua_next(L, content)) {
    lua_pop(L, 1);
    count += !lua_islightuserdata(L, -1);
  }
  uint64_t log = 1;
  for (size_t n = count; n > 1; n /= 2) log++;
  budget_charge(L, count * (4 + log));
  Key *keys = lua_newuserdatauv(L, (count + 1) * sizeof *keys, 0);
  size_t at = 0;
  bool ordered = true;
  lua_pushnil(L);
  while (lua_next(L, content)) {
    lua_pop(L, 1);
    if (lua_islightuserdata(L, -1)) continue; /* ours */
    keys[at] = key_at(L, -1);
    if (at > 0 && ordered) ordered = key_cmp(&keys[at - 1], &keys[at]) < 0;
    at++;
  }
  if (!ordered) qsort(keys, at, sizeof *keys, key_order);
  lua_createtable(L, (int)(at & 0x7ffffff), 0);
  for (size_t i = 0; i < at; i++) {
    key_push(L, &keys[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_replace(L, content);
  lua_settop(L, content);
  return (lua_Integer)at;
}
