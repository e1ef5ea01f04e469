# cli_import_wordpress_blocks -- what the block editor keeps beside or within the text of an article: footnotes.
import json
import re

import lab
import wxr
from cli_import_wordpress import BRANCH, paths, repository, show, take, words
from cli_rig import ends
from wxr import item, meta

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


def run():
    footnotes()
