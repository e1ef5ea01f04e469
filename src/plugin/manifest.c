/* manifest.c -- the header's Value as a struct, every mistake reported. */
#include "plugin/manifest.h"

#include "lua/api_types.h"
#include "plugin/header.h"
#include "plugin/place.h"
#include "text/fixed.h"
#include <string.h>

enum { API_VERSION = 1 };

typedef struct {
  Arena *arena;
  const Source *source;
  Str plugin;
  Diags *d;
  bool ok;
} Parse;

static void wrong(Parse *p, Str field, const char *help, const char *what) {
  diag_at(p->d, DIAG_ERROR, P_PLUGIN_HEADER, p->source, header_place(p->source, field), help,
          "'%.*s' %s", STR(field), what);
  p->ok = false;
}

static Str text_field(Parse *p, const Value *map, const char *name) {
  const Value *v = value_getc(map, name);
  if (v && v->kind != VALUE_STR) wrong(p, str_c(name), NULL, "must be a string");
  return v && v->kind == VALUE_STR ? v->str : S("");
}

static Str *names_field(Parse *p, const Value *map, const char *name, size_t *count) {
  const Value *v = value_getc(map, name);
  *count = 0;
  if (!v || (v->kind == VALUE_MAP && v->map.count == 0)) return NULL;
  if (v->kind != VALUE_LIST) {
    wrong(p, str_c(name), "write it as { \"one\", \"two\" }", "must be a list of strings");
    return NULL;
  }
  Str *list = ARENA_ARRAY(p->arena, v->list.count, Str);
  for (size_t i = 0; i < v->list.count; i++) {
    if (v->list.items[i]->kind != VALUE_STR)
      wrong(p, str_c(name), NULL, "must hold strings only");
    else
      list[(*count)++] = v->list.items[i]->str;
  }
  return list;
}

/* `also` is a name beside the documented ones, or NULL. */
static bool known(Parse *p, const Value *map, const ApiType *type, const char *also,
                  const char *where) {
  Str list[32];
  size_t count = 0;
  for (const ApiField *f = type->fields; f->name && count < 31; f++) list[count++] = str_c(f->name);
  if (also) list[count++] = str_c(also);
  for (size_t i = 0; i < value_count(map); i++) {
    Str key = map->map.fields[i].key;
    bool found = false;
    for (size_t k = 0; k < count; k++) found = found || str_eq(key, list[k]);
    if (found) continue;
    Str near = str_nearest(key, list, count);
    Diag *r = diag_at(p->d, DIAG_ERROR, P_PLUGIN_HEADER, p->source, header_place(p->source, key),
                      NULL, "'%.*s' is not a field of %s", STR(key), where);
    if (near.n) diag_help(p->d, r, "did you mean '%.*s'?", STR(near));
    p->ok = false;
  }
  return p->ok;
}

const char *index_kind_name(IndexKind kind) {
  static const char *const names[] = { "group", "sorted", "count", "terms", "similar" };
  return names[kind];
}

/* The weight of a similar field: 2 or 0.5, as 32.32 fixed point. */
static int64_t weight(const Value *v) {
  if (v->kind == VALUE_INT) return v->integer > 0 && v->integer < 1000 ? v->integer * FIXED_ONE : 0;
  if (v->kind == VALUE_FLOAT) return fixed_from(v->number);
  return 0;
}

static void parse_similar(Parse *p, IndexSpec *spec, const Value *v) {
  const Value *fields = value_getc(v, "fields");
  spec->stats = text_field(p, v, "stats");
  spec->most = (size_t)value_int(value_getc(v, "k"), 10);
  if (spec->most < 1 || spec->most > 100) wrong(p, S("k"), NULL, "must be from 1 to 100");
  if (!fields || fields->kind != VALUE_MAP || fields->map.count == 0 || fields->map.count > 8) {
    wrong(p, S("fields"), "such as fields = { [\"facts.tags.terms\"] = 1 }",
          "must map one to eight fields to their weights");
    return;
  }
  for (size_t i = 0; i < fields->map.count; i++) {
    const Field *f = &fields->map.fields[fields->map.sorted[i]];
    int64_t w = weight(f->value);
    if (w <= 0) wrong(p, S("fields"), NULL, "must have weights above 0 and below 1000");
    spec->fields[spec->field_count++] = (IndexField){ f->key, w };
  }
}

/* by = "tgas": a field of the site's own may have any name, so only what is nearly one of
 * publish's is told. */
