# cli_import_wordpress -- publish import wordpress: from an awkward export to a site that publishes.
import gzip
import html
import os
import re
import resource

import lab
import wxr
from cli_rig import ends, records
from wxr import attachment, cdata, comment, item, meta, term

BRANCH = "import/wordpress"
RHINE = """First *line* of [sic] text
second line, 1. a number

<strong>Note:</strong>glued and <em>soft</em> snake_case_word &amp; AT&T, <a href="https://old.example.org/blog/2019/05/%e4%b8%ad%e6%96%87/#end">\
zhongwen</a>, <a href="/blog/?p=103">by id</a> and <a href="/blog/gone/">gone</a>.

[caption id="a" width="300"]<img src="https://old.example.org/blog/wp-content/uploads/2019/05/river.jpg" alt="A river" /> The <em>river</em> at dawn[/caption]

[gallery ids="201,202"]

[contact-form-7 id="12" title="Contact"] and [[gallery]] shown

<ul>
<li>one</li>
<li>two
<ul><li>deep</li></ul></li>
</ul>
[code lang="c"]
if (a < b && c) { *p = 1; }

return;
[/code]

https://youtu.be/abc_def

# not a heading
- not a list

Write to <a href="/cdn-cgi/l/email-protection#HIDDEN"><span class="__cf_email__" data-cfemail="HIDDEN">[email&#160;protected]</span></a> \
or [email&#160;protected]. 😀

[audio mp3="https://old.example.org/blog/wp-content/uploads/2019/05/song.mp3"][/audio]

<h2 id="part">Part *one*</h2>
<a href="#part">up</a> &nbsp; {{< figure >}} {% raw %} \\( x_1 \\)
""".replace("HIDDEN", wxr.hidden("tea@old.example"))
CHINESE = """<!-- wp:paragraph -->
<p>这是<strong>重点。</strong>后文，还有<em>强调</em>。</p>
<!-- /wp:paragraph -->

<!-- wp:latest-posts {"postsToShow":3} /-->

<!-- wp:image {"id":201} -->
<figure class="wp-block-image"><img src="https://old.example.org/blog/wp-content/uploads/2019/05/river-300x200.jpg" alt="河" class="wp-image-201"/>\
<figcaption>河流</figcaption></figure>
<!-- /wp:image -->
<!-- wp:embed --><figure class="wp-block-embed"><div class="wp-block-embed__wrapper">
https://www.youtube.com/watch?v=1&amp;x=2
</div></figure><!-- /wp:embed -->
<!-- wp:block {"ref":301} /-->
<!-- wp:table --><figure class="wp-block-table"><table><thead><tr><th>甲</th><th>乙|丙</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody>\
</table></figure><!-- /wp:table -->
<!-- wp:code --><pre class="wp-block-code"><code>x &lt; y

```
</code></pre><!-- /wp:code -->
<p id="end">结尾。</p>
"""
HOSTILE = """<script>alert(1)</script><p onclick="x()">visible <iframe src="https://evil.example/"></iframe></p>
<svg><text>svg words</text></svg> <a href="javascript:alert(1)">a link</a> ]]> <details><summary>Sum</summary>inner words</details> \
<marquee>moving words</marquee> <style>p{}</style> <b><i>crossed</b> over</i> <td>stray cell"""


