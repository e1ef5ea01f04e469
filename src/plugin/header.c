/* header.c -- running the header of a plugin, and only the header.
 *
 * The chunk's environment is a table with one name, `publish`, whose functions
 * only wrap their argument: publish.enum{...} gives {["@type"] = "enum", ...}.
 * publish.plugin{...} turns its table into a Value and ends the chunk with an
 * error that is ours. So nothing behind the header runs, and nothing in front of
 * it can do more than build tables. */
#include "plugin/header.h"

#include "lua/call.h"
#include "lua/freeze.h"
#include "lua/sandbox.h"
#include <string.h>

enum { HEADER_DEPTH = 24, HEADER_ITEMS = 4096 };

typedef struct {
  Arena *arena;
  const Value *header;
  size_t items;
} Capture;

static const Value *convert(lua_State *L, int index, Capture *c, int depth);

/* A table with names becomes a map, its positional items under "@items"; one
 * without names becomes a list. */
static const Value *convert_table(lua_State *L, int index, Capture *c, int depth) {
  ListBuilder items = list_begin(c->arena);
  lua_Integer n = luaL_len(L, index);
  if (n > HEADER_ITEMS) luaL_error(L, "a header table has more than %d items", HEADER_ITEMS);
  for (lua_Integer i = 1; i <= n; i++) {
    lua_geti(L, index, i);
    list_add(&items, convert(L, lua_gettop(L), c, depth + 1));
    lua_pop(L, 1);
  }
  MapBuilder map = map_begin(c->arena);
  size_t names = 0;
  /* In the order of pairs, not in Lua's own: it becomes the order of options. */
  lua_Integer count = freeze_keys(L, index);
  int keys = lua_gettop(L);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, keys, i);
    if (lua_type(L, -1) == LUA_TSTRING) {
      size_t length;
      const char *name = lua_tolstring(L, -1, &length);
      lua_pushvalue(L, -1);
      lua_gettable(L, index);
      mapb_put(&map, arena_str(c->arena, str_n(name, length)),
               convert(L, lua_gettop(L), c, depth + 1));
      lua_pop(L, 1);
      names++;
    } else if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) < 1 || lua_tointeger(L, -1) > n) {
      luaL_error(L, "a header table may have names and the positions 1, 2, 3 ... only");
    }
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  if (names == 0 && n > 0) return list_end(&items, (Span){ 0 });
  if (n > 0) mapb_put(&map, S("@items"), list_end(&items, (Span){ 0 }));
  return map_end(&map, (Span){ 0 });
}

static const Value *convert(lua_State *L, int index, Capture *c, int depth) {
  if (depth > HEADER_DEPTH) luaL_error(L, "the header is nested deeper than %d", HEADER_DEPTH);
  if (++c->items > HEADER_ITEMS) luaL_error(L, "the header has more than %d values", HEADER_ITEMS);
  luaL_checkstack(L, 8, "header");
  switch (lua_type(L, index)) {
  case LUA_TBOOLEAN:
    return value_of_bool(c->arena, lua_toboolean(L, index));
  case LUA_TNUMBER:
    if (lua_isinteger(L, index)) return value_of_int(c->arena, lua_tointeger(L, index));
    return value_of_float(c->arena, lua_tonumber(L, index));
  case LUA_TSTRING: {
    size_t n;
    const char *p = lua_tolstring(L, index, &n);
    return value_of_str(c->arena, arena_str(c->arena, str_n(p, n)));
  }
  case LUA_TFUNCTION:
    return value_of_str(c->arena, S("@function"));
  case LUA_TTABLE:
    return convert_table(L, index, c, depth);
  default:
    break;
  }
  luaL_error(L, "a header holds text, numbers, true, false, tables and index maps; found a %s",
             luaL_typename(L, index));
  return NULL;
}

static int f_plugin(lua_State *L) {
  Capture *c = sandbox_of(L)->host;
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  c->header = convert(L, 1, c, 0);
  /* The end of the header: the error is recognised by c->header being set. */
  return luaL_error(L, "end of header");
}

int header_constructor(lua_State *L) {
  if (lua_isnoneornil(L, 1)) {
    lua_settop(L, 0);
    lua_newtable(L);
  }
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_setfield(L, 1, "@type");
  return 1;
}

static const ApiFunction constructors[] = {
#include "plugin/api/constructors.def"
  { 0 }
};
static const ApiField header_fields[] = {
#include "plugin/api/header_fields.def"
  { 0 }
};
static const ApiField option_fields[] = {
#include "plugin/api/option_fields.def"
  { 0 }
};
static const ApiField index_fields[] = {
#include "plugin/api/index_fields.def"
  { 0 }
};
static const ApiField directive_fields[] = {
#include "plugin/api/directive_fields.def"
  { 0 }
};

