# cli_plugin_add -- plugin add and update: folders, repositories, hostile ones, local changes.
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

import lab
from cli_rig import at, ends, records, site, summary

LUA = """local P = publish.plugin { name = "%s", version = "%s", api = 1, doc = "Stamps every article.",
  options = { text = publish.string { default = "stamp" } }, outputs = { "stamps/*.txt" }%s }
function P.scan(article, doc) return { stamped = true } end
function P.page(page)
  if page.article then return { after_body = html.p(P.options.text .. "%s") } end
end
return P
"""


def lua(name="stamp", version="1.0.0", more="", mark=" one"):
    return LUA % (name, version, more, mark)


def write(root, files):
    for path, text in files.items():
        os.makedirs(os.path.dirname(os.path.join(root, path)) or root, exist_ok=True)
        with open(os.path.join(root, path), "w") as f:
            f.write(text)
    return root


def read(repo, path):
    try:
        with open(os.path.join(repo, path)) as f:
            return f.read()
    except FileNotFoundError:
        return None


def add(repo, *args, **how):
    return at(repo, "plugin", "add", *args, **how)


def update(repo, *args, **how):
    return at(repo, "plugin", "update", *args, **how)


def clean(before=frozenset(os.listdir("/tmp"))):
    """What fetching left behind."""
    return [n for n in os.listdir("/tmp") if n.startswith(("publish-plugin-", "publish-answer-")) and n not in before]


def here(repo):
    return sorted(os.path.relpath(os.path.join(d, f), repo + "/plugins")
                  for d, _, files in os.walk(repo + "/plugins") for f in files)


