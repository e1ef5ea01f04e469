/* Documents in Lua: reading, making, filtering, and what transform may return. */
#include "check.h"

#include "doc/html.h"
#include "lib_rig.h"

static const char text[] = "# Title\n"
                           "\n"
                           "Some *text* with [a link](/x \"t\").\n"
                           "\n"
                           "![alt *text*](pic.png)\n"
                           "\n"
                           "- one\n"
                           "- two\n"
                           "\n"
                           "```c hello\n"
                           "int x;\n"
                           "```\n";

static void open(LibRig *r, const char *markdown) {
  lib_rig_open(r, NULL, (Libs){ 0 });
  lib_rig_document(r, markdown);
  lib_rig_begin(r);
  lib_ast_push(r->sb->L, r->doc.root);
  sandbox_global(r->sb, "doc");
}

static Str html_of(LibRig *r) {
  Buf b = { 0 };
  HtmlOptions options = { .exact = true };
  if (!html_write(&b, r->doc.root, &options, &r->diags)) abort();
  Str s = buf_dup(&b, &r->arena);
  buf_free(&b);
  return s;
}

/* The snippet's result as text. */
#define READS(markdown, code, want)                                                                \
  do {                                                                                             \
    LibRig r_;                                                                                     \
    open(&r_, markdown);                                                                           \
    lib_rig_call(&r_, code);                                                                       \
    Str got_text_ = lib_rig_text(&r_);                                                             \
    CHECK_STR(got_text_, want);                                                                    \
    lib_rig_close(&r_);                                                                            \
  } while (0)

/* The document after the snippet's result was applied, or the error. */
static Str applied(LibRig *r, const char *markdown, const char *code) {
  open(r, markdown);
  if (!lib_rig_call(r, code)) return lib_rig_text(r);
  bool changed;
  if (!lib_ast_apply(r->sb, r->doc.root, &changed, &r->diags)) return r->diags.items[0].message;
  CHECK_INT(lua_gettop(r->sb->L), 0);
  return html_of(r);
}
#define APPLIES(markdown, code, want)                                                              \
  do {                                                                                             \
    LibRig r_;                                                                                     \
    Str got_text_ = applied(&r_, markdown, code);                                                  \
    CHECK_STR(got_text_, want);                                                                    \
    lib_rig_close(&r_);                                                                            \
  } while (0)

static void reading(void) {
  READS(text,
        "return doc.type .. ' ' .. #doc .. ' ' .. doc[1].type .. doc[1].level .. ' ' .. "
        "doc[2].line .. ':' .. doc[2].col",
        "document 5 heading1 3:1");
  READS(text, "return doc[2]:text()", "Some text with a link.");
  READS(text, "local l = doc[2][4] return l.type .. l.url .. l.title .. tostring(l.id)",
        "link/xtnil");
  READS(text, "local s = '' for i, c in ipairs(doc) do s = s .. i .. c.type .. ' ' end return s",
        "1heading 2paragraph 3paragraph 4list 5code_block ");
  READS(text,
        "local s = '' for _, c in pairs(doc:children()) do s = s .. c.type .. ' ' end return s",
        "heading paragraph paragraph list code_block ");
  READS(text, "local c = doc[5] return c.info .. '|' .. c.lang .. '|' .. c.literal",
        "c hello|c|int x;\n");
  READS(text, "return doc[3][1].alt .. ' ' .. doc[3][1].url", "alt text pic.png");
  READS(text, "return tostring(doc[9]) .. tostring(doc[0]) .. tostring(doc[-1])", "nilnilnil");
  READS(text, "return doc[1] == doc[1] and doc[1] ~= doc[2] and doc[2][1] ~= doc[1][1]", "true");
  READS(text, "return tostring(doc[2])", "paragraph at line 3");
}

static void mistakes_in_reading(void) {
  READS(text, "return doc[1].levle", "1: a node has no 'levle'; did you mean 'level'?");
  READS(text, "doc[1].level = 2",
        "1: a node is read-only; make a new one, such as "
        "ast.paragraph { ... }, and return it");
  READS(text, "return doc[1].text()",
        "1: node:text: is a method, to be called with ':' on a value that has it; usage: "
        "node:text()");
  READS(text, "return getmetatable(doc) == false", "true");
}

