/* proxy_site.h -- the objects that stand for the site as a whole.
 *
 *   site      title subtitle url base language timezone author contact menus
 *             (places of the settings with these names), settings, data, pages
 *             (the frozen list), indexes, notices; site:article(path) -> row,
 *             site:articles{ tag =, from =, count = ... } -> rows (proxy_query.h),
 *             site:link(source path) -> address or nil,
 *             site:image(path) -> {bytes, type, mime, width, height, gps} or nil
 *   site.indexes.NAME
 *             idx:keys() -> list; idx[key], idx:rows(key) -> rows (no key: those of
 *             a sorted index); idx:near(article, -1 or 1, key) -> row or nil;
 *             idx:of(article, k) -> list of {article, score, why} (similar)
 *   rows      #rows, rows[i], ipairs, rows:slice(from, to) -> list of rows
 *   site.notices[id]
 *             id, language, version; n:blocks(article, values) -> list of nodes;
 *             site.notices:has(id)
 *   stats.NAME  s.n, s:df(term): in buckets
 *
 * All record through model/world.h and expire with their hook. */
#ifndef PUBLISH_LUA_PROXY_SITE_H
#define PUBLISH_LUA_PROXY_SITE_H

#include "lua/sandbox.h"

void proxy_site_open(Sandbox *sb); /* once per state; libs_open does it */

void proxy_site_push(lua_State *L);  /* `site` */
void proxy_site_stats(lua_State *L); /* `stats` of derive */
/* The rows of one key of an index, all of them: for the hook `pages`. */
void proxy_site_rows(lua_State *L, Str index, Str key);
/* The name of the statistics that the value at `arg` (stats.NAME) stands for;
 * raises when it is something else. */
Str proxy_site_check_stats(lua_State *L, int arg);

#endif
