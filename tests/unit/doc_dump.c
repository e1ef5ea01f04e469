/* doc_dump.c -- documents as text. */
#include "check.h"
#include "doc/dump.h"
#include "doc/edit.h"
#include "doc/parse.h"

static Str dumped(Arena *a, const Node *root, DumpOptions options) {
  Buf b = { 0 };
  doc_dump(&b, root, &options);
  Str s = buf_dup(&b, a);
  buf_free(&b);
  return s;
}

/* The Source lives in the arena: nodes point to it. */
static Node *parsed(Arena *a, const char *markdown) {
  doc_init();
  Source *source = ARENA_NEW(a, Source);
  *source = (Source){ S("a.md"), str_c(markdown) };
  Diags d = { 0 };
  Doc doc;
  CHECK(doc_parse(&doc, a, source, 0, &(MarkdownOptions){ 0 }, &d));
  diags_free(&d);
  return doc.root;
}

static const char every_type_dumped[] = "document\n"
                                        "  heading level=1\n"
                                        "    text \"A \"\n"
                                        "    emph\n"
                                        "      text \"b\"\n"
                                        "    text \" \"\n"
                                        "    strong\n"
                                        "      text \"c\"\n"
                                        "    text \" \"\n"
                                        "    strikethrough\n"
                                        "      text \"d\"\n"
                                        "    text \" \"\n"
                                        "    code \"e\"\n"
                                        "  block_quote\n"
                                        "    list ordered start=3 tight\n"
                                        "      item\n"
                                        "        paragraph\n"
                                        "          text \"one\"\n"
                                        "      item\n"
                                        "        paragraph\n"
                                        "          text \"two\"\n"
                                        "          linebreak\n"
                                        "          text \"lines\"\n"
                                        "  list tight\n"
                                        "    item task=open\n"
                                        "      paragraph\n"
                                        "        text \"open\"\n"
                                        "    item task=done\n"
                                        "      paragraph\n"
                                        "        text \"done\"\n"
                                        "  code_block info=\"lua extra\" \"x = \\\"y\\\"\\n\"\n"
                                        "  table columns=2 align=center,none\n"
                                        "    table_row header\n"
                                        "      table_cell align=center\n"
                                        "        text \"l\"\n"
                                        "      table_cell\n"
                                        "        text \"n\"\n"
                                        "    table_row\n"
                                        "      table_cell align=center\n"
                                        "        text \"1\"\n"
                                        "      table_cell\n"
                                        "        text \"2\"\n"
                                        "  paragraph\n"
                                        "    link url=\"/u\" title=\"w\"\n"
                                        "      text \"t\"\n"
                                        "    text \" \"\n"
                                        "    image url=\"p.png\"\n"
                                        "      text \"alt\"\n"
                                        "    text \" \"\n"
                                        "    html_inline \"<b>\"\n"
                                        "  figure\n"
                                        "    image url=\"q.png\"\n"
                                        "      text \"only\"\n"
                                        "    caption\n"
                                        "      text \"C\"\n"
                                        "  html_block \"<hr>\\n\"\n"
                                        "  thematic_break\n"
                                        "  paragraph\n"
                                        "    text \"note\"\n"
                                        "    footnote_reference name=\"n\" number=1\n"
                                        "  footnote_definition name=\"n\" number=1\n"
                                        "    paragraph\n"
                                        "      text \"text\"\n";

static void every_type(void) {
  Arena a = { 0 };
  const Node *root = parsed(&a, "# A *b* **c** ~~d~~ `e`\n\n"
                                "> 3. one\n> 4. two\\\n>    lines\n\n"
                                "- [ ] open\n- [x] done\n\n"
                                "~~~ lua extra\nx = \"y\"\n~~~\n\n"
                                "| l | n |\n|:-:|---|\n| 1 | 2 |\n\n"
                                "[t](/u \"w\") ![alt](p.png) <b>\n\n"
                                "![only](q.png \"C\")\n\n"
                                "<hr>\n\n---\n\nnote[^n]\n\n[^n]: text\n");
  CHECK_STR(dumped(&a, root, (DumpOptions){ 0 }), every_type_dumped);
  arena_free(&a);
}

static void places(void) {
  Arena a = { 0 };
  Node *root = parsed(&a, "Für *b*\n\nzwei");
  const Source other = { S("notices/n.md"), S("x") };
  Node *made = node_new(&a, NODE_DIV), *text = node_text(&a, S("said"));
  made->origin = text->origin = S("shout");
  made->classes = S("note loud");
  node_set_attribute(&a, made, S("data-n"), S("<\">"));
  text->source = &other;
  text->line = 1;
  text->col = 2;
  node_append(made, text);
  node_append(root, made);
  CHECK_STR(dumped(&a, root, (DumpOptions){ .places = true, .origins = true }),
            "document\n"
            "  paragraph  1:1\n"
            "    text \"Für \"  1:1\n"
            "    emph  1:5\n"
            "      text \"b\"  1:6\n"
            "  paragraph  3:1\n"
            "    text \"zwei\"  3:1\n"
            "  div class=\"note loud\" [data-n=\"<\\\">\"] @shout\n"
            "    text \"said\" @shout  notices/n.md:1:2\n");
  CHECK_STR(dumped(&a, made, (DumpOptions){ 0 }),
            "div class=\"note loud\" [data-n=\"<\\\">\"]\n  text \"said\"\n");
  arena_free(&a);
}

/* Whatever a text holds, a node is one line, and it can be seen what it is. */
static void hidden_characters(void) {
  Buf b = { 0 };
  dump_text(&b, S("a\"\\\n\r\t\x01\x7f\xff"
                  "\xc2\xa0\xc2\xad\xe2\x80\x8b\xe2\x80\xae\xe2\x80\xa8\xef\xbb\xbf"
                  "\xf3\xa0\x81\x81\xe4\xb8\xad\xf0\x9f\x8c\x8d"));
  CHECK_STR(buf_view(&b), "\"a\\\"\\\\\\n\\r\\t\\u{1}\\u{7f}\\xff"
                          "\\u{a0}\\u{ad}\\u{200b}\\u{202e}\\u{2028}\\u{feff}"
                          "\\u{e0041}\xe4\xb8\xad\xf0\x9f\x8c\x8d\"");
  buf_free(&b);
}

static void deep(void) {
  Arena a = { 0 };
  Node *root = node_new(&a, NODE_DOCUMENT), *n = root;
  for (int i = 0; i < 200; i++) {
    Node *below = node_new(&a, NODE_BLOCK_QUOTE);
    node_append(n, below);
    n = below;
  }
  Str s = dumped(&a, root, (DumpOptions){ 0 });
  size_t lines = 0;
  for (size_t i = 0; i < s.n; i++) lines += s.p[i] == '\n';
  CHECK_INT(lines, 201);
  Str last = str_sub(s, s.n - 412, s.n);
  CHECK_INT(last.p[399], ' ');
  CHECK_STR(str_sub(last, 400, last.n), "block_quote\n");
  arena_free(&a);
}

CHECKS_MAIN({ "every type of node", every_type }, { "places, origins, attributes", places },
            { "hidden characters", hidden_characters }, { "deep trees", deep })
