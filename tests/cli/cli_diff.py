# cli_diff -- publish diff: which pages differ between two revisions, and why.
import os

import lab
from cli_rig import at, edit, ends, records, site

RIVER = "The river gauge stands beside the towpath, and the river rises when rain falls on the moor. "
SETTINGS = lab.SETTINGS + "footer: { text: Set by hand. }\nplugins:\n  - disclaimer: { rules: [{ when: { categories: opinion }, notice: opinion }] }\n"


def changes(repo, *args, **how):
    """address -> (change, why), and all records."""
    ran = at(repo, "diff", *args, "--format=json", "--at", "2025-01-01", **how)
    rows = records(ran)
    return {r["url"]: (r["change"], r["why"]) for r in rows if r["record"] == "page"}, rows, ran


def remove(repo, path, **more):
    lab.git(repo, "rm", "-q", path)
    for name, content in more.items():
        os.makedirs(os.path.dirname(os.path.join(repo, name)), exist_ok=True)
        with open(os.path.join(repo, name), "w") as f:
            f.write(content)
        lab.git(repo, "add", name)
    lab.git(repo, "commit", "-qm", "remove")


def truth(repo, old, new):
    """The addresses of pages that differ between the two sites, found by publishing both into folders."""
    trees = []
    for rev in (old, new):
        out = os.path.join(lab.WORK, "truth")
        ran = at(repo, "--source", rev, "--to", out, "--at", "2025-01-01")
        assert ran.status == 0, ran.err
        found = {}
        for folder, _, names in os.walk(out):
            for name in names:
                path = os.path.relpath(os.path.join(folder, name), out)
                with open(os.path.join(folder, name), "rb") as f:
                    found[path] = f.read()
        trees.append(found)
    differ = {p for p in set(trees[0]) | set(trees[1]) if trees[0].get(p) != trees[1].get(p)} - {".publish-manifest"}
    return {"/" + p[:-len("index.html")] if p.endswith("index.html") else "/" + p for p in differ}


