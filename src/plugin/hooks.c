/* hooks.c -- the hooks about one article: scan, derive, transform, check. */
#include "plugin/api_all.h"
#include "plugin/host_private.h"

void host_push_article(Plugin *p, const HostJob *job) {
  lua_State *L = p->sb->L;
  if (job->article.article)
    proxy_push(L, job->article);
  else
    proxy_push_record(L, job->article, &API_ARTICLE);
}

/* Fields of `more` put over those of `facts[plugin]`. */
const Value *host_facts(Arena *a, const Value *facts, Str plugin, const Value *more) {
  if (!more || more->kind != VALUE_MAP) return facts;
  MapBuilder own = map_from(a, value_get(facts, plugin));
  for (size_t i = 0; i < value_count(more); i++) mapb_field(&own, more->map.fields[i]);
  MapBuilder all = map_from(a, facts);
  mapb_put(&all, plugin, map_end(&own, (Span){ 0 }));
  return map_end(&all, (Span){ 0 });
}

bool host_scan(Host *h, const HostJob *job, Doc *doc, const Value **facts) {
  bool all_ok = true;
  MapBuilder none = map_begin(job->arena);
  *facts = map_end(&none, (Span){ 0 });
  for (size_t i = 0; i < h->count; i++) {
    Plugin *p = &h->plugins[i];
    if (!hook_begin(p, job, HOOK_SCAN, "scan")) continue;
    host_push_article(p, job);
    lib_ast_push(p->sb->L, doc->root);
    const Value *result = NULL;
    bool ok = sandbox_call(p->sb, 2, 1, job->diags) &&
              convert_take(&result, p->sb, job->arena, &CONVERT_FACTS, job->diags);
    ok = hook_end(p, ok);
    if (ok && result) *facts = host_facts(job->arena, *facts, p->manifest->name, result);
    all_ok = all_ok && ok;
  }
  return all_ok;
}

/* Keys from a mapped index: the Lua map is called with (article, facts, emit). */
typedef struct {
  ListBuilder *list;
  Str index;
} Emit;

static int f_emit(lua_State *L) {
  Emit *e = lua_touserdata(L, lua_upvalueindex(1));
  Arena *a = sandbox_of(L)->arena;
  size_t n;
  const char *key = luaL_checklstring(L, 1, &n);
  luaL_argcheck(L, memchr(key, '\x1f', n) == NULL, 1, "a key may not hold the byte 1F");
  const Value *order = lua_isnoneornil(L, 2) ? NULL : convert_check(L, 2, a, &CONVERT_DATA);
  MapBuilder m = map_begin(a);
  mapb_putc(&m, "index", value_of_str(a, e->index));
  mapb_putc(&m, "key", value_of_str(a, arena_str(a, str_n(key, n))));
  if (order) mapb_putc(&m, "order", order);
  list_add(e->list, map_end(&m, (Span){ 0 }));
  return 0;
}

static const ApiFunction emit_rows[] = {
#include "plugin/api/emit.def"
  { 0 }
};
const ApiType API_EMIT = {
  .name = "Callbacks",
  .kind = API_CALLBACKS,
  .in = "map",
  .doc = "",
  .functions = emit_rows,
};

/* (header, index, article, facts, emit): calls the index's map. The header is the
 * table that the plugin gave away, and may have changed since it was read. */
static int f_map(lua_State *L) {
  lua_settop(L, 5);
  if (lua_istable(L, 1)) lua_getfield(L, 1, "indexes");
  if (lua_istable(L, -1)) {
    lua_pushvalue(L, 2);
    lua_gettable(L, -2);
  }
  if (lua_istable(L, -1)) lua_getfield(L, -1, "map");
  if (!lua_isfunction(L, -1))
    return luaL_error(L, "the header says that the index '%s' has a map, but now it has none",
                      lua_tostring(L, 2));
  lua_replace(L, 2);
  lua_settop(L, 5);
  lua_call(L, 3, 0);
  return 0;
}

