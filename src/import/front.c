/* front.c -- finding the lines of one top-level field, and putting others in their place. */
#include "import/front.h"

#include "base/buf.h"
#include "base/diag.h"
#include "data/json_find.h"

static Str right_trimmed(Str s) {
  while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t')) s.n--;
  return s;
}

Front front_find(Str text) {
  Front f = { .eol = "\n" };
  size_t i = str_starts(text, S("\xEF\xBB\xBF")) ? 3 : 0, start = i;
  Str first = right_trimmed(str_line(text, &i));
  if (i > start + 1 && text.p[i - 1] == '\n' && text.p[i - 2] == '\r') f.eol = "\r\n";
  f.body = start;
  if (json_opens(text, start)) {
    size_t end = json_end(text, start);
    if (!end) return f;
    f = (Front){ FRONT_JSON, start, end, end, f.eol };
    str_line(text, &f.body);
    return f;
  }
  bool yaml = str_eqc(first, "---");
  if (!yaml && !str_eqc(first, "+++")) return f;
  f.from = i;
  while (i < text.n) {
    size_t from = i;
    Str line = right_trimmed(str_line(text, &i));
    if (!str_eq(line, first) && !(yaml && str_eqc(line, "..."))) continue;
    f.kind = yaml ? FRONT_YAML : FRONT_TOML;
    f.to = from;
    f.body = i;
    return f;
  }
  f.from = 0;
  return f;
}

/* Does the line begin with the key? Plain, or in quotes. */
static bool names(Str line, const char *name, char sign) {
  Str key = str_c(name);
  if (line.n && (line.p[0] == '"' || line.p[0] == '\'')) {
    char quote = line.p[0];
    line = str_sub(line, 1, line.n);
    if (!str_starts(line, key) || line.n <= key.n || line.p[key.n] != quote) return false;
    line = str_sub(line, key.n + 1, line.n);
  } else {
    if (!str_starts(line, key)) return false;
    line = str_sub(line, key.n, line.n);
  }
  while (line.n && (line.p[0] == ' ' || line.p[0] == '\t')) line = str_sub(line, 1, line.n);
  if (!line.n || line.p[0] != sign) return false;
  return sign == '=' || line.n == 1 || line.p[1] == ' ' || line.p[1] == '\t';
}

/* Of YAML: lines that are indented, items of a list and blank ones go on; of TOML what an
 * open bracket or three quotes keep open. */
static size_t value_end(Str text, const Front *f, Str first, size_t i) {
  size_t end = i;
  if (f->kind == FRONT_YAML) {
    while (i < f->to) {
      Str line = str_line(text, &i);
      bool inside = !line.n || line.p[0] == ' ' || line.p[0] == '\t' ||
                    (line.p[0] == '-' && (line.n == 1 || line.p[1] == ' ')) || line.p[0] == ']' ||
                    line.p[0] == '}';
      if (!inside) break;
      if (str_trim(line).n) end = i;
    }
    return end;
  }
  long equals = str_chr(first, '=');
  Str value = str_trim(str_sub(first, (size_t)equals + 1, first.n));
  Str close = str_starts(value, S("\"\"\"")) ? S("\"\"\"")
              : str_starts(value, S("'''"))  ? S("'''")
                                             : S("");
  if (close.n) {
    if (str_find(str_sub(value, 3, value.n), close) >= 0) return end;
    while (i < f->to && str_find(str_line(text, &i), close) < 0) {
    }
    return i;
  }
  if (!value.n || value.p[0] != '[' || str_ends(value, S("]"))) return end;
  while (i < f->to) {
    Str line = str_trim(str_line(text, &i));
    if (str_starts(line, S("]")) || (str_ends(line, S("]")) && !str_starts(line, S("[")))) break;
  }
  return i;
}

/* Where a new TOML field goes: in front of the first table. */
static size_t toml_end(Str text, const Front *f) {
  for (size_t i = f->from; i < f->to;) {
    size_t from = i;
    if (str_starts(str_trim(str_line(text, &i)), S("["))) return from;
  }
  return f->to;
}

typedef struct {
  size_t from, to, name; /* the field's lines; the length of its name with quotes */
} Place;

static bool find(Place *out, Str text, const Front *f, const char *name) {
  size_t end = f->kind == FRONT_TOML ? toml_end(text, f) : f->to;
  for (size_t i = f->from; i < end;) {
    size_t from = i;
    Str line = str_line(text, &i);
    if (!names(line, name, f->kind == FRONT_TOML ? '=' : ':')) continue;
    bool quoted = line.p[0] == '"' || line.p[0] == '\'';
    *out = (Place){ from, value_end(text, f, line, i), strlen(name) + (quoted ? 2 : 0) };
    return true;
  }
  return false;
}

static Str replaced(Arena *a, Str text, size_t from, size_t to, Str with) {
  Str parts[] = { str_sub(text, 0, from), with, str_sub(text, to, text.n) };
  return arena_concat(a, parts, 3);
}

bool front_has(Str text, const char *name) {
  Front f = front_find(text);
  Place at;
  if (f.kind == FRONT_JSON) {
    Arena a = { 0 };
    bool has = str_find(str_sub(text, f.from, f.to), arena_printf(&a, "\"%s\"", name)) >= 0;
    arena_free(&a);
    return has;
  }
  return f.kind != FRONT_NONE && find(&at, text, &f, name);
}

Str front_set(Arena *a, Str text, const char *name, Str value) {
  Front f = front_find(text);
  Place at;
  if (f.kind == FRONT_NONE) {
    size_t start = f.body;
    return replaced(a, text, start, start,
                    arena_printf(a, "---%s%s: %.*s%s---%s", f.eol, name, STR(value), f.eol, f.eol));
  }
  if (f.kind == FRONT_JSON) {
    /* Of a name that occurs twice the last value counts. */
    size_t end = f.to - 1;
    while (end > f.from && strchr(" \t\r\n", text.p[end - 1])) end--;
    bool empty = text.p[end - 1] == '{';
    return replaced(
        a, text, end, end,
        arena_printf(a, "%s%s  \"%s\": %.*s", empty ? "" : ",", f.eol, name, STR(value)));
  }
  const char *sign = f.kind == FRONT_TOML ? " =" : ":";
  Str line = arena_printf(a, "%s%s %.*s%s", name, sign, STR(value), f.eol);
  if (find(&at, text, &f, name)) return replaced(a, text, at.from, at.to, line);
  size_t end = f.kind == FRONT_TOML ? toml_end(text, &f) : f.to;
  return replaced(a, text, end, end, line);
}

Str front_remove(Arena *a, Str text, const char *name) {
  Front f = front_find(text);
  Place at;
  if ((f.kind != FRONT_YAML && f.kind != FRONT_TOML) || !find(&at, text, &f, name)) return text;
  return replaced(a, text, at.from, at.to, S(""));
}

Str front_rename(Arena *a, Str text, const char *name, const char *to) {
  Front f = front_find(text);
  Place at;
  if ((f.kind != FRONT_YAML && f.kind != FRONT_TOML) || !find(&at, text, &f, name)) return text;
  return replaced(a, text, at.from, at.from + at.name, str_c(to));
}

Str front_quote(Arena *a, Str value) {
  Buf out = { 0 };
  buf_byte(&out, '"');
  json_escape(&out, value);
  buf_byte(&out, '"');
  Str text = buf_dup(&out, a);
  buf_free(&out);
  return text;
}
