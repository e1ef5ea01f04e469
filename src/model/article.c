/* article.c -- front matter to an Article. Bytes and fences are in
 * article_split.c, the fields in article_schema.c, what the file's name says in
 * article_name.c, the row in article_row.c. */
#include "model/article_private.h"

#include "base/map.h"
#include "base/utf8.h"
#include "data/yaml.h"
#include "text/lang.h"
#include "text/normal.h"
#include "text/slug.h"
#include <stdlib.h>

typedef struct {
  Article *out;
  Arena *arena;
  Diags *diags;
  const Settings *settings;
  SchemaContext context;
  bool ok;
} Reading;

static Diag *report(Reading *r, Severity s, Code code, const Value *v, const char *help,
                    const char *message) {
  if (s == DIAG_ERROR) r->ok = false;
  return schema_report(&r->context, s, code, v, help, "%s", message);
}

/* -- before the schema: shapes that it cannot express -- */

static bool is_scalar(const Value *v) {
  return v->kind != VALUE_LIST && v->kind != VALUE_MAP && v->kind != VALUE_NULL;
}

/* tags: a, b -- a text is split at its commas, and only there. */
static const Value *split_commas(Reading *r, const Value *v) {
  Str rest = value_str(v, r->arena), part;
  ListBuilder b = list_begin(r->arena);
  while (str_split(&rest, ',', &part)) {
    part = str_trim(part);
    if (!part.n) continue;
    Value *item = (Value *)value_of_str(r->arena, part);
    item->span = v->span;
    list_add(&b, item);
  }
  return list_end(&b, v->span);
}

static const Value *record_with(Reading *r, const char *key, const Value *v) {
  MapBuilder b = map_begin(r->arena);
  mapb_putc(&b, key, v);
  return map_end(&b, v->span);
}

static const Value *reshape(Reading *r, const Schema *s, const Field *f) {
  const Value *v = f->value;
  if ((!strcmp(s->name, "tags") || !strcmp(s->name, "categories")) && is_scalar(v))
    return split_commas(r, v);
  if (!strcmp(s->name, "source") && is_scalar(v) &&
      str_find(value_str(v, r->arena), S("://")) == STR_NPOS)
    return record_with(r, "name", v);
  if (!strcmp(s->name, "related") && v->kind == VALUE_LIST) return record_with(r, "pin", v);
  /* withdrawn: true says only that; false is the same as nothing. */
  if (!strcmp(s->name, "withdrawn") && v->kind == VALUE_BOOL) {
    MapBuilder none = map_begin(r->arena);
    return v->boolean ? map_end(&none, v->span) : value_null(r->arena);
  }
  return v;
}

/* A key written 1: or true: is a slip in front matter, unless it has quotes. */
static void check_key(Reading *r, const Field *f) {
  if (r->out->parts.format != FRONT_YAML) return; /* the others have no such slips */
  Str text = r->out->source.text;
  char first = f->key_span.offset < text.n ? text.p[f->key_span.offset] : '\0';
  bool digit = f->key.n && ((f->key.p[0] >= '0' && f->key.p[0] <= '9') || f->key.p[0] == '-');
  for (size_t i = 1; i < f->key.n && digit; i++)
    digit = (f->key.p[i] >= '0' && f->key.p[i] <= '9') || f->key.p[i] == '.';
  bool word = str_eqc(f->key, "~") || str_eqc(f->key, "null") || str_eqc(f->key, "true") ||
              str_eqc(f->key, "false");
  if ((!digit && !word) || first == '"' || first == '\'') return;
  Value at = { .kind = VALUE_NULL, .span = f->key_span };
  report(r, DIAG_ERROR, P_YAML_KEY, &at, "put the key into quotes if it is meant",
         "a front-matter key must be a name");
}

