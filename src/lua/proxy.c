/* proxy.c -- lists, maps and records that record what is read from them.
 *
 * One userdata type for all shapes: the place (Ref), the epoch, and for records
 * the table of known names. Fields that the host laid over a record are in a
 * table, the first user value. The keys of permanent proxies are copied behind
 * the struct, because the Reads that made a key may be gone when it is used. */
#include "lua/proxy.h"

#include "lua/api_types.h"
#include "lua/budget.h"
#include "lua/convert.h"
#include "lua/libs.h"
#include "lua/proxy_rows.h"
#include "lua/whole_site.h"
#include <stdio.h>

#define PROXY "record"

typedef struct {
  Ref ref;
  const ApiType *record; /* NULL: a list or map */
  uint64_t epoch;        /* 0: permanent */
  bool facts;            /* plugin -> facts, seen from this plugin */
  char key[];            /* permanent: ref.key points here */
} Proxy;

static Proxy *new_proxy(lua_State *L, Ref at, bool permanent) {
  size_t key = permanent ? at.key.n : 0;
  Proxy *p = lua_newuserdatauv(L, sizeof *p + key, 1);
  *p = (Proxy){ .ref = at, .epoch = permanent ? 0 : sandbox_of(L)->epoch };
  if (key) {
    memcpy(p->key, at.key.p, key);
    p->ref.key = str_n(p->key, key);
  }
  luaL_setmetatable(L, PROXY);
  budget_charge(L, 8);
  return p;
}

static const char *what(const Proxy *p) {
  if (p->record) return p->record == &API_ARTICLE ? "article" : "page";
  if (p->facts) return "facts";
  return p->ref.v && p->ref.v->kind == VALUE_LIST ? "list" : "map";
}

static Proxy *check(lua_State *L, int arg) {
  Proxy *p = luaL_checkudata(L, arg, PROXY);
  if (p->epoch) sandbox_check_epoch(L, p->epoch, arg, what(p));
  return p;
}

/* -- pushing -- */

static void push(lua_State *L, Ref at, bool permanent) {
  if (at.article)
    proxy_push_record(L, at, &API_ARTICLE);
  else if (!convert_push_scalar(L, at.v))
    new_proxy(L, at, permanent);
}

void proxy_push(lua_State *L, Ref at) {
  push(L, at, false);
}

void proxy_push_permanent(lua_State *L, Ref at) {
  push(L, at, true);
}

void proxy_push_record(lua_State *L, Ref at, const ApiType *record) {
  new_proxy(L, at, false)->record = record;
}

void proxy_push_row(lua_State *L, uint32_t number) {
  if (number == 0) {
    lua_pushnil(L);
    return;
  }
  whole_site_note(L, number);
  proxy_push_record(L, world_article(sandbox_of(L)->world, number), &API_ARTICLE);
}

void proxy_push_rows(lua_State *L, const uint32_t *numbers, size_t count) {
  proxy_rows_push(L, numbers, count);
}

void proxy_push_facts(lua_State *L, Ref at) {
  new_proxy(L, at, false)->facts = true;
}

void proxy_set(lua_State *L, int index, const char *name) {
  index = lua_absindex(L, index);
  luaL_checkudata(L, index, PROXY);
  if (lua_getiuservalue(L, index, 1) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setiuservalue(L, index, 1);
  }
  lua_insert(L, -2);
  lua_setfield(L, -2, name);
  lua_pop(L, 1);
}

bool proxy_get(lua_State *L, int index, Ref *out) {
  const Proxy *p = luaL_testudata(L, index, PROXY);
  if (!p || (p->epoch && p->epoch != sandbox_of(L)->epoch)) return false;
  *out = p->ref;
  return true;
}

Ref proxy_check_article(lua_State *L, int arg) {
  Proxy *p = luaL_testudata(L, arg, PROXY);
  if (!p || p->record != &API_ARTICLE) luaL_typeerror(L, arg, "article");
  check(L, arg);
  return p->ref;
}

/* -- reading a child -- */

/* The place `name` below a permanent proxy: its key must be whole even when
 * nothing is being recorded right now (model/ref.c then leaves keys alone). */