def run():
    repo = site("diff", **{
        "publish.yaml": SETTINGS,
        "articles/rain.md": lab.article("Rain on the moor", "2024-02-01", RIVER * 3, tags="[rivers]", categories="[opinion]"),
        "articles/gauge.md": lab.article("Reading a gauge", "2024-02-03", RIVER * 4, tags="[rivers]"),
        "articles/tea.md": lab.article("Green tea", "2024-02-05", "Water of eighty degrees, and leaves.\n" * 5, tags="[tea]"),
        "notices/opinion.en.md": "This is an opinion.\n",
    })
    same, rows, ran = changes(repo, "HEAD", "HEAD")
    lab.check("a revision and itself", not same and rows[-1]["result"] == "same" and ran.status == 0, ran.out)
    ends("a revision and itself, for people", at(repo, "diff", "HEAD", "HEAD", "--exit-code"), 0, "the sites are the same")

    edit(repo, "articles/gauge.md", lab.article("Reading a staff gauge", "2024-02-03", RIVER * 4, tags="[rivers]"))
    found, rows, ran = changes(repo, "HEAD~1")
    lab.check("an article changes its own page", found.get("/2024/02/gauge/") == ("changed", ["article"]), str(found))
    lab.check("and the related list of another, and its neighbours", found.get("/2024/02/rain/", ("", []))[0] == "changed" and
              "related list" in found["/2024/02/rain/"][1] and "neighbouring articles" in found["/2024/02/rain/"][1] and
              "article" not in found["/2024/02/rain/"][1], str(found))
    lab.check("and its tag's page", found.get("/tags/rivers/") == ("changed", ["list"]), str(found))
    lab.check("a tag that it has not is left alone", "/tags/tea/" not in found, str(found))
    listed = {r["url"] for r in rows if r["record"] in ("page", "file")}
    lab.check("all files that differ are listed, and no other", listed == truth(repo, "HEAD~1", "HEAD"), str(listed ^ truth(repo, "HEAD~1", "HEAD")))
    totals = [r for r in rows if r["record"] == "totals"][0]
    lab.check("numbers", totals["changed"] == len(found) and totals["added"] == totals["removed"] == 0 and totals["feeds"] >= 1 and
              totals["from"] == lab.git(repo, "rev-parse", "HEAD~1") and totals["to"] == lab.git(repo, "rev-parse", "HEAD"), str(totals))
    lab.check("nothing is committed", lab.tip(repo) is None, "committed")
    ran = at(repo, "diff", "HEAD~1..HEAD", "--rendered", "--at", "2025-01-01")
    lab.check("--rendered: what readers see", ran.status == 0 and "-# Reading a gauge\n+# Reading a staff gauge\n" in ran.out and
              "-### [Reading a gauge](/2024/02/gauge/)\n+### [Reading a staff gauge](/2024/02/gauge/)\n" in ran.out and
              "--- /2024/02/gauge/ (HEAD~1)\n+++ /2024/02/gauge/ (HEAD)\n" in ran.out, ran.out)
    back, _, _ = changes(repo, "HEAD", "HEAD~1")
    lab.check("the other way round", set(back) == set(found), str(back))
    ends("--exit-code", at(repo, "diff", "HEAD~1", "--exit-code"), 1, "the sites differ", "changed     /2024/02/gauge/  articles/gauge.md  (article)")
    lab.check("--exit-code, quiet", at(repo, "diff", "HEAD~1", "--exit-code", "-q").out == "", "it talks")

    edit(repo, "notices/opinion.en.md", "This is the opinion of its author.\n")
    found, rows, _ = changes(repo, "HEAD~1")
    lab.check("a notice changes the pages that have it", found == {"/2024/02/rain/": ("changed", ["notice opinion changed"])}, str(found))
    lab.check("the file is named", rows[-2]["sources"] == ["notices/opinion.en.md"], str(rows[-2]))
    edit(repo, "articles/tea.md", lab.article("Green tea", "2024-02-05", "Water of eighty degrees, and leaves.\n" * 5, tags="[tea]", categories="[opinion]"))
    found, _, _ = changes(repo, "HEAD~1")
    lab.check("a notice that an article gets", found.get("/2024/02/tea/") == ("changed", ["article", "notice opinion added"]), str(found))

    remove(repo, "articles/gauge.md")
    found, _, _ = changes(repo, "HEAD~1")
    lab.check("an article that goes", found.get("/2024/02/gauge/") == ("removed", ["article removed"]) and
              "related list" in found.get("/2024/02/rain/", ("", []))[1], str(found))
    edit(repo, "articles/new.md", lab.article("A new article", "2024-03-01", RIVER, tags="[rain]"))
    found, _, _ = changes(repo, "HEAD~1")
    lab.check("a new one, and the page of its tag", found.get("/2024/03/new/") == ("added", ["new article"]) and found.get("/tags/rain/", ("",))[0] == "added", str(found))
    remove(repo, "articles/new.md", **{"articles/moved.md": lab.article("A new article", "2024-03-01", RIVER, tags="[rain]", id="articles/new.md")})
    found, _, _ = changes(repo, "HEAD~1")
    lab.check("one that moves and leaves nothing behind", found.get("/2024/03/moved/") == ("added", ["moved from /2024/03/new/"]) and
              found.get("/2024/03/new/") == ("removed", ["moved to /2024/03/moved/, and nothing leads there"]), str(found))
    edit(repo, "articles/moved.md", lab.article("A new article", "2024-03-01", RIVER, tags="[rain]", id="articles/new.md", aliases="/2024/03/new/"))
    found, _, _ = changes(repo, "HEAD~2")
    lab.check("one that moves and leads on", found.get("/2024/03/new/") == ("redirected", ["leads to /2024/03/moved/"]), str(found))
    edit(repo, "articles/moved.md", lab.article("A new article", "2024-03-01", RIVER, tags="[rain]", id="articles/new.md", draft="true"))
    found, _, _ = changes(repo, "HEAD~1")
    lab.check("one that becomes a draft", found.get("/2024/03/moved/") == ("removed", ["no longer published"]), str(found))
    found, _, _ = changes(repo, "HEAD~1", "HEAD", "--drafts")
    lab.check("--drafts", "/2024/03/moved/" not in found or found["/2024/03/moved/"][0] == "changed", str(found))

    for n in range(12):
        edit(repo, "articles/more-%d.md" % n, lab.article("More %d" % n, "2024-04-01", "Text number %d.\n" % n))
    edit(repo, "publish.yaml", SETTINGS.replace("by hand", "by <hand>"))
    found, _, _ = changes(repo, "HEAD~1")
    lab.check("the footer of all pages", len(found) > 12 and all(w == ["<footer.site-footer>"] for _, w in found.values()), str(found))
    ran = at(repo, "diff", "HEAD~1", "--rendered")
    lab.check("is one line, and one diff", "changed     %d pages only in <footer.site-footer>\n" % len(found) in ran.out and
              "%d pages change like this: " % len(found) in ran.out and ran.out.count("\n-Set by hand.\n+Set by <hand>.\n") == 1 and
              "besides articles publish.yaml changed" in ran.out, ran.out)
    lab.check("-v: all of them", at(repo, "diff", "HEAD~1", "-v").out.count("\nchanged ") == len(found) - 1, "no")
    _, rows, _ = changes(repo, "HEAD~1", "--rendered")
    pages = [r for r in rows if r["record"] == "page"]
    lab.check("JSON: the diff once, with a number", {r["group"] for r in pages} == {1} and sum("diff" in r for r in pages) == 1, str(pages[:2]))
    edit(repo, "templates/feed.xml", "{{ oops\n")
    ends("one hexadecimal digit is no revision, but a name that is not there", at(repo, "diff", "a", "HEAD"), 3,
         "there is no revision 'a'", nothing=["this is what building", "ambiguous"])
    ends("a revision that cannot be built", at(repo, "diff", "HEAD~1", "HEAD"), 1, "templates/feed.xml", "this is what building HEAD says")
    ends("no such revision", at(repo, "diff", "no-such"), 3, "no-such")
    ends("an argument too many", at(repo, "diff", "a", "b", "c"), 2, "does not take the argument")

    live = site("live")
    ends("nothing is published yet", at(live, "diff"), 3, "there is no branch 'pages'")
    at(live, "--at", "2024-06-01")
    ends("what is published against HEAD: the same", at(live, "diff", "--exit-code"), 0, "the sites are the same")
    edit(live, "articles/three.md", lab.article("Three", "2024-02-01"))
    ran = at(live, "diff")
    ends("what is published against HEAD: a new article", ran, 0, "added       /2024/02/three/  articles/three.md  (new article)")
    bare = site("bare", bare=True)
    edit(bare, "articles/one.md", lab.article("Other", "2024-01-03"))
    found, _, ran = changes(bare, "main~1", "main")
    lab.check("in a bare repository", found.get("/2024/01/one/") == ("changed", ["article", "tags"]), str(ran))
    hostile = site("hostile", **{"articles/a.md": lab.article("A", "2024-01-01", "One\n")})
    edit(hostile, "articles/a.md", lab.article("A", "2024-01-01", "##[error]x\n\nB\x1b[31m\n\n::error::x\n"))
    ran = at(hostile, "diff", "HEAD~1", "--rendered")
    lab.check("what a page says reaches no terminal and no CI system", ran.status == 0 and "error" in ran.out and "\x1b" not in ran.out and "##[error]" not in ran.out and
              not any(line.lstrip().startswith("::error") for line in ran.out.split("\n")), str(ran) + ran.out)
