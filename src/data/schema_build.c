/* schema_build.c -- schemas from data: `fields:`, headers of plugins. */
#include "data/schema_private.h"

#include "data/match.h"

enum { BUILD_DEPTH = 16, MAX_CHOICES = 63 };

static bool build(Schema *out, const Value *spec, Str name, const SchemaContext *c, int depth);

static bool complain(const SchemaContext *c, const Value *v, Str name, const char *help,
                     const char *message) {
  schema_report(c, DIAG_ERROR, c->code, v, help, "%.*s: %s",
                STR(schema_called(&c->diags->arena, name)), message);
  return false;
}

static bool is_spec(const Value *v) {
  return v && v->kind == VALUE_MAP && value_getc(v, "@type");
}

static bool type_of(SchemaType *out, const Value *v, Str name, const Value *spec,
                    const SchemaContext *c) {
  Str known[SCHEMA_TYPES];
  for (int i = 0; i < SCHEMA_TYPES; i++) known[i] = str_c(schema_type_name((SchemaType)i));
  Str text = v && v->kind == VALUE_STR ? v->str : S("");
  for (int i = 0; i < SCHEMA_TYPES; i++) {
    if (!str_eq(known[i], text)) continue;
    *out = (SchemaType)i;
    return true;
  }
  if (!text.n)
    return complain(c, v ? v : spec, name, "such as string, or {type: integer, min: 1}",
                    "a type is missing");
  Diag *r = schema_report(c, DIAG_ERROR, c->code, v, NULL, "%.*s: there is no type \"%.*s\"",
                          STR(schema_called(&c->diags->arena, name)), STR(text));
  Str near = str_nearest(text, known, SCHEMA_TYPES);
  if (near.n)
    diag_help(c->diags, r, "did you mean \"%.*s\"?", STR(near));
  else
    diag_help(c->diags, r,
              "types: string, text, integer, number, boolean, enum, list, map, "
              "record, match, path, url, email, date, duration, any");
  return false;
}

static bool flag(bool *out, const Value *v, Str name, const SchemaContext *c) {
  if (v->kind != VALUE_BOOL) return complain(c, v, name, NULL, "must be true or false");
  *out = v->boolean;
  return true;
}

static bool bound(double *out, bool *has, const Value *v, Str name, const SchemaContext *c) {
  if (v->kind != VALUE_INT && v->kind != VALUE_FLOAT)
    return complain(c, v, name, NULL, "min and max are numbers");
  *out = v->kind == VALUE_INT ? (double)v->integer : v->number;
  *has = true;
  return true;
}

static bool choices(Schema *s, const Value *v, const Value *spec, Str name,
                    const SchemaContext *c) {
  if (!v || v->kind != VALUE_LIST || v->list.count == 0 || v->list.count > MAX_CHOICES)
    return complain(c, v ? v : spec, name, "such as values: [top, bottom]",
                    "an enum needs a list of 1 to 63 values");
  const char **names = ARENA_ARRAY(c->arena, v->list.count + 1, const char *);
  for (size_t i = 0; i < v->list.count; i++) {
    const Value *item = v->list.items[i];
    Str text = value_str(item, c->arena);
    if (item->kind == VALUE_LIST || item->kind == VALUE_MAP || !text.n)
      return complain(c, item, name, NULL, "the values of an enum are texts");
    names[i] = arena_cstr(c->arena, text);
  }
  s->choices = names;
  return true;
}

static bool item_of(Schema *s, const Value *v, Str name, const SchemaContext *c, int depth) {
  if (!v) return true;
  Schema *item = ARENA_NEW(c->arena, Schema);
  s->item = item;
  return build(item, v, name, c, depth + 1);
}

static bool add_field(Schema *s, Schema *fields, const Field *f, Str prefix, const SchemaContext *c,
                      int depth) {
  Schema *field = &fields[s->field_count];
  Str name = prefix.n ? arena_printf(c->arena, "%.*s.%.*s", STR(prefix), STR(f->key)) : f->key;
  if (str_empty(f->key) || memchr(f->key.p, 0, f->key.n))
    return complain(c, f->value, name, NULL, "a field needs a name");
  if (!build(field, f->value, name, c, depth + 1)) return false;
  field->name = arena_cstr(c->arena, f->key);
  s->field_count++;
  return true;
}

/* {type: record, fields: {...}}, or the header's {"@type": record, NAME: SPEC}. */
static bool record_of(Schema *s, const Value *spec, Str name, const SchemaContext *c, int depth) {
  const Value *in = value_getc(spec, "fields");
  bool header = !in || is_spec(in);
  if (header) in = spec;
  if (in->kind != VALUE_MAP) return complain(c, in, name, NULL, "fields must map names to types");
  Schema *fields = ARENA_ARRAY(c->arena, in->map.count, Schema);
  s->fields = fields;
  bool ok = true;
  for (size_t i = 0; i < in->map.count; i++) {
    const Field *f = &in->map.fields[i];
    if (header && !is_spec(f->value)) continue;
    if (!add_field(s, fields, f, name, c, depth)) ok = false;
  }
  return ok;
}

