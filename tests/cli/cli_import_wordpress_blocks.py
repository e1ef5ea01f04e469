# cli_import_wordpress_blocks -- what sites of WordPress have besides plain articles: footnotes, types of their own, players, columns.
import json
import re

import lab
import wxr
from cli_import_wordpress import BRANCH, paths, repository, show, take, words
from cli_rig import ends
from wxr import comment, item, meta, term

A, B, C = ("%s-1111-4222-8333-444455556666" % x for x in ("aaaaaaaa", "bbbbbbbb", "cccccccc"))


def ref(id, number):
    return '<sup data-fn="%s" class="fn"><a href="#%s" id="%s-link">%d</a></sup>' % (id, id, id, number)


def texts(*pairs):
    return json.dumps([{"content": content, "id": id} for id, content in pairs], separators=(",", ":"))


def noted(id, name, text, notes, block=True, more=""):
    return item(id, name.title(), "<!-- wp:paragraph -->\n%s\n<!-- /wp:paragraph -->\n%s" % (text, "\n<!-- wp:footnotes /-->\n" if block else ""), name,
                more=meta("footnotes", notes) + more)


def footnotes():
    link = '<em>One</em>, 见 <a href="%s/2019/05/plain/">there</a>' % wxr.OLD
    both = "<p>First%s, second%s, first again%s.</p>" % (ref(A, 1), ref(B, 2), ref(A, 1))
    quoted = json.dumps([{"content": 'A <a href="https://example.org/">link</a> and "words"', "id": A}], separators=(",", ":"))
    repo = repository("footnotes")
    ran = take(repo, wxr.export(
        item(1, "Plain", "<p>plain</p>", "plain", more=meta("footnotes", "my own words")),
        noted(2, "both", both, texts((B, "Two &amp; more<br>in two lines"), (A, link)), more=meta("rating", "5")),
        noted(3, "stays", "<table><tr><td><pre>one\n\ntwo</pre></td></tr></table><p>Words%s</p>" % ref(A, 1), texts((A, "Kept <em>note</em>"))),
        noted(4, "unknown", "<p>Known%s, gone%s.</p>" % (ref(A, 1), ref(C, 2)), texts((A, "here"))),
        noted(5, "stripped", "<p>Stripped%s.</p>" % ref(A, 1), quoted.replace("\\", "")),
        noted(6, "cut", "<p>Cut%s, then%s.</p>" % (ref(A, 1), ref(B, 2)), texts((A, "whole"), (B, "the end of it is missing"))[:-60]),
        noted(7, "listed", "<p>Used%s.</p>" % ref(A, 1), texts((A, "used"), (B, "nobody refers to <b>this</b>"))),
        noted(8, "hidden", "<p>Used%s.</p>" % ref(A, 1), texts((A, "used"), (B, "never shown")), block=False),
        noted(9, "heading", "<h2>Part%s</h2><ul><li>item%s</li></ul><p>中文%s。</p>" % (ref(A, 1), ref(B, 2), ref(C, 3)),
              texts((A, "at a heading"), (B, "at an item"), (C, "注释"))),
        noted(10, "none", "<p>Nothing to see</p>", "[]")))
    ends("an export with footnotes is imported", ran, 0, "imported: 10 articles", "9 as Markdown, 1 as HTML", nothing=["error", "that the server filled"])
    art = {n: show(repo, "articles/2019/%s.md" % n) for n in ("plain", "both", "unknown", "stripped", "cut", "listed", "hidden", "heading", "none")}
    lab.check("footnotes are Markdown's, numbered by first reference", "First[^1], second[^2], first again[^1].\n\n"
              "[^1]: *One*, 见 [there](/2019/05/plain/)\n\n[^2]: Two & more\\\n    in two lines" in art["both"], art["both"])
    lab.check("at headings, in items, beside Chinese words", "## Part[^1]\n\n- item[^2]\n\n中文[^3]。\n\n[^1]: at a heading\n\n[^2]: at an item\n\n[^3]: 注释" in
              art["heading"], art["heading"])
    lab.check("their texts are no custom field, but an author's own field of that name is", 'custom_fields:\n  "rating": "5"\n---' in art["both"] and
              'custom_fields:\n  "footnotes": "my own words"\n---' in art["plain"] and not [n for n in art if n != "plain" and '"footnotes"' in art[n]],
              art["both"] + art["plain"])
    lab.check("a reference without a text stays a number", "Known[^1], gone<sup>2</sup>.\n\n[^1]: here" in art["unknown"], art["unknown"])
    lab.check("texts that lost their backslashes are read", '[^1]: A [link](https://example.org/) and "words"' in art["stripped"], art["stripped"])
    lab.check("of texts that are cut the rest is there", "[^1]: whole" in art["cut"] and "- the end of" in art["cut"] and "<sup>2</sup>" in art["cut"], art["cut"])
    lab.check("what nothing refers to is a list, if readers saw it", "- nobody refers to **this**\n\n[^1]: used" in art["listed"] and
              "never shown" not in art["hidden"] and "Used[^1].\n\n[^1]: used" in art["hidden"], art["listed"] + art["hidden"])
    report = show(repo, "IMPORT.md")
    for part in ("whose text the export does not have\n\n- warning: `Cut`", "damaged in the export", "that no text refers to", "Stripped", "Unknown", "Hidden", "Listed"):
        lab.check("the report says %r" % part[:30], part.split("\n")[0] in report, report)
    lab.check("and nothing of those that are whole", "Both" not in report and "Heading" not in report and "server filled" not in report, report)
    ends("footnotes publish", lab.publish("-C", repo, "--source", BRANCH), 0, "published: ", nothing=["error:", "warning:"])
    site = {p: b.decode() for p, b in lab.outputs(repo).items() if p.endswith("index.html")}
    page = site["2019/05/both/index.html"]
    lab.check("as footnotes", page.count('class="footnote-ref"') >= 3 and 'href="/blog/2019/05/plain/"' in page, page[-3000:])
    stays = show(repo, "articles/2019/stays.html")
    lab.check("an article that stays HTML has them, too", "Keptnote" in words(stays) and all(
        '<sup><a href="#%s" id="%s-link">1</a></sup>' % (A, A) in x and '<li id="%s">' % A in x for x in (stays, site["2019/05/stays/index.html"])) and
              "Keptnote" in words(site["2019/05/stays/index.html"]), stays + str(paths(repo)))


