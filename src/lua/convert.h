/* convert.h -- the only way between Lua values and Values.
 *
 * Lua to Value. Allowed are nil (as a result as a whole), booleans, integers,
 * finite floats, strings, dates, recorded proxies (copied whole, which is a
 * read), and tables of these. A table whose keys are exactly 1..n is a list; one
 * with string keys only is a map; an empty one is an empty list, or an empty map
 * where a map is asked for; anything else is refused, holes too. Metatables are
 * ignored: access is raw, through freezing. Maps come out sorted by key, because
 * Lua's own order is not reproducible. Depth is at most 32, the size is limited,
 * a table inside itself is refused. Every refusal names the place:
 *
 *   facts.words[3]: a function cannot be a fact
 *
 * None of these functions raises unless it says so; all charge the budget. */
#ifndef PUBLISH_LUA_CONVERT_H
#define PUBLISH_LUA_CONVERT_H

#include "data/value.h"
#include "lua/sandbox.h"

enum { CONVERT_DEPTH = 32 };

typedef struct {
  const char *root; /* how the whole is called in messages: "facts" */
  const char *noun; /* what a part of it is: "a fact" */
  size_t limit;     /* bytes, strings and overhead; 0 = 4 MiB */
  bool map;         /* the whole must be a map (or nil) */
} ConvertRules;

extern const ConvertRules CONVERT_FACTS;  /* a map, 1 MiB: what scan and derive return */
extern const ConvertRules CONVERT_PARAMS; /* a map, 1 MiB: what add{} of pages gets */
extern const ConvertRules CONVERT_DATA;   /* anything, 16 MiB: structured data, JSON */

/* The value at `index` into *out, with all its memory in `a`. nil gives *out ==
 * NULL. False with the message in *problem (memory of `a`). */
bool convert_value(const Value **out, lua_State *L, int index, Arena *a, const ConvertRules *rules,
                   Str *problem);
/* The same for arguments of C functions: raises the problem. */
const Value *convert_check(lua_State *L, int arg, Arena *a, const ConvertRules *rules);
/* The same for a hook's result on top of sb->L: pops it; false = one record. */
bool convert_take(const Value **out, Sandbox *sb, Arena *a, const ConvertRules *rules, Diags *d);

/* Push a scalar as itself (absent and null: nil; a date as a date value), a list
 * or map as a new plain table. Needs no records: for covered Values. */
void convert_push(lua_State *L, const Value *v);
/* Push if `v` is a scalar or absent; false (nothing pushed) for lists and maps. */
bool convert_push_scalar(lua_State *L, const Value *v);

#endif
