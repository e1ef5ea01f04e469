/* schema_print_json.c -- a schema as JSON Schema, draft-07.
 *
 * Each keyword says what schema_check does with a value that YAML 1.2 has read: a text
 * may be given as a number or true, a number in quotes, null stands for absent. */
#include "data/schema_print.h"

#include "data/json.h"
#include "data/match.h"
#include "data/schema_private.h"
#include "data/yaml_private.h"

enum { DEPTH = 16 };

#define SCALARS "\"string\",\"number\",\"boolean\""

static const char any_path[] =
    "^(?!\\s*/)(?!.*\\\\)(?!.*//.)(?!(.*/)?\\.\\.(/|\\s*$))(?!.*/\\.(/|\\s*$))"
    "(?!.*[\\u0000-\\u001f\\u007f]).*\\S";
static const char web_url[] = "^\\s*([hH][tT][tT][pP][sS]?://[^/\\s<>\"][^\\s<>\"]*|"
                              "[mM][aA][iI][lL][tT][oO]:[^\\s<>\"]*)\\s*$";
/* A path has no scheme: no ':' before the first '/', '?' or '#'. */
static const char path_or_url[] = "^\\s*([hH][tT][tT][pP][sS]?://[^/\\s<>\"][^\\s<>\"]*|"
                                  "[mM][aA][iI][lL][tT][oO]:[^\\s<>\"]*|"
                                  "(?!//)[^:/?#\\s][^:/?#]*([/?#].*)?|(?!//)[/?#].*)\\s*$";
static const char email[] = "^\\s*[^@\\s<>\"]+@[^@\\s<>\"]+\\s*$";
static const char date[] = "^\\s*[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
                           "(([Tt]| +)[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?)?"
                           "\\s*([zZ]|[uU][tT][cC]|[gG][mM][tT]|[+-][0-9]{1,2}(:?[0-9]{2})?)?\\s*$";
static const char duration[] = "^\\s*([0-9]+(\\.[0-9]*)?|\\.[0-9]+)\\s*(ms|s|m|min|h|d|w)?\\s*$";
static const char whole[] = "^\\s*[-+]?[0-9]+\\s*$";
static const char number[] = "^\\s*[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?\\s*$";

void schema_json_text(Buf *out, Str s) {
  json_write(out, &(Value){ .kind = VALUE_STR, .str = s }, false);
}

static void pattern(Buf *out, const char *expression) {
  buf_c(out, ",\"pattern\":");
  schema_json_text(out, str_c(expression));
}

static void limits(Buf *out, const Schema *s, const char *low, const char *high) {
  if (s->has_min) buf_printf(out, ",\"%s\":%.15g", low, s->min);
  if (s->has_max) buf_printf(out, ",\"%s\":%.15g", high, s->max);
}

static void types(Buf *out, const char *names, bool null) {
  buf_printf(out, "\"type\":[%s%s]", names, null ? ",\"null\"" : "");
}

/* A choice that YAML reads as a number or as true may be written so. */
static void choices(Buf *out, const Schema *s, bool null) {
  buf_c(out, "\"enum\":[");
  for (size_t i = 0; s->choices && s->choices[i]; i++) {
    Value v = { .kind = VALUE_STR };
    if (i) buf_byte(out, ',');
    schema_json_text(out, str_c(s->choices[i]));
    yaml_scalar(&v, str_c(s->choices[i]));
    if (v.kind != VALUE_INT && v.kind != VALUE_BOOL) continue;
    buf_byte(out, ',');
    json_write(out, &v, false);
  }
  buf_printf(out, "%s]", null ? ",null" : "");
}

static void subschema(Buf *out, const Schema *s, bool null, int depth);
static void members(Buf *out, const Schema *s, bool null, int depth);

static void item(Buf *out, const Schema *s, bool null, int depth) {
  if (s)
    subschema(out, s, null, depth + 1);
  else
    buf_c(out, "{}");
}

/* -- records -- */

