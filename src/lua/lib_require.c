/* lib_require.c -- require "a.b" runs a/b.lua of the plugin's own folder, once per
 * state, and gives what it returned (true for nothing). The host finds the
 * text and records the read. A module first required inside a hook is made
 * read-only at once, as those loaded before were. */
#include "lua/lib_require.h"

#include "lua/budget.h"
#include "lua/freeze.h"
#include "lua/lib_base.h"

enum { NAME_LIMIT = 200 };

static const char modules_key;
static const char loading; /* its address stands for a module being loaded */

void lib_base_push_modules(lua_State *L) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &modules_key) == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_newtable(L);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &modules_key);
}

/* "a.b" -> "a/b.lua"; false for names that could leave the folder. */
static bool module_path(char *path, Str name) {
  if (name.n == 0 || name.n > NAME_LIMIT) return false;
  char before = '.';
  for (size_t i = 0; i < name.n; i++) {
    char c = name.p[i];
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 c == '_' || c == '-';
    if (!plain && (c != '.' || before == '.')) return false;
    path[i] = c == '.' ? '/' : c;
    before = c;
  }
  memcpy(path + name.n, ".lua", sizeof ".lua");
  return before != '.';
}

static int f_run(lua_State *L) {
  lua_call(L, lua_gettop(L) - 1, 1);
  return 1;
}

int lib_require(lua_State *L) {
  Sandbox *sb = sandbox_of(L);
  Str name;
  name.p = luaL_checklstring(L, 1, &name.n);
  lua_settop(L, 1);
  lib_base_push_modules(L);
  lua_pushvalue(L, 1);
  if (lua_rawget(L, 2) != LUA_TNIL) {
    if (lua_touserdata(L, 3) == (const void *)&loading)
      return sandbox_raise(L, "module '%s' requires itself, directly or through another module",
                           name.p);
    return 1;
  }
  lua_settop(L, 2);
  char path[NAME_LIMIT + sizeof ".lua"];
  if (!module_path(path, name))
    return sandbox_raise(L,
                         "not the name of a module: require \"a.b\" finds the file a/b.lua in the "
                         "plugin's own folder; names have letters, digits, _ - and single dots");
  Source source = { 0 };
  if (!sb->find || !sb->find(sb, str_c(path), &source)) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    freeze_content(L, -1);
    lua_pushvalue(L, 1);
    bool library = lua_rawget(L, -2) == LUA_TTABLE;
    return sandbox_raise(L, "module '%s' not found: there is no %s in the plugin's folder%s",
                         name.p, path, library ? "; the library is already there as a global" : "");
  }
  budget_scan(L, source.text.n * 8);
  if (!sandbox_load_in(sb, L, &source, source.text, sb->diags)) return sandbox_fail(L);
  lua_pushvalue(L, 1);
  lua_pushlightuserdata(L, (void *)(uintptr_t)&loading);
  lua_rawset(L, 2);
  lua_pushcfunction(L, f_run);
  lua_insert(L, 3);
  lua_pushvalue(L, 1);
  bool ok = lua_pcall(L, 2, 1, 0) == LUA_OK;
  if (ok && lua_isnil(L, -1)) {
    lua_pop(L, 1);
    lua_pushboolean(L, 1);
  }
  lua_pushvalue(L, 1);
  if (ok)
    lua_pushvalue(L, -2);
  else
    lua_pushnil(L); /* the next attempt fails the same way */
  lua_rawset(L, 2);
  if (!ok) return lua_error(L);
  if (sb->frozen) freeze_value(L, -1);
  return 1;
}
