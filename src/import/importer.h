/* importer.h -- what the importers of Jekyll and Hugo share: where files go, what is edited,
 * which address each article had.
 *
 * Files of this repository that need no change stay where they are; moving one is a rename; all
 * others are added. Parent process. */
#ifndef PUBLISH_IMPORT_IMPORTER_H
#define PUBLISH_IMPORT_IMPORTER_H

#include "data/value.h"
#include "import/left.h"
#include "import/old_site.h"
#include "import/plan.h"
#include "text/text.h"

typedef struct {
  OldSite *old;
  Plan *plan;
  Left *left;
  Arena *arena; /* for what lives as long as the import */
  Diags *d;
  TextTools *text;
  int64_t now;
  size_t articles, drafts, statics; /* counted on the way */
  size_t unread;                    /* of those, not carried over */
  Str *excluded;                    /* new paths, for `exclude:` */
  size_t excluded_count, excluded_cap;
  /* Told once for each page that the old site had. */
  void (*address)(void *context, Str url, Str path, const char *mark);
  void *context;
} Importer;

/* File `index` of the old site becomes `to` (a path of the new repository), with other bytes
 * unless `bytes` is NULL. */
bool importer_put(Importer *im, size_t step, size_t index, Str to, const Str *bytes);
/* An importer reads one file after the other into an arena of its own and reports what is
 * too large or cannot be read as left behind: *out is empty then, and *ok false. */
bool importer_read(Importer *im, size_t index, Str *out, Arena *a);

/* The file is put there, and publish shall not read it. */
void importer_exclude(Importer *im, Str path);
/* Something about a file as a whole is left behind. */
void importer_tell(Importer *im, Severity severity, const char *topic, Str name, Str path,
                   const char *advice);

/* Folders of the old generator's own that have no counterpart. */
typedef struct {
  const char *folder, *topic;
  const char *advice; /* NULL: nothing is lost */
} OldMachinery;
/* Is the path in one of them? Then that was told. */
bool importer_machinery(Importer *im, Str path, const OldMachinery *known, size_t count);

/* May a menu lead there? To pages of the site, http, https and mailto. */
bool importer_menu_url(Str url);

/* Does an old-site path have a part that begins with one of these bytes? */
bool path_has_part(Str path, const char *first);
/* "about" of "docs/about.md"; and "md". */
Str path_stem(Str path);
Str path_extension(Str path);
bool path_is_markdown(Str path);
bool path_is_html(Str path);
/* Is data/STEM.yaml a file that publish knows? */
bool path_is_known_data(Str stem);

/* A Value as YAML in block style, for publish.yaml and data files: `indent` blanks in front of
 * each line; what stands behind "key:" begins with a line break or a blank. */
void yaml_write(Buf *out, const Value *v, int indent);
/* A table (data/csv.h) as a file of YAML, for data/. False: one record. */
bool csv_as_yaml(Str *out, Arena *a, const Source *source, char separator, Diags *d);
/* One scalar, in quotes only where it needs them. */
void yaml_text(Buf *out, Str s);
/* "key: value" and a line break, unless the value is empty. */
void yaml_line(Buf *out, const char *key, Str value);

/* Front matter that names one thing twice ("description" and "summary"), which publish refuses:
 * the first of each kind stays, the others become "old_NAME". `front` is what the text holds. */
Str front_single(Arena *a, Str text, const Value *front, Left *left, const Source *source);

#endif
