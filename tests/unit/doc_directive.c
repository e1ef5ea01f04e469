/* Directives: what is read of them, and every mistake with its message. */
#include "check.h"

#include "doc/directive.h"
#include "doc/dump.h"
#include "doc/edit.h"
#include "doc/html.h"
#include <time.h>

static void reading(void) {
  Arena a = { 0 };
  Directive *d = ARENA_NEW(&a, Directive);
  CHECK(directive_read(d, &a, S(" {{< figure src=\"a b.png\" alt='it''s' x-y = word last >}} \n")));
  CHECK(!d->problem && d->count == 5);
  CHECK_STR(d->name, "figure");
  CHECK_STR(d->args[0].value, "a b.png");
  CHECK_INT(d->args[0].at.offset, 17);
  CHECK_INT(d->args[0].at.length, 7);
  CHECK_STR(d->args[1].value, "it");
  CHECK_STR(d->args[3].name, "x-y");
  CHECK_STR(d->args[3].value, "word");
  CHECK_STR(d->args[4].name, "");
  CHECK_STR(d->args[4].value, "last");
  static const char *const texts[] = { "",
                                       "{{<",
                                       "{{< >}}",
                                       "{{< 'a' >}}",
                                       "{{< figure >}} text",
                                       "text {{< figure >}}",
                                       "{{</* figure */>}}",
                                       "{% figure %}" };
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
    CHECK(!directive_read(d, &a, str_c(texts[i])));
  arena_free(&a);
}

/* The first record as "LINE:COLUMN+LENGTH MESSAGE (HELP)". */
static Str first_problem(Arena *a, const char *markdown) {
  Doc doc;
  Diags d = { 0 };
  const Source source = { S("a.md"), str_c(markdown) };
  const MarkdownOptions options = { 0 };
  bool ok = doc_parse(&doc, a, &source, 0, &options, &d);
  Str s = S("none");
  if (d.count) {
    const Diag *r = &d.items[0];
    s = arena_printf(a, "%u:%u+%u %.*s (%.*s)", r->line, r->col, r->length, STR(r->message),
                     STR(r->help));
  }
  CHECK(ok == (d.errors == 0));
  diags_free(&d);
  return s;
}

static void mistakes(void) {
  static const char *const cases[][2] = {
    { "{{< figure src=\"a.png\" >}}", "none" },
    { "{{< figure a.png >}}", "none" },
    { "{{< figure src=a.png width=50% height=auto target=_blank rel=x loading=lazy >}}", "none" },
    { "Text.\n\n{{< figure alt=\"x\" >}}", "3:5+6 a figure needs its image: src (such as {{< "
                                           "figure src=\"photo.jpg\" alt=\"...\" >}})" },
    { "{{< figure src=\"a.png\"\n  captoin=\"x\" >}}",
      "2:3+11 a figure has no captoin (did you mean 'caption'?)" },
    { "{{< figure src=\"a.png\" zoom=2 >}}",
      "1:24+6 a figure has no zoom (known here: src, alt, caption, credit, licence, source, link, "
      "class, width)" },
    { "{{< figure src=\"a.png\" alt=\"x >}}", "1:28+1 this quote is not closed ()" },
    { "{{< figure src=\xE2\x80\x9C"
      "a.png\xE2\x80\x9D >}}",
      "1:16+1 values stand in straight quotes: \"...\" ()" },
    { "{{< figure src=a.png alt=\"x\" alt=\"y\" >}}",
      "1:30+7 it says twice: alt (keep one of the two)" },
    { "{{< figure src=a.png two words >}}", "1:22+3 a value without a name: two (write "
                                            "name=\"value\"; a value with blanks needs quotes)" },
    { "{{< figure src=a.png width=wide >}}",
      "1:28+4 no number of pixels: wide (in pixels, such as width=600)" },
    { "{{< figure src=a.png alt= >}}", "1:27+1 a value is missing ()" },
    { "{{< figure src=a.png\n>}}",
      "1:5+6 it is not closed: \">}}\" is missing at its end (in Markdown a line that begins with "
      "'>' is a quote: write >}} behind the last value)" },
    { "{{< unknown src= >}}", "none" },
  };
  Arena a = { 0 };
  doc_init();
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
    CHECK_STR(first_problem(&a, cases[i][0]), cases[i][1]);
  arena_free(&a);
}