def folders():
    repo = site("adds")
    source = write(lab.folder("source"), {"init.lua": lua(), "i18n/en.yaml": "hello: Hello\n", ".hidden": "x", "README.md": "r\n",
                                          "tests/first/in.md": "x\n", ".git2/config": "x"})
    ran = add(repo, source)
    ends("a folder", ran, 0, "stamp 1.0.0 from " + source, "Stamps every article.", "hooks        scan, page", "outputs      stamps/*.txt",
         "options      text", "4 files, 7 lines of Lua", "added as plugins/stamp", nothing=("raw_html",))
    lab.check("its files are here, but hidden ones", here(repo) == ["stamp/.origin.yaml", "stamp/README.md", "stamp/i18n/en.yaml",
                                                                    "stamp/init.lua", "stamp/tests/first/in.md"], str(here(repo)))
    origin = read(repo, "plugins/stamp/.origin.yaml")
    lab.check("where it came from is recorded, with no date", 'source: "%s"' % source in origin and "digest: \"" in origin and
              "api: 1" in origin and "revision" not in origin and "202" not in origin, origin)
    ends("it runs", at(repo, "plugin", "list", "--worktree"), 0, "stamp 1.0.0 (own)", "from         " + source, nothing=("changed since",))
    ends("again is refused", add(repo, source), 2, "plugins/stamp is there already", "publish plugin update stamp")
    write(repo, {"plugins/mine/init.lua": lua("mine")})
    other = write(lab.folder("mine"), {"init.lua": lua("mine", "2.0.0")})
    ends("over one's own is refused", add(repo, other), 2, "plugins/mine is there already", "it was not added from anywhere")
    lab.check("and that is untouched", "1.0.0" in read(repo, "plugins/mine/init.lua"))
    write(repo, {'../a "quote"/odd/init.lua': lua("odd")})
    os.symlink('a "quote"/odd', repo + "/../odd")
    ends("a folder that cannot be recorded", add(repo, "../odd"), 2, "holds a quote", nothing=("added",))
    lab.check("is not added", not os.path.exists(repo + "/plugins/odd"))
    relative = site("relative")
    write(relative, {"../near/init.lua": lua("near")})
    os.makedirs(relative + "/articles/deep", exist_ok=True)
    ends("a relative folder", add(relative + "/articles", "../../near"), 0, "added as plugins/near")
    lab.check("is recorded from the root", 'source: "../near"' in read(relative, "plugins/near/.origin.yaml"), read(relative, "plugins/near/.origin.yaml"))
    write(relative, {"../near/init.lua": lua("near", "1.1.0")})
    ends("so update finds it from anywhere", update(relative + "/articles/deep"), 0, "1.1.0", ": shown")
    several = write(lab.folder("several"), {"plugins/a/init.lua": lua("a"), "plugins/b/init.lua": lua("b"), "plugins/c.txt": ""})
    ends("several", add(repo, several), 2, "there are several plugins in", "a, b", "--name=a")
    ends("one of them", add(repo, several, "--name=b"), 0, "added as plugins/b")
    ends("none of that name", add(repo, several, "--name", "x"), 2, "there is no plugin 'x'", "it has a, b")
    ends("a name that is none", add(repo, several, "--name=../x"), 2, "is no name of a plugin")
    ends("another name than its own", add(repo, other, "--name=yours"), 2, "calls itself 'mine'")
    found = summary(add(repo, write(lab.folder("raw"), {"init.lua": lua("raw", more=", capabilities = { 'raw_html' }")}), "--format=json"))
    lab.check("as JSON", found.get("result") == "added" and found.get("hooks") == ["scan", "page"] and found.get("lines") == 7 and
              found.get("capabilities") == ["raw_html"] and found.get("folder") == "plugins/raw", str(found))
    ends("raw_html is warned of", add(repo, write(lab.folder("raw"), {"init.lua": lua("raws", more=", capabilities = { 'raw_html' }")})), 0,
         "plugins/raws/init.lua: warning: asks for raw_html", "capabilities raw_html")
    ends("a built-in's name is told", add(repo, write(lab.folder("tags"), {"init.lua": lua("tags")})), 0, "stands in for the built-in")
    for name, files, status, text in [
            ("no plugin", {"x.txt": ""}, 2, "there is no plugin in"),
            ("no header", {"init.lua": "return {}\n"}, 2, ""),
            ("a syntax error", {"init.lua": "local P = publish.plugin { name = 'bad',,\n"}, 1, "init.lua"),
            ("another api", {"init.lua": lua("apis").replace("api = 1", "api = 9")}, 1, "api"),
            ("a bad name", {"init.lua": lua("Bad_Name")}, 2, "has the name 'Bad_Name'"),
            ("a way out of the folder", {"init.lua": lua("../../x")}, 2, "has the name '../../x'"),
            ("texts that are no YAML", {"init.lua": lua("texts"), "i18n/en.yaml": "a: [\n"}, 1, "en.yaml"),
            ("a file too large", {"init.lua": lua("large"), "big.txt": "x" * 5000000}, 1, "are the most"),
    ]:
        before = here(repo)
        ends(name, add(repo, write(lab.folder("bad"), files)), status, text)
        lab.check(name + ": nothing was written", here(repo) == before, str(here(repo)))
    linked = write(lab.folder("linked"), {"init.lua": lua("linked")})
    os.symlink("/etc/passwd", linked + "/passwd")
    ends("a symbolic link", add(repo, linked), 3, "passwd is a symbolic link")
    os.remove(linked + "/passwd")
    os.mkfifo(linked + "/pipe")
    ends("a pipe", add(repo, linked), 3, "pipe is no regular file")
    ends("nothing runs but the header", add(repo, write(lab.folder("runs"), {"init.lua": lua("runs").replace(
        "return P", "error('it ran')")})), 0, "added as plugins/runs", nothing=("it ran",))
    ends("not a folder", add(repo, "/nowhere"), 2, "/nowhere: is no folder")
    ends("no repository", at(lab.folder("empty"), "plugin", "add", source), 3, "not inside a git repository")
    ends("a bare repository", add(site("bare", bare=True), source), 3, "a bare repository has no folder")


