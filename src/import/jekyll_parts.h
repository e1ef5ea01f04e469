/* jekyll_parts.h -- the inside of the Jekyll importer.
 *
 * jekyll.c walks the files; jekyll_config.c reads _config.yml and writes publish.yaml,
 * jekyll_languages.c what of it is about languages and menus;
 * jekyll_article.c changes what must change in one post or page; jekyll_address.c knows
 * which address Jekyll gave it. */
#ifndef PUBLISH_IMPORT_JEKYLL_PARTS_H
#define PUBLISH_IMPORT_JEKYLL_PARTS_H

#include "base/map.h"
#include "import/importer.h"
#include "text/civil.h"

enum { JEKYLL_COLLECTIONS = 64, JEKYLL_LANGUAGES = 200 };

typedef struct {
  Str key; /* as written, and in addresses: "pt-br" */
  Str tag; /* "pt-BR" */
} JekyllLanguage;

typedef struct {
  Str name;      /* "recipes"; its files are in _recipes/ */
  bool output;   /* has pages */
  Str permalink; /* its pattern, "" = Jekyll's default */
} JekyllCollection;

typedef struct {
  Importer *im;
  Source config_source;
  const Value *config; /* a map, empty without _config.yml */
  Str url, base;       /* "https://example.org", "/blog" */
  Str permalink;       /* the pattern of posts, styles resolved */
  Str suffix;          /* what pages and collections end in: "/", ":output_ext", "" */
  Str zone;
  JekyllCollection collections[JEKYLL_COLLECTIONS];
  size_t collection_count;
  JekyllLanguage languages[JEKYLL_LANGUAGES]; /* the default one first */
  size_t language_count;                      /* 0: it has one language */
  Map posts;    /* "dir/2024-01-02-name" and "2024-01-02-name" -> JekyllPlace* */
  Map places;   /* old path -> JekyllPlace*: where every article went */
  Str *folders; /* for `articles:` */
  size_t folder_count, folder_cap;
  size_t settings, data, articles, statics; /* steps */
} Jekyll;

typedef enum { JEKYLL_POST, JEKYLL_DRAFT, JEKYLL_DOCUMENT, JEKYLL_PAGE } JekyllKind;

typedef struct {
  JekyllKind kind;
  const JekyllCollection *collection; /* of a document */
  size_t index;                       /* in the old site */
  Str from, to;                       /* old path, new path */
  Str below;  /* path below its _posts folder, collection or the root, without the date of posts */
  Str folder; /* of posts: what is above _posts, its categories; "" mostly */
  Str name_date; /* "2024-01-02" or "" */
} JekyllPlace;

/* -- jekyll_config.c -- */
bool jekyll_config(Jekyll *j);
bool jekyll_write_settings(Jekyll *j);
/* A front-matter default for this file, of `defaults:`; NULL = none. The most special scope
 * counts. */
const Value *jekyll_default(const Jekyll *j, const JekyllPlace *place, const char *key);
/* Is the path left out by `exclude:` or Jekyll's own list? */
bool jekyll_excluded(const Jekyll *j, Str path);
bool jekyll_included(const Jekyll *j, Str path);
void jekyll_folder(Jekyll *j, Str folder); /* for `articles:`, once each */

/* -- jekyll_languages.c -- */
Str jekyll_language_tag(Arena *a, Str written); /* "en_GB" -> "en-GB"; "" when it is none */
void jekyll_languages(Jekyll *j);
/* The language of an article whose `lang` is this; NULL where the site has but one. */
const JekyllLanguage *jekyll_language(const Jekyll *j, const JekyllPlace *place, Str lang);
void jekyll_write_languages(Jekyll *j, Buf *out);
/* "menus:" from _data/FOLDERnavigation.yml and the like, with `indent` blanks in front. */
void jekyll_write_menus(Jekyll *j, Buf *out, Str folder, int indent);

/* -- jekyll_article.c -- */
bool jekyll_article(Jekyll *j, const JekyllPlace *place);

/* -- jekyll_address.c -- */
/* From front matter: what patterns are filled with. */
typedef struct {
  const Value *front;
  const Value *categories; /* list of strings */
  Civil date;
  bool has_date;
} JekyllFacts;
/* The address without url and base, from `a`. */
Str jekyll_address(const Jekyll *j, const JekyllPlace *place, const JekyllFacts *facts, Arena *a);
/* Pattern of a named style, or the pattern itself. */
Str jekyll_style(Str permalink);

#endif
