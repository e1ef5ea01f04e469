/* value_lua.h -- values of templates inside the engine's Lua state.
 *
 * Absent is nil; texts, numbers and booleans are Lua's; lists made by filters are
 * Lua tables; everything else is a userdata holding a Val. Nothing but this
 * file makes userdata in that state, and no template can keep one beyond its
 * render, so a userdata is a Val, and borrowed bytes stay valid. */
#ifndef PUBLISH_TEMPLATE_VALUE_LUA_H
#define PUBLISH_TEMPLATE_VALUE_LUA_H

#include "template/engine_impl.h"

typedef enum { VAL_REF, VAL_ROWS, VAL_LIST, VAL_HTML, VAL_JSON, VAL_DATE } ValKind;
typedef struct {
  ValKind kind;
  Ref ref;               /* REF */
  const EngineValue *ev; /* REF with fields, ROWS, LIST */
  Str bytes;             /* HTML, JSON: in the render's arena, or borrowed */
  Date date;
} Val;

void val_push_ref(lua_State *L, Ref ref);
void val_push_engine(lua_State *L, const EngineValue *v);
void val_push_bytes(lua_State *L, ValKind kind, Str bytes); /* HTML or JSON */
void val_push_date(lua_State *L, Date date);
void val_push_value(lua_State *L, const Value *v); /* covered: no records */
Val *val_at(lua_State *L, int index);              /* NULL when the value is no Val */

/* Push the field, or nil. Never raises. */
void val_get(lua_State *L, int index, Str name);
bool val_truthy(lua_State *L, int index);

/* Is it a list? Then how many items, and push the one at `i` (from 1). */
bool val_is_list(lua_State *L, int index);
size_t val_count(lua_State *L, int index);
void val_item(lua_State *L, int index, size_t i);

/* Scalars as text: a view, valid while the value and the render live. False for
 * lists and maps. HTML gives its bytes. */
bool val_text(lua_State *L, int index, Str *out);
const char *val_kind_name(lua_State *L, int index); /* "a list" ... for messages */

bool val_equal(lua_State *L, int a, int b);
/* <0, 0, >0 into *order; false when the two cannot be compared. */
bool val_order(lua_State *L, int a, int b, int *order);

/* The whole as JSON, safe in scripts. False when something in it has no JSON. */
bool val_json(lua_State *L, int index, Buf *out, int depth);

#endif
