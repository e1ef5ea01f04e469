# cli_notices -- publish notices: which notice, which version, why; the past; what a change touches.
import lab
from cli_rig import at, edit, ends, records, site
from cli_catalog import columns, terminal

RULES = lab.SETTINGS + """plugins:
  - tags: false
  - related: false
  - disclaimer:
      rules:
        - { name: reprints, when: { source: true, any: [{ tag: rivers }, { tag: tea }], not: { tag: satire } },
            notice: republished, require: source.url, reason: "the agreement of 2020" }
        - { when: { path: "articles/opinion/**" }, notice: opinion }
        - { when: {}, require: authors }
"""
MORE = {
    "publish.yaml": RULES,
    "notices/republished.en.1.md": "First text about {{ source.name }}.\n",
    "notices/republished.en.md": "---\nversion: 2\nfrom: 2024-06-01\n---\nSecond text about {{ source.name }}.\n",
    "notices/opinion.en.md": "A view.\n",
    "articles/old.md": lab.article("Old", "2024-02-01", "Reprinted.\n", author="Ann", tags="[Rivers, x]",
                                   source='{name: "The Paper", url: "https://paper.example.org/"}'),
    "articles/lax.md": lab.article("Lax", "2024-02-02", "Reprinted.\n", author="Ann", tags="[tea]", source="{name: The Paper}"),
    "articles/own.md": lab.article("Own", "2024-02-03", "Own.\n", author="Ann", notice="[opinion, republished]"),
    "articles/opinion/view.md": lab.article("View", "2024-02-04", "A view.\n", author="Ann"),
    "articles/plain.md": lab.article("Plain", "2024-02-05", "Plain.\n", author="Ann"),
    "articles/one.md": None, "articles/two.md": None,
}
DAY = 86400
JUNE = 1717200000  # 2024-06-01


def found_in(ran):
    return {r["path"]: r for r in records(ran) if r["record"] == "article"}


def choices(repo):
    ran = at(repo, "notices", "--at", "2025-01-01", "--format=json")
    all_records = records(ran)
    found = found_in(ran)
    lab.check("first the source, then an article a line, then the numbers",
              ran.status == 0 and [r["record"] for r in all_records] == ["source"] + ["article"] * 5 + ["summary"] and
              all_records[0]["commit"] == lab.git(repo, "rev-parse", "main") and
              all_records[0]["at"] == "2025-01-01T00:00:00Z" and
              {k: all_records[-1][k] for k in ("articles", "with", "without", "lacking")} ==
              {"articles": 5, "with": 4, "without": 1, "lacking": 1}, ran.out + ran.err)
    old = found["articles/old.md"]["notices"]
    lab.check("which notice, version, language, file, since when, until when",
              len(old) == 1 and {k: old[0].get(k) for k in ("id", "version", "language", "file", "from", "until")} ==
              {"id": "republished", "version": "2", "language": "en", "file": "notices/republished.en.md",
               "from": "2024-06-01", "until": None}, str(old))
    lab.check("which rule, its name and reason",
              (old[0]["by"], old[0]["rule"], old[0]["name"], old[0]["reason"]) ==
              ("rule", 1, "reprints", "the agreement of 2020"), str(old))
    lab.check("which conditions held, with the article's values",
              old[0]["why"] == [{"field": "source", "test": "present", "value": ["The Paper"], "wanted": []},
                                {"field": "tags", "test": "is", "value": ["Rivers", "x"], "wanted": ["rivers"]},
                                {"field": "tags", "not": True, "test": "is", "value": ["Rivers", "x"], "wanted": ["satire"]}],
              str(old[0]["why"]))
    lab.check("of alternatives, the one that held", found["articles/lax.md"]["notices"][0]["why"][1]["wanted"] == ["tea"],
              str(found["articles/lax.md"]))
    lab.check("what is required and missing",
              found["articles/lax.md"]["missing"][0]["field"] == "source.url" and
              "reprints" in found["articles/lax.md"]["missing"][0]["by"] and not found["articles/old.md"]["missing"],
              str(found["articles/lax.md"]["missing"]))
    own = found["articles/own.md"]["notices"]
    lab.check("the article's own, in its order", [(n["id"], n["by"]) for n in own] ==
              [("opinion", "article"), ("republished", "article")], str(own))
    lab.check("none is told, too", found["articles/plain.md"]["notices"] == [], str(found["articles/plain.md"]))
    missing = found_in(at(repo, "notices", "--missing", "--format=json"))
    lab.check("--missing: without a notice, or without what one requires",
              sorted(missing) == ["articles/lax.md", "articles/plain.md"], str(sorted(missing)))
    lab.check("a folder", list(found_in(at(repo, "notices", "articles/opinion"))) == ["articles/opinion/view.md"], "no")
    ends("a path without articles", at(repo, "notices", "articles/od.md"), 2, "did you mean 'articles/old.md'?")
    lab.check("nothing is committed", lab.tip(repo) is None, "committed")
    ends("the build tells what is missing, and how to give it", at(repo), 1, "articles/lax.md:6:9: error:",
         "the rule 'reprints' requires source.url", "write `source: { url: ... }`")