/* Zola keeps tags and the like in a table of their own. */
static const Value *without_taxonomies(Reading *r, const Value *front) {
  const Value *own = value_getc(front, "taxonomies");
  if (!own || own->kind != VALUE_MAP) return front;
  MapBuilder b = map_begin(r->arena);
  for (size_t i = 0; i < value_count(front); i++)
    if (front->map.fields[i].value != own) mapb_field(&b, front->map.fields[i]);
  for (size_t i = 0; i < value_count(own); i++)
    if (!value_field(front, own->map.fields[i].key)) mapb_field(&b, own->map.fields[i]);
  return map_end(&b, front->span);
}

static const Value *prepare(Reading *r, const Value *front) {
  front = without_taxonomies(r, front);
  MapBuilder b = map_begin(r->arena);
  for (size_t i = 0; i < value_count(front); i++) {
    Field f = front->map.fields[i];
    check_key(r, &f);
    const Schema *s = schema_field(article_schema(), f.key);
    if (s) f.value = reshape(r, s, &f);
    mapb_field(&b, f);
  }
  return map_end(&b, front->span);
}

/* -- unknown keys -- */

static void names_of(const Schema *record, Str *known, size_t *count, size_t most) {
  for (size_t i = 0; record && i < record->field_count && *count < most; i++) {
    const Schema *s = &record->fields[i];
    known[(*count)++] = str_c(s->name);
    for (size_t k = 0; s->aliases && s->aliases[k] && *count < most; k++)
      known[(*count)++] = str_c(s->aliases[k]);
  }
}

static void near_miss(Reading *r, const Field *f) {
  Str known[256];
  size_t count = 0;
  names_of(article_schema(), known, &count, 256);
  names_of(r->settings ? r->settings->fields : NULL, known, &count, 256);
  Str near = f->key.n >= 4 ? str_nearest(f->key, known, count) : S("");
  if (!near.n || str_distance(f->key, near, 2) > (f->key.n >= 8 ? 2u : 1u)) return;
  Value at = { .kind = VALUE_NULL, .span = f->key_span };
  Diag *d = schema_report(&r->context, DIAG_WARNING, P_FRONT_UNKNOWN, &at, NULL,
                          "unknown front-matter key '%.*s'", STR(f->key));
  diag_help(r->diags, d, "did you mean '%.*s'?", STR(near));
}

static const Value *read_extra(Reading *r, const Value *checked) {
  const Schema *own = r->settings ? r->settings->fields : NULL;
  MapBuilder b = map_begin(r->arena), typed = map_begin(r->arena);
  for (size_t i = 0; i < value_count(checked); i++) {
    const Field *f = &checked->map.fields[i];
    const Schema *s = schema_field(article_schema(), f->key);
    if (s && str_eqc(f->key, s->name)) continue;
    if (own && schema_field(own, f->key)) {
      mapb_field(&typed, *f);
    } else {
      if (!s) near_miss(r, f);
      mapb_field(&b, *f);
    }
  }
  if (own) {
    const Value *mine = NULL;
    if (!schema_check(&mine, own, map_end(&typed, (Span){ 0 }), S(""), &r->context)) r->ok = false;
    for (size_t i = 0; i < value_count(mine); i++) mapb_field(&b, mine->map.fields[i]);
  }
  return map_end(&b, (Span){ 0 });
}

/* -- after the schema: what its types do not say -- */

static bool has_bidi_control(Str s) {
  for (size_t i = 0; i < s.n;) {
    uint32_t cp = utf8_next(s, &i);
    if ((cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069)) return true;
  }
  return false;
}

static void check_title(Reading *r, const Value *v) {
  Article *out = r->out;
  out->title = value_str(v, r->arena);
  out->has_title = out->title.n > 0;
  if (v && !out->has_title)
    report(r, DIAG_ERROR, P_FRONT_FIELD, v, "leave the key out to take the first heading",
           "'title' is empty");
  if (has_bidi_control(out->title))
    report(r, DIAG_WARNING, P_ARTICLE_BIDI, v, NULL,
           "'title' holds invisible characters that reorder text");
}