static void check_by(Parse *p, const Field *index, Str by) {
  enum { MOST = 64 };
  Str names[MOST], first = by;
  long dot = str_chr(by, '.');
  if (dot >= 0) first = str_sub(by, 0, (size_t)dot);
  size_t count = 0;
  names[count++] = S("facts");
  for (size_t i = 0; count < MOST && match_field(i).n; i++)
    if (api_field(&API_ARTICLE, match_field(i))) names[count++] = match_field(i);
  Str near = str_nearest(first, names, count);
  if (!near.n || api_field(&API_ARTICLE, first)) return;
  for (size_t i = 0; i < count; i++)
    if (str_eq(names[i], first)) return;
  Range at = header_place(p->source, index->key), field;
  if (place_find(&field, p->source, S("by"), at.offset)) at = field;
  Diag *r = diag_at(p->d, DIAG_WARNING, P_PLUGIN_HEADER, p->source, at, NULL,
                    "index '%.*s': articles have no field '%.*s' of publish's own", STR(index->key),
                    STR(first));
  diag_help(p->d, r, "did you mean '%.*s'?", STR(near));
}

static void parse_index(Parse *p, IndexSpec *spec, const Field *f) {
  const Value *v = f->value;
  *spec = (IndexSpec){ .name = f->key, .plugin = p->plugin };
  Str type = value_strc(v, "@type");
  IndexKind kind = INDEX_GROUP;
  while (kind <= INDEX_SIMILAR && !str_eqc(type, index_kind_name(kind))) kind++;
  if (v->kind != VALUE_MAP || kind > INDEX_SIMILAR) {
    wrong(p, f->key, "use publish.group, sorted, count, terms or similar", "is not an index");
    return;
  }
  known(p, v, &API_INDEX_SPEC, "@type", "an index");
  if (str_eqc(f->key, "site"))
    wrong(p, f->key, "P.pages.site runs once for the site", "is not a name for an index");
  spec->kind = kind;
  spec->by = text_field(p, v, "by");
  check_by(p, f, spec->by);
  spec->order = text_field(p, v, "order");
  spec->fact = text_field(p, v, "fact");
  spec->mapped = value_getc(v, "map") != NULL;
  spec->ascending = value_bool(value_getc(v, "ascending"), false);
  spec->unlisted = value_bool(value_getc(v, "unlisted"), false);
  if (kind == INDEX_SORTED && spec->by.n) spec->order = spec->by;
  if (!spec->order.n) spec->order = S("date");
  if ((kind == INDEX_GROUP || kind == INDEX_COUNT) && !spec->by.n && !spec->mapped)
    wrong(p, f->key, "such as publish.group { by = \"categories\" }", "needs 'by' or 'map'");
  if (kind == INDEX_TERMS && !spec->fact.n)
    wrong(p, f->key, "such as publish.terms { fact = \"facts.tags.terms\" }", "needs 'fact'");
  if (kind == INDEX_SIMILAR) parse_similar(p, spec, v);
}

static void parse_indexes(Parse *p, Manifest *m, const Value *v) {
  if (!v || value_count(v) == 0) return;
  if (v->kind != VALUE_MAP) {
    wrong(p, S("indexes"), "such as indexes = { tags = publish.group { by = \"tags\" } }",
          "must map names to indexes");
    return;
  }
  m->indexes = ARENA_ARRAY(p->arena, v->map.count, IndexSpec);
  for (size_t i = 0; i < v->map.count; i++)
    parse_index(p, &m->indexes[m->index_count++], &v->map.fields[v->map.sorted[i]]);
}

/* checks = { ["gallery-empty"] = { level = "warning", doc = "..." } } */
static void parse_check(Parse *p, CheckSpec *check, const Field *f) {
  static const char *const levels[] = { "off", "warning", "error" };
  static const char help[] =
      "such as { level = \"warning\", doc = \"a gallery without pictures\" }";
  CheckLevel own;
  Str near;
  bool good = f->key.n > 0 && f->key.n <= 64;
  for (size_t i = 0; i < f->key.n && good; i++)
    good = lua_word_byte(f->key.p[i]) || f->key.p[i] == '-';
  *check =
      (CheckSpec){ .name = f->key, .level = CHECK_WARNING, .doc = value_strc(f->value, "doc") };
  if (!good) wrong(p, f->key, help, "is no name for a check; use letters, digits, '-' and '_'");
  if (settings_rule(f->key, NULL, 0, &own, &near))
    wrong(p, f->key, "choose another name", "is a check of publish's own");
  if (f->value->kind != VALUE_MAP) {
    wrong(p, f->key, help, "must be a table");
    return;
  }
  for (size_t i = 0; i < f->value->map.count; i++) {
    Str key = f->value->map.fields[i].key;
    if (!str_eqc(key, "level") && !str_eqc(key, "doc"))
      wrong(p, key, help, "is not a field of a check");
  }
  Str level = value_strc(f->value, "level");
  for (int k = CHECK_OFF; k <= CHECK_ERROR; k++) {
    if (!str_eqc(level, levels[k])) continue;
    check->level = (CheckLevel)k;
    return;
  }
  if (level.n || value_getc(f->value, "level"))
    wrong(p, f->key, help, "must have the level \"off\", \"warning\" or \"error\"");
}

