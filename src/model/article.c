/* article.c -- front matter to an Article. Bytes and fences are in article_split.c, what comes
 * before the schema in article_shape.c, the fields in article_schema.c, what their types do not
 * say in article_checks.c and article_lists.c, what the file's name says in article_name.c, the
 * row in article_row.c. */
#include "model/article_private.h"

#include "data/yaml.h"

Diag *article_report(ArticleReading *r, Severity s, Code code, const Value *v, const char *help,
                     const char *message) {
  if (s == DIAG_ERROR) r->ok = false;
  return schema_report(&r->context, s, code, v, help, "%s", message);
}

static const Value *read_front(ArticleReading *r) {
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
  ArticleReading r = { .out = out, .arena = a, .diags = d, .settings = s, .ok = true };
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
  if (!schema_check(&map, article_schema(), article_prepare(&r, front), S(""), &r.context))
    r.ok = false;
  out->extra = article_extra(&r, map);
  article_checks(&r, map);
  article_name(out, a, s, zone);
  if (out->section_page) out->listed = false;
  MapBuilder b = map_from(a, map);
  if (s && s->author && value_count(value_getc(map, "authors")) == 0) {
    ListBuilder authors = list_begin(a);
    list_add(&authors, s->author);
    mapb_putc(&b, "authors", list_end(&authors, (Span){ 0 }));
  }
  article_lists(&r, map, &b);
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
