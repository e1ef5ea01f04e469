# bad_shared -- the collection of hostile inputs beside the project, when it is
# there: every file ends as its index says, within its limits.
import glob
import json
import os
import re

import lab

INPUTS = os.path.join(lab.SHARED, "bad-inputs")
SECONDS, KIB = 2.0, 64 * 1024  # above what an ordinary site takes
SLACK = 1.25                   # processors of other machines, and the watchdog's tick

# What a file must come to: a pattern of the first message (exit 1), or of the
# published page. The index decides; where it leaves a choice, this is ours.
ERROR = "error"
FILES = {
    "frontmatter/unterminated.md": r":1:1: error: front matter opens here and is never closed",
    "frontmatter/empty.md": r"error: the article has no title",
    "frontmatter/only-open.md": r":1:1: error: front matter opens here",
    "frontmatter/open-no-newline.md": None,
    "frontmatter/dots-end.md": None,
    "frontmatter/four-dashes.md": None,
    "frontmatter/leading-blank.md": None,
    "frontmatter/duplicate-keys.md": r":3:1: error: the key 'title' occurs twice: first in line 2",
    "frontmatter/duplicate-nested.md": r":2:11: error: the key 'b' occurs twice",
    "frontmatter/unclosed-flow.md": r":2:7: error: this '\[' is not closed",
    "frontmatter/colon-in-title.md": r":2:9: error: a ':' inside a text without quotes[\s\S]*quotes: title: \"A: B\"",
    "frontmatter/at-backtick.md": r":2:8: error: .*cannot begin with '@'",
    "frontmatter/multi-doc.md": None,
    "frontmatter/scalar-root.md": r":2:1: error: front matter must be",
    "frontmatter/list-root.md": r":2:1: error: front matter must be",
    "frontmatter/null-root.md": r"error: the article has no title",
    "frontmatter/numeric-key.md": r":\d:\d+: error: .*key",
    "frontmatter/complex-key.md": r":2:3: error: a key must be a name",
    "frontmatter/merge-key.md": r":2:4: error: anchors",
    "frontmatter/alias-unknown.md": r":2:4: error: aliases",
    "frontmatter/alias-cycle.md": r":2:4: error: anchors",
    "frontmatter/tag-custom.md": r":2:4: error: tags",
    "frontmatter/type-title-map.md": r":2:8: error: 'title' must be text, found a map",
    "frontmatter/type-title-null.md": r":2:1: error: 'title' must be text, found nothing",
    "frontmatter/type-title-number.md": "<h1>2024</h1>",
    "frontmatter/type-title-bool.md": "<h1>no</h1>",
    "frontmatter/type-title-octal.md": "<h1>0123</h1>",
    "frontmatter/type-title-sexagesimal.md": "<h1>12:30:45</h1>",
    "frontmatter/type-title-inf.md": r":3:9: error: 'weight' must be a whole number, found \.nan",
    "frontmatter/type-tags-string.md": None,
    "frontmatter/type-tags-nested.md": r":3:8: error: tags\[1\] must be text, found a list",
    "frontmatter/tags-10000.md": r"tags-10000\.md",
    "frontmatter/slug-traversal.md": r":3:7: error: 'slug'",
    "frontmatter/slug-empty.md": r":3:7: error: 'slug' is empty",
    "frontmatter/slug-nul.md": r":3:7: error: .*U\+0000",
    "frontmatter/slug-newline.md": r":3:7: error: 'slug' holds a control character",
    "frontmatter/layout-traversal.md": r":3:9: error: 'layout'",
    "frontmatter/draft-yes.md": r":3:8: error: 'draft' must be true or false",
    "frontmatter/scalar-1mb.md": None,
    "frontmatter/block-scalar-1mb.md": None,
    "frontmatter/flow-depth-100k.md": r":2:67: error: nested deeper than 64 levels",
    "frontmatter/map-depth-10k.md": r":66:65: error: nested deeper than 64 levels",
    "frontmatter/quoted-escapes.md": r":2:\d+: error: an escape",
    "frontmatter/del-c1.md": None,
    "frontmatter/cr-only.md": None,
    "frontmatter/json.md": None,
    "frontmatter/long-line-fence.md": r"error: the article has no title",
    "frontmatter/billion-laughs.md": r":2:4: error: anchors",
    "frontmatter/alias-doubling.md": r":2:4: error: anchors",
    "encoding/bom.md": None,
    "encoding/utf16le.md": r":1:1: error: the file is UTF-16",
    "encoding/utf16be-nobom.md": r":1:1: error: the file looks like UTF-16",
    "encoding/latin1.md": r":2:10: error: byte 13 \(0xFC\) is not UTF-8",
    "encoding/invalid-utf8-body.md": r":4:4: error: byte 20 \(0xFF\) is not UTF-8",
    "encoding/overlong.md": r":4:1: error: byte 17 \(0xC0\)",
    "encoding/surrogate.md": r":4:1: error: byte 17 \(0xED\)",
    "encoding/nul-body.md": "\ufffdb",
    "encoding/nul-frontmatter.md": r":2:9: error: the control character U\+0000",
    "encoding/one-newline.md": r"error: the article has no title",
    "encoding/no-final-newline.md": None,
    "encoding/nonchar.md": None,
    "encoding/bidi.md": None,
    "encoding/tag-chars.md": None,
    "encoding/mixed-eol.md": None,
}
# Dates that are RFC 3339 or a day, as the page must say them; all others are errors.
DATES = {"10": "2024-01-02T10:00:00Z", "11": "2024-01-02T10:00:00Z", "21": "1969-12-31", "22": "1900-01-01",
         "23": None, "27": "2024-01-02T10:00:00", "32": "2024-01-02T10:00:00", "33": "2024-01-02T10:00:00+14:00"}