const ApiType API_CONSTRUCTORS = {
  .name = "publish",
  .kind = API_LIBRARY,
  .in = "options",
  .doc = "",
  .functions = constructors,
};
const ApiType API_HEADER = {
  .name = "Header",
  .kind = API_RECORD,
  .in = "options",
  .doc = "What publish.plugin takes. It is read before any other code of the plugin runs, so it "
         "holds text, numbers, tables and the constructors of publish only.",
  .fields = header_fields,
};
const ApiType API_OPTION = {
  .name = "OptionSpec",
  .kind = API_RECORD,
  .in = "options",
  .doc = "What publish.string and the other types of options take.",
  .fields = option_fields,
  .items = "[integer] any",
};
const ApiType API_INDEX_SPEC = {
  .name = "IndexSpec",
  .kind = API_RECORD,
  .in = "options",
  .doc = "What publish.group, sorted, count, terms and similar take.",
  .fields = index_fields,
};

const ApiType API_DIRECTIVE_SPEC = {
  .name = "DirectiveSpec",
  .kind = API_RECORD,
  .in = "options",
  .doc = "A directive that the plugin claims. Its handler in P.render.directive, or a filter of "
         "P.transform, sees the values in node.args by the names of `args`, checked, of the types "
         "declared, and with their defaults.",
  .fields = directive_fields,
};

void header_push_constructors(lua_State *L) {
  for (const ApiFunction *f = constructors; f->name; f++) {
    lua_pushstring(L, f->name);
    lua_pushcclosure(L, header_constructor, 1);
    api_set(L, &API_CONSTRUCTORS, f);
  }
}

/* publish.NAME that is no constructor. Functions for hooks are absent here too, but
 * nobody needs them before the header. */
static int f_missing(lua_State *L) {
  static const struct {
    const char *other, *ours; /* what other languages and formats call it */
  } names[] = { { "int", "integer" },   { "str", "string" },    { "bool", "boolean" },
                { "float", "number" },  { "double", "number" }, { "array", "list" },
                { "dict", "map" },      { "table", "record" },  { "object", "record" },
                { "struct", "record" }, { "choice", "enum" },   { "select", "enum" },
                { "file", "path" },     { "link", "url" },      { "datetime", "date" } };
  Str name;
  name.p = luaL_checklstring(L, 2, &name.n);
  Str near = api_nearest(&API_CONSTRUCTORS, name);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (str_eqc(name, names[i].other)) near = str_c(names[i].ours);
  if (near.n)
    return luaL_error(L, "there is no publish.%s; did you mean publish.%s?", name.p, near.p);
  return luaL_error(L, "there is no publish.%s in a header", name.p);
}

/* math.max(1, 2) above the header: there is no math yet. */
static void explain_globals(Diags *found) {
  for (size_t i = 0; i < found->count; i++) {
    Diag *r = &found->items[i];
    if (str_find(r->message, S(" a nil value (global '")) < 0) continue;
    diag_help(found, r,
              "above publish.plugin only publish.* may be used; move this below the header");
  }
}

bool header_read(const Value **out, Arena *a, Str plugin, const Source *source, Progress *progress,
                 Diags *d) {
  Capture capture = { .arena = a };
  SandboxOptions options = { .plugin = plugin,
                             .instructions = 1000000,
                             .memory = (size_t)16 << 20,
                             .progress = progress,
                             .host = &capture };
  Sandbox *sb = sandbox_new(&options);
  if (!sb) {
    diag_machine(d, P_MACHINE, NULL, "no memory for a Lua state");
    return false;
  }
  sb->host = &capture;
  sb->arena = a;
  Diags found = { .plugin = plugin };
  CallSite site = { .hook = S("header") };
  sandbox_begin(sb, &site, &found);
  bool ok = false;
  lua_State *L = sb->L;
  if (sandbox_load(sb, source, (Str){ 0 }, &found)) {
    lua_newtable(L); /* the environment: publish and nothing else */
    lua_newtable(L);
    header_push_constructors(L);
    lua_pushcfunction(L, f_plugin);
    lua_setfield(L, -2, "plugin");
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, f_missing);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_setfield(L, -2, "publish");
    lua_setupvalue(L, -2, 1);
    sandbox_call(sb, 0, 0, &found);
    ok = capture.header != NULL;
  }
  if (ok) {
    *out = capture.header;
  } else {
    explain_globals(&found);
    diags_append(d, &found);
    if (!found.errors)
      diag_file(d, DIAG_ERROR, P_PLUGIN_HEADER, source->path,
                "begin the file with: local P = publish.plugin { name = \"...\", version = "
                "\"1.0.0\", api = 1 }",
                "the plugin never calls publish.plugin{ ... }");
  }
  sandbox_end(sb);
  sandbox_free(sb);
  diags_free(&found);
  return ok;
}
