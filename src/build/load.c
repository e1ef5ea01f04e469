/* load.c -- settings, data, notices, texts, templates and plugins, each parsed in
 * a worker; the parent gets Values. */
#include "build/private.h"

#include "data/yaml.h"
#include "embed/embed.h"
#include "plugin/confine.h"
#include "plugin/header.h"
#include "plugin/order.h"
#include "text/zone.h"
#include <stdlib.h>

static const double LOAD_SECONDS = 10;

const BuildEntry *find_entry(const Built *b, Str path, size_t *index) {
  size_t low = 0, high = b->in->count;
  while (low < high) {
    size_t mid = (low + high) / 2;
    int c = str_cmp(path, b->in->entries[mid].path);
    if (c == 0) {
      if (index) *index = mid;
      return &b->in->entries[mid];
    }
    if (c > 0)
      low = mid + 1;
    else
      high = mid;
  }
  return NULL;
}

static bool regular(const BuildEntry *e) {
  return e->mode == MODE_FILE || e->mode == MODE_EXEC;
}

static bool zone_known(void *context, Str name) {
  return zone_valid(context, name);
}

static int64_t zone_to_instant(void *context, const Civil *local, int32_t *offset) {
  const Built *b = context;
  return zone_instant(b->tools, b->settings.timezone, local, offset);
}

/* Settings again in each worker: cheaper than carrying compiled conditions. */
static bool read_settings(Built *b, Arena *a, Diags *d) {
  const SettingsOverride over = { .base_url = b->in->base_url };
  const Source *source = b->settings_source.path.n ? &b->settings_source : NULL;
  bool ok = settings_read(&b->settings, a, source, &over, zone_known, b->tools, d);
  b->zone = (DateZone){ zone_to_instant, b };
  return ok;
}

void worker_settings(void *context, Progress *progress) {
  Built *b = context;
  b->progress = progress;
  Diags d = { 0 };
  read_settings(b, b->arena, &d);
  diags_free(&d);
  confine_worker();
}

static void libs_for(const Built *b, Libs *libs, Str *fields) {
  *libs = (Libs){ .text = b->tools,
                  .markdown = { .smart = b->settings.smart, .no_figures = !b->settings.figures },
                  .language = b->settings.language,
                  .zone = b->settings.timezone };
  const Schema *own = b->settings.fields;
  for (size_t i = 0; own && i < own->field_count; i++) fields[i] = str_c(own->fields[i].name);
  libs->fields = fields;
  libs->field_count = own ? own->field_count : 0;
}

static bool open_host(Built *b, Diags *d) {
  Libs libs;
  size_t own = b->settings.fields ? b->settings.fields->field_count : 0;
  libs_for(b, &libs, ARENA_ARRAY(b->arena, own + 1, Str));
  /* Manifests again: schemas and conditions are not carried over a pipe. */
  for (size_t i = 0; i < b->plugin_count; i++) {
    Manifest fresh, *m = &b->plugins[i];
    if (!manifest_parse(&fresh, b->arena, m->name, &m->source, m->header, d)) return false;
    fresh.built_in = m->built_in;
    fresh.replaces = m->replaces;
    fresh.hooks = m->hooks;
    for (size_t k = 0; k < b->settings.plugin_count; k++) {
      const PluginUse *use = &b->settings.plugins[k];
      if (!str_eq(use->name, m->name)) continue;
      fresh.only[1] = use->only;
      fresh.except[1] = use->except;
    }
    *m = fresh;
  }
  HostOptions options = { &b->world, b->plugins, b->plugin_count, &libs, b->progress };
  b->host = host_new(&options, d);
  return b->host != NULL;
}

void worker_plugins(void *context, Progress *progress) {
  Built *b = context;
  worker_settings(context, progress);
  Diags d = { 0 };
  open_host(b, &d);
  diags_free(&d);
}

/* -- publish.yaml -- */

static const Value *list_of(Arena *a, const Str *items, size_t count) {
  ListBuilder list = list_begin(a);
  for (size_t i = 0; i < count; i++) list_add(&list, value_of_str(a, items[i]));
  return list_end(&list, (Span){ 0 });
}

