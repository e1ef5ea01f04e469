/* toml.c -- keys and tables of TOML, built as a tree that headers may come back to, and
 * turned into Values at the end. What stands behind '=' is in toml_scalar.c. */
#include "data/toml_private.h"

#include "base/map.h"
#include "base/utf8.h"
#include "data/yaml_private.h"

enum { SMALL_TABLE = 16 };

/* Who made a table decides who may add to it. */
typedef enum {
  MADE_IMPLICIT, /* on the way to another: [a] by [a.b] */
  MADE_HEADER,   /* by a header of its own */
  MADE_DOTTED    /* by a key a.b = 1 */
} Made;

typedef struct Table Table;
typedef struct {
  Str key;
  Span key_span;
  const Value *value; /* finished; or */
  Table *table;       /* still open; or */
  Table **list;       /* [[of tables]] */
  size_t list_count, list_cap;
} Entry;
struct Table {
  Entry *entries;
  size_t count, cap;
  Map index; /* of more than SMALL_TABLE: key -> number of the entry + 1 */
  Made made;
  size_t depth;
  Span span;
  Table *all; /* every table of the document, to free the maps */
};

typedef struct {
  Str name;
  Span span;
} Part;
typedef struct {
  Part parts[TOML_DEPTH];
  size_t count;
} Key;

typedef struct {
  Toml t;
  Table *all;
} Reading;

bool toml_fail(Toml *t, size_t from, size_t to, const char *help, const char *format, ...) {
  va_list args;
  va_start(args, format);
  Buf b = { 0 };
  buf_vprintf(&b, format, args);
  va_end(args);
  Range where = { from, to > from ? to - from : 1 };
  diag_at(t->diags, DIAG_ERROR, P_TOML_SYNTAX, t->source, where, help, "%s", buf_z(&b));
  buf_free(&b);
  return false;
}

bool toml_count(Toml *t, size_t depth) {
  const char *problem = depth > TOML_DEPTH        ? "nested deeper than 64 levels"
                        : ++t->nodes > TOML_NODES ? "more than 2,000,000 values"
                                                  : NULL;
  if (!problem) return true;
  diag_at(t->diags, DIAG_ERROR, P_YAML_LIMIT, t->source, (Range){ t->at, 1 },
          depth > TOML_DEPTH ? NULL : "split the file", "%s", problem);
  return false;
}

/* -- between the words -- */

void toml_blanks(Toml *t) {
  while (toml_peek(t, 0) == ' ' || toml_peek(t, 0) == '\t') t->at++;
}

bool toml_line_end(Toml *t) {
  char c = toml_peek(t, 0);
  if (c != '\n' && c != '\r') return false;
  t->at += c == '\r' && toml_peek(t, 1) == '\n' ? 2 : 1;
  return true;
}

static void comment(Toml *t) {
  if (toml_peek(t, 0) != '#') return;
  while (t->at < t->s.n && t->s.p[t->at] != '\n' && t->s.p[t->at] != '\r') t->at++;
}

void toml_gap(Toml *t) {
  do {
    toml_blanks(t);
    comment(t);
  } while (toml_line_end(t));
}

/* -- keys -- */

