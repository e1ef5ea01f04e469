/* html_seal.c -- markdown.html: raw: an element with all that is in it, as text that reads
 * back as the same tree. */
#include "doc/edit.h"
#include "doc/html.h"
#include "doc/html_rules.h"

static bool is_element(const GumboNode *n) {
  return n->type == GUMBO_NODE_ELEMENT || n->type == GUMBO_NODE_TEMPLATE;
}

static Str name_of(const GumboElement *e) {
  GumboStringPiece piece = e->original_tag;
  const char *z = gumbo_normalized_tagname(e->tag);
  if (z && *z && e->tag_namespace == GUMBO_NAMESPACE_HTML) return str_c(z);
  gumbo_tag_from_original_text(&piece);
  const char *svg = e->tag_namespace == GUMBO_NAMESPACE_SVG && piece.data
                        ? gumbo_normalize_svg_tagname(&piece)
                        : NULL;
  if (svg) return str_c(svg);
  return piece.length ? str_n(piece.data, piece.length) : str_c(z ? z : "");
}

static bool has_no_end(const GumboElement *e) {
  static const char *const names[] = { "area",  "base", "br",    "col",    "embed", "hr",  "img",
                                       "input", "link", "param", "source", "track", "wbr", "meta" };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (e->tag_namespace == GUMBO_NAMESPACE_HTML && str_eqc(name_of(e), names[i])) return true;
  return false;
}

static bool holds_raw_text(const GumboNode *n) {
  static const char *const names[] = { "script", "style", "iframe", "noembed", "noframes", "xmp" };
  if (!is_element(n) || n->v.element.tag_namespace != GUMBO_NAMESPACE_HTML) return false;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (str_eqc(name_of(&n->v.element), names[i])) return true;
  return false;
}

static void open_tag(Build *b, const GumboElement *e, Buf *out) {
  buf_byte(out, '<');
  buf_str(out, name_of(e));
  for (unsigned i = 0; i < e->attributes.length; i++) {
    const GumboAttribute *a = e->attributes.data[i];
    Str name = str_c(a->name);
    if (!name.n || strpbrk(a->name, " \t\n\r\f\"'<>/=")) continue;
    buf_printf(out, " %s%.*s=\"", a->attr_namespace == GUMBO_ATTR_NAMESPACE_XLINK ? "xlink:" : "",
               STR(name));
    html_escape(out, rules_value(b, e, a->name));
    buf_byte(out, '"');
  }
  buf_byte(out, '>');
}

static void close_tag(const GumboElement *e, Buf *out) {
  if (has_no_end(e)) return;
  buf_c(out, "</");
  buf_str(out, name_of(e));
  buf_byte(out, '>');
}

Str rules_seal(Build *b, const GumboNode *root) {
  Buf out = { 0 };
  for (const GumboNode *n = root;;) {
    const GumboVector *inside = NULL;
    bool hole = is_element(n) && input_node(b->in, n->v.element.original_tag.data);
    if (is_element(n) && !hole) {
      open_tag(b, &n->v.element, &out);
      inside = &n->v.element.children;
    } else if (!hole && n->type != GUMBO_NODE_COMMENT) {
      Str text = tokens_restored(b->work, str_c(n->v.text.text));
      if (holds_raw_text(n->parent))
        buf_str(&out, text);
      else
        html_escape(&out, text);
    }
    if (inside && inside->length) {
      n = inside->data[0];
      continue;
    }
    for (;;) {
      if (is_element(n) && !input_node(b->in, n->v.element.original_tag.data))
        close_tag(&n->v.element, &out);
      if (n == root) {
        Str s = buf_dup(&out, build_arena(b));
        buf_free(&out);
        return s;
      }
      const GumboVector *siblings = &n->parent->v.element.children;
      if (n->index_within_parent + 1 < siblings->length) {
        n = siblings->data[n->index_within_parent + 1];
        break;
      }
      n = n->parent;
    }
  }
}
