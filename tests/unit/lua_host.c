/* The sandbox as C modules meet it: libraries, handles, scratch memory, failures
 * that are already reported, and calls back into the plugin. */
#include "check.h"

#include "lua/budget.h"
#include "sandbox_rig.h"

typedef struct {
  int freed;
  Sandbox *other;
} Host;

/* t.twice(s): through scratch memory. */
static int t_twice(lua_State *L) {
  size_t n;
  const char *s = luaL_checklstring(L, 1, &n);
  bool fail = lua_toboolean(L, 2);
  Arena *a = sandbox_scratch(L);
  Str out = arena_printf(a, "%s%s", s, s);
  if (fail) return luaL_error(L, "asked to fail");
  lua_pushlstring(L, out.p, out.n);
  return 1;
}

/* t.report(): finds fault, reports it, and fails. */
static int t_report(lua_State *L) {
  Sandbox *sb = sandbox_of(L);
  diag_file(sb->diags, DIAG_ERROR, P_LUA_ERROR, S("articles/a.md"), NULL, "bad article");
  return sandbox_fail(L);
}

/* t.back(f): calls f by a protected call of its own. */
static int t_back(lua_State *L) {
  Sandbox *sb = sandbox_of(L);
  sandbox_reenter(L);
  lua_settop(L, 1);
  if (!sandbox_call(sb, 0, 1, sb->diags)) return sandbox_fail(L);
  return 1;
}

/* t.other(): runs a hook of another plugin, as next(node) does. */
static int t_other(lua_State *L) {
  Sandbox *sb = sandbox_of(L), *other = ((Host *)sb->host)->other;
  static const Source source = { { "q/init.lua", 10 }, { "error('in q')", 13 } };
  sandbox_begin(other, &sb->site, sb->diags);
  bool ok =
      sandbox_load(other, &source, (Str){ 0 }, sb->diags) && sandbox_call(other, 0, 0, sb->diags);
  if (!sandbox_end(other)) ok = false;
  return ok ? 0 : sandbox_fail(L);
}

typedef struct {
  uint64_t epoch;
} Handle;

static int t_handle(lua_State *L) {
  Handle *h = lua_newuserdatauv(L, sizeof *h, 0);
  h->epoch = sandbox_of(L)->epoch;
  luaL_setmetatable(L, "node");
  return 1;
}

static int node_type(lua_State *L) {
  Handle *h = luaL_checkudata(L, 1, "node");
  sandbox_check_epoch(L, h->epoch, 1, "node");
  lua_pushliteral(L, "text");
  return 1;
}

static const luaL_Reg t_lib[] = { { "twice", t_twice },   { "report", t_report },
                                  { "back", t_back },     { "other", t_other },
                                  { "handle", t_handle }, { "type", node_type },
                                  { NULL, NULL } };

static Rig run(const char *lua, Host *host) {
  Rig r = rig_load(lua, (SandboxOptions){ .host = host });
  lua_State *L = r.sb->L;
  sandbox_module(r.sb, "t", t_lib);
  sandbox_module_table(r.sb, "t");
  lua_pushliteral(L, "constant");
  lua_setfield(L, -2, "name");
  lua_pop(L, 1);
  lua_pushinteger(L, 42);
  sandbox_global(r.sb, "answer");
  luaL_newmetatable(L, "node");
  lua_pop(L, 1);
  r.ok = rig_begin(&r) && sandbox_call(r.sb, 0, 1, &r.diags);
  if (r.ok && lua_isstring(L, -1)) r.out = arena_str(&r.arena, str_c(lua_tostring(L, -1)));
  if (!sandbox_end(r.sb)) r.ok = false;
  return r;
}

static void libraries_are_read_only_tables(void) {
  Rig r = run("local names = '' for k in pairs(t) do names = names .. k .. ' ' end\n"
              "assert(not pcall(function() t.twice = 1 end) and t.name == 'constant')\n"
              "return names .. answer",
              NULL);
  CHECK_STR(rig_text(&r), "back handle name other report twice type 42");
  rig_free(&r);
}

static void scratch_memory_dies_with_the_function(void) { /* LeakSanitizer looks on */
  Rig r = run("for i = 1, 100 do t.twice('ab') pcall(t.twice, 'ab', true) end return t.twice('ab')",
              NULL);
  CHECK_STR(rig_text(&r), "abab");
  rig_free(&r);
}

static void a_reported_failure_is_reported_once(void) {
  static const char *const codes[] = { "t.report()", "pcall(t.report) return 'survived'",
                                       "t.back(function() t.report() end)",
                                       "t.back(function() pcall(t.report) end)" };
  for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
    Rig r = run(codes[i], NULL);
    CHECK(!r.ok);
    CHECK_INT(r.diags.errors, 1);
    CHECK_STR(r.diags.items[0].message, "bad article");
    rig_free(&r);
  }
}

