/* edit.c -- the only code that changes parent and sibling links. */
#include "doc/edit.h"

#include <assert.h>

Node *node_new(Arena *a, NodeType type) {
  Node *n = ARENA_NEW(a, Node);
  n->type = type;
  return n;
}

Node *node_text(Arena *a, Str literal) {
  Node *n = node_new(a, NODE_TEXT);
  n->literal = arena_str(a, literal);
  return n;
}

static Str copy(Arena *a, Str s) {
  return s.n ? arena_str(a, s) : S("");
}

static Node *clone_one(Arena *a, const Node *n) {
  Node *c = ARENA_NEW(a, Node);
  *c = *n;
  c->parent = c->first = c->last = c->prev = c->next = NULL;
  c->literal = copy(a, n->literal);
  c->url = copy(a, n->url);
  c->title = copy(a, n->title);
  c->info = copy(a, n->info);
  c->id = copy(a, n->id);
  c->classes = copy(a, n->classes);
  c->file = copy(a, n->file);
  c->origin = copy(a, n->origin);
  if (n->rights) {
    Rights *rights = ARENA_NEW(a, Rights);
    *rights = (Rights){ copy(a, n->rights->credit), copy(a, n->rights->licence),
                        copy(a, n->rights->source) };
    c->rights = rights;
  }
  if (n->directive) {
    DirectiveData *data = ARENA_NEW(a, DirectiveData);
    *data = *n->directive;
    data->name = copy(a, data->name);
    data->open = copy(a, data->open);
    data->close = copy(a, data->close);
    data->values = ARENA_ARRAY(a, data->count, DirectiveValue);
    for (size_t i = 0; i < data->count; i++)
      data->values[i] =
          (DirectiveValue){ copy(a, n->directive->values[i].name),
                            copy(a, n->directive->values[i].value), n->directive->values[i].at,
                            n->directive->values[i].whole };
    c->directive = data;
  }
  Attribute **end = &c->attributes;
  *end = NULL;
  for (const Attribute *at = n->attributes; at; at = at->next) {
    *end = ARENA_NEW(a, Attribute);
    **end = (Attribute){ .name = copy(a, at->name), .value = copy(a, at->value) };
    end = &(*end)->next;
  }
  if (n->align) {
    size_t count = n->type == NODE_TABLE ? n->columns : 1;
    c->align = (uint8_t *)arena_dup(a, (const char *)n->align, count);
  }
  return c;
}

Node *node_clone(Arena *a, const Node *root) {
  Node *top = clone_one(a, root), *to = top;
  for (const Node *n = root;;) {
    if (n->first) {
      n = n->first;
      Node *c = clone_one(a, n);
      node_append(to, c);
      to = c;
      continue;
    }
    while (n != root && !n->next) {
      n = n->parent;
      to = to->parent;
    }
    if (n == root) return top;
    n = n->next;
    Node *c = clone_one(a, n);
    node_append(to->parent, c);
    to = c;
  }
}

void node_append(Node *parent, Node *child) {
  assert(!child->parent && !child->prev && !child->next);
  child->parent = parent;
  child->prev = parent->last;
  if (parent->last)
    parent->last->next = child;
  else
    parent->first = child;
  parent->last = child;
}

void node_prepend(Node *parent, Node *child) {
  if (parent->first)
    node_before(parent->first, child);
  else
    node_append(parent, child);
}

void node_before(Node *place, Node *n) {
  assert(place->parent && !n->parent && !n->prev && !n->next);
  n->parent = place->parent;
  n->next = place;
  n->prev = place->prev;
  if (place->prev)
    place->prev->next = n;
  else
    place->parent->first = n;
  place->prev = n;
}

void node_after(Node *place, Node *n) {
  assert(place->parent);
  if (place->next)
    node_before(place->next, n);
  else
    node_append(place->parent, n);
}

void node_unlink(Node *n) {
  if (n->prev)
    n->prev->next = n->next;
  else if (n->parent)
    n->parent->first = n->next;
  if (n->next)
    n->next->prev = n->prev;
  else if (n->parent)
    n->parent->last = n->prev;
  n->parent = n->prev = n->next = NULL;
}

