/* version.h -- which library works here, for --version and the engine id. */
#ifndef PUBLISH_LUA_VERSION_H
#define PUBLISH_LUA_VERSION_H

const char *lua_version_text(void); /* "5.4.4" */

#endif
