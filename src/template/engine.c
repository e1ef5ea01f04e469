/* engine.c -- rendering, and keeping what was compiled. */
#include "template/engine_impl.h"

#include "lua/call.h"
#include "template/compile.h"
#include "template/parse.h"
#include "template/value_lua.h"

#include <assert.h>
#include <stdlib.h>

enum { OUTPUT_LIMIT = 32 << 20 };

Engine *engine_new(const World *w, const EngineOptions *options, Diags *d) {
  Engine *e = mem_calloc(1, sizeof *e);
  e->world = w;
  if (options) e->options = *options;
  if (!e->options.text) {
    e->own_text = text_open(d);
    e->options.text = e->own_text;
    if (!e->own_text) {
      free(e);
      return NULL;
    }
  }
  if (!e->options.output) e->options.output = OUTPUT_LIMIT;
  SandboxOptions sandbox = { .instructions = e->options.steps,
                             .memory = e->options.memory,
                             .progress = e->options.progress,
                             .host = e };
  e->sandbox = sandbox_new(&sandbox);
  if (!e->sandbox) {
    diag_machine(d, P_INTERNAL, NULL, "no memory for the templates' Lua state");
    text_close(e->own_text);
    free(e);
    return NULL;
  }
  e->sandbox->world = w;
  e->sandbox->host = e;
  e->units_ref = e->api_ref = LUA_NOREF;
  return e;
}

void engine_free(Engine *e) {
  if (!e) return;
  for (size_t i = 0; i < e->parsed.count; i++)
    diags_free(&((Parsed *)e->parsed.items[i].value)->diags);
  for (size_t i = 0; i < e->units.count; i++) {
    Unit *u = e->units.items[i].value;
    diags_free(&u->diags);
    map_free(&u->dep_seen);
  }
  map_free(&e->parsed);
  map_free(&e->units);
  sandbox_free(e->sandbox);
  text_close(e->own_text);
  arena_free(&e->arena);
  free(e);
}

void engine_filter(Engine *e, Str name, EngineFilter *fn, void *context) {
  assert(e->api_ref == LUA_NOREF && e->lent_count < sizeof e->lent / sizeof e->lent[0]);
  e->lent[e->lent_count++] =
      (LentFilter){ .name = arena_str(&e->arena, name), .fn = fn, .context = context };
}

bool engine_has(Engine *e, Str name, Reads *r) {
  Source ignored;
  return world_template(e->world, r, name, &ignored);
}

/* -- units -- */

Parsed *engine_parsed(Engine *e, Str name) {
  Parsed *p = map_get(&e->parsed, name);
  if (p) return p;
  p = ARENA_NEW(&e->arena, Parsed);
  p->name = arena_str(&e->arena, name);
  map_put(&e->parsed, p->name, p);
  Source *source = ARENA_NEW(&e->arena, Source);
  p->missing = !world_template(e->world, NULL, name, source);
  if (p->missing) {
    const Str *names;
    size_t count = world_template_names(e->world, &names, &e->arena);
    Str near = str_nearest(name, names, count);
    Diag *r = diag_file(&p->diags, DIAG_ERROR, P_TEMPLATE_FILE, S(""), NULL,
                        "there is no template \"%.*s\"", STR(name));
    if (near.n) diag_help(&p->diags, r, "did you mean \"%.*s\"?", STR(near));
  } else {
    p->tree = template_parse(source, p->name, &e->arena, &p->diags);
  }
  return p;
}

void unit_dep(Unit *u, Engine *e, DepKind kind, Str name) {
  char mark = (char)('0' + kind);
  Str parts[] = { str_n(&mark, 1), name };
  Str key = arena_concat(&e->arena, parts, 2);
  if (!map_put(&u->dep_seen, key, u)) return;
  if (u->dep_count == u->dep_cap) {
    u->dep_cap = u->dep_cap ? u->dep_cap * 2 : 8;
    Dep *more = ARENA_ARRAY(&e->arena, u->dep_cap, Dep);
    if (u->dep_count) memcpy(more, u->deps, u->dep_count * sizeof *more);
    u->deps = more;
  }
  u->deps[u->dep_count++] = (Dep){ .kind = kind, .name = str_sub(key, 1, key.n) };
}

/* What the unit was made from counts as read by whoever renders it. */
static void record_deps(Engine *e, const Unit *u, Reads *r) {
  if (!r) return;
  Source ignored;
  for (size_t i = 0; i < u->dep_count; i++) {
    switch (u->deps[i].kind) {
    case DEP_TEMPLATE:
      world_template(e->world, r, u->deps[i].name, &ignored);
      break;
    case DEP_TEXT:
      world_text(e->world, r, S(""), u->deps[i].name);
      break;
    case DEP_FIELDS:
      ref_deep(e->world, r, ref_get(e->world, r, world_settings(e->world), S("fields")));
      break;
    }
  }
}

static Str unit_key(const Engine *e, Buf *key, Str name, const Param *params, size_t count) {
  buf_str(key, name);
  if (e->loose && e->depth == 0) buf_c(key, "\x1f?");
  for (size_t i = 0; i < count; i++)
    buf_printf(key, "\x1f%.*s:%u:%u:%s", STR(params[i].name), params[i].type.kind,
               params[i].type.lists, params[i].type.record ? params[i].type.record->name : "");
  return buf_view(key);
}

