/* freeze.c -- tables whose content lives elsewhere: read-only ones, and those
 * that serve as metatables.
 *
 * A moved table T is empty and has a guard G as its metatable:
 *   G[CONTENT] = C   the hidden table with T's content; C[OWNER] = T
 *   G[USER]    = M   the metatable that the plugin gave to T, if any
 *   G[FROZEN]  = true when nothing may change any more
 *   G[LABEL]         how messages call it
 *   G[USERS]   = { tables that are moved and have T as their USER }
 *   G.__index, __newindex, __len, and copies of M's other metamethods
 * An object that is not moved has C(M), not M, as its real metatable: Lua's
 * core looks metamethods up raw, so it must find them there. Because M itself
 * is empty, every assignment to it comes through __newindex, which keeps
 * __gc and __mode out. C never reaches Lua code: the function of an inherited
 * __index is called with T. */
#include "lua/freeze.h"

#include "lua/budget.h"

static const char keys[7];
#define CONTENT ((const void *)&keys[0])
#define USER    ((const void *)&keys[1])
#define FROZEN  ((const void *)&keys[2])
#define LABEL   ((const void *)&keys[3])
#define USERS   ((const void *)&keys[4])
#define OWNER   ((const void *)&keys[5])
#define HIDDEN  ((const void *)&keys[6])
static const char stateful;

void freeze_push_stateful(lua_State *L) {
  lua_pushlightuserdata(L, (void *)(uintptr_t)&stateful);
}

bool freeze_is_stateful(lua_State *L, int index) {
  return lua_touserdata(L, index) == (const void *)&stateful;
}

/* Push the guard of the table at `index`; nothing and false when it has none. */
static bool push_guard(lua_State *L, int index) {
  if (!lua_getmetatable(L, index)) return false;
  if (lua_rawgetp(L, -1, CONTENT) == LUA_TTABLE) {
    lua_pop(L, 1);
    return true;
  }
  lua_pop(L, 2);
  return false;
}

void freeze_content(lua_State *L, int index) {
  luaL_checkstack(L, 3, NULL);
  index = lua_absindex(L, index);
  if (lua_getmetatable(L, index)) {
    if (lua_rawgetp(L, -1, CONTENT) == LUA_TTABLE) {
      lua_remove(L, -2);
      return;
    }
    lua_pop(L, 2);
  }
  lua_pushvalue(L, index);
}

bool freeze_is(lua_State *L, int index) {
  if (!lua_istable(L, index) || !push_guard(L, index)) return false;
  bool yes = lua_rawgetp(L, -1, FROZEN) == LUA_TBOOLEAN;
  lua_pop(L, 2);
  return yes;
}

static bool event_name(lua_State *L, int index, Str *name) {
  if (lua_type(L, index) != LUA_TSTRING) return false;
  name->p = lua_tolstring(L, index, &name->n);
  return str_starts(*name, S("__"));
}

/* Push raw field `event` of the user's metatable of the moved table with guard
 * at `guard`, and return its type; nil when there is none. */
static int push_user_event(lua_State *L, int guard, const char *event) {
  if (lua_rawgetp(L, guard, USER) != LUA_TTABLE) return LUA_TNIL; /* nil pushed */
  freeze_content(L, -1);
  lua_pushstring(L, event);
  int type = lua_rawget(L, -2);
  lua_replace(L, -3);
  lua_pop(L, 1);
  return type;
}

static int finish_one(lua_State *L, int status, lua_KContext context) {
  (void)L;
  (void)status;
  (void)context;
  return 1;
}

/* __index of a moved table with an inherited __index. */
static int f_index(lua_State *L) {
  if (lua_type(L, 1) != LUA_TTABLE || !push_guard(L, 1)) return 0;
  int guard = lua_gettop(L);
  lua_rawgetp(L, guard, CONTENT);
  lua_pushvalue(L, 2);
  if (lua_rawget(L, -2) != LUA_TNIL) return 1;
  int type = push_user_event(L, guard, "__index");
  if (type == LUA_TNIL) return 1;
  if (type == LUA_TFUNCTION) {
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 2);
    lua_callk(L, 2, 1, 0, finish_one);
    return 1;
  }
  lua_pushvalue(L, 2);
  lua_gettable(L, -2);
  return 1;
}

static int f_len(lua_State *L) {
  if (lua_type(L, 1) != LUA_TTABLE) return 0;
  freeze_content(L, 1);
  lua_pushinteger(L, (lua_Integer)lua_rawlen(L, -1));
  return 1;
}

/* A key as messages show it: short, and no address. */
static const char *show_key(lua_State *L, int index) {
  switch (lua_type(L, index)) {
  case LUA_TSTRING:
    return lua_pushfstring(L, "'%s'", lua_tostring(L, index));
  case LUA_TNUMBER:
    lua_pushvalue(L, index);
    return lua_pushfstring(L, "[%s]", lua_tostring(L, -1));
  default:
    return luaL_typename(L, index);
  }
}

