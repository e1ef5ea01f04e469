/* Every C function that a plugin can reach, called with every kind of wrong argument.
 *
 * Real hooks of a real Host hand their arguments to the test instead of to the
 * plugin. From these, the globals and the metatables it collects whatever functions of C
 * there are, walking tables, upvalues and methods, so that a new function is tested
 * without being named here; and the operators on every kind of object. Each is called
 * with no argument, with every value of a pool at the first place, with every pair, and
 * with generated longer lists, too many among them. The pool: nil, booleans, integers to both
 * ends, floats to both infinities and no number, strings (empty, with NUL, no UTF-8, huge,
 * paths, names), tables (plain, cyclic, deep, with lying metatables), functions,
 * coroutines (suspended, dead), and every kind of object, also those of a hook that is over.
 *
 * Nothing may crash, hang or leave the state unusable: a result, a Lua error and a spent
 * budget are all fine. It runs in children; one that dies of its budget is followed by another,
 * from the next call on. SHOW=1 names the functions, ALL=1 takes every pair. Under sanitizers
 * (group `sanitized`) this is where they see most. */
#include "check.h"

#include "data/yaml.h"
#include "model/world_data.h"
#include "plugin/host_private.h"
#include <lauxlib.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_FUNCTIONS = 700, MOST_POOL = 140, MOST_LONG = 120, FRESH = 200 };

/* Where the child is: shared with the parent. */
typedef struct {
  size_t function, call; /* the one under way */
  size_t functions;      /* how many were found */
  size_t calls, errors, results, deaths;
  char name[120], arguments[200], last[120];
  Progress progress;
} Place;
static Place *place;

typedef struct {
  lua_State *L;
  int seen, pool, functions, names; /* stack indexes of tables */
  size_t function_count, pool_count;
} Walk;

/* -- the world -- */

static Arena arena;
static World world;
static Diags none;

static const Value *yaml(const char *text) {
  Source *source = ARENA_NEW(&arena, Source);
  *source = (Source){ S("test.yaml"), str_c(text) };
  const Value *v;
  if (!yaml_parse(&v, &arena, source, 0, source->text.n, &none)) abort();
  return v;
}

static void add_source(Map *map, const char *name, const char *path, const char *text) {
  SourceFile *f = ARENA_NEW(&arena, SourceFile);
  f->source = (Source){ str_c(path), str_c(text) };
  f->digest = digest_of(f->source.text);
  map_put(map, str_c(name), f);
}

static void add_index(const char *name, const char *key) {
  Index *x = ARENA_NEW(&arena, Index);
  x->name = str_c(name);
  x->keys = ARENA_ARRAY(&arena, 1, Str);
  IndexKey *k = ARENA_NEW(&arena, IndexKey);
  k->rows = ARENA_ARRAY(&arena, 2, uint32_t);
  k->count = 2;
  for (uint32_t i = 0; i < 2; i++) {
    k->rows[i] = i + 1;
    map_put(&k->position, world.rows[i].path, (void *)(uintptr_t)(i + 1));
  }
  x->keys[x->key_count++] = str_c(key);
  map_put(&x->by_key, str_c(key), k);
  map_put(&world.indexes, x->name, x);
}

static const char article_text[] =
    "---\ntitle: A\ntags: [x, y]\n---\nSome *text*, a [link](b.md) and `code`.\n\n"
    "## Heading\n\n- one\n- two\n\n![picture](p.png \"title\")\n\n| a | b |\n|---|---|\n| 1 | 2 "
    "|\n\n"
    "> quote[^1]\n\n[^1]: note\n\n```lua\nx = 1\n```\n";

