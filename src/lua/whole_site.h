/* whole_site.h -- a hook about one article that reads the whole site is told so.
 *
 * Such a page must be made again whenever any article changes, and a site of n
 * articles takes n * n steps. The rule: a hook with an article in hand that takes
 * at least 1,000 rows of the catalog, and at least half of all, into its hands. It is
 * a warning, once for each plugin (diags_sort), at the line that took the last
 * one. Hooks about the site (pages, files, check_site) and about generated pages may
 * read all there is. */
#ifndef PUBLISH_LUA_WHOLE_SITE_H
#define PUBLISH_LUA_WHOLE_SITE_H

#include "lua/sandbox.h"

/* Row `number` of the catalog goes to Lua. */
void whole_site_note(lua_State *L, uint32_t number);
void whole_site_begin(Sandbox *sb); /* a hook begins */
void whole_site_free(Sandbox *sb);

#endif
