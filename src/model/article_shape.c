/* article_shape.c -- front matter before its schema: shapes that a schema cannot express, and the
 * keys that it does not know. */
#include "base/map.h"
#include "model/article_private.h"

#include <string.h>

/* tags: a, b -- a text is split at its commas, and only there. */
static const Value *split_commas(ArticleReading *r, const Value *v) {
  Str rest = value_str(v, r->arena), part;
  ListBuilder b = list_begin(r->arena);
  while (str_split(&rest, ',', &part)) {
    part = str_trim(part);
    if (!part.n) continue;
    Value *item = (Value *)value_of_str(r->arena, part);
    item->span = v->span;
    list_add(&b, item);
  }
  return list_end(&b, v->span);
}

static const Value *record_with(ArticleReading *r, const char *key, const Value *v) {
  MapBuilder b = map_begin(r->arena);
  mapb_putc(&b, key, v);
  return map_end(&b, v->span);
}

static const Value *reshape(ArticleReading *r, const Schema *s, const Field *f) {
  const Value *v = f->value;
  if ((!strcmp(s->name, "tags") || !strcmp(s->name, "categories")) && article_scalar(v))
    return split_commas(r, v);
  if (!strcmp(s->name, "source") && article_scalar(v) &&
      str_find(value_str(v, r->arena), S("://")) == STR_NPOS)
    return record_with(r, "name", v);
  if (!strcmp(s->name, "related") && v->kind == VALUE_LIST) return record_with(r, "pin", v);
  /* withdrawn: true says only that; false is the same as nothing. */
  if (!strcmp(s->name, "withdrawn") && v->kind == VALUE_BOOL) {
    MapBuilder none = map_begin(r->arena);
    return v->boolean ? map_end(&none, v->span) : value_null(r->arena);
  }
  return v;
}

/* A key written 1: or true: is a slip in front matter, unless it has quotes. */
static void check_key(ArticleReading *r, const Field *f) {
  if (r->out->parts.format != FRONT_YAML) return; /* the others have no such slips */
  Str text = r->out->source.text;
  char first = f->key_span.offset < text.n ? text.p[f->key_span.offset] : '\0';
  bool digit = f->key.n && ((f->key.p[0] >= '0' && f->key.p[0] <= '9') || f->key.p[0] == '-');
  for (size_t i = 1; i < f->key.n && digit; i++)
    digit = (f->key.p[i] >= '0' && f->key.p[i] <= '9') || f->key.p[i] == '.';
  bool word = str_eqc(f->key, "~") || str_eqc(f->key, "null") || str_eqc(f->key, "true") ||
              str_eqc(f->key, "false");
  if ((!digit && !word) || first == '"' || first == '\'') return;
  Value at = { .kind = VALUE_NULL, .span = f->key_span };
  article_report(r, DIAG_ERROR, P_YAML_KEY, &at, "put the key into quotes if it is meant",
                 "a front-matter key must be a name");
}

/* Zola keeps tags and the like in a table of their own. */
static const Value *without_taxonomies(ArticleReading *r, const Value *front) {
  const Value *own = value_getc(front, "taxonomies");
  if (!own || own->kind != VALUE_MAP) return front;
  MapBuilder b = map_begin(r->arena);
  for (size_t i = 0; i < value_count(front); i++)
    if (front->map.fields[i].value != own) mapb_field(&b, front->map.fields[i]);
  for (size_t i = 0; i < value_count(own); i++)
    if (!value_field(front, own->map.fields[i].key)) mapb_field(&b, own->map.fields[i]);
  return map_end(&b, front->span);
}

const Value *article_prepare(ArticleReading *r, const Value *front) {
  front = without_taxonomies(r, front);
  MapBuilder b = map_begin(r->arena);
  for (size_t i = 0; i < value_count(front); i++) {
    Field f = front->map.fields[i];
    check_key(r, &f);
    const Schema *s = schema_field(article_schema(), f.key);
    if (s) f.value = reshape(r, s, &f);
    mapb_field(&b, f);
  }
  return map_end(&b, front->span);
}

/* -- unknown keys -- */

static void names_of(const Schema *record, Str *known, size_t *count, size_t most) {
  for (size_t i = 0; record && i < record->field_count && *count < most; i++) {
    const Schema *s = &record->fields[i];
    known[(*count)++] = str_c(s->name);
    for (size_t k = 0; s->aliases && s->aliases[k] && *count < most; k++)
      known[(*count)++] = str_c(s->aliases[k]);
  }
}

static void near_miss(ArticleReading *r, const Field *f) {
  Str known[256];
  size_t count = 0;
  names_of(article_schema(), known, &count, 256);
  names_of(r->settings ? r->settings->fields : NULL, known, &count, 256);
  Str near = f->key.n >= 4 ? str_nearest(f->key, known, count) : S("");
  if (!near.n || str_distance(f->key, near, 2) > (f->key.n >= 8 ? 2u : 1u)) return;
  Value at = { .kind = VALUE_NULL, .span = f->key_span };
  Diag *d = schema_report(&r->context, DIAG_WARNING, P_FRONT_UNKNOWN, &at, NULL,
                          "unknown front-matter key '%.*s'", STR(f->key));
  diag_help(r->diags, d, "did you mean '%.*s'?", STR(near));
}

const Value *article_extra(ArticleReading *r, const Value *checked) {
  const Schema *own = r->settings ? r->settings->fields : NULL;
  MapBuilder b = map_begin(r->arena), typed = map_begin(r->arena);
  for (size_t i = 0; i < value_count(checked); i++) {
    const Field *f = &checked->map.fields[i];
    const Schema *s = schema_field(article_schema(), f->key);
    if (s && str_eqc(f->key, s->name)) continue;
    if (own && schema_field(own, f->key)) {
      mapb_field(&typed, *f);
    } else {
      if (!s) near_miss(r, f);
      mapb_field(&b, *f);
    }
  }
  if (own) {
    const Value *mine = NULL;
    if (!schema_check(&mine, own, map_end(&typed, (Span){ 0 }), S(""), &r->context)) r->ok = false;
    for (size_t i = 0; i < value_count(mine); i++) mapb_field(&b, mine->map.fields[i]);
  }
  return map_end(&b, (Span){ 0 });
}
