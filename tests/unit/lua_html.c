/* The escaping builder: what comes out, and everything it refuses. */
#include "check.h"

#include "lib_rig.h"
#include "lua/html_value.h"

static void elements_attributes_and_children(void) {
  GIVES("return html.p 'a < b & c'", "<p>a &lt; b &amp; c</p>");
  GIVES("return html.div { class = 'x', 'text ', html.a { href = '/u', 'link' }, 3, 1.5 }",
        "<div class=\"x\">text <a href=\"/u\">link</a>31.5</div>");
  GIVES("return html.br()", "<br>");
  GIVES("return html.img { src = 'a.png', alt = '' }", "<img alt=\"\" src=\"a.png\">");
  GIVES("return html.div()", "<div></div>");
}

static void attributes_come_in_sorted_order(void) {
  for (int i = 0; i < 3; i++)
    GIVES(
        "return html.a { title = 't', href = 'h', id = 'i', ['data-x'] = 1, class = { 'a', false, "
        "'b' }, rel = 'r' }",
        "<a class=\"a b\" data-x=\"1\" href=\"h\" id=\"i\" rel=\"r\" title=\"t\"></a>");
}

static void nothing_becomes_markup(void) {
  GIVES("return html.a { title = '\"><script>', '</a><script>' }",
        "<a title=\"&quot;&gt;&lt;script&gt;\">&lt;/a&gt;&lt;script&gt;</a>");
  GIVES("return html.text('<b>') .. '<i>' .. html.b 'x'", "&lt;b&gt;&lt;i&gt;<b>x</b>");
  GIVES("return '<i>' .. html.b 'x'", "&lt;i&gt;<b>x</b>");
  /* tostring makes plain text of html, and text is escaped again. */
  GIVES("return html.p(tostring(html.b 'x'))", "<p>&lt;b&gt;x&lt;/b&gt;</p>");
  GIVES("return html.p 'a\\0b\\27c\\xFFd'", "<p>abc\xEF\xBF\xBD"
                                            "d</p>");
}

static void what_is_left_out(void) {
  GIVES("return html.p { nil, 'a', false, nil, 'b', hidden = false, open = true }",
        "<p open>ab</p>");
  GIVES("return html.ul { { html.li '1', { html.li '2' } }, {} }", "<ul><li>1</li><li>2</li></ul>");
}

static void joining(void) {
  GIVES("return html.join({ 'a', html.b 'c', false, 'd' }, ', ')", "a, <b>c</b>, d");
  GIVES("return html.join({ 'a', '<' })", "a&lt;");
  GIVES("return html.is(html.text 'x') and not html.is 'x' and #html.b 'x' == 8 and "
        "html.b 'x' == html.b 'x' and html.b 'x' ~= html.b 'y'",
        "true");
}

static void refused(void) {
  GIVES("return html.p { onclick = 'x' }",
        "1: html.p: attribute name 'onclick' must not be an event handler");
  GIVES("return html.p { style = 'x' }", "1: html.p: attribute name 'style' must not be 'style': "
                                         "use a class, and a rule in a style sheet");
  GIVES("return html.p { ['a b'] = 'x' }",
        "1: html.p: attribute name 'a b' consists of small letters, digits and '-'");
  GIVES("return html.p { ['x\"'] = 'x' }",
        "1: html.p: attribute name 'x\"' consists of small letters, digits and '-'");
  GIVES("return html.a { href = 'javascript:alert(1)' }",
        "1: html.a: attribute 'href' has an address whose scheme is not allowed: 'javascript'");
  GIVES("return html.a { href = ' java\\tscript:alert(1)' } == nil",
        "1: html.a: attribute 'href' has an address whose scheme is not allowed: ' "
        "java\tscript:alert(1)'");
  GIVES("return html.img { srcset = 'a.png 1x, javascript:x 2x' }",
        "1: html.img: attribute 'srcset' has an address whose scheme is not allowed");
  GIVES("return html.button { formaction = 'data:text/html,x' }",
        "1: html.button: attribute 'formaction' has an address whose scheme is not allowed: "
        "'data'");
  GIVES("return html.p { true }", "1: html.p: true cannot be written as html; write a text for it");
  GIVES("return html.p { print }", "1: html.p: a function cannot be written as html");
  GIVES("return html.p { title = html.b 'x' }",
        "1: html.p: attribute 'title' takes text, found html");
  GIVES("return html.br 'x'", "1: html.br takes a table of attributes: it is an empty element");
  GIVES("return html.raw '<b>'",
        "1: html.raw needs capabilities = { \"raw_html\" } in the plugin's header; without it "
        "build html with html.div { ... }");
  GIVES("return (html.b 'x').y",
        "1: an html value has no fields; build what you need before it becomes html");
  GIVES("local t = {} t[1] = t return html.p(t)",
        "1: html.p: a list nested this deeply cannot be written as html");
}

