/* offers.c -- what a loaded plugin offers: the fields of its table P, every mistake told.
 *
 * A function that is no hook is an error: nothing else could have been meant. Another value
 * under an unknown name may be the plugin's own, so it is a warning. */
#include "plugin/host_private.h"
#include "plugin/place.h"

static const char hooks_help[] =
    "hooks: scan derive pages transform render page files check check_site";

/* The function on top of the stack, if it is one, says where. */
static uint32_t begins_at(lua_State *L) {
  lua_Debug ar = { 0 };
  if (!lua_isfunction(L, -1)) return 0;
  lua_pushvalue(L, -1);
  lua_getinfo(L, ">S", &ar);
  return ar.linedefined > 0 ? (uint32_t)ar.linedefined : 0;
}

/* P.a.b: where `a` is assigned, and from there `b`. */
static bool path_place(Range *out, const Source *source, Str path) {
  Range at = { 0 };
  bool found = false;
  for (Str part; str_split(&path, '.', &part);) {
    long call = found ? -1 : str_find(source->text, S("publish.plugin"));
    found = place_find(&at, source, part, found ? at.offset : call < 0 ? 0 : (size_t)call);
    if (!found) return false;
  }
  *out = at;
  return found;
}

Diag *offer_problem(Plugin *p, Severity s, const char *help, Diags *d, Str path,
                    const char *problem) {
  const Source *source = &p->manifest->source;
  uint32_t line = begins_at(p->sb->L);
  Range at;
  if (line)
    return diag_line(d, s, P_PLUGIN_HOOK, source, line, 1, 0, help, "P.%.*s%s", STR(path), problem);
  if (path_place(&at, source, path))
    return diag_at(d, s, P_PLUGIN_HOOK, source, at, help, "P.%.*s%s", STR(path), problem);
  return diag_file(d, s, P_PLUGIN_HOOK, source->path, help, "P.%.*s%s", STR(path), problem);
}

/* What each field of the table on top of the stack is asked; its value is on top. */
typedef bool (*OfferField)(Plugin *p, Str name, Diags *d);

static bool each_field(Plugin *p, OfferField note, Diags *d) {
  lua_State *L = p->sb->L;
  bool ok = true;
  lua_Integer n = freeze_keys(L, lua_gettop(L));
  for (lua_Integer i = 1; i <= n; i++) {
    Str name = S("");
    bool text = lua_rawgeti(L, -1, i) == LUA_TSTRING;
    if (text) name.p = lua_tolstring(L, -1, &name.n);
    lua_pushvalue(L, -1);
    lua_gettable(L, -4);
    ok = note(p, name, d) && ok;
    lua_pop(L, 2);
  }
  lua_pop(L, 1);
  return ok;
}

/* A handler of P.render, but not of directives: whatever can be called. */
static bool is_handler(Plugin *p, Str name, Diags *d) {
  lua_State *L = p->sb->L;
  if (lua_isfunction(L, -1)) return true;
  if (luaL_getmetafield(L, -1, "__call") != LUA_TNIL) {
    lua_pop(L, 1);
    return true;
  }
  Arena a = { 0 };
  offer_problem(p, DIAG_ERROR, NULL, d, arena_printf(&a, "render.%.*s", STR(name)),
                " must be a function");
  arena_free(&a);
  return false;
}

/* P.render = { image = function(node, next) ... end } */
static bool note_handler(Plugin *p, Str name, Diags *d) {
  NodeType type;
  if (name.n && node_type_find(&type, name)) {
    p->nodes |= UINT64_C(1) << type;
    if (type == NODE_ELEMENT) p->nodes |= UINT64_C(1) << NODE_ELEMENT_INLINE;
    if (type != NODE_DIRECTIVE) return is_handler(p, name, d);
    p->nodes |= UINT64_C(1) << NODE_DIRECTIVE_INLINE;
    return directives_note(p, d);
  }
  size_t count;
  const Str *names = node_type_names(&count);
  Str near = str_nearest(name, names, count);
  Arena a = { 0 };
  Diag *r = offer_problem(p, DIAG_ERROR, NULL, d,
                          arena_printf(&a, "render.%.*s", STR(name.n ? name : S("?"))),
                          ": there is no such kind of node");
  arena_free(&a);
  if (near.n) diag_help(d, r, "did you mean \"%.*s\"?", STR(near));
  return false;
}

/* P.pages = { tags = function(key, rows, add) ... end, site = function ... end } */
static bool note_page_maker(Plugin *p, Str name, Diags *d) {
  const Manifest *m = p->manifest;
  Arena a = { 0 };
  Str *names = ARENA_ARRAY(&a, m->index_count + 1, Str);
  size_t count = 0;
  for (size_t i = 0; i < m->index_count; i++) names[count++] = m->indexes[i].name;
  names[count++] = S(PAGES_SITE);
  bool known = false;
  for (size_t i = 0; i < count; i++) known = known || str_eq(names[i], name);
  bool ok = known && lua_isfunction(p->sb->L, -1);
  if (!ok) {
    Str near = known ? S("") : str_nearest(name, names, count);
    Diag *r = offer_problem(
        p, DIAG_ERROR, NULL, d, arena_printf(&a, "pages.%.*s", STR(name.n ? name : S("?"))),
        known ? " must be a function" : ": there is no such index in the header");
    Buf list = { 0 };
    for (size_t i = 0; i < count; i++) buf_printf(&list, "%s%.*s", i ? ", " : "", STR(names[i]));
    if (near.n)
      diag_help(d, r, "did you mean '%.*s'?", STR(near));
    else if (!known)
      diag_help(d, r, "there are: %.*s", STR(buf_view(&list)));
    buf_free(&list);
  }
  arena_free(&a);
  return ok;
}

static bool note_hook(Plugin *p, size_t k, Diags *d) {
  int type = lua_type(p->sb->L, -1);
  Hook hook = (Hook)(1u << k);
  bool table = hook == HOOK_RENDER || (hook == HOOK_PAGES && type == LUA_TTABLE);
  p->hooks |= (unsigned)hook;
  if (type != (table ? LUA_TTABLE : LUA_TFUNCTION)) {
    const char *want = hook == HOOK_PAGES ? " must be a function or a table of functions"
                       : table            ? " must be a table of functions"
                                          : " must be a function";
    offer_problem(p, DIAG_ERROR, NULL, d, str_c(hook_name(k)), want);
    return false;
  }
  if (!table) return true;
  return each_field(p, hook == HOOK_RENDER ? note_handler : note_page_maker, d);
}

static bool note_offer(Plugin *p, Str name, Diags *d) {
  Str names[HOOK_COUNT + 1];
  for (size_t k = 0; k < HOOK_COUNT; k++) {
    names[k] = str_c(hook_name(k));
    if (str_eq(names[k], name)) return note_hook(p, k, d);
  }
  if (str_eqc(name, "filters")) return filters_note(p, d);
  if (!name.n || str_eqc(name, "name") || str_eqc(name, "options")) return true;
  names[HOOK_COUNT] = S("filters");
  bool function = lua_isfunction(p->sb->L, -1);
  Str near = str_nearest(name, names, HOOK_COUNT + 1);
  Diag *r =
      offer_problem(p, function ? DIAG_ERROR : DIAG_WARNING, hooks_help, d, name, " is not a hook");
  if (near.n)
    diag_help(d, r, "did you mean P.%.*s?", STR(near));
  else if (!function)
    diag_help(d, r, "only the plugin itself can see it: keep it in a local; %s", hooks_help);
  return !function;
}

bool offers_note(Plugin *p, Diags *d) {
  return each_field(p, note_offer, d);
}
