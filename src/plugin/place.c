/* place.c -- the first assignment to a name. */
#include "plugin/place.h"

bool lua_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool in_comment(Str text, size_t at) {
  size_t begin = at;
  while (begin > 0 && text.p[begin - 1] != '\n') begin--;
  return str_find(str_sub(text, begin, at), S("--")) >= 0;
}

/* Is text[at, end) a name on its own that is assigned to? */
static bool assigned(Str text, size_t at, size_t end) {
  bool quoted = at > 1 && (text.p[at - 1] == '"' || text.p[at - 1] == '\'') &&
                text.p[at - 2] == '[' && end + 1 < text.n && text.p[end] == text.p[at - 1] &&
                text.p[end + 1] == ']';
  if (quoted)
    end += 2;
  else if ((at > 0 && lua_word_byte(text.p[at - 1])) ||
           (end < text.n && lua_word_byte(text.p[end])))
    return false;
  while (end < text.n && (text.p[end] == ' ' || text.p[end] == '\t')) end++;
  return end < text.n && text.p[end] == '=' && !(end + 1 < text.n && text.p[end + 1] == '=');
}

bool place_find(Range *out, const Source *source, Str name, size_t from) {
  Str text = source->text;
  for (size_t at = from; name.n && at + name.n <= text.n; at++) {
    long hit = str_find(str_sub(text, at, text.n), name);
    if (hit < 0) return false;
    at += (size_t)hit;
    if (!assigned(text, at, at + name.n) || in_comment(text, at)) continue;
    *out = (Range){ at, name.n };
    return true;
  }
  return false;
}

/* Behind the string, comment or other token at `at`. */
static size_t skip_token(Str text, size_t at) {
  char c = text.p[at];
  Str rest = str_sub(text, at, text.n);
  if (str_starts(rest, S("[[")) || str_starts(rest, S("--[["))) {
    long end = str_find(rest, S("]]"));
    return end < 0 ? text.n : at + (size_t)end + 2;
  }
  if (str_starts(rest, S("--"))) {
    long end = str_chr(rest, '\n');
    return end < 0 ? text.n : at + (size_t)end;
  }
  if (c != '"' && c != '\'') return at + 1;
  for (at++; at < text.n && text.p[at] != c && text.p[at] != '\n'; at++)
    if (text.p[at] == '\\') at++;
  return at < text.n ? at + 1 : text.n;
}

/* Where the value that begins at `at` ends: at a ',' or ';', or before a closing bracket. */
static size_t value_end(Str text, size_t at) {
  size_t depth = 0;
  while (at < text.n) {
    char c = text.p[at];
    bool open = c == '{' || c == '(', close = c == '}' || c == ')';
    if (depth == 0 && (close || c == ',' || c == ';')) break;
    depth += open;
    depth -= close;
    at = skip_token(text, at);
  }
  return at < text.n ? at : text.n;
}

typedef struct {
  Arena *arena;
  const Source *source;
} Placer;

static Span span_of(size_t offset, size_t length) {
  return (Span){ .offset = (uint32_t)offset, .length = (uint32_t)length };
}

static const Value *place_field(const Placer *p, const Value *v, Range at);

/* v is written somewhere in the text [begin, end); `name` is what it belongs to. */
static const Value *place_in(const Placer *p, const Value *v, Span name, size_t begin, size_t end) {
  if (v->kind == VALUE_LIST) {
    ListBuilder list = list_begin(p->arena);
    for (size_t i = 0; i < v->list.count; i++)
      list_add(&list, place_in(p, v->list.items[i], name, begin, end));
    return list_end(&list, name);
  }
  if (v->kind != VALUE_MAP) {
    Value *copy = ARENA_NEW(p->arena, Value);
    *copy = *v;
    copy->span = name;
    return copy;
  }
  MapBuilder m = map_begin(p->arena);
  for (size_t i = 0; i < v->map.count; i++) {
    Field f = v->map.fields[i];
    Range at;
    if (str_eqc(f.key, "@items")) { /* what stands in it without a name */
      f.value = place_in(p, f.value, name, begin, end);
    } else if (place_find(&at, p->source, f.key, begin) && at.offset < end) {
      f.key_span = span_of(at.offset, at.length);
      f.value = place_field(p, f.value, at);
    }
    mapb_field(&m, f);
  }
  return map_end(&m, name);
}

static const Value *place_field(const Placer *p, const Value *v, Range at) {
  Str text = p->source->text;
  size_t begin = at.offset + at.length;
  while (begin < text.n && text.p[begin] != '=') begin++;
  if (begin < text.n) begin++;
  size_t end = value_end(text, begin);
  Str shown = str_trim(str_sub(text, begin, end));
  Span name = span_of(at.offset, at.length);
  if (v->kind != VALUE_MAP && v->kind != VALUE_LIST && shown.n)
    name = span_of((size_t)(shown.p - text.p), shown.n);
  return place_in(p, v, name, begin, end);
}

const Value *place_value(Arena *a, const Value *v, const Source *source, Range at) {
  const Placer p = { a, source };
  return place_field(&p, v, at);
}

Range header_place(const Source *source, Str name) {
  Range at;
  if (place_find(&at, source, name, 0)) return at;
  long call = str_find(source->text, S("publish.plugin"));
  return (Range){ call < 0 ? 0 : (size_t)call, call < 0 ? 0 : 14 };
}
