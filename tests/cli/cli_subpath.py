# cli_subpath -- a site that lives below a path: served by a plain web server at the address that it was
# built for, and walked like a visitor, a feed reader and a search engine would. Nothing is broken, nothing leads out.
import html.parser
import http.server
import json
import os
import re
import threading
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree

import lab
from cli_rig import at, ends

PREFIX = "/some/path"
CHINESE = {
    "publish.yaml": "title: 河流周刊\nurl: https://example.org/\nlanguage: zh-Hans\ntimezone: Asia/Shanghai\n",
    "articles/你好.md": lab.article("你好，世界", body="第一篇。见[第二篇](大河/水.md)与[标题](大河/水.md#水位)。\n\n![图](大河/图 一.png)\n", tags="[河流, 水]"),
    "articles/大河/水.md": lab.article("水的故事", "2024-01-05", "## 水位\n\n回到[开头](../你好.md)，[文件](/文 件.txt)。\n", tags="[河流]",
                                   categories="[自然]", aliases="[/旧/地址/]", series="大河"),
    "articles/大河/图 一.png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\2\0\1H\xaf\xa4q\0\0\0\0"
                            b"IEND\xaeB`\x82"),
    "static/文 件.txt": "文件\n",
}


class Page(html.parser.HTMLParser):
    """Addresses and ids of a page."""
    ATTRIBUTES = ("href", "src", "poster", "data", "action", "cite")

    def __init__(self, text):
        super().__init__()
        self.links, self.ids, self.base = [], set(), None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        for name in self.ATTRIBUTES:
            if given.get(name) is not None and not (tag == "form" and name == "action"):
                self.links.append(given[name])
        self.links += [part.split()[0] for part in (given.get("srcset") or "").split(",") if part.strip()]
        if tag == "meta" and (given.get("property") or given.get("name") or "") in ("og:url", "og:image", "twitter:image"):
            self.links.append(given["content"])
        if tag == "meta" and (given.get("http-equiv") or "").lower() == "refresh":
            self.links.append(given["content"].split("=", 1)[1])
        self.ids.update(v for k, v in given.items() if k in ("id", "name") and v)

    handle_startendtag = handle_starttag


def addresses_of_json(value):
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, str) and (key == "url" or key.endswith("_url")):
                yield item
            else:
                yield from addresses_of_json(item)
    elif isinstance(value, list):
        for item in value:
            yield from addresses_of_json(item)


def addresses(kind, text):
    """(address, ...) and ids of what was fetched, by its type."""
    if "html" in kind:
        page = Page(text)
        for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S):
            page.links += list(addresses_of_json(json.loads(block)))
        return page.links, page.ids
    if "css" in kind:
        return re.findall(r"url\(\s*['\"]?([^'\")]+)", text) + re.findall(r"@import\s+['\"]([^'\"]+)", text), set()
    if "xml" in kind:
        found = []
        for node in xml.etree.ElementTree.fromstring(text).iter():
            found += [v for k, v in node.attrib.items() if k in ("href", "src", "url")]
            if node.tag.rpartition("}")[2] in ("loc", "link", "id", "uri", "logo", "icon") and re.match("https?:", (node.text or "").strip()):
                found.append(node.text.strip())
            if node.attrib.get("type") == "html":
                found += Page(node.text or "").links
        return found, set()
    if "json" in kind:
        return list(addresses_of_json(json.loads(text))), set()
    if kind.startswith("text/plain"):
        return re.findall(r"(?m)^Sitemap: *(\S+)", text), set()
    return [], set()


class Server:
    """A folder at http://127.0.0.1:PORT/some/path/, and nothing anywhere else."""

    def __init__(self, root):
        folder = os.path.join(root, "site")

        class Handler(http.server.SimpleHTTPRequestHandler):
            extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".xml": "application/xml", ".json": "application/json"}

            def __init__(self, *args):
                super().__init__(*args, directory=folder)

            def translate_path(self, path):
                if not path.startswith(PREFIX + "/"):
                    return os.path.join(root, "nothing")
                return super().translate_path(path[len(PREFIX):])

            def log_message(self, *args):
                pass
        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = "http://127.0.0.1:%d%s/" % (self.http.server_address[1], PREFIX)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


