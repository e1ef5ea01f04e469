/* history_private.h -- the commits of a history, loaded and in order. */
#ifndef PUBLISH_REPO_HISTORY_PRIVATE_H
#define PUBLISH_REPO_HISTORY_PRIVATE_H

#include "base/map.h"
#include "repo/history.h"
#include "repo/private.h"

typedef struct HistoryNode HistoryNode;
struct HistoryNode {
  Oid id, tree;
  HistoryNode **parents; /* none at the edge of a shallow clone */
  size_t parent_count;
  size_t children; /* not yet in the order */
  CommitTime author;
  int64_t order; /* committer's time: decides among commits that could be next */
  bool edge;
  uint64_t *set; /* paths that arrived here; NULL = none; owned */
};

typedef struct {
  HistoryNode **order; /* children before parents; order[0] is the start */
  size_t count;
  Map by_id;
  Arena arena;
} History;

/* All commits reachable from `head`. A missing one is an error that names it. */
bool history_load(History *out, Repo *r, const Oid *head, Diags *d);
void history_free(History *h);

#endif
