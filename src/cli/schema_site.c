/* schema_site.c -- see schema_site.h. What publish.yaml and front matter take beyond their
 * schemas (plugins:, checks:, fields:, shorthands) is said here once more, for editors;
 * tests/groups/schema holds it against what a build accepts. */
#include "cli/schema_site.h"

#include "data/json.h"
#include "data/schema_print.h"
#include "model/article.h"
#include "repo/repo.h"

static const MemoryFile nothing[] = { { { "publish.yaml", 12 }, { "", 0 } } };

static bool in_repository(bool *yes, Diags *d) {
  Repo *repo = NULL;
  bool ok = repo_open_if_any(&repo, ".", d);
  *yes = repo != NULL;
  repo_close(repo);
  return ok;
}

const Manifest *schema_site_plugin(const SchemaSite *s, Str name) {
  for (size_t i = 0; i < s->count; i++)
    if (str_eq(s->plugins[i]->name, name)) return s->plugins[i];
  return NULL;
}

bool schema_site_open(SchemaSite *s, Cli *c) {
  *s = (SchemaSite){ 0 };
  if (!in_repository(&s->repository, &c->diags)) return false;
  size_t used = 0, built_in = 0;
  Diags quiet = { 0 }; /* of the empty site: that it has no title */
  bool ok = true;
  if (s->repository) {
    const SiteHow how = site_how(c);
    ok = site_open(&s->site, &how, &c->diags) && site_settings(&s->site, &c->diags) &&
         site_build(&s->site, BUILD_PLUGINS, &c->diags);
  }
  ok = ok && memory_site_open(&s->rest, nothing, 1, &quiet);
  s->rest.build.workers = 1;
  ok = ok && memory_site_build(&s->rest, BUILD_PLUGINS, &quiet);
  diags_free(&quiet);
  if (!ok) return false;
  const Manifest *own = s->repository ? build_plugins(&s->site.result, &used) : NULL;
  const Manifest *others = build_plugins(&s->rest.result, &built_in);
  s->plugins = ARENA_ARRAY(&s->arena, used + built_in, const Manifest *);
  for (size_t i = 0; i < used; i++) s->plugins[s->count++] = &own[i];
  s->in_use = s->count;
  for (size_t i = 0; i < built_in; i++)
    if (!schema_site_plugin(s, others[i].name)) s->plugins[s->count++] = &others[i];
  return true;
}

void schema_site_close(SchemaSite *s) {
  site_close(&s->site);
  memory_site_close(&s->rest);
  arena_free(&s->arena);
  *s = (SchemaSite){ 0 };
}

/* -- plugins: -- */

static bool needs_options(const Manifest *m) {
  for (size_t i = 0; m->options && i < m->options->field_count; i++)
    if (m->options->fields[i].required) return true;
  return false;
}

/* The plugin's own options with `only` and `except` in front, which all plugins have. */
static Schema with_conditions(Arena *a, const Manifest *m) {
  size_t own = m->options ? m->options->field_count : 0;
  Schema *fields = ARENA_ARRAY(a, own + 2, Schema);
  fields[0] = (Schema){ .name = "only",
                        .type = SCHEMA_MATCH,
                        .doc = "the articles that the plugin's hooks run for; all if not given" };
  fields[1] = (Schema){ .name = "except",
                        .type = SCHEMA_MATCH,
                        .doc = "articles that the plugin's hooks do not run for" };
  for (size_t i = 0; i < own; i++) fields[i + 2] = m->options->fields[i];
  return (Schema){ .name = "", .type = SCHEMA_RECORD, .fields = fields, .field_count = own + 2 };
}

static void plugin_options(Buf *out, const Manifest *m) {
  Arena a = { 0 };
  Schema all = with_conditions(&a, m);
  bool needs = needs_options(m);
  buf_c(out, "{\"description\":");
  schema_json_text(out, m->doc);
  buf_printf(out, ",\"anyOf\":[{\"%s\":%s},", needs ? "const" : "type",
             needs ? "false" : "\"boolean\"");
  schema_json(out, &all, NULL, 0);
  buf_c(out, "]}");
  arena_free(&a);
}

static Str definition(Arena *a, const Manifest *m) {
  return arena_printf(a, "{\"$ref\":\"#/definitions/plugin.%.*s\"}", STR(m->name));
}

