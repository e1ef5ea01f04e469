/* filters_list.c -- filters over lists. Results are Lua tables, 1 to n. */
#include "template/filters.h"

#include "base/utf8.h"
#include "template/value_lua.h"
#include "text/collate.h"
#include "text/graphemes.h"

#include <stdlib.h>

/* The input as a list; absent is empty. */
static size_t list_of(lua_State *L, const char *filter) {
  if (lua_isnoneornil(L, 1)) {
    lua_settop(L, lua_gettop(L) ? lua_gettop(L) : 1);
    lua_newtable(L);
    lua_replace(L, 1);
    return 0;
  }
  if (!val_is_list(L, 1))
    runtime_fail(L, P_TEMPLATE_TYPE, "'%s' takes a list, not %s", filter, val_kind_name(L, 1));
  return val_count(L, 1);
}

int filter_first(lua_State *L) {
  size_t n = list_of(L, "first");
  if (n)
    val_item(L, 1, 1);
  else
    lua_pushnil(L);
  return 1;
}

int filter_last(lua_State *L) {
  size_t n = list_of(L, "last");
  if (n)
    val_item(L, 1, n);
  else
    lua_pushnil(L);
  return 1;
}

int filter_slice(lua_State *L) {
  size_t n = list_of(L, "slice");
  long long from = filter_integer(L, 2, "slice", 1);
  long long count = filter_integer(L, 3, "slice", (long long)n);
  if (from < 1) runtime_fail(L, P_TEMPLATE_TYPE, "'slice' begins at 1, not %lld", from);
  lua_newtable(L);
  lua_Integer to = 0;
  for (size_t i = (size_t)from; i <= n && to < count; i++) {
    val_item(L, 1, i);
    lua_rawseti(L, -2, ++to);
  }
  return 1;
}

int filter_reverse(lua_State *L) {
  size_t n = list_of(L, "reverse");
  lua_createtable(L, (int)n, 0);
  for (size_t i = 1; i <= n; i++) {
    val_item(L, 1, n + 1 - i);
    lua_rawseti(L, -2, (lua_Integer)i);
  }
  return 1;
}

/* What an item is sorted by: absent ones last, numbers and dates before texts. */
typedef struct {
  size_t index;
  int rank;
  double number;
  int64_t integer;
  bool exact;
  Str text;
} SortKey;

static int compare_keys(const SortKey *a, const SortKey *b) {
  if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
  if (a->rank == 0) {
    if (a->exact && b->exact) return a->integer < b->integer ? -1 : a->integer > b->integer;
    return a->number < b->number ? -1 : a->number > b->number;
  }
  return a->rank == 1 ? str_cmp(a->text, b->text) : 0;
}

/* Stable: merges runs from the bottom up. */
static void merge_sort(SortKey *keys, SortKey *spare, size_t n) {
  for (size_t width = 1; width < n; width *= 2) {
    for (size_t from = 0; from < n; from += 2 * width) {
      size_t mid = from + width < n ? from + width : n, end = mid + width < n ? mid + width : n;
      size_t i = from, k = mid;
      for (size_t to = from; to < end; to++) {
        bool left = i < mid && (k >= end || compare_keys(&keys[i], &keys[k]) <= 0);
        spare[to] = left ? keys[i++] : keys[k++];
      }
    }
    memcpy(keys, spare, n * sizeof *keys);
  }
}

static void sort_key(lua_State *L, SortKey *key) {
  Render *r = engine_of(L)->now;
  Val *v = val_at(L, -1);
  Str text;
  if (lua_isinteger(L, -1)) {
    key->exact = true;
    key->integer = lua_tointeger(L, -1);
    key->number = (double)key->integer;
  } else if (lua_type(L, -1) == LUA_TNUMBER) {
    key->number = lua_tonumber(L, -1);
  } else if (v && v->kind == VAL_DATE) {
    key->exact = true;
    key->integer = v->date.seconds;
    key->number = (double)v->date.seconds;
  } else if (!lua_isnil(L, -1) && val_text(L, -1, &text)) {
    key->rank = 1;
    key->text = collate_key(engine_of(L)->options.text, &r->arena, r->job->language, text);
  } else {
    key->rank = 2;
  }
}

