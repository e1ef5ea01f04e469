/* load_plugins.c -- which plugins are in use, their headers and options, and one
 * trial load of all of them together with every template. */
#include "build/load.h"

#include "embed/embed.h"
#include "plugin/header.h"
#include "plugin/lost.h"
#include "plugin/order.h"

static bool mentioned(const Built *b, Str name, bool *off) {
  const Value *uses = value_getc(b->out->settings, "plugins");
  for (size_t i = 0; i < value_count(uses); i++) {
    const Value *use = value_at(uses, i);
    if (!str_eq(value_strc(use, "name"), name)) continue;
    *off = value_bool(value_getc(use, "off"), false);
    return true;
  }
  return false;
}

static bool tried(const Built *b, Str name) {
  return b->in->tried.n && str_eq(b->in->tried, name);
}

static bool has_plugin(const Built *b, Str name, Arena *a) {
  Str parts[] = { S("plugins/"), name, S("/init.lua") };
  return map_has(&b->world.sources, arena_concat(a, parts, 3));
}

static void add_plugin(Built *b, Str name) {
  Str parts[] = { S("plugins/"), name, S("/init.lua") };
  const SourceFile *f = map_get(&b->world.sources, arena_concat(b->arena, parts, 3));
  bool own = own_plugin(b, name), built_in = false;
  for (size_t i = 0; i < embed_count_files(); i++)
    built_in = built_in || str_eq(embed_file(i).path, f->source.path);
  b->plugins[b->plugin_count++] = (Manifest){
    .name = name, .source = f->source, .built_in = !own, .replaces = own && built_in
  };
  if (own && built_in && !b->in->plugin_on)
    diag_file(b->d, DIAG_NOTE, P_PLUGIN_REPLACED, f->source.path, NULL,
              "the repository's own plugin stands in for the built-in '%.*s'", STR(name));
}

/* -- folders that are no plugins -- */

/* The file of plugins/NAME/ that was likely meant as its init.lua, or "". The entries of the
 * folder begin at `*at`, which is moved behind them. */
static Str lost_file(const Built *b, size_t *at, Str name) {
  Str best = S(""), rest;
  int rank = 0;
  for (; *at < b->in->count; ++*at) {
    Str path = b->in->entries[*at].path;
    if (!below(path, S("plugins")) || !str_eq(plugin_part(path, &rest), name)) break;
    int r = lost_rank(rest);
    if (r <= rank) continue;
    rank = r;
    best = rest;
  }
  return best;
}

static Str lost_plugin(const Built *b, Str name) {
  Str rest;
  for (size_t i = 0; i < b->in->count; i++) {
    Str path = b->in->entries[i].path;
    if (below(path, S("plugins")) && str_eq(plugin_part(path, &rest), name))
      return lost_file(b, &i, name);
  }
  return S("");
}

static void tell_lost(Built *b) {
  for (size_t i = 0; i < b->in->count;) {
    Str path = b->in->entries[i].path, rest;
    Str name = below(path, S("plugins")) ? plugin_part(path, &rest) : S("");
    bool off;
    if (!name.n) {
      i++;
      if (!below(path, S("plugins")) || !str_ends(path, S(".lua"))) continue;
      Diag *r = diag_file(b->d, DIAG_WARNING, P_PLUGIN_LOST, path, NULL,
                          "a plugin is a folder: this file is not used");
      diag_help(b->d, r, "move it to %.*s/init.lua", STR(str_sub(path, 0, path.n - 4)));
      continue;
    }
    Str file = lost_file(b, &i, name);
    if (!file.n || own_plugin(b, name) || mentioned(b, name, &off)) continue;
    bool built_in = has_plugin(b, name, b->arena);
    diag_file(b->d, DIAG_WARNING, P_PLUGIN_LOST,
              arena_printf(b->arena, "plugins/%.*s/%.*s", STR(name), STR(file)),
              "its first file must be called init.lua, in lower case",
              "plugins/%.*s has no init.lua (there is %.*s): %s", STR(name), STR(file),
              built_in ? "the built-in plugin is used" : "it is not used");
  }
}