static Str settings_item(void *context, size_t job) {
  (void)context, (void)job;
  return S("publish.yaml");
}

static bool settings_run(void *context, size_t job, Reads *reads, Diags *d, Buf *payload) {
  (void)job;
  Built *b = context;
  Arena a = { 0 };
  world_use_engine(&b->world, reads);
  Source ignored;
  world_source(&b->world, reads, S("publish.yaml"), &ignored);
  Settings *s = &b->settings;
  bool ok = read_settings(b, &a, d);
  if (ok) {
    MapBuilder m = map_begin(&a);
    mapb_putc(&m, "all", s->all);
    mapb_putc(&m, "articles", list_of(&a, s->articles, s->article_count));
    mapb_putc(&m, "exclude", list_of(&a, s->exclude, s->exclude_count));
    mapb_putc(&m, "statics", list_of(&a, s->statics, s->static_count));
    mapb_putc(&m, "title", value_of_str(&a, s->title));
    mapb_putc(&m, "language", value_of_str(&a, s->language));
    mapb_putc(&m, "timezone", value_of_str(&a, s->timezone));
    mapb_putc(&m, "base", value_of_str(&a, s->base));
    mapb_putc(&m, "branch", value_of_str(&a, s->branch));
    mapb_putc(&m, "message", value_of_str(&a, s->message));
    mapb_putc(&m, "seconds", value_of_float(&a, s->article_seconds));
    mapb_putc(&m, "bytes", value_of_int(&a, (int64_t)s->article_bytes));
    mapb_putc(&m, "memory", value_of_int(&a, (int64_t)s->worker_memory));
    ListBuilder plugins = list_begin(&a);
    for (size_t i = 0; i < s->plugin_count; i++) {
      MapBuilder use = map_begin(&a);
      mapb_putc(&use, "name", value_of_str(&a, s->plugins[i].name));
      mapb_putc(&use, "off", value_of_bool(&a, s->plugins[i].off));
      mapb_putc(&use, "offset", value_of_int(&a, s->plugins[i].span.offset));
      mapb_putc(&use, "length", value_of_int(&a, s->plugins[i].span.length));
      list_add(&plugins, map_end(&use, (Span){ 0 }));
    }
    mapb_putc(&m, "plugins", list_end(&plugins, (Span){ 0 }));
    value_encode(payload, map_end(&m, (Span){ 0 }));
  }
  arena_free(&a);
  return ok;
}

static Str *strings(Arena *a, const Value *list, size_t *count) {
  *count = value_count(list);
  Str *out = ARENA_ARRAY(a, *count, Str);
  for (size_t i = 0; i < *count; i++) out[i] = list->list.items[i]->str;
  return out;
}

static bool settings_accept(void *context, size_t job, Str payload) {
  (void)job;
  Built *b = context;
  Reader in = { payload, false };
  const Value *v = value_decode(b->arena, &in);
  if (!v || in.bad) return false;
  b->world.settings = value_getc(v, "all");
  b->world.language = value_strc(v, "language");
  b->articles = strings(b->arena, value_getc(v, "articles"), &b->article_folders);
  b->exclude = strings(b->arena, value_getc(v, "exclude"), &b->exclude_count);
  b->statics = strings(b->arena, value_getc(v, "statics"), &b->static_count);
  b->timezone = value_strc(v, "timezone");
  const Value *seconds = value_getc(v, "seconds");
  b->seconds = seconds && seconds->kind == VALUE_FLOAT ? seconds->number : 2;
  b->article_bytes = (size_t)value_int(value_getc(v, "bytes"), 0);
  b->run.memory = (size_t)value_int(value_getc(v, "memory"), 0);
  b->out->settings = v;
  b->out->title = value_strc(v, "title");
  b->out->branch = value_strc(v, "branch");
  b->out->message = value_strc(v, "message");
  /* What the path rules of settings.h need; the rest stays in workers. */
  b->settings = (Settings){ .articles = b->articles,
                            .article_count = b->article_folders,
                            .exclude = b->exclude,
                            .exclude_count = b->exclude_count,
                            .statics = b->statics,
                            .static_count = b->static_count,
                            .base = value_strc(v, "base"),
                            .language = b->world.language,
                            .timezone = b->timezone };
  return true;
}

