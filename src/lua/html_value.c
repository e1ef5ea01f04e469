/* html_value.c -- the html type, and printing any value as HTML text.
 *
 * The bytes lie behind the header in the userdata itself, so a value is one
 * allocation that the state's memory limit counts. */
#include "lua/html_value.h"

#include "base/utf8.h"
#include "doc/html.h"
#include "lua/api_types.h"
#include "lua/budget.h"
#include "lua/freeze.h"
#include "lua/lib_date.h"
#include "lua/libs.h"
#include "lua/proxy.h"
#include <stdlib.h>

#define HTML "html"
enum { NESTING_MOST = 64, BYTES_MOST = 64 << 20 };

typedef struct {
  size_t n;
  char bytes[];
} HtmlValue;

void html_value_push(lua_State *L, Str html) {
  budget_copy(L, html.n);
  HtmlValue *h = lua_newuserdatauv(L, sizeof *h + html.n, 0);
  h->n = html.n;
  if (html.n) memcpy(h->bytes, html.p, html.n);
  luaL_setmetatable(L, HTML);
}

bool html_value_get(lua_State *L, int index, Str *out) {
  HtmlValue *h = luaL_testudata(L, index, HTML);
  if (!h) return false;
  *out = str_n(h->bytes, h->n);
  return true;
}

/* -- escaping -- */

/* Control characters that may not stand in HTML; noncharacters are left alone. */
static bool forbidden(unsigned char c) {
  return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
}

void html_value_escape(Buf *out, Str text) {
  size_t from = 0, i = 0;
  while (i < text.n) {
    size_t at = i;
    unsigned char c = (unsigned char)text.p[i];
    bool bad = false, drop = false;
    if (c < 0x80) {
      drop = forbidden(c);
      i++;
    } else {
      bad = utf8_next(text, &i) == UTF8_BAD;
    }
    if (!bad && !drop) continue;
    html_escape(out, str_sub(text, from, at));
    if (bad) buf_c(out, "\xEF\xBF\xBD");
    from = i;
  }
  html_escape(out, str_sub(text, from, text.n));
}

/* -- printing any value -- */

static bool refuse(Str *problem, Arena *a, const char *what) {
  *problem = arena_printf(a, "%s cannot be written as html", what);
  return false;
}

static bool refuse_with(Str *problem, Arena *a, const char *what, const char *instead) {
  *problem = arena_printf(a, "%s cannot be written as html; %s", what, instead);
  return false;
}

static bool add(lua_State *L, int index, Buf *out, Arena *a, Str *problem, int depth);

static bool add_value(const Value *v, lua_State *L, Buf *out, Arena *a, Str *problem, int depth) {
  if (depth > NESTING_MOST) return refuse(problem, a, "a list nested this deeply");
  if (v && v->kind == VALUE_LIST) {
    for (size_t i = 0; i < v->list.count; i++)
      if (!add_value(v->list.items[i], L, out, a, problem, depth + 1)) return false;
    return true;
  }
  if (v && v->kind == VALUE_MAP) return refuse_with(problem, a, "a map", "name a field of it");
  if (!v || v->kind == VALUE_NULL || (v->kind == VALUE_BOOL && !v->boolean)) return true;
  if (v->kind == VALUE_BOOL) return refuse_with(problem, a, "true", "write a text for it");
  Str s = v->kind == VALUE_DATE ? lib_date_text(a, v->date) : value_str(v, a);
  budget_copy(L, s.n);
  html_value_escape(out, s);
  return true;
}

static int compare_keys(const void *a, const void *b) {
  lua_Integer x = *(const lua_Integer *)a, y = *(const lua_Integer *)b;
  return x < y ? -1 : x > y;
}

/* Children of a table: its positive integer keys in order; nils between them are
 * children that were left out. */
static bool add_table(lua_State *L, int index, Buf *out, Arena *a, Str *problem, int depth) {
  if (depth > NESTING_MOST) return refuse(problem, a, "a list nested this deeply");
  if (!lua_checkstack(L, 8)) return refuse(problem, a, "a list nested this deeply");
  freeze_content(L, index);
  int content = lua_gettop(L);
  size_t count = 0;
  for (lua_pushnil(L); lua_next(L, content); lua_pop(L, 1)) {
    if (lua_islightuserdata(L, -2)) continue; /* freeze.c keeps notes in tables */
    count++;
    if (!lua_isinteger(L, -2) || lua_tointeger(L, -2) < 1) {
      lua_settop(L, content - 1);
      return refuse(problem, a, "a table with keys that are not 1, 2, 3 ...");
    }
  }
  budget_charge(L, 1 + count * 4);
  lua_Integer *keys = ARENA_ARRAY(a, count, lua_Integer);
  size_t n = 0;
  for (lua_pushnil(L); lua_next(L, content); lua_pop(L, 1))
    if (lua_isinteger(L, -2)) keys[n++] = lua_tointeger(L, -2);
  qsort(keys, n, sizeof *keys, compare_keys);
  bool ok = true;
  for (size_t i = 0; ok && i < n; i++) {
    lua_rawgeti(L, content, keys[i]);
    ok = add(L, lua_gettop(L), out, a, problem, depth + 1);
    lua_pop(L, 1);
  }
  lua_settop(L, content - 1);
  return ok;
}

