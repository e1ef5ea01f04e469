/* lib_date.h -- dates in Lua.
 *
 * A date value is a point in time as an author wrote it, with fields year month
 * day hour minute second offset weekday yearday has_time iso seconds; ==, <, <=;
 * a - b is days; d + 7 is a week later; tostring(d) is RFC 3339. date.parse(s)
 * gives nil and a message for what is no date; date.format(d, pattern, language,
 * zone) and d:format(...) write it (text/dates.h says which patterns). There is
 * no "now". A date needs no epoch: it holds no pointer. */
#ifndef PUBLISH_LUA_LIB_DATE_H
#define PUBLISH_LUA_LIB_DATE_H

#include "data/value.h"
#include "lua/sandbox.h"

void lib_date_open(Sandbox *sb);

void lib_date_push(lua_State *L, Date d);
bool lib_date_get(lua_State *L, int index, Date *out); /* never raises */
Date lib_date_check(lua_State *L, int arg);            /* raises */
Str lib_date_text(Arena *a, Date d);                   /* RFC 3339 */

#endif
