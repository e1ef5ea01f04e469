/* filters_text.c -- filters that make text: dates, numbers, addresses, words. */
#include "template/filters.h"

#include "doc/email.h"
#include "doc/links.h"
#include "model/permalink.h"
#include "template/value_lua.h"
#include "text/dates.h"
#include "text/graphemes.h"
#include "text/lang.h"
#include "text/normal.h"
#include "text/number.h"
#include "text/plural.h"
#include "text/slug.h"
#include "text/zone.h"

static int give(lua_State *L, Str s) {
  lua_pushlstring(L, s.n ? s.p : "", s.n);
  return 1;
}

static Render *render_of(lua_State *L) {
  Render *r = engine_of(L)->now;
  if (!r->known) render_site(L, r);
  return r;
}

int filter_date(lua_State *L) {
  if (lua_isnoneornil(L, 1)) return give(L, S(""));
  Val *v = val_at(L, 1);
  if (!v || v->kind != VAL_DATE)
    runtime_fail(L, P_TEMPLATE_TYPE, "'date' takes a date, not %s", val_kind_name(L, 1));
  Render *r = render_of(L);
  TextTools *text = engine_of(L)->options.text;
  Str format = lua_isnoneornil(L, 2) ? r->format : filter_text(L, 2, "date");
  if (str_eqc(format, "stamp"))
    format = v->date.has_time ? dates_with_time(&r->arena, r->format) : r->format;
  const char *problem = dates_problem(&r->arena, format);
  if (problem) runtime_fail(L, P_TEMPLATE_TYPE, "in 'date': %s", problem);
  /* A day is the same day everywhere; an instant is shown by the site's clock. */
  int32_t offset = v->date.offset;
  if (v->date.has_time && r->zone.n) offset = zone_offset(text, r->zone, v->date.seconds);
  return give(
      L, dates_format(text, &r->arena, r->job->language, format, v->date.seconds, offset, r->zone));
}

int filter_number(lua_State *L) {
  if (lua_isnoneornil(L, 1)) return give(L, S(""));
  if (lua_type(L, 1) != LUA_TNUMBER)
    runtime_fail(L, P_TEMPLATE_TYPE, "'number' takes a number, not %s", val_kind_name(L, 1));
  Render *r = render_of(L);
  TextTools *text = engine_of(L)->options.text;
  long long decimals = filter_integer(L, 2, "number", -1);
  if (decimals > 9) runtime_fail(L, P_TEMPLATE_TYPE, "'number' gives 0 to 9 decimals");
  if (lua_isinteger(L, 1))
    return give(L, number_format(text, &r->arena, r->job->language, lua_tointeger(L, 1)));
  return give(L, number_decimal(text, &r->arena, r->job->language, lua_tonumber(L, 1),
                                decimals < 0 ? 2 : (int)decimals));
}

int filter_compact(lua_State *L) {
  if (lua_isnoneornil(L, 1)) return give(L, S(""));
  if (!lua_isinteger(L, 1))
    runtime_fail(L, P_TEMPLATE_TYPE, "'compact' takes a whole number, not %s", val_kind_name(L, 1));
  Render *r = render_of(L);
  return give(L, number_compact(engine_of(L)->options.text, &r->arena, r->job->language,
                                lua_tointeger(L, 1)));
}

int filter_excerpt(lua_State *L) {
  Str text = filter_text(L, 1, "excerpt");
  long long width = filter_integer(L, 2, "excerpt", 200);
  if (width < 1) runtime_fail(L, P_TEMPLATE_TYPE, "'excerpt' takes a width of 1 or more");
  Render *r = render_of(L);
  return give(L, excerpt(&r->arena, text, (size_t)width, S("\xE2\x80\xA6")));
}

int filter_default(lua_State *L) {
  lua_settop(L, 2);
  lua_pushvalue(L, val_truthy(L, 1) || lua_type(L, 1) == LUA_TBOOLEAN ? 1 : 2);
  return 1;
}

int filter_url(lua_State *L) {
  Str path = filter_text(L, 1, "url");
  Render *r = render_of(L);
  bool rooted = path.n && path.p[0] == '/' && !(path.n > 1 && path.p[1] == '/');
  if (!rooted || !r->base.n) return give(L, path);
  Str parts[] = { r->base, path };
  return give(L, arena_concat(&r->arena, parts, 2));
}

int filter_absolute(lua_State *L) {
  Str path = filter_text(L, 1, "absolute");
  Render *r = render_of(L);
  if (!path.n || url_scheme(path).n || !r->origin.n) return give(L, url_ascii(&r->arena, path));
  Str slash = S("/"), none = S("");
  if (str_starts(path, S("//"))) {
    Str parts[] = { url_scheme(r->origin), S(":"), path };
    return give(L, url_ascii(&r->arena, arena_concat(&r->arena, parts, 3)));
  }
  bool rooted = path.p[0] == '/';
  Str parts[] = { r->origin, rooted ? none : r->base, rooted ? none : slash, path };
  return give(L, url_ascii(&r->arena, arena_concat(&r->arena, parts, 4)));
}

int filter_json(lua_State *L) {
  Render *r = render_of(L);
  lua_settop(L, 1);
  buf_clear(&r->scratch);
  if (!val_json(L, 1, &r->scratch, 0))
    runtime_fail(L, P_TEMPLATE_TYPE, "%s cannot be written as JSON", val_kind_name(L, 1));
  val_push_bytes(L, VAL_JSON, arena_str(&r->arena, buf_view(&r->scratch)));
  return 1;
}

