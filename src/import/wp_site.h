/* wp_site.h -- what an export says as a whole, before any text of it is converted.
 *
 * The first reading of all files notes of each item who it is: a few names and addresses, no
 * text. From that follow the pattern of addresses, the time zone, what each article's file
 * will be called, and what links and pictures refer to. Parts may overlap: of items with
 * one id the first counts.
 *
 * Addresses here are root-relative below the site ("/2019/05/tea/"), percent-encoding
 * undone; "" when the old one cannot be that of a static page (?p=12). Memory is the arena's,
 * a few hundred bytes an item. */
#ifndef PUBLISH_IMPORT_WP_SITE_H
#define PUBLISH_IMPORT_WP_SITE_H

#include "base/map.h"
#include "import/wxr.h"

typedef enum {
  WP_OTHER,
  WP_POST,
  WP_PAGE,
  WP_ATTACHMENT,
  WP_MENU_ITEM,
  WP_BLOCK,
  WP_CUSTOM
} WpKind;

typedef struct {
  Str id, parent, status, name, title, type;
  WpKind kind;
  Str address;     /* of the old page, as above */
  Str url;         /* attachment: the file's address */
  Str alt, legend; /* attachment: alternative text and caption */
  Str content;     /* WP_BLOCK: what other articles show by its id */
  bool open;       /* published, for everybody to read */
  bool asked;      /* its address was a query by name: ?recipe=pancakes */
  Str path;        /* article: its file in the new repository without ending; "" = none */
  int64_t year;    /* 0 = not known */
  Str menu, menu_type, menu_object, menu_target, menu_url, menu_above;
  long menu_order;
} WpEntry;

typedef struct {
  Str pattern; /* "/:year/:month/:slug/" */
  size_t count;
} WpPattern;

/* A type of entries that WordPress does not have by itself (wp_types.c). */
typedef struct {
  Str name, folder;
  bool shown;         /* readers had pages of them */
  size_t open;        /* published, with addresses */
  Str archive, title; /* the page of their folder: "/recipes/"; "" = none */
  long votes;         /* for `archive`, while it is looked for */
  size_t step;        /* of the plan */
} WpType;

typedef struct {
  Str login, name, url;
  bool email; /* it had an address, which is not kept */
  size_t articles;
} WpAuthor;

typedef struct {
  Arena arena;
  WxrSite site; /* of the first file */
  bool has_site;
  Str origin; /* "https://old.example" */
  Str base;   /* "/blog" or "" */
  WpAuthor *authors;
  size_t author_count, author_cap;
  Map logins; /* login -> number + 1 */
  WxrTerm *terms;
  size_t term_count, term_cap;
  Map term_keys; /* "taxonomy/slug" -> number + 1 */
  WpEntry *entries;
  size_t entry_count, entry_cap;
  WpType *types;
  size_t type_count, type_cap;
  Map type_names; /* type -> number + 1 */
  Map ids;        /* post id -> number + 1 */
  Map addresses;  /* old address -> number + 1 */
  Map files;      /* address of an attachment without scheme -> number + 1 */
  WpPattern *patterns;
  size_t pattern_count, pattern_cap, linked; /* linked: published articles with an address */
  Map offsets;                               /* "+08:00" -> how often */
  Map fragments;                             /* names behind # in links of any article */
  uint64_t *anchors; /* hashes of (entry, id) of the ids in all texts; sorted by settle */
  size_t anchor_count, anchor_cap;
  size_t comments; /* that are approved */
  size_t doubles;  /* items that came twice */
  size_t block_bytes;
  Str permalink; /* after wp_site_settle(); "" = there is no pattern */
  Str zone;      /* "+08:00", "" = not known */
} WpSite;

/* The sink of the first reading; ctx is the WpSite. */
extern const WxrSink wp_survey;

/* After the last file: pattern, zone and files' names. */
void wp_site_settle(WpSite *s);
void wp_site_free(WpSite *s);

const WpEntry *wp_entry(const WpSite *s, Str id); /* NULL = none */
const WxrTerm *wp_term(const WpSite *s, Str taxonomy, Str slug);

/* A type that WordPress or a plugin keeps for itself. */
bool wp_is_technical(Str type);
WpType *wp_type(const WpSite *s, Str type); /* NULL = no entry is of it */
/* The ids of all texts in order. A part of wp_site_settle(). */
void wp_anchors_settle(WpSite *s);
/* Which types were shown; then, once all addresses are known, at which the folder of each has a
 * page. Parts of wp_site_settle(). */
void wp_types_settle(WpSite *s);
void wp_types_archives(WpSite *s);

/* Has the text of this entry an element with this id? */
bool wp_has_anchor(const WpSite *s, const WpEntry *e, Str id);

/* Percent-encoding undone where that gives UTF-8 without control characters; else as it is. */
Str wp_decode(Arena *a, Str s);
/* What a full or relative address is on the old site: "/2019/05/tea/", or {NULL, 0} when it
 * is elsewhere. `tail` gets "?..." or "#...". */
Str wp_own_address(const WpSite *s, Arena *a, Str url, Str *tail);
/* "host/path" of "http://host/path", "https:..." or "//..."; "" of anything else. */
Str wp_without_scheme(Str url);
void wp_split_host(Str rest, Str *host, Str *path);
/* The post id of "?p=12" and "?page_id=12", or "". */
Str wp_id_in_query(Str tail);

/* Seconds since 1970 of "2019-05-01 10:00:00" read as UTC. False: none, or zeros. */
bool wp_time(int64_t *out, Str s);
/* "2019-05-01T10:00:00+08:00"; without a zone where only one of the two is known. "" = neither is.
 */
Str wp_date(Arena *a, Str local, Str gmt);

#endif
