/* filters.c -- filters that a plugin lends to templates.
 *
 *   P.filters = { shout = function(text, ...) return text:upper() .. "!" end }
 *
 * {{ page.title | shout }} calls the function with the input and the arguments as
 * texts; what it returns is text and is escaped like any other. A filter runs in
 * its plugin's sandbox, with the budget and the records of the page in hand. */
#include "plugin/host_private.h"

enum { FILTERS_MOST = 16 }; /* of all plugins together, as the engine has room */

typedef struct PluginFilter {
  Plugin *plugin;
  Str name;
} PluginFilter;

static bool filter_problem(Plugin *p, Diags *d, Str path, const char *what) {
  offer_problem(p, DIAG_ERROR,
                "such as P.filters = { shout = function(text) return text:upper() end }", d, path,
                what);
  return false;
}

bool filters_note(Plugin *p, Diags *d) {
  lua_State *L = p->sb->L;
  if (!lua_istable(L, -1))
    return filter_problem(p, d, S("filters"), " must be a table of functions");
  lua_Integer n = freeze_keys(L, lua_gettop(L));
  bool ok = n <= FILTERS_MOST || filter_problem(p, d, S("filters"), " has more than 16 functions");
  p->filters = ARENA_ARRAY(&p->names, (size_t)n, PluginFilter);
  for (lua_Integer i = 1; n <= FILTERS_MOST && i <= n; i++) {
    lua_rawgeti(L, -1, i);
    size_t length = 0;
    const char *name = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &length) : NULL;
    lua_pushvalue(L, -1);
    lua_gettable(L, -4);
    if (!name || lua_type(L, -1) != LUA_TFUNCTION) {
      Arena a = { 0 };
      Str path = name ? arena_printf(&a, "filters.%s", name) : S("filters");
      ok = filter_problem(p, d, path,
                          name ? " must be a function" : " must be a table of functions by name");
      arena_free(&a);
    } else
      p->filters[p->filter_count++] =
          (PluginFilter){ p, arena_str(&p->names, str_n(name, length)) };
    lua_pop(L, 2);
  }
  lua_pop(L, 1);
  return ok;
}

static bool run_filter(void *context, Str input, const Str *args, size_t arg_count, Arena *a,
                       Str *out, Diags *d) {
  const PluginFilter *f = context;
  Plugin *p = f->plugin;
  const HostJob *job = p->host->job;
  Sandbox *sb = p->sb;
  lua_State *L = sb->L;
  /* The plugin itself may be rendering the template: then its hook has begun. */
  bool nested = sb->running;
  Str outer = d->plugin;
  if (!nested) plugin_begin(p, job, job->interface, "filter");
  int top = lua_gettop(L);
  lua_rawgeti(L, LUA_REGISTRYINDEX, p->table);
  lua_getfield(L, -1, "filters");
  lua_pushlstring(L, f->name.p, f->name.n);
  lua_gettable(L, -2);
  lua_replace(L, top + 1);
  lua_settop(L, top + 1);
  lua_pushlstring(L, input.p ? input.p : "", input.n);
  for (size_t i = 0; i < arg_count; i++) lua_pushlstring(L, args[i].p ? args[i].p : "", args[i].n);
  bool ok = sandbox_call(sb, (int)arg_count + 1, 1, d);
  if (ok && (lua_isstring(L, -1) || lua_isnil(L, -1))) {
    size_t n = 0;
    const char *text = lua_isnil(L, -1) ? "" : lua_tolstring(L, -1, &n);
    *out = arena_str(a, str_n(text, n));
    lua_pop(L, 1);
  } else if (ok) {
    sandbox_bad_result(sb, "text", d);
    ok = false;
  }
  if (nested)
    lua_settop(L, top);
  else
    ok = hook_end(p, ok);
  d->plugin = outer;
  return ok;
}

void filters_register(Host *h) {
  size_t total = 0;
  for (size_t i = 0; i < h->count; i++)
    for (size_t k = 0; k < h->plugins[i].filter_count && total < FILTERS_MOST; k++, total++)
      engine_filter(h->engine, h->plugins[i].filters[k].name, run_filter,
                    &h->plugins[i].filters[k]);
}
