/* lib_date.c -- the date type and the library `date`.
 *
 * A date value is a Date by value; the calendar comes from text/civil.h, so no
 * clock, locale or time-zone file of the machine has a say. */
#include "lua/lib_date.h"

#include "data/date.h"
#include "lua/api_types.h"
#include "lua/budget.h"
#include "lua/libs.h"
#include "text/civil.h"
#include "text/dates.h"
#include "text/zone.h"

#define DATE "date"
enum { DAY = 86400 };
/* Years 1 to 9999: what every format can write. */
#define SECONDS_LEAST INT64_C(-62135596800)
#define SECONDS_MOST  INT64_C(253402300799)

void lib_date_push(lua_State *L, Date d) {
  Date *to = lua_newuserdatauv(L, sizeof *to, 0);
  *to = d;
  luaL_setmetatable(L, DATE);
}

bool lib_date_get(lua_State *L, int index, Date *out) {
  const Date *d = luaL_testudata(L, index, DATE);
  if (d) *out = *d;
  return d != NULL;
}

Date lib_date_check(lua_State *L, int arg) {
  Date d = { 0 };
  if (!lib_date_get(L, arg, &d)) luaL_typeerror(L, arg, "date");
  return d;
}

Str lib_date_text(Arena *a, Date d) {
  return date_text(a, d);
}

static Str check_str(lua_State *L, int arg) {
  Str s;
  s.p = luaL_checklstring(L, arg, &s.n);
  return s;
}

static Str optional_str(lua_State *L, int arg, Str otherwise) {
  return lua_isnoneornil(L, arg) ? otherwise : check_str(L, arg);
}

/* -- parsing -- */

typedef struct {
  TextTools *text;
  Str zone;
} Place;

static int64_t instant(void *context, const Civil *local, int32_t *offset) {
  const Place *p = context;
  return zone_instant(p->text, p->zone, local, offset);
}

/* date.parse(text [, zone]) -> date, or nil and what is wrong */
static int f_parse(lua_State *L) {
  Date d;
  if (lib_date_get(L, 1, &d)) {
    lua_settop(L, 1);
    return 1;
  }
  Str s = check_str(L, 1);
  const Libs *libs = libs_of(L);
  Place place = { libs->text, optional_str(L, 2, libs->zone) };
  DateZone zone = { instant, &place };
  lua_settop(L, 2);
  Arena *a = sandbox_scratch(L);
  const char *problem = date_parse(&d, a, s, place.text && place.zone.n ? &zone : NULL);
  if (problem) {
    lua_pushnil(L);
    lua_pushstring(L, problem);
    return 2;
  }
  lib_date_push(L, d);
  return 1;
}

/* date.format(d, pattern [, language [, zone]]) -> string; also d:format(...).
 * A day without a time is the same day in every zone. */
static int f_format(lua_State *L) {
  Date d = lib_date_check(L, 1);
  const Libs *libs = libs_of(L);
  Str pattern = optional_str(L, 2, S("long"));
  Str language = optional_str(L, 3, libs->language);
  Str zone = optional_str(L, 4, S(""));
  if (!libs->text) return luaL_error(L, "date.format is not available here");
  if (zone.n && !zone_valid(libs->text, zone))
    return luaL_error(L, "there is no time zone '%s'; write one such as Europe/Berlin",
                      lua_tostring(L, 4));
  Arena *a = sandbox_scratch(L);
  if (str_eqc(pattern, "stamp")) pattern = d.has_time ? S("long datetime") : S("long");
  const char *problem = dates_problem(a, pattern);
  if (problem) return luaL_error(L, "date format: %s", problem);
  int32_t offset = d.offset;
  if (zone.n && d.has_time) offset = zone_offset(libs->text, zone, d.seconds);
  if (str_eqc(pattern, "iso") && !d.has_time) pattern = S("yyyy-MM-dd");
  budget_charge(L, 500);
  Str s = dates_format(libs->text, a, language, pattern, d.seconds, offset, zone);
  lua_pushlstring(L, s.p ? s.p : "", s.n);
  return 1;
}

/* -- fields and operators -- */

static const ApiField date_fields[] = {
#include "lua/api/date_fields.def"
  { 0 }
};
static const ApiFunction date_methods[] = {
#include "lua/api/date_methods.def"
  { 0 }
};

const ApiType API_DATE = {
  .name = "Date",
  .kind = API_OBJECT,
  .in = "transform",
  .doc = "A day, or a moment with its time zone. Two dates are equal when they are the same "
         "moment; < and <= compare moments.",
  .fields = date_fields,
  .functions = date_methods,
  .speaks = "a date",
  .operators = "add(number): Date\n"
               "sub(number): Date\n"
               "sub(Date): number\n"
               "concat(any): string",
};