static void put_source(Built *b, Map *map, Str name, Str path, Str bytes) {
  SourceFile *f = ARENA_NEW(b->arena, SourceFile);
  f->source = (Source){ path, bytes };
  f->digest = digest_of(bytes);
  map_put(map, name, f);
}

static bool read_entry(Built *b, size_t index, Str *out) {
  return b->in->read(b->in->context, index, out, b->arena, b->d);
}

bool load_settings(Built *b) {
  size_t index;
  const BuildEntry *e = find_entry(b, S("publish.yaml"), &index);
  if (e) {
    b->settings_source.path = e->path;
    if (!read_entry(b, index, &b->settings_source.text)) return false;
    put_source(b, &b->world.sources, e->path, e->path, b->settings_source.text);
  }
  const Stage stage = { .name = "settings",
                        .jobs = 1,
                        .context = b,
                        .item = settings_item,
                        .run = settings_run,
                        .accept = settings_accept,
                        .seconds = LOAD_SECONDS };
  return stage_run(&b->run, &stage, b->d) && b->world.settings;
}

/* -- which files -- */

static bool below(Str path, Str folder) {
  return str_starts(path, folder) && path.n > folder.n && path.p[folder.n] == '/';
}

static bool markdown(Str path) {
  return str_ends(path, S(".md")) || str_ends(path, S(".markdown"));
}

static bool yaml(Str path) {
  return str_ends(path, S(".yaml")) || str_ends(path, S(".yml"));
}

bool build_reads(const BuildResult *r, Str path) {
  const Built *b = r->inside;
  Str rest;
  if (settings_article(&b->settings, path, &rest)) return true;
  for (size_t i = 0; i < b->static_count; i++)
    if (below(path, b->statics[i])) return true;
  for (size_t i = 0; i < b->article_folders; i++)
    if (below(path, b->articles[i])) return !settings_excludes(&b->settings, path);
  return str_eqc(path, "publish.yaml") || below(path, S("data")) || below(path, S("notices")) ||
         below(path, S("templates")) || below(path, S("plugins"));
}

static void note_skipped(Built *b, const BuildEntry *e) {
  bool link = e->mode == MODE_SYMLINK;
  diag_file(b->d, DIAG_NOTE, P_SKIPPED_ENTRY, e->path, link ? "put a copy of the file there" : NULL,
            "%s is not followed: left out", link ? "a symbolic link" : "a submodule");
}

static bool add_article(Built *b, size_t index, Str path, Str rest) {
  if (b->draft_count % 1024 == 0) {
    Draft *more = ARENA_ARRAY(b->arena, b->draft_count + 1024, Draft);
    if (b->draft_count) memcpy(more, b->drafts, b->draft_count * sizeof *more);
    b->drafts = more;
  }
  Draft *draft = &b->drafts[b->draft_count];
  *draft = (Draft){ .entry = index, .path = path, .below = rest, .source = { path, S("") } };
  if (!read_entry(b, index, &draft->source.text)) return false;
  if (b->article_bytes && draft->source.text.n > b->article_bytes) {
    diag_file(b->d, DIAG_ERROR, P_ARTICLE_SIZE, path, "split it, or raise limits.bytes",
              "the article has %zu bytes, the limit is %zu", draft->source.text.n,
              b->article_bytes);
    return true;
  }
  b->draft_count++;
  put_source(b, &b->world.sources, path, path, draft->source.text);
  return true;
}

/* A plugin's or template's file: text that hooks or the engine may ask for. */
static bool add_text(Built *b, size_t index, Str path) {
  Str bytes;
  if (!read_entry(b, index, &bytes)) return false;
  put_source(b, &b->world.sources, path, path, bytes);
  if (below(path, S("templates")))
    put_source(b, &b->world.templates, str_sub(path, 10, path.n), path, bytes);
  return true;
}