static void described(Buf *out, const Schema *f) {
  Arena a = { 0 };
  Buf text = { 0 };
  if (f->doc) buf_c(&text, f->doc);
  if (f->type == SCHEMA_DURATION && (f->has_min || f->has_max))
    buf_printf(&text, "%s(bounds are in seconds)", text.n ? " " : "");
  if (f->per_article) buf_printf(&text, "%s(may be set per article)", text.n ? " " : "");
  for (size_t k = 0; f->aliases && f->aliases[k]; k++)
    buf_printf(&text, "%s%s", k ? ", " : text.n ? "; also: " : "also: ", f->aliases[k]);
  if (text.n) {
    buf_c(out, "\"description\":");
    schema_json_text(out, buf_view(&text));
    buf_byte(out, ',');
  }
  const Value *v = f->type == SCHEMA_RECORD && !f->fallback ? NULL : schema_default(f, &a);
  if (v && v->kind != VALUE_NULL) {
    buf_c(out, "\"default\":");
    Str written = f->fallback ? v->text : str_c(f->preset);
    if (f->type == SCHEMA_DURATION && written.n)
      schema_json_text(out, written);
    else
      json_write(out, v, false);
    buf_byte(out, ',');
  }
  buf_free(&text);
  arena_free(&a);
}

static const SchemaPart *replaced(const Schema *f, const SchemaPart *instead, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (!strcmp(instead[i].name, f->name)) return &instead[i];
  return NULL;
}

static void property(Buf *out, const Schema *f, const char *name, const SchemaPart *part,
                     bool *first, int depth) {
  buf_c(out, *first ? "" : ",");
  *first = false;
  schema_json_text(out, str_c(name));
  buf_c(out, ":{");
  if (name == f->name) {
    described(out, f);
  } else {
    Arena a = { 0 };
    buf_c(out, "\"description\":");
    schema_json_text(out, arena_printf(&a, "the same as %s", f->name));
    buf_c(out, ",\"doNotSuggest\":true,");
    arena_free(&a);
  }
  if (part) /* draft-07 heeds nothing beside a $ref */
    buf_printf(out, "\"allOf\":[%.*s]", STR(part->json));
  else
    members(out, f, !f->solid && !f->required, depth + 1);
  if (out->p[out->n - 1] == ',') out->n--;
  buf_byte(out, '}');
}

static void required(Buf *out, const Schema *s) {
  size_t count = 0;
  for (size_t i = 0; i < s->field_count; i++) count += s->fields[i].required;
  if (!count) return;
  buf_c(out, ",\"allOf\":[");
  for (size_t i = 0, n = 0; i < s->field_count; i++) {
    const Schema *f = &s->fields[i];
    if (!f->required) continue;
    buf_c(out, n++ ? "," : "");
    if (f->aliases) buf_c(out, "{\"anyOf\":[");
    buf_c(out, "{\"required\":[");
    schema_json_text(out, str_c(f->name));
    buf_c(out, "]}");
    for (size_t k = 0; f->aliases && f->aliases[k]; k++) {
      buf_c(out, ",{\"required\":[");
      schema_json_text(out, str_c(f->aliases[k]));
      buf_c(out, "]}");
    }
    if (f->aliases) buf_c(out, "]}");
  }
  buf_byte(out, ']');
}

static void record(Buf *out, const Schema *s, const SchemaPart *instead, size_t count, bool null,
                   int depth) {
  bool first = true;
  types(out, "\"object\"", null);
  buf_c(out, ",\"properties\":{");
  for (size_t i = 0; i < s->field_count && depth < DEPTH; i++) {
    const Schema *f = &s->fields[i];
    const SchemaPart *part = replaced(f, instead, count);
    property(out, f, f->name, part, &first, depth);
    for (size_t k = 0; f->aliases && f->aliases[k]; k++)
      property(out, f, f->aliases[k], part, &first, depth);
  }
  buf_byte(out, '}');
  required(out, s);
  if (!s->open && depth < DEPTH) buf_c(out, ",\"additionalProperties\":false");
}

