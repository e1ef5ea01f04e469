/* settings.c -- publish.yaml to a Settings. The shapes of plugins: and checks: are in
 * settings_rules.c, all other keys in settings_schema.c. */
#include "doc/parse.h"
#include "model/settings_private.h"

#include "data/yaml.h"
#include "model/article.h"
#include "text/dates.h"
#include "text/lang.h"
#include <stdint.h>

static Str *texts(SettingsLoad *l, const Value *list, size_t *count) {
  *count = value_count(list);
  Str *out = ARENA_ARRAY(l->arena, *count, Str);
  for (size_t i = 0; i < *count; i++) out[i] = value_str(list->list.items[i], l->arena);
  return out;
}

/* A list of folders, or the one that is the default. */
static Str *folders(SettingsLoad *l, const Value *all, const char *name, const char *otherwise,
                    size_t *count) {
  const Value *list = value_getc(all, name);
  if (list) return texts(l, list, count);
  Str *out = ARENA_NEW(l->arena, Str);
  *out = str_c(otherwise);
  *count = 1;
  return out;
}

static const Value *list_of(Arena *a, const Str *items, size_t count) {
  ListBuilder b = list_begin(a);
  for (size_t i = 0; i < count; i++) list_add(&b, value_of_str(a, items[i]));
  return list_end(&b, (Span){ 0 });
}

/* -- url -- */

static bool split_url(SettingsLoad *l, Str url, Str *origin, Str *base, const char **problem) {
  while (str_ends(url, S("/"))) url.n--;
  *origin = *base = S("");
  if (str_empty(url)) return true;
  Str path = url;
  long scheme = str_find(url, S("://"));
  if (str_chr(url, '?') != STR_NPOS || str_chr(url, '#') != STR_NPOS) {
    *problem = "url must not have a '?' or '#'";
    return false;
  }
  if (scheme >= 0) {
    Str rest = str_sub(url, (size_t)scheme + 3, url.n);
    long slash = str_chr(rest, '/');
    size_t host = slash < 0 ? rest.n : (size_t)slash;
    if (host == 0 || !(str_eq_nocase(str_sub(url, 0, (size_t)scheme), S("https")) ||
                       str_eq_nocase(str_sub(url, 0, (size_t)scheme), S("http")))) {
      *problem = "url must be an http or https address with a host";
      return false;
    }
    if (str_chr(str_sub(rest, 0, host), '@') != STR_NPOS) {
      *problem = "url must not hold a user name or password";
      return false;
    }
    *origin = arena_str(l->arena, str_sub(url, 0, (size_t)scheme + 3 + host));
    path = str_sub(rest, host, rest.n);
  } else if (str_chr(url, ':') != STR_NPOS) {
    *problem = "url must begin with https:// or http://";
    return false;
  } else if (!str_starts(url, S("/"))) {
    *problem = "url must begin with https://, or with '/' if it is a path only";
    return false;
  }
  if (str_empty(path)) return true;
  PagePath place;
  const char *bad = page_path(&place, l->arena, arena_printf(l->arena, "%.*s/", STR(path)));
  if (bad) {
    *problem = arena_printf(l->arena, "the path of url %s", bad).p;
    return false;
  }
  *base = str_sub(place.url, 0, place.url.n - 1);
  return true;
}

static void read_url(SettingsLoad *l, const Value *all, const SettingsOverride *over) {
  const Value *v = value_getc(all, "url");
  const char *problem = NULL;
  if (!split_url(l, value_str(v, l->arena), &l->s->origin, &l->s->base, &problem))
    settings_wrong(l, v, "such as https://example.org/blog", problem);
  if (!over || str_empty(over->base_url)) return;
  if (split_url(l, over->base_url, &l->s->origin, &l->s->base, &problem)) return;
  Diag *r = diag_file(l->diags, DIAG_ERROR, P_SETTING, S(""), "such as https://example.org/blog",
                      "--base-url: %s", problem);
  r->blame = EXIT_USAGE;
  l->ok = false;
}

/* -- the rest -- */

static const Str *texts_of(Arena *a, const Value *list, size_t *count) {
  *count = value_count(list);
  Str *out = ARENA_ARRAY(a, *count, Str);
  for (size_t i = 0; i < *count; i++) out[i] = value_str(value_at(list, i), a);
  return out;
}