/* index is absolute. */
static bool add(lua_State *L, int index, Buf *out, Arena *a, Str *problem, int depth) {
  Str s;
  Ref ref;
  Date date;
  switch (lua_type(L, index)) {
  case LUA_TNIL:
    return true;
  case LUA_TBOOLEAN:
    return lua_toboolean(L, index) ? refuse_with(problem, a, "true", "write a text for it") : true;
  case LUA_TSTRING:
    s.p = lua_tolstring(L, index, &s.n);
    if (out->n + s.n > BYTES_MOST) return refuse(problem, a, "more than 64 MiB");
    budget_copy(L, s.n);
    html_value_escape(out, s);
    return true;
  case LUA_TNUMBER: {
    /* A copy: tolstring would turn the value itself into a string. */
    lua_pushvalue(L, index);
    s.p = lua_tolstring(L, -1, &s.n);
    buf_str(out, s);
    lua_pop(L, 1);
    return true;
  }
  case LUA_TTABLE:
    return add_table(L, index, out, a, problem, depth);
  case LUA_TUSERDATA:
    if (html_value_get(L, index, &s)) {
      if (out->n + s.n > BYTES_MOST) return refuse(problem, a, "more than 64 MiB");
      budget_copy(L, s.n);
      buf_str(out, s);
      return true;
    }
    if (lib_date_get(L, index, &date)) {
      buf_str(out, lib_date_text(a, date));
      return true;
    }
    if (proxy_get(L, index, &ref)) {
      Sandbox *sb = sandbox_of(L);
      if (ref.v && ref.v->kind == VALUE_LIST)
        return add_value(ref_deep(sb->world, sb->reads, ref), L, out, a, problem, depth);
    }
    if (luaL_getmetafield(L, index, "__name") == LUA_TSTRING) {
      Str name = arena_str(a, str_c(lua_tostring(L, -1)));
      lua_pop(L, 1);
      bool node = str_eqc(name, "node");
      *problem =
          arena_printf(a, "a value of type %.*s cannot be written as html%s", STR(name),
                       node ? "; write node:text() or, in render handlers, next(node) or next(list)"
                            : "; write a field of it");
      return false;
    }
    return refuse(problem, a, "this value");
  default:
    *problem =
        arena_printf(a, "a %s cannot be written as html", lua_typename(L, lua_type(L, index)));
    return false;
  }
}

bool html_value_add(lua_State *L, int index, Buf *out, Arena *a, Str *problem) {
  if (!lua_checkstack(L, 8)) return refuse(problem, a, "a list nested this deeply");
  return add(L, lua_absindex(L, index), out, a, problem, 0);
}

bool html_value_take(Sandbox *sb, Buf *out, const char *expected, Diags *d) {
  Arena a = { 0 };
  Str problem;
  size_t before = out->n;
  bool ok = html_value_add(sb->L, -1, out, &a, &problem);
  if (ok) {
    lua_pop(sb->L, 1);
  } else {
    Str help = arena_printf(&a, "return %s", expected);
    out->n = before;
    libs_bad_result(sb, problem, help.p, d);
  }
  arena_free(&a);
  return ok;
}

/* -- what Lua can do with html -- */

static void add_checked(lua_State *L, int index, Buf *out, Arena *a) {
  Str problem;
  if (!html_value_add(L, index, out, a, &problem)) luaL_error(L, "%s", arena_cstr(a, problem));
}

static int meta_concat(lua_State *L) {
  Arena *a = sandbox_scratch(L);
  Buf *out = libs_buffer(L);
  add_checked(L, 1, out, a);
  add_checked(L, 2, out, a);
  html_value_push(L, buf_view(out));
  return 1;
}

static int meta_len(lua_State *L) {
  HtmlValue *h = luaL_checkudata(L, 1, HTML);
  lua_pushinteger(L, (lua_Integer)h->n);
  return 1;
}

static int meta_eq(lua_State *L) {
  Str a, b;
  lua_pushboolean(L, html_value_get(L, 1, &a) && html_value_get(L, 2, &b) && str_eq(a, b));
  return 1;
}

static int meta_tostring(lua_State *L) {
  HtmlValue *h = luaL_checkudata(L, 1, HTML);
  budget_copy(L, h->n);
  lua_pushlstring(L, h->bytes, h->n);
  return 1;
}

static int meta_index(lua_State *L) {
  return luaL_error(L, "an html value has no fields; build what you need before it becomes html");
}

static int meta_newindex(lua_State *L) {
  return luaL_error(L, "html is read-only; build a new value instead");
}

const ApiType API_HTML_VALUE = {
  .name = "Html",
  .kind = API_OBJECT,
  .in = "transform",
  .doc = "Finished HTML: made by html, by templates and by the document writer. Joined with .. it "
         "takes text in, escaped; #h counts bytes; tostring(h) gives it as text, which is escaped "
         "when printed.",
  .operators = "concat(any): Html\n"
               "len: integer",
  .speaks = "an html value",
};

void html_value_open(lua_State *L) {
  static const luaL_Reg meta[] = { { "__concat", meta_concat },
                                   { "__len", meta_len },
                                   { "__eq", meta_eq },
                                   { "__tostring", meta_tostring },
                                   { "__index", meta_index },
                                   { "__newindex", meta_newindex },
                                   { NULL, NULL } };
  luaL_newmetatable(L, HTML);
  luaL_setfuncs(L, meta, 0);
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
}