static void handles_expire_with_their_hook(void) {
  LibRig r;
  open(&r, text);
  CHECK(lib_rig_call(&r, "return doc"));
  lua_pop(r.sb->L, 1);
  CHECK(sandbox_end(r.sb));
  lib_rig_begin(&r);
  CHECK(!lib_rig_call(&r, "return doc.type"));
  CHECK(str_find(r.diags.items[0].message, S("node")) >= 0);
  CHECK(!lib_rig_call(&r, "return ast.div { doc }"));
  CHECK_INT(r.diags.errors, 2);
  lib_rig_close(&r);
}

static void transform_protocol(void) {
  APPLIES("a\n", "return nil", "<p>a</p>\n");
  APPLIES("a\n", "return doc", "<p>a</p>\n");
  APPLIES("a\n", "return false", "");
  APPLIES("a\n", "return { doc, ast.paragraph 'b' }", "<p>a</p>\n<p>b</p>\n");
  APPLIES("a\n", "return { ast.paragraph 'b', { doc }, 'c' }", "<p>b</p>\n<p>a</p>\n<p>c</p>\n");
  APPLIES("a\n", "return ast.paragraph 'b'", "<p>b</p>\n");
  APPLIES("a\n\nb\n", "return { doc[2], doc[1], doc[2] }", "<p>b</p>\n<p>a</p>\n<p>b</p>\n");
  APPLIES("a\n", "return { doc, doc }", "<p>a</p>\n<p>a</p>\n");
  APPLIES("a\n", "return ast.block_quote { doc }", "<blockquote>\n<p>a</p>\n</blockquote>\n");
  APPLIES("a\n", "local p = ast.paragraph 'x' return { p, p, doc, p }",
          "<p>x</p>\n<p>x</p>\n<p>a</p>\n<p>x</p>\n");
  APPLIES("a\n", "return true", "hook: true cannot stand in a document");
  APPLIES("a\n", "return { doc, { x = 1 } }",
          "hook: a table with named fields (give a node, such as ast.div { ... }) cannot stand in "
          "a document");
  APPLIES("a\n", "return ast.item 'x'", "hook: an item cannot stand in a document");
}

static void a_refused_result_changes_nothing(void) {
  LibRig r;
  open(&r, "a\n\nb\n");
  CHECK(lib_rig_call(&r, "return { ast.paragraph 'x', doc, print }"));
  bool changed;
  CHECK(!lib_ast_apply(r.sb, r.doc.root, &changed, &r.diags));
  CHECK(!changed);
  CHECK_INT(r.diags.errors, 1);
  CHECK_STR(r.diags.items[0].message, "hook: a function cannot stand in a document");
  CHECK_STR(html_of(&r), "<p>a</p>\n<p>b</p>\n");
  lib_rig_close(&r);
}

