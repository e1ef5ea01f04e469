/* call.c -- from whatever a plugin raises to exactly one record. */
#include "lua/call.h"

#include "lua/api.h"
#include "lua/budget_pool.h"
#include "lua/freeze.h"
#include "lua/lib_base.h"
#include "lua/traceback.h"
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

enum { MESSAGE_LIMIT = 600, BACKTRACK = 40 };

static uint32_t line_count(Str text) {
  uint32_t count = 0;
  for (Str line; str_split(&text, '\n', &line);) count++;
  return count;
}

/* Lua names a chunk in messages by its path, or the end of it. Does the text begin
 * with "short name:LINE: " of a known source? Cuts it off. */
static bool cut_position(const Sandbox *sb, Str *text, Str *file, uint32_t *line) {
  for (size_t i = 0; i < sb->sources.count; i++) {
    const Source *source = sb->sources.items[i].value;
    Str path = source->path;
    char name[LUA_IDSIZE];
    if (path.n < LUA_IDSIZE) {
      memcpy(name, path.p, path.n);
      name[path.n] = '\0';
    } else {
      snprintf(name, sizeof name, "...%s", path.p + path.n - (LUA_IDSIZE - 4));
    }
    Str head = str_c(name);
    if (!str_starts(*text, head)) continue;
    size_t at = head.n + 1, digits = at;
    uint32_t number = 0;
    if (text->n <= at || text->p[head.n] != ':') continue;
    for (; at < text->n && text->p[at] >= '0' && text->p[at] <= '9' && number < 100000000; at++)
      number = number * 10 + (uint32_t)(text->p[at] - '0');
    if (at == digits || at >= text->n || text->p[at] != ':') continue;
    if (number == 0 || number > line_count(source->text)) continue; /* the plugin's own words */
    at++;
    if (at < text->n && text->p[at] == ' ') at++;
    *text = str_sub(*text, at, text->n);
    *file = path;
    *line = number;
    return true;
  }
  return false;
}

/* The message handler: runs where the error happened, with the stack still
 * there. Keeps the innermost Lua line and a traceback; runs no Lua code. */
static int on_error(lua_State *L) {
  Sandbox *sb = sandbox_of(L);
  lua_settop(L, 1);
  if (lua_touserdata(L, 1) && lua_islightuserdata(L, 1)) return 1;
  arena_reset(&sb->fault_arena);
  sb->fault.file = sb->fault.trace = S("");
  sb->fault.line = 0;
  sandbox_where(L, &sb->fault.file, &sb->fault.line);
  api_explain(L, 1);
  sb->fault.trace = traceback_text(L, &sb->fault_arena);
  return 1;
}

static int f_tostring(lua_State *L) {
  lib_base_tostring(L, 1, NULL);
  return 1;
}

/* Replace the error object on top of the stack by its text. Runs __tostring of a
 * table, protected and inside the budget. */
static Str error_text(Sandbox *sb) {
  lua_State *L = sb->L;
  Str text = { 0 };
  int type = lua_type(L, -1);
  if (type == LUA_TSTRING) {
    text.p = lua_tolstring(L, -1, &text.n);
    return text;
  }
  if (type == LUA_TTABLE || type == LUA_TUSERDATA || type == LUA_TNUMBER) {
    if (type == LUA_TTABLE && luaL_getmetafield(L, -1, "__tostring") == LUA_TNIL) {
      freeze_content(L, -1);
      lua_pushliteral(L, "message");
      if (lua_rawget(L, -2) == LUA_TSTRING) {
        text.p = lua_tolstring(L, -1, &text.n);
        return text;
      }
      text = arena_printf(&sb->fault_arena, "error object is a table without a message");
      return text;
    }
    if (type == LUA_TTABLE) lua_pop(L, 1);
    lua_pushcfunction(L, f_tostring);
    lua_insert(L, -2);
    if (lua_pcall(L, 1, 1, 0) == LUA_OK) {
      text.p = lua_tolstring(L, -1, &text.n);
      return text;
    }
    return S("error object whose __tostring fails");
  }
  if (type == LUA_TNIL) return S("error raised without a message (the error object is nil)");
  return arena_printf(&sb->fault_arena, "error object is a %s, not a message",
                      lua_typename(L, type));
}