static void read_html(HtmlRules *out, Arena *a, const Value *markdown) {
  Str mode = value_strc(markdown, "html");
  out->mode = str_eqc(mode, "off") ? HTML_OFF : str_eqc(mode, "raw") ? HTML_RAW : HTML_SAFE;
  out->embeds = texts_of(a, value_getc(markdown, "embeds"), &out->embed_count);
  out->classes = texts_of(a, value_getc(markdown, "classes"), &out->class_count);
}

static void read_fields(SettingsLoad *l, const Value *v) {
  if (!v || v->kind == VALUE_NULL) return;
  SchemaContext c = l->context;
  c.code = P_SCHEMA;
  if (!schema_of_fields(&l->s->fields, v, S("fields"), &c)) l->ok = false;
  for (size_t i = 0; v->kind == VALUE_MAP && i < v->map.count; i++) {
    const Field *f = &v->map.fields[i];
    if (!schema_field(article_schema(), f->key)) continue;
    Value at = { .kind = VALUE_NULL, .span = f->key_span };
    schema_report(&l->context, DIAG_ERROR, P_SCHEMA, &at, "choose another name",
                  "'%.*s' is a front-matter field of publish's own", STR(f->key));
    l->ok = false;
  }
}

static void read_texts(SettingsLoad *l, const Value *all, bool (*zone_known)(void *, Str),
                       void *zones) {
  Settings *s = l->s;
  Arena *a = l->arena;
  s->title = value_strc(all, "title");
  s->title_given = value_truthy(value_getc(s->raw, "title"));
  if (!s->title_given)
    diag_file(l->diags, DIAG_NOTE, P_SETTING_TITLE, s->source.path,
              "add a line such as title: My site", "the site has no title; it is called \"%.*s\"",
              STR(s->title));
  s->subtitle = value_strc(all, "subtitle");
  const Value *language = value_getc(all, "language");
  s->language = lang_canonical(a, value_str(language, a));
  if (!lang_valid(s->language)) {
    schema_report(&l->context, DIAG_ERROR, P_SETTING, language, "such as en, de-AT or zh-Hans",
                  "'language' must be a language tag, found \"%.*s\"", STR(s->language));
    l->ok = false;
  }
  const Value *zone = value_getc(all, "timezone");
  s->timezone = value_str(zone, a);
  if (zone_known && !zone_known(zones, s->timezone)) {
    schema_report(&l->context, DIAG_ERROR, P_SETTING, zone,
                  "an IANA name such as Asia/Shanghai, or an offset such as +08:00",
                  "there is no time zone \"%.*s\"", STR(s->timezone));
    l->ok = false;
  }
  const Value *format = value_getc(all, "date_format");
  s->date_format = value_str(format, a);
  const char *problem = dates_problem(a, s->date_format);
  if (problem) {
    schema_report(&l->context, DIAG_ERROR, P_SETTING, format, NULL, "'date_format': %s", problem);
    l->ok = false;
  }
  s->author = value_getc(all, "author");
  s->contact = value_getc(all, "contact");
}

static void read_files(SettingsLoad *l, const Value *all) {
  Settings *s = l->s;
  s->articles = folders(l, all, "articles", "articles", &s->article_count);
  /* Languages with folders of their own need no other. */
  size_t others = s->article_count;
  settings_languages(l, value_getc(all, "languages"));
  if (!value_getc(all, "articles") && s->article_count > others) {
    s->articles += others;
    s->article_languages += others;
    s->article_count -= others;
  }
  s->statics = folders(l, all, "static", "static", &s->static_count);
  const Value *exclude = value_getc(all, "exclude");
  s->exclude = texts(l, exclude, &s->exclude_count);
  for (size_t i = 0; i < s->exclude_count; i++) {
    const char *problem = glob_problem(s->exclude[i]);
    if (problem) settings_wrong(l, exclude->list.items[i], "such as articles/old/**", problem);
  }
  for (size_t i = 0; i < s->static_count; i++)
    if (str_empty(s->statics[i]))
      settings_wrong(l, value_at(value_getc(all, "static"), i), "name a folder",
                     "the whole repository cannot be static");
  settings_permalinks(l, value_getc(all, "permalink"));
}

static double number(const Value *v, double otherwise) {
  if (v && v->kind == VALUE_FLOAT) return v->number;
  return v && v->kind == VALUE_INT ? (double)v->integer : otherwise;
}