static void constructors(void) {
  APPLIES("", "return ast.paragraph { 'a ', ast.strong 'b', ' ', ast.emph { 'c' }, ast.code 'd<' }",
          "<p>a <strong>b</strong> <em>c</em><code>d&lt;</code></p>\n");
  APPLIES("", "return ast.heading { level = 3, 'h' }", "<h3>h</h3>\n");
  APPLIES("", "return ast.list { 'a', ast.item { 'b' } }", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n");
  APPLIES("", "return ast.list { ordered = true, start = 3, 'a' }",
          "<ol start=\"3\">\n<li>a</li>\n</ol>\n");
  APPLIES("", "return ast.paragraph { ast.link { url = '/x?a&b', title = 'T', 'y' } }",
          "<p><a href=\"/x?a&amp;b\" title=\"T\">y</a></p>\n");
  APPLIES("", "return ast.paragraph { ast.image { url = 'a.png', alt = 'A' } }",
          "<p><img src=\"a.png\" alt=\"A\" /></p>\n");
  APPLIES("", "return ast.code_block { info = 'lua', 'x = 1\\n' }",
          "<pre><code class=\"language-lua\">x = 1\n</code></pre>\n");
  APPLIES("", "return ast.thematic_break()", "<hr />\n");
  APPLIES("", "return ast.html(html.div { class = 'x', 'a<' })", "<div class=\"x\">a&lt;</div>\n");
  APPLIES("", "return { 'loose ', ast.strong 'inlines', ast.paragraph 'p', html.div 'd' }",
          "<p>loose <strong>inlines</strong></p>\n<p>p</p>\n<div>d</div>\n");
}

static void divs_have_attributes(void) {
  READS("",
        "local d = ast.div { class = { 'a', 'b' }, id = 'i', ['data-x'] = '1', 'c' } "
        "return d.class .. d.id .. d:attribute 'data-x' .. #d .. d[1].type .. d.origin",
        "a bi11paragraphp");
}

static void mistakes_in_making(void) {
  READS("", "return ast.paragraf 'x'", "1: there is no ast.paragraf; did you mean ast.paragraph?");
  READS("", "return ast.link { 'x' }", "1: ast.link: url is missing: ast.link { url = ... }");
  READS("", "return ast.link { url = 'javascript:x', 'x' }",
        "1: ast.link: the scheme of 'javascript:x' is not allowed");
  READS("", "return ast.heading { level = 7, 'x' }",
        "1: ast.heading: level must be a whole number from 1 to 6");
  READS("", "return ast.div { onclick = 'x' }",
        "1: ast.div: there is no field or attribute 'onclick'; fields: id, class");
  READS("", "return ast.div { style = 'x' }",
        "1: ast.div: there is no field or attribute 'style'; fields: id, class");
  READS("", "return ast.strong { ast.paragraph 'x' }",
        "1: ast.strong: a paragraph cannot stand in a strong");
  READS("", "return ast.html '<b>'",
        "1: ast.html takes html, such as html.div { ... }, found a string");
}

static void putting_a_node_elsewhere_copies_it(void) {
  /* The document is not torn by using its parts. */
  APPLIES("a\n\nb\n", "local box = ast.div { doc[1] } return nil", "<p>a</p>\n<p>b</p>\n");
  READS("a\n\nb\n", "local box = ast.block_quote { doc } return #doc .. #box", "22");
  /* A node made once may be used twice. */
  READS("",
        "local t = ast.text 'x' local a, b = ast.strong { t }, ast.emph { t } "
        "return a:text() .. b:text() .. t:text()",
        "xxx");
}

static void filters(void) {
  APPLIES("a *b* **c**\n",
          "return ast.filter { emph = function(n) return ast.strong { n:text() } "
          "end, strong = function() return false end } (doc)",
          "<p>a <strong>b</strong> </p>\n");
  APPLIES("a\n", "return ast.filter { emph = function(n) error 'never' end } (doc)", "<p>a</p>\n");
  /* A replacement is not visited again. */
  APPLIES("*a*\n", "return ast.filter { emph = function(n) return ast.emph { n, '!' } end } (doc)",
          "<p><em><em>a</em>!</em></p>\n");
  /* Children of what stays are visited. */
  APPLIES("*a **b***\n",
          "return ast.filter { emph = function(n) return n end, strong = function() return 'x' "
          "end } (doc)",
          "<p><em>a x</em></p>\n");
  /* A block in the place of an inline splits its paragraph. */
  APPLIES("a ![x](p.png) b\n",
          "return ast.filter { image = function(n) return ast.block_quote { 'Q' } end } (doc)",
          "<p>a </p>\n<blockquote>\n<p>Q</p>\n</blockquote>\n<p> b</p>\n");
  APPLIES("![x](p.png) ![y](q.png)\n",
          "return ast.filter { image = function(n) return ast.block_quote { n.url } end } (doc)",
          "<blockquote>\n<p>p.png</p>\n</blockquote>\n<p> </p>\n<blockquote>\n<p>q.png</p>\n"
          "</blockquote>\n");
  APPLIES("- a\n- b\n",
          "return ast.filter { item = function(n) return { n, ast.item { 'x' } } end } (doc)",
          "<ul>\n<li>a</li>\n<li>x</li>\n<li>b</li>\n<li>x</li>\n</ul>\n");
  APPLIES("*a*\n", "return { doc, ast.filter { emph = function(n) return 'b' end } (doc) }",
          "<p><em>a</em></p>\n<p>b</p>\n");
  READS("*a*\n",
        "local f = ast.filter { emph = function(n, x, y) return x .. y end } "
        "return f(doc, 'p', 'q'):text() .. doc:text()",
        "pqa");
}

static void mistakes_in_filters(void) {
  READS("a\n", "return ast.filter { imge = print }",
        "1: ast.filter: there is no node type 'imge'; did you mean 'image'?");
  READS("a\n", "return ast.filter { image = 1 }",
        "1: ast.filter: a handler must be a function, found a number");
  READS("[a *b*](/x)\n",
        "return ast.filter { emph = function() return ast.paragraph 'x' end } (doc)",
        "1: the handler of emph returned what it must not: a paragraph cannot stand in a link");
}

static void walking(void) {
  READS("a *b* **c *d***\n",
        "local s = '' ast.walk(doc, function(n) s = s .. n.type .. ' ' return n.type ~= 'strong' "
        "end) return s",
        "paragraph text emph text text strong ");
}

static void messages_stand_at_the_node(void) {
  LibRig r;
  open(&r, "a\n\nsome [link](/x) here\n");
  CHECK(lib_rig_call(&r, "doc[2][2]:warn('look here', 'mend it') doc[2]:error 'bad'"));
  CHECK_INT(r.diags.warnings, 1);
  CHECK_INT(r.diags.errors, 1);
  CHECK_STR(r.diags.items[0].file, "articles/a.md");
  CHECK_INT(r.diags.items[0].line, 3);
  CHECK_INT(r.diags.items[0].col, 6);
  CHECK_STR(r.diags.items[0].message, "look here");
  CHECK_STR(r.diags.items[0].help, "mend it");
  CHECK_STR(r.diags.items[0].plugin, "p");
  lib_rig_close(&r);
}

/* Without settings every check has its own level: image_credit is off. */
static void checks_at_the_node(void) {
  LibRig r;
  open(&r, "![a](b.png)\n");
  CHECK(lib_rig_call(&r,
                     "doc[1][1]:check('image_alt', 'bad alt', 'mend it') "
                     "doc[1][1]:check('image_credit', 'whose?') doc:check('links', 'nowhere')"));
  CHECK_INT(r.diags.count, 2);
  CHECK_INT(r.diags.items[0].severity, DIAG_WARNING);
  CHECK_INT(r.diags.items[0].code, P_CHECK);
  CHECK_INT(r.diags.items[0].line, 1);
  CHECK_STR(r.diags.items[0].message, "bad alt (image_alt)");
  CHECK_STR(r.diags.items[0].help, "mend it");
  CHECK_INT(r.diags.items[1].severity, DIAG_ERROR);
  lib_rig_close(&r);
  READS("a\n", "doc:check('image_alr', 'x')",
        "1: there is no check 'image_alr'; did you mean 'image_alt'?");
  READS("a\n", "doc:check('?', 'x')",
        "1: there is no check '?'; a plugin declares its own in the header: checks = { [\"?\"] = { "
        "level = \"warning\" } }");
}

static void figures_and_their_images(void) {
  static const char figure[] =
      "{{< figure src=\"a.png\" alt=\"\" credit=\"Ann\" licence=L source=/s "
      "width=20 >}}\n";
  READS(figure,
        "local f, i = doc[1], doc[1][1] return table.concat({ f.credit, f.licence, f.source, "
        "i.width, "
        "tostring(i.height), tostring(i.file), tostring(i.decorative), tostring(i.credit) }, ' ')",
        "Ann L /s 20 nil nil true nil");
  READS("![a](b.png)\n", "return tostring(doc[1][1].decorative) .. tostring(doc[1].credit)",
        "falsenil");
  READS("",
        "local i = ast.image { url = 'a', width = 3, height = 4, decorative = true } "
        "return i.width .. i.height .. tostring(i.decorative)",
        "34true");
  READS("", "return ast.image { url = 'a', width = 0 }",
        "1: ast.image: width must be a whole number from 1 to 16777216");
}

static void doubling_ends_at_a_limit(void) {
  READS("",
        "local d = ast.div { 'x' } local ok = true for i = 1, 12 do d = ast.div { d, d } end "
        "return #d",
        "2");
  LibRig r;
  Str message = applied(&r, "a\n",
                        "local d = ast.paragraph 'x' for i = 1, 300 do d = ast.div { d } "
                        "end return d");
  CHECK_STR(message, "hook: nested too deeply");
  lib_rig_close(&r);
}

static void filters_live_in_frozen_plugins(void) {
  LibRig r;
  lib_rig_open(&r, NULL, (Libs){ 0 });
  lib_rig_document(&r, "*a* ![x](p.png)\n");
  lib_rig_begin(&r);
  CHECK(lib_rig_call(&r,
                     "local mark = html.b '!' local seen = {} return { transform = ast.filter { "
                     "emph = function(n) return { n, mark } end, image = function(n) "
                     "seen[1] = n end } }"));
  CHECK(freeze_all(r.sb, -1, &r.diags));
  lua_getfield(r.sb->L, -1, "transform");
  lua_setfield(r.sb->L, LUA_REGISTRYINDEX, "test.transform");
  CHECK(sandbox_end(r.sb));
  lib_rig_begin(&r);
  lua_getfield(r.sb->L, LUA_REGISTRYINDEX, "test.transform");
  lib_ast_push(r.sb->L, r.doc.root);
  CHECK(!sandbox_call(r.sb, 1, 1, &r.diags));
  CHECK(str_find(r.diags.items[0].message, S("state between articles")) > 0);
  sandbox_end(r.sb);
  r.doc.root->first->last->type = NODE_SPAN; /* without the image it works */
  lib_rig_begin(&r);
  lua_getfield(r.sb->L, LUA_REGISTRYINDEX, "test.transform");
  lib_ast_push(r.sb->L, r.doc.root);
  bool changed = false;
  CHECK(sandbox_call(r.sb, 1, 1, &r.diags) && lib_ast_apply(r.sb, r.doc.root, &changed, &r.diags) &&
        changed);
  CHECK(str_find(html_of(&r), S("<em>a</em><b>!</b>")) >= 0);
  lib_rig_close(&r);
}

static bool write_node(void *ctx, const Node *n, Buf *out) {
  LibRig *r = ctx;
  HtmlOptions options = { .exact = true };
  return html_write(out, n, &options, &r->diags);
}

static void results_of_render(void) {
  static const struct {
    const char *code, *want;
  } cases[] = { { "return nil", "nil" },
                { "return html.b 'x'", "<b>x</b>" },
                { "return '<'", "&lt;" },
                { "return false", "" },
                { "return { ast.emph 'a', html.b 'b', '<' }", "<em>a</em><b>b</b>&lt;" },
                { "return print", "hook: a function cannot be written as html" } };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    LibRig r;
    open(&r, "a\n");
    Buf out = { 0 };
    bool given = false;
    CHECK(lib_rig_call(&r, cases[i].code));
    bool ok = lib_ast_take_render(r.sb, &out, &given, write_node, &r, &r.diags);
    if (!ok)
      CHECK_STR(r.diags.items[0].message, cases[i].want);
    else if (!given)
      CHECK_STR(S("nil"), cases[i].want);
    else
      CHECK_STR(buf_view(&out), cases[i].want);
    CHECK_INT(lua_gettop(r.sb->L), 0);
    buf_free(&out);
    lib_rig_close(&r);
  }
}

CHECKS_MAIN({ "reading", reading }, { "mistakes in reading", mistakes_in_reading },
            { "handles expire with their hook", handles_expire_with_their_hook },
            { "the transform protocol", transform_protocol },
            { "a refused result changes nothing", a_refused_result_changes_nothing },
            { "constructors", constructors }, { "divs have attributes", divs_have_attributes },
            { "mistakes in making", mistakes_in_making },
            { "putting a node elsewhere copies it", putting_a_node_elsewhere_copies_it },
            { "filters", filters }, { "mistakes in filters", mistakes_in_filters },
            { "walking", walking }, { "messages stand at the node", messages_stand_at_the_node },
            { "checks at the node", checks_at_the_node },
            { "figures and their images", figures_and_their_images },
            { "doubling ends at a limit", doubling_ends_at_a_limit },
            { "filters live in frozen plugins", filters_live_in_frozen_plugins },
            { "results of render", results_of_render })
