/* url_match.h -- what a static host would answer for an old address.
 *
 * A host serves files: "/a/" is a/index.html, "/a" the file a or else a/index.html (hosts
 * lead on to the slash), "/a/index.html" itself; "/a" is not a.html, for not every host
 * thinks so. What stands behind '?' is ignored. Percent-encoding is undone; upper and lower
 * case differ. A query of the old site's root that chooses a page (/?p=12, /index.php?id=3)
 * is no address that files can answer, unless all it does is to count visitors (utm_...).
 *
 * Closest is decided by names: the last part of the old address, without date and ending,
 * against the last part of the new addresses and against titles. Equal names first, and of those
 * the one that shares more of the path; else the one with the most pairs of characters in common,
 * if that is at least half.
 *
 * Memory is the arena's given. {0} is empty; url_match_free() for the tables. */
#ifndef PUBLISH_CLI_URL_MATCH_H
#define PUBLISH_CLI_URL_MATCH_H

#include "base/map.h"
#include "build/build.h"

typedef enum { URL_PAGE, URL_REDIRECT, URL_FEED, URL_FILE } UrlKind;
typedef struct {
  Str url;  /* from the root of the host, with the site's base */
  Str file; /* in the output */
  UrlKind kind;
  Str to;      /* of a redirect */
  Str article; /* source path of an article's page, else "" */
  Str title;
} SiteUrl;

typedef enum {
  MATCH_FOUND,
  MATCH_MISSING,
  MATCH_QUERY,   /* missing: a page chosen by a query */
  MATCH_OUTSIDE, /* missing: not below the site's base path */
  MATCH_OTHER    /* the address of another host */
} UrlAnswer;

typedef struct {
  SiteUrl *items; /* in order of address */
  size_t count;
  Str host, base; /* "" = any; "" or "/blog" */
  Map files;      /* output path -> SiteUrl */
  struct UrlName *names;
  size_t name_count;
  Map by_name;       /* name -> first UrlName */
  uint64_t compared; /* so far, against a limit: behind it only equal names are found */
} SiteUrls;

/* All addresses of a site that was built whole. */
void site_urls(SiteUrls *out, Arena *a, const BuildResult *r);
const char *url_kind_name(UrlKind kind);
/* "www.example.org:443" is example.org; "" for a path. */
Str url_host(Arena *a, Str address);

UrlAnswer url_match(const SiteUrl **found, const SiteUrls *urls, Arena *a, Str address);
/* The page that a missing address probably was; NULL = none is near. *alias: the
 * address as an alias would name it, without host and base, percent-encoding undone;
 * "" when no file can stand for it. */
const SiteUrl *url_closest(SiteUrls *urls, Arena *a, Str address, Str *alias);
void url_match_free(SiteUrls *urls);

#endif
