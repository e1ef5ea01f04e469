/* lib_log.c -- log.note, log.warn and log.error. */
#include "lua/lib_log.h"

#include "base/utf8.h"
#include "lua/api_types.h"
#include "lua/budget.h"
#include "lua/libs.h"

enum { MESSAGE_MOST = 500 };

/* The texts at 1..n joined by blanks, cut to a sane length, in one line. */
static Str message(lua_State *L, int n, Arena *a) {
  char *text = arena_alloc(a, MESSAGE_MOST + 1);
  size_t used = 0;
  for (int i = 1; i <= n; i++) {
    Str s;
    s.p = lua_tolstring(L, i, &s.n);
    if (i > 1 && used < MESSAGE_MOST) text[used++] = ' ';
    for (size_t k = 0; k < s.n && used < MESSAGE_MOST; k++)
      text[used++] = s.p[k] == '\n' || s.p[k] == '\r' ? ' ' : s.p[k];
  }
  /* The cut must not leave half a character. */
  Str cut = str_n(text, used);
  if (used == MESSAGE_MOST)
    while (cut.n && cut.n > used - 4 && utf8_check(cut) != cut.n) cut.n--;
  return cut;
}

static int report(lua_State *L, Severity severity) {
  Sandbox *sb = sandbox_of(L);
  int n = lua_gettop(L);
  if (n == 0) return luaL_error(L, "nothing to say: a message is missing");
  if (!libs_may_tell(L, severity)) return 0;
  for (int i = 1; i <= n; i++) {
    luaL_tolstring(L, i, NULL);
    lua_replace(L, i);
  }
  Arena *a = sandbox_scratch(L);
  Str text = message(L, n, a);
  Str file = S("");
  uint32_t line = 0;
  sandbox_where(L, &file, &line);
  budget_hold(L, text.n + 256);
  const Source *source = sandbox_source(sb, file);
  Diag *d;
  if (source && line)
    d = diag_line(sb->diags, severity, P_PLUGIN_SAYS, source, line, 1, 1, NULL, "%.*s", STR(text));
  else
    d = diag_file(sb->diags, severity, P_PLUGIN_SAYS, file, NULL, "%.*s", STR(text));
  libs_sign(sb, d);
  return 0;
}

static int f_note(lua_State *L) {
  return report(L, DIAG_NOTE);
}

static int f_warn(lua_State *L) {
  return report(L, DIAG_WARNING);
}

static int f_error(lua_State *L) {
  return report(L, DIAG_ERROR);
}

static const ApiFunction functions[] = {
#include "lua/api/log.def"
  { 0 }
};

const ApiType API_LOG = {
  .name = "log",
  .kind = API_LIBRARY,
  .in = "transform",
  .doc = "Messages that point at the line of the plugin that says them.",
  .functions = functions,
};

void lib_log_open(Sandbox *sb) {
  api_library(sb, &API_LOG);
}
