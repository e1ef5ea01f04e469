# cli_push -- publish --push and --fetch: clones as CI systems make them, races, refusals,
# remotes that are not there. All remotes are bare repositories on this disk.
import os
import stat
import threading

import lab
from cli_rig import at, edit, ends, records, site, summary


def remote(name="remote"):
    """A bare repository with two articles, and its address."""
    repo = site(name, bare=True)
    return repo, "file://" + repo


def clone(url, *how):
    """A fresh clone as a CI job has it: one branch, one commit, no output branch."""
    into = os.path.join(lab.folder("job"), "here")
    lab.git(lab.WORK, "clone", "-q", *(how or ("--depth=1",)), url, into)
    return into


def hook(repo, name, text):
    path = os.path.join(repo, "hooks", name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write("#!/bin/sh\n" + text)
    os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)


def source_of(repo, commit="pages"):
    return lab.git(repo, "log", "-1", "--format=%(trailers:key=Publish-Source,valueonly)", commit)


def shallow_lines(repo):
    try:
        with open(os.path.join(repo, ".git/shallow")) as f:
            return len(f.read().split())
    except OSError:
        return 0


def first_and_next():
    hub, url = remote()
    job = clone(url)
    ran = at(job, "--push")
    ends("the first publication from a clone of depth 1", ran, 0, "published: ", ", pushed to origin\n")
    first = lab.tip(hub)
    lab.check("the remote has what the clone says", first and first == lab.tip(job), str(first))
    lab.check("its history is sound", lab.fsck(hub) is None, lab.fsck(hub))
    ends("once more: nothing to do", at(job, "--push"), 0, "nothing to do: ", nothing=["pushed"])
    second = edit(hub, "articles/one.md", lab.article("One", "2024-01-03", "Changed.\n"))
    job = clone(url)
    ran = at(job, "--push", "--format=json")
    found = summary(ran)
    lab.check("the next job goes on from what is published, without an output branch of its own",
              found.get("result") == "published" and found.get("changed", 0) >= 1 and found.get("added") == 0 and
              found.get("remote") == "origin" and found.get("pushed") is True and found.get("commit") == lab.tip(hub),
              str(ran))
    lab.check("as one further commit", lab.git(hub, "rev-parse", "pages^") == first and source_of(hub) == second,
              lab.git(hub, "log", "--format=%H %s", "pages"))
    lab.check("no note of an unknown relation: so much history was fetched", "note:" not in ran.err, ran.err)
    lab.check("FETCH_HEAD and remote-tracking branches are not touched by fetching",
              not os.path.exists(os.path.join(job, ".git/FETCH_HEAD")), "there is one")
    job = clone(url)
    ran = at(job, "--push")
    ends("a job with nothing new", ran, 0, "nothing to do: ", nothing=["pushed"])
    lab.check("has the remote's branch afterwards", lab.tip(job) == lab.tip(hub), str(lab.tip(job)))
    full = clone(url, "--single-branch")
    edit(hub, "articles/one.md", lab.article("One", "2024-01-03", "Again.\n"))
    lab.git(full, "pull", "-q")
    ends("a whole clone", at(full, "--push"), 0, "pushed to origin")
    lab.check("stays whole", not shallow_lines(full), "it is shallow")
    lab.check("and has all that was published", lab.git(full, "rev-list", "--count", "pages") == "3",
              lab.git(full, "log", "--format=%s", "pages"))
    dry = clone(url)
    tip = lab.tip(hub)
    edit(hub, "articles/one.md", lab.article("One", "2024-01-03", "Dry.\n"))
    lab.git(dry, "pull", "-q")
    ends("a dry run compares with the remote's branch", at(dry, "--push", "--dry-run"), 0, "changed  2024/01/one/index.html",
         "nothing was committed", nothing=["pushed"])
    lab.check("and moves nothing", lab.tip(hub) == tip and lab.tip(dry) is None, str(lab.tip(dry)))
    ends("--fetch alone builds on the remote's branch", at(dry, "--fetch"), 0, "published: ", nothing=["pushed"])
    lab.check("and leaves the remote alone", lab.tip(hub) == tip and lab.git(dry, "rev-parse", "pages^") == tip,
              str(lab.tip(dry)))
    ends("--push then takes it along", at(dry, "--push"), 0, "pushed: 13 pages published here before", "pushed to origin")
    lab.check("as it is", lab.tip(hub) == lab.tip(dry), "differs")