def crawl(base, starts):
    """What is wrong, and the paths that were seen. Each address once."""
    host = urllib.parse.urlsplit(base).netloc
    waiting, seen, wrong, wanted = [(base + s, "(start)") for s in starts], {}, [], []
    while waiting:
        url, by = waiting.pop()
        url, fragment = urllib.parse.urldefrag(url)
        if fragment:
            wanted.append((url, urllib.parse.unquote(fragment), by))
        if url in seen:
            continue
        seen[url] = None
        if not url.startswith(base):
            wrong.append("%s: leaves the path: %s" % (by, url))
            continue
        try:
            # As browsers send it: what is not ASCII is escaped.
            with urllib.request.urlopen(urllib.parse.quote(url, safe="%/:?&=#+,;@~()!$'*"), timeout=10) as answer:
                kind, body = answer.headers["Content-Type"], answer.read()
                if answer.geturl() != urllib.parse.quote(url, safe="%/:?&=#+,;@~()!$'*"):
                    wrong.append("%s: %s is redirected to %s" % (by, url, answer.geturl()))
        except urllib.error.URLError as error:
            wrong.append("%s: %s: %s" % (by, url, error))
            continue
        text = body.decode("utf-8") if re.search("html|css|xml|json|text", kind) else ""
        links, ids = addresses(kind, text)
        seen[url] = ids if "html" in kind else None
        for link in links:
            whole = urllib.parse.urljoin(url, link.strip())
            parts = urllib.parse.urlsplit(whole)
            if parts.scheme in ("http", "https") and parts.netloc == host:
                waiting.append((whole, url[len(base) - 1:]))
    for url, fragment, by in wanted:
        if seen.get(url) is not None and fragment not in seen[url] and fragment != "top":
            wrong.append("%s: no #%s in %s" % (by, fragment, url))
    return wrong, {urllib.parse.unquote(u[len(base):]) for u in seen if u.startswith(base)}


def walk(name, repo):
    root = lab.folder("web")
    server = Server(root)
    ran = at(repo, "--to", os.path.join(root, "site"), "--base-url", server.base)
    ends("%s is built for %s" % (name, PREFIX), ran, 0, "written: ")
    wrong, seen = crawl(server.base, ["", "robots.txt", "sitemap.xml", "404.html"])
    lab.check("%s: none of %d addresses is broken, none leaves the path" % (name, len(seen)), not wrong and len(seen) >= 15,
              "%d are" % len(wrong), "\n".join(wrong))
    # And what nobody leads to but a redirect from outside.
    left = []
    for top, _, files in os.walk(os.path.join(root, "site")):
        for f in files:
            path = os.path.relpath(os.path.join(top, f), os.path.join(root, "site"))
            if path.endswith(".html") and path not in seen and re.sub(r"(^|/)index\.html$", r"\1", path) not in seen:
                left.append(path)
    wrong, more = crawl(server.base, [urllib.parse.quote(re.sub(r"(^|/)index\.html$", r"\1", p)) for p in left])
    lab.check("%s: nor in the %d pages that only old addresses lead to" % (name, len(left)), not wrong, "%d are" % len(wrong), "\n".join(wrong))
    kinds = {os.path.splitext(p)[1] for p in seen | more}
    lab.check("%s: pages, styles, feeds and the sitemap were among them" % name, {"", ".xml", ".css", ".txt", ".html"} <= kinds, str(kinds))
    server.http.shutdown()
    return root


def run():
    demo = os.path.join(lab.folder("demo"), "site")
    ends("the demo site", lab.publish("init", "--demo", demo), 0)
    walk("the demo site", demo)
    root = walk("a Chinese site", lab.repository("chinese", CHINESE))
    # The walk notices what it is there to notice.
    page = os.path.join(root, "site/index.html")
    text = open(page).read()
    server = Server(root)
    with open(page, "w") as f:
        f.write(text.replace("</body>", '<a href="/some/path/nowhere/">x</a><a href="/out/">y</a><a href="#nothing">z</a></body>')
                .replace(re.search(r"http://127[^/]+/", text)[0], server.base[:-len(PREFIX)]))
    wrong, _ = crawl(server.base, [""])
    found = "\n".join(wrong)
    lab.check("broken ones are found", "404" in found and "leaves the path" in found and "no #nothing" in found, found)
    server.http.shutdown()
