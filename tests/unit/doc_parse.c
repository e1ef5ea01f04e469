/* doc_parse.c -- positions of nodes, what is dropped, and the limits. */
#include "check.h"

#include "doc/html_read.h"
#include "doc/links.h"
#include "doc/parse.h"

static Arena arena;
static Diags diags;
static Doc doc;
static Source source;

static bool parse_at(const char *text, size_t offset, MarkdownOptions o) {
  arena_free(&arena);
  diags_free(&diags);
  source = (Source){ S("a.md"), str_c(text) };
  return doc_parse(&doc, &arena, &source, offset, &o, &diags);
}

static bool parse(const char *text) {
  return parse_at(text, 0, (MarkdownOptions){ 0 });
}

/* The k-th node of a type, 1-based. */
static const Node *nth(NodeType type, int k) {
  for (const Node *n = doc.root; n; n = node_next(n, doc.root))
    if (n->type == type && --k == 0) return n;
  return NULL;
}

static Str text_of(const Node *n) {
  return str_sub(source.text, n->offset, n->offset + n->length);
}

/* "line:col 'the bytes it covers'", with ~ in front when not exact. */
static Str place(NodeType type, int k) {
  const Node *n = nth(type, k);
  if (!n) return S("none");
  return arena_printf(&arena, "%s%u:%u '%.*s'", n->exact ? "" : "~", n->line, n->col,
                      STR(text_of(n)));
}

static void positions_of_inlines(void) {
  CHECK(parse("a *b* **c** `d` [e](f \"g\") ![h](i) ~~j~~ <k@l.m>\n"));
  CHECK_STR(place(NODE_EMPH, 1), "1:3 '*b*'");
  CHECK_STR(place(NODE_STRONG, 1), "1:7 '**c**'");
  CHECK_STR(place(NODE_CODE, 1), "1:13 '`d`'");
  CHECK_STR(place(NODE_LINK, 1), "1:17 '[e](f \"g\")'");
  CHECK_STR(place(NODE_IMAGE, 1), "1:28 '![h](i)'");
  CHECK_STR(place(NODE_STRIKETHROUGH, 1), "1:36 '~~j~~'");
  CHECK_STR(place(NODE_LINK, 2), "1:42 '<k@l.m>'");
  CHECK_STR(place(NODE_TEXT, 3), "1:6 ' '");
}

/* The library's own columns are wrong in every one of these. */
static void positions_behind_soft_breaks(void) {
  CHECK(parse("first line\n   second [x](y)\n> quote\n> with\t`code` and\n>   ![pic](p.png)\n"));
  CHECK_STR(place(NODE_LINK, 1), "2:11 '[x](y)'");
  CHECK_STR(place(NODE_CODE, 1), "4:8 '`code`'");
  CHECK_STR(place(NODE_IMAGE, 1), "5:5 '![pic](p.png)'");
}

static void positions_behind_entities_and_escapes(void) {
  CHECK(parse("A &amp; B \\* C &copy; [x](y) &#x4e2d; **z**\n"));
  CHECK_STR(place(NODE_TEXT, 1), "1:1 'A &amp; B \\* C &copy; '");
  CHECK_STR(place(NODE_LINK, 1), "1:23 '[x](y)'");
  CHECK_STR(place(NODE_STRONG, 1), "1:39 '**z**'");
}

static void positions_count_characters(void) {
  CHECK(parse("这是**重点。**后文，[链接](甲.md)。\n"));
  CHECK_STR(place(NODE_STRONG, 1), "1:3 '**重点。**'");
  CHECK_STR(place(NODE_LINK, 1), "1:13 '[链接](甲.md)'");
  CHECK_STR(nth(NODE_LINK, 1)->url, "甲.md");
}

static void positions_with_typography(void) {
  CHECK(parse_at("\"a\" -- 'b'... *c* --- [d](e)\n", 0, (MarkdownOptions){ .smart = true }));
  CHECK_STR(nth(NODE_TEXT, 1)->literal, "“a” – ‘b’… ");
  CHECK_STR(place(NODE_TEXT, 1), "1:1 '\"a\" -- 'b'... '");
  CHECK_STR(place(NODE_LINK, 1), "1:23 '[d](e)'");
}

