/* lib_sort.h -- table.sort: stable, and the same in every run. */
#ifndef PUBLISH_LUA_LIB_SORT_H
#define PUBLISH_LUA_LIB_SORT_H

#include <lua.h>

int lib_sort(lua_State *L); /* a lua_CFunction */

#endif
