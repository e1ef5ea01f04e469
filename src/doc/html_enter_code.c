/* html_enter_code.c -- <code> and <pre>: text as it is, as long as it is nothing but text. */
#include "doc/html_enter.h"

/* The text below `root`; false when more than colours would be lost. */
static bool text_of(Walk *w, const GumboNode *root, Buf *out) {
  for (const GumboNode *n = tree_next(root, root); n; n = tree_next(n, root)) {
    if (n->type == GUMBO_NODE_COMMENT) {
      if (w->b->work->marks && strstr(n->v.text.text, HTML_TOKEN_OPEN))
        buf_printf(out, "<!--%s-->", n->v.text.text); /* a directive, as it is written */
    } else if (!tree_is_element(n)) {
      buf_c(out, n->v.text.text);
    } else {
      GumboTag t = n->v.element.tag;
      if (t == GUMBO_TAG_BR)
        buf_byte(out, '\n');
      else if (t != GUMBO_TAG_SPAN && t != GUMBO_TAG_CODE && t != GUMBO_TAG_FONT)
        return false;
      else if (input_node(w->b->in, n->v.element.original_tag.data))
        return false;
    }
  }
  return true;
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
  const GumboVector *c = tree_children(pre);
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

void enter_pre(Walk *w, const GumboNode *from) {
  Build *b = w->b;
  const GumboElement *e = &from->v.element;
  Buf text = { 0 };
  if (b->preserve || b->inline_only) {
    walk_edge(w, from);
    return;
  }
  if (text_of(w, from, &text)) {
    if (text.n && text.p[text.n - 1] != '\n') buf_byte(&text, '\n');
    Node *n = walk_node(w, NODE_CODE_BLOCK, e);
    n->literal = tokens_restored(w->b->work, buf_dup(&text, build_arena(b)));
    n->info = code_language(w, from);
    n->fenced = true;
    if (str_trim(n->literal).n) build_block(b, n);
  } else {
    Node *n = walk_element(w, NODE_ELEMENT, e, S("pre")), *p = build_new(b, NODE_PARAGRAPH);
    p->bare = true;
    walk_leaf(w, from, n, p, true);
    b->preserve = true;
  }
  buf_free(&text);
}

void enter_code(Walk *w, const GumboNode *from) {
  Build *b = w->b;
  Buf text = { 0 }, line = { 0 };
  if (b->preserve) {
    walk_into(w, from);
  } else if (text_of(w, from, &text)) {
    Node *n = walk_node(w, NODE_CODE, &from->v.element);
    Str s = tokens_restored(w->b->work, buf_dup(&text, build_arena(b)));
    for (size_t i = 0; i < s.n; i++) {
      bool gap = strchr(" \t\n\r\f", s.p[i]) && s.p[i];
      if (gap && line.n && line.p[line.n - 1] == ' ') continue;
      buf_byte(&line, gap ? ' ' : s.p[i]);
    }
    n->literal = buf_dup(&line, build_arena(b));
    if (n->literal.n) build_inline(b, n);
  } else {
    walk_wrap(w, from, walk_element(w, NODE_ELEMENT_INLINE, &from->v.element, S("code")));
  }
  buf_free(&text);
  buf_free(&line);
}
