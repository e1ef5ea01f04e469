/* lib_log.h -- log.note, log.warn, log.error: what a plugin has to say.
 *
 * Each becomes a record that names plugin, article and the Lua line. log.error
 * makes the run fail like any error, but does not end the hook. */
#ifndef PUBLISH_LUA_LIB_LOG_H
#define PUBLISH_LUA_LIB_LOG_H

#include "lua/sandbox.h"

void lib_log_open(Sandbox *sb);

#endif