/* A list of names and {name: options}, or a map. */
static void plugins_part(Buf *out, SchemaSite *s) {
  Arena *a = &s->arena;
  const Value *uses = s->repository ? value_getc(s->site.result.settings, "plugins") : NULL;
  Buf names = { 0 }, map = { 0 };
  for (size_t i = 0; i < s->count; i++) {
    const Manifest *m = s->plugins[i];
    if (!needs_options(m)) {
      buf_c(&names, names.n ? "," : "");
      schema_json_text(&names, m->name);
    }
    buf_c(&map, map.n ? "," : "");
    schema_json_text(&map, m->name);
    buf_printf(&map, ":%.*s", STR(definition(a, m)));
  }
  /* The repository's own that are off: nobody has read their headers. */
  for (size_t i = 0; i < value_count(uses); i++) {
    Str name = value_strc(value_at(uses, i), "name");
    if (schema_site_plugin(s, name)) continue;
    buf_c(&names, names.n ? "," : "");
    schema_json_text(&names, name);
    buf_c(&map, map.n ? "," : "");
    schema_json_text(&map, name);
    buf_c(&map, ":{\"type\":[\"object\",\"boolean\",\"null\"]}");
  }
  Str all = buf_view(&map);
  buf_c(out, "{\"anyOf\":[{\"type\":\"array\",\"items\":{\"anyOf\":[{\"enum\":[");
  buf_str(out, buf_view(&names));
  buf_printf(
      out,
      "]},{\"type\":\"object\",\"minProperties\":1,\"maxProperties\":1,\"properties\":{%.*s},"
      "\"additionalProperties\":false}]}},{\"type\":[\"object\",\"null\"],\"properties\":{%.*s},"
      "\"additionalProperties\":false}]}",
      STR(all), STR(all));
  buf_free(&names);
  buf_free(&map);
}

/* -- checks: and fields: -- */

/* publish's own, and those that plugins declare. */
static void checks_part(Buf *out, const SchemaSite *s) {
  static const char level[] = "{\"enum\":[\"error\",\"warning\",\"off\",false]}";
  Buf one = { 0 }, names = { 0 };
  buf_printf(&one,
             "{\"anyOf\":[%s,{\"$ref\":\"#/definitions/check\"},{\"type\":\"array\",\"items\":{"
             "\"anyOf\":[%s,{\"$ref\":\"#/definitions/check\"}]}}]}",
             level, level);
  for (size_t i = 0; settings_rule_name(i).n; i++) {
    buf_c(&names, names.n ? "," : "");
    schema_json_text(&names, settings_rule_name(i));
    buf_printf(&names, ":%.*s", STR(buf_view(&one)));
  }
  for (size_t i = 0; i < s->count; i++)
    for (size_t k = 0; k < s->plugins[i]->check_count; k++) {
      buf_byte(&names, ',');
      schema_json_text(&names, s->plugins[i]->checks[k].name);
      buf_printf(&names, ":%.*s", STR(buf_view(&one)));
    }
  buf_printf(
      out, "{\"type\":[\"object\",\"null\"],\"properties\":{%.*s},\"additionalProperties\":false}",
      STR(buf_view(&names)));
  buf_free(&one);
  buf_free(&names);
}

/* A check's level with the articles that it holds for. */
static void check_definition(Buf *out) {
  buf_c(out,
        ",\"check\":{\"type\":\"object\",\"properties\":{\"level\":{\"enum\":[\"error\","
        "\"warning\",\"off\",false]},\"when\":{\"anyOf\":[{\"$ref\":\"#/definitions/match\"}]}},"
        "\"required\":[\"level\"],\"additionalProperties\":false}");
}

static void fields_part(Buf *out) {
  const Schema *front = article_schema();
  buf_c(out, "{\"type\":[\"object\",\"null\"],\"propertyNames\":{\"not\":{\"enum\":[");
  bool first = true;
  for (size_t i = 0; i < front->field_count; i++) {
    const Schema *f = &front->fields[i];
    buf_c(out, first ? "" : ",");
    first = false;
    schema_json_text(out, str_c(f->name));
    for (size_t k = 0; f->aliases && f->aliases[k]; k++) {
      buf_byte(out, ',');
      schema_json_text(out, str_c(f->aliases[k]));
    }
  }
  buf_c(out, "]}},\"additionalProperties\":{\"$ref\":\"#/definitions/field\"}}");
}

/* A type, as `fields:` has it: its name, or a map with its bounds. */
static void field_definition(Buf *out) {
  buf_c(out, "\"type\":{\"enum\":[");
  for (int i = 0; i < SCHEMA_TYPES; i++) {
    if (i) buf_byte(out, ',');
    schema_json_text(out, str_c(schema_type_name((SchemaType)i)));
  }
  buf_c(out, "]},\"field\":{\"anyOf\":[{\"$ref\":\"#/definitions/type\"},{\"type\":\"object\","
             "\"properties\":{\"type\":{\"$ref\":\"#/definitions/type\"},\"default\":{},"
             "\"doc\":{},\"values\":{\"type\":\"array\",\"minItems\":1,\"maxItems\":63},"
             "\"of\":{\"$ref\":\"#/definitions/field\"},\"fields\":{\"type\":\"object\","
             "\"additionalProperties\":{\"$ref\":\"#/definitions/field\"}},"
             "\"min\":{\"type\":\"number\"},\"max\":{\"type\":\"number\"},"
             "\"required\":{\"type\":\"boolean\"},\"per_article\":{\"type\":\"boolean\"},"
             "\"single\":{\"type\":\"boolean\"},\"relative\":{\"type\":\"boolean\"},"
             "\"null\":{\"type\":\"boolean\"},\"open\":{\"type\":\"boolean\"}},"
             "\"required\":[\"type\"],\"additionalProperties\":false,"
             "\"if\":{\"properties\":{\"type\":{\"const\":\"enum\"}}},"
             "\"then\":{\"required\":[\"values\"]}}]}");
}