static int push_permanent_child(lua_State *L, const Proxy *p, Ref child, Str name) {
  if (convert_push_scalar(L, child.v)) return 1;
  size_t n = p->ref.key.n + name.n + 1;
  luaL_Buffer b;
  char *key = luaL_buffinitsize(L, &b, n);
  if (p->ref.key.n) memcpy(key, p->ref.key.p, p->ref.key.n);
  memcpy(key + p->ref.key.n, name.p, name.n);
  key[n - 1] = '\x1f';
  luaL_pushresultsize(&b, n);
  child.key = str_n(lua_tostring(L, -1), n);
  new_proxy(L, child, true);
  lua_remove(L, -2);
  return 1;
}

static int push_child(lua_State *L, const Proxy *p, Ref child, Str name) {
  if (p->epoch == 0 && child.kind != READ_KINDS) return push_permanent_child(L, p, child, name);
  push(L, child, p->epoch == 0);
  return 1;
}

/* Is it P.options as a whole? */
static bool is_options(const Proxy *p) {
  return p->epoch == 0 && p->ref.kind == READ_OPTION &&
         str_chr(p->ref.key, '\x1f') == (long)p->ref.key.n - 1;
}

/* An option that has no value now is nil; one that the header does not know is a slip. */
static void check_option(lua_State *L, Str name) {
  const Libs *libs = libs_of(L);
  for (size_t i = 0; i < libs->option_count; i++)
    if (str_eq(libs->options[i], name)) return;
  Str near = str_nearest(name, libs->options, libs->option_count);
  lua_pushlstring(L, name.n ? name.p : "", name.n);
  lua_pushlstring(L, near.n ? near.p : "", near.n);
  if (near.n)
    luaL_error(L, "P.options has no '%s'; did you mean '%s'?", lua_tostring(L, -2),
               lua_tostring(L, -1));
  luaL_error(L, "P.options has no '%s'; options are declared in the header", lua_tostring(L, -2));
}

static int push_field(lua_State *L, const Proxy *p, Str name) {
  Sandbox *sb = sandbox_of(L);
  /* The article's own goes before the site's; whoever has the article in hand has
   * read its row. */
  const Value *own = is_options(p) ? value_get(sb->options, name) : NULL;
  if (own) {
    push(L, ref_covered(own), false);
    return 1;
  }
  Ref child = ref_get(sb->world, sb->reads, p->ref, name);
  if (!child.v && is_options(p)) check_option(L, name);
  return push_child(L, p, child, name);
}

static int push_item(lua_State *L, const Proxy *p, size_t index) {
  Sandbox *sb = sandbox_of(L);
  char name[24];
  int n = snprintf(name, sizeof name, "%zu", index);
  return push_child(L, p, ref_at(sb->world, sb->reads, p->ref, index), str_n(name, (size_t)n));
}

static bool declared(const Libs *libs, Str name) {
  for (size_t i = 0; i < libs->field_count; i++)
    if (str_eq(libs->fields[i], name)) return true;
  return false;
}

static int index_record(lua_State *L, const Proxy *p, Str name) {
  if (lua_getiuservalue(L, 1, 1) == LUA_TTABLE) {
    lua_pushvalue(L, 2);
    if (lua_rawget(L, -2) != LUA_TNIL) return 1;
  }
  if (api_push_method(L, p->record, name)) return 1;
  bool article = p->record == &API_ARTICLE;
  if (article && str_eqc(name, "files")) {
    proxy_push_files(L, p->ref);
    return 1;
  }
  if (p->record == &API_FILE && str_eqc(name, "url")) {
    proxy_push_file_url(L, p->ref);
    return 1;
  }
  Sandbox *sb = sandbox_of(L);
  Ref child = ref_get(sb->world, sb->reads, p->ref, name);
  if (article && str_eqc(name, "facts")) {
    proxy_push_facts(L, child);
    return 1;
  }
  bool known = child.v || (article && declared(libs_of(L), name));
  if (!known && !api_field(p->record, name)) return api_no_field(L, p->record, name, NULL);
  return push_child(L, p, child, name);
}

static bool facts_visible(lua_State *L, Str plugin) {
  const Libs *libs = libs_of(L);
  if (libs->all_facts || str_eq(plugin, sandbox_of(L)->plugin)) return true;
  for (size_t i = 0; i < libs->facts_count; i++)
    if (str_eq(libs->facts_of[i], plugin)) return true;
  return false;
}

