/* schema.c -- checking a Value against a Schema: structure, names and defaults.
 * Scalars are in schema_scalar.c. */
#include "data/schema_private.h"

#include "data/match.h"
#include "data/schema_print.h"
#include "data/yaml_private.h"

static const char *const type_names[SCHEMA_TYPES] = {
  "any", "string", "text",  "integer", "number", "boolean", "enum", "list",
  "map", "record", "match", "path",    "url",    "email",   "date", "duration",
};

const char *schema_type_name(SchemaType type) {
  return type_names[type];
}

Diag *schema_report(const SchemaContext *c, Severity s, Code code, const Value *v, const char *help,
                    const char *format, ...) {
  va_list args;
  va_start(args, format);
  Str message = arena_vprintf(&c->diags->arena, format, args);
  va_end(args);
  bool placed = v && (v->span.offset || v->span.length) && v->span.offset <= c->source->text.n;
  if (placed)
    return diag_at(c->diags, s, code, c->source, (Range){ v->span.offset, v->span.length }, help,
                   "%.*s", STR(message));
  return diag_file(c->diags, s, code, c->source->path, help, "%.*s", STR(message));
}

/* -- words for messages -- */

Str schema_called(Arena *a, Str name) {
  if (str_empty(name)) return S("the value");
  if (str_chr(name, '.') != STR_NPOS || str_chr(name, '[') != STR_NPOS) return name;
  return arena_printf(a, "'%.*s'", STR(name));
}

Str schema_found(Arena *a, const Value *v) {
  if (!v || v->kind == VALUE_NULL) return S("nothing");
  if (v->kind == VALUE_LIST || v->kind == VALUE_MAP) return str_c(value_kind_name(v->kind));
  Str text = value_str(v, a);
  size_t n = text.n < 60 ? text.n : 60;
  while (n < text.n && n > 0 && ((unsigned char)text.p[n] & 0xC0) == 0x80) n--;
  if (v->kind != VALUE_STR && v->kind != VALUE_DATE) return str_sub(text, 0, n);
  return arena_printf(a, "\"%.*s%s\"", (int)n, text.p, n < text.n ? "..." : "");
}

static Str choices_text(Arena *a, const Schema *s) {
  Buf b = { 0 };
  for (size_t i = 0; s->choices && s->choices[i]; i++) {
    if (i) buf_c(&b, s->choices[i + 1] ? ", " : " or ");
    schema_json_text(&b, str_c(s->choices[i])); /* whatever is in it */
  }
  Str out = buf_dup(&b, a);
  buf_free(&b);
  return out;
}

Str schema_wants(Arena *a, const Schema *s) {
  switch (s->type) {
  case SCHEMA_ANY:
    return S("a value");
  case SCHEMA_STRING:
  case SCHEMA_TEXT:
    return S("text");
  case SCHEMA_INTEGER:
    return S("a whole number");
  case SCHEMA_NUMBER:
    return S("a number");
  case SCHEMA_BOOLEAN:
    return S("true or false");
  case SCHEMA_ENUM:
    return choices_text(a, s);
  case SCHEMA_LIST: {
    SchemaType of = s->item ? s->item->type : SCHEMA_ANY;
    const char *items = of == SCHEMA_STRING || of == SCHEMA_TEXT      ? " of texts"
                        : of == SCHEMA_RECORD || of == SCHEMA_MAP     ? " of maps"
                        : of == SCHEMA_INTEGER || of == SCHEMA_NUMBER ? " of numbers"
                        : of == SCHEMA_PATH                           ? " of paths"
                                                                      : "";
    return arena_printf(a, "a list%s", items);
  }
  case SCHEMA_MAP:
    return S("a map (name: value)");
  case SCHEMA_RECORD:
    if (!s->scalar) return S("a map (name: value)");
    return arena_printf(a, "text or a map (%s: ...)", s->scalar);
  case SCHEMA_MATCH:
    return S("a map of conditions");
  case SCHEMA_PATH:
    return S("a relative path");
  case SCHEMA_URL:
    return s->relative ? S("an address or a path") : S("an http or https address");
  case SCHEMA_EMAIL:
    return S("an e-mail address");
  case SCHEMA_DATE:
    return S("a date");
  case SCHEMA_DURATION:
    return S("a duration such as 90s, 15m or 2h");
  case SCHEMA_TYPES:
    break;
  }
  return S("a value");
}

