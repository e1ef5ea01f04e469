/* proxy_match.c -- rules:first_match(article): which rule's `when` holds.
 *
 * And rules:why(number, article): the conditions that made it hold, with the article's
 * values. For options such as publish.list { publish.record { when = publish.match(), ... } }.
 * Both sides are read through the recorder: every rule's `when` as a whole, and
 * of the article exactly the fields that the conditions look at. */
#include "data/match.h"
#include "lua/api_types.h"
#include "lua/budget.h"
#include "lua/convert.h"
#include "lua/proxy.h"

typedef struct {
  Sandbox *sb;
  Ref article;
} Reading;

static const Value *read_field(void *context, Str field) {
  const Reading *r = context;
  Ref at = r->article;
  Str part;
  while (at.v && str_split(&field, '.', &part)) at = ref_get(r->sb->world, r->sb->reads, at, part);
  return at.v ? ref_deep(r->sb->world, r->sb->reads, at) : NULL;
}

/* Does item `index` of the list hold for the article? Without `when` it does. */
static bool holds(lua_State *L, Ref list, size_t index, Ref article, Arena *a) {
  Sandbox *sb = sandbox_of(L);
  Ref item = ref_at(sb->world, sb->reads, list, index);
  Ref when = ref_get(sb->world, sb->reads, item, S("when"));
  const Value *v = when.v ? ref_deep(sb->world, sb->reads, when) : NULL;
  Reading reading = { sb, article };
  budget_charge(L, 200);
  return match_eval(match_compile(a, v), a, read_field, &reading);
}

static Ref check_list(lua_State *L, int arg) {
  Ref at;
  if (!proxy_get(L, arg, &at) || !at.v || at.v->kind != VALUE_LIST)
    luaL_argerror(L, arg, "a list of rules expected");
  return at;
}

/* rules:first_match(article) -> the rule and its number, or nil */
static int f_first_match(lua_State *L) {
  Ref list = check_list(L, 1), article = proxy_check_article(L, 2);
  Sandbox *sb = sandbox_of(L);
  lua_settop(L, 2);
  Arena *a = sandbox_scratch(L);
  size_t count = ref_count(sb->world, sb->reads, list);
  for (size_t i = 0; i < count; i++) {
    if (!holds(L, list, i, article, a)) continue;
    lua_geti(L, 1, (lua_Integer)i + 1);
    lua_pushinteger(L, (lua_Integer)i + 1);
    return 2;
  }
  lua_pushnil(L);
  return 1;
}

/* rules:all_matches(article) -> a new list of the rules that hold */
static int f_all_matches(lua_State *L) {
  Ref list = check_list(L, 1), article = proxy_check_article(L, 2);
  Sandbox *sb = sandbox_of(L);
  lua_settop(L, 2);
  Arena *a = sandbox_scratch(L);
  size_t count = ref_count(sb->world, sb->reads, list);
  lua_newtable(L);
  lua_Integer n = 0;
  for (size_t i = 0; i < count; i++) {
    if (!holds(L, list, i, article, a)) continue;
    lua_geti(L, 1, (lua_Integer)i + 1);
    lua_rawseti(L, -2, ++n);
  }
  return 1;
}

/* rules:why(number, article) -> nil when that rule does not hold, else the list of its
 * conditions: {field, test, wanted, value, not} (data/match.h) */
static int f_why(lua_State *L) {
  Ref list = check_list(L, 1), article = proxy_check_article(L, 3);
  Sandbox *sb = sandbox_of(L);
  lua_Integer number = luaL_checkinteger(L, 2);
  size_t count = ref_count(sb->world, sb->reads, list);
  luaL_argcheck(L, number >= 1 && (size_t)number <= count, 2, "there is no such rule");
  lua_settop(L, 3);
  Arena *a = sandbox_scratch(L);
  if (!holds(L, list, (size_t)number - 1, article, a)) {
    lua_pushnil(L);
    return 1;
  }
  Ref item = ref_at(sb->world, sb->reads, list, (size_t)number - 1);
  Ref when = ref_get(sb->world, sb->reads, item, S("when"));
  const Value *v = when.v ? ref_deep(sb->world, sb->reads, when) : NULL;
  Reading reading = { sb, article };
  budget_charge(L, 400);
  convert_push(L, match_explain(match_compile(a, v), a, read_field, &reading));
  return 1;
}

/* rules:error(number, field, message [, help]): about a rule, where publish.yaml has it */
static int f_error(lua_State *L) {
  Ref list = check_list(L, 1);
  lua_Integer number = luaL_checkinteger(L, 2);
  Str field, message, help = S("");
  field.p = luaL_checklstring(L, 3, &field.n);
  message.p = luaL_checklstring(L, 4, &message.n);
  if (!lua_isnoneornil(L, 5)) help.p = luaL_checklstring(L, 5, &help.n);
  luaL_argcheck(L, number >= 1 && (size_t)number <= value_count(list.v), 2,
                "there is no such rule");
  budget_hold(L, message.n + help.n + 256);
  const Value *item = value_at(list.v, (size_t)number - 1), *at = value_get(item, field);
  proxy_record_report(L, S("publish.yaml"), at && at->span.length ? at : item, message, help);
  return 0;
}

static const ApiFunction methods[] = {
#include "lua/api/rules_methods.def"
  { 0 }
};

const ApiType API_RULES = {
  .name = "Rules",
  .kind = API_OBJECT,
  .in = "check",
  .doc = "A list of records with a condition: of an option publish.list { publish.record { when = "
         "publish.match(), ... } }. A rule without `when` holds for every article.",
  .functions = methods,
  .items = "[integer] table",
  .operators = "len: integer",
  .speaks = "a list of rules",
};
