/* html_walk.c -- which node an element becomes. A frame for each open element remembers
 * what to do when it closes. */
#include "doc/html_walk.h"

#include "doc/edit.h"
#include "doc/html_rules.h"
#include "doc/links.h"

typedef enum { LEAVE_NOTHING, LEAVE_EDGE, LEAVE_LEAF, LEAVE_BLOCK, LEAVE_WRAP } Leave;

typedef struct {
  const GumboVector *children;
  unsigned next;
  Leave leave;
  Node *node, *outer; /* of LEAVE_BLOCK: what is closed, and b->block then */
  bool inline_only;   /* then */
  bool muted, silent, preserved;
} Frame;

typedef struct {
  Build *b;
  Frame *frames;
  size_t count, cap;
  unsigned mute;   /* text is not wanted */
  unsigned silent; /* nor is that of the Markdown parser's: the element is closed */
  bool raw;
} Walk;

static Str name_of(Walk *w, const GumboElement *e) {
  const char *z = gumbo_normalized_tagname(e->tag);
  if (z && *z) return str_c(z);
  GumboStringPiece piece = e->original_tag;
  gumbo_tag_from_original_text(&piece);
  Str s = arena_str(build_arena(w->b), str_n(piece.data ? piece.data : "", piece.length));
  char *p = (char *)s.p;
  for (size_t i = 0; i < s.n; i++)
    if (p[i] >= 'A' && p[i] <= 'Z') p[i] = (char)(p[i] + 32);
  return s;
}

static Range place(const Walk *w, const GumboElement *e) {
  bool exact;
  size_t at = input_source(w->b->in, e->original_tag.data, &exact);
  return (Range){ at, exact && e->original_tag.length ? e->original_tag.length : 1 };
}

static void report(Walk *w, const GumboNode *from, LossKind kind, Str name) {
  GumboParseFlags again = from->parse_flags & (GUMBO_INSERTION_RECONSTRUCTED_FORMATTING_ELEMENT |
                                               GUMBO_INSERTION_ADOPTION_AGENCY_CLONED);
  if (w->mute || again || w->raw) return;
  html_loss(w->b->work, kind, name, place(w, &from->v.element));
}

static Node *make(Walk *w, NodeType type, const GumboElement *e) {
  Node *n = build_new(w->b, type);
  build_place(w->b, n, e->original_tag.data, e->original_tag.length);
  rules_attributes(w->b, n, e);
  return n;
}

static Node *make_element(Walk *w, NodeType type, const GumboElement *e, Str tag) {
  Node *n = make(w, type, e);
  n->tag = tag;
  return n;
}

/* ---- text of a whole element ---- */

static bool is_text(const GumboNode *n) {
  return n->type == GUMBO_NODE_TEXT || n->type == GUMBO_NODE_WHITESPACE ||
         n->type == GUMBO_NODE_CDATA;
}

static const GumboVector *children_of(const GumboNode *n) {
  static const GumboVector none = { NULL, 0, 0 };
  return n->type == GUMBO_NODE_ELEMENT || n->type == GUMBO_NODE_TEMPLATE ? &n->v.element.children
                                                                         : &none;
}

/* Next in depth-first order below root. */
static const GumboNode *next_of(const GumboNode *n, const GumboNode *root) {
  const GumboVector *c = children_of(n);
  if (c->length) return c->data[0];
  while (n != root) {
    c = children_of(n->parent);
    if (n->index_within_parent + 1 < c->length) return c->data[n->index_within_parent + 1];
    n = n->parent;
  }
  return NULL;
}

/* The text below `root`; false when more than colours would be lost. */
static bool text_of(Walk *w, const GumboNode *root, Buf *out) {
  for (const GumboNode *n = next_of(root, root); n; n = next_of(n, root)) {
    if (is_text(n)) {
      buf_c(out, n->v.text.text);
    } else if (n->type == GUMBO_NODE_COMMENT) {
      if (w->b->work->marks && strstr(n->v.text.text, HTML_TOKEN_OPEN))
        buf_printf(out, "<!--%s-->", n->v.text.text); /* a directive, as it is written */
    } else {
      GumboTag t = n->v.element.tag;
      if (t == GUMBO_TAG_BR)
        buf_byte(out, '\n');
      else if (t != GUMBO_TAG_SPAN && t != GUMBO_TAG_CODE && t != GUMBO_TAG_FONT)
        return false;
      else if (input_hole(w->b->in, n->v.element.original_tag.data))
        return false;
    }
  }
  return true;
}

