/* Own patterns against Lua's: tens of thousands of generated patterns on
 * generated texts, through find, match, gmatch and gsub, in one run of the same Lua
 * code under both libraries. Results, captures, positions and messages are equal;
 * only that a pattern may be too deep is a thing of Lua's own. And the steps:
 * equal for equal input, spent by what runs away. */
#include "check.h"

#include "lua/budget.h"
#include "lua/pattern.h"
#include "sandbox_rig.h"
#include <lualib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Everything one pattern does to one text, as one string. Runs in both worlds, so it
 * uses nothing that differs in them. */
static const char script[] =
    "local text, pattern, init, new, most = ...\n"
    "local out = {}\n"
    "local function add(name, ok, ...)\n"
    "  local n = select('#', ...)\n"
    "  out[#out + 1] = name .. (ok and ' = ' or ' fails: ')\n"
    "  for i = 1, n do\n"
    "    local v = select(i, ...)\n"
    "    local t = math.type(v) or type(v)\n"
    "    if t == 'string' and not ok then v = v:gsub('^[^:]*:%d+: ', '', 1) end\n"
    "    out[#out + 1] = t .. '<' .. tostring(v) .. '>'\n"
    "  end\n"
    "  out[#out + 1] = '\\n'\n"
    "end\n"
    "local function walk()\n"
    "  local all, rounds = {}, 0\n"
    "  for a, b, c in text:gmatch(pattern, init) do\n"
    "    all[#all + 1] = tostring(a) .. '|' .. tostring(b) .. '|' .. tostring(c)\n"
    "    rounds = rounds + 1\n"
    "    if rounds > 60 then break end\n"
    "  end\n"
    "  return table.concat(all, ';')\n"
    "end\n"
    "add('find', pcall(string.find, text, pattern, init))\n"
    "add('plain', pcall(string.find, text, pattern, init, true))\n"
    "add('match', pcall(string.match, text, pattern, init))\n"
    "add('gmatch', pcall(walk))\n"
    "add('gsub', pcall(string.gsub, text, pattern, new, most))\n"
    "add('gsub table', pcall(string.gsub, text, pattern, { a = 'X', b = 1, ab = false, [1] = 'P' "
    "}, "
    "most))\n"
    "add('gsub function', pcall(string.gsub, text, pattern, function(a, b)\n"
    "  if b then return tostring(b) .. tostring(a) end\n"
    "  if a == 'a' then return nil end\n"
    "  if a == 'b' then return false end\n"
    "  return '[' .. tostring(a) .. ']'\n"
    "end, most))\n"
    "return table.concat(out)\n";

typedef struct {
  uint64_t state;
} Random;

static uint32_t next_random(Random *r, uint32_t below) {
  r->state ^= r->state << 13;
  r->state ^= r->state >> 7;
  r->state ^= r->state << 17;
  return (uint32_t)((r->state >> 20) % below);
}

/* Pieces that make a pattern interesting, and some that break it. */
static const Str pieces[] = {
  S("a"),           S("b"),       S("ab"),     S("."),     S("%a"),   S("%d"),        S("%s"),
  S("%w"),          S("%p"),      S("%u"),     S("%l"),    S("%x"),   S("%c"),        S("%g"),
  S("%A"),          S("%D"),      S("%S"),     S("%W"),    S("[ab]"), S("[^a]"),      S("[a-c]"),
  S("[%a_]"),       S("[^%d%s]"), S("[]]"),    S("[^]]"),  S("[a-]"), S("[%]b]"),     S("[a-%d]"),
  S("[%a-z]"),      S("%%"),      S("%."),     S("%-"),    S("%b()"), S("%bab"),      S("%baa"),
  S("%f[a]"),       S("%f[^%w]"), S("%f[%z]"), S("%1"),    S("%2"),   S("("),         S(")"),
  S("()"),          S("(a"),      S("(.-)"),   S("(%a+)"), S("(a*)"), S("*"),         S("+"),
  S("-"),           S("?"),       S("a*"),     S("a+"),    S("a-"),   S("a?"),        S(".-"),
  S(".*"),          S("^"),       S("$"),      S("\0"),    S("%\0"),  S("[\0-\x7f]"), S("\xE9"),
  S("[\x80-\xFF]"), S("%b"),      S("%bx"),    S("%f"),    S("%fa"),  S("["),         S("[^"),
  S("[a"),          S("[%"),      S("[%]"),    S("%"),     S("%0"),   S("%9"),        S("]"),
  S("(()"),         S("(.)"),     S("%z"),
};