def texts(repo):
    text, status = terminal("-C", repo, "notices", "--at", "2025-01-01")
    lab.check("a table on a terminal", status == 0 and text.startswith("NOTICE ") and
              'rule 1 \'reprints\': source is there (The Paper), and tags is "rivers" (Rivers, x), '
              'and tags is not "satire" (Rivers, x)' in text and
              "notices/republished.en.md, from 2024-06-01" in text and "the agreement of 2020" in text and
              'path matches "articles/opinion/**"' in text and "the article names it" in text and
              "source.url, which the rule 'reprints' requires" in text and
              "5 articles: 4 with a notice, 1 without, 1 lacks something required" in text, text)
    text, _ = terminal("-C", repo, "notices", "-q")
    rows = [row for row in text.split("\n") if row]
    lab.check("-q is a line for each notice, in columns", len(rows) == 6 and
              len({columns(row[:row.index("articles/")]) for row in rows}) == 1, text)


def past(repo):
    def version(*args):
        ran = at(repo, "notices", "articles/old.md", "--format=json", *args)
        found = found_in(ran).get("articles/old.md", {}).get("notices", [])
        return [(n["version"], n["file"]) for n in found] if ran.status == 0 else ran.err
    first = lab.git(repo, "rev-parse", "main")
    two = [("2", "notices/republished.en.md")]
    one = [("1", "notices/republished.en.1.md")]
    lab.check("--at before the second version began", version("--at", "2024-05-31") == one, str(version("--at", "2024-05-31")))
    second = edit(repo, "notices/republished.en.md", "---\nversion: 3\nfrom: 2024-06-01\n---\nThird text.\n", when=JUNE + 9 * DAY)
    third = edit(repo, "articles/old.md", lab.article("Old", "2024-02-01", "x\n", author="Ann", notice="none"),
                 when=JUNE + 20 * DAY)
    three = [("3", "notices/republished.en.md")]
    lab.check("now", version("--at", "2025-01-01") == [], str(version("--at", "2025-01-01")))
    lab.check("as of a commit: its files, at its own time", "no article matches" in version("--as-of", first) and
              version("--as-of", second) == three and version("--as-of", third) == [],
              str([version("--as-of", c) for c in (first, second, third)]))
    lab.check("as of a revision in git's words", version("--as-of", "main~1") == three, str(version("--as-of", "main~1")))
    lab.check("as of a date: the last commit by then", version("--as-of", "2024-06-05") == two and
              version("--as-of", "2024-06-10T12:00:00Z") == three and version("--as-of", "2024-05-31") == one,
              str([version("--as-of", d) for d in ("2024-06-05", "2024-06-10T12:00:00Z", "2024-05-31")]))
    lab.check("a day is its end", version("--as-of", "2024-06-21") == [] and version("--as-of", "2024-06-20") == three,
              str([version("--as-of", d) for d in ("2024-06-20", "2024-06-21")]))
    lab.check("of another branch with --source", version("--as-of", "2024-06-15", "--source", first) == two,
              str(version("--as-of", "2024-06-15", "--source", first)))
    head = records(at(repo, "notices", "--as-of", "2024-06-15", "--format=json"))[0]
    lab.check("which commit and time it was is said", head["commit"] == second and head["at"] == "2024-06-15T23:59:59Z", str(head))
    ends("for people, too", at(repo, "notices", "--as-of", "2024-06-15", "--format=text"), 0,
         "as of 2024-06-15T23:59:59Z, from commit " + second[:12])
    ends("before the history", at(repo, "notices", "--as-of", "1999-01-01"), 2, "the history begins later")
    ends("neither a date nor a commit", at(repo, "notices", "--as-of", "nonsense"), 3, "there is no revision 'nonsense'",
         "or a date such as 2024-01-03")
    for odd in ("", "HEAD..main", "main:articles", "9999-99-99", "-1", "@{yesterday"):
        ran = at(repo, "notices", "--as-of=" + odd)
        lab.check("an odd --as-of " + odd, ran.status in (2, 3) and "Sanitizer" not in ran.err, str(ran))
    for pair in (("--at", "2024-01-01"), ("--worktree",)):
        ends("not with " + pair[0], at(repo, "notices", "--as-of", "main", *pair), 2, "leave one of them out")
    shallow = lab.folder("shallow-notices")
    lab.run(["git", "clone", "-q", "--depth", "1", "file://" + repo, shallow])
    ends("a shallow clone", at(shallow, "notices", "--as-of", "2024-06-15"), 2, "shallow", "git fetch --unshallow")


