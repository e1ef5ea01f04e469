/* proxy_rows.h -- lists of article rows: of an index's key, or given by number.
 *
 * Private to the proxies: hosts use proxy_push_rows() and proxy_site_rows(). */
#ifndef PUBLISH_LUA_PROXY_ROWS_H
#define PUBLISH_LUA_PROXY_ROWS_H

#include "lua/sandbox.h"

void proxy_rows_open(Sandbox *sb);
void proxy_rows_push(lua_State *L, const uint32_t *numbers, size_t count);
/* Every row of a key, read (and recorded) as far as it is looked at. */
void proxy_rows_push_key(lua_State *L, Str index, Str key);
/* What a question finds (model/catalog.h), without the first `skip`, at most `count`
 * (SIZE_MAX: all, read as far as they are looked at). The bytes are copied. */
void proxy_rows_push_query(lua_State *L, Str query, size_t skip, size_t count);

#endif
