/* options.c -- what an article sets of a plugin's options for itself.
 *
 *   options: { disclaimer: { position: top } }
 *
 * in the front matter, for options that the plugin declares with per_article = true.
 * Checked in the scan by the plugin's own schema, at the place in the article. */
#include "build/private.h"

typedef struct {
  Built *b;
  Reads *reads;
  SchemaContext context;
  bool ok;
} Check;

static Diag *wrong(Check *c, Severity severity, Span at, const char *help, Str message) {
  Value place = { .kind = VALUE_NULL, .span = at };
  if (severity == DIAG_ERROR) c->ok = false;
  return schema_report(&c->context, severity, P_OPTION, &place, help, "%.*s", STR(message));
}

static const Manifest *find_plugin(const Built *b, Str name) {
  for (size_t i = 0; i < b->plugin_count; i++)
    if (str_eq(b->plugins[i].name, name)) return &b->plugins[i];
  return NULL;
}

static void no_plugin(Check *c, const Field *f) {
  Arena *a = c->context.arena;
  Str names[64], parts[] = { S("plugins/"), f->key, S("/init.lua") };
  size_t count = 0;
  Source ignored;
  if (world_source(&c->b->world, c->reads, arena_concat(a, parts, 3), &ignored)) {
    wrong(c, DIAG_WARNING, f->key_span, "it is turned off in publish.yaml; the options do nothing",
          arena_printf(a, "the plugin '%.*s' is not in use", STR(f->key)));
    return;
  }
  for (size_t i = 0; i < c->b->plugin_count && count < 64; i++)
    names[count++] = c->b->plugins[i].name;
  Str near = str_nearest(f->key, names, count);
  Diag *r = wrong(c, DIAG_ERROR, f->key_span, "options: { PLUGIN: { OPTION: value } }",
                  arena_printf(a, "there is no plugin '%.*s'", STR(f->key)));
  if (near.n) diag_help(c->context.diags, r, "did you mean '%.*s'?", STR(near));
}

/* "position, heading": what of the plugin an article may set. */
static Str settable(Arena *a, const Schema *options, Str *names, size_t *count) {
  Str all = S("");
  *count = 0;
  for (size_t i = 0; options && i < options->field_count; i++) {
    const Schema *s = &options->fields[i];
    if (!s->per_article) continue;
    all = arena_printf(a, "%.*s%s%s", STR(all), all.n ? ", " : "", s->name);
    if (*count < 64) names[(*count)++] = str_c(s->name);
  }
  return all;
}

static void no_option(Check *c, const Manifest *m, const Field *f, const Schema *known) {
  Arena *a = c->context.arena;
  Str names[64];
  size_t count;
  Str all = settable(a, m->options, names, &count);
  const char *help = all.n ? arena_cstr(a, arena_printf(a, "an article may set: %.*s", STR(all)))
                           : "an article may set none of its options; publish.yaml sets them";
  if (known) {
    wrong(c, DIAG_ERROR, f->key_span, help,
          arena_printf(a, "'%s' of the plugin '%.*s' is set in publish.yaml only", known->name,
                       STR(m->name)));
    return;
  }
  Str near = str_nearest(f->key, names, count);
  Diag *r =
      wrong(c, DIAG_ERROR, f->key_span, help,
            arena_printf(a, "the plugin '%.*s' has no option '%.*s'", STR(m->name), STR(f->key)));
  if (near.n) diag_help(c->context.diags, r, "did you mean '%.*s'?", STR(near));
}

static const Value *check_plugin(Check *c, const Manifest *m, const Value *given) {
  Arena *a = c->context.arena;
  MapBuilder out = map_begin(a);
  if (given->kind != VALUE_MAP) {
    wrong(c, DIAG_ERROR, given->span, "such as { position: top }",
          arena_printf(a, "the options of '%.*s' must be a map, found %s", STR(m->name),
                       value_kind_name(given->kind)));
    return map_end(&out, (Span){ 0 });
  }
  for (size_t i = 0; i < given->map.count; i++) {
    const Field *f = &given->map.fields[i];
    const Schema *s = m->options ? schema_field(m->options, f->key) : NULL;
    const Value *checked = NULL;
    if (!s || !s->per_article) {
      no_option(c, m, f, s);
      continue;
    }
    if (!schema_check(&checked, s, f->value,
                      arena_printf(a, "options.%.*s.%s", STR(m->name), s->name), &c->context))
      c->ok = false;
    else if (checked && checked->kind != VALUE_NULL)
      mapb_putc(&out, s->name, checked);
  }
  return map_end(&out, given->span);
}

bool article_options(const Value **out, Built *b, Arena *a, const Article *article, Reads *reads,
                     Diags *d) {
  const Value *given = value_getc(article->front, "options");
  *out = NULL;
  if (!given || given->kind == VALUE_NULL) return true;
  Check c = { .b = b,
              .reads = reads,
              .context = { .arena = a,
                           .diags = d,
                           .source = &article->source,
                           .code = P_OPTION,
                           .unknown = P_OPTION,
                           .zone = &b->zone },
              .ok = true };
  if (given->kind != VALUE_MAP) {
    wrong(&c, DIAG_ERROR, given->span, "such as options: { disclaimer: { position: top } }",
          S("'options' must map plugins to their options"));
    return false;
  }
  MapBuilder all = map_begin(a);
  for (size_t i = 0; i < given->map.count; i++) {
    const Field *f = &given->map.fields[i];
    const Manifest *m = find_plugin(b, f->key);
    world_use_plugin(&b->world, reads, f->key); /* also when there is none */
    if (m && f->value->kind != VALUE_NULL)
      mapb_put(&all, m->name, check_plugin(&c, m, f->value));
    else if (!m)
      no_plugin(&c, f);
  }
  *out = map_end(&all, given->span);
  return c.ok;
}
