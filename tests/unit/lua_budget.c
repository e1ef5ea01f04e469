/* A spent budget ends the worker, whatever the plugin does about it; and the
 * parent can say where that was. Every case runs in a forked child, as a hook
 * does. */
#include "check.h"

#include "lua/budget.h"
#include "sandbox_rig.h"
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a child may spend. */
typedef struct {
  uint64_t steps;
  size_t memory;
} Purse;
static const Purse few_steps = { 3000000, 256 << 20 }, little_memory = { 1000000000, 48 << 20 };

/* Runs `code` in a child; the exit status, or 1000 + signal. */
static int in_child(Progress *page, Purse purse, const char *code) {
  fflush(stdout);
  pid_t pid = fork();
  if (pid == 0) {
    setrlimit(RLIMIT_CPU, &(struct rlimit){ 60, 60 });
    progress_job(page, 7, S("articles/a.md"));
    Rig r = rig_load(
        code,
        (SandboxOptions){ .instructions = purse.steps, .memory = purse.memory, .progress = page });
    r.ok = rig_begin(&r) && sandbox_call(r.sb, 0, 0, &r.diags);
    if (!sandbox_end(r.sb)) r.ok = false;
    _exit(r.ok ? 0 : 1);
  }
  int status = 0;
  if (pid < 0 || waitpid(pid, &status, 0) != pid) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static void expect(const char *code, ProgressVerdict verdict, uint32_t line) {
  Progress *page = progress_map();
  int status = in_child(page, verdict == PROGRESS_MEMORY ? little_memory : few_steps, code);
  if (status != PROGRESS_EXIT || page->verdict != (uint32_t)verdict ||
      (line && page->line != line)) {
    check_failed_here = 1;
    printf("  status %d, verdict %u, line %u of %s\n  %s\n", status, page->verdict, page->line,
           page->file, code);
  }
  CHECK_STR(PROGRESS_STR(page, plugin), "p");
  CHECK_STR(PROGRESS_STR(page, hook), "load");
  CHECK_STR(PROGRESS_STR(page, article), "articles/a.md");
  progress_unmap(page);
}

#define LOOPS(code) expect(code, PROGRESS_INSTRUCTIONS, 0)
#define GROWS(code) expect(code, PROGRESS_MEMORY, 0)

static void endless_loops_stop(void) {
  expect("local x = 1\nwhile true do end", PROGRESS_INSTRUCTIONS, 2);
  LOOPS("::a:: goto a");
  LOOPS("local function f() return f() end f()");
  LOOPS("while true do pcall(function() while true do end end) end");
  LOOPS("while true do coroutine.wrap(function() while true do end end)() end");
  LOOPS("while true do coroutine.wrap(function() local n = 0 while n < 50 do n = n + 1 end end)() "
        "end");
  LOOPS("xpcall(error, function() while true do end end)");
  LOOPS(
      "local x <close> = setmetatable({}, { __close = function() while true do end end }) error()");
  LOOPS("error(setmetatable({}, { __tostring = function() while true do end end }))");
  LOOPS("return ('a'):gsub('a', function() while true do end end)");
  LOOPS("table.sort({ 2, 1 }, function() while true do end end)");
  LOOPS("local t = setmetatable({}, { __index = function() while true do end end }) return t.x");
}

static void work_in_c_is_paid(void) {
  LOOPS("local s = ('a'):rep(1000000) while true do s:find('b') end");
  LOOPS("local s = ('a'):rep(1000000) while true do s:upper() end");
  LOOPS("local s = ('a'):rep(1000000) while true do s:rep(10) end");
  LOOPS("local s = ('a'):rep(1000000) while true do local t = s:format() end");
  LOOPS("local s = ('1'):rep(1000000) while true do tonumber(s) end");
  LOOPS("local s = ('1'):rep(1000000) while true do utf8.len(s) end");
  LOOPS(
      "table.concat(setmetatable({}, { __len = function() return 1 << 40 end, __index = function() "
      "return '' end }))");
  LOOPS(
      "table.insert(setmetatable({}, { __len = function() return 1 << 50 end, __index = function() "
      "return 1 end, __newindex = function() end }), 1, 0)");
  LOOPS("table.move({}, 1, 1 << 60, 2)");
  LOOPS("local t = {} for i = 1, 100000 do t[i] = i % 7 end while true do table.sort(t) end");
  LOOPS("local t = {} for i = 1, 10000 do t['k' .. i] = i end while true do next(t) end");
  LOOPS("local t = {} for i = 1, 10000 do t['k' .. i] = i end while true do pairs(t) end");
}

/* Each library function that may take long, on a large argument, again and again:
 * within fewer calls than could take long. */
static void every_function_is_paid(void) {
  static const char *const calls[] = {
    "s:byte(1, 10000)",
    "string.char(s:byte(1, 10000))",
    "s:find('b', 1, true)",
    "s:find('ab', 1, true)",
    "s:find('[b]')",
    "s:match('b$')",
    "s:gsub('b', 'c')",
    "s:gsub('a', 'b')",
    "s:gmatch('b')()",
    "('%s'):format(s)",
    "('%q'):format(s)",
    "s:lower()",
    "s:upper()",
    "s:reverse()",
    "s:rep(2)",
    "s:rep(2, s)",
    "s:sub(2)",
    "string.pack('z', s)",
    "string.pack('s4', s)",
    "string.pack('c200000', s)",
    "string.unpack('z', z)",
    "string.unpack('s4', p)",
    "utf8.len(s)",
    "utf8.offset(s, 50000)",
    "utf8.codepoint(s, 1, 10000)",
    "utf8.char(utf8.codepoint(s, 1, 10000))",
    "tonumber(d)",
    "tonumber(d, 10)",
    "pcall(function() return d + 1 end)",
    "pcall(function() return -d end)",
    "rawequal(s, s2)",
    "tostring(s .. 'x')",
    "select('#', table.unpack(t, 1, 10000))",
    "select(-1, table.unpack(t, 1, 10000))",
    "table.concat(t)",
    "table.concat(t, s:sub(1, 100))",
    "table.insert(t, 1, 0) table.remove(t)",
    "table.insert(t, 0) table.remove(t, 1)",
    "table.move(t, 1, #t, 2) t[#t] = nil",
    "table.pack(table.unpack(t, 1, 10000))",
    "table.sort(t)",
    "table.sort(t, function(a, b) return a > b end)",
    "next(h)",
    "pairs(h)",
    "pairs(t)",
    "local function f(...) return { ... } end f(table.unpack(t, 1, 10000))",
    "coroutine.wrap(function() end)()",
    "print(s)",
    "local x = s .. s",
    "local x = { table.unpack(t, 1, 10000) }",
  };
  enum { CALLS = 40000 };
  Progress *page = progress_map();
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
    char code[1000];
    snprintf(code, sizeof code,
             "local k = ('a'):rep(1000) local s, s2 = k:rep(100), k:rep(99) .. k\n"
             "local z, p, d = s .. '\\0', string.pack('s4', s), ('1'):rep(1000):rep(100)\n"
             "local t, h = {}, {}\n"
             "for i = 1, 10000 do t[i] = i h['k' .. i] = i end\n"
             "for i = 1, %d do %s end",
             CALLS, calls[i]);
    int status = in_child(page, (Purse){ .steps = 1500000, .memory = 256 << 20 }, code);
    if (status != PROGRESS_EXIT ||
        (page->verdict != PROGRESS_INSTRUCTIONS && page->verdict != PROGRESS_PATTERN)) {
      check_failed_here = 1;
      printf("  status %d, verdict %u: %s\n", status, page->verdict, calls[i]);
    }
  }
  progress_unmap(page);
}

