/* proxy_query.h -- site:articles{ ... }: a question to the catalog.
 *
 *   tag, category, author, series, language   a text, or a list: any of these
 *   from, to      "2024", "2024-05", "2024-05-06" or a date, both included
 *   where         conditions as in `only:`, such as { sponsored = true }
 *   order         a field of articles, "date" unless said; largest first
 *   ascending     true: smallest first
 *   unlisted      true: also articles with `listed: false`
 *   first, count  rows from this one (1) on, and at most so many
 *
 * Gives rows as indexes do (proxy_rows.h). With `count` the rows are found and
 * recorded at once, as one record; without, as far as they are looked at. */
#ifndef PUBLISH_LUA_PROXY_QUERY_H
#define PUBLISH_LUA_PROXY_QUERY_H

#include "lua/sandbox.h"

/* The table at `arg` (nothing or nil: no conditions); pushes the rows. Raises. */
int proxy_query_push(lua_State *L, int arg);

#endif
