/* sandbox.c -- making, filling and ending a closed Lua state. */
#include "lua/sandbox.h"

#include "lua/budget.h"
#include "lua/budget_pool.h"
#include "lua/call.h"
#include "lua/freeze.h"
#include "lua/lib_base.h"
#include "lua/lib_coroutine.h"
#include "lua/lib_pattern.h"
#include "lua/lib_string.h"
#include "lua/lib_table.h"
#include "lua/whole_site.h"
#include <assert.h>
#include <stdlib.h>

static const char reported_key; /* the error value of sandbox_fail */
#define SCRATCH "publish scratch"

/* An error outside of every protected call: a mistake of ours, but the worker is
 * the only one to end. */
static int panic(lua_State *L) {
  Sandbox *sb = sandbox_of(L);
  progress_stop(sb->progress, PROGRESS_BROKEN, "left the Lua state unusable");
}

static int scratch_free(lua_State *L) {
  arena_free(lua_touserdata(L, 1));
  return 0;
}

Sandbox *sandbox_new(const SandboxOptions *options) {
  Sandbox *sb = mem_calloc(1, sizeof *sb);
  sb->instructions = options->instructions ? options->instructions : BUDGET_INSTRUCTIONS;
  sb->memory = options->memory ? options->memory : BUDGET_MEMORY;
  sb->left = sb->instructions;
  sb->collect_at = sb->memory / 2;
  sb->progress = options->progress;
  sb->find = options->find;
  sb->host = options->host;
  sb->plugin = arena_str(&sb->kept, options->plugin);
  sb->epoch = 1;
  sb->pool = pool_new();
  sb->patterns = lib_pattern_cache_new();
  sb->L = sb->pool && sb->patterns ? lua_newstate(budget_alloc, sb) : NULL;
  if (!sb->L) {
    sandbox_free(sb);
    return NULL;
  }
  lua_State *L = sb->L;
  *(Sandbox **)lua_getextraspace(L) = sb;
  lua_atpanic(L, panic);
  luaL_newmetatable(L, SCRATCH);
  lua_pushcfunction(L, scratch_free);
  lua_setfield(L, -2, "__close");
  lua_pushcfunction(L, scratch_free);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 1);
  lib_base_open(sb);
  lib_string_open(sb);
  lib_table_open(sb);
  lib_coroutine_open(sb);
  lua_settop(L, 0);
  lua_sethook(L, budget_hook, LUA_MASKCOUNT, BUDGET_STEP);
  return sb;
}

void sandbox_free(Sandbox *sb) {
  if (!sb) return;
  if (sb->L) {
    sb->memory = sb->collect_at = SIZE_MAX / 2; /* closing must not fail */
    sb->left = UINT64_MAX;
    lua_close(sb->L);
  }
  pool_free(sb->pool);
  whole_site_free(sb);
  lib_pattern_cache_free(sb->patterns);
  map_free(&sb->sources);
  arena_free(&sb->kept);
  arena_free(&sb->fault_arena);
  free(sb->watch_index);
  free(sb);
}

static void push_globals(lua_State *L) {
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  freeze_content(L, -1);
  lua_remove(L, -2);
}

void sandbox_module_table(Sandbox *sb, const char *name) {
  lua_State *L = sb->L;
  push_globals(L);
  lua_pushstring(L, name);
  int type = lua_rawget(L, -2);
  assert(type == LUA_TTABLE);
  (void)type;
  freeze_content(L, -1);
  lua_replace(L, -3);
  lua_pop(L, 1);
}

void sandbox_module(Sandbox *sb, const char *name, const luaL_Reg *functions) {
  lua_State *L = sb->L;
  assert(!sb->frozen);
  push_globals(L);
  lua_pushstring(L, name);
  if (lua_rawget(L, -2) != LUA_TTABLE) {
    freeze_library(L, name);
    freeze_content(L, -1);
    lua_createtable(L, 0, 1);
    lib_base_push_missing(L, name);
    lua_setfield(L, -2, "__index");
    freeze_hide_metatable(L, -1);
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
    lua_pushstring(L, name);
    lua_pushvalue(L, -2);
    lua_rawset(L, -5);
  } else {
    lua_pushnil(L);
  }
  lua_pop(L, 3);
  sandbox_module_table(sb, name);
  luaL_setfuncs(L, functions, 0);
  lua_pop(L, 1);
}