static void memory_stops(void) {
  expect("local t = {}\nlocal s = ('x'):rep(1000)\nfor i = 1, 1e9 do\n  t[i] = s .. i\nend",
         PROGRESS_MEMORY, 4);
  GROWS("local s = 'x' while true do s = s .. s end");
  GROWS("local s = 'x' while true do pcall(function() s = s .. s end) end");
  GROWS("local t = {} while true do t[#t + 1] = {} t[#t + 1] = ('x'):rep(100) end");
  GROWS("local t = {} while true do t[#t + 1] = coroutine.wrap(function() coroutine.yield() end) "
        "t[#t]() t[#t + 1] = ('x'):rep(10000) end");
  GROWS("local s = ('a'):rep(1000000) s:gsub('', ('b'):rep(1000))");
  GROWS("local s = ('a'):rep(1000000) pcall(s.gsub, s, '', ('b'):rep(1000))");
  GROWS("local s = ('a'):rep(1000000) pcall(s.gsub, s, '', ('b'):rep(1000)) return 'survived'");
  expect("local s = ('a'):rep(1000000)\ns:gsub('', ('b'):rep(1000))", PROGRESS_MEMORY, 2);
  GROWS("local s = ('x'):rep(30000000) return string.format('%s%s', s, s)");
}

/* Much garbage is no growth: the collector runs before anyone is stopped. */
static void garbage_is_collected(void) {
  Progress *page = progress_map();
  CHECK_INT(in_child(page, little_memory,
                     "for i = 1, 200 do local s = ('0123456789'):rep(1500000 + i) end"),
            0);
  CHECK_INT(
      in_child(page, little_memory, "local s = '' for i = 1, 3000 do s = s .. ('y'):rep(1000) end"),
      0);
  CHECK_INT(in_child(page, little_memory, "for i = 1, 200000 do local t = { i, { i } } end"), 0);
  progress_unmap(page);
}

