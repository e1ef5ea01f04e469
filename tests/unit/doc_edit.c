/* doc_edit.c -- moving nodes about, the walk, handlers of the HTML writer, and
 * HTML that stays valid whatever plugins do. */
#include "check.h"

#include "doc/edit.h"
#include "doc/html.h"
#include "doc/outline.h"
#include "doc/parse.h"

static Arena arena;
static Diags diags;
static Doc doc;
static Source source;

static Node *parse(const char *text) {
  source = (Source){ S("a.md"), str_c(text) };
  return doc_parse(&doc, &arena, &source, 0, &(MarkdownOptions){ 0 }, &diags) ? doc.root : NULL;
}

static Str html_with(const Node *root, const HtmlHooks *hooks) {
  Buf out = { 0 };
  HtmlOptions o = { .hooks = hooks };
  Str s = html_write(&out, root, &o, &diags) ? buf_dup(&out, &arena) : S("failed");
  buf_free(&out);
  return s;
}
static Str html(const Node *root) {
  return html_with(root, NULL);
}

static Node *find(Node *root, NodeType type) {
  for (Node *n = root; n; n = node_next(n, root))
    if (n->type == type) return n;
  return NULL;
}

/* Every link points back. */
static bool sound(const Node *root) {
  for (const Node *n = root; n; n = node_next(n, root)) {
    if (n->first && (n->first->prev || n->first->parent != n)) return false;
    if (n->last && (n->last->next || n->last->parent != n)) return false;
    if (!n->first != !n->last) return false;
    if (n->next && (n->next->prev != n || n->next->parent != n->parent)) return false;
  }
  return true;
}

static void making_and_moving(void) {
  Node *root = parse("one\n\ntwo\n");
  Node *box = node_new(&arena, NODE_DIV);
  box->id = S("n1");
  box->classes = S("notice \"x\"");
  Node *p = node_new(&arena, NODE_PARAGRAPH);
  node_append(p, node_text(&arena, S("<three>")));
  node_append(box, p);
  node_before(root->first, box);
  CHECK(sound(root));
  CHECK_STR(html(root), "<div id=\"n1\" class=\"notice &quot;x&quot;\">\n<p>&lt;three&gt;</p>\n"
                        "</div>\n<p>one</p>\n<p>two</p>\n");
  node_unlink(box);
  node_after(root->last, box);
  node_prepend(root, node_new(&arena, NODE_THEMATIC_BREAK));
  CHECK(sound(root));
  CHECK_STR(html(root), "<hr>\n<p>one</p>\n<p>two</p>\n<div id=\"n1\" "
                        "class=\"notice &quot;x&quot;\">\n<p>&lt;three&gt;</p>\n</div>\n");
}

static void a_clone_is_its_own(void) {
  Node *root = parse("# T\n\n- [x] *a* [b](c \"d\")\n\n| x |\n|:-:|\n| y |\n\n```c\nz\n```\n");
  CHECK(node_set_attribute(&arena, root->first, S("data-a"), S("1")));
  Str before = html(root);
  Arena other = { 0 };
  Node *copy = node_clone(&other, root);
  CHECK(sound(copy));
  CHECK_INT(node_count(copy), node_count(root));
  CHECK_INT(node_depth(copy), node_depth(root));
  while (root->first) node_unlink(root->first);
  CHECK(str_eq(html(copy), before));
  CHECK(find(copy, NODE_LINK)->literal.p != NULL);
  arena_free(&other);
}

static void a_replacement_inherits_the_place(void) {
  Node *root = parse("a\n\n![x](y)\n");
  Node *image = find(root, NODE_IMAGE);
  Node *with[2] = { node_text(&arena, S("1")), node_text(&arena, S("2")) };
  node_replace(image, with, 2);
  CHECK(sound(root));
  CHECK_INT(with[1]->line, 3);
  CHECK(with[1]->source == &source);
  CHECK(!image->parent);
  CHECK_STR(html(root), "<p>a</p>\n<p>12</p>\n");
  node_replace(with[0], NULL, 0);
  CHECK_STR(html(root), "<p>a</p>\n<p>2</p>\n");
}

static void what_fits_where(void) {
  static const struct {
    NodeType parent, child;
    bool fits;
  } cases[] = {
    { NODE_DOCUMENT, NODE_PARAGRAPH, true },
    { NODE_DOCUMENT, NODE_TEXT, false },
    { NODE_PARAGRAPH, NODE_TEXT, true },
    { NODE_PARAGRAPH, NODE_DIV, false },
    { NODE_LIST, NODE_ITEM, true },
    { NODE_LIST, NODE_PARAGRAPH, false },
    { NODE_ITEM, NODE_PARAGRAPH, true },
    { NODE_TABLE, NODE_TABLE_ROW, true },
    { NODE_TABLE_ROW, NODE_TABLE_CELL, true },
    { NODE_DIV, NODE_TABLE_CELL, false },
    { NODE_DIV, NODE_HTML, true },
    { NODE_EMPH, NODE_HTML, true },
    { NODE_TEXT, NODE_TEXT, false },
    { NODE_DIV, NODE_DOCUMENT, false },
    { NODE_FIGURE, NODE_IMAGE, true },
    { NODE_FIGURE, NODE_CAPTION, true },
    { NODE_DIV, NODE_CAPTION, false },
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    Node parent = { .type = cases[i].parent }, child = { .type = cases[i].child };
    CHECK_INT(node_fits(&parent, &child), cases[i].fits);
  }
}

