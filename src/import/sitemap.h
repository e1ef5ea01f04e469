/* sitemap.h -- the addresses of an old site: from its sitemap, or from a list.
 *
 * A file is XML when it begins with '<': a sitemap (sitemaps.org), whose <loc> below <url>
 * are taken, those of pictures and translations not; or an index, whose sitemaps are read
 * from files beside it, under the last part of their addresses, for nothing is fetched. Any
 * other file is a list: one address a line (https://..., or a path that begins with '/'),
 * blank lines and those that begin with '#' left out. Each may be compressed with gzip, and
 * have any size: memory is what the addresses take. "-" is standard input.
 *
 * expat reads the XML. Entities of the document's own are refused (they can make a small file
 * explode), and so are more than 32 levels. {0} is an empty list; texts are in `arena`. */
#ifndef PUBLISH_IMPORT_SITEMAP_H
#define PUBLISH_IMPORT_SITEMAP_H

#include "base/diag.h"
#include "base/map.h"

enum { SITEMAP_ADDRESSES = 2000000, SITEMAP_LONGEST = 8192, SITEMAP_FILES = 50000 };

typedef struct {
  Str address; /* as it was written, blanks around it taken off */
  Str file;
  uint64_t line;
} OldAddress;

typedef struct {
  Arena arena;
  OldAddress *items; /* in the order found, each once */
  size_t count, cap;
  Map seen;
} OldAddresses;

/* False: reported (P_SITEMAP, or what the machine says); what was read before is kept. */
bool old_addresses_read(OldAddresses *out, const char *path, Diags *d);
/* One text of either form; an index is an error. `name` is for messages. */
bool old_addresses_parse(OldAddresses *out, Str name, Str text, Diags *d);
void old_addresses_free(OldAddresses *list);

#endif