def repositories():
    repo = site("fetches")
    origin = lab.repository("stamp", {"init.lua": lua(), "README.md": "one\n", ".gitignore": "x\n"}, bare=False)
    first = lab.git(origin, "rev-parse", "HEAD")
    lab.git(origin, "tag", "v1")
    lab.git(origin, "tag", "-a", "-m", "signed off", "v1.0.0")
    lab.git(origin, "branch", "stable")
    url = "file://" + origin
    ran = add(repo, url + "@v1")
    ends("a tag", ran, 0, "stamp 1.0.0 from %s@v1 (commit %s)" % (url, first[:12]), "added as plugins/stamp")
    text = read(repo, "plugins/stamp/.origin.yaml")
    lab.check("origin", 'source: "%s"' % url in text and 'revision: "v1"' in text and 'commit: "%s"' % first in text, text)
    lab.check("hidden files stay there", here(repo) == ["stamp/.origin.yaml", "stamp/README.md", "stamp/init.lua"], str(here(repo)))
    lab.check("what was fetched is removed", clean() == [], str(clean()))
    lab.git(repo, "add", "-A")
    lab.git(repo, "commit", "-qm", "plugin")
    ends("plugin list says where from", at(repo, "plugin", "list"), 0, "from         %s@v1, commit %s" % (url, first[:12]))
    for rev in ("v1.0.0", "stable", first, first[:10], "HEAD", "refs/heads/stable"):
        other = site("rev")
        ends("by " + rev[:12], add(other, url + "@" + rev), 0, "commit " + first[:12])
    ends("a path of a repository", add(site("rev"), origin + "@v1"), 0, "commit " + first[:12])
    lab.commit(origin, {"init.lua": lua(version="1.1.0", mark=" two"), "more.lua": "return 1\n", "README.md": None}, "second")
    second = lab.git(origin, "rev-parse", "main")
    ends("an older commit that no name points to... but a branch does", add(site("rev"), url + "@" + first[:12]), 0, first[:12])
    lab.git(origin, "tag", "-d", "v1.0.0")
    ends("no such revision", add(site("rev"), url + "@v2"), 3, "has no revision 'v2'", "did you mean 'v1'")
    ends("no such commit", add(site("rev"), url + "@" + "1" * 40), 3, "has no commit")
    ends("no repository", add(site("rev"), "file:///nowhere/x.git@v1"), 3, "cannot reach file:///nowhere/x.git")
    ends("no revision", add(site("rev"), "https://example.org/x.git"), 2, "says no revision", "URL@v1.0")
    ends("a password", add(site("rev"), "https://me:secret@example.org/x.git@v1"), 2, "holds a password", nothing=("secret",))
    ends("a program as address", add(site("rev"), "ext::sh -c x@v1"), 2)
    ends("an unknown scheme", add(site("rev"), "ftp://example.org/x@v1"), 2, "is no address that publish fetches from")
    lab.check("and nothing is left in /tmp", clean() == [], str(clean()))

    ran = update(repo)
    ends("a tag that did not move is current", ran, 0, "stamp: up to date (v1, commit %s)" % first[:12])
    ran = update(repo, "stamp", "--to", "main")
    ends("another revision is shown", ran, 0, "--- a/plugins/stamp/init.lua", "+++ b/plugins/stamp/init.lua", "+local P", "+++ b/plugins/stamp/more.lua",
         "--- a/plugins/stamp/README.md", "v1, commit %s -> main, commit %s: shown" % (first[:12], second[:12]), "publish plugin update stamp --to main --apply")
    lab.check("and not written", "1.0.0" in read(repo, "plugins/stamp/init.lua") and lab.git(repo, "status", "--porcelain") == "")
    found = records(update(repo, "stamp", "--to", "main", "--format=json"))
    lab.check("as JSON", any(r.get("record") == "plugin" and r.get("result") == "shown" and "+++ b/plugins/stamp/more.lua" in r.get("diff", "")
                             and r.get("modified") is False for r in found), str(found))
    ends("until it is asked for", update(repo, "stamp", "--to", "main", "--apply"), 0, ": updated")
    lab.check("then it is, as a whole", here(repo) == ["stamp/.origin.yaml", "stamp/init.lua", "stamp/more.lua"] and
              "1.1.0" in read(repo, "plugins/stamp/init.lua"), str(here(repo)))
    text = read(repo, "plugins/stamp/.origin.yaml")
    lab.check("with its origin", 'revision: "main"' in text and second in text, text)
    ends("and is current", update(repo), 0, "up to date (main, commit %s)" % second[:12])

    lab.git(repo, "add", "-A")
    lab.git(repo, "commit", "-qm", "update")
    write(repo, {"plugins/stamp/init.lua": lua(version="1.1.0", mark=" my own")})
    lab.commit(origin, {"init.lua": lua(version="1.2.0", mark=" three")}, "third")
    ends("plugin list names local changes", at(repo, "plugin", "list", "--worktree"), 0, "changed since it was added")
    ran = update(repo)
    ends("so does update", ran, 0, "plugins/stamp: note: is not as it was added", "my own", "three", ": shown")
    ends("which does not replace them", update(repo, "--apply"), 1, "was changed here since it was added: not replaced", "commit the changes and add --force")
    ends("nor with --force, before they are committed", update(repo, "--apply", "--force"), 1, "not replaced")
    lab.check("they are still here", "my own" in read(repo, "plugins/stamp/init.lua"))
    lab.git(repo, "commit", "-qam", "my own")
    ends("committed, they need --force", update(repo, "--apply"), 1, "--force replaces them, and history keeps them")
    ends("with it they go, and history has them", update(repo, "--apply", "--force"), 0, ": updated")
    lab.check("the new one is here", "three" in read(repo, "plugins/stamp/init.lua") and "my own" in lab.git(repo, "show", "HEAD:plugins/stamp/init.lua"))
    ends("one that was not added", update(repo, "tags"), 2, "was not added with 'publish plugin add'")
    ends("--to without a name", update(repo, "--to", "v1"), 2, "--to needs the name of a plugin")
    write(repo, {"plugins/stamp/.origin.yaml": "nonsense"})
    ends("a damaged origin", update(repo), 1, ".origin.yaml: error: does not say where")
    ends("nothing to update", update(site("none")), 0, "no plugin here was added")
    lab.commit(origin, {"init.lua": "return 1\n"}, "broken")
    again = site("again")
    add(again, url + "@v1")
    ends("a broken new version is refused", update(again, "stamp", "--to=main", "--apply"), 1, "init.lua")
    lab.check("and the old one stays", "1.0.0" in read(again, "plugins/stamp/init.lua"))