static void attributes_that_could_run_code_are_refused(void) {
  Node *n = node_new(&arena, NODE_SPAN);
  static const char *const bad[] = {
    "onclick", "style", "href",   "src",   "id",  "class", "",
    "Data-x",  "a b",   "srcdoc", "data-", "x>y", "xmlns", "ping"
  };
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    if (node_set_attribute(&arena, n, str_c(bad[i]), S("x")))
      check_fail(__FILE__, __LINE__, bad[i]);
  CHECK(node_set_attribute(&arena, n, S("data-x"), S("1")));
  CHECK(node_set_attribute(&arena, n, S("lang"), S("\"<")));
  CHECK(node_set_attribute(&arena, n, S("data-x"), S("2")));
  CHECK_STR(html(n), "<span data-x=\"2\" lang=\"&quot;&lt;\"></span>");
  CHECK_STR(node_attribute(n, S("data-x")), "2");
  CHECK_STR(node_attribute(n, S("title")), "");
}

/* Each emph becomes strong around an emph; the new one must not be visited. */
static WalkStep emph_to_strong(void *ctx, Node *n, NodeList *with) {
  ++*(int *)ctx;
  Node **list = ARENA_ARRAY(&arena, 1, Node *);
  list[0] = node_new(&arena, NODE_STRONG);
  Node *inner = node_new(&arena, NODE_EMPH);
  node_append(list[0], inner);
  node_adopt(inner, n);
  *with = (NodeList){ list, 1 };
  return WALK_REPLACE;
}

static void the_walk_does_not_enter_replacements(void) {
  Node *root = parse("*a* b *c*\n\n*d*\n");
  int seen = 0;
  CHECK(node_walk(root, UINT64_C(1) << NODE_EMPH, emph_to_strong, &seen));
  CHECK_INT(seen, 3);
  CHECK(sound(root));
  CHECK_STR(html(root), "<p><strong><em>a</em></strong> b <strong><em>c</em></strong></p>\n"
                        "<p><strong><em>d</em></strong></p>\n");
}

static WalkStep stop_at_second(void *ctx, Node *n, NodeList *with) {
  (void)n;
  (void)with;
  return ++*(int *)ctx == 2 ? WALK_STOP : WALK_OVER;
}

static void the_walk_can_stop_and_step_over(void) {
  Node *root = parse("> > a\n\nb\n\nc\n");
  int seen = 0;
  CHECK(!node_walk(root, ~UINT64_C(0), stop_at_second, &seen)); /* quote, then b */
  CHECK_INT(seen, 2);
}

static void deep_trees_do_not_overflow(void) {
  Node *root = node_new(&arena, NODE_DOCUMENT), *at = root;
  for (int i = 0; i < 200000; i++) {
    Node *quote = node_new(&arena, NODE_BLOCK_QUOTE);
    node_append(at, quote);
    at = quote;
  }
  CHECK_INT(node_depth(root), 200000);
  Node *copy = node_clone(&arena, root);
  CHECK_INT(node_count(copy), 200001);
  CHECK(html(copy).n > 200000);
}

/* ---- handlers ---- */

typedef struct {
  int calls;
} Counter;

static bool shout(void *ctx, HtmlWriter *w, const Node *n, Buf *out) {
  ((Counter *)ctx)->calls++;
  if (n->type == NODE_CODE_BLOCK) {
    buf_c(out, "<section>");
    bool ok = html_default(w, n, out);
    buf_c(out, "</section>\n");
    return ok;
  }
  Buf inner = { 0 };
  bool ok = html_children(w, n, &inner);
  buf_c(out, "[");
  buf_str(out, buf_view(&inner));
  buf_c(out, "]");
  buf_free(&inner);
  return ok;
}

static void handlers_nest(void) {
  Node *root = parse("*a **b** `c`* d\n\n```\nx\n```\n");
  Counter c = { 0 };
  HtmlHooks hooks = { &c,
                      UINT64_C(1) << NODE_EMPH | UINT64_C(1) << NODE_STRONG |
                          UINT64_C(1) << NODE_CODE_BLOCK,
                      shout };
  CHECK_STR(
      html_with(root, &hooks),
      "<p>[a [b] <code>c</code>] d</p>\n<section>\n<pre><code>x\n</code></pre>\n</section>\n");
  CHECK_INT(c.calls, 3);
}

