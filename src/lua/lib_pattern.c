/* lib_pattern.c -- what find, match, gmatch and gsub make of a match. */
#include "lua/lib_pattern.h"

#include "lua/budget.h"
#include "lua/freeze.h"
#include "lua/pattern.h"
#include <stdlib.h>

enum { SLOTS = 64, KEPT_TEXT = 48, KEPT_MEMORY = 544, CHOICES = 24 };

typedef struct {
  Pattern pattern;
  size_t n; /* 0: empty */
  char text[KEPT_TEXT];
  _Alignas(max_align_t) char memory[KEPT_MEMORY];
} Kept;

struct PatternCache {
  Kept slots[SLOTS];
};

struct PatternCache *lib_pattern_cache_new(void) {
  return calloc(1, sizeof(struct PatternCache));
}

void lib_pattern_cache_free(struct PatternCache *cache) {
  free(cache);
}

static Str string_arg(lua_State *L, int arg) {
  Str s;
  s.p = luaL_checklstring(L, arg, &s.n);
  return s;
}

/* A pattern of its own, on top of the stack. */
static const Pattern *parse_own(lua_State *L, Str text, bool literal) {
  char *block = lua_newuserdatauv(L, sizeof(Pattern) + pattern_memory(text), 0);
  Pattern *p = (Pattern *)(void *)block;
  pattern_parse(p, text, literal, block + sizeof(Pattern));
  return p;
}

/* For a match during which no Lua code runs. May push one value. */
static const Pattern *parse(lua_State *L, Str text) {
  if (text.n == 0 || text.n > KEPT_TEXT || pattern_memory(text) > KEPT_MEMORY)
    return parse_own(L, text, false);
  /* By address: it decides about time only. */
  Kept *kept = &sandbox_of(L)->patterns->slots[((uintptr_t)text.p >> 4) % SLOTS];
  if (kept->n == text.n && memcmp(kept->text, text.p, text.n) == 0) return &kept->pattern;
  kept->n = text.n;
  memcpy(kept->text, text.p, text.n);
  pattern_parse(&kept->pattern, text, false, kept->memory);
  return &kept->pattern;
}

/* Where its repeating items stand: `few`, or a value pushed onto the stack. */
static void prepare(lua_State *L, PatternRun *r, const Pattern *p, Str text,
                    PatternChoice few[CHOICES]) {
  r->pattern = p;
  r->text = text;
  r->choices =
      p->choices <= CHOICES ? few : lua_newuserdatauv(L, p->choices * sizeof(PatternChoice), 0);
}

/* One search (or, not `anywhere`, one try) with what is left of the budget. */
static bool run(lua_State *L, PatternRun *r, const char *at, bool anywhere) {
  Sandbox *sb = sandbox_of(L);
  r->left = sb->left;
  PatternResult result = anywhere ? pattern_search(r, at) : pattern_match_at(r, at);
  if (result == PATTERN_SPENT) budget_spent_in_pattern(L);
  sb->left = r->left;
  if (result == PATTERN_WRONG) sandbox_raise(L, "%s", r->message);
  return result == PATTERN_YES;
}

static void check_capture(lua_State *L, const PatternCapture *c) {
  if (c->n == PATTERN_OPEN) sandbox_raise(L, "unfinished capture");
}

/* Capture i (from 0), or the whole match when there is none. */
static void push_capture(lua_State *L, const PatternRun *r, uint32_t i) {
  if (i >= r->pattern->captures) {
    if (i > 0) sandbox_raise(L, "invalid capture index %%%d", (int)i + 1);
    lua_pushlstring(L, r->start, (size_t)(r->end - r->start));
    return;
  }
  const PatternCapture *c = &r->captures[i];
  check_capture(L, c);
  if (c->n == PATTERN_POSITION)
    lua_pushinteger(L, c->p - r->text.p + 1);
  else
    lua_pushlstring(L, c->p, (size_t)c->n);
}

