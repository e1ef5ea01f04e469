/* html_value.h -- the type html: bytes that may be printed as they are.
 *
 * A userdata that wraps finished HTML. Only C makes one: the escaping builder
 * (lib_html), the document writer, slots and templates; no Lua code can turn a
 * string into one, except html.raw with the capability raw_html. So whatever
 * prints values escapes everything but this type, and is safe.
 *
 * In Lua: html .. text and text .. html give html with the text escaped; #h is
 * the number of bytes; == compares bytes; tostring(h) is the HTML as plain text,
 * which is escaped when it is printed again. An html value needs no epoch: it
 * owns its bytes on the Lua heap. */
#ifndef PUBLISH_LUA_HTML_VALUE_H
#define PUBLISH_LUA_HTML_VALUE_H

#include "base/buf.h"
#include "lua/sandbox.h"

void html_value_open(lua_State *L); /* once per state; libs_open does it */

/* Push trusted bytes as an html value (copied). */
void html_value_push(lua_State *L, Str html);
/* True and a view (valid while the value is on the stack) when the value at
 * `index` is html. Never raises. */
bool html_value_get(lua_State *L, int index, Str *out);

/* Append the value at `index` as HTML text: html as it is, strings, numbers and
 * dates escaped, nil and false nothing, lists (tables and recorded lists) item by
 * item, at most 64 deep. False with a message in *problem (a literal, or bytes of
 * arena `a`) for anything else; then `out` holds a part. Never raises, so it can
 * be used outside a protected call. */
bool html_value_add(lua_State *L, int index, Buf *out, Arena *a, Str *problem);
/* The same for a hook's result on top of sb->L: pops it; false = one record. What
 * the hook may return is named by `expected` ("html, a string or nil"). */
bool html_value_take(Sandbox *sb, Buf *out, const char *expected, Diags *d);

/* Escaped text or attribute value, with ill-formed UTF-8 as U+FFFD and without
 * control characters that HTML forbids. */
void html_value_escape(Buf *out, Str text);

#endif
