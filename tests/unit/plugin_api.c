/* The tables that document the plugin API: nothing that a plugin can reach is missing
 * from them, the definitions made of them are Lua, and wrong arguments are told in
 * their terms. That examples run is shown by tests/groups/reference. */
#include "check.h"

#include "doc/node.h"
#include "lua/api_signature.h"
#include "lua/api_types.h"
#include "lua/budget.h"
#include "lua/call.h"
#include "lua/freeze.h"
#include "lua/libs.h"
#include "plugin/api_all.h"
#include "plugin/api_luals.h"
#include "plugin/api_markdown.h"
#include "plugin/host_private.h"

typedef struct {
  Sandbox *sb;
  Diags diags;
  Arena arena;
  Manifest manifest;
  Host host;
  Plugin plugin;
} Rig;

/* A plugin's state as host_new() opens it, without a site. */
static void open_rig(Rig *r) {
  *r = (Rig){ 0 };
  r->sb = sandbox_new(&(SandboxOptions){ .plugin = S("p") });
  r->sb->arena = &r->arena;
  r->plugin = (Plugin){ .host = &r->host, .manifest = &r->manifest, .sb = r->sb };
  r->sb->host = &r->plugin;
  libs_open(r->sb, &(Libs){ 0 });
  lib_publish_open(&r->plugin);
  sandbox_begin(r->sb, &(CallSite){ .hook = S("load") }, &r->diags);
}

static void close_rig(Rig *r) {
  sandbox_end(r->sb);
  sandbox_free(r->sb);
  diags_free(&r->diags);
  arena_free(&r->arena);
}

/* Is `name` of a library documented, and as what it is? */
static bool documented(Str library, Str name, bool function) {
  size_t count;
  const ApiType *const *types = api_all(&count);
  for (size_t i = 0; i < count; i++) {
    const ApiType *t = types[i];
    if (t->kind != API_LIBRARY || !str_eqc(library, t->name)) continue;
    if (function ? api_function(t, name) != NULL : api_field(t, name) != NULL) return true;
    for (const char *const *n = t->family ? t->family->names : NULL; n && *n; n++)
      if (function && str_eqc(name, *n)) return true;
  }
  return false;
}

/* The library's table is on top; counts its functions and fields. */
static size_t walk(lua_State *L, Str library) {
  size_t found = 0;
  freeze_content(L, -1);
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING) continue;
    Str name = str_c(lua_tostring(L, -2));
    if (!library.n && lua_istable(L, -1)) {
      found += walk(L, name);
      continue;
    }
    found++;
    if (!documented(library, name, lua_isfunction(L, -1))) {
      printf("  %.*s.%.*s is not documented\n", STR(library), STR(name));
      CHECK(false);
    }
  }
  lua_pop(L, 1);
  return found;
}

static void everything_in_a_plugin_s_environment_is_documented(void) {
  Rig r;
  open_rig(&r);
  lua_State *L = r.sb->L;
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  size_t reachable = walk(L, S("")), rows = 0, count;
  const ApiType *const *types = api_all(&count);
  for (size_t i = 0; i < count; i++) {
    const ApiType *t = types[i];
    if (t->kind != API_LIBRARY) continue;
    for (const ApiFunction *f = t->functions; f && f->name; f++) rows++;
    for (const ApiField *f = t->fields; f && f->name; f++) rows++;
    for (const char *const *n = t->family ? t->family->names : NULL; n && *n; n++) rows++;
  }
  CHECK_INT((long)reachable, (long)rows); /* and nothing documented is missing */
  CHECK(reachable > 250);
  close_rig(&r);
}

/* Types of nodes that articles alone make, by their Markdown or their HTML. */
static bool only_markdown(Str name) {
  static const char
      *const names[] = { "document",        "html_block",          "html_inline",
                         "element", /* which of them are allowed is the site's to say */
                         "element_inline",  "footnote_definition", "footnote_reference",
                         "directive_inline" /* ast.directive makes both */ };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (str_eqc(name, names[i])) return true;
  return false;
}

static void each_type_of_node_has_a_constructor(void) {
  size_t count;
  const Str *names = node_type_names(&count);
  for (size_t i = 0; i < count; i++)
    if (!only_markdown(names[i])) CHECK(api_function(&API_AST_MAKE, names[i]) != NULL);
}

static void every_type_of_the_lower_layer_is_in_the_list(void) {
  size_t below, count;
  const ApiType *const *lower = api_types(&below), *const *types = api_all(&count);
  for (size_t i = 0; i < below; i++) {
    bool found = false;
    for (size_t k = 0; k < count; k++) found = found || types[k] == lower[i];
    CHECK(found);
  }
}

