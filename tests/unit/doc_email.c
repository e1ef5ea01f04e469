/* doc_email.c -- addresses: read, clicked and copied by people, not found by programs. */
#include "check.h"
#include "doc/email.h"
#include "doc/html.h"
#include "doc/parse.h"

static Str hidden(Arena *a, const char *file, EmailFormat format) {
  Buf b = { 0 };
  email_hide(&b, str_c(file), format);
  Str s = buf_dup(&b, a);
  buf_free(&b);
  return s;
}

/* What a browser makes of numeric references. */
static Str decoded(Arena *a, Str s) {
  char *out = arena_alloc(a, s.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < s.n;) {
    if (i + 2 < s.n && s.p[i] == '&' && s.p[i + 1] == '#') {
      bool hex = s.p[i + 2] == 'x';
      char *end;
      out[n++] = (char)strtoul(s.p + i + (hex ? 3 : 2), &end, hex ? 16 : 10);
      i = (size_t)(end - s.p) + 1;
    } else {
      out[n++] = s.p[i++];
    }
  }
  return str_n(out, n);
}

static void files(void) {
  Arena a = { 0 };
  CHECK_STR(hidden(&a, "<p title=\"a.b@c.org\">x@y.z, @you, 5 @ 3, a@</p>", EMAIL_HTML),
            "<p title=\"a.b&#64;c.org\">x&#64;y.z, @you, 5 @ 3, a@</p>");
  CHECK_STR(hidden(&a, "<style>a@b{}</style><!-- a@b -->a@b", EMAIL_HTML),
            "<style>a@b{}</style><!-- a@b -->a&#64;b");
  CHECK_STR(hidden(&a, "a@b<SCRIPT type=\"x\">{\"@type\":\"a@b.c\"}</script>a@b", EMAIL_HTML),
            "a&#64;b<SCRIPT type=\"x\">{\"@type\":\"a\\u0040b.c\"}</script>a&#64;b");
  CHECK_STR(hidden(&a, "<script>a@b", EMAIL_HTML), "<script>a\\u0040b");
  CHECK_STR(hidden(&a, "<name>张三@例子.中国</name>", EMAIL_XML),
            "<name>张三&#64;例子.中国</name>");
  CHECK_STR(hidden(&a, "<a>x@y</a><![CDATA[x@y]]><!-- x@y -->x@y", EMAIL_XML),
            "<a>x&#64;y</a><![CDATA[x@y]]><!-- x@y -->x&#64;y");
  CHECK_STR(hidden(&a, "{\"@id\": \"a@b.c\"}", EMAIL_JSON), "{\"@id\": \"a\\u0040b.c\"}");
  CHECK_STR(hidden(&a, "https://social.example/@name", EMAIL_HTML), "https://social.example/@name");
  CHECK_STR(hidden(&a, "", EMAIL_HTML), "");
  arena_free(&a);
}

static Str link_of(Arena *a, const char *address, const char *label) {
  Buf b = { 0 };
  email_link(&b, str_c(address), str_c(label));
  Str s = buf_dup(&b, a);
  buf_free(&b);
  return s;
}

static void links(void) {
  Arena a = { 0 };
  Str link = link_of(&a, "info@example.org", "");
  CHECK(str_chr(link, '@') < 0 && str_find(link, S("mailto")) < 0 && str_find(link, S("info")) < 0);
  CHECK_STR(decoded(&a, link), "<a href=\"mailto:info@example.org\">info@example.org</a>");
  CHECK_STR(decoded(&a, link_of(&a, " a?b&c@d.org ", "write <us>")),
            "<a href=\"mailto:a%3Fb%26c@d.org\">write &lt;us&gt;</a>");
  CHECK_STR(link_of(&a, "no address", ""), "no address");
  CHECK_STR(link_of(&a, "a@b, c@d", ""), "a@b, c@d");
  CHECK_STR(link_of(&a, "<b>@x", "y"), "y");
  CHECK_STR(link_of(&a, "", ""), "");
  arena_free(&a);
}

static void markdown(void) {
  Arena a = { 0 };
  doc_init();
  Diags d = { 0 };
  Doc doc;
  Source source = {
    S("a.md"),
    S("Ask info@example.org or [mail](mailto:a@b.org?subject=x&y=ü), [us](mailto:z@b.org).\n")
  };
  Buf b = { 0 };
  CHECK(doc_parse(&doc, &a, &source, 0, &(MarkdownOptions){ 0 }, &d));
  CHECK(html_write(&b, doc.root, &(HtmlOptions){ 0 }, &d));
  CHECK(str_find(buf_view(&b), S("info@")) < 0 && str_find(buf_view(&b), S("mailto:")) < 0);
  CHECK_STR(decoded(&a, buf_view(&b)),
            "<p>Ask <a href=\"mailto:info@example.org\">info@example.org</a> or "
            "<a href=\"mailto:a@b.org?subject=x&y=%C3%BC\">mail</a>, "
            "<a href=\"mailto:z@b.org\">us</a>.</p>\n");
  buf_free(&b);
  diags_free(&d);
  arena_free(&a);
}

CHECKS_MAIN({ "finished files hold no address", files }, { "links", links },
            { "links of Markdown", markdown })
