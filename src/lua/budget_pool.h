/* budget_pool.h -- between budget.c, sandbox.c and call.c: what lua_newstate and
 * lua_sethook are given, and what the end of a call has to look at. A Pool is a handle owned by its
 * Sandbox. */
#ifndef PUBLISH_LUA_BUDGET_POOL_H
#define PUBLISH_LUA_BUDGET_POOL_H

#include "lua/sandbox.h"

struct Pool *pool_new(void); /* NULL when there is no memory */
void pool_free(struct Pool *pool);
void *budget_alloc(void *sandbox, void *p, size_t old, size_t size); /* a lua_Alloc */
void budget_hook(lua_State *L, lua_Debug *ar);                       /* a lua_Hook */
/* After a protected call: stop if it ended by a refused allocation. */
void budget_settle(Sandbox *sb);

#endif
