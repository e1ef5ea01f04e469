/* wxr_private.h -- the inside of the reader of exports.
 *
 * wxr_records.c makes records of expat's events; wxr.c feeds expat, says what is wrong with a
 * file, and goes on behind what is damaged. */
#ifndef PUBLISH_IMPORT_WXR_PRIVATE_H
#define PUBLISH_IMPORT_WXR_PRIVATE_H

#include "import/wxr.h"

#include <expat.h>

/* Which container the parser is in. */
typedef enum { IN_NOTHING, IN_CHANNEL, IN_ITEM, IN_AUTHOR, IN_TERM, IN_META, IN_COMMENT } Where;

typedef struct {
  Where where;
  const char *name;
  size_t at; /* offset of a Str in the container's record */
} Leaf;

typedef struct {
  XML_Parser parser;
  const WxrSink *sink;
  WxrCounts *counts;
  Arena channel, arena; /* of the site; of what is in hand */
  WxrSite site;
  WxrAuthor author;
  WxrTerm term;
  WxrMeta meta;
  WxrComment comment;
  WxrItem item;
  size_t item_bytes;
  bool told_site;
  Where where;
  int depth, base;  /* base: of the container's element */
  const Leaf *leaf; /* whose text is being read */
  bool category;
  int leaf_depth;
  Buf text;
  bool text_cut;
  bool stopped, entity, deep; /* a sink said so; what was refused */
  uint32_t first_line;        /* of the file, where this parser began, less one */
} Wxr;

/* A new parser with its handlers, in front of everything. */
void wxr_open_parser(Wxr *x);
/* The site's own fields, told once: before the first item, or at the end. */
void wxr_tell_site(Wxr *x);
uint32_t wxr_line(const Wxr *x); /* of the file */
/* Is it in an item, or in something of one? */
bool wxr_in_item(const Wxr *x);

#endif