static void positions_in_tables_and_tasks(void) {
  CHECK(parse("text\n\n| a | `b` |\n|---|---|\n| [c](d) | *e* |\n\n- [x] *f* [g](h)\n"));
  CHECK_STR(place(NODE_CODE, 1), "3:7 '`b`'");
  CHECK_STR(place(NODE_LINK, 1), "5:3 '[c](d)'");
  CHECK_STR(place(NODE_EMPH, 1), "5:12 '*e*'");
  CHECK_STR(place(NODE_EMPH, 2), "7:7 '*f*'");
  CHECK_STR(place(NODE_LINK, 2), "7:11 '[g](h)'");
}

static void positions_behind_definitions_and_footnotes(void) {
  CHECK(parse("[r]: /u\nx [r] [t][r] y[^n]\n\n[^n]: note [l](m)\n"));
  CHECK_STR(place(NODE_LINK, 1), "2:3 '[r]'");
  CHECK_STR(place(NODE_LINK, 2), "2:7 '[t][r]'");
  CHECK_STR(place(NODE_FOOTNOTE_REFERENCE, 1), "2:15 '[^n]'");
  CHECK_STR(place(NODE_LINK, 3), "4:12 '[l](m)'");
}

static void positions_of_blocks(void) {
  CHECK(parse("# One\n\nTwo\n===\n\n```c\nx\n```\n\n- a\n  - b\n"));
  CHECK_STR(place(NODE_HEADING, 1), "1:1 '# One'");
  CHECK_INT(nth(NODE_HEADING, 2)->line, 3);
  CHECK_STR(place(NODE_CODE_BLOCK, 1), "6:1 '```c\nx\n```'");
  CHECK_STR(place(NODE_ITEM, 2), "11:3 '- b'");
  CHECK_STR(place(NODE_TEXT, 1), "1:3 'One'");
}

/* Lines count from the start of the file; CR, CR LF and LF all end a line. */
static void positions_behind_front_matter(void) {
  const char *text = "---\r\ntitle: x\r\n---\r\npara\r\n[a](b)\rold *mac*\n";
  CHECK(parse_at(text, 20, (MarkdownOptions){ 0 }));
  CHECK_STR(place(NODE_LINK, 1), "5:1 '[a](b)'");
  CHECK_STR(place(NODE_EMPH, 1), "6:5 '*mac*'");
}

static void position_falls_back_to_the_block(void) {
  /* two characters from one entity cannot be compared */
  CHECK(parse("para\n\nx &nGt; y\n"));
  const Node *n = nth(NODE_TEXT, 2);
  CHECK_INT(n->line, 3);
  CHECK_INT(n->col, 1);
}

static void exact_ranges_are_true(void) {
  /* whatever says exact and is text or code spells its literal, here plainly */
  CHECK(parse("*a*b*c* [d *e*](f) `g` h_i_j\nk **l** m\n\n> n *o*\np [q](<r s>)\n"));
  for (const Node *n = doc.root; n; n = node_next(n, doc.root)) {
    if (n->type != NODE_TEXT) continue;
    CHECK(n->exact);
    CHECK(str_eq(text_of(n), n->literal));
  }
  CHECK_STR(place(NODE_LINK, 2), "5:3 '[q](<r s>)'");
}

static void dropped_html_is_listed(void) {
  CHECK(parse("a <b>x</b>\n\n<div>\ny\n</div>\n\n<!-- more -->\n\n[j](javascript:x) ok\n"));
  CHECK_INT(doc.dropped_count, 5);
  CHECK_INT(doc.dropped[0].kind, DROP_HTML_INLINE);
  CHECK_STR(doc.dropped[1].what, "</b>");
  CHECK_INT(doc.dropped[2].kind, DROP_HTML_BLOCK);
  CHECK_INT(doc.dropped[3].kind, DROP_COMMENT);
  CHECK_INT(doc.dropped[4].kind, DROP_URL);
  CHECK_INT(doc_report_dropped(&doc, DIAG_WARNING, false, &diags), 4);
  CHECK_INT(diags.warnings, 4);
  CHECK_STR(diags.items[0].message, "HTML was left out: <b>");
  CHECK_INT(diags.items[0].col, 3);
  CHECK_STR(diags.items[2].message, "3 lines of HTML and their text were left out: <div> ...");
  CHECK_INT(diags.items[3].line, 9);
  CHECK(parse_at("a <b>x</b>\n", 0, (MarkdownOptions){ .raw_html = true }));
  CHECK_INT(doc.dropped_count, 0);
}