static void build_world(void) {
  world.settings = yaml("title: Site\nurl: https://example.org/blog\nbase: /blog\nlanguage: en\n"
                        "timezone: UTC\nmenus: {main: [{name: Home, url: /}]}\n");
  world.data = yaml("authors: {zoe: {name: Zoe}}\nlist: [3, 1, 2]\n");
  world.language = S("en");
  world.rows = ARENA_ARRAY(&arena, 2, Row);
  world.row_count = 2;
  static const char *const rows[][2] = {
    { "articles/a.md",
      "{path: articles/a.md, url: /a/, title: A, language: en, tags: [x, y], words: 7, "
      "source: {name: Paper, url: \"https://p.example/\"}, authors: [{name: Ann}]}" },
    { "articles/b.md", "{path: articles/b.md, url: /b/, title: B, language: zh}" },
  };
  for (uint32_t i = 0; i < 2; i++) {
    world.rows[i].path = str_c(rows[i][0]);
    world.rows[i].v = yaml(rows[i][1]);
    world.rows[i].facts = yaml("{p: {words: 5, deep: {x: 1}}}");
    row_seal(&world.rows[i]);
    map_put(&world.row_numbers, world.rows[i].path, (void *)(uintptr_t)(i + 1));
  }
  add_index("recent", "");
  add_index("tags", "x");
  static const char plugin[] = "p\x1f";
  map_put(
      &world.options, str_n(plugin, 1),
      (void *)(uintptr_t)yaml("max: 3\nlabels: [a, b]\nrules: [{when: {language: zh}, notice: zh}, "
                              "{notice: all}]\n"));
  static Str link;
  link = S("/a/");
  map_put(&world.links, S("articles/a.md"), &link);
  map_put(&world.images, S("articles/p.png"), (void *)(uintptr_t)yaml("{bytes: 99, width: 4}"));
  map_put(&world.texts, S("en"),
          (void *)(uintptr_t)yaml("minutes: {one: '{n} minute', other: '{n} "
                                  "minutes'}\nby: 'by {name}'\n"));
  world.pages = yaml("[{url: /, kind: home}, {url: /a/, kind: article, article: articles/a.md}]");
  add_source(&world.templates, "p.html", "plugins/p/templates/p.html", "<p>{{ x }}</p>\n");
  add_source(&world.sources, "articles/a.md", "articles/a.md", article_text);
  add_source(&world.sources, "plugins/p/words.txt", "plugins/p/words.txt", "words\n");
  add_source(&world.sources, "plugins/p/more.lua", "plugins/p/more.lua", "return { x = 1 }\n");
  add_source(&world.sources, "data/list.yaml", "data/list.yaml", "[3, 1, 2]\n");
}

/* -- the pool -- */

