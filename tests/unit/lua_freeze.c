/* What a plugin may not carry from one hook to the next, and that read-only
 * tables are otherwise like any table. */
#include "check.h"

#include "sandbox_rig.h"

/* Loads `code`, which returns a function, freezes it, and calls it `times`. The
 * text is what the last call returned. */
static Rig freeze_and_call(const char *code, int times) {
  Rig r = rig_load(code, (SandboxOptions){ 0 });
  lua_State *L = r.sb->L;
  r.ok = rig_begin(&r) && sandbox_call(r.sb, 0, 1, &r.diags) && freeze_all(r.sb, -1, &r.diags);
  if (r.ok) {
    lua_pushvalue(L, -1);
    lua_setfield(L, LUA_REGISTRYINDEX, "hook");
  }
  if (!sandbox_end(r.sb)) r.ok = false;
  for (int i = 0; r.ok && i < times; i++) {
    static const CallSite scan = { .hook = { "scan", 4 }, .article = { "articles/b.md", 13 } };
    sandbox_begin(r.sb, &scan, &r.diags);
    lua_getfield(L, LUA_REGISTRYINDEX, "hook");
    r.ok = sandbox_call(r.sb, 0, 1, &r.diags);
    if (r.ok && lua_isstring(L, -1)) r.out = arena_str(&r.arena, str_c(lua_tostring(L, -1)));
    if (!sandbox_end(r.sb)) r.ok = false;
  }
  return r;
}

#define GIVES(lua, want)                                                                           \
  do {                                                                                             \
    Rig g_ = freeze_and_call(lua, 2);                                                              \
    CHECK_STR(rig_text(&g_), want);                                                                \
    rig_free(&g_);                                                                                 \
  } while (0)
#define FAILS(lua, want)                                                                           \
  do {                                                                                             \
    Rig f_ = freeze_and_call(lua, 2);                                                              \
    CHECK(!f_.ok);                                                                                 \
    CHECK_INT(f_.diags.errors, 1);                                                                 \
    if (f_.diags.errors == 1) CHECK_STR(rig_error(&f_), want);                                     \
    if (f_.diags.errors == 1) CHECK_INT(f_.diags.items[0].code, P_PLUGIN_STATE);                   \
    rig_free(&f_);                                                                                 \
  } while (0)

static void tables_cannot_keep_state(void) {
  FAILS("local seen = {}\nreturn function()\n  seen.a = 1\nend",
        "p/init.lua:3: plugin keeps state between articles: field 'a' is set in a table that "
        "outlives the hook; return it as a fact");
  FAILS("local seen = { list = { 1 } }\nreturn function() table.insert(seen.list, 2) end",
        "p/init.lua:2: plugin keeps state between articles: field [2] is set in a table that "
        "outlives the hook; return it as a fact");
  FAILS("local seen = { list = { 1 } }\nreturn function() table.remove(seen.list) end",
        "p/init.lua:2: plugin keeps state between articles: field [1] is set in a table that "
        "outlives the hook; return it as a fact");
  FAILS("local t = { 2, 1 }\nreturn function() table.sort(t) end",
        "p/init.lua:2: plugin keeps state between articles: field [1] is set in a table that "
        "outlives the hook; return it as a fact");
  FAILS(
      "counter = 0\nreturn function() counter = counter + 1 end",
      "p/init.lua:2: plugin keeps state between articles: global 'counter' is set in a hook; make "
      "it local, or return it as a fact");
  FAILS("return function() new = 1 end",
        "p/init.lua:1: plugin keeps state between articles: global 'new' is set in a hook; make it "
        "local, or return it as a fact");
  FAILS("local t = {}\nreturn function() setmetatable(t, {}) end",
        "p/init.lua:2: plugin keeps state between articles: the metatable of a table that outlives "
        "the hook is set");
  FAILS("local k, v = {}, {}\nlocal t = { [k] = 1, x = setmetatable({}, { __index = v }) }\n"
        "return function() local a = t v.x = 1 end",
        "p/init.lua:3: plugin keeps state between articles: field 'x' is set in a table that "
        "outlives the hook; return it as a fact");
  FAILS("local C = {} C.__index = C\nreturn function() local o = setmetatable({}, C)\nC.count = 1 "
        "end",
        "p/init.lua:3: plugin keeps state between articles: field 'count' is set in a table that "
        "outlives the hook; return it as a fact");
  FAILS("local m = require 'util'\nreturn function() m.list[1] = 2 end",
        "p/init.lua:2: plugin keeps state between articles: field [1] is set in a table that "
        "outlives the hook; return it as a fact");
  FAILS("return function() require('state').t.x = 1 end", /* loaded inside the hook */
        "p/init.lua:1: plugin keeps state between articles: field 'x' is set in a table that "
        "outlives the hook; return it as a fact");
}

