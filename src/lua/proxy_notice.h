/* proxy_notice.h -- site.notices; private to the proxies. */
#ifndef PUBLISH_LUA_PROXY_NOTICE_H
#define PUBLISH_LUA_PROXY_NOTICE_H

#include "lua/sandbox.h"

void proxy_notice_open(Sandbox *sb);
void proxy_notice_push(lua_State *L); /* `site.notices` */

#endif
