/* The sandbox as a plugin's author meets it: what is there, what is not and
 * what to use instead, and how every mistake is reported. */
#include "check.h"

#include "lua/call.h"
#include "lua/freeze.h"
#include "sandbox_rig.h"

/* CHECK that running `code` gives this text in `out`, or this error. */
#define GIVES(code, want)                                                                          \
  do {                                                                                             \
    Rig g_ = rig_run(code);                                                                        \
    CHECK_STR(rig_text(&g_), want);                                                                \
    rig_free(&g_);                                                                                 \
  } while (0)
#define FAILS(code, want)                                                                          \
  do {                                                                                             \
    Rig f_ = rig_run(code);                                                                        \
    CHECK(!f_.ok);                                                                                 \
    CHECK_INT(f_.diags.errors, 1);                                                                 \
    if (f_.diags.errors == 1) CHECK_STR(rig_error(&f_), want);                                     \
    rig_free(&f_);                                                                                 \
  } while (0)

static void globals_are_exactly_those(void) {
  GIVES("local names = {}\n"
        "for k in pairs(_ENV) do names[#names + 1] = k end\n"
        "return table.concat(names, ' ')",
        "assert coroutine error getmetatable ipairs math next pairs pcall print rawequal rawget "
        "rawlen require select setmetatable string table tonumber tostring type utf8 xpcall");
  GIVES("return tostring(string.format) .. tostring(undefined_name)", "functionnil");
}

static void missing_names_say_what_to_use(void) {
  FAILS("io.open('/etc/passwd')", "p/init.lua:1: 'io' is not available to plugins: plugins open no "
                                  "files; read the article, site.data and settings, write with "
                                  "files()");
  FAILS("\nlocal x = math.random()",
        "p/init.lua:2: 'math.random' is not available to plugins: output must be the same in every "
        "run; derive choices from the article");
  FAILS("return ('x'):dump()", "p/init.lua:1: 'string.dump' is not available to plugins: functions "
                               "cannot become bytes; put shared code into a file and require it");
  static const char *const names[] = { "os",       "debug",  "package",        "load",
                                       "loadfile", "dofile", "collectgarbage", "rawset",
                                       "warn",     "_G",     "_VERSION",       "math.randomseed" };
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    char code[64];
    snprintf(code, sizeof code, "return %s", names[i]);
    Rig r = rig_run(code);
    CHECK(!r.ok && r.diags.count == 1 &&
          str_find(r.diags.items[0].message, S("not available")) > 0);
    rig_free(&r);
  }
}

static void misspelt_calls_get_a_suggestion(void) {
  Rig r = rig_run("local s = strng.upper('x')");
  CHECK_STR(r.diags.items[0].message, "attempt to index a nil value (global 'strng')");
  rig_free(&r);
  r = rig_run("return ('x'):uper()");
  CHECK_STR(r.diags.items[0].message, "attempt to call a nil value (method 'uper')");
  CHECK_STR(r.diags.items[0].help, "did you mean 'upper'?");
  rig_free(&r);
  r = rig_run("tostrng(1)");
  CHECK_STR(r.diags.items[0].help, "did you mean 'tostring'?");
  rig_free(&r);
  r = rig_run("unpack({})");
  CHECK_STR(r.diags.items[0].help, "use table.unpack");
  rig_free(&r);
}

static void pairs_goes_in_order_of_keys(void) {
  GIVES(
      "local t = { z = 1, a = 2, [10] = 3, [2] = 4, [-1] = 5, [2.5] = 6, [true] = 7, [false] = 8, "
      "B = 9, ['\\xff'] = 0, [''] = 1, [math.huge] = 2, [-math.huge] = 2, [1 << 62] = 1 }\n"
      "local out = {}\n"
      "for k in pairs(t) do out[#out + 1] = tostring(k) end\n"
      "return (table.concat(out, ' '):gsub('\\xff', '?'))",
      "-inf -1 2 2.5 10 4611686018427387904 inf  B a z ? false true");
  GIVES("local t, out = { z = 1, a = 2, [1] = 3 }, ''\n"
        "for k, v in next, t do out = out .. k .. v end\n"
        "local k = nil repeat k = next(t, k) out = out .. tostring(k) until not k\n"
        "return out .. tostring(next({}))",
        "13a2z11aznilnil");
  GIVES("local t, out = { 1, 2, 3, x = 4, y = 5 }, ''\n" /* clearing while walking */
        "for k, v in pairs(t) do out = out .. v; t[k] = nil; t.y = nil end\n"
        "for k in next, { b = 1, a = 1 } do out = out .. k end\n"
        "return out .. tostring(next(t))",
        "1234abnil");
  FAILS("for k in pairs({ [{}] = 1 }) do end",
        "p/init.lua:1: cannot go through a table with a table as key: it has no order that is the "
        "same in every run; use strings or numbers as keys");
  GIVES("local t = setmetatable({}, { __pairs = function(t) return ipairs({ 7 }) end })\n"
        "for k, v in pairs(t) do return k .. v end",
        "17");
}

