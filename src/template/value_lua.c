/* value_lua.c -- pushing, asking and comparing the values of templates. */
#include "template/value_lua.h"

#include "data/json.h"
#include "template/escape.h"
#include "text/civil.h"

#include <math.h>

static Reads *reads_of(lua_State *L) {
  return engine_of(L)->now->reads;
}

static const World *world_of(lua_State *L) {
  return engine_of(L)->world;
}

static Arena *arena_of(lua_State *L) {
  return &engine_of(L)->now->arena;
}

static Val *val_new(lua_State *L, ValKind kind) {
  Val *v = lua_newuserdatauv(L, sizeof *v, 0);
  *v = (Val){ .kind = kind };
  return v;
}

Val *val_at(lua_State *L, int index) {
  return lua_type(L, index) == LUA_TUSERDATA ? lua_touserdata(L, index) : NULL;
}

void val_push_date(lua_State *L, Date date) {
  val_new(L, VAL_DATE)->date = date;
}

void val_push_bytes(lua_State *L, ValKind kind, Str bytes) {
  val_new(L, kind)->bytes = bytes;
}

void val_push_ref(lua_State *L, Ref ref) {
  const Value *v = ref.v;
  if (!v) {
    lua_pushnil(L);
    return;
  }
  switch (v->kind) {
  case VALUE_NULL:
    lua_pushnil(L);
    break;
  case VALUE_BOOL:
    lua_pushboolean(L, v->boolean);
    break;
  case VALUE_INT:
    lua_pushinteger(L, v->integer);
    break;
  case VALUE_FLOAT:
    lua_pushnumber(L, v->number);
    break;
  case VALUE_STR:
    lua_pushlstring(L, v->str.n ? v->str.p : "", v->str.n);
    break;
  case VALUE_DATE:
    val_push_date(L, v->date);
    break;
  case VALUE_LIST:
  case VALUE_MAP:
    val_new(L, VAL_REF)->ref = ref;
    break;
  }
}

void val_push_value(lua_State *L, const Value *v) {
  val_push_ref(L, ref_covered(v));
}

void val_push_engine(lua_State *L, const EngineValue *v) {
  switch (v->kind) {
  case ENGINE_NONE:
    lua_pushnil(L);
    break;
  case ENGINE_REF:
    if (v->field_count) {
      Val *u = val_new(L, VAL_REF);
      u->ref = v->ref;
      u->ev = v;
    } else {
      val_push_ref(L, v->ref);
    }
    break;
  case ENGINE_HTML:
    val_push_bytes(L, VAL_HTML, v->html);
    break;
  case ENGINE_ROWS:
    val_new(L, VAL_ROWS)->ev = v;
    break;
  case ENGINE_LIST:
    val_new(L, VAL_LIST)->ev = v;
    break;
  }
}

/* -- fields -- */

static void push_date_field(lua_State *L, Date d, Str name) {
  Civil c = civil_at(d.seconds, d.offset);
  const struct {
    const char *name;
    int64_t value;
  } fields[] = { { "year", c.year },      { "month", c.month },   { "day", c.day },
                 { "hour", c.hour },      { "minute", c.minute }, { "second", c.second },
                 { "weekday", c.weekday } };
  for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
    if (str_eqc(name, fields[i].name)) {
      lua_pushinteger(L, fields[i].value);
      return;
    }
  lua_pushnil(L);
}

void val_get(lua_State *L, int index, Str name) {
  Val *v = val_at(L, index);
  if (v && v->kind == VAL_REF) {
    for (size_t i = 0; v->ev && i < v->ev->field_count; i++)
      if (str_eq(v->ev->fields[i].name, name)) {
        val_push_engine(L, &v->ev->fields[i].value);
        return;
      }
    if (v->ref.v && v->ref.v->kind == VALUE_MAP) {
      val_push_ref(L, ref_get(world_of(L), reads_of(L), v->ref, name));
      return;
    }
  } else if (v && v->kind == VAL_DATE) {
    push_date_field(L, v->date, name);
    return;
  }
  lua_pushnil(L);
}

bool val_truthy(lua_State *L, int index) {
  switch (lua_type(L, index)) {
  case LUA_TNIL:
    return false;
  case LUA_TBOOLEAN:
    return lua_toboolean(L, index);
  case LUA_TSTRING:
  case LUA_TTABLE:
    return lua_rawlen(L, index) > 0;
  case LUA_TUSERDATA: {
    Val *v = val_at(L, index);
    if (v->kind == VAL_HTML || v->kind == VAL_JSON) return v->bytes.n > 0;
    if (v->kind == VAL_ROWS || v->kind == VAL_LIST) return v->ev->count > 0;
    if (v->kind == VAL_REF && v->ref.article) return true;
    if (v->kind == VAL_REF)
      return (v->ev && v->ev->field_count) || ref_count(world_of(L), reads_of(L), v->ref) > 0;
    return true;
  }
  default:
    return true;
  }
}