/* Cut at a limit and never inside a character. */
static Str cut(Str text, Arena *a) {
  if (text.n <= MESSAGE_LIMIT) return text;
  size_t n = MESSAGE_LIMIT;
  while (n > MESSAGE_LIMIT - 4 && ((unsigned char)text.p[n] & 0xC0) == 0x80) n--;
  return arena_printf(a, "%.*s... (%zu bytes)", (int)n, text.p, text.n);
}

static int by_bytes(const void *a, const void *b) {
  return str_cmp(*(const Str *)a, *(const Str *)b);
}

/* Names in the table on top of the stack (popped), for did-you-mean. */
static void add_names(lua_State *L, Str *list, size_t *count, size_t most, Arena *a) {
  freeze_content(L, -1);
  lua_pushnil(L);
  while (lua_next(L, -2)) {
    lua_pop(L, 1);
    if (lua_type(L, -1) != LUA_TSTRING || *count == most) continue;
    Str s;
    s.p = lua_tolstring(L, -1, &s.n);
    list[(*count)++] = arena_str(a, s);
  }
  lua_pop(L, 2);
}

/* "attempt to call a nil value (global 'foo')": what may have been meant. */
static Str advice(lua_State *L, Str message, Arena *a) {
  static const char *const kinds[] = { "(global '", "(field '", "(method '" };
  static const char *const libraries[] = { "string", "table", "math", "utf8" };
  enum { MOST = 256 };
  Str list[MOST], name = { 0 };
  size_t count = 0, kind = 0;
  if (!str_starts(message, S("attempt to call a nil value (")) || !str_ends(message, S("')")))
    return S("");
  for (; kind < 3 && !name.n; kind++) {
    long at = str_find(message, str_c(kinds[kind]));
    if (at >= 0) name = str_sub(message, (size_t)at + strlen(kinds[kind]), message.n - 2);
  }
  if (!name.n) return S("");
  const char *old = lib_base_advice(name);
  if (old) return str_c(old);
  int top = lua_gettop(L);
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  if (kind == 1) {
    add_names(L, list, &count, MOST, a);
  } else {
    freeze_content(L, -1);
    for (size_t i = 0; i < 4; i++) {
      lua_pushstring(L, libraries[i]);
      if (lua_rawget(L, -2) == LUA_TTABLE)
        add_names(L, list, &count, MOST, a);
      else
        lua_pop(L, 1);
    }
  }
  lua_settop(L, top);
  qsort(list, count, sizeof *list, by_bytes);
  Str near = str_nearest(name, list, count);
  return near.n ? arena_printf(a, "did you mean '%.*s'?", STR(near)) : S("");
}

/* "attempt to index a nil value (field 'article')" */
static Str nil_advice(Str message, Str hook) {
  static const char *const arguments[] = { "site", "article", "page", "doc", "facts", "stats" };
  if (str_starts(message, S("attempt to index a nil value (field 'article')")))
    return S("only pages of articles have one: if not page.article then return nil end");
  if (str_starts(message, S("attempt to index a nil value (local 'site')")) &&
      str_eqc(hook, "scan"))
    return S("scan sees one article and no site; P.derive, P.transform and P.page get it");
  if (!str_starts(message, S("attempt to index a nil value (global '"))) return S("");
  for (size_t i = 0; i < sizeof arguments / sizeof *arguments; i++) {
    Arena a = { 0 };
    bool found = str_ends(message, arena_printf(&a, "(global '%s')", arguments[i]));
    arena_free(&a);
    if (found) return S("hooks get it as an argument, such as function P.page(page, site) ... end");
  }
  return S("");
}

