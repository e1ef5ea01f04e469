/* yaml_write.c -- Values as YAML that people will go on writing. */
#include "import/importer.h"

#include "data/csv.h"
#include "data/date.h"
#include "data/yaml_write.h"
#include "import/front.h"

/* What YAML 1.1 or 1.2 would take for something else than text, or that looks like it. */
static bool special(Str s) {
  static const char *const words[] = {
    "null", "true", "false", "yes", "no", "on", "off", "y", "n"
  };
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (str_eq_nocase(s, str_c(words[i]))) return true;
  return strchr("-?:,[]{}#&*!|>'\"%@`~.+=<0123456789", s.p[0]) != NULL;
}

void yaml_text(Buf *out, Str s) {
  Arena a = { 0 };
  if (!s.n || special(s))
    buf_str(out, front_quote(&a, s));
  else
    yaml_write_text(out, s);
  arena_free(&a);
}

void yaml_line(Buf *out, const char *key, Str value) {
  if (!value.n) return;
  buf_printf(out, "%s: ", key);
  yaml_text(out, value);
  buf_byte(out, '\n');
}

static void scalar(Buf *out, const Value *v) {
  Arena a = { 0 };
  if (v->kind == VALUE_STR)
    yaml_text(out, v->str);
  else if (v->kind == VALUE_NULL)
    buf_c(out, "null");
  else if (v->kind == VALUE_BOOL)
    buf_c(out, v->boolean ? "true" : "false");
  else if (v->kind == VALUE_DATE)
    buf_str(out, date_text(&a, v->date));
  else
    buf_str(out, value_str(v, &a));
  arena_free(&a);
}

static void blanks(Buf *out, int n) {
  for (int i = 0; i < n; i++) buf_byte(out, ' ');
}

static void map(Buf *out, const Value *v, int indent, bool inline_first) {
  for (size_t i = 0; i < v->map.count; i++) {
    const Field *f = &v->map.fields[i];
    if (i || !inline_first) blanks(out, indent);
    yaml_text(out, f->key);
    buf_byte(out, ':');
    yaml_write(out, f->value, indent + 2);
  }
}

/* Behind "key:" or "-": a blank and the rest of the line, or lines of its own. */
void yaml_write(Buf *out, const Value *v, int indent) {
  if (v->kind == VALUE_MAP && v->map.count) {
    buf_byte(out, '\n');
    map(out, v, indent, false);
  } else if (v->kind == VALUE_LIST && v->list.count) {
    buf_byte(out, '\n');
    for (size_t i = 0; i < v->list.count; i++) {
      const Value *item = v->list.items[i];
      blanks(out, indent);
      buf_byte(out, '-');
      if (item->kind == VALUE_MAP && item->map.count) {
        buf_byte(out, ' ');
        map(out, item, indent + 2, true);
      } else {
        yaml_write(out, item, indent + 2);
      }
    }
  } else {
    buf_byte(out, ' ');
    if (v->kind == VALUE_MAP)
      buf_c(out, "{}");
    else if (v->kind == VALUE_LIST)
      buf_c(out, "[]");
    else
      scalar(out, v);
    buf_byte(out, '\n');
  }
}

bool csv_as_yaml(Str *out, Arena *a, const Source *source, char separator, Diags *d) {
  const Value *v = NULL;
  if (!csv_read(&v, a, source, separator, d)) return false;
  Buf b = { 0 };
  yaml_write(&b, v, 0);
  Str text = buf_view(&b);
  if (text.n && (text.p[0] == '\n' || text.p[0] == ' ')) text = str_sub(text, 1, text.n);
  *out = arena_str(a, text);
  buf_free(&b);
  return true;
}