static Str join_name(Arena *a, Str prefix, Str name) {
  return str_empty(prefix) ? name : arena_printf(a, "%.*s.%.*s", STR(prefix), STR(name));
}

bool schema_bounds(const Schema *s, const Value *v, double n, const char *what, Str name,
                   const SchemaContext *c) {
  bool low = s->has_min && n < s->min, high = s->has_max && n > s->max;
  if (!low && !high) return true;
  Str called = schema_called(c->arena, name);
  if (*what)
    schema_report(c, DIAG_ERROR, c->code, v, NULL, "%.*s must have %s %g %s, found %g", STR(called),
                  low ? "at least" : "at most", low ? s->min : s->max, what, n);
  else
    schema_report(c, DIAG_ERROR, c->code, v, NULL, "%.*s must be at %s %.10g, found %.10g",
                  STR(called), low ? "least" : "most", low ? s->min : s->max, n);
  return false;
}

/* -- defaults -- */

static const Value *preset_value(const Schema *s, Arena *a) {
  Str text = str_c(s->preset);
  Value *v = (Value *)value_of_str(a, text);
  double seconds = 0;
  switch (s->type) {
  case SCHEMA_LIST: {
    ListBuilder b = list_begin(a);
    return list_end(&b, (Span){ 0 });
  }
  case SCHEMA_MAP:
  case SCHEMA_RECORD:
  case SCHEMA_MATCH: {
    MapBuilder b = map_begin(a);
    return map_end(&b, (Span){ 0 });
  }
  case SCHEMA_INTEGER:
  case SCHEMA_NUMBER:
  case SCHEMA_BOOLEAN:
  case SCHEMA_ANY:
    yaml_scalar(v, text);
    return v;
  case SCHEMA_DURATION:
    if (schema_duration(text, &seconds)) return value_of_float(a, seconds);
    return v;
  default:
    return v;
  }
}

const Value *schema_default(const Schema *s, Arena *a) {
  if (s->fallback) return s->fallback;
  if (s->type == SCHEMA_RECORD) {
    MapBuilder b = map_begin(a);
    for (size_t i = 0; i < s->field_count; i++) {
      const Value *v = schema_default(&s->fields[i], a);
      if (v) mapb_putc(&b, s->fields[i].name, v);
    }
    return b.count || s->preset ? map_end(&b, (Span){ 0 }) : NULL;
  }
  return s->preset ? preset_value(s, a) : NULL;
}

/* -- records -- */

static bool is_name_of(const Schema *s, Str key) {
  if (str_eqc(key, s->name)) return true;
  for (size_t i = 0; s->aliases && s->aliases[i]; i++)
    if (str_eqc(key, s->aliases[i])) return true;
  return false;
}

const Schema *schema_field(const Schema *record, Str key) {
  for (size_t i = 0; i < record->field_count; i++)
    if (is_name_of(&record->fields[i], key)) return &record->fields[i];
  return NULL;
}

/* The field under its own name, else under the first of its aliases. An explicit
 * null gives way to another spelling. */
static const Field *given(const Schema *s, const Value *map) {
  const Field *f = value_field(map, str_c(s->name));
  for (size_t i = 0; s->aliases && s->aliases[i]; i++) {
    if (f && f->value->kind != VALUE_NULL) return f;
    const Field *other = value_field(map, str_c(s->aliases[i]));
    if (other && (!f || other->value->kind != VALUE_NULL)) f = other;
  }
  return f;
}