static void deep_recursion_is_an_error(void) {
  static const char *const codes[] = {
    "local function f() return 1 + f() end f()",
    "local function f() return (('a'):gsub('a', f)) end f()",
    "local function f(a, b) table.sort({ 2, 1 }, f) return true end f()",
    "local function f() return coroutine.wrap(f)() end f()",
    "local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) return t[k] end "
    "return t.x",
    "local t = setmetatable({}, { __tostring = function(t) return tostring(t) end }) tostring(t)",
    "local t = setmetatable({}, { __concat = function(a, b) return a .. b end }) return t .. 1",
    "local function f(...) return select('#', ...) + f(...) end f(table.unpack({}, 1, 250000))",
    "local t = {} local c = t for i = 1, 2500 do local n = {} setmetatable(c, { __index = n }) c = "
    "n end "
    "return t.x",
    "local function h() error('again') end xpcall(error, h) error('end')",
    "local function f() return require('loop') end f()",
    "string.format('%99999999d', 1)",
    "string.rep('x', 1 << 40)",
    "pcall(pcall, pcall) error('end')",
  };
  Progress *page = progress_map();
  for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
    int status = in_child(page, (Purse){ 0 }, codes[i]);
    if (status != 1) {
      check_failed_here = 1;
      printf("  status %d: %s\n", status, codes[i]);
    }
  }
  progress_unmap(page);
}

static void the_parent_says_where(void) {
  Progress *page = progress_map();
  CHECK_INT(in_child(page, few_steps, "local n = 0\nwhile true do n = n + 1 end"), PROGRESS_EXIT);
  Diags d = { 0 };
  Source source = { S("p/init.lua"), S("local n = 0\nwhile true do n = n + 1 end") };
  progress_diag(page, "", &source, &d);
  CHECK_INT(d.count, 1);
  Diag *r = &d.items[0];
  CHECK_STR(r->file, "p/init.lua");
  CHECK_INT(r->line, 2);
  CHECK_INT(r->code, P_PLUGIN_BUDGET);
  CHECK_STR(r->message, "plugin 'p' (load) ran longer than its budget of 3 million steps");
  CHECK_STR(r->excerpt, "while true do n = n + 1 end");
  CHECK_STR(r->article, "articles/a.md");
  diags_free(&d);
  page->verdict = PROGRESS_RUNNING;
  progress_diag(page, "took longer than 30 s", NULL, &d);
  CHECK_STR(d.items[0].message, "plugin 'p' (load) took longer than 30 s");
  CHECK_INT(d.items[0].code, P_PLUGIN_KILLED);
  diags_free(&d);
  progress_job(page, 8, S("articles/b.md"));
  progress_hook(page, S(""), S("markdown"));
  progress_diag(page, "crashed (signal 11)", NULL, &d);
  CHECK_STR(d.items[0].message, "markdown crashed (signal 11)");
  CHECK_STR(d.items[0].file, "articles/b.md");
  diags_free(&d);
  memset(page, 'x', sizeof *page); /* whatever a dying worker leaves there */
  progress_diag(page, "crashed", NULL, &d);
  CHECK_INT(d.count, 1);
  diags_free(&d);
  progress_unmap(page);
}

static void equal_input_spends_equal_steps(void) {
  uint64_t left[2];
  for (int i = 0; i < 2; i++) {
    Rig r = rig_load("local t = {} for i = 1, 5000 do t['k' .. i] = ('x'):rep(i % 50) end\n"
                     "for k, v in pairs(t) do v:find('y') end table.sort({ 3, 1, 2 })",
                     (SandboxOptions){ 0 });
    CHECK(rig_begin(&r) && sandbox_call(r.sb, 0, 0, &r.diags));
    left[i] = r.sb->left;
    sandbox_end(r.sb);
    rig_free(&r);
  }
  CHECK(left[0] == left[1]);
}

CHECKS_MAIN({ "endless loops stop", endless_loops_stop },
            { "work in C is paid", work_in_c_is_paid },
            { "every function is paid", every_function_is_paid }, { "memory stops", memory_stops },
            { "garbage is collected", garbage_is_collected },
            { "deep recursion is an error", deep_recursion_is_an_error },
            { "the parent says where", the_parent_says_where },
            { "equal input spends equal steps", equal_input_spends_equal_steps })