/* The plugin's own facts by their names first, then others' by plugin. */
static int index_facts(lua_State *L, const Proxy *p, Str name) {
  Sandbox *sb = sandbox_of(L);
  if (sb->plugin.n) {
    Ref own = ref_get(sb->world, sb->reads, p->ref, sb->plugin);
    Ref field = own.v ? ref_get(sb->world, sb->reads, own, name) : own;
    if (own.v && field.v) {
      push(L, field, false);
      return 1;
    }
  }
  Ref other = ref_get(sb->world, sb->reads, p->ref, name);
  if (other.v && !facts_visible(L, name))
    return luaL_error(L, "the facts of '%s' are visible to plugins that name it in 'after'",
                      name.p);
  push(L, other, false);
  return 1;
}

static int index_list(lua_State *L, const Proxy *p) {
  if (lua_isinteger(L, 2)) {
    lua_Integer i = lua_tointeger(L, 2);
    if (i < 1) {
      lua_pushnil(L);
      return 1;
    }
    return push_item(L, p, (size_t)i - 1);
  }
  if (lua_type(L, 2) == LUA_TSTRING) {
    if (api_push_method(L, &API_RULES, str_c(lua_tostring(L, 2)))) return 1;
    Sandbox *sb = sandbox_of(L);
    /* {} in Lua is a list, and so may stand for a map without fields. */
    if (ref_count(sb->world, sb->reads, p->ref) > 0)
      return luaL_error(L, "a list has no field '%s'; its items are [1], [2] ...",
                        lua_tostring(L, 2));
  }
  lua_pushnil(L);
  return 1;
}

static int index_any(lua_State *L) {
  const Proxy *p = check(L, 1);
  budget_charge(L, 8);
  bool list = !p->record && !p->facts && p->ref.v && p->ref.v->kind == VALUE_LIST;
  if (list) return index_list(L, p);
  if (lua_type(L, 2) != LUA_TSTRING && !lua_isinteger(L, 2)) {
    lua_pushnil(L);
    return 1;
  }
  Str name;
  lua_pushvalue(L, 2);
  name.p = lua_tolstring(L, -1, &name.n); /* stays on the stack, so the view holds */
  if (p->record) return index_record(L, p, name);
  if (p->facts) return index_facts(L, p, name);
  return push_field(L, p, name);
}

/* Records take memory that the plugin's limit must see. */
static size_t records_size(lua_State *L) {
  const Reads *r = sandbox_of(L)->reads;
  return r ? r->arena.used : 0;
}

static int meta_index(lua_State *L) {
  size_t before = records_size(L);
  int n = index_any(L);
  budget_hold(L, records_size(L) - before);
  return n;
}

/* -- the other operators -- */

static int meta_newindex(lua_State *L) {
  const Proxy *p = check(L, 1);
  return luaL_error(L, "%s is read-only; return a new value instead", what(p));
}

static int meta_len(lua_State *L) {
  const Proxy *p = check(L, 1);
  Sandbox *sb = sandbox_of(L);
  if (p->record || p->facts || !p->ref.v || p->ref.v->kind != VALUE_LIST)
    return luaL_error(L, "only a list has a length, not %s; count with pairs", what(p));
  lua_pushinteger(L, (lua_Integer)ref_count(sb->world, sb->reads, p->ref));
  return 1;
}

/* Upvalues: the proxy that is walked, how far. */
static int step_any(lua_State *L) {
  lua_settop(L, 0);
  lua_pushvalue(L, lua_upvalueindex(1));
  const Proxy *p = check(L, 1);
  budget_charge(L, 8);
  size_t at = (size_t)lua_tointeger(L, lua_upvalueindex(2));
  const Value *v = p->ref.v;
  if (at >= value_count(v)) return 0;
  lua_pushinteger(L, (lua_Integer)at + 1);
  lua_replace(L, lua_upvalueindex(2));
  if (v->kind == VALUE_LIST) {
    lua_pushinteger(L, (lua_Integer)at + 1);
    return 1 + push_item(L, p, at);
  }
  Str name = v->map.fields[v->map.sorted[at]].key;
  lua_pushlstring(L, name.p, name.n);
  lua_insert(L, 1); /* key under the proxy */
  return push_field(L, p, name), lua_remove(L, 2), 2;
}

static int step(lua_State *L) {
  size_t before = records_size(L);
  int n = step_any(L);
  budget_hold(L, records_size(L) - before);
  return n;
}

