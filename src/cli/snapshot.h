/* snapshot.h -- a site as it was built, without the build.
 *
 * What two revisions are compared by: the files with their bytes still packed, and of each
 * article where it is and which notices it has. The build itself is let go, so comparing
 * takes the memory of one build and of the finished pages of two sites.
 *
 * {0} is empty; snapshot_free() frees all. Everything is copied. Parent process only. */
#ifndef PUBLISH_CLI_SNAPSHOT_H
#define PUBLISH_CLI_SNAPSHOT_H

#include "cli/site.h"
#include "cli/url_match.h"

typedef struct {
  SiteUrl at; /* address, output path, kind, redirect's target, article, title */
  Oid id;
  uint32_t mode;
  bool made;     /* its bytes are here; else they are the source's own */
  Object object; /* when made */
} SnapshotFile;

typedef struct {
  Str path, id; /* source path; the id that it keeps when it moves */
  Oid blob;
  Str url;
  Str notices; /* "opinion 2", a line each, with the id of the notice's file behind it */
} SnapshotArticle;

/* Source files that are no articles and no pictures beside them. */
typedef struct {
  Str path;
  Oid id;
} SnapshotSource;

typedef struct {
  Arena arena;
  Oid commit;
  Str name;            /* of the revision, for people */
  SnapshotFile *files; /* in order of output path */
  size_t count;
  SnapshotArticle *articles; /* in order of path */
  size_t article_count;
  SnapshotSource *sources; /* in order of path */
  size_t source_count;
  Map by_path, by_id; /* article */
  Map by_source;      /* every source path, articles that are not shown too */
} Snapshot;

/* The site must have been built whole. */
void snapshot_take(Snapshot *out, const Site *site, Str name);
const SnapshotArticle *snapshot_article(const Snapshot *s, Str path);
bool snapshot_has_source(const Snapshot *s, Str path);
/* The bytes of a made file, from `a`; false when it is not made, or damaged. */
bool snapshot_bytes(Str *out, const SnapshotFile *f, Arena *a);
void snapshot_free(Snapshot *s);

#endif
