/* runtime.c -- the functions that compiled templates call.
 *
 * A chunk takes them as locals with names of one letter (RUNTIME_NAMES), so that
 * the generated code is short and each is found without a table:
 *
 *   p literal   t html text   a attribute   u address   j json   x xml   w plain
 *   G field   I index   V value or nil when false   E equal   O order
 *   M arithmetic   C concatenate   N in   L,P begin of a loop   K,Q its items
 *   S slot   F filters   R range   Z link   U units
 */
#include "template/escape.h"
#include "template/filters.h"
#include "template/runtime_ops.h"
#include "template/value_lua.h"

#include "lua/call.h"

#include <stdarg.h>
#include <stdlib.h>

const char RUNTIME_NAMES[] = "p,t,a,u,j,x,w,G,I,V,E,O,M,C,N,L,P,K,Q,S,R,Z,F,U";

/* The source of the line in hand, and its number. */
static const Source *source_here(lua_State *L, uint32_t *line) {
  Str file = S("");
  *line = 0;
  return sandbox_where(L, &file, line) ? sandbox_source(sandbox_of(L), file) : NULL;
}

/* Lua knows the line. The column is known too when only one tag stands on it. */
static Range tag_of_line(const Source *source, uint32_t line) {
  Str rest = source->text, text = S("");
  for (uint32_t i = 0; i < line && str_split(&rest, '\n', &text); i++) {
  }
  size_t from = (size_t)(text.p - source->text.p), at = 0, tags = 0, begin = 0;
  for (size_t i = 0; i + 1 < text.n; i++)
    if (text.p[i] == '{' && (text.p[i + 1] == '{' || text.p[i + 1] == '%') && tags++ == 0) at = i;
  Str tag = str_sub(text, at, text.n);
  long end = tag.n > 1 ? str_find(tag, tag.p[1] == '{' ? S("}}") : S("%}")) : -1;
  if (tags == 1 && end > 0) return (Range){ from + at, (size_t)end + 2 };
  while (begin < text.n && (text.p[begin] == ' ' || text.p[begin] == '\t')) begin++;
  return (Range){ from + begin, 1 };
}

_Noreturn void runtime_fail(lua_State *L, Code code, const char *format, ...) {
  Render *r = engine_of(L)->now;
  va_list args;
  va_start(args, format);
  Str message = arena_vprintf(&r->arena, format, args);
  va_end(args);
  uint32_t line;
  const Source *source = source_here(L, &line);
  if (source)
    diag_at(r->diags, DIAG_ERROR, code, source, tag_of_line(source, line), NULL, "%.*s",
            STR(message));
  else
    diag_file(r->diags, DIAG_ERROR, code, S(""), NULL, "%.*s", STR(message));
  sandbox_fail(L);
  abort(); /* not reached: sandbox_fail raises */
}

/* -- printing -- */

static void check_size(lua_State *L, const Render *r) {
  if (r->out->n - r->start > r->limit)
    runtime_fail(L, P_TEMPLATE_RUN, "the page is larger than %zu bytes", r->limit);
}

/* What is to be printed, as text; lists and maps cannot be. */
static Str printable(lua_State *L) {
  Str text = S("");
  if (!val_text(L, 1, &text))
    runtime_fail(L, P_TEMPLATE_TYPE, "%s cannot be printed%s", val_kind_name(L, 1),
                 val_is_list(L, 1) ? "; use `| join` or a loop" : "; print one of its fields");
  return text;
}

static int f_literal(lua_State *L) {
  const Pieces *pieces = lua_touserdata(L, lua_upvalueindex(1));
  Render *r = engine_of(L)->now;
  buf_str(r->out, pieces->items[lua_tointeger(L, 1)]);
  check_size(L, r);
  return 0;
}

static int f_text(lua_State *L) {
  Render *r = engine_of(L)->now;
  Val *v = val_at(L, 1);
  if (v && v->kind == VAL_HTML)
    buf_str(r->out, v->bytes);
  else
    escape_html(r->out, printable(L));
  check_size(L, r);
  return 0;
}

static int f_attribute(lua_State *L) {
  Render *r = engine_of(L)->now;
  escape_html(r->out, printable(L));
  check_size(L, r);
  return 0;
}

static int f_xml(lua_State *L) {
  Render *r = engine_of(L)->now;
  escape_xml(r->out, printable(L));
  check_size(L, r);
  return 0;
}

static int f_plain(lua_State *L) {
  Render *r = engine_of(L)->now;
  escape_plain(r->out, printable(L));
  check_size(L, r);
  return 0;
}

static int f_json(lua_State *L) {
  Render *r = engine_of(L)->now;
  Val *v = val_at(L, 1);
  if (!v || v->kind != VAL_JSON)
    runtime_fail(L, P_TEMPLATE_CONTEXT, "only a value of `| json` may stand here");
  buf_str(r->out, v->bytes);
  check_size(L, r);
  return 0;
}

