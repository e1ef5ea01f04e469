/* manifest.h -- what a plugin says about itself before any of its code runs.
 *
 * The header of plugins/<name>/init.lua is the table given to publish.plugin{}.
 * It is data: header_read() runs the file in an environment that holds only
 * the type constructors and stops it at publish.plugin(), so listing plugins,
 * ordering them and checking settings runs no plugin code. The header comes out
 * as a Value, which travels to the parent and to other workers; manifest_parse()
 * turns it into the struct below, reporting every unknown key and wrong type at
 * its place in the file where that is known.
 *
 * All memory is in the arena named; a Manifest never changes. */
#ifndef PUBLISH_PLUGIN_MANIFEST_H
#define PUBLISH_PLUGIN_MANIFEST_H

#include "base/diag.h"
#include "data/match.h"
#include "data/schema.h"
#include "data/value.h"
#include "model/settings.h"

typedef enum { INDEX_GROUP, INDEX_SORTED, INDEX_COUNT, INDEX_TERMS, INDEX_SIMILAR } IndexKind;

typedef struct {
  Str field; /* dotted path into row or facts */
  int64_t weight;
} IndexField;

typedef struct {
  Str name, plugin;
  IndexKind kind;
  Str by;      /* group, count: field whose values are the keys */
  bool mapped; /* group, sorted: a Lua map gives keys */
  Str order;   /* field that orders rows; "date" unless said */
  bool ascending;
  bool unlisted; /* group, sorted: rows with `listed: false`, too */
  Str fact;      /* terms: the term vector */
  Str stats;     /* similar: name of the terms index whose statistics weigh */
  IndexField fields[8];
  size_t field_count;
  size_t most; /* similar: rows per list, k */
} IndexSpec;

typedef enum {
  HOOK_SCAN = 1 << 0,
  HOOK_DERIVE = 1 << 1,
  HOOK_PAGES = 1 << 2,
  HOOK_TRANSFORM = 1 << 3,
  HOOK_RENDER = 1 << 4,
  HOOK_PAGE = 1 << 5,
  HOOK_FILES = 1 << 6,
  HOOK_CHECK = 1 << 7,
  HOOK_CHECK_SITE = 1 << 8
} Hook;

/* A directive that it claims, with the values that it takes. */
typedef struct {
  Str name, doc;
  const Schema *args; /* a record; NULL: whatever is written */
  Str *unnamed;       /* what values without a name are, in order */
  size_t unnamed_count;
  bool open; /* values that are not among them are kept */
  bool pair; /* it needs an end */
} DirectiveSpec;

typedef struct {
  Str name, version, doc;
  const Value *header; /* the table as written */
  Source source;       /* init.lua */
  bool built_in;       /* from the binary, not from the repository */
  bool replaces;       /* the repository's own, with a built-in's name */
  Str *after, *before;
  size_t after_count, before_count;
  /* Articles that article hooks run for: the header's conditions, then those of
   * publish.yaml; NULL = all. */
  const Match *only[2], *except[2];
  const Schema *options; /* NULL: takes none */
  IndexSpec *indexes;
  size_t index_count;
  CheckSpec *checks; /* that its hooks may report */
  size_t check_count;
  DirectiveSpec *directives;
  size_t directive_count;
  Str *outputs; /* globs of the paths it may write */
  size_t output_count;
  bool raw_html;  /* capability */
  unsigned hooks; /* Hook bits: known once the plugin was loaded */
} Manifest;

/* The table as a Manifest. `name` is the folder's name and must agree. */
bool manifest_parse(Manifest *out, Arena *a, Str name, const Source *source, const Value *header,
                    Diags *d);
const char *index_kind_name(IndexKind kind);
/* "scan, page" for listings. */
Str hooks_text(Arena *a, unsigned hooks);

#endif
