/* match.c -- checking, compiling and evaluating conditions over an article. */
#include "data/match_private.h"

#include "text/lang.h"
#include "text/normal.h"

enum { MATCH_DEPTH = 16 };

/* First names of what rows hold; everything else is looked for under extra. */
static const Str row_fields[] = {
  { "path", 4 },     { "url", 3 },       { "id", 2 },           { "slug", 4 },
  { "title", 5 },    { "date", 4 },      { "updated", 7 },      { "language", 8 },
  { "authors", 7 },  { "source", 6 },    { "image", 5 },        { "description", 11 },
  { "excerpt", 7 },  { "tags", 4 },      { "categories", 10 },  { "series", 6 },
  { "weight", 6 },   { "layout", 6 },    { "notice", 6 },       { "related", 7 },
  { "comments", 8 }, { "sponsored", 9 }, { "ai", 2 },           { "translation", 11 },
  { "aliases", 7 },  { "words", 5 },     { "expires", 7 },      { "draft", 5 },
  { "extra", 5 },    { "listed", 6 },    { "corrections", 11 }, { "guid", 4 },
};
enum { ROW_FIELDS = sizeof row_fields / sizeof *row_fields };

static const struct {
  const char *name, *field;
} shorthands[] = {
  { "tag", "tags" }, { "category", "categories" }, { "author", "authors" }, { "lang", "language" }
};
enum { SHORTHANDS = sizeof shorthands / sizeof *shorthands };

Str match_field(size_t index) {
  if (index < SHORTHANDS) return str_c(shorthands[index].name);
  return index - SHORTHANDS < ROW_FIELDS ? row_fields[index - SHORTHANDS] : S("");
}

static Str first_part(Str field) {
  long dot = str_chr(field, '.');
  return dot < 0 ? field : str_sub(field, 0, (size_t)dot);
}

static bool in_row(Str field) {
  Str first = first_part(field);
  for (size_t i = 0; i < ROW_FIELDS; i++)
    if (str_eq(row_fields[i], first)) return true;
  return false;
}

static Str shorthand(Str key) {
  for (size_t i = 0; i < sizeof shorthands / sizeof *shorthands; i++)
    if (str_eqc(key, shorthands[i].name)) return str_c(shorthands[i].field);
  return key;
}

static bool is_scalar(const Value *v) {
  return v->kind != VALUE_LIST && v->kind != VALUE_MAP && v->kind != VALUE_NULL;
}

/* -- check -- */

static bool check_map(const Value *v, Str name, Str prefix, const SchemaContext *c, int depth);

static bool fail(const SchemaContext *c, const Value *v, Str name, const char *help,
                 const char *message) {
  schema_report(c, DIAG_ERROR, P_MATCH, v, help, "%.*s: %s", STR(name), message);
  return false;
}

static bool check_glob(const Value *v, Str name, const SchemaContext *c) {
  const char *problem = glob_problem(value_str(v, c->arena));
  return problem ? fail(c, v, name, "such as \"articles/opinion/**\"", problem) : true;
}

static bool check_group(const Value *v, Str name, Str key, const SchemaContext *c, int depth) {
  if (str_eqc(key, "not") && v->kind == VALUE_MAP) return check_map(v, name, S(""), c, depth + 1);
  if (v->kind != VALUE_LIST || v->list.count == 0)
    return fail(c, v, name, "such as any: [{ tag: a }, { language: de }], not: { draft: true }",
                str_eqc(key, "not") ? "takes a map of conditions"
                                    : "takes a list of maps of conditions");
  bool ok = true;
  for (size_t i = 0; i < v->list.count; i++)
    if (!check_map(v->list.items[i], name, S(""), c, depth + 1)) ok = false;
  return ok;
}

static bool check_value(const Value *v, Str name, Str field, const SchemaContext *c, int depth) {
  bool path = str_eqc(field, "path"), ok = true;
  if (v->kind == VALUE_MAP) return check_map(v, name, field, c, depth + 1);
  if (v->kind == VALUE_NULL)
    return fail(c, v, name, "write true or false to ask whether the field is there",
                "the condition is empty");
  if (is_scalar(v)) return !path || check_glob(v, name, c);
  if (v->list.count == 0) return fail(c, v, name, NULL, "an empty list never holds");
  for (size_t i = 0; i < v->list.count; i++) {
    const Value *item = v->list.items[i];
    if (!is_scalar(item))
      ok = fail(c, item->kind == VALUE_NULL ? v : item, name, NULL,
                "a list of conditions holds texts");
    else if (path && !check_glob(item, name, c))
      ok = false;
  }
  return ok;
}

