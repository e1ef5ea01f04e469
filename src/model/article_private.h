/* article_private.h -- what the files that read an article share. */
#ifndef PUBLISH_MODEL_ARTICLE_PRIVATE_H
#define PUBLISH_MODEL_ARTICLE_PRIVATE_H

#include "model/article.h"

/* An article while it is read; `ok` turns false with the first error. */
typedef struct {
  Article *out;
  Arena *arena;
  Diags *diags;
  const Settings *settings; /* may be NULL */
  SchemaContext context;
  bool ok;
} ArticleReading;

/* A message about a value of the front matter; an error ends `ok`. */
Diag *article_report(ArticleReading *r, Severity s, Code code, const Value *v, const char *help,
                     const char *message);

static inline bool article_scalar(const Value *v) {
  return v->kind != VALUE_LIST && v->kind != VALUE_MAP && v->kind != VALUE_NULL;
}

/* The front matter as the schema wants it: shapes that a schema cannot express. */
const Value *article_prepare(ArticleReading *r, const Value *front);
/* The fields that the schema does not know: checked where the site declares them, else as they
 * are, with a warning about a name that is nearly a known one. */
const Value *article_extra(ArticleReading *r, const Value *checked);
/* Single fields: what their types do not say; into r->out. */
void article_checks(ArticleReading *r, const Value *map);
/* Tags, categories, corrections and aliases in their final form, into `fields`. */
void article_lists(ArticleReading *r, const Value *map, MapBuilder *fields);

/* Fill date, language, translation key and slug from the path, where the front
 * matter left them open. */
void article_name(Article *out, Arena *a, const Settings *s, const DateZone *zone);

#endif
