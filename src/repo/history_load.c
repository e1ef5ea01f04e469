/* history_load.c -- all commits of a history, children before parents. */
#include "repo/history_private.h"

#include <stdlib.h>

static HistoryNode *node_for(History *h, const Oid *id) {
  HistoryNode *n = map_get(&h->by_id, oid_key(id));
  if (n) return n;
  n = ARENA_NEW(&h->arena, HistoryNode);
  n->id = *id;
  map_put(&h->by_id, oid_key(&n->id), n);
  return n;
}

static bool load(History *h, Repo *r, Diags *d) {
  Arena scratch = { 0 };
  bool ok = true;
  /* The map grows while it is walked: its order of insertion is the queue. */
  for (size_t i = 0; ok && i < h->by_id.count; i++) {
    HistoryNode *n = h->by_id.items[i].value;
    Commit c;
    arena_reset(&scratch);
    ok = repo_commit(&c, r, &n->id, &scratch, d);
    if (!ok) break;
    n->tree = c.tree;
    n->author = c.author;
    n->order = c.committer.time;
    n->edge = repo_at_edge(r, &n->id);
    if (n->edge) continue;
    n->parents = ARENA_ARRAY(&h->arena, c.parent_count, HistoryNode *);
    for (size_t k = 0; k < c.parent_count; k++) {
      HistoryNode *parent = node_for(h, &c.parents[k]);
      bool twice = false;
      for (size_t j = 0; j < n->parent_count; j++) twice |= n->parents[j] == parent;
      if (twice) continue;
      n->parents[n->parent_count++] = parent;
      parent->children++;
    }
  }
  arena_free(&scratch);
  return ok;
}

/* -- a heap of commits whose children have all been placed -- */

static bool before(const HistoryNode *a, const HistoryNode *b) {
  if (a->order != b->order) return a->order > b->order;
  return oid_cmp(&a->id, &b->id) < 0;
}

static void heap_push(HistoryNode **heap, size_t n, HistoryNode *item) {
  size_t i = n;
  for (; i > 0 && before(item, heap[(i - 1) / 2]); i = (i - 1) / 2) heap[i] = heap[(i - 1) / 2];
  heap[i] = item;
}

static HistoryNode *heap_pop(HistoryNode **heap, size_t n) {
  HistoryNode *top = heap[0], *last = heap[n - 1];
  size_t i = 0;
  for (size_t child; (child = 2 * i + 1) < n - 1; i = child) {
    if (child + 1 < n - 1 && before(heap[child + 1], heap[child])) child++;
    if (!before(heap[child], last)) break;
    heap[i] = heap[child];
  }
  heap[i] = last;
  return top;
}

bool history_load(History *out, Repo *r, const Oid *head, Diags *d) {
  HistoryNode *start = node_for(out, head);
  if (!load(out, r, d)) return false;
  size_t total = out->by_id.count, waiting = 0;
  HistoryNode **heap = mem_calloc(total, sizeof *heap);
  out->order = mem_calloc(total, sizeof *out->order);
  heap_push(heap, waiting++, start);
  while (waiting) {
    HistoryNode *n = heap_pop(heap, waiting--);
    out->order[out->count++] = n;
    for (size_t k = 0; k < n->parent_count; k++)
      if (--n->parents[k]->children == 0) heap_push(heap, waiting++, n->parents[k]);
  }
  free(heap);
  return true;
}

void history_free(History *h) {
  for (size_t i = 0; i < h->by_id.count; i++) free(((HistoryNode *)h->by_id.items[i].value)->set);
  free(h->order);
  map_free(&h->by_id);
  arena_free(&h->arena);
  *h = (History){ 0 };
}