def late():
    """An old pipeline ends after a new one: both from clones of depth 1."""
    hub, url = remote()
    at(clone(url), "--push")
    old = clone(url)
    for i in range(4):
        new = edit(hub, "articles/n%d.md" % i, lab.article("N%d" % i), when=1704189600 + i)
    ends("the newer job", at(clone(url), "--push"), 0, "published: ")
    tip = lab.tip(hub)
    ran = at(old, "--push")
    ends("the older job ends late: superseded", ran, 0, "superseded by " + new[:12], nothing=["note:"])
    lab.check("and the site stays", lab.tip(hub) == tip, "moved")
    found = summary(at(old, "--push", "--format=json"))
    lab.check("superseded, as JSON", found.get("result") == "superseded" and found.get("commit") == new, str(found))
    ran = at(old, "--push", "--force")
    ends("--force goes back", ran, 0, "published: ", "pushed to origin")
    lab.check("by a further commit", lab.git(hub, "rev-parse", "pages^") == tip, "history lost")
    whole = clone(url, "--single-branch")
    behind = edit(hub, "articles/last.md", lab.article("Last"), when=1704189700)
    at(clone(url), "--push")
    ends("a whole clone that is behind", at(whole, "--push"), 0, "superseded by " + behind[:12])
    lab.check("stays whole", not shallow_lines(whole), "it is shallow")
    # A server that gives out only what its branches end in.
    old_server = dict(lab.ENV, GIT_CONFIG_COUNT="1", GIT_CONFIG_KEY_0="protocol.version", GIT_CONFIG_VALUE_0="0")
    ends("an old server is asked for what it gives", at(old, "--push", env=old_server), 0, "superseded by " + behind[:12])
    # The source's history was rewritten: neither is newer, which is said.
    lab.git(hub, "update-ref", "refs/heads/main", lab.git(hub, "rev-parse", "main~3"))
    rewritten = edit(hub, "articles/other.md", lab.article("Other"), when=1704189900)
    ran = at(clone(url), "--push")
    ends("a rewritten source is published on top", ran, 0, "published: ", "pushed to origin")
    lab.check("from the new history", source_of(hub) == rewritten, source_of(hub))


