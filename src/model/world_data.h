/* world_data.h -- the inside of a World: for the pipeline, which fills it, and
 * for tests. Hooks and templates see it only through world.h.
 *
 * All memory belongs to the filler (usually one arena of the parent process) and
 * outlives the World's use. Filling happens in the parent between barriers, or
 * once per worker before any hook runs; after that nothing changes. */
#ifndef PUBLISH_MODEL_WORLD_DATA_H
#define PUBLISH_MODEL_WORLD_DATA_H

#include "base/map.h"
#include "model/world.h"
#include "text/similar.h"
#include "text/stats.h"

typedef enum { PROJECTION_NAV, PROJECTION_CARD, PROJECTION_FULL, PROJECTIONS } Projection;
/* The smallest projection that holds a row field. */
Projection row_projection(Str field);

typedef struct {
  Str path;           /* source path, the article's name everywhere */
  const Value *v;     /* the row: a map, without facts */
  const Value *facts; /* plugin -> its facts, as far as the stage has them */
  Digest digests[PROJECTIONS];
} Row;

typedef struct {
  uint32_t *rows; /* row numbers in the index's order */
  size_t count;
  Map position; /* row path -> 1-based position; filled on first use by near */
} IndexKey;

typedef struct {
  Str name;
  Str *keys; /* in byte order */
  size_t key_count;
  Map by_key; /* key -> IndexKey */
} Index;

typedef struct {
  Str name;
  SimilarIndex *similar;
  const uint32_t *row_of;      /* document number -> row number */
  const uint32_t *document_of; /* row number - 1 -> document number + 1, 0 = not in it */
} SimilarData;

typedef struct {
  Source source;
  Digest digest; /* of the bytes */
} SourceFile;

typedef struct {
  Str id, language, path;
  const Value *row;
  int64_t from, until; /* seconds; `until` also because the next begins, INT64_MAX when open */
} Notice;

struct World {
  const Value *settings, *data;
  const Value *withdrawn; /* what remains of withdrawn articles: a list of maps */
  Map options;            /* plugin -> const Value* */
  Map plugins;            /* plugin -> Digest*: its code */
  Row *rows;              /* number n is rows[n - 1], in path order */
  uint32_t row_count;
  Map row_numbers;         /* path -> number, as (void *)(uintptr_t) */
  Map stats;               /* name -> TermStats* */
  Map indexes;             /* name -> Index* */
  Map similar;             /* name -> SimilarData* */
  struct Catalog *catalog; /* from barrier 2 on; remembers answers (model/catalog.h) */
  Map sources;             /* path -> SourceFile*: every text file a hook may read */
  Map templates;           /* name -> SourceFile*: overrides already applied */
  Notice *notices;         /* in order of id, language, from */
  size_t notice_count;
  Str *notice_ids; /* distinct, sorted */
  size_t notice_id_count;
  int64_t at;   /* decides which notice version holds; never readable */
  Map texts;    /* language -> const Value* map */
  Str language; /* the site's, for falling back */
  /* Where things are published: a source path -> Str* url; "path#anchor" -> Str*
   * url with the anchor; a published path ("/2024/01/a/") -> itself; LINK_ARTICLE
   * and an article's url -> Str* its source path. */
  Map links;
  Map images;       /* repository path, or "/..." of a static file -> const Value* facts */
  Map files;        /* article -> const Value*: list of the files that belong to it */
  Map page_records; /* url -> const Value*: what a page's own job is made from */
  const Value *pages;
  Digest pages_digest;
  Digest engine;
};

/* Compute the row's digests; call whenever row.v was set. */
void row_seal(Row *row);

#endif