/* -- lists -- */

bool val_is_list(lua_State *L, int index) {
  if (lua_type(L, index) == LUA_TTABLE) return true;
  Val *v = val_at(L, index);
  if (!v) return false;
  if (v->kind == VAL_ROWS || v->kind == VAL_LIST) return true;
  return v->kind == VAL_REF && v->ref.v && v->ref.v->kind == VALUE_LIST;
}

size_t val_count(lua_State *L, int index) {
  if (lua_type(L, index) == LUA_TTABLE) return lua_rawlen(L, index);
  Val *v = val_at(L, index);
  if (!v) return 0;
  if (v->kind == VAL_ROWS || v->kind == VAL_LIST) return v->ev->count;
  if (v->kind == VAL_REF) return ref_count(world_of(L), reads_of(L), v->ref);
  return 0;
}

void val_item(lua_State *L, int index, size_t i) {
  if (lua_type(L, index) == LUA_TTABLE) {
    lua_rawgeti(L, index, (lua_Integer)i);
    return;
  }
  Val *v = val_at(L, index);
  if (!v || i == 0) {
    lua_pushnil(L);
  } else if (v->kind == VAL_ROWS) {
    if (i <= v->ev->count)
      val_push_ref(L, world_article(world_of(L), v->ev->rows[i - 1]));
    else
      lua_pushnil(L);
  } else if (v->kind == VAL_LIST) {
    if (i <= v->ev->count)
      val_push_engine(L, &v->ev->items[i - 1]);
    else
      lua_pushnil(L);
  } else if (v->kind == VAL_REF && v->ref.v && v->ref.v->kind == VALUE_LIST) {
    val_push_ref(L, ref_at(world_of(L), reads_of(L), v->ref, i - 1));
  } else {
    lua_pushnil(L);
  }
}

/* -- text -- */

bool val_text(lua_State *L, int index, Str *out) {
  switch (lua_type(L, index)) {
  case LUA_TNIL:
  case LUA_TNONE:
    *out = S("");
    return true;
  case LUA_TBOOLEAN:
    *out = lua_toboolean(L, index) ? S("true") : S("false");
    return true;
  case LUA_TSTRING:
    out->p = lua_tolstring(L, index, &out->n);
    return true;
  case LUA_TNUMBER:
    if (lua_isinteger(L, index)) {
      *out = arena_printf(arena_of(L), "%lld", (long long)lua_tointeger(L, index));
    } else {
      double d = lua_tonumber(L, index);
      *out = value_str(value_of_float(arena_of(L), d), arena_of(L));
    }
    return true;
  case LUA_TUSERDATA: {
    Val *v = val_at(L, index);
    if (v->kind == VAL_HTML || v->kind == VAL_JSON) {
      *out = v->bytes;
      return true;
    }
    if (v->kind == VAL_DATE) {
      *out = civil_rfc3339(arena_of(L), v->date.seconds, v->date.offset, v->date.has_time);
      return true;
    }
    return false;
  }
  default:
    return false;
  }
}

const char *val_kind_name(lua_State *L, int index) {
  switch (lua_type(L, index)) {
  case LUA_TNIL:
  case LUA_TNONE:
    return "nothing";
  case LUA_TBOOLEAN:
    return "a boolean";
  case LUA_TSTRING:
    return "text";
  case LUA_TNUMBER:
    return "a number";
  case LUA_TTABLE:
    return "a list";
  default: {
    Val *v = val_at(L, index);
    if (!v) return "a value";
    if (v->kind == VAL_HTML) return "html";
    if (v->kind == VAL_JSON) return "json";
    if (v->kind == VAL_DATE) return "a date";
    if (v->kind == VAL_REF && v->ref.article) return "an article";
    return val_is_list(L, index) ? "a list" : "a map";
  }
  }
}

/* -- comparing -- */