void schema_site_settings(Buf *out, SchemaSite *s) {
  Buf plugins = { 0 }, checks = { 0 }, fields = { 0 }, definitions = { 0 }, all = { 0 };
  plugins_part(&plugins, s);
  checks_part(&checks, s);
  fields_part(&fields);
  field_definition(&definitions);
  check_definition(&definitions);
  for (size_t i = 0; i < s->count; i++) {
    buf_printf(&definitions, ",\"plugin.%.*s\":", STR(s->plugins[i]->name));
    plugin_options(&definitions, s->plugins[i]);
  }
  const SchemaPart parts[] = { { "plugins", buf_view(&plugins) },
                               { "checks", buf_view(&checks) },
                               { "fields", buf_view(&fields) } };
  schema_json(&all, settings_schema(), parts, sizeof parts / sizeof *parts);
  schema_json_document(out, "publish.yaml", buf_view(&all), buf_view(&definitions));
  buf_free(&plugins);
  buf_free(&checks);
  buf_free(&fields);
  buf_free(&definitions);
  buf_free(&all);
}

void schema_site_options(Buf *out, const Manifest *m) {
  Arena a = { 0 };
  Buf all = { 0 };
  Schema schema = with_conditions(&a, m);
  schema_json(&all, &schema, NULL, 0);
  schema_json_document(out, arena_printf(&a, "options of %.*s", STR(m->name)).p, buf_view(&all),
                       S(""));
  buf_free(&all);
  arena_free(&a);
}

/* -- front matter -- */

/* options: {PLUGIN: {OPTION: value}}, of those that an article may set. */
static void article_options(Buf *out, SchemaSite *s) {
  bool first = true;
  buf_c(out, "{\"type\":[\"object\",\"null\"],\"properties\":{");
  for (size_t i = 0; i < s->in_use; i++) {
    const Manifest *m = s->plugins[i];
    size_t count = 0, all = m->options ? m->options->field_count : 0;
    Schema *fields = ARENA_ARRAY(&s->arena, all ? all : 1, Schema);
    for (size_t k = 0; k < all; k++) {
      if (!m->options->fields[k].per_article) continue;
      fields[count] = m->options->fields[k];
      fields[count++].required = false; /* publish.yaml gives it */
    }
    if (!count) continue;
    const Schema own = {
      .name = "", .type = SCHEMA_RECORD, .fields = fields, .field_count = count
    };
    buf_c(out, first ? "" : ",");
    first = false;
    schema_json_text(out, m->name);
    buf_byte(out, ':');
    schema_json(out, &own, NULL, 0);
  }
  buf_c(out, "}}");
}

/* What article.c reshapes before it checks: tags and categories as one text, related as
 * a list of what to pin; and the site's own fields. */
void schema_site_front_matter(Buf *out, SchemaSite *s) {
  const Schema *front = article_schema(), *own = NULL;
  const Value *spec = s->repository ? value_path(s->site.result.settings, "all.fields") : NULL;
  Diags none = { 0 };
  const Source nowhere = { 0 };
  const SchemaContext c = { .arena = &s->arena, .diags = &none, .source = &nowhere };
  if (!schema_of_fields(&own, spec, S("fields"), &c))
    own = NULL; /* told when the site was loaded */
  size_t more = own ? own->field_count : 0;
  Schema root = *front;
  Schema *fields = ARENA_ARRAY(&s->arena, front->field_count + more, Schema);
  Buf related = { 0 }, options = { 0 }, all = { 0 };
  for (size_t i = 0; i < front->field_count; i++) {
    fields[i] = front->fields[i];
    const char *name = fields[i].name;
    if (!strcmp(name, "tags") || !strcmp(name, "categories")) fields[i].single = true;
    if (!strcmp(name, "source")) fields[i].scalar = "name";
    if (strcmp(name, "related") != 0) continue;
    buf_c(&related, "{\"anyOf\":[{\"type\":\"array\",\"items\":{\"type\":[\"string\",\"number\","
                    "\"boolean\"]}},");
    schema_json(&related, &fields[i], NULL, 0);
    buf_c(&related, "]}");
  }
  for (size_t i = 0; i < more; i++) fields[front->field_count + i] = own->fields[i];
  root.fields = fields;
  root.field_count = front->field_count + more;
  article_options(&options, s);
  const SchemaPart parts[] = { { "related", buf_view(&related) },
                               { "options", buf_view(&options) } };
  schema_json(&all, &root, parts, 2);
  schema_json_document(out, "front matter of an article", buf_view(&all), S(""));
  buf_free(&related);
  buf_free(&options);
  buf_free(&all);
  diags_free(&none);
}
