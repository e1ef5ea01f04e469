/* doc_words.c -- plain text, outline, links and placeholders. */
#include "check.h"

#include "doc/edit.h"
#include "doc/html.h"
#include "doc/links.h"
#include "doc/outline.h"
#include "doc/parse.h"
#include "doc/placeholders.h"
#include "doc/plain.h"

static Arena arena;
static Diags diags;
static Doc doc;
static Source source;

static Node *parse_with(const char *text, MarkdownOptions o) {
  diags_free(&diags);
  source = (Source){ S("notices/n.md"), str_c(text) };
  return doc_parse(&doc, &arena, &source, 0, &o, &diags) ? doc.root : NULL;
}
static Node *parse(const char *text) {
  return parse_with(text, (MarkdownOptions){ 0 });
}

static Str html(const Node *root) {
  Buf out = { 0 };
  Str s = html_write(&out, root, &(HtmlOptions){ 0 }, &diags) ? buf_dup(&out, &arena) : S("failed");
  buf_free(&out);
  return s;
}

static const char article[] =
    "# Title\n\nSome *text* with `code` and a\nline<br>.\n\n"
    "> quote\n\n```\nblock\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n"
    "- one\n- two[^1]\n\n![alt *text*](x.png)\n\n<div>no</div>\n\n[^1]: note\n";

static void plain_has_the_words(void) {
  CHECK_STR(
      plain_text(&arena, parse(article), NULL),
      "Title\nSome text with code and a line.\nquote\nblock\na\tb\nc\td\none\ntwo\nalt text\nnote");
}

static void plain_can_leave_things_out(void) {
  PlainOptions o = { .skip_code = true,
                     .skip_footnotes = true,
                     .skip_headings = true,
                     .skip_tables = true,
                     .skip_images = true,
                     .skip_quotes = true };
  CHECK_STR(plain_text(&arena, parse(article), &o), "Some text with  and a line.\none\ntwo");
  PlainOptions blocks = { .skip_blocks = true, .skip_headings = true };
  const Node *code = parse_with("# T\n\nCall `f()` now.\n\n```\nblock\n```\n\n"
                                "{{< highlight c >}}\nint x;\n{{< /highlight >}}\n",
                                (MarkdownOptions){ .directives = DIRECTIVES_ALL });
  CHECK_STR(plain_text(&arena, code, &blocks), "Call f() now.");
  PlainOptions few = { .limit = 4 };
  CHECK_STR(plain_text(&arena, parse(article), &few), "Title");
}

static void plain_joins_wide_lines(void) {
  CHECK_STR(plain_text(&arena, parse("第一行\n第二行\nLatin\nwords\n"), NULL),
            "第一行第二行 Latin words");
}

static void plain_can_skip_what_plugins_added(void) {
  Node *root = parse("own\n");
  Node *p = node_new(&arena, NODE_PARAGRAPH);
  p->origin = S("disclaimer");
  node_append(p, node_text(&arena, S("added")));
  node_append(root, p);
  CHECK_STR(plain_text(&arena, root, &(PlainOptions){ .skip_added = true }), "own");
  CHECK_STR(plain_text(&arena, root, NULL), "own\nadded");
}

static void outline_lists_headings(void) {
  Node *root = parse("# One `x`\n\n## 第二 节\n\n> ## Quoted\n\n## One x\n\n# One x\n");
  Outline o;
  outline_build(&o, &arena, root);
  CHECK_INT(o.count, 4);
  CHECK_STR(o.items[0].id, "one-x");
  CHECK_STR(o.items[0].text, "One x");
  CHECK_STR(o.items[1].id, "第二-节");
  CHECK_STR(o.items[2].id, "one-x-1");
  CHECK_STR(o.items[3].id, "one-x-2");
  CHECK_INT(o.items[2].level, 2);
  /* building again changes nothing */
  Outline again;
  outline_build(&again, &arena, root);
  CHECK_STR(again.items[3].id, "one-x-2");
}