bool val_equal(lua_State *L, int a, int b) {
  Val *x = val_at(L, a), *y = val_at(L, b);
  if (!x || !y) return !x && !y && lua_rawequal(L, a, b);
  if (x == y) return true;
  if (x->kind != y->kind) return false;
  switch (x->kind) {
  case VAL_HTML:
  case VAL_JSON:
    return str_eq(x->bytes, y->bytes);
  case VAL_DATE:
    return x->date.seconds == y->date.seconds;
  case VAL_ROWS:
    return x->ev->count == y->ev->count &&
           (x->ev->count == 0 ||
            memcmp(x->ev->rows, y->ev->rows, x->ev->count * sizeof *x->ev->rows) == 0);
  case VAL_LIST:
    return x->ev == y->ev;
  case VAL_REF:
    if (x->ref.article || y->ref.article) return x->ref.article == y->ref.article;
    return value_eq(ref_deep(world_of(L), reads_of(L), x->ref),
                    ref_deep(world_of(L), reads_of(L), y->ref));
  }
  return false;
}

bool val_order(lua_State *L, int a, int b, int *order) {
  int ta = lua_type(L, a), tb = lua_type(L, b);
  if (ta == LUA_TNUMBER && tb == LUA_TNUMBER) {
    *order = lua_compare(L, a, b, LUA_OPLT) ? -1 : lua_compare(L, a, b, LUA_OPEQ) ? 0 : 1;
    return true;
  }
  if (ta == LUA_TSTRING && tb == LUA_TSTRING) {
    Str x, y;
    val_text(L, a, &x);
    val_text(L, b, &y);
    *order = str_cmp(x, y);
    return true;
  }
  if (ta == LUA_TBOOLEAN && tb == LUA_TBOOLEAN) {
    *order = lua_toboolean(L, a) - lua_toboolean(L, b);
    return true;
  }
  Val *x = val_at(L, a), *y = val_at(L, b);
  if (!x || !y || x->kind != VAL_DATE || y->kind != VAL_DATE) return false;
  *order = x->date.seconds < y->date.seconds ? -1 : x->date.seconds > y->date.seconds;
  return true;
}

/* -- JSON -- */

static bool json_engine(lua_State *L, const EngineValue *ev, Buf *out, int depth) {
  val_push_engine(L, ev);
  bool fine = val_json(L, -1, out, depth);
  lua_pop(L, 1);
  return fine;
}

static bool json_fields(lua_State *L, const Val *v, Buf *out, int depth) {
  bool first = true;
  buf_byte(out, '{');
  for (size_t i = 0; i < v->ev->field_count; i++) {
    if (!first) buf_byte(out, ',');
    first = false;
    escape_json(out, v->ev->fields[i].name);
    buf_byte(out, ':');
    if (!json_engine(L, &v->ev->fields[i].value, out, depth + 1)) return false;
  }
  const Value *deep = ref_deep(world_of(L), reads_of(L), v->ref);
  for (size_t i = 0; deep && deep->kind == VALUE_MAP && i < deep->map.count; i++) {
    bool hidden = false;
    for (size_t k = 0; k < v->ev->field_count; k++)
      if (str_eq(v->ev->fields[k].name, deep->map.fields[i].key)) hidden = true;
    if (hidden) continue;
    if (!first) buf_byte(out, ',');
    first = false;
    escape_json(out, deep->map.fields[i].key);
    buf_byte(out, ':');
    json_write(out, deep->map.fields[i].value, true);
  }
  buf_byte(out, '}');
  return true;
}

bool val_json(lua_State *L, int index, Buf *out, int depth) {
  if (depth > 32 || !lua_checkstack(L, 8)) return false;
  index = lua_absindex(L, index);
  switch (lua_type(L, index)) {
  case LUA_TNIL:
    buf_c(out, "null");
    return true;
  case LUA_TNUMBER:
    if (!lua_isinteger(L, index) && !isfinite(lua_tonumber(L, index))) return false;
    break;
  case LUA_TBOOLEAN:
    break;
  default: {
    Val *v = val_at(L, index);
    if (v && v->kind == VAL_JSON) {
      buf_str(out, v->bytes);
      return true;
    }
    if (v && v->kind == VAL_REF) {
      if (v->ev && v->ev->field_count) return json_fields(L, v, out, depth);
      json_write(out, ref_deep(world_of(L), reads_of(L), v->ref), true);
      return true;
    }
    if (val_is_list(L, index)) {
      size_t n = val_count(L, index);
      buf_byte(out, '[');
      for (size_t i = 1; i <= n; i++) {
        if (i > 1) buf_byte(out, ',');
        val_item(L, index, i);
        bool fine = val_json(L, -1, out, depth + 1);
        lua_pop(L, 1);
        if (!fine) return false;
      }
      buf_byte(out, ']');
      return true;
    }
    Str text;
    if (!val_text(L, index, &text)) return false;
    escape_json(out, text);
    return true;
  }
  }
  Str plain;
  val_text(L, index, &plain);
  buf_str(out, plain);
  return true;
}