static void definitions_for_editors_are_lua(void) {
  Buf out = { 0 };
  api_luals(&out);
  lua_State *L = luaL_newstate();
  int status = luaL_loadbufferx(L, out.p, out.n, "=publish.lua", "t");
  if (status != LUA_OK) printf("  %s\n", lua_tostring(L, -1));
  CHECK_INT(status, LUA_OK);
  CHECK(str_find(buf_view(&out), S("function text.excerpt(text, width, ellipsis) end")) > 0);
  CHECK(str_find(buf_view(&out), S("---@param width? integer\n")) > 0);
  lua_close(L);
  buf_free(&out);
}

static void the_reference_ends_in_one_line_break(void) {
  Buf out = { 0 };
  for (ApiChapter c = 0; c < CHAPTERS; c++) api_markdown(&out, c);
  CHECK(str_ends(buf_view(&out), S("```\n")) || str_ends(buf_view(&out), S("|\n")));
  buf_free(&out);
}

static void signatures_come_apart(void) {
  ApiParameter p;
  Str type, sig = S("(a: fun(x: integer, y?: string): Node?, b?: table<string, any>, ...: any): "
                    "string[], Node?");
  CHECK(api_parameter(&p, sig, 1));
  CHECK_STR(p.type, "fun(x: integer, y?: string): Node?");
  CHECK(!p.optional);
  CHECK(api_parameter(&p, sig, 2));
  CHECK_STR(p.name, "b");
  CHECK(p.optional);
  CHECK(api_parameter(&p, sig, 3));
  CHECK(api_parameter(&p, sig, 9));
  CHECK_STR(p.name, "...");
  CHECK(api_result(&type, sig, 1));
  CHECK_STR(type, "string[]");
  CHECK(api_result(&type, sig, 2));
  CHECK_STR(type, "Node?");
  CHECK(!api_result(&type, sig, 3));
  CHECK(!api_parameter(&p, S("(): string"), 1));
  CHECK(api_result(&type, S("(): string"), 1));
  CHECK_STR(type, "string");
  CHECK(!api_result(&type, S("(a: any)"), 1));
}

static void says(const char *code, const char *want) {
  Rig r;
  open_rig(&r);
  Source source = { S("p/init.lua"), str_c(code) };
  bool ok = sandbox_load(r.sb, &source, (Str){ 0 }, &r.diags) && sandbox_call(r.sb, 0, 0, &r.diags);
  CHECK(!ok && r.diags.count == 1);
  if (r.diags.count) CHECK_STR(r.diags.items[0].message, want);
  close_rig(&r);
}

static void wrong_arguments_are_told_in_the_function_s_terms(void) {
  says("text.starts('a', {})",
       "text.starts: 'head' (argument 2) must be a string, found a table; usage: "
       "text.starts(text, head)");
  says("string.rep('a', 1.5)",
       "string.rep: 'n' (argument 2) must be a whole number, found one with a fraction; usage: "
       "string.rep(text, n, separator?)");
  says("local s = 'a' s:rep('x')",
       "string.rep: 'n' (argument 2) must be a whole number, found a string; usage: "
       "string.rep(text, n, separator?)");
  says("date.format('2024')",
       "date.format: 'date' (argument 1) must be a date, found a string; usage: "
       "date.format(date, pattern?, language?, zone?)");
  says("publish.paginate(-1, 10)",
       "publish.paginate: 'total' (argument 1) must be from 0 to 10,000,000; usage: "
       "publish.paginate(total, size)");
  says("ipairs()", "ipairs: 'list' (argument 1) is missing; usage: ipairs(list)");
  says(
      "ast.walk(1, 2)",
      "ast.walk: 'root' (argument 1) must be a node, found a number; usage: ast.walk(root, visit)");
  says("math.max()",
       "math.max: 'x' (argument 1) must be a number, and is missing; usage: math.max(x, ...)");
  says("html.raw()",
       "html.raw: 'text' (argument 1) must be a string, and is missing; usage: html.raw(text)");
}

CHECKS_MAIN({ "everything in a plugin's environment is documented",
              everything_in_a_plugin_s_environment_is_documented },
            { "each type of node has a constructor", each_type_of_node_has_a_constructor },
            { "every type of the lower layer is in the list",
              every_type_of_the_lower_layer_is_in_the_list },
            { "definitions for editors are lua", definitions_for_editors_are_lua },
            { "the reference ends in one line break", the_reference_ends_in_one_line_break },
            { "signatures come apart", signatures_come_apart },
            { "wrong arguments are told in the function's terms",
              wrong_arguments_are_told_in_the_function_s_terms })
