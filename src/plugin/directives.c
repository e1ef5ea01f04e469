/* directives.c -- which plugin claims which directive. */
#include "plugin/host_private.h"

#include "plugin/order.h"
#include "plugin/place.h"

bool directives_note(Plugin *p, Diags *d) {
  lua_State *L = p->sb->L;
  const char *help =
      "such as P.render.directive = { note = function(node, next, article) ... end }";
  if (!lua_istable(L, -1)) {
    offer_problem(p, DIAG_ERROR, help, d, S("render.directive"),
                  " must be a table from names to functions");
    return false;
  }
  int table = lua_gettop(L);
  bool ok = true;
  lua_Integer count = freeze_keys(L, table);
  p->directives = ARENA_ARRAY(&p->names, (size_t)count, Str);
  for (lua_Integer i = 1; i <= count; i++) {
    bool text = lua_rawgeti(L, table + 1, i) == LUA_TSTRING;
    lua_pushvalue(L, -1);
    lua_gettable(L, table);
    if (text && lua_isfunction(L, -1)) {
      Str name;
      name.p = lua_tolstring(L, -2, &name.n);
      p->directives[p->directive_count++] = arena_str(&p->names, name);
    } else {
      Arena a = { 0 };
      const char *name = text ? lua_tostring(L, -2) : "?";
      offer_problem(p, DIAG_ERROR, help, d, arena_printf(&a, "render.directive.%s", name),
                    " must be a function");
      arena_free(&a);
      ok = false;
    }
    lua_settop(L, table + 1);
  }
  lua_settop(L, table);
  return ok;
}

void directives_declared(Plugin *p) {
  const Manifest *m = p->manifest;
  Str *all = ARENA_ARRAY(&p->names, p->directive_count + m->directive_count, Str);
  for (size_t i = 0; i < p->directive_count; i++) all[i] = p->directives[i];
  p->directives = all;
  p->handler_count = p->directive_count;
  for (size_t i = 0; i < m->directive_count; i++)
    if (!directive_claimed(p, m->directives[i].name))
      all[p->directive_count++] = m->directives[i].name;
}

bool directive_handled(const Plugin *p, Str name) {
  for (size_t i = 0; i < p->handler_count; i++)
    if (str_eq(p->directives[i], name)) return true;
  return false;
}

bool directive_claimed(const Plugin *p, Str name) {
  for (size_t i = 0; i < p->directive_count; i++)
    if (str_eq(p->directives[i], name)) return true;
  return false;
}

/* The repository's own plugin before a built-in one is what its author wants. */
static void tell_shared(const Plugin *first, const Plugin *p, Str name, Diags *d) {
  const Manifest *a = first->manifest, *b = p->manifest;
  if (b->built_in || plugin_must_follow(a, b) || plugin_must_follow(b, a)) return;
  Range at = { 0 };
  if (!place_find(&at, &b->source, name, 0)) at = header_place(&b->source, S("name"));
  Str outer = d->plugin;
  d->plugin = b->name;
  Diag *r = diag_at(d, DIAG_WARNING, P_PLUGIN_HOOK, &b->source, at, NULL,
                    "directive '%.*s': plugin '%.*s' comes first", STR(name), STR(a->name));
  diag_help(d, r, "say before = { \"%.*s\" } in the header, or after if that is right",
            STR(a->name));
  d->plugin = outer;
}

void directives_shared(const Host *h, Diags *d) {
  for (size_t i = 1; i < h->count; i++) {
    const Plugin *p = &h->plugins[i];
    for (size_t k = 0; k < p->directive_count; k++) {
      size_t first = 0;
      while (first < i && !directive_claimed(&h->plugins[first], p->directives[k])) first++;
      if (first < i) tell_shared(&h->plugins[first], p, p->directives[k], d);
    }
  }
}

const Plugin *directive_claimer(const Host *h, const HostJob *job, Str name) {
  for (size_t i = 0; i < h->count; i++)
    if (directive_claimed(&h->plugins[i], name) && (!job || plugin_applies(&h->plugins[i], job)))
      return &h->plugins[i];
  return NULL;
}

bool host_claims_picture(const Host *h, Reads *reads, Str name) {
  bool found = false;
  for (size_t i = 0; i < h->count; i++) {
    const Plugin *p = &h->plugins[i];
    if (p->manifest->built_in) continue;
    world_use_plugin(h->world, reads, p->manifest->name);
    found = found || directive_claimed(p, name);
  }
  return found;
}