static void unknown_key(const Schema *record, const Field *f, Str name, const SchemaContext *c) {
  Arena *a = &c->diags->arena;
  size_t count = 0, room = 0;
  for (size_t i = 0; i < record->field_count; i++) {
    room++;
    for (size_t k = 0; record->fields[i].aliases && record->fields[i].aliases[k]; k++) room++;
  }
  Str *known = ARENA_ARRAY(a, room, Str);
  for (size_t i = 0; i < record->field_count; i++) known[count++] = str_c(record->fields[i].name);
  size_t names = count;
  for (size_t i = 0; i < record->field_count; i++)
    for (size_t k = 0; record->fields[i].aliases && record->fields[i].aliases[k]; k++)
      known[count++] = str_c(record->fields[i].aliases[k]);
  Value at = { .kind = VALUE_NULL, .span = f->key_span };
  Diag *r = schema_report(c, DIAG_ERROR, c->unknown, &at, NULL, "unknown key '%.*s'%s%.*s",
                          STR(f->key), str_empty(name) ? "" : " in ", STR(name));
  const Schema *twice = schema_field(record, f->key);
  Str near = str_nearest(f->key, known, count);
  if (twice) {
    diag_help(c->diags, r, "it means '%s', which is given already", twice->name);
  } else if (near.n) {
    diag_help(c->diags, r, "did you mean '%.*s'?", STR(near));
  } else if (names > 0 && names <= 40) {
    Str list = S("");
    for (size_t i = 0; i < names; i++)
      list = arena_printf(a, "%.*s%s%.*s", STR(list), i ? ", " : "", STR(known[i]));
    diag_help(c->diags, r, "known here: %.*s", STR(list));
  }
}

static bool check(const Value **out, const Schema *s, const Value *v, Str name,
                  const SchemaContext *c);

static bool check_record(const Value **out, const Schema *s, const Value *v, Str name,
                         const SchemaContext *c) {
  bool ok = true;
  MapBuilder b = map_begin(c->arena);
  const Field **used = ARENA_ARRAY(c->arena, s->field_count, const Field *);
  for (size_t i = 0; i < s->field_count; i++) {
    const Schema *field = &s->fields[i];
    const Field *f = used[i] = given(field, v);
    const Value *value = NULL;
    /* The message names the key that the author wrote. */
    Str called = join_name(c->arena, name, f ? f->key : str_c(field->name));
    if (!f && field->required) {
      Str wants = schema_wants(&c->diags->arena, field);
      schema_report(c, DIAG_ERROR, c->code, v, NULL, "%.*s is missing: %.*s",
                    STR(schema_called(c->arena, called)), STR(wants));
      ok = false;
      continue;
    }
    if (!check(&value, field, f ? f->value : NULL, called, c)) ok = false;
    if (value) mapb_field(&b, (Field){ str_c(field->name), f ? f->key_span : (Span){ 0 }, value });
  }
  for (size_t i = 0; i < value_count(v); i++) {
    const Field *f = &v->map.fields[i];
    bool taken = false;
    for (size_t k = 0; k < s->field_count && !taken; k++) taken = used[k] == f;
    if (taken) continue;
    const Schema *other = schema_field(s, f->key);
    if (s->open && (!other || !str_eqc(f->key, other->name))) {
      mapb_field(&b, *f);
    } else if (f->value->kind != VALUE_NULL || !other) {
      unknown_key(s, f, name, c);
      ok = false;
    }
  }
  *out = map_end(&b, v->span);
  return ok;
}

/* -- containers -- */

static bool check_list(const Value **out, const Schema *s, const Value *v, Str name,
                       const SchemaContext *c) {
  static const Schema any = { .type = SCHEMA_ANY };
  bool ok = true;
  ListBuilder b = list_begin(c->arena);
  const Schema *item = s->item ? s->item : &any;
  for (size_t i = 0; i < v->list.count; i++) {
    const Value *value = NULL;
    Str called = arena_printf(c->arena, "%.*s[%zu]", STR(name), i + 1);
    if (v->list.items[i]->kind == VALUE_NULL && item->type != SCHEMA_ANY) {
      schema_report(c, DIAG_ERROR, c->code, v->list.items[i]->span.length ? v->list.items[i] : v,
                    "remove the empty item", "%.*s is empty", STR(schema_called(c->arena, called)));
      ok = false;
    } else if (!check(&value, item, v->list.items[i], called, c)) {
      ok = false;
    }
    if (value) list_add(&b, value);
  }
  if (!schema_bounds(s, v, (double)v->list.count, "items", name, c)) ok = false;
  *out = list_end(&b, v->span);
  return ok;
}