static void no_address_is_ever_shown(void) {
  GIVES("return tostring({}) .. tostring(print) .. tostring(coroutine.create(print)) .. "
        "string.format('%s %10s|%-8s|', {}, print, nil)",
        "tablefunctionthreadtable   function|nil     |");
  FAILS("return string.format('%5p', {})",
        "p/init.lua:1: string.format: %p would print an address, which differs from run to run; "
        "number the objects instead");
  GIVES("local t = setmetatable({}, { __name = 'Card' })\n"
        "return tostring(t) .. tostring(setmetatable({}, { __tostring = function() return 'T' end "
        "}))",
        "CardT");
  FAILS("return tostring(setmetatable({}, { __tostring = function() return 1 end }))",
        "p/init.lua:1: '__tostring' must return a string");
  GIVES("return tostring(0/0) .. tostring(-(0/0)) .. string.format('%g %.1f %s', 0/0, -(0/0), 0/0)",
        "nannannan nan nan");
  GIVES("return string.format('%q %d %5.2f %a %x %c %%', 'a\\n', 3, 0.5, 1, 255, 65)",
        "\"a\\\n\" 3  0.50 0x1p+0 ff A %");
}

static void sort_is_stable(void) {
  GIVES("local t = {}\n"
        "for i = 1, 100 do t[i] = { key = i % 3, at = i } end\n"
        "table.sort(t, function(a, b) return a.key < b.key end)\n"
        "for i = 2, 100 do\n"
        "  local a, b = t[i - 1], t[i]\n"
        "  assert(a.key < b.key or a.key == b.key and a.at < b.at)\n"
        "end\n"
        "local s = { 'b', 'a', 'c' } table.sort(s)\n"
        "local n = {} for i = 1, 1000 do n[i] = (i * 7919) % 1009 end table.sort(n)\n"
        "for i = 2, 1000 do assert(n[i - 1] <= n[i]) end\n"
        "table.sort(n, function() return true end)\n" /* no order at all: still ends */
        "return table.concat(s)",
        "abc");
  FAILS("table.sort({ 1, 'a', 2 })", "p/init.lua:1: attempt to compare string with number");
  FAILS("table.sort({ 3, 2, 1 }, function() coroutine.yield() end)",
        "p/init.lua:1: attempt to yield from outside a coroutine");
}

static void metatables_are_guarded(void) {
  GIVES("return tostring(getmetatable('')) .. tostring(getmetatable(1)) .. ('10' + 1)",
        "falsenil11");
  FAILS("setmetatable({}, { __gc = print })",
        "p/init.lua:1: __gc is not available: what the garbage collector does, and when, must not "
        "reach the output; use a <close> variable");
  FAILS(
      "setmetatable({}, { __mode = 'k' })",
      "p/init.lua:1: __mode is not available: what the garbage collector does, and when, must not "
      "reach the output");
  FAILS(
      "local m = {} setmetatable({}, m)\nm.__mode = 'k'",
      "p/init.lua:2: __mode is not available: what the garbage collector does, and when, must not "
      "reach the output");
  FAILS("local m = { __metatable = 1 } setmetatable(setmetatable({}, m), {})",
        "p/init.lua:1: cannot change a protected metatable");
  GIVES("return tostring(getmetatable(setmetatable({}, { __metatable = 'mine' })))", "mine");
  GIVES("return tostring(getmetatable(_ENV)) .. tostring(pcall(setmetatable, _ENV, {}))",
        "nilfalse");
  FAILS("string.format = nil",
        "p/init.lua:1: library 'string' is read-only: field 'format' cannot be "
        "set");
}

