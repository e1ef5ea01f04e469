# cli_verify -- publish verify: accepts what publish made, rejects what was tampered with.
import lab
from cli_rig import at, edit, ends, records, site, summary


def tampered(repo, change, message=None, branch="forged"):
    """A commit on `branch` like pages' tip, with other files or another message."""
    text = lab.git(repo, "log", "-1", "--format=%B", "pages") if message is None else message
    lab.git(repo, "branch", "-f", branch, "pages")
    lab.commit(repo, change, text, branch=branch)
    return lab.git(repo, "rev-parse", branch)


def run():
    repo = site()
    ends("nothing published yet", at(repo, "verify"), 3, "there is no branch 'pages'")
    at(repo)
    first = lab.tip(repo)
    ends("the tip of the output branch", at(repo, "verify"), 0, "verified: ", first[:12])
    ends("by its name", at(repo, "verify", "pages"), 0, "verified: ")
    edit(repo, "articles/one.md", lab.article("One", "2024-01-03", "Changed.\n"))
    at(repo, "--drafts", "--base-url", "https://example.net/x", "--at", "2024-06-01T12:00:00+02:00")
    ends("one made with flags", at(repo, "verify"), 0, "verified: ")
    ends("an older one", at(repo, "verify", first), 0, "verified: ", first[:12])
    found = summary(at(repo, "verify", "--format=json"))
    lab.check("as JSON", found.get("result") == "verified" and found.get("commit") == lab.tip(repo) and
              found.get("tree") == lab.tree(repo), str(found))
    bare = lab.folder("bare")
    lab.git(repo, "clone", "-q", "--mirror", repo, bare + "/b.git")
    ends("in a bare clone", at(bare + "/b.git", "verify"), 0, "verified: ")
    ends("in another zone and locale", at(repo, "verify", env=dict(lab.ENV, TZ="Asia/Tokyo", LC_ALL="tr_TR.UTF-8")), 0)

    bad = tampered(repo, {"index.html": "<p>mine</p>\n"})
    ran = at(repo, "verify", bad)
    ends("a changed page is found", ran, 1, "index.html: error: differs", bad[:12], "1 path differs")
    ran = at(repo, "verify", tampered(repo, {"extra.html": "x", "sitemap.xml": None}))
    ends("added and removed files are found", ran, 1, "extra.html: error: should not be there",
         "sitemap.xml: error: is missing")
    found = records(at(repo, "verify", bad, "--format=json"))
    lab.check("a difference, as JSON", found[-1]["status"] == 1 and any(r.get("file") == "index.html" for r in found), str(found))
    text = lab.git(repo, "log", "-1", "--format=%B", "pages")
    ran = at(repo, "verify", tampered(repo, {}, text.replace("drafts=yes", "drafts=no")))
    ends("changed options are found", ran, 1, "Publish-Options was changed")
    ends("a changed time is found", at(repo, "verify", tampered(repo, {}, text.replace("2024-06-01", "soon"))), 1,
         "Publish-At was changed")
    engine = [line.split()[1] for line in text.split("\n") if line.startswith("Publish-Engine")][0]
    ran = at(repo, "verify", tampered(repo, {}, text.replace(engine, "0" * 32)))
    ends("another engine proves nothing", ran, 3, "was made by engine " + "0" * 32, engine)
    source = lab.git(repo, "rev-parse", "main")
    ran = at(repo, "verify", tampered(repo, {}, text.replace(source, lab.git(repo, "rev-parse", "main^"))))
    ends("another source is found", ran, 1, "is not what its source gives")
    ends("a source that is not here", at(repo, "verify", tampered(repo, {}, text.replace(source, "1" * 40))), 3)
    ends("a commit that publish did not make", at(repo, "verify", "main"), 3, "publish did not make commit")
    ends("no such commit", at(repo, "verify", "pagse"), 3, "pagse")
    named = site("named", **{"publish.yaml": lab.SETTINGS + "output: { branch: www }\n"})
    at(named)
    ends("output.branch is found by itself", at(named, "verify"), 0, "verified: ")
    ends("--branch says another", at(named, "verify", "--branch", "pages"), 3, "there is no branch 'pages'")
    ends("a commit and --branch", at(named, "verify", "HEAD", "--branch", "www"), 2)
