/* value_inline.c -- values of directives, each parsed as the text of a heading. */
#include "doc/value_inline.h"

#include "doc/convert.h"
#include "doc/edit.h"
#include "doc/html_join.h"
#include "doc/links.h"
#include "doc/plain.h"

void value_later(Doc *doc, Node *text, Node *title, Rights *rights) {
  doc->values =
      arena_grow(doc->arena, doc->values, doc->value_count, &doc->value_cap, sizeof *doc->values);
  doc->values[doc->value_count++] = (MarkdownValue){ text, title, rights };
}

/* Could Markdown make anything but one text of it? */
static bool has_signs(Str s, bool smart) {
  for (size_t i = 0; i < s.n; i++) {
    if (memchr("*_`[]<&\\~@", s.p[i], 10)) return true;
    if (smart && memchr("\"'", s.p[i], 2)) return true;
  }
  return str_find(s, S("://")) >= 0 || str_find(s, S("www.")) >= 0 ||
         (smart && (str_find(s, S("--")) >= 0 || str_find(s, S("...")) >= 0));
}

/* What can hold nothing but inlines is a heading; the sign behind it keeps signs at the
 * value's end from being taken for the heading's. */
static Str as_heading(Arena *a, Str value) {
  Str line = arena_concat(a, (Str[]){ S("# "), value, S(" #\n") }, 3);
  for (char *p = (char *)line.p, *end = p + line.n - 1; p < end; p++)
    if (*p == '\n' || *p == '\r') *p = ' ';
  return line;
}

/* Images below n are their descriptions; one within another's is part of it. */
static void describe_images(Doc *doc, Node *root) {
  for (Node *n = root->first; n; n = node_next(n, root)) {
    if (n->type != NODE_IMAGE) continue;
    Node holder = { .type = NODE_SPAN };
    doc->nodes -= node_count(n) - 1;
    node_adopt(&holder, n);
    Str words = plain_text(doc->arena, &holder, NULL);
    n->type = NODE_TEXT;
    n->literal = words;
    n->url = n->title = n->classes = n->id = S("");
    n->attributes = NULL;
    n->directive = NULL;
    n->width = n->height = 0;
    n->decorative = n->eager = false;
  }
}

/* The nodes of a parsed value in place of its text. */
static void put(Doc *doc, Node *text, Node *parsed) {
  Node *heading = parsed->first, *first = heading ? heading->first : NULL;
  doc->nodes -= heading ? 2 : 1;
  if (!first) return;
  if (!first->next && first->type == NODE_TEXT) { /* it keeps the place of all of the value */
    text->literal = first->literal;
    doc->nodes--;
    return;
  }
  while (heading->first) {
    Node *n = heading->first;
    node_unlink(n);
    node_before(text, n);
  }
  node_unlink(text);
  doc->nodes--;
}

static bool read_value(Converter *c, Node *text, const MarkdownOptions *o) {
  Doc *doc = c->doc;
  Arena scratch = { 0 };
  Mask mask;
  Work work;
  Str line = as_heading(&scratch, text->literal);
  c->mask = !o->no_cjk && cjk_mask(&mask, &scratch, line, &line) ? &mask : NULL;
  c->within = (Range){ text->offset, text->length };
  c->softbreak = NULL;
  c->last_char = 0;
  Node *root = doc->root, *parsed = NULL;
  work_begin(&work, DOC_WORK_MAX);
  cmark_node *tree = markdown_tree(&work, line, o);
  bool ok = tree != NULL;
  if (ok) {
    ok = convert_tree(c, tree);
    parsed = doc->root;
    doc->root = root;
  } else {
    diag_at(c->diags, DIAG_ERROR, P_MD_LARGE, doc->source, node_range(text),
            "take some of it into the text", "parsing this value takes more than %d MiB of memory",
            DOC_WORK_MAX >> 20);
  }
  work_end(&work);
  if (ok) put(doc, text, parsed);
  arena_free(&scratch);
  return ok;
}

/* The address of the only link below root, or "". */
static Str only_link(const Node *root) {
  const Node *link = NULL;
  for (const Node *n = root; n; n = node_next(n, root)) {
    if (n->type != NODE_LINK) continue;
    if (link) return S("");
    link = n;
  }
  return link && url_allowed(link->url, false) ? link->url : S("");
}

static void use(Doc *doc, const MarkdownValue *v, Node *holder) {
  describe_images(doc, holder);
  if (v->title) v->title->title = plain_text(doc->arena, holder, NULL);
  if (v->rights) {
    v->rights->credit = plain_text(doc->arena, holder, NULL);
    if (!v->rights->source.n) v->rights->source = only_link(holder);
  }
}

bool values_read(Doc *doc, const MarkdownOptions *o, Diags *d) {
  MarkdownOptions inner = *o;
  inner.no_footnotes = true;
  Arena scratch = { 0 };
  Converter c = { .doc = doc, .options = &inner, .diags = d, .in_value = true };
  bool ok = true, begun = false;
  Node **holders = ARENA_ARRAY(&scratch, doc->value_count, Node *);
  for (size_t i = 0; i < doc->value_count && ok; i++) {
    Node *text = doc->values[i].text;
    if (!has_signs(text->literal, o->smart)) continue;
    holders[i] = text->parent;
    if (!begun) locate_init(&c.locator, &scratch, doc->source->text, 0);
    begun = true;
    ok = read_value(&c, text, &inner);
  }
  if (ok && c.html && o->html.mode != HTML_OFF) ok = html_join_values(doc, o, d);
  for (size_t i = 0; i < doc->value_count && ok; i++) {
    const MarkdownValue *v = &doc->values[i];
    if (holders[i]) use(doc, v, holders[i]);
    if (v->title || v->rights) /* that tree was no part of the document */
      doc->nodes -= node_count(holders[i] ? holders[i] : v->text->parent);
  }
  arena_free(&scratch);
  return ok && !(begun && doc_deep(doc, d));
}
