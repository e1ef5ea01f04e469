/* Any pattern on any text: no crash, never more steps than given, captures inside
 * the text, and what Lua's own matcher finds. Input: the pattern's length, where to begin,
 * then pattern and text. */
#include "fuzz.h"

#include "lua/pattern.h"
#include <lauxlib.h>
#include <lualib.h>

enum { STEPS = 20000 };

/* Lua's string.find, protected. */
static int find(lua_State *L) {
  lua_getglobal(L, "string");
  lua_getfield(L, -1, "find");
  lua_replace(L, -2);
  lua_insert(L, 1);
  lua_call(L, 3, LUA_MULTRET);
  return lua_gettop(L);
}

static void compare(const PatternRun *r, PatternResult result, Str pattern, size_t from) {
  lua_State *L = luaL_newstate();
  MUST(L);
  luaL_requiref(L, "string", luaopen_string, 1);
  lua_settop(L, 0);
  lua_pushcfunction(L, find);
  lua_pushlstring(L, r->text.p, r->text.n);
  lua_pushlstring(L, pattern.p, pattern.n);
  lua_pushinteger(L, (lua_Integer)from + 1);
  int status = lua_pcall(L, 3, LUA_MULTRET, 0);
  if (status != LUA_OK) {
    Str message = str_c(lua_tostring(L, -1));
    bool open = false;
    for (uint32_t i = 0; i < r->pattern->captures; i++) open |= r->captures[i].n == PATTERN_OPEN;
    if (str_find(message, S("too complex")) >= 0) goto done;
    if (result == PATTERN_YES)
      MUST(open && str_ends(message, S("unfinished capture")));
    else
      MUST(result == PATTERN_WRONG && str_ends(message, str_c(r->message)));
  } else if (result == PATTERN_NO) {
    MUST(lua_isnil(L, 1));
  } else {
    MUST(result == PATTERN_YES && lua_gettop(L) == 2 + (int)r->pattern->captures);
    MUST(lua_tointeger(L, 1) == r->start - r->text.p + 1);
    MUST(lua_tointeger(L, 2) == r->end - r->text.p);
    for (uint32_t i = 0; i < r->pattern->captures; i++) {
      const PatternCapture *c = &r->captures[i];
      int at = 3 + (int)i;
      if (c->n == PATTERN_POSITION) {
        MUST(lua_tointeger(L, at) == c->p - r->text.p + 1);
      } else {
        Str s;
        s.p = lua_tolstring(L, at, &s.n);
        MUST(str_eq(s, str_n(c->p, (size_t)c->n)));
      }
    }
  }
done:
  lua_close(L);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 2) return 0;
  size_t n = data[0], from = data[1];
  data += 2;
  size -= 2;
  if (n > size) n = size;
  /* Copies of their own size, so that a step too far is seen. */
  char *pattern = malloc(n + 1), *text = malloc(size - n + 1);
  MUST(pattern && text);
  memcpy(pattern, data, n);
  memcpy(text, data + n, size - n);
  Str wanted = { pattern, n }, in = { text, size - n };
  if (from > in.n) from = in.n;
  void *memory = malloc(pattern_memory(wanted));
  Pattern p;
  pattern_parse(&p, wanted, false, memory);
  PatternChoice *choices = malloc((p.choices + 1) * sizeof *choices);
  PatternRun r = { .pattern = &p, .text = in, .choices = choices, .left = STEPS };
  PatternResult result = pattern_search(&r, in.p + from);
  MUST(r.left <= STEPS && (r.left == 0) == (result == PATTERN_SPENT));
  if (result == PATTERN_YES)
    MUST(in.p + from <= r.start && r.start <= r.end && r.end <= in.p + in.n);
  /* Lua takes one without magic characters for bytes. */
  if (result != PATTERN_SPENT && !pattern_is_plain(wanted)) compare(&r, result, wanted, from);
  free(choices);
  free(memory);
  free(pattern);
  free(text);
  return 0;
}
