/* yaml.c -- libyaml's events to a Value, on an explicit stack of bounded depth.
 *
 * libyaml is never given a chance to be slow: parsing stops at the first anchor,
 * at 64 levels and at 2,000,000 nodes, and its scanner looks no further ahead than
 * one line or 1,024 characters. */
#include "data/yaml_private.h"

#include "base/map.h"
#include <stdlib.h>

enum { SMALL_MAP = 16 };

typedef struct {
  bool is_map, has_key;
  ListBuilder list;
  MapBuilder map;
  Map keys; /* of a map with more than SMALL_MAP: key -> offset + 1 */
  Str key;
  Span key_span;
  size_t offset, end; /* bytes from the first to behind the last child */
} Frame;

typedef struct {
  Arena *arena;
  const Source *source;
  Diags *diags;
  YamlPlaces places;
  YamlShift shift;
  Frame stack[YAML_DEPTH + 1];
  size_t depth, nodes, documents;
  const Value *root;
} Build;

static Span span_of(size_t from, size_t to) {
  return (Span){ (uint32_t)from, (uint32_t)(to > from ? to - from : 0) };
}

static bool refuse(Build *b, Code code, Span at, const char *help, const char *message) {
  Range where = { at.offset, at.length ? at.length : 1 };
  diag_at(b->diags, DIAG_ERROR, code, b->source, where, help, "%s", message);
  return false;
}

/* Put a finished value where it belongs. */
static void place(Build *b, const Value *v, size_t end) {
  if (b->depth == 0) {
    b->root = v;
    return;
  }
  Frame *f = &b->stack[b->depth - 1];
  if (f->end < end) f->end = end;
  if (!f->is_map) {
    list_add(&f->list, v);
    return;
  }
  mapb_field(&f->map, (Field){ f->key, f->key_span, v });
  f->has_key = false;
}

static bool duplicate(Build *b, Frame *f, Str key, Span span) {
  size_t first = 0;
  bool found = false;
  if (f->map.count <= SMALL_MAP) {
    for (size_t i = 0; i < f->map.count && !found; i++) {
      found = str_eq(f->map.fields[i].key, key);
      if (found) first = f->map.fields[i].key_span.offset;
    }
  } else {
    if (f->keys.count == 0)
      for (size_t i = 0; i < f->map.count; i++)
        map_put(&f->keys, f->map.fields[i].key,
                (void *)(uintptr_t)(f->map.fields[i].key_span.offset + 1u));
    uintptr_t at = (uintptr_t)map_get(&f->keys, key);
    found = at != 0;
    if (found)
      first = at - 1;
    else
      map_put(&f->keys, key, (void *)(uintptr_t)(span.offset + 1u));
  }
  if (!found) return true;
  uint32_t line = 0, col = 0;
  source_position(b->source, first, &line, &col);
  diag_at(b->diags, DIAG_ERROR, P_YAML_DUPLICATE, b->source, (Range){ span.offset, span.length },
          "keep one of the two", "the key '%.*s' occurs twice: first in line %u", STR(key), line);
  return false;
}

/* Control characters that came in through escapes. */
static bool clean(Build *b, Str s, Span span) {
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    bool c1 = c == 0xC2 && i + 1 < s.n && (unsigned char)s.p[i + 1] < 0xA0 &&
              (unsigned char)s.p[i + 1] != 0x85;
    if ((c >= 0x20 && c != 0x7F && !c1) || c == '\n' || c == '\t' || c == '\r') continue;
    diag_at(b->diags, DIAG_ERROR, P_YAML_BYTES, b->source, (Range){ span.offset, span.length },
            "remove the escape", "an escape in this text makes the control character U+%04X",
            c1 ? (unsigned)(unsigned char)s.p[i + 1] : c);
    return false;
  }
  return true;
}

static bool begin(Build *b, const yaml_event_t *e, bool is_map) {
  size_t offset = yaml_place(&b->places, &e->start_mark);
  Frame *up = b->depth ? &b->stack[b->depth - 1] : NULL;
  if (up && up->is_map && !up->has_key)
    return refuse(
        b, P_YAML_KEY, span_of(offset, offset + 1), "put the key into quotes if it is text",
        is_map ? "a key must be a name, found a map" : "a key must be a name, found a list");
  if (b->depth == YAML_DEPTH)
    return refuse(b, P_YAML_LIMIT, span_of(offset, offset + 1), NULL,
                  "nested deeper than 64 levels");
  Frame *f = &b->stack[b->depth++];
  *f = (Frame){ .is_map = is_map, .offset = offset, .end = yaml_place(&b->places, &e->end_mark) };
  if (is_map)
    f->map = map_begin(b->arena);
  else
    f->list = list_begin(b->arena);
  return true;
}

static void end(Build *b, const yaml_event_t *e) {
  Frame *f = &b->stack[b->depth - 1];
  size_t to = f->end;
  /* A flow collection ends with its bracket; a block one with its last child. */
  size_t mark = yaml_place(&b->places, &e->end_mark);
  if (mark > f->offset && mark <= b->source->text.n &&
      (b->source->text.p[mark - 1] == ']' || b->source->text.p[mark - 1] == '}') && mark > to)
    to = mark;
  Span span = span_of(f->offset, to);
  const Value *v = f->is_map ? map_end(&f->map, span) : list_end(&f->list, span);
  map_free(&f->keys);
  b->depth--;
  place(b, v, to);
}

static bool key(Build *b, Frame *f, Str text, Span span, bool plain) {
  if (plain && str_empty(text))
    return refuse(b, P_YAML_KEY, span, "write a name in front of ':'", "a key is missing here");
  if (plain && str_eq(text, S("<<")))
    return refuse(b, P_YAML_REFUSED, span, "write the keys out",
                  "merge keys (<<) are not supported");
  if (!duplicate(b, f, text, span)) return false;
  f->key = text;
  f->key_span = span;
  f->has_key = true;
  return true;
}

