"""machines -- what feeds, sitemaps and JSON-LD must be, as their specifications say.

Each function takes the text of one file and gives a list of what is wrong with it;
addresses that it found are in the second part of the result.

  Atom            RFC 4287 (sections 3.3 and 4), RFC 3339 for times
  JSON Feed       https://jsonfeed.org/version/1.1
  Sitemap         sitemaps.org 0.9, xhtml:link as search engines ask for it
  JSON-LD         what is required of an article: schema.org NewsArticle and its kinds
"""
import json
import re
import xml.etree.ElementTree as ET
from datetime import datetime

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$")
ARTICLES = {"NewsArticle", "OpinionNewsArticle", "AdvertiserContentArticle", "Article", "BlogPosting"}


def instant(text):
    if not re.match(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$", text or ""):
        raise ValueError("%r is not an RFC 3339 time" % text)
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def is_iri(text):
    return bool(re.match(r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+$", text or ""))


def is_address(text):
    """An absolute address in ASCII, as machines want it."""
    return bool(re.match(r"^https?://[!-~]+$", text or "")) and is_iri(text)


# Children of feed and entry: name -> how often at least and at the most (None: any number).
FEED = {"id": (1, 1), "title": (1, 1), "updated": (1, 1), "subtitle": (0, 1), "rights": (0, 1), "generator": (0, 1),
        "icon": (0, 1), "logo": (0, 1), "author": (0, None), "contributor": (0, None), "category": (0, None),
        "link": (1, None), "entry": (0, None)}
ENTRY = {"id": (1, 1), "title": (1, 1), "updated": (1, 1), "published": (0, 1), "summary": (0, 1), "content": (0, 1),
         "rights": (0, 1), "source": (0, 1), "author": (0, None), "contributor": (0, None), "category": (0, None),
         "link": (0, None)}
SOURCE = {k: (0, m) for k, (_, m) in FEED.items() if k != "entry"}


def _counted(at, rules, problems, name):
    for child in at:
        if child.tag.startswith(ATOM) and child.tag[len(ATOM):] not in rules:
            problems.append("%s has a child %s" % (name, child.tag[len(ATOM):]))
    for tag, (least, most) in rules.items():
        n = len(at.findall(ATOM + tag))
        if n < least or most is not None and n > most:
            problems.append("%s has %d %s" % (name, n, tag))


def _text(at, tag):
    found = at.find(ATOM + tag)
    return "".join(found.itertext()).strip() if found is not None else None


def _common(at, name, problems, links):
    ident = _text(at, "id")
    if ident is not None and not is_iri(ident):
        problems.append("%s: the id %r is no IRI" % (name, ident))
    for tag in ("updated", "published"):
        if at.find(ATOM + tag) is not None:
            try:
                instant(_text(at, tag))
            except ValueError as e:
                problems.append("%s: %s" % (name, e))
    for person in at.findall(ATOM + "author"):
        if not _text(person, "name") or len(person.findall(ATOM + "name")) != 1:
            problems.append("%s: a person without exactly one name" % name)
        uri = _text(person, "uri")
        if uri is not None and not is_iri(uri):
            problems.append("%s: the uri %r is no IRI" % (name, uri))
    for category in at.findall(ATOM + "category"):
        if not category.get("term"):
            problems.append("%s: a category without a term" % name)
    seen = set()
    for link in at.findall(ATOM + "link"):
        rel, href = link.get("rel", "alternate"), link.get("href")
        if not is_address(href):
            problems.append("%s: link rel=%s leads to %r" % (name, rel, href))
        key = (rel, link.get("type"), link.get("hreflang"))
        if rel == "alternate" and key in seen:
            problems.append("%s: two alternates of one type and language" % name)
        seen.add(key)
        if link.get("type") and not re.match(r"^[a-z]+/[a-z0-9.+-]+$", link.get("type")):
            problems.append("%s: %r is no media type" % (name, link.get("type")))
        if link.get("length") is not None and not link.get("length").isdigit():
            problems.append("%s: %r is no length" % (name, link.get("length")))
        if rel in ("alternate", "self", "enclosure"):
            links.append(href)


def atom(text, path=""):
    problems, links = [], []
    try:
        tree = ET.fromstring(text)
    except ET.ParseError as e:
        return ["is no XML: %s" % e], links
    if tree.tag != ATOM + "feed":
        return ["the root is %s" % tree.tag], links
    _counted(tree, FEED, problems, "feed")
    _common(tree, "feed", problems, links)
    rels = [link.get("rel", "alternate") for link in tree.findall(ATOM + "link")]
    if rels.count("self") != 1:
        problems.append("feed has %d links rel=self" % rels.count("self"))
    own = [link.get("href") for link in tree.findall(ATOM + "link") if link.get("rel") == "self"]
    if path and own and not own[0].endswith("/" + path):
        problems.append("says it is %s, and is at %s" % (own[0], path))
    ids, newest = set(), None
    for entry in tree.findall(ATOM + "entry"):
        name = _text(entry, "id") or "an entry"
        _counted(entry, ENTRY, problems, name)
        _common(entry, name, problems, links)
        if name in ids:
            problems.append("the id %s occurs twice" % name)
        ids.add(name)
        if tree.find(ATOM + "author") is None and entry.find(ATOM + "author") is None:
            problems.append("%s has no author" % name)
        alternates = [l for l in entry.findall(ATOM + "link") if l.get("rel", "alternate") == "alternate"]
        if not alternates and entry.find(ATOM + "content") is None:
            problems.append("%s has neither content nor alternate" % name)
        for tag in ("title", "summary", "rights"):
            found = entry.find(ATOM + tag)
            if found is not None and found.get("type", "text") not in ("text", "html", "xhtml"):
                problems.append("%s: %s has the type %s" % (name, tag, found.get("type")))
            if found is not None and len(found) and found.get("type") != "xhtml":
                problems.append("%s: %s has elements inside" % (name, tag))
        source = entry.find(ATOM + "source")
        if source is not None:
            _counted(source, SOURCE, problems, "source of " + name)
            _common(source, "source of " + name, problems, [])
        if not problems:
            at = instant(_text(entry, "updated"))
            newest = max(newest, at) if newest else at
            if _text(entry, "published") and instant(_text(entry, "published")) > at:
                problems.append("%s was updated before it was published" % name)
    if newest and not problems and instant(_text(tree, "updated")) != newest:
        problems.append("the feed was updated %s, its newest entry %s" % (_text(tree, "updated"), newest))
    return problems, links


TOP = {"version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon", "favicon",
       "authors", "language", "expired", "hubs", "items"}
ITEM = {"id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image",
        "date_published", "date_modified", "authors", "tags", "language", "attachments"}


def json_feed(text, path=""):
    problems, links = [], []
    try:
        feed = json.loads(text)
    except ValueError as e:
        return ["is no JSON: %s" % e], links

    def known(at, names, what):
        for key in at:
            if key not in names and not key.startswith("_"):
                problems.append("%s has %r" % (what, key))

    def texts(at, names, what):
        for name in names:
            if name in at and not (isinstance(at[name], str) and at[name]):
                problems.append("%s: %s is %r" % (what, name, at[name]))

    def people(at, what):
        for author in at.get("authors", []):
            known(author, {"name", "url", "avatar"}, "author of " + what)
            if not author:
                problems.append("%s: an author without anything" % what)
            if "url" in author and not is_address(author["url"]):
                problems.append("%s: an author at %r" % (what, author["url"]))

    known(feed, TOP, "the feed")
    texts(feed, ("version", "title", "home_page_url", "feed_url", "description", "language"), "the feed")
    people(feed, "the feed")
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        problems.append("version %r" % feed.get("version"))
    for key in ("title", "items"):
        if key not in feed:
            problems.append("no %s" % key)
    for key in ("home_page_url", "feed_url"):
        if not is_address(feed.get(key)):
            problems.append("%s is %r" % (key, feed.get(key)))
        links.append(feed.get(key, ""))
    if path and not feed.get("feed_url", "").endswith("/" + path):
        problems.append("says it is %s, and is at %s" % (feed.get("feed_url"), path))
    ids = set()
    for item in feed.get("items", []):
        name = item.get("id")
        if not isinstance(name, str) or not name:
            problems.append("an item with the id %r" % name)
        if name in ids:
            problems.append("the id %s occurs twice" % name)
        ids.add(name)
        known(item, ITEM, name)
        texts(item, ITEM - {"authors", "tags", "attachments"}, name)
        people(item, name)
        if "content_html" not in item and "content_text" not in item:
            problems.append("%s has no content" % name)
        for key in ("url", "external_url", "image"):
            if key in item and not is_address(item[key]):
                problems.append("%s: %s is %r" % (name, key, item[key]))
        links += [item[k] for k in ("url", "image") if k in item]
        for key in ("date_published", "date_modified"):
            try:
                instant(item.get(key)) if key in item else None
            except ValueError as e:
                problems.append("%s: %s" % (name, e))
        if not all(isinstance(t, str) and t for t in item.get("tags", [])):
            problems.append("%s: tags %r" % (name, item["tags"]))
        if not LANGUAGE.match(item.get("language", "en")):
            problems.append("%s: language %r" % (name, item["language"]))
    return problems, links


def sitemap(text):
    """Problems, addresses of pages, addresses of further sitemaps."""
    problems, pages, files = [], [], []
    tree = ET.fromstring(text)
    if tree.tag == MAP + "sitemapindex":
        files = [(at.find(MAP + "loc").text or "").strip() for at in tree]
        return problems, pages, files
    if tree.tag != MAP + "urlset":
        return ["the root is %s" % tree.tag], pages, files
    others = {}
    for at in tree:
        locs = at.findall(MAP + "loc")
        if at.tag != MAP + "url" or len(locs) != 1:
            problems.append("an entry without exactly one loc")
            continue
        loc = (locs[0].text or "").strip()
        if not is_address(loc):
            problems.append("the address %r" % loc)
        if loc in pages:
            problems.append("%s occurs twice" % loc)
        pages.append(loc)
        modified = at.find(MAP + "lastmod")
        if modified is not None and not re.match(r"^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d))?$", modified.text or ""):
            problems.append("%s: lastmod %r" % (loc, modified.text))
        links = at.findall(XHTML + "link")
        for link in links:
            if link.get("rel") != "alternate" or not is_address(link.get("href")) or \
                    not (LANGUAGE.match(link.get("hreflang", "")) or link.get("hreflang") == "x-default"):
                problems.append("%s: %s" % (loc, link.attrib))
        if links:
            others[loc] = {link.get("href") for link in links}
            if loc not in others[loc]:
                problems.append("%s does not name itself among its translations" % loc)
    for loc, hrefs in others.items():
        for href in hrefs:
            if others.get(href, hrefs) != hrefs:
                problems.append("%s and %s do not name each other" % (loc, href))
    if len(pages) > 50000:
        problems.append("%d addresses" % len(pages))
    return problems, pages, files


def json_ld(blocks, address="", language=""):
    """Problems, and the things described, by type. `blocks` are the texts of the scripts."""
    problems, things = [], {}
    for block in blocks:
        try:
            data = json.loads(block)
        except ValueError as e:
            problems.append("is no JSON: %s" % e)
            continue
        if re.search(r"[^\\]@[a-z0-9-]+\.[a-z]", block) or "</" in block:
            problems.append("holds an address or markup: %s" % block[:80])
        for one in data if isinstance(data, list) else [data]:
            if one.get("@context") != "https://schema.org":
                problems.append("@context is %r" % one.get("@context"))
            for thing in one.get("@graph", [one]):
                kind = thing.get("@type")
                if not isinstance(kind, str):
                    problems.append("@type is %r" % kind)
                    continue
                things.setdefault(kind, []).append(thing)
    for kind in ARTICLES & set(things):
        for thing in things[kind]:
            for key in ("headline", "datePublished", "dateModified", "author", "publisher", "inLanguage",
                        "mainEntityOfPage", "copyrightNotice", "copyrightHolder", "creditText"):
                if not thing.get(key):
                    problems.append("%s has no %s" % (kind, key))
            authors = thing.get("author")
            for author in authors if isinstance(authors, list) else [authors or {}]:
                if author.get("@type") not in ("Person", "Organization") or not author.get("name"):
                    problems.append("author %r" % author)
            if not (thing.get("publisher") or {}).get("name"):
                problems.append("publisher %r" % thing.get("publisher"))
            if address and (thing.get("mainEntityOfPage") or {}).get("@id") != address:
                problems.append("mainEntityOfPage %r" % thing.get("mainEntityOfPage"))
            if language and thing.get("inLanguage") != language:
                problems.append("inLanguage %r, not %r" % (thing.get("inLanguage"), language))
            for key in ("datePublished", "dateModified"):
                if not re.match(r"^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d))?$", str(thing.get(key))):
                    problems.append("%s %r" % (key, thing.get(key)))
    for thing in things.get("BreadcrumbList", []):
        items = thing.get("itemListElement", [])
        if [i.get("position") for i in items] != list(range(1, len(items) + 1)) or len(items) < 2:
            problems.append("breadcrumbs at %r" % [i.get("position") for i in items])
        for item in items[:-1]:
            if not is_address(item.get("item")) or not item.get("name"):
                problems.append("breadcrumb %r" % item)
    return problems, things