static void unknown_elements_have_a_suggestion(void) {
  static const char *const names[] = { "script", "style", "iframe", "object", "embed", "base" };
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    char code[64];
    snprintf(code, sizeof code, "return html.%s { 'x' }", names[i]);
    LibRig r;
    lib_rig_once(&r, code, (Libs){ 0 });
    CHECK(!r.ok && str_find(r.diags.items[0].message, S("does not exist: nothing may run")) > 0);
    lib_rig_close(&r);
  }
  GIVES("return html.dvi { 'x' }", "1: there is no html.dvi; did you mean html.div?");
}

static void raw_with_the_capability(void) {
  GIVES_WITH(((Libs){ .raw_html = true }), "return html.raw '<b>' .. '<'", "<b>&lt;");
}

/* The picture's address, and what stands around it. */
static void codes(void) {
  static const char *const cases[][3] = {
    { "return html.qr 'https://example.org/'", "<img alt=\"https://example.org/\" height=\"264\"",
      "\" width=\"264\">" },
    { "return html.qr('wxp://f2f0', { alt = 'Pay \"me\"', class = 'code', size = 500 })",
      "<img alt=\"Pay &quot;me&quot;\" class=\"code\" height=\"522\"", "\" width=\"522\">" },
    { "return html.qr('x', { alt = '' })", "<img alt=\"\" height=\"261\"", "\" width=\"261\">" },
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    LibRig r;
    Str got = lib_rig_once(&r, cases[i][0], (Libs){ 0 });
    Str head = arena_printf(&r.arena, "%s src=\"data:image/png;base64,iVBORw0KGgo", cases[i][1]);
    CHECK(r.ok && str_starts(got, head) && str_ends(got, str_c(cases[i][2])));
    if (!str_starts(got, head)) printf("    got: %.*s\n", (int)(got.n < 200 ? got.n : 200), got.p);
    /* Whole groups of four, filled up with '=' where the file ends within one. */
    Str rest = str_sub(got, head.n - 11, got.n - strlen(cases[i][2]));
    CHECK(rest.n % 4 == 0 && (str_ends(rest, S("RK5CYII=")) || str_ends(rest, S("SuQmCC")) ||
                              str_ends(rest, S("ErkJggg=="))));
    lib_rig_close(&r);
  }
  GIVES("return html.is(html.qr 'x') and html.qr 'x' == html.qr 'x' and html.qr 'x' ~= html.qr 'y'",
        "true");
  GIVES("return html.qr ''", "1: html.qr: the text is empty");
  GIVES("return html.qr(('x'):rep(1025))", "1: html.qr: the text is longer than 1,024 bytes");
  GIVES("return html.qr 'a\\0b'", "1: html.qr: the text contains a NUL byte");
  GIVES("return html.qr('x', 300)", "1: html.qr takes a text and a table of options");
  GIVES("return html.qr('x', { size = 239 })", "1: html.qr: 'size' must be between 240 and 1024");
  GIVES("return html.qr('x', { size = 300.5 })", "1: html.qr: 'size' must be a whole number");
  GIVES("return html.qr('x', { alt = html.b 'x' })", "1: html.qr: 'alt' must be text");
  GIVES("return html.qr('x', { width = 3 })",
        "1: html.qr has the options alt, class and size, not 'width'");
}

static void no_state_is_touched(void) {
  /* Raw access: a metatable on the table given is not asked. */
  GIVES("return html.p(setmetatable({ 'a' }, { __index = function() error 'called' end }))",
        "<p>a</p>");
  GIVES("html.p = nil return html.p 'x'",
        "1: library 'html' is read-only: field 'p' cannot be set");
}

static void a_hooks_result(void) {
  LibRig r;
  lib_rig_open(&r, NULL, (Libs){ 0 });
  lib_rig_begin(&r);
  Buf out = { 0 };
  CHECK(lib_rig_call(&r, "return { 'a<', html.b 'x', nil, 3 }"));
  CHECK(html_value_take(r.sb, &out, "html, text or nil", &r.diags));
  CHECK_STR(buf_view(&out), "a&lt;<b>x</b>3");
  CHECK(lib_rig_call(&r, "return { 'a', { print } }"));
  CHECK(!html_value_take(r.sb, &out, "html, text or nil", &r.diags));
  CHECK_STR(buf_view(&out), "a&lt;<b>x</b>3");
  CHECK_INT(r.diags.errors, 1);
  CHECK_STR(r.diags.items[0].message, "hook: a function cannot be written as html");
  buf_free(&out);
  lib_rig_close(&r);
}

CHECKS_MAIN({ "elements, attributes and children", elements_attributes_and_children },
            { "attributes come in sorted order", attributes_come_in_sorted_order },
            { "nothing becomes markup", nothing_becomes_markup },
            { "what is left out", what_is_left_out }, { "joining", joining },
            { "refused", refused },
            { "unknown elements have a suggestion", unknown_elements_have_a_suggestion },
            { "raw with the capability", raw_with_the_capability }, { "codes", codes },
            { "no state is touched", no_state_is_touched }, { "a hook's result", a_hooks_result })