static void outline_respects_ids_of_plugins(void) {
  Node *root = parse("# A\n\n# B\n");
  root->last->id = S("a");
  Outline o;
  outline_build(&o, &arena, root);
  CHECK_STR(o.items[0].id, "a-1");
  CHECK_STR(o.items[1].id, "a");
}

static void the_title_is_the_first_heading(void) {
  CHECK_STR(plain_text(&arena, outline_title(parse("## Two\n\n# One\n\n# Other\n")), NULL), "One");
  CHECK_STR(plain_text(&arena, outline_title(parse("x\n\n### Three\n\n## Two\n")), NULL), "Three");
  CHECK(outline_title(parse("no heading\n")) == NULL);
}

static Str to_page(void *ctx, const Node *n, Str url) {
  (void)n;
  ++*(int *)ctx;
  return str_eq(url, S("b.md")) ? S("/b/") : (Str){ NULL, 0 };
}

static void links_are_listed_and_rewritten(void) {
  Node *root = parse("[a](b.md) ![c](d.png) <https://e.f>\n\n[![g](h)](b.md)\n");
  Links l;
  links_list(&l, &arena, root);
  CHECK_INT(l.count, 5);
  CHECK_STR(l.items[0].url, "b.md");
  CHECK(l.items[1].image);
  CHECK_STR(l.items[2].url, "https://e.f");
  CHECK_STR(l.items[3].url, "b.md");
  CHECK_STR(l.items[4].url, "h");
  int calls = 0;
  links_rewrite(root, to_page, &calls);
  CHECK_INT(calls, 5);
  CHECK_STR(l.items[0].node->url, "/b/");
  CHECK_STR(l.items[1].node->url, "d.png");
}

/* ---- placeholders ---- */

static const Str names[] = {
  { "source.name", 11 }, { "source.url", 10 }, { "author", 6 }, { "evil", 4 }, { "empty", 5 }
};

static bool value(void *ctx, Str name, Str *out) {
  (void)ctx;
  if (str_eq(name, S("source.name")))
    *out = S("A & B *bold* [x](y)");
  else if (str_eq(name, S("source.url")))
    *out = S("https://example.org/a?b=c&d");
  else if (str_eq(name, S("author")))
    *out = S("李 <b>");
  else if (str_eq(name, S("evil")))
    *out = S("javascript:alert(1)");
  else if (str_eq(name, S("empty")))
    *out = S("");
  else
    return false;
  return true;
}

static bool fill(const char *text) {
  Node *root = parse_with(text, (MarkdownOptions){ .placeholders = true });
  return placeholders_fill(root, &arena, value, NULL, names, 5, &diags);
}

static void values_never_become_markup(void) {
  CHECK(fill("By **{{ author }}**, from {{source.name}}.\n"));
  CHECK_STR(html(doc.root),
            "<p>By <strong>李 &lt;b&gt;</strong>, from A &amp; B *bold* [x](y).</p>\n");
}

static void addresses_are_filled(void) {
  CHECK(fill("[{{ source.name }}]({{ source.url }} \"by {{ author }}\") "
             "[s](https://s.org/?q={{author}}&r={{ source.url }})\n"));
  CHECK_STR(
      html(doc.root),
      "<p><a href=\"https://example.org/a?b=c&amp;d\" title=\"by 李 &lt;b&gt;\">A &amp; B *bold* "
      "[x](y)</a> <a href=\"https://s.org/?q=%E6%9D%8E%20%3Cb%3E&amp;r=https%3A%2F%2Fexample.org"
      "%2Fa%3Fb%3Dc%26d\">s</a></p>\n");
}