def changes():
    repo = site("changes", **{**MORE, "articles/lax.md": None, "publish.yaml": RULES.replace("any: [{ tag: rivers }, { tag: tea }], ", "")})
    ends("a first publication", at(repo, "--at", "2024-05-01"), 0, "published", nothing=("notices/",))
    ends("without a change", at(repo, "-n", "--at", "2024-05-01"), 0, nothing=("notices/",))
    begun = at(repo, "-n", "--at", "2024-07-01")
    ends("a version that came into force", begun, 0, "notices/republished.en.md came into force: 2 pages", "  /2024/02/old/",
         "  /2024/02/own/", nothing=("opinion.en.md",))
    edit(repo, "notices/opinion.en.md", "Another view.\n")
    ran = at(repo, "-n", "--at", "2024-05-01")
    ends("a changed text lists its pages", ran, 0, "changed  2024/02/view/index.html", "notices/opinion.en.md changed: 2 pages",
         "  /2024/02/view/\n  /2024/02/own/\n", nothing=("republished",))
    told = [r for r in records(at(repo, "-n", "--at", "2024-05-01", "--format=json")) if r.get("record") == "notice"]
    lab.check("as JSON", told == [{"record": "notice", "file": "notices/opinion.en.md", "change": "changed",
                                   "pages": ["/2024/02/view/", "/2024/02/own/"],
                                   "articles": ["articles/opinion/view.md", "articles/own.md"]}], str(told))
    pages = {r["path"] for r in records(at(repo, "-n", "--at", "2024-05-01", "--format=json")) if r.get("record") == "change"}
    lab.check("and those are the pages that change", {p[1:] + "index.html" for p in told[0]["pages"]} <= pages, str(pages))
    ends("files on disk that are not committed", at(repo, "-n", "--worktree", "--at", "2024-05-01"), 0,
         "notices/opinion.en.md changed: 2 pages")
    ends("publishing says it in a line", at(repo, "--at", "2024-05-01"), 0, "notices/opinion.en.md changed: 2 pages\n",
         nothing=("  /2024/02/own/",))
    ends("and not twice", at(repo, "--at", "2024-05-01"), 0, "nothing to do", nothing=("opinion.en.md",))
    lab.commit(repo, {"notices/opinion.en.md": None, "notices/views/opinion.en.md": "Another view.\n"}, "moved")
    ends("one that only moved touches nothing", at(repo, "-n", "--at", "2024-05-01"), 0, "0 changed", nothing=("opinion.en.md",))
    edit(repo, "publish.yaml", RULES.replace("notice: opinion", "notice: republished").replace("any: [{ tag: rivers }, { tag: tea }], ", ""))
    edit(repo, "articles/own.md", lab.article("Own", "2024-02-03", "Own.\n", author="Ann"))
    lab.commit(repo, {"notices/views/opinion.en.md": None}, "gone")
    lab.git(repo, "reset", "-q", "--hard")
    ends("a removed notice lists the pages that had it", at(repo, "-n", "--at", "2024-05-01"), 0,
         "notices/opinion.en.md removed: 2 pages", "  /2024/02/view/")


def withdrawn():
    repo = site("withdrawn", **{"publish.yaml": lab.SETTINGS.replace("example.org/", "example.org/blog"),
                                "notices/gone.en.md": "Gone.\n",
                                "articles/gone.md": lab.article("Gone", withdrawn="{date: 2024-01-04, notice: gone}")})
    ends("a withdrawn article is published", at(repo, "--at", "2024-02-01"), 0, "published")
    edit(repo, "notices/gone.en.md", "Gone for good.\n")
    ends("its page is touched by its notice", at(repo, "-n", "--at", "2024-02-01"), 0, "changed  2024/01/gone/index.html",
         "notices/gone.en.md changed: 1 page\n  /blog/2024/01/gone/\n")


def run():
    repo = site("notices", **MORE)
    choices(repo)
    texts(repo)
    past(repo)
    changes()
    withdrawn()
    off = site("off", **{"publish.yaml": lab.SETTINGS + "plugins: { disclaimer: false }\n"})
    ran = at(off, "notices")
    lab.check("without the plugin nobody has one, and that is said", ran.status == 0 and "turned off" in ran.err and
              all(r["notices"] == [] for r in records(ran) if r["record"] == "article"), str(ran))