static const Node *find(const Node *root, NodeType type) {
  for (const Node *n = root; n; n = node_next(n, root))
    if (n->type == type) return n;
  return NULL;
}

static void nodes_know_their_places(void) {
  Arena a = { 0 };
  Doc doc;
  Diags d = { 0 };
  const Source source = { S("a.md"),
                          S("1\n\n{{< figure src=\"a.png\"\n  alt=\"\xC3\xA4\" caption=\"c\" "
                            "credit=Ann licence=\"CC BY\" source=/s >}}\n") };
  const MarkdownOptions options = { 0 };
  CHECK(doc_parse(&doc, &a, &source, 0, &options, &d));
  const Node *figure = find(doc.root, NODE_FIGURE), *image = find(doc.root, NODE_IMAGE);
  const Node *caption = find(doc.root, NODE_CAPTION);
  CHECK(figure && image && caption && figure->rights && !image->decorative);
  if (figure && image && caption && figure->rights) {
    CHECK_INT(image->line, 3);
    CHECK_INT(image->col, 17);
    CHECK_INT(caption->line, 4);
    CHECK_INT(caption->col, 20);
    CHECK_STR(str_sub(source.text, image->offset, image->offset + image->length), "a.png");
    CHECK_STR(figure->rights->credit, "Ann");
    CHECK_STR(figure->rights->licence, "CC BY");
    CHECK_STR(figure->rights->source, "/s");
  }
  diags_free(&d);
  arena_free(&a);
}

/* The tree of a text, as doc/dump.h writes it. */
static Str tree(Arena *a, const char *markdown) {
  Doc doc;
  Diags d = { 0 };
  Source *source = ARENA_NEW(a, Source);
  *source = (Source){ S("a.md"), str_c(markdown) };
  const MarkdownOptions options = { .directives = DIRECTIVES_ALL };
  Buf out = { 0 };
  if (doc_parse(&doc, a, source, 0, &options, &d))
    doc_dump(&out, doc.root, &(DumpOptions){ 0 });
  else
    buf_c(&out, "error");
  Str s = buf_dup(&out, a);
  buf_free(&out);
  diags_free(&d);
  return s;
}

static void become_nodes(void) {
  static const struct {
    const char *markdown;
    const char *has;
    bool not ;
  } cases[] = {
    { "a {{< k \"x*y*\" n=1 >}} b", "directive_inline name=\"k\" \"x*y*\" n=\"1\"", false },
    { "{% k %}", "  directive name=\"k\"", false },
    { "{{< k >}}\n- a\n{{< /k >}}", "  directive name=\"k\"\n    list", false },
    { "{{% k %}}*a*{{% /k %}}", "  directive name=\"k\"\n    paragraph\n      emph", false },
    { "{% k %}\na\n{% endk %}", "  directive name=\"k\"\n    paragraph", false },
    { ":::k My title\na\n:::", "  directive name=\"k\" \"My title\"\n    paragraph", false },
    { ":::k[T]{a=b}\nx\n:::", "directive name=\"k\" \"T\" a=\"b\"", false },
    { "::: {.k .w #i}\nx\n:::", "directive name=\"k\" class=\"w\" id=\"i\"", false },
    { "::::k\n:::m\nx\n:::\n::::", "directive name=\"k\"\n    directive name=\"m\"", false },
    { "> {{< k >}}\n> a\n> {{< /k >}}", "block_quote\n    directive name=\"k\"", false },
    { "{% k %}\n<div>\nx\n</div>\n{% endk %}", "  directive name=\"k\"\n    html_block", false },
    { "{% k %}\n<div>\nx\n</div>\n{% endk %}", "endk", true },
    { "<div>\n{{< k />}}\n</div>\n{{< m />}}", "directive name=\"m\"", false },
    { "<pre>\n{{< k />}}\n</pre>", "directive", true },
    { "<div>\nx {{< k />}}\n</div>", "directive", true },
    { "[a]({{< ref \"x.md\" >}})", "url=\"{{< ref \\\"x.md\\\" >}}\"", false },
    { "{% raw %}\n{{< k >}}\n{% endraw %}", "name=\"k\"", true },
    { "{% highlight c %}\n# x\n{% endhighlight %}", "heading", true },
    /* What only looks like one. */
    { "`{{< k >}}` and `{% k %}`", "directive", true },
    { "```\n{% k %}\n:::k\n```", "directive", true },
    { "    {{< k >}}", "directive", true },
    { "{{</* k */>}} {{ k }} {{< k", "directive", true },
    { ":::k\nno end", "directive", true },
    { "x :::k\n\n:::", "directive", true },
    { "\\{{< k >}}", "directive", true },
    { "<b title='{{< k >}}'>x</b>", "directive", true },
    { "{{< /k >}} {% endk %}", "directive", true },
    { "{{< a\n\n>}}", "directive", true },
  };
  Arena a = { 0 };
  doc_init();
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    Str got = tree(&a, cases[i].markdown);
    bool found = str_find(got, str_c(cases[i].has)) >= 0;
    if (found == cases[i].not || str_eqc(got, "error"))
      fprintf(stderr, "%s\n%.*s\n", cases[i].markdown, STR(got));
    CHECK(found != cases[i].not &&!str_eqc(got, "error"));
  }
  /* In code the text is as it was written. */
  CHECK(str_find(tree(&a, "    {{< k >}}\n"), S("code_block \"{{< k >}}\\n\"")) >= 0);
  CHECK(str_find(tree(&a, "`{% k %}`"), S("code \"{% k %}\"")) >= 0);
  arena_free(&a);
}