static void variables_cannot_keep_state(void) {
  FAILS("local count = 0\nreturn function()\n  count = count + 1\nend",
        "p/init.lua:3: plugin keeps state between articles: variable 'count' changed during scan");
  FAILS(
      "local cache\nlocal function get()\n  if not cache then cache = {} end\n  return cache\nend\n"
      "return function() get() end",
      "p/init.lua:3: plugin keeps state between articles: variable 'cache' changed during scan");
  FAILS("return function() require('state').f() end",
        "p/state.lua:1: plugin keeps state between articles: variable 'n' changed during scan");
  FAILS("return function() _ENV = { a = 1 } end",
        "p/init.lua:1: plugin keeps state between articles: variable '_ENV' changed during scan");
  FAILS(
      "local co = coroutine.create(print)\nreturn function() return co end",
      "p/init.lua:2: plugin keeps state between articles: variable 'co' holds a coroutine; make it "
      "inside the hook");
  FAILS(
      "local f = coroutine.wrap(print)\nlocal t = { f }\nreturn function() return t end",
      "p/init.lua:3: plugin keeps state between articles: variable 't' holds a coroutine; make it "
      "inside the hook");
  FAILS("g = ('abc'):gmatch('.')\nreturn function() return g() end",
        "p/init.lua:0: plugin keeps state between articles: global 'g' holds an iterator; make it "
        "inside the hook");
  FAILS(
      "local step = pairs({ 1, 2 })\nreturn function() return step({}) end",
      "p/init.lua:2: plugin keeps state between articles: variable 'step' holds an iterator; make "
      "it inside the hook");
  GIVES("local x, nan, f, s = 1, 0/0, 1.5, 'a' .. 'b'\n"
        "return function() x = x nan = 0/0 f = 3 / 2 s = 'ab' return s end",
        "ab");
}

static void a_changed_variable_is_put_back(void) {
  Rig r = freeze_and_call("local n = 0 return function() n = n + 1 return tostring(n) end", 1);
  CHECK(!r.ok);
  lua_State *L = r.sb->L;
  sandbox_begin(r.sb, &rig_site, &r.diags);
  lua_getfield(L, LUA_REGISTRYINDEX, "hook");
  CHECK(sandbox_call(r.sb, 0, 1, &r.diags));
  CHECK_STR(str_c(lua_tostring(L, -1)), "1");
  CHECK(!sandbox_end(r.sb));
  rig_free(&r);
}

static void reading_is_as_before(void) {
  GIVES("local t = { 10, 20, 30, x = 'y', [2.5] = 1, [true] = 2, sub = { deep = { 'd' } } }\n"
        "local same = t\n"
        "return function()\n"
        "  local out = {}\n"
        "  for i, v in ipairs(t) do out[#out + 1] = i .. '=' .. v end\n"
        "  for k, v in pairs(t) do out[#out + 1] = tostring(k) end\n"
        "  for k in next, t.sub do out[#out + 1] = k end\n"
        "  out[#out + 1] = table.concat(t, '+', 1, 3)\n"
        "  out[#out + 1] = select('#', table.unpack(t)) .. #t .. rawlen(t) .. rawget(t, 'x')\n"
        "  assert(t == same and rawequal(t, same) and t.sub.deep[1] == 'd' and t.none == nil)\n"
        "  assert(table.concat(table.move(t, 1, 3, 2, {}), ',', 2) == '10,20,30')\n"
        "  assert(getmetatable(t) == nil and type(t) == 'table' and tostring(t) == 'table')\n"
        "  assert(next({}) == nil and next(t) == 1 and next(t, 'x') == true)\n"
        "  local copy = {} for k, v in pairs(t) do copy[k] = v end copy[1] = 0\n"
        "  return table.concat(out, ' ')\n"
        "end",
        "1=10 2=20 3=30 1 2 2.5 3 sub x true deep 10+20+30 333y");
}