static bool check_map(const Value *v, Str name, Str prefix, const SchemaContext *c, int depth) {
  if (depth > MATCH_DEPTH) return fail(c, v, name, NULL, "conditions are nested deeper than 16");
  if (v->kind != VALUE_MAP)
    return fail(c, v, name, "such as { language: en, tag: opinion }",
                "must be a map of conditions");
  bool ok = true;
  for (size_t i = 0; i < v->map.count; i++) {
    const Field *f = &v->map.fields[i];
    Str called = arena_printf(c->arena, "%.*s%s%.*s", STR(name), name.n ? "." : "", STR(f->key));
    if (!prefix.n && (str_eqc(f->key, "any") || str_eqc(f->key, "all") || str_eqc(f->key, "not"))) {
      if (!check_group(f->value, called, f->key, c, depth)) ok = false;
      continue;
    }
    Str field = prefix.n ? arena_printf(c->arena, "%.*s.%.*s", STR(prefix), STR(f->key))
                         : shorthand(f->key);
    if (!prefix.n && !in_row(field)) {
      Str names[ROW_FIELDS + SHORTHANDS];
      for (size_t k = 0; k < ROW_FIELDS + SHORTHANDS; k++) names[k] = match_field(k);
      Str near = str_nearest(first_part(field), names, ROW_FIELDS + SHORTHANDS);
      if (near.n) {
        Value at = { .kind = VALUE_NULL, .span = f->key_span };
        Diag *r = schema_report(c, DIAG_WARNING, P_MATCH, &at, NULL,
                                "%.*s: articles have no field '%.*s' of publish's own", STR(called),
                                STR(f->key));
        diag_help(c->diags, r, "did you mean '%.*s'?", STR(near));
      }
    }
    if (!check_value(f->value, called, field, c, depth)) ok = false;
  }
  return ok;
}

bool match_check(const Value *v, Str name, const SchemaContext *c) {
  return !v || check_map(v, name, S(""), c, 0);
}

/* -- compile -- */

static const Match *compile_map(Arena *a, const Value *v, Str prefix);

static Compare compare_of(Str field) {
  if (str_eqc(field, "path")) return AS_PATH;
  if (str_eqc(field, "tags") || str_eqc(field, "categories")) return AS_KEY;
  return str_eqc(field, "language") ? AS_LANGUAGE : AS_TEXT;
}

static Str compile_text(Arena *a, Compare how, const Value *v) {
  Str text = arena_str(a, value_str(v, a));
  return how == AS_KEY ? tag_key(a, text) : text;
}

static const Match *compile_value(Arena *a, Str field, const Value *v) {
  if (v->kind == VALUE_MAP) return compile_map(a, v, field);
  Match *m = ARENA_NEW(a, Match);
  m->compare = compare_of(field);
  m->field = in_row(field) ? arena_str(a, field) : arena_printf(a, "extra.%.*s", STR(field));
  if (v->kind == VALUE_BOOL) {
    m->op = v->boolean ? OP_PRESENT : OP_ABSENT;
    return m;
  }
  m->op = OP_IN;
  m->count = v->kind == VALUE_LIST ? v->list.count : 1;
  m->values = ARENA_ARRAY(a, m->count, Str);
  for (size_t i = 0; i < m->count; i++)
    m->values[i] = compile_text(a, m->compare, v->kind == VALUE_LIST ? v->list.items[i] : v);
  return m;
}

static const Match *compile_group(Arena *a, Str key, const Value *v) {
  Match *m = ARENA_NEW(a, Match);
  m->op = str_eqc(key, "any") ? OP_ANY : str_eqc(key, "not") ? OP_NOT : OP_ALL;
  m->count = v->kind == VALUE_LIST ? v->list.count : 1;
  m->parts = ARENA_ARRAY(a, m->count, const Match *);
  for (size_t i = 0; i < m->count; i++)
    m->parts[i] = compile_map(a, v->kind == VALUE_LIST ? v->list.items[i] : v, S(""));
  return m;
}

