/* api.c -- registering functions out of documented rows, and finding names in them.
 *
 * Two tables in the registry: from a function to its row, and from the rows of a type
 * to the type. They hold addresses of constants only. */
#include "lua/api.h"

#include "lua/api_private.h"
#include "lua/api_types.h"

const ApiType *const *api_types(size_t *count) {
  static const ApiType *const all[] = {
    &API_GLOBALS,  &API_STRING,     &API_UTF8,  &API_TABLE,     &API_MATH,       &API_COROUTINE,
    &API_TEXT,     &API_TEXT_TERMS, &API_HTML,  &API_HTML_VOID, &API_HTML_QR,    &API_AST_EDIT,
    &API_AST_MAKE, &API_DATES,      &API_LOG,   &API_TEXTS,     &API_ARTICLE,    &API_QUERY,
    &API_FILE,     &API_PAGE,       &API_SITE,  &API_INDEXES,   &API_INDEX,      &API_ROWS,
    &API_STATS,    &API_STAT,       &API_FACTS, &API_NODE,      &API_HTML_VALUE, &API_DATE,
    &API_NOTICES,  &API_NOTICE,     &API_RULES,
  };
  *count = sizeof all / sizeof all[0];
  return all;
}

const char api_rows_key, api_types_key;

void api_push_table(lua_State *L, const char *key) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, key) == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_newtable(L);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

static void note_type(lua_State *L, const ApiType *type) {
  api_push_table(L, &api_types_key);
  lua_pushboolean(L, 1);
  lua_rawsetp(L, -2, type);
  lua_pop(L, 1);
}

void api_note(lua_State *L, const ApiType *type, const ApiFunction *f) {
  note_type(L, type);
  api_push_table(L, &api_rows_key);
  lua_pushvalue(L, -2);
  lua_pushlightuserdata(L, (void *)(uintptr_t)f);
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

void api_set(lua_State *L, const ApiType *type, const ApiFunction *f) {
  api_note(L, type, f);
  lua_setfield(L, -2, f->name);
}

void api_library(Sandbox *sb, const ApiType *type) {
  static const luaL_Reg none[] = { { NULL, NULL } };
  sandbox_module(sb, type->name, none);
  sandbox_module_table(sb, type->name);
  for (const ApiFunction *f = type->functions; f && f->name; f++) {
    if (!f->function) continue;
    lua_pushcfunction(sb->L, f->function);
    api_set(sb->L, type, f);
  }
  lua_pop(sb->L, 1);
}

void api_wrap(Sandbox *sb, const ApiType *type, int from) {
  static const luaL_Reg none[] = { { NULL, NULL } };
  lua_State *L = sb->L;
  sandbox_module(sb, type->name, none);
  sandbox_module_table(sb, type->name);
  for (const ApiFunction *f = type->functions; f->name; f++) {
    lua_getfield(L, from, f->name);
    if (f->function) lua_pushcclosure(L, f->function, 1);
    api_set(L, type, f);
  }
  for (const ApiField *f = type->fields; f && f->name; f++) {
    lua_getfield(L, from, f->name);
    lua_setfield(L, -2, f->name);
  }
  lua_pop(L, 1);
}

void api_object(lua_State *L, const ApiType *type) {
  for (const ApiFunction *f = type->functions; f && f->name; f++) {
    if (!f->function) continue;
    lua_pushcfunction(L, f->function);
    api_note(L, type, f);
    lua_pop(L, 1);
  }
}

const ApiFunction *api_function(const ApiType *type, Str name) {
  for (const ApiFunction *f = type->functions; f && f->name; f++)
    if (str_eqc(name, f->name)) return f;
  return NULL;
}

const ApiField *api_field(const ApiType *type, Str name) {
  for (const ApiField *f = type->fields; f && f->name; f++)
    if (str_eqc(name, f->name)) return f;
  return NULL;
}

bool api_push_method(lua_State *L, const ApiType *type, Str name) {
  const ApiFunction *f = api_function(type, name);
  if (!f || !f->function) return false;
  lua_pushcfunction(L, f->function);
  return true;
}

Str api_nearest(const ApiType *type, Str name) {
  enum { MOST = 128 };
  Str names[MOST];
  size_t count = 0;
  for (const ApiField *f = type->fields; f && f->name && count < MOST; f++)
    names[count++] = str_c(f->name);
  for (const ApiFunction *f = type->functions; f && f->name && count < MOST; f++)
    names[count++] = str_c(f->name);
  return str_nearest(name, names, count);
}

int api_no_field(lua_State *L, const ApiType *type, Str name, const char *hint) {
  Str near = api_nearest(type, name);
  const char *field = type == &API_ARTICLE || type == &API_PAGE ? "field " : "";
  if (near.n)
    return luaL_error(L, "%s has no %s'%s'; did you mean '%s'?", type->speaks, field, name.p,
                      near.p);
  return luaL_error(L, "%s has no %s'%s'%s%s", type->speaks, field, name.p, hint ? "; " : "",
                    hint ? hint : "");
}
