/* notice_changes.h -- what a change to a notice will touch.
 *
 * Compared are the notices of the published site's source (the commit that its trailers
 * name) with those of the build at hand, and the times of both: a version that came into
 * force since then is a change, too. The pages are those whose articles now have the
 * notice; of one that was removed, those that had it, for which the published source is
 * planned again (not rendered). A file that was only moved touches nothing.
 *
 * Memory is the Site's. Parent process only. */
#ifndef PUBLISH_CLI_NOTICE_CHANGES_H
#define PUBLISH_CLI_NOTICE_CHANGES_H

#include "cli/cli.h"
#include "cli/site.h"
#include "repo/trailers.h"

typedef struct {
  Str file;
  const char *what; /* "added", "changed", "removed", "came into force" */
  bool unknown;     /* the published source cannot be planned: pages are not known */
  Str *pages, *articles;
  size_t count;
} NoticeChange;

typedef struct {
  NoticeChange *items; /* in order of file */
  size_t count, cap;
} NoticeChanges;

/* `published` are the trailers of the output branch's tip. Nothing to compare with (not
 * ours, or its source is not in this clone) gives no changes. False = the repository
 * failed. */
bool notice_changes(NoticeChanges *out, Site *site, const Trailers *published, Diags *d);
/* One line for each, with `pages` the first twenty pages below it; JSON has all. */
void notice_changes_print(Cli *c, const NoticeChanges *changes, bool pages);

#endif
