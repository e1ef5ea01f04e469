/* lib_pairs.h -- pairs and next in sorted order of keys. */
#ifndef PUBLISH_LUA_LIB_PAIRS_H
#define PUBLISH_LUA_LIB_PAIRS_H

#include <lua.h>

int lib_pairs_pairs(lua_State *L); /* a lua_CFunction each */
int lib_pairs_next(lua_State *L);

#endif