/* Feed readers compare it byte by byte, so it is kept as it is or refused. */
static void check_guid(Reading *r, const Value *v) {
  if (!v) return;
  Str s = value_str(v, r->arena);
  bool odd = !s.n || has_bidi_control(s);
  for (size_t i = 0; i < s.n; i++) odd = odd || (unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7F;
  r->out->guid = s;
  if (odd)
    report(r, DIAG_ERROR, P_GUID, v, "such as guid: https://old.example.org/?p=123",
           "'guid' must be what stood in the old feed's <guid> or <id>: one word, without blanks");
}

static void check_slug(Reading *r, const Value *v) {
  if (!v) return;
  Str s = value_str(v, r->arena);
  const char *problem = NULL;
  if (str_empty(str_trim(s))) problem = "'slug' is empty";
  for (size_t i = 0; i < s.n && !problem; i++)
    if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7F)
      problem = "'slug' holds a control character";
  if (!problem && (str_chr(s, '/') != STR_NPOS || str_chr(s, '\\') != STR_NPOS))
    problem = "'slug' must be one part of a path, without '/'";
  if (!problem && s.p[0] == '.') problem = "'slug' must not begin with a dot";
  if (!problem) {
    Str given = normal_nfc(r->arena, str_trim(s)), made = slug_of(r->arena, given);
    if (str_empty(made)) problem = "'slug' has no letter or digit";
    /* Capitals, dots and underscores may stay; everything else is made a slug. */
    bool plain = output_path_problem(r->arena, given) == NULL;
    for (size_t i = 0; i < given.n && plain; i++)
      plain = (unsigned char)given.p[i] >= 0x80
                  ? str_eq(normal_lower(r->arena, given), made)
                  : strchr("-_.", given.p[i]) || (given.p[i] >= '0' && given.p[i] <= '9') ||
                        (given.p[i] >= 'a' && given.p[i] <= 'z') ||
                        (given.p[i] >= 'A' && given.p[i] <= 'Z');
    r->out->slug = plain ? given : made;
    r->out->slug_given = !problem;
  }
  if (problem)
    report(r, DIAG_ERROR, P_ARTICLE_SLUG, v, "leave it out to have it made from the file's name",
           problem);
}

static const Value *check_switch(Reading *r, const Value *map, const char *name) {
  static const char *const words[] = { "yes", "no", "on", "off" };
  const Value *v = value_getc(map, name);
  for (size_t i = 0; v && v->kind == VALUE_STR && i < 4; i++) {
    if (!str_eq_nocase(v->str, str_c(words[i]))) continue;
    schema_report(&r->context, DIAG_ERROR, P_FRONT_FIELD, v,
                  "write true or false, without quotes; YAML 1.2 has no yes and no",
                  "'%s' must be true or false, found \"%.*s\"", name, STR(v->str));
    r->ok = false;
  }
  return v;
}

/* One payer, one part that machines had: plugins need not think of lists. */
static void check_one(Reading *r, const Value *map, const char *name, const char *help) {
  const Value *v = check_switch(r, map, name);
  if (!v || v->kind == VALUE_NULL || v->kind == VALUE_BOOL || v->kind == VALUE_STR ||
      v->kind == VALUE_MAP)
    return;
  schema_report(&r->context, DIAG_ERROR, P_FRONT_FIELD, v, help,
                "'%s' must be true, a text or a record, found %s", name,
                v->kind == VALUE_LIST ? "a list" : "a number");
  r->ok = false;
}

static void check_published(Reading *r, const Value *map) {
  const Value *v = check_switch(r, map, "published");
  r->out->draft = value_bool(value_getc(map, "draft"), false);
  if (!v || v->kind == VALUE_NULL) return;
  if (v->kind == VALUE_BOOL) {
    r->out->draft = r->out->draft || !v->boolean;
    return;
  }
  /* Some generators put the date here. */
  Date date = { 0 };
  const char *problem = is_scalar(v)
                            ? date_parse(&date, r->arena, value_str(v, r->arena), r->context.zone)
                            : "must be true or false";
  if (problem) {
    if (r->ok)
      report(r, DIAG_ERROR, P_FRONT_FIELD, v,
             "published: false keeps an article back, like draft: true",
             "'published' must be true, false or a date");
  } else if (!r->out->has_date) {
    r->out->date = date;
    r->out->has_date = true;
  }
}

