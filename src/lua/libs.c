/* libs.c -- opening the object libraries in a state, and their shared record. */
#include "lua/libs.h"

#include "lua/budget.h"
#include "lua/freeze.h"
#include "lua/html_value.h"
#include "lua/lib_ast.h"
#include "lua/lib_date.h"
#include "lua/lib_html.h"
#include "lua/lib_log.h"
#include "lua/lib_text.h"
#include "lua/lib_texts.h"
#include "lua/proxy.h"
#include "lua/proxy_site.h"
#include "model/settings.h"
#include <stdlib.h>

/* Its address is the key of the record in the registry. */
static const char libs_key = 0;

#define BUFFER "publish.buffer"

static int free_buffer(lua_State *L) {
  buf_free(lua_touserdata(L, 1));
  return 0;
}

Buf *libs_buffer(lua_State *L) {
  Buf *b = lua_newuserdatauv(L, sizeof *b, 0);
  *b = (Buf){ 0 };
  luaL_setmetatable(L, BUFFER);
  lua_toclose(L, -1);
  return b;
}

static void open_buffers(lua_State *L) {
  luaL_newmetatable(L, BUFFER);
  lua_pushcfunction(L, free_buffer);
  lua_setfield(L, -2, "__close");
  lua_pushcfunction(L, free_buffer);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 1);
}

/* -- names that are not there -- */

static int compare_names(const void *a, const void *b) {
  return str_cmp(*(const Str *)a, *(const Str *)b);
}

/* html.script and its like are functions that say why they are none. */
static int f_forbidden(lua_State *L) {
  return luaL_error(L,
                    "html.%s does not exist: nothing may run, embed or redirect; rules of style "
                    "belong into a style sheet",
                    lua_tostring(L, lua_upvalueindex(1)));
}

/* Upvalue 1: the library's name. Called for names that are not in it. */
static int f_missing(lua_State *L) {
  const char *library = lua_tostring(L, lua_upvalueindex(1));
  Str name;
  name.p = luaL_checklstring(L, 2, &name.n);
  if (strcmp(library, "html") == 0 && lib_html_forbidden(name)) {
    lua_settop(L, 2);
    lua_pushcclosure(L, f_forbidden, 1);
    return 1;
  }
  lua_settop(L, 2);
  Arena *a = sandbox_scratch(L);
  freeze_content(L, 1);
  int content = lua_gettop(L);
  enum { MOST = 256 };
  Str *names = ARENA_ARRAY(a, MOST, Str);
  size_t count = 0;
  for (lua_pushnil(L); lua_next(L, content); lua_pop(L, 1))
    if (lua_type(L, -2) == LUA_TSTRING && count < MOST) {
      names[count].p = lua_tolstring(L, -2, &names[count].n);
      count++;
    }
  qsort(names, count, sizeof *names, compare_names);
  Str near = str_nearest(name, names, count);
  if (near.n) {
    lua_pushlstring(L, near.p, near.n);
    return luaL_error(L, "there is no %s.%s; did you mean %s.%s?", library, name.p, library,
                      lua_tostring(L, -1));
  }
  return luaL_error(L, "there is no %s.%s; 'publish plugin reference' lists what there is", library,
                    name.p);
}

static void make_strict(Sandbox *sb, const char *library) {
  lua_State *L = sb->L;
  sandbox_module_table(sb, library);
  if (lua_getmetatable(L, -1)) {
    lua_pushstring(L, library);
    lua_pushcclosure(L, f_missing, 1);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

void libs_open(Sandbox *sb, const Libs *options) {
  lua_State *L = sb->L;
  Libs *libs = lua_newuserdatauv(L, sizeof *libs, 0);
  *libs = *options;
  lua_rawsetp(L, LUA_REGISTRYINDEX, &libs_key);
  open_buffers(L);
  html_value_open(L);
  lib_date_open(sb);
  proxy_open(sb);
  proxy_site_open(sb);
  lib_html_open(sb);
  lib_html_qr_open(sb);
  lib_ast_open(sb);
  lib_text_open(sb);
  lib_texts_open(sb);
  lib_log_open(sb);
  static const char *const strict[] = { "html", "ast", "text", "date", "log" };
  for (size_t i = 0; i < sizeof strict / sizeof strict[0]; i++) make_strict(sb, strict[i]);
}

Libs *libs_of(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &libs_key);
  Libs *libs = lua_touserdata(L, -1);
  lua_pop(L, 1);
  return libs;
}

bool libs_may_tell(lua_State *L, Severity severity) {
  enum { MOST = 100 };
  Sandbox *sb = sandbox_of(L);
  budget_charge(L, 200);
  return sb->messages[severity]++ < MOST;
}

void libs_sign(Sandbox *sb, Diag *d) {
  d->plugin = arena_str(&sb->diags->arena, sb->plugin);
  if (sb->site.article.n) d->article = arena_str(&sb->diags->arena, sb->site.article);
}

void libs_bad_result(Sandbox *sb, Str problem, const char *help, Diags *d) {
  sandbox_blame(sb, P_PLUGIN_RESULT, help, d, "%.*s: %.*s", STR(sb->site.hook), STR(problem));
  lua_pop(sb->L, 1);
}

bool libs_check(lua_State *L, int arg, const Value *row, Severity *severity) {
  Sandbox *sb = sandbox_of(L);
  const Settings *settings = libs_of(L)->settings;
  Str rule, near;
  CheckLevel level;
  rule.p = luaL_checklstring(L, arg, &rule.n);
  const Libs *libs = libs_of(L);
  if (!settings_rule(rule, libs->checks, libs->check_count, &level, &near)) {
    if (near.n) {
      lua_pushlstring(L, near.p, near.n);
      luaL_error(L, "there is no check '%s'; did you mean '%s'?", rule.p, lua_tostring(L, -1));
    }
    luaL_error(L,
               "there is no check '%s'; a plugin declares its own in the header: "
               "checks = { [\"%s\"] = { level = \"warning\" } }",
               rule.p, rule.p);
  }
  Arena *a = sandbox_scratch(L);
  if (settings) {
    if (sb->world)
      ref_deep(sb->world, sb->reads,
               ref_get(sb->world, sb->reads, world_settings(sb->world), S("checks")));
    if (!row) row = sb->site.row;
    level = settings_check(settings, a, rule, row, level);
  }
  *severity = level == CHECK_ERROR ? DIAG_ERROR : DIAG_WARNING;
  return level != CHECK_OFF;
}

Str libs_named(lua_State *L, Str message, int arg) {
  Arena *a = sandbox_scratch(L);
  return arena_printf(a, "%.*s (%s)", STR(message), luaL_checkstring(L, arg));
}
