/* lib_publish.c -- publish.*: what a loaded plugin asks of its host.
 *
 *   publish.plugin(header)      -> P, with P.options
 *   publish.paginate(total, n)  -> list of {number, from, to, count, newer, older}
 *   publish.link(path)          -> the path with the site's base in front
 *   publish.absolute(path)      -> a path of the site with scheme and host
 *   publish.read(path)          -> text of a file in the plugin's own folder
 *   publish.template(name, t)   -> html of a template with these variables
 * publish.t is in lua/lib_texts.c; the constructors are in header.c. */
#include "data/json_read.h"
#include "data/yaml.h"
#include "doc/links.h"
#include "model/permalink.h"
#include "plugin/api_all.h"
#include "plugin/header.h"
#include "plugin/host_private.h"

#include <stdlib.h>
#include <string.h>

static Plugin *plugin_of(lua_State *L) {
  return sandbox_of(L)->host;
}

static int f_plugin(lua_State *L) {
  Plugin *p = plugin_of(L);
  luaL_checktype(L, 1, LUA_TTABLE);
  if (p->table != LUA_NOREF)
    return luaL_error(L, "publish.plugin{} may be called once; keep what it gives in a local P");
  lua_settop(L, 1);
  lua_pushvalue(L, 1);
  p->header = luaL_ref(L, LUA_REGISTRYINDEX);
  lua_newtable(L);
  lua_pushlstring(L, p->manifest->name.p, p->manifest->name.n);
  lua_setfield(L, -2, "name");
  proxy_push_permanent(L, world_options(p->host->world, p->manifest->name));
  lua_setfield(L, -2, "options");
  lua_pushvalue(L, -1);
  p->table = luaL_ref(L, LUA_REGISTRYINDEX);
  return 1;
}

/* Pages of a list that is shown newest first. The first (number 0) has the newest
 * n to 2n-1 rows; the others are numbered from the oldest and have n rows each, so a
 * numbered page never changes once it exists. */
