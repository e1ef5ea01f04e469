# cli_build -- publish build: what it prints, its flags, dry runs, folders, uncommitted files.
import os
import re

import lab
from cli_rig import at, edit, ends, records, site, summary


def message(repo, branch="pages"):
    return lab.git(repo, "log", "-1", "--format=%B", branch)


def trailer(repo, key):
    found = re.findall(r"^%s: (.*)$" % key, message(repo), re.M)
    return found[0] if found else None


def publishing():
    repo = site()
    ran = at(repo)
    ends("the first publication", ran, 0, "published: ", " pages (", " written, 0 changed, 0 removed, ", " added, ", " s, pages ")
    tip = lab.tip(repo)
    lab.check("the last line names the output commit", ran.out.strip().split("\n")[-1].endswith("pages " + tip[:12]), ran.out)
    lab.check("one page for each article",
              {"2024/01/one/index.html", "2024/01/two/index.html", ".nojekyll"} <= set(lab.outputs(repo)), "missing")
    lab.check("git finds nothing wrong", lab.fsck(repo) is None, lab.fsck(repo))
    lab.check("the work tree was not touched", lab.git(repo, "status", "--porcelain") == "", "touched")
    lab.check("trailers name source, engine, options and time",
              trailer(repo, "Publish-Source") == lab.git(repo, "rev-parse", "main") and
              re.fullmatch("[0-9a-f]{32}", trailer(repo, "Publish-Engine") or "") and
              trailer(repo, "Publish-Options").startswith("drafts=no base-url= digest=") and
              trailer(repo, "Publish-At") == "2024-01-05T00:00:00Z", message(repo))
    lab.check("the date of the commit is the source's or the time it stands for, not the clock's",
              lab.git(repo, "log", "-1", "--format=%ct %at", "pages") == "1704412800 1704412800",
              lab.git(repo, "log", "-1", "--format=%ct", "pages"))
    ran = at(repo)
    ends("a second publish has nothing to do", ran, 0, "nothing to do: ", "already published")
    lab.check("and makes no commit", lab.tip(repo) == tip, "moved")
    edit(repo, "articles/one.md", lab.article("One", "2024-01-03", "Corrected.\n", tags="[rivers]"))
    ran = at(repo, "--format=json")
    found = summary(ran)
    lab.check("an edit changes pages and is one further commit",
              ran.status == 0 and found.get("result") == "published" and found.get("changed", 0) >= 1 and
              found.get("removed") == 0 and lab.git(repo, "rev-parse", "pages^") == tip, ran.out)
    lab.check("the summary counts",
              found.get("articles") == 2 and found.get("commit") == lab.tip(repo) and
              found.get("tree") == lab.tree(repo) and found.get("bytes_added", 0) > 0 and
              found.get("files") == len(lab.outputs(repo)), ran.out)
    lab.commit(repo, {"articles/two.md": None}, "remove")
    lab.git(repo, "reset", "-q", "--hard")
    found = summary(at(repo, "--format=json"))
    lab.check("a removed article's page goes", found.get("removed", 0) >= 1 and
              "2024/01/two/index.html" not in lab.outputs(repo), str(found))
    ends("-q says nothing", at(repo, "-q"), 0)
    lab.check("-q really says nothing", at(repo, "-q").out + at(repo, "-q").err == "", "it does")
    one, two = site("twin"), site("twin")
    at(one), at(two)
    lab.check("the same source gives the same output commit", lab.tip(one) == lab.tip(two) != None, "differs")


def content_errors():
    repo = site(**{"articles/bad.md": "---\ntitle: Bad\ndate: 2024-01-03\ntags: {a: b}\n---\n\nText.\n",
                   "articles/worse.md": "---\ntitle: [\n---\n\nText.\n"})
    ran = at(repo)
    ends("errors in articles: all of them, nothing published", ran, 1, "articles/bad.md:4:", "articles/worse.md:2:",
         "nothing was published")
    lab.check("no branch was made", lab.tip(repo) is None, "made")
    lab.check("errors come sorted", ran.err.index("articles/bad.md") < ran.err.index("articles/worse.md"), "unsorted")
    ran = at(repo, "--format=json")
    found = records(ran)
    lab.check("errors as JSON, the summary last",
              ran.status == 1 and [r.get("file") for r in found[:-1]] == sorted(r.get("file") for r in found[:-1]) and
              found[-1]["record"] == "summary" and found[-1]["status"] == 1 and found[-1]["errors"] >= 2 and
              found[0]["line"] == 4, ran.out)
    repo = site(**{"publish.yaml": "titel: x\nurl: https://example.org\n"})
    ends("an unknown setting", at(repo), 1, "publish.yaml:1:1:", "title")
    ends("Publish.yaml", at(site(**{"publish.yaml": None, "Publish.yaml": lab.SETTINGS})), 1, "publish.yaml",
         "there is 'Publish.yaml'; upper and lower case differ")
    ends("Articles/", at(site(**{"publish.yaml": lab.SETTINGS + "articles: [Posts]\n", "posts/a.md": lab.article("A", "2024-01-01", "A.\n")})),
         0, "there is no article in the folder 'Posts'", "there is 'posts'; upper and lower case differ")
    ends("no publish.yaml", at(site(**{"publish.yaml": None})), 1, "publish.yaml", "publish init")