def custom(id, kind, name, address, text="Words of %s", **how):
    return item(id, name.title(), text.replace("%s", name), name, kind=kind, link=wxr.OLD + address, **how)


def types():
    hidden = [custom(100 + i, kind, "thing-%d" % i, "/%s/thing-%d/" % (kind, i), text="secret text") for i, kind in enumerate(
        ("wp_navigation", "wp_global_styles", "custom_css", "oembed_cache", "user_request", "acf-field", "acf-field-group", "elementor_library", "shop_order",
         "feedback", "wpcf7_contact_form"))]
    whole = [
        item(1, "Tea", 'See <a href="%s/recipes/pancakes/">pancakes</a> and <a href="/blog/?p=12">soup</a>' % wxr.OLD, "tea"),
        custom(11, "recipe", "pancakes", "/recipes/pancakes/", more=term("cuisine", "french", "French") + meta("minutes", "20") + comment(1, "Good ones"),
               text='Of %s, like <a href="/blog/2019/05/tea/">tea</a>'),
        custom(12, "recipe", "soup", "/recipes/soup/", closed=True), custom(13, "recipe", "salad", "/other/salad/"),
        custom(14, "recipe", "idea", "/?post_type=recipe&#038;p=14", status="draft"), custom(15, "recipe", "gone", "/recipes/gone__trashed/", status="trash"),
        custom(16, "recipe", "guarded", "/recipes/guarded/", password="x"),
        custom(21, "event", "fair", "/events/fair/"), custom(22, "event", "feast", "/events/feast/"),
        item(23, "Events", "All events", "events", kind="page"),
        custom(24, "event", "past", "/events/past/", status="expired"), custom(31, "Odd_type", "odd", "/odd/"), custom(41, "sidebar", "left", "/?post_type=sidebar&#038;p=41"),
        custom(42, "sidebar", "right", "/?post_type=sidebar&#038;p=42"), custom(43, "note", "asked", "/?note=asked"),
        wxr.menu(401, "", "post_type_archive", "-7", "recipe", order=1), wxr.menu(402, "", "post_type", "12", "recipe", order=2)]
    repo = repository("types")
    ran = take(repo, wxr.export(*whole, *hidden))
    ends("types of the site's own are imported", ran, 0, "imported: 9 articles, 2 drafts", "1 page, 7 of other types", "8 of 8 old addresses are pages",
         "sidebar", nothing=["error"])
    lab.check("each in a folder, its text below", [p for p in paths(repo) if p.startswith("articles/")] ==
              ["articles/2019/tea.md", "articles/event/fair.md", "articles/event/feast.md", "articles/note/asked.md", "articles/odd-type/odd.md", "articles/recipe/_index.md",
               "articles/recipe/guarded.md", "articles/recipe/idea.md", "articles/recipe/pancakes.md", "articles/recipe/salad.md", "articles/recipe/soup.md"], "\n".join(paths(repo)))
    pancakes, soup, salad = (show(repo, "articles/recipe/%s.md" % n) for n in ("pancakes", "soup", "salad"))
    lab.check("with address, fields, terms and links", all(x in pancakes for x in (
        'permalink: "/recipes/pancakes/"\n', '\ntaxonomies:\n  "cuisine": ["French"]\n', '\ncustom_fields:\n  "minutes": "20"\n', "like [tea](/2019/05/tea/)")) and
        "categories" not in pancakes and "listed" not in pancakes and "comments: false" in soup and 'permalink: "/other/salad/"' in salad, pancakes + soup)
    lab.check("and links lead to them", "[pancakes](/recipes/pancakes/) and [soup](/recipes/soup/)" in show(repo, "articles/2019/tea.md"),
              show(repo, "articles/2019/tea.md"))
    lab.check("their folder has a page, unless one is there", 'title: "Recipes"\npermalink: "/recipes/"' in show(repo, "articles/recipe/_index.md"),
              show(repo, "articles/recipe/_index.md"))
    lab.check("the menu leads to it", '{ title: "Recipes", url: "/recipes/" }\n    - { title: "Soup", url: "/recipes/soup/" }' in show(repo, "publish.yaml"),
              show(repo, "publish.yaml"))
    everything = lab.git(repo, "log", "-p", BRANCH)
    lab.check("what plugins keep for themselves stays out", "secret text" not in everything and "Words of left" not in everything, "it is there")
    report = show(repo, "IMPORT.md")
    own = report.partition("## Types of the old site's own")[2].partition("## ")[0]
    lab.check("the report counts them", "`recipe`, 5 times: they are in articles/recipe/, and listed at /recipes/" in own and "`event`" in own, own)
    out = report.partition("## Things that are no articles")[2].partition("## ")[0]
    lab.check("and tells of each that stayed out once", all(out.count("`%s`" % x) == 1 for x in (
        "shop_order", "wp_navigation", "feedback", "acf-field", "sidebar", "in the trash", "event, expired")) and "recipe" not in out, out)
    ends("and all that publishes", lab.publish("-C", repo, "--source", BRANCH), 0, "published: ", nothing=["error:", "warning:"])
    site = lab.outputs(repo)
    lab.check("at the old addresses", all("%s/index.html" % p in site for p in ("recipes/pancakes", "other/salad", "events/fair", "odd", "events", "2019/05/asked")),
              str(sorted(site)))
    lab.check("with a list of each folder", words(site["recipes/index.html"].decode()).count("Pancakes") and b"recipes/soup/" in site["recipes/index.html"] and
              b"All events" in site["events/index.html"], site["recipes/index.html"].decode())