static void classes_work_in_every_usual_way(void) {
  GIVES("local Point = {}\nPoint.__index = Point\n"
        "function Point.new(x) return setmetatable({ x = x }, Point) end\n"
        "local p = Point.new(3)\n"
        "function Point:double() return self.x * 2 end\n" /* methods added later */
        "Point.__add = function(a, b) return Point.new(a.x + b.x) end\n"
        "Point.__len = function() return 9 end\n"
        "Point.__eq = function(a, b) return a.x == b.x end\n"
        "assert(getmetatable(p) == Point and rawget(Point, 'new') and rawlen(Point) == 0)\n"
        "assert(p == Point.new(3) and not rawequal(p, Point.new(3)))\n"
        "return (p + p):double() + #p",
        "21");
  GIVES("local Base = {} Base.__index = Base\n"
        "function Base:name() return 'base ' .. self.id end\n"
        "local Derived = setmetatable({}, { __index = Base, __call = function(class, id) return "
        "setmetatable({ id = id }, class) end })\n"
        "Derived.__index = Derived\n"
        "local d = Derived('d')\n"
        "assert(getmetatable(getmetatable(d)).__index == Base)\n"
        "local e = Derived('e')\n"
        "function Base:late() return 'late ' .. self.id end\n"
        "return d:name() .. e:late()",
        "base dlate e");
  GIVES("local mm = {} local M = setmetatable({}, mm) setmetatable({}, M)\n" /* M is moved */
        "mm.__index = function(t, k) assert(t == M) return 'got ' .. k end\n"
        "mm.__newindex = function(t, k, v) rawequal(t, M) ; mm.last = k .. v end\n"
        "mm.__call = function(self, x) return x + 1 end\n"
        "M.y = 1\n"
        "return M.x .. mm.last .. M(1) .. #M",
        "got xy120");
  GIVES("local t = setmetatable({}, { __index = function(t, k) return k .. '!' end })\n"
        "setmetatable(t, nil)\n"
        "return tostring(t.x)",
        "nil");
  GIVES("local M = { __index = { a = 1 } } setmetatable({}, M)\n"
        "local keys = '' for k in pairs(M) do keys = keys .. k end\n"
        "M.__index = nil M.__index = { a = 2 }\n"
        "return keys .. setmetatable({}, M).a .. tostring(next(M))",
        "__index2__index");
  FAILS("local M = {} M.__index = M setmetatable(M, M) return M.x",
        "p/init.lua:1: C stack overflow");
}

static void errors_of_every_kind_are_one_record(void) {
  FAILS("error('plain')", "p/init.lua:1: plain");
  FAILS("\n\nerror('no position', 0)", "p/init.lua:3: no position");
  FAILS("error()", "p/init.lua:1: error raised without a message (the error object is nil)");
  FAILS("error({})", "p/init.lua:1: error object is a table without a message");
  FAILS("error({ message = 'in a field' })", "p/init.lua:1: in a field");
  FAILS("error(print)", "p/init.lua:1: error object is a function, not a message");
  FAILS("error(42)", "p/init.lua:1: 42");
  FAILS("error(setmetatable({}, { __tostring = function() return 'object' end }))",
        "p/init.lua:1: object");
  FAILS("error(setmetatable({}, { __tostring = function() error('again') end }))",
        "p/init.lua:1: error object whose __tostring fails");
  FAILS("local function f() error('deep') end\n"
        "local ok, e = pcall(f)\n"
        "error(e)",
        "p/init.lua:1: deep");
  FAILS("coroutine.wrap(function()\n error('inside') end)()", "p/init.lua:2: inside");
  FAILS("coroutine.yield()", "p/init.lua:1: attempt to yield from outside a coroutine");
  FAILS("local function f() return 1 + f() end f()", "p/init.lua:1: stack overflow");
  Rig r = rig_run("error(('E'):rep(20000000))");
  CHECK(r.diags.count == 1 && r.diags.items[0].message.n < 700);
  CHECK(str_ends(r.diags.items[0].message, S("... (20000000 bytes)")));
  rig_free(&r);
}

