/* lib_html_qr.c -- html.qr: a text as a QR code inside the page.
 *
 * Its address begins with data:, which no plugin needs to write itself: the picture
 * is made here, from the text alone, so that nothing is asked of anybody else's
 * service and the page stays one file. */
#include "lua/api_types.h"
#include "lua/budget.h"
#include "lua/freeze.h"
#include "lua/html_value.h"
#include "lua/lib_html.h"
#include "lua/libs.h"
#include "media/qr.h"

static void add_base64(Buf *out, Str s) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const unsigned char *p = (const unsigned char *)s.p;
  for (size_t i = 0; i < s.n; i += 3) {
    size_t left = s.n - i;
    uint32_t three =
        (uint32_t)p[i] << 16 | (left > 1 ? (uint32_t)p[i + 1] << 8 : 0) | (left > 2 ? p[i + 2] : 0);
    buf_byte(out, digits[three >> 18]);
    buf_byte(out, digits[three >> 12 & 63]);
    buf_byte(out, left > 1 ? digits[three >> 6 & 63] : '=');
    buf_byte(out, left > 2 ? digits[three & 63] : '=');
  }
}

typedef struct {
  Str alt, class;
  lua_Integer size;
  bool has_alt;
} QrOptions;

/* The table at `index`; what its texts point to stays on the stack. */
static QrOptions read_options(lua_State *L, int index) {
  QrOptions o = { .size = QR_SIDE };
  if (lua_isnoneornil(L, index)) return o;
  if (!lua_istable(L, index)) luaL_error(L, "html.qr takes a text and a table of options");
  freeze_content(L, index);
  int content = lua_gettop(L);
  for (lua_pushnil(L); lua_next(L, content); lua_pop(L, 1)) {
    if (lua_islightuserdata(L, -2)) continue; /* freeze.c keeps notes in tables */
    budget_charge(L, 8);
    const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
    bool text = lua_type(L, -1) == LUA_TSTRING;
    if (!strcmp(key, "alt") || !strcmp(key, "class")) {
      if (!text) luaL_error(L, "html.qr: '%s' must be text", key);
      Str s;
      s.p = lua_tolstring(L, -1, &s.n);
      if (*key == 'a') o.alt = s, o.has_alt = true;
      if (*key == 'c') o.class = s;
    } else if (!strcmp(key, "size")) {
      if (!lua_isinteger(L, -1)) luaL_error(L, "html.qr: 'size' must be a whole number");
      o.size = lua_tointeger(L, -1);
      if (o.size < QR_SIDE || o.size > QR_SIDE_MAX)
        luaL_error(L, "html.qr: 'size' must be between %d and %d", QR_SIDE, QR_SIDE_MAX);
    } else {
      luaL_error(L, "html.qr has the options alt, class and size, not '%s'", *key ? key : "[1]");
    }
  }
  return o; /* the texts are held by the table, which is an argument */
}

static void add_text(Buf *out, const char *name, Str value) {
  buf_printf(out, " %s=\"", name);
  html_value_escape(out, value);
  buf_byte(out, '"');
}

/* html.qr(text [, { alt =, class =, size = }]) -> html */
static int f_qr(lua_State *L) {
  Str text;
  luaL_checktype(L, 1, LUA_TSTRING);
  text.p = lua_tolstring(L, 1, &text.n);
  lua_settop(L, 2);
  QrOptions o = read_options(L, 2);
  Arena *a = sandbox_scratch(L);
  Buf *out = libs_buffer(L);
  budget_charge(L, qr_cost(text));
  QrImage image;
  const char *problem = qr_png(&image, a, text, (uint32_t)o.size);
  if (problem) return luaL_error(L, "html.qr: the text %s", problem);
  budget_scan(L, image.png.n * 4);
  buf_c(out, "<img");
  add_text(out, "alt", o.has_alt ? o.alt : text);
  if (o.class.n) add_text(out, "class", o.class);
  buf_printf(out, " height=\"%u\" src=\"data:image/png;base64,", image.side);
  add_base64(out, image.png);
  buf_printf(out, "\" width=\"%u\">", image.side);
  html_value_push(L, buf_view(out));
  return 1;
}

static const ApiFunction functions[] = {
#include "lua/api/html_qr.def"
  { 0 }
};

const ApiType API_HTML_QR = {
  .name = "html",
  .kind = API_LIBRARY,
  .in = "transform",
  .doc = "",
  .functions = functions,
};

void lib_html_qr_open(Sandbox *sb) {
  api_library(sb, &API_HTML_QR);
}
