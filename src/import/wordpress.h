/* wordpress.h -- exports of WordPress into the plan of an import.
 *
 * Two readings of the files: the first (wp_site.h) notes what there is, the second converts
 * one item at a time into files of the plan, which makes them durable at once. So memory is
 * that of the largest item and a few hundred bytes for each, whatever the size of the files.
 *
 *   publish.yaml          title, subtitle, address, language, zone, pattern of addresses, menus
 *   data/authors.yaml     names; e-mail addresses are not kept
 *   data/taxonomies.yaml  categories, tags and other terms with slug, parent and description
 *   articles/2019/tea.md  articles and drafts; .html where Markdown cannot say it
 *   articles/recipe/...   types of the old site's own that had pages; _index.md lists them
 *   pages/about.md        pages, which are in no list
 *   data/comments/...     approved comments, in the format of `publish comments import`
 *   import/attachments.txt, import/redirects.txt   what has to be fetched, and set up elsewhere
 *
 * Parent process. */
#ifndef PUBLISH_IMPORT_WORDPRESS_H
#define PUBLISH_IMPORT_WORDPRESS_H

#include "import/left.h"
#include "import/plan.h"

typedef struct {
  const Str *files; /* NUL-terminated */
  size_t file_count;
  Str media; /* a copy of wp-content/uploads, or ""; NUL-terminated */
  Str key;   /* for digests of e-mail addresses */
  Plan *plan;
  Left *left;
  /* An article that must answer at an address of the old site, or "" any page or redirect. */
  void (*address)(void *ctx, Str url, Str path, const char *mark);
  void *ctx;
  void (*progress)(void *ctx, const char *stage, size_t items); /* or NULL */
} WordPressHow;

typedef struct {
  size_t articles, pages, drafts; /* drafts: of any kind */
  size_t others;                  /* articles of other types than post and page */
  size_t as_html;                 /* of all of them */
  size_t comments, comments_left; /* left: spam, trash, not approved */
  size_t attachments, copied;     /* named in the export; files copied from `media` */
  size_t files;                   /* others: settings, data, lists */
  size_t restored;                /* e-mail addresses that had been hidden */
  size_t lost;                    /* items in damaged XML */
} WordPressDone;

/* False: nothing can be imported, reported. Damage in parts is an error in d as well, but the
 * rest is in the plan and the result is true. */
bool wordpress_import(WordPressDone *out, const WordPressHow *how, Diags *d);

#endif