static bool own_plugin(const Built *b, Str name) {
  Arena a = { 0 };
  Str parts[] = { S("plugins/"), name, S("/init.lua") };
  bool found = find_entry(b, arena_concat(&a, parts, 3), NULL) != NULL;
  arena_free(&a);
  return found;
}

/* plugins/NAME/... -> NAME and what is behind it. */
static Str plugin_part(Str path, Str *rest) {
  Str tail = str_sub(path, 8, path.n);
  long slash = str_chr(tail, '/');
  if (slash < 0) return S("");
  *rest = str_sub(tail, (size_t)slash + 1, tail.n);
  return str_sub(tail, 0, (size_t)slash);
}

/* Built-in files, unless the repository has a plugin of that name; templates of
 * plugins, unless templates/ overrides them. */
static void add_built_in(Built *b) {
  for (size_t i = 0; i < embed_count_files(); i++) {
    EmbedFile f = embed_file(i);
    Str rest;
    if (!str_starts(f.path, S("plugins/"))) continue;
    Str name = plugin_part(f.path, &rest);
    if (name.n && !own_plugin(b, name)) put_source(b, &b->world.sources, f.path, f.path, f.bytes);
  }
  for (size_t i = 0; i < b->world.sources.count; i++) {
    const SourceFile *f = b->world.sources.items[i].value;
    Str path = f->source.path, rest;
    if (!str_starts(path, S("plugins/")) || !plugin_part(path, &rest).n) continue;
    if (!str_starts(rest, S("templates/"))) continue;
    Str name = str_sub(rest, 10, rest.n);
    if (!map_has(&b->world.templates, name))
      put_source(b, &b->world.templates, name, path, f->source.text);
  }
}

static void link_to(Built *b, Str from, Str url) {
  Str *kept = ARENA_NEW(b->arena, Str);
  *kept = url;
  map_put(&b->world.links, from, kept);
}

/* Static files go out by id, unread. */
static void add_static(Built *b, const BuildEntry *e, Str folder) {
  Str path = str_sub(e->path, folder.n + 1, e->path.n);
  const char *problem = output_path_problem(b->arena, path);
  if (problem) {
    diag_file(b->d, DIAG_ERROR, P_PAGE_PATH, e->path, "rename the file",
              "cannot be published as '%.*s': %s", STR(path), problem);
    return;
  }
  if (!claim_path(b, path, e->path)) return;
  Str url = with_base(b, b->arena, page_url(b->arena, path));
  link_to(b, e->path, url);
  link_to(b, url, url);
  add_output(b, (BuildOutput){ .path = path, .maker = e->path, .mode = e->mode, .id = e->id });
}

bool load_files(Built *b) {
  for (size_t i = 0; i < b->in->count; i++) {
    const BuildEntry *e = &b->in->entries[i];
    if (!build_reads(b->out, e->path)) continue;
    if (!regular(e)) {
      note_skipped(b, e);
      continue;
    }
    Str rest;
    bool is_static = false;
    for (size_t k = 0; k < b->static_count && !is_static; k++) {
      is_static = below(e->path, b->statics[k]);
      if (is_static) add_static(b, e, b->statics[k]);
    }
    if (is_static || str_eqc(e->path, "publish.yaml")) continue;
    if (settings_article(&b->settings, e->path, &rest)) {
      if (!add_article(b, i, e->path, rest)) return false;
    } else if (below(e->path, S("data")) || below(e->path, S("notices")) ||
               below(e->path, S("templates")) || below(e->path, S("plugins"))) {
      if (!add_text(b, i, e->path)) return false;
    } else if (!markdown(e->path)) {
      link_to(b, e->path, S(LINK_ASSET)); /* a picture beside articles */
    }
  }
  add_built_in(b);
  return true;
}

/* -- data, notices, texts: one job a file -- */

typedef enum { PART_DATA, PART_NOTICE, PART_TEXTS } PartKind;
typedef struct {
  PartKind kind;
  const SourceFile *file;
  const Value *value;
} Part;
typedef struct {
  Built *b;
  Part *items;
  size_t count;
} Parts;

static Str part_item(void *context, size_t job) {
  Parts *parts = context;
  return parts->items[job].file->source.path;
}

