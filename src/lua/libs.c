/* libs.c -- opening the object libraries in a state, and their shared record. */
#include "lua/libs.h"

#include "lua/html_value.h"
#include "lua/lib_ast.h"
#include "lua/lib_date.h"
#include "lua/lib_html.h"
#include "lua/lib_log.h"
#include "lua/lib_text.h"
#include "lua/lib_texts.h"
#include "lua/proxy.h"
#include "lua/proxy_site.h"

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
  lib_ast_open(sb);
  lib_text_open(sb);
  lib_texts_open(sb);
  lib_log_open(sb);
}

Libs *libs_of(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &libs_key);
  Libs *libs = lua_touserdata(L, -1);
  lua_pop(L, 1);
  return libs;
}

void libs_bad_result(Sandbox *sb, Str problem, const char *help, Diags *d) {
  const Source *source = sb->sources.count ? sb->sources.items[0].value : NULL;
  Diag *r = diag_file(d, DIAG_ERROR, P_PLUGIN_RESULT, source ? source->path : S(""), help,
                      "%.*s: %.*s", STR(sb->site.hook), STR(problem));
  r->plugin = arena_str(&d->arena, sb->plugin);
  r->article = arena_str(&d->arena, sb->site.article);
  sb->reported = true;
  lua_pop(sb->L, 1);
}
