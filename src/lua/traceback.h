/* traceback.h -- how a plugin got to where it failed, in its own terms.
 *
 * One line for each function of the plugin (or template) on the stack, innermost
 * first: file, line, and what the function is called there. Functions of the host and of
 * Lua are no frames; one that calls back into the plugin is named with what it called:
 *
 *   plugins/p/init.lua:4: in function 'deep'
 *   plugins/p/init.lua:9: in a function called by 'gsub'
 *   plugins/p/init.lua:8: in hook 'page'
 *
 * Of a very deep stack the middle is left out. Runs no Lua code and raises nothing. */
#ifndef PUBLISH_LUA_TRACEBACK_H
#define PUBLISH_LUA_TRACEBACK_H

#include "lua/sandbox.h"

/* For the stack of L; the text lives in `a` and has no newline at the end. Empty when no
 * plugin code is running. */
Str traceback_text(lua_State *L, Arena *a);

#endif