static void report(Sandbox *sb, Diags *d) {
  lua_State *L = sb->L;
  int top = lua_gettop(L);
  Arena a = { 0 };
  int raised = lua_type(L, -1);
  Str text = error_text(sb), file = sb->fault.file;
  uint32_t line = sb->fault.line;
  for (int i = 0; i < BACKTRACK && cut_position(sb, &text, &file, &line); i++) continue;
  bool state = str_starts(text, S(FREEZE_STATE));
  if (!file.n && sb->sources.count) file = sb->sources.items[0].key; /* the plugin's main file */
  const Source *source = file.n ? sandbox_source(sb, file) : NULL;
  Str help = advice(L, text, &a);
  if (!help.n) help = nil_advice(text, sb->site.hook);
  if (!help.n && raised != LUA_TSTRING && raised != LUA_TNUMBER && str_find(text, S("error ")) == 0)
    help = S("raise a text: error(\"what is wrong\")");
  if (!help.n && (str_starts(text, S("stack overflow")) || str_starts(text, S("C stack overflow"))))
    help = S("a function calls itself without end, or the data is nested too deep");
  text = cut(text, &a);
  Code code = state ? P_PLUGIN_STATE : P_LUA_ERROR;
  Diag *r;
  if (source && line) {
    uint32_t col = 1, length = 1;
    Str rest = source->text, shown = { 0 };
    for (uint32_t n = 0; n < line && str_split(&rest, '\n', &shown); n++) continue;
    Str bare = str_trim(shown); /* indentation is ASCII, so bytes are characters */
    if (bare.n) {
      col = (uint32_t)(bare.p - shown.p) + 1;
      length = (uint32_t)(bare.n < 80 ? bare.n : 80);
    }
    r = diag_line(d, DIAG_ERROR, code, source, line, col, length, NULL, "%.*s", STR(text));
  } else {
    r = diag_file(d, DIAG_ERROR, code, file.n ? file : sb->site.article, NULL, "%.*s", STR(text));
  }
  if (help.n) r->help = arena_str(&d->arena, help);
  r->plugin = arena_str(&d->arena, sb->plugin);
  if (sb->site.article.n) r->article = arena_str(&d->arena, sb->site.article);
  r->hook = arena_str(&d->arena, sb->site.hook);
  /* A stack that does not begin with the hook (a coroutine's, a returned call's) says so. */
  bool begins = str_find(sb->fault.trace, S("in hook '")) >= 0 ||
                str_find(sb->fault.trace, S("in the file itself")) >= 0;
  r->trace = begins || !sb->fault.trace.n || !sb->site.hook.n
                 ? arena_str(&d->arena, sb->fault.trace)
                 : arena_printf(&d->arena, "%.*s\nin hook '%.*s'", STR(sb->fault.trace),
                                STR(sb->site.hook));
  arena_free(&a);
  lua_settop(L, top);
}

/* Where the function begins: for complaints about its result, and, until the
 * count hook knows better, for the shared page. */
static void note_function(Sandbox *sb, int function) {
  lua_State *L = sb->L;
  lua_Debug ar;
  sb->called.line = 0;
  if (!lua_isfunction(L, function)) return;
  lua_pushvalue(L, function);
  lua_getinfo(L, ">S", &ar);
  if (ar.source[0] != '@' || ar.linedefined <= 0) return;
  sb->called.source = sandbox_source(sb, str_c(ar.source + 1));
  if (!sb->called.source) return;
  sb->called.line = (uint32_t)ar.linedefined;
  if (sb->progress && sb->progress->line == 0)
    progress_line(sb->progress, ar.source + 1, sb->called.line);
}

Diag *sandbox_blame(Sandbox *sb, Code code, const char *help, Diags *d, const char *format, ...) {
  va_list args;
  va_start(args, format);
  Arena a = { 0 };
  Str text = arena_vprintf(&a, format, args);
  va_end(args);
  const Source *source = sb->sources.count ? sb->sources.items[0].value : NULL;
  Diag *r;
  if (sb->called.line)
    r = diag_line(d, DIAG_ERROR, code, sb->called.source, sb->called.line, 1, 0, help, "%.*s",
                  STR(text));
  else
    r = diag_file(d, DIAG_ERROR, code, source ? source->path : S(""), help, "%.*s", STR(text));
  r->plugin = arena_str(&d->arena, sb->plugin);
  if (sb->site.article.n) r->article = arena_str(&d->arena, sb->site.article);
  r->hook = arena_str(&d->arena, sb->site.hook);
  sb->reported = true;
  arena_free(&a);
  return r;
}

bool sandbox_call(Sandbox *sb, int nargs, int nresults, Diags *d) {
  lua_State *L = sb->L;
  assert(sb->running && d == sb->diags);
  int function = lua_gettop(L) - nargs;
  note_function(sb, function);
  lua_pushcfunction(L, on_error);
  lua_insert(L, function);
  sb->fault.file = sb->fault.trace = S("");
  sb->fault.line = 0;
  bool before = sb->reported;
  sb->reported = false;
  int status = lua_pcall(L, nargs, nresults, function);
  budget_settle(sb);
  bool told = sb->reported; /* by sandbox_fail, even if the plugin caught it */
  sb->reported = before;
  if (status == LUA_OK && !told) {
    lua_remove(L, function);
    return true;
  }
  if (!told) report(sb, d);
  sb->reported = true;
  lua_settop(L, function - 1);
  return false;
}