static const Str fillers[] = {
  S("a"), S("b"),    S("ab"), S("aab"), S(" "),    S("1"),        S("x"),  S("("),
  S(")"), S("-"),    S("."),  S("%"),   S("]"),    S("\0"),       S("\n"), S("_"),
  S("A"), S("\xE9"), S("^"),  S("$"),   S("aaaa"), S("(ab(a)b)"), S("7a"),
};
static const Str news[] = {
  S("x"),  S("%0"), S("<%1>"), S("%2"), S("%%"),   S("%"),
  S("%a"), S(""),   S("%1%1"), S("%9"), S("-%0-"),
};

static size_t compose(char *out, size_t most, const Str *from, uint32_t count, uint32_t parts,
                      Random *r) {
  size_t n = 0;
  for (uint32_t i = 0; i < parts; i++) {
    Str s = from[next_random(r, count)];
    if (n + s.n > most) break;
    memcpy(out + n, s.p, s.n);
    n += s.n;
  }
  return n;
}

#define COUNT(array) (uint32_t)(sizeof(array) / sizeof *(array))

typedef struct {
  char text[200], pattern[120];
  size_t text_n, pattern_n;
  lua_Integer init, most;
  Str new;
} Sample;

static void make(Sample *x, Random *r) {
  x->text_n = compose(x->text, sizeof x->text, fillers, COUNT(fillers), next_random(r, 9), r);
  x->pattern_n = compose(x->pattern, sizeof x->pattern, pieces, COUNT(pieces),
                         1 + next_random(r, next_random(r, 4) ? 4 : 10), r);
  static const lua_Integer inits[] = { 1, 1, 1, 2, 3, 0, -1, -3, 100, -100 };
  x->init = inits[next_random(r, COUNT(inits))];
  static const lua_Integer mosts[] = { 1000, 1000, 1, 2, 0, -1 };
  x->most = mosts[next_random(r, COUNT(mosts))];
  x->new = news[next_random(r, COUNT(news))];
}

/* The function and the sample's arguments are pushed. */
static void push_sample(lua_State *L, const Sample *x) {
  lua_pushlstring(L, x->text, x->text_n);
  lua_pushlstring(L, x->pattern, x->pattern_n);
  lua_pushinteger(L, x->init);
  lua_pushlstring(L, x->new.p, x->new.n);
  lua_pushinteger(L, x->most);
}

static Str told(lua_State *L) {
  Str s;
  s.p = lua_tolstring(L, -1, &s.n);
  return s;
}

static bool same(Sandbox *sb, lua_State *real, const Sample *x, Str *ours, Str *theirs) {
  lua_State *L = sb->L;
  lua_settop(real, 1);
  lua_pushvalue(real, 1);
  push_sample(real, x);
  if (lua_pcall(real, 5, 1, 0) != LUA_OK) {
    printf("  %s\n", lua_tostring(real, -1));
    return false;
  }
  lua_settop(L, 1);
  lua_pushvalue(L, 1);
  push_sample(L, x);
  if (lua_pcall(L, 5, 1, 0) != LUA_OK) {
    printf("  %s\n", lua_tostring(L, -1));
    return false;
  }
  *ours = told(L);
  *theirs = told(real);
  return str_eq(*ours, *theirs) || str_find(*theirs, S("too complex")) >= 0;
}

static void show(const char *name, Str s) {
  printf("    %s: ", name);
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] >= 32 && (unsigned char)s.p[i] < 127)
      putchar(s.p[i]);
    else if (s.p[i] == '\n')
      printf("\n      ");
    else
      printf("\\x%02X", (unsigned char)s.p[i]);
  putchar('\n');
}