def awkward():
    """The whole of an awkward site."""
    terms = term("category", "rivers", "Rivers") + term("category", "%e8%8c%b6", "茶") + term("post_tag", "leaf", "Leaf & Bud")
    long = "".join("<p>Paragraph %d of a long article, with <b>bold %d</b>.</p>\n\n" % (i, i) for i in range(3000))
    return wxr.export(
        wxr.author("mei", "陈梅 Mei"), wxr.category("rivers", "Rivers"), wxr.category("%e8%8c%b6", "茶", "rivers", id=7), wxr.tag("leaf", "Leaf &amp; Bud"),
        item(101, "The Rhine &amp; us", RHINE, "rhine", excerpt="About the <em>Rhine</em> & more", more=terms + meta("_thumbnail_id", "201") +
             meta("_wp_old_slug", "old-rhine") + comment(1, "First!\n\nGreat <strong>post</strong>") + comment(2, "Answer", 1) +
             comment(3, "Deeper 中文", 2, author="李", email="") + comment(4, "buy", approved="spam") + comment(5, "wait", approved="0") +
             comment(6, "[...] they say [...]", kind="pingback", email="") + comment(7, "left", approved="trash") +
             comment(8, "circle", 9) + comment(9, "circle", 8) + comment(10, "order", kind="order_note")),
        item(102, "中文标题", CHINESE, "%e4%b8%ad%e6%96%87", more=term("genre", "essay", "Essay") + term("post_format", "post-format-aside", "Aside") +
             term("language", "zh", "中文") + term("post_translations", "pll_1", "pll_1")),
        item(103, "Same slug", "text\n", "rhine", date="2020-01-01 10:00:00", gmt="2020-01-01 02:00:00", closed=True, sticky=1),
        item(104, 'Hostile <b>one</b> " : {x} \\ #', HOSTILE, "hostile", date="2020-02-01 23:30:00", gmt="2020-02-01 15:30:00"),
        item(105, "", "draft text", status="draft", date="2020-03-01 10:00:00", gmt="0000-00-00 00:00:00"),
        item(106, "Secret", "secret text", "secret", password="x", date="2020-03-02 10:00:00", gmt="2020-03-02 02:00:00"),
        item(107, "Mine", "private text", "mine", status="private", date="2020-03-03 10:00:00", gmt="2020-03-03 02:00:00"),
        item(108, "Waiting", "pending text", "waiting", status="pending", date="2020-03-03 10:00:00", gmt="0000-00-00 00:00:00"),
        item(109, "Trash", "trashed text", "trash__trashed", status="trash"),
        item(110, "Elsewhere", "text", "else", link=wxr.OLD + "/special/else.html", date="2020-03-04 10:00:00", gmt="2020-03-04 02:00:00",
             changed="2021-01-01 00:00:00", more=meta("_yoast_wpseo_metadesc", "%%title%% - %%sitename%%")),
        item(111, "Long", long, "long", date="2021-01-01 10:00:00", gmt="2021-01-01 02:00:00"),
        item(113, "Cells", "<table><tr><td><pre>one\n\ntwo &lt;b&gt;</pre></td><td>a <a href='/blog/?p=103'>cell</a></td></tr></table>", "cells",
             date="2021-02-01 10:00:00", gmt="2021-02-01 02:00:00"),
        item(114, "Middle", '<p style="text-align: center">centred <b>words</b></p>\n\n<center>in the middle</center>\n\n'
             '<iframe src="https://www.youtube.com/embed/a_b?rel=0" width="560"></iframe>\n\n'
             '<figure><audio src="/wp-content/uploads/song.mp3"></audio><figcaption>Song <em>of</em> rain</figcaption></figure>', "middle",
             more=meta("_yoast_wpseo_metadesc", "In the &amp; middle") +
             meta("rating", "5 <b>of</b> 5") + meta("layout_data", 'a:1:{s:1:"x";i:2;}') + meta("_edit_last", "1"),
             date="2021-02-02 10:00:00", gmt="2021-02-02 02:00:00"),
        item(112, "Tomorrow", "future text", "tomorrow", status="future", date="2999-01-01 10:00:00", gmt="2999-01-01 02:00:00"),
        item(120, "About", "About <b>us</b>, see [gallery]", "about", kind="page", more=comment(11, "on a page")),
        item(121, "Team", "The team", "team", kind="page", link=wxr.OLD + "/about/team/", parent=120),
        attachment(201, "2019/05/river.jpg", "A river", "River &amp; caption"), attachment(202, "2019/05/boat.jpg", "A boat", parent=120),
        item(301, "reuse", "<!-- wp:paragraph --><p>Reused words</p><!-- /wp:paragraph -->", "reuse", kind="wp_block"),
        wxr.menu(401, "", "post_type", "120", "page", order=2), wxr.menu(402, "Home", "custom", url=wxr.OLD + "/", order=1),
        wxr.menu(403, "Rivers", "taxonomy", "2", "category", order=3, above="401"), wxr.menu(405, "", "taxonomy", "7", "category", order=5),
        wxr.menu(406, "All about it", "taxonomy", "7", "category", order=6), wxr.menu(404, "Lost", "post_type", "999", "page", order=4),
        item(501, "Shop", "", "shop", kind="product"), item(101, "The Rhine, again", "", "rhine"))


