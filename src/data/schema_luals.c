/* schema_luals.c -- a record as classes of the Lua language server: what a plugin sees of
 * its options once they are checked and have their defaults. */
#include "data/schema_print.h"

/* What a plugin sees of an option: choices as literals, records as classes of their own
 * under the name of the option. */
static Str option_type(Arena *a, const Schema *s, Str class) {
  if (!s) return S("any");
  switch (s->type) {
  case SCHEMA_INTEGER:
    return S("integer");
  case SCHEMA_NUMBER:
  case SCHEMA_DURATION:
    return S("number");
  case SCHEMA_BOOLEAN:
    return S("boolean");
  case SCHEMA_DATE:
    return S("Date");
  case SCHEMA_ANY:
    return S("any");
  case SCHEMA_MATCH:
    return S("table");
  case SCHEMA_RECORD:
    return class;
  case SCHEMA_MAP:
    return arena_printf(a, "table<string, %.*s>", STR(option_type(a, s->item, class)));
  case SCHEMA_LIST: {
    for (size_t i = 0; s->item && s->item->type == SCHEMA_RECORD && i < s->item->field_count; i++)
      if (s->item->fields[i].type == SCHEMA_MATCH) return S("Rules");
    Str item = option_type(a, s->item, class);
    return arena_printf(a, str_chr(item, '|') < 0 ? "%.*s[]" : "(%.*s)[]", STR(item));
  }
  case SCHEMA_ENUM: {
    Buf all = { 0 };
    for (const char *const *c = s->choices; c && *c; c++) {
      if (all.n) buf_byte(&all, '|');
      schema_json_text(&all, str_c(*c));
    }
    Str text = all.n ? buf_dup(&all, a) : S("string");
    buf_free(&all);
    return text;
  }
  default:
    return S("string");
  }
}

static void option_class(Arena *a, Buf *out, const Schema *record, Str class) {
  buf_printf(out, "---@class %.*s\n", STR(class));
  for (size_t i = 0; i < record->field_count; i++) {
    const Schema *f = &record->fields[i];
    bool always = f->required || f->fallback || f->preset || f->type == SCHEMA_LIST ||
                  f->type == SCHEMA_MAP || f->type == SCHEMA_RECORD;
    Str type = option_type(a, f, arena_printf(a, "%.*s.%s", STR(class), f->name));
    buf_printf(out, "---@field %s%s %.*s", f->name, always ? "" : "?", STR(type));
    Str doc = f->doc ? str_c(f->doc) : S(""), line;
    if (str_split(&doc, '\n', &line) && line.n) buf_printf(out, " # %.*s", STR(line));
    buf_byte(out, '\n');
  }
  for (size_t i = 0; i < record->field_count; i++) {
    const Schema *f = &record->fields[i], *inner = f;
    while (inner && (inner->type == SCHEMA_LIST || inner->type == SCHEMA_MAP)) inner = inner->item;
    if (!inner || inner->type != SCHEMA_RECORD) continue;
    buf_byte(out, '\n');
    option_class(a, out, inner, arena_printf(a, "%.*s.%s", STR(class), f->name));
  }
}

void schema_print_luals(Buf *out, const Schema *schema, Str class) {
  Arena a = { 0 };
  option_class(&a, out, schema, class);
  arena_free(&a);
}