static void equal_to_lua(void) {
  enum { SAMPLES = 40000 };
  lua_State *real = luaL_newstate();
  luaL_openlibs(real);
  CHECK(luaL_loadstring(real, script) == LUA_OK);
  Rig r = rig_load(script, (SandboxOptions){ .instructions = UINT64_MAX / 2 });
  CHECK(rig_begin(&r));
  Random random = { 20240501 };
  Sample x;
  int shown = 0;
  uint32_t matched = 0, failed = 0;
  for (uint32_t i = 0; i < SAMPLES && shown < 5; i++) {
    Str ours = { 0 }, theirs = { 0 };
    make(&x, &random);
    if (!same(r.sb, real, &x, &ours, &theirs)) {
      CHECK(!"equal");
      show("pattern", str_n(x.pattern, x.pattern_n));
      show("text", str_n(x.text, x.text_n));
      show("new", x.new);
      show("ours", ours);
      show("Lua's", theirs);
      shown++;
    }
    matched += str_starts(theirs, S("find = integer"));
    failed += str_starts(theirs, S("find fails"));
  }
  /* The samples are worth something. */
  CHECK(matched > SAMPLES / 8 && failed > SAMPLES / 20);
  CHECK(matched + failed < SAMPLES * 9 / 10);
  lua_settop(r.sb->L, 0);
  sandbox_end(r.sb);
  rig_free(&r);
  lua_close(real);
}

/* What the generator does not reach. */
static void particulars(void) {
  static const struct {
    const char *code, *want;
  } cases[] = {
    { "return ('key = value'):match('^(%w+)%s*=%s*(%w+)$')", "key" },
    { "return (('x'):rep(300):gsub(('x?'):rep(300), 'y'))", "y" },
    { "return #('a'):rep(100000):match('.-b?$')", "100000" },
    { "return ('a'):rep(40):match(('(a)'):rep(32)) and 'all'", "all" },
    { "return ('a'):rep(40):match(('(a)'):rep(33))", "too many captures" },
    { "return ('THE (quick) fox'):find('%((%a+)%)')", "5" },
    { "return ('  trim me '):match('^%s*(.-)%s*$')", "trim me" },
    { "return select('#', ('abc'):find('()()b'))", "4" },
    { "return ('abc'):gsub('%w', '%0%0')", "aabbcc" },
    { "return ('hello world'):gsub('o', { o = 0 })", "hell0 w0rld" },
    { "return (('abc'):gsub('', '-'))", "-a-b-c-" },
    { "return string.gsub(12321, 2, 9)", "19391" },
    { "return ('a\\0b'):find('%z') ", "2" },
    { "return ('x'):rep(3, ','):gsub(',', '%%')", "x%x%x" },
    { "local t = {} for w in ('one two'):gmatch('%a+') do t[#t + 1] = w end return table.concat(t, "
      "'|')",
      "one|two" },
    { "local n = 0 for _ in ('abc'):gmatch('') do n = n + 1 end return n", "4" },
    { "return (('abc'):gsub('b', function() return ('xyz'):gsub('y', function() return 'Q' end) "
      "end))",
      "axQzc" },
    { "local i = ('abc'):gmatch('.') i() collectgarbage = nil return i()", "b" },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    Rig r = rig_run(cases[i].code);
    CHECK_STR(r.ok ? r.out : r.diags.items[0].message, cases[i].want);
    rig_free(&r);
  }
}

/* The line of the error is that of the plugin. */
static void errors_name_the_line(void) {
  Rig r = rig_run("local s = 'a'\nreturn s:find('[a')");
  CHECK(!r.ok);
  CHECK_INT(r.diags.items[0].line, 2);
  CHECK_STR(r.diags.items[0].message, "malformed pattern (missing ']')");
  rig_free(&r);
}

/* Steps left of a budget after one call in C. */
static uint64_t steps_of(Str text, Str pattern, uint64_t budget, PatternResult *result) {
  Pattern p;
  void *memory = malloc(pattern_memory(pattern));
  pattern_parse(&p, pattern, false, memory);
  PatternRun run = { .pattern = &p, .text = text, .left = budget };
  run.choices = malloc((p.choices + 1) * sizeof(PatternChoice));
  *result = pattern_search(&run, text.p);
  free(memory);
  free(run.choices);
  return budget - run.left;
}

