/* load_parts.c -- data, notices and interface texts: one job a file. */
#include "build/load.h"

#include "data/yaml.h"
#include "model/known_data.h"
#include <stdlib.h>

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

/* A data file; those that publish knows are checked, and dates in them read. */
static bool data_file(Built *b, Arena *a, const Source *source, Reads *reads, const Value **out,
                      Diags *d) {
  if (!yaml_parse(out, a, source, 0, source->text.n, d)) return false;
  const Schema *schema = known_data_schema(source->path);
  if (!schema || (*out)->kind == VALUE_NULL) return true;
  if (reads) ref_get(&b->world, reads, world_settings(&b->world), S("timezone"));
  SchemaContext c = { .arena = a,
                      .diags = d,
                      .source = source,
                      .code = P_DATA_FIELD,
                      .unknown = P_DATA_FIELD,
                      .zone = &b->zone };
  return schema_check(out, schema, *out, S(""), &c);
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
            : part->kind == PART_DATA ? data_file(b, &a, &source, reads, &v, d)
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
  Part *part = &parts->items[job];
  part->value = value_decode(parts->b->arena, &in);
  return part->value && !in.bad && (part->kind == PART_DATA || part->value->kind == VALUE_MAP);
}

/* data/a/b.yaml becomes data.a.b: the folders, until all files are in. */
typedef struct {
  Str name;
  const Value *value; /* of NAME.yaml, or NULL */
  Map children;       /* of the folder NAME */
} DataNode;

static void put_data(Arena *a, DataNode *at, Str path, const Value *v) {
  Str part;
  while (str_split(&path, '/', &part)) {
    DataNode *child = map_get(&at->children, part);
    if (!child) {
      child = ARENA_NEW(a, DataNode);
      child->name = part;
      map_put(&at->children, part, child);
    }
    at = child;
  }
  at->value = v;
}

/* Files of a folder go over the fields of the file beside it. */
static const Value *data_tree(Arena *a, DataNode *n) {
  if (n->value && !n->children.count) return n->value;
  MapBuilder m = map_from(a, n->value);
  for (size_t i = 0; i < n->children.count; i++) {
    DataNode *child = n->children.items[i].value;
    mapb_put(&m, child->name, data_tree(a, child));
  }
  map_free(&n->children);
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

bool load_parts(Built *b) {
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
  DataNode data = { 0 };
  w->notices = ARENA_ARRAY(b->arena, parts.count, Notice);
  for (size_t i = 0; i < parts.count; i++) {
    const Part *p = &parts.items[i];
    Str path = p->file->source.path;
    if (!p->value) continue;
    if (p->kind == PART_DATA) {
      put_data(b->arena, &data, without_extension(str_sub(path, 5, path.n)), p->value);
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
  w->data = data_tree(b->arena, &data);
  finish_notices(b);
  return true;
}
