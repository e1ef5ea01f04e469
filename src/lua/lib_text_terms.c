/* lib_text_terms.c -- text.terms, text.term_list and text.keyterms: what a text is
 * about, as vectors that fit into facts (text/termvec.h). */
#include "lua/lib_text.h"

#include "lua/api_types.h"
#include "lua/budget.h"
#include "lua/freeze.h"
#include "lua/libs.h"
#include "lua/proxy_site.h"
#include "text/keyterms.h"
#include "text/termvec.h"

static Str check_str(lua_State *L, int arg) {
  Str s;
  s.p = luaL_checklstring(L, arg, &s.n);
  return s;
}

static int push_str(lua_State *L, Str s) {
  lua_pushlstring(L, s.p ? s.p : "", s.n);
  return 1;
}

static void add_part(lua_State *L, TermBuilder *b, int arg, Arena *a, Str language,
                     lua_Integer weight) {
  if (weight < 1 || weight > 1000) luaL_error(L, "text.terms: a weight is from 1 to 1000");
  Str s = lib_text_check(L, arg, a);
  budget_charge(L, s.n * 32);
  termvec_add(b, s, language, (uint32_t)weight);
}

/* text.terms(text, node or list [, language [, weight]]) -> a term vector. In a
 * list each item is a text, a node, or { text or node, weight }. */
static int f_terms(lua_State *L) {
  lua_settop(L, 3);
  Arena *a = sandbox_scratch(L);
  Str language = lua_isnil(L, 2) ? libs_of(L)->language : check_str(L, 2);
  lua_Integer weight = luaL_optinteger(L, 3, 1);
  TermBuilder *b = termvec_begin(lib_text_tools(L), a);
  if (lua_istable(L, 1)) {
    freeze_content(L, 1);
    int list = lua_gettop(L);
    size_t n = lua_rawlen(L, list);
    for (size_t i = 1; i <= n; i++) {
      if (lua_rawgeti(L, list, (lua_Integer)i) == LUA_TTABLE) {
        freeze_content(L, -1);
        int item = lua_gettop(L);
        lua_rawgeti(L, item, 2);
        lua_Integer own = lua_isnil(L, -1) ? 1 : luaL_checkinteger(L, -1);
        lua_rawgeti(L, item, 1);
        if (!lua_isnil(L, -1)) add_part(L, b, lua_gettop(L), a, language, own * weight);
      } else if (lua_toboolean(L, -1)) {
        add_part(L, b, lua_gettop(L), a, language, weight);
      }
      lua_settop(L, list);
    }
  } else {
    add_part(L, b, 1, a, language, weight);
  }
  return push_str(L, termvec_end(b));
}

/* text.term_list(vector) -> list of { term =, surface =, count = } */
static int f_term_list(lua_State *L) {
  Str vector = check_str(L, 1);
  luaL_argcheck(L, termvec_check(vector), 1, "a term vector expected, as text.terms makes it");
  budget_charge(L, vector.n);
  TermIter it = termvec_read(vector);
  Term term;
  lua_newtable(L);
  for (lua_Integer i = 1; termvec_next(&it, &term); i++) {
    budget_charge(L, 16);
    lua_createtable(L, 0, 3);
    push_str(L, term.term);
    lua_setfield(L, -2, "term");
    push_str(L, term.surface);
    lua_setfield(L, -2, "surface");
    lua_pushinteger(L, (lua_Integer)term.count);
    lua_setfield(L, -2, "count");
    lua_rawseti(L, -2, i);
  }
  return 1;
}

/* Document frequencies out of the World. One record for the whole vector, made by
 * world_stats, stands for all these questions. */
typedef struct {
  const World *world;
  Str index;
} Frequencies;

static uint32_t frequency(void *self, Str term) {
  const Frequencies *f = self;
  return world_df(f->world, NULL, f->index, term);
}

static lua_Integer option_integer(lua_State *L, int options, const char *name, lua_Integer least,
                                  lua_Integer otherwise) {
  if (lua_isnoneornil(L, options)) return otherwise;
  lua_getfield(L, options, name);
  int whole = 1;
  lua_Integer n = lua_isnil(L, -1) ? otherwise : lua_tointegerx(L, -1, &whole);
  if (!whole || n < least || n > 1000000)
    luaL_error(L, "text.keyterms: '%s' must be a whole number, at least %I", name,
               (LUAI_UACINT)least);
  lua_pop(L, 1);
  return n;
}

static KeytermOptions keyterm_options(lua_State *L, int arg) {
  KeytermOptions o = keyterms_defaults();
  if (!lua_isnoneornil(L, arg) && lua_type(L, arg) != LUA_TUSERDATA)
    luaL_checktype(L, arg, LUA_TTABLE);
  o.max = (size_t)option_integer(L, arg, "max", 0, (lua_Integer)o.max);
  o.min_df = (uint32_t)option_integer(L, arg, "min_df", 0, o.min_df);
  o.max_share = (uint32_t)option_integer(L, arg, "max_share", 0, o.max_share);
  o.min_count = (uint64_t)option_integer(L, arg, "min_count", 0, (lua_Integer)o.min_count);
  if (o.max > 100) luaL_error(L, "text.keyterms: 'max' is 100 at the most");
  if (lua_isnoneornil(L, arg)) return o;
  lua_getfield(L, arg, "threshold");
  if (!lua_isnil(L, -1)) o.threshold = fixed_from(luaL_checknumber(L, -1));
  lua_pop(L, 1);
  return o;
}

/* text.keyterms(vector, stats.NAME [, { max =, threshold =, min_df =, max_share =,
 * min_count = }]) -> list of { term =, surface =, score = }, best first */
static int f_keyterms(lua_State *L) {
  lua_settop(L, 3);
  if (lua_isnil(L, 1)) {
    lua_newtable(L);
    return 1;
  }
  Str vector = check_str(L, 1);
  Sandbox *sb = sandbox_of(L);
  Frequencies f = { sb->world, proxy_site_check_stats(L, 2) };
  KeytermOptions o = keyterm_options(L, 3);
  luaL_argcheck(L, termvec_check(vector), 1, "a term vector expected, as text.terms makes it");
  budget_charge(L, 100 + vector.n * 4);
  world_stats(sb->world, sb->reads, f.index, vector);
  DfSource source = { frequency, &f, world_n(sb->world, NULL, f.index) };
  Keyterm found[100];
  size_t n = keyterms(&source, vector, &o, found);
  lua_createtable(L, (int)n, 0);
  for (size_t i = 0; i < n; i++) {
    lua_createtable(L, 0, 3);
    push_str(L, found[i].term);
    lua_setfield(L, -2, "term");
    push_str(L, found[i].surface);
    lua_setfield(L, -2, "surface");
    lua_pushnumber(L, (double)found[i].score / (double)FIXED_ONE);
    lua_setfield(L, -2, "score");
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

static const ApiFunction functions[] = {
#include "lua/api/text_terms.def"
  { 0 }
};

const ApiType API_TEXT_TERMS = {
  .name = "text",
  .kind = API_LIBRARY,
  .in = "derive",
  .doc = "",
  .functions = functions,
};

void lib_text_terms_open(Sandbox *sb) {
  api_library(sb, &API_TEXT_TERMS);
}