static int meta_index(lua_State *L) {
  Date d = lib_date_check(L, 1);
  Str name = check_str(L, 2);
  Civil c = civil_at(d.seconds, d.offset);
  const struct {
    const char *name;
    int64_t value;
  } numbers[] = { { "year", c.year },     { "month", c.month },     { "day", c.day },
                  { "hour", c.hour },     { "minute", c.minute },   { "second", c.second },
                  { "offset", d.offset }, { "weekday", c.weekday }, { "yearday", c.yearday },
                  { "week", c.week },     { "seconds", d.seconds } };
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
    if (!str_eqc(name, numbers[i].name)) continue;
    lua_pushinteger(L, numbers[i].value);
    return 1;
  }
  if (str_eqc(name, "has_time")) {
    lua_pushboolean(L, d.has_time);
  } else if (str_eqc(name, "iso")) {
    Arena *a = sandbox_scratch(L);
    Str s = lib_date_text(a, d);
    lua_pushlstring(L, s.p, s.n);
  } else if (!api_push_method(L, &API_DATE, name)) {
    return api_no_field(L, &API_DATE, name, NULL);
  }
  return 1;
}

static int meta_tostring(lua_State *L) {
  Date d = lib_date_check(L, 1);
  Arena *a = sandbox_scratch(L);
  Str s = lib_date_text(a, d);
  lua_pushlstring(L, s.p, s.n);
  return 1;
}

static int meta_eq(lua_State *L) {
  Date a, b;
  lua_pushboolean(L, lib_date_get(L, 1, &a) && lib_date_get(L, 2, &b) && a.seconds == b.seconds);
  return 1;
}

static int meta_lt(lua_State *L) {
  lua_pushboolean(L, lib_date_check(L, 1).seconds < lib_date_check(L, 2).seconds);
  return 1;
}

static int meta_le(lua_State *L) {
  lua_pushboolean(L, lib_date_check(L, 1).seconds <= lib_date_check(L, 2).seconds);
  return 1;
}

static int push_shifted(lua_State *L, Date d, int arg, int sign) {
  double days = luaL_checknumber(L, arg);
  if (!(days > -4e6 && days < 4e6))
    return luaL_error(L, "a date moved by too many days: from -4000000 to 4000000 are possible");
  d.seconds += sign * (int64_t)(days * DAY);
  if (d.seconds < SECONDS_LEAST || d.seconds > SECONDS_MOST)
    return luaL_error(L, "a date outside the years 1 to 9999");
  lib_date_push(L, d);
  return 1;
}

/* d - e -> days (an integer when whole); d - 7 -> a week earlier */
static int meta_sub(lua_State *L) {
  Date a = lib_date_check(L, 1), b;
  if (!lib_date_get(L, 2, &b)) return push_shifted(L, a, 2, -1);
  int64_t seconds = a.seconds - b.seconds;
  if (seconds % DAY == 0)
    lua_pushinteger(L, seconds / DAY);
  else
    lua_pushnumber(L, (double)seconds / DAY);
  return 1;
}

static int meta_add(lua_State *L) {
  Date d;
  if (lib_date_get(L, 1, &d)) return push_shifted(L, d, 2, 1);
  return push_shifted(L, lib_date_check(L, 2), 1, 1);
}

static int meta_newindex(lua_State *L) {
  return luaL_error(L, "a date is read-only; make another with d + days or date.parse");
}

/* A date next to .. reads as its text. */
static int meta_concat(lua_State *L) {
  lua_settop(L, 2);
  Arena *a = sandbox_scratch(L);
  for (int i = 1; i <= 2; i++) {
    Date d;
    if (lib_date_get(L, i, &d)) {
      Str s = lib_date_text(a, d);
      lua_pushlstring(L, s.p, s.n);
      lua_replace(L, i);
    } else if (lua_type(L, i) != LUA_TSTRING && lua_type(L, i) != LUA_TNUMBER) {
      return luaL_error(L, "attempt to concatenate a %s value", luaL_typename(L, i));
    }
  }
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 2);
  lua_concat(L, 2);
  return 1;
}

static const ApiFunction functions[] = {
#include "lua/api/date.def"
  { 0 }
};

const ApiType API_DATES = {
  .name = "date",
  .kind = API_LIBRARY,
  .in = "transform",
  .doc = "Reading and writing dates. What a date value itself can do stands under Date.",
  .functions = functions,
};

void lib_date_open(Sandbox *sb) {
  static const luaL_Reg meta[] = { { "__index", meta_index },
                                   { "__newindex", meta_newindex },
                                   { "__tostring", meta_tostring },
                                   { "__eq", meta_eq },
                                   { "__lt", meta_lt },
                                   { "__le", meta_le },
                                   { "__sub", meta_sub },
                                   { "__add", meta_add },
                                   { "__concat", meta_concat },
                                   { NULL, NULL } };
  lua_State *L = sb->L;
  luaL_newmetatable(L, DATE);
  luaL_setfuncs(L, meta, 0);
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
  api_object(L, &API_DATE);
  api_library(sb, &API_DATES);
}