def repository(name="wordpress"):
    path = lab.folder(name)
    lab.git(path, "init", "-q")
    return path


def take(repo, *files, media=None, options=()):
    """Imports these texts or bytes, each a file."""
    place, paths = lab.folder("exports"), []
    for i, content in enumerate(files):
        paths.append(os.path.join(place, "part%d.xml" % (i + 1)))
        with open(paths[-1], "wb") as f:
            f.write(content if isinstance(content, bytes) else content.encode())
    return lab.publish("-C", repo, "import", "wordpress", *paths, *(["--media", media] if media else []), *options)


def show(repo, path):
    return lab.git(repo, "show", "%s:%s" % (BRANCH, path), check=False) or ""


def paths(repo):
    return lab.git(repo, "-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", BRANCH).split("\n")


def words(page):
    """What a reader sees of HTML, without white space."""
    page = re.sub(r"(?s)<(script|style|head)\b.*?</\1>|<!--.*?-->", " ", page)
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", page)))


def whole_site():
    repo = repository()
    media = lab.folder("uploads")
    os.makedirs(os.path.join(media, "2019/05"))
    for name in ("river.jpg", "river-300x200.jpg", "evil.php"):
        with open(os.path.join(media, "2019/05", name), "wb") as f:
            f.write(b"\xff\xd8\xff\xe0 " + name.encode())
    ran = take(repo, awkward(), media=media)
    ends("an awkward export is imported", ran, 0, "15 as Markdown, 1 as HTML", "1 of other types", "imported: 12 articles, 4 drafts", "of 12 old addresses are pages", "next:", nothing=[": error", "are missing"])
    subjects = lab.git(repo, "log", "--format=%s", BRANCH).split("\n")
    lab.check("as commits that can be reviewed",
              subjects[::-1] == ["Settings of the old site", "Authors and taxonomies", "Articles of 2019", "Articles of 2020", "Articles of 2021",
                                 "Articles of 2999", "Articles of the type product", "Pages", "Comments", "Pictures and other files", "Addresses that need a redirect",
                                 "Keep the addresses of articles", "Report of the import"] or
              subjects[::-1][:7] == ["Settings of the old site", "Authors and taxonomies", "Articles of 2019", "Articles of 2020",
                                     "Articles of 2021", "Articles of 2999", "Articles of the type product"], "\n".join(subjects))
    lab.check("and nothing is checked out", not os.listdir(repo) == [] and lab.git(repo, "status", "--porcelain") == "", str(os.listdir(repo)))
    settings = show(repo, "publish.yaml")
    lab.check("settings: names, address, zone, pattern, menu",
              all(x in settings for x in ('title: "Tea & Rivers"', 'subtitle: "Essays on tea & rivers"', 'url: "https://old.example.org/blog"',
                                          'language: "en-US"', 'timezone: "+08:00"', 'permalink: "/:year/:month/:slug/"',
                                          '- { title: "Home", url: "/" }\n    - { title: "About", url: "/about/" }\n'
                                          '    - { title: "Rivers", url: "/categories/rivers/" }\n'
                                          '    - { title: "茶", url: "/categories/茶/" }\n'
                                          '    - { title: "All about it", url: "/categories/茶/" }')), settings)
    rhine = show(repo, "articles/2019/rhine.md")
    for part in ('title: "The Rhine & us"\ndate: 2019-05-01T10:00:00+08:00\nauthors: "mei"\ncategories: ["Rivers", "茶"]\ntags: ["Leaf & Bud"]\n'
                 'description: "About the Rhine & more"\nimage:\n  src: "/wp-content/uploads/2019/05/river.jpg"\n  alt: "A river"\n',
                 'aliases: ["/2019/05/old-rhine/"]\nguid: "https://old.example.org/blog/?p=101"\n',
                 "First \\*line\\* of \\[sic] text\\\nsecond line, 1. a number\n\n",
                 "[zhongwen](/2019/05/中文/#end), [by id](/2020/01/rhine/) and [gone](https://old.example.org/blog/gone/).",
                 '<figcaption>The <em>river</em> at dawn</figcaption>',
                 '![A river](/wp-content/uploads/2019/05/river.jpg "River & caption")\n\n',
                 "![A boat](https://old.example.org/blog/wp-content/uploads/2019/05/boat.jpg)\n\n",
                 '\\[contact-form-7 id="12" title="Contact"] and \\[gallery] shown\n', "- one\n- two\n  - deep\n",
                 "```c\nif (a < b && c) { *p = 1; }\n\nreturn;\n```\n", '\n{{< embed "https://youtu.be/abc_def" >}}\n', "\\# not a heading\\\n\\- not a list\n",
                 "Write to [tea@old.example](mailto:tea@old.example) or \\[email\u00a0protected]. 😀\n",
                 "[song.mp3](https://old.example.org/blog/wp-content/uploads/2019/05/song.mp3)", "\\{\\{< figure >}} \\{% raw %}"):
        lab.check("the article has %r" % part[:40], part in rhine, rhine)
    chinese = show(repo, "articles/2019/中文.md")
    for part in ("这是**重点。**后文，还有*强调*。\n", 'language: "zh"\ntranslation: "pll_1"\n', '![河](/wp-content/uploads/2019/05/river-300x200.jpg "河流")',
                 '\n{{< embed "https://www.youtube.com/watch?v=1&x=2" >}}\n', "Reused words", "| 甲 | 乙\\|丙 |", "````\nx < y\n\n```\n````",
                 'taxonomies:\n  "genre": ["Essay"]\n'):
        lab.check("the other one has %r" % part[:40], part in chinese, chinese)
    cells = show(repo, "articles/2021/cells.html")
    lab.check("what Markdown cannot say stays HTML, with its links", "one\n\ntwo &lt;b&gt;" in cells and 'href="/2020/01/rhine/"' in cells and
              "Cells" in show(repo, "IMPORT.md"), cells)
    lab.check("what was centred still is", '<p class="align-center">centred' in show(repo, "articles/2021/middle.md"),
              show(repo, "articles/2021/middle.md"))
    middle = show(repo, "articles/2021/middle.md")
    lab.check("what search engines were told, and authors' own fields, are kept", '\ndescription: "In the & middle"\n' in middle and
              '\ncustom_fields:\n  "rating": "5 of 5"\n---' in middle and "_edit" not in middle, middle)
    lab.check("a description with variables is none", "description" not in show(repo, "articles/2020/else.md"), show(repo, "articles/2020/else.md"))
    lab.check("films and songs are lines that an author can edit", '\n{{< embed "https://www.youtube.com/watch?v=a_b" >}}\n' in
              show(repo, "articles/2021/middle.md") and 'song.mp3" title="song.mp3" >}}\n\nSong *of* rain' in show(repo, "articles/2021/middle.md"),
              show(repo, "articles/2021/middle.md") + show(repo, "articles/2021/middle.html"))
    drafts = [p for p in paths(repo) if "draft: true" in show(repo, p)]
    lab.check("drafts: unfinished, pending, private, behind a password",
              sorted(drafts) == ["articles/2020/mine.md", "articles/2020/post-105.md", "articles/2020/secret.md", "articles/2020/waiting.md"], str(drafts))
    lab.check("pages are in no list, at their old addresses", 'listed: false\n' in show(repo, "pages/about.md") and
              'permalink: "/about/team/"' in show(repo, "pages/about/team.md"), str(paths(repo)))
    lab.check("an address outside the pattern stays", 'permalink: "/special/else.html"' in show(repo, "articles/2020/else.md") and
              "updated: 2021" in show(repo, "articles/2020/else.md"), show(repo, "articles/2020/else.md"))
    comments = {p: show(repo, p) for p in paths(repo) if p.startswith("data/comments/")}
    by_text = {re.search(r"text: \|-\n  (.*)", t)[1]: (p, t) for p, t in comments.items()}
    answer, deeper = by_text["Answer"][1], by_text["Deeper 中文"][1]
    names = {text: os.path.basename(p)[:-5] for text, (p, _) in by_text.items()}
    lab.check("comments in their threads; spam, trash, what waited and what is none left out",
              len(comments) == 7 and 'reply_to: "%s"' % names["First!"] in answer and 'reply_to: "%s"' % names["Answer"] in deeper and
              "  Great **post**" in by_text["First!"][1] and "[...] they say" in "".join(by_text).replace("\\", ""), "\n".join(comments.values()))
    everything = lab.git(repo, "log", "-p", BRANCH)
    lab.check("no e-mail address and no address of a machine is kept", not re.search(r"secret\.example|192\.0\.2", everything), "there is")
    lab.check("files of the uploads are copied, programs are not", "static/wp-content/uploads/2019/05/river-300x200.jpg" in paths(repo) and
              not [p for p in paths(repo) if p.endswith(".php")] and "boat.jpg" in show(repo, "import/attachments.txt") and
              "river.jpg" not in show(repo, "import/attachments.txt"), show(repo, "import/attachments.txt"))
    lab.check("redirects that only a server can do are listed", "/?p=101 /2019/05/rhine/\n" in show(repo, "import/redirects.txt") and
              "/category/rivers/茶/ /categories/茶/\n" in show(repo, "import/redirects.txt"), show(repo, "import/redirects.txt"))
    report = show(repo, "IMPORT.md")
    for part in ("[contact-form-7]", "latest-posts", "genre", "product", "[email protected]", "script", "Same slug", "Secret", "Lost",
                 "`rating`: kept in the articles", "`layout_data`: a program packed"):
        lab.check("the report names %s" % part, part in report, report)
    published = lab.publish("-C", repo, "--source", BRANCH)
    ends("what was imported publishes", published, 0, "published: ", nothing=["error:"])
    site = lab.outputs(repo)
    seen = {p: words(b.decode()) for p, b in site.items() if p.endswith(".html")}
    for path, texts in (("2019/05/rhine/index.html", ["First *line* of [sic] text", "The river at dawn", "Note:glued and soft snake_case_word & AT&T",
                                                      "[contact-form-7 id=\"12\"", "if (a < b && c) { *p = 1; }", "# not a heading", "\\( x_1 \\)",
                                                      "{{< figure >}} {% raw %}", "Part *one*", "song.mp3", "Deeper 中文", "circle"]),
                        ("2019/05/中文/index.html", ["这是重点。后文，还有强调。", "河流", "Reused words", "乙|丙", "x < y", "结尾。"]),
                        ("2020/02/hostile/index.html", ["visible", "svg words", "a link", "]]>", "inner words", "moving words", "crossed", "stray cell"]),
                        ("2021/01/long/index.html", ["Paragraph %d of a long article, with bold %d." % (i, i) for i in range(0, 3000, 97)]),
                        ("2021/02/cells/index.html", ["one", "two <b>", "a cell"]),
                        ("2021/02/middle/index.html", ["centred words", "in the middle", "song.mp3", "Song of rain"]),
                        ("about/index.html", ["About us, see", "on a page"])):
        lost = [t for t in texts if re.sub(r"\s+", "", t) not in seen.get(path, "")]
        lab.check("no word of %s is lost" % path, path in seen and not lost, "%s of %s" % (lost, sorted(seen)))
    lab.check("old slugs lead to the article", b"2019/05/rhine" in site.get("2019/05/old-rhine/index.html", b""), str(sorted(site)))
    page = site["2020/02/hostile/index.html"]
    lab.check("nothing hostile is published", not re.search(rb"onclick|alert\(1\)</script|javascript:|evil\.example/\"></iframe", page), page.decode()[-3000:])
    again = take(repo, awkward())
    ends("a second import does not touch the branch", again, again.status, "import/wordpress", nothing=["imported:"])


