/* lib_html.c -- the escaping builder.
 *
 * Attributes and children are collected raw from the table (never through
 * metamethods), so building one element costs one pass and cannot call back. */
#include "lua/lib_html.h"

#include "doc/email.h"
#include "doc/html.h"
#include "doc/links.h"
#include "doc/tame.h"
#include "lua/api_types.h"
#include "lua/budget.h"
#include "lua/freeze.h"
#include "lua/html_value.h"
#include "lua/lib_date.h"
#include "lua/libs.h"
#include "lua/proxy.h"
#include <stdlib.h>

/* Nothing that runs code, embeds a document, or changes how the page is read;
 * NULL at the end. */
static const char *const elements[] = {
  "a",       "abbr",       "address",  "article",    "aside",    "audio",    "b",      "bdi",
  "bdo",     "blockquote", "button",   "caption",    "cite",     "code",     "col",    "colgroup",
  "data",    "datalist",   "dd",       "del",        "details",  "dfn",      "div",    "dl",
  "dt",      "em",         "fieldset", "figcaption", "figure",   "footer",   "form",   "h1",
  "h2",      "h3",         "h4",       "h5",         "h6",       "header",   "hgroup", "i",
  "ins",     "kbd",        "label",    "legend",     "li",       "main",     "map",    "mark",
  "menu",    "meter",      "nav",      "ol",         "optgroup", "option",   "output", "p",
  "picture", "pre",        "progress", "q",          "rp",       "rt",       "ruby",   "s",
  "samp",    "search",     "section",  "select",     "small",    "span",     "strong", "sub",
  "summary", "sup",        "table",    "tbody",      "td",       "textarea", "tfoot",  "th",
  "thead",   "time",       "tr",       "u",          "ul",       "var",      "video",  NULL
};
static const char *const void_elements[] = { "area", "br",     "hr",    "img", "input", "link",
                                             "meta", "source", "track", "wbr", NULL };

static bool listed(const char *const *names, Str name) {
  for (; *names; names++)
    if (str_eqc(name, *names)) return true;
  return false;
}

/* -- attributes -- */

const char *lib_html_attribute_problem(Str name) {
  if (name.n == 0 || name.n > 64 || name.p[0] < 'a' || name.p[0] > 'z')
    return "begins with a small letter";
  for (size_t i = 0; i < name.n; i++) {
    char c = name.p[i];
    if (c == '_') return "has '-' where Lua names have '_': write [\"data-x\"] = ...";
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
      return "consists of small letters, digits and '-'";
  }
  if (str_starts(name, S("on"))) return "must not be an event handler";
  if (str_eqc(name, "style"))
    return "must not be 'style': use a class, and a rule in a style sheet";
  if (str_eqc(name, "srcdoc") || str_eqc(name, "http-equiv")) return "must not embed or redirect";
  return NULL;
}

bool lib_html_attribute_is_url(Str name) {
  static const char *const urls[] = { "href",     "src",      "cite",   "action",   "formaction",
                                      "poster",   "data",     "ping",   "longdesc", "background",
                                      "manifest", "usemap",   "icon",   "itemid",   "itemtype",
                                      "profile",  "codebase", "lowsrc", "dynsrc",   NULL };
  return listed(urls, name);
}

/* srcset: addresses between commas and blanks; sizes among them pass anyway. */
static bool srcset_allowed(Str s) {
  size_t from = 0;
  for (size_t i = 0; i <= s.n; i++) {
    bool end = i == s.n || s.p[i] == ',' || s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\n';
    if (!end) continue;
    if (i > from && !url_allowed(str_sub(s, from, i), true)) return false;
    from = i + 1;
  }
  return true;
}

typedef struct {
  lua_State *L;
  Arena *a;
  Buf *out;
  Str element;
  bool image; /* data: pictures may be addresses here */
} Builder;

static int fail(const Builder *b, const char *format, Str name, const char *why) {
  return luaL_error(b->L, format, b->element.p, name.p ? name.p : "", why);
}

static bool has_names(lua_State *L, int content) {
  bool names = false;
  for (lua_pushnil(L); lua_next(L, content); lua_pop(L, 1))
    names = names || lua_type(L, -2) == LUA_TSTRING;
  return names;
}

