/* html_join.c -- gumbo, run on what HTML there is. */
#include "doc/html_join.h"

#include "doc/edit.h"
#include "doc/footnotes.h"
#include "doc/html_guard.h"
#include "doc/html_read.h"
#include "doc/html_walk.h"
#include "doc/value_inline.h"
#include "doc/work.h"

static void *take(void *ignored, size_t size) {
  (void)ignored;
  return work_calloc(1, size ? size : 1);
}

static void give(void *ignored, void *p) {
  (void)ignored;
  work_free(p);
}

/* NULL when the memory is spent. The output is never destroyed by gumbo, which would
 * recurse: work_end() takes all of it. */
static const GumboNode *parse(Work *w, const char *p, size_t n) {
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = take;
  options.deallocator = give;
  options.max_errors = 0;
  options.fragment_context = GUMBO_TAG_DIV;
  if (setjmp(w->spent)) return NULL;
  return gumbo_parse_with_options(&options, p, n)->root;
}

static bool too_much(HtmlWork *w, const HtmlInput *in, const char *p) {
  bool exact;
  Range at = { input_source(in, p, &exact), 1 };
  w->failed = true;
  diag_at(w->diags, DIAG_ERROR, P_MD_LARGE, w->doc->source, at, "split the article into several",
          "reading the HTML from here on takes more than %d MiB of memory", HTML_WORK_MAX >> 20);
  return false;
}

/* Is it too much for the repairs that the standard asks for? */
static bool hostile(HtmlWork *w, const HtmlInput *in, const char *p, size_t n) {
  bool exact;
  size_t where;
  if (html_guard(str_n(p, n), &where)) return false;
  Range at = { input_source(in, p + where, &exact), 1 };
  w->failed = true;
  diag_at(w->diags, DIAG_ERROR, P_MD_NESTING, w->doc->source, at,
          "close the elements that are open, or take attributes away",
          "too many HTML elements are open here, or one has too many attributes");
  return true;
}

/* One stretch of the input. `holes`: it is the whole of it, and its holes must be found. */
static bool run(Build *b, size_t from, size_t to, bool holes, bool *lost) {
  HtmlWork *w = b->work;
  const char *p = b->in->bytes.p + from;
  Work work;
  if (from == to) return true;
  if (hostile(w, b->in, p, to - from)) return false;
  work_begin(&work, HTML_WORK_MAX);
  const GumboNode *root = parse(&work, p, to - from);
  *lost = root && holes && html_walk_holes(b->in, root) != b->in->hole_count;
  if (root && !*lost) html_walk(b, root);
  work_end(&work);
  return root ? !w->failed : too_much(w, b->in, p);
}

static bool run_all(Build *b) {
  const HtmlInput *in = b->in;
  bool lost;
  if (!in->bytes.n) return true;
  if (!run(b, 0, in->bytes.n, true, &lost)) return false;
  if (!lost) return true;
  size_t at = 0;
  for (size_t i = 0; i < in->hole_count; i++) {
    if (!run(b, at, in->holes[i].at, false, &lost)) return false;
    build_node(b, in->holes[i].node);
    at = in->holes[i].end;
  }
  return run(b, at, in->bytes.n, false, &lost);
}

/* ---- a Markdown node with HTML among its children ---- */

static bool is_html(const Node *n) {
  return n->type == NODE_HTML_BLOCK || n->type == NODE_HTML_INLINE;
}

/* <script>, <style> and the like whose end tag is a later piece: what is between them is no
 * Markdown. Gives the piece with the end tag, or NULL. */
static Node *raw_end(Node *from, unsigned *tries) {
  static const char *const names[] = {
    "script", "style", "iframe", "noembed", "noframes", "title"
  };
  if (from->type != NODE_HTML_INLINE) return NULL;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    size_t n = strlen(names[i]);
    Str s = from->literal;
    if (s.n < n + 2 || !str_eq_nocase(str_sub(s, 1, n + 1), str_c(names[i])) ||
        !strchr(" \t\n>/", s.p[n + 1]))
      continue;
    for (Node *k = *tries < 16 ? from->next : NULL; k; k = k->next)
      if (k->type == NODE_HTML_INLINE && str_starts(k->literal, S("</")) &&
          str_eq_nocase(str_sub(k->literal, 2, n + 2), str_c(names[i])))
        return k;
    ++*tries;
    return NULL;
  }
  return NULL;
}

static void take_children(HtmlWork *w, HtmlInput *in, Node *n) {
  unsigned tries = 0; /* looks without success, so that it stays linear */
  while (n->first) {
    Node *child = n->first;
    Node *end = raw_end(child, &tries);
    for (Node *k = end ? child->next : NULL; k && k != end;) {
      Node *next = k->next;
      w->doc->nodes -= node_count(k);
      node_unlink(k);
      k = next;
    }
    node_unlink(child);
    if (is_html(child)) {
      input_html(w, in, child);
      w->doc->nodes--;
    } else {
      input_hole(w, in, child);
    }
  }
}