static void parse_checks(Parse *p, Manifest *m, const Value *v) {
  if (value_count(v) == 0) return;
  if (v->kind != VALUE_MAP) {
    wrong(p, S("checks"), "such as checks = { [\"gallery-empty\"] = { level = \"warning\" } }",
          "must map names to checks");
    return;
  }
  m->checks = ARENA_ARRAY(p->arena, v->map.count, CheckSpec);
  for (size_t i = 0; i < v->map.count; i++)
    parse_check(p, &m->checks[m->check_count++], &v->map.fields[v->map.sorted[i]]);
}

/* directives = { quote = { doc = "...", args = { text = publish.text() }, unnamed = { "text" } } }
 */
static void parse_directive(Parse *p, DirectiveSpec *spec, const Field *f, const SchemaContext *c) {
  const Value *v = f->value, *args = value_getc(v, "args");
  static const char help[] =
      "such as { doc = \"a quotation\", args = { by = publish.string() }, unnamed = { \"by\" } }";
  *spec = (DirectiveSpec){ .name = f->key };
  bool good = f->key.n > 0 && f->key.n <= 64;
  for (size_t i = 0; i < f->key.n && good; i++)
    good = lua_word_byte(f->key.p[i]) || f->key.p[i] == '-';
  if (!good) wrong(p, f->key, help, "is no name for a directive; use letters, digits, '-' and '_'");
  if (v->kind == VALUE_LIST && v->list.count == 0) return;
  if (v->kind != VALUE_MAP) {
    wrong(p, f->key, help, "must be a table");
    return;
  }
  known(p, v, &API_DIRECTIVE_SPEC, NULL, "a directive");
  spec->doc = text_field(p, v, "doc");
  spec->open = value_bool(value_getc(v, "open"), false);
  spec->pair = value_bool(value_getc(v, "pair"), false);
  if (!args && !value_getc(v, "unnamed")) return;
  Str called = arena_printf(p->arena, "directives.%.*s", STR(f->key));
  if (!schema_of_fields(&spec->args, args, called, c)) {
    p->ok = false;
    return;
  }
  spec->unnamed = names_field(p, v, "unnamed", &spec->unnamed_count);
  for (size_t i = 0; i < spec->unnamed_count; i++)
    if (!schema_field(spec->args, spec->unnamed[i]))
      wrong(p, S("unnamed"), help, "must hold names of the directive's args");
}

static void parse_directives(Parse *p, Manifest *m, const Value *v, const SchemaContext *c) {
  if (value_count(v) == 0) return;
  if (v->kind != VALUE_MAP) {
    wrong(p, S("directives"), "such as directives = { quote = { doc = \"a quotation\" } }",
          "must map names to directives");
    return;
  }
  m->directives = ARENA_ARRAY(p->arena, v->map.count, DirectiveSpec);
  for (size_t i = 0; i < v->map.count; i++)
    parse_directive(p, &m->directives[m->directive_count++], &v->map.fields[v->map.sorted[i]], c);
}

/* The value of a header's field with places, for messages about it. */
static const Value *placed(Parse *p, const Value *v, const char *name) {
  return place_value(p->arena, v, p->source, header_place(p->source, str_c(name)));
}

/* options = { a = 3 }: what its author likely wanted. */
static bool typed(Parse *p, const Field *f) {
  static const char *const constructors[] = {
    [VALUE_BOOL] = "boolean",
    [VALUE_INT] = "integer",
    [VALUE_FLOAT] = "number",
    [VALUE_STR] = "string",
  };
  const Value *v = f->value;
  if (v->kind == VALUE_MAP) {
    if (value_getc(v, "@type") || value_getc(v, "type")) return true;
  } else if (v->kind == VALUE_STR) {
    for (int i = 0; i < SCHEMA_TYPES; i++)
      if (str_eqc(v->str, schema_type_name((SchemaType)i))) return true;
  }
  Range at = { f->key_span.offset, f->key_span.length };
  if (!at.length) at = header_place(p->source, f->key);
  Diag *r = diag_at(p->d, DIAG_ERROR, P_PLUGIN_HEADER, p->source, at,
                    "such as publish.string { default = \"...\" }", "option '%.*s' needs a type",
                    STR(f->key));
  if (v->kind == VALUE_STR && !str_eqc(v->str, "@function"))
    diag_help(p->d, r, "publish.string { default = \"%.*s\" }", STR(v->str));
  else if (v->kind == VALUE_BOOL || v->kind == VALUE_INT || v->kind == VALUE_FLOAT)
    diag_help(p->d, r, "publish.%s { default = %.*s }", constructors[v->kind],
              STR(value_str(v, p->arena)));
  else if (v->kind == VALUE_LIST)
    diag_help(p->d, r, "such as publish.list { publish.string() }");
  return p->ok = false;
}

