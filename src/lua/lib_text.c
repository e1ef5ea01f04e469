/* lib_text.c -- text.*: thin functions over text/. */
#include "lua/lib_text.h"

#include "doc/plain.h"
#include "lua/api_types.h"
#include "lua/budget.h"
#include "lua/lib_ast.h"
#include "lua/libs.h"
#include "text/collate.h"
#include "text/graphemes.h"
#include "text/lang.h"
#include "text/normal.h"
#include "text/number.h"
#include "text/plural.h"
#include "text/slug.h"
#include "text/words.h"

enum { TEXT_COST = 8 /* units a byte, for work that looks at every character */ };

TextTools *lib_text_tools(lua_State *L) {
  TextTools *t = libs_of(L)->text;
  if (!t) luaL_error(L, "text functions are not available here");
  return t;
}

/* The scratch arena behind three arguments, so that it is not taken for one. */
static Arena *scratch(lua_State *L) {
  lua_settop(L, 3);
  return sandbox_scratch(L);
}

/* A string or number as it is, a node as its plain text (in `a`). */
Str lib_text_check(lua_State *L, int arg, Arena *a) {
  const Node *n = lib_ast_get(L, arg);
  Str s;
  if (n) {
    s = plain_text(a, n, NULL);
  } else if (lua_type(L, arg) == LUA_TUSERDATA) {
    luaL_argerror(L, arg, "text or a node expected");
    s = S("");
  } else {
    s.p = luaL_checklstring(L, arg, &s.n);
  }
  budget_charge(L, 16 + s.n * TEXT_COST);
  return s;
}

static Str check_str(lua_State *L, int arg) {
  Str s;
  s.p = luaL_checklstring(L, arg, &s.n);
  return s;
}

static Str language_at(lua_State *L, int arg) {
  return lua_isnoneornil(L, arg) ? libs_of(L)->language : check_str(L, arg);
}

static int push_str(lua_State *L, Str s) {
  lua_pushlstring(L, s.p ? s.p : "", s.n);
  return 1;
}

/* -- counting and cutting -- */

/* text.count(text or node) -> words as a reader counts them */
static int f_count(lua_State *L) {
  Arena *a = scratch(L);
  Str s = lib_text_check(L, 1, a);
  lua_pushinteger(L, (lua_Integer)text_count(lib_text_tools(L), s));
  return 1;
}

/* text.excerpt(text or node, width [, ellipsis]); Chinese characters are 2 wide */
static int f_excerpt(lua_State *L) {
  Arena *a = scratch(L);
  Str s = lib_text_check(L, 1, a);
  lua_Integer width = luaL_optinteger(L, 2, 200);
  luaL_argcheck(L, width >= 1 && width <= 100000, 2, "a width from 1 to 100000 expected");
  Str ellipsis = lua_isnil(L, 3) ? S("…") : check_str(L, 3);
  return push_str(L, excerpt(a, s, (size_t)width, ellipsis));
}

/* text.width(text) -> columns */
static int f_width(lua_State *L) {
  Arena *a = scratch(L);
  lua_pushinteger(L, (lua_Integer)text_width(lib_text_check(L, 1, a)));
  return 1;
}

/* text.length(text) -> characters as a reader sees them */
static int f_length(lua_State *L) {
  Arena *a = scratch(L);
  lua_pushinteger(L, (lua_Integer)grapheme_count(lib_text_check(L, 1, a)));
  return 1;
}

