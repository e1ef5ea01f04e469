/* lib_base.c -- the global functions. What is safe in Lua's own base library is
 * used as it is; what could show addresses, hash order or files, or could undo
 * read-only tables, is replaced. */
#include "lua/lib_base.h"

#include "lua/api_types.h"
#include "lua/budget.h"
#include "lua/freeze.h"
#include "lua/lib_pairs.h"
#include "lua/lib_require.h"
#include <lualib.h>

const char *lib_base_tostring(lua_State *L, int index, size_t *n) {
  index = lua_absindex(L, index);
  if (luaL_getmetafield(L, index, "__tostring") != LUA_TNIL) {
    lua_pushvalue(L, index);
    lua_call(L, 1, 1);
    if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "'__tostring' must return a string");
    return lua_tolstring(L, -1, n);
  }
  switch (lua_type(L, index)) {
  case LUA_TNUMBER: {
    lua_Number x = lua_tonumber(L, index);
    if (x != x)
      lua_pushliteral(L, "nan"); /* its sign differs between processors */
    else
      lua_pushvalue(L, index);
    break;
  }
  case LUA_TSTRING:
    lua_pushvalue(L, index);
    break;
  case LUA_TBOOLEAN:
    lua_pushstring(L, lua_toboolean(L, index) ? "true" : "false");
    break;
  case LUA_TTABLE:
  case LUA_TUSERDATA:
    switch (luaL_getmetafield(L, index, "__name")) {
    case LUA_TNIL:
      break; /* nothing was pushed */
    case LUA_TSTRING:
      return lua_tolstring(L, -1, n);
    default:
      lua_pop(L, 1);
    }
    lua_pushstring(L, lua_type(L, index) == LUA_TTABLE ? "table" : "object");
    break;
  default:
    lua_pushstring(L, luaL_typename(L, index));
  }
  return lua_tolstring(L, -1, n);
}

static int f_tostring(lua_State *L) {
  luaL_checkany(L, 1);
  lib_base_tostring(L, 1, NULL);
  return 1;
}

enum { PRINT_LINE = 2000, PRINT_ALL = 64 * 1024 };

static int f_print(lua_State *L) {
  Sandbox *sb = sandbox_of(L);
  int count = lua_gettop(L);
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (int i = 1; i <= count; i++) {
    if (i > 1) luaL_addchar(&b, ' ');
    lib_base_tostring(L, i, NULL);
    luaL_addvalue(&b);
  }
  luaL_pushresult(&b);
  Str text;
  text.p = lua_tolstring(L, -1, &text.n);
  budget_charge(L, 200 + text.n / 4);
  if (!sb->diags || sb->prints > PRINT_ALL) return 0;
  bool last = sb->prints + text.n > PRINT_ALL;
  sb->prints += text.n + 100;
  bool cut = text.n > PRINT_LINE;
  size_t n = cut ? PRINT_LINE : text.n;
  while (cut && n > 0 && ((unsigned char)text.p[n] & 0xC0) == 0x80) n--;
  Str file = sb->plugin;
  uint32_t line = 0;
  sandbox_where(L, &file, &line);
  Diag *r = diag_file(sb->diags, DIAG_NOTE, P_PLUGIN_PRINT, file,
                      last ? "further output of print is left out" : NULL, "%.*s%s", (int)n, text.p,
                      cut ? "..." : "");
  r->line = line;
  r->col = line ? 1 : 0;
  r->length = 1;
  r->plugin = arena_str(&sb->diags->arena, sb->plugin);
  if (sb->site.article.n) r->article = arena_str(&sb->diags->arena, sb->site.article);
  if (last) sb->prints = PRINT_ALL + 1;
  return 0;
}

static int f_getmetatable(lua_State *L) {
  luaL_checkany(L, 1);
  int type = lua_type(L, 1);
  if (type == LUA_TSTRING || type == LUA_TUSERDATA) {
    lua_pushboolean(L, 0);
    return 1;
  }
  if (type == LUA_TTABLE && luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) return 1;
  if (type != LUA_TTABLE || !freeze_getmetatable(L, 1)) lua_pushnil(L);
  return 1;
}

static int f_setmetatable(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_argexpected(L, lua_isnil(L, 2) || lua_istable(L, 2), 2, "nil or table");
  freeze_setmetatable(L);
  lua_settop(L, 1);
  return 1;
}

static int f_rawget(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checkany(L, 2);
  lua_settop(L, 2);
  freeze_content(L, 1);
  lua_pushvalue(L, 2);
  lua_rawget(L, 3);
  return 1;
}

static int f_rawlen(lua_State *L) {
  if (lua_type(L, 1) != LUA_TSTRING) {
    luaL_argexpected(L, lua_istable(L, 1), 1, "table or string");
    freeze_content(L, 1);
  }
  lua_pushinteger(L, (lua_Integer)lua_rawlen(L, -1));
  return 1;
}

