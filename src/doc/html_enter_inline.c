/* html_enter_inline.c -- elements in a line of text, links and images among them. */
#include "doc/edit.h"
#include "doc/html_enter.h"
#include "doc/links.h"

static uint32_t pixels(Str s) {
  uint32_t n = 0;
  size_t i = 0;
  while (i < s.n && i < 6 && s.p[i] >= '0' && s.p[i] <= '9')
    n = n * 10 + (uint32_t)(s.p[i++] - '0');
  return i == s.n || str_eqc(str_sub(s, i, s.n), "px") ? n : 0;
}

static void bad_scheme(Build *b, const Node *n) {
  HtmlWork *work = b->work;
  Doc *doc = work->doc;
  doc->dropped = arena_grow(doc->arena, doc->dropped, doc->dropped_count, &work->dropped_cap,
                            sizeof *doc->dropped);
  doc->dropped[doc->dropped_count++] = (Dropped){ DROP_URL, n, n->url };
}

static void image(Walk *w, const GumboElement *e) {
  Build *b = w->b;
  static const char *const sources[] = { "src", "data-src", "data-original" };
  Str alt = rules_value(b, e, "alt");
  Node *n = walk_node(w, NODE_IMAGE, e);
  for (size_t i = 0; i < 3 && !n->url.n; i++) rules_address(b, n, e, sources[i]);
  if (!n->url.n) { /* nothing but its description is left */
    if (alt.n) build_text(b, alt, (Str){ e->original_tag.data, 0 });
    html_loss(b->work, LOST_CONTENT, S("img"), walk_place(w, e));
    return;
  }
  n->title = rules_value(b, e, "title");
  if (!n->title.p) n->title = S("");
  n->width = pixels(rules_value(b, e, "width"));
  n->height = pixels(rules_value(b, e, "height"));
  n->decorative = alt.p && !str_trim(alt).n;
  if (str_trim(alt).n) {
    Node *text = build_new(b, NODE_TEXT);
    text->literal = str_trim(alt);
    text->offset = n->offset, text->line = n->line, text->col = n->col;
    node_append(n, text);
  }
  build_inline(b, n);
  if (!n->directive && !url_allowed(n->url, true)) bad_scheme(b, n);
}

static void link(Walk *w, const GumboNode *from) {
  Build *b = w->b;
  const GumboElement *e = &from->v.element;
  bool address = gumbo_get_attribute(&e->attributes, "href") != NULL;
  if (!address || build_wrapped_in(b, NODE_LINK)) { /* a place in the page, or a link in a link */
    walk_wrap(w, from, walk_node(w, NODE_SPAN, e));
    return;
  }
  Node *n = walk_node(w, NODE_LINK, e);
  n->title = rules_value(b, e, "title");
  if (!n->title.p) n->title = S("");
  rules_address(b, n, e, "href");
  if (!n->directive && !tree_repeats(from) && !url_allowed(n->url, false)) bad_scheme(b, n);
  walk_wrap(w, from, n);
}

void enter_inline(Walk *w, const GumboNode *from, const Tag *tag, Str name) {
  Build *b = w->b;
  const GumboElement *e = &from->v.element;
  switch (tag->kind) {
  case TAG_BREAK:
    build_linebreak(b);
    break;
  case TAG_IMAGE:
    image(w, e);
    break;
  case TAG_VOID:
    build_inline(b, walk_element(w, NODE_ELEMENT_INLINE, e, name));
    break;
  case TAG_EMPH:
    walk_wrap(w, from, walk_node(w, NODE_EMPH, e));
    break;
  case TAG_STRONG:
    walk_wrap(w, from, walk_node(w, NODE_STRONG, e));
    break;
  case TAG_STRIKE:
    walk_wrap(w, from, walk_node(w, NODE_STRIKETHROUGH, e));
    break;
  case TAG_CODE:
    enter_code(w, from);
    break;
  case TAG_LINK:
    link(w, from);
    break;
  case TAG_SPAN: {
    Node *n = walk_node(w, NODE_SPAN, e);
    if (build_plain(n))
      walk_into(w, from);
    else
      walk_wrap(w, from, n);
    break;
  }
  default:
    walk_wrap(w, from, walk_element(w, NODE_ELEMENT_INLINE, e, tag->as ? str_c(tag->as) : name));
    break;
  }
}