static void objects_of_frozen_classes_work(void) {
  GIVES(
      "local Point = {} Point.__index = Point\n"
      "Point.__add = function(a, b) return Point.new(a.x + b.x) end\n"
      "Point.__tostring = function(p) return 'P' .. p.x end\n"
      "function Point.new(x) return setmetatable({ x = x }, Point) end\n"
      "local Point3 = setmetatable({}, { __index = Point, __call = function(c, x) return "
      "setmetatable({ x = x }, c) end })\n"
      "Point3.__index = Point3\n"
      "function Point3:z() return 'z' .. self.x end\n"
      "local origin = Point.new(0)\n"
      "local dyn = setmetatable({ own = 1 }, { __index = function(t, k) return k .. tostring(t) "
      "end,\n"
      "  __tostring = function() return 'D' end, __len = function() return 7 end,\n"
      "  __call = function(self, x) return x * 2 end, __pairs = function(t) return next, { q = 1 } "
      "end })\n"
      "return function()\n"
      "  local p = Point.new(1) + origin + Point.new(2)\n"
      "  p.y = 5\n"
      "  local q = Point3(4) q.w = 1\n"
      "  assert(getmetatable(p) == Point and getmetatable(origin) == Point and Point3.new == "
      "Point.new)\n"
      "  local keys = '' for k in pairs(dyn) do keys = keys .. k end\n"
      "  local late = setmetatable({}, { __index = dyn })\n"
      "  return tostring(p) .. tostring(origin) .. q:z() .. dyn.foo .. dyn.own .. #dyn .. dyn(4) "
      ".. "
      "keys .. late.bar\n"
      "end",
      "P3P0z4fooD178qbarD");
}

static void deep_and_cyclic_tables_freeze(void) {
  GIVES("local t = {} local c = t\n"
        "for i = 1, 50000 do c.n = { prev = c } c = c.n end\n"
        "c.n = t t[t] = t\n"
        "local f f = function() return f, t end\n"
        "t.f = f\n"
        "return function() local n, c = 0, t while n < 50000 do c = c.n n = n + 1 end\n"
        "assert(not pcall(function() c.x = 1 end) == true) return n end",
        "50000");
}

/* A random program over a table, run on a plain copy and on the frozen one, must
 * read the same everywhere and change neither. */
static void random_reads_agree(void) {
  GIVES("local seed = 42\n"
        "local function rnd(n) seed = (seed * 1103515245 + 12345) & 0x7fffffff return seed // "
        "65536 % "
        "n end\n"
        "local function build(depth)\n"
        "  local t = {}\n"
        "  for i = 1, rnd(12) do\n"
        "    local k = rnd(3)\n"
        "    local key = k == 0 and #t + 1 or k == 1 and 'k' .. rnd(9) or (rnd(9) - 4) + 0.25\n"
        "    t[key] = t[key] == nil and depth > 0 and rnd(2) == 0 and build(depth - 1) or 'v' .. "
        "rnd(99)\n"
        "  end\n"
        "  return t\n"
        "end\n"
        "local function dump(t, out)\n"
        "  out[#out + 1] = '{' .. #t .. rawlen(t)\n"
        "  for k, v in pairs(t) do\n"
        "    out[#out + 1] = tostring(k)\n"
        "    assert(t[k] == v and rawget(t, k) == v)\n"
        "    if type(v) == 'table' then dump(v, out) else out[#out + 1] = v end\n"
        "  end\n"
        "  local n = 0 for k in next, t do n = n + 1 end\n"
        "  for i, v in ipairs(t) do n = n + i end\n"
        "  out[#out + 1] = n .. '}'\n"
        "end\n"
        "local trees, texts = {}, {}\n"
        "for i = 1, 60 do\n"
        "  trees[i] = build(3)\n"
        "  local out = {} dump(trees[i], out) texts[i] = table.concat(out, ' ')\n"
        "end\n"
        "build, rnd = nil, nil\n"
        "return function()\n"
        "  for i = 1, 60 do\n"
        "    local out = {} dump(trees[i], out)\n"
        "    assert(table.concat(out, ' ') == texts[i])\n"
        "    assert(not pcall(function() trees[i].x = 1 end))\n"
        "  end\n"
        "  return 'same'\n"
        "end",
        "same");
}

static void handles_expire(void) {
  Rig r = rig_run("return 1");
  uint64_t before = r.sb->epoch;
  sandbox_begin(r.sb, &rig_site, &r.diags);
  CHECK(r.sb->epoch > before);
  before = r.sb->epoch;
  sandbox_end(r.sb);
  CHECK(r.sb->epoch > before);
  rig_free(&r);
}

CHECKS_MAIN({ "tables cannot keep state", tables_cannot_keep_state },
            { "variables cannot keep state", variables_cannot_keep_state },
            { "a changed variable is put back", a_changed_variable_is_put_back },
            { "reading is as before", reading_is_as_before },
            { "objects of frozen classes work", objects_of_frozen_classes_work },
            { "deep and cyclic tables freeze", deep_and_cyclic_tables_freeze },
            { "random reads agree", random_reads_agree }, { "handles expire", handles_expire })
