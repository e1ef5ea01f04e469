/* settings_rules.c -- plugins: and checks:, which have shapes that a schema cannot say. */
#include "model/settings_private.h"

void settings_wrong(SettingsLoad *l, const Value *v, const char *help, const char *message) {
  schema_report(&l->context, DIAG_ERROR, P_SETTING, v, help, "%s", message);
  l->ok = false;
}

/* -- plugins -- */

static const Value *without(Arena *a, const Value *map, const char *const *names) {
  MapBuilder b = map_begin(a);
  for (size_t i = 0; i < value_count(map); i++) {
    bool drop = false;
    for (size_t k = 0; names[k]; k++) drop = drop || str_eqc(map->map.fields[i].key, names[k]);
    if (!drop) mapb_field(&b, map->map.fields[i]);
  }
  return map_end(&b, map->span);
}

static const Match *condition(SettingsLoad *l, const Value *v, Str name) {
  if (!v || v->kind == VALUE_NULL) return NULL;
  if (!match_check(v, name, &l->context)) {
    l->ok = false;
    return NULL;
  }
  return match_compile(l->arena, v);
}

static void use_plugin(SettingsLoad *l, Str name, Span span, const Value *options) {
  static const char *const ours[] = { "only", "except", NULL };
  Settings *s = l->s;
  Value at = { .kind = VALUE_NULL, .span = span };
  for (size_t i = 0; i < s->plugin_count; i++) {
    if (!str_eq(s->plugins[i].name, name)) continue;
    schema_report(&l->context, DIAG_ERROR, P_SETTING, &at, "keep one of the two",
                  "the plugin '%.*s' is named twice", STR(name));
    l->ok = false;
    return;
  }
  bool good = name.n > 0 && name.n <= 64;
  for (size_t i = 0; i < name.n && good; i++) {
    char c = name.p[i];
    good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (i && (c == '-' || c == '_'));
  }
  if (!good) {
    settings_wrong(l, &at, "such as related or word-count",
                   "a plugin's name is made of a-z, 0-9, '-' and '_'");
    return;
  }
  PluginUse *use = &s->plugins[s->plugin_count++];
  *use = (PluginUse){ .name = name, .span = span };
  if (!options || options->kind == VALUE_NULL) return;
  if (options->kind == VALUE_BOOL) {
    use->off = !options->boolean;
    return;
  }
  if (options->kind != VALUE_MAP) {
    schema_report(&l->context, DIAG_ERROR, P_SETTING, options,
                  "such as {max: 5}, or false to turn it off",
                  "the options of plugin '%.*s' must be a map, found %s", STR(name),
                  value_kind_name(options->kind));
    l->ok = false;
    return;
  }
  use->only =
      condition(l, value_getc(options, "only"), arena_printf(l->arena, "%.*s.only", STR(name)));
  use->except =
      condition(l, value_getc(options, "except"), arena_printf(l->arena, "%.*s.except", STR(name)));
  use->options = without(l->arena, options, ours);
}

void settings_plugins(SettingsLoad *l, const Value *v) {
  if (!v || v->kind == VALUE_NULL) return;
  size_t room = value_count(v);
  for (size_t i = 0; v->kind == VALUE_LIST && i < v->list.count; i++)
    room += value_count(v->list.items[i]);
  l->s->plugins = ARENA_ARRAY(l->arena, room, PluginUse);
  if (v->kind == VALUE_MAP) {
    for (size_t i = 0; i < v->map.count; i++)
      use_plugin(l, v->map.fields[i].key, v->map.fields[i].key_span, v->map.fields[i].value);
    return;
  }
  if (v->kind != VALUE_LIST) {
    settings_wrong(l, v, "such as [wordcount, {related: {max: 5}}]",
                   "'plugins' must be a list of names and {name: options}");
    return;
  }
  for (size_t i = 0; i < v->list.count; i++) {
    const Value *item = v->list.items[i];
    if (item->kind == VALUE_STR)
      use_plugin(l, item->str, item->span, NULL);
    else if (item->kind == VALUE_MAP && item->map.count >= 1) {
      /* - related: {max: 5}; a second key at the same depth is usually an option
       * that should be indented further. */
      const Field *f = &item->map.fields[0];
      if (item->map.count > 1) {
        Value at = { .kind = VALUE_NULL, .span = item->map.fields[1].key_span };
        schema_report(
            &l->context, DIAG_ERROR, P_SETTING, &at,
            "indent options deeper than the plugin's name, or begin the next plugin with '- '",
            "'%.*s' stands beside the plugin '%.*s', not below it", STR(item->map.fields[1].key),
            STR(f->key));
        l->ok = false;
      } else {
        use_plugin(l, f->key, f->key_span, f->value);
      }
    } else {
      settings_wrong(l, item, "such as - wordcount, or - related: {max: 5}",
                     "a plugin's name was expected");
    }
  }
}

/* -- checks -- */

static bool level_of(SettingsLoad *l, const Value *v, Str rule, CheckLevel *out) {
  static const char *const levels[] = { "off", "warning", "error", NULL };
  static const Schema schema = {
    .name = "", .type = SCHEMA_ENUM, .choices = levels, .required = true
  };
  const Value *checked = NULL;
  if (v->kind == VALUE_BOOL && !v->boolean) { /* `off` as YAML 1.1 knew it */
    *out = CHECK_OFF;
    return true;
  }
  if (!schema_check(&checked, &schema, v, arena_printf(l->arena, "checks.%.*s", STR(rule)),
                    &l->context))
    return l->ok = false;
  *out = str_eqc(checked->str, "off")       ? CHECK_OFF
         : str_eqc(checked->str, "warning") ? CHECK_WARNING
                                            : CHECK_ERROR;
  return true;
}