static void parse_options(Parse *p, Manifest *m, const Value *v, const SchemaContext *c) {
  if (value_count(v) == 0) return;
  Diags none = { 0 };
  SchemaContext quiet = *c;
  quiet.diags = &none;
  bool ok = v->kind == VALUE_MAP && schema_of_fields(&m->options, v, p->plugin, &quiet);
  diags_free(&none);
  if (ok) return;
  const Value *shown = placed(p, v, "options");
  bool all = true;
  for (size_t i = 0; shown->kind == VALUE_MAP && i < shown->map.count; i++)
    all = typed(p, &shown->map.fields[i]) && all;
  if (all) (void)schema_of_fields(&m->options, shown, p->plugin, c);
  p->ok = false;
}

static const Match *condition(Parse *p, const Value *header, const char *name,
                              const SchemaContext *c) {
  const Value *v = value_getc(header, name);
  if (!v) return NULL;
  Diags none = { 0 };
  SchemaContext quiet = *c;
  quiet.diags = &none;
  bool ok = match_check(v, str_c(name), &quiet);
  if (none.count) (void)match_check(placed(p, v, name), str_c(name), c);
  diags_free(&none);
  if (!ok) {
    p->ok = false;
    return NULL;
  }
  return match_compile(p->arena, v);
}

bool manifest_parse(Manifest *m, Arena *a, Str name, const Source *source, const Value *header,
                    Diags *d) {
  Parse p = { a, source, name, d, true };
  *m = (Manifest){ .name = name, .header = header, .source = *source };
  if (!header || header->kind != VALUE_MAP) {
    diag_at(d, DIAG_ERROR, P_PLUGIN_HEADER, source, header_place(source, S("publish.plugin")),
            "such as publish.plugin { name = \"...\", version = \"1.0.0\", api = 1 }",
            "a plugin's header must have names");
    return false;
  }
  known(&p, header, &API_HEADER, NULL, "a plugin's header");
  if (!str_eq(text_field(&p, header, "name"), name))
    wrong(&p, S("name"), "the folder and the name must agree",
          "is not the name of the plugin's folder");
  const Value *version = value_getc(header, "version");
  if (version && version->kind != VALUE_STR)
    wrong(&p, S("version"), "write it in quotes: version = \"1.0.0\"", "must be a string");
  else
    m->version = value_strc(header, "version");
  if (!m->version.n && (!version || version->kind == VALUE_STR))
    wrong(&p, S("version"), "such as version = \"1.0.0\"", "is missing");
  if (value_int(value_getc(header, "api"), 0) != API_VERSION)
    wrong(&p, S("api"), "this publish speaks api = 1", "must be 1");
  m->doc = text_field(&p, header, "doc");
  m->after = names_field(&p, header, "after", &m->after_count);
  m->before = names_field(&p, header, "before", &m->before_count);
  m->outputs = names_field(&p, header, "outputs", &m->output_count);
  size_t count;
  Str *capabilities = names_field(&p, header, "capabilities", &count);
  for (size_t i = 0; i < count; i++) {
    if (str_eqc(capabilities[i], "raw_html"))
      m->raw_html = true;
    else
      wrong(&p, S("capabilities"), "the only one is \"raw_html\"", "names an unknown capability");
  }
  parse_indexes(&p, m, value_getc(header, "indexes"));
  parse_checks(&p, m, value_getc(header, "checks"));
  SchemaContext c = {
    .arena = a, .diags = d, .source = source, .code = P_PLUGIN_HEADER, .unknown = P_PLUGIN_HEADER
  };
  m->only[0] = condition(&p, header, "only", &c);
  m->except[0] = condition(&p, header, "except", &c);
  parse_directives(&p, m, value_getc(header, "directives"), &c);
  parse_options(&p, m, value_getc(header, "options"), &c);
  return p.ok;
}