static const char pool_code[] =
    "local cyclic = { 1 } cyclic.self = cyclic cyclic[2] = cyclic\n"
    "local deep = {} for i = 1, 2000 do deep = { deep } end\n"
    "local function fail() error('a trap') end\n"
    "local function with(mt) return setmetatable({}, mt) end\n"
    "local dead = coroutine.create(function() end) coroutine.resume(dead)\n"
    "local waiting = coroutine.create(function() coroutine.yield() end) coroutine.resume(waiting)\n"
    "local long = {} for i = 1, 3000 do long[i] = i end\n"
    "local pool = { false, true, 0, 1, -1, 2, 3, 100, math.maxinteger, math.mininteger, 1 << 31, 1 "
    "<< 53,\n"
    "  0.5, -0.0, 0 / 0, 1 / 0, -1 / 0, 1e308, 2.0 ^ 63,\n"
    "  '', 'a', 'x', 'en', 'zh-Hans', 'title', 'tags', 'minutes', 'by', 'recent', 'p.html', "
    "'words.txt',\n"
    "  'more', '/a/', 'articles/a.md', 'articles/p.png', 'data/list.yaml', '../../etc/passwd', "
    "'/',\n"
    "  '2024-02-30', '2024-05-06', 'https://example.org/?a=b&c', 'javascript:alert(1)', "
    "'a@b.example',\n"
    "  'a\\0b', '\\xff\\xfe\\xc0\\x80', '\\u{10FFFF}\\u{200B}', '%', '%1', '(', '[', '%b', '{n}', "
    "'*em* <b>',\n"
    "  ('x'):rep(100000), ('<'):rep(3000), ('\\u{4E2D}'):rep(5000), '10', '0x10', '1e400',\n"
    "  {}, { 1, 2, 3 }, { a = 1, b = 'x' }, { 'a', 'b' }, { { name = 'x' } }, { x = { y = { 1 } } "
    "}, cyclic,\n"
    "  deep, long, { n = 1 << 40 }, { [1.5] = 1, [true] = 2 }, { [cyclic] = 1 }, { 1, nil, 3 },\n"
    "  { class = 'a', 'text' }, { class = {}, fail }, { level = 99, 'x' }, { url = '/x/', layout = "
    "'p.html' },\n"
    "  with { __index = fail, __newindex = fail, __len = fail, __call = fail, __pairs = fail, "
    "__tostring = "
    "fail, __eq = fail, __lt = fail, __concat = fail, __close = fail },\n"
    "  with { __len = function() return 1 << 60 end, __index = function() return 1 end },\n"
    "  with { __len = function() return -5 end }, with { __len = function() return 'x' end },\n"
    "  with { __tostring = function() return {} end, __name = 7 }, with { __index = cyclic },\n"
    "  with { __pairs = function() return 1, 2, 3 end }, with { __metatable = false },\n"
    "  with { __pairs = function() return function() return 1, 1 end end },\n"
    "  fail, print, string.rep, function(...) return ... end, function() return {} end,\n"
    "  function() coroutine.yield(1) end, dead, waiting, pairs { a = 1 },\n"
    "  html.p { 'x' }, html.div {}, ast.paragraph { 'x' }, ast.text 'x', date.parse and date.parse "
    "'2024-05-06' or 1 }\n"
    "return pool\n";

/* Operators, on whatever. */
static const char operator_code[] =
    "return {\n"
    "  index = function(a, b) return a[b] end,\n"
    "  newindex = function(a, b, c) a[b] = c end,\n"
    "  call = function(a, ...) return a(...) end,\n"
    "  method = function(a, b, ...) return a[b](a, ...) end,\n"
    "  length = function(a) return #a end,\n"
    "  equal = function(a, b) return a == b end,\n"
    "  less = function(a, b) return a < b end,\n"
    "  less_equal = function(a, b) return a <= b end,\n"
    "  concat = function(a, b) return a .. b end,\n"
    "  add = function(a, b) return a + b end,\n"
    "  band = function(a, b) return a & b end,\n"
    "  minus = function(a) return -a end,\n"
    "  walk = function(a) local n = 0 for k, v in pairs(a) do n = n + 1 if n > 300 then break end "
    "end "
    "end,\n"
    "  iwalk = function(a) local n = 0 for k, v in ipairs(a) do n = n + 1 if n > 300 then break "
    "end end "
    "end,\n"
    "  iterate = function(f, s, k) local n = 0 for x in f, s, k do n = n + 1 if n > 100 then break "
    "end "
    "end end,\n"
    "  close = function(a) local x <close> = a end,\n"
    "  drain = function(f, ...) local step = f(...) for i = 1, 20 do step() end end,\n"
    "  in_coroutine = function(f, ...) return coroutine.resume(coroutine.create(f), ...) end,\n"
    "}\n";

static void fresh_pool(Walk *w) {
  lua_State *L = w->L;
  if (luaL_loadbufferx(L, pool_code, sizeof pool_code - 1, "=pool", "t") != LUA_OK ||
      lua_pcall(L, 0, 1, 0) != LUA_OK) {
    printf("  %s\n", lua_tostring(L, -1));
    _exit(62);
  }
  lua_Integer n = (lua_Integer)lua_rawlen(L, -1);
  for (lua_Integer i = 1; i <= n; i++) { /* objects of this hook are behind it */
    lua_rawgeti(L, -1, i);
    lua_rawseti(L, w->pool, i);
  }
  lua_pop(L, 1);
}