/* Items of a list (plain or recorded) joined by blanks: class = { "a", "b" }. */
static void add_words(Builder *b, int index, Str name) {
  lua_State *L = b->L;
  size_t before = b->out->n;
  lua_Integer count = 0;
  int list = lua_gettop(L) + 1;
  Ref ref;
  if (lua_istable(L, index)) {
    freeze_content(L, index);
    count = (lua_Integer)lua_rawlen(L, list);
    if (!count && has_names(L, list))
      fail(b, "html.%s: the value of attribute '%s' must be %s", name,
           "text, a number or a list of texts, found a table with names");
  } else if (proxy_get(L, index, &ref) && ref.v && ref.v->kind == VALUE_LIST) {
    lua_pushvalue(L, index);
    count = luaL_len(L, list);
  } else {
    fail(b, "html.%s: the value of attribute '%s' must be %s", name,
         "text, a number, a date, true, false or a list of texts");
  }
  budget_charge(L, (uint64_t)count * 4);
  for (lua_Integer i = 1; i <= count; i++) {
    if (lua_istable(L, list))
      lua_rawgeti(L, list, i);
    else
      lua_geti(L, list, i);
    if (lua_toboolean(L, -1)) {
      if (lua_type(L, -1) != LUA_TSTRING)
        fail(b, "html.%s: attribute '%s' must be %s", name, "text or a list of texts");
      Str s;
      s.p = lua_tolstring(L, -1, &s.n);
      if (b->out->n > before) buf_byte(b->out, ' ');
      html_value_escape(b->out, s);
    }
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

/* The attribute `name` with the value on top of the stack. */
static void add_attribute(Builder *b, Str name) {
  lua_State *L = b->L;
  int value = lua_gettop(L);
  const char *problem = lib_html_attribute_problem(name);
  if (problem) fail(b, "html.%s: attribute name '%s' %s", name, problem);
  Str near = lib_html_attribute_meant(name);
  if (near.n)
    fail(b, "html.%s: there is no attribute '%s'; did you mean '%s'?", name,
         arena_cstr(b->a, near));
  if (!lua_toboolean(L, value)) return; /* false and nil: left out */
  buf_byte(b->out, ' ');
  buf_str(b->out, name);
  if (lua_isboolean(L, value)) {
    if (lib_html_attribute_is_url(name))
      fail(b, "html.%s: attribute '%s' must be %s", name, "an address, found true");
    return;
  }
  buf_c(b->out, "=\"");
  Date date;
  Str s;
  if (lua_type(L, value) == LUA_TSTRING || lua_type(L, value) == LUA_TNUMBER) {
    lua_pushvalue(L, value);
    s.p = lua_tolstring(L, -1, &s.n);
    if (lib_html_attribute_is_url(name) && !url_allowed(s, b->image && str_eqc(name, "src"))) {
      Str scheme = url_scheme(s);
      fail(b, "html.%s: attribute '%s' has an address whose scheme is not allowed: '%s'", name,
           arena_cstr(b->a, str_sub(scheme.n ? scheme : s, 0, 40)));
    }
    if ((str_eqc(name, "srcset") || str_eqc(name, "imagesrcset")) && !srcset_allowed(s))
      fail(b, "html.%s: attribute '%s' has an address whose scheme is not allowed%s", name, "");
    budget_copy(L, s.n);
    if (lib_html_attribute_is_url(name) && str_eqc(url_scheme(s), "mailto") && str_chr(s, '@') >= 0)
      email_encode_url(b->out, s);
    else
      html_value_escape(b->out, s);
    lua_pop(L, 1);
  } else if (lib_date_get(L, value, &date)) {
    buf_str(b->out, lib_date_text(b->a, date));
  } else if (html_value_get(L, value, &s)) {
    fail(b, "html.%s: attribute '%s' takes text, %s", name, "found html");
  } else {
    add_words(b, value, name);
  }
  buf_byte(b->out, '"');
}

/* -- elements -- */

static int compare_names(const void *a, const void *b) {
  return str_cmp(*(const Str *)a, *(const Str *)b);
}

static int compare_numbers(const void *a, const void *b) {
  lua_Integer x = *(const lua_Integer *)a, y = *(const lua_Integer *)b;
  return x < y ? -1 : x > y;
}

static void add_child(Builder *b, int index) {
  Str problem;
  if (!html_value_add(b->L, index, b->out, b->a, &problem))
    luaL_error(b->L, "html.%s: %s", b->element.p, arena_cstr(b->a, problem));
}

typedef struct {
  Str *names;
  lua_Integer *numbers;
  size_t name_count, number_count;
} Keys;

/* The keys of the table at `content`, sorted: names, then numbers. */
static Keys table_keys(const Builder *b, int content) {
  lua_State *L = b->L;
  size_t count = 0;
  for (lua_pushnil(L); lua_next(L, content); lua_pop(L, 1)) count++;
  budget_charge(L, 2 + count * 8);
  Keys k = { ARENA_ARRAY(b->a, count, Str), ARENA_ARRAY(b->a, count, lua_Integer), 0, 0 };
  bool other = false;
  for (lua_pushnil(L); lua_next(L, content); lua_pop(L, 1)) {
    if (lua_islightuserdata(L, -2)) continue; /* freeze.c keeps notes in tables */
    if (lua_type(L, -2) == LUA_TSTRING) {
      Str *name = &k.names[k.name_count++];
      name->p = lua_tolstring(L, -2, &name->n);
    } else if (lua_isinteger(L, -2) && lua_tointeger(L, -2) > 0) {
      k.numbers[k.number_count++] = lua_tointeger(L, -2);
    } else {
      other = true;
    }
  }
  if (other) luaL_error(L, "html.%s: keys are names of attributes or 1, 2, 3 ...", b->element.p);
  qsort(k.names, k.name_count, sizeof *k.names, compare_names);
  qsort(k.numbers, k.number_count, sizeof *k.numbers, compare_numbers);
  return k;
}

/* Upvalue 1: the element's name. */
static int f_element(lua_State *L) {
  lua_settop(L, 1);
  Arena *a = sandbox_scratch(L);
  Buf *out = libs_buffer(L);
  Builder b = { L, a, out, { 0 }, false };
  b.element.p = lua_tolstring(L, lua_upvalueindex(1), &b.element.n);
  b.image = str_eqc(b.element, "img") || str_eqc(b.element, "source");
  bool empty = listed(void_elements, b.element);
  buf_byte(out, '<');
  buf_str(out, b.element);
  if (lua_istable(L, 1)) {
    freeze_content(L, 1);
    int content = lua_gettop(L);
    Keys k = table_keys(&b, content);
    for (size_t i = 0; i < k.name_count; i++) {
      lua_pushlstring(L, k.names[i].p, k.names[i].n);
      lua_rawget(L, content);
      add_attribute(&b, k.names[i]);
      lua_settop(L, content);
    }
    buf_byte(out, '>');
    if (empty && k.number_count)
      return luaL_error(L, "html.%s has no content: it is an empty element", b.element.p);
    for (size_t i = 0; i < k.number_count; i++) {
      lua_rawgeti(L, content, k.numbers[i]);
      add_child(&b, lua_gettop(L));
      lua_settop(L, content);
    }
  } else {
    buf_byte(out, '>');
    if (empty && !lua_isnil(L, 1))
      return luaL_error(L, "html.%s takes a table of attributes: it is an empty element",
                        b.element.p);
    add_child(&b, 1);
  }
  if (!empty) {
    buf_c(out, "</");
    buf_str(out, b.element);
    buf_byte(out, '>');
  }
  html_value_push(L, buf_view(out));
  return 1;
}

bool lib_html_forbidden(Str name) {
  static const char *const names[] = { "script", "style", "iframe", "object", "embed",  "base",
                                       "frame",  "svg",   "math",   "applet", "canvas", NULL };
  return listed(names, name);
}

/* -- the other functions -- */

static void add_any(lua_State *L, int index, Buf *out, Arena *a) {
  Str problem;
  if (!html_value_add(L, index, out, a, &problem)) luaL_error(L, "%s", arena_cstr(a, problem));
}

/* html.text(value) -> html, with everything escaped; html values stay */
static int f_text(lua_State *L) {
  luaL_checkany(L, 1);
  lua_settop(L, 1);
  Arena *a = sandbox_scratch(L);
  Buf *out = libs_buffer(L);
  add_any(L, 1, out, a);
  html_value_push(L, buf_view(out));
  return 1;
}

/* html.join(list [, separator]) -> html; nil and false items are left out */
static int f_join(lua_State *L) {
  luaL_checkany(L, 1);
  lua_settop(L, 2);
  Arena *a = sandbox_scratch(L);
  Buf *out = libs_buffer(L);
  if (lua_isnil(L, 2) || !lua_istable(L, 1)) {
    bool list = lua_istable(L, 1);
    Ref ref;
    if (!list && !lua_isnil(L, 2) && proxy_get(L, 1, &ref) && ref.v && ref.v->kind == VALUE_LIST) {
      lua_Integer n = luaL_len(L, 1);
      for (lua_Integer i = 1; i <= n; i++) {
        if (i > 1) add_any(L, 2, out, a);
        lua_geti(L, 1, i);
        add_any(L, lua_gettop(L), out, a);
        lua_pop(L, 1);
      }
    } else {
      add_any(L, 1, out, a);
    }
    html_value_push(L, buf_view(out));
    return 1;
  }
  freeze_content(L, 1);
  int content = lua_gettop(L);
  Builder b = { L, a, out, S("join"), false };
  Keys k = table_keys(&b, content);
  if (k.name_count)
    return luaL_error(L, "html.join takes a list, found the key '%s'", k.names[0].p);
  bool first = true;
  for (size_t i = 0; i < k.number_count; i++) {
    lua_rawgeti(L, content, k.numbers[i]);
    if (lua_toboolean(L, -1)) {
      if (!first) add_any(L, 2, out, a);
      first = false;
      add_any(L, lua_gettop(L), out, a);
    }
    lua_settop(L, content);
  }
  html_value_push(L, buf_view(out));
  return 1;
}

/* html.raw(text) -> html, as it is */
static int f_raw(lua_State *L) {
  Str s;
  s.p = luaL_checklstring(L, 1, &s.n);
  if (!libs_of(L)->raw_html)
    return luaL_error(L, "html.raw needs capabilities = { \"raw_html\" } in the plugin's header; "
                         "without it build html with html.div { ... }");
  html_value_push(L, s);
  return 1;
}

/* html.email(address [, label]) -> html: a link that harvesters do not find; what is
 * no address comes out as text */
static int f_email(lua_State *L) {
  Str address, label = S("");
  address.p = luaL_checklstring(L, 1, &address.n);
  if (!lua_isnoneornil(L, 2)) label.p = luaL_checklstring(L, 2, &label.n);
  budget_copy(L, (address.n + label.n) * 12);
  Buf *out = libs_buffer(L);
  email_link(out, address, label);
  html_value_push(L, buf_view(out));
  return 1;
}

/* html.markdown(text) -> html: what strangers wrote, made harmless (doc/tame.h) */
static int f_markdown(lua_State *L) {
  Sandbox *sb = sandbox_of(L);
  Str text;
  text.p = luaL_checklstring(L, 1, &text.n);
  budget_charge(L, 1000 + text.n * 8);
  budget_hold(L, text.n * 16);
  Arena *a = sandbox_scratch(L);
  Buf *out = libs_buffer(L);
  Doc doc;
  const HtmlOptions options = { 0 };
  if (!doc_parse_tame(&doc, a, S("markdown"), arena_str(a, text), sb->diags) ||
      !html_write(out, doc.root, &options, sb->diags))
    return sandbox_fail(L);
  html_value_push(L, buf_view(out));
  return 1;
}

/* html.is(value) -> true for html values */
static int f_is(lua_State *L) {
  Str s;
  lua_pushboolean(L, html_value_get(L, 1, &s));
  return 1;
}

static const ApiFunction functions[] = {
#include "lua/api/html.def"
  { 0 }
};
static const ApiFamily family = {
  elements,
#include "lua/api/html_elements.def"
};
static const ApiFamily void_family = {
  void_elements,
#include "lua/api/html_void.def"
};

const ApiType API_HTML = {
  .name = "html",
  .kind = API_LIBRARY,
  .in = "transform",
  .doc =
      "The escaping builder: whatever is not made here or by a template is text, and is escaped.",
  .functions = functions,
  .family = &family,
};

const ApiType API_HTML_VOID = {
  .name = "html",
  .kind = API_LIBRARY,
  .in = "transform",
  .doc = "",
  .family = &void_family,
};

static void add_elements(lua_State *L, const ApiType *type) {
  for (const char *const *names = type->family->names; *names; names++) {
    lua_pushstring(L, *names);
    lua_pushcclosure(L, f_element, 1);
    api_note(L, type, &type->family->function);
    lua_setfield(L, -2, *names);
  }
}

void lib_html_open(Sandbox *sb) {
  api_library(sb, &API_HTML);
  sandbox_module_table(sb, "html");
  add_elements(sb->L, &API_HTML);
  add_elements(sb->L, &API_HTML_VOID);
  lua_pop(sb->L, 1);
}
