/* api_private.h -- the registry tables of api.c: from functions to rows, and the types. */
#ifndef PUBLISH_LUA_API_PRIVATE_H
#define PUBLISH_LUA_API_PRIVATE_H

#include "lua/api.h"

extern const char api_rows_key, api_types_key;
/* The registry table with that address, made at first use, on top of the stack. */
void api_push_table(lua_State *L, const char *key);

#endif
