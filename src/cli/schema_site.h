/* schema_site.h -- the schemas of one repository: its publish.yaml with the options of
 * every plugin that could be named there, its front matter, its data files.
 *
 * The plugins are those in use, then the built-in ones that are not, each list in its
 * order. Outside of any repository only the built-in ones are there. A SchemaSite is a
 * handle: {0} is empty, schema_site_close() frees it in any state. It points into itself. */
#ifndef PUBLISH_CLI_SCHEMA_SITE_H
#define PUBLISH_CLI_SCHEMA_SITE_H

#include "cli/memory_site.h"
#include "cli/site.h"

typedef struct {
  Arena arena;
  Site site;
  MemorySite rest; /* a site without a word: all that is built in */
  bool repository; /* there is one */
  const Manifest **plugins;
  size_t count, in_use; /* the first `in_use` are */
} SchemaSite;

/* Errors are those of loading the site: without its plugins there is no schema. */
bool schema_site_open(SchemaSite *s, Cli *c);
void schema_site_close(SchemaSite *s);
const Manifest *schema_site_plugin(const SchemaSite *s, Str name); /* or NULL */

/* JSON Schemas, whole documents. */
void schema_site_settings(Buf *out, SchemaSite *s);
void schema_site_front_matter(Buf *out, SchemaSite *s);
void schema_site_options(Buf *out, const Manifest *m); /* of one plugin */

#endif