static void rows_and_footnotes_have_handlers_too(void) {
  Node *root = parse("| a |\n|---|\n| b |\n| c |\n\nx[^1]\n\n[^1]: y\n");
  Counter c = { 0 };
  HtmlHooks hooks = { &c, UINT64_C(1) << NODE_TABLE_ROW | UINT64_C(1) << NODE_FOOTNOTE_DEFINITION,
                      shout };
  Str got = html_with(root, &hooks);
  CHECK_INT(c.calls, 4);
  CHECK(str_find(got, S("<thead>\n[\n<th scope=\"col\">a</th>")) > 0 ||
        str_find(got, S("<thead>\n[<th scope=\"col\">a</th>]")) > 0);
  CHECK(str_find(got, S("<ol>\n[<p>y <a href=\"#fnref-1\"")) > 0);
  CHECK(str_find(got, S("</tbody>\n</table>")) > 0);
}

static bool fail(void *ctx, HtmlWriter *w, const Node *n, Buf *out) {
  (void)ctx;
  (void)w;
  (void)n;
  (void)out;
  return false;
}

static void a_failing_handler_stops_the_writing(void) {
  Node *root = parse("a *b*\n");
  HtmlHooks hooks = { NULL, UINT64_C(1) << NODE_EMPH, fail };
  CHECK_STR(html_with(root, &hooks), "failed");
}

static void output_is_limited(void) {
  Node *root = parse("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa *b* c\n");
  Buf out = { 0 };
  diags_free(&diags);
  HtmlOptions o = { .limit = 20 };
  CHECK(!html_write(&out, root, &o, &diags));
  CHECK_INT(diags.count, 1);
  CHECK_INT(diags.items[0].code, P_HTML_LARGE);
  buf_free(&out);
}

static void trusted_html_is_written_as_it_is(void) {
  Node *root = parse("a\n");
  Node *block = node_new(&arena, NODE_HTML), *inside = node_new(&arena, NODE_HTML);
  block->literal = S("<nav>x</nav>");
  inside->literal = S("<b>y</b>");
  node_append(root, block);
  node_append(root->first, inside);
  CHECK_STR(html(root), "<p>a<b>y</b></p>\n<nav>x</nav>\n");
}

static void footnotes_of_two_sources_stay_apart(void) {
  Node *root = parse("a[^1] b[^x]\n\n[^1]: one\n\n[^x]: two\n");
  static Source other;
  other = (Source){ S("notices/n.md"), S("n[^1]\n\n[^1]: three\n") };
  Doc notice;
  CHECK(doc_parse(&notice, &arena, &other, 0, &(MarkdownOptions){ 0 }, &diags));
  Node *box = node_new(&arena, NODE_DIV);
  node_adopt(box, notice.root);
  node_prepend(root, box);
  Outline outline;
  outline_build(&outline, &arena, root);
  Str got = html(root);
  CHECK(str_find(got, S("n<sup class=\"footnote-ref\"><a href=\"#fn-1\"")) > 0);
  CHECK(str_find(got, S("a<sup class=\"footnote-ref\"><a href=\"#fn-2\"")) > 0);
  CHECK(str_find(got, S("<li id=\"fn-1\">\n<p>three")) > 0);
  CHECK(str_find(got, S("<li id=\"fn-3\">\n<p>two")) > 0);
  /* without its reference a footnote is not written */
  node_unlink(find(root->first, NODE_FOOTNOTE_REFERENCE));
  outline_build(&outline, &arena, root);
  CHECK(str_find(html(root), S("three")) < 0);
}

static void finish(void) {
  arena_free(&arena);
  diags_free(&diags);
}
static void start(void) {
  doc_init();
}

CHECKS_MAIN({ "start", start }, { "making and moving", making_and_moving },
            { "a clone is its own", a_clone_is_its_own },
            { "a replacement inherits the place", a_replacement_inherits_the_place },
            { "what fits where", what_fits_where },
            { "attributes", attributes_that_could_run_code_are_refused },
            { "the walk does not enter replacements", the_walk_does_not_enter_replacements },
            { "the walk can stop and step over", the_walk_can_stop_and_step_over },
            { "deep trees do not overflow", deep_trees_do_not_overflow },
            { "handlers nest", handlers_nest },
            { "handlers of rows and footnotes", rows_and_footnotes_have_handlers_too },
            { "a failing handler stops", a_failing_handler_stops_the_writing },
            { "output is limited", output_is_limited },
            { "trusted HTML", trusted_html_is_written_as_it_is },
            { "footnotes of two sources", footnotes_of_two_sources_stay_apart },
            { "finish", finish })