/* All plugins in use: those of publish.yaml in its order, then the built-in and the
 * repository's own that it does not mention, by name. */
static bool choose_plugins(Built *b) {
  const Value *uses = value_getc(b->out->settings, "plugins");
  b->plugins = ARENA_ARRAY(b->arena, value_count(uses) + b->world.sources.count, Manifest);
  bool ok = true;
  for (size_t i = 0; i < value_count(uses); i++) {
    const Value *use = value_at(uses, i);
    Str name = value_strc(use, "name");
    if (!has_plugin(b, name, b->arena)) {
      Str names[64];
      size_t count = 0;
      for (size_t k = 0; k < b->world.sources.count && count < 64; k++) {
        Str rest, path = b->world.sources.items[k].key;
        if (str_starts(path, S("plugins/")) && str_ends(path, S("/init.lua")) &&
            plugin_part(path, &rest).n && str_eqc(rest, "init.lua"))
          names[count++] = plugin_part(path, &rest);
      }
      Str near = str_nearest(name, names, count), file = lost_plugin(b, name);
      Diag *r = diag_at(b->d, DIAG_ERROR, P_PLUGIN_UNKNOWN, &b->settings_source,
                        (Range){ (size_t)value_int(value_getc(use, "offset"), 0),
                                 (size_t)value_int(value_getc(use, "length"), 0) },
                        NULL, "there is no plugin '%.*s'", STR(name));
      if (file.n)
        diag_help(b->d, r, "rename plugins/%.*s/%.*s to init.lua", STR(name), STR(file));
      else if (near.n)
        diag_help(b->d, r, "did you mean '%.*s'?", STR(near));
      else
        diag_help(b->d, r, "add plugins/%.*s/init.lua", STR(name));
      ok = false;
    } else if (tried(b, name) ? b->in->tried_on : !value_bool(value_getc(use, "off"), false)) {
      add_plugin(b, name);
    }
  }
  /* Sources are the input's in path order, then the built-in in path order. */
  Str *more = ARENA_ARRAY(b->arena, b->world.sources.count, Str);
  size_t count = 0;
  for (size_t k = 0; k < b->world.sources.count; k++) {
    Str rest, path = b->world.sources.items[k].key;
    if (!str_starts(path, S("plugins/")) || !str_ends(path, S("/init.lua"))) continue;
    Str name = plugin_part(path, &rest);
    bool off;
    if (!str_eqc(rest, "init.lua") || mentioned(b, name, &off)) continue;
    if (tried(b, name) ? b->in->tried_on
                       : !b->in->plugin_on || b->in->plugin_on(b->in->plugin_context, name))
      more[count++] = name;
  }
  for (size_t i = 1; i < count; i++) /* few: insertion sort by name */
    for (size_t k = i; k > 0 && str_cmp(more[k], more[k - 1]) < 0; k--) {
      Str swap = more[k];
      more[k] = more[k - 1];
      more[k - 1] = swap;
    }
  for (size_t i = 0; i < count; i++) add_plugin(b, more[i]);
  tell_lost(b);
  return ok;
}

static Str plugin_item(void *context, size_t job) {
  return ((Built *)context)->plugins[job].source.path;
}

/* Header and checked options of one plugin. */
static bool plugin_run(void *context, size_t job, Reads *reads, Diags *d, Buf *payload) {
  Built *b = context;
  const Manifest *m = &b->plugins[job];
  Arena a = { 0 };
  world_use_engine(&b->world, reads);
  world_use_plugin(&b->world, reads, m->name);
  ref_deep(&b->world, reads, ref_get(&b->world, reads, world_settings(&b->world), S("plugins")));
  const Value *header = NULL, *given = NULL, *options = NULL;
  Manifest parsed;
  bool ok = header_read(&header, &a, m->name, &m->source, b->progress, d) &&
            manifest_parse(&parsed, &a, m->name, &m->source, header, d);
  for (size_t i = 0; i < b->settings.plugin_count; i++)
    if (str_eq(b->settings.plugins[i].name, m->name)) given = b->settings.plugins[i].options;
  static const Schema none = { .name = "options", .type = SCHEMA_RECORD };
  SchemaContext c = { .arena = &a,
                      .diags = d,
                      .source = &b->settings_source,
                      .code = P_OPTION,
                      .unknown = P_OPTION,
                      .zone = &b->zone };
  ok = ok && schema_check(&options, parsed.options ? parsed.options : &none, given, m->name, &c);
  if (ok) {
    MapBuilder out = map_begin(&a);
    mapb_putc(&out, "header", header);
    MapBuilder empty = map_begin(&a);
    mapb_putc(&out, "options", options ? options : map_end(&empty, (Span){ 0 }));
    value_encode(payload, map_end(&out, (Span){ 0 }));
  }
  arena_free(&a);
  return ok;
}

