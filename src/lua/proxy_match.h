/* proxy_match.h -- the methods that lists of rules have; private to the proxies. */
#ifndef PUBLISH_LUA_PROXY_MATCH_H
#define PUBLISH_LUA_PROXY_MATCH_H

#include "lua/sandbox.h"

extern const luaL_Reg proxy_match_methods[]; /* first_match, all_matches */

#endif