static void a_record_points_at_the_line(void) {
  Rig r = rig_run("local a = 1\n  local b = a .. nil\n");
  Diag *e = &r.diags.items[0];
  CHECK_STR(e->file, "p/init.lua");
  CHECK_INT(e->line, 2);
  CHECK_INT(e->col, 3);
  CHECK_STR(e->excerpt, "  local b = a .. nil");
  CHECK_STR(e->plugin, "p");
  CHECK_STR(e->article, "articles/a.md");
  CHECK(str_find(e->trace, S("p/init.lua:2: in ")) >= 0);
  rig_free(&r);
}

static void syntax_errors_have_a_column(void) {
  Rig r = rig_run("local x = 1\nlocal y = = 2\n");
  CHECK(!r.ok);
  CHECK_INT(r.diags.items[0].code, P_LUA_SYNTAX);
  CHECK_STR(rig_error(&r), "p/init.lua:2: unexpected symbol near '='");
  rig_free(&r);
  r = rig_run("local x = 1\nx.y:z\n");
  CHECK_INT(r.diags.items[0].line, 3);
  rig_free(&r);
  r = rig_run("return 1 $ 2");
  CHECK_INT(r.diags.items[0].col, 10);
  rig_free(&r);
  r = rig_run("\x1bLua");
  CHECK_STR(r.diags.items[0].message, "is Lua bytecode; only source text is accepted");
  rig_free(&r);
  GIVES("\xEF\xBB\xBFreturn 'bom'", "bom");
}

static void print_is_a_note(void) {
  Rig r = rig_run("print('a', 1, nil, {})\nprint('\\27[2J')");
  CHECK(r.ok);
  CHECK_INT(r.diags.count, 2);
  CHECK_STR(r.diags.items[0].message, "a 1 nil table");
  CHECK_INT(r.diags.items[0].severity, DIAG_NOTE);
  CHECK_STR(r.diags.items[0].plugin, "p");
  CHECK_INT(r.diags.items[1].line, 2);
  rig_free(&r);
  r = rig_run("for i = 1, 10000 do print(('x'):rep(1000)) end");
  CHECK(r.ok && r.diags.count < 100);
  rig_free(&r);
}

static void require_finds_the_plugins_own_files(void) {
  GIVES("local m = require 'util' return m.name .. require('util').name .. tostring(m == require "
        "'util')",
        "utilutiltrue");
  GIVES("return require('lib.deep')", "lib/deep.lua");
  FAILS("require 'nothere'", "p/init.lua:1: module 'nothere' not found: there is no nothere.lua in "
                             "the plugin's folder");
  FAILS("require 'string'",
        "p/init.lua:1: module 'string' not found: there is no string.lua in the "
        "plugin's folder; the library is already there as a global");
  FAILS("require 'loop'",
        "p/loop.lua:1: module 'loop' requires itself, directly or through another "
        "module");
  FAILS("require 'broken'", "p/broken.lua:1: unexpected symbol near ')'");
  FAILS("pcall(require, 'broken')", "p/broken.lua:1: unexpected symbol near ')'");
  static const char *const bad[] = { "../x", "/etc/passwd", "a..b",   ".a",   "a.",
                                     "",     "a/b",         "a\\\\b", "a\\0b" };
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    char code[64];
    snprintf(code, sizeof code, "require '%s'", bad[i]);
    Rig r = rig_run(code);
    CHECK(!r.ok && str_starts(r.diags.items[0].message, S("not the name of a module")));
    rig_free(&r);
  }
}