/* A scalar stands for one field: it must fit that one, and no other may be required. */
static void record_or_scalar(Buf *out, const Schema *s, bool null, int depth) {
  const Schema *field = s->scalar ? schema_field(s, str_c(s->scalar)) : NULL;
  for (size_t i = 0; i < s->field_count; i++)
    if (&s->fields[i] != field && s->fields[i].required) field = NULL;
  if (!field) {
    record(out, s, NULL, 0, null, depth);
    return;
  }
  buf_c(out, "\"anyOf\":[");
  subschema(out, field, false, depth + 1);
  buf_c(out, ",{");
  record(out, s, NULL, 0, null, depth);
  buf_c(out, "}]");
}

/* -- all types -- */

static void list(Buf *out, const Schema *s, bool null, int depth) {
  bool single = s->single && s->item;
  if (single) {
    buf_c(out, "\"anyOf\":[{");
  }
  types(out, "\"array\"", null);
  buf_c(out, ",\"items\":");
  item(out, s->item, false, depth);
  limits(out, s, "minItems", "maxItems");
  if (!single) return;
  buf_c(out, "},");
  item(out, s->item, false, depth);
  buf_byte(out, ']');
}

static void members(Buf *out, const Schema *s, bool null, int depth) {
  if (depth >= DEPTH) return;
  switch (s->type) {
  case SCHEMA_STRING:
  case SCHEMA_TEXT:
    types(out, SCALARS, null);
    limits(out, s, "minLength", "maxLength");
    break;
  case SCHEMA_INTEGER:
  case SCHEMA_NUMBER:
    types(out, s->type == SCHEMA_INTEGER ? "\"integer\",\"string\"" : "\"number\",\"string\"",
          null);
    limits(out, s, "minimum", "maximum");
    pattern(out, s->type == SCHEMA_INTEGER ? whole : number);
    break;
  case SCHEMA_BOOLEAN:
    types(out, "\"boolean\"", null);
    break;
  case SCHEMA_ENUM:
    choices(out, s, null);
    break;
  case SCHEMA_LIST:
    list(out, s, null, depth);
    break;
  case SCHEMA_MAP:
    types(out, "\"object\"", null);
    buf_c(out, ",\"additionalProperties\":");
    item(out, s->item, s->item && !s->item->solid && !s->item->required, depth);
    break;
  case SCHEMA_RECORD:
    record_or_scalar(out, s, null, depth);
    break;
  case SCHEMA_MATCH:
    buf_printf(out, "\"anyOf\":[{\"$ref\":\"#/definitions/match\"}%s]",
               null ? ",{\"type\":\"null\"}" : "");
    break;
  case SCHEMA_PATH:
    types(out, SCALARS, null);
    pattern(out, any_path);
    break;
  case SCHEMA_URL:
    types(out, s->relative ? SCALARS : "\"string\"", null);
    pattern(out, s->relative ? path_or_url : web_url);
    break;
  case SCHEMA_EMAIL:
    types(out, "\"string\"", null);
    pattern(out, email);
    break;
  case SCHEMA_DATE:
    types(out, "\"string\"", null);
    pattern(out, date);
    break;
  case SCHEMA_DURATION:
    types(out, "\"string\",\"number\"", null);
    limits(out, s, "minimum", "maximum");
    if (!s->has_min) buf_c(out, ",\"minimum\":0");
    pattern(out, duration);
    break;
  case SCHEMA_ANY:
  case SCHEMA_TYPES:
    break;
  }
}

static void subschema(Buf *out, const Schema *s, bool null, int depth) {
  buf_byte(out, '{');
  members(out, s, null, depth);
  buf_byte(out, '}');
}

void schema_json(Buf *out, const Schema *s, const SchemaPart *instead, size_t count) {
  bool needs = false;
  for (size_t i = 0; i < s->field_count; i++) needs = needs || s->fields[i].required;
  buf_byte(out, '{');
  if (s->type == SCHEMA_RECORD && !s->scalar)
    record(out, s, instead, count, !needs, 0);
  else
    members(out, s, !needs, 0);
  buf_byte(out, '}');
}