static bool check_map(const Value **out, const Schema *s, const Value *v, Str name,
                      const SchemaContext *c) {
  bool ok = true;
  MapBuilder b = map_begin(c->arena);
  for (size_t i = 0; i < v->map.count; i++) {
    Field f = v->map.fields[i];
    if (s->item) {
      const Value *value = NULL;
      if (!check(&value, s->item, f.value, join_name(c->arena, name, f.key), c)) ok = false;
      f.value = value;
    }
    if (f.value) mapb_field(&b, f);
  }
  *out = map_end(&b, v->span);
  return ok;
}

/* `author: Ann` for a record whose scalar field is `name`. */
static const Value *from_scalar(const Schema *s, const Value *v, const SchemaContext *c) {
  MapBuilder b = map_begin(c->arena);
  mapb_field(&b, (Field){ str_c(s->scalar), v->span, v });
  return map_end(&b, v->span);
}

static bool wrong_kind(const Schema *s, const Value *v, Str name, const SchemaContext *c) {
  Arena *a = &c->diags->arena;
  Str wants = schema_wants(a, s), found = schema_found(a, v);
  Diag *r = schema_report(c, DIAG_ERROR, c->code, v, NULL, "%.*s must be %.*s, found %.*s",
                          STR(schema_called(a, name)), STR(wants), STR(found));
  bool scalar = v->kind != VALUE_LIST && v->kind != VALUE_MAP && v->kind != VALUE_NULL;
  if (s->type == SCHEMA_LIST && scalar) diag_help(c->diags, r, "write it as [%.*s]", STR(found));
  return false;
}

static bool check(const Value **out, const Schema *s, const Value *v, Str name,
                  const SchemaContext *c) {
  *out = NULL;
  if (v && v->kind == VALUE_NULL && s->type != SCHEMA_ANY) {
    if (s->solid || s->required) return wrong_kind(s, v, name, c);
    v = NULL;
  }
  if (!v) {
    *out = schema_default(s, c->arena);
    return true;
  }
  bool scalar = v->kind != VALUE_LIST && v->kind != VALUE_MAP;
  bool ok = false;
  switch (s->type) {
  case SCHEMA_ANY:
    *out = v;
    return true;
  case SCHEMA_LIST:
    if (v->kind == VALUE_LIST) return check_list(out, s, v, name, c);
    if (s->single && (scalar || (s->item && s->item->type == SCHEMA_RECORD))) {
      const Value *value = NULL;
      ok = check(&value, s->item, v, name, c);
      ListBuilder b = list_begin(c->arena);
      if (value) list_add(&b, value);
      *out = list_end(&b, v->span);
      return ok;
    }
    break;
  case SCHEMA_MAP:
    if (v->kind == VALUE_MAP) return check_map(out, s, v, name, c);
    break;
  case SCHEMA_RECORD:
    if (v->kind == VALUE_MAP) return check_record(out, s, v, name, c);
    if (scalar && s->scalar) return check_record(out, s, from_scalar(s, v, c), name, c);
    break;
  case SCHEMA_MATCH:
    ok = match_check(v, name, c);
    *out = ok ? v : schema_default(s, c->arena);
    return ok;
  default:
    if (!scalar) break;
    ok = schema_scalar(out, s, v, name, c);
    if (!ok) *out = schema_default(s, c->arena);
    return ok;
  }
  *out = schema_default(s, c->arena);
  return wrong_kind(s, v, name, c);
}

bool schema_check(const Value **out, const Schema *s, const Value *v, Str name,
                  const SchemaContext *c) {
  /* A record with nothing given still has its fields' defaults and requirements. */
  if (s->type == SCHEMA_RECORD && (!v || v->kind == VALUE_NULL)) {
    MapBuilder b = map_begin(c->arena);
    return check_record(out, s, map_end(&b, v ? v->span : (Span){ 0 }), name, c);
  }
  return check(out, s, v, name, c);
}
