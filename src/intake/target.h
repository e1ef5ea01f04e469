/* target.h -- which article a comment is about.
 *
 * A form says it by id, path, address or slug; a reply by mail by its subject, which
 * ends in the title. Addresses are compared as readers see them: without scheme, host,
 * query and anchor, with percent signs undone; former addresses count.
 *
 * A handle over rows that must outlive it; {0} is empty. */
#ifndef PUBLISH_INTAKE_TARGET_H
#define PUBLISH_INTAKE_TARGET_H

#include "base/map.h"
#include "data/value.h"
#include "intake/comment.h"

typedef struct {
  Str id, path, url, slug, title;
  const Value *aliases;
} TargetArticle;

typedef struct {
  const TargetArticle *items;
  size_t count;
  Map names;     /* id, path -> article */
  Map addresses; /* url, alias */
  Map slugs;     /* NULL when two articles share it */
  Arena arena;
} Targets;

void targets_open(Targets *t, const TargetArticle *items, size_t count);
void targets_close(Targets *t);
/* NULL when nothing fits. */
const TargetArticle *targets_find(const Targets *t, Arena *a, const Comment *c);
/* For messages: what the comment says, and the id that comes nearest ("" = none). */
Str targets_said(const Comment *c);
Str targets_nearest(const Targets *t, Arena *a, const Comment *c);

#endif
