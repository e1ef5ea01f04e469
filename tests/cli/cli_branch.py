# cli_branch -- the output branch: superseded, going back, diverged, foreign, in use, in the way.
import os
import threading

import lab
from cli_rig import at, edit, ends, site, summary


def relations():
    repo = site()
    first = lab.git(repo, "rev-parse", "main")
    second = edit(repo, "articles/one.md", lab.article("One", "2024-01-03", "Second.\n"))
    at(repo)
    tip = lab.tip(repo)
    ran = at(repo, "--source", first)
    ends("an older source is superseded", ran, 0, "superseded by " + second[:12])
    lab.check("and changes nothing", lab.tip(repo) == tip, "moved")
    found = summary(at(repo, "--source", first, "--format=json"))
    lab.check("superseded, as JSON", found.get("result") == "superseded" and found.get("commit") == second, str(found))
    ends("superseded in a dry run, too", at(repo, "--source", first, "--dry-run"), 0, "superseded by")
    ends("--force goes back", at(repo, "--source", first, "--force"), 0, "published: ")
    lab.check("as a further commit", lab.git(repo, "rev-parse", "pages^") == tip, "history lost")
    ends("and ahead again", at(repo), 0, "published: ", nothing=["note:"])
    lab.git(repo, "checkout", "-q", "-b", "side", first)
    lab.commit(repo, {"articles/side.md": lab.article("Side")}, "side", branch="side")
    tip = lab.tip(repo)
    ran = at(repo, "--source", "side")
    ends("a diverged source is published on top, with a note", ran, 0, "published: ", "note: ", second[:12])
    lab.check("on top of what was there", lab.git(repo, "rev-parse", "pages^") == tip, "history lost")
    clone = lab.folder("clone")
    lab.git(clone, "clone", "-q", "--single-branch", "--branch", "main", "file://" + repo, "here")
    clone = os.path.join(clone, "here")
    lab.git(clone, "fetch", "-q", "origin", "pages:pages")
    ends("a published commit that is not in this clone", at(clone), 0, "published: ", "not in this clone")
    shallow = lab.folder("shallow")
    lab.git(shallow, "clone", "-q", "--depth=1", "file://" + repo, "--branch", "main", "here")
    ends("a shallow clone with dates in its articles", at(os.path.join(shallow, "here")), 0, "published: ")


def refusals():
    repo = site()
    ends("the source branch", at(repo, "--branch", "main"), 3, "is the branch the articles come from")
    lab.git(repo, "branch", "foreign", "main")
    before = lab.git(repo, "rev-parse", "foreign")
    ends("a branch that publish did not make", at(repo, "--branch", "foreign"), 3, "did not make", "--adopt")
    lab.check("is left alone", lab.git(repo, "rev-parse", "foreign") == before, "moved")
    ends("--adopt takes it over", at(repo, "--branch", "foreign", "--adopt"), 0, "published: ")
    lab.check("keeping its history", lab.git(repo, "rev-parse", "foreign^") == before, "lost")
    ends("once is enough", at(repo, "--branch", "foreign"), 0, "nothing to do")
    lab.git(repo, "symbolic-ref", "refs/heads/pages", "refs/heads/main")
    ends("a symbolic branch", at(repo), 3, "symbolic ref to refs/heads/main", "git symbolic-ref --delete")
    lab.check("main is where it was", lab.git(repo, "rev-parse", "main") == before, "moved")
    lab.git(repo, "symbolic-ref", "--delete", "refs/heads/pages")
    at(repo)
    tree = os.path.join(lab.folder("linked"), "pages")
    lab.git(repo, "worktree", "add", "-q", tree, "pages")
    edit(repo, "articles/one.md", lab.article("One", "2024-01-03", "Other.\n"))
    ends("a branch checked out in another work tree", at(repo), 3, "is checked out in " + tree)
    lab.git(repo, "worktree", "remove", tree)
    lab.git(repo, "checkout", "-q", "pages")
    ends("a branch checked out here", at(repo, "--source", "main"), 3, "is checked out in")
    lab.git(repo, "checkout", "-q", "main")
    lab.git(repo, "branch", "-D", "-q", "pages")
    lab.git(repo, "branch", "pages/old", "main")
    ends("a branch that cannot exist beside another", at(repo), 3, "pages/old")
    lab.git(repo, "branch", "-D", "-q", "pages/old")
    lock = os.path.join(repo, ".git/refs/heads/pages.lock")
    open(lock, "w").close()
    ends("a lock that somebody left", at(repo), 3, "locked", lock, "rm '")
    os.remove(lock)
    ends("without it", at(repo), 0, "published: ")
    with open(os.path.join(repo, ".git/refs/heads/broken"), "w") as f:
        f.write("0" * 39 + "1\n")
    ends("a branch whose commit is missing", at(repo, "--branch", "broken"), 3, "missing")
    open(os.path.join(repo, ".git/refs/heads/empty"), "w").close()
    ends("a branch file of zero length", at(repo, "--branch", "empty"), 3)
    for name in ("HEAD", "-x", "refs/tags/x", "a b", "x.lock", ".x"):
        ends("an impossible branch " + name, at(repo, "--branch=" + name), 2)


def races():
    """Several publishers at once, of one source and of several."""
    repo = site(bare=True)
    sources = [lab.git(repo, "rev-parse", "main")]
    for i in range(5):
        sources.append(edit(repo, "articles/n%d.md" % i, lab.article("N%d" % i), when=1704189600 + i))
    ran = [None] * 8

    def go(i):
        ran[i] = at(repo, "--source", sources[i % len(sources)], "-j1", timeout=180)

    threads = [threading.Thread(target=go, args=(i,)) for i in range(8)]
    for t in threads: t.start()
    for t in threads: t.join()
    bad = [str(r) for r in ran if r.status != 0]
    lab.check("eight publishers at once all end well", not bad, "%d failed" % len(bad), "\n".join(bad))
    lab.check("and the newest source is what is published",
              lab.git(repo, "log", "-1", "--format=%(trailers:key=Publish-Source,valueonly)", "pages") == sources[-1] and
              lab.fsck(repo) is None, lab.git(repo, "log", "--format=%s", "pages"))


def run():
    relations()
    refusals()
    races()