/* -- collecting -- */

static void visit(Walk *w, int value, const char *name);

static void add_function(Walk *w, int value, const char *name) {
  lua_State *L = w->L;
  if (w->function_count == MOST_FUNCTIONS) return;
  w->function_count++;
  lua_pushvalue(L, value);
  lua_rawseti(L, w->functions, (lua_Integer)w->function_count);
  lua_pushstring(L, name);
  lua_rawseti(L, w->names, (lua_Integer)w->function_count);
}

/* `metatable`: its metamethods are called by operators only, never by hand. */
static void visit_fields(Walk *w, int table, const char *name, bool metatable) {
  lua_State *L = w->L;
  int top = lua_gettop(L);
  luaL_checkstack(L, 10, NULL);
  freeze_content(L, table);
  int content = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, content)) {
    if (!lua_islightuserdata(L, -2)) {
      char label[120];
      const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "#";
      snprintf(label, sizeof label, "%.80s.%.30s", name, key);
      if (!metatable || lua_type(L, -1) != LUA_TFUNCTION) {
        visit(w, lua_gettop(L), label);
      } else if (strcmp(key, "__gc") != 0 && strcmp(key, "__close") != 0) {
        const char *upvalue;
        for (int i = 1; (upvalue = lua_getupvalue(L, lua_gettop(L), i)); i++) {
          visit(w, lua_gettop(L), label);
          lua_pop(L, 1);
        }
      }
    }
    lua_settop(L, content + 1);
  }
  lua_settop(L, top);
}

static void visit(Walk *w, int value, const char *name) {
  lua_State *L = w->L;
  int type = lua_type(L, value), top = lua_gettop(L);
  if (type != LUA_TTABLE && type != LUA_TFUNCTION && type != LUA_TUSERDATA) return;
  luaL_checkstack(L, 10, NULL);
  lua_pushvalue(L, value);
  if (lua_rawget(L, w->seen) != LUA_TNIL) {
    lua_settop(L, top);
    return;
  }
  lua_pop(L, 1);
  lua_pushvalue(L, value);
  lua_pushboolean(L, 1);
  lua_rawset(L, w->seen);
  if (type == LUA_TFUNCTION) {
    if (lua_iscfunction(L, value)) add_function(w, value, name);
    /* What a closure of C wraps is out of reach; the tables it looks into are not. */
    for (int i = 1; lua_iscfunction(L, value) && lua_getupvalue(L, value, i); i++) {
      if (!lua_isfunction(L, -1)) visit(w, lua_gettop(L), name);
      lua_pop(L, 1);
    }
  } else if (type == LUA_TTABLE) {
    visit_fields(w, value, name, false);
  }
  if (type != LUA_TFUNCTION && lua_getmetatable(L, value)) {
    lua_pushvalue(L, -1);
    if (lua_rawget(L, w->seen) == LUA_TNIL) {
      lua_pop(L, 1);
      lua_pushvalue(L, -1);
      lua_pushboolean(L, 1);
      lua_rawset(L, w->seen);
      visit_fields(w, lua_gettop(L), name, true);
    }
  }
  lua_settop(L, top);
}

/* Names that objects may have methods and functions under. */
static const char *const method_names[] = {
  "error",   "warn",     "check",  "note",        "text",        "attribute", "words",   "keys",
  "get",     "near",     "count",  "first_match", "all_matches", "why",       "image",   "index",
  "article", "articles", "pages",  "page",        "by",          "slice",     "find",    "all",
  "facts",   "blocks",   "html",   "write",       "template",    "format",    "files",   "data",
  "notice",  "children", "parent", "walk",        "df",          "idf",       "total",   "similar",
  "related", "position", "link",   "tag",         "language",    "category",  "between", "newest",
  "oldest",  "year",     "month",  "day",         "add",         "days",
};