def shown():
    tube, song = "https://www.youtube.com/watch?v=a_b&amp;t=3", "https://open.spotify.com/track/x"

    def table(*rows):
        return "<!-- wp:table --><figure class=\"wp-block-table\"><table>%s</table></figure><!-- /wp:table -->" % "".join(rows)

    def row(tag, *cells):
        return "<tr>%s</tr>" % "".join('<%s%s>%s</%s>' % (tag, ' class="has-text-align-%s" data-align="%s"' % (side, side) if side else "", text, tag)
                                       for side, text in cells)

    def block(url, caption=""):
        return ('<!-- wp:embed {"url":"x"} --><figure class="wp-block-embed is-type-video"><div class="wp-block-embed__wrapper">\n%s\n</div>%s</figure>'
                '<!-- /wp:embed -->\n' % (url, "<figcaption>%s</figcaption>" % caption if caption else ""))
    repo = repository("shown")
    ran = take(repo, wxr.export(
        item(1, "Classic", "Watch this:\nhttps://youtu.be/abc\nnow\n\n%s\n\n  https://x.com/ann/status/1  \n\nhttps://example.org/page\n\n"
             "see https://youtu.be/no here\n\nhttps://youtube.com.evil.example/watch?v=1\n\nhttps://vimeo.com/\n\n"
             "<pre>\nhttps://youtu.be/code\n</pre>\n\n<ul><li>https://youtu.be/item</li></ul>\n\n"
             "[embed]https://vimeo.com/12[/embed]\n\n[youtube=https://youtu.be/short]\n\n"
             '<a href="https://youtu.be/linked">https://youtu.be/linked</a>\n\n<em>https://youtu.be/soft</em>' % tube, "classic"),
        item(2, "Blocks", "<!-- wp:paragraph --><p>%s</p><!-- /wp:paragraph -->\n" % song + block(tube) + block("https://tube.example/w/1", "A <em>film</em>") +
             block(wxr.OLD + "/2019/05/classic/"), "blocks"),
        item(3, "Sides", table("<thead>", row("th", ("", "Name"), ("center", "Half"), ("right", "Sum"), ("center", "Mixed")), "</thead><tbody>",
                               row("td", ("", "a"), ("center", "b"), ("right", "1"), ("center", "x")),
                               row("td", ("", "c"), ("center", "d"), ("right", "2"), ("left", "y")), "</tbody>"), "sides")))
    ends("players and tables are imported", ran, 0, "imported: 3 articles", "3 as Markdown, 0 as HTML", nothing=["error"])
    classic, blocks, sides = (show(repo, "articles/2019/%s.md" % n).partition("---\n\n")[2] for n in ("classic", "blocks", "sides"))
    lab.check("an address in a line of its own was a player, others were not", classic == """Watch this:

{{< embed "https://youtu.be/abc" >}}

now

{{< embed "https://www.youtube.com/watch?v=a_b&t=3" >}}

{{< embed "https://x.com/ann/status/1" >}}

https://example.org/page

see https://youtu.be/no here

https://youtube.com.evil.example/watch?v=1

https://vimeo.com/

```
https://youtu.be/code
```

- https://youtu.be/item

{{< embed "https://vimeo.com/12" >}}

{{< embed "https://youtu.be/short" >}}

<https://youtu.be/linked>

*https\\://youtu.be/soft*""", classic)
    lab.check("embed blocks were, too, wherever they lead, but to the site itself", blocks == """{{< embed "https://open.spotify.com/track/x" >}}

{{< embed "https://www.youtube.com/watch?v=a_b&t=3" >}}

{{< embed "https://tube.example/w/1" >}}

A *film*

[%s/2019/05/classic/](/2019/05/classic/)""" % wxr.OLD.replace(":", "\\:"), blocks)
    lab.check("columns are aligned as all their cells", re.sub(" +", " ", sides.replace("-" * 3, "-")).split("\n")[1].replace("--", "-") == "| - | :-: | -: | - |", sides)
    lab.check("what a column could not say is told", "`Sides`" in show(repo, "IMPORT.md").partition("aligned one by one")[2], show(repo, "IMPORT.md"))
    ends("and that publishes", lab.publish("-C", repo, "--source", BRANCH), 0, "published: ", nothing=["error:", "warning:"])
    page = lab.outputs(repo)["2019/05/classic/index.html"].decode()
    lab.check("with cards", page.count('class="embed"') == 5 and 'href="https://www.youtube.com/watch?v=a_b&amp;t=3"' in page, page)


def run():
    shown()
    footnotes()
    types()
