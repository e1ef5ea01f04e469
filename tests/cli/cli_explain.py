# publish explain: where each part of one page came from
import json
import re

import lab
from cli_rig import at, edit, ends, records, site

PLUGIN = """local P = publish.plugin {
  name = "mine",
  version = "1.0.0",
  api = 1,
  doc = "Adds a paragraph and a slot.",
}

function P.transform(doc)
  return { doc, ast.paragraph { "Added by a plugin." } }
end

function P.page(page)
  if page.kind ~= "article" then return end
  return { after_body = html.p { "At the", html.b { "end" } } }
end

return P
"""
TEXT = "The %s text is about rivers, barges and the locks of a canal.\n\n## Locks\n\nA lock lifts a barge. See <https://example.com>.\n"
FILES = {
    "publish.yaml": lab.SETTINGS.replace("example.org/", "example.org/blog") +
    "plugins:\n  - disclaimer:\n      rules:\n        - { name: Rivers, when: { tag: rivers }, notice: wet }\n",
    "plugins/mine/init.lua": PLUGIN,
    "notices/wet.en.md": "Mind the water.\n",
    "articles/one.md": lab.article("One", "2024-01-03", TEXT % "first", tags="[rivers]", aliases="[/old/one/]"),
    "articles/two.md": lab.article("Two", "2024-01-05", TEXT % "second", tags="[rivers, tea]"),
    "articles/three.md": lab.article("Three", "2024-01-07", "Bread wants flour, salt and an oven.\n"),
    "articles/draft.md": lab.article("Draft", "2024-01-08", "Not yet.\n", draft="true"),
    "articles/later.md": lab.article("Later", "2044-01-08", "Not yet.\n"),
    "articles/gone.md": lab.article("Gone", "2024-01-02", "Gone.\n", withdrawn="{date: 2024-01-04}"),
    "static/paper.txt": "A file.\n",
}
NOW = ("--at", "2024-02-01")


def plain(text):
    """Without what changes whenever a built-in plugin does: its lines, sizes of HTML and numbers of reads."""
    text = re.sub(r"(plugins/(?!mine)\w+/init\.lua):\d+", r"\1:N", text)
    text = re.sub(r"\d+ bytes", "N bytes", text)
    return re.sub(r"(?m)^(READS |  [a-z]+ +)\d+(?= |$)", r"\1N", text)


def text(repo):
    ran = at(repo, "explain", *NOW, "articles/one.md")
    ends("an article, as text", ran, 0)
    said = plain(ran.out)
    lab.check("exactly", said == EXPECTED, "see below", said)
    for how in ("/2024/01/one/", "/blog/2024/01/one/", "2024/01/one", "https://example.org/blog/2024/01/one/#locks",
                "/blog/2024/01/one/index.html", "./articles/one.md"):
        other = at(repo, "explain", *NOW, how)
        lab.check("the same page by " + how, other.out == ran.out and other.status == 0, str(other))
    for how in ("one.md", "one", "One"):
        other = at(repo, "explain", *NOW, how)
        lab.check("an article by " + how, other.out == ran.out and other.status == 0, str(other))
    ends("several articles", at(repo, "explain", *NOW, "t"), 2, "'t' may be 2 articles: articles/three.md, articles/two.md")
    for jobs in ("1", "4"):
        other = at(repo, "explain", *NOW, "-j", jobs, "--reads", "--format=json", "articles/one.md")
        lab.check("the same with -j " + jobs, other.out == at(repo, "explain", *NOW, "-j", "3", "--reads", "--format=json",
                                                              "articles/one.md").out and other.out, str(other))
    ends("in a folder", lab.publish("-C", repo + "/articles", "explain", *NOW, "one.md"), 0, "source    articles/one.md")
    home = at(repo, "explain", *NOW, "/")
    ends("a page that a plugin made", home, 0, "url       /blog/\n", "kind      home\n", "layout    home.html (",
         nothing=("BLOCKS", "NOTICE", "RELATED"))