def dry_runs():
    repo = site()
    before = lab.git(repo, "count-objects", "-v")
    ran = at(repo, "--dry-run")
    ends("a dry run lists what would be added", ran, 0, "added    2024/01/one/index.html", "dry-run: ",
         "nothing was committed")
    lab.check("and writes nothing", lab.tip(repo) is None and lab.git(repo, "count-objects", "-v") == before, "written")
    at(repo)
    lab.commit(repo, {"articles/two.md": None, "articles/one.md": lab.article("One", "2024-01-03", "New.\n")}, "edit")
    ran = at(repo, "--dry-run")
    ends("and what would change or go", ran, 0, "changed  2024/01/one/index.html", "removed  2024/01/two/index.html")
    changes = [r for r in records(at(repo, "--dry-run", "--format=json")) if r["record"] == "change"]
    lab.check("the same as JSON", {"record": "change", "change": "removed", "path": "2024/01/two/index.html"} in changes,
              str(changes))
    many = {"articles/n%03d.md" % i: lab.article("N%03d" % i) for i in range(70)}
    ran = at(site("many", **many), "--dry-run")
    shown = [line for line in ran.out.split("\n") if line.startswith("added ")]
    lab.check("at most 50 paths, then a count", len(shown) == 50 and re.search(r"\.\.\. and \d+ more", ran.out), ran.out)


def uncommitted():
    repo = site(**{"notes.txt": "not an input"})

    def write(path, text):
        os.makedirs(os.path.dirname(os.path.join(repo, path)), exist_ok=True)
        with open(os.path.join(repo, path), "w") as f:
            f.write(text)

    write("notes.txt", "changed, and none of our business")
    lab.check("files that are no input do not count", "not committed" not in at(repo).out, "told")
    write("articles/one.md", "changed")
    write("articles/new.md", "new")
    ran = at(repo)
    ends("changed articles are told last", ran, 0)
    lab.check("in just these words", ran.out.strip().split("\n")[-1] ==
              "2 articles changed but not committed: not in this build", ran.out)
    lab.check("and in JSON", summary(at(repo, "--format=json")).get("uncommitted") == 2, "no")
    write("publish.yaml", lab.SETTINGS + "subtitle: x\n")
    ends("with other files", at(repo), 0, "2 articles and 1 other file changed but not committed")
    lab.git(repo, "checkout", "-q", "articles/one.md", "publish.yaml")
    ends("one of them", at(repo), 0, "1 article changed but not committed: not in this build")
    edit_base = lab.git(repo, "rev-parse", "main")
    lab.git(repo, "commit", "-q", "--allow-empty", "-m", "next")
    ends("not when another commit is meant", at(repo, "--source", edit_base, "--force"), 0, nothing=["not committed"])


def worktree():
    repo = site()
    with open(os.path.join(repo, "articles/three.md"), "w") as f:
        f.write(lab.article("Three", "2024-02-01"))
    ran = at(repo, "--worktree", "--dry-run")
    ends("--worktree --dry-run reads uncommitted files", ran, 0, "added    2024/02/three/index.html", nothing=["not committed:"])
    lab.check("and commits nothing", lab.tip(repo) is None, "committed")
    target = os.path.join(lab.folder("to"), "html")
    ends("--worktree --to writes them", at(repo, "--worktree", "--to", target), 0, "written: ")
    lab.check("as files", os.path.isfile(os.path.join(target, "2024/02/three/index.html")), "missing")
    fresh = lab.folder("fresh")
    lab.git(fresh, "init", "-q")
    os.makedirs(os.path.join(fresh, "articles"))
    for path, text in (("publish.yaml", lab.SETTINGS), ("articles/a.md", lab.article("A"))):
        with open(os.path.join(fresh, path), "w") as f:
            f.write(text)
    ends("--worktree before the first commit", at(fresh, "--worktree", "--dry-run"), 0, "2024/01/a/index.html")
    ends("but publishing needs a commit", at(fresh), 3, "commit")
    ends("--worktree in a bare repository", at(site("bare", bare=True), "--worktree", "--dry-run"), 3, "work tree")


