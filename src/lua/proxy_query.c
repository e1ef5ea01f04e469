/* proxy_query.c -- the table of a question, checked and made into its one form. */
#include "lua/proxy_query.h"

#include "data/date.h"
#include "data/match.h"
#include "lua/budget.h"
#include "lua/convert.h"
#include "lua/freeze.h"
#include "lua/lib_date.h"
#include "lua/libs.h"
#include "lua/proxy.h"
#include "lua/proxy_rows.h"
#include "text/zone.h"

enum { ROWS_MOST = 100000 };

static const ApiField fields[] = {
#include "lua/api/query_fields.def"
  { 0 }
};

const ApiType API_QUERY = {
  .name = "Query",
  .kind = API_RECORD,
  .in = "check",
  .doc = "What site:articles takes. All that is said must hold.",
  .fields = fields,
  .speaks = "site:articles",
};

/* The first five, as fields of a row. */
static const char *const is_fields[] = { "tags", "categories", "authors", "series", "language" };
enum { IS_FIELDS = sizeof is_fields / sizeof is_fields[0] };

static void check_keys(lua_State *L, int table) {
  lua_Integer n = freeze_keys(L, table);
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, -1, i);
    if (lua_type(L, -1) != LUA_TSTRING)
      luaL_error(L, "site:articles takes names, such as site:articles { tag = \"tea\" }");
    Str key;
    key.p = lua_tolstring(L, -1, &key.n);
    if (!api_field(&API_QUERY, key))
      api_no_field(L, &API_QUERY, key, "other fields go into where = { ... }");
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

/* One text that is asked for: a string, or a person's name. */
static const Value *wanted_text(lua_State *L, const char *key, const Value *v, Arena *a) {
  Str text = v->kind == VALUE_STR ? v->str : value_strc(v, "name");
  if (!text.n) luaL_error(L, "%s must be a text or a list of texts, and not empty", key);
  return value_of_str(a, text);
}

static const Value *wanted(lua_State *L, int table, const char *key, Arena *a) {
  lua_getfield(L, table, key);
  const Value *v = convert_check(L, lua_gettop(L), a, &CONVERT_DATA);
  lua_pop(L, 1);
  if (!v) return NULL;
  ListBuilder list = list_begin(a);
  if (v->kind != VALUE_LIST) list_add(&list, wanted_text(L, key, v, a));
  for (size_t i = 0; v->kind == VALUE_LIST && i < v->list.count; i++)
    list_add(&list, wanted_text(L, key, v->list.items[i], a));
  if (list.count == 0) luaL_error(L, "%s: an empty list finds nothing; leave it out", key);
  return list_end(&list, (Span){ 0 });
}

/* -- dates -- */

static int64_t instant_of(const Libs *libs, int64_t year, int month, int day) {
  Civil c = { .year = year, .month = month, .day = day };
  int32_t offset;
  if (libs->text && libs->zone.n) return zone_instant(libs->text, libs->zone, &c, &offset);
  return civil_seconds(&c, 0);
}

typedef struct {
  const Libs *libs;
} Place;

static int64_t zone_of(void *context, const Civil *local, int32_t *offset) {
  const Place *p = context;
  return zone_instant(p->libs->text, p->libs->zone, local, offset);
}

static bool digits(Str s, int *out) {
  *out = 0;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] < '0' || s.p[i] > '9') return false;
    *out = *out * 10 + (s.p[i] - '0');
  }
  return s.n > 0;
}

