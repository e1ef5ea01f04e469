/* load_parts.c -- data, notices and interface texts: one job a file. What a notice is
 * made of is in load_notices.c. */
#include "build/load.h"

#include "data/csv.h"
#include "data/json_read.h"
#include "data/toml.h"
#include "data/yaml.h"
#include "model/known_data.h"

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

/* Records are open, so that a site may keep more in them; a key that is nearly one of
 * ours is a slip all the same. */
static void near_misses(const Schema *record, const Value *v, const SchemaContext *c) {
  Str known[32];
  size_t count = 0;
  for (size_t i = 0; i < record->field_count && count < 32; i++)
    known[count++] = str_c(record->fields[i].name);
  for (size_t i = 0; v->kind == VALUE_MAP && i < v->map.count; i++) {
    const Field *f = &v->map.fields[i];
    Str near = str_nearest(f->key, known, count);
    if (schema_field(record, f->key) || f->key.n < 4 || !near.n || f->value->kind == VALUE_MAP)
      continue;
    Value at = { .kind = VALUE_NULL, .span = f->key_span };
    Diag *d =
        schema_report(c, DIAG_WARNING, c->unknown, &at, NULL, "unknown key '%.*s'", STR(f->key));
    diag_help(c->diags, d, "did you mean '%.*s'?", STR(near));
  }
}

static bool csv(Str path) {
  return str_ends(path, S(".csv")) || str_ends(path, S(".tsv"));
}

/* A data file; those that publish knows are checked, and dates in them read. */
static bool data_file(Built *b, Arena *a, const Source *source, Reads *reads, const Value **out,
                      Diags *d) {
  bool (*parse)(const Value **, Arena *, const Source *, size_t, size_t, Diags *) =
      str_ends(source->path, S(".toml"))   ? toml_parse
      : str_ends(source->path, S(".json")) ? json_parse
                                           : yaml_parse;
  bool table = csv(source->path);
  if (table ? !csv_read(out, a, source, str_ends(source->path, S(".tsv")) ? '\t' : ',', d)
            : !parse(out, a, source, 0, source->text.n, d))
    return false;
  const Schema *schema = known_data_schema(source->path);
  if (!schema || (*out)->kind == VALUE_NULL) return true;
  if (reads) ref_get(&b->world, reads, world_settings(&b->world), S("timezone"));
  SchemaContext c = { .arena = a,
                      .diags = d,
                      .source = source,
                      .code = P_DATA_FIELD,
                      .unknown = P_DATA_FIELD,
                      .zone = &b->zone };
  const Value *given = *out;
  if (schema->type == SCHEMA_RECORD) {
    if (schema->open) near_misses(schema, given, &c);
  } else if (schema->item->open && given->kind == VALUE_MAP) {
    for (size_t i = 0; i < given->map.count; i++)
      near_misses(schema->item, given->map.fields[i].value, &c);
  }
  return schema_check(out, schema, given, S(""), &c);
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

static Str without_extension(Str path) {
  long dot = str_rchr(path, '.');
  return dot < 0 ? path : str_sub(path, 0, (size_t)dot);
}

/* data/a/b.yaml becomes data.a.b: the folders, until all files are in. */
typedef struct {
  Str name;
  const Value *value; /* of NAME.yaml, or NULL */
  const SourceFile *file;
  Map children; /* of the folder NAME */
} DataNode;

static void put_data(Built *b, DataNode *at, const SourceFile *file, const Value *v) {
  Arena *a = b->arena;
  Str path = without_extension(str_sub(file->source.path, 5, file->source.path.n));
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
  if (at->value)
    diag_file(b->d, DIAG_ERROR, P_DATA_TWICE, file->source.path, "rename one of them, or join them",
              "%.*s has the same name: both would be %.*s", STR(at->file->source.path),
              STR(without_extension(file->source.path)));
  at->value = v;
  at->file = file;
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

/* Texts of a repository's templates/i18n go over those of plugins. */
static void merge_texts(Built *b, Str language, const Value *v, bool over) {
  const Value *have = map_get(&b->world.texts, language);
  const Value *below_it = over ? have : v, *above = over ? v : have;
  MapBuilder m = map_from(b->arena, below_it);
  for (size_t i = 0; i < value_count(above); i++) mapb_field(&m, above->map.fields[i]);
  map_put(&b->world.texts, language, (void *)(uintptr_t)map_end(&m, (Span){ 0 }));
}

static bool data_named(Str path) {
  return yaml(path) || str_ends(path, S(".toml")) || str_ends(path, S(".json")) || csv(path);
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
    if (below(path, S("data")) && data_named(path))
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
      put_data(b, &data, p->file, p->value);
    } else if (p->kind == PART_TEXTS) {
      merge_texts(b, without_extension(str_base(path)), p->value, below(path, S("templates")));
    } else {
      notice_add(b, p->file, p->value);
    }
  }
  w->data = data_tree(b->arena, &data);
  notices_finish(b);
  return true;
}
