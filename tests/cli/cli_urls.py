# cli_urls -- publish urls: all addresses; an old site's sitemap against them; feeds that readers know.
import gzip
import os
import re
import xml.etree.ElementTree as ET

import lab
from cli_rig import at, edit, ends, records, site

SITEMAP = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"%s>\n%s</urlset>\n'
IMAGES = ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'


def sitemap(*urls, more=""):
    return SITEMAP % (IMAGES if more else "", "".join("<url><loc>%s</loc><lastmod>2024-01-01</lastmod>%s</url>\n" % (u, more) for u in urls))


def put(name, content):
    path = os.path.join(lab.WORK, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(content if isinstance(content, bytes) else content.encode())
    return path


def answers(repo, path, *args, **how):
    """address -> (answer, where it leads)."""
    ran = at(repo, "urls", "--against", path, "--format=json", *args, **how)
    return {r["address"]: (r["answer"], r.get("to") or r.get("url")) for r in records(ran) if r.get("record") == "address"}, ran


def noise():
    """What is wrong with the articles is another question than where the old addresses lead."""
    repo = lab.repository("noise", {"publish.yaml": lab.SETTINGS + "checks: {links: warning}\n", "articles/a.md": lab.article(
        "A", "2024-01-03", "[x](gone.md) <font>b</font>\n")}, bare=False)
    ran = at(repo, "urls", "--against", put("noise.txt", "/2024/01/a/\n/gone/\n"))
    ends("warnings of the build do not drown the answer", ran, 1, "1 nowhere", "1 of 2 old addresses lead nowhere", nothing=["warning"])
    ends("-v shows them", at(repo, "urls", "-v"), 0, "the link leads nowhere: gone.md")
    edit(repo, "articles/a.md", "---\ntitle: {\n---\n")
    ends("errors are told", at(repo, "urls"), 1, "articles/a.md:2:")


def addresses(repo):
    rows = [r for r in records(at(repo, "urls", "--format=json")) if r["record"] == "url"]
    kinds = {r["url"]: r["kind"] for r in rows}
    lab.check("every address with its kind", (kinds.get("/2024/01/one/"), kinds.get("/old/one/"), kinds.get("/feed.xml"), kinds.get("/logo.png")) ==
              ("page", "redirect", "feed", "file"), str(kinds))
    lab.check("in order, where it leads, and whose it is", [r["url"] for r in rows] == sorted(r["url"] for r in rows) and
              [(r["to"], r["file"]) for r in rows if r["url"] == "/old/one/"] == [("/2024/01/one/", "old/one/index.html")] and
              [r["article"] for r in rows if r["url"] == "/2024/01/one/"] == ["articles/one.md"], str(rows[:3]))
    text = at(repo, "urls").out
    lab.check("for people", "page     /2024/01/one/\n" in text and "redirect /old/one/  ->  /2024/01/one/\n" in text, text)
    lab.check("nothing is committed", lab.tip(repo) is None, "committed")
    out = os.path.join(lab.WORK, "served")
    at(repo, "--to", out)
    files = {os.path.relpath(os.path.join(d, f), out) for d, _, fs in os.walk(out) for f in fs} - {".publish-manifest"}
    lab.check("these are the files that the site has, all of them", {r["file"] for r in rows} == files, str(files ^ {r["file"] for r in rows}))


def equivalence(repo):
    """One address in every way in which it may have been written down."""
    wanted = {
        "/2024/01/one/": "page", "https://example.org/2024/01/one/": "page", "http://www.example.org/2024/01/one/": "page",
        "https://EXAMPLE.org:443/2024/01/one": "page", "/2024/01/one": "page", "/2024/01/one/index.html": "page", "/2024//01/./one/": "page",
        "/2024/01/x/../one/": "page", "/2024/01/one/?utm_source=a&utm_medium=b": "page", "/2024/01/one/?replytocom=3": "page", "/2024/01/one/#more": "page",
        "/2024/01/%e8%8c%b6/": "page", "/2024/01/%E8%8C%B6/": "page", "/2024/01/茶/": "page", "/%6Fld/one/": "redirect", "/old/one": "redirect",
        "/": "page", "https://example.org": "page", "/index.html": "page", "/?fbclid=1": "page", "/feed.xml": "feed", "/logo.png": "file",
        "/?p=12": "missing", "/index.php?p=12": "missing", "/2024/01/One/": "missing", "/2024/01/one.html": "missing", "/2024/01/": "missing",
        "/2024/01/one/index.htm": "missing", "/%00": "missing", "/..": "page", "/%2e%2e/%2e%2e/etc/passwd": "missing", "/2024/01/one//": "page",
        "/%zz": "missing", "https://other.example.org/2024/01/one/": "other", "https://example.org.evil.example/": "other",
    }
    found, ran = answers(repo, put("list", "# an old list\n\n" + "\n".join(wanted) + "\r\n"))
    for address, answer in wanted.items():
        lab.check("%s is %s" % (address, answer), found.get(address, ("no answer",))[0] == answer, str(found.get(address)))
    lab.check("exit status 1 when one is missing", ran.status == 1, str(ran))
    based = site("based", **{"publish.yaml": lab.SETTINGS.replace("example.org/", "example.org/blog")})
    found, _ = answers(based, put("based", "/blog/2024/01/one/\n/2024/01/one/\n/blog\n/blogger/\nhttps://example.org/blog/2024/01/two\n"))
    lab.check("a site under a path", [v[0] for v in found.values()] == ["page", "missing", "page", "missing", "page"], str(found))
    found, _ = answers(repo, put("list", "https://preview.example.net/x/2024/01/one/\n"), "--base-url", "https://preview.example.net/x")
    lab.check("--base-url", list(found.values()) == [("page", "/x/2024/01/one/")], str(found))
    found, ran = answers(repo, put("moved", "https://old.example.net/2024/01/one/\nhttps://old.example.net/gone/\nhttps://cdn.example.net/a.png\n"))
    lab.check("a site that had another host", [v[0] for v in found.values()] == ["page", "missing", "other"] and
              "compared without the host" in ran.out, ran.out)


def forms(repo):
    """The forms in which old addresses come, good and bad."""
    urls = ["https://example.org/2024/01/one/", "https://example.org/2024/01/%E8%8C%B6/", "https://example.org/gone/?a=1&amp;b=2"]
    picture = "<image:image><image:loc>https://example.org/no-such.png</image:loc></image:image>"
    plain = sitemap(*urls, more=picture)
    expected = [("page", "/2024/01/one/"), ("page", "/2024/01/茶/"), ("missing", None)]
    for name, content in (("map.xml", plain), ("map.xml.gz", gzip.compress(plain.encode())), ("spaced.xml", "\n\n " + plain.replace("<loc>", "<loc>\n  ")),
                          ("bom.xml", "\ufeff" + plain), ("utf16.xml", plain.replace("UTF-8", "UTF-16").encode("utf-16")),
                          ("prefixed.xml", plain.replace("xmlns=", "xmlns:s=").replace("<url", "<s:url").replace("</url", "</s:url").replace("<loc", "<s:loc")
                           .replace("</loc", "</s:loc").replace("<lastmod", "<s:lastmod").replace("</lastmod", "</s:lastmod")),
                          ("bare.xml", plain.replace(' xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"', "").replace(picture, "").replace(IMAGES, "")),
                          ("list.txt", "\ufeff" + "\n".join(urls).replace("&amp;", "&")), ("list.txt.gz", gzip.compress("\r\n".join(urls).encode()))):
        found, ran = answers(repo, put(name, content))
        lab.check("form: " + name, list(found.values()) == expected, str(found) + ran.out)
    with open(put("stdin", plain)) as f:
        found, _ = answers(repo, "-", stdin=f)
    lab.check("form: standard input", list(found.values()) == expected, str(found))
    index = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://example.org/maps/%s</loc></sitemap><sitemap><loc>https://example.org/b.xml.gz?v=2</loc></sitemap></sitemapindex>'
    put("maps/a.xml", sitemap(urls[0]))
    put("maps/b.xml.gz", gzip.compress(sitemap(urls[1]).encode()))
    found, _ = answers(repo, put("maps/index.xml", index % "a.xml"))
    lab.check("form: an index, its parts beside it", list(found.values()) == expected[:2], str(found))
    ends("a part that is not there", at(repo, "urls", "--against", put("maps/none.xml", index % "none.xml.gz")), 2, "none.xml.gz", "fetch https://example.org/maps/none.xml.gz")
    ends("an index in an index", at(repo, "urls", "--against", put("maps/deep.xml", index % "index.xml")), 2, "an index within an index is not followed")
    os.mkfifo(os.path.join(os.path.dirname(put("maps/out.xml", "")), "pipe.xml"))
    ends("a part that is a pipe is not waited for", at(repo, "urls", "--against", put("maps/pipes.xml", index % "pipe.xml")), 2, "no name that a file could have")
    ends("a part with a name that leads out", at(repo, "urls", "--against", put("maps/out.xml", index % "..")), 2, "no name that a file could have")
    bomb = '<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa">%s]><urlset><url><loc>https://example.org/&j;</loc></url></urlset>' % "".join(
        '<!ENTITY %s "%s">' % (b, "&%s;" % a * 10) for a, b in zip("abcdefghi", "bcdefghij"))
    for name, content, said in (
            ("empty.xml", "<urlset", "line 1"), ("cut.xml", plain[:200], "is it whole?"), ("feed.xml", "<rss><channel/></rss>", "this XML is no sitemap"),
            ("page.html", "<!DOCTYPE html><html><head><meta charset=utf-8></head></html>", "this XML is no sitemap"), ("bomb.xml", bomb, "entities of the document's own"),
            ("deep.xml", "<urlset>" + "<a>" * 100000, "nested more than 32 deep"), ("long.xml", sitemap("https://example.org/" + "a" * 9000), "more than 8192 bytes"),
            ("word.txt", "/a/\nfoo bar\n", "line 2: this is no address"), ("bytes.txt", b"/a/\n/\xff\xfe\n", "line 2: this is no address"),
            ("ftp.xml", sitemap("ftp://example.org/a"), "this is no address"), ("cut.gz", gzip.compress(plain.encode())[:60], "cut short"), ("bad.xml", plain.encode() + b"\xff", "line")):
        ran = at(repo, "urls", "--against", put(name, content), timeout=20)
        lab.check("bad: " + name, ran.status in (1, 2) and said in ran.err and ran.out == "", str(ran) + ran.out[:200])
    ends("no such file", at(repo, "urls", "--against", "no-such-file"), 2, "cannot open no-such-file")
    ran = at(repo, "urls", "--against", put("nothing.txt", "# nothing\n"))
    ends("an empty list", ran, 0, "0 addresses")


def proposals():
    """What is missing is found by name, and the lines proposed make it right."""
    repo = site("moved", **{
        "articles/tea.md": lab.article("绿茶的历史", "2024-02-01", language="zh-Hans", slug="history-of-green-tea"),
        "articles/gauge.md": lab.article("Reading a river gauge", "2024-02-02", tags="[rivers]"),
        "articles/2023/one.md": lab.article("One", "2023-01-03"),
        "articles/quote.md": lab.article("Quoting", "2024-02-03", slug="quoting-it"),
    })
    wanted = {"/blog/2019/05/reading-a-river-gauge.html": "articles/gauge.md", "/reading-river-gauge/": "articles/gauge.md", "/绿茶的历史/": "articles/tea.md",
              "/%E7%BB%BF%E8%8C%B6%E5%8E%86%E5%8F%B2.html": "articles/tea.md", "/2023/one.html": "articles/2023/one.md", "/2024/one.html": "articles/one.md",
              "/posts/2019-05-01-quoting-it/index.html": "articles/quote.md", "/#!/quoting: it": None, "/unlike-anything-here/": None, "/?p=3": None}
    path = put("old", "\n".join(wanted).replace(" ", "%20") + "\n")
    ran = at(repo, "urls", "--against", path, "--format=json")
    found = {r["address"].replace("%20", " "): r.get("article") for r in records(ran) if r.get("record") == "address"}
    lab.check("the nearest article of each", {a: found.get(a) for a in wanted if not a.startswith("/#")} == {a: v for a, v in wanted.items() if not a.startswith("/#")}, str(found))
    text = at(repo, "urls", "--against", path).out
    lab.check("a tag's page is named, and no front matter proposed for it",
              "missing  /tag/rivers/  near: /tags/rivers/\n" in at(repo, "urls", "--against", put("tag", "/tag/rivers/\n")).out and "aliases" not in
              at(repo, "urls", "--against", put("tag", "/tag/rivers/\n")).out, "no")
    proposed = re.findall(r"^# (articles/.*)\n(aliases:\n(?:  - .*\n)+)", text, re.M)
    lab.check("grouped by article", [p for p, _ in proposed] == sorted(set(v for v in wanted.values() if v)), text)
    for article, lines in proposed:
        with open(os.path.join(repo, article), encoding="utf-8") as f:
            before = f.read()
        edit(repo, article, before.replace("---\n", "---\n" + lines, 1))
    after, ran = answers(repo, path)
    lab.check("with these lines pasted, they lead there", {a: v[0] for a, v in after.items()} ==
              {a.replace(" ", "%20"): "redirect" if v else ("page" if a.startswith("/#") else "missing") for a, v in wanted.items()}, str(after))
    quiet = at(repo, "urls", "--against", path, "-q")
    lab.check("-q: what is missing and no more", quiet.out == "/unlike-anything-here/\n/?p=3\n" and quiet.status == 1, quiet.out)
    edit(repo, "articles/last.md", lab.article("Unlike", slug="unlike", aliases="/unlike-anything-here/"))
    ends("all is served", at(repo, "urls", "--against", put("good", "/unlike-anything-here/\n/2024/01/one/\n")), 0,
         "2 addresses: 1 lead to pages, 1 to redirects, 0 to files, 0 nowhere")


ATOM = "{http://www.w3.org/2005/Atom}"


def ids(text):
    """The entry ids of an RSS or Atom feed, as a reader's program keeps them."""
    root = ET.fromstring(text)
    return [(i.findtext("guid") or i.findtext("link")) for i in root.iter("item")] + [e.findtext(ATOM + "id") for e in root.iter(ATOM + "entry")]


def subscriber():
    """Who had subscribed to the old site's feeds sees no old article as new."""
    item = "<item><title>%s</title><link>https://old.example.com/%s/</link><guid isPermaLink='false'>%s</guid></item>"
    posts = [("One", "one", "https://old.example.com/?p=1"), ("Two", "two", "tag:old.example.com,2009:2&amp;x"), ("Three", "three", "3@old.example.com")]
    old = "<rss version='2.0'><channel><title>Old</title>%s</channel></rss>" % "".join(item % p for p in posts)
    known = set(ids(old))
    feeds = "plugins:\n  feeds: { path: /feed/, also: [/index.xml, /rss.xml, /atom.xml], tags_also: '/tag/:slug/feed/', categories_also: '/category/:slug/feed/' }\n"
    files = {"articles/%s.md" % slug: lab.article(title, "2024-01-0%d" % (n + 1), tags="[Rivers]", categories="[News]",
                                                  guid="'%s'" % guid.replace("&amp;", "&")) for n, (title, slug, guid) in enumerate(posts)}
    repo = site("feeds", **{"publish.yaml": lab.SETTINGS + feeds, **files})
    out = os.path.join(lab.WORK, "feeds.out")
    ran = at(repo, "--to", out)
    lab.check("the moved site is published", ran.status == 0, str(ran))
    for path in ("feed/index.html", "index.xml", "rss.xml", "atom.xml", "tag/rivers/feed/index.html", "category/news/feed/index.html", "tags/rivers/feed.xml", "en/feed.xml"):
        name = os.path.join(out, path)
        if path == "en/feed.xml":
            lab.check("one language has no feed of its own", not os.path.exists(name), "there is one")
            continue
        with open(name, encoding="utf-8") as f:
            got = ids(f.read())
        lab.check("no old article is new in %s" % path, len(got) == 3 and set(got) == known, str(got))
    found, ran = answers(repo, put("feeds.list", "/feed/\n/index.xml\n/rss.xml\n/tag/rivers/feed/\n/category/news/feed\n"))
    lab.check("their addresses are feeds, not redirects", [v[0] for v in found.values()] == ["feed"] * 5 and ran.status == 0, str(found))
    edit(repo, "articles/four.md", lab.article("Four", "2024-01-09"))
    at(repo, "--to", out)
    with open(os.path.join(out, "index.xml"), encoding="utf-8") as f:
        lab.check("a new article is, and it only", len(set(ids(f.read())) - known) == 1, "no")
    without = site("without", **{"publish.yaml": lab.SETTINGS + feeds, **{p: re.sub("guid: .*\n", "", t) for p, t in files.items()}})
    at(without, "--to", out + ".2")
    with open(os.path.join(out + ".2", "index.xml"), encoding="utf-8") as f:
        lab.check("without their guids they would be", len(set(ids(f.read())) - known) == 3, "no")


def run():
    noise()
    repo = site("urls", **{"articles/one.md": lab.article("One", "2024-01-03", tags="[rivers]", aliases="/old/one/"),
                           "articles/cha.md": lab.article("茶", "2024-01-04", slug="茶"), "static/logo.png": "no picture\n"})
    addresses(repo)
    equivalence(repo)
    forms(repo)
    proposals()
    subscriber()
    ends("a site that cannot be built", at(site("bad", **{"articles/bad.md": "---\ntitle: [\n---\n"}), "urls"), 1, "articles/bad.md")
    ends("an argument", at(repo, "urls", "x"), 2, "does not take the argument")