/* All captures; with `whole` the match itself when there are none. */
static int push_captures(lua_State *L, const PatternRun *r, bool whole) {
  uint32_t count = r->pattern->captures;
  if (count == 0 && whole) count = 1;
  luaL_checkstack(L, (int)count, "too many captures");
  budget_charge(L, count + (uint64_t)(r->end - r->start) / 64);
  for (uint32_t i = 0; i < count; i++) push_capture(L, r, i);
  return (int)count;
}

/* Argument 3, a place to begin at, as an offset; larger than the text when behind it. */
static size_t offset_arg(lua_State *L, Str text) {
  lua_Integer init = luaL_optinteger(L, 3, 1);
  if (init > 0)
    return (lua_Unsigned)init > text.n ? (init - 1 == (lua_Integer)text.n ? text.n : text.n + 1)
                                       : (size_t)init - 1;
  if (init == 0 || init < -(lua_Integer)text.n) return 0;
  return (size_t)((lua_Integer)text.n + init);
}

static int nothing(lua_State *L) {
  lua_pushnil(L);
  return 1;
}

static int find_bytes(lua_State *L, Str text, size_t from, Str wanted) {
  const char *at =
      wanted.n ? memmem(text.p + from, text.n - from, wanted.p, wanted.n) : text.p + from;
  size_t passed = at ? (size_t)(at - text.p) - from : text.n - from;
  budget_charge(L, 8 + passed / 32 + wanted.n / 8);
  if (!at) return nothing(L);
  lua_pushinteger(L, at - text.p + 1);
  lua_pushinteger(L, at - text.p + (lua_Integer)wanted.n);
  return 2;
}

static int search(lua_State *L, bool find) {
  Str text = string_arg(L, 1), wanted = string_arg(L, 2);
  size_t from = offset_arg(L, text);
  if (from > text.n) return nothing(L);
  if (find && (lua_toboolean(L, 4) || pattern_is_plain(wanted)))
    return find_bytes(L, text, from, wanted);
  PatternRun r;
  PatternChoice few[CHOICES];
  budget_charge(L, 8 + wanted.n);
  prepare(L, &r, parse(L, wanted), text, few);
  if (!run(L, &r, text.p + from, true)) return nothing(L);
  if (!find) return push_captures(L, &r, true);
  lua_pushinteger(L, r.start - text.p + 1);
  lua_pushinteger(L, r.end - text.p);
  return push_captures(L, &r, false) + 2;
}

int lib_pattern_find(lua_State *L) {
  return search(L, true);
}

int lib_pattern_match(lua_State *L) {
  return search(L, false);
}

/* -- gmatch -- */

typedef struct {
  PatternRun run;
  const char *at, *last; /* where to go on; the end of the last match */
} Walk;

enum { STATE = 1, TEXT, WANTED, PARSED, WALK }; /* upvalues of a step */

static int gmatch_step(lua_State *L) {
  Walk *w = lua_touserdata(L, lua_upvalueindex(WALK));
  const char *end = w->run.text.p + w->run.text.n;
  budget_charge(L, 8);
  while (w->at <= end) {
    if (!run(L, &w->run, w->at, true)) {
      w->at = end + 1;
      break;
    }
    if (w->run.end == w->last) { /* an empty match right behind the last one */
      w->at = w->run.start + 1;
      continue;
    }
    w->at = w->last = w->run.end;
    return push_captures(L, &w->run, true);
  }
  return 0;
}

int lib_pattern_gmatch(lua_State *L) {
  Str text = string_arg(L, 1), wanted = string_arg(L, 2);
  size_t from = offset_arg(L, text);
  lua_settop(L, 2);
  budget_charge(L, 20 + wanted.n);
  freeze_push_stateful(L);
  lua_insert(L, 1);
  const Pattern *p = parse_own(L, wanted, true);
  Walk *w = lua_newuserdatauv(L, sizeof *w + p->choices * sizeof(PatternChoice), 0);
  w->run.pattern = p;
  w->run.text = text;
  w->run.choices = (PatternChoice *)(void *)(w + 1);
  w->at = text.p + from;
  w->last = NULL;
  lua_pushcclosure(L, gmatch_step, 5);
  return 1;
}