/* Publish's own; plugins declare theirs in their headers. */
static const struct {
  const char *name;
  CheckLevel level;
} rules[] = { { "anchors", CHECK_ERROR },
              { "images", CHECK_ERROR },
              { "layouts", CHECK_ERROR },
              { "links", CHECK_ERROR },
              { "titles", CHECK_ERROR },
              { "raw_html", CHECK_WARNING },
              { "unknown_directive", CHECK_WARNING } };
enum { RULE_COUNT = sizeof rules / sizeof *rules };

/* All names in byte order, ours and those of plugins. */
static Str *rule_names(Arena *a, const CheckSpec *more, size_t count) {
  Str *names = ARENA_ARRAY(a, RULE_COUNT + count, Str);
  for (size_t i = 0; i < RULE_COUNT + count; i++) {
    Str name = i < RULE_COUNT ? str_c(rules[i].name) : more[i - RULE_COUNT].name;
    size_t k = i;
    for (; k > 0 && str_cmp(names[k - 1], name) > 0; k--) names[k] = names[k - 1];
    names[k] = name;
  }
  return names;
}

bool settings_rule(Str name, const CheckSpec *more, size_t count, CheckLevel *level, Str *near) {
  for (size_t i = 0; i < RULE_COUNT; i++) {
    if (!str_eqc(name, rules[i].name)) continue;
    *level = rules[i].level;
    return true;
  }
  for (size_t i = 0; i < count; i++) {
    if (!str_eq(name, more[i].name)) continue;
    *level = more[i].level;
    return true;
  }
  Arena a = { 0 };
  *near = str_nearest(name, rule_names(&a, more, count), RULE_COUNT + count);
  arena_free(&a); /* the names themselves live on */
  return false;
}

Str settings_rule_name(size_t index) {
  return index < RULE_COUNT ? str_c(rules[index].name) : S("");
}

bool settings_checks_known(const Settings *s, const CheckSpec *more, size_t count, Arena *a,
                           Diags *d) {
  const SchemaContext c = {
    .arena = a, .diags = d, .source = &s->source, .code = P_SETTING, .unknown = P_SETTING_UNKNOWN
  };
  bool ok = true;
  for (size_t i = 0; i < s->check_count; i++) {
    CheckLevel level;
    Str near, all = S("known here: ");
    if (settings_rule(s->checks[i].rule, more, count, &level, &near)) continue;
    const Str *names = rule_names(a, more, count);
    for (size_t k = 0; k < RULE_COUNT + count; k++)
      all = arena_printf(a, "%.*s%s%.*s", STR(all), k ? ", " : "", STR(names[k]));
    Value at = { .kind = VALUE_NULL, .span = s->checks[i].name_span };
    Diag *r = schema_report(&c, DIAG_ERROR, P_SETTING_UNKNOWN, &at, arena_cstr(a, all),
                            "there is no check '%.*s'", STR(s->checks[i].rule));
    if (near.n) diag_help(d, r, "did you mean '%.*s'?", STR(near));
    ok = false;
  }
  return ok;
}

static void add_check(SettingsLoad *l, Str rule, Span name, const Value *v) {
  CheckRule *c = &l->s->checks[l->s->check_count];
  *c = (CheckRule){ .rule = rule, .span = v->span, .name_span = name };
  const Value *level = v, *when = NULL;
  if (v->kind == VALUE_MAP) {
    for (size_t i = 0; i < v->map.count; i++) {
      const Field *f = &v->map.fields[i];
      if (str_eqc(f->key, "level") || str_eqc(f->key, "when")) continue;
      Value at = { .kind = VALUE_NULL, .span = f->key_span };
      schema_report(&l->context, DIAG_ERROR, P_SETTING_UNKNOWN, &at, "known here: level, when",
                    "unknown key '%.*s' in checks.%.*s", STR(f->key), STR(rule));
      l->ok = false;
    }
    level = value_getc(v, "level");
    when = value_getc(v, "when");
    if (!level) {
      settings_wrong(l, v, "such as {level: warning, when: {tag: draft}}", "a level is missing");
      return;
    }
  }
  if (!level_of(l, level, rule, &c->level)) return;
  if (when) {
    c->when = condition(l, when, arena_printf(l->arena, "checks.%.*s.when", STR(rule)));
    if (!c->when) return;
  } else {
    c->when = match_compile(l->arena, NULL);
  }
  l->s->check_count++;
}

void settings_checks(SettingsLoad *l, const Value *v) {
  if (!v || v->kind == VALUE_NULL) return;
  if (v->kind != VALUE_MAP) {
    settings_wrong(l, v, "such as {links: error, images: warning}",
                   "'checks' must map rules to levels");
    return;
  }
  size_t room = v->map.count;
  for (size_t i = 0; i < v->map.count; i++) room += value_count(v->map.fields[i].value);
  l->s->checks = ARENA_ARRAY(l->arena, room, CheckRule);
  for (size_t i = 0; i < v->map.count; i++) {
    const Field *f = &v->map.fields[i];
    if (f->value->kind != VALUE_LIST) {
      add_check(l, f->key, f->key_span, f->value);
      continue;
    }
    for (size_t k = 0; k < f->value->list.count; k++)
      add_check(l, f->key, f->key_span, f->value->list.items[k]);
  }
}
