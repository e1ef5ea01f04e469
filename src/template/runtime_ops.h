/* runtime_ops.h -- for runtime.c: the functions of runtime_ops.c, each called from
 * Lua; runtime.c has their names there. */
#ifndef PUBLISH_TEMPLATE_RUNTIME_OPS_H
#define PUBLISH_TEMPLATE_RUNTIME_OPS_H

#include <lua.h>

int op_field(lua_State *L);
int op_index(lua_State *L);
int op_value(lua_State *L);
int op_equal(lua_State *L);
int op_order(lua_State *L);
int op_arithmetic(lua_State *L);
int op_concat(lua_State *L);
int op_in(lua_State *L);
int op_loop(lua_State *L);
int op_item(lua_State *L);
int op_pairs(lua_State *L);
int op_pair(lua_State *L);
int op_slot(lua_State *L);
int op_range(lua_State *L);
int op_link(lua_State *L);

#endif