static int refuse_write(lua_State *L, int guard) {
  const char *key = show_key(L, 2);
  if (lua_rawgetp(L, guard, LABEL) != LUA_TSTRING)
    return sandbox_raise(L,
                         FREEZE_STATE "field %s is set in a table that outlives the hook; "
                                      "return it as a fact",
                         key);
  const char *label = lua_tostring(L, -1);
  if (strcmp(label, "_ENV") == 0)
    return sandbox_raise(L,
                         FREEZE_STATE "global %s is set in a hook; make it local, or return it "
                                      "as a fact",
                         key);
  return sandbox_raise(L, "library '%s' is read-only: field %s cannot be set", label, key);
}

static int refuse_event(lua_State *L, const char *event) {
  return sandbox_raise(
      L,
      "%s is not available: what the garbage collector does, and when, must not reach the output%s",
      event, event[2] == 'g' ? "; use a <close> variable" : "");
}

static void compose(lua_State *L, int table, int guard);

static int f_newindex(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 3);
  if (!push_guard(L, 1)) return luaL_error(L, "not a guarded table");
  enum { GUARD = 4 };
  if (lua_rawgetp(L, GUARD, FROZEN) == LUA_TBOOLEAN) return refuse_write(L, GUARD);
  Str name = { 0 };
  bool event = event_name(L, 2, &name);
  if (event && !lua_isnil(L, 3) && (str_eq(name, S("__gc")) || str_eq(name, S("__mode"))))
    return refuse_event(L, name.p);
  lua_rawgetp(L, GUARD, CONTENT);
  int content = lua_gettop(L);
  lua_pushvalue(L, 2);
  if (lua_rawget(L, content) == LUA_TNIL) {
    int type = push_user_event(L, GUARD, "__newindex");
    if (type != LUA_TNIL) {
      bool call = type == LUA_TFUNCTION;
      if (call) lua_pushvalue(L, 1);
      lua_pushvalue(L, 2);
      lua_pushvalue(L, 3);
      if (call)
        lua_callk(L, 3, 0, 0, finish_one);
      else
        lua_settable(L, -3);
      return 0;
    }
  }
  lua_pushvalue(L, 2);
  lua_pushvalue(L, 3);
  lua_rawset(L, content);
  if (event && lua_rawgetp(L, GUARD, USERS) == LUA_TTABLE) { /* copies must follow */
    int users = lua_gettop(L);
    lua_Integer count = (lua_Integer)lua_rawlen(L, users);
    budget_charge(L, (uint64_t)count * 50);
    for (lua_Integer i = 1; i <= count; i++) {
      lua_rawgeti(L, users, i);
      if (push_guard(L, -1)) compose(L, lua_gettop(L) - 1, lua_gettop(L));
      lua_settop(L, users);
    }
  }
  return 0;
}

/* Fill in the metamethods of a guard anew. */
static void compose(lua_State *L, int table, int guard) {
  (void)table;
  int top = lua_gettop(L);
  luaL_checkstack(L, 10, NULL);
  lua_pushnil(L);
  while (lua_next(L, guard)) {
    lua_pop(L, 1);
    if (lua_type(L, -1) != LUA_TSTRING) continue;
    lua_pushvalue(L, -1);
    lua_pushnil(L);
    lua_rawset(L, guard);
  }
  if (lua_rawgetp(L, guard, USER) == LUA_TTABLE) {
    freeze_content(L, -1);
    int from = lua_gettop(L);
    lua_pushnil(L);
    while (lua_next(L, from)) {
      Str name;
      if (event_name(L, -2, &name) && !str_eq(name, S("__gc")) && !str_eq(name, S("__mode"))) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, guard);
      } else {
        lua_pop(L, 1);
      }
    }
  }
  lua_settop(L, top);
  lua_rawgetp(L, guard, CONTENT);
  int content = top + 1;
  lua_pushstring(L, "__index");
  int type = lua_rawget(L, guard);
  bool frozen = lua_rawgetp(L, guard, FROZEN) == LUA_TBOOLEAN;
  lua_pop(L, 1);
  if (type == LUA_TNIL) {
    lua_pushvalue(L, content);
  } else if (type == LUA_TTABLE && frozen && !lua_getmetatable(L, content)) {
    /* Nothing will change: let Lua's core follow the chain by itself. */
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, content);
    lua_pushvalue(L, content);
  } else {
    lua_pushcfunction(L, f_index);
  }
  lua_setfield(L, guard, "__index");
  lua_pushcfunction(L, f_newindex);
  lua_setfield(L, guard, "__newindex");
  lua_pushstring(L, "__len");
  if (lua_rawget(L, guard) == LUA_TNIL) {
    lua_pushcfunction(L, f_len);
    lua_setfield(L, guard, "__len");
  }
  lua_settop(L, top);
}

/* The moved table at `table` has the table at `user` as metatable from now on. */
static void set_user(lua_State *L, int table, int guard, int user) {
  lua_pushvalue(L, user);
  lua_rawsetp(L, guard, USER);
  if (push_guard(L, user)) {
    if (lua_rawgetp(L, -1, USERS) != LUA_TTABLE) {
      lua_pop(L, 1);
      lua_createtable(L, 1, 0);
      lua_pushvalue(L, -1);
      lua_rawsetp(L, -3, USERS);
    }
    lua_pushvalue(L, table);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    lua_pop(L, 2);
  }
}