static int f_paginate(lua_State *L) {
  enum { MOST_ROWS = 10000000 };
  lua_Integer total = luaL_checkinteger(L, 1), size = luaL_checkinteger(L, 2);
  luaL_argcheck(L, total >= 0 && total <= MOST_ROWS, 1, "must be from 0 to 10,000,000");
  luaL_argcheck(L, size >= 1, 2, "must be at least 1");
  lua_Integer numbered = total / size > 1 ? total / size - 1 : 0;
  budget_charge(L, 40 * (uint64_t)numbered);
  lua_createtable(L, (int)numbered + 1, 0);
  for (lua_Integer i = 0; i <= numbered; i++) {
    lua_Integer number = i == 0 ? 0 : numbered - i + 1;
    lua_Integer to = number == 0 ? total - numbered * size : total - (number - 1) * size;
    lua_Integer from = number == 0 ? 1 : total - number * size + 1;
    lua_createtable(L, 0, 6);
    const struct {
      const char *name;
      lua_Integer value;
      bool set;
    } fields[] = { { "number", number, true },
                   { "from", from, true },
                   { "to", to, true },
                   { "count", numbered + 1, true },
                   { "newer", number == numbered ? 0 : number + 1, number != 0 },
                   { "older", number == 0 ? numbered : number - 1,
                     number == 0 ? numbered > 0 : number > 1 } };
    for (size_t k = 0; k < sizeof fields / sizeof fields[0]; k++) {
      if (!fields[k].set) continue;
      lua_pushinteger(L, fields[k].value);
      lua_setfield(L, -2, fields[k].name);
    }
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

static int f_link(lua_State *L) {
  Sandbox *sb = sandbox_of(L);
  size_t n;
  const char *path = luaL_checklstring(L, 1, &n);
  Ref base = ref_get(sb->world, sb->reads, world_settings(sb->world), S("base"));
  Str prefix = base.v && base.v->kind == VALUE_STR ? base.v->str : S("");
  if (n == 0 || path[0] != '/') prefix = S("");
  lua_pushlstring(L, prefix.p ? prefix.p : "", prefix.n);
  lua_pushlstring(L, path, n);
  lua_concat(L, 2);
  return 1;
}

static int push_uri(lua_State *L, Str uri) {
  budget_copy(L, uri.n);
  lua_pushlstring(L, uri.n ? uri.p : "", uri.n);
  return 1;
}

/* As the filter `absolute` of templates, as a URI: what is not ASCII is encoded. */
static int f_absolute(lua_State *L) {
  Sandbox *sb = sandbox_of(L);
  Str path;
  path.p = luaL_checklstring(L, 1, &path.n);
  Ref url = ref_get(sb->world, sb->reads, world_settings(sb->world), S("url"));
  Ref base = ref_get(sb->world, sb->reads, world_settings(sb->world), S("base"));
  Str full = url.v && url.v->kind == VALUE_STR ? url.v->str : S("");
  long scheme = str_find(full, S("://"));
  Arena *a = sandbox_scratch(L);
  if (!path.n || url_scheme(path).n || scheme < 0) return push_uri(L, url_ascii(a, path));
  Str rest = str_sub(full, (size_t)scheme + 3, full.n);
  long slash = str_chr(rest, '/');
  Str origin = slash < 0 ? full : str_sub(full, 0, (size_t)(scheme + 3 + slash));
  Str prefix = base.v && base.v->kind == VALUE_STR ? base.v->str : S("");
  bool rooted = path.p[0] == '/', other = str_starts(path, S("//"));
  Str parts[] = { other ? str_sub(full, 0, (size_t)scheme + 1) : origin, rooted ? S("") : prefix,
                  rooted ? S("") : S("/"), path };
  return push_uri(L, url_ascii(a, arena_concat(a, parts, 4)));
}

static int f_read(lua_State *L) {
  Plugin *p = plugin_of(L);
  Sandbox *sb = sandbox_of(L);
  size_t n;
  const char *relative = luaL_checklstring(L, 1, &n);
  Arena *scratch = sandbox_scratch(L);
  Str parts[] = { str_dir(p->manifest->source.path), S("/"), str_n(relative, n) };
  Source found;
  if (!world_source(sb->world, sb->reads, arena_concat(scratch, parts, 3), &found))
    return luaL_error(
        L, "the plugin has no file '%s'; publish.read takes a path in the plugin's own folder",
        relative);
  budget_copy(L, found.text.n);
  lua_pushlstring(L, found.text.p, found.text.n);
  return 1;
}

static bool data_value(const Value **out, Arena *a, const Source *file, Diags *d) {
  bool (*parse)(const Value **, Arena *, const Source *, size_t, size_t, Diags *) =
      str_ends(file->path, S(".json")) ? json_parse : yaml_parse;
  return parse(out, a, file, 0, file->text.n, d);
}

static int f_data(lua_State *L) {
  Plugin *p = plugin_of(L);
  Sandbox *sb = sandbox_of(L);
  size_t n;
  const char *relative = luaL_checklstring(L, 1, &n);
  Str name = str_n(relative, n);
  luaL_argcheck(
      L, str_ends(name, S(".yaml")) || str_ends(name, S(".yml")) || str_ends(name, S(".json")), 1,
      "the name of a .yaml, .yml or .json file expected");
  Arena *scratch = sandbox_scratch(L);
  Str parts[] = { str_dir(p->manifest->source.path), S("/"), name };
  Source found;
  if (!world_source(sb->world, sb->reads, arena_concat(scratch, parts, 3), &found))
    return luaL_error(
        L, "the plugin has no file '%s'; publish.data takes a path in the plugin's own folder",
        relative);
  budget_charge(L, 20 * found.text.n);
  budget_hold(L, 4 * found.text.n);
  const Value *v = NULL;
  if (!data_value(&v, scratch, &found, sb->diags)) return sandbox_fail(L);
  convert_push(L, v);
  return 1;
}

/* A variable from the Lua value at `index`. */
static EngineValue variable(lua_State *L, int index, Arena *a) {
  Ref ref;
  Str html;
  if (html_value_get(L, index, &html))
    return (EngineValue){ .kind = ENGINE_HTML, .html = arena_str(a, html) };
  if (proxy_get(L, index, &ref) && (ref.v || ref.article))
    return (EngineValue){ .kind = ENGINE_REF, .ref = ref };
  int type = lua_type(L, index);
  if (type == LUA_TTABLE || type == LUA_TUSERDATA) {
    /* A list of articles stays a list of articles. */
    lua_Integer n = luaL_len(L, index);
    budget_hold(L, n > 0 && n < INT64_MAX / 8 ? (size_t)n * sizeof(uint32_t)
                   : n > 0                    ? SIZE_MAX
                                              : 0); /* __len may say anything */
    uint32_t *rows = ARENA_ARRAY(a, (size_t)(n > 0 ? n : 0), uint32_t);
    lua_Integer i = 1;
    for (; i <= n; i++) {
      lua_geti(L, index, i);
      bool row = proxy_get(L, -1, &ref) && ref.article;
      lua_pop(L, 1);
      if (!row) break;
      rows[i - 1] = ref.article;
    }
    if (i > n && (n > 0 || type == LUA_TUSERDATA))
      return (EngineValue){ .kind = ENGINE_ROWS, .rows = rows, .count = (size_t)n };
  }
  const Value *v = convert_check(L, index, a, &CONVERT_DATA);
  if (!v) return (EngineValue){ .kind = ENGINE_NONE };
  return (EngineValue){ .kind = ENGINE_REF, .ref = ref_covered(v) };
}

bool lib_publish_render(lua_State *L, Plugin *p, Str name, int table, Buf *out) {
  enum { MOST = 24 };
  const HostJob *job = p->host->job;
  Arena *a = job->arena;
  EngineVar vars[MOST];
  size_t count = 0;
  vars[count++] = host_site_var(p->host, a, job->reads, libs_of(L)->edition);
  if (!lua_isnoneornil(L, table)) {
    luaL_checktype(L, table, LUA_TTABLE);
    lua_Integer n = freeze_keys(L, table);
    int keys = lua_gettop(L);
    for (lua_Integer i = 1; i <= n; i++) {
      luaL_argcheck(L, count < MOST, table, "too many variables");
      lua_rawgeti(L, keys, i);
      size_t length;
      const char *key = luaL_checklstring(L, -1, &length);
      lua_pushvalue(L, -1);
      lua_gettable(L, table);
      Str variable_name = arena_str(a, str_n(key, length));
      vars[count++] = (EngineVar){ variable_name, S(""), variable(L, lua_gettop(L), a) };
      lua_pop(L, 2);
    }
    lua_pop(L, 1);
  }
  Engine *engine = host_engine(p->host);
  if (!engine) return false;
  if (!engine_has(engine, name, job->reads))
    sandbox_raise(L, "there is no template '%s'; a plugin's own are in its folder templates/",
                  lua_tostring(L, table - 1));
  sandbox_reenter(L); /* the template may use a filter of this very plugin */
  uint64_t before = host_spent(p->host);
  EngineJob render = { .vars = vars,
                       .var_count = count,
                       .language = job->interface,
                       .article = job->source ? job->source->path : S("") };
  bool ok = engine_render(engine, name, &render, job->reads, out, job->diags);
  budget_charge(L, 500 + host_spent(p->host) - before + out->n / 8);
  return ok;
}

static int f_template(lua_State *L) {
  Plugin *p = plugin_of(L);
  size_t n;
  const char *name = luaL_checklstring(L, 1, &n);
  luaL_argcheck(L, p->host->job != NULL, 1, "templates can be used in hooks only");
  lua_settop(L, 2);
  Buf *out = libs_buffer(L);
  if (!lib_publish_render(L, p, str_n(name, n), 2, out)) return sandbox_fail(L);
  html_value_push(L, buf_view(out));
  return 1;
}

static const ApiFunction functions[] = {
#include "plugin/api/publish.def"
  { 0 }
};

const ApiType API_PUBLISH = {
  .name = "publish",
  .kind = API_LIBRARY,
  .in = "page",
  .doc = "The plugin's door to the program: its header, addresses, files and templates.",
  .functions = functions,
};

void lib_publish_open(Plugin *p) {
  api_library(p->sb, &API_PUBLISH);
  sandbox_module_table(p->sb, "publish");
  header_push_constructors(p->sb->L);
  lua_pop(p->sb->L, 1);
  api_object(p->sb->L, &API_ADD);
  api_object(p->sb->L, &API_NEXT);
  api_object(p->sb->L, &API_EMIT);
  api_object(p->sb->L, &API_OUT);
}
