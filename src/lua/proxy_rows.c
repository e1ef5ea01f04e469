/* proxy_rows.c -- rows[i], #rows, ipairs(rows), rows:slice(from, to).
 *
 * Rows of an index's key are read as slices. Walking from the front reads in
 * slices that double, so a walk over all of a long list leaves few records, and
 * looking at the first three leaves a record of four at the most. Answers to a question
 * (proxy_query.h) are read in the same way, unless it says how many it wants. */
#include "lua/proxy_rows.h"

#include "lua/api_types.h"
#include "lua/budget.h"
#include "lua/proxy.h"

#define ROWS "list of articles"
enum { SLICE_MOST = 100000 };

typedef enum { ROWS_NUMBERS, ROWS_KEY, ROWS_QUERY } RowsKind;

typedef struct {
  uint64_t epoch;
  RowsKind kind;
  size_t count;   /* of numbers */
  size_t skip;    /* of a query's answer, before the first row */
  size_t covered; /* not numbers: rows [0, covered) are recorded */
  Str index, key; /* bytes in the user value; of a query `index` only */
  uint32_t numbers[];
} Rows;

static Rows *check(lua_State *L, int arg) {
  Rows *r = luaL_checkudata(L, arg, ROWS);
  sandbox_check_epoch(L, r->epoch, arg, "list of articles");
  return r;
}

static Rows *new_rows(lua_State *L, size_t count) {
  Rows *r = lua_newuserdatauv(L, sizeof *r + count * sizeof r->numbers[0], 2);
  *r = (Rows){ .epoch = sandbox_of(L)->epoch, .count = count };
  luaL_setmetatable(L, ROWS);
  budget_charge(L, 8 + count);
  return r;
}

void proxy_rows_push(lua_State *L, const uint32_t *numbers, size_t count) {
  Rows *r = new_rows(L, count);
  if (count) memcpy(r->numbers, numbers, count * sizeof numbers[0]);
}

void proxy_rows_push_key(lua_State *L, Str index, Str key) {
  Rows *r = new_rows(L, 0);
  r->kind = ROWS_KEY;
  r->index = str_n(lua_pushlstring(L, index.p ? index.p : "", index.n), index.n);
  lua_setiuservalue(L, -2, 1);
  r->key = str_n(lua_pushlstring(L, key.p ? key.p : "", key.n), key.n);
  lua_setiuservalue(L, -2, 2);
}

/* How many rows there are, and rows [from, to) of them, recorded in `reads`. */
static size_t count_in(const Sandbox *sb, const Rows *r, Reads *reads) {
  if (r->kind == ROWS_NUMBERS) return r->count;
  if (r->kind == ROWS_KEY) return world_slice_count(sb->world, reads, r->index, r->key);
  size_t all = world_query_count(sb->world, reads, r->index);
  return all > r->skip ? all - r->skip : 0;
}

static size_t slice_of(const Sandbox *sb, const Rows *r, Reads *reads, size_t from, size_t to,
                       uint32_t *out) {
  if (r->kind == ROWS_KEY) return world_slice(sb->world, reads, r->index, r->key, from, to, out);
  return world_query(sb->world, reads, r->index, from + r->skip, to + r->skip, out);
}

void proxy_rows_push_query(lua_State *L, Str query, size_t skip, size_t count) {
  Sandbox *sb = sandbox_of(L);
  if (count != SIZE_MAX) {
    Arena *a = sandbox_scratch(L);
    uint32_t *numbers = ARENA_ARRAY(a, count + 1, uint32_t);
    size_t n = world_query(sb->world, sb->reads, query, skip, skip + count, numbers);
    proxy_rows_push(L, numbers, n);
    return;
  }
  Rows *r = new_rows(L, 0);
  r->kind = ROWS_QUERY;
  r->skip = skip;
  r->index = str_n(lua_pushlstring(L, query.p ? query.p : "", query.n), query.n);
  lua_setiuservalue(L, -2, 1);
}

static size_t length(lua_State *L, const Rows *r) {
  Sandbox *sb = sandbox_of(L);
  return count_in(sb, r, sb->reads);
}