/* The blocks of `root` where the paragraph n was. */
static void spread(Doc *doc, Node *n, Node *root) {
  Node *only = root->first;
  if (only && !only->next && only->type == NODE_PARAGRAPH && build_plain(only)) {
    node_adopt(n, only);
    return;
  }
  while (root->first) {
    Node *child = root->first;
    node_unlink(child);
    node_before(n, child);
    if (!child->line) {
      child->offset = n->offset, child->length = n->length;
      child->line = n->line, child->col = n->col;
    }
  }
  node_unlink(n);
  doc->nodes--;
}

static bool join(HtmlWork *w, Node *n) {
  HtmlInput in = { 0 };
  bool inlines = node_holds_inlines(n->type);
  bool splits = n->type == NODE_PARAGRAPH && n->parent;
  Node root = { .type = NODE_DOCUMENT, .source = w->doc->source };
  Build b = { .work = w, .in = &in };
  take_children(w, &in, n);
  if (inlines && !splits) {
    b.inline_only = b.keep = true;
    b.para = b.inner = n;
  } else {
    b.block = splits ? &root : n;
  }
  if (w->marks) input_tokens(&in);
  bool ok = run_all(&b);
  if (ok) build_end_leaf(&b);
  if (ok && splits) spread(w->doc, n, &root);
  buf_free(&in.bytes);
  return ok;
}

/* ---- a document ---- */

static void begin(HtmlWork *w, Doc *doc, const MarkdownOptions *o, const Marks *marks, Diags *d) {
  *w = (HtmlWork){ .doc = doc, .options = o, .marks = marks, .diags = d };
  places_init(&w->places, &w->scratch, doc->source->text);
}

static bool end(HtmlWork *w, bool ok) {
  if (w->too_large)
    diag_file(w->diags, DIAG_ERROR, P_MD_LARGE, w->doc->source->path,
              "split the article into several",
              "the text has more than %d parts (words in markup, links, cells ...)", DOC_NODES_MAX);
  else if (!ok && !w->diags->errors)
    diag_file(w->diags, DIAG_ERROR, P_MD_NESTING, w->doc->source->path,
              "close the elements that are open, or take some levels of them away",
              "the text is nested more than %d levels deep", DOC_DEPTH_MAX);
  map_free(&w->ids);
  map_free(&w->losses);
  arena_free(&w->scratch);
  return ok && !doc_deep(w->doc, w->diags);
}

static bool join_all(HtmlWork *w) {
  Doc *doc = w->doc;
  size_t count = 0;
  for (const Node *n = doc->root; n; n = node_next(n, doc->root)) count += is_html(n);
  Node **parents = ARENA_ARRAY(&w->scratch, count, Node *);
  count = 0;
  for (Node *n = doc->root; n; n = node_next(n, doc->root)) {
    if (!n->first) continue;
    bool has = false;
    for (const Node *k = n->first; k && !has; k = k->next) has = is_html(k);
    if (has) parents[count++] = n;
  }
  /* From the innermost: a paragraph may become several before its parent is looked at. */
  bool ok = true;
  for (size_t i = count; i-- > 0 && ok;) ok = join(w, parents[i]);
  return end(w, ok);
}

bool html_join(Doc *doc, const MarkdownOptions *o, const Marks *marks, Diags *d) {
  HtmlWork w;
  begin(&w, doc, o, marks, d);
  if (marks && str_find(doc->source->text, S(HTML_TOKEN_OPEN)) >= 0) {
    w.marks = NULL; /* the text has such characters itself: in HTML there are no directives */
    w.restore = marks;
  }
  return join_all(&w);
}

bool html_join_values(Doc *doc, const MarkdownOptions *o, Diags *d) {
  HtmlWork w;
  begin(&w, doc, o, NULL, d);
  for (Node *n = doc->root; n; n = node_next(n, doc->root))
    if (n->id.n) map_put(&w.ids, n->id, n);
  return join_all(&w);
}

bool html_read(Doc *out, Arena *a, const Source *source, size_t body_offset,
               const MarkdownOptions *o, Diags *d) {
  if (body_offset > source->text.n) body_offset = source->text.n;
  *out = (Doc){ .source = source, .arena = a };
  if (!doc_check(source, body_offset, d)) return false;
  Str body = str_sub(source->text, body_offset, source->text.n);
  Marks marks;
  unsigned kinds = o->placeholders ? 0 : o->directives & ~(unsigned)DIRECTIVES_FENCED;
  bool marked = kinds && str_find(body, S(HTML_TOKEN_OPEN)) < 0 &&
                marks_take(&marks, a, body, body_offset, kinds, &body);
  HtmlWork w;
  HtmlInput in = { 0 };
  out->root = node_new(a, NODE_DOCUMENT);
  out->root->source = source;
  begin(&w, out, o, marked ? &marks : NULL, d);
  input_body(&w, &in, body, body_offset);
  Build b = { .work = &w, .in = &in, .block = out->root };
  if (w.marks) input_tokens(&in);
  bool ok = run_all(&b);
  if (ok) build_end_leaf(&b);
  buf_free(&in.bytes);
  ok = end(&w, ok);
  ok = ok && (!marked || pair_directives(out, o, d)) && values_read(out, o, d);
  if (ok) footnotes_number(out->root);
  return ok;
}
