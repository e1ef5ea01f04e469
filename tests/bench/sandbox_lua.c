/* The same Lua code in plain Lua and in a plugin's sandbox: nanoseconds per round,
 * medians of several turns, and the ratio. tests/bench/sandbox builds and runs it. */
#include "lua/call.h"
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct {
  const char *name, *code; /* the code is the body of a round; `i` counts them */
  int rounds;
} Sample;

#define WORDS "local text = 'The quick brown fox, aged 7, jumps over 23 lazy dogs; key = value'\n"
#define LONG                                                                                       \
  "local text = ('Lorem ipsum dolor sit amet, consectetur 42 adipiscing elit. '):rep(100)\n"

static const Sample samples[] = {
  { "find: a word", WORDS "for i = 1, N do local a = text:find('lazy', 1, true) end", 200000 },
  { "find: a pattern", WORDS "for i = 1, N do local a = text:find('%d+') end", 200000 },
  { "match: trim",
    "local s = '  some text  ' for i = 1, N do local a = s:match('^%s*(.-)%s*$') end", 200000 },
  { "match: key and value",
    "local s = 'key = value' for i = 1, N do local a, b = s:match('^(%w+)%s*=%s*(%w+)$') end",
    200000 },
  { "match: nothing, short",
    "local s = 'articles/a.md' for i = 1, N do local a = s:match('^data/') end", 200000 },
  { "match: set, long text", LONG "for i = 1, N do local a = text:match('[%[%]{}]') end", 4000 },
  { "match: far ahead", LONG "for i = 1, N do local a = text:match('dolor.-(%d+).*elit') end",
    10000 },
  { "gmatch: words", WORDS "for i = 1, N do for w in text:gmatch('%a+') do end end", 30000 },
  { "gmatch: words, long text", LONG "for i = 1, N do for w in text:gmatch('[%w_]+') do end end",
    300 },
  { "gsub: escape", WORDS "for i = 1, N do local s = text:gsub('[<>&\"]', { ['<'] = '&lt;' }) end",
    50000 },
  { "gsub: blanks", LONG "for i = 1, N do local s = text:gsub('%s+', ' ') end", 300 },
  { "gsub: function",
    WORDS "for i = 1, N do local s = text:gsub('%a+', function(w) return w end) end", 20000 },
  { "gsub: %1", WORDS "for i = 1, N do local s = text:gsub('(%w+) (%w+)', '%2 %1') end", 30000 },
  { "pairs: list of 100",
    "local t = {} for i = 1, 100 do t[i] = i end for i = 1, N do for k, v in pairs(t) do end end",
    10000 },
  { "pairs: 20 keys",
    "local t = {} for i = 1, 20 do t['key' .. i] = i end for i = 1, N do for k, v in pairs(t) do "
    "end end",
    20000 },
  { "ipairs: list of 100",
    "local t = {} for i = 1, 100 do t[i] = i end for i = 1, N do for k, v in ipairs(t) do end end",
    10000 },
  { "sort: 1000 numbers",
    "for i = 1, N do local t = {} for k = 1, 1000 do t[k] = (k * 7919) % 1009 end table.sort(t) "
    "end",
    100 },
  { "sort: 1000 by function",
    "for i = 1, N do local t = {} for k = 1, 1000 do t[k] = (k * 7919) % 1009 end table.sort(t, "
    "function(a, b) return a > b end) end",
    100 },
  { "format", "for i = 1, N do local s = ('%d %s %5.2f'):format(i, 'x', 1.5) end", 200000 },
  { "concat: list of 100",
    "local t = {} for i = 1, 100 do t[i] = 'item' end for i = 1, N do local s = table.concat(t, "
    "',') end",
    10000 },
  { "sub, upper, rep",
    "local s = 'some text' for i = 1, N do local a = s:sub(2, 5):upper():rep(3) end", 100000 },
  { "insert", "for i = 1, N do local t = {} for k = 1, 100 do table.insert(t, k) end end", 5000 },
  { "calls and arithmetic",
    "local function f(a, b) return a * b + 1 end local x = 0 for i = 1, N do x = f(x, i) & 1023 "
    "end",
    1000000 },
  { "tables", "for i = 1, N do local t = { a = i, b = { i } } t.c = t.a + #t.b end", 200000 },
};

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void stop(const char *name, const char *message) {
  fprintf(stderr, "%s: %s\n", name, message);
  exit(1);
}

/* Nanoseconds for the whole code in plain Lua. */
static double plain(const Sample *s, const char *code) {
  lua_State *L = luaL_newstate();
  luaL_openlibs(L);
  if (luaL_loadstring(L, code) != LUA_OK) stop(s->name, lua_tostring(L, -1));
  double start = now();
  if (lua_pcall(L, 0, 0, 0) != LUA_OK) stop(s->name, lua_tostring(L, -1));
  double end = now();
  lua_close(L);
  return end - start;
}

static double boxed(const Sample *s, const char *code) {
  Sandbox *sb = sandbox_new(&(SandboxOptions){ .plugin = S("p"), .instructions = UINT64_MAX / 2 });
  Diags d = { 0 };
  Source source = { S("p/init.lua"), str_c(code) };
  CallSite site = { .hook = S("load") };
  sandbox_begin(sb, &site, &d);
  if (!sandbox_load(sb, &source, (Str){ 0 }, &d)) stop(s->name, "does not compile");
  double start = now();
  if (!sandbox_call(sb, 0, 0, &d)) stop(s->name, d.items[0].message.p);
  double end = now();
  sandbox_end(sb);
  sandbox_free(sb);
  diags_free(&d);
  return end - start;
}

int main(int argc, char **argv) {
  enum { TURNS = 7 };
  printf("%-26s %10s %10s %7s\n", "ns a round", "plain Lua", "sandbox", "ratio");
  for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
    const Sample *s = &samples[i];
    if (argc > 1 && !strstr(s->name, argv[1])) continue;
    char code[2000];
    snprintf(code, sizeof code, "local N = %d\n%s", s->rounds, s->code);
    double a[TURNS], b[TURNS];
    for (int turn = 0; turn < TURNS; turn++) {
      a[turn] = plain(s, code);
      b[turn] = boxed(s, code);
    }
    qsort(a, TURNS, sizeof *a, by_value);
    qsort(b, TURNS, sizeof *b, by_value);
    double x = a[TURNS / 2] / s->rounds, y = b[TURNS / 2] / s->rounds;
    printf("%-26s %10.0f %10.0f %7.2f\n", s->name, x, y, y / x);
  }
  return 0;
}