static Str restored(Walk *w, const Buf *text) {
  Arena *a = build_arena(w->b);
  Str s = tokens_back(w->b->work, buf_dup(text, a));
  return w->b->work->marks ? marks_restore(w->b->work->marks, a, s) : s;
}

/* language-x, lang-x or "brush: x" of a class. */
static Str language_in(Str classes) {
  static const char *const heads[] = { "language-", "lang-", "highlight-source-" };
  for (size_t i = 0; i < classes.n;) {
    size_t end = i;
    while (end < classes.n && classes.p[end] > ' ' && classes.p[end] != ';') end++;
    Str name = str_sub(classes, i, end);
    for (size_t k = 0; k < sizeof heads / sizeof *heads; k++)
      if (str_starts(name, str_c(heads[k]))) return str_sub(name, strlen(heads[k]), name.n);
    if (str_eqc(name, "brush:")) {
      Str rest = str_trim(str_sub(classes, end, classes.n));
      size_t n = 0;
      while (n < rest.n && rest.p[n] > ' ' && rest.p[n] != ';') n++;
      return str_sub(rest, 0, n);
    }
    i = end + 1;
  }
  return S("");
}

static Str code_language(Walk *w, const GumboNode *pre) {
  const GumboVector *c = children_of(pre);
  Str found = language_in(rules_value(w->b, &pre->v.element, "class"));
  for (unsigned i = 0; !found.n && i < c->length; i++) {
    const GumboNode *n = c->data[i];
    if (n->type == GUMBO_NODE_ELEMENT && n->v.element.tag == GUMBO_TAG_CODE)
      found = language_in(rules_value(w->b, &n->v.element, "class"));
  }
  for (size_t i = 0; i < found.n; i++)
    if (strchr("\"'<>&`", found.p[i])) return S("");
  return found;
}

/* ---- elements ---- */

static Frame *push(Walk *w, const GumboVector *children, Leave leave) {
  w->frames = arena_grow(&w->b->work->scratch, w->frames, w->count, &w->cap, sizeof *w->frames);
  Frame *f = &w->frames[w->count++];
  *f = (Frame){ .children = children, .leave = leave, .inline_only = w->b->inline_only };
  return f;
}

static void open_block(Walk *w, const GumboNode *from, Node *n) {
  Build *b = w->b;
  Frame *f = push(w, children_of(from), LEAVE_BLOCK);
  f->outer = b->block;
  f->node = n;
  build_open(b, n);
}

static void open_edge(Walk *w, const GumboNode *from) {
  build_edge(w->b);
  push(w, children_of(from), LEAVE_EDGE);
}

static void open_leaf(Walk *w, const GumboNode *from, Node *holder, Node *para, bool inline_only) {
  push(w, children_of(from), LEAVE_LEAF);
  build_leaf(w->b, holder, para);
  w->b->inline_only = inline_only;
}

static void open_wrap(Walk *w, const GumboNode *from, Node *as) {
  if (build_wrap(w->b, as)) push(w, children_of(from), LEAVE_WRAP);
}

/* Never closed: perhaps it is no element at all, such as the one in List<String>. */
static bool unclosed(const GumboNode *from) {
  return from->v.element.tag_namespace == GUMBO_NAMESPACE_HTML &&
         from->parse_flags & GUMBO_INSERTION_IMPLICIT_END_TAG;
}

static void muted(Walk *w, const GumboNode *from) {
  Frame *f = push(w, children_of(from), LEAVE_NOTHING);
  f->muted = true;
  f->silent = !unclosed(from);
  w->mute++;
  w->silent += f->silent;
}

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
  muted(w, from);
}

