/* schema_print_yaml.c -- a schema as YAML to begin with: all options at their defaults,
 * commented out. */
#include "data/json.h"
#include "data/schema_print.h"
#include "data/schema_private.h"
#include "data/yaml_private.h"

enum { DEPTH = 16 };

/* A text that YAML reads as this very text without quotes. */
static bool plain(Str s) {
  if (!s.n || s.p[s.n - 1] == ' ') return false;
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    bool inner = i && ((c >= '0' && c <= '9') || strchr(" _-./", c));
    if (!c || (!letter && !inner)) return false;
  }
  static const char *const words[] = {
    "yes", "no", "on", "off", "y", "n", "true", "false", "null"
  };
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (str_eq_nocase(s, str_c(words[i]))) return false;
  Value v = { .kind = VALUE_STR };
  yaml_scalar(&v, s);
  return v.kind == VALUE_STR;
}

static void value(Buf *out, const Schema *s, const Value *v, Arena *a) {
  /* A duration as it was written, not as the number of seconds that it became. */
  bool written = s->type == SCHEMA_DURATION;
  Str text = written && !s->fallback && s->preset ? str_c(s->preset) : value_str(v, a);
  if (written && text.n)
    buf_str(out, text);
  else if (v->kind == VALUE_STR && plain(v->str))
    buf_str(out, v->str);
  else
    json_write(out, v, false);
}

/* Something that fits, for what may not be left out. */
static void example(Buf *out, const Schema *s, int depth) {
  switch (s->type) {
  case SCHEMA_INTEGER:
  case SCHEMA_NUMBER:
    buf_printf(out, "%.15g", s->has_min ? s->min : s->has_max && s->max < 1 ? s->max : 1);
    break;
  case SCHEMA_BOOLEAN:
    buf_c(out, "false");
    break;
  case SCHEMA_ENUM:
    schema_json_text(out, str_c(s->choices && s->choices[0] ? s->choices[0] : ""));
    break;
  case SCHEMA_LIST:
    buf_byte(out, '[');
    for (int i = 0; s->has_min && i < (int)s->min && depth < DEPTH; i++) {
      static const Schema any = { .type = SCHEMA_ANY };
      if (i) buf_c(out, ", ");
      example(out, s->item ? s->item : &any, depth + 1);
    }
    buf_byte(out, ']');
    break;
  case SCHEMA_MAP:
  case SCHEMA_MATCH:
    buf_c(out, "{}");
    break;
  case SCHEMA_RECORD: {
    bool first = true;
    buf_byte(out, '{');
    for (size_t i = 0; i < s->field_count && depth < DEPTH; i++) {
      if (!s->fields[i].required) continue;
      if (!first) buf_c(out, ", ");
      first = false;
      schema_json_text(out, str_c(s->fields[i].name));
      buf_c(out, ": ");
      example(out, &s->fields[i], depth + 1);
    }
    buf_byte(out, '}');
    break;
  }
  case SCHEMA_PATH:
    buf_c(out, "folder");
    break;
  case SCHEMA_URL:
    buf_c(out, "https://example.org/");
    break;
  case SCHEMA_EMAIL:
    buf_c(out, "ann@example.org");
    break;
  case SCHEMA_DATE:
    buf_c(out, "2024-01-31");
    break;
  case SCHEMA_DURATION:
    buf_printf(out, "%.15gs", s->has_min ? s->min : s->has_max && s->max < 60 ? s->max : 60);
    break;
  default: {
    double least = s->has_min ? s->min : 0, most = s->has_max ? s->max : 8;
    buf_byte(out, '"');
    for (double n = 0; n < least || (n < 4 && n < most); n++) buf_byte(out, "text"[(int)n % 4]);
    buf_byte(out, '"');
  }
  }
}

static void begin(Buf *out, size_t margin, int depth) {
  for (size_t i = 0; i < margin; i++) buf_byte(out, ' ');
  buf_c(out, "# ");
  for (int i = 0; i < depth; i++) buf_c(out, "  ");
}

/* # # doc (a whole number, at least 1; may be set per article) */
static void comment(Buf *out, const Schema *f, size_t margin, int depth, Arena *a) {
  Str doc = str_c(f->doc ? f->doc : ""), line;
  while (str_split(&doc, '\n', &line)) {
    if (!str_trim(line).n) continue;
    begin(out, margin, depth);
    buf_printf(out, "# %.*s\n", STR(str_trim(line)));
  }
  begin(out, margin, depth);
  buf_printf(out, "# (%.*s", STR(schema_wants(a, f)));
  if (f->has_min) buf_printf(out, ", at least %.15g", f->min);
  if (f->has_max) buf_printf(out, ", at most %.15g", f->max);
  buf_printf(out, "%s%s)\n", f->required ? ", required" : "",
             f->per_article ? ", may be set per article" : "");
  const Schema *item = f->type == SCHEMA_LIST || f->type == SCHEMA_MAP ? f->item : NULL;
  if (!item || item->type != SCHEMA_RECORD || !item->field_count) return;
  begin(out, margin, depth);
  buf_c(out, "# each {");
  for (size_t i = 0; i < item->field_count; i++)
    buf_printf(out, "%s%s: %.*s", i ? ", " : "", item->fields[i].name,
               STR(schema_wants(a, &item->fields[i])));
  buf_c(out, "}\n");
}

static void sample(Buf *out, const Schema *record, size_t margin, int depth) {
  Arena a = { 0 };
  for (size_t i = 0; i < record->field_count && depth < DEPTH; i++) {
    const Schema *f = &record->fields[i];
    bool nested = f->type == SCHEMA_RECORD && f->field_count && !f->fallback;
    const Value *v = nested ? NULL : schema_default(f, &a);
    comment(out, f, margin, depth, &a);
    begin(out, margin, depth);
    if (plain(str_c(f->name)))
      buf_c(out, f->name);
    else
      schema_json_text(out, str_c(f->name));
    buf_byte(out, ':');
    if (!nested && (v || f->required || f->solid)) {
      buf_byte(out, ' ');
      if (v)
        value(out, f, v, &a);
      else
        example(out, f, 0);
    }
    buf_byte(out, '\n');
    if (nested) sample(out, f, margin, depth + 1);
  }
  arena_free(&a);
}

void schema_print_sample(Buf *out, const Schema *s, size_t indent) {
  if (s->type == SCHEMA_RECORD) sample(out, s, indent, 0);
}
