# bad_xss -- hostile texts in every place an author can write: whatever the pages,
# the feed and the site map say, they say it as text. The oracle is an HTML parser.
import glob
import html.parser
import json
import os
import re
import unicodedata
import xml.etree.ElementTree

import lab

VECTORS = [
    "<script>alert(1)</script>", '"><script>alert(1)</script>', "'><img src=x onerror=alert(1)>",
    '" onmouseover=alert(1) x="', "</title><script>alert(1)</script>", "</script><script>alert(1)</script>",
    "<!--<script>", "--><script>alert(1)</script>", "]]><script>alert(1)</script>", "javascript:alert(1)",
    "java\tscript:alert(1)", "&#106;avascript:alert(1)", "data:text/html,<script>alert(1)</script>",
    "//evil.example/x", "<svg/onload=alert(1)>", '<a href="javascript:alert(1)">x</a>',
    "<img src=`x`onerror=alert(1)>", "<scr<script>ipt>alert(1)</scr</script>ipt>", "\u2028alert(1)//",
    "{{ site.title }}{% include \"base.html\" %}<%= 1 %>${7*7}", "<plaintext>", "\\\\evil.example\\x",
]
# A sink is a place for a text: the front matter's lines, then the body.
SINKS = {
    "title": lambda v: ("title: %s" % json.dumps(v, ensure_ascii=False), "Body"),
    "description": lambda v: ("title: x\ndescription: %s" % json.dumps(v, ensure_ascii=False), "Body"),
    "author": lambda v: ("title: x\nauthor: %s" % json.dumps(v, ensure_ascii=False), "Body"),
    "tag": lambda v: ("title: x\ntags: [%s]" % json.dumps(v, ensure_ascii=False), "Body"),
    "custom-key": lambda v: ("title: x\nparams: {c: %s}" % json.dumps(v, ensure_ascii=False), "Body"),
    "slug": lambda v: ("title: x\nslug: %s" % json.dumps(v, ensure_ascii=False), "Body"),
    "canonical-url": lambda v: ("title: x\ncanonical: %s" % json.dumps(v, ensure_ascii=False), "Body"),
    "image-front": lambda v: ("title: x\nimage: {src: /static.png, alt: %s, caption: %s, credit: %s}"
                              % ((json.dumps(v, ensure_ascii=False),) * 3), "Body"),
    "source": lambda v: ("title: x\nsource: {name: %s, url: %s}" % ((json.dumps(v, ensure_ascii=False),) * 2), "Body"),
    "body-inline": lambda v: ("title: x", "a %s b" % v),
    "body-raw": lambda v: ("title: x", v),
    "code-body": lambda v: ("title: x", "```html\n%s\n```" % v),
    "code-span": lambda v: ("title: x", "``%s``" % v),
    "code-info": lambda v: ("title: x", "```%s\nx\n```" % v),
    "heading-id": lambda v: ("title: x", "# %s" % v),
    "link-dest": lambda v: ("title: x", "[a](%s)\n\n[b](<%s>)\n\n<%s>\n\n[c][r]\n\n[r]: <%s>" % (v, v, v, v)),
    "link-title": lambda v: ("title: x", "[a](https://e.example/ %s)" % json.dumps(v, ensure_ascii=False)),
    "image": lambda v: ("title: x", "![a](<%s>)" % v),
    "image-alt": lambda v: ("title: x", "![%s](/x.png)" % v),
    "table-cell": lambda v: ("title: x", "|a|\n|-|\n|%s|" % v),
    "footnote": lambda v: ("title: x", "a[^1]\n\n[^1]: %s" % v),
}
SETTINGS = lab.SETTINGS + "checks: {links: off, images: off, anchors: off}\n"
STATIC = {"static/x.png": "x", "static/static.png": "x", "static/x": "x"}

ELEMENTS = set("""html head meta title link body header main footer nav article aside section div span p a
    ul ol li h1 h2 h3 h4 h5 h6 time strong em del code pre blockquote hr br table thead tbody tr th td img
    figure figcaption sup input dl dt dd small details summary b i""".split())
ATTRIBUTES = set("""lang charset name content property rel href type title class id tabindex src alt width
    height decoding loading datetime align start checked disabled role aria-label aria-current
    aria-describedby aria-hidden aria-labelledby dir hreflang scope colspan media sizes open value
    data-footnote-ref data-footnotes data-footnote-backref data-footnote-backref-idx""".split())