/* What stands in a caption, as one line. */
static Str caption(Arena *a, Str markdown, bool smart, HtmlMode mode) {
  Doc doc;
  Diags d = { 0 };
  Source *source = ARENA_NEW(a, Source);
  *source = (Source){ S("a.md"), markdown };
  const MarkdownOptions options = { .directives = DIRECTIVES_ALL,
                                    .smart = smart,
                                    .html = { .mode = mode } };
  Buf out = { 0 };
  const Node *n = NULL;
  if (doc_parse(&doc, a, source, 0, &options, &d)) n = find(doc.root, NODE_CAPTION);
  for (const Node *c = n ? n->first : NULL; c; c = c->next)
    html_write(&out, c, &(HtmlOptions){ 0 }, &d);
  if (!n) buf_c(&out, d.count ? "error" : "none");
  if (n && mode == HTML_OFF) CHECK_INT(doc.nodes, node_count(doc.root));
  Str s = buf_dup(&out, a);
  buf_free(&out);
  diags_free(&d);
  return s;
}

static void captions_are_markdown(void) {
  static const char *const cases[][2] = {
    { "plain words - 1. a", "plain words - 1. a" },
    { " two  blanks ", " two  blanks " },
    { "*a* **b** ~~c~~ `d*` &copy;",
      "<em>a</em> <strong>b</strong> <del>c</del> <code>d*</code> \xC2\xA9" },
    { "by [Ann](/a \\\"T\\\")", "by <a href=\"/a\" title=\"T\">Ann</a>" },
    { "see https://a.example.", "see <a href=\"https://a.example\">https://a.example</a>." },
    { "\\\\*a\\\\*", "*a*" },
    { "# *a* #", "# <em>a</em> #" },
    { "- *a*", "- <em>a</em>" },
    { "> *a*", "&gt; <em>a</em>" },
    { "    *a*", "<em>a</em>" },
    { "| *a* |\n| --- |", "| <em>a</em> | | --- |" },
    { "*one\ntwo*", "<em>one two</em>" },
    { "![a *b*](c.png) [![d](e.png)](/f)", "a b <a href=\"/f\">d</a>" },
    { "![a ![b](c)](d)", "a b" },
    { "note[^1]", "note[^1]" },
    { "{% k *a* %}", "{% k <em>a</em> %}" },
    { "[x](javascript:a)", "<a>x</a>" },
    { "\xE8\xBF\x99\xE6\x98\xAF**\xE9\x87\x8D\xE3\x80\x82**\xE5\x90\x8E",
      "\xE8\xBF\x99\xE6\x98\xAF<strong>\xE9\x87\x8D\xE3\x80\x82</strong>\xE5\x90\x8E" },
    { "it's", "it's" },
    { "a\\\\", "a\\" },
  };
  Arena a = { 0 };
  doc_init();
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    for (size_t k = 0; k < 2; k++) {
      if (k && strstr(cases[i][0], "%}")) continue;
      Str text =
          k ? arena_printf(&a, "{%% image src=\"a.png\" caption=\"%s\" %%}\n\n[^1]: N\n",
                           cases[i][0])
            : arena_printf(&a, "{{< figure src=a.png caption=\"%s\" >}}\n\n[^1]: N\n", cases[i][0]);
      CHECK_STR(caption(&a, text, false, HTML_OFF), cases[i][1]);
    }
  }
  Str quotes = S("{{< figure src=a.png caption='it is \"so\" -- *yes*' >}}");
  CHECK_STR(caption(&a, quotes, true, HTML_OFF),
            "it is \xE2\x80\x9Cso\xE2\x80\x9D \xE2\x80\x93 <em>yes</em>");
  Str html = S("{{< figure src=a.png caption='H<sub>2</sub>O <b>*x*</b> <div>y</div>' >}}");
  CHECK_STR(caption(&a, html, false, HTML_SAFE),
            "H<sub>2</sub>O <strong><em>x</em></strong><br>\ny");
  CHECK_STR(caption(&a, html, false, HTML_OFF), "H2O <em>x</em> y");
  /* Titles are as written. */
  Str title = S("{{< figure src=a.png title='*T*' caption='*c*' >}}");
  CHECK_STR(caption(&a, title, false, HTML_OFF), "<strong>*T*</strong><br>\n<em>c</em>");
  CHECK_STR(caption(&a, S("{{< figure src=a.png title='*T*' >}}"), false, HTML_OFF), "*T*");
  arena_free(&a);
}