static void many_dropped_pieces_are_summed_up(void) {
  Buf b = { 0 };
  for (int i = 0; i < 100; i++) buf_c(&b, "<i>x</i>\n");
  CHECK(parse(buf_z(&b)));
  CHECK_INT(doc_report_dropped(&doc, DIAG_ERROR, true, &diags), 200);
  CHECK_INT(diags.count, 21);
  CHECK_STR(diags.items[20].message, "180 more pieces of HTML or addresses were left out");
  buf_free(&b);
}

static void what_markdown_and_html_drop_is_one_list(void) {
  for (int of_markdown = 0; of_markdown < 40; of_markdown++) {
    Buf b = { 0 };
    for (int i = 0; i < of_markdown; i++) buf_printf(&b, "[m](javascript:%d)\n\n", i);
    for (int i = 0; i < 12; i++) buf_printf(&b, "<a href=javascript:%d>h</a>\n\n", 100 + i);
    CHECK(parse_at(buf_z(&b), 0, (MarkdownOptions){ .html.mode = HTML_SAFE }));
    CHECK_INT(doc.dropped_count, of_markdown + 12);
    long sum = 0;
    for (size_t i = 0; i < doc.dropped_count; i++)
      if (doc.dropped[i].kind == DROP_URL && str_starts(doc.dropped[i].what, S("javascript:")))
        sum += atoi(doc.dropped[i].what.p + 11);
    CHECK_INT(sum, 12 * 100 + 66 + of_markdown * (of_markdown - 1) / 2);
    buf_free(&b);
  }
}

/* Characters that stand for directives while HTML is read may stand in the front matter. */
static void directives_in_html_live_with_any_front_matter(void) {
  static const char text[] = "---\ntitle: \xEF\xA3\xB0\n---\n<p>a {{< note >}} b</p>\n";
  source = (Source){ S("a.html"), str_c(text) };
  const MarkdownOptions o = { .html.mode = HTML_SAFE, .directives = DIRECTIVES_ALL };
  arena_free(&arena);
  CHECK(html_read(&doc, &arena, &source, (size_t)(strstr(text, "<p>") - text), &o, &diags));
  CHECK_STR(place(NODE_DIRECTIVE_INLINE, 1), "4:6 '{{< note >}}'");
}

/* Minutes, if each looked at what its neighbours have looked at. */
static void many_captions_and_players_are_linear(void) {
  const MarkdownOptions o = { .html.mode = HTML_SAFE };
  Buf b = { 0 };
  buf_c(&b, "<figure>");
  for (int i = 0; i < 14000; i++) buf_c(&b, "<p>a</p>");
  for (int i = 0; i < 14000; i++) buf_c(&b, "<figcaption>c</figcaption>");
  buf_c(&b, "</figure>");
  for (int i = 0; i < 2000; i++) buf_c(&b, "<video>");
  for (int i = 0; i < 50000; i++) buf_c(&b, "<!---->");
  arena_free(&arena);
  source = (Source){ S("a.html"), buf_view(&b) };
  CHECK(html_read(&doc, &arena, &source, 0, &o, &diags));
  CHECK(nth(NODE_CAPTION, 1) && !nth(NODE_CAPTION, 2));
  CHECK(nth(NODE_PARAGRAPH, 27999) && !nth(NODE_PARAGRAPH, 28000));
  arena_free(&arena);
  buf_free(&b);
}