static void parts_start(void *context, Progress *progress) {
  worker_settings(((Parts *)context)->b, progress);
}

/* notices/<id>.<lang>.md: front matter id, language, version, from, until. */
static bool notice_row(Built *b, Arena *a, const Source *source, const Value **out, Diags *d) {
  static const char *const title_names[] = { "name", NULL };
  static const char *const from_names[] = { "effective", "date", NULL };
  static const char *const until_names[] = { "expires", NULL };
  static const Schema fields[] = {
    { .name = "id", .type = SCHEMA_STRING },
    { .name = "language", .type = SCHEMA_STRING },
    { .name = "version", .type = SCHEMA_STRING },
    { .name = "title", .type = SCHEMA_STRING, .aliases = title_names },
    { .name = "from", .type = SCHEMA_DATE, .aliases = from_names },
    { .name = "until", .type = SCHEMA_DATE, .aliases = until_names },
  };
  static const Schema schema = { .name = "notice",
                                 .type = SCHEMA_RECORD,
                                 .fields = fields,
                                 .field_count = sizeof fields / sizeof fields[0] };
  ArticleParts parts;
  if (!article_split(&parts, source, d)) return false;
  const Value *front = NULL;
  if (parts.has_front && !yaml_parse(&front, a, source, parts.front, parts.front_length, d))
    return false;
  if (front && front->kind == VALUE_NULL) front = NULL;
  SchemaContext c = { .arena = a,
                      .diags = d,
                      .source = source,
                      .code = P_NOTICE,
                      .unknown = P_NOTICE,
                      .zone = &b->zone };
  const Value *given = NULL;
  if (!schema_check(&given, &schema, front, S(""), &c)) return false;
  /* The name says what the front matter leaves out. */
  Str name = str_base(source->path);
  name = str_sub(name, 0, name.n - (str_ends(name, S(".md")) ? 3 : 9));
  long dot = str_rchr(name, '.');
  Str id = dot < 0 ? name : str_sub(name, 0, (size_t)dot);
  Str language = dot < 0 ? b->settings.language : str_sub(name, (size_t)dot + 1, name.n);
  MapBuilder m = map_from(a, given);
  if (!value_getc(given, "id")) mapb_putc(&m, "id", value_of_str(a, id));
  if (!value_getc(given, "language")) mapb_putc(&m, "language", value_of_str(a, language));
  mapb_putc(&m, "path", value_of_str(a, source->path));
  mapb_putc(&m, "body_offset", value_of_int(a, (int64_t)parts.body));
  *out = map_end(&m, (Span){ 0 });
  return true;
}

static bool part_run(void *context, size_t job, Reads *reads, Diags *d, Buf *payload) {
  Parts *parts = context;
  Built *b = parts->b;
  const Part *part = &parts->items[job];
  Arena a = { 0 };
  Source source;
  world_use_engine(&b->world, reads);
  world_source(&b->world, reads, part->file->source.path, &source);
  if (part->kind == PART_NOTICE && reads) {
    ref_get(&b->world, reads, world_settings(&b->world), S("language"));
    ref_get(&b->world, reads, world_settings(&b->world), S("timezone"));
  }
  const Value *v = NULL;
  bool ok = part->kind == PART_NOTICE ? notice_row(b, &a, &source, &v, d)
                                      : yaml_parse(&v, &a, &source, 0, source.text.n, d);
  if (ok && part->kind == PART_TEXTS && v->kind != VALUE_MAP) {
    diag_file(d, DIAG_ERROR, P_TEXTS, source.path, NULL, "must map names to texts");
    ok = false;
  }
  if (ok) value_encode(payload, v);
  arena_free(&a);
  return ok;
}

static bool part_accept(void *context, size_t job, Str payload) {
  Parts *parts = context;
  Reader in = { payload, false };
  parts->items[job].value = value_decode(parts->b->arena, &in);
  return parts->items[job].value && !in.bad;
}