bool settings_read(Settings *out, Arena *a, const Source *source, const SettingsOverride *over,
                   bool (*zone_known)(void *context, Str name), void *zones, Diags *d) {
  *out = (Settings){ 0 };
  if (!source) {
    diag_file(d, DIAG_ERROR, P_SETTINGS_NONE, S("publish.yaml"),
              "an empty one will do; 'publish init DIR' makes a new repository",
              "there is no publish.yaml at the top of the repository");
    return false;
  }
  out->source = *source;
  const Value *raw = NULL, *all = NULL;
  if (!yaml_parse(&raw, a, source, 0, source->text.n, d)) return false;
  SettingsLoad l = { .s = out, .arena = a, .diags = d, .ok = true };
  l.context = (SchemaContext){
    .arena = a, .diags = d, .source = &out->source, .code = P_SETTING, .unknown = P_SETTING_UNKNOWN
  };
  if (raw->kind != VALUE_MAP && raw->kind != VALUE_NULL) {
    settings_wrong(&l, raw, yaml_map_help(raw, "write lines such as title: My site"),
                   "publish.yaml must hold `name: value` lines");
    return false;
  }
  out->raw = raw;
  if (!schema_check(&all, settings_schema(), raw, S(""), &l.context)) l.ok = false;
  read_texts(&l, all, zone_known, zones);
  read_url(&l, all, over);
  read_files(&l, all);
  out->page_home = value_int(value_path(all, "pagination.home"), 10);
  out->page_tag = value_int(value_path(all, "pagination.tag"), 20);
  settings_plugins(&l, value_getc(all, "plugins"));
  out->branch =
      over && over->branch.n ? over->branch : value_str(value_path(all, "output.branch"), a);
  out->message = value_str(value_path(all, "output.message"), a);
  out->smart = value_bool(value_path(all, "markdown.smart"), false);
  static const char *const kinds[] = { "hugo", "liquid", "fenced" };
  const Value *directives = value_path(all, "markdown.directives");
  out->directives = directives ? 0 : DIRECTIVES_ALL;
  for (size_t i = 0; i < value_count(directives); i++)
    for (unsigned k = 0; k < 3; k++)
      if (str_eqc(value_str(value_at(directives, i), a), kinds[k])) out->directives |= 1u << k;
  read_html(&out->html, a, value_getc(all, "markdown"));
  out->figures = value_bool(value_path(all, "markdown.figures"), true);
  settings_checks(&l, value_getc(all, "checks"));
  read_fields(&l, value_getc(all, "fields"));
  out->article_seconds = number(value_path(all, "limits.seconds"), 10);
  out->article_bytes = (size_t)value_int(value_path(all, "limits.bytes"), 8 << 20);
  out->worker_memory = (size_t)value_int(value_path(all, "limits.memory"), 512) << 20;
  MapBuilder b = map_from(a, all);
  mapb_putc(&b, "title", value_of_str(a, out->title));
  mapb_putc(&b, "language", value_of_str(a, out->language));
  mapb_putc(&b, "url",
            value_of_str(a, arena_printf(a, "%.*s%.*s", STR(out->origin), STR(out->base))));
  mapb_putc(&b, "origin", value_of_str(a, out->origin));
  mapb_putc(&b, "base", value_of_str(a, out->base));
  mapb_putc(&b, "articles", list_of(a, out->articles, out->article_count));
  mapb_putc(&b, "static", list_of(a, out->statics, out->static_count));
  mapb_putc(&b, "home", value_of_str(a, arena_printf(a, "%.*s/", STR(out->base))));
  out->all = map_end(&b, (Span){ 0 });
  if (out->language_count) {
    b = map_from(a, out->all);
    mapb_putc(&b, "languages", settings_languages_value(out, a));
    mapb_putc(&b, "editions", settings_editions_value(out, a, out->all));
    out->all = map_end(&b, (Span){ 0 });
  }
  return l.ok;
}

/* -- questions -- */

bool settings_excludes(const Settings *s, Str path) {
  for (size_t i = 0; i < s->exclude_count; i++)
    if (glob_match(s->exclude[i], path)) return true;
  return false;
}

CheckLevel settings_check(const Settings *s, Arena *scratch, Str rule, const Value *row,
                          CheckLevel otherwise) {
  for (size_t i = 0; i < s->check_count; i++)
    if (str_eq(s->checks[i].rule, rule) && match_row(s->checks[i].when, scratch, row))
      return s->checks[i].level;
  return otherwise;
}
