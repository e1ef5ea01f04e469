/* node.c -- names of node types, and the iterative walk. */
#include "doc/node.h"

#include <assert.h>

static const Str names[NODE_TYPES] = {
  [NODE_DOCUMENT] = { "document", 8 },
  [NODE_PARAGRAPH] = { "paragraph", 9 },
  [NODE_HEADING] = { "heading", 7 },
  [NODE_LIST] = { "list", 4 },
  [NODE_ITEM] = { "item", 4 },
  [NODE_BLOCK_QUOTE] = { "block_quote", 11 },
  [NODE_CODE_BLOCK] = { "code_block", 10 },
  [NODE_HTML_BLOCK] = { "html_block", 10 },
  [NODE_THEMATIC_BREAK] = { "thematic_break", 14 },
  [NODE_TABLE] = { "table", 5 },
  [NODE_TABLE_ROW] = { "table_row", 9 },
  [NODE_TABLE_CELL] = { "table_cell", 10 },
  [NODE_FOOTNOTE_DEFINITION] = { "footnote_definition", 19 },
  [NODE_DIV] = { "div", 3 },
  [NODE_FIGURE] = { "figure", 6 },
  [NODE_CAPTION] = { "caption", 7 },
  [NODE_DIRECTIVE] = { "directive", 9 },
  [NODE_TEXT] = { "text", 4 },
  [NODE_SOFTBREAK] = { "softbreak", 9 },
  [NODE_LINEBREAK] = { "linebreak", 9 },
  [NODE_CODE] = { "code", 4 },
  [NODE_HTML_INLINE] = { "html_inline", 11 },
  [NODE_EMPH] = { "emph", 4 },
  [NODE_STRONG] = { "strong", 6 },
  [NODE_STRIKETHROUGH] = { "strikethrough", 13 },
  [NODE_LINK] = { "link", 4 },
  [NODE_IMAGE] = { "image", 5 },
  [NODE_FOOTNOTE_REFERENCE] = { "footnote_reference", 18 },
  [NODE_SPAN] = { "span", 4 },
  [NODE_DIRECTIVE_INLINE] = { "directive_inline", 16 },
  [NODE_HTML] = { "html", 4 },
};

Str node_type_name(NodeType type) {
  assert(type < NODE_TYPES);
  return names[type];
}

bool node_type_find(NodeType *out, Str name) {
  for (size_t i = 0; i < NODE_TYPES; i++) {
    if (!str_eq(names[i], name)) continue;
    *out = (NodeType)i;
    return true;
  }
  return false;
}

const Str *node_type_names(size_t *count) {
  *count = NODE_TYPES;
  return names;
}

bool node_is_block(const Node *n) {
  if (n->type == NODE_HTML) return !n->parent || !node_holds_inlines(n->parent->type);
  return n->type < NODE_TEXT;
}

bool node_holds_children(NodeType type) {
  switch (type) {
  case NODE_CODE_BLOCK:
  case NODE_HTML_BLOCK:
  case NODE_THEMATIC_BREAK:
  case NODE_TEXT:
  case NODE_SOFTBREAK:
  case NODE_LINEBREAK:
  case NODE_CODE:
  case NODE_HTML_INLINE:
  case NODE_FOOTNOTE_REFERENCE:
  case NODE_HTML:
    return false;
  default:
    return true;
  }
}

bool node_holds_inlines(NodeType type) {
  switch (type) {
  case NODE_PARAGRAPH:
  case NODE_HEADING:
  case NODE_TABLE_CELL:
  case NODE_CAPTION:
  case NODE_EMPH:
  case NODE_STRONG:
  case NODE_STRIKETHROUGH:
  case NODE_LINK:
  case NODE_IMAGE:
  case NODE_SPAN:
  case NODE_DIRECTIVE_INLINE:
    return true;
  default:
    return false;
  }
}

Node *node_skip(const Node *n, const Node *root) {
  while (n && n != root) {
    if (n->next) return n->next;
    n = n->parent;
  }
  return NULL;
}

Node *node_next(const Node *n, const Node *root) {
  return n->first ? n->first : node_skip(n, root);
}

Str node_literal(const Node *n) {
  bool comment = n->directive && str_eqc(n->directive->name, "comment");
  return comment ? S("") : n->literal;
}

Str node_attribute(const Node *n, Str name) {
  for (const Attribute *at = n->attributes; at; at = at->next)
    if (str_eq(at->name, name)) return at->value;
  return S("");
}