def shapes():
    small = [item(i, "Title %d" % i, "Text %d" % i, "name-%d" % i) for i in (1, 2, 3)]
    whole = wxr.export(*small)
    repo = repository("parts")
    ends("parts that overlap, one of them packed, are one site", take(repo, wxr.export(*small[:2]), gzip.compress(wxr.export(*small[1:]).encode())), 0,
         "imported: 3 articles")
    ran = take(repository("dry"), whole, options=["--dry-run", "--format=json"])
    done = [r for r in records(ran) if r.get("record") == "wordpress"]
    lab.check("a trial tells and writes nothing", ran.status == 0 and done and done[0]["articles"] == 3 and done[0]["html"] == 0, str(ran) + ran.out)
    repo = repository("gbk")
    ends("another encoding", take(repo, wxr.export(item(1, "茶", "龙井茶好喝", "tea"), encoding="GB18030").encode("gb18030")), 0, "imported: 1 article")
    lab.check("is read", "龙井茶好喝" in show(repo, "articles/2019/tea.md"), str(paths(repo)))
    repo = repository("wide")
    ends("UTF-16", take(repo, wxr.export(item(1, "茶", "龙井茶好喝", "tea")).encode("utf-16")), 0, "imported: 1 article")
    lab.check("too", "龙井茶好喝" in show(repo, "articles/2019/tea.md"), str(paths(repo)))
    plain = [item(i, "T%d" % i, "x &nbsp; y", "", link="%s/?p=%d" % (wxr.OLD, i)) for i in (1, 2)]
    repo = repository("plain")
    ends("plain addresses", take(repo, wxr.export(*plain)), 0, "imported: 2 articles")
    lab.check("get the usual pattern", "permalink: /:year/:month/:slug/" in show(repo, "publish.yaml"), show(repo, "publish.yaml"))
    repo = repository("dated")
    dated = [item(i, "T%d" % i, "x", "t%d" % i, link="%s/2019/05/01/t%d.html" % (wxr.OLD, i)) for i in (1, 2)]
    ends("dates and endings in addresses", take(repo, wxr.export(*dated)), 0, "2 of 2 old addresses are pages")
    lab.check("become the pattern", 'permalink: "/:year/:month/:day/:slug.html"' in show(repo, "publish.yaml") and
              "permalink" not in show(repo, "articles/2019/t1.md"), show(repo, "publish.yaml"))


