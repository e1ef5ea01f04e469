/* directives.c -- which plugin claims which directive, and those that nobody does. */
#include "plugin/host_private.h"

#include "base/map.h"
#include "doc/edit.h"
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

static const Plugin *claimer(const Host *h, const HostJob *job, Str name) {
  for (size_t i = 0; i < h->count; i++)
    if (directive_claimed(&h->plugins[i], name) && (!job || plugin_applies(&h->plugins[i], job)))
      return &h->plugins[i];
  return NULL;
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

/* -- telling -- */

enum { TOLD_MOST = 20 };

typedef struct {
  const Host *host;
  const HostJob *job;
  const Source *source; /* of the article */
  Severity severity;    /* of what is shown as text */
  bool ok;
  size_t count;
} Telling;

/* NULL: enough was said. */
static Diag *tell(Telling *t, Severity severity, const Source *source, Range at, const char *help,
                  const char *message, Str name, const char *rest) {
  t->ok = t->ok && severity != DIAG_ERROR;
  if (t->count++ >= TOLD_MOST) return NULL;
  return diag_at(t->job->diags, severity, P_DIRECTIVE, source, at, help, "%s%.*s%s", message,
                 STR(name), rest);
}

static bool told(const Telling *t) {
  if (t->count > TOLD_MOST)
    diag_file(t->job->diags, t->ok ? t->severity : DIAG_ERROR, P_DIRECTIVE, t->source->path, NULL,
              "%zu more directives like these", t->count - TOLD_MOST);
  return t->ok;
}

static void tell_unknown(Telling *t, const Source *source, const DirectiveData *x) {
  const Plugin *elsewhere = claimer(t->host, NULL, x->name);
  Str near = elsewhere ? S("") : nearest(t->host, t->job->arena, x->name);
  Diag *r = tell(t, t->severity, source, x->name_at,
                 "a plugin claims one with P.render.directive; text that only shows one stands in "
                 "`code`",
                 "there is no directive '", x->name, "': it is shown as text");
  if (r && elsewhere)
    diag_help(t->job->diags, r,
              "the plugin '%.*s' claims it, but not for this article: see its "
              "only and except",
              STR(elsewhere->manifest->name));
  else if (r && near.n)
    diag_help(t->job->diags, r, "did you mean '%.*s'?", STR(near));
}

/* [text]({{< note >}}): known, but nothing that a link could lead to. */
static void tell_no_address(Telling *t, const Source *source, const DirectiveData *x) {
  tell(t, t->severity, source, x->name_at,
       "ref, relref and post_url give one, with the plugin 'directives' in use", "the directive '",
       x->name, "' gives no address: it is shown as text");
}

static void tell_half(Telling *t, const HalfDirective *half) {
  const DirectiveData *x = &half->data;
  if (!half->closing) {
    Diag *r = tell(t, t->severity, t->source, x->name_at, NULL, "'", x->name,
                   "' is never closed: it is shown as text");
    if (r)
      diag_help(t->job->diags, r, "write %.*s on a line of its own behind its text",
                STR(directive_closing(t->job->arena, x)));
    return;
  }
  tell(t, t->severity, t->source, half->at,
       "an opening and its closing stand in the same quote, item or paragraph, best each on a line "
       "of its own",
       x->name.n ? "this closes '" : "this closes nothing", x->name,
       x->name.n ? "', which is not open here: it is shown as text" : ": it is shown as text");
}

bool host_directives_written(Host *h, const HostJob *job, const Doc *doc, Severity severity,
                             bool silent) {
  Telling t = { h, job, doc->source, severity, true, 0 };
  Map names = { 0 }, ids = { 0 };
  for (const Node *n = doc->root; n; n = node_next(n, doc->root)) {
    const DirectiveData *x = n->directive;
    if (!x || !node_is_directive(n)) continue;
    if (n->id.n && !silent && !map_put(&ids, n->id, (void *)(uintptr_t)n))
      tell(&t, severity, n->source, x->name_at, "links to it lead to the first", "the id '", n->id,
           "' is there already");
    map_put(&names, x->name, (void *)(uintptr_t)n); /* host_directives tells those not known */
    if (x->problem && claimer(h, job, x->name))
      tell(&t, DIAG_ERROR, n->source, x->problem_at, NULL, x->problem, S(""), "");
  }
  for (size_t i = 0; i < doc->half_count && !silent; i++) {
    const HalfDirective *half = &doc->halves[i];
    Str name = half->data.name;
    if (claimer(h, job, name) || !name.n)
      tell_half(&t, half);
    else if (half->closing && map_put(&names, name, (void *)(uintptr_t)half))
      tell_unknown(&t, doc->source, &half->data);
  }
  map_free(&names);
  map_free(&ids);
  return told(&t);
}

/* -- what is left -- */

/* [text]({{< ref "x" >}}) that nobody replaced. */
static void unlink_link(Doc *doc, Node *n) {
  Node *before = node_text(doc->arena, n->type == NODE_IMAGE ? S("![") : S("["));
  Str quote = !n->title.n ? S("") : str_chr(n->title, '"') < 0 ? S("\"") : S("'");
  const Str parts[] = {
    S("]("), n->url, n->title.n ? S(" ") : S(""), quote, n->title, quote, S(")")
  };
  Node *after = node_text(doc->arena, arena_concat(doc->arena, parts, 7));
  n->type = NODE_SPAN;
  n->directive = NULL;
  n->url = n->title = S("");
  node_prepend(n, before);
  node_append(n, after);
}

bool host_directives(Host *h, const HostJob *job, Doc *doc, Severity severity, bool silent) {
  Telling t = { h, job, doc->source, severity, true, 0 };
  Map names = { 0 };
  for (Node *n = doc->root; n; n = node_next(n, doc->root)) {
    const DirectiveData *x = n->directive;
    if (!x) continue;
    bool known = node_is_directive(n) && claimer(h, job, x->name);
    if (!known) n->id = S(""); /* text has none */
    if (!known && !silent && map_put(&names, x->name, n) && n->source) {
      if (!node_is_directive(n) && claimer(h, job, x->name))
        tell_no_address(&t, n->source, x);
      else
        tell_unknown(&t, n->source, x);
    }
    if (!node_is_directive(n)) unlink_link(doc, n);
  }
  map_free(&names);
  return told(&t);
}