def hostile():
    repo = site("hostile")
    bad = lab.repository("bad", {"init.lua": lua("bad"), "x.txt": "x\n"})
    blob = lab.git(bad, "hash-object", "-w", "--stdin", input=b"/etc/passwd")
    tree = lab.git(bad, "ls-tree", "main")

    def branch(name, line):
        made = lab.git(bad, "mktree", "--missing", input=(tree + "\n" + line + "\n").encode())
        lab.git(bad, "update-ref", "refs/heads/" + name, lab.git(bad, "commit-tree", made, "-m", name))
        return add(repo, "file://%s@%s" % (bad, name))

    ends("a symbolic link in a repository", branch("link", "120000 blob %s\tpasswd" % blob), 1, "passwd", "a symbolic link")
    ends("a submodule", branch("module", "160000 commit %s\tsub" % lab.git(bad, "rev-parse", "main")), 1, "sub", "a submodule")
    ends("a name that is .git", branch("dotgit", "100644 blob %s\t.GIT" % blob), 1, ".GIT")
    inner = lab.git(bad, "mktree", input=b"100644 blob %s\tx\n" % blob.encode())
    ends("a folder that leaves", branch("out", "040000 tree %s\t.." % inner), 1, "'..'")
    entry = "".join("100644 blob %s\tf%d\n" % (blob, i) for i in range(40))
    for _ in range(8):
        inner = lab.git(bad, "mktree", input=entry.encode())
        entry = "".join("040000 tree %s\td%d\n" % (inner, i) for i in range(40))
    ends("a tree without end", branch("bomb", "040000 tree %s\tbomb" % inner), 1, "more than 20000 files")
    big = lab.git(bad, "hash-object", "-w", "--stdin", input=b"x" * 6000000)
    ends("a blob too large", branch("big", "100644 blob %s\tbig" % big), 1, "big", "the limit is")
    escape = lua("esc").replace("Stamps every article.", "\\27[31mred\\n::error::x")
    lab.commit(bad, {"init.lua": escape}, "escapes", branch="escape")
    ran = add(repo, "file://%s@escape" % bad)
    lab.check("terminal escapes are shown, not sent", "\x1b" not in ran.out + ran.err and "\n::error" not in ran.out + ran.err, ran.out + ran.err)
    endless = "local t = {}\nwhile true do t = {t} end\n" + lua("endless")
    lab.commit(bad, {"init.lua": endless}, "endless", branch="endless")
    ends("a header without end", add(repo, "file://%s@endless" % bad), 1, "init.lua")
    lab.check("nothing of them is here", [n for n in here(repo) if not n.startswith("esc/")] == [] and clean() == [], str(here(repo)) + str(clean()))


