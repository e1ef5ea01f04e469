/* freeze.h -- read-only tables, in place, and no state between calls.
 *
 * After loading, output must not depend on which worker did which article. So
 * every table reachable from the hooks becomes read-only: its content moves to a
 * hidden table, and the empty original gets a metatable that reads there and
 * refuses to write ("plugin keeps state between articles; return it as a
 * fact"). Identity stays: whoever holds the table holds the same table. The
 * metamethods of the original keep working. Upvalues of reachable closures are
 * remembered and compared after every hook. Reachable coroutines and half-used
 * iterators are errors.
 *
 * The same technique guards a table that a plugin uses as metatable, before
 * freezing too: it stays writable, but __gc and __mode can never be put
 * into it, because collector timing would reach the output.
 *
 * For C code this means: lua_next, lua_rawget and lua_rawlen see NOTHING in a
 * moved table. lua_geti, lua_getfield, luaL_len work (slower); to walk one use
 * freeze_content (raw; skip keys that are light userdata: they are notes of
 * freeze.c) or freeze_keys (in the order of pairs). Never hand a content
 * table to Lua code. Lua functions that C keeps in the registry must be
 * reachable from what freeze_all is given, or their upvalues go unwatched. */
#ifndef PUBLISH_LUA_FREEZE_H
#define PUBLISH_LUA_FREEZE_H

#include "lua/sandbox.h"

/* The value at `index` of sb->L (the hooks), the globals and loaded modules
 * become read-only; ends the loading phase. Between begin and end. False and one
 * record when something that cannot be frozen is reachable. */
bool freeze_all(Sandbox *sb, int index, Diags *d);
/* Make one table (and what it reaches) read-only; raises on what cannot be. For
 * constants that C modules hand out. */
void freeze_value(lua_State *L, int index);

/* Push the table that really holds the content of the table at `index`: itself
 * or the hidden one. Raw access on it is the plugin's rawget. */
void freeze_content(lua_State *L, int index);
/* Push a sequence of the keys of the table at `index` in the order of pairs
 * (numbers ascending, strings by bytes, false, true) and return their number.
 * Raises for other kinds of keys. Honours no __pairs. Charges its work. */
lua_Integer freeze_keys(lua_State *L, int index);
/* How keys a and b (stack indexes; numbers, strings, booleans) are ordered by
 * pairs: negative, 0, positive. */
int freeze_key_cmp(lua_State *L, int a, int b);
/* Is the table at `index` read-only? */
bool freeze_is(lua_State *L, int index);

/* Private to src/lua: sandbox.c, lib_base.c, freeze_walk.c. */
void freeze_library(lua_State *L, const char *name); /* push an empty read-only table */
void freeze_hide_metatable(lua_State *L, int index); /* this metatable is no plugin's business */
void freeze_setmetatable(lua_State *L);              /* setmetatable(1, 2), checked */
/* Push the metatable Lua may see; nothing and false if none. */
bool freeze_getmetatable(lua_State *L, int index);
/* Make the table at `index` read-only; its neighbours must be visited too. `label`
 * names it in messages, or NULL. */
void freeze_table(lua_State *L, int index, const char *label);
bool freeze_check(Sandbox *sb, Diags *d); /* compare the remembered upvalues */
/* Upvalue 1 of a C closure that holds state (iterators); such a closure must not
 * outlive a hook. A light userdata. */
void freeze_push_stateful(lua_State *L);
bool freeze_is_stateful(lua_State *L, int index);
/* How every message about kept state begins. */
#define FREEZE_STATE "plugin keeps state between articles: "

#endif