ARTICLE_PAGE = re.compile(r"/index\.html$")


class Base:
    """What an ordinary article takes."""

    def __init__(self):
        repo = lab.repository("plain", {"publish.yaml": lab.SETTINGS, "articles/plain.md": lab.article("Plain")})
        runs = [lab.publish("-C", repo, "--force", "-n") for _ in range(3)]
        self.cpu = min(r.cpu for r in runs)
        self.peak = max(r.peak for r in runs)
        lab.remove(repo)

    def over(self, ran):
        if ran.hung:
            return "no end after %.0f seconds" % ran.wall
        if ran.status >= 128:
            return "ended by a signal: %s" % ran
        if ran.cpu > (self.cpu + SECONDS) * SLACK:
            return "%.2f seconds of processor time" % ran.cpu
        if ran.peak > self.peak + KIB:
            return "%d MiB above an ordinary site" % ((ran.peak - self.peak) // 1024)
        return None


def one(base, name, content, expected):
    """Publishes a single article; None, or what is wrong."""
    repo = lab.repository("one", {"publish.yaml": lab.SETTINGS, "articles/" + os.path.basename(name): content})
    ran = lab.publish("-C", repo, timeout=20)
    try:
        trouble = base.over(ran)
        if trouble:
            return trouble
        if ran.status == 1:
            if lab.tip(repo):
                return "an error, and yet something was published"
            if os.path.basename(name) not in ran.err:
                return "the message does not name the file: %s" % ran
            if expected is ERROR or expected and re.search(expected, ran.err):
                return None
            return "unexpected: %s" % ran
        if ran.status != 0:
            return "unexpected: %s" % ran
        if lab.fsck(repo):
            return lab.fsck(repo)
        if expected and not expected.startswith(("<", "2", "1", "\ufffd")):
            return "must be an error matching %s" % expected
        pages = [v.decode("utf-8", "replace") for k, v in lab.outputs(repo).items()
                 if re.search(r"\d{4}/\d\d/.+/index\.html$", k)]
        if expected and not any(expected in page for page in pages):
            return "no page says %s" % expected
        for page in pages:
            if "\x00" in page or page.startswith("\ufeff"):
                return "a page with a NUL or a byte order mark"
        return None
    finally:
        lab.remove(repo)


def listed(kind):
    return sorted(glob.glob(os.path.join(INPUTS, kind, "*.md")))


def run_single_files(base):
    for kind in ("frontmatter", "encoding"):
        problems, files = [], listed(kind)[::2 if lab.QUICK else 1]
        for path in files:
            name = kind + "/" + os.path.basename(path)
            trouble = one(base, name, open(path, "rb").read(), FILES.get(name, ERROR))
            if trouble:
                problems.append("%s: %s" % (name, trouble))
        lab.check("%s: %d files" % (kind, len(files)), not problems, "%d of them" % len(problems), "\n".join(problems))

    problems, files = [], listed("dates")[::2 if lab.QUICK else 1]
    for path in files:
        number = os.path.basename(path)[:2]
        trouble = one(base, "dates/" + os.path.basename(path), open(path, "rb").read(),
                      DATES[number] if number in DATES else r":3:7: error: ")
        if trouble:
            problems.append("%s: %s" % (path, trouble))
    lab.check("dates: %d files" % len(files), not problems, "%d of them" % len(problems), "\n".join(problems))

    problems, files = [], listed("markdown")[::4 if lab.QUICK else 1]
    limits = 0
    for path in files:
        # Builds, or a limit that names the file.
        trouble = one(base, path, open(path, "rb").read(), None)
        if trouble and re.search(r"unexpected: .*\n.*%s(:\d+:\d+)?: error: .*(P0402|P0403|P0404|P0903|P0904)"
                                 % re.escape(os.path.basename(path)), trouble):
            limits += 1
            trouble = None
        if trouble:
            problems.append("%s: %s" % (os.path.basename(path), trouble))
    lab.check("markdown: %d files (%d meet a limit)" % (len(files), limits), not problems, "%d of them" % len(problems), "\n".join(problems))


def collision_forms(folder):
    """The same titles as they are, as file names, and as slugs."""
    plain, named, slugged = {}, {}, {}
    for path in sorted(glob.glob(folder + "*.md")):
        text = open(path, "rb").read().decode("utf-8")
        title = re.search(r"^title: (.*)$", text, re.M)[1]
        title = json.loads(title) if title.startswith('"') else title.strip("'")
        name = os.path.basename(path)
        plain["articles/" + name] = text
        slugged["articles/" + name] = text.replace("---\n", "---\nslug: %s\n" % json.dumps(title, ensure_ascii=False), 1)
        if len(title.encode()) < 250 and not title.startswith("."):  # hidden files are no articles
            named["articles/%s.md" % title] = text
    return [f for f in (plain, named, slugged) if f]


def collision(name, files):
    """None, or what is wrong: distinct outputs, or errors that name both sources."""
    repo = lab.repository("collide", dict(files, **{"publish.yaml": lab.SETTINGS + "permalink: /:slug/\n"}))
    ran = lab.publish("-C", repo, "--format=json")
    try:
        if ran.status == 0:
            pages = [k for k, v in lab.outputs(repo).items()
                     if k.endswith("/index.html") and b'content="article" property="og:type"' in v]
            folded = {k.casefold() for k in pages}
            return None if len(folded) == len(files) else "%d articles, %d pages" % (len(files), len(folded))
        if ran.status != 1 or lab.tip(repo):
            return str(ran)
        for line in ran.out.split("\n"):
            record = json.loads(line) if line else {}
            if record.get("severity") != "error":
                continue
            named = [f for f in files if f in (record["file"], record.get("article"))
                     or lab_shown(f) in record["message"]]
            if record["code"] in ("P0850", "P0881") and len(named) < 2:
                return "does not name both: %s" % line
            if not named:
                return "names nothing: %s" % line
        return None
    finally:
        lab.remove(repo)


def lab_shown(name):
    """As diagnostics show what is invisible."""
    return re.sub("[\u200b-\u200f\u2066-\u2069]", lambda m: "\\u{%04X}" % ord(m[0]), name)


def run_collisions():
    problems, count = [], 0
    sets = sorted(glob.glob(os.path.join(INPUTS, "collisions", "*", "")))
    for folder in sets:
        for files in collision_forms(folder):
            count += 1
            trouble = collision(folder, files)
            if trouble:
                problems.append("%s (%s): %s" % (folder[-16:], next(iter(files))[:40], trouble))
    lab.check("collisions: %d sets in %d forms" % (len(sets), count), not problems, "%d of them" % len(problems),
              "\n".join(problems))


def adapt(text):
    """The collection's neutral template syntax in ours."""
    text = re.sub(rb"\{\{>\s*([^ }]+)\s*\}\}", rb'{% include "\1.html" %}', text)
    text = text.replace(b'passwd.html"', b'passwd"').replace(b"{{ title", b"{{ page.title")
    return text.replace(b"{{ url", b"{{ page.url")


TEMPLATES = {  # what is wrong with each, or None where escaping makes it right
    "unclosed-tag": r":1:\d+: error: ", "unknown-filter": r":1:\d+: error: .*'nope'",
    "include-self": r"error: ", "include-loop": r"error: ", "include-dotdot": r":1:\d+: error: ",
    "in-script-string": r":1:\d+: error: .*script", "in-style": r":1:\d+: error: .*style",
    "in-event": r":1:\d+: error: .*event", "in-tagname": r":1:\d+: error: ", "in-attrname": r":1:\d+: error: ",
    "in-url-query": None, "in-xml": None, "in-textarea": None, "huge": None, "nul": r"error: .*NUL|error: .*UTF-8|error: .*U\+0000",
    "bad-utf8": r"error: .*UTF-8",
}


def run_templates(base):
    problems, files = [], sorted(glob.glob(os.path.join(INPUTS, "templates", "*.html")))
    evil = '"><script>alert(1)</script>'
    for path in files:
        name = os.path.basename(path)[:-5]
        text = adapt(open(path, "rb").read())
        tree = {"publish.yaml": lab.SETTINGS, "articles/a.md": lab.article(json.dumps(evil)),
                "templates/article.html": text}
        if name == "include-loop":
            tree["templates/a.html"] = '{% include "article.html" %}'
        if name == "include-self":
            tree["templates/page.html"] = text
            tree["templates/article.html"] = '{% include "page.html" %}'
        repo = lab.repository("template", tree)
        ran = lab.publish("-C", repo, timeout=20)
        expected = TEMPLATES.get(name, ERROR)
        trouble = base.over(ran) if name != "huge" else ("%s" % ran if ran.status >= 128 or ran.hung else None)
        if not trouble and ran.status == 0:
            pages = [v for k, v in lab.outputs(repo).items() if k.startswith("2024/")]
            if expected:
                trouble = "must be refused"
            elif any(b"<script>alert" in page for page in pages):
                trouble = "not escaped"
        elif not trouble and not (expected and "templates/" in ran.err and re.search(expected, ran.err)):
            if not (name == "huge" and re.search("limit|larger|more than", ran.err)):
                trouble = str(ran)
        if trouble:
            problems.append("%s: %s" % (name, trouble))
        lab.remove(repo)
    lab.check("templates: %d files" % len(files), not problems, "%d of them" % len(problems), "\n".join(problems))


def run():
    parts = os.environ.get("PART")
    if parts == "collisions":
        return run_collisions()
    if not os.path.isdir(INPUTS):
        lab.skip("the collection of bad inputs", "it is not beside the project", 6)
        return
    base = Base()
    run_single_files(base)
    run_collisions()
    run_templates(base)