/* Move the content of the table at `table` away, unless it has been; push its
 * guard. */
static void move(lua_State *L, int table) {
  luaL_checkstack(L, 12, NULL);
  table = lua_absindex(L, table);
  if (push_guard(L, table)) return;
  lua_createtable(L, 0, 10);
  int guard = lua_gettop(L);
  lua_createtable(L, (int)(lua_rawlen(L, table) & 0xffffff), 0);
  int content = lua_gettop(L);
  uint64_t count = 0;
  lua_pushnil(L);
  while (lua_next(L, table)) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, content);
    lua_pushvalue(L, -1);
    lua_pushnil(L);
    lua_rawset(L, table); /* clearing a field while walking is allowed */
    count++;
  }
  budget_charge(L, 20 + count * 4);
  lua_pushvalue(L, table);
  lua_rawsetp(L, content, OWNER);
  lua_pushvalue(L, content);
  lua_rawsetp(L, guard, CONTENT);
  if (lua_getmetatable(L, table)) {
    int had = lua_gettop(L);
    if (lua_rawgetp(L, had, HIDDEN) != LUA_TNIL) {
      lua_pushvalue(L, had);
      lua_setmetatable(L, content);
    } else if (lua_rawgetp(L, had, OWNER) == LUA_TTABLE) {
      set_user(L, table, guard, lua_gettop(L));
    } else {
      set_user(L, table, guard, had); /* made by C code */
    }
  }
  lua_settop(L, guard);
  lua_pushvalue(L, guard);
  lua_setmetatable(L, table);
  compose(L, table, guard);
}

void freeze_table(lua_State *L, int index, const char *label) {
  index = lua_absindex(L, index);
  move(L, index);
  if (lua_rawgetp(L, -1, FROZEN) == LUA_TNIL) {
    lua_pushboolean(L, 1);
    lua_rawsetp(L, -3, FROZEN);
    if (label) {
      lua_pushstring(L, label);
      lua_rawsetp(L, -3, LABEL);
    }
    compose(L, index, lua_gettop(L) - 1);
  }
  lua_pop(L, 2);
}

void freeze_library(lua_State *L, const char *name) {
  lua_newtable(L);
  freeze_table(L, -1, name);
}

void freeze_hide_metatable(lua_State *L, int index) {
  index = lua_absindex(L, index);
  lua_pushboolean(L, 1);
  lua_rawsetp(L, index, HIDDEN);
}

bool freeze_getmetatable(lua_State *L, int index) {
  if (!lua_getmetatable(L, index)) return false;
  int real = lua_gettop(L);
  if (lua_rawgetp(L, real, CONTENT) == LUA_TTABLE) {
    lua_pop(L, 1);
    if (lua_rawgetp(L, real, USER) != LUA_TTABLE || !push_guard(L, -1)) {
      lua_settop(L, real - 1);
      return false;
    }
    lua_pop(L, 1);
    lua_replace(L, real);
    return true;
  }
  lua_pop(L, 1);
  if (lua_rawgetp(L, real, OWNER) == LUA_TTABLE) {
    lua_replace(L, real);
    return true;
  }
  lua_settop(L, real - 1);
  return false;
}

static void refuse_protected(lua_State *L) {
  sandbox_raise(L, "cannot change a protected metatable");
}

void freeze_setmetatable(lua_State *L) {
  enum { TABLE = 1, META = 2 };
  lua_settop(L, 2);
  if (luaL_getmetafield(L, TABLE, "__metatable") != LUA_TNIL) refuse_protected(L);
  if (push_guard(L, TABLE)) {
    if (lua_rawgetp(L, -1, FROZEN) == LUA_TBOOLEAN)
      sandbox_raise(L, FREEZE_STATE "the metatable of a table that outlives the hook is set");
  } else if (lua_getmetatable(L, TABLE) && lua_rawgetp(L, -1, OWNER) != LUA_TTABLE) {
    refuse_protected(L); /* the globals, or a table made by C code */
  }
  lua_settop(L, 2);
  bool some = lua_istable(L, META);
  if (some) {
    static const char *const refused[] = { "__gc", "__mode" };
    freeze_content(L, META);
    for (size_t i = 0; i < 2; i++) {
      lua_pushstring(L, refused[i]);
      if (lua_rawget(L, 3) != LUA_TNIL) refuse_event(L, refused[i]);
      lua_pop(L, 1);
    }
    lua_settop(L, 2);
    move(L, META);
    lua_pop(L, 1);
  }
  if (push_guard(L, TABLE)) {
    if (some) {
      set_user(L, TABLE, 3, META);
    } else {
      lua_pushnil(L);
      lua_rawsetp(L, 3, USER);
    }
    compose(L, TABLE, 3);
  } else {
    if (some)
      freeze_content(L, META);
    else
      lua_pushnil(L);
    lua_setmetatable(L, TABLE);
  }
  lua_settop(L, 2);
}