/* Where there is no place for nodes, the words stay, and of a credit its only link. */
static void words_of_markdown(void) {
  Arena a = { 0 };
  Str s = tree(&a, "x {{< image src=a.png caption=\"*One* [two](/u)\" >}}");
  CHECK(str_find(s, S("title=\"One two\"")) >= 0);
  s = tree(&a, "{{< figure src=a.png attr=\"*By* [Ann](https://a.example/)\" >}}");
  CHECK(str_find(s, S("credit=\"By Ann\"")) >= 0);
  CHECK(str_find(s, S("source=\"https://a.example/\"")) >= 0);
  s = tree(&a, "{{< figure src=a.png attr=\"[Ann](/a)\" attrlink=/b >}}");
  CHECK(str_find(s, S("credit=\"Ann\"")) >= 0 && str_find(s, S("source=\"/b\"")) >= 0);
  s = tree(&a, "{{< figure src=a.png attr=\"[A](javascript:x) b\" >}}");
  CHECK(str_find(s, S("credit=\"A b\"")) >= 0 && str_find(s, S("javascript")) < 0);
  arena_free(&a);
}

static void places_in_captions(void) {
  Arena a = { 0 };
  Doc doc;
  Diags d = { 0 };
  const Source source = { S("a.md"),
                          S("1\n\n{{< figure src=a.png caption=\"\xC3\xA4 \\\"q\\\" [a](b)\n"
                            "  and **[c](d)**\" >}}\n\n[e](f)\n") };
  const MarkdownOptions options = { 0 };
  static const struct {
    uint32_t line, col;
    const char *text;
  } want[] = { { 3, 39, "[a](b)" }, { 4, 9, "[c](d)" }, { 6, 1, "[e](f)" } };
  size_t found = 0;
  CHECK(doc_parse(&doc, &a, &source, 0, &options, &d));
  for (const Node *n = doc.root; n; n = node_next(n, doc.root)) {
    if (n->type != NODE_LINK || found == 3) continue;
    CHECK_INT(n->line, want[found].line);
    CHECK_INT(n->col, want[found].col);
    CHECK_STR(str_sub(source.text, n->offset, n->offset + n->length), want[found].text);
    found++;
  }
  CHECK_INT(found, 3);
  diags_free(&d);
  arena_free(&a);
}

