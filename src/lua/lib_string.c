/* lib_string.c -- the libraries string and utf8: Lua's own functions, each paid by
 * the bytes it will look at or make; but those that match patterns are ours
 * (lib_pattern.c).
 *
 * A wrapper is a closure over Lua's C function and calls it directly, on the same
 * stack. string.dump is left out, format shows no addresses, and the
 * metatable of strings is out of reach. */
#include "lua/lib_string.h"

#include "lua/api_types.h"
#include "lua/budget.h"
#include "lua/freeze.h"
#include "lua/lib_base.h"
#include "lua/lib_pattern.h"
#include <lualib.h>
#include <math.h>

static int original(lua_State *L) {
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static size_t length_at(lua_State *L, int index) {
  return lua_type(L, index) == LUA_TSTRING ? lua_rawlen(L, index) : 0;
}

/* Bytes from position `init` (argument `index`, default 1) to the end of string 1. */
static size_t rest_of(lua_State *L, int index) {
  size_t n = length_at(L, 1);
  lua_Integer init = lua_isinteger(L, index) ? lua_tointeger(L, index) : 1;
  if (init < 0) init = init > -(lua_Integer)n ? (lua_Integer)n + init + 1 : 1;
  return init > (lua_Integer)n ? 0 : n - (size_t)(init > 0 ? init - 1 : 0);
}

static int f_scan(lua_State *L) {
  budget_scan(L, length_at(L, 1));
  return original(L);
}

/* Paid by what comes out. */
static int f_made(lua_State *L) {
  int results = original(L);
  budget_copy(L, (size_t)results * 64 + (results ? length_at(L, -1) : 0));
  return results;
}

static int f_offset(lua_State *L) {
  lua_Integer n = lua_tointeger(L, 2);
  size_t length = length_at(L, 1), steps = (size_t)(n < 0 ? -(n + 1) : n);
  budget_charge(L, steps < length ? steps : length);
  return original(L);
}

static int f_utf8_len(lua_State *L) {
  budget_scan(L, rest_of(L, 2));
  return original(L);
}

static int f_rep(lua_State *L) {
  Sandbox *sb = sandbox_of(L);
  size_t n, separator = 0;
  luaL_checklstring(L, 1, &n);
  lua_Integer count = luaL_checkinteger(L, 2);
  luaL_optlstring(L, 3, "", &separator);
  if (count > 0) {
    size_t each = n + separator, times = (size_t)count;
    if (each > 0 && times > sb->memory / each)
      return sandbox_raise(L, "string.rep: the result would be larger than the plugin's memory");
    budget_copy(L, each * times);
    budget_charge(L, times);
  }
  return original(L);
}

/* string.format: %s as tostring gives it, %p refused, not-a-number unsigned. */
static int f_format(lua_State *L) {
  size_t n;
  const char *format = luaL_checklstring(L, 1, &n), *end = format + n;
  int count = lua_gettop(L), arg = 1;
  size_t bytes = n;
  for (const char *p = format; p < end; p++) {
    if (*p != '%') continue;
    if (++p >= end) break;
    if (*p == '%') continue;
    while (p < end && *p && strchr("-+ #0123456789.", *p)) p++;
    if (++arg > count || p >= end) continue; /* Lua's own complains */
    if (*p == 'p') {
      return sandbox_raise(L,
                           "string.format: %%p would print an address, which differs from run to "
                           "run; number the objects instead");
    } else if (*p == 's' && lua_type(L, arg) != LUA_TSTRING) {
      lib_base_tostring(L, arg, NULL);
      lua_replace(L, arg);
    } else if (lua_type(L, arg) == LUA_TNUMBER && *p && strchr("aAeEfgG", *p)) {
      lua_Number x = lua_tonumber(L, arg);
      if (x != x) {
        lua_pushnumber(L, (lua_Number)NAN);
        lua_replace(L, arg);
      }
    }
    bytes += length_at(L, arg) + 8;
  }
  budget_scan(L, bytes);
  return original(L);
}

static int f_pack(lua_State *L) {
  budget_charge(L, length_at(L, 1) * 4);
  int results = original(L);
  budget_copy(L, length_at(L, -1));
  return results;
}

static int f_unpack(lua_State *L) {
  budget_charge(L, length_at(L, 1) * 4);
  budget_scan(L, length_at(L, 2)); /* "z" looks for the end, "s" copies */
  return original(L);
}

/* "10" + 1: what looks like a number is read to its end. */
static int f_arithmetic(lua_State *L) {
  budget_scan(L, length_at(L, 1) + length_at(L, 2));
  return original(L);
}

static const ApiFunction string_functions[] = {
#include "lua/api/string.def"
  { 0 }
};
static const ApiFunction utf8_functions[] = {
#include "lua/api/utf8.def"
  { 0 }
};
static const ApiField utf8_fields[] = {
#include "lua/api/utf8_fields.def"
  { 0 }
};

const ApiType API_STRING = {
  .name = "string",
  .kind = API_LIBRARY,
  .in = "transform",
  .doc = "Lua's library of strings: bytes, not characters. For what readers see use text.",
  .functions = string_functions,
};

const ApiType API_UTF8 = {
  .name = "utf8",
  .kind = API_LIBRARY,
  .in = "transform",
  .doc = "Lua's library of code points in UTF-8.",
  .fields = utf8_fields,
  .functions = utf8_functions,
};

void lib_string_open(Sandbox *sb) {
  lua_State *L = sb->L;
  luaopen_string(L);
  int from = lua_gettop(L);
  api_wrap(sb, &API_STRING, from);
  lua_pushliteral(L, "");
  lua_getmetatable(L, -1); /* made by luaopen_string, with the arithmetic of "10" + 1 */
  static const char *const operators[] = { "__add", "__sub", "__mul",  "__mod",
                                           "__pow", "__div", "__idiv", "__unm" };
  for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
    lua_getfield(L, -1, operators[i]);
    lua_pushcclosure(L, f_arithmetic, 1);
    lua_setfield(L, -2, operators[i]);
  }
  sandbox_module_table(sb, "string");
  lua_setfield(L, -2, "__index");
  lua_settop(L, from - 1);
  luaopen_utf8(L);
  api_wrap(sb, &API_UTF8, from);
  lua_settop(L, from - 1);
}
