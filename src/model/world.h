/* world.h -- everything a hook may see, and the only way to see it.
 *
 * The pipeline fills a World between its barriers; workers inherit it by fork
 * and only read. Every accessor takes the Reads of the job in hand and records
 * what it answered. world_digest() recomputes the digest of one record against
 * the present World: accessor and validation share one definition, so they
 * cannot drift apart.
 *
 * Trees (settings, data, options, rows, facts) are read through Ref: a place in
 * a Value tree that knows its read kind and key. Reading a scalar records the
 * scalar; asking for a container records only its kind; length, enumeration and
 * whole-subtree conversion are records of their own. */
#ifndef PUBLISH_MODEL_WORLD_H
#define PUBLISH_MODEL_WORLD_H

#include "base/diag.h"
#include "data/value.h"
#include "model/reads.h"

typedef struct World World;
struct SimilarTerm;

/* A place in a recorded tree. `v` NULL = absent. `key` is the parts from the
 * root, each followed by \x1f. `kind` READ_KINDS means "covered": the record
 * that led here holds the whole subtree, so reading on needs no further ones.
 * Key memory belongs to the job's Reads, or to the World for roots. */
typedef struct {
  const Value *v;
  ReadKind kind;
  Str key;
  /* A catalog row: fields are recorded per projection, and "facts" leads to
   * world_facts(). 1-based number, 0 = not a row. */
  uint32_t article;
} Ref;

/* A Value that needs no records: one's own parameters, a hook's argument that
 * the pipeline has recorded as a whole. */
static inline Ref ref_covered(const Value *v) {
  return (Ref){ v, READ_KINDS, { "", 0 }, 0 };
}

/* Child by field name; absent gives a Ref with v == NULL (and records that). */
Ref ref_get(const World *w, Reads *r, Ref at, Str field);
Ref ref_at(const World *w, Reads *r, Ref at, size_t index); /* 0-based */
size_t ref_count(const World *w, Reads *r, Ref at);         /* records the length */
/* The whole subtree: for conversion to a Lua table, JSON, comparisons. */
const Value *ref_deep(const World *w, Reads *r, Ref at);
/* Records the set of keys; then at.v's fields may be listed by name. */
const Value *ref_keys(const World *w, Reads *r, Ref at);

/* Roots. None of these records by itself, except where said. */
Ref world_settings(const World *w);
/* The site on pages of a declared language: its edition (model/settings_editions.c). The settings
 * as a whole when `language` is "" or not declared, which is recorded, and told by *declared
 * (may be NULL). */
Ref world_site(const World *w, Reads *r, Str language, bool *declared);
Ref world_data(const World *w);
/* Withdrawn articles (barrier 1): a list of {path, id, url, title, language, date,
 * reason, notice, permission, aliases}; `permission`: it is the source's that ended. */
Ref world_withdrawn(const World *w);
Ref world_options(const World *w, Str plugin);
/* Article rows: 1-based numbers in path order over the published articles of
 * this build. world_article_by_path records (a miss as well). */
Ref world_article(const World *w, uint32_t number);
uint32_t world_article_by_path(const World *w, Reads *r, Str path); /* 0 = none */

/* Facts about article `number`, as far as the stage has them: a map from plugin
 * to facts. ref_get(row, "facts") gives the same. */
Ref world_facts(const World *w, Reads *r, uint32_t number);

/* Statistics over the field `fact` of an index of kind `terms` (barrier 1).
 * Document frequency and N come in buckets: powers of two. */
uint32_t world_df(const World *w, Reads *r, Str index, Str term);
uint32_t world_n(const World *w, Reads *r, Str index);
/* All the statistics that a kernel needs to weigh one term vector
 * (text/terms.h), as one record; NULL when there is no such index. */
struct TermStats;
const struct TermStats *world_stats(const World *w, Reads *r, Str index, Str vector);

/* Indexes (barrier 2). A slice is rows [from, to), 0-based, cut to the length;
 * numbers go to out, which has room for to - from. */
/* The names of all indexes, in `a`. For messages. */
size_t world_index_names(const World *w, const Str **names, Arena *a);
bool world_has_index(const World *w, Str index);
size_t world_index_keys(const World *w, Reads *r, Str index, const Str **keys);
size_t world_slice_count(const World *w, Reads *r, Str index, Str key);
size_t world_slice(const World *w, Reads *r, Str index, Str key, size_t from, size_t to,
                   uint32_t *out);
/* Neighbours in a sorted index: the row before (newer, -1) or after (older, +1);
 * 0 at the ends. */
