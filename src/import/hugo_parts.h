/* hugo_parts.h -- the inside of the Hugo importer.
 *
 * hugo.c walks the files; hugo_config.c reads the configuration, wherever it lies, as one map;
 * hugo_settings.c writes publish.yaml, hugo_menus.c its menus; hugo_article.c changes what must
 * change in one article; hugo_address.c knows which address Hugo gave it. */
#ifndef PUBLISH_IMPORT_HUGO_PARTS_H
#define PUBLISH_IMPORT_HUGO_PARTS_H

#include "base/map.h"
#include "import/importer.h"
#include "text/civil.h"

enum { HUGO_LANGUAGES = 200, HUGO_STATICS = 32 };

typedef struct {
  Str key;    /* as written: "zh-cn" */
  Str tag;    /* as BCP 47 has it: "zh-CN"; "" when it is none */
  Str folder; /* contentDir, "" = all languages share one */
  Str path;   /* in front of its addresses: "/zh-cn" or "" */
  Str title, name, subtitle, copyright;
  int64_t weight;
  bool off;
} HugoLanguage;

typedef struct {
  Str title, url;
  int64_t weight;
  size_t order;
} HugoEntry;
typedef struct {
  Str language; /* its key; "" = of the site, and of its own language */
  Str name;
  HugoEntry *entries;
  size_t count, cap;
  bool set; /* the settings have it, not only front matter */
} HugoMenu;

typedef struct {
  const Value *content;
  Source source;
} HugoConfigFile;

typedef struct {
  Importer *im;
  const Value *config; /* a map: all files in one */
  HugoConfigFile *files;
  size_t file_count, file_cap;
  Source source;   /* the main file */
  Str content;     /* contentDir, "content" */
  Str data_folder; /* dataDir, "data" */
  Str static_folders[HUGO_STATICS];
  size_t static_count; /* at least one */
  Str language;        /* defaultContentLanguage */
  bool subdir;         /* addresses of the default language begin with it, too */
  bool ugly, keep_case;
  Str zone;
  HugoLanguage languages[HUGO_LANGUAGES];
  size_t language_count;
  HugoMenu *menus;
  size_t menu_count, menu_cap;
  Str *pages; /* addresses of the old site's articles */
  size_t page_count, page_cap;
  Map articles;                            /* old path -> HugoPlace* */
  Map names;                               /* "name.md" -> HugoPlace*, of several the first */
  size_t settings, data, changed, statics; /* steps */
} Hugo;

typedef struct {
  size_t index;
  Str from, to;
  Str below;                    /* path below the folder of its language */
  const HugoLanguage *language; /* NULL: the site has none declared */
  Str section, folder, name;    /* "posts", "posts/2024", "my-post" (no language, no ending) */
  bool bundle, branch;          /* index.md, _index.md */
} HugoPlace;

/* -- hugo_config.c -- */
bool hugo_config(Hugo *h);
/* A key in any case, as Hugo takes it; NULL when absent. */
const Value *hugo_get(const Value *map, const char *key);
Str hugo_text(const Hugo *h, const char *key);
/* The file that a value of the settings stands in, for its place in reports; NULL when that
 * cannot be told, as with a table that several files add to. */
const Source *hugo_source(const Hugo *h, const Value *v);
/* A folder of the site: what the settings say (NULL: nothing), or `usual`; one that lies
 * elsewhere is told and not used. */
Str hugo_folder(Hugo *h, const Value *v, const char *usual);

/* -- hugo_settings.c -- */
bool hugo_settings(Hugo *h);

/* -- hugo_menus.c -- */
/* An entry that an article asks for; `language` is the key of its language, or "". */
void hugo_menu_entry(Hugo *h, Str menu, Str language, Str title, Str url, int64_t weight);
void hugo_page_at(Hugo *h, Str url); /* the old site had a page there */
/* Adds the menus of the settings, behind all articles. */
void hugo_menus(Hugo *h);
/* "menus:" of a language, or of the site (""), if it has any, with `indent` blanks in front. */
void hugo_write_menus(Hugo *h, Buf *out, Str language, int indent);

/* -- hugo_article.c -- */
bool hugo_article(Hugo *h, const HugoPlace *place);

/* -- hugo_address.c -- */
/* The page's address, from `a`: "" when it has none. */
Str hugo_address(const Hugo *h, const HugoPlace *place, const Value *front, const Civil *date,
                 Arena *a);
/* As Hugo makes a part of an address of a text. */
Str hugo_urlize(const Hugo *h, Str text, Arena *a);

#endif