/* -- gsub -- */

enum { NEW = 3 };

/* The replacement is a string: with %0 to %9 and %% in it. */
static void add_text(lua_State *L, luaL_Buffer *b, const PatternRun *r) {
  Str rest;
  rest.p = lua_tolstring(L, NEW, &rest.n);
  budget_charge(L, 2 + rest.n / 16);
  for (const char *p; (p = memchr(rest.p, '%', rest.n));) {
    luaL_addlstring(b, rest.p, (size_t)(p - rest.p));
    p++; /* at the end of the string there is a NUL */
    if (*p == '%') {
      luaL_addchar(b, '%');
    } else if (*p == '0') {
      budget_copy(L, (size_t)(r->end - r->start));
      luaL_addlstring(b, r->start, (size_t)(r->end - r->start));
    } else if (*p >= '1' && *p <= '9') {
      push_capture(L, r, (uint32_t)(*p - '1'));
      if (lua_type(L, -1) == LUA_TSTRING) budget_copy(L, lua_rawlen(L, -1));
      luaL_addvalue(b);
    } else {
      sandbox_raise(L, "invalid use of '%%' in replacement string");
    }
    rest.n -= (size_t)(p + 1 - rest.p);
    rest.p = p + 1;
  }
  luaL_addlstring(b, rest.p, rest.n);
}

/* Add what stands in place of the match. False: the match itself. */
static bool add_replacement(lua_State *L, luaL_Buffer *b, const PatternRun *r, int type) {
  size_t matched = (size_t)(r->end - r->start);
  if (type == LUA_TFUNCTION) {
    lua_pushvalue(L, NEW);
    lua_call(L, push_captures(L, r, true), 1);
  } else if (type == LUA_TTABLE) {
    push_capture(L, r, 0);
    lua_gettable(L, NEW);
  } else {
    add_text(L, b, r);
    return true;
  }
  if (!lua_toboolean(L, -1)) {
    lua_pop(L, 1);
    budget_copy(L, matched);
    luaL_addlstring(b, r->start, matched);
    return false;
  }
  if (!lua_isstring(L, -1))
    sandbox_raise(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
  if (lua_type(L, -1) == LUA_TSTRING) budget_copy(L, lua_rawlen(L, -1));
  luaL_addvalue(b);
  return true;
}

int lib_pattern_gsub(lua_State *L) {
  Str text = string_arg(L, 1), wanted = string_arg(L, 2);
  int type = lua_type(L, NEW);
  if (type != LUA_TNUMBER && type != LUA_TSTRING && type != LUA_TFUNCTION && type != LUA_TTABLE)
    return luaL_typeerror(L, NEW, "string/function/table");
  lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)text.n + 1), count = 0;
  lua_settop(L, NEW);
  bool calls = type == LUA_TFUNCTION || type == LUA_TTABLE;
  PatternRun r;
  PatternChoice few[CHOICES];
  budget_charge(L, 8 + wanted.n);
  prepare(L, &r, calls ? parse_own(L, wanted, false) : parse(L, wanted), text, few);
  const char *at = text.p, *end = text.p + text.n, *last = NULL, *copied = at;
  bool changed = false;
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  while (count < most && at <= end) {
    if (!run(L, &r, at, true)) break;
    if (r.end == last) { /* an empty match right behind the last one */
      if (r.start >= end || r.pattern->anchored) break;
      at = r.start + 1;
      continue;
    }
    count++;
    budget_copy(L, (size_t)(r.start - copied));
    luaL_addlstring(&b, copied, (size_t)(r.start - copied));
    if (add_replacement(L, &b, &r, type)) changed = true;
    at = last = copied = r.end;
    if (r.pattern->anchored) break;
  }
  if (!changed) {
    lua_pushvalue(L, 1);
  } else {
    budget_copy(L, (size_t)(end - copied));
    luaL_addlstring(&b, copied, (size_t)(end - copied));
    luaL_pushresult(&b);
  }
  lua_pushinteger(L, count);
  return 2;
}