static bool protected_index(lua_State *L, int value, const char *name) {
  lua_getfield(L, LUA_REGISTRYINDEX, "test.index");
  lua_pushvalue(L, value);
  lua_pushstring(L, name);
  return lua_pcall(L, 2, 1, 0) == LUA_OK;
}

static void add_object(Walk *w, int value, const char *name, int depth) {
  lua_State *L = w->L;
  int top = lua_gettop(L);
  luaL_checkstack(L, 20, NULL);
  if (w->pool_count < MOST_POOL) {
    lua_pushvalue(L, value);
    lua_rawseti(L, w->pool, (lua_Integer)++w->pool_count);
  }
  visit(w, value, name);
  for (size_t i = 0; i < sizeof method_names / sizeof *method_names; i++) {
    char label[120];
    if (lua_type(L, value) != LUA_TUSERDATA) break;
    snprintf(label, sizeof label, "%.80s:%s", name, method_names[i]);
    if (protected_index(L, value, method_names[i])) {
      lua_pushvalue(L, -1);
      bool known = lua_rawget(L, w->seen) != LUA_TNIL;
      lua_pop(L, 1);
      if (lua_isuserdata(L, -1) && depth < 3 && !known)
        add_object(w, lua_gettop(L), label, depth + 1);
      else
        visit(w, lua_gettop(L), label);
    }
    lua_settop(L, top);
  }
}

/* -- calling -- */

static uint64_t random_state;
static size_t random_below(size_t n) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return (size_t)(random_state >> 20) % n;
}

/* Number of arguments of call `k`, and which of the pool: 0 is nil. */
static size_t choose(size_t k, size_t pool, size_t choice[12]) {
  if (k == 0) return 0;
  k--;
  if (k <= pool) {
    choice[0] = k;
    return 1;
  }
  k -= pool + 1;
  if (k < (pool + 1) * (pool + 1)) {
    choice[0] = k / (pool + 1);
    choice[1] = k % (pool + 1);
    return 2;
  }
  k -= (pool + 1) * (pool + 1);
  random_state = 88172645463325252u + k * 2654435761u;
  for (int i = 0; i < 10; i++) random_below(2);
  size_t n = 3 + random_below(k % 10 == 0 ? 9 : 3);
  for (size_t i = 0; i < n; i++) choice[i] = random_below(pool + 1);
  return n;
}

/* One in so many pairs; ALL=1 takes every one. */
static size_t sample(void) {
  const char *all = getenv("ALL");
  return all && all[0] == '1' ? 1 : 31;
}

static size_t call_count(size_t pool) {
  return 1 + (pool + 1) + (pool + 1) * (pool + 1) + MOST_LONG;
}

static void push_choice(Walk *w, size_t index) {
  if (index == 0)
    lua_pushnil(w->L);
  else
    lua_rawgeti(w->L, w->pool, (lua_Integer)index);
}

static void one_call(Walk *w, size_t function, size_t k) {
  lua_State *L = w->L;
  Sandbox *sb = sandbox_of(L);
  int top = lua_gettop(L);
  size_t choice[12] = { 0 }, n = choose(k, w->pool_count, choice);
  place->call = k;
  int at = 0;
  for (size_t i = 0; i < n; i++)
    at += snprintf(place->arguments + at, sizeof place->arguments - (size_t)at, "%zu ", choice[i]);
  place->arguments[at] = '\0';
  lua_rawgeti(L, w->functions, (lua_Integer)function + 1);
  for (size_t i = 0; i < n; i++) push_choice(w, choice[i]);
  sb->left = 300000;
  sb->held = 0;
  sb->prints = 0;
  sb->reported = false;
  place->calls++;
  if (lua_pcall(L, (int)n, LUA_MULTRET, 0) == LUA_OK)
    place->results++;
  else
    place->errors++;
  lua_settop(L, top);
  if (sb->refused.size) progress_stop(&place->progress, PROGRESS_MEMORY, "memory");
}