static bool plugin_accept(void *context, size_t job, Str payload) {
  Built *b = context;
  Manifest *m = &b->plugins[job];
  Reader in = { payload, false };
  const Value *v = value_decode(b->arena, &in);
  if (!v || in.bad || !is_map(value_getc(v, "header")) || !is_map(value_getc(v, "options")))
    return false;
  m->header = value_getc(v, "header");
  Str parts[] = { m->name, S("\x1f") };
  Str key = arena_concat(b->arena, parts, 2);
  map_put(&b->world.options, str_sub(key, 0, m->name.n),
          (void *)(uintptr_t)value_getc(v, "options"));
  return true;
}

/* A plugin's code: every file of its folder. */
static void digest_plugins(Built *b) {
  for (size_t i = 0; i < b->plugin_count; i++) {
    Digester d;
    digester_init(&d);
    Str parts[] = { S("plugins/"), b->plugins[i].name };
    Str folder = arena_concat(b->arena, parts, 2);
    for (size_t k = 0; k < b->world.sources.count; k++) {
      const SourceFile *f = b->world.sources.items[k].value;
      if (!below(f->source.path, folder) || !str_ends(f->source.path, S(".lua"))) continue;
      digester_add(&d, f->source.path);
      digester_add(&d, f->source.text);
    }
    digester_uint(&d, i); /* the order counts too */
    Digest *kept = ARENA_NEW(b->arena, Digest);
    *kept = digester_end(&d);
    map_put(&b->world.plugins, b->plugins[i].name, kept);
  }
}

static bool unique_checks(Built *b) {
  Map seen = { 0 };
  bool ok = true;
  for (size_t i = 0; i < b->plugin_count; i++) {
    const Manifest *m = &b->plugins[i];
    for (size_t k = 0; k < m->check_count; k++) {
      const Manifest *other = map_get(&seen, m->checks[k].name);
      if (other) {
        diag_file(b->d, DIAG_ERROR, P_PLUGIN_INDEX, m->source.path, "rename one of them",
                  "plugins '%.*s' and '%.*s' both declare a check '%.*s'", STR(other->name),
                  STR(m->name), STR(m->checks[k].name));
        ok = false;
      }
      map_put(&seen, m->checks[k].name, (void *)(uintptr_t)m);
    }
  }
  map_free(&seen);
  return ok;
}

static bool unique_indexes(Built *b) {
  Map seen = { 0 };
  bool ok = true;
  for (size_t i = 0; i < b->plugin_count; i++) {
    for (size_t k = 0; k < b->plugins[i].index_count; k++) {
      const IndexSpec *spec = &b->plugins[i].indexes[k];
      const IndexSpec *other = map_get(&seen, spec->name);
      if (other) {
        diag_file(b->d, DIAG_ERROR, P_PLUGIN_INDEX, b->plugins[i].source.path, "rename one of them",
                  "plugins '%.*s' and '%.*s' both declare an index '%.*s'", STR(other->plugin),
                  STR(spec->plugin), STR(spec->name));
        ok = false;
      }
      map_put(&seen, spec->name, (void *)(uintptr_t)spec);
    }
  }
  map_free(&seen);
  return ok;
}

static Str check_item(void *context, size_t job) {
  (void)context, (void)job;
  return S("plugins");
}