/* Long captions, deep ones and many. */
static void hostile_captions(void) {
  static const struct {
    const char *piece;
    int times;
  } cases[] = { { "*a ", 200000 },   { "[a", 300000 },   { "**a** ", 12000 },
                { "![a](", 100000 }, { "<a b='", 1 },    { "<b>", 120000 },
                { "a_", 300000 },    { "`a``", 100000 }, { "&amp;", 150000 } };
  Arena a = { 0 };
  clock_t begin = clock();
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    Buf text = { 0 };
    buf_c(&text, "{{< figure src=a.png caption=\"");
    for (int k = 0; k < cases[i].times; k++) buf_c(&text, cases[i].piece);
    buf_c(&text, "\" >}}\n");
    (void)caption(&a, buf_view(&text), true, HTML_SAFE);
    buf_free(&text);
  }
  Buf many = { 0 }, deep = { 0 };
  for (int i = 0; i < 8000; i++) buf_c(&many, "{{< figure src=a.png caption=\"*x*\" >}}\n\n");
  CHECK_STR(caption(&a, buf_view(&many), true, HTML_SAFE), "<em>x</em>");
  buf_c(&deep, "{{< figure src=a.png caption=\"");
  for (int i = 0; i < 300; i++) buf_c(&deep, "*a ");
  buf_c(&deep, "a");
  for (int i = 0; i < 300; i++) buf_c(&deep, " a*");
  buf_c(&deep, "\" >}}\n");
  CHECK_STR(caption(&a, buf_view(&deep), false, HTML_OFF), "error");
  CHECK((double)(clock() - begin) / CLOCKS_PER_SEC < 8.0);
  buf_free(&many);
  buf_free(&deep);
  arena_free(&a);
}

/* Many, and long ones: twice the text takes twice the time. */
static void linear_time(void) {
  Arena a = { 0 };
  Buf many = { 0 }, hostile = { 0 };
  for (int i = 0; i < 8000; i++) buf_c(&many, "{{< figure src=\"a.png\" alt=\"x\" >}}\n\n");
  buf_c(&hostile, "{{< figure src=\"a.png\"");
  for (int i = 0; i < 200000; i++) buf_c(&hostile, " 'a");
  clock_t begin = clock();
  CHECK_STR(first_problem(&a, buf_z(&many)), "none");
  first_problem(&a, buf_z(&hostile));
  static const char *const again[] = { "{{<",
                                       "{{< a ",
                                       "{% a ",
                                       "{{< a 'x ",
                                       ":::a\n",
                                       "{% highlight %} ",
                                       "{{< a >}}",
                                       "{{< /a >}}",
                                       "{% highlight\n a %}\n\n",
                                       "x {{< highlight\n a >}}\n\n" };
  for (size_t i = 0; i < sizeof again / sizeof again[0]; i++) {
    Buf text = { 0 };
    for (int k = 0; k < 20000; k++) buf_c(&text, again[i]);
    for (int k = 0; k < 20000; k++) buf_c(&text, i == 4 ? ":::\n" : i == 6 ? "{{< /a >}}" : "");
    if (i == 9) buf_c(&text, "{{< /highlight >}}\n");
    tree(&a, buf_z(&text));
    buf_free(&text);
  }
  CHECK((double)(clock() - begin) / CLOCKS_PER_SEC < 4.0);
  CHECK(a.used < (size_t)900 << 20);
  buf_free(&many);
  buf_free(&hostile);
  arena_free(&a);
}

CHECKS_MAIN({ "reading", reading }, { "mistakes", mistakes },
            { "nodes know their places", nodes_know_their_places },
            { "they become nodes", become_nodes },
            { "captions are Markdown", captions_are_markdown },
            { "words of Markdown", words_of_markdown },
            { "places in captions", places_in_captions }, { "hostile captions", hostile_captions },
            { "linear time", linear_time })