static void bad_utf8_is_an_error_with_its_place(void) {
  CHECK(!parse("one\ntwo \xFFthree\n"));
  CHECK_INT(diags.count, 1);
  CHECK_INT(diags.items[0].code, P_MD_UTF8);
  CHECK_INT(diags.items[0].line, 2);
  CHECK_INT(diags.items[0].col, 5);
}

/* A table of so many columns, in a quote: heads, dashes, cells. */
static const char *table(Buf *b, int columns) {
  buf_clear(b);
  for (int row = 0; row < 3; row++) {
    buf_c(b, "> ");
    for (int i = 0; i < columns; i++) buf_c(b, row == 1 ? "-|" : "x|");
    buf_byte(b, '\n');
  }
  return buf_z(b);
}

static void columns_are_limited(void) {
  Buf b = { 0 };
  CHECK(!parse(table(&b, DOC_COLUMNS_MAX + 1)));
  CHECK_INT(diags.count, 1);
  CHECK_INT(diags.items[0].code, P_MD_LARGE);
  CHECK_INT(diags.items[0].line, 2);
  CHECK(parse(table(&b, DOC_COLUMNS_MAX)));
  buf_clear(&b); /* bars alone make no table */
  for (int i = 0; i < 2 * DOC_COLUMNS_MAX; i++) buf_c(&b, "| ");
  CHECK(parse(buf_z(&b)));
  buf_free(&b);
}

static void nesting_is_limited(void) {
  Buf b = { 0 };
  for (int i = 0; i < DOC_DEPTH_MAX + 5; i++) buf_c(&b, ">");
  buf_c(&b, " x\n");
  CHECK(!parse(buf_z(&b)));
  CHECK_INT(diags.count, 1);
  CHECK_INT(diags.items[0].code, P_MD_NESTING);
  buf_clear(&b);
  for (int i = 0; i < DOC_DEPTH_MAX - 5; i++) buf_c(&b, ">");
  buf_c(&b, " x\n");
  CHECK(parse(buf_z(&b)));
  buf_free(&b);
}

static void parts_and_memory_are_limited(void) {
  Buf b = { 0 };
  for (int i = 0; i < DOC_NODES_MAX / 2; i++) buf_c(&b, "x\n");
  CHECK(!parse(buf_z(&b)));
  CHECK_INT(diags.items[0].code, P_MD_LARGE);
  buf_clear(&b);
  for (int i = 0; i < 400000; i++) buf_c(&b, "[");
  CHECK(!parse(buf_z(&b)));
  CHECK_INT(diags.count, 1);
  CHECK_INT(diags.items[0].code, P_MD_LARGE);
  /* and the next parse is fine */
  CHECK(parse("fine\n"));
  buf_free(&b);
}

static void nothing_and_odd_bytes(void) {
  CHECK(parse(""));
  CHECK_INT(doc.nodes, 1);
  CHECK(parse("\xEF\xBB\xBF# BOM [a](b)\n"));
  CHECK_INT(nth(NODE_HEADING, 1)->level, 1);
  CHECK_STR(place(NODE_LINK, 1), "1:7 '[a](b)'");
  source = (Source){ S("a.md"), S("a\0b *c*\n") };
  CHECK(doc_parse(&doc, &arena, &source, 0, &(MarkdownOptions){ 0 }, &diags));
  CHECK_STR(nth(NODE_TEXT, 1)->literal, "a\xEF\xBF\xBD"
                                        "b ");
  CHECK(nth(NODE_EMPH, 1)->exact);
  CHECK(doc_parse(&doc, &arena, &source, 1000, &(MarkdownOptions){ 0 }, &diags));
}

static void figures_and_lists_have_their_data(void) {
  CHECK(parse("![a](b \"c\")\n\n3) x\n4) y\n\n- [x] z\n- w\n\n| a |\n|:-:|\n"));
  CHECK(nth(NODE_FIGURE, 1) != NULL);
  CHECK_STR(nth(NODE_CAPTION, 1)->first->literal, "c");
  CHECK_INT(nth(NODE_CAPTION, 1)->line, 1);
  CHECK_INT(nth(NODE_LIST, 1)->start, 3);
  CHECK(nth(NODE_LIST, 1)->ordered && nth(NODE_LIST, 1)->tight);
  CHECK_INT(nth(NODE_ITEM, 3)->task, TASK_DONE);
  CHECK_INT(nth(NODE_ITEM, 4)->task, TASK_NONE);
  CHECK_INT(nth(NODE_TABLE, 1)->align[0], ALIGN_CENTER);
  CHECK(nth(NODE_TABLE_ROW, 1)->header);
}

