/* dump.c -- one table of what a line says of a node, in one order for all types. */
#include "doc/dump.h"

#include "base/utf8.h"

/* Would it be seen as itself? Not: controls, soft hyphen, zero width and direction
 * marks, line and paragraph separators, byte order mark, private noncharacters. */
static bool shows(uint32_t cp) {
  if (cp < 0x20 || (cp >= 0x7f && cp <= 0xa0) || cp == 0xad) return false;
  if (cp == 0x61c || cp == 0x180e || cp == 0xfeff || cp == 0x3000) return false;
  if (cp >= 0x2000 && cp <= 0x200f) return false;
  if ((cp >= 0x2028 && cp <= 0x202f) || (cp >= 0x205f && cp <= 0x206f)) return false;
  return (cp & 0xfffe) != 0xfffe && !(cp >= 0xe0000 && cp <= 0xe0fff);
}

void dump_text(Buf *out, Str s) {
  buf_byte(out, '"');
  for (size_t i = 0; i < s.n;) {
    size_t at = i;
    uint32_t cp = utf8_next(s, &i);
    if (cp == '"' || cp == '\\') {
      buf_byte(out, '\\');
      buf_byte(out, (char)cp);
    } else if (cp == '\n') {
      buf_c(out, "\\n");
    } else if (cp == '\r') {
      buf_c(out, "\\r");
    } else if (cp == '\t') {
      buf_c(out, "\\t");
    } else if (cp == UTF8_BAD) {
      buf_printf(out, "\\x%02x", (unsigned char)s.p[at]);
    } else if (shows(cp)) {
      buf_add(out, s.p + at, i - at);
    } else {
      buf_printf(out, "\\u{%x}", (unsigned)cp);
    }
  }
  buf_byte(out, '"');
}

static void flag(Buf *out, const char *name, bool set) {
  if (!set) return;
  buf_byte(out, ' ');
  buf_c(out, name);
}

static void number(Buf *out, const char *name, uint32_t n) {
  if (n) buf_printf(out, " %s=%u", name, n);
}

static void text(Buf *out, const char *name, Str s) {
  if (!s.n) return;
  buf_printf(out, " %s=", name);
  dump_text(out, s);
}

static void aligned(Buf *out, const uint8_t *align, size_t count) {
  static const char *const names[] = { "none", "left", "center", "right" };
  bool any = false;
  for (size_t i = 0; i < count && align; i++) any = any || align[i];
  if (!any) return;
  buf_c(out, " align=");
  for (size_t i = 0; i < count; i++) {
    if (i) buf_byte(out, ',');
    buf_c(out, names[align[i] & 3]);
  }
}

/* What only some types have. */
static void own_fields(Buf *out, const Node *n) {
  switch (n->type) {
  case NODE_HEADING:
    number(out, "level", n->level);
    break;
  case NODE_PARAGRAPH:
    flag(out, "bare", n->bare);
    break;
  case NODE_LIST:
    flag(out, "ordered", n->ordered);
    if (n->ordered) buf_printf(out, " start=%u", n->start);
    flag(out, "tight", n->tight);
    break;
  case NODE_ITEM:
    if (n->task) buf_printf(out, " task=%s", n->task == TASK_DONE ? "done" : "open");
    break;
  case NODE_CODE_BLOCK:
    text(out, "info", n->info);
    break;
  case NODE_TABLE:
    number(out, "columns", n->columns);
    aligned(out, n->align, n->columns);
    break;
  case NODE_TABLE_ROW:
    flag(out, "header", n->header);
    break;
  case NODE_TABLE_CELL:
    aligned(out, n->align, 1);
    break;
  case NODE_FOOTNOTE_DEFINITION:
  case NODE_FOOTNOTE_REFERENCE:
    text(out, "name", n->literal);
    number(out, "number", n->number);
    break;
  case NODE_DIRECTIVE:
  case NODE_DIRECTIVE_INLINE:
    if (!n->directive) break;
    text(out, "name", n->directive->name);
    for (size_t i = 0; i < n->directive->count; i++) {
      const DirectiveValue *v = &n->directive->values[i];
      buf_printf(out, " %.*s%s", STR(v->name), v->name.n ? "=" : "");
      dump_text(out, v->value);
    }
    break;
  case NODE_ELEMENT:
  case NODE_ELEMENT_INLINE:
    text(out, "tag", n->tag);
    text(out, "url", n->url);
    break;
  case NODE_LINK:
  case NODE_IMAGE: /* one without address has an empty one */
    buf_c(out, " url=");
    dump_text(out, n->url);
    break;
  default:
    break;
  }
}

static void line(Buf *out, const Node *n, const Node *root, const DumpOptions *o) {
  buf_str(out, node_type_name(n->type));
  own_fields(out, n);
  text(out, "title", n->title);
  text(out, "file", n->file);
  number(out, "width", n->width);
  number(out, "height", n->height);
  flag(out, "decorative", n->decorative);
  if (n->rights) {
    text(out, "credit", n->rights->credit);
    text(out, "licence", n->rights->licence);
    text(out, "source", n->rights->source);
  }
  text(out, "id", n->id);
  text(out, "class", n->classes);
  for (const Attribute *at = n->attributes; at; at = at->next) {
    buf_printf(out, " [%.*s=", STR(at->name));
    dump_text(out, at->value);
    buf_byte(out, ']');
  }
  bool footnote = n->type == NODE_FOOTNOTE_DEFINITION || n->type == NODE_FOOTNOTE_REFERENCE;
  if (!footnote && (n->literal.n || n->type == NODE_TEXT)) {
    buf_byte(out, ' ');
    dump_text(out, n->literal);
  }
  if (o->origins && n->origin.n) buf_printf(out, " @%.*s", STR(n->origin));
  if (o->places && n->source && n->line && n->type != NODE_DOCUMENT) {
    buf_c(out, "  ");
    if (n->source != root->source) buf_printf(out, "%.*s:", STR(n->source->path));
    buf_printf(out, "%u", n->line);
    if (n->col) buf_printf(out, ":%u", n->col);
  }
  buf_byte(out, '\n');
}

void doc_dump(Buf *out, const Node *root, const DumpOptions *options) {
  static const char blanks[] = "                                                                ";
  size_t depth = 0;
  const Node *n = root;
  while (n) {
    for (size_t left = 2 * depth; left;) {
      size_t some = left < sizeof blanks - 1 ? left : sizeof blanks - 1;
      buf_add(out, blanks, some);
      left -= some;
    }
    line(out, n, root, options);
    if (n->first) {
      n = n->first;
      depth++;
      continue;
    }
    while (n != root && !n->next) {
      n = n->parent;
      depth--;
    }
    n = n == root ? NULL : n->next;
  }
}
