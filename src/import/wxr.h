/* wxr.h -- reading an export of WordPress (WXR 1.0 to 1.2), one item at a time.
 *
 * WXR is RSS with more in it. The reader hands over what stands in the channel as it comes
 * (authors, terms, then items), each in an arena that is emptied afterwards, so memory is
 * that of the largest item, at most WXR_ITEM_MOST.
 *
 * Damage: where the XML is not well formed, one record says so, and reading goes on at the
 * next <item>; the item in hand is lost and counted. An export that ends in the middle
 * is one record as well. Entities are never declared in WXR, so a file that does is
 * refused before any is expanded; elements nest 64 deep at the most, a tag has at most a
 * MiB. Names that HTML knows (&nbsp;) and XML does not become their text.
 *
 * Library: expat. Parent process, or a fuzz driver. */
#ifndef PUBLISH_IMPORT_WXR_H
#define PUBLISH_IMPORT_WXR_H

#include "import/xml_text.h"

enum { WXR_ITEM_MOST = 96 << 20, WXR_TEXT_MOST = 32 << 20, WXR_COMMENTS_MOST = 100000 };

typedef struct {
  Str title, link, description, language, version, base_site_url, base_blog_url;
} WxrSite;
typedef struct {
  Str id, login, email, display_name, first_name, last_name;
} WxrAuthor;
/* A category, tag or term of another taxonomy. */
typedef struct {
  Str taxonomy, slug, name, parent, description, id; /* parent: a slug */
} WxrTerm;

typedef struct {
  Str domain, nicename, name;
} WxrCategory;
typedef struct {
  Str key, value;
} WxrMeta;
typedef struct {
  Str id, author, email, url, ip, date, date_gmt, content, approved, type, parent;
} WxrComment;

typedef struct {
  Str title, link, guid, pub_date, creator, content, excerpt, description;
  Str id, date, date_gmt, modified, modified_gmt, comment_status, name, status, parent, menu_order,
      type, password, sticky, attachment_url;
  WxrCategory *categories;
  size_t category_count, category_cap;
  WxrMeta *metas;
  size_t meta_count, meta_cap;
  WxrComment *comments;
  size_t comment_count, comment_cap;
  size_t comments_lost; /* more than there is room for */
  uint32_t line;        /* of <item> */
  bool cut;             /* a text was longer than WXR_TEXT_MOST, or the item than its room */
} WxrItem;

/* Each may be NULL. Views live until the call returns. False stops the reading. */
typedef struct {
  void *ctx;
  bool (*site)(void *ctx, const WxrSite *site); /* once: before the first item, or at the end */
  bool (*author)(void *ctx, const WxrAuthor *author);
  bool (*term)(void *ctx, const WxrTerm *term);
  bool (*item)(void *ctx, const WxrItem *item);
} WxrSink;

typedef struct {
  size_t items, lost; /* handed over; damaged */
  bool wxr;           /* it has what only WordPress writes */
  bool rss;           /* it is RSS at least */
  bool cut_short;
} WxrCounts;

/* `name` is for messages. False: nothing of it can be used, reported; or a sink stopped.
 * With `quiet` damage is not told: it was, at an earlier reading. */
bool wxr_read(WxrCounts *out, Str name, XmlText *text, const WxrSink *sink, bool quiet, Diags *d);

#endif