/* data/a/b.yaml becomes data.a.b */
static const Value *put_at(Arena *a, const Value *tree, Str path, const Value *v) {
  long slash = str_chr(path, '/');
  MapBuilder m = map_from(a, tree);
  if (slash < 0) {
    mapb_put(&m, path, v);
  } else {
    Str head = str_sub(path, 0, (size_t)slash);
    mapb_put(&m, head,
             put_at(a, value_get(tree, head), str_sub(path, (size_t)slash + 1, path.n), v));
  }
  return map_end(&m, (Span){ 0 });
}

static Str without_extension(Str path) {
  long dot = str_rchr(path, '.');
  return dot < 0 ? path : str_sub(path, 0, (size_t)dot);
}

static int64_t date_of(const Value *v, const char *key, int64_t otherwise) {
  const Value *date = value_getc(v, key);
  return date && date->kind == VALUE_DATE ? date->date.seconds : otherwise;
}

static int compare_notices(const void *pa, const void *pb) {
  const Notice *a = pa, *b = pb;
  int c = str_cmp(a->id, b->id);
  if (!c) c = str_cmp(a->language, b->language);
  if (!c) c = a->from < b->from ? -1 : a->from > b->from;
  return c ? c : str_cmp(a->path, b->path);
}

static void finish_notices(Built *b) {
  World *w = &b->world;
  if (w->notice_count) qsort(w->notices, w->notice_count, sizeof *w->notices, compare_notices);
  w->notice_ids = ARENA_ARRAY(b->arena, w->notice_count, Str);
  for (size_t i = 0; i < w->notice_count; i++) {
    if (i == 0 || !str_eq(w->notices[i].id, w->notices[i - 1].id))
      w->notice_ids[w->notice_id_count++] = w->notices[i].id;
    else if (compare_notices(&w->notices[i], &w->notices[i - 1]) != 0 &&
             str_eq(w->notices[i].language, w->notices[i - 1].language) &&
             w->notices[i].from == w->notices[i - 1].from)
      diag_file(b->d, DIAG_ERROR, P_NOTICE, w->notices[i].path, "give them different dates `from`",
                "the same notice from the same day as %.*s", STR(w->notices[i - 1].path));
  }
}

/* Texts of a repository's templates/i18n go over those of plugins. */
static void merge_texts(Built *b, Str language, const Value *v, bool over) {
  const Value *have = map_get(&b->world.texts, language);
  const Value *below_it = over ? have : v, *above = over ? v : have;
  MapBuilder m = map_from(b->arena, below_it);
  for (size_t i = 0; i < value_count(above); i++) mapb_field(&m, above->map.fields[i]);
  map_put(&b->world.texts, language, (void *)(uintptr_t)map_end(&m, (Span){ 0 }));
}

static bool in_i18n(Str path) {
  long at = str_find(path, S("/i18n/"));
  return at >= 0 && yaml(path) && str_chr(str_sub(path, (size_t)at + 6, path.n), '/') < 0;
}

static bool load_parts(Built *b) {
  World *w = &b->world;
  Parts parts = { .b = b, .items = ARENA_ARRAY(b->arena, w->sources.count, Part) };
  for (size_t i = 0; i < w->sources.count; i++) {
    const SourceFile *f = w->sources.items[i].value;
    Str path = f->source.path;
    Part part = { .file = f };
    if (below(path, S("data")) && yaml(path))
      part.kind = PART_DATA;
    else if (below(path, S("notices")) && markdown(path))
      part.kind = PART_NOTICE;
    else if ((below(path, S("plugins")) || below(path, S("templates"))) && in_i18n(path))
      part.kind = PART_TEXTS;
    else
      continue;
    parts.items[parts.count++] = part;
  }
  const Stage stage = { .name = "load",
                        .jobs = parts.count,
                        .context = &parts,
                        .item = part_item,
                        .start = parts_start,
                        .run = part_run,
                        .accept = part_accept,
                        .seconds = LOAD_SECONDS };
  if (!stage_run(&b->run, &stage, b->d)) return false;
  MapBuilder empty = map_begin(b->arena);
  w->data = map_end(&empty, (Span){ 0 });
  w->notices = ARENA_ARRAY(b->arena, parts.count, Notice);
  for (size_t i = 0; i < parts.count; i++) {
    const Part *p = &parts.items[i];
    Str path = p->file->source.path;
    if (!p->value) continue;
    if (p->kind == PART_DATA) {
      w->data = put_at(b->arena, w->data, without_extension(str_sub(path, 5, path.n)), p->value);
    } else if (p->kind == PART_TEXTS) {
      merge_texts(b, without_extension(str_base(path)), p->value, below(path, S("templates")));
    } else {
      w->notices[w->notice_count++] = (Notice){ .id = value_strc(p->value, "id"),
                                                .language = value_strc(p->value, "language"),
                                                .path = path,
                                                .row = p->value,
                                                .from = date_of(p->value, "from", INT64_MIN),
                                                .until = date_of(p->value, "until", INT64_MAX) };
    }
  }
  finish_notices(b);
  return true;
}