int filter_email(lua_State *L) {
  Render *r = render_of(L);
  Str address = filter_text(L, 1, "email");
  Str label = lua_isnoneornil(L, 2) ? S("") : filter_text(L, 2, "email");
  buf_clear(&r->scratch);
  email_link(&r->scratch, address, label);
  val_push_bytes(L, VAL_HTML, arena_str(&r->arena, buf_view(&r->scratch)));
  return 1;
}

int filter_digits(lua_State *L) {
  Str text = filter_text(L, 1, "digits");
  char *out = arena_alloc(&engine_of(L)->now->arena, text.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < text.n; i++)
    if (text.p[i] >= '0' && text.p[i] <= '9') out[n++] = text.p[i];
  return give(L, str_n(out, n));
}

int filter_language_name(lua_State *L) {
  return give(L, lang_name(&engine_of(L)->now->arena, filter_text(L, 1, "language_name")));
}

int filter_upper(lua_State *L) {
  return give(L, normal_upper(&engine_of(L)->now->arena, filter_text(L, 1, "upper")));
}

int filter_lower(lua_State *L) {
  return give(L, normal_lower(&engine_of(L)->now->arena, filter_text(L, 1, "lower")));
}

int filter_slug(lua_State *L) {
  Str text = filter_text(L, 1, "slug");
  return give(L, slug_of(&engine_of(L)->now->arena, text));
}

int filter_strip(lua_State *L) {
  return give(L, str_trim(filter_text(L, 1, "strip")));
}

int filter_replace(lua_State *L) {
  Str text = filter_text(L, 1, "replace"), from = filter_text(L, 2, "replace");
  Str to = filter_text(L, 3, "replace");
  if (!from.n) return give(L, text);
  Render *r = render_of(L);
  buf_clear(&r->scratch);
  for (;;) {
    long at = str_find(text, from);
    if (at < 0) break;
    buf_str(&r->scratch, str_sub(text, 0, (size_t)at));
    buf_str(&r->scratch, to);
    text = str_sub(text, (size_t)at + from.n, text.n);
    if (r->scratch.n > r->limit)
      runtime_fail(L, P_TEMPLATE_RUN, "'replace' makes more than %zu bytes", r->limit);
  }
  buf_str(&r->scratch, text);
  return give(L, buf_view(&r->scratch));
}

/* -- interface texts -- */

/* The named argument `name` (pairs from index 2 on): its index, or 0. */
static int named(lua_State *L, Str name) {
  for (int i = 2; i + 1 <= lua_gettop(L); i += 2) {
    Str key;
    if (val_text(L, i, &key) && str_eq(key, name)) return i + 1;
  }
  return 0;
}

static const Value *plural_form(lua_State *L, const Value *forms, int number) {
  const Value *form = NULL;
  if (number && lua_isinteger(L, number))
    form = value_getc(forms,
                      plural_category(engine_of(L)->options.text, engine_of(L)->now->job->language,
                                      lua_tointeger(L, number)));
  return form ? form : value_getc(forms, "other");
}

int filter_t(lua_State *L) {
  Str key = filter_text(L, 1, "t");
  Render *r = render_of(L);
  Engine *e = engine_of(L);
  const Value *v = world_text(e->world, r->reads, r->job->language, key);
  if (v && v->kind == VALUE_MAP) v = plural_form(L, v, named(L, S("n")));
  if (!v)
    runtime_fail(L, P_TEMPLATE_INTERFACE, "no language has the interface text '%.*s'", STR(key));
  Str text = value_str(v, &r->arena);
  if (str_chr(text, '{') < 0) return give(L, text);
  buf_clear(&r->scratch);
  while (text.n) {
    long open = str_chr(text, '{');
    long close = open < 0 ? -1 : str_chr(str_sub(text, (size_t)open, text.n), '}');
    if (close < 0) break;
    Str name = str_sub(text, (size_t)open + 1, (size_t)(open + close));
    int arg = named(L, name);
    buf_str(&r->scratch, str_sub(text, 0, (size_t)open));
    if (!arg) {
      buf_str(&r->scratch, str_sub(text, (size_t)open, (size_t)(open + close) + 1));
    } else if (lua_isinteger(L, arg)) {
      buf_str(&r->scratch,
              number_format(e->options.text, &r->arena, r->job->language, lua_tointeger(L, arg)));
    } else {
      buf_str(&r->scratch, filter_text(L, arg, "t"));
    }
    text = str_sub(text, (size_t)(open + close) + 1, text.n);
  }
  buf_str(&r->scratch, text);
  return give(L, buf_view(&r->scratch));
}

int filter_plural(lua_State *L) {
  if (lua_isnoneornil(L, 1)) return give(L, S(""));
  if (lua_type(L, 1) != LUA_TNUMBER)
    runtime_fail(L, P_TEMPLATE_TYPE, "'plural' takes a number, not %s", val_kind_name(L, 1));
  int arg = 0;
  if (lua_isinteger(L, 1))
    arg = named(L, str_c(plural_category(engine_of(L)->options.text,
                                         engine_of(L)->now->job->language, lua_tointeger(L, 1))));
  if (!arg) arg = named(L, S("other"));
  if (!arg) return give(L, S(""));
  return give(L, filter_text(L, arg, "plural"));
}
