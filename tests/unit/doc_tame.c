/* doc_tame.c -- Markdown of strangers. */
#include "check.h"
#include "doc/html.h"
#include "doc/tame.h"

static Str html(Arena *a, const char *markdown) {
  doc_init();
  Diags d = { 0 };
  Doc doc;
  Buf b = { 0 };
  CHECK(doc_parse_tame(&doc, a, S("comment"), str_c(markdown), &d));
  CHECK(html_write(&b, doc.root, &(HtmlOptions){ 0 }, &d));
  Str s = buf_dup(&b, a);
  buf_free(&b);
  diags_free(&d);
  return s;
}

static void shows_html(void) {
  Arena a = { 0 };
  CHECK_STR(html(&a, "a <b>bold</b> <script>alert(1)</script> word"),
            "<p>a &lt;b&gt;bold&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt; word</p>\n");
  CHECK_STR(html(&a, "<div onclick=\"x\">\none\n</div>"),
            "<p>&lt;div onclick=&quot;x&quot;&gt;<br>\none<br>\n&lt;/div&gt;</p>\n");
  CHECK_STR(html(&a, "<!-- hidden -->"), "<p>&lt;!-- hidden --&gt;</p>\n");
  arena_free(&a);
}

static void links_and_images(void) {
  Arena a = { 0 };
  CHECK_STR(html(&a, "[x](https://a.example/) [y](javascript:alert(1))"),
            "<p><a href=\"https://a.example/\" rel=\"nofollow ugc noopener\">x</a> "
            "<a rel=\"nofollow ugc noopener\">y</a></p>\n");
  CHECK_STR(html(&a, "![cat](https://a.example/c.png) ![](data:image/png;base64,AA)"),
            "<p><a href=\"https://a.example/c.png\" rel=\"nofollow ugc noopener\">cat</a> "
            "<span>data:image/png;base64,AA</span></p>\n");
  CHECK_STR(
      html(&a, "[![cat](c.png)](https://a.example/)"),
      "<p><a href=\"https://a.example/\" rel=\"nofollow ugc noopener\"><span>cat</span></a></p>\n");
  arena_free(&a);
}

static void captions(void) {
  Arena a = { 0 };
  CHECK_STR(html(&a, "{{< figure src=https://a.example/a.png alt=cat caption=\"*by* "
                     "[Ann](https://b.example/) <b>x</b> [y](javascript:z)\" >}}"),
            "<figure>\n<a href=\"https://a.example/a.png\" rel=\"nofollow ugc noopener\">cat</a>\n"
            "<figcaption><em>by</em> <a href=\"https://b.example/\" rel=\"nofollow ugc "
            "noopener\">Ann</a> &lt;b&gt;x&lt;/b&gt; <a rel=\"nofollow ugc noopener\">y</a>"
            "</figcaption>\n</figure>\n");
  arena_free(&a);
}

/* What a picture is described by may hold pictures, links and HTML again. */
static void pictures_in_pictures(void) {
  Arena a = { 0 };
  CHECK_STR(html(&a, "![a ![b](https://a.example/b.png) [c](https://a.example/c) "
                     "<i>d</i>](https://a.example/a.png)"),
            "<p><a href=\"https://a.example/a.png\" rel=\"nofollow ugc noopener\">a b c "
            "&lt;i&gt;d&lt;/i&gt;</a></p>\n");
  CHECK_STR(
      html(&a, "[![![x](https://a.example/x.png)](y.png)](https://a.example/)"),
      "<p><a href=\"https://a.example/\" rel=\"nofollow ugc noopener\"><span>x</span></a></p>\n");
  arena_free(&a);
}

static void no_ids(void) {
  Arena a = { 0 };
  CHECK_STR(html(&a, "# Loud <i>one</i>\n\ntext[^1] [^2]\n\n[^1]: /note"),
            "<p><strong>Loud &lt;i&gt;one&lt;/i&gt;</strong></p>\n"
            "<p>text<a href=\"/note\" rel=\"nofollow ugc noopener\">^1</a> [^2]</p>\n");
  CHECK_STR(html(&a, "#"), "<p></p>\n");
  arena_free(&a);
}

CHECKS_MAIN({ "HTML is shown as text", shows_html }, { "captions", captions },
            { "links and images", links_and_images },
            { "pictures in pictures", pictures_in_pictures },
            { "headings and footnotes make no ids", no_ids })