/* Lua's own tonumber, paid by length. */
static int f_tonumber(lua_State *L) {
  if (lua_type(L, 1) == LUA_TSTRING) budget_scan(L, lua_rawlen(L, 1));
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* select(n, ...) passes its arguments on. */
static int f_select(lua_State *L) {
  budget_charge(L, (uint64_t)lua_gettop(L) / 8);
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static int f_rawequal(lua_State *L) {
  if (lua_type(L, 1) == LUA_TSTRING && lua_type(L, 2) == LUA_TSTRING)
    budget_copy(L, lua_rawlen(L, 1));
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* Names that Lua has and a sandbox does not. */
typedef struct {
  const char *library, *name, *advice;
} Missing;
static const Missing missing[] = {
  { "", "io",
    "plugins open no files; read the article, site.data and settings, write with files()" },
  { "", "os",
    "plugins see no clock, environment or processes; dates are in article.date and 'date'" },
  { "", "debug", "an error already carries its line and traceback (-v)" },
  { "", "package", "require finds .lua files in the plugin's own folder" },
  { "", "load", "code must be in a file of the plugin; use require" },
  { "", "loadfile", "use require for a file of the plugin" },
  { "", "dofile", "use require for a file of the plugin" },
  { "", "collectgarbage", "memory is managed by the host; just leave it out" },
  { "", "rawset", "assign with t[k] = v" },
  { "", "warn", "use log.warn or node:warn" },
  { "", "_G", "name the global directly" },
  { "", "_VERSION", "plugins run in Lua 5.4; declare what you need with api = 1" },
  { "string", "dump", "functions cannot become bytes; put shared code into a file and require it" },
  { "math", "random", "output must be the same in every run; derive choices from the article" },
  { "math", "randomseed", "output must be the same in every run; derive choices from the article" },
};

static int f_missing(lua_State *L) {
  if (lua_type(L, 2) != LUA_TSTRING) return 0;
  const char *library = lua_tostring(L, lua_upvalueindex(1)), *name = lua_tostring(L, 2);
  for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++) {
    const Missing *m = &missing[i];
    if (strcmp(m->name, name) == 0 && strcmp(m->library, library) == 0)
      return sandbox_raise(L, "'%s%s%s' is not available to plugins: %s", library,
                           library[0] ? "." : "", name, m->advice);
  }
  return 0;
}

void lib_base_push_missing(lua_State *L, const char *library) {
  lua_pushstring(L, library);
  lua_pushcclosure(L, f_missing, 1);
}

const char *lib_base_advice(Str name) {
  static const Missing old[] = {
    { "", "unpack", "use table.unpack" },
    { "", "loadstring", "code must be in a file of the plugin; use require" },
    { "", "setfenv", "use a local variable named _ENV" },
    { "", "getfenv", "use _ENV" },
    { "", "module", "return a table from the file and use require" },
    { "", "bit32", "use the operators & | ~ << >>" },
    { "", "bit", "use the operators & | ~ << >>" },
    { "", "getn", "use the operator #" },
    { "", "maxn", "use the operator #" },
    { "", "foreach", "use for k, v in pairs(t)" },
    { "", "foreachi", "use for i, v in ipairs(t)" },
    { "", "gfind", "use string.gmatch" },
    { "", "pow", "use the operator ^" },
    { "", "log10", "use math.log(x, 10)" },
    { "", "ldexp", "use m * 2.0 ^ e" },
    { "", "trim", "use s:match('^%s*(.-)%s*$')" },
  };
  for (size_t i = 0; i < sizeof old / sizeof old[0]; i++)
    if (str_eqc(name, old[i].name)) return old[i].advice;
  return NULL;
}

static const ApiFunction functions[] = {
#include "lua/api/globals.def"
  { 0 }
};

const ApiType API_GLOBALS = {
  .name = "",
  .kind = API_LIBRARY,
  .in = "transform",
  .doc = "What needs no library in front.",
  .functions = functions,
};

void lib_base_open(Sandbox *sb) {
  lua_State *L = sb->L;
  luaopen_base(L); /* fills the state's first global table, which is then dropped */
  int base = lua_gettop(L);
  lua_newtable(L);
  int globals = lua_gettop(L);
  for (const ApiFunction *f = functions; f->name; f++) {
    bool paid = f->function == f_tonumber || f->function == f_select || f->function == f_rawequal;
    if (!f->function || paid) lua_getfield(L, base, f->name);
    if (f->function) lua_pushcclosure(L, f->function, paid);
    lua_pushvalue(L, -1);
    lua_setfield(L, globals, f->name);
    api_note(L, &API_GLOBALS, f);
    lua_settop(L, globals);
  }
  lua_newtable(L);
  lib_base_push_missing(L, "");
  lua_setfield(L, -2, "__index");
  freeze_hide_metatable(L, -1);
  lua_setmetatable(L, globals);
  lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  lua_settop(L, base - 1);
}
