/* article_checks.c -- what the types of a schema do not say of single fields. */
#include "base/utf8.h"
#include "model/article_private.h"
#include "text/lang.h"
#include "text/normal.h"
#include "text/slug.h"

#include <string.h>

static bool has_bidi_control(Str s) {
  for (size_t i = 0; i < s.n;) {
    uint32_t cp = utf8_next(s, &i);
    if ((cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069)) return true;
  }
  return false;
}

static void check_title(ArticleReading *r, const Value *v) {
  Article *out = r->out;
  out->title = value_str(v, r->arena);
  out->has_title = out->title.n > 0;
  if (v && !out->has_title)
    article_report(r, DIAG_ERROR, P_FRONT_FIELD, v, "leave the key out to take the first heading",
                   "'title' is empty");
  if (has_bidi_control(out->title))
    article_report(r, DIAG_WARNING, P_ARTICLE_BIDI, v, NULL,
                   "'title' holds invisible characters that reorder text");
}

/* Feed readers compare it byte by byte, so it is kept as it is or refused. */
static void check_guid(ArticleReading *r, const Value *v) {
  if (!v) return;
  Str s = value_str(v, r->arena);
  bool odd = !s.n || has_bidi_control(s);
  for (size_t i = 0; i < s.n; i++) odd = odd || (unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7F;
  r->out->guid = s;
  if (odd)
    article_report(
        r, DIAG_ERROR, P_GUID, v, "such as guid: https://old.example.org/?p=123",
        "'guid' must be what stood in the old feed's <guid> or <id>: one word, without blanks");
}

static void check_slug(ArticleReading *r, const Value *v) {
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
    article_report(r, DIAG_ERROR, P_ARTICLE_SLUG, v,
                   "leave it out to have it made from the file's name", problem);
}

static const Value *check_switch(ArticleReading *r, const Value *map, const char *name) {
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
static void check_one(ArticleReading *r, const Value *map, const char *name, const char *help) {
  const Value *v = check_switch(r, map, name);
  if (!v || v->kind == VALUE_NULL || v->kind == VALUE_BOOL || v->kind == VALUE_STR ||
      v->kind == VALUE_MAP)
    return;
  schema_report(&r->context, DIAG_ERROR, P_FRONT_FIELD, v, help,
                "'%s' must be true, a text or a record, found %s", name,
                v->kind == VALUE_LIST ? "a list" : "a number");
  r->ok = false;
}

static void check_published(ArticleReading *r, const Value *map) {
  const Value *v = check_switch(r, map, "published");
  r->out->draft = value_bool(value_getc(map, "draft"), false);
  if (!v || v->kind == VALUE_NULL) return;
  if (v->kind == VALUE_BOOL) {
    r->out->draft = r->out->draft || !v->boolean;
    return;
  }
  /* Some generators put the date here. */
  Date date = { 0 };
  const char *problem = article_scalar(v)
                            ? date_parse(&date, r->arena, value_str(v, r->arena), r->context.zone)
                            : "must be true or false";
  if (problem) {
    if (r->ok)
      article_report(r, DIAG_ERROR, P_FRONT_FIELD, v,
                     "published: false keeps an article back, like draft: true",
                     "'published' must be true, false or a date");
  } else if (!r->out->has_date) {
    r->out->date = date;
    r->out->has_date = true;
  }
}

/* true, or 1 as some sites have it. */
static void check_untranslated(ArticleReading *r, const Value *v) {
  if (!v || v->kind == VALUE_NULL) return;
  if (v->kind != VALUE_BOOL && !(v->kind == VALUE_INT && (v->integer == 0 || v->integer == 1)))
    article_report(r, DIAG_ERROR, P_FRONT_FIELD, v, NULL, "'untranslated' must be true or false");
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

static void check_withdrawn(ArticleReading *r, const Value *map) {
  const Value *v = value_getc(map, "withdrawn");
  r->out->has_withdrawn = v && v->kind == VALUE_MAP;
  r->out->withdrawn = (Date){ .seconds = AT_ONCE };
  if (r->out->has_withdrawn) read_date(v, "date", &r->out->withdrawn);
}

/* A person is somebody: a name, or a key by which data/authors.yaml has one. */
static void check_authors(ArticleReading *r, const Value *list) {
  for (size_t i = 0; i < value_count(list); i++) {
    const Value *v = value_at(list, i);
    if (v->kind != VALUE_MAP || value_strc(v, "name").n || value_strc(v, "id").n) continue;
    article_report(r, DIAG_ERROR, P_FRONT_FIELD, v, "name: ..., or id: a key of data/authors.yaml",
                   "an author needs a name");
  }
}

static void check_language(ArticleReading *r, const Value *v) {
  if (!v) return;
  r->out->language = lang_canonical(r->arena, value_str(v, r->arena));
  if (lang_valid(r->out->language)) return;
  schema_report(&r->context, DIAG_ERROR, P_FRONT_FIELD, v, "such as en, de-AT or zh-Hans",
                "'language' must be a language tag, found \"%.*s\"", STR(r->out->language));
  r->ok = false;
}

static void check_permalink(ArticleReading *r, const Value *v) {
  if (!v) return;
  r->out->permalink = value_str(v, r->arena);
  const Permalink *p = NULL;
  if (!permalink_compile_own(&p, r->arena, r->out->permalink, &r->out->source,
                             (Range){ v->span.offset, v->span.length }, r->diags))
    r->ok = false;
}

void article_checks(ArticleReading *r, const Value *map) {
  Article *out = r->out;
  check_title(r, value_getc(map, "title"));
  check_slug(r, value_getc(map, "slug"));
  check_language(r, value_getc(map, "language"));
  check_permalink(r, value_getc(map, "permalink"));
  check_authors(r, value_getc(map, "authors"));
  out->has_date = read_date(map, "date", &out->date);
  out->has_updated = read_date(map, "updated", &out->updated);
  out->has_expires = read_date(map, "expires", &out->expires);
  check_published(r, map);
  check_withdrawn(r, map);
  check_untranslated(r, value_getc(map, "untranslated"));
  out->listed = value_bool(value_getc(map, "listed"), true);
  check_switch(r, map, "comments");
  check_one(r, map, "sponsored", "such as sponsored: Bell & Co");
  check_one(r, map, "ai", "such as ai: { role: text }");
  out->layout = value_strc(map, "layout");
  out->series = value_strc(map, "series");
  out->description = value_strc(map, "description");
  out->translation = value_strc(map, "translation");
  out->weight = value_int(value_getc(map, "weight"), 0);
  check_guid(r, value_getc(map, "guid"));
  out->id = value_strc(map, "id");
  if (!out->id.n) out->id = out->source.path;
}
