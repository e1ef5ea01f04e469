/* freeze_walk.c -- what a plugin could carry from one hook to the next.
 *
 * Walks everything reachable from the hooks, the globals and the loaded modules:
 * through tables (keys, values, metatables) and closures (upvalues). Tables
 * become read-only; the upvalues of Lua functions are remembered, each once, and
 * compared after every hook; coroutines and half-used iterators are refused.
 * The walk keeps its queue in Lua tables, so no plugin makes it recurse. */
#include "lua/budget.h"
#include "lua/call.h"
#include "lua/freeze.h"
#include "lua/lib_base.h"

static const char keys[2];
#define WATCH ((const void *)&keys[0]) /* { function, value, function, value, ... } */
#define IDS   ((const void *)&keys[1]) /* { [identity of an upvalue] = true } */

typedef struct {
  lua_State *L;
  int queue, names, seen, watch, ids; /* stack indexes of tables */
  lua_Integer tail;
} Walk;

static void push_registry_table(lua_State *L, const void *key) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, key) == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_newtable(L);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

/* The string at `name` says how something is reached: "FILE:LINE: \1upvalue 'x'",
 * or without a place. */
static void refuse(lua_State *L, int name, const char *what) {
  const char *place = lua_tostring(L, name), *shown = strchr(place, '\1');
  if (shown)
    lua_pushlstring(L, place, (size_t)(shown - place));
  else
    lua_pushliteral(L, "");
  lua_pushfstring(L, FREEZE_STATE "%s holds %s; make it inside the hook", shown ? shown + 1 : place,
                  what);
  lua_concat(L, 2);
  lua_error(L);
}

/* Take in the value on top of the stack, and pop it. */
static void visit(Walk *w, int name) {
  lua_State *L = w->L;
  switch (lua_type(L, -1)) {
  case LUA_TTHREAD:
    refuse(L, name, "a coroutine");
    break;
  case LUA_TTABLE:
  case LUA_TFUNCTION:
    if (lua_istable(L, -1) && freeze_is(L, -1)) break;
    lua_pushvalue(L, -1);
    if (lua_rawget(L, w->seen) == LUA_TNIL) {
      lua_pushvalue(L, -2);
      lua_pushboolean(L, 1);
      lua_rawset(L, w->seen);
      w->tail++;
      lua_pushvalue(L, -2);
      lua_rawseti(L, w->queue, w->tail);
      lua_pushvalue(L, name);
      lua_rawseti(L, w->names, w->tail);
    }
    lua_pop(L, 1);
    break;
  default:
    break;
  }
  lua_pop(L, 1);
}

static void walk_table(Walk *w, int table, int name) {
  lua_State *L = w->L;
  int top = lua_gettop(L);
  uint64_t count = 0;
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  bool globals = lua_rawequal(L, -1, table);
  freeze_content(L, table);
  int content = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, content)) {
    int key = lua_gettop(L) - 1;
    if (!lua_islightuserdata(L, key)) {
      if (globals && lua_type(L, key) == LUA_TSTRING)
        lua_pushfstring(L, "global '%s'", lua_tostring(L, key));
      else
        lua_pushvalue(L, name);
      lua_insert(L, -2);
      visit(w, key + 1);
      lua_pushvalue(L, key);
      visit(w, key + 1);
    }
    lua_settop(L, key);
    count++;
  }
  budget_charge(L, count * 4);
  if (freeze_getmetatable(L, table)) visit(w, name);
  lua_settop(L, top);
}

static void walk_function(Walk *w, int function, int name) {
  lua_State *L = w->L;
  int top = lua_gettop(L);
  bool c = lua_iscfunction(L, function);
  const char *upvalue;
  for (int i = 1; (upvalue = lua_getupvalue(L, function, i)); i++) {
    int value = lua_gettop(L);
    if (c) {
      if (lua_islightuserdata(L, value) && freeze_is_stateful(L, value))
        refuse(L, name, "an iterator");
      lua_pushvalue(L, name);
    } else {
      void *id = lua_upvalueid(L, function, i);
      if (lua_rawgetp(L, w->ids, id) == LUA_TNIL) {
        Sandbox *sb = sandbox_of(L);
        lua_Integer at = 2 * (lua_Integer)sb->watched;
        sb->watch_index = mem_realloc(sb->watch_index, sb->watched + 1);
        sb->watch_index[sb->watched++] = (unsigned char)i;
        lua_pushvalue(L, function);
        lua_rawseti(L, w->watch, at + 1);
        lua_pushvalue(L, value);
        lua_rawseti(L, w->watch, at + 2);
        lua_pushboolean(L, 1);
        lua_rawsetp(L, w->ids, id);
      }
      lua_pop(L, 1);
      if (strcmp(upvalue, "_ENV") == 0) {
        lua_pushvalue(L, name);
      } else {
        lua_Debug ar;
        lua_pushvalue(L, function);
        lua_getinfo(L, ">S", &ar);
        lua_pushfstring(L, "%s:%d: \1variable '%s'", ar.short_src, ar.linedefined, upvalue);
      }
    }
    lua_pushvalue(L, value);
    visit(w, value + 1);
    lua_settop(L, top);
  }
}

/* Read-only from here: the value at 1 and all it reaches, and, if the argument
 * at 2 is true, the globals and the loaded modules. */
