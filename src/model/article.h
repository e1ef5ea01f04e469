/* article.h -- one source file, taken apart: front matter and body.
 *
 * Front matter is YAML between a first line "---" and the next line "---" or
 * "...", TOML between a first line "+++" and the next one, or JSON from a '{' that is the
 * first byte to the '}' that closes it. Blank lines or anything else in front of it, four
 * dashes, or text on the first line's fence mean that there is none. Lines end in LF, CR LF or CR.
 * A BOM is skipped. The whole file must be UTF-8; NUL is refused in front matter and left to
 * Markdown (U+FFFD) in the body.
 *
 * Names that Jekyll, Hugo and Eleventy authors use are understood; unknown keys
 * are kept under `extra`. A title or date that the front matter lacks is found
 * by the pipeline (first heading, history), never here: see the has_ members.
 *
 * article_read() is a pure function of the bytes, the path and the settings. All
 * memory is in the arena; Strs may also point into the source's bytes. */
#ifndef PUBLISH_MODEL_ARTICLE_H
#define PUBLISH_MODEL_ARTICLE_H

#include "model/settings.h"
#include "model/world.h"

typedef enum { FRONT_YAML, FRONT_TOML, FRONT_JSON } FrontFormat;

/* Where front matter and body lie in a source, in bytes. */
typedef struct {
  bool has_front;
  FrontFormat format;
  size_t front, front_length; /* without fences; JSON with its braces */
  size_t body;                /* up to the end of the source */
} ArticleParts;

/* Encoding checks, then the split. False: the file is not UTF-8, or its front
 * matter is not closed; reported with line and column. */
bool article_split(ArticleParts *out, const Source *source, Diags *d);
/* The front matter as a Value with spans, VALUE_NULL when there is none. False: reported. */
bool article_front(const Value **out, Arena *a, const Source *source, const ArticleParts *parts,
                   Diags *d);

typedef struct {
  Source source;
  ArticleParts parts;
  Str below;         /* path below its articles folder: "2024/hello.md" */
  Str place;         /* the same as it counts for addresses: "hello/index.fr.md" is "hello.md" */
  Str prefix;        /* of its language, in front of its address: "fr", or "" */
  bool section_page; /* _index.md: the page of its folder */
  Str title;         /* "" when has_title is false */
  Str slug;          /* given, or from the file's or folder's name; may be "" */
  Str id, guid, layout, translation, series, description;
  Str permalink; /* the article's own address or pattern, or "" */
  Str language;  /* given, else from the name (hello.zh-Hans.md), else the site's */
  Date date, updated, expires;
  bool has_title, has_date, has_updated, has_expires;
  bool slug_given;
  bool draft, listed;
  bool untranslated; /* only a place: the text is still that of another language */
  bool has_withdrawn;
  Date withdrawn; /* from when; the year 1: at once */
  int64_t weight;
  const Value *fields; /* normalised map: row fields that front matter gave */
  const Value *extra;  /* unknown keys and the site's own fields; never NULL */
  const Value *front;  /* front matter as written, VALUE_NULL when none */
} Article;

/* False: errors were reported, all that the file has. *out then holds what could
 * be understood and must not be published. */
bool article_read(Article *out, Arena *a, const Source *source, Str below, const Settings *s,
                  const DateZone *zone, Diags *d);

/* Authors and source get what data/authors.yaml and data/sources.yaml say of them:
 * the entry whose key (or name) the article gives, over it what the entry says in
 * the article's language (a map under the language's tag), over that the article's
 * own words, because an old article keeps the affiliation of its day. Both get
 * `id`, the entry's key. A source's `url` in data is its `home`; the article's own
 * is the `original`. Each entry is a recorded read. False: an `id` that data does
 * not have, or a withdrawn article's notice that does not exist, reported. */
bool article_resolve(Article *article, Arena *a, const World *w, Reads *reads, Diags *d);

/* Puts what data/images.yaml has of the image file (by its path, else by its name)
 * under what the front matter says of `image`. */
void article_image(Article *article, Arena *a, const World *w, Reads *reads, Str file);

/* The folder whose files belong to the article at `path`, which is `below` one of the
 * folders of articles: that of index.md, else the one of the same name beside it, language
 * and ending taken off; "" for the page of a section. */
Str article_folder(Arena *a, Str path, Str below, const Settings *s);

/* Where it goes: its own permalink, else the site's pattern. `date` may be NULL:
 * none is known; an error if the pattern needs one. */
bool article_place(PagePath *out, Arena *a, const Article *article, const Settings *s,
                   const Date *date, Str title, Diags *d);

typedef enum {
  VISIBLE,
  HIDDEN_DRAFT,
  HIDDEN_FUTURE,
  HIDDEN_EXPIRED,
  HIDDEN_UNTRANSLATED, /* its address leads on to the original */
  WITHDRAWN            /* a short page remains at its address */
} Visibility;
/* `date` as the pipeline settled it, NULL when there is none. With `drafts`,
 * drafts and future articles are shown. An article dated exactly `at` is visible,
 * one that expires or is withdrawn exactly `at` is not. A draft that is withdrawn
 * is a draft; what is withdrawn does not expire. */
Visibility article_visibility(const Article *article, const Date *date, int64_t at, bool drafts);

/* What the pipeline adds to the front matter. Absent Strs are "". */
typedef struct {
  Str url; /* with the base path */
  Str title;
  bool has_date, has_updated;
  Date date, updated;
  Str excerpt;
  Str image_url;        /* where image.src is published; "" = image.src as written */
  Str image_file;       /* its path in the repository, if it is there */
  const Value *options; /* of plugins, set for this article; NULL = none */
  int64_t words;
} ArticleRest;

/* The catalog row: path, url, id, title, date, updated, language, authors,
 * source, image, description, excerpt, tags, categories, series, section, section_page, weight,
 * layout, notice, related, corrections, listed, comments, sponsored, ai, translation, aliases,
 * words, guid, expires, draft, options, extra, and slug. Fields without a value are absent, except
 * tags, categories, authors, aliases (empty lists), extra (empty map), draft, weight. */
const Value *article_row(Arena *a, const Article *article, const ArticleRest *rest);

/* The schema of front matter, for manuals. */
const Schema *article_schema(void);

#endif
