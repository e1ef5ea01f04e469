/* lib_coroutine.h -- registers lib_coroutine.c in a new sandbox; called by sandbox_new only. */
#ifndef PUBLISH_LUA_LIB_COROUTINE_H
#define PUBLISH_LUA_LIB_COROUTINE_H

#include "lua/sandbox.h"

void lib_coroutine_open(Sandbox *sb);

#endif
