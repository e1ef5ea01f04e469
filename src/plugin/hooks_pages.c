/* hooks_pages.c -- the hook pages(key, rows, add, site): which pages there are besides the
 * articles'. */
#include "plugin/api_all.h"
#include "plugin/host_private.h"

typedef struct {
  ListBuilder list;
  Host *host;
} Adder;

/* Row numbers of a list of articles at `index`, as source paths. */
static const Value *row_paths(lua_State *L, int index, const World *w, Arena *a) {
  ListBuilder paths = list_begin(a);
  lua_Integer n = luaL_len(L, index);
  for (lua_Integer i = 1; i <= n; i++) {
    Ref row;
    lua_geti(L, index, i);
    if (!proxy_get(L, -1, &row) || !row.article)
      luaL_error(L,
                 "rows[%d] is not an article; take rows of an index, site:articles or site:article",
                 (int)i);
    lua_pop(L, 1);
    (void)w;
    list_add(&paths, value_of_str(a, row.key));
  }
  return list_end(&paths, (Span){ 0 });
}

static int f_add(lua_State *L) {
  Adder *adder = lua_touserdata(L, lua_upvalueindex(1));
  Arena *a = sandbox_of(L)->arena;
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  const Value *rows = NULL;
  if (lua_getfield(L, 1, "rows") != LUA_TNIL) rows = row_paths(L, 2, adder->host->world, a);
  lua_settop(L, 1);
  lua_pushnil(L);
  lua_setfield(L, 1, "rows");
  const Value *page = convert_check(L, 1, a, &CONVERT_PARAMS);
  MapBuilder m = map_from(a, page);
  if (rows) mapb_putc(&m, "rows", rows);
  size_t count = value_count(rows);
  budget_charge(L, 500 + 20 * (uint64_t)count);
  budget_hold(L, 512 + 64 * count);
  Str file;
  uint32_t line;
  if (sandbox_where(L, &file, &line)) {
    mapb_putc(&m, "@file", value_of_str(a, file));
    mapb_putc(&m, "@line", value_of_int(a, line));
  }
  list_add(&adder->list, map_end(&m, (Span){ 0 }));
  return 0;
}

static const ApiFunction add_rows[] = {
#include "plugin/api/add.def"
  { 0 }
};
const ApiType API_ADD = {
  .name = "Callbacks",
  .kind = API_CALLBACKS,
  .in = "pages",
  .doc = "Functions that hooks get as arguments.",
  .functions = add_rows,
};

bool host_pages(Host *h, const HostJob *job, size_t plugin, Str index, Str key,
                const Value **pages) {
  Plugin *p = &h->plugins[plugin];
  Adder adder = { list_begin(job->arena), h };
  bool ok = true;
  if (hook_begin(p, job, HOOK_PAGES, "pages")) {
    lua_State *L = p->sb->L;
    bool site = str_eqc(index, PAGES_SITE);
    bool call = !site || p->manifest->index_count == 0;
    if (lua_istable(L, -1)) { /* one function per index */
      call = lua_getfield(L, -1, arena_cstr(job->arena, index)) == LUA_TFUNCTION;
      lua_remove(L, -2);
    }
    if (call) {
      lua_pushlstring(L, key.p, key.n);
      proxy_site_rows(L, index, key);
      lua_pushlightuserdata(L, &adder);
      lua_pushcclosure(L, f_add, 1);
      proxy_site_push(L);
      ok = sandbox_call(p->sb, 4, 1, job->diags) &&
           hook_gave_nothing(p, adder.list.count > 0, "call add { url = ..., layout = ... }",
                             job->diags);
    }
    ok = hook_end(p, ok);
  }
  *pages = list_end(&adder.list, (Span){ 0 });
  return ok;
}
