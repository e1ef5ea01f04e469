/* old_article.h -- one article of a Jekyll or Hugo site while it is changed: as it was, and as it
 * will be.
 *
 * What both importers do the same way to it is here; each begins with old_article_read() and ends
 * with old_article_put(). What is changed is changed line by line (front.h); what cannot be
 * carried over is told with its place in the old file. arena_free(&o.a) ends it. */
#ifndef PUBLISH_IMPORT_OLD_ARTICLE_H
#define PUBLISH_IMPORT_OLD_ARTICLE_H

#include "data/date.h"
#include "import/front.h"
#include "import/importer.h"

typedef struct {
  /* Given. */
  Importer *im;
  size_t step, index; /* of the plan; of the old site */
  Str from, to;       /* old path, new path */
  Str zone;           /* of dates without one; "" = UTC */
  bool yaml_only;     /* other front matter is text to the old generator */
  /* Read. */
  Arena a;
  Source source;      /* as it was: for reports */
  Str text;           /* as it will be */
  Front kind;         /* of `source` */
  const Value *front; /* of `source`: a map or null */
} OldArticle;

/* *usable false: it cannot be read, or stays where it is and is left out, which was told. False:
 * the plan refused. */
bool old_article_read(OldArticle *o, bool *usable);
bool old_article_put(OldArticle *o);
void old_article_tell(OldArticle *o, Severity severity, const char *topic, Str name, size_t at,
                      const char *advice);
/* `key: value` in the text; the value as it will stand there. */
void old_article_set(OldArticle *o, const char *key, Str value);
void old_article_set_quoted(OldArticle *o, const char *key, Str value);
void old_article_remove(OldArticle *o, const char *key);
/* Text behind the front matter becomes another. */
void old_article_body(OldArticle *o, Str body);
/* Reads a field as a date; writes anew what publish would refuse, and takes out what nobody
 * can read (`advice` says what then). False: none. */
bool old_article_date(OldArticle *o, const char *key, const char *advice, Date *date);
/* A date as publish reads it, in the site's zone. */
bool old_article_parse_date(OldArticle *o, Str text, Date *date);
/* Takes out a layout that only the old site has. */
void old_article_layout(OldArticle *o);
/* Brings back e-mail addresses that were hidden, and tells of those that are lost. */
void old_article_emails(OldArticle *o);

/* The link in the file `from` that leads to the file `to`. */
Str old_article_link(Arena *a, Str from, Str to);

#endif