static void pre(Walk *w, const GumboNode *from) {
  Build *b = w->b;
  const GumboElement *e = &from->v.element;
  Buf text = { 0 };
  if (b->preserve || b->inline_only) {
    open_edge(w, from);
    return;
  }
  if (text_of(w, from, &text)) {
    if (text.n && text.p[text.n - 1] != '\n') buf_byte(&text, '\n');
    Node *n = make(w, NODE_CODE_BLOCK, e);
    n->literal = restored(w, &text);
    n->info = code_language(w, from);
    n->fenced = true;
    if (str_trim(n->literal).n) build_block(b, n);
  } else {
    Node *n = make_element(w, NODE_ELEMENT, e, S("pre")), *p = build_new(b, NODE_PARAGRAPH);
    p->bare = true;
    b->preserve++;
    open_leaf(w, from, n, p, true);
    w->frames[w->count - 1].preserved = true;
  }
  buf_free(&text);
}

static void code(Walk *w, const GumboNode *from) {
  Build *b = w->b;
  Buf text = { 0 }, line = { 0 };
  if (b->preserve) {
    push(w, children_of(from), LEAVE_NOTHING);
  } else if (text_of(w, from, &text)) {
    Node *n = make(w, NODE_CODE, &from->v.element);
    Str s = restored(w, &text);
    for (size_t i = 0; i < s.n; i++) {
      bool gap = strchr(" \t\n\r\f", s.p[i]) && s.p[i];
      if (gap && line.n && line.p[line.n - 1] == ' ') continue;
      buf_byte(&line, gap ? ' ' : s.p[i]);
    }
    n->literal = buf_dup(&line, build_arena(b));
    if (n->literal.n) build_inline(b, n);
  } else {
    open_wrap(w, from, make_element(w, NODE_ELEMENT_INLINE, &from->v.element, S("code")));
  }
  buf_free(&text);
  buf_free(&line);
}

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
  Node *n = make(w, NODE_IMAGE, e);
  for (size_t i = 0; i < 3 && !n->url.n; i++) rules_address(b, n, e, sources[i]);
  if (!n->url.n) { /* nothing but its description is left */
    if (alt.n) build_text(b, alt, (Str){ e->original_tag.data, 0 });
    html_loss(b->work, LOST_CONTENT, S("img"), place(w, e));
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
  bool again = from->parse_flags & (GUMBO_INSERTION_RECONSTRUCTED_FORMATTING_ELEMENT |
                                    GUMBO_INSERTION_ADOPTION_AGENCY_CLONED);
  if (!address || build_wrapped_in(b, NODE_LINK)) { /* a place in the page, or a link in a link */
    open_wrap(w, from, make(w, NODE_SPAN, e));
    return;
  }
  Node *n = make(w, NODE_LINK, e);
  n->title = rules_value(b, e, "title");
  if (!n->title.p) n->title = S("");
  rules_address(b, n, e, "href");
  if (!n->directive && !again && !url_allowed(n->url, false)) bad_scheme(b, n);
  open_wrap(w, from, n);
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
  for (const GumboNode *n = next_of(from, from); n && !url.n; n = next_of(n, from))
    if (n->type == GUMBO_NODE_ELEMENT && n->v.element.tag == GUMBO_TAG_SOURCE)
      url = str_trim(rules_value(b, &n->v.element, "src"));
  if (!url.n || !url_allowed(url, false) || build_wrapped_in(b, NODE_LINK)) {
    report(w, from, LOST_TAGS, str_c(tag->name));
    push(w, children_of(from), LEAVE_NOTHING);
    return;
  }
  Node *link = build_new(b, NODE_LINK), *text = build_new(b, NODE_TEXT);
  build_place(b, link, e->original_tag.data, e->original_tag.length);
  Str title = str_trim(rules_value(b, e, "title"));
  text->literal = title.n ? title : str_base(url).n ? str_base(url) : url;
  node_append(link, text);
  link->url = url;
  report(w, from, LOST_TAGS, str_c(tag->name));
  add_card(b, link);
  muted(w, from); /* what is in it is for browsers that cannot play it */
}