void node_replace(Node *n, Node *const *with, size_t count) {
  assert(n->parent);
  for (size_t i = 0; i < count; i++) {
    Node *x = with[i];
    node_before(n, x);
    if (!x->source && !x->line) {
      x->source = n->source;
      x->offset = n->offset, x->length = n->length;
      x->line = n->line, x->col = n->col;
      x->exact = n->exact;
    }
  }
  node_unlink(n);
}

void node_adopt(Node *to, Node *from) {
  while (from->first) {
    Node *child = from->first;
    node_unlink(child);
    node_append(to, child);
  }
}

bool node_fits(const Node *parent, const Node *child) {
  NodeType c = child->type;
  if (!node_holds_children(parent->type) || c == NODE_DOCUMENT) return false;
  switch (parent->type) {
  case NODE_LIST:
    return c == NODE_ITEM;
  case NODE_TABLE:
    return c == NODE_TABLE_ROW;
  case NODE_TABLE_ROW:
    return c == NODE_TABLE_CELL;
  case NODE_FIGURE: /* an image or a block of any kind, and its caption */
    return c != NODE_ITEM && c != NODE_TABLE_ROW && c != NODE_TABLE_CELL;
  default:
    break;
  }
  if (c == NODE_HTML) return true;
  if (c == NODE_ITEM || c == NODE_TABLE_ROW || c == NODE_TABLE_CELL || c == NODE_CAPTION)
    return false;
  return node_holds_inlines(parent->type) == (c >= NODE_TEXT);
}

/* An allow list: whoever invents an attribute that runs code finds it refused. */
static bool attribute_name(Str name) {
  static const char *const known[] = { "role",     "lang",      "dir",     "rel",   "width",
                                       "height",   "open",      "hidden",  "sizes", "hreflang",
                                       "datetime", "translate", "type",    "value", "rev",
                                       "itemprop", "itemscope", "download" };
  for (size_t i = 0; i < name.n; i++) {
    char c = name.p[i];
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) return false;
  }
  if (str_starts(name, S("data-")) || str_starts(name, S("aria-"))) return name.n > 5;
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
    if (str_eqc(name, known[i])) return true;
  return false;
}

bool node_set_attribute(Arena *a, Node *n, Str name, Str value) {
  if (!attribute_name(name)) return false;
  Attribute **at = &n->attributes;
  while (*at && !str_eq((*at)->name, name)) at = &(*at)->next;
  if (!*at) {
    *at = ARENA_NEW(a, Attribute);
    (*at)->name = copy(a, name);
  }
  (*at)->value = copy(a, value);
  return true;
}

Str directive_closing(Arena *a, const DirectiveData *d) {
  size_t colons = 0;
  while (colons < d->open.n && d->open.p[colons] == ':') colons++;
  if (colons) return str_sub(d->open, 0, colons);
  if (str_starts(d->open, S("{{<"))) return arena_printf(a, "{{< /%.*s >}}", STR(d->name));
  if (str_starts(d->open, S("{{%"))) return arena_printf(a, "{{%% /%.*s %%}}", STR(d->name));
  if (str_starts(d->open, S("{%"))) return arena_printf(a, "{%% end%.*s %%}", STR(d->name));
  return S("");
}

size_t node_depth(const Node *root) {
  size_t deepest = 0, depth = 0;
  for (const Node *n = root;;) {
    if (n->first) {
      n = n->first;
      if (++depth > deepest) deepest = depth;
      continue;
    }
    while (n != root && !n->next) {
      n = n->parent;
      depth--;
    }
    if (n == root) return deepest;
    n = n->next;
  }
}

size_t node_count(const Node *root) {
  size_t count = 0;
  for (const Node *n = root; n; n = node_next(n, root)) count++;
  return count;
}

bool node_walk(Node *root, uint64_t types, WalkStep (*visit)(void *ctx, Node *n, NodeList *with),
               void *ctx) {
  Node *n = root->type == NODE_DOCUMENT ? node_next(root, root) : root;
  while (n) {
    NodeList with = { 0 };
    WalkStep step = types >> n->type & 1 ? visit(ctx, n, &with) : WALK_ON;
    if (step == WALK_STOP) return false;
    Node *next = step == WALK_ON ? node_next(n, root) : node_skip(n, root);
    if (step == WALK_REPLACE) {
      assert(n != root);
      node_replace(n, with.items, with.count);
    }
    n = next;
  }
  return true;
}