static bool scalar(Build *b, const yaml_event_t *e) {
  size_t offset = yaml_place(&b->places, &e->start_mark);
  size_t to = yaml_place(&b->places, &e->end_mark);
  Span span = span_of(offset, to);
  bool plain = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
  char *copy = arena_dup(b->arena, (const char *)e->data.scalar.value, e->data.scalar.length);
  if (b->shift.any) yaml_unshift(&b->shift, copy, e->data.scalar.length);
  Str text = str_n(copy, e->data.scalar.length);
  if (e->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE && !clean(b, text, span))
    return false;
  Frame *f = b->depth ? &b->stack[b->depth - 1] : NULL;
  if (f && f->is_map && !f->has_key) {
    if (f->end < to) f->end = to;
    return key(b, f, text, span, plain);
  }
  Value *v = (Value *)value_of_str(b->arena, text);
  v->text = text;
  /* Where nothing stands, the key is the place to point at. */
  v->span = span.length || !f || !f->is_map ? span : f->key_span;
  if (plain && !e->data.scalar.tag) yaml_scalar(v, text);
  place(b, v, to);
  return true;
}

static bool no_properties(Build *b, const yaml_event_t *e, const yaml_char_t *anchor,
                          const yaml_char_t *tag) {
  size_t offset = yaml_place(&b->places, &e->start_mark);
  if (anchor)
    return refuse(b, P_YAML_REFUSED, span_of(offset, offset + 1),
                  "write the value out where it is needed; a text that begins with & needs quotes",
                  "anchors (&name) are not supported");
  /* A lone '!' means "this is text": old Ruby wrote it in front of every title. */
  bool lone = e->type == YAML_SCALAR_EVENT && tag && strcmp((const char *)tag, "!") == 0;
  if (tag && !lone)
    return refuse(b, P_YAML_REFUSED, span_of(offset, offset + 1),
                  "leave the tag out; a text that begins with ! needs quotes",
                  "tags (!name) are not supported");
  return true;
}

static bool take(Build *b, const yaml_event_t *e) {
  Span here = { 0 };
  switch (e->type) {
  case YAML_DOCUMENT_START_EVENT:
    if (b->documents++ == 0) return true;
    here.offset = (uint32_t)yaml_place(&b->places, &e->start_mark);
    return refuse(b, P_YAML_REFUSED, here, "keep one", "a second document begins here");
  case YAML_ALIAS_EVENT:
    here = span_of(yaml_place(&b->places, &e->start_mark), yaml_place(&b->places, &e->end_mark));
    return refuse(b, P_YAML_REFUSED, here,
                  "write the value out; a text that begins with * needs quotes",
                  "aliases (*name) are not supported");
  case YAML_SCALAR_EVENT:
  case YAML_SEQUENCE_START_EVENT:
  case YAML_MAPPING_START_EVENT:
    if (++b->nodes > YAML_NODES) {
      here.offset = (uint32_t)yaml_place(&b->places, &e->start_mark);
      return refuse(b, P_YAML_LIMIT, here, "split the file", "more than 2,000,000 values");
    }
    break;
  default:
    break;
  }
  switch (e->type) {
  case YAML_SCALAR_EVENT:
    return no_properties(b, e, e->data.scalar.anchor, e->data.scalar.tag) && scalar(b, e);
  case YAML_SEQUENCE_START_EVENT:
    return no_properties(b, e, e->data.sequence_start.anchor, e->data.sequence_start.tag) &&
           begin(b, e, false);
  case YAML_MAPPING_START_EVENT:
    return no_properties(b, e, e->data.mapping_start.anchor, e->data.mapping_start.tag) &&
           begin(b, e, true);
  case YAML_SEQUENCE_END_EVENT:
  case YAML_MAPPING_END_EVENT:
    end(b, e);
    return true;
  default:
    return true;
  }
}

bool yaml_parse(const Value **out, Arena *a, const Source *source, size_t from, size_t length,
                Diags *d) {
  size_t to = from + length;
  if (length > YAML_BYTES) {
    diag_at(d, DIAG_ERROR, P_YAML_LIMIT, source, (Range){ from, 1 }, "split the file",
            "more than 16 MiB of YAML");
    return false;
  }
  if (from == 0 && str_starts(str_sub(source->text, from, to), S("\xEF\xBB\xBF"))) from += 3;
  if (!yaml_bytes(source, from, to, d)) return false;
  Build *b = mem_calloc(1, sizeof *b);
  b->arena = a;
  b->source = source;
  b->diags = d;
  Arena scratch = { 0 };
  yaml_places(&b->places, &scratch, source, from, to);
  Str text = yaml_shift(&b->shift, &scratch, str_sub(source->text, from, to));
  yaml_parser_t parser;
  bool ok = yaml_parser_initialize(&parser) != 0;
  if (!ok) {
    diag_machine(d, P_MACHINE, NULL, "no memory for the YAML parser");
    goto done;
  }
  yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&parser, (const unsigned char *)(text.n ? text.p : ""), text.n);
  for (bool more = true; ok && more;) {
    yaml_event_t event;
    if (!yaml_parser_parse(&parser, &event)) {
      yaml_explain(&parser, &b->places, d);
      ok = false;
      break;
    }
    more = event.type != YAML_STREAM_END_EVENT;
    ok = take(b, &event);
    yaml_event_delete(&event);
  }
  yaml_parser_delete(&parser);
  if (ok) *out = b->root ? b->root : value_null(a);
done:
  for (size_t i = 0; i < b->depth; i++) map_free(&b->stack[i].keys);
  arena_free(&scratch);
  free(b);
  return ok;
}