static void part(Walk *w, const GumboNode *from, Str name) {
  Build *b = w->b;
  if (b->inline_only) {
    open_edge(w, from);
    return;
  }
  open_block(w, from, make_element(w, NODE_ELEMENT, &from->v.element, name));
}

static void list(Walk *w, const GumboNode *from, Str name) {
  const GumboElement *e = &from->v.element;
  Node *n = make(w, NODE_LIST, e);
  Str start = rules_value(w->b, e, "start");
  n->ordered = str_eqc(name, "ol");
  n->start = 1;
  if (start.n && start.n < 9 && strspn(start.p, "0123456789") >= start.n) {
    n->start = 0;
    for (size_t i = 0; i < start.n; i++) n->start = n->start * 10 + (uint32_t)(start.p[i] - '0');
  }
  open_block(w, from, n);
}

static void summary(Walk *w, const GumboNode *from, const Tag *tag) {
  Build *b = w->b;
  Node *at = b->block;
  bool first = at && at->type == NODE_ELEMENT && str_eqc(at->tag, "details") && !at->first;
  Node *p = first ? build_new(b, NODE_PARAGRAPH) : make(w, NODE_PARAGRAPH, &from->v.element);
  p->bare = first;
  open_leaf(w, from, first ? make_element(w, NODE_ELEMENT, &from->v.element, str_c(tag->name)) : p,
            p, true);
}

static void caption(Walk *w, const GumboNode *from) {
  const Node *at = w->b->block;
  bool has = !at || at->type != NODE_FIGURE;
  for (const Node *n = has ? NULL : at->first; n; n = n->next) has = has || n->type == NODE_CAPTION;
  Node *n = make(w, has ? NODE_PARAGRAPH : NODE_CAPTION, &from->v.element);
  open_leaf(w, from, n, n, true);
}

static void unknown(Walk *w, const GumboNode *from, Str name) {
  const GumboElement *e = &from->v.element;
  if (unclosed(from) && !w->mute) {
    Str written = str_n(e->original_tag.data, e->original_tag.length);
    build_text(w->b, written, written);
    report(w, from, LOST_UNKNOWN, name);
  } else {
    report(w, from, LOST_TAGS, name);
  }
  push(w, children_of(from), LEAVE_NOTHING);
}

/* In svg and math: their text. */
static void foreign(Walk *w, const GumboNode *from, Str name) {
  static const char *const unseen[] = { "script",   "style",      "title",          "desc",
                                        "metadata", "annotation", "annotation-xml", "defs" };
  bool hidden = false;
  for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++)
    hidden = hidden || str_eqc(name, unseen[i]);
  if (str_eqc(name, "svg") || str_eqc(name, "math") || str_eqc(name, "script"))
    report(w, from, hidden ? LOST_CONTENT : LOST_TAGS, name);
  if (hidden)
    muted(w, from);
  else
    push(w, children_of(from), LEAVE_NOTHING);
}

static void enter_block(Walk *w, const GumboNode *from, const Tag *tag, Str name) {
  Build *b = w->b;
  const GumboElement *e = &from->v.element;
  Node *n;
  if (b->inline_only && tag->kind != TAG_PRE) {
    open_edge(w, from);
    return;
  }
  switch (tag->kind) {
  case TAG_PARAGRAPH:
    n = make(w, NODE_PARAGRAPH, e);
    open_leaf(w, from, n, n, false);
    break;
  case TAG_HEADING:
    n = make(w, NODE_HEADING, e);
    n->level = tag->flags & TAG_LEVEL;
    open_leaf(w, from, n, n, true);
    break;
  case TAG_QUOTE:
    open_block(w, from, make(w, NODE_BLOCK_QUOTE, e));
    break;
  case TAG_LIST:
    list(w, from, name);
    break;
  case TAG_ITEM:
    open_block(w, from, make(w, NODE_ITEM, e));
    break;
  case TAG_FIGURE:
    open_block(w, from, make(w, NODE_FIGURE, e));
    break;
  case TAG_CAPTION:
    caption(w, from);
    break;
  case TAG_SUMMARY:
    summary(w, from, tag);
    break;
  case TAG_RULE:
    build_block(b, make(w, NODE_THEMATIC_BREAK, e));
    break;
  case TAG_PRE:
    pre(w, from);
    break;
  case TAG_DIV:
    n = make(w, NODE_DIV, e);
    if (n->id.n || n->classes.n || n->attributes)
      open_block(w, from, n);
    else
      open_edge(w, from);
    break;
  default:
    part(w, from, name);
    break;
  }
}