void schema_json_definitions(Buf *out) {
  buf_c(out, "\"match\":{\"type\":\"object\",\"description\":\"conditions, all of which must "
             "hold\",\"properties\":{"
             "\"any\":{\"description\":\"one of these conditions\",\"allOf\":[{\"$ref\":"
             "\"#/definitions/matches\"}]},"
             "\"all\":{\"description\":\"all of these conditions\",\"allOf\":[{\"$ref\":"
             "\"#/definitions/matches\"}]},"
             "\"not\":{\"description\":\"what must not hold\",\"anyOf\":[{\"$ref\":"
             "\"#/definitions/match\"},{\"$ref\":\"#/definitions/matches\"}]}");
  for (size_t i = 0; match_field(i).n; i++) {
    buf_byte(out, ',');
    schema_json_text(out, match_field(i));
    buf_c(out, str_eqc(match_field(i), "path") ? ":{\"$ref\":\"#/definitions/globs\"}"
                                               : ":{\"$ref\":\"#/definitions/wanted\"}");
  }
  buf_c(out, "},\"additionalProperties\":{\"$ref\":\"#/definitions/wanted\"}},"
             "\"matches\":{\"type\":\"array\",\"minItems\":1,\"items\":{\"$ref\":"
             "\"#/definitions/match\"}},"
             "\"wanted\":{\"anyOf\":[{\"type\":[" SCALARS "]},{\"type\":\"array\",\"minItems\":1,"
             "\"items\":{\"type\":[" SCALARS "]}},{\"type\":\"object\",\"additionalProperties\":{"
             "\"$ref\":\"#/definitions/wanted\"}}]},"
             "\"glob\":{\"type\":[" SCALARS "],\"pattern\":\"^[^/]\"},"
             "\"globs\":{\"anyOf\":[{\"$ref\":\"#/definitions/glob\"},{\"type\":\"array\","
             "\"minItems\":1,\"items\":{\"$ref\":\"#/definitions/glob\"}},{\"type\":\"object\","
             "\"additionalProperties\":{\"$ref\":\"#/definitions/wanted\"}}]}");
}

/* One member or item a line. Short lists of plain values stay on theirs. */
static void indented(Buf *out, Str json) {
  size_t depth = 0;
  bool quoted = false;
  for (size_t i = 0; i < json.n; i++) {
    char c = json.p[i];
    if (quoted) {
      buf_byte(out, c);
      if (c == '\\' && i + 1 < json.n)
        buf_byte(out, json.p[++i]);
      else if (c == '"')
        quoted = false;
      continue;
    }
    if (c == '"') quoted = true;
    bool opens = c == '{' || c == '[', closes = c == '}' || c == ']';
    bool empty = opens && i + 1 < json.n && (json.p[i + 1] == '}' || json.p[i + 1] == ']');
    if (closes) depth--;
    if (closes) {
      buf_byte(out, '\n');
      for (size_t k = 0; k < depth * 2; k++) buf_byte(out, ' ');
    }
    buf_byte(out, c);
    if (c == ':') buf_byte(out, ' ');
    if (empty) {
      buf_byte(out, json.p[++i]);
      continue;
    }
    if (opens) depth++;
    if (!opens && c != ',') continue;
    buf_byte(out, '\n');
    for (size_t k = 0; k < depth * 2; k++) buf_byte(out, ' ');
  }
  buf_byte(out, '\n');
}

void schema_json_document(Buf *out, const char *title, Str schema, Str definitions) {
  Buf all = { 0 };
  buf_c(&all, "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"title\":");
  schema_json_text(&all, str_c(title));
  buf_printf(&all, "%s%.*s,\"definitions\":{", schema.n > 2 ? "," : "",
             STR(str_sub(schema, 1, schema.n - 1)));
  schema_json_definitions(&all);
  if (definitions.n) buf_printf(&all, ",%.*s", STR(definitions));
  buf_c(&all, "}}");
  indented(out, buf_view(&all));
  buf_free(&all);
}
