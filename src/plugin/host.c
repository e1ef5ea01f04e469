/* host.c -- loading plugins, and the frame around every hook. */
#include "plugin/host.h"

#include "data/match.h"
#include "plugin/api_all.h"
#include "plugin/header.h"
#include "plugin/host_private.h"
#include <stdlib.h>

/* Hook `k` has the bit 1 << k. */
const char *hook_name(size_t k) {
  return API_PLUGIN.functions[k].name;
}

Str hooks_text(Arena *a, unsigned hooks) {
  Buf text = { 0 };
  for (size_t i = 0; i < HOOK_COUNT; i++) {
    if (!(hooks >> i & 1)) continue;
    if (text.n) buf_c(&text, ", ");
    buf_c(&text, hook_name(i));
  }
  Str s = buf_dup(&text, a);
  buf_free(&text);
  return s;
}

/* -- what a hook takes -- */

const char *host_meter_name(size_t hook) {
  return hook == METER_LOAD ? "load" : hook_name(hook - 1);
}

/* Before sandbox_end(): afterwards nothing is in hand. */
static void measure(const Plugin *p) {
  HostMeter *m = p->host->meter;
  if (!m || !str_eqc(p->manifest->name, m->plugin)) return;
  size_t hook = METER_LOAD;
  for (size_t i = 0; i < HOOK_COUNT; i++)
    if (str_eqc(p->sb->site.hook, hook_name(i))) hook = i + 1;
  const SandboxSpent spent = sandbox_spent(p->sb);
  m->most_steps = spent.most_steps;
  m->most_memory = spent.most_memory;
  if (spent.steps > m->steps[hook]) m->steps[hook] = spent.steps;
  if (spent.memory > m->memory[hook]) m->memory[hook] = spent.memory;
}

/* -- loading -- */

static bool find_module(Sandbox *sb, Str relative, Source *out) {
  const Plugin *p = sb->host;
  Arena scratch = { 0 };
  Str dir = str_dir(p->manifest->source.path);
  Str parts[] = { dir, S("/"), relative };
  bool found = world_source(p->host->world, sb->reads, arena_concat(&scratch, parts, 3), out);
  arena_free(&scratch);
  return found;
}

static bool load(Plugin *p, Diags *d) {
  Sandbox *sb = p->sb;
  lua_State *L = sb->L;
  CallSite site = { .hook = S("load") };
  sb->reads = &p->loaded;
  Arena arena = { 0 };
  sb->arena = &arena;
  sandbox_begin(sb, &site, d);
  bool ok = sandbox_load(sb, &p->manifest->source, (Str){ 0 }, d) && sandbox_call(sb, 0, 1, d);
  if (ok) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, p->table);
    bool same = p->table != LUA_NOREF && lua_rawequal(L, -1, -2);
    lua_pop(L, 1);
    if (!same) {
      diag_file(d, DIAG_ERROR, P_PLUGIN_HOOK, p->manifest->source.path,
                "end the file with: return P",
                "the plugin must return the table that publish.plugin{ ... } gave it");
      ok = false;
    }
  }
  ok = ok && offers_note(p, d);
  directives_declared(p);
  ok = ok && freeze_all(sb, lua_gettop(L), d);
  measure(p);
  ok = sandbox_end(sb) && ok;
  sb->arena = NULL;
  arena_free(&arena);
  return ok;
}

static const Str *option_names(Plugin *p, size_t *count) {
  const Schema *options = p->manifest->options;
  *count = options ? options->field_count : 0;
  Str *names = ARENA_ARRAY(&p->names, *count, Str);
  for (size_t i = 0; i < *count; i++) names[i] = str_c(options->fields[i].name);
  return names;
}

Host *host_new(const HostOptions *o, Diags *d) {
  Host *h = mem_calloc(1, sizeof *h);
  h->world = o->world;
  h->libs = *o->libs;
  h->progress = o->progress;
  h->meter = o->meter;
  h->plugins = mem_calloc(o->count, sizeof *h->plugins);
  bool ok = true;
  for (size_t i = 0; i < o->count; i++) {
    Plugin *p = &h->plugins[h->count++];
    *p = (Plugin){ .host = h, .manifest = &o->plugins[i], .table = LUA_NOREF, .header = LUA_NOREF };
    SandboxOptions options = {
      .plugin = p->manifest->name, .progress = o->progress, .find = find_module, .host = p
    };
    p->sb = sandbox_new(&options);
    if (!p->sb) {
      diag_machine(d, P_MACHINE, NULL, "no memory for a Lua state");
      ok = false;
      break;
    }
    p->sb->world = o->world;
    p->sb->host = p;
    Libs libs = *o->libs;
    libs.raw_html = p->manifest->raw_html;
    libs.facts_of = p->manifest->after;
    libs.facts_count = p->manifest->after_count;
    libs.checks = p->manifest->checks;
    libs.check_count = p->manifest->check_count;
    libs.options = option_names(p, &libs.option_count);
    libs_open(p->sb, &libs);
    lib_publish_open(p);
    Str outer = d->plugin;
    d->plugin = p->manifest->name;
    if (!load(p, d)) ok = false;
    d->plugin = outer;
  }
  if (ok) {
    directives_shared(h, d);
    return h;
  }
  host_free(h);
  return NULL;
}