def elsewhere():
    source = write(lab.folder("linked-source"), {"init.lua": lua()})
    repo, outside = site("linked"), lab.folder("outside")
    add(repo, source)
    os.rename(repo + "/plugins/stamp", outside + "/stamp")
    write(outside, {"stamp/.mine": "mine\n"})
    os.symlink(outside + "/stamp", repo + "/plugins/stamp")
    write(source, {"init.lua": lua(version="1.1.0")})
    ends("a plugin's folder that is a link is not replaced", update(repo, "stamp", "--apply"), 3, "plugins/stamp is a symbolic link")
    lab.check("and what it leads to stays", sorted(os.listdir(outside + "/stamp")) == [".mine", ".origin.yaml", "init.lua"] and
              os.path.islink(repo + "/plugins/stamp"), str(os.listdir(outside + "/stamp")))
    other = site("linked-plugins")
    os.symlink(outside, other + "/plugins")
    os.rename(outside + "/stamp", outside + "/was")
    ends("nor is one added through a link", add(other, source), 3, "plugins is a symbolic link")
    lab.check("nothing came there", os.listdir(outside) == ["was"], str(os.listdir(outside)))


def hidden():
    source = write(lab.folder("hidden-source"), {"init.lua": lua()})
    repo = site("hidden")
    add(repo, source)
    write(repo, {"plugins/stamp/.luarc.json": "{}\n", "plugins/stamp/.own/deep/x": "x\n", "plugins/stamp/lib/.todo": "t\n",
                 "plugins/stamp/init.lua~": "old\n"})
    os.symlink("nowhere", repo + "/plugins/stamp/.link")
    write(source, {"init.lua": lua(version="1.2.0")})
    ends("hidden files do not hinder an update", update(repo, "stamp", "--apply"), 0, ": updated")
    lab.check("and are kept", here(repo) == ["stamp/.link", "stamp/.luarc.json", "stamp/.origin.yaml", "stamp/.own/deep/x", "stamp/init.lua",
                                             "stamp/init.lua~", "stamp/lib/.todo"] and "1.2.0" in read(repo, "plugins/stamp/init.lua") and
              read(repo, "plugins/stamp/.own/deep/x") == "x\n", str(here(repo)))


def pipe():
    repo = site("pipe")
    add(repo, write(lab.folder("pipe-source"), {"init.lua": lua()}))
    os.remove(repo + "/plugins/stamp/.origin.yaml")
    os.mkfifo(repo + "/plugins/stamp/.origin.yaml")
    ends("a pipe is no origin", update(repo, "stamp", timeout=10), 3, "not a regular file")