static bool bare(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

static bool no_key(Toml *t) {
  size_t from = t->at, end = from;
  while (end < t->s.n && !strchr(" \t\n\r=.]#", t->s.p[end])) end++;
  if (end > from && (unsigned char)t->s.p[from] >= 0x80)
    return toml_fail(t, from, end, "put it into quotes",
                     "a key with other letters than a to z needs quotes");
  bool whole = end == from;
  if (whole && end < t->s.n && t->s.p[end] != '\n' && t->s.p[end] != '\r') end++;
  return toml_fail(t, from, end, "write lines such as title = \"A day at sea\"",
                   "a key is missing here");
}

static bool read_key(Toml *t, Key *key) {
  key->count = 0;
  for (;;) {
    toml_blanks(t);
    char c = toml_peek(t, 0);
    Part part = { 0 };
    size_t from = t->at;
    if (c == '"' || c == '\'') {
      if (!toml_text(t, &part.name, false)) return false;
    } else if (bare(c)) {
      while (bare(toml_peek(t, 0))) t->at++;
      if ((unsigned char)toml_peek(t, 0) >= 0x80) {
        t->at = from;
        while (bare(toml_peek(t, 0)) || (unsigned char)toml_peek(t, 0) >= 0x80) t->at++;
        return toml_fail(t, from, t->at, "put it into quotes",
                         "a key with other letters than a to z needs quotes");
      }
      part.name = str_sub(t->s, from, t->at);
    } else {
      return no_key(t);
    }
    part.span = toml_span(from, t->at);
    if (key->count == TOML_DEPTH) return toml_count(t, TOML_DEPTH + 1);
    key->parts[key->count++] = part;
    toml_blanks(t);
    if (toml_peek(t, 0) != '.') return true;
    t->at++;
  }
}

/* -- tables -- */

static Table *new_table(Reading *r, Made made, size_t depth, Span span) {
  Table *table = ARENA_NEW(r->t.arena, Table);
  *table = (Table){ .made = made, .depth = depth, .span = span, .all = r->all };
  r->all = table;
  return table;
}

static Entry *find(Table *table, Str key) {
  if (table->index.count) {
    uintptr_t at = (uintptr_t)map_get(&table->index, key);
    return at ? &table->entries[at - 1] : NULL;
  }
  for (size_t i = 0; i < table->count; i++)
    if (str_eq(table->entries[i].key, key)) return &table->entries[i];
  return NULL;
}

static Entry *add(Reading *r, Table *table, const Part *part) {
  table->entries =
      arena_grow(r->t.arena, table->entries, table->count, &table->cap, sizeof *table->entries);
  Entry *e = &table->entries[table->count++];
  *e = (Entry){ .key = part->name, .key_span = part->span };
  if (table->count <= SMALL_TABLE) return e;
  for (size_t i = table->index.count; i < table->count; i++)
    map_put(&table->index, table->entries[i].key, (void *)(uintptr_t)(i + 1));
  return e;
}

static bool twice(Reading *r, const Part *part, const Entry *first, const char *help) {
  uint32_t line = 0, col = 0;
  source_position(r->t.source, first->key_span.offset, &line, &col);
  diag_at(r->t.diags, DIAG_ERROR, P_YAML_DUPLICATE, r->t.source,
          (Range){ part->span.offset, part->span.length }, help ? help : "keep one of the two",
          "the key '%.*s' occurs twice: first in line %u", STR(part->name), line);
  return false;
}

/* The table `part` of `in`, made when it is not there. A header goes through everything
 * that is open; a dotted key only through what dotted keys made. */
static bool step(Reading *r, Table **in, const Part *part, Made made) {
  Entry *e = find(*in, part->name);
  if (!e) {
    if (!toml_count(&r->t, (*in)->depth + 1)) return false;
    e = add(r, *in, part);
    e->table = new_table(r, made, (*in)->depth + 1, part->span);
  } else if (e->value) {
    return twice(r, part, e, "this one has a value already and cannot hold others");
  } else if (made == MADE_DOTTED && (!e->table || e->table->made == MADE_HEADER)) {
    return twice(r, part, e, "write the line below the header of that table");
  }
  if (made == MADE_DOTTED) e->table->made = MADE_DOTTED;
  *in = e->table ? e->table : e->list[e->list_count - 1];
  return true;
}

static bool read_value(Reading *r, const Value **out, size_t depth, Str key);

/* KEY = VALUE in `table`. */
static bool pair(Reading *r, Table *table) {
  Toml *t = &r->t;
  Key key;
  if (!read_key(t, &key)) return false;
  const Part *last = &key.parts[key.count - 1];
  if (toml_peek(t, 0) != '=') {
    size_t at = t->at;
    bool colon = toml_peek(t, 0) == ':';
    return toml_fail(t, at, at + 1,
                     colon ? "`name: value` is YAML, which stands between lines of three dashes"
                           : "write lines such as title = \"A day at sea\"",
                     "expected '=' behind the key '%.*s'", STR(last->name));
  }
  t->at++;
  toml_blanks(t);
  for (size_t i = 0; i + 1 < key.count; i++)
    if (!step(r, &table, &key.parts[i], MADE_DOTTED)) return false;
  const Entry *first = find(table, last->name);
  if (first) return twice(r, last, first, NULL);
  const Value *v;
  if (!read_value(r, &v, table->depth + 1, last->name)) return false;
  add(r, table, last)->value = v;
  return true;
}

/* [a.b] or [[a.b]]: *in is the table that the lines below it fill. */
static bool header(Reading *r, Table *root, Table **in) {
  Toml *t = &r->t;
  size_t from = t->at++;
  bool of_list = toml_peek(t, 0) == '[';
  if (of_list) t->at++;
  Key key;
  if (!read_key(t, &key)) return false;
  if (toml_peek(t, 0) != ']' || (of_list && toml_peek(t, 1) != ']'))
    return toml_fail(t, from, t->at, NULL, "the header of a table is not closed with '%s'",
                     of_list ? "]]" : "]");
  t->at += of_list ? 2 : 1;
  Table *table = root;
  for (size_t i = 0; i + 1 < key.count; i++)
    if (!step(r, &table, &key.parts[i], MADE_IMPLICIT)) return false;
  const Part *last = &key.parts[key.count - 1];
  Entry *e = find(table, last->name);
  if (e && !of_list && e->table && e->table->made == MADE_IMPLICIT) {
    e->table->made = MADE_HEADER;
    e->table->span = last->span;
    *in = e->table;
    return true;
  }
  if (e && !(of_list && e->list)) return twice(r, last, e, NULL);
  if (!toml_count(t, table->depth + (of_list ? 2 : 1))) return false;
  if (!e) e = add(r, table, last);
  *in = new_table(r, MADE_HEADER, table->depth + (of_list ? 2 : 1), last->span);
  if (!of_list) {
    e->table = *in;
    return true;
  }
  e->list = arena_grow(t->arena, e->list, e->list_count, &e->list_cap, sizeof(Table *));
  e->list[e->list_count++] = *in;
  return true;
}

/* Depth is bounded by toml_count(). */
static const Value *finish(Reading *r, const Table *table) {
  MapBuilder b = map_begin(r->t.arena);
  for (size_t i = 0; i < table->count; i++) {
    const Entry *e = &table->entries[i];
    const Value *v = e->value;
    if (e->table) v = finish(r, e->table);
    if (e->list) {
      ListBuilder list = list_begin(r->t.arena);
      for (size_t k = 0; k < e->list_count; k++) list_add(&list, finish(r, e->list[k]));
      v = list_end(&list, e->list[0]->span);
    }
    mapb_field(&b, (Field){ e->key, e->key_span, v });
  }
  return map_end(&b, table->span);
}

/* -- values -- */

static bool read_list(Reading *r, const Value **out, size_t depth) {
  Toml *t = &r->t;
  size_t from = t->at++;
  ListBuilder b = list_begin(t->arena);
  for (;;) {
    toml_gap(t);
    if (toml_peek(t, 0) == ']') break;
    if (t->at >= t->s.n)
      return toml_fail(t, from, from + 1, "close it with ]",
                       "a list opens here and is never closed");
    const Value *v;
    if (!read_value(r, &v, depth + 1, S(""))) return false;
    list_add(&b, v);
    toml_gap(t);
    if (toml_peek(t, 0) == ',') {
      t->at++;
    } else if (toml_peek(t, 0) != ']') {
      if (t->at >= t->s.n) continue;
      return toml_fail(t, t->at, t->at + 1, "put a ',' between the items of a list",
                       "expected ',' or ']'");
    }
  }
  t->at++;
  *out = list_end(&b, toml_span(from, t->at));
  return true;
}

static bool read_inline(Reading *r, const Value **out, size_t depth) {
  Toml *t = &r->t;
  size_t from = t->at++;
  Table *table = new_table(r, MADE_HEADER, depth, (Span){ 0 });
  toml_blanks(t);
  while (toml_peek(t, 0) != '}') {
    if (!pair(r, table)) return false;
    toml_blanks(t);
    char c = toml_peek(t, 0);
    if (c == ',') {
      t->at++;
      toml_blanks(t);
      if (toml_peek(t, 0) == '}')
        return toml_fail(t, t->at - 1, t->at, "remove the ','", "expected a key behind the ','");
    } else if (c != '}') {
      return toml_fail(t, t->at, t->at + 1,
                       "a { } table stands in one line; longer ones get a [header]",
                       "expected ',' or '}'");
    }
  }
  t->at++;
  table->span = toml_span(from, t->at);
  *out = finish(r, table);
  return true;
}

static bool read_value(Reading *r, const Value **out, size_t depth, Str key) {
  Toml *t = &r->t;
  char c = toml_peek(t, 0);
  if (!toml_count(t, depth)) return false;
  if (c == '[') return read_list(r, out, depth);
  if (c == '{') return read_inline(r, out, depth);
  if (c != '"' && c != '\'') return toml_scalar(t, out, key);
  size_t from = t->at;
  Str text;
  if (!toml_text(t, &text, true)) return false;
  Value *v = (Value *)value_of_str(t->arena, text);
  v->text = text;
  v->span = toml_span(from, t->at);
  *out = v;
  return true;
}

/* -- the document -- */

static bool rest_of_line(Toml *t, size_t line) {
  toml_blanks(t);
  comment(t);
  size_t at = t->at;
  if (at >= t->s.n || toml_line_end(t)) return true;
  char c = t->s.p[line];
  return toml_fail(t, at, at + 1,
                   c == '[' ? "the lines of a table stand below its header"
                            : "one key and one value in each line; # begins a remark",
                   "expected the end of the line");
}

static bool document(Reading *r, Table *root) {
  Toml *t = &r->t;
  Table *in = root;
  for (;;) {
    toml_gap(t);
    if (t->at >= t->s.n) return true;
    size_t line = t->at;
    bool ok = toml_peek(t, 0) == '[' ? header(r, root, &in) : pair(r, in);
    if (!ok || !rest_of_line(t, line)) return false;
  }
}

bool toml_parse(const Value **out, Arena *a, const Source *source, size_t from, size_t length,
                Diags *d) {
  size_t to = from + length;
  if (length > TOML_BYTES) {
    diag_at(d, DIAG_ERROR, P_YAML_LIMIT, source, (Range){ from, 1 }, "split the file",
            "more than 16 MiB of TOML");
    return false;
  }
  if (from == 0 && str_starts(str_sub(source->text, from, to), S("\xEF\xBB\xBF"))) from += 3;
  if (!yaml_bytes(source, from, to, d)) return false;
  Reading r = {
    .t = { .arena = a, .source = source, .diags = d, .s = str_sub(source->text, 0, to), .at = from }
  };
  Table *root = new_table(&r, MADE_HEADER, 0, (Span){ (uint32_t)from, 0 });
  bool ok = document(&r, root);
  if (ok) *out = finish(&r, root);
  for (Table *table = r.all; table; table = table->all) map_free(&table->index);
  return ok;
}