static bool map_indexes(Plugin *p, const HostJob *job, const Value *facts, ListBuilder *out) {
  Sandbox *sb = p->sb;
  lua_State *L = sb->L;
  bool ok = true;
  for (size_t i = 0; i < p->manifest->index_count; i++) {
    const IndexSpec *spec = &p->manifest->indexes[i];
    if (!spec->mapped) continue;
    Emit emit = { out, spec->name };
    sb->reads = job->reads;
    sb->arena = job->arena;
    sb->options = value_get(value_getc(job->row, "options"), p->manifest->name);
    CallSite site = { .hook = S("index"),
                      .source = job->source,
                      .article = job->source ? job->source->path : S("") };
    job->diags->plugin = p->manifest->name;
    world_use_plugin(p->host->world, job->reads, p->manifest->name);
    sandbox_begin(sb, &site, job->diags);
    lua_pushcfunction(L, f_map);
    lua_rawgeti(L, LUA_REGISTRYINDEX, p->header);
    lua_pushlstring(L, spec->name.p, spec->name.n);
    host_push_article(p, job);
    proxy_push_facts(L, ref_covered(facts));
    lua_pushlightuserdata(L, &emit);
    lua_pushcclosure(L, f_emit, 1);
    ok = hook_end(p, sandbox_call(sb, 5, 0, job->diags)) && ok;
  }
  return ok;
}

bool host_derive(Host *h, const HostJob *job, const Value *facts, const Value **more,
                 const Value **emitted) {
  bool all_ok = true;
  ListBuilder keys = list_begin(job->arena);
  MapBuilder results = map_begin(job->arena);
  for (size_t i = 0; i < h->count; i++) {
    Plugin *p = &h->plugins[i];
    if (!hook_begin(p, job, HOOK_DERIVE, "derive")) continue;
    lua_State *L = p->sb->L;
    host_push_article(p, job);
    proxy_push_facts(L, ref_covered(facts));
    proxy_site_stats(L);
    proxy_site_push(L);
    const Value *result = NULL;
    bool ok = sandbox_call(p->sb, 4, 1, job->diags) &&
              convert_take(&result, p->sb, job->arena, &CONVERT_FACTS, job->diags);
    ok = hook_end(p, ok);
    if (ok && result) {
      facts = host_facts(job->arena, facts, p->manifest->name, result);
      mapb_put(&results, p->manifest->name, result);
    }
    all_ok = all_ok && ok;
  }
  for (size_t i = 0; i < h->count; i++)
    all_ok = map_indexes(&h->plugins[i], job, facts, &keys) && all_ok;
  *more = map_end(&results, (Span){ 0 });
  *emitted = list_end(&keys, (Span){ 0 });
  return all_ok;
}

bool host_transform(Host *h, const HostJob *job, Doc *doc) {
  bool all_ok = true;
  for (size_t i = 0; i < h->count; i++) {
    Plugin *p = &h->plugins[i];
    if (!hook_begin(p, job, HOOK_TRANSFORM, "transform")) continue;
    lib_ast_push(p->sb->L, doc->root);
    host_push_article(p, job);
    proxy_site_push(p->sb->L);
    bool changed = false;
    bool ok = sandbox_call(p->sb, 3, 1, job->diags) &&
              lib_ast_apply(p->sb, doc->root, &changed, job->diags);
    all_ok = hook_end(p, ok) && all_ok;
  }
  return all_ok;
}

bool host_check(Host *h, const HostJob *job) {
  bool all_ok = true;
  for (size_t i = 0; i < h->count; i++) {
    Plugin *p = &h->plugins[i];
    if (!hook_begin(p, job, HOOK_CHECK, "check")) continue;
    host_push_article(p, job);
    proxy_site_push(p->sb->L);
    all_ok = hook_end(p, sandbox_call(p->sb, 2, 0, job->diags)) && all_ok;
  }
  return all_ok;
}

bool host_check_site(Host *h, const HostJob *job, size_t plugin) {
  Plugin *p = &h->plugins[plugin];
  if (!hook_begin(p, job, HOOK_CHECK_SITE, "check_site")) return true;
  proxy_site_push(p->sb->L);
  return hook_end(p, sandbox_call(p->sb, 1, 0, job->diags));
}