def races():
    """A rival job pushes between the question and the push; a hook of the server plays it."""
    hub, url = remote()
    at(clone(url), "--push")
    job, rival = clone(url), clone(url)
    new = edit(hub, "articles/one.md", lab.article("One", "2024-01-03", "Changed.\n"))
    rivals = []
    for i in range(3):
        # Made here, in objects of the hub; the hook only moves the branch.
        tree = lab.git(hub, "rev-parse", "pages^{tree}")
        parent = rivals[-1] if rivals else lab.tip(hub)
        text = lab.git(hub, "log", "-1", "--format=%B", "pages").replace("Publish ", "Rival %d " % i, 1)
        rivals.append(lab.git(hub, "commit-tree", tree, "-p", parent, "-m", text))
    lab.git(job, "pull", "-q")
    # GIT_QUARANTINE_PATH forbids to move refs from here; the rival is another process of its own.
    hook(hub, "pre-receive", "n=$(cat rivals 2>/dev/null || echo 0)\n"
         "[ $n -lt 2 ] || exit 0\necho $((n + 1)) >rivals\nset -- %s\nshift $n\n"
         "env -u GIT_QUARANTINE_PATH git update-ref refs/heads/pages $1\n" % " ".join(rivals))
    ran = at(job, "--push", "--format=json")
    found = summary(ran)
    lab.check("two rivals are first: built again on top of each, and pushed",
              ran.status == 0 and found.get("result") == "published" and found.get("moved_by_others") == 2, str(ran) + ran.out)
    lab.check("nothing of theirs is lost", lab.git(hub, "rev-parse", "pages^") == rivals[1] and source_of(hub) == new and
              lab.tip(job) == lab.tip(hub), lab.git(hub, "log", "--format=%H %s", "pages"))
    # Rivals for ever: bounded, told, nothing half done.
    edit(hub, "articles/one.md", lab.article("One", "2024-01-03", "Once more.\n"))
    lab.git(job, "pull", "-q")
    before = lab.tip(job)
    hook(hub, "pre-receive", "tip=$(git rev-parse refs/heads/pages)\n"
         "new=$(git log -1 --format=%B $tip | env -u GIT_QUARANTINE_PATH git commit-tree $tip^{tree} -p $tip)\n"
         "env -u GIT_QUARANTINE_PATH git update-ref refs/heads/pages $new\n")
    ran = at(job, "--push")
    ends("rivals for ever: an end after eight attempts", ran, 3, "pushed 8 times in vain", "moved 'pages' 8 times meanwhile", "[P0136]",
         "nothing was published")
    lab.check("the branch here does not claim what the remote has not", lab.tip(job) == before, "moved")
    os.remove(os.path.join(hub, "hooks/pre-receive"))
    ends("another run continues", at(job, "--push"), 0, "published: ", "pushed to origin")
    # A rival of a newer source: ours is superseded then, not put on top.
    old = clone(url)
    edit(hub, "articles/two.md", lab.article("Two", "2024-01-05", "Old.\n"))
    lab.git(old, "pull", "-q")
    newer = edit(hub, "articles/two.md", lab.article("Two", "2024-01-05", "New.\n"))
    lab.git(rival, "pull", "-q")
    flag = os.path.join(hub, "rival-done")
    hook(hub, "pre-receive", "[ -e %s ] && exit 0\ntouch %s\n"
         "env -i PATH=\"$PATH\" HOME=%s %s -C %s --push >rival.out 2>&1\nexit 0\n" % (flag, flag, lab.HOME, lab.PUBLISH, rival))
    ran = at(old, "--push")
    ends("a rival with a newer source comes between: superseded", ran, 0, "superseded by " + newer[:12])
    lab.check("the newer one is what is published", source_of(hub) == newer, source_of(hub))
    # And without any staging: several at once.
    os.remove(os.path.join(hub, "hooks/pre-receive"))
    jobs = []
    for i in range(3):
        last = edit(hub, "articles/n%d.md" % i, lab.article("N%d" % i), when=1704189600 + i)
        jobs.append(clone(url))
    ran = [None] * 3
    threads = [threading.Thread(target=lambda i=i: ran.__setitem__(i, at(jobs[i], "--push", "-j1", timeout=120))) for i in range(3)]
    for t in threads: t.start()
    for t in threads: t.join()
    bad = [str(r) for r in ran if r.status != 0]
    lab.check("three jobs at once all end well, and the newest source is published",
              not bad and source_of(hub) == last and lab.fsck(hub) is None, "%d failed" % len(bad), "\n".join(bad))