static void addresses_and_schemes(void) {
  static const struct {
    const char *url;
    bool link, image;
  } cases[] = {
    { "https://a.b/", true, true },
    { "HTTP://a.b/", true, true },
    { "//a.b/c", true, true },
    { "../x.md#y:z", true, true },
    { "#top", true, true },
    { "", true, true },
    { "mailto:a@b", true, true },
    { "tel:+49", true, true },
    { "javascript:x", false, false },
    { "JavaScript:x", false, false },
    { " javascript:x", false, false },
    { "\x01javascript:x", false, false },
    { "java\nscript:x", false, false },
    { "java\tscript:x", false, false },
    { "vbscript:x", false, false },
    { "file:///etc/passwd", false, false },
    { "data:text/html,x", false, false },
    { "data:image/png;base64,AA", false, true },
    { "data:image/svg+xml,x", false, false },
    { "data:image/pngx", false, false },
    { "blob:x", false, false },
    { "a/b:c", true, true },
    { "a?b:c", true, true },
    { "a:b", false, false },
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    bool ok = url_allowed(str_c(cases[i].url), false) == cases[i].link &&
              url_allowed(str_c(cases[i].url), true) == cases[i].image;
    if (!ok) check_fail(__FILE__, __LINE__, cases[i].url);
  }
  CHECK(url_is_local(S("a/b.md#c")) && url_is_local(S("/x")) && url_is_local(S("#y")));
  CHECK(!url_is_local(S("//h/x")) && !url_is_local(S("https://h/")) &&
        !url_is_local(S("mailto:a")));
  CHECK_STR(url_scheme(S("https://x")), "https");
  CHECK_STR(url_scheme(S("x/y:z")), "");
  Str path, tail;
  url_split(S("a/b.md?c#d"), &path, &tail);
  CHECK_STR(path, "a/b.md");
  CHECK_STR(tail, "?c#d");
}

static void finish(void) {
  arena_free(&arena);
  diags_free(&diags);
}
static void start(void) {
  doc_init();
}

CHECKS_MAIN({ "start", start }, { "inlines are found", positions_of_inlines },
            { "behind soft breaks", positions_behind_soft_breaks },
            { "behind entities and escapes", positions_behind_entities_and_escapes },
            { "columns count characters", positions_count_characters },
            { "with typographic replacements", positions_with_typography },
            { "in tables and tasks", positions_in_tables_and_tasks },
            { "behind definitions, in footnotes", positions_behind_definitions_and_footnotes },
            { "blocks", positions_of_blocks },
            { "behind front matter, any line end", positions_behind_front_matter },
            { "unverified falls back to the block", position_falls_back_to_the_block },
            { "exact ranges are true", exact_ranges_are_true },
            { "dropped HTML is listed", dropped_html_is_listed },
            { "many dropped pieces are summed up", many_dropped_pieces_are_summed_up },
            { "what Markdown and HTML drop is one list", what_markdown_and_html_drop_is_one_list },
            { "many captions and players are linear", many_captions_and_players_are_linear },
            { "directives in HTML live with any front matter",
              directives_in_html_live_with_any_front_matter },
            { "bad UTF-8 is an error", bad_utf8_is_an_error_with_its_place },
            { "nesting is limited", nesting_is_limited },
            { "columns are limited", columns_are_limited },
            { "parts and memory are limited", parts_and_memory_are_limited },
            { "nothing, byte order mark, NUL", nothing_and_odd_bytes },
            { "figures, lists, tables", figures_and_lists_have_their_data },
            { "allowed schemes", addresses_and_schemes }, { "finish", finish })