/* true, or 1 as some sites have it. */
static void check_untranslated(Reading *r, const Value *v) {
  if (!v || v->kind == VALUE_NULL) return;
  if (v->kind != VALUE_BOOL && !(v->kind == VALUE_INT && (v->integer == 0 || v->integer == 1)))
    report(r, DIAG_ERROR, P_FRONT_FIELD, v, NULL, "'untranslated' must be true or false");
  else
    r->out->untranslated = v->kind == VALUE_BOOL ? v->boolean : v->integer == 1;
}

static bool read_date(const Value *map, const char *name, Date *out) {
  const Value *v = value_getc(map, name);
  if (!v || v->kind != VALUE_DATE) return false;
  *out = v->date;
  return true;
}

/* Before anything that was ever published: 1 January of the year 1. */
static const int64_t AT_ONCE = -62135596800;

static void check_withdrawn(Reading *r, const Value *map) {
  const Value *v = value_getc(map, "withdrawn");
  r->out->has_withdrawn = v && v->kind == VALUE_MAP;
  r->out->withdrawn = (Date){ .seconds = AT_ONCE };
  if (r->out->has_withdrawn) read_date(v, "date", &r->out->withdrawn);
}

static int newest_first(const void *pa, const void *pb) {
  const Value *const *a = pa, *const *b = pb;
  int c = value_cmp(value_getc(*b, "date"), value_getc(*a, "date"));
  return c ? c : value_cmp(value_getc(*a, "text"), value_getc(*b, "text"));
}

/* Corrections in the order in which readers want them. */
static const Value *sort_corrections(Reading *r, const Value *list) {
  size_t n = value_count(list);
  const Value **items = ARENA_ARRAY(r->arena, n + 1, const Value *);
  for (size_t i = 0; i < n; i++) items[i] = value_at(list, i);
  if (n) qsort(items, n, sizeof *items, newest_first);
  ListBuilder b = list_begin(r->arena);
  for (size_t i = 0; i < n; i++) list_add(&b, items[i]);
  return list_end(&b, list->span);
}

/* Tags that are the same to a reader count once; the first spelling stays. */
static const Value *unique(Reading *r, const Value *list, const char *name) {
  ListBuilder b = list_begin(r->arena);
  Map seen = { 0 };
  for (size_t i = 0; i < value_count(list); i++) {
    const Value *v = list->list.items[i];
    Str text = value_str(v, r->arena), key = tag_key(r->arena, text);
    if (str_empty(key)) {
      schema_report(&r->context, DIAG_ERROR, P_FRONT_FIELD, v, "remove it", "an empty item in '%s'",
                    name);
      r->ok = false;
    } else if (map_put(&seen, key, &seen)) {
      list_add(&b, v);
    }
  }
  map_free(&seen);
  return list_end(&b, list ? list->span : (Span){ 0 });
}

/* Jekyll's folders around _posts are categories: news/_posts/a.md. */
static const Value *categories(Reading *r, const Value *list) {
  Str rest = r->out->below, part;
  long at = str_find(rest, S("/_posts/"));
  if (at <= 0) return list;
  rest = str_sub(rest, 0, (size_t)at);
  ListBuilder b = list_begin(r->arena);
  while (str_split(&rest, '/', &part))
    if (!str_eqc(part, "_drafts")) list_add(&b, value_of_str(r->arena, part));
  for (size_t i = 0; i < value_count(list); i++) list_add(&b, list->list.items[i]);
  return list_end(&b, list ? list->span : (Span){ 0 });
}