/* Where a year, month or day begins, or the next one. False: it is none of these. */
static bool period(const Libs *libs, Str s, bool end, int64_t *out) {
  int year, month = 1, day = 1;
  bool good = (s.n == 4 || s.n == 7 || s.n == 10) && digits(str_sub(s, 0, 4), &year) &&
              (s.n < 7 || (s.p[4] == '-' && digits(str_sub(s, 5, 7), &month))) &&
              (s.n < 10 || (s.p[7] == '-' && digits(str_sub(s, 8, 10), &day)));
  if (!good || !civil_valid(year, month, day, 0, 0, 0)) return false;
  int64_t next = year;
  if (end && s.n == 10) {
    Civil c = civil_at((civil_days(year, month, day) + 1) * 86400, 0);
    next = c.year, month = c.month, day = c.day;
  } else if (end && s.n == 7) {
    next = month == 12 ? year + 1 : year;
    month = month % 12 + 1;
  } else if (end) {
    next = year + 1;
  }
  *out = instant_of(libs, next, month, day);
  return true;
}

/* The bound `key` as seconds: `to` is behind all that it includes. NULL: not given. */
static const Value *bound(lua_State *L, int table, const char *key, bool end, Arena *a) {
  const Libs *libs = libs_of(L);
  Date d;
  int64_t seconds = 0;
  if (lua_getfield(L, table, key) == LUA_TNIL) {
    lua_pop(L, 1);
    return NULL;
  }
  if (lib_date_get(L, -1, &d)) {
    seconds = d.seconds + (!end ? 0 : d.has_time ? 1 : 86400);
  } else {
    Str s = { 0 };
    if (lua_type(L, -1) == LUA_TSTRING) s.p = lua_tolstring(L, -1, &s.n);
    if (lua_isinteger(L, -1)) s = arena_printf(a, "%lld", (long long)lua_tointeger(L, -1));
    Place place = { libs };
    DateZone zone = { zone_of, &place };
    if (!period(libs, s, end, &seconds)) {
      const char *problem =
          !s.n ? "" : date_parse(&d, a, s, libs->text && libs->zone.n ? &zone : NULL);
      if (problem)
        luaL_error(L,
                   "%s must be a year, month, day or date, such as \"2024\", \"2024-05\" or "
                   "\"2024-05-06\"",
                   key);
      seconds = d.seconds + (!end ? 0 : d.has_time ? 1 : 86400);
    }
  }
  lua_pop(L, 1);
  return value_of_int(a, seconds);
}

/* -- the rest -- */

/* A name that is nearly one of ours may be one of `fields:`. */
static bool names_own_field(const Libs *libs, const Value *where) {
  for (size_t i = 0; i < libs->field_count; i++)
    if (value_get(where, libs->fields[i])) return true;
  return false;
}

static const Value *condition(lua_State *L, int table, Arena *a) {
  lua_getfield(L, table, "where");
  const Value *v = convert_check(L, lua_gettop(L), a, &CONVERT_DATA);
  lua_pop(L, 1);
  /* {} is an empty list in Lua, and no condition. */
  if (!v || (v->kind == VALUE_LIST && v->list.count == 0)) return NULL;
  Diags d = { 0 };
  const Source nowhere = { 0 };
  const SchemaContext c = {
    .arena = a, .diags = &d, .source = &nowhere, .code = P_MATCH, .unknown = P_MATCH
  };
  bool own = match_check(v, S("where"), &c) && names_own_field(libs_of(L), v);
  Str problem = S("");
  if (own)
    problem = S("");
  else if (d.count && d.items[0].help.n)
    problem = arena_printf(a, "%.*s; %.*s", STR(d.items[0].message), STR(d.items[0].help));
  else if (d.count)
    problem = arena_str(a, d.items[0].message);
  diags_free(&d);
  if (problem.n) luaL_error(L, "%s", arena_cstr(a, problem));
  return v;
}

