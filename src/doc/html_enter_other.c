/* html_enter_other.c -- elements that are not kept: media and frames become links, of others
 * the text stays, or nothing. In `raw` they stay after all. */
#include "doc/edit.h"
#include "doc/html_enter.h"
#include "doc/links.h"

/* markdown.html: raw: as it is. */
static void seal(Walk *w, const GumboNode *from) {
  Build *b = w->b;
  Node *n = build_new(b, NODE_HTML);
  build_place(b, n, from->v.element.original_tag.data, from->v.element.original_tag.length);
  n->literal = rules_seal(b, from);
  if (b->para || !b->block || b->inline_only)
    build_inline(b, n);
  else
    build_block(b, n);
  walk_muted(w, from);
}

/* A link to what cannot be shown here: by itself the card that the theme has for such. */
static void add_card(Build *b, Node *link) {
  if (b->para || !b->block || b->inline_only || b->wrap_count) {
    build_inline(b, link);
    return;
  }
  Node *card = build_new(b, NODE_DIV), *title = build_new(b, NODE_PARAGRAPH);
  card->classes = S("embed");
  title->classes = S("embed-title");
  card->offset = title->offset = link->offset;
  card->line = title->line = link->line;
  card->col = title->col = link->col;
  node_append(title, link);
  node_append(card, title);
  build_block(b, card);
}

/* video, audio: a link to the file. */
static void media(Walk *w, const GumboNode *from, const Tag *tag) {
  Build *b = w->b;
  const GumboElement *e = &from->v.element;
  Str url = str_trim(rules_value(b, e, "src"));
  const GumboVector *inside = tree_children(from); /* deeper, no browser looks for sources */
  for (unsigned i = 0; i < inside->length && !url.n; i++) {
    const GumboNode *n = inside->data[i];
    if (tree_is_element(n) && n->v.element.tag == GUMBO_TAG_SOURCE)
      url = str_trim(rules_value(b, &n->v.element, "src"));
  }
  if (!url.n || !url_allowed(url, false) || build_wrapped_in(b, NODE_LINK)) {
    walk_report(w, from, LOST_TAGS, str_c(tag->name));
    walk_into(w, from);
    return;
  }
  Node *link = build_new(b, NODE_LINK), *text = build_new(b, NODE_TEXT);
  build_place(b, link, e->original_tag.data, e->original_tag.length);
  Str title = str_trim(rules_value(b, e, "title"));
  text->literal = title.n ? title : str_base(url).n ? str_base(url) : url;
  node_append(link, text);
  link->url = url;
  walk_report(w, from, LOST_TAGS, str_c(tag->name));
  add_card(b, link);
  walk_muted(w, from); /* what is in it is for browsers that cannot play it */
}

static void unknown(Walk *w, const GumboNode *from, Str name) {
  const GumboElement *e = &from->v.element;
  if (tree_unclosed(from)) {
    Str written = str_n(e->original_tag.data, e->original_tag.length);
    build_text(w->b, written, written);
    walk_report(w, from, LOST_UNKNOWN, name);
  } else {
    walk_report(w, from, LOST_TAGS, name);
  }
  walk_into(w, from);
}

/* In svg and math: their text. */
void enter_foreign(Walk *w, const GumboNode *from, Str name) {
  static const char *const unseen[] = { "script",   "style",      "title",          "desc",
                                        "metadata", "annotation", "annotation-xml", "defs" };
  bool hidden = false;
  if (w->raw) {
    seal(w, from);
    return;
  }
  for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++)
    hidden = hidden || str_eqc(name, unseen[i]);
  if (str_eqc(name, "svg") || str_eqc(name, "math") || str_eqc(name, "script"))
    walk_report(w, from, hidden ? LOST_CONTENT : LOST_TAGS, name);
  if (hidden)
    walk_muted(w, from);
  else
    walk_into(w, from);
}

/* markdown.html: raw. */
static void raw(Walk *w, const GumboNode *from, const Tag *tag, Str name) {
  const GumboElement *e = &from->v.element;
  if (tag->flags & TAG_SEALED)
    seal(w, from);
  else if (tag->kind == TAG_GONE)
    build_inline(w->b, walk_element(w, NODE_ELEMENT_INLINE, e, name));
  else if (tag->kind == TAG_BOX && !w->b->inline_only)
    walk_block(w, from, walk_element(w, NODE_ELEMENT, e, name));
  else if (tag->kind == TAG_QUIET)
    walk_into(w, from);
  else
    walk_wrap(w, from, walk_element(w, NODE_ELEMENT_INLINE, e, name));
}

void enter_other(Walk *w, const GumboNode *from, const Tag *tag, Str name) {
  Node *n;
  if (w->raw) {
    raw(w, from, tag, name);
    return;
  }
  switch (tag->kind) {
  case TAG_MEDIA:
    media(w, from, tag);
    break;
  case TAG_FRAME:
    n = rules_frame(w->b, &from->v.element, tag);
    if (n && n->type == NODE_LINK)
      add_card(w->b, n);
    else if (n)
      build_inline(w->b, n);
    walk_muted(w, from);
    break;
  case TAG_OPEN:
    walk_report(w, from, LOST_TAGS, name);
    walk_into(w, from);
    break;
  case TAG_BOX:
    walk_report(w, from, LOST_TAGS, name);
    walk_edge(w, from);
    break;
  case TAG_GONE: /* "the <title> of a page": somebody writes about it */
    if (tag->flags & TAG_RAW && tree_unclosed(from) && !tree_children(from)->length) {
      unknown(w, from, name);
      break;
    }
    walk_report(w, from, LOST_CONTENT, name);
    walk_muted(w, from);
    break;
  case TAG_TEMPLATE:
    walk_report(w, from, tree_unclosed(from) ? LOST_TAGS : LOST_CONTENT, name);
    if (tree_unclosed(from))
      walk_into(w, from);
    else
      walk_muted(w, from);
    break;
  case TAG_QUIET:
    walk_into(w, from);
    break;
  default:
    unknown(w, from, name);
    break;
  }
}