static const Match *compile_map(Arena *a, const Value *v, Str prefix) {
  Match *m = ARENA_NEW(a, Match);
  m->op = OP_ALL;
  m->count = value_count(v);
  m->parts = ARENA_ARRAY(a, m->count, const Match *);
  for (size_t i = 0; i < m->count; i++) {
    const Field *f = &v->map.fields[i];
    bool group =
        !prefix.n && (str_eqc(f->key, "any") || str_eqc(f->key, "all") || str_eqc(f->key, "not"));
    Str field =
        prefix.n ? arena_printf(a, "%.*s.%.*s", STR(prefix), STR(f->key)) : shorthand(f->key);
    m->parts[i] = group ? compile_group(a, f->key, f->value) : compile_value(a, field, f->value);
  }
  return m;
}

const Match *match_compile(Arena *a, const Value *v) {
  return compile_map(a, v && v->kind == VALUE_MAP ? v : NULL, S(""));
}

/* -- evaluate -- */

Str match_text(const Value *v, Arena *scratch) {
  static const char *const names[] = { "name", "by", "src", "url", "title" };
  if (v->kind == VALUE_MAP) {
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
      Str s = value_strc(v, names[i]);
      if (s.n) return s;
    }
    return S("");
  }
  return value_str(v, scratch);
}

/* zh holds for zh, zh-Hans and zh-Hans-CN. */
static bool covers(Str wanted, Str language) {
  if (wanted.n > language.n || !str_eq_nocase(wanted, str_sub(language, 0, wanted.n))) return false;
  return wanted.n == language.n || language.p[wanted.n] == '-';
}

static bool holds_text(const Match *m, Str text, Arena *scratch) {
  if (m->compare == AS_KEY) text = tag_key(scratch, text);
  for (size_t i = 0; i < m->count; i++) {
    switch (m->compare) {
    case AS_TEXT:
    case AS_KEY:
      if (str_eq(m->values[i], text)) return true;
      break;
    case AS_PATH:
      if (glob_match(m->values[i], text)) return true;
      break;
    case AS_LANGUAGE:
      if (covers(m->values[i], text)) return true;
      break;
    }
  }
  return false;
}

/* A person or source is known by name, and by its key in data/. */
static bool holds_one(const Match *m, const Value *v, Arena *scratch) {
  if (holds_text(m, match_text(v, scratch), scratch)) return true;
  Str id = v->kind == VALUE_MAP ? value_strc(v, "id") : S("");
  return id.n && holds_text(m, id, scratch);
}

bool match_eval(const Match *m, Arena *scratch, MatchRead read, void *context) {
  const Value *v = NULL;
  switch (m->op) {
  case OP_ALL:
    for (size_t i = 0; i < m->count; i++)
      if (!match_eval(m->parts[i], scratch, read, context)) return false;
    return true;
  case OP_ANY:
    for (size_t i = 0; i < m->count; i++)
      if (match_eval(m->parts[i], scratch, read, context)) return true;
    return false;
  case OP_NOT:
    for (size_t i = 0; i < m->count; i++)
      if (match_eval(m->parts[i], scratch, read, context)) return false;
    return true;
  case OP_PRESENT:
    return value_truthy(read(context, m->field));
  case OP_ABSENT:
    return !value_truthy(read(context, m->field));
  case OP_IN:
    break;
  }
  v = read(context, m->field);
  if (!v) return false;
  if (v->kind != VALUE_LIST) return v->kind != VALUE_NULL && holds_one(m, v, scratch);
  for (size_t i = 0; i < v->list.count; i++)
    if (holds_one(m, v->list.items[i], scratch)) return true;
  return false;
}

static const Value *read_plain(void *context, Str field) {
  const Value *v = context;
  Str part;
  while (v && str_split(&field, '.', &part)) v = value_get(v, part);
  return v;
}

bool match_row(const Match *m, Arena *scratch, const Value *row) {
  return match_eval(m, scratch, read_plain, (void *)(uintptr_t)row);
}