ADDRESSES = {"href", "src", "action", "formaction", "poster", "data", "cite", "srcset"}
SCHEMES = {"http", "https", "mailto", "tel", "ftp", "xmpp"}


class Page(html.parser.HTMLParser):
    """Reads a page as a browser would; everything that must not be there is in `wrong`."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.wrong, self.texts, self.stack, self.attributes = [], {}, [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        if tag == "script":
            if dict(attributes).get("type") != "application/ld+json":
                self.wrong.append("a script")
        elif tag not in ELEMENTS:
            self.wrong.append("an element <%s>" % tag[:40])
        for name, value in attributes:
            self.attributes.append((tag, name, value or ""))
            if name not in ATTRIBUTES or name.startswith("on"):
                self.wrong.append("an attribute %s=%s" % (name[:40], value))
            if tag == "meta" and name == "http-equiv":
                self.wrong.append("a meta instruction")
            if name in ADDRESSES and not self.harmless(tag, value or ""):
                self.wrong.append("an address %s" % value)
        if tag not in ("meta", "link", "br", "hr", "img", "input"):
            self.stack.append(tag)

    def handle_endtag(self, tag):
        if tag in self.stack:
            while self.stack.pop() != tag:
                pass

    def handle_data(self, data):
        for tag in set(self.stack):
            self.texts[tag] = self.texts.get(tag, "") + data

    def handle_comment(self, data):
        self.wrong.append("a comment %s" % data[:60])

    def handle_pi(self, data):
        self.wrong.append("a processing instruction %s" % data[:60])

    def unknown_decl(self, data):
        self.wrong.append("a declaration %s" % data[:60])

    @staticmethod
    def harmless(tag, address):
        # What a browser takes out before it looks for a scheme.
        seen = re.sub(r"[\t\n\r]", "", address.lstrip("".join(map(chr, range(33)))))
        scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", seen)
        if not scheme:
            return True
        if tag == "img" and re.match(r"data:image/(png|gif|jpeg|webp)[;,]", seen, re.I):
            return True
        return scheme[1].lower() in SCHEMES


def squeezed(text):
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def attribute(page, tag, name):
    return [v for t, n, v in page.attributes if t == tag and n == name]


# Where the text must be found again, character by character.
def round_trip(sink, vector, page):
    wanted = squeezed(vector)
    if sink == "title":
        return squeezed(page.texts.get("h1", "")) == wanted and wanted in squeezed(page.texts.get("title", "")) and \
            wanted in [squeezed(v) for v in attribute(page, "meta", "content")]
    if sink == "description":
        return wanted in [squeezed(v) for v in attribute(page, "meta", "content")]
    if sink in ("author",):
        return wanted in squeezed(page.texts.get("article", ""))
    if sink == "code-body":
        return wanted in squeezed(page.texts.get("pre", ""))
    if sink == "code-span" and "`" not in vector and "\n" not in vector:
        return wanted in squeezed(page.texts.get("code", ""))
    return True


def judge_page(name, text):
    page = Page(text)
    if "<script" in text.lower():
        for block in re.findall(r"<script[^>]*>(.*?)</script", text, re.S | re.I):
            try:
                json.loads(block)
            except ValueError:
                page.wrong.append("JSON that is none: %s" % block[:80])
    return page


def judge_xml(name, data):
    """Feed and site map: well-formed, and HTML inside obeys the same rules."""
    wrong = []
    try:
        root = xml.etree.ElementTree.fromstring(data)
    except xml.etree.ElementTree.ParseError as e:
        return ["%s is not XML: %s" % (name, e)]
    for element in root.iter():
        kind = element.get("type", "")
        if kind == "html" and element.text:
            wrong += ["%s: %s" % (name, w) for w in Page(element.text).wrong]
        for key, value in element.attrib.items():
            if key in ADDRESSES and not Page.harmless("a", value):
                wrong.append("%s: an address %s" % (name, value))
        if element.tag.endswith(("}loc", "}id", "}uri")) and element.text and not Page.harmless("a", element.text):
            wrong.append("%s: an address %s" % (name, element.text))
    return wrong


def publish_all(sink, files):
    """Publishes what can be; (repository, articles refused by a message, trouble)."""
    left, refused = dict(files), {}
    repo = lab.repository("xss", dict(left, **STATIC, **{"publish.yaml": SETTINGS}))
    for _ in range(6):
        ran = lab.publish("-C", repo, "--format=json")
        if ran.status == 0:
            return repo, refused, None
        if ran.status != 1:
            return repo, refused, str(ran)
        new = {}
        for line in ran.out.split("\n"):
            record = json.loads(line) if line else {}
            if record.get("severity") == "error":
                name = record["file"] if record["file"] in left else record.get("article", "")
                if name not in left:
                    # Two that collide are named in the message.
                    named = [f for f in left if f in record["message"]]
                    name = named[-1] if named else name
                if name not in left:
                    return repo, refused, "an error about nothing of ours: %s" % line
                new[name] = record
        if not new:
            return repo, refused, str(ran)
        refused.update(new)
        for name in new:
            left.pop(name)
        lab.commit(repo, {name: None for name in new}, "without")
    return repo, refused, "errors without end"


def judge(sink, files, vectors):
    """Problems of one sink; how many were published and refused."""
    repo, refused, trouble = publish_all(sink, files)
    if trouble:
        lab.remove(repo)
        return ["%s: %s" % (sink, trouble)], 0, len(refused)
    problems, published = [], 0
    for path, data in lab.outputs(repo).items():
        if path.endswith(".html"):
            text = data.decode("utf-8")
            page = judge_page(path, text)
            problems += ["%s: %s: %s" % (sink, path, w) for w in page.wrong]
            number = re.search(r"/v(\d+)/index\.html$", path)
            if number:
                published += 1
                vector = vectors[int(number[1])]
                if not round_trip(sink, vector, page):
                    problems.append("%s: %s: the text is not what was written: %r" % (sink, path, vector))
        elif path.endswith(".xml"):
            problems += ["%s: %s" % (sink, w) for w in judge_xml(path, data)]
        for part in path.split("/"):
            if re.search(r'[\x00-\x1f<>:"\\|?*]|^\.\.?$|[. ]$', part):
                problems.append("%s: a path %r" % (sink, path))
    lab.remove(repo)
    return problems, published, len(refused)


SEEN = ["<script>1</script>", "<p onclick=x>", "<a href=' java\nscript:1'>", "<img src=x onerror=1>", "<svg onload=1>",
        "<!-- x -->", "<?x ?>", "<style>x</style>", "<iframe>", "<a href=JAVASCRIPT:1>", "<base href=//x>",
        "<meta http-equiv=refresh>", "<p style=x>", "<img src='data:image/svg+xml,x'>", "<plaintext>",
        "<script type='application/ld+json'>{</script>"]


def run():
    blind = [text for text in SEEN if not judge_page("", text).wrong]
    lab.check("the oracle sees what it must", not blind and not judge_page("", "<p>a<b>&lt;script&gt;").wrong, "", "\n".join(blind))
    problems, published, refused = [], 0, 0
    for sink, make in SINKS.items():
        files = {}
        for i, vector in enumerate(VECTORS):
            front, body = make(vector)
            slug = "" if sink == "slug" else "slug: v%d\n" % i
            files["articles/v%d.md" % i] = "---\n%s\n%sdate: 2024-01-03\n---\n\n%s\n" % (front, slug, body)
        bad, some, others = judge(sink, files, VECTORS)
        problems += bad
        published, refused = published + some, refused + others
    lab.check("%d hostile texts in %d places (%d pages, %d refused)" % (len(VECTORS), len(SINKS), published, refused),
              not problems and published > 300, "%d problems" % len(problems), "\n".join(problems))

    folder = os.path.join(lab.SHARED, "bad-inputs", "xss")
    if not os.path.isdir(folder):
        lab.skip("the collection of hostile texts", "it is not beside the project")
        return
    vectors = json.load(open(os.path.join(folder, "VECTORS.json")))
    problems, published, refused, count = [], 0, 0, 0
    sinks = sorted(os.listdir(folder))
    for sink in [s for s in sinks if os.path.isdir(os.path.join(folder, s))]:
        files = {}
        for path in sorted(glob.glob(os.path.join(folder, sink, "*.md")))[::3 if lab.QUICK else 1]:
            number = int(os.path.basename(path)[:-3])
            text = open(path, "rb").read().decode("utf-8", "surrogatepass")
            extra = "date: 2024-01-03\n" + ("" if sink == "slug" else "slug: v%d\n" % number)
            files["articles/v%d.md" % number] = text.replace("---\n", "---\n" + extra, 1)
        count += len(files)
        bad, some, others = judge(sink, files, vectors)
        problems += bad
        published, refused = published + some, refused + others
    lab.check("the collection of hostile texts: %d files (%d pages, %d refused)" % (count, published, refused),
              not problems and published > count // 2, "%d problems" % len(problems), "\n".join(problems))
