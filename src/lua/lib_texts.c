/* lib_texts.c -- interface texts: choose the plural form, fill the names in. */
#include "lua/lib_texts.h"

#include "lua/api_types.h"
#include "lua/budget.h"
#include "lua/convert.h"
#include "lua/lib_date.h"
#include "text/number.h"
#include "text/plural.h"

/* What stands for {name}; numbers as the language writes them. */
static bool placeholder(Str *out, Arena *a, TextTools *t, Str language, Str name,
                        const Value *values) {
  const Value *v = values;
  if (values && values->kind == VALUE_MAP)
    v = value_get(values, name);
  else if (!str_eqc(name, "n"))
    v = NULL;
  if (!v || v->kind == VALUE_LIST || v->kind == VALUE_MAP) return false;
  if (v->kind == VALUE_INT && t)
    *out = number_format(t, a, language, v->integer);
  else if (v->kind == VALUE_DATE)
    *out = lib_date_text(a, v->date);
  else if (v->kind == VALUE_NULL)
    *out = S("");
  else
    *out = value_str(v, a);
  return true;
}

static bool name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool fill(Str *out, Arena *a, TextTools *t, Str language, Str key, Str text,
                 const Value *values, Str *problem) {
  Buf b = { 0 };
  bool ok = true;
  size_t i = 0;
  while (ok && i < text.n) {
    size_t end = i + 1;
    if (text.p[i] == '{')
      while (end < text.n && name_byte(text.p[end])) end++;
    bool named = text.p[i] == '{' && end > i + 1 && end < text.n && text.p[end] == '}';
    if (!named) {
      buf_byte(&b, text.p[i++]);
      continue;
    }
    Str name = str_sub(text, i + 1, end), value = S("");
    ok = placeholder(&value, a, t, language, name, values);
    if (!ok)
      *problem = arena_printf(a, "the text '%.*s' needs a value for {%.*s}", STR(key), STR(name));
    buf_str(&b, value);
    i = end + 1;
  }
  if (ok) *out = buf_dup(&b, a);
  buf_free(&b);
  return ok;
}

bool lib_texts_get(Str *out, Arena *a, const World *w, Reads *r, TextTools *t, Str language,
                   Str key, const Value *values, Str *problem) {
  const Value *v = w ? world_text(w, r, language, key) : NULL;
  if (!v) {
    *problem = arena_printf(a, "there is no interface text '%.*s'", STR(key));
    return false;
  }
  if (v->kind == VALUE_MAP) {
    const Value *n = values && values->kind == VALUE_MAP ? value_getc(values, "n") : values;
    if (!n || n->kind != VALUE_INT) {
      *problem = arena_printf(a, "the text '%.*s' has plural forms and needs a number", STR(key));
      return false;
    }
    const char *form = t ? plural_category(t, language, n->integer) : "other";
    const Value *chosen = value_getc(v, form);
    v = chosen ? chosen : value_getc(v, "other");
    if (!v) {
      *problem = arena_printf(a, "the text '%.*s' has no form for '%s'", STR(key), form);
      return false;
    }
  }
  return fill(out, a, t, language, key, value_str(v, a), values, problem);
}

/* publish.t(key [, n or values [, language]]) -> string */
static int f_t(lua_State *L) {
  lua_settop(L, 3);
  Str key, language = libs_of(L)->language;
  key.p = luaL_checklstring(L, 1, &key.n);
  if (!lua_isnil(L, 3)) language.p = luaL_checklstring(L, 3, &language.n);
  Arena *a = sandbox_scratch(L);
  Sandbox *sb = sandbox_of(L);
  static const ConvertRules rules = { "values", "a value of a text", 1 << 16, true };
  const Value *values;
  double n = lua_tonumber(L, 2);
  if (lua_type(L, 2) == LUA_TNUMBER)
    values = lua_isinteger(L, 2) ? value_of_int(a, lua_tointeger(L, 2)) : value_of_float(a, n);
  else
    values = convert_check(L, 2, a, &rules);
  Str text, problem;
  if (!lib_texts_get(&text, a, sb->world, sb->reads, libs_of(L)->text, language, key, values,
                     &problem)) {
    bool missing = !sb->world || !world_text(sb->world, NULL, language, key);
    Str near = missing && sb->world ? world_text_near(sb->world, key) : S("");
    if (near.n)
      problem = arena_printf(a, "%.*s; did you mean '%.*s'?", STR(problem), STR(near));
    else if (missing && sb->plugin.n)
      problem = arena_printf(a, "%.*s; add it to plugins/%.*s/i18n/%.*s.yaml", STR(problem),
                             STR(sb->plugin), STR(language.n ? language : S("en")));
    return luaL_error(L, "publish.t: %s", arena_cstr(a, problem));
  }
  budget_copy(L, text.n);
  lua_pushlstring(L, text.p ? text.p : "", text.n);
  return 1;
}

static const ApiFunction functions[] = {
#include "lua/api/texts.def"
  { 0 }
};

const ApiType API_TEXTS = {
  .name = "publish",
  .kind = API_LIBRARY,
  .in = "transform",
  .doc = "",
  .functions = functions,
};

void lib_texts_open(Sandbox *sb) {
  api_library(sb, &API_TEXTS);
}