static void check_start(void *context, Progress *progress) {
  worker_settings(context, progress);
}

/* Load every plugin for real, once, and compile every template. */
typedef struct {
  CheckSpec *items;
  size_t count, cap;
} Checks;

static void add_checks(Arena *a, Checks *all, const Manifest *m) {
  for (size_t i = 0; i < m->check_count; i++) {
    all->items = arena_grow(a, all->items, all->count, &all->cap, sizeof *all->items);
    all->items[all->count++] = m->checks[i];
  }
}

static bool in_use(const Built *b, Str name) {
  for (size_t i = 0; i < b->plugin_count; i++)
    if (str_eq(b->plugins[i].name, name)) return true;
  return false;
}

/* The names in `checks:`. Those of a plugin that is turned off are no mistake: its header
 * is read for them, and only then. */
static bool check_names(Built *b, Diags *d) {
  Arena *a = b->arena;
  Checks all = { 0 };
  Diags ignored = { 0 };
  for (size_t i = 0; i < b->plugin_count; i++) add_checks(a, &all, &b->plugins[i]);
  bool ok = settings_checks_known(&b->settings, all.items, all.count, a, &ignored);
  for (size_t i = 0; !ok && i < b->world.sources.count; i++) {
    const SourceFile *f = b->world.sources.items[i].value;
    Str rest, name = plugin_part(f->source.path, &rest);
    const Value *header;
    Manifest m;
    if (!name.n || !str_eqc(rest, "init.lua") || in_use(b, name)) continue;
    if (header_read(&header, a, name, &f->source, b->progress, &ignored) &&
        manifest_parse(&m, a, name, &f->source, header, &ignored))
      add_checks(a, &all, &m);
  }
  diags_free(&ignored);
  return ok || settings_checks_known(&b->settings, all.items, all.count, a, d);
}

static bool check_run(void *context, size_t job, Reads *reads, Diags *d, Buf *payload) {
  (void)job, (void)reads;
  Built *b = context;
  bool ok = open_host(b, d);
  for (size_t i = 0; ok && i < b->plugin_count; i++) buf_uint(payload, host_hooks(b->host, i));
  Engine *engine = ok ? host_engine(b->host) : NULL;
  ok = engine && engine_check_all(engine, d);
  return check_names(b, d) && ok;
}

static bool check_accept(void *context, size_t job, Str payload) {
  (void)job;
  Built *b = context;
  Reader in = { payload, false };
  for (size_t i = 0; i < b->plugin_count; i++) b->plugins[i].hooks = (unsigned)read_uint(&in);
  return !in.bad;
}

bool load_headers(Built *b) {
  if (!load_parts(b) || !choose_plugins(b)) return false;
  digest_plugins(b);
  const Stage headers = { .name = "plugin",
                          .jobs = b->plugin_count,
                          .context = b,
                          .item = plugin_item,
                          .start = worker_settings,
                          .run = plugin_run,
                          .accept = plugin_accept,
                          .seconds = LOAD_SECONDS };
  if (!stage_run(&b->run, &headers, b->d) || b->d->errors) return false;
  for (size_t i = 0; i < b->plugin_count; i++) {
    Manifest *m = &b->plugins[i], fresh;
    if (!manifest_parse(&fresh, b->arena, m->name, &m->source, m->header, b->d)) return false;
    fresh.built_in = m->built_in;
    fresh.replaces = m->replaces;
    *m = fresh;
  }
  if (!plugins_order(b->plugins, b->plugin_count, b->d) || !unique_indexes(b) || !unique_checks(b))
    return false;
  digest_plugins(b);
  return true;
}

bool load_plugins(Built *b) {
  StageRun always = b->run; /* loading is never reused: its result is a running plugin */
  always.old = NULL;
  always.fresh = NULL;
  const Stage check = { .name = "check",
                        .jobs = 1,
                        .context = b,
                        .item = check_item,
                        .start = check_start,
                        .run = check_run,
                        .accept = check_accept,
                        .seconds = LOAD_SECONDS * 2 };
  return stage_run(&always, &check, b->d) && !b->d->errors;
}