/* The facts of this plugin are what pairs(facts) walks; of all, without one. */
static Ref own_facts(Sandbox *sb, Ref at) {
  return sb->plugin.n ? ref_get(sb->world, sb->reads, at, sb->plugin) : at;
}

static int meta_pairs(lua_State *L) {
  const Proxy *p = check(L, 1);
  Sandbox *sb = sandbox_of(L);
  Ref at = p->facts ? own_facts(sb, p->ref) : p->ref;
  if (at.v && at.v->kind == VALUE_LIST)
    ref_count(sb->world, sb->reads, at);
  else
    ref_keys(sb->world, sb->reads, at);
  if (p->facts)
    new_proxy(L, at, false);
  else
    lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, step, 2);
  lua_pushvalue(L, 1);
  lua_pushnil(L);
  return 3;
}

static bool same_place(Ref a, Ref b) {
  if (a.article || b.article) return a.article == b.article;
  return a.v == b.v && a.kind == b.kind && str_eq(a.key, b.key);
}

static int meta_eq(lua_State *L) {
  Sandbox *sb = sandbox_of(L);
  Ref a, b;
  bool equal = false;
  if (proxy_get(L, 1, &a) && proxy_get(L, 2, &b)) {
    equal = same_place(a, b);
    if (!equal && !a.article && !b.article) {
      const Value *x = ref_deep(sb->world, sb->reads, a), *y = ref_deep(sb->world, sb->reads, b);
      budget_charge(L, 16 * (1 + value_count(x)));
      equal = value_eq(x, y);
    }
  }
  lua_pushboolean(L, equal);
  return 1;
}

/* "x" .. article: what was likely meant. Another operand that knows better (html) is asked. */
static int meta_concat(lua_State *L) {
  const Proxy *p = luaL_testudata(L, 1, PROXY);
  if (p && !luaL_testudata(L, 2, PROXY) && luaL_getmetafield(L, 2, "__concat") != LUA_TNIL) {
    lua_insert(L, 1);
    lua_call(L, 2, 1);
    return 1;
  }
  if (!p) p = luaL_checkudata(L, 2, PROXY);
  if (p->record == &API_ARTICLE || p->record == &API_PAGE)
    return luaL_error(L, "%s is no text; did you mean %s.title?", p->record->speaks, what(p));
  if (p->record) return luaL_error(L, "%s is no text; name a field of it", p->record->speaks);
  if (p->facts) return luaL_error(L, "facts are no text; name one of them, such as facts.words");
  return luaL_error(L, "a %s is no text; %s", what(p),
                    p->ref.v && p->ref.v->kind == VALUE_LIST ? "table.concat(list, \", \") joins it"
                                                             : "name a field of it");
}

/* For messages: what it is, and for records which one. */
static int meta_tostring(lua_State *L) {
  const Proxy *p = check(L, 1);
  Sandbox *sb = sandbox_of(L);
  const char *key = p->record == &API_ARTICLE ? "path" : p->record == &API_PAGE ? "url" : NULL;
  Ref name = key ? ref_get(sb->world, sb->reads, p->ref, str_c(key)) : ref_covered(NULL);
  if (name.v && name.v->kind == VALUE_STR) {
    lua_pushfstring(L, "%s ", what(p));
    lua_pushlstring(L, name.v->str.p, name.v->str.n);
    lua_concat(L, 2);
  } else {
    lua_pushstring(L, what(p));
  }
  return 1;
}

const ApiType API_FACTS = {
  .name = "Facts",
  .kind = API_OBJECT,
  .in = "derive",
  .doc = "What scan and derive returned about an article: facts.NAME is this plugin's own fact, "
         "facts[\"PLUGIN\"].NAME that of a plugin named in `after`. pairs walks over this plugin's "
         "own.",
  .items = "[string] any",
  .speaks = "facts",
};

void proxy_open(Sandbox *sb) {
  static const luaL_Reg meta[] = { { "__index", meta_index },
                                   { "__newindex", meta_newindex },
                                   { "__len", meta_len },
                                   { "__pairs", meta_pairs },
                                   { "__eq", meta_eq },
                                   { "__concat", meta_concat },
                                   { "__tostring", meta_tostring },
                                   { NULL, NULL } };
  lua_State *L = sb->L;
  luaL_newmetatable(L, PROXY);
  luaL_setfuncs(L, meta, 0);
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
  api_object(L, &API_ARTICLE);
  api_object(L, &API_RULES);
  proxy_rows_open(sb);
}