/* The hook's arguments are on the stack; what it must return is the caller's. */
static int f_test(lua_State *L) {
  Walk w = { .L = L };
  Sandbox *sb = sandbox_of(L);
  int given = lua_gettop(L);
  sb->left = UINT64_C(1) << 40;
  luaL_checkstack(L, 100, NULL);
  lua_newtable(L);
  w.seen = lua_gettop(L);
  lua_newtable(L);
  w.pool = lua_gettop(L);
  lua_newtable(L);
  w.functions = lua_gettop(L);
  lua_newtable(L);
  w.names = lua_gettop(L);
  fresh_pool(&w);
  w.pool_count = (size_t)lua_rawlen(L, w.pool);
  size_t fixed = w.pool_count;
  if (luaL_loadbufferx(L, operator_code, sizeof operator_code - 1, "=operators", "t") != LUA_OK ||
      lua_pcall(L, 0, 1, 0) != LUA_OK)
    _exit(62);
  int operators = lua_gettop(L);
  lua_getfield(L, operators, "index");
  lua_setfield(L, LUA_REGISTRYINDEX, "test.index");
  lua_pushnil(L);
  while (lua_next(L, operators)) {
    add_function(&w, lua_gettop(L), lua_tostring(L, -2));
    lua_pop(L, 1);
  }
  for (int i = 1; i <= given; i++) {
    char name[40];
    snprintf(name, sizeof name, "%.20s %d", (const char *)sb->site.hook.p, i);
    add_object(&w, i, name, 0);
  }
  lua_rawgeti(L, LUA_REGISTRYINDEX, ((Plugin *)sb->host)->table);
  lua_getfield(L, -1, "options");
  add_object(&w, lua_gettop(L), "options", 0);
  lua_pop(L, 2);
  lua_getfield(L, LUA_REGISTRYINDEX, "test.kept"); /* of a hook that is over */
  for (lua_Integer i = 1; lua_istable(L, -1) && i <= (lua_Integer)lua_rawlen(L, -1); i++) {
    lua_rawgeti(L, -1, i);
    lua_rawseti(L, w.pool, (lua_Integer)++w.pool_count);
  }
  lua_pop(L, 1);
  for (size_t i = 1; i <= fixed; i++) { /* the objects among what the pool made */
    lua_rawgeti(L, w.pool, (lua_Integer)i);
    if (lua_isuserdata(L, -1)) add_object(&w, lua_gettop(L), "made", 1);
    lua_pop(L, 1);
  }
  if (str_eq(sb->site.hook, S("scan"))) { /* the libraries are the same in every hook */
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    visit(&w, lua_gettop(L), "_ENV");
    lua_pop(L, 1);
    lua_pushliteral(L, "");
    if (lua_getmetatable(L, -1)) visit_fields(&w, lua_gettop(L), "string metatable", false);
  }
  place->functions = w.function_count;
  size_t calls = call_count(w.pool_count);
  for (size_t f = place->function; f < w.function_count; f++) {
    size_t first = f == place->function ? place->call : 0;
    lua_rawgeti(L, w.names, (lua_Integer)f + 1);
    snprintf(place->name, sizeof place->name, "%s", lua_tostring(L, -1));
    lua_pop(L, 1);
    place->function = f;
    if (getenv("SHOW") && first == 0) {
      printf("  %s\n", place->name);
      fflush(stdout);
    }
    for (size_t k = first; k < calls; k++) {
      /* All single arguments and longer lists; of the pairs an even sample. */
      size_t pairs = 1 + w.pool_count + 1;
      if (k >= pairs && k < calls - MOST_LONG && (k + f) % sample() != 0) continue;
      if (place->calls % FRESH == 0) {
        sb->left = UINT64_C(1) << 40;
        fresh_pool(&w);
        lua_gc(L, LUA_GCCOLLECT, 0);
      }
      one_call(&w, f, k);
    }
    place->call = 0;
  }
  /* The state is still fit for use. */
  sb->left = UINT64_C(1) << 40;
  if (luaL_dostring(L, "return ('a'):rep(3) .. #table.pack(1, 2) .. tostring(html.p { 'x' })") !=
      LUA_OK)
    _exit(63);
  if (strcmp(lua_tostring(L, -1), "aaa2<p>x</p>") != 0) _exit(64);
  fflush(stdout);
  _exit(0);
}