def refusals():
    hub, url = remote()
    at(clone(url), "--push")
    edit(hub, "articles/one.md", lab.article("One", "2024-01-03", "Changed.\n"))
    job, tip = clone(url), lab.tip(hub)
    hook(hub, "pre-receive", "printf 'GH006: Protected branch update failed.\\n::error::evil\\n\\033[31mred\\n' >&2\nexit 1\n")
    ran = at(job, "--push")
    ends("a protected branch: the server's words and the way out", ran, 3, "'origin' refused the push to 'pages'",
         "pre-receive hook declined", "    | remote: GH006: Protected branch update failed.", "--branch", "[P0135]",
         "\\x1B[31mred", "nothing was published", nothing=["\x1b", "\n::error"])
    lab.check("nothing moved, neither there nor here", lab.tip(hub) == tip and lab.tip(job) is None, "moved")
    found = records(at(job, "--push", "--format=json"))
    lab.check("the words in JSON", found[0].get("code") == "P0135" and "GH006" in found[0].get("said", ""), str(found))
    hook(hub, "pre-receive", "i=0\nwhile [ $i -lt 3000 ]; do echo \"line $i of many, many words\" >&2; i=$((i+1)); done\nexit 1\n")
    ran = at(job, "--push")
    lab.check("a server that talks for ever is cut short", ran.status == 3 and 10 < ran.err.count("    | ") <= 21 and
              "    | ..." in ran.err, str(ran.err.count("    | ")))
    hook(hub, "pre-receive", "exit 0\n")
    ends("when it is allowed the next run continues", at(job, "--push"), 0, "published: ", "pushed to origin")
    os.remove(os.path.join(hub, "hooks/pre-receive"))
    lab.git(hub, "update-ref", "refs/heads/foreign", "main")
    ends("a branch there that publish did not make", at(job, "--push", "--branch=foreign"), 3, "did not make", "--adopt")
    ends("--adopt takes it over", at(job, "--push", "--branch=foreign", "--adopt"), 0, "published: ", "pushed to origin")
    lab.check("with its history", lab.git(hub, "rev-parse", "foreign^") == lab.git(hub, "rev-parse", "main"), "lost")
    lab.git(hub, "update-ref", "refs/heads/deep/er", "main")
    ends("a branch in the way there", at(job, "--push", "--branch=deep"), 3, "refused the push to 'deep'", "[P0135]")
    lab.check("nothing of it here", lab.tip(job, "deep") is None, "there")


def unreachable():
    hub, url = remote()
    job = clone(url)
    lab.git(job, "remote", "set-url", "origin", url + "-gone")
    ran = at(job, "--push")
    ends("a remote that is not there", ran, 3, "cannot fetch from 'origin'", "does not appear to be a git repository",
         "git ls-remote origin", "[P0134]", "nothing was published")
    lab.check("no half of it here", lab.tip(job) is None, "a branch")
    plain = lab.folder("plain")
    ends("a folder that is no repository", at(job, "--push=" + plain), 3, "cannot fetch from '%s'" % plain)
    ran = at(job, "--push=http://user:geheim@127.0.0.1:9/x.git", timeout=30)
    ends("a server that does not answer", ran, 3, "cannot fetch from 'http://127.0.0.1:9/x.git'", nothing=["geheim"])
    ends("a misspelt remote", at(job, "--push=orgin"), 2, "there is no remote 'orgin'", "did you mean --push=origin?")
    ends("a remote that looks like an option", at(job, "--push=--upload-pack=touch /tmp/x"), 2, "there is no remote")
    ends("an empty name", at(job, "--push="), 2, "--push needs a value")
    ends("--push with --to", at(job, "--push", "--to", "x"), 2, "--push pushes a commit")
    ends("--push with --worktree", at(job, "--push", "--worktree", "--dry-run"), 2, "--push pushes a commit")
    ends("the value stands behind '=' only", at(job, "--push", "origin"), 2, "there is no command 'origin'")
    lab.git(job, "remote", "remove", "origin")
    ends("no remote at all", at(job, "--push"), 2, "has no remote", "git remote add origin")
    empty = lab.folder("no-git")
    for name in ("sh", "env"):
        os.symlink("/bin/" + name, os.path.join(empty, name))
    ends("no git on the PATH", at(job, "--push=" + url, env=dict(lab.ENV, PATH=empty)), 3, "cannot start the program 'git'",
         "install git")
    sleeper = lab.folder("slow-git")
    with open(os.path.join(sleeper, "git"), "w") as f:
        f.write("#!/bin/sh\necho $$ >%s/pid\nexec sleep 1000\n" % sleeper)
    os.chmod(os.path.join(sleeper, "git"), 0o755)
    signalled(job, sleeper)
    endless(job)
    of_the_work_tree()


