/* wp_private.h -- one import of WordPress, as its files see it. Private to src/import. */
#ifndef PUBLISH_IMPORT_WP_PRIVATE_H
#define PUBLISH_IMPORT_WP_PRIVATE_H

#include "import/wordpress.h"
#include "import/wp_text.h"

typedef struct {
  const WordPressHow *how;
  WordPressDone *done;
  Diags *d;
  WpSite site;
  WpText text;
  Map wanted;  /* files to fetch */
  Map copied;  /* addresses of files that were copied; value 0: not here */
  Map seen;    /* post ids of the second reading */
  Arena arena; /* of the item in hand */
  Arena names; /* of the maps */
  Str file;    /* being read */
  size_t settings_step, people_step, pages_step, comments_step, redirects_step, media_step;
  Map years;   /* "2019" -> step + 1 */
  bool failed; /* a file could not be put into the plan */
} WordPress;

/* publish.yaml, data/authors.yaml, data/taxonomies.yaml. */
bool wp_write_settings(WordPress *w);
/* The pages of the folders of types. */
bool wp_write_types(WordPress *w);
/* import/attachments.txt and import/redirects.txt. */
bool wp_write_lists(WordPress *w);
/* One article or page with its comments. */
bool wp_write_article(WordPress *w, const WpEntry *e, const WxrItem *item);
bool wp_write_comments(WordPress *w, const WpEntry *e, const WxrItem *item, Str id);
size_t wp_approved(const WxrItem *item); /* comments that will be published */
/* A file of the uploads: its new address once it was copied, "" when it is not here. */
Str wp_upload(void *ctx, Arena *a, Str address);

/* name: "value" */
void wp_field(Buf *out, const char *name, Str value);
void wp_quoted(Buf *out, Str value);
/* name: ["a", "b"] */
void wp_list(Buf *out, const char *name, const Str *items, size_t count);
Str wp_meta(const WxrItem *item, const char *key);

#endif