static void schemes_are_checked_again(void) {
  CHECK(!fill("[x]({{ evil }}) [y]({{ evil }}x)\n"));
  CHECK_INT(diags.count, 1); /* in part of an address the value is percent-encoded */
  CHECK_INT(diags.items[0].code, P_URL_SCHEME);
  CHECK_INT(diags.items[0].col, 1);
  CHECK(str_find(html(doc.root), S("javascript:")) < 0);
}

static void unknown_names_are_reported_at_their_place(void) {
  CHECK(!fill("one\n\ntwo {{ author }} and {{ autor }} &amp; {{ zzzzzzzzzzz }}\n"));
  CHECK_INT(diags.count, 2);
  CHECK_INT(diags.items[0].line, 3);
  CHECK_INT(diags.items[0].col, 22);
  CHECK_INT(diags.items[0].length, 11);
  CHECK_STR(diags.items[0].message, "there is no placeholder named 'autor'");
  CHECK_STR(diags.items[0].help, "did you mean 'author'?");
  CHECK_STR(diags.items[1].help, "known are: source.name, source.url, author, evil, empty");
  CHECK_STR(html(doc.root),
            "<p>one</p>\n<p>two 李 &lt;b&gt; and {{ autor }} &amp; {{ zzzzzzzzzzz }}</p>\n");
}

static void code_and_escapes_stay(void) {
  CHECK(fill("`{{ author }}` \\{{ author }} {{ }} {{ a b }} {{author}\n\n    {{ author }}\n"));
  CHECK_STR(html(doc.root),
            "<p><code>{{ author }}</code> {{ author }} {{ }} {{ a b }} {{author}</p>\n"
            "<pre><code>{{ author }}\n</code></pre>\n");
  CHECK(fill("a{{ empty }}b\n"));
  CHECK_STR(html(doc.root), "<p>ab</p>\n");
}

static void finish(void) {
  arena_free(&arena);
  diags_free(&diags);
}
static void start(void) {
  doc_init();
}

/* Anchors that authors gave, as Hugo and kramdown read them. */
static void headings_keep_given_ids(void) {
  Outline o;
  outline_build(&o, &arena,
                parse("# One {#first}\n\n## Two *deep* {#deep-2 .wide}\n\n## {#only}\n\n"
                      "## Again {#first}\n\n## Text \\{#text}\n\n## Odd {#a b}\n\n## Glued{#x}\n\n"
                      "## 中文 {#中文}\n\n## `{#code}`\n\nSetext {#set}\n------\n"));
  static const char *const want[][2] = {
    { "first", "One" },       { "deep-2", "Two deep" }, { "only", "{#only}" }, { "again", "Again" },
    { NULL, "Text {#text}" }, { NULL, "Odd {#a b}" },   { NULL, "Glued{#x}" }, { "中文", "中文" },
    { NULL, "{#code}" },      { "set", "Setext" },
  };
  CHECK_INT(o.count, sizeof want / sizeof want[0]);
  for (size_t i = 0; i < sizeof want / sizeof want[0] && i < o.count; i++) {
    if (want[i][0]) CHECK_STR(o.items[i].id, want[i][0]);
    CHECK_STR(o.items[i].text, want[i][1]);
  }
}

CHECKS_MAIN({ "start", start }, { "plain text", plain_has_the_words },
            { "plain text leaves things out", plain_can_leave_things_out },
            { "plain text joins wide lines", plain_joins_wide_lines },
            { "plain text without what plugins added", plain_can_skip_what_plugins_added },
            { "outline", outline_lists_headings },
            { "ids of plugins", outline_respects_ids_of_plugins },
            { "the title", the_title_is_the_first_heading },
            { "links", links_are_listed_and_rewritten },
            { "values never become markup", values_never_become_markup },
            { "addresses are filled", addresses_are_filled },
            { "schemes are checked again", schemes_are_checked_again },
            { "unknown names", unknown_names_are_reported_at_their_place },
            { "code and escapes stay", code_and_escapes_stay }, { "finish", finish },
            { "headings keep given ids", headings_keep_given_ids })