/* One attribute of a type; *done when the key is one. */
static bool attribute(Schema *s, const Field *f, Str name, const SchemaContext *c, bool *done) {
  *done = true;
  const Value *v = f->value;
  if (str_eqc(f->key, "doc")) {
    s->doc = arena_cstr(c->arena, value_str(v, c->arena));
    return true;
  }
  if (str_eqc(f->key, "required")) return flag(&s->required, v, name, c);
  if (str_eqc(f->key, "per_article")) return flag(&s->per_article, v, name, c);
  if (str_eqc(f->key, "single")) return flag(&s->single, v, name, c);
  if (str_eqc(f->key, "relative")) return flag(&s->relative, v, name, c);
  if (str_eqc(f->key, "open")) return flag(&s->open, v, name, c);
  if (str_eqc(f->key, "min")) return bound(&s->min, &s->has_min, v, name, c);
  if (str_eqc(f->key, "max")) return bound(&s->max, &s->has_max, v, name, c);
  if (str_eqc(f->key, "null")) {
    bool allowed = true;
    bool ok = flag(&allowed, v, name, c);
    s->solid = !allowed;
    return ok;
  }
  *done = false;
  return true;
}

static bool unknown_attribute(const Field *f, Str name, const SchemaContext *c) {
  static const Str known[] = { { "type", 4 },         { "default", 7 }, { "doc", 3 },
                               { "values", 6 },       { "of", 2 },      { "fields", 6 },
                               { "min", 3 },          { "max", 3 },     { "required", 8 },
                               { "per_article", 11 }, { "single", 6 },  { "relative", 8 },
                               { "null", 4 },         { "open", 4 } };
  Value at = { .kind = VALUE_NULL, .span = f->key_span };
  Diag *r = schema_report(c, DIAG_ERROR, c->code, &at, NULL, "%.*s: a type has no '%.*s'",
                          STR(schema_called(&c->diags->arena, name)), STR(f->key));
  Str near = str_nearest(f->key, known, sizeof known / sizeof *known);
  if (near.n)
    diag_help(c->diags, r, "did you mean '%.*s'?", STR(near));
  else
    diag_help(c->diags, r,
              "known: type, default, doc, values, of, fields, min, max, required, "
              "per_article, single, relative, null, open");
  return false;
}

static bool build(Schema *s, const Value *spec, Str name, const SchemaContext *c, int depth) {
  *s = (Schema){ .name = "" };
  if (depth > BUILD_DEPTH) return complain(c, spec, name, NULL, "types are nested deeper than 16");
  if (!spec || spec->kind != VALUE_MAP) return type_of(&s->type, spec, name, spec, c);
  const Value *type = value_getc(spec, "@type");
  bool header = type != NULL;
  if (!header) type = value_getc(spec, "type");
  if (!type_of(&s->type, type, name, spec, c)) return false;
  bool ok = true;
  for (size_t i = 0; i < spec->map.count; i++) {
    const Field *f = &spec->map.fields[i];
    bool done = false;
    static const char *const structure[] = { "@type", "type",   "@items", "values",
                                             "of",    "fields", "default" };
    if (s->type == SCHEMA_RECORD && header && is_spec(f->value)) continue;
    if (!attribute(s, f, name, c, &done)) ok = false;
    for (size_t k = 0; !done && k < sizeof structure / sizeof *structure; k++)
      done = str_eqc(f->key, structure[k]);
    if (!done) ok = unknown_attribute(f, name, c);
  }
  const Value *items = value_getc(spec, "@items");
  if (s->type == SCHEMA_ENUM &&
      !choices(s, items ? items : value_getc(spec, "values"), spec, name, c))
    ok = false;
  if (s->type == SCHEMA_LIST || s->type == SCHEMA_MAP) {
    const Value *of = items ? value_at(items, 0) : value_getc(spec, "of");
    if (!item_of(s, of, name, c, depth)) ok = false;
  }
  if (s->type == SCHEMA_RECORD && !record_of(s, spec, name, c, depth)) ok = false;
  const Value *preset = value_getc(spec, "default");
  if (ok && preset) {
    const Value *checked = NULL;
    /* A Lua header cannot tell an empty map from an empty list. */
    if (s->type == SCHEMA_LIST && preset->kind == VALUE_MAP && preset->map.count == 0) {
      ListBuilder none = list_begin(c->arena);
      preset = list_end(&none, preset->span);
    }
    Str called = arena_printf(c->arena, "the default of %.*s", STR(name));
    ok = schema_check(&checked, s, preset, called, c);
    s->fallback = checked;
  } else if ((s->type == SCHEMA_LIST || s->type == SCHEMA_MAP) && !s->required) {
    /* So that code may walk it, or ask it for a match, without looking first. */
    s->preset = s->type == SCHEMA_LIST ? "[]" : "{}";
  }
  return ok;
}

bool schema_of_value(const Schema **out, const Value *spec, Str name, const SchemaContext *c) {
  Schema *s = ARENA_NEW(c->arena, Schema);
  *out = s;
  bool ok = build(s, spec, name, c, 0);
  s->name = arena_cstr(c->arena, name);
  return ok;
}

bool schema_of_fields(const Schema **out, const Value *fields, Str name, const SchemaContext *c) {
  Schema *s = ARENA_NEW(c->arena, Schema);
  *out = s;
  *s = (Schema){ .name = "", .type = SCHEMA_RECORD };
  if (!fields || fields->kind == VALUE_NULL) return true;
  if (fields->kind != VALUE_MAP || is_spec(fields))
    return complain(c, fields, name, "such as {rating: integer}", "must map names to types");
  Schema *list = ARENA_ARRAY(c->arena, fields->map.count, Schema);
  s->fields = list;
  bool ok = true;
  for (size_t i = 0; i < fields->map.count; i++)
    if (!add_field(s, list, &fields->map.fields[i], name, c, 0)) ok = false;
  return ok;
}
