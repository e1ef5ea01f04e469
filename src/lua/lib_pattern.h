/* lib_pattern.h -- string.find, match, gmatch and gsub over pattern.h.
 *
 * Results and messages are Lua's; every step of matching is a step of the budget,
 * whatever the time it takes, so a pattern that runs away ends at the same step
 * everywhere. Parsed patterns are kept per sandbox; that saves time and changes nothing
 * else, because parsing is paid each time. */
#ifndef PUBLISH_LUA_LIB_PATTERN_H
#define PUBLISH_LUA_LIB_PATTERN_H

#include "lua/sandbox.h"

int lib_pattern_find(lua_State *L);
int lib_pattern_match(lua_State *L);
int lib_pattern_gmatch(lua_State *L);
int lib_pattern_gsub(lua_State *L);

struct PatternCache *lib_pattern_cache_new(void); /* NULL: no memory */
void lib_pattern_cache_free(struct PatternCache *cache);

#endif