/* u(value, AddressKind, quote, offset and length in the source) */
static int f_address(lua_State *L) {
  Render *r = engine_of(L)->now;
  Str text = printable(L);
  AddressKind kind = (AddressKind)lua_tointeger(L, 2);
  char quote = (char)lua_tointeger(L, 3);
  /* Values never print a quote, so the nearest one opens this attribute. */
  size_t from = r->out->n;
  while (from > r->start && r->out->p[from - 1] != quote) from--;
  Str before = str_n(r->out->p + from, r->out->n - from);
  /* A copy, because the buffer moves when it grows. */
  Str known = arena_str(&r->arena, before);
  if (!escape_address(r->out, known, text, kind)) {
    uint32_t line;
    const Source *source = source_here(L, &line);
    Range at = { (size_t)lua_tointeger(L, 4), (size_t)lua_tointeger(L, 5) };
    if (source)
      diag_at(r->diags, DIAG_WARNING, P_TEMPLATE_ADDRESS, source, at, "'#' is printed instead",
              "the address '%.*s' has a scheme that is not allowed",
              (int)(text.n < 80 ? text.n : 80), text.p);
  }
  check_size(L, r);
  return 0;
}

/* -- setting up -- */

static const lua_CFunction functions[] = { f_text,   f_attribute,   f_address, f_json,   f_xml,
                                           f_plain,  op_field,      op_index,  op_value, op_equal,
                                           op_order, op_arithmetic, op_concat, op_in,    op_loop,
                                           op_pairs, op_item,       op_pair,   op_slot,  op_range,
                                           op_link };
enum { FUNCTION_COUNT = sizeof functions / sizeof functions[0] };

void runtime_open(Engine *e) {
  lua_State *L = e->sandbox->L;
  lua_createtable(L, FUNCTION_COUNT + 2, 0);
  for (int i = 0; i < FUNCTION_COUNT; i++) {
    lua_pushcfunction(L, functions[i]);
    lua_rawseti(L, -2, i + 1);
  }
  filters_push(e);
  lua_rawseti(L, -2, FUNCTION_COUNT + 1);
  lua_newtable(L);
  lua_pushvalue(L, -1);
  e->units_ref = luaL_ref(L, LUA_REGISTRYINDEX);
  lua_rawseti(L, -2, FUNCTION_COUNT + 2);
  e->api_ref = luaL_ref(L, LUA_REGISTRYINDEX);
}

int runtime_push(Engine *e, const Pieces *pieces) {
  lua_State *L = e->sandbox->L;
  luaL_checkstack(L, FUNCTION_COUNT + 8, NULL);
  lua_pushlightuserdata(L, (void *)(uintptr_t)pieces);
  lua_pushcclosure(L, f_literal, 1);
  lua_rawgeti(L, LUA_REGISTRYINDEX, e->api_ref);
  int api = lua_gettop(L);
  for (int i = 1; i <= FUNCTION_COUNT + 2; i++) lua_rawgeti(L, api, i);
  lua_remove(L, api);
  return FUNCTION_COUNT + 3;
}

/* -- what filters know of the site -- */

static Str site_text(const Engine *e, Render *r, Ref site, const EngineValue *ev, Str name) {
  for (size_t i = 0; ev && i < ev->field_count; i++)
    if (str_eq(ev->fields[i].name, name) && ev->fields[i].value.kind == ENGINE_REF)
      return value_str(ev->fields[i].value.ref.v, &r->arena);
  const Value *v = ref_get(e->world, r->reads, site, name).v;
  return v && v->kind == VALUE_STR ? v->str : S("");
}

void render_site(lua_State *L, Render *r) {
  const Engine *e = engine_of(L);
  Ref settings = world_settings(e->world), site = settings;
  const EngineValue *ev = NULL;
  for (size_t i = 0; i < r->job->var_count; i++)
    if (str_eq(r->job->vars[i].name, S("site")) && r->job->vars[i].value.kind == ENGINE_REF) {
      ev = &r->job->vars[i].value;
      site = ev->ref;
    }
  Str url = site_text(e, r, site, ev, S("url"));
  r->zone = site_text(e, r, site, ev, S("timezone"));
  r->base = site_text(e, r, site, ev, S("base"));
  long scheme = str_find(url, S("://"));
  if (scheme > 0) {
    Str rest = str_sub(url, (size_t)scheme + 3, url.n);
    long slash = str_chr(rest, '/');
    r->origin = slash < 0 ? url : str_sub(url, 0, (size_t)(scheme + 3 + slash));
    if (!r->base.n && slash >= 0) r->base = str_sub(rest, (size_t)slash, rest.n);
  }
  while (r->base.n && r->base.p[r->base.n - 1] == '/') r->base.n--;
  r->format = site_text(e, r, settings, NULL, S("date_format"));
  if (!r->format.n) r->format = S("long");
  r->known = true;
}