/* text.words(text or node) -> list */
static int f_words(lua_State *L) {
  Arena *a = scratch(L);
  Str s = lib_text_check(L, 1, a);
  Word *words;
  size_t n = words_split(lib_text_tools(L), a, s, &words);
  budget_charge(L, 8 * n);
  lua_createtable(L, n > 1 << 20 ? 1 << 20 : (int)n, 0);
  for (size_t i = 0; i < n; i++) {
    push_str(L, words[i].text);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* -- spelling -- */

/* text.slug(text) -> a part of an address; "" when nothing is left */
static int f_slug(lua_State *L) {
  Arena *a = scratch(L);
  Str s = lib_text_check(L, 1, a);
  return push_str(L, slug_of(a, s));
}

/* text.anchor(text) -> an id as headings have them */
static int f_anchor(lua_State *L) {
  Arena *a = scratch(L);
  return push_str(L, anchor_of(a, lib_text_check(L, 1, a)));
}

static int f_lower(lua_State *L) {
  Arena *a = scratch(L);
  return push_str(L, normal_lower(a, lib_text_check(L, 1, a)));
}

static int f_upper(lua_State *L) {
  Arena *a = scratch(L);
  return push_str(L, normal_upper(a, lib_text_check(L, 1, a)));
}

/* text.normalize(text): composed (NFC) */
static int f_normalize(lua_State *L) {
  Arena *a = scratch(L);
  return push_str(L, normal_nfc(a, lib_text_check(L, 1, a)));
}

/* text.fold(text): for comparing without regard to case and width */
static int f_fold(lua_State *L) {
  Arena *a = scratch(L);
  return push_str(L, normal_fold(a, lib_text_check(L, 1, a)));
}

/* text.tag_key(text): two tags with one key are one tag */
static int f_tag_key(lua_State *L) {
  Arena *a = scratch(L);
  return push_str(L, tag_key(a, lib_text_check(L, 1, a)));
}

/* text.trim(text): without white space at both ends, the wide blank included */
static int f_trim(lua_State *L) {
  Arena *a = scratch(L);
  Str s = lib_text_check(L, 1, a), before;
  static const Str wide = { "\xE3\x80\x80", 3 }, hard = { "\xC2\xA0", 2 };
  do {
    before = s;
    s = str_trim(s);
    if (str_starts(s, wide)) s = str_sub(s, wide.n, s.n);
    if (str_starts(s, hard)) s = str_sub(s, hard.n, s.n);
    if (str_ends(s, wide)) s.n -= wide.n;
    if (str_ends(s, hard)) s.n -= hard.n;
  } while (s.n != before.n);
  return push_str(L, s);
}

/* text.split(text, separator) -> list; the separator is plain text */
static int f_split(lua_State *L) {
  Str s = check_str(L, 1), separator = check_str(L, 2);
  luaL_argcheck(L, separator.n > 0, 2, "a separator expected, found an empty text");
  budget_scan(L, s.n * 4);
  lua_newtable(L);
  for (lua_Integer i = 1;; i++) {
    long at = str_find(s, separator);
    budget_charge(L, 8);
    push_str(L, at < 0 ? s : str_sub(s, 0, (size_t)at));
    lua_rawseti(L, -2, i);
    if (at < 0) return 1;
    s = str_sub(s, (size_t)at + separator.n, s.n);
  }
}

/* text.starts(text, head), text.ends(text, tail), text.contains(text, part) */
static int f_starts(lua_State *L) {
  lua_pushboolean(L, str_starts(check_str(L, 1), check_str(L, 2)));
  return 1;
}

static int f_ends(lua_State *L) {
  lua_pushboolean(L, str_ends(check_str(L, 1), check_str(L, 2)));
  return 1;
}

static int f_contains(lua_State *L) {
  Str s = check_str(L, 1), part = check_str(L, 2);
  budget_scan(L, s.n);
  lua_pushboolean(L, str_find(s, part) >= 0);
  return 1;
}

/* -- languages -- */

/* text.plural(n [, language]) -> "one", "few", "many", "other" ... */
static int f_plural(lua_State *L) {
  lua_Integer n = luaL_checkinteger(L, 1);
  lua_pushstring(L, plural_category(lib_text_tools(L), language_at(L, 2), n));
  return 1;
}

/* text.number(n [, language [, decimals]]) -> as the language writes it */
static int f_number(lua_State *L) {
  luaL_checknumber(L, 1);
  lua_settop(L, 3);
  Str language = language_at(L, 2);
  lua_Integer decimals = luaL_optinteger(L, 3, 2);
  luaL_argcheck(L, decimals >= 0 && decimals <= 9, 3, "0 to 9 decimals expected");
  Arena *a = scratch(L);
  budget_charge(L, 200);
  if (lua_isinteger(L, 1))
    return push_str(L, number_format(lib_text_tools(L), a, language, lua_tointeger(L, 1)));
  return push_str(
      L, number_decimal(lib_text_tools(L), a, language, lua_tonumber(L, 1), (int)decimals));
}

/* text.compare(a, b [, language]) -> -1, 0 or 1 in dictionary order */
static int f_compare(lua_State *L) {
  Str x = check_str(L, 1), y = check_str(L, 2);
  budget_charge(L, 64 + (x.n + y.n) * TEXT_COST);
  int order = collate_cmp(lib_text_tools(L), language_at(L, 3), x, y);
  lua_pushinteger(L, order < 0 ? -1 : order > 0);
  return 1;
}

/* text.same_language(a, b): is the base language the same? */
static int f_same_language(lua_State *L) {
  lua_pushboolean(L, str_eq_nocase(lang_base(check_str(L, 1)), lang_base(check_str(L, 2))));
  return 1;
}

/* text.nearest(word, list) -> the text of the list that was likely meant, or nil */
static int f_nearest(lua_State *L) {
  Str word = check_str(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  size_t n = (size_t)lua_rawlen(L, 2);
  budget_charge(L, 64 + n);
  Str *words = ARENA_ARRAY(scratch(L), n + 1, Str);
  for (size_t i = 0; i < n; i++) {
    lua_rawgeti(L, 2, (lua_Integer)i + 1);
    luaL_argcheck(L, lua_type(L, -1) == LUA_TSTRING, 2, "a list of texts expected");
    words[i].p = lua_tolstring(L, -1, &words[i].n); /* the table keeps it */
    /* Edit distance: lengths multiply, unless they differ too much to be alike. */
    size_t apart = words[i].n > word.n ? words[i].n - word.n : word.n - words[i].n;
    if (apart <= 3) budget_charge(L, 8 + word.n * words[i].n / 8);
    lua_pop(L, 1);
  }
  Str near = str_nearest(word, words, n);
  if (!near.n) {
    lua_pushnil(L);
    return 1;
  }
  return push_str(L, near);
}

/* text.language_name(tag) -> the language's name in itself, or the tag */
static int f_language_name(lua_State *L) {
  Str tag = check_str(L, 1);
  lib_text_tools(L);
  budget_charge(L, 500);
  return push_str(L, lang_name(sandbox_scratch(L), tag));
}

static const ApiFunction functions[] = {
#include "lua/api/text.def"
  { 0 }
};

const ApiType API_TEXT = {
  .name = "text",
  .kind = API_LIBRARY,
  .in = "transform",
  .doc = "Words, spelling, languages. Wherever a text is wanted, a node will do as well: it stands "
         "for its plain text.",
  .functions = functions,
};

void lib_text_open(Sandbox *sb) {
  api_library(sb, &API_TEXT);
  lib_text_terms_open(sb);
}
