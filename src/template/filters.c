/* filters.c -- the table of filters, and what they share. */
#include "template/filters.h"

#include "template/value_lua.h"

static const Filter filters[] = {
  { "absolute", "t", 'T', 0, 0, false, filter_absolute, "absolute",
    "a path of the site as a full address with scheme and host, in ASCII" },
  { "compact", "n", 'T', 0, 0, false, filter_compact, "compact",
    "a whole number as counters show it: 1.2K, 1.2\xE4\xB8\x87" },
  { "date", "d", 'T', 0, 1, false, filter_date, "date(format)",
    "a date in words of the page's language; without format the site's date_format, with \"stamp\" "
    "the same and the time, where there is one" },
  { "default", "", 'D', 1, 1, false, filter_default, "default(value)",
    "the argument where there is no value" },
  { "digits", "t", 'T', 0, 0, false, filter_digits, "digits",
    "the digits 0 to 9 of a text: what the address of a filing number wants" },
  { "email", "t", 'H', 0, 1, false, filter_email, "email(label)",
    "an e-mail address as a link that harvesters do not find" },
  { "excerpt", "t", 'T', 1, 1, false, filter_excerpt, "excerpt(width)",
    "the beginning of a text, at most that many columns; a Chinese character has two" },
  { "first", "l", 'I', 0, 0, false, filter_first, "first", "the first item" },
  { "join", "l", 'T', 0, 1, false, filter_join, "join(separator)",
    "the items one behind the other, with \", \" or the argument between them" },
  { "json", "", 'J', 0, 0, false, filter_json, "json",
    "anything as JSON, safe inside of a script" },
  { "language_name", "t", 'T', 0, 0, false, filter_language_name, "language_name",
    "the name of a language in itself: zh-Hans gives 简体中文" },
  { "last", "l", 'I', 0, 0, false, filter_last, "last", "the last item" },
  { "length", "tlmh", 'N', 0, 0, false, filter_length, "length",
    "how many items, fields or characters" },
  { "lower", "t", 'T', 0, 0, false, filter_lower, "lower", "in small letters" },
  { "number", "n", 'T', 0, 1, false, filter_number, "number(decimals)",
    "a number as the page's language writes it" },
  { "plural", "n", 'T', 0, 0, true, filter_plural, "plural(one=..., other=...)",
    "the form that the page's language uses for the number" },
  { "replace", "t", 'T', 2, 2, false, filter_replace, "replace(old, new)",
    "every occurrence replaced" },
  { "reverse", "l", 'S', 0, 0, false, filter_reverse, "reverse", "the items from last to first" },
  { "slice", "l", 'S', 1, 2, false, filter_slice, "slice(from, count)",
    "some of the items; the first is number 1" },
  { "slug", "t", 'T', 0, 0, false, filter_slug, "slug", "as a part of an address" },
  { "sort", "l", 'S', 0, 1, false, filter_sort, "sort(field)",
    "in order of the items or of one of their fields; equals keep their order" },
  { "split", "t", 'L', 1, 1, false, filter_split, "split(separator)", "a text as a list of texts" },
  { "strip", "t", 'T', 0, 0, false, filter_strip, "strip", "without white space at its ends" },
  { "t", "t", 'T', 0, 0, true, filter_t, "t(name=value ...)",
    "the interface text of this name in the page's language; n chooses the plural form" },
  { "upper", "t", 'T', 0, 0, false, filter_upper, "upper", "in capital letters" },
  { "url", "t", 'T', 0, 0, false, filter_url, "url",
    "a path of the site with the site's base path before it" },
  { "where", "l", 'S', 1, 2, false, filter_where, "where(field, value)",
    "the items whose field has the value, or any value" },
};
enum { FILTER_COUNT = sizeof filters / sizeof filters[0] };

const Filter *filter_list(size_t *count) {
  *count = FILTER_COUNT;
  return filters;
}

const Filter *filter_find(Str name) {
  for (size_t i = 0; i < FILTER_COUNT; i++)
    if (str_eqc(name, filters[i].name)) return &filters[i];
  return NULL;
}

Str filter_nearest(const Engine *e, Str name) {
  Str names[FILTER_COUNT + 16];
  size_t count = 0;
  for (size_t i = 0; i < FILTER_COUNT; i++) names[count++] = str_c(filters[i].name);
  for (size_t i = 0; i < e->lent_count; i++) names[count++] = e->lent[i].name;
  return str_nearest(name, names, count);
}

Str filter_text(lua_State *L, int index, const char *filter) {
  Str text = S("");
  if (!val_text(L, index, &text))
    runtime_fail(L, P_TEMPLATE_TYPE, "'%s' takes text, not %s", filter, val_kind_name(L, index));
  return text;
}

long long filter_integer(lua_State *L, int index, const char *filter, long long otherwise) {
  if (lua_isnoneornil(L, index)) return otherwise;
  int fine;
  lua_Integer n = lua_tointegerx(L, index, &fine);
  if (!fine || lua_type(L, index) != LUA_TNUMBER)
    runtime_fail(L, P_TEMPLATE_TYPE, "'%s' takes a whole number, not %s", filter,
                 val_kind_name(L, index));
  return n;
}

/* A filter lent by the host: texts in, text out. */
static int call_lent(lua_State *L) {
  const LentFilter *f = lua_touserdata(L, lua_upvalueindex(1));
  Render *r = engine_of(L)->now;
  Str args[8];
  size_t count = 0;
  Str input = filter_text(L, 1, arena_cstr(&r->arena, f->name));
  for (int i = 2; i <= lua_gettop(L) && count < 8; i++)
    args[count++] = filter_text(L, i, arena_cstr(&r->arena, f->name));
  Str out = S("");
  if (!f->fn(f->context, input, args, count, &r->arena, &out, r->diags)) return sandbox_fail(L);
  lua_pushlstring(L, out.n ? out.p : "", out.n);
  return 1;
}

void filters_push(Engine *e) {
  lua_State *L = e->sandbox->L;
  lua_createtable(L, 0, FILTER_COUNT);
  for (size_t i = 0; i < FILTER_COUNT; i++) {
    lua_pushcfunction(L, filters[i].fn);
    lua_setfield(L, -2, filters[i].name);
  }
  for (size_t i = 0; i < e->lent_count; i++) {
    lua_pushlstring(L, e->lent[i].name.p, e->lent[i].name.n);
    lua_pushlightuserdata(L, &e->lent[i]);
    lua_pushcclosure(L, call_lent, 1);
    lua_rawset(L, -3);
  }
}