int filter_sort(lua_State *L) {
  size_t n = list_of(L, "sort");
  Render *r = engine_of(L)->now;
  bool by_field = !lua_isnoneornil(L, 2);
  Str field = by_field ? filter_text(L, 2, "sort") : S("");
  SortKey *keys = ARENA_ARRAY(&r->arena, n * 2 + 1, SortKey);
  lua_createtable(L, (int)n, 0);
  int items = lua_gettop(L);
  for (size_t i = 1; i <= n; i++) {
    val_item(L, 1, i);
    keys[i - 1].index = i;
    if (by_field) {
      val_get(L, -1, field);
      sort_key(L, &keys[i - 1]);
      lua_pop(L, 1);
    } else {
      sort_key(L, &keys[i - 1]);
    }
    lua_rawseti(L, items, (lua_Integer)i);
  }
  merge_sort(keys, keys + n, n);
  lua_createtable(L, (int)n, 0);
  for (size_t i = 0; i < n; i++) {
    lua_rawgeti(L, items, (lua_Integer)keys[i].index);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

int filter_where(lua_State *L) {
  size_t n = list_of(L, "where");
  Str field = filter_text(L, 2, "where");
  bool any = lua_isnone(L, 3);
  lua_Integer to = 0;
  lua_newtable(L);
  int out = lua_gettop(L);
  for (size_t i = 1; i <= n; i++) {
    val_item(L, 1, i);
    val_get(L, -1, field);
    bool keep = any ? val_truthy(L, lua_gettop(L)) : val_equal(L, lua_gettop(L), 3);
    lua_pop(L, 1);
    if (keep)
      lua_rawseti(L, out, ++to);
    else
      lua_pop(L, 1);
  }
  lua_settop(L, out);
  return 1;
}

int filter_length(lua_State *L) {
  size_t n = 0;
  Str text;
  Val *v = val_at(L, 1);
  if (lua_isnoneornil(L, 1))
    n = 0;
  else if (val_is_list(L, 1) || (v && v->kind == VAL_REF))
    n = val_count(L, 1);
  else if (val_text(L, 1, &text))
    n = grapheme_count(text);
  lua_pushinteger(L, (lua_Integer)n);
  return 1;
}

int filter_join(lua_State *L) {
  size_t n = list_of(L, "join");
  Str separator = lua_isnoneornil(L, 2) ? S(", ") : filter_text(L, 2, "join");
  Buf *b = &engine_of(L)->now->scratch;
  buf_clear(b);
  for (size_t i = 1; i <= n; i++) {
    val_item(L, 1, i);
    Str text;
    if (!val_text(L, -1, &text))
      runtime_fail(L, P_TEMPLATE_TYPE, "'join' cannot print %s", val_kind_name(L, -1));
    if (i > 1) buf_str(b, separator);
    buf_str(b, text);
    lua_pop(L, 1);
  }
  lua_pushlstring(L, b->n ? b->p : "", b->n);
  return 1;
}

int filter_split(lua_State *L) {
  Str text = filter_text(L, 1, "split"), separator = filter_text(L, 2, "split");
  if (!separator.n) runtime_fail(L, P_TEMPLATE_TYPE, "'split' needs a separator");
  lua_newtable(L);
  lua_Integer n = 0;
  while (text.n) {
    long at = str_find(text, separator);
    Str part = at < 0 ? text : str_sub(text, 0, (size_t)at);
    lua_pushlstring(L, part.n ? part.p : "", part.n);
    lua_rawseti(L, -2, ++n);
    if (at < 0) break;
    text = str_sub(text, (size_t)at + separator.n, text.n);
  }
  return 1;
}