def of_the_work_tree():
    """A program called git in the repository is not taken for git, whatever PATH says."""
    hub, url = remote()
    job, ran_at = clone(url), os.path.join(lab.folder("taken"), "ran")
    os.makedirs(os.path.join(job, "bin"))
    for place in ("git", "bin/git"):
        with open(os.path.join(job, place), "w") as f:
            f.write("#!/bin/sh\ntouch %s\n" % ran_at)
        os.chmod(os.path.join(job, place), 0o755)
    for begin in (".:", ":", "./bin:", "bin:"):
        ran = lab.publish("-C", job, "--push", env=dict(lab.ENV, PATH=begin + lab.ENV["PATH"]))
        lab.check("PATH=%s..." % begin, ran.status == 0 and not os.path.exists(ran_at), str(ran))
    for path in (".", "", "bin:."):  # nothing of it is left: then it is as if there were none
        ran = lab.publish("-C", job, "--push", env=dict(lab.ENV, PATH=path))
        lab.check("PATH=%s alone" % path, ran.status == 0 and not os.path.exists(ran_at), str(ran))


def endless(job):
    """git that never stops talking still ends when the run is ended."""
    import signal
    import subprocess
    import time
    talker = lab.folder("talker")
    with open(os.path.join(talker, "git"), "w") as f:
        f.write("#!/bin/sh\necho $$ >%s/pid\nexec cat /dev/zero\n" % talker)
    os.chmod(os.path.join(talker, "git"), 0o755)
    child = subprocess.Popen([lab.PUBLISH, "-C", job, "--push=" + job], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                             env=dict(lab.ENV, PATH=talker + ":" + lab.ENV["PATH"]))
    while not os.path.exists(os.path.join(talker, "pid")) and child.poll() is None:
        time.sleep(0.01)
    time.sleep(0.1)
    with open("/proc/%d/statm" % child.pid) as f:
        pages = int(f.read().split()[1])
    child.send_signal(signal.SIGTERM)
    try:
        status = child.wait(20)
    except subprocess.TimeoutExpired:
        child.kill()
        status = child.wait()
    lab.check("SIGTERM ends a git that never stops talking", status == -signal.SIGTERM, status)
    lab.check("whose words are not kept", pages < 60000, pages)


def signalled(job, sleeper):
    import signal
    import subprocess
    import time
    child = subprocess.Popen([lab.PUBLISH, "-C", job, "--push=" + job], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                             env=dict(lab.ENV, PATH=sleeper + ":" + lab.ENV["PATH"]))
    pid = os.path.join(sleeper, "pid")
    for _ in range(1000):
        if os.path.exists(pid) and os.path.getsize(pid):
            break
        time.sleep(0.01)
    inner = int(open(pid).read())
    child.send_signal(signal.SIGTERM)
    status = child.wait(20)
    time.sleep(0.05)
    gone = not os.path.exists("/proc/%d" % inner)
    lab.check("SIGTERM ends git, and then has its effect", status == -signal.SIGTERM and gone, "%s %s" % (status, gone))


