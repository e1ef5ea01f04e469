/* lib_string.h -- registers lib_string.c in a new sandbox; called by sandbox_new only. */
#ifndef PUBLISH_LUA_LIB_STRING_H
#define PUBLISH_LUA_LIB_STRING_H

#include "lua/sandbox.h"

void lib_string_open(Sandbox *sb);

#endif