void sandbox_global(Sandbox *sb, const char *name) {
  lua_State *L = sb->L;
  assert(!sb->frozen);
  push_globals(L);
  lua_pushstring(L, name);
  lua_pushvalue(L, -3);
  lua_rawset(L, -3);
  lua_pop(L, 2);
}

void sandbox_begin(Sandbox *sb, const CallSite *site, Diags *d) {
  assert(!sb->running);
  sb->running = true;
  sb->reported = false;
  sb->site = *site;
  sb->diags = d;
  sb->left = sb->instructions;
  sb->held = 0;
  sb->collect_at = sb->memory / 2;
  sb->prints = 0;
  whole_site_begin(sb);
  memset(sb->messages, 0, sizeof sb->messages);
  sb->epoch++;
  progress_hook(sb->progress, sb->plugin, site->hook);
}

bool sandbox_end(Sandbox *sb) {
  assert(sb->running);
  lua_settop(sb->L, 0);
  bool ok = freeze_check(sb, sb->diags);
  sb->running = false;
  sb->total += sb->instructions - sb->left;
  sb->epoch++;
  sb->diags = NULL;
  sb->held = 0;
  sb->site = (CallSite){ 0 };
  progress_hook(sb->progress, S(""), S(""));
  return ok;
}

const Source *sandbox_source(const Sandbox *sb, Str path) {
  return map_get(&sb->sources, path);
}

Arena *sandbox_scratch(lua_State *L) {
  Arena *a = lua_newuserdatauv(L, sizeof *a, 0);
  *a = (Arena){ 0 };
  luaL_setmetatable(L, SCRATCH);
  lua_toclose(L, -1);
  return a;
}

void sandbox_reenter(lua_State *L) {
  if (L != sandbox_of(L)->L)
    luaL_error(L, "cannot be called inside a coroutine: call it in the hook itself");
}

int sandbox_fail(lua_State *L) {
  sandbox_of(L)->reported = true;
  lua_pushlightuserdata(L, (void *)(uintptr_t)&reported_key);
  return lua_error(L);
}

int sandbox_raise(lua_State *L, const char *format, ...) {
  lua_Debug ar;
  lua_pushliteral(L, "");
  for (int level = 1; lua_getstack(L, level, &ar); level++) {
    lua_getinfo(L, "Sl", &ar);
    if (ar.currentline <= 0) continue;
    lua_pop(L, 1);
    lua_pushfstring(L, "%s:%d: ", ar.short_src, ar.currentline);
    break;
  }
  va_list args;
  va_start(args, format);
  lua_pushvfstring(L, format, args);
  va_end(args);
  lua_concat(L, 2);
  return lua_error(L);
}

void sandbox_check_epoch(lua_State *L, uint64_t epoch, int arg, const char *what) {
  if (epoch == sandbox_of(L)->epoch) return;
  const char *message = lua_pushfstring(L, "%s used after its hook returned", what);
  if (arg > 0) luaL_argerror(L, arg, message);
  sandbox_raise(L, "%s", message);
}

bool sandbox_where(lua_State *L, Str *file, uint32_t *line) {
  lua_Debug ar;
  for (int level = 0; lua_getstack(L, level, &ar); level++) {
    lua_getinfo(L, "Sl", &ar);
    if (ar.currentline <= 0 || ar.source[0] != '@') continue;
    Sandbox *sb = sandbox_of(L);
    const Source *known = sandbox_source(sb, str_c(ar.source + 1));
    if (!known) continue;
    *file = known->path;
    *line = (uint32_t)ar.currentline;
    return true;
  }
  return false;
}

Str sandbox_nearest(Str word, const char *const *names) {
  Str list[256];
  size_t count = 0;
  while (names[count] && count < 256) {
    list[count] = str_c(names[count]);
    count++;
  }
  return str_nearest(word, list, count);
}

SandboxSpent sandbox_spent(const Sandbox *sb) {
  return (SandboxSpent){ .steps = sb->instructions - sb->left,
                         .most_steps = sb->instructions,
                         .memory = sb->used + sb->held,
                         .most_memory = sb->memory };
}
