/* value.c -- reading, building and comparing Values; digests and the binary form
 * are in value_codec.c. */
#include "data/value.h"

#include "data/date.h"
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

/* -- readers -- */

const Field *value_field(const Value *map, Str key) {
  if (!map || map->kind != VALUE_MAP) return NULL;
  size_t low = 0, high = map->map.count;
  while (low < high) {
    size_t mid = (low + high) / 2;
    const Field *f = &map->map.fields[map->map.sorted[mid]];
    int c = str_cmp(key, f->key);
    if (c == 0) return f;
    if (c > 0)
      low = mid + 1;
    else
      high = mid;
  }
  return NULL;
}

const Value *value_get(const Value *map, Str key) {
  const Field *f = value_field(map, key);
  return f ? f->value : NULL;
}

const Value *value_getc(const Value *map, const char *key) {
  return value_get(map, str_c(key));
}

const Value *value_path(const Value *root, const char *dotted) {
  Str rest = str_c(dotted), part;
  while (root && str_split(&rest, '.', &part)) root = value_get(root, part);
  return root;
}

const Value *value_at(const Value *list, size_t index) {
  return list && list->kind == VALUE_LIST && index < list->list.count ? list->list.items[index]
                                                                      : NULL;
}

size_t value_count(const Value *v) {
  if (v && v->kind == VALUE_LIST) return v->list.count;
  if (v && v->kind == VALUE_MAP) return v->map.count;
  return 0;
}

bool value_truthy(const Value *v) {
  if (!v) return false;
  switch (v->kind) {
  case VALUE_NULL:
    return false;
  case VALUE_BOOL:
    return v->boolean;
  case VALUE_STR:
    return v->str.n > 0;
  case VALUE_LIST:
  case VALUE_MAP:
    return value_count(v) > 0;
  default:
    return true;
  }
}

static Str float_text(double x, Arena *a) {
  char text[40];
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(text, sizeof text, "%.*g", digits, x);
    if (strtod(text, NULL) == x) break;
  }
  return arena_str(a, str_c(text));
}

Str value_str(const Value *v, Arena *a) {
  if (!v) return S("");
  switch (v->kind) {
  case VALUE_STR:
    return v->str;
  case VALUE_LIST:
  case VALUE_MAP:
    return S("");
  default:
    break;
  }
  if (v->text.n) return v->text;
  switch (v->kind) {
  case VALUE_BOOL:
    return v->boolean ? S("true") : S("false");
  case VALUE_INT:
    return arena_printf(a, "%lld", (long long)v->integer);
  case VALUE_FLOAT:
    return float_text(v->number, a);
  case VALUE_DATE:
    return date_text(a, v->date);
  default:
    return S("");
  }
}

Str value_strc(const Value *map, const char *key) {
  const Value *v = value_getc(map, key);
  return v && v->kind == VALUE_STR ? v->str : S("");
}

int64_t value_int(const Value *v, int64_t otherwise) {
  return v && v->kind == VALUE_INT ? v->integer : otherwise;
}

bool value_bool(const Value *v, bool otherwise) {
  return v && v->kind == VALUE_BOOL ? v->boolean : otherwise;
}

const char *value_kind_name(ValueKind kind) {
  switch (kind) {
  case VALUE_NULL:
    return "nothing";
  case VALUE_BOOL:
    return "true or false";
  case VALUE_INT:
  case VALUE_FLOAT:
    return "a number";
  case VALUE_STR:
    return "a string";
  case VALUE_DATE:
    return "a date";
  case VALUE_LIST:
    return "a list";
  case VALUE_MAP:
    return "a map";
  }
  return "a value";
}

static int order(int64_t a, int64_t b) {
  return a < b ? -1 : a > b;
}

static int order_floats(double a, double b) {
  return a < b ? -1 : a > b;
}

int value_cmp(const Value *a, const Value *b) {
  if (!a || !b) return order(a != NULL, b != NULL);
  bool numbers = (a->kind == VALUE_INT || a->kind == VALUE_FLOAT) &&
                 (b->kind == VALUE_INT || b->kind == VALUE_FLOAT);
  if (numbers && a->kind != b->kind) {
    int c = order_floats(a->kind == VALUE_INT ? (double)a->integer : a->number,
                         b->kind == VALUE_INT ? (double)b->integer : b->number);
    if (c) return c;
  }
  if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
  switch (a->kind) {
  case VALUE_NULL:
    return 0;
  case VALUE_BOOL:
    return order(a->boolean, b->boolean);
  case VALUE_INT:
    return order(a->integer, b->integer);
  case VALUE_FLOAT:
    return order_floats(a->number, b->number);
  case VALUE_STR:
    return str_cmp(a->str, b->str);
  case VALUE_DATE: {
    int c = order(a->date.seconds, b->date.seconds);
    if (!c) c = order(a->date.has_time, b->date.has_time);
    return c ? c : order(a->date.offset, b->date.offset);
  }
  case VALUE_LIST:
    for (size_t i = 0; i < a->list.count && i < b->list.count; i++) {
      int c = value_cmp(a->list.items[i], b->list.items[i]);
      if (c) return c;
    }
    return order((int64_t)a->list.count, (int64_t)b->list.count);
  case VALUE_MAP:
    for (size_t i = 0; i < a->map.count && i < b->map.count; i++) {
      const Field *x = &a->map.fields[a->map.sorted[i]], *y = &b->map.fields[b->map.sorted[i]];
      int c = str_cmp(x->key, y->key);
      if (!c) c = value_cmp(x->value, y->value);
      if (c) return c;
    }
    return order((int64_t)a->map.count, (int64_t)b->map.count);
  }
  return 0;
}

