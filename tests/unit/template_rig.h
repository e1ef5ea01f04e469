/* template_rig.h -- a World made of a few templates and a YAML text, and an
 * engine over it, for the tests of templates. */
#ifndef PUBLISH_TESTS_TEMPLATE_RIG_H
#define PUBLISH_TESTS_TEMPLATE_RIG_H

#include "check.h"

#include "base/file.h"
#include "data/date.h"
#include "data/yaml.h"
#include "model/world_data.h"
#include "template/engine.h"

typedef struct {
  Arena arena;
  Diags diags;
  TextTools *text;
  World world;
  Engine *engine;
  const Value *data;
  Buf out;
  Reads reads;
} Rig;

static inline void rig_template(Rig *rig, Str name, Str text) {
  SourceFile *f = ARENA_NEW(&rig->arena, SourceFile);
  Str parts[] = { S("templates/"), name };
  f->source = (Source){ .path = arena_concat(&rig->arena, parts, 2), .text = text };
  f->digest = digest_of(text);
  map_put(&rig->world.templates, arena_str(&rig->arena, name), f);
}

/* Front matter has dates where its schema says so; here they are where a text
 * looks like one and its key is `date`, `updated` or `when`. */
static inline const Value *rig_dates(Rig *rig, const Value *v, Str key) {
  Arena *a = &rig->arena;
  if (!v) return NULL;
  Date d;
  bool dated = str_eqc(key, "date") || str_eqc(key, "updated") || str_eqc(key, "when");
  if (v->kind == VALUE_STR && dated && !date_parse(&d, a, v->str, NULL)) return value_of_date(a, d);
  if (v->kind == VALUE_LIST) {
    ListBuilder b = list_begin(a);
    for (size_t i = 0; i < value_count(v); i++) list_add(&b, rig_dates(rig, value_at(v, i), S("")));
    return list_end(&b, v->span);
  }
  if (v->kind != VALUE_MAP) return v;
  MapBuilder b = map_begin(a);
  for (size_t i = 0; i < v->map.count; i++)
    mapb_put(&b, v->map.fields[i].key,
             rig_dates(rig, v->map.fields[i].value, v->map.fields[i].key));
  return map_end(&b, v->span);
}

/* `data` is YAML: site, page, article; `content` of article and everything under
 * `slots` and `html` is html; `texts` are interface texts; others are variables. */
static inline void rig_open(Rig *rig, Str data) {
  rig->text = text_open(&rig->diags);
  Source source = { .path = S("data"), .text = data };
  const Value *v = NULL;
  if (data.n && yaml_parse(&v, &rig->arena, &source, 0, data.n, &rig->diags))
    rig->data = rig_dates(rig, v, S(""));
  rig->world.settings = value_getc(rig->data, "site");
  rig->world.language = S("en");
  const Value *texts = value_getc(rig->data, "texts");
  for (size_t i = 0; i < value_count(texts); i++)
    map_put(&rig->world.texts, texts->map.fields[i].key,
            (void *)(uintptr_t)texts->map.fields[i].value);
  EngineOptions options = { .text = rig->text };
  rig->engine = engine_new(&rig->world, &options, &rig->diags);
}

static inline void rig_close(Rig *rig) {
  engine_free(rig->engine);
  text_close(rig->text);
  map_free(&rig->world.templates);
  map_free(&rig->world.texts);
  reads_free(&rig->reads);
  diags_free(&rig->diags);
  buf_free(&rig->out);
  arena_free(&rig->arena);
  *rig = (Rig){ 0 };
}

static inline EngineVar rig_var(Rig *rig, const char *name, const char *record) {
  const Value *v = value_getc(rig->data, name);
  EngineVar var = { .name = str_c(name), .record = str_c(record) };
  if (v) {
    var.value.kind = ENGINE_REF;
    var.value.ref = strcmp(name, "site") == 0 ? world_settings(&rig->world) : ref_covered(v);
  }
  return var;
}

static inline bool rig_render(Rig *rig, const char *name) {
  EngineVar vars[24];
  EngineField slots[16], content;
  size_t n = 0, slot_count = 0;
  vars[n++] = rig_var(rig, "site", "site");
  vars[n++] = rig_var(rig, "page", "page");
  vars[n++] = rig_var(rig, "article", "article");
  const Value *body = value_path(rig->data, "article.content");
  if (body) {
    content = (EngineField){ S("content"), { .kind = ENGINE_HTML, .html = body->str } };
    vars[2].value.fields = &content;
    vars[2].value.field_count = 1;
  }
  static const char *const known[] = { "site", "page",  "article", "slots",
                                       "html", "texts", "language" };
  for (size_t i = 0; i < value_count(rig->data) && n < 20; i++) {
    Str key = rig->data->map.fields[i].key;
    bool own = false;
    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) own = own || str_eqc(key, known[k]);
    if (!own) vars[n++] = rig_var(rig, arena_cstr(&rig->arena, key), "");
  }
  const Value *html = value_getc(rig->data, "html");
  for (size_t i = 0; i < value_count(html) && n < 24; i++)
    vars[n++] =
        (EngineVar){ .name = html->map.fields[i].key,
                     .value = { .kind = ENGINE_HTML, .html = html->map.fields[i].value->str } };
  const Value *filled = value_getc(rig->data, "slots");
  for (size_t i = 0; i < value_count(filled) && slot_count < 16; i++)
    slots[slot_count++] =
        (EngineField){ filled->map.fields[i].key,
                       { .kind = ENGINE_HTML, .html = filled->map.fields[i].value->str } };
  Str language = value_strc(rig->data, "language");
  EngineJob job = { .vars = vars,
                    .var_count = n,
                    .slots = slots,
                    .slot_count = slot_count,
                    .language = language.n ? language : S("en") };
  return engine_render(rig->engine, str_c(name), &job, &rig->reads, &rig->out, &rig->diags);
}

/* Everything that was reported, as a terminal shows it. */
static inline Str rig_said(Rig *rig) {
  Buf b = { 0 };
  diags_sort(&rig->diags);
  diags_print(&rig->diags, DIAG_TEXT, false, false, &b);
  Str s = buf_dup(&b, &rig->arena);
  buf_free(&b);
  return s;
}

#endif
