/* page_changes.h -- how two snapshots of a site differ, page by page, and why.
 *
 * Pages are told apart by their output path. What is added, changed or removed is
 * compared by bytes, so nothing is missed; why a page changed is read off its source
 * (article, notices) and off the parts of it that differ (page_text.h): the related list, the
 * neighbours, the footer. Everything is in `arena`, views of the snapshots included. */
#ifndef PUBLISH_CLI_PAGE_CHANGES_H
#define PUBLISH_CLI_PAGE_CHANGES_H

#include "cli/snapshot.h"

typedef enum { PAGE_ADDED, PAGE_CHANGED, PAGE_REMOVED, PAGE_REDIRECTED } PageChangeKind;
enum { WHY_MOST = 12 };

typedef struct {
  PageChangeKind what;
  const SnapshotFile *old, *new; /* NULL where there is none */
  Str why[WHY_MOST];
  size_t why_count;
  Str diff;     /* of the text that readers see, if asked for; else of the markup; "" */
  size_t group; /* changes of one number have the same diff but for its place; from 0 */
} PageChange;

typedef struct {
  Arena arena;
  PageChange *items; /* in order of output path */
  size_t count, cap;
  size_t groups;
  size_t totals[4];    /* by kind; pages and redirects only */
  size_t feeds, files; /* that differ */
  Str *sources;        /* changed, and no articles: what may touch every page */
  size_t source_count;
} PageChanges;

void page_changes(PageChanges *out, const Snapshot *old, const Snapshot *new, bool rendered);
const char *page_change_name(PageChangeKind what);
/* The file as it is now, or as it was. */
const SnapshotFile *page_change_file(const PageChange *c);
void page_changes_free(PageChanges *c);

#endif