/* Remembers the arguments of a first hook, which expire with it. */
static int f_keep(lua_State *L) {
  int n = lua_gettop(L);
  lua_getfield(L, LUA_REGISTRYINDEX, "test.kept");
  if (!lua_istable(L, -1)) {
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setfield(L, LUA_REGISTRYINDEX, "test.kept");
  }
  for (int i = 1; i <= n; i++) {
    if (!lua_isuserdata(L, i) && !lua_isfunction(L, i)) continue;
    lua_pushvalue(L, i);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
  }
  return 0;
}

/* -- the hooks -- */

static const char plugin_code[] =
    "local P = publish.plugin { name = 'p', version = '1.0.0', api = 1, outputs = { '**' } }\n"
    "local test = false\n"
    "function P.scan(...) return test(...) end\n"
    "function P.derive(...) return test(...) end\n"
    "function P.pages(...) return test(...) end\n"
    "function P.transform(...) return test(...) end\n"
    "function P.page(...) return test(...) end\n"
    "function P.files(...) return test(...) end\n"
    "function P.check(...) return test(...) end\n"
    "P.render = { emph = function(...) return test(...) end }\n"
    "return P\n";

static void put_test(Plugin *p, lua_CFunction f) {
  lua_State *L = p->sb->L;
  lua_rawgeti(L, LUA_REGISTRYINDEX, p->table);
  lua_getfield(L, -1, "scan");
  const char *name;
  for (int i = 1; (name = lua_getupvalue(L, -1, i)); i++) {
    lua_pop(L, 1);
    if (strcmp(name, "test") != 0) continue;
    lua_pushcfunction(L, f);
    lua_setupvalue(L, -2, i);
  }
  lua_settop(L, 0);
}

static bool put_nowhere(void *context, Str path, Str bytes, const Source *source, uint32_t line) {
  (void)context, (void)path, (void)bytes, (void)source, (void)line;
  return true;
}

static void run_hook(Host *h, const HostJob *job, Doc *doc, int hook) {
  const Value *a, *b;
  const EngineField *slots;
  size_t count;
  Buf out = { 0 };
  switch (hook) {
  case 0:
    host_scan(h, job, doc, &a);
    break;
  case 1:
    host_derive(h, job, yaml("{p: {words: 5}}"), &a, &b);
    break;
  case 2:
    host_pages(h, job, 0, S(PAGES_SITE), S(""), &a);
    break;
  case 3:
    host_transform(h, job, doc);
    break;
  case 4: {
    HtmlOptions options = { 0 };
    host_html(h, job, doc->root, &options, &out);
    break;
  }
  case 5: {
    static const uint32_t rows[] = { 1, 2 };
    HostPage page = { .page = yaml("{url: /a/, kind: article, layout: article.html, title: A}"),
                      .rows = rows,
                      .row_count = 2 };
    host_page(h, job, &page, &slots, &count, &a);
    break;
  }
  case 6:
    host_files(h, job, 0, put_nowhere, NULL);
    break;
  default:
    host_check(h, job);
  }
  buf_free(&out);
}

enum { HOOKS = 8 };
static const char *const hook_label[HOOKS] = { "scan",   "derive", "pages", "transform",
                                               "render", "page",   "files", "check" };