static const Value *check_aliases(Reading *r, const Value *list) {
  ListBuilder b = list_begin(r->arena);
  for (size_t i = 0; i < value_count(list); i++) {
    const Value *v = list->list.items[i];
    PagePath place;
    const char *problem = page_path(&place, r->arena, value_str(v, r->arena));
    if (problem) {
      schema_report(&r->context, DIAG_ERROR, P_ARTICLE_PLACE, v, "such as /old/address/",
                    "the alias \"%.*s\" %s", STR(value_str(v, r->arena)), problem);
      r->ok = false;
    } else {
      list_add(&b, value_of_str(r->arena, place.url));
    }
  }
  return list_end(&b, (Span){ 0 });
}

/* A person is somebody: a name, or a key by which data/authors.yaml has one. */
static void check_authors(Reading *r, const Value *list) {
  for (size_t i = 0; i < value_count(list); i++) {
    const Value *v = value_at(list, i);
    if (v->kind != VALUE_MAP || value_strc(v, "name").n || value_strc(v, "id").n) continue;
    report(r, DIAG_ERROR, P_FRONT_FIELD, v, "name: ..., or id: a key of data/authors.yaml",
           "an author needs a name");
  }
}

static void check_language(Reading *r, const Value *v) {
  if (!v) return;
  r->out->language = lang_canonical(r->arena, value_str(v, r->arena));
  if (lang_valid(r->out->language)) return;
  schema_report(&r->context, DIAG_ERROR, P_FRONT_FIELD, v, "such as en, de-AT or zh-Hans",
                "'language' must be a language tag, found \"%.*s\"", STR(r->out->language));
  r->ok = false;
}

static void check_permalink(Reading *r, const Value *v) {
  if (!v) return;
  r->out->permalink = value_str(v, r->arena);
  const Permalink *p = NULL;
  if (!permalink_compile_own(&p, r->arena, r->out->permalink, &r->out->source,
                             (Range){ v->span.offset, v->span.length }, r->diags))
    r->ok = false;
}

static const Value *read_front(Reading *r) {
  Article *out = r->out;
  const Value *none = value_null(r->arena);
  out->front = none;
  if (!out->parts.has_front) return none;
  const Value *front = NULL;
  if (!article_front(&front, r->arena, &out->source, &out->parts, r->diags)) {
    r->ok = false;
    return none;
  }
  if (front->kind != VALUE_MAP && front->kind != VALUE_NULL) {
    schema_report(&r->context, DIAG_ERROR, P_FRONT_ROOT, front,
                  yaml_map_help(front, "write lines such as title: A day at sea"),
                  "front matter must be `name: value` lines, found %s",
                  front->kind == VALUE_LIST ? "a list" : "text");
    r->ok = false;
    return none;
  }
  out->front = front;
  return front;
}

bool article_read(Article *out, Arena *a, const Source *source, Str below, const Settings *s,
                  const DateZone *zone, Diags *d) {
  *out = (Article){ .source = *source, .below = below };
  Reading r = { .out = out, .arena = a, .diags = d, .settings = s, .ok = true };
  r.context = (SchemaContext){ .arena = a,
                               .diags = d,
                               .source = &out->source,
                               .code = P_FRONT_FIELD,
                               .unknown = P_FRONT_FIELD,
                               .zone = zone };
  MapBuilder none = map_begin(a);
  out->fields = out->extra = map_end(&none, (Span){ 0 });
  out->front = value_null(a);
  if (!article_split(&out->parts, source, d)) return false;
  const Value *front = read_front(&r), *map = NULL;
  if (!r.ok) return false;
  if (!schema_check(&map, article_schema(), prepare(&r, front), S(""), &r.context)) r.ok = false;
  out->extra = read_extra(&r, map);
  check_title(&r, value_getc(map, "title"));
  check_slug(&r, value_getc(map, "slug"));
  check_language(&r, value_getc(map, "language"));
  check_permalink(&r, value_getc(map, "permalink"));
  check_authors(&r, value_getc(map, "authors"));
  out->has_date = read_date(map, "date", &out->date);
  out->has_updated = read_date(map, "updated", &out->updated);
  out->has_expires = read_date(map, "expires", &out->expires);
  check_published(&r, map);
  check_withdrawn(&r, map);
  check_untranslated(&r, value_getc(map, "untranslated"));
  out->listed = value_bool(value_getc(map, "listed"), true);
  check_switch(&r, map, "comments");
  check_one(&r, map, "sponsored", "such as sponsored: Bell & Co");
  check_one(&r, map, "ai", "such as ai: { role: text }");
  out->layout = value_strc(map, "layout");
  out->series = value_strc(map, "series");
  out->description = value_strc(map, "description");
  out->translation = value_strc(map, "translation");
  out->weight = value_int(value_getc(map, "weight"), 0);
  check_guid(&r, value_getc(map, "guid"));
  out->id = value_strc(map, "id");
  if (!out->id.n) out->id = source->path;
  article_name(out, a, s, zone);
  if (out->section_page) out->listed = false;
  MapBuilder b = map_from(a, map);
  if (s && s->author && value_count(value_getc(map, "authors")) == 0) {
    ListBuilder authors = list_begin(a);
    list_add(&authors, s->author);
    mapb_putc(&b, "authors", list_end(&authors, (Span){ 0 }));
  }
  mapb_putc(&b, "tags", unique(&r, value_getc(map, "tags"), "tags"));
  mapb_putc(&b, "categories",
            unique(&r, categories(&r, value_getc(map, "categories")), "categories"));
  const Value *corrections = value_getc(map, "corrections");
  if (corrections && corrections->kind == VALUE_LIST)
    mapb_putc(&b, "corrections", sort_corrections(&r, corrections));
  mapb_putc(&b, "aliases", check_aliases(&r, value_getc(map, "aliases")));
  out->fields = map_end(&b, (Span){ 0 });
  return r.ok;
}