bool sandbox_run(Sandbox *sb, const CallSite *site, int nargs, Diags *d) {
  sandbox_begin(sb, site, d);
  bool ok = sandbox_call(sb, nargs, 0, d);
  return sandbox_end(sb) && ok;
}

void sandbox_bad_result(Sandbox *sb, const char *expected, Diags *d) {
  lua_State *L = sb->L;
  const char *found = luaL_typename(L, -1);
  if (lua_type(L, -1) == LUA_TUSERDATA && luaL_getmetafield(L, -1, "__name") == LUA_TSTRING)
    found = lua_tostring(L, -1);
  sandbox_blame(sb, P_PLUGIN_RESULT, NULL, d, "%.*s must return %s, found a %s", STR(sb->site.hook),
                expected, found);
  lua_pop(L, 1);
}

/* The place of a syntax error: the token it was near to, when it stands once on
 * that line, else the whole line. */
static Range syntax_range(const Source *source, uint32_t line, Str message) {
  Str rest = source->text, text = { 0 };
  for (uint32_t n = 0; n < line && str_split(&rest, '\n', &text); n++) continue;
  Str bare = str_trim(text);
  size_t start = text.p ? (size_t)(text.p - source->text.p) : source->text.n;
  Range whole = { bare.p && bare.n ? (size_t)(bare.p - source->text.p) : start, bare.n };
  long near = str_find(message, S(" near '"));
  if (near < 0 || !str_ends(message, S("'"))) return whole;
  Str token = str_sub(message, (size_t)near + 7, message.n - 1);
  long at = str_find(text, token);
  if (token.n == 0 || at < 0) return whole;
  Str behind = str_sub(text, (size_t)at + token.n, text.n);
  if (str_find(behind, token) >= 0) return whole;
  return (Range){ start + (size_t)at, token.n };
}

enum { CODE_LIMIT = 4 << 20 };

bool sandbox_load_in(Sandbox *sb, lua_State *L, const Source *shown, Str code, Diags *d) {
  if (!code.p) code = shown->text;
  Source *kept = map_get(&sb->sources, shown->path);
  if (!kept) {
    kept = ARENA_NEW(&sb->kept, Source);
    kept->path = arena_str(&sb->kept, shown->path);
    map_put(&sb->sources, kept->path, kept);
  }
  kept->text = shown->text;
  if (str_starts(code, S("\xEF\xBB\xBF"))) code = str_sub(code, 3, code.n);
  Diag *r;
  if (code.n > CODE_LIMIT) {
    r = diag_file(d, DIAG_ERROR, P_LUA_SYNTAX, kept->path, "split it into modules",
                  "file is larger than %d MB", CODE_LIMIT >> 20);
  } else {
    Str name = arena_printf(&sb->kept, "@%.*s", STR(kept->path));
    if (luaL_loadbufferx(L, code.n ? code.p : "", code.n, name.p, "t") == LUA_OK) return true;
    Str text, file = kept->path;
    text.p = lua_tolstring(L, -1, &text.n);
    uint32_t line = 0;
    if (cut_position(sb, &text, &file, &line)) {
      Arena a = { 0 };
      r = diag_at(d, DIAG_ERROR, P_LUA_SYNTAX, kept, syntax_range(kept, line, text), NULL, "%.*s",
                  STR(cut(text, &a)));
      arena_free(&a);
    } else {
      bool binary = code.n && code.p[0] == '\x1b';
      r = diag_file(d, DIAG_ERROR, P_LUA_SYNTAX, kept->path, NULL, "%.*s",
                    STR(binary ? S("is Lua bytecode; only source text is accepted") : text));
    }
    lua_pop(L, 1);
  }
  r->plugin = arena_str(&d->arena, sb->plugin);
  if (sb->site.article.n) r->article = arena_str(&d->arena, sb->site.article);
  return false;
}

bool sandbox_load(Sandbox *sb, const Source *shown, Str code, Diags *d) {
  return sandbox_load_in(sb, sb->L, shown, code, d);
}