static Str order_of(lua_State *L, int table, Arena *a) {
  if (lua_getfield(L, table, "order") == LUA_TNIL) {
    lua_pop(L, 1);
    return S("date");
  }
  if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "order must be the name of a field");
  Str order;
  order.p = lua_tolstring(L, -1, &order.n);
  order = arena_str(a, order);
  lua_pop(L, 1);
  long dot = str_chr(order, '.');
  Str first = arena_str(a, dot < 0 ? order : str_sub(order, 0, (size_t)dot));
  if (str_eqc(first, "facts"))
    luaL_error(L, "facts are no order here; declare an index: publish.sorted { by = \"%s\" }",
               arena_cstr(a, order));
  bool known = api_field(&API_ARTICLE, first) != NULL;
  const Libs *libs = libs_of(L);
  for (size_t i = 0; i < libs->field_count && !known; i++)
    if (str_eq(libs->fields[i], first)) return arena_printf(a, "extra.%.*s", STR(order));
  if (!known) {
    Str near = api_nearest(&API_ARTICLE, first);
    if (near.n)
      luaL_error(L, "order: an article has no field '%s'; did you mean '%s'?", first.p, near.p);
    luaL_error(L, "order: an article has no field '%s'", first.p);
  }
  return order;
}

static bool flag(lua_State *L, int table, const char *key) {
  int type = lua_getfield(L, table, key);
  if (type != LUA_TNIL && type != LUA_TBOOLEAN) luaL_error(L, "%s must be true or false", key);
  bool on = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return on;
}

static lua_Integer number(lua_State *L, int table, const char *key, lua_Integer least,
                          lua_Integer otherwise) {
  if (lua_getfield(L, table, key) == LUA_TNIL) {
    lua_pop(L, 1);
    return otherwise;
  }
  if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) < least || lua_tointeger(L, -1) > ROWS_MOST)
    luaL_error(L, "%s must be a whole number from %d to %d", key, (int)least, ROWS_MOST);
  lua_Integer n = lua_tointeger(L, -1);
  lua_pop(L, 1);
  return n;
}

int proxy_query_push(lua_State *L, int arg) {
  Sandbox *sb = sandbox_of(L);
  if (lua_isnoneornil(L, arg)) {
    lua_settop(L, arg - 1);
    lua_newtable(L);
  }
  luaL_checktype(L, arg, LUA_TTABLE);
  if (!sb->world || !world_has_catalog(sb->world))
    return luaL_error(L, "site:articles finds articles once all of them are known: in pages, "
                         "transform, render, page, files and check, not in scan and derive");
  lua_settop(L, arg);
  Arena *a = sandbox_scratch(L);
  check_keys(L, arg);
  MapBuilder is = map_begin(a), query = map_begin(a);
  for (size_t i = 0; i < IS_FIELDS; i++) {
    const Value *texts = wanted(L, arg, fields[i].name, a);
    if (texts) mapb_putc(&is, is_fields[i], texts);
  }
  const Value *where = condition(L, arg, a), *from = bound(L, arg, "from", false, a),
              *to = bound(L, arg, "to", true, a);
  if (is.count) mapb_putc(&query, "is", map_end(&is, (Span){ 0 }));
  if (where) mapb_putc(&query, "where", where);
  if (from) mapb_putc(&query, "from", from);
  if (to) mapb_putc(&query, "to", to);
  Str order = order_of(L, arg, a);
  mapb_putc(&query, "order", value_of_str(a, order));
  if (flag(L, arg, "ascending")) mapb_putc(&query, "ascending", value_of_bool(a, true));
  if (flag(L, arg, "unlisted")) mapb_putc(&query, "unlisted", value_of_bool(a, true));
  lua_Integer first = number(L, arg, "first", 1, 1), count = number(L, arg, "count", 0, -1);
  Buf *text = libs_buffer(L);
  value_encode(text, map_end(&query, (Span){ 0 }));
  /* What it may cost, not what it did: that depends on what was asked before. */
  bool all = where || !str_eqc(order, "date"); /* every row is looked at, or compared */
  budget_charge(L, 200 + (all ? (uint64_t)world_rows(sb->world) * 20 : 0));
  proxy_rows_push_query(L, buf_view(text), (size_t)first - 1, count < 0 ? SIZE_MAX : (size_t)count);
  return 1;
}