static void calls_back_nest(void) {
  Rig r =
      run("return t.back(function() return 'in' .. t.back(function() return 'ner' end) end)", NULL);
  CHECK_STR(rig_text(&r), "inner");
  rig_free(&r);
  r = run("t.back(function()\nerror('deep') end)", NULL);
  CHECK_STR(rig_error(&r), "p/init.lua:2: deep");
  CHECK_INT(r.diags.errors, 1);
  rig_free(&r);
  r = run("coroutine.wrap(function() t.back(print) end)()", NULL);
  CHECK_STR(rig_error(&r), "p/init.lua:1: cannot be called inside a coroutine: call it in the hook "
                           "itself");
  rig_free(&r);
  r = run("local function f() return t.back(f) end f()", NULL); /* without end */
  CHECK(!r.ok);
  CHECK_INT(r.diags.errors, 1);
  rig_free(&r);
}

static void another_plugins_error_is_its_own(void) {
  Host host = { .other = sandbox_new(&(SandboxOptions){ .plugin = S("q") }) };
  Rig r = run("pcall(t.other)", &host);
  CHECK(!r.ok);
  CHECK_INT(r.diags.errors, 1);
  CHECK_STR(rig_error(&r), "q/init.lua:1: in q");
  CHECK_STR(r.diags.items[0].plugin, "q");
  sandbox_free(host.other);
  rig_free(&r);
}

static void handles_expire_with_their_hook(void) {
  Rig r = run("return function() end, t.type(t.handle())", NULL);
  CHECK(r.ok);
  lua_State *L = r.sb->L;
  sandbox_begin(r.sb, &rig_site, &r.diags);
  lua_pushcfunction(L, t_handle);
  CHECK(sandbox_call(r.sb, 0, 1, &r.diags));
  lua_setfield(L, LUA_REGISTRYINDEX, "kept");
  CHECK(sandbox_end(r.sb));
  sandbox_begin(r.sb, &rig_site, &r.diags);
  lua_pushcfunction(L, node_type);
  lua_getfield(L, LUA_REGISTRYINDEX, "kept");
  CHECK(!sandbox_call(r.sb, 1, 1, &r.diags));
  sandbox_end(r.sb);
  CHECK_STR(r.diags.items[0].message, "bad argument #1 to '?' (node used after its hook returned)");
  rig_free(&r);
}

static void templates_keep_their_own_lines(void) {
  Rig r = rig_load("", (SandboxOptions){ 0 });
  Source shown = { S("templates/card.html"), S("<p>\n{{ a.b }}\n</p>") };
  sandbox_begin(r.sb, &rig_site, &r.diags);
  CHECK(sandbox_load(r.sb, &shown, S("local a\nlocal x = a.b\n"), &r.diags));
  CHECK(!sandbox_call(r.sb, 0, 0, &r.diags));
  CHECK(sandbox_end(r.sb));
  CHECK_STR(rig_error(&r), "templates/card.html:2: attempt to index a nil value (local 'a')");
  CHECK_STR(r.diags.items[0].excerpt, "{{ a.b }}");
  rig_free(&r);
}

static void long_paths_are_recognised(void) {
  char path[300];
  memset(path, 'd', sizeof path);
  memcpy(path + 290, "/x.lua", 6);
  Rig r = rig_load("", (SandboxOptions){ 0 });
  Source source = { { path, 296 }, S("\nerror('here')") };
  sandbox_begin(r.sb, &rig_site, &r.diags);
  CHECK(sandbox_load(r.sb, &source, (Str){ 0 }, &r.diags) && !sandbox_call(r.sb, 0, 0, &r.diags));
  sandbox_end(r.sb);
  CHECK_STR(r.diags.items[0].message, "here");
  CHECK_INT(r.diags.items[0].line, 2);
  CHECK_INT(r.diags.items[0].file.n, 296);
  rig_free(&r);
}

CHECKS_MAIN({ "libraries are read-only tables", libraries_are_read_only_tables },
            { "scratch memory dies with the function", scratch_memory_dies_with_the_function },
            { "a reported failure is reported once", a_reported_failure_is_reported_once },
            { "calls back nest", calls_back_nest },
            { "another plugin's error is its own", another_plugins_error_is_its_own },
            { "handles expire with their hook", handles_expire_with_their_hook },
            { "templates keep their own lines", templates_keep_their_own_lines },
            { "long paths are recognised", long_paths_are_recognised })
