/* plain.c -- text only, one pass. */
#include "doc/plain.h"

static bool skipped(const Node *n, const PlainOptions *o) {
  switch (n->type) {
  case NODE_CODE_BLOCK:
    return o->skip_code || o->skip_blocks;
  case NODE_ELEMENT:
    if (str_eqc(n->tag, "pre")) return o->skip_code || o->skip_blocks;
    return str_eqc(n->tag, "table") && o->skip_tables;
  case NODE_CODE:
    return o->skip_code;
  case NODE_DIRECTIVE:
    return (o->skip_code || o->skip_blocks) && n->directive &&
           str_eqc(n->directive->name, "highlight");
  case NODE_FOOTNOTE_DEFINITION:
    return o->skip_footnotes || !n->uses;
  case NODE_HEADING:
    return o->skip_headings;
  case NODE_TABLE:
    return o->skip_tables;
  case NODE_IMAGE:
    return o->skip_images;
  case NODE_FIGURE:
    return o->skip_images;
  case NODE_DIV: /* what stands for a frame or a film: only HTML can make one while it is read */
    return o->skip_images && str_eqc(n->classes, "embed");
  case NODE_BLOCK_QUOTE:
    return o->skip_quotes;
  default:
    return false;
  }
}

static bool is_cell(const Node *n) {
  return n->type == NODE_ELEMENT && (str_eqc(n->tag, "td") || str_eqc(n->tag, "th"));
}

/* A separator, unless nothing stands before it or one is there already. */
static void separate(Buf *out, size_t start, char c) {
  if (out->n > start && out->p[out->n - 1] != '\n' && out->p[out->n - 1] != '\t') buf_byte(out, c);
}

void plain_write(Buf *out, const Node *root, const PlainOptions *options) {
  static const PlainOptions all = { 0 };
  const PlainOptions *o = options ? options : &all;
  size_t start = out->n;
  const Node *n = root;
  while (n) {
    if (n != root && (skipped(n, o) || (o->skip_added && n->origin.n))) {
      n = node_skip(n, root);
      continue;
    }
    if (o->limit && out->n - start >= o->limit) break;
    if (n != root && n->type < NODE_TEXT) {
      bool cell = n->type == NODE_TABLE_CELL || is_cell(n);
      separate(out, start, cell && n->prev ? '\t' : '\n');
    }
    switch (n->type) {
    case NODE_TEXT:
    case NODE_CODE:
    case NODE_CODE_BLOCK:
    case NODE_DIRECTIVE: /* its content, where that is no Markdown */
    case NODE_DIRECTIVE_INLINE:
      buf_str(out, node_literal(n));
      break;
    case NODE_SOFTBREAK:
      buf_byte(out, ' ');
      break;
    case NODE_LINEBREAK:
      buf_byte(out, '\n');
      break;
    default:
      break;
    }
    /* An inline in a block that also holds blocks (a div made by a plugin). */
    n = node_next(n, root);
  }
  while (out->n > start &&
         (out->p[out->n - 1] == '\n' || out->p[out->n - 1] == '\t' || out->p[out->n - 1] == ' '))
    out->n--;
}

Str plain_text(Arena *a, const Node *root, const PlainOptions *options) {
  Buf out = { 0 };
  plain_write(&out, root, options);
  Str s = buf_dup(&out, a);
  buf_free(&out);
  return s;
}
