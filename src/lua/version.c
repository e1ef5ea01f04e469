/* version.c -- the version of Lua. */
#include "lua/version.h"

#include <lua.h>

const char *lua_version_text(void) {
  return LUA_VERSION_MAJOR "." LUA_VERSION_MINOR "." LUA_VERSION_RELEASE;
}