def data(repo):
    ran = at(repo, "explain", *NOW, "--format=json", "articles/one.md")
    page = records(ran)[0]
    lab.check("JSON: the page", [page[k] for k in ("record", "url", "kind", "title", "language", "source", "layout")] ==
              ["page", "/blog/2024/01/one/", "article", "One", "en", "articles/one.md", "article.html"], str(page))
    added = [b for b in page["blocks"] if b.get("plugin") == "mine"]
    line = 1 + PLUGIN[:PLUGIN.index("ast.paragraph")].count("\n")
    lab.check("a plugin's block with its line", added == [{"type": "paragraph", "plugin": "mine", "file": "plugins/mine/init.lua",
                                                           "at": line, "text": "Added by a plugin."}], str(added))
    heading = [b for b in page["blocks"] if b["type"] == "heading"]
    lines = open(repo + "/articles/one.md", encoding="utf-8").read().split("\n")
    lab.check("an author's block with the article's line", len(heading) == 1 and lines[heading[0]["line"] - 1] == "## Locks" and
              "plugin" not in heading[0], str(heading))
    mine = [s for s in page["slots"] if s["plugin"] == "mine"]
    line = 1 + PLUGIN[:PLUGIN.index("function P.page")].count("\n")
    lab.check("a slot with its hook's line", len(mine) == 1 and mine[0]["slot"] == "after_body" and mine[0]["line"] == line and
              mine[0]["file"] == "plugins/mine/init.lua" and mine[0]["text"] == "At the end", str(mine))
    notices = records(at(repo, "notices", *NOW, "--format=json", "articles/one.md"))
    told = [r for r in notices if r["record"] == "article"][0]["notices"]
    lab.check("the notice is what 'notices' tells", page["notices"] == told and told[0]["id"] == "wet", str(page["notices"]))
    near = {r["article"]: r for r in page["related"]}
    listed = json.loads(at(repo, "list", *NOW, "--format=json", "articles/one.md").out)["related"]
    lab.check("related: the scores that 'list' tells", listed and all(near[r["path"]]["score"] == r["score"] for r in listed),
              str((near, listed)))
    sums = [abs(sum(t["weight"] for t in r["terms"]) + r["rest"] - r["score"]) for r in page["related"]]
    lab.check("the weights add up to the score", sums and max(sums) < 0.0015, str(sums))
    lab.check("and one is shown", near["articles/two.md"]["shown"] is True, str(near))


def reads(repo):
    args = ("explain", *NOW, "--format=json", "articles/one.md")
    brief, page = records(at(repo, *args))[0], records(at(repo, *args, "--reads"))[0]
    counts = {}
    for read in page["reads"]:
        counts[read["kind"]] = counts.get(read["kind"], 0) + 1
    lab.check("numbers of reads only", "reads" not in brief and brief["read_counts"] == counts, str(brief["read_counts"]))
    keys = [(r["kind"], r["key"]) for r in page["reads"]]
    lab.check("each read once", len(keys) == len(set(keys)) and len(keys) > 50)
    lab.check("its own source, no other's", ("source", "articles/one.md") in keys and ("source", "articles/two.md") not in keys)
    used = {k for kind, k in keys if kind == "plugin"}
    lab.check("the plugins that ran", {"mine", "render", "disclaimer"} <= used, str(used))
    shown = at(repo, "explain", *NOW, "--reads", "articles/one.md")
    ends("as text", shown, 0, "    articles/one.md\n", nothing=("\x1f", "\\x1f"))


def unknown(repo):
    cases = [
        ("articles/on.md", "the site has no page 'articles/on.md'", "did you mean 'articles/one.md'?"),
        ("/blog/2024/01/tow/", "the site has no page", "did you mean '/blog/2024/01/two/'?"),
        ("/paper.txt", "is a static file, published as it is from 'static/paper.txt'"),
        ("static/paper.txt", "that file is no article"),
        ("articles/draft.md", "'articles/draft.md' is a draft; --drafts shows it"),
        ("/2024/01/draft/", "'articles/draft.md' is a draft; --drafts shows it"),
        ("articles/later.md", "is dated in the future"),
        ("articles/gone.md", "that article is withdrawn; what remains of it is the page /blog/2024/01/gone/"),
    ]
    for what, *texts in cases:
        ran = at(repo, "explain", *NOW, what)
        ends("no page: " + what, ran, 2, "[P0830]", *texts)
        lab.check("and nothing else is said", ran.out == "", ran.out)
    ends("a draft, when they are wanted", at(repo, "explain", *NOW, "--drafts", "articles/draft.md"), 0, "title     Draft")
    ends("an alias is a page that leads on", at(repo, "explain", *NOW, "/old/one/"), 0, "kind      redirect\n",
         "made by   articles/one.md\n", TARGET)
    ends("one argument", at(repo, "explain"), 2)
    ends("the page of a withdrawn article", at(repo, "explain", *NOW, "/2024/01/gone/"), 0, "url       /blog/2024/01/gone/")