static void strings_and_tables_work_as_in_lua(void) {
  GIVES(
      "local s = 'hello world'\n"
      "local a, b, c = s:find('(o) ')\n"
      "assert(a == 5 and b == 6 and c == 'o')\n"
      "assert(s:match('w%a+') == 'world' and s:match('()ll()') == 3 and not s:match('^w'))\n"
      "assert(s:match('%a+', 7) == 'world' and s:find('o', -4) == 8 and s:find('') == 1)\n"
      "assert(s:match('') == '' and s:match('l*', 3) == 'll' and s:find('.', 1, true) == nil)\n"
      "assert(s:match('h', 1, true) == 'h' and ('a.b'):match('%.') == '.')\n"
      "assert(s:find('', 12) == 12 and s:find('', 13) == nil and s:match('', 99) == nil)\n"
      "local n = 0 for w in s:gmatch('%a+') do n = n + #w end assert(n == 10)\n"
      "for k, v in ('a=1, b=2'):gmatch('(%w)=(%w)') do n = n + v end assert(n == 13)\n"
      "assert(s:gsub('o', '0') == 'hell0 w0rld' and s:rep(2, '-') == s .. '-' .. s)\n"
      "assert(s:byte(1) == 104 and select('#', s:byte(1, -1)) == 11 and s:sub(-5) == 'world')\n"
      "assert(utf8.len('\xe4\xb8\xad\xe6\x96\x87') == 2 and utf8.char(20013) == '\xe4\xb8\xad')\n"
      "for p, c in utf8.codes('a\xe4\xb8\xad') do n = n + c end\n"
      "assert(utf8.codepoint('a', 1) == 97 and utf8.offset('a\xe4\xb8\xad', 2) == 2)\n"
      "assert(string.unpack('<i4', string.pack('<i4', 7)) == 7)\n"
      "assert(not pcall(string.rep, 'x', 1 << 40) and not pcall(string.rep, 'x', 1 << 62, 'yy'))\n"
      "return n",
      "20123");
  GIVES("local t = { 1, 2, 3 }\n"
        "table.insert(t, 4) table.insert(t, 1, 0) table.remove(t) table.remove(t, 2)\n"
        "assert(table.concat(t, ',') == '0,2,3')\n"
        "assert(select('#', table.unpack(t)) == 3 and table.pack(1, nil).n == 2)\n"
        "assert(table.concat(table.move(t, 1, 3, 2), ',') == '0,0,2,3')\n"
        "assert(not pcall(table.unpack, {}, 1, 1e7) and not pcall(table.insert, t, 9, 1))\n"
        "return math.floor(3.7) .. math.max(1, 2) .. math.type(1)",
        "32integer");
  FAILS("string.rep()",
        "p/init.lua:1: string.rep: 'text' (argument 1) must be a string, and is missing; usage: "
        "string.rep(text, n, separator?)");
}

static void coroutines_are_ordinary(void) {
  GIVES(
      "local g = coroutine.wrap(function(a) local b = coroutine.yield(a + 1) return b * 2 end)\n"
      "local x, y = g(1), g(5)\n"
      "local co = coroutine.create(function() error('e', 0) end)\n"
      "local ok, e = coroutine.resume(co)\n"
      "local in_pairs = coroutine.wrap(function() for k in pairs({ a = 1, b = 2 }) do "
      "coroutine.yield(k) end end)\n"
      "local lazy = setmetatable({}, { __index = function(t, k) return coroutine.yield(k) end })\n"
      "local meta = coroutine.wrap(function() return lazy.k end)\n"
      "return x .. y .. tostring(ok) .. e .. coroutine.status(co) .. in_pairs() .. in_pairs() .. "
      "meta() .. meta('v')",
      "210falseedeadabkv");
}

CHECKS_MAIN({ "globals are exactly those", globals_are_exactly_those },
            { "missing names say what to use", missing_names_say_what_to_use },
            { "misspelt calls get a suggestion", misspelt_calls_get_a_suggestion },
            { "pairs goes in order of keys", pairs_goes_in_order_of_keys },
            { "no address is ever shown", no_address_is_ever_shown },
            { "sort is stable", sort_is_stable },
            { "metatables are guarded", metatables_are_guarded },
            { "classes work in every usual way", classes_work_in_every_usual_way },
            { "errors of every kind are one record", errors_of_every_kind_are_one_record },
            { "a record points at the line", a_record_points_at_the_line },
            { "syntax errors have a column", syntax_errors_have_a_column },
            { "print is a note", print_is_a_note },
            { "require finds the plugin's own files", require_finds_the_plugins_own_files },
            { "strings and tables work as in lua", strings_and_tables_work_as_in_lua },
            { "coroutines are ordinary", coroutines_are_ordinary })
