/* lib_table.h -- registers lib_table.c in a new sandbox; called by sandbox_new only. */
#ifndef PUBLISH_LUA_LIB_TABLE_H
#define PUBLISH_LUA_LIB_TABLE_H

#include "lua/sandbox.h"

void lib_table_open(Sandbox *sb);

#endif