/* -- plugins -- */

static bool mentioned(const Built *b, Str name, bool *off) {
  const Value *uses = value_getc(b->out->settings, "plugins");
  for (size_t i = 0; i < value_count(uses); i++) {
    const Value *use = uses->list.items[i];
    if (!str_eq(value_strc(use, "name"), name)) continue;
    *off = value_bool(value_getc(use, "off"), false);
    return true;
  }
  return false;
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
  if (own && built_in)
    diag_file(b->d, DIAG_NOTE, P_PLUGIN_REPLACED, f->source.path, NULL,
              "the repository's own plugin stands in for the built-in '%.*s'", STR(name));
}

/* All plugins in use: those of publish.yaml in its order, then the built-in and the
 * repository's own that it does not mention, by name. */
static bool choose_plugins(Built *b) {
  const Value *uses = value_getc(b->out->settings, "plugins");
  b->plugins = ARENA_ARRAY(b->arena, value_count(uses) + b->world.sources.count, Manifest);
  bool ok = true;
  for (size_t i = 0; i < value_count(uses); i++) {
    const Value *use = uses->list.items[i];
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
      Str near = str_nearest(name, names, count);
      Diag *r = diag_at(b->d, DIAG_ERROR, P_PLUGIN_UNKNOWN, &b->settings_source,
                        (Range){ (size_t)value_int(value_getc(use, "offset"), 0),
                                 (size_t)value_int(value_getc(use, "length"), 0) },
                        NULL, "there is no plugin '%.*s'", STR(name));
      if (near.n)
        diag_help(b->d, r, "did you mean '%.*s'?", STR(near));
      else
        diag_help(b->d, r, "add plugins/%.*s/init.lua", STR(name));
      ok = false;
    } else if (!value_bool(value_getc(use, "off"), false)) {
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
    if (str_eqc(rest, "init.lua") && !mentioned(b, name, &off)) more[count++] = name;
  }
  for (size_t i = 1; i < count; i++) /* few: insertion sort by name */
    for (size_t k = i; k > 0 && str_cmp(more[k], more[k - 1]) < 0; k--) {
      Str swap = more[k];
      more[k] = more[k - 1];
      more[k - 1] = swap;
    }
  for (size_t i = 0; i < count; i++) add_plugin(b, more[i]);
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
  if (!v || in.bad) return false;
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
static bool check_run(void *context, size_t job, Reads *reads, Diags *d, Buf *payload) {
  (void)job, (void)reads;
  Built *b = context;
  bool ok = open_host(b, d);
  for (size_t i = 0; ok && i < b->plugin_count; i++) buf_uint(payload, host_hooks(b->host, i));
  Engine *engine = ok ? host_engine(b->host) : NULL;
  return engine && engine_check_all(engine, d);
}

static bool check_accept(void *context, size_t job, Str payload) {
  (void)job;
  Built *b = context;
  Reader in = { payload, false };
  for (size_t i = 0; i < b->plugin_count; i++) b->plugins[i].hooks = (unsigned)read_uint(&in);
  return !in.bad;
}

bool load_plugins(Built *b) {
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
  if (!plugins_order(b->plugins, b->plugin_count, b->d) || !unique_indexes(b)) return false;
  digest_plugins(b);
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