static int f_walk(lua_State *L) {
  Walk w = { .L = L };
  luaL_checkstack(L, 30, NULL);
  lua_settop(L, 2);
  lua_newtable(L);
  w.queue = lua_gettop(L);
  lua_newtable(L);
  w.names = lua_gettop(L);
  lua_newtable(L);
  w.seen = lua_gettop(L);
  push_registry_table(L, WATCH);
  w.watch = lua_gettop(L);
  push_registry_table(L, IDS);
  w.ids = lua_gettop(L);
  lua_pushliteral(L, "a table of the plugin");
  int name = lua_gettop(L);
  bool all = lua_toboolean(L, 2);
  if (all) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    visit(&w, name);
    lib_base_push_modules(L);
    visit(&w, name);
  }
  lua_pushvalue(L, 1);
  visit(&w, name);
  for (lua_Integer head = 1; head <= w.tail; head++) {
    lua_rawgeti(L, w.queue, head);
    lua_rawgeti(L, w.names, head);
    if (lua_istable(L, -2))
      walk_table(&w, lua_gettop(L) - 1, lua_gettop(L));
    else
      walk_function(&w, lua_gettop(L) - 1, lua_gettop(L));
    budget_charge(L, 20);
    lua_pop(L, 2);
  }
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  int globals = lua_gettop(L);
  lib_base_push_modules(L);
  int modules = lua_gettop(L);
  for (lua_Integer head = 1; head <= w.tail; head++) {
    lua_rawgeti(L, w.queue, head);
    /* The table of modules is the host's: require goes on writing to it. */
    if (lua_istable(L, -1) && !lua_rawequal(L, -1, modules))
      freeze_table(L, -1, lua_rawequal(L, -1, globals) ? "_ENV" : NULL);
    lua_pop(L, 1);
  }
  return 0;
}

void freeze_value(lua_State *L, int index) {
  index = lua_absindex(L, index);
  lua_pushcfunction(L, f_walk);
  lua_pushvalue(L, index);
  lua_call(L, 1, 0);
}

bool freeze_all(Sandbox *sb, int index, Diags *d) {
  lua_State *L = sb->L;
  index = lua_absindex(L, index);
  lua_pushcfunction(L, f_walk);
  lua_pushvalue(L, index);
  lua_pushboolean(L, 1);
  if (!sandbox_call(sb, 2, 0, d)) return false;
  sb->frozen = true;
  return true;
}

static bool same(lua_State *L, int a, int b) {
  if (lua_rawequal(L, a, b)) return true;
  if (lua_type(L, a) != LUA_TNUMBER || lua_type(L, b) != LUA_TNUMBER) return false;
  lua_Number x = lua_tonumber(L, a), y = lua_tonumber(L, b);
  return x != x && y != y; /* not-a-number stayed so */
}

/* Where in the source is `name` assigned to inside the function at `index`? Its
 * first line when that cannot be told. */
static void place_of(Sandbox *sb, int index, const char *name, Source *source, uint32_t *line) {
  lua_State *L = sb->L;
  lua_Debug ar;
  lua_pushvalue(L, index);
  lua_getinfo(L, ">S", &ar);
  const Source *known = ar.source[0] == '@' ? sandbox_source(sb, str_c(ar.source + 1)) : NULL;
  *source = known ? *known : (Source){ sb->plugin, S("") };
  *line = ar.linedefined > 0 ? (uint32_t)ar.linedefined : 1;
  Str rest = source->text, text, wanted = str_c(name);
  for (int n = 1; str_split(&rest, '\n', &text) && n <= ar.lastlinedefined; n++) {
    if (n < ar.linedefined) continue;
    for (Str at = text; at.n >= wanted.n;) {
      long found = str_find(at, wanted);
      if (found < 0) break;
      bool starts = found == 0 || strchr(" \t,;(", at.p[found - 1]);
      at = str_sub(at, (size_t)found + wanted.n, at.n);
      Str after = str_trim(at);
      if (starts && after.n > 1 && after.p[0] == '=' && after.p[1] != '=') {
        *line = (uint32_t)n;
        return;
      }
    }
  }
}

bool freeze_check(Sandbox *sb, Diags *d) {
  lua_State *L = sb->L;
  if (sb->watched == 0) return true;
  bool ok = true;
  int top = lua_gettop(L);
  enum { WATCHED = 1, FUNCTION, EXPECTED, FOUND };
  push_registry_table(L, WATCH);
  for (size_t k = 0; k < sb->watched; k++) {
    lua_rawgeti(L, top + WATCHED, (lua_Integer)(2 * k + 1));
    lua_rawgeti(L, top + WATCHED, (lua_Integer)(2 * k + 2));
    const char *name = lua_getupvalue(L, top + FUNCTION, sb->watch_index[k]);
    if (!same(L, top + EXPECTED, top + FOUND)) {
      if (ok && !sb->reported) {
        Source source;
        uint32_t line;
        place_of(sb, top + FUNCTION, name, &source, &line);
        Diag *r =
            diag_line(d, DIAG_ERROR, P_PLUGIN_STATE, &source, line, 1, 1,
                      "make it local to the hook, or return it as a fact",
                      FREEZE_STATE "variable '%s' changed during %.*s", name, STR(sb->site.hook));
        r->plugin = arena_str(&d->arena, sb->plugin);
        if (sb->site.article.n) r->article = arena_str(&d->arena, sb->site.article);
      }
      ok = false;
      lua_pop(L, 1); /* put the old value back: the next article must not see it */
      lua_setupvalue(L, top + FUNCTION, sb->watch_index[k]);
    }
    lua_settop(L, top + WATCHED);
  }
  lua_settop(L, top);
  return ok || sb->reported;
}
