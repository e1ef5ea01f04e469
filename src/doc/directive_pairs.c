/* directive_pairs.c -- openings and closings become trees. */
#include "doc/directive_marks.h"

#include "base/map.h"
#include "doc/edit.h"

/* Deeper, directives are no containers any more. */
enum { NESTING_MOST = 60 };

typedef struct Open Open;
struct Open {
  Open *below; /* on the stack */
  Open *same;  /* the one below with the same key */
  Node *node;
  const Mark *mark;
  unsigned height;
};

typedef struct {
  Doc *doc;
  Open *top;
  Map tops; /* key -> the innermost Open */
  size_t half_cap;
  Arena scratch;
} Pairing;

static Str key_of(Pairing *p, const Mark *k) {
  if (k->kind == DIRECTIVES_FENCED) return S(":");
  return arena_printf(&p->scratch, "%u%.*s", k->kind, STR(k->data.name));
}

static void pop(Pairing *p) {
  Open *o = p->top;
  map_put(&p->tops, key_of(p, o->mark), o->same);
  p->top = o->below;
}

static void push(Pairing *p, const MarkNode *at) {
  Open *o = ARENA_NEW(&p->scratch, Open);
  Str key = key_of(p, at->mark);
  *o = (Open){ p->top, map_get(&p->tops, key), at->node, at->mark, 0 };
  map_put(&p->tops, key, o);
  p->top = o;
}

/* The innermost that `close` can close. */
static Open *opening(Pairing *p, const Mark *close) {
  Open *o = map_get(&p->tops, key_of(p, close));
  return o && o->mark->colons > close->colons ? NULL : o;
}

/* The node shows what was written: a closing without an opening, a fence without end. */
static void to_text(Pairing *p, Node *n, const Mark *k) {
  Doc *doc = p->doc;
  Str written = n->directive->open;
  doc->halves =
      arena_grow(doc->arena, doc->halves, doc->half_count, &p->half_cap, sizeof *doc->halves);
  doc->halves[doc->half_count++] =
      (HalfDirective){ k->data, k->role == MARK_CLOSE, { k->offset, k->length }, n };
  bool block = n->type == NODE_DIRECTIVE;
  n->directive = NULL;
  n->id = S("");
  if (block) {
    Node *text = node_new(doc->arena, NODE_TEXT);
    text->source = n->source;
    text->offset = n->offset, text->length = n->length;
    text->line = n->line, text->col = n->col;
    text->exact = n->exact;
    text->literal = written;
    n->type = NODE_PARAGRAPH;
    node_append(n, text);
    doc->nodes++;
  } else {
    n->type = NODE_TEXT;
    n->literal = written;
  }
}

static void close_at(Pairing *p, const MarkNode *at) {
  Open *o = opening(p, at->mark);
  unsigned height = 0;
  if (!o) {
    to_text(p, at->node, at->mark);
    return;
  }
  for (;;) {
    Open *top = p->top;
    if (top->height > height) height = top->height;
    if (top == o) break;
    if (top->mark->kind == DIRECTIVES_FENCED) to_text(p, top->node, top->mark);
    pop(p);
  }
  pop(p);
  if (height >= NESTING_MOST) {
    if (o->mark->kind == DIRECTIVES_FENCED) to_text(p, o->node, o->mark);
    to_text(p, at->node, at->mark);
    if (p->top && p->top->height < height) p->top->height = height;
    return;
  }
  while (o->node->next != at->node) {
    Node *n = o->node->next;
    node_unlink(n);
    node_append(o->node, n);
  }
  node_unlink(at->node);
  DirectiveData *data = ARENA_NEW(p->doc->arena, DirectiveData);
  *data = *o->node->directive;
  data->close = at->mark->data.open;
  o->node->directive = data;
  if (p->top && p->top->height < height + 1) p->top->height = height + 1;
}

static void end_parent(Pairing *p) {
  while (p->top) {
    if (p->top->mark->kind == DIRECTIVES_FENCED) to_text(p, p->top->node, p->top->mark);
    pop(p);
  }
}

/* Nothing but one directive in a paragraph: the directive is the block. */
static void promote(Doc *doc, Node *n) {
  Node *paragraph = n->parent;
  if (n->type != NODE_DIRECTIVE_INLINE || !paragraph || paragraph->type != NODE_PARAGRAPH ||
      paragraph->first != n || n->next || !n->directive->close.n)
    return;
  node_unlink(n);
  n->type = NODE_DIRECTIVE;
  node_after(paragraph, n);
  node_unlink(paragraph);
  if (!n->first) return;
  Node *inner = node_new(doc->arena, NODE_PARAGRAPH);
  inner->source = n->source;
  inner->offset = n->first->offset;
  inner->line = n->first->line, inner->col = n->first->col;
  node_adopt(inner, n);
  node_append(n, inner);
  doc->nodes++;
}

void marks_pair(Doc *doc, MarkNode *nodes, size_t count) {
  Pairing p = { .doc = doc };
  /* Nodes come in document order, so those of one parent may have others' between them:
   * a stable walk by parent, each parent once. */
  Map parents = { 0 };
  size_t *next = ARENA_ARRAY(&p.scratch, count + 1, size_t), *last;
  for (size_t i = 0; i < count; i++) {
    Str key = str_n(arena_dup(&p.scratch, (const char *)&nodes[i].node->parent, sizeof(Node *)),
                    sizeof(Node *));
    last = map_get(&parents, key);
    if (!last) {
      last = ARENA_ARRAY(&p.scratch, 2, size_t);
      last[0] = i;
      map_put(&parents, key, last);
    } else {
      next[last[1]] = i + 1;
    }
    last[1] = i;
  }
  for (size_t k = 0; k < parents.count; k++) {
    const size_t *list = parents.items[k].value;
    for (size_t i = list[0] + 1; i; i = next[i - 1]) {
      MarkNode *at = &nodes[i - 1];
      if (at->mark->taken || at->mark->data.single) continue;
      if (at->mark->role == MARK_OPEN)
        push(&p, at);
      else
        close_at(&p, at);
    }
    end_parent(&p);
  }
  for (size_t i = 0; i < count; i++)
    if (nodes[i].node->directive && nodes[i].node->parent) promote(doc, nodes[i].node);
  map_free(&parents);
  map_free(&p.tops);
  arena_free(&p.scratch);
}
