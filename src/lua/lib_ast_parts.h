/* lib_ast_parts.h -- what the files of lib_ast share; private to them.
 *
 * collect_* turn Lua values into nodes without ever raising, so hosts can use
 * them outside a protected call. Nodes collected stand under a holder, a node
 * without type of its own; fit_* put them where they belong. */
#ifndef PUBLISH_LUA_LIB_AST_PARTS_H
#define PUBLISH_LUA_LIB_AST_PARTS_H

#include "doc/edit.h"
#include "lua/sandbox.h"

typedef struct {
  lua_State *L;
  Arena *a;         /* where nodes live */
  Node *holder;     /* what was collected, in order */
  const Node *root; /* the document in hand, which may stand in the result, or NULL */
  Node *marker;     /* stands for root in the holder, once it came up */
  Str problem;      /* set when something returned false */
} Collector;

Collector collect_begin(lua_State *L, const Node *root);
/* The value at `index`: node, text, number, html, nil, false or lists of these. */
bool collect_value(Collector *c, int index);
/* What a transform or a handler gave: as above, but no number, which is rather a count than
 * a text. */
bool collect_result(Collector *c, int index);

/* Would all of it stand in a line of text? */
bool collect_inline(const Collector *c);

/* Move everything from c->holder behind the children of `parent`: loose inlines
 * among blocks become paragraphs, loose content of a list items, of a row cells.
 * When false nothing of the holder was moved. */
bool fit_children(Collector *c, Node *parent);
/* Put what was collected in the place of `n`, which has a parent. A block in the
 * middle of a paragraph splits it. */
bool fit_replace(Collector *c, Node *n);

void lib_ast_make_open(Sandbox *sb); /* constructors */
void lib_ast_edit_open(Sandbox *sb); /* filter and walk */

/* The plugin made this node; with Sandbox.tracing, here. */
static inline void lib_ast_sign(lua_State *L, Node *n) {
  Sandbox *sb = sandbox_of(L);
  n->origin = sb->plugin;
  if (sb->tracing) (void)sandbox_where(L, &n->made_in, &n->made_at);
}

#endif
