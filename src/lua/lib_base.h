/* lib_base.h -- registers lib_base.c in a new sandbox; called by sandbox_new only. */
#ifndef PUBLISH_LUA_LIB_BASE_H
#define PUBLISH_LUA_LIB_BASE_H

#include "lua/sandbox.h"

void lib_base_open(Sandbox *sb);

#endif