/* Row number at 0-based `i`, recorded; 0 behind the end. */
static uint32_t row_at(lua_State *L, Rows *r, size_t i) {
  if (r->kind == ROWS_NUMBERS) return i < r->count ? r->numbers[i] : 0;
  Sandbox *sb = sandbox_of(L);
  uint32_t number = 0;
  if (i == r->covered && i > 0) {
    size_t to = i * 2;
    if (to - i > SLICE_MOST) to = i + SLICE_MOST;
    Arena *a = sandbox_scratch(L);
    uint32_t *numbers = ARENA_ARRAY(a, to - i, uint32_t);
    size_t n = slice_of(sb, r, sb->reads, i, to, numbers);
    if (n) number = numbers[0];
    r->covered = to;
  } else {
    Reads *reads = i < r->covered ? NULL : sb->reads;
    if (slice_of(sb, r, reads, i, i + 1, &number) == 0) number = 0;
    if (i == 0 && r->covered == 0) r->covered = 1;
  }
  return number;
}

/* rows:slice(from, to): 1-based, both included, cut to what there is. */
static int f_slice(lua_State *L) {
  Rows *r = check(L, 1);
  lua_Integer from = luaL_checkinteger(L, 2), to = luaL_checkinteger(L, 3);
  luaL_argcheck(L, from >= 1, 2, "rows count from 1");
  size_t first = (size_t)from - 1, end = to < from ? first : (size_t)to;
  luaL_argcheck(L, end - first <= SLICE_MOST, 3, "a slice of more than 100,000 rows");
  budget_charge(L, end - first);
  if (r->kind == ROWS_NUMBERS) {
    if (end > r->count) end = r->count;
    if (first > end) first = end;
    proxy_rows_push(L, r->numbers + first, end - first);
    return 1;
  }
  Sandbox *sb = sandbox_of(L);
  Arena *a = sandbox_scratch(L);
  /* Never room for more than there is; what there is needs no record here. */
  size_t all = count_in(sb, r, NULL);
  size_t room = (end < all ? end : all) - (first < all ? (first < end ? first : end) : all);
  if (end < first || room > SLICE_MOST) room = 0;
  uint32_t *numbers = ARENA_ARRAY(a, room, uint32_t);
  size_t n = slice_of(sb, r, sb->reads, first, end, numbers);
  proxy_rows_push(L, numbers, n);
  return 1;
}

static const ApiFunction methods[] = {
#include "lua/api/rows_methods.def"
  { 0 }
};

const ApiType API_ROWS = {
  .name = "Rows",
  .kind = API_OBJECT,
  .in = "page",
  .doc = "A list of articles that knows its length: #rows, rows[1], ipairs(rows). Only what is "
         "looked at is read.",
  .functions = methods,
  .items = "[integer] Article",
  .operators = "len: integer",
  .speaks = "a list of articles",
};

static int meta_index(lua_State *L) {
  Rows *r = check(L, 1);
  budget_charge(L, 8);
  if (lua_isinteger(L, 2)) {
    lua_Integer i = lua_tointeger(L, 2);
    proxy_push_row(L, i < 1 ? 0 : row_at(L, r, (size_t)i - 1));
    return 1;
  }
  if (lua_type(L, 2) != LUA_TSTRING) return luaL_error(L, "rows are numbered from 1");
  if (api_push_method(L, &API_ROWS, str_c(lua_tostring(L, 2)))) return 1;
  return luaL_error(L, "a list of articles has no '%s'; there are rows[1], #rows and rows:slice",
                    lua_tostring(L, 2));
}

static int meta_len(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)length(L, check(L, 1)));
  return 1;
}

static int step(lua_State *L) {
  Rows *r = check(L, 1);
  budget_charge(L, 8);
  lua_Integer i = luaL_optinteger(L, 2, 0);
  if (i < 0) return 0;
  uint32_t number = row_at(L, r, (size_t)i);
  if (number == 0) return 0;
  lua_pushinteger(L, i + 1);
  proxy_push_row(L, number);
  return 2;
}

static int meta_pairs(lua_State *L) {
  check(L, 1);
  lua_pushcfunction(L, step);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  return 3;
}

static int meta_newindex(lua_State *L) {
  return luaL_error(L, "a list of articles is read-only; make a table of your own");
}

static int meta_tostring(lua_State *L) {
  lua_pushliteral(L, "list of articles");
  return 1;
}

void proxy_rows_open(Sandbox *sb) {
  static const luaL_Reg meta[] = { { "__index", meta_index },       { "__newindex", meta_newindex },
                                   { "__len", meta_len },           { "__pairs", meta_pairs },
                                   { "__tostring", meta_tostring }, { NULL, NULL } };
  lua_State *L = sb->L;
  api_object(L, &API_ROWS);
  luaL_newmetatable(L, ROWS);
  luaL_setfuncs(L, meta, 0);
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
}
