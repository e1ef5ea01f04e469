# cli_checkout -- the states in which CI systems leave a checkout: partial, sparse, shallow, of
# another user, with submodules, with git-lfs pointers, with other line ends.
import os

import lab
from cli_rig import FILES, at, edit, ends, site
from cli_push import clone, remote

POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:%064d\nsize 12345\n" % 7
PNG = (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\2\0\1H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82")


def hub_with_files():
    hub, url = remote()
    lab.git(hub, "config", "uploadpack.allowFilter", "true")
    edit(hub, "static/deep/er/file.txt", "static\n")
    edit(hub, "articles/dot.png", PNG)
    edit(hub, "articles/one.md", lab.article("One", "2024-01-03", "See ![a dot](dot.png).\n"))
    whole = clone(url, "--no-single-branch")
    at(whole)
    return hub, url, lab.tree(whole)


def counting_git():
    """An environment whose git writes its arguments down, and the file with them."""
    where = lab.folder("counting")
    said = os.path.join(where, "said")
    real = lab.run(["sh", "-c", "command -v git"]).out.strip()
    with open(os.path.join(where, "git"), "w") as f:
        f.write('#!/bin/sh\necho "$@" >>%s\nexec %s "$@"\n' % (said, real))
    os.chmod(os.path.join(where, "git"), 0o755)
    return dict(lab.ENV, PATH=where + ":" + lab.ENV["PATH"]), said


def partial():
    hub, url, wanted = hub_with_files()
    for kind in ("blob:none", "tree:0"):
        job = clone(url, "--no-checkout", "--depth=1", "--filter=" + kind)
        ran = at(job)
        what = "publish.yaml: error: blob" if kind == "blob:none" else "error: tree"
        ends("a partial clone (%s) names what is missing, and the way out" % kind, ran, 3, what, "is missing from the repository",
             "this is a partial clone: --fetch gets what is missing", "[P0108]")
        env, said = counting_git()
        ran = at(job, "--fetch", env=env)
        ends("--fetch gets what is missing (%s)" % kind, ran, 0, "published: ")
        calls = [row for row in open(said).read().split("\n") if "--stdin" in row]
        lab.check("in one go for the settings and one for all files (%s)" % kind, len(calls) == (2 if kind == "blob:none" else 3), str(calls))
        lab.check("the site is that of a whole clone (%s)" % kind, lab.tree(job) == wanted, "differs")
    job = clone(url, "--depth=1", "--filter=blob:none")
    lab.git(job, "remote", "set-url", "origin", url + "-gone")
    ends("a partial clone that is checked out has all that is needed, and asks nobody", at(job), 0, "published: ")
    job = clone(url, "--depth=1", "--filter=blob:none", "--no-checkout")
    lab.git(job, "remote", "set-url", "origin", url + "-gone")
    ends("--fetch when the remote is gone", at(job, "--fetch"), 3, "cannot fetch from 'origin'", "[P0134]")
    job = clone(url, "--depth=1", "--filter=blob:none", "--no-checkout")
    ends("--push from a partial clone fetches, too", at(job, "--push"), 0, "published: ", "pushed to origin")
    lab.check("the remote has a whole site", lab.tree(hub) == wanted and lab.fsck(hub) is None, lab.fsck(hub))
    ends("the list of articles of a partial clone", at(clone(url, "--depth=1", "--filter=blob:none", "--no-checkout"), "list", "--fetch"),
         0, "articles/one.md")


def history():
    """Dates from history in a clone of depth 1."""
    hub, url = remote()
    undated = "---\ntitle: Undated\n---\n\nText.\n"
    first = edit(hub, "articles/undated.md", undated, when=1704189600)
    for i in range(3):
        edit(hub, "articles/undated.md", undated + "More %d.\n" % i, when=1704289600 + i)
    at(clone(url, "--no-single-branch"), "--push")
    edit(hub, "articles/two.md", lab.article("Two", "2024-01-05", "Changed.\n"))
    whole = clone(url, "--no-single-branch")
    at(whole, "--push")
    job = clone(url)
    ends("a date from history in a shallow clone: the way out", at(job, "--dry-run"), 1, "articles/undated.md", "this clone is shallow",
         "--fetch gets the whole history", "[P0352]")
    ends("--push gets the history", at(job, "--push"), 0, "nothing to do")
    lab.check("all of it, to the first commit", lab.git(job, "rev-list", "--max-parents=0", "main") and
              lab.git(job, "cat-file", "-t", first) == "commit" and lab.tree(job) == lab.tree(whole), lab.git(job, "log", "--format=%s"))
    lab.check("but not the history of the output branch", lab.git(job, "rev-list", "--count", "pages") == "1" and
              lab.git(hub, "rev-list", "--count", "pages") == "2", lab.git(job, "rev-list", "--count", "pages"))


def sparse():
    """What actions/checkout makes of `sparse-checkout:` and `filter:`."""
    hub, url, wanted = hub_with_files()
    job = lab.folder("sparse")
    lab.git(job, "init", "-q")
    for words in (["remote", "add", "origin", url], ["config", "remote.origin.promisor", "true"],
                  ["config", "remote.origin.partialclonefilter", "blob:none"], ["sparse-checkout", "set", "articles"],
                  ["fetch", "-q", "--no-tags", "--filter=blob:none", "--depth=1", "origin",
                   "+%s:refs/remotes/origin/main" % lab.git(hub, "rev-parse", "main")],
                  ["checkout", "-q", "--force", "-B", "main", "refs/remotes/origin/main"]):
        lab.git(job, *words)
    lab.check("it is sparse", not os.path.exists(os.path.join(job, "static")), "all is there")
    ends("a sparse, partial checkout", at(job), 3, "static/deep/er/file.txt: error: blob", "--fetch gets what is missing")
    ran = at(job, "--fetch")
    ends("--fetch publishes it, and claims no change of what was not checked out", ran, 0, "published: ", nothing=["not committed"])
    lab.check("whole", lab.tree(job) == wanted, "differs")


def version_one():
    """repositoryformatversion 1 with extensions.worktreeConfig."""
    repo = site()
    lab.git(repo, "config", "core.repositoryformatversion", "1")
    lab.git(repo, "config", "extensions.worktreeConfig", "true")
    lab.git(repo, "config", "--worktree", "user.name", "Of This Tree")
    linked = lab.folder("linked") + "/tree"
    lab.git(repo, "worktree", "add", "-q", "-b", "side", linked)
    ends("version 1 with worktreeConfig", at(repo), 0, "published: ")
    lab.check("settings of the work tree count", lab.git(repo, "log", "-1", "--format=%an", "pages") == "Of This Tree",
              lab.git(repo, "log", "-1", "--format=%an", "pages"))
    lab.git(linked, "config", "--worktree", "user.name", "Of That Tree")
    ends("and a linked work tree of it", at(linked, "--branch=other"), 0, "published: ")
    lab.check("has its own", lab.git(repo, "log", "-1", "--format=%an", "other") == "Of That Tree", "not")
    with open(os.path.join(repo, ".git/config.worktree"), "a") as f:
        f.write("[[[\n")
    ends("garbage in it has a line", at(repo), 3, ".git/config.worktree:3: error:", "[P0104]")
    bare = site("bare", bare=True)
    lab.git(bare, "config", "core.repositoryformatversion", "1")
    lab.git(bare, "config", "extensions.worktreeConfig", "true")
    lab.git(bare, "config", "--worktree", "core.bare", "true")
    lab.git(bare, "config", "--unset", "core.bare")
    lab.git(bare, "symbolic-ref", "HEAD", "refs/heads/pages")
    side = lab.folder("side") + "/tree"
    lab.git(bare, "worktree", "add", "-q", side, "main")
    ends("a bare repository that says so in config.worktree has nothing checked out", at(side), 0, "published: ")


def strangers():
    """A checkout by another user: what every container job meets once."""
    if os.getuid() != 0:
        lab.skip("a repository of another user", "only root can make one", 3)
        return
    repo = site()
    for top, folders, files in os.walk(repo):
        for name in folders + files + ["."]:
            os.lchown(os.path.join(top, name), 65534, 65534)
    home = lab.folder("home")
    env = dict(lab.ENV, HOME=home)
    ran = at(repo, env=env)
    line = "git config --global --add safe.directory " + repo
    ends("a repository of another user: the line that helps", ran, 3, "belongs to another user", line, "[P0105]")
    lab.check("that line", lab.run(line.split(), env=env).status == 0, "fails")
    ends("helps", at(repo, env=env), 0, "published: ")


def untrusted():
    """A pull request's job: one commit of one branch, and the base by --fetch."""
    hub, url = remote()
    lab.git(hub, "branch", "topic", "main")
    lab.commit(hub, {"articles/new.md": lab.article("New"), "plugins/x/init.lua": "error('never')"}, "theirs", branch="topic")
    edit(hub, "articles/two.md", lab.article("Two", "2024-01-05", "On main.\n"))
    for base in ("origin/main", "main", lab.git(hub, "rev-parse", "main")):
        job = clone(url, "--depth=1", "--branch=topic")
        to = os.path.join(lab.folder("to"), "site")
        if base == "origin/main":
            ends("without --fetch BASE is missing", at(job, "--untrusted=" + base, "--to", to), 3, "fetch that commit, too", "git fetch --depth=1")
        ran = at(job, "--untrusted=" + base, "--fetch", "--to", to)
        ends("--untrusted=%.11s --fetch" % base, ran, 0, "written: ", "1 file of the commit was not taken")
        lab.check("the stranger's article is there", os.path.exists(to + "/2024/01/new/index.html"), "missing")
    ran = at(clone(url, "--depth=1", "--branch=topic"), "--untrusted=origin/nowhere", "--fetch", "--to", to)
    ends("a base that is not there", ran, 3, "cannot fetch from 'origin'", "couldn't find remote ref refs/heads/nowhere")


def contents():
    """Submodules, git-lfs pointers, line ends."""
    repo = site(**{"articles/pic.md": lab.article("Pic", body="![A photo](photo.png) ![Another](/other.png)\n", image="photo.png"),
                   "articles/photo.png": POINTER, "static/other.png": POINTER})
    sub = site("sub")
    lab.git(repo, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", sub, "articles/sub")
    lab.git(repo, "commit", "-qam", "submodule")
    ran = at(repo)
    ends("a submodule is left out, a pointer of git-lfs is said to be one", ran, 0, "articles/sub", "submodule", "articles/photo.png: warning: ",
         "static/other.png: warning: a git-lfs pointer", "git lfs migrate export", "published: ", nothing=["no such image"])
    lab.check("and is not published as the picture", not [p for p in lab.outputs(repo) if p.endswith("photo.png") or "/sub/" in p], "it is")
    text = {path: content.replace("\n", "\r\n") for path, content in FILES.items()}
    crlf = lab.repository("crlf", {**FILES, ".gitattributes": "* text eol=crlf\n"}, bare=False)
    lab.check("a checkout with CRLF", open(os.path.join(crlf, "articles/one.md"), newline="").read() == text["articles/one.md"], "has none")
    to = [os.path.join(lab.folder("to"), "site") for _ in range(2)]
    ends("is built from disk", at(crlf, "--worktree", "--to", to[0]), 0, "written: ")
    ends("and from the commit", at(crlf, "--to", to[1]), 0, "written: ", nothing=["not committed"])
    differ = lab.run(["diff", "-r", "-x", ".publish-manifest", *to])
    lab.check("to the same site", differ.status == 0, differ.out)


def run():
    partial()
    history()
    sparse()
    version_one()
    strangers()
    untrusted()
    contents()