bool value_eq(const Value *a, const Value *b) {
  return value_cmp(a, b) == 0;
}

/* -- builders -- */

static Value *make(Arena *a, ValueKind kind) {
  Value *v = ARENA_NEW(a, Value);
  v->kind = kind;
  v->text = S("");
  return v;
}

const Value *value_null(Arena *a) {
  return make(a, VALUE_NULL);
}

const Value *value_of_bool(Arena *a, bool b) {
  Value *v = make(a, VALUE_BOOL);
  v->boolean = b;
  return v;
}

const Value *value_of_int(Arena *a, int64_t i) {
  Value *v = make(a, VALUE_INT);
  v->integer = i;
  return v;
}

const Value *value_of_float(Arena *a, double x) {
  Value *v = make(a, VALUE_FLOAT);
  v->number = x;
  return v;
}

const Value *value_of_str(Arena *a, Str s) {
  Value *v = make(a, VALUE_STR);
  v->str = s.p ? s : S("");
  return v;
}

const Value *value_of_date(Arena *a, Date date) {
  Value *v = make(a, VALUE_DATE);
  v->date = date;
  return v;
}

ListBuilder list_begin(Arena *a) {
  return (ListBuilder){ .arena = a };
}

void list_add(ListBuilder *b, const Value *v) {
  assert(v);
  b->items = arena_grow(b->arena, b->items, b->count, &b->cap, sizeof *b->items);
  b->items[b->count++] = v;
}

const Value *list_end(ListBuilder *b, Span span) {
  Value *v = make(b->arena, VALUE_LIST);
  v->span = span;
  v->list.items = b->items;
  v->list.count = b->count;
  return v;
}

MapBuilder map_begin(Arena *a) {
  return (MapBuilder){ .arena = a };
}

MapBuilder map_from(Arena *a, const Value *map) {
  MapBuilder b = map_begin(a);
  if (map && map->kind == VALUE_MAP && map->map.count) {
    b.fields = ARENA_ARRAY(a, map->map.count + 8, Field);
    memcpy(b.fields, map->map.fields, map->map.count * sizeof *b.fields);
    b.count = map->map.count;
    b.cap = map->map.count + 8;
  }
  return b;
}

void mapb_field(MapBuilder *b, Field f) {
  assert(f.value);
  for (size_t i = 0; i < b->count && b->count <= 64; i++) {
    if (str_eq(b->fields[i].key, f.key)) {
      b->fields[i] = f;
      return;
    }
  }
  b->fields = arena_grow(b->arena, b->fields, b->count, &b->cap, sizeof *b->fields);
  b->fields[b->count++] = f;
}

void mapb_put(MapBuilder *b, Str key, const Value *v) {
  mapb_field(b, (Field){ key, { 0 }, v });
}

void mapb_putc(MapBuilder *b, const char *key, const Value *v) {
  mapb_put(b, str_c(key), v);
}

static int by_key(const void *pa, const void *pb, void *context) {
  const Field *fields = context;
  uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
  int c = str_cmp(fields[a].key, fields[b].key);
  return c ? c : order(a, b);
}

/* Large maps may hold a key twice up to here: the last one wins and stands where
 * the first one stood. */
static size_t drop_duplicates(Field *fields, uint32_t *sorted, size_t count) {
  bool any = false;
  for (size_t i = 1; i < count && !any; i++)
    any = str_eq(fields[sorted[i - 1]].key, fields[sorted[i]].key);
  if (!any) return count;
  for (size_t from = 0, to; from < count; from = to) {
    to = from + 1;
    while (to < count && str_eq(fields[sorted[from]].key, fields[sorted[to]].key)) {
      fields[sorted[from]] = fields[sorted[to]];
      fields[sorted[to]].value = NULL;
      to++;
    }
  }
  size_t kept = 0;
  for (size_t i = 0; i < count; i++)
    if (fields[i].value) fields[kept++] = fields[i];
  for (size_t i = 0; i < kept; i++) sorted[i] = (uint32_t)i;
  qsort_r(sorted, kept, sizeof *sorted, by_key, fields);
  return kept;
}

const Value *map_end(MapBuilder *b, Span span) {
  Value *v = make(b->arena, VALUE_MAP);
  v->span = span;
  v->map.fields = b->fields;
  v->map.sorted = ARENA_ARRAY(b->arena, b->count, uint32_t);
  for (size_t i = 0; i < b->count; i++) v->map.sorted[i] = (uint32_t)i;
  if (b->count > 1) qsort_r(v->map.sorted, b->count, sizeof *v->map.sorted, by_key, b->fields);
  v->map.count = drop_duplicates(b->fields, v->map.sorted, b->count);
  return v;
}