/* The page of a section stands where the addresses of its folder begin. */
static bool section_place(PagePath *out, Arena *a, const Article *article, Diags *d) {
  Str place = str_sub(article->place, 0, article->place.n - 3);
  Str slash = S("/"), none = S("");
  Str parts[] = { slash, article->prefix, article->prefix.n ? slash : none, place,
                  place.n ? slash : none };
  Str url = url_path(a, arena_concat(a, parts, 5));
  const char *problem = page_path(out, a, url);
  if (!problem) return true;
  diag_file(d, DIAG_ERROR, P_ARTICLE_PLACE, article->source.path, "rename the folder",
            "the address '%.*s' %s", STR(url), problem);
  return false;
}

bool article_place(PagePath *out, Arena *a, const Article *article, const Settings *s,
                   const Date *date, Str title, Diags *d) {
  bool own = article->permalink.n > 0;
  if (article->section_page && !own) return section_place(out, a, article, d);
  const Permalink *p = settings_permalink(s, article->source.path, article->below);
  if (own && !permalink_compile_own(&p, a, article->permalink, &article->source, (Range){ 0 }, d))
    return false;
  const Value *author = value_at(value_getc(article->fields, "authors"), 0);
  PermalinkFacts facts = { .has_date = date != NULL,
                           .slug_given = article->slug_given,
                           .slug = article->slug,
                           .title = title,
                           .author = value_strc(author ? author : s->author, "name"),
                           .id = article->id,
                           .language = article->language,
                           .categories = value_getc(article->fields, "categories"),
                           .path = article->place,
                           .source_path = article->source.path };
  /* An address that the article gives from the root on is the whole of it. */
  if (!own || article->permalink.p[0] != '/') facts.prefix = article->prefix;
  if (date) facts.date = *date;
  return permalink_make(out, a, p, &facts, &article->source, d);
}

Visibility article_visibility(const Article *article, const Date *date, int64_t at, bool drafts) {
  if (article->has_withdrawn && article->withdrawn.seconds <= at && !article->draft &&
      !(date && date->seconds > at))
    return WITHDRAWN;
  if (article->has_expires && article->expires.seconds <= at) return HIDDEN_EXPIRED;
  if (article->untranslated) return HIDDEN_UNTRANSLATED;
  if (drafts) return VISIBLE;
  if (article->draft) return HIDDEN_DRAFT;
  return date && date->seconds > at ? HIDDEN_FUTURE : VISIBLE;
}
