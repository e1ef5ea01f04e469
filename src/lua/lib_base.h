/* lib_base.h -- the global functions of a sandbox, and how a value becomes text
 * without an address in it. lib_base_open is called by sandbox_new only. */
#ifndef PUBLISH_LUA_LIB_BASE_H
#define PUBLISH_LUA_LIB_BASE_H

#include "lua/sandbox.h"

void lib_base_open(Sandbox *sb);

/* Push the text of the value at `index`, as tostring does: a string's own,
 * numbers and booleans, __tostring, __name, else the kind ("table"). May run
 * plugin code and raise. The bytes live as long as the pushed string. */
const char *lib_base_tostring(lua_State *L, int index, size_t *n);

/* Push an __index function that explains names of standard Lua which `library`
 * ("" for globals) does not have, and gives nil for other names. */
void lib_base_push_missing(lua_State *L, const char *library);
/* What to use instead of a global or field of older Lua, or NULL. */
const char *lib_base_advice(Str name);

/* Push the host's table of modules loaded by require. */
void lib_base_push_modules(lua_State *L);

#endif