def places():
    """Addresses of every kind, and which remote is meant."""
    hub, url = remote()
    at(clone(url), "--push")
    edit(hub, "articles/one.md", lab.article("One", "2024-01-03", "Changed already.\n"))
    job = clone(url)
    relative = os.path.relpath(hub, os.path.join(job, "articles"))
    ends("a relative path, from the current folder", lab.run([lab.PUBLISH, "--push=" + relative], cwd=os.path.join(job, "articles")),
         0, "pushed to " + relative)
    lab.check("got there", lab.tip(hub) == lab.tip(job) != None, "differs")
    mirror = lab.folder("mirror")
    lab.git(mirror, "init", "-q", "--bare")
    ends("an address with file://", at(job, "--push=file://" + mirror), 3, "refused the push", "shallow")
    whole = clone(url, "--no-single-branch")
    ends("from a whole clone, on top of what its own remote has", at(whole, "--fetch"), 0, "nothing to do")
    ends("to another one", at(whole, "--push=file://" + mirror), 0, "pushed to file://" + mirror)
    lab.git(whole, "remote", "add", "backup", mirror)
    edit(whole, "articles/one.md", lab.article("One", "2024-01-03", "Changed.\n"))
    ends("two remotes: the one that the branch follows", at(whole, "--push"), 0, "pushed to origin")
    ends("or the one that is named", at(whole, "--push=backup"), 0, "pushed to backup")
    lab.check("both have it", lab.tip(hub) == lab.tip(mirror) == lab.tip(whole), "differ")
    lab.git(whole, "config", "remote.pushDefault", "backup")
    edit(whole, "articles/one.md", lab.article("One", "2024-01-03", "Again.\n"))
    ends("remote.pushDefault is honoured", at(whole, "--push"), 0, "pushed to backup")
    lab.git(whole, "config", "--unset", "remote.pushDefault")
    lab.git(whole, "remote", "rename", "origin", "a")
    lab.git(whole, "remote", "rename", "backup", "b")
    lab.git(whole, "branch", "--unset-upstream", "main")
    ends("several and none of them obvious", at(whole, "--push"), 2, "which of the 2 remotes", "--push=a")
    bare = site("bare", bare=True)
    lab.git(bare, "remote", "add", "--mirror=push", "web", mirror + "2")
    lab.git(lab.WORK, "init", "-q", "--bare", mirror + "2")
    hooked = dict(lab.ENV, GIT_DIR=".", GIT_QUARANTINE_PATH=bare + "/objects/x", GIT_OBJECT_DIRECTORY=bare + "/objects/x")
    ends("a bare repository pushes to a mirror, in a hook's environment", lab.run([lab.PUBLISH, "--push"], cwd=bare, env=hooked), 0,
         "pushed to web")
    lab.check("only the site", lab.git(mirror + "2", "for-each-ref", "--format=%(refname)") == "refs/heads/pages",
              lab.git(mirror + "2", "for-each-ref"))
    loud = os.path.join(lab.folder("loud"), "ran")
    hook(os.path.join(whole, ".git"), "pre-push", "touch %s\nexit 1\n" % loud)
    edit(whole, "articles/one.md", lab.article("One", "2024-01-03", "Third.\n"))
    ends("hooks of the clone are not run", at(whole, "--push=a"), 0, "pushed to a")
    lab.check("indeed", not os.path.exists(loud), "one ran")


def rewritten():
    """The output branch was rewritten on the remote: theirs counts, and it is said."""
    hub, url = remote()
    first = clone(url)
    at(first, "--push")
    edit(hub, "articles/one.md", lab.article("One", "2024-01-03", "Changed.\n"))
    lab.git(first, "pull", "-q")
    at(first, "--push")
    lost = lab.tip(first)
    # Squashed by somebody: one commit, the same trailers, no history.
    squashed = lab.git(hub, "commit-tree", "pages^{tree}", "-m", lab.git(hub, "log", "-1", "--format=%B", "pages"))
    lab.git(hub, "update-ref", "refs/heads/pages", squashed)
    edit(hub, "articles/one.md", lab.article("One", "2024-01-03", "Third.\n"))
    lab.git(first, "pull", "-q")
    ran = at(first, "--push")
    ends("a branch rewritten there", ran, 0, "published: ", "pushed to origin", "note: 'origin' has another history",
         "leaves %s behind" % lost[:12], "[P0138]")
    lab.check("goes on from theirs", lab.git(hub, "rev-parse", "pages^") == squashed and lab.tip(hub) == lab.tip(first), "differs")
    lab.check("the old tip is in the reflog", lost in lab.git(first, "log", "-g", "--format=%H", "pages"), "lost")
    # Reset to an older state there: a lease, not a mere fast-forward, so that nobody's decision is undone unseen.
    edit(first, "articles/one.md", lab.article("One", "2024-01-03", "Mine.\n"))
    lab.git(hub, "update-ref", "refs/heads/pages", squashed)
    ends("set back there: what is here goes further, and is pushed", at(first, "--push"), 0, "pushed to origin")
    mine = lab.git(first, "commit-tree", "pages^{tree}", "-p", "pages", "-m", "by hand")
    lab.git(first, "update-ref", "refs/heads/pages", mine)
    edit(first, "articles/one.md", lab.article("One", "2024-01-03", "Fourth.\n"))
    ends("a commit by hand on the branch here", at(first, "--push"), 3, "did not make", "--adopt")
    lab.check("is not left behind", lab.tip(first) == mine, "moved")


def run():
    first_and_next()
    late()
    races()
    refusals()
    unreachable()
    places()
    rewritten()
