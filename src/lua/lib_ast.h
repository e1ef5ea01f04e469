/* lib_ast.h -- documents in Lua: handles for reading, constructors, and taking
 * what a hook returns.
 *
 * A node handle belongs to the hook that got it. Reading: n.type, n.line, n.col,
 * n.origin, n.url, n.title, n.level, n.info, n.id, n.class, n.literal, n.alt,
 * n.ordered, n.start, n.task, n.file (an image's path in the repository), n.width,
 * n.height, n.credit, n.licence, n.source (of a figure), #n, n[i], n:children(), n:text(),
 * n:attribute(name); a name no node has is an error. Nothing changes a node: ast.paragraph{...} and
 * the other constructors make new ones, and a node that stands in a tree already
 * is copied when it is put into another. A hook's result is the only edit:
 *
 *   nil             unchanged
 *   node or list    in its place (strings, html values and lists inside are fine;
 *                   loose inlines between blocks become a paragraph)
 *   false           delete
 *
 * ast.filter{ image = f, ... } makes a function(doc, ...) of that kind; its
 * handlers get (node, ...) and follow the same protocol; a replacement's own
 * children are not visited, and a second result of false keeps the filter out of the
 * children of a node that stays: `return nil, false`. ast.walk(doc, f) only looks; f returning
 * false skips the children. node:error(message) and node:warn(message) report at the node, and
 * node:check(rule, message [, help]) at the level that `checks:` gives the rule.
 *
 * New nodes live in sb->arena, which must be the arena of the document or
 * outlive it, and carry the plugin's name as origin. */
#ifndef PUBLISH_LUA_LIB_AST_H
#define PUBLISH_LUA_LIB_AST_H

#include "doc/node.h"
#include "lua/sandbox.h"

void lib_ast_open(Sandbox *sb);

/* A handle of this hook. n is not NULL. */
void lib_ast_push(lua_State *L, const Node *n);
/* The node at `index`, or NULL when it is none or expired. Never raises. */
const Node *lib_ast_get(lua_State *L, int index);
const Node *lib_ast_check(lua_State *L, int arg); /* raises */

/* The result of `transform` on top of sb->L: popped and carried out on `root`, the
 * document that the hook got. *changed tells whether anything was. False = one
 * record, and root is as it was. Call before sandbox_end. */
bool lib_ast_apply(Sandbox *sb, Node *root, bool *changed, Diags *d);
/* The result of `render.TYPE` on top of sb->L: popped; html and text are written
 * to `out` (as html_value_take), nodes through `write`. *given false: nil was
 * returned, meaning the next handler decides. False = one record. */
bool lib_ast_take_render(Sandbox *sb, Buf *out, bool *given,
                         bool (*write)(void *ctx, const Node *n, Buf *out), void *ctx, Diags *d);
/* Push a list of handles. */
void lib_ast_push_list(lua_State *L, Node *const *nodes, size_t count);

#endif
