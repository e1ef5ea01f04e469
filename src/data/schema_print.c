/* schema_print.c -- a schema as the text of a manual. */
#include "data/schema_print.h"

#include "data/json.h"
#include "data/schema_private.h"

enum { DEPTH = 16, COLUMNS = 79 };

/* Filled to 79 bytes behind `indent` blanks; a word that is longer stands alone. */
static void wrapped(Buf *out, Str text, size_t indent) {
  Str line;
  while (str_split(&text, '\n', &line)) {
    Str word;
    size_t column = 0;
    while (str_split(&line, ' ', &word)) {
      if (!word.n) continue;
      if (column && column + 1 + word.n > COLUMNS) column = 0;
      if (!column && out->n && out->p[out->n - 1] != '\n') buf_byte(out, '\n');
      if (column)
        buf_byte(out, ' ');
      else
        for (size_t i = 0; i < indent; i++) buf_byte(out, ' ');
      buf_str(out, word);
      column = (column ? column + 1 : indent) + word.n;
    }
    if (column) buf_byte(out, '\n');
  }
}

static void bound(Buf *out, const Schema *s, const char *which, double n) {
  bool texts = s->type == SCHEMA_STRING || s->type == SCHEMA_TEXT;
  const char *unit = s->type == SCHEMA_DURATION                        ? " seconds"
                     : texts                                           ? " characters"
                     : s->type == SCHEMA_LIST || s->type == SCHEMA_MAP ? " items"
                                                                       : "";
  buf_printf(out, ", at %s %.15g%s", which, n, unit);
}

/* ", default 5": as a person would write it. */
static void preset(Buf *out, const Schema *s) {
  Arena a = { 0 };
  const Value *v = s->type == SCHEMA_RECORD ? NULL : schema_default(s, &a);
  bool container = v && (v->kind == VALUE_LIST || v->kind == VALUE_MAP);
  if (v && container && value_count(v)) {
    buf_c(out, ", default ");
    json_write(out, v, false);
  } else if (v && !container) {
    Str text = s->fallback ? value_str(v, &a) : str_c(s->preset);
    if (text.n) buf_printf(out, ", default %.*s", STR(text));
  }
  arena_free(&a);
}

static void print_fields(Buf *out, const Schema *s, Str prefix, int depth) {
  Arena a = { 0 };
  for (size_t i = 0; i < s->field_count && depth < DEPTH; i++) {
    const Schema *f = &s->fields[i], *item = f->item;
    Str name = prefix.n ? arena_printf(&a, "%.*s.%s", STR(prefix), f->name) : str_c(f->name);
    Buf head = { 0 };
    buf_printf(&head, "%.*s: %.*s", STR(name), STR(schema_wants(&a, f)));
    if (f->type == SCHEMA_LIST && item && item->type == SCHEMA_ENUM)
      buf_printf(&head, " of %.*s", STR(schema_wants(&a, item)));
    if (f->type == SCHEMA_LIST && f->single) buf_c(&head, ", or one item");
    if (f->has_min) bound(&head, f, "least", f->min);
    if (f->has_max) bound(&head, f, "most", f->max);
    if (f->required) buf_c(&head, ", required");
    preset(&head, f);
    if (f->per_article) buf_c(&head, ", may be set per article");
    buf_str(out, buf_view(&head));
    buf_byte(out, '\n');
    buf_free(&head);
    if (f->doc) wrapped(out, str_c(f->doc), 4);
    for (size_t k = 0; f->aliases && f->aliases[k]; k++)
      buf_printf(out, "%s%s%s", k ? ", " : "    also: ", f->aliases[k],
                 f->aliases[k + 1] ? "" : "\n");
    if (f->type == SCHEMA_RECORD) print_fields(out, f, name, depth + 1);
    if ((f->type == SCHEMA_LIST || f->type == SCHEMA_MAP) && item && item->type == SCHEMA_RECORD) {
      const char *below = f->type == SCHEMA_LIST ? "[]" : ".NAME";
      print_fields(out, item, arena_printf(&a, "%.*s%s", STR(name), below), depth + 1);
    }
  }
  arena_free(&a);
}

void schema_print(Buf *out, const Schema *s) {
  if (s->type == SCHEMA_RECORD) print_fields(out, s, S(""), 0);
}