void host_free(Host *h) {
  if (!h) return;
  for (size_t i = 0; i < h->count; i++) {
    sandbox_free(h->plugins[i].sb);
    arena_free(&h->plugins[i].names);
    reads_free(&h->plugins[i].loaded);
  }
  engine_free(h->engine);
  free(h->plugins);
  free(h);
}

unsigned host_hooks(const Host *h, size_t plugin) {
  return h->plugins[plugin].hooks;
}

Engine *host_engine(Host *h) {
  if (!h->engine) {
    Diags *d = h->job ? h->job->diags : NULL;
    Diags none = { 0 };
    const EngineOptions options = { .text = h->libs.text, .progress = h->progress };
    h->engine = engine_new(h->world, &options, d ? d : &none);
    if (h->engine) filters_register(h);
    diags_free(&none);
  }
  return h->engine;
}

/* -- around a hook -- */

/* `only` and `except`, from the header and from publish.yaml. */
bool plugin_applies(const Plugin *p, const HostJob *job) {
  if (!job->row) return true;
  const Manifest *m = p->manifest;
  for (size_t i = 0; i < 2; i++) {
    if (m->only[i] && !match_row(m->only[i], job->arena, job->row)) return false;
    if (m->except[i] && match_row(m->except[i], job->arena, job->row)) return false;
  }
  return true;
}

void plugin_begin(Plugin *p, const HostJob *job, Str language, const char *name) {
  Sandbox *sb = p->sb;
  sb->reads = job->reads;
  sb->arena = job->arena;
  world_use_plugin(p->host->world, job->reads, p->manifest->name);
  for (size_t i = 0; job->reads && i < p->loaded.count; i++)
    reads_add(job->reads, p->loaded.items[i].kind, p->loaded.items[i].key,
              p->loaded.items[i].digest);
  sb->files = job->files;
  sb->tracing = job->trace != NULL;
  sb->options = value_get(value_getc(job->row, "options"), p->manifest->name);
  libs_of(sb->L)->language = language;
  libs_of(sb->L)->edition = S("");
  p->host->job = job;
  CallSite site = { .hook = str_c(name),
                    .source = job->source,
                    .row = job->row,
                    .article = job->source ? job->source->path : S("") };
  job->diags->plugin = p->manifest->name;
  sandbox_begin(sb, &site, job->diags);
}

bool hook_begin(Plugin *p, const HostJob *job, Hook hook, const char *name) {
  if (!(p->hooks & (unsigned)hook) || !plugin_applies(p, job)) return false;
  bool around = hook & (HOOK_PAGES | HOOK_PAGE | HOOK_FILES | HOOK_CHECK_SITE);
  plugin_begin(p, job, around ? job->interface : job->language, name);
  if (hook & HOOK_PAGE) libs_of(p->sb->L)->edition = job->edition;
  lua_State *L = p->sb->L;
  lua_rawgeti(L, LUA_REGISTRYINDEX, p->table);
  lua_getfield(L, -1, name);
  lua_remove(L, -2);
  return true;
}

uint64_t host_spent(const Host *h) {
  uint64_t steps = h->engine ? engine_spent(h->engine) : 0;
  for (size_t i = 0; i < h->count; i++) steps += h->plugins[i].sb ? h->plugins[i].sb->total : 0;
  return steps;
}

/* Outside of a protected call: raw, raises nothing. */
static bool empty_table(lua_State *L) {
  if (!lua_istable(L, -1) || !lua_checkstack(L, 6)) return false;
  int top = lua_gettop(L);
  bool empty = true;
  freeze_content(L, top);
  for (lua_pushnil(L); lua_next(L, top + 1); lua_pop(L, 1))
    if (!lua_islightuserdata(L, -2)) empty = false; /* freeze.c keeps notes in tables */
  lua_settop(L, top);
  return empty;
}

bool hook_gave_nothing(Plugin *p, bool done, const char *help, Diags *d) {
  lua_State *L = p->sb->L;
  int type = lua_type(L, -1);
  bool empty = empty_table(L);
  lua_pop(L, 1);
  if (done || empty || (type != LUA_TTABLE && type != LUA_TSTRING)) return true;
  sandbox_blame(p->sb, P_PLUGIN_RESULT, help, d, "%.*s returns nothing, found a %s",
                STR(p->sb->site.hook), lua_typename(L, type));
  return false;
}

bool hook_end(Plugin *p, bool ok) {
  Diags *d = p->sb->diags;
  measure(p);
  ok = sandbox_end(p->sb) && ok;
  if (d) d->plugin = S("");
  p->sb->options = NULL;
  p->sb->files = NULL;
  p->sb->reads = NULL;
  p->sb->arena = NULL;
  return ok;
}