def damage():
    good = [item(i, "Title %d" % i, "Text %d" % i, "name-%d" % i) for i in (1, 2, 3)]
    whole = wxr.export(*good)
    for name, content, message in (
            ("no XML", "hello\n", "this is no XML"),
            ("nothing at all", "", "this is no XML"),
            ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "this is no XML"),
            ("a feed", "<?xml version='1.0'?><rss version='2.0'><channel><title>x</title><item><title>y</title></item></channel></rss>",
             "this is a feed, no export of WordPress"),
            ("entities that multiply", '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + whole.split("?>", 1)[1],
             "the file declares entities"),
            ("elements without end", whole.split("<item>")[0] + "<a>" * 500, "nested deeper"),
            ("gzip that is cut", gzip.compress(whole.encode())[:-20], "cut short")):
        repo = repository("bad")
        ran = take(repo, content)
        ends("%s is refused" % name, ran, 1, message, nothing=["imported:"])
        lab.check("%s makes no branch" % name, lab.tip(repo, BRANCH) is None, "there is one")
    ends("a file that is not there", lab.publish("-C", repository("none"), "import", "wordpress", "nowhere.xml"), 2, "cannot open nowhere.xml")
    repo = repository("cut")
    ends("an export that is cut short is imported as far as it goes", take(repo, whole[:whole.index("Text 3") + 3]), 1,
         "the export ends in the middle; the item 'Title 3' is left out", "imported: 2 articles")
    repo = repository("broken")
    broken = whole.replace(cdata("Text 2"), "<![CDATA[code ]]> and more ]]>")
    ends("a damaged item is left out, told once with its line", take(repo, broken), 1, "part1.xml:%d:1: error: damaged XML" %
         (broken[:broken.index("code ]]>")].count("\n") + 1), "imported: 2 articles")
    lab.check("and the next one is there", "Text 3" in show(repo, "articles/2019/name-3.md"), str(paths(repo)))
    repo = repository("bytes")
    odd = whole.replace("Text 1", "Te\x0bxt &#11; 1").encode().replace(b"Text 2", b"Te\xfft 2")
    at = odd.split(b"\x0b")[0]
    ran = take(repo, odd)
    ends("bytes that mean nothing are replaced and told with their places", ran, 0, "3 characters that no XML may hold became U+FFFD",
         "%d:%d (U+000B)" % (at.count(b"\n") + 1, len(at.split(b"\n")[-1]) + 1), "imported: 3 articles")
    lab.check("in the text", "Te\ufffdxt \ufffd 1" in show(repo, "articles/2019/name-1.md"), show(repo, "articles/2019/name-1.md"))