static void enter_inline(Walk *w, const GumboNode *from, const Tag *tag, Str name) {
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
    build_inline(b, make_element(w, NODE_ELEMENT_INLINE, e, name));
    break;
  case TAG_EMPH:
    open_wrap(w, from, make(w, NODE_EMPH, e));
    break;
  case TAG_STRONG:
    open_wrap(w, from, make(w, NODE_STRONG, e));
    break;
  case TAG_STRIKE:
    open_wrap(w, from, make(w, NODE_STRIKETHROUGH, e));
    break;
  case TAG_CODE:
    code(w, from);
    break;
  case TAG_LINK:
    link(w, from);
    break;
  case TAG_SPAN: {
    Node *n = make(w, NODE_SPAN, e);
    if (n->id.n || n->classes.n || n->attributes)
      open_wrap(w, from, n);
    else
      push(w, children_of(from), LEAVE_NOTHING);
    break;
  }
  default:
    open_wrap(w, from, make_element(w, NODE_ELEMENT_INLINE, e, tag->as ? str_c(tag->as) : name));
    break;
  }
}

/* markdown.html: raw. */
static void enter_raw(Walk *w, const GumboNode *from, const Tag *tag, Str name) {
  const GumboElement *e = &from->v.element;
  if (tag->flags & TAG_SEALED || tag->kind == TAG_FRAME || tag->kind == TAG_TEMPLATE)
    seal(w, from);
  else if (tag->kind == TAG_GONE)
    build_inline(w->b, make_element(w, NODE_ELEMENT_INLINE, e, name));
  else if (tag->kind == TAG_BOX && !w->b->inline_only)
    open_block(w, from, make_element(w, NODE_ELEMENT, e, name));
  else if (tag->kind == TAG_QUIET)
    push(w, children_of(from), LEAVE_NOTHING);
  else
    open_wrap(w, from, make_element(w, NODE_ELEMENT_INLINE, e, name));
}

static void enter_other(Walk *w, const GumboNode *from, const Tag *tag, Str name) {
  Node *n;
  if (w->raw) {
    enter_raw(w, from, tag, name);
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
    muted(w, from);
    break;
  case TAG_OPEN:
    report(w, from, LOST_TAGS, name);
    push(w, children_of(from), LEAVE_NOTHING);
    break;
  case TAG_BOX:
    report(w, from, LOST_TAGS, name);
    open_edge(w, from);
    break;
  case TAG_GONE: /* "the <title> of a page": somebody writes about it */
    if (tag->flags & TAG_RAW && unclosed(from) && !children_of(from)->length) {
      unknown(w, from, name);
      break;
    }
    report(w, from, LOST_CONTENT, name);
    muted(w, from);
    break;
  case TAG_TEMPLATE:
    report(w, from, unclosed(from) ? LOST_TAGS : LOST_CONTENT, name);
    if (unclosed(from))
      push(w, children_of(from), LEAVE_NOTHING);
    else
      muted(w, from);
    break;
  case TAG_QUIET:
    push(w, children_of(from), LEAVE_NOTHING);
    break;
  default:
    unknown(w, from, name);
    break;
  }
}

