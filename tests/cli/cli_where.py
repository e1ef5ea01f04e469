# cli_where -- repositories of every kind, and folders that are none.
import os

import lab
from cli_rig import at, edit, ends, site


def run():
    repo = site()
    at(repo)
    want = lab.tree(repo)
    bare = os.path.join(lab.folder("bare"), "b.git")
    lab.git(repo, "clone", "-q", "--bare", "--single-branch", repo, bare)
    ends("a bare repository", at(bare), 0, "published: ", nothing=["not committed"])
    lab.check("gives the same tree", lab.tree(bare) == want, "differs")
    linked = os.path.join(lab.folder("linked"), "w")
    lab.git(repo, "worktree", "add", "-q", "--detach", linked, "main")
    ends("a linked work tree with a detached HEAD", at(linked, "--branch", "two"), 0, "published: ")
    lab.check("gives the same tree", lab.tree(repo, "two") == want, "differs")
    lab.git(repo, "checkout", "-q", "--detach")
    ends("a detached HEAD", at(repo), 0, "nothing to do")
    lab.git(repo, "checkout", "-q", "main")
    ends("from a subfolder", at(os.path.join(repo, "articles")), 0, "nothing to do")
    ends("from inside .git", at(os.path.join(repo, ".git")), 0, "nothing to do")
    lab.git(repo, "tag", "-a", "-m", "v1", "v1")
    ends("--source with a tag", at(repo, "--source", "v1"), 0, "nothing to do")
    ends("--source with an abbreviated id", at(repo, "--source", lab.git(repo, "rev-parse", "--short", "main")), 0)
    ends("--source that does not exist", at(repo, "--source", "mian"), 3, "mian", "main")
    nowhere = lab.folder("nowhere")
    ran = lab.publish(cwd=nowhere)
    ends("no repository: the way to one is told", ran, 3, "not inside a git repository", "publish init my-site")
    for command in (["list"], ["verify"], ["plugin", "list"]):
        ends("the same for " + " ".join(command), lab.publish(*command, cwd=nowhere), 3, "publish init my-site")
    lab.git(nowhere, "init", "-q", "empty")
    ends("a repository without a commit", at(os.path.join(nowhere, "empty")), 3, "commit")
    hook = site("hook", bare=True)
    env = dict(lab.ENV, GIT_DIR=repo + "/.git", GIT_WORK_TREE=nowhere, GIT_INDEX_FILE="/dev/null")
    ends("GIT_DIR and its like have no effect", at(hook, env=env), 0, "published: ")
    lab.check("the repository of -C was published", lab.tip(hook) is not None, "no")
    odd = dict(lab.ENV, LC_ALL="tr_TR.UTF-8", TZ="Asia/Kathmandu", LANG="de_DE.UTF-8")
    other = site("odd")
    at(other, env=odd)
    lab.check("locale and time zone do not matter", lab.tree(other) == want and
              lab.tip(other) == lab.git(repo, "rev-parse", "pages"), "differs")
    bare_env = {"PATH": lab.ENV["PATH"]}
    nobody = site("nobody", bare=True)
    ends("without HOME and identity", at(nobody, env=bare_env), 0, "published: ")
    lab.check("publish itself is the author", lab.git(nobody, "log", "-1", "--format=%an %ae", "pages") ==
              "publish publish@localhost", lab.git(nobody, "log", "-1", "--format=%an %ae", "pages"))
    gone = site("gone")
    gone_tip = at(gone)
    objects = [os.path.join(d, f) for d, _, fs in os.walk(os.path.join(gone, ".git/objects")) for f in fs]
    blob = lab.git(gone, "rev-parse", "main:articles/one.md")
    path = os.path.join(gone, ".git/objects", blob[:2], blob[2:])
    if os.path.exists(path):
        os.remove(path)
    else:
        lab.git(gone, "config", "x.y", "z")
        packs = [o for o in objects if "/pack/" in o]
        for p in packs:
            os.chmod(p, 0o644)
            with open(p, "r+b") as f:
                f.truncate(os.path.getsize(p) // 2)
    ends("a missing or damaged object", at(gone), 3, "error:")
    del gone_tip
    spaced = os.path.join(lab.folder("spaced"), "a b 'c' \u6587")
    lab.git(repo, "clone", "-q", repo, spaced)
    ends("a path with blanks, quotes and Chinese", at(spaced), 0, "published: ")