def folders():
    repo = site()
    at(repo)
    target = os.path.join(lab.folder("to"), "html")
    ran = at(repo, "--to", target)
    ends("--to writes the site as files", ran, 0, "written: ", "in " + target)
    files = lab.outputs(repo)
    same = all(open(os.path.join(target, p), "rb").read() == data for p, data in files.items())
    lab.check("the very files that would be committed", same, "differ")
    stamp = os.stat(os.path.join(target, "index.html")).st_mtime_ns
    found = summary(at(repo, "--to", target, "--format=json"))
    lab.check("a second time nothing is written",
              (found.get("added"), found.get("changed"), found.get("removed")) == (0, 0, 0) and
              os.stat(os.path.join(target, "index.html")).st_mtime_ns == stamp, str(found))
    with open(os.path.join(target, "mine.txt"), "w") as f:
        f.write("mine")
    edit(repo, "articles/two.md", lab.article("Zwei", "2024-01-05"))
    lab.commit(repo, {"articles/one.md": None}, "gone")
    found = summary(at(repo, "--to", target, "--format=json"))
    lab.check("stale files of ours go, others stay",
              found.get("removed", 0) >= 1 and not os.path.exists(os.path.join(target, "2024/01/one/index.html")) and
              os.path.exists(os.path.join(target, "mine.txt")), str(found))
    full = lab.folder("full")
    with open(os.path.join(full, "x"), "w") as f:
        f.write("x")
    ends("a folder of somebody else is refused", at(repo, "--to", full), 3, "not empty")
    ends("--to into the git folder is refused", at(repo, "--to", os.path.join(repo, ".git", "x")), 3)
    dry = os.path.join(lab.folder("dry"), "html")
    ends("--to with --dry-run", at(repo, "--to", dry, "--dry-run"), 0, "dry-run: ")
    lab.check("writes nothing", not os.path.exists(dry), "written")
    ran = lab.publish("-C", repo, "--to", "public", cwd=lab.WORK)
    lab.check("--to counts from -C", ran.status == 0 and os.path.isfile(os.path.join(repo, "public/index.html")), str(ran))


def flags():
    repo = site(**{"articles/later.md": lab.article("Later", "2999-01-01"),
                   "articles/draft.md": lab.article("Draft", "2024-01-01", draft="true"),
                   "articles/gone.md": lab.article("Gone", "2023-01-01", expires="2023-06-01")})
    found = summary(at(repo, "--dry-run", "--format=json"))
    lab.check("drafts, future and expired articles are left out, and counted",
              (found.get("articles"), found.get("drafts"), found.get("future"), found.get("expired")) == (2, 1, 1, 1),
              str(found))
    found = summary(at(repo, "--dry-run", "--format=json", "--at", "2023-02-03T10:00:00+08:00"))
    lab.check("--at chooses the time", (found.get("articles"), found.get("expired")) == (1, 0), str(found))
    found = summary(at(repo, "--dry-run", "--format=json", "--drafts"))
    lab.check("--drafts shows drafts and the future", found.get("articles") == 4, str(found))
    plain = summary(at(repo, "--dry-run", "--format=json")).get("tree")
    at(repo, "--drafts")
    lab.check("flags go into the trailers", trailer(repo, "Publish-Options").startswith("drafts=yes base-url= "),
              message(repo))
    at(repo, "--base-url", "https://example.net/sub", "--at", "2024-03-01")
    lab.check("--base-url and --at too",
              "base-url=https://example.net/sub " in trailer(repo, "Publish-Options") and
              trailer(repo, "Publish-At") == "2024-03-01T00:00:00Z", message(repo))
    lab.check("--base-url is in every link", b"/sub/2024/01/one/" in lab.outputs(repo)["index.html"], "no")
    at(repo)
    lab.check("and without them it is the plain site again", lab.tree(repo) == plain, "differs")
    zone = site(**{"publish.yaml": lab.SETTINGS.replace("UTC", "Asia/Shanghai")})
    at(zone, "--at", "2024-03-01")
    lab.check("a time without a zone is meant in the site's", trailer(zone, "Publish-At") == "2024-02-29T16:00:00Z",
              message(zone))
    trees = {lab.tree(repo)} | {summary(at(repo, "--dry-run", "--format=json", "-j", n)).get("tree") for n in "128"}
    lab.check("any number of workers gives the same tree", len(trees) == 1, str(trees))
    said = site(**{"publish.yaml": lab.SETTINGS + "output:\n  branch: www\n  message: Site for you\n"})
    ends("output.branch", at(said), 0, "www ")
    first = lab.git(said, "log", "-1", "--format=%s", "www", check=False)
    lab.check("output.message is the first line", first == "Site for you", first)
    ends("--branch goes before it", at(said, "--branch", "other"), 0, "other ")


def run():
    publishing()
    content_errors()
    dry_runs()
    uncommitted()
    worktree()
    folders()
    flags()