static void enter_element(Walk *w, const GumboNode *from) {
  const GumboElement *e = &from->v.element;
  Node *hole = input_hole(w->b->in, e->original_tag.data);
  if (hole) {
    if (!hole->parent && (!w->silent || node_is_block(hole))) build_node(w->b, hole);
    return;
  }
  if (w->mute) {
    push(w, children_of(from), LEAVE_NOTHING);
    return;
  }
  Str name = name_of(w, e);
  if (e->tag_namespace != GUMBO_NAMESPACE_HTML) {
    if (w->raw)
      seal(w, from);
    else
      foreign(w, from, name);
    return;
  }
  const Tag *tag = tag_find(name);
  switch (tag->kind) {
  case TAG_PARAGRAPH:
  case TAG_HEADING:
  case TAG_QUOTE:
  case TAG_LIST:
  case TAG_ITEM:
  case TAG_PRE:
  case TAG_RULE:
  case TAG_TABLE:
  case TAG_FIGURE:
  case TAG_CAPTION:
  case TAG_DIV:
  case TAG_BLOCK:
  case TAG_TERM:
  case TAG_SUMMARY:
  case TAG_PART:
    enter_block(w, from, tag, name);
    break;
  case TAG_BREAK:
  case TAG_EMPH:
  case TAG_STRONG:
  case TAG_STRIKE:
  case TAG_CODE:
  case TAG_LINK:
  case TAG_IMAGE:
  case TAG_SPAN:
  case TAG_INLINE:
  case TAG_VOID:
    enter_inline(w, from, tag, name);
    break;
  default:
    enter_other(w, from, tag, name);
    break;
  }
}

static void leave(Walk *w) {
  Build *b = w->b;
  Frame f = w->frames[--w->count];
  if (f.muted) w->mute--;
  if (f.silent) w->silent--;
  switch (f.leave) {
  case LEAVE_EDGE:
    build_edge(b);
    break;
  case LEAVE_LEAF:
    build_end_leaf(b);
    break;
  case LEAVE_BLOCK:
    build_close(b, f.node, f.outer);
    break;
  case LEAVE_WRAP:
    build_unwrap(b, w->raw);
    break;
  case LEAVE_NOTHING:
    break;
  }
  if (f.preserved) b->preserve--;
  b->inline_only = f.inline_only;
}

/* A directive alone on its line stands in a comment. */
static void comment(Walk *w, const GumboText *t) {
  const Marks *marks = w->b->work->marks;
  size_t from, to;
  const Mark *k =
      marks ? marks_next(marks, tokens_back(w->b->work, str_c(t->text)), 0, &from, &to) : NULL;
  if (!k || from) return;
  Build *b = w->b;
  bool block = b->block && !b->inline_only;
  Node *n = build_new(b, block ? NODE_DIRECTIVE : NODE_DIRECTIVE_INLINE);
  directive_node(n, k);
  places_put(&b->work->places, n, k->offset, k->length, true);
  if (block)
    build_block(b, n);
  else
    build_inline(b, n);
}

static void enter(Walk *w, const GumboNode *n) {
  switch (n->type) {
  case GUMBO_NODE_TEXT:
  case GUMBO_NODE_WHITESPACE:
  case GUMBO_NODE_CDATA:
    if (!w->mute)
      build_text(w->b, str_c(n->v.text.text),
                 str_n(n->v.text.original_text.data, n->v.text.original_text.length));
    break;
  case GUMBO_NODE_COMMENT:
    comment(w, &n->v.text);
    break;
  case GUMBO_NODE_ELEMENT:
  case GUMBO_NODE_TEMPLATE:
    enter_element(w, n);
    break;
  case GUMBO_NODE_DOCUMENT:
    break;
  }
}

void html_walk(Build *b, const GumboNode *root) {
  Walk w = { .b = b, .raw = b->work->options->html.mode == HTML_RAW };
  push(&w, children_of(root), LEAVE_NOTHING);
  while (w.count && !b->work->failed) {
    Frame *f = &w.frames[w.count - 1];
    if (f->next == f->children->length)
      leave(&w);
    else
      enter(&w, f->children->data[f->next++]);
  }
}

size_t html_walk_holes(const HtmlInput *in, const GumboNode *root) {
  size_t count = 0;
  for (const GumboNode *n = next_of(root, root); n; n = next_of(n, root))
    count += (n->type == GUMBO_NODE_ELEMENT || n->type == GUMBO_NODE_TEMPLATE) &&
             input_hole(in, n->v.element.original_tag.data) != NULL;
  return count;
}
