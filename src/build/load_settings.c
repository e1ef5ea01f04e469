/* load_settings.c -- publish.yaml, read in a worker; the parent gets Values. */
#include "build/load.h"

#include "plugin/confine.h"

static const Value *list_of(Arena *a, const Str *items, size_t count) {
  ListBuilder list = list_begin(a);
  for (size_t i = 0; i < count; i++) list_add(&list, value_of_str(a, items[i]));
  return list_end(&list, (Span){ 0 });
}

static Str settings_item(void *context, size_t job) {
  (void)context, (void)job;
  return S("publish.yaml");
}

/* Nothing to open: what reads publish.yaml is locked down before it begins. */
static void settings_start(void *context, Progress *progress) {
  ((Built *)context)->progress = progress;
  confine_worker(CONFINE_ALL);
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
    ListBuilder languages = list_begin(&a);
    for (size_t i = 0; i < s->language_count; i++) {
      list_add(&languages, value_of_str(&a, s->languages[i].tag));
      list_add(&languages, value_of_str(&a, s->languages[i].folder));
    }
    mapb_putc(&m, "languages", list_end(&languages, (Span){ 0 }));
    if (s->language_count)
      mapb_putc(&m, "article_languages", list_of(&a, s->article_languages, s->article_count));
    ListBuilder folders = list_begin(&a);
    for (size_t i = 0; i < s->folder_permalink_count; i++)
      list_add(&folders, value_of_str(&a, s->folder_permalinks[i].folder));
    mapb_putc(&m, "permalink_folders", list_end(&folders, (Span){ 0 }));
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
  for (size_t i = 0; i < *count; i++) out[i] = str_of(value_at(list, i));
  return out;
}

static bool settings_accept(void *context, size_t job, Str payload) {
  (void)job;
  Built *b = context;
  Reader in = { payload, false };
  const Value *v = value_decode(b->arena, &in);
  if (!v || in.bad || !is_map(value_getc(v, "all"))) return false;
  b->world.settings = value_getc(v, "all");
  b->world.language = value_strc(v, "language");
  b->articles = strings(b->arena, value_getc(v, "articles"), &b->article_folders);
  b->exclude = strings(b->arena, value_getc(v, "exclude"), &b->exclude_count);
  b->statics = strings(b->arena, value_getc(v, "statics"), &b->static_count);
  b->timezone = value_strc(v, "timezone");
  const Value *seconds = value_getc(v, "seconds");
  b->seconds = seconds && seconds->kind == VALUE_FLOAT ? seconds->number : 2;
  if (!(b->seconds > 0)) return false; /* nor no number at all */
  b->article_bytes = (size_t)value_int(value_getc(v, "bytes"), 0);
  b->run.memory = (size_t)value_int(value_getc(v, "memory"), 0);
  b->out->settings = v;
  b->out->title = value_strc(v, "title");
  b->out->branch = value_strc(v, "branch");
  b->out->message = value_strc(v, "message");
  /* What the path rules of settings.h need; the rest stays in workers. */
  size_t named, tagged;
  Str *names = strings(b->arena, value_getc(v, "languages"), &named);
  Str *tags = strings(b->arena, value_getc(v, "article_languages"), &tagged);
  size_t foldered;
  Str *folders = strings(b->arena, value_getc(v, "permalink_folders"), &foldered);
  FolderPermalink *permalinks = ARENA_ARRAY(b->arena, foldered + 1, FolderPermalink);
  for (size_t i = 0; i < foldered; i++) permalinks[i].folder = folders[i];
  SiteLanguage *languages = ARENA_ARRAY(b->arena, named / 2 + 1, SiteLanguage);
  for (size_t i = 0; i < named / 2; i++)
    languages[i] = (SiteLanguage){ .tag = names[2 * i], .folder = names[2 * i + 1] };
  b->settings = (Settings){ .articles = b->articles,
                            .article_count = b->article_folders,
                            .article_languages = tagged == b->article_folders ? tags : NULL,
                            .languages = languages,
                            .folder_permalinks = permalinks,
                            .folder_permalink_count = foldered,
                            .language_count = named / 2,
                            .exclude = b->exclude,
                            .exclude_count = b->exclude_count,
                            .statics = b->statics,
                            .static_count = b->static_count,
                            .base = value_strc(v, "base"),
                            .language = b->world.language,
                            .timezone = b->timezone };
  return true;
}

bool load_settings(Built *b) {
  size_t index;
  const BuildEntry *e = find_entry(b, S("publish.yaml"), &index);
  if (e) {
    b->settings_source.path = e->path;
    if (!read_entry(b, index, &b->settings_source.text)) return false;
    put_source(b, &b->world.sources, e->path, e->path, b->settings_source.text);
  }
  Str other = e ? S("") : alike_path(b, S("publish.yaml"));
  if (other.n) {
    Diag *r = diag_file(b->d, DIAG_ERROR, P_SETTINGS_NONE, S("publish.yaml"), NULL,
                        "there is no publish.yaml at the top of the repository");
    diag_help(b->d, r, "there is '%.*s'; upper and lower case differ", STR(other));
    return false;
  }
  const char *generator = e ? NULL : foreign_generator(b);
  if (generator) {
    Diag *r = diag_file(b->d, DIAG_ERROR, P_SETTINGS_NONE, S("publish.yaml"), NULL,
                        "there is no publish.yaml at the top of the repository");
    diag_help(b->d, r,
              "'publish import %s' makes one, on a branch to look at; by hand, an empty one will "
              "do, with the folder of the articles as `articles:`",
              generator);
    return false;
  }
  const Stage stage = { .name = "settings",
                        .jobs = 1,
                        .context = b,
                        .item = settings_item,
                        .start = settings_start,
                        .run = settings_run,
                        .accept = settings_accept,
                        .seconds = LOAD_SECONDS };
  return stage_run(&b->run, &stage, b->d) && b->world.settings;
}