/* Exact numbers, so that another machine or compiler can be compared with this one. */
static void steps_are_exact(void) {
  PatternResult result;
  char text[400];
  memset(text, 'a', sizeof text);
  Str forty = str_n(text, 40), all = str_n(text, sizeof text);
  CHECK_INT(steps_of(forty, S("a*b"), 1 << 20, &result), 1848);
  CHECK_INT(result, PATTERN_NO);
  CHECK_INT(steps_of(forty, S("(a-)$"), 1 << 20, &result), 125);
  CHECK_INT(result, PATTERN_YES);
  CHECK_INT(steps_of(all, S("b"), 1 << 20, &result), 12);
  CHECK_INT(steps_of(all, S(".-.-.-.-.-b"), UINT64_C(5000000), &result), 5000000);
  CHECK_INT(result, PATTERN_SPENT);
}

static int in_child(Progress *page, const char *code) {
  fflush(stdout);
  pid_t pid = fork();
  if (pid == 0) {
    progress_job(page, 1, S("articles/a.md"));
    Rig r = rig_load(code, (SandboxOptions){ .instructions = 5000000, .progress = page });
    r.ok = rig_begin(&r) && sandbox_call(r.sb, 0, 0, &r.diags);
    _exit(r.ok ? 0 : 1);
  }
  int status = 0;
  return waitpid(pid, &status, 0) == pid && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void catastrophes_are_stopped(void) {
  static const char *const codes[] = {
    "local s = ('a'):rep(5000)\nreturn s:find('a-a-a-a-a-a-b')",
    "local s = ('a'):rep(5000)\nreturn s:match('(.*)(.*)(.*)(.*)%1x')",
    "local s = ('a'):rep(5000)\nreturn s:gsub('.-.-.-.-b', '')",
    "local s = ('a'):rep(5000)\nfor w in s:gmatch('[^b]*[^c]*[^d]*[^e]*z') do end",
    "local s = ('('):rep(50000)\nreturn s:find('%b()')",
    "local s = ('a'):rep(50000)\nreturn s:find('%f[b].') or s:find('.*.*%f[b]')",
    "local s = ('a'):rep(50000)\nreturn pcall(s.find, s, '.*.*b')",
    "local s = ('a'):rep(1000000)\nreturn s:find(('a?'):rep(100000) .. 'b')",
    "local s = ('a'):rep(30000)\nreturn s:gsub('(a*)()%1b', '')",
  };
  for (size_t i = 0; i < COUNT(codes); i++) {
    Progress *page = progress_map();
    CHECK_INT(in_child(page, codes[i]), PROGRESS_EXIT);
    CHECK_INT(page->verdict, PROGRESS_PATTERN);
    CHECK_INT(page->line, 2);
    CHECK_STR(PROGRESS_STR(page, message),
              "ran longer than its budget of 5 million steps in a pattern");
    progress_unmap(page);
  }
}

/* A kept pattern is not mistaken for another, whatever is kept where. */
static void many_patterns(void) {
  Rig r = rig_run("for round = 1, 3 do\n"
                  "  for i = 1, 500 do\n"
                  "    local s = ('k%d='):format(i)\n"
                  "    assert(s:match('^k(' .. i .. ')=$') == tostring(i))\n"
                  "    assert(not s:match('^k(' .. i .. ')-$x'))\n"
                  "  end\n"
                  "end\n"
                  "return 'fine'");
  CHECK_STR(r.ok ? r.out : r.diags.items[0].message, "fine");
  rig_free(&r);
}

CHECKS_MAIN({ "equal to Lua's", equal_to_lua }, { "particulars", particulars },
            { "errors name the line", errors_name_the_line },
            { "steps are exact", steps_are_exact },
            { "catastrophes are stopped", catastrophes_are_stopped },
            { "many patterns", many_patterns })
