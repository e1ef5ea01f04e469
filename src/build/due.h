/* due.h -- what will change by itself, and when.
 *
 * A build depends on time in few places: whether an article is out yet, expired,
 * withdrawn, or without its source's permission, and which version of a notice holds.
 * From a build to BUILD_PLAN this gives every later instant at which one of these
 * becomes another answer, seen from that build's time; an article that is a draft or
 * expired before it would come out has none.
 *
 * That an article comes or goes changes the site. Whether another version of a notice
 * does depends on who shows it: `certain` is false then, and the way to know is to build. */
#ifndef PUBLISH_BUILD_DUE_H
#define PUBLISH_BUILD_DUE_H

#include "build/build.h"

typedef enum {
  DUE_APPEARS,
  DUE_EXPIRES,
  DUE_WITHDRAWN,
  DUE_PERMISSION_WITHDRAWS, /* `permission_ended: withdraw` */
  DUE_PERMISSION_FAILS,     /* ... error: from then on nothing can be published */
  DUE_NOTICE_BEGINS,
  DUE_NOTICE_ENDS
} DueKind;

typedef struct {
  int64_t at;
  DueKind kind;
  Str path;       /* of the article or notice */
  Str title, url; /* of an article; url may be "" */
  bool certain;
} Due;

/* In order of time, then of path; in `a`. Returns how many. */
size_t build_due(const BuildResult *r, Arena *a, Due **out);
/* "appears", "notice begins" ...; for people and for JSON. */
const char *due_name(DueKind kind);

#endif
