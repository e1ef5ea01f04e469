/* footnotes.c -- definitions by (source, name), numbers by first reference. */
#include "doc/footnotes.h"

#include "base/map.h"

static Str key_of(Arena *a, const Node *n) {
  Str parts[] = { { (const char *)&n->source, sizeof n->source }, n->literal };
  return arena_concat(a, parts, 2);
}

void footnotes_number(Node *root) {
  Arena scratch = { 0 };
  Map definitions = { 0 };
  for (Node *n = root; n; n = node_next(n, root)) {
    if (n->type != NODE_FOOTNOTE_DEFINITION) continue;
    n->number = n->uses = 0;
    Str key = key_of(&scratch, n);
    if (!map_has(&definitions, key)) map_put(&definitions, key, n);
  }
  uint32_t next = 0;
  for (Node *n = root; n; n = node_next(n, root)) {
    if (n->type != NODE_FOOTNOTE_REFERENCE) continue;
    Node *to = definitions.count ? map_get(&definitions, key_of(&scratch, n)) : NULL;
    if (to && !to->number) to->number = ++next;
    n->number = to ? to->number : 0;
    n->uses = to ? ++to->uses : 0;
  }
  map_free(&definitions);
  arena_free(&scratch);
}
