/* lib_require.h -- require: modules from the plugin's own folder. */
#ifndef PUBLISH_LUA_LIB_REQUIRE_H
#define PUBLISH_LUA_LIB_REQUIRE_H

#include <lua.h>

int lib_require(lua_State *L); /* a lua_CFunction */

#endif
