/* directives.c -- which plugin claims which directive, and those that nobody does. */
#include "plugin/host_private.h"

#include "base/map.h"
#include "doc/edit.h"

bool directives_note(Plugin *p, Diags *d) {
  lua_State *L = p->sb->L;
  const char *help =
      "such as P.render.directive = { note = function(node, next, article) ... end }";
  if (!lua_istable(L, -1)) {
    diag_file(d, DIAG_ERROR, P_PLUGIN_HOOK, p->manifest->source.path, help,
              "P.render.directive must be a table from names to functions");
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
      diag_file(d, DIAG_ERROR, P_PLUGIN_HOOK, p->manifest->source.path, help,
                "P.render.directive.%s must be a function", text ? lua_tostring(L, -2) : "?");
      ok = false;
    }
    lua_settop(L, table + 1);
  }
  lua_settop(L, table);
  return ok;
}

bool directive_claimed(const Plugin *p, Str name) {
  for (size_t i = 0; i < p->directive_count; i++)
    if (str_eq(p->directives[i], name)) return true;
  return false;
}

static bool claimed(const Host *h, const HostJob *job, Str name) {
  for (size_t i = 0; i < h->count; i++)
    if (directive_claimed(&h->plugins[i], name) && plugin_applies(&h->plugins[i], job)) return true;
  return false;
}

/* What was likely meant; "figure" is the parser's own. */
static Str nearest(const Host *h, Arena *a, Str name) {
  size_t count = 1, n = 0;
  for (size_t i = 0; i < h->count; i++) count += h->plugins[i].directive_count;
  Str *names = ARENA_ARRAY(a, count, Str);
  names[n++] = S("figure");
  for (size_t i = 0; i < h->count; i++)
    for (size_t k = 0; k < h->plugins[i].directive_count; k++)
      names[n++] = h->plugins[i].directives[k];
  return str_nearest(name, names, n);
}

static void tell(const Host *h, const HostJob *job, const Node *n, Severity severity) {
  const DirectiveData *x = n->directive;
  if (!n->source) return;
  Str near = nearest(h, job->arena, x->name);
  Diag *r = diag_at(job->diags, severity, P_DIRECTIVE, n->source, x->name_at,
                    near.n ? NULL
                           : "a plugin claims one with P.render.directive; text that only shows "
                             "one stands in `code`",
                    "there is no directive '%.*s': it is shown as text", STR(x->name));
  if (near.n) diag_help(job->diags, r, "did you mean '%.*s'?", STR(near));
}

/* [text]({{< ref "x" >}}) that nobody replaced. */
static void unlink_link(Doc *doc, Node *n) {
  Node *before = node_text(doc->arena, n->type == NODE_IMAGE ? S("![") : S("["));
  const Str parts[] = { S("]("), n->url, S(")") };
  Node *after = node_text(doc->arena, arena_concat(doc->arena, parts, 3));
  n->type = NODE_SPAN;
  n->directive = NULL;
  n->url = n->title = S("");
  node_prepend(n, before);
  node_append(n, after);
}

bool host_directives(Host *h, const HostJob *job, Doc *doc, Severity severity, bool silent) {
  Map told = { 0 };
  bool ok = true;
  for (Node *n = doc->root; n; n = node_next(n, doc->root)) {
    if (!n->directive) continue;
    const DirectiveData *x = n->directive;
    bool known = node_is_directive(n) && claimed(h, job, x->name);
    if (known && x->problem && n->source) {
      diag_at(job->diags, DIAG_ERROR, P_DIRECTIVE, n->source, x->problem_at, NULL, "%s",
              x->problem);
      ok = false;
    } else if (!known && !silent && map_put(&told, x->name, n)) {
      tell(h, job, n, severity);
      ok = ok && (severity != DIAG_ERROR || !n->source);
    }
    if (!node_is_directive(n)) unlink_link(doc, n);
  }
  map_free(&told);
  return ok;
}