uint32_t world_near(const World *w, Reads *r, Str index, Str key, uint32_t article, int step);
/* Where the article stands among the rows of the key, from 1; 0 = not there. */
size_t world_position(const World *w, Reads *r, Str index, Str key, uint32_t article);
typedef struct {
  uint32_t article;
  int64_t score; /* fixed point, 32 fractional bits */
  Str why;       /* shared terms, for explanations */
} Similar;
/* The k articles most like this one, best first; at most 100. `why` is in `a`. */
size_t world_similar(const World *w, Reads *r, Arena *a, Str index, uint32_t article, Similar *out,
                     size_t k);

/* What the likeness of two articles is made of (text/similar.h: similar_terms): for
 * explanations only, not recorded. 0 when the index has not both. */
size_t world_similar_terms(const World *w, Str index, uint32_t article, uint32_t other, Arena *a,
                           struct SimilarTerm **out);

/* Questions to the catalog (after barrier 2), in the form of model/catalog.h: how many
 * articles it finds, and rows [from, to) of them. */
bool world_has_catalog(const World *w);
uint32_t world_rows(const World *w); /* how many there are, for limits: not recorded */
size_t world_query_count(const World *w, Reads *r, Str query);
size_t world_query(const World *w, Reads *r, Str query, size_t from, size_t to, uint32_t *out);

/* Files of the source tree: text (plugin code, templates, notices ...) */
bool world_source(const World *w, Reads *r, Str path, Source *out);
/* A template by name: templates/NAME of the repository, else the built-in of a
 * plugin. Records which, or that there is none. */
bool world_template(const World *w, Reads *r, Str name, Source *out);
/* Every template's name, for checking all of them and for did-you-mean. */
size_t world_template_names(const World *w, const Str **names, Arena *a);
/* A notice in the version that holds at this build's `at`, in `language`, else in one
 * that its readers read, else in the site's, else in any. v is its row: {id, language,
 * version, title, from, until, ends, requires, path, body_offset}; `ends` is when it
 * really ends, because of `until` or of the next version. */
Ref world_notice(const World *w, Reads *r, Str id, Str language);
/* Why no version of it holds now, as a sentence; "" when one does. */
Str world_notice_problem(const World *w, Reads *r, Str id, Arena *a);
bool world_notice_ids(const World *w, Reads *r, const Str **ids, size_t *count);
/* An interface text in `language` or the nearest there is (falling back to the
 * site's language, then English): a string, or a map of plural categories
 * {one: "...", other: "..."}; NULL when no language has it. */
/* A text, in any language, whose key is nearly this one; "" for none. For messages. */
Str world_text_near(const World *w, Str key);
const Value *world_text(const World *w, Reads *r, Str language, Str key);
/* Where the file at a repository path is published, as a path from the site's
 * root with its base ("/2024/01/hello/"); "" when it is not. "path#anchor" asks
 * for a heading of an article, "/some/path" whether anything is published there.
 * For a file beside articles that is not itself a page it is LINK_ASSET: each
 * article that shows it publishes it beside its own page. LINK_HIDDEN stands for an
 * article that is not published (draft, future, expired), LINK_FAILED for one that
 * has errors, or a file that is left out (told where it is), LINK_HELD for one that is left out for
 * its errors while others are published, and for its address; LINK_HELD itself is there when one of
 * these has no known address. LINK_ARTICLE in front of an article's address asks for its source
 * path, LINK_FILE in front of a static file's address for its path in the repository. */
#define LINK_FILE    "@file "
#define LINK_ASSET   "@"
#define LINK_HIDDEN  "@hidden"
#define LINK_FAILED  "@failed"
#define LINK_HELD    "@held"
#define LINK_ARTICLE "@article "
Str world_link(const World *w, Reads *r, Str path);
/* What is known of an image file at a repository path: a map {bytes, type, mime,
 * width, height, gps}, without what is not known; NULL when nothing is. Known are, from
 * barrier 1 on, the files that articles show, and those that publish.yaml or data/
 * name. A path that begins with '/' is an address of the site, without its base. */
const Value *world_image(const World *w, Reads *r, Str path);
/* The files that belong to the article at a source path: a list in order of path of
 * {name, path, size, type, mime, width, height, article}; NULL when there are none. During
 * the scan those of its folder, without width and height; afterwards also those that it
 * shows or links to. */
const Value *world_files(const World *w, Reads *r, Str article);
/* The frozen page list (after barrier 2): a list of maps {url, kind, title,
 * language, date, updated, article, noindex}. */
const Value *world_pages(const World *w, Reads *r);

/* The record of one page, by url: what its job is made from. NULL when absent. */
const Value *world_page(const World *w, Reads *r, Str url);

/* Records for a job as a whole: it ran this plugin's code, this engine. */
void world_use_plugin(const World *w, Reads *r, Str plugin);
void world_use_engine(const World *w, Reads *r);

/* The digest that the record (kind, key) would get now. */
Digest world_digest(const World *w, ReadKind kind, Str key);

#endif
