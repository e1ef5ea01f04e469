/* traceback.c -- the frames of a plugin, named. */
#include "lua/traceback.h"

#include "base/buf.h"

enum { FIRST = 12, LAST = 10, DEEP = 200 }; /* levels shown of a stack deeper than DEEP */

/* Is this level a function of the plugin, at a known line? */
static bool is_plugins(lua_State *L, lua_Debug *ar) {
  lua_getinfo(L, "Sl", ar);
  return ar->currentline > 0 && ar->source[0] == '@' &&
         sandbox_source(sandbox_of(L), str_c(ar->source + 1));
}

/* The name of the function of Lua or the host that called this level; NULL when it has
 * none or a plugin's function called. */
static const char *caller(lua_State *L, int level) {
  lua_Debug ar;
  if (!lua_getstack(L, level + 1, &ar)) return NULL;
  if (!lua_getinfo(L, "Sn", &ar) || strcmp(ar.what, "C") != 0) return NULL;
  return ar.name;
}

static bool calls_plugin(lua_State *L, int level) {
  lua_Debug ar;
  while (lua_getstack(L, ++level, &ar))
    if (is_plugins(L, &ar)) return true;
  return false;
}

static void add_frame(lua_State *L, int level, lua_Debug *ar, Buf *out) {
  Str hook = sandbox_of(L)->site.hook;
  buf_printf(out, "%s%s:%d: in ", out->n ? "\n" : "", ar->source + 1, ar->currentline);
  lua_getinfo(L, "Snt", ar);
  const char *by;
  if (strcmp(ar->what, "main") == 0)
    buf_c(out, "the file itself");
  else if (strcmp(ar->namewhat, "for iterator") == 0)
    buf_c(out, "the iterator of a loop");
  else if (strcmp(ar->namewhat, "hook") != 0 && ar->namewhat[0])
    buf_printf(out, "%s '%s'",
               str_find(str_c(ar->namewhat), S("method")) < 0 ? "function" : ar->namewhat,
               ar->name);
  else if ((by = caller(L, level)))
    buf_printf(out, "a function called by '%s'", by);
  else if (ar->istailcall)
    buf_printf(out, "the function of line %d, called by return", ar->linedefined);
  else if (L != sandbox_of(L)->L && !calls_plugin(L, level))
    buf_printf(out, "the coroutine of line %d", ar->linedefined);
  else if (hook.n && !calls_plugin(L, level))
    buf_printf(out, "hook '%.*s'", STR(hook));
  else
    buf_printf(out, "the function of line %d", ar->linedefined);
}

/* Levels of the stack. Asking for one takes time linear in it, so not one by one. */
static int depth(lua_State *L) {
  lua_Debug ar;
  int low = 0, high = 1;
  while (lua_getstack(L, high, &ar)) {
    low = high;
    high *= 2;
  }
  while (low < high) {
    int middle = low + (high - low) / 2;
    if (lua_getstack(L, middle, &ar))
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

Str traceback_text(lua_State *L, Arena *a) {
  lua_Debug ar;
  Buf out = { 0 };
  int levels = depth(L);
  for (int level = 0; level < levels; level++) {
    if (levels > DEEP && level == FIRST) {
      buf_c(&out, "\n...");
      level = levels - LAST;
    }
    if (lua_getstack(L, level, &ar) && is_plugins(L, &ar)) add_frame(L, level, &ar, &out);
  }
  Str text = buf_dup(&out, a);
  buf_free(&out);
  return text;
}
