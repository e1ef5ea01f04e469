/* host_private.h -- the inside of a Host, for the files of this folder. */
#ifndef PUBLISH_PLUGIN_HOST_PRIVATE_H
#define PUBLISH_PLUGIN_HOST_PRIVATE_H

#include "lua/budget.h"
#include "lua/call.h"
#include "lua/convert.h"
#include "lua/freeze.h"
#include "lua/html_value.h"
#include "lua/lib_ast.h"
#include "lua/proxy.h"
#include "lua/proxy_site.h"
#include "plugin/host.h"

typedef struct {
  Host *host;
  const Manifest *manifest;
  Sandbox *sb;
  int table;  /* registry reference of P, the plugin's table */
  int header; /* registry reference of the header, for index maps */
  unsigned hooks;
  uint64_t nodes;  /* NodeType bits that have a render handler */
  Str *directives; /* names that it claims: first those of P.render.directive, which it handles,
                    * then those that only its header declares */
  size_t directive_count, handler_count;
  unsigned told[DIAG_ERROR + 1]; /* messages of render for the article in hand */
  Arena names;
  struct PluginFilter *filters; /* that it lends to templates */
  size_t filter_count;
  Reads loaded; /* what was read while loading: part of every job */
} Plugin;

struct Host {
  const World *world;
  Libs libs;
  Plugin *plugins;
  size_t count;
  Engine *engine;
  Progress *progress;
  HostMeter *meter;
  const HostJob *job; /* in hand, for functions that Lua calls */
};

enum { HOOK_COUNT = 9 };
const char *hook_name(size_t k); /* of the bit 1 << k */
/* Notes what the table P on top of the stack offers: hooks, handlers, filters. */
bool offers_note(Plugin *p, Diags *d);
/* A mistake in P.<path>, whose value is on top of the stack: at the line of its function,
 * else where the last part of the path is assigned. */
Diag *offer_problem(Plugin *p, Severity s, const char *help, Diags *d, Str path,
                    const char *problem);
/* Begin a hook of a plugin for the job; pushes the hook's function. False: this
 * plugin has no such hook, or its only/except leave the article out. */
bool hook_begin(Plugin *p, const HostJob *job, Hook hook, const char *name);
/* The same frame for code that is no hook; pushes nothing. */
void plugin_begin(Plugin *p, const HostJob *job, Str language, const char *name);
/* P.filters: noted while loading (the table is on top of the stack), and lent to the
 * template engine when it opens. */
bool filters_note(Plugin *p, Diags *d);
void filters_register(Host *h);
/* The result of a hook that returns nothing is on top: popped. A list or a text is an error
 * when the hook has not `done` anything else: that is where it belongs. */
bool hook_gave_nothing(Plugin *p, bool done, const char *help, Diags *d);
/* The article of the job, as hooks see it. */
void host_push_article(Plugin *p, const HostJob *job);
/* End it; gives back ok && nothing was found at the end. */
/* Steps spent so far by all plugins' hooks that ended, and by templates: what one plugin
 * makes others do, it pays for. */
uint64_t host_spent(const Host *h);
bool hook_end(Plugin *p, bool ok);
/* P.render.directive = { NAME = function }: the table is on top of the stack. */
bool directives_note(Plugin *p, Diags *d);
/* Warns of directives that two plugins claim when their headers leave the order open. */
void directives_shared(const Host *h, Diags *d);
/* Adds the names of the header, once P is known. */
void directives_declared(Plugin *p);
bool directive_claimed(const Plugin *p, Str name);
bool directive_handled(const Plugin *p, Str name);
/* The first plugin that claims it; for the article of `job`, or for any when that is NULL. */
const Plugin *directive_claimer(const Host *h, const HostJob *job, Str name);
/* Do the plugin's only/except let it see the article of this job? */
bool plugin_applies(const Plugin *p, const HostJob *job);
/* publish.* of a loaded plugin (not of a header). */
void lib_publish_open(Plugin *p);
/* Render template `name` with the variables of the table at stack index `table`
 * (none or nil: no variables besides `site`). May raise. */
bool lib_publish_render(lua_State *L, Plugin *p, Str name, int table, Buf *out);
/* The variable `site` of templates, on pages of a declared language ("" = none). */
EngineVar host_site_var(Host *h, Arena *a, Reads *r, Str edition);

#endif