def crowded():
    """A name that thousands want: each gets a number, in memory for names only."""
    count = 6000
    whole = wxr.export(*(item(i, "Title", "x", "same") for i in range(1, count + 1)))

    def narrow():
        if os.path.abspath(lab.PUBLISH).startswith(os.path.abspath(os.environ.get("ASAN", "/nowhere"))):
            return  # a sanitizer needs more room than there is
        resource.setrlimit(resource.RLIMIT_AS, (500 << 20, 500 << 20))
    place = os.path.join(lab.folder("exports"), "same.xml")
    with open(place, "w") as f:
        f.write(whole)
    ends("%d posts of one name" % count, lab.publish("-C", repository("crowded"), "import", "wordpress", place, "--dry-run", "-v", before=narrow), 0,
         "%d articles" % count, "articles/2019/same.md", "articles/2019/same-%d.md" % count)


def links_out():
    """A folder of uploads whose links lead elsewhere gives nothing of what is there."""
    repo, media, away = repository("links"), lab.folder("linked"), lab.folder("away")
    with open(os.path.join(away, "secret.jpg"), "wb") as f:
        f.write(b"secret")
    os.symlink(away, os.path.join(media, "2019"))
    os.symlink(os.path.join(away, "secret.jpg"), os.path.join(media, "file.jpg"))
    text = "".join('<img src="%s/wp-content/uploads/%s" alt="x" />' % (wxr.OLD, x) for x in ("2019/secret.jpg", "file.jpg"))
    take(repo, wxr.head() + item(1, "Links", text, name="links") + wxr.TAIL, media=media)
    lab.check("links in the folder of uploads are not followed", not [p for p in paths(repo) if p.endswith("jpg")] and paths(repo), str(paths(repo)))


def run():
    links_out()
    crowded()
    whole_site()
    shapes()
    damage()