def commands():
    """What strangers write is no command to the CI system that shows it."""
    repo = site("commands", **{"articles/one.md": "---\ntitle: '::notice::t'\ndate: 2024-01-03\nsummary: '::warning::s'\n---\n\n::error::x\n",
                               "plugins/mine/init.lua": PLUGIN.replace('"At the"', '"::error::y"').replace('"Adds', '"::error::d\\n::error::e Adds')})
    for args in (("explain", *NOW, "--reads", "articles/one.md"), ("plugin", "doc", "mine"), ("plugin", "doc"), ("plugin", "list"), ("list", *NOW)):
        ran = at(repo, *args)
        lab.check("no line is a command: " + " ".join(args), ran.status == 0 and
                  not [line for line in ran.out.split("\n") if line.strip().startswith("::")], ran.out + ran.err)


def run():
    more = dict(FILES)
    repo = site("explain", **more)
    text(repo)
    data(repo)
    reads(repo)
    unknown(repo)
    commands()
    edit(repo, "plugins/mine/init.lua", PLUGIN.replace('{ "Added', '{ nothing .. "Added'))
    ends("a mistake on the page", at(repo, "explain", *NOW, "articles/one.md"), 1, "plugins/mine/init.lua:%d" % (1 + PLUGIN[:PLUGIN.index("ast.paragraph")].count("\n")))
    edit(repo, "plugins/mine/init.lua", PLUGIN)


TARGET = "target    /blog/2024/01/one/\n"

EXPECTED = """\
url       /blog/2024/01/one/
kind      article
title     One
language  en
source    articles/one.md
path      2024/01/one/index.html
layout    article.html (plugins/render/templates/article.html)

BLOCKS of the body
  paragraph         line 8        The first text is about rivers, barges and the locks of a…
  heading           line 10       Locks
  paragraph         line 12       A lock lifts a barge. See https://example.com.
  div               -             Mind the water.
                    by disclaimer (plugins/disclaimer/init.lua:N)
  paragraph         -             Added by a plugin.
                    by mine (plugins/mine/init.lua:9)

SLOTS of the layout
  after_body        mine (plugins/mine/init.lua:12), N bytes
                    At the end
  after_body        tags (plugins/tags/init.lua:N), N bytes
                    rivers
  footer            feeds (plugins/feeds/init.lua:N), N bytes
                    Feed
  head              feeds (plugins/feeds/init.lua:N), N bytes
                    <link href="/blog/feed.xml" rel="alternate" title="Test…
  head              metadata (plugins/metadata/init.lua:N), N bytes
                    <link href="https://example.org/blog/2024/01/one/" rel…
  after_body        render (plugins/render/init.lua:N), N bytes
                    Next Two January 5, 2024
  after_body        related (plugins/related/init.lua:N), N bytes
                    Related articles Two The second text is about rivers…

NOTICE
  wet               rule 1 'Rivers': tags is "rivers" (rivers)
                    file notices/wet.en.md

RELATED
  1.0000  articles/two.md
          Locks 0.2549, rivers 0.2315, barge 0.1659, canal 0.0579, example.com 0.0579, https 0.0579, lifts 0.0579, rivers 0.0579, others 0.0579

READS N (--reads shows them)
  source            N
  setting           N
  data              N
  option            N
  article           N
  fact              N
  keys              N
  slice             N
  near              N
  similar           N
  notice            N
  template          N
  text              N
  plugin            N
  engine            N
"""