Unit *engine_unit(Engine *e, Str name, const Param *params, size_t count) {
  Buf buf = { 0 };
  Str key = unit_key(e, &buf, name, params, count);
  Unit *u = map_get(&e->units, key);
  if (u) {
    buf_free(&buf);
    return u;
  }
  u = ARENA_NEW(&e->arena, Unit);
  u->key = arena_str(&e->arena, key);
  buf_free(&buf);
  u->name = arena_str(&e->arena, name);
  u->number = ++e->unit_count;
  u->params = ARENA_ARRAY(&e->arena, count, Param);
  u->param_count = count;
  for (size_t i = 0; i < count; i++)
    u->params[i] = (Param){ arena_str(&e->arena, params[i].name), params[i].type };
  map_put(&e->units, u->key, u);
  e->compiling[e->depth++] = u;
  unit_compile(e, u);
  e->depth--;
  return u;
}

/* -- rendering -- */

static Type var_type(const EngineVar *v) {
  if (v->record.n) {
    const Record *record = record_find(v->record);
    if (record) return (Type){ .kind = TYPE_RECORD, .record = record };
    return type_of(TYPE_ANY);
  }
  Type article = { .kind = TYPE_RECORD, .record = record_find(S("article")) };
  switch (v->value.kind) {
  case ENGINE_REF:
    return v->value.ref.article ? article : type_of(TYPE_ANY);
  case ENGINE_HTML:
    return type_of(TYPE_HTML);
  case ENGINE_ROWS:
    article.lists = 1;
    return article;
  default:
    return type_of(TYPE_ANY);
  }
}

static bool run(Engine *e, Str name, const EngineJob *job, Reads *r, Diags *d) {
  Param params[32];
  size_t count = job->var_count;
  assert(count <= sizeof params / sizeof params[0]);
  for (size_t i = 0; i < count; i++)
    params[i] = (Param){ job->vars[i].name, var_type(&job->vars[i]) };
  if (e->api_ref == LUA_NOREF) runtime_open(e);
  size_t depth = e->depth;
  e->depth = 0;
  Unit *u = engine_unit(e, name, params, count);
  e->depth = depth;
  record_deps(e, u, r);
  if (u->failed) {
    diags_append(d, &u->diags);
    return false;
  }
  lua_State *L = e->sandbox->L;
  luaL_checkstack(L, (int)count + 8, NULL);
  lua_rawgeti(L, LUA_REGISTRYINDEX, e->units_ref);
  lua_rawgeti(L, -1, (lua_Integer)u->number);
  lua_remove(L, -2);
  for (size_t i = 0; i < count; i++) val_push_engine(L, &job->vars[i].value);
  return sandbox_call(e->sandbox, (int)count, 0, d);
}

bool engine_render(Engine *e, Str name, const EngineJob *job, Reads *r, Buf *out, Diags *d) {
  Render render = { .job = job,
                    .reads = r,
                    .out = out,
                    .start = out->n,
                    .limit = e->options.output,
                    .diags = d,
                    .outer = e->now };
  Sandbox *sb = e->sandbox;
  bool nested = sb->running;
  if (!nested) {
    CallSite site = { .hook = S("template"), .article = job->article };
    sb->reads = r;
    sandbox_begin(sb, &site, d);
  }
  e->now = &render;
  bool fine = run(e, name, job, r, d);
  e->now = render.outer;
  if (!nested && !sandbox_end(sb)) fine = false;
  if (!fine) out->n = render.start;
  buf_free(&render.scratch);
  arena_free(&render.arena);
  return fine;
}

uint64_t engine_spent(const Engine *e) {
  return e->sandbox->total;
}

/* -- everything at once -- */

static void find_includes(const ItemList *items, Map *included) {
  for (size_t i = 0; i < items->count; i++) {
    const Item *item = items->items[i];
    if (item->kind == ITEM_INCLUDE) map_put(included, item->text, (void *)(uintptr_t)item);
    find_includes(&item->body, included);
    find_includes(&item->otherwise, included);
    for (size_t k = 0; k < item->branch_count; k++)
      find_includes(&item->branches[k].body, included);
  }
}

bool engine_check_all(Engine *e, Diags *d) {
  const Str *names;
  size_t count = world_template_names(e->world, &names, &e->arena), before = d->errors;
  Map included = { 0 };
  for (size_t i = 0; i < count; i++) {
    Parsed *p = engine_parsed(e, names[i]);
    if (p->tree) find_includes(&p->tree->body, &included);
  }
  Param layout[3];
  static const char *const vars[] = { "site", "page", "article" };
  for (size_t i = 0; i < 3; i++)
    layout[i] =
        (Param){ str_c(vars[i]), { .kind = TYPE_RECORD, .record = record_find(str_c(vars[i])) } };
  CallSite site = { .hook = S("template") };
  sandbox_begin(e->sandbox, &site, d);
  if (e->api_ref == LUA_NOREF) runtime_open(e);
  e->loose = true;
  for (size_t i = 0; i < count; i++) {
    if (map_has(&included, names[i]) && engine_parsed(e, names[i])->tree) continue;
    diags_append(d, &engine_unit(e, names[i], layout, 3)->diags);
  }
  /* What only includes itself, or each other, has not been met by anybody. */
  for (size_t i = 0; i < count; i++) {
    bool met = false;
    for (size_t k = 0; k < e->units.count && !met; k++)
      met = str_eq(((Unit *)e->units.items[k].value)->name, names[i]);
    if (!met) diags_append(d, &engine_unit(e, names[i], layout, 3)->diags);
  }
  e->loose = false;
  sandbox_end(e->sandbox);
  map_free(&included);
  return d->errors == before;
}
