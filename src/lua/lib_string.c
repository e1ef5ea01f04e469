/* lib_string.c -- the libraries string and utf8: Lua's own functions, each paid by
 * the bytes it will look at or make; but those that match patterns are ours
 * (lib_pattern.c).
 *
 * A wrapper is a closure over Lua's C function and calls it directly, on the same
 * stack. string.dump is left out, format shows no addresses, and the
 * metatable of strings is out of reach. */
#include "lua/lib_string.h"

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
  if (init < 0) init = -init < (lua_Integer)n ? (lua_Integer)n + init + 1 : 1;
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

static const luaL_Reg wrapped[] = {
  { "byte", f_made },    { "char", f_made }, { "format", f_format }, { "len", NULL },
  { "lower", f_scan },   { "pack", f_pack }, { "packsize", f_pack }, { "rep", f_rep },
  { "reverse", f_scan }, { "sub", f_made },  { "unpack", f_unpack }, { "upper", f_scan },
  { NULL, NULL },
};

static const luaL_Reg utf8_wrapped[] = {
  { "char", f_made },    { "charpattern", NULL }, { "codepoint", f_made }, { "codes", NULL },
  { "len", f_utf8_len }, { "offset", f_offset },  { NULL, NULL },
};

/* Add to library `name` what `list` names in the table at `from`. */
static void add_wrapped(Sandbox *sb, const char *name, int from, const luaL_Reg *list) {
  lua_State *L = sb->L;
  sandbox_module_table(sb, name);
  for (const luaL_Reg *f = list; f->name; f++) {
    lua_getfield(L, from, f->name);
    if (f->func) lua_pushcclosure(L, f->func, 1);
    lua_setfield(L, -2, f->name);
  }
  lua_pop(L, 1);
}

void lib_string_open(Sandbox *sb) {
  lua_State *L = sb->L;
  static const luaL_Reg none[] = { { NULL, NULL } };
  static const luaL_Reg patterns[] = {
    { "find", lib_pattern_find },
    { "match", lib_pattern_match },
    { "gmatch", lib_pattern_gmatch },
    { "gsub", lib_pattern_gsub },
    { NULL, NULL },
  };
  luaopen_string(L);
  int from = lua_gettop(L);
  sandbox_module(sb, "string", patterns);
  add_wrapped(sb, "string", from, wrapped);
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
  sandbox_module(sb, "utf8", none);
  add_wrapped(sb, "utf8", from, utf8_wrapped);
  lua_settop(L, from - 1);
}