static void child(int hook) {
  alarm(200); /* not for timing: for what hangs */
  Manifest manifest = { .name = S("p"),
                        .version = S("1.0.0"),
                        .source = { S("plugins/p/init.lua"), str_c(plugin_code) },
                        .raw_html = true };
  Diags d = { 0 };
  TextTools *tools = text_open(&d);
  Libs libs = { .text = tools, .language = S("en"), .zone = S("UTC") };
  Host *h = host_new(&(HostOptions){ .world = &world,
                                     .plugins = &manifest,
                                     .count = 1,
                                     .libs = &libs,
                                     .progress = &place->progress },
                     &d);
  if (!h) {
    Buf b = { 0 };
    diags_print(&d, DIAG_TEXT, false, true, &b);
    printf("%.*s", STR(buf_view(&b)));
    fflush(stdout);
    _exit(65);
  }
  doc_init();
  Arena a = { 0 };
  Reads reads = { 0 };
  Source source = { S("articles/a.md"), str_c(article_text) };
  Doc doc = { 0 };
  MarkdownOptions markdown = { 0 };
  size_t body = (size_t)str_find(source.text, S("Some *text*"));
  if (!doc_parse(&doc, &a, &source, body, &markdown, &d)) _exit(66);
  HostJob job = { .reads = &reads,
                  .diags = &d,
                  .arena = &a,
                  .source = &source,
                  .row = world.rows[0].v,
                  .article = { .v = world.rows[0].v, .article = 1, .key = world.rows[0].path },
                  .number = 1,
                  .language = S("en"),
                  .interface = S("en") };
  h->job = &job;
  h->plugins[0].sb->memory = (size_t)96 << 20;
  for (int i = 0; i < HOOKS; i += 3) { /* scan, transform, files: objects that will be over */
    put_test(&h->plugins[0], f_keep);
    run_hook(h, &job, &doc, i);
  }
  diags_free(&d);
  put_test(&h->plugins[0], f_test);
  run_hook(h, &job, &doc, hook);
  printf("  %s: the hook did not run\n", hook_label[hook]);
  Buf b = { 0 };
  diags_print(&d, DIAG_TEXT, false, true, &b);
  printf("%.*s", STR(buf_view(&b)));
  fflush(stdout);
  _exit(67);
}

static void one_hook(int hook) {
  memset(place, 0, sizeof *place);
  for (int tries = 0; tries < 20000; tries++) {
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) child(hook);
    int status = 0;
    waitpid(pid, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) break;
    if (WIFEXITED(status) && WEXITSTATUS(status) == PROGRESS_EXIT) {
      place->deaths++;
      place->call++;
      continue;
    }
    check_failed_here = 1;
    printf("  %s: %s with arguments %s(call %zu): %s %d\n", hook_label[hook], place->name,
           place->arguments, place->call, WIFSIGNALED(status) ? "signal" : "exit status",
           WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    if (WIFEXITED(status) && WEXITSTATUS(status) > 60 && WEXITSTATUS(status) < 70)
      break; /* the test itself */
    place->call++;
  }
  printf("  %s: %zu functions, %zu calls, %zu of them errors; %zu spent their budget\n",
         hook_label[hook], place->functions, place->calls, place->errors, place->deaths);
  CHECK(place->functions > (hook == 0 ? 150 : 18));
  CHECK(place->errors > 1000 && place->results > 1000);
}

static void all_hooks(void) {
  place = mmap(NULL, sizeof *place, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  CHECK(place != MAP_FAILED);
  build_world();
  for (int i = 0; i < HOOKS; i++) one_hook(i);
  munmap(place, sizeof *place);
  for (size_t i = 0; i < world.indexes.count; i++) {
    Index *x = world.indexes.items[i].value;
    for (size_t k = 0; k < x->by_key.count; k++)
      map_free(&((IndexKey *)x->by_key.items[k].value)->position);
    map_free(&x->by_key);
  }
  Map *maps[] = { &world.options,   &world.row_numbers, &world.indexes, &world.sources,
                  &world.templates, &world.links,       &world.images,  &world.texts };
  for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) map_free(maps[i]);
  diags_free(&none);
  arena_free(&arena);
}

CHECKS_MAIN({ "wrong arguments", all_hooks })