def apart():
    """The git folder and the work tree on two file systems."""
    other = "/dev/shm"
    if not os.access(other, os.W_OK) or os.stat(other).st_dev == os.stat(lab.WORK).st_dev:
        lab.skip("two file systems", "there is only one here", 3)
        return
    away = tempfile.mkdtemp(prefix="publish-lab.", dir=other)
    try:
        repo, source = site("apart"), write(lab.folder("apart-source"), {"init.lua": lua()})
        shutil.move(repo + "/.git", away + "/git")
        write(repo, {".git": "gitdir: %s/git\n" % away})
        ends("a git folder on another file system: add", add(repo, source), 0, "added as plugins/stamp")
        write(source, {"init.lua": lua(version="1.1.0")})
        write(repo, {"plugins/stamp/.own": "x\n", "plugins/.publish-plugin-killed/init.lua": "x"})
        ends("and update", update(repo, "stamp", "--apply"), 0, ": updated")
        lab.check("with nothing left over", here(repo) == ["stamp/.origin.yaml", "stamp/.own", "stamp/init.lua"] and
                  os.listdir(away + "/git/publish") == ["plugins.lock"] and os.listdir(repo + "/plugins") == ["stamp"], str(here(repo)))
    finally:
        shutil.rmtree(away)


def told():
    """The origin is a file of the repository: what it says is shown, never sent."""
    repo = site("told")
    origin = lab.repository("told-origin", {"init.lua": lua()})
    add(repo, "file://%s@main" % origin)
    lab.commit(origin, {"init.lua": lua(version="1.1.0")}, "new")
    path = "plugins/stamp/.origin.yaml"
    lab.git(origin, "branch", "v\u202ex")
    changed = re.sub('revision: .*', 'revision: "v\u202ex"', re.sub('commit: .*', 'commit: "a"\n::error::x', read(repo, path)))
    write(repo, {path: changed})
    ran = update(repo)
    ends("what the origin says is shown", ran, 0, "v\\u{202E}x, commit", ": shown", nothing=("\u202e", "::error"))


def interrupted():
    repo = site("interrupted")
    source = lab.repository("slow", dict({"init.lua": lua("slow")}, **{"f%03d.txt" % i: "%d\n" % i * 50 for i in range(600)}))
    states = set()
    for delay in [0.0, 0.005, 0.01, 0.02, 0.03, 0.045, 0.06, 0.08, 0.1, 0.13, 0.16, 0.2]:
        for sent in (signal.SIGTERM, signal.SIGKILL):
            child = subprocess.Popen([lab.PUBLISH, "-C", repo, "plugin", "add", "file://%s@main" % source], env=lab.ENV,
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
            time.sleep(delay)
            child.send_signal(sent)
            child.wait()
            if sent == signal.SIGKILL:
                try:
                    os.killpg(child.pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
                for left in clean():  # only kill -9 leaves these
                    lab.remove("/tmp/" + left)
            count = len(here(repo))
            states.add(count)
            if count:
                lab.remove(repo + "/plugins/slow")
    lab.check("killed at any time: the whole plugin or none of it", states <= {0, 602}, str(states))
    lab.check("SIGTERM leaves nothing in /tmp", clean() == [], str(clean()))
    ends("the next run works", add(repo, "file://%s@main" % source), 0, "added as plugins/slow")
    lab.check("and clears what was left", [n for n in os.listdir(repo + "/.git/publish") if n.startswith("plugin-")] == [])
    lab.check("git sees the plugin only", lab.git(repo, "status", "--porcelain") == "?? plugins/", lab.git(repo, "status", "--porcelain"))


def run():
    folders()
    repositories()
    hostile()
    elsewhere()
    hidden()
    pipe()
    apart()
    told()
    interrupted()
