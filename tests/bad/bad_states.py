# bad_states -- the collection of broken, half-done and hostile repositories beside
# the project: the program says what is wrong, or publishes as if nothing were.
import os
import re
import subprocess
import time

import lab

SCRIPT = os.path.join(lab.SHARED, "bad-inputs", "make_repos.sh")
FINE = (0, "")
# name: (exit status, pattern of what is said)
STATES = {
    "empty-unborn": (3, "no commit on branch 'main'"),
    "empty-tree": (1, "there is no publish.yaml"),
    "no-templates": FINE,
    "bare": FINE,
    "shallow": FINE,
    "partial-clone": (3, r"publish\.yaml: error: blob [0-9a-f]{40} is missing[\s\S]*--fetch gets[\s\S]*--refetch --no-filter"),
    "sparse-checkout": FINE,
    "detached-head": FINE,
    "dirty-worktree": (0, r"2 articles changed but not committed"),
    "mid-merge": (0, r"1 article changed but not committed"),
    "linked-worktree": FINE,
    "gitfile-evil": FINE,
    "out-checked-out": (3, "checked out in .*out-checked-out-wt"),
    "out-is-source": (3, "'pages'|source branch"),
    "out-symref-to-main": (3, "refs/heads/main"),
    "out-broken-ref": (3, "refs/heads/pages"),
    "out-empty-ref": (3, "refs/heads/pages"),
    "out-points-to-tag": (3, "not to a commit"),
    "out-points-to-missing": (3, "missing"),
    "out-dir-conflict": (3, "refs/heads/pages/x"),
    "out-diverged": (3, "did not make"),
    "out-unmanaged-files": (3, "did not make[\\s\\S]*--adopt"),
    "out-has-history-not-ours": (3, "did not make[\\s\\S]*--adopt"),
    "lock-ref": (3, r"refs/heads/pages is locked since .*refs/heads/pages\.lock[\s\S]*rm '"),
    "lock-head": FINE,
    "lock-index": FINE,
    "lock-packed-refs": FINE,
    "lock-config": FINE,
    "corrupt-blob": (3, r"articles/one\.md"),
    "wrong-content-blob": (3, r"articles/one\.md"),
    "missing-blob": (3, r"articles/one\.md"),
    "missing-tree": (3, "articles"),
    "truncated-pack": (3, "error: "),
    "corrupt-idx": (3, "error: "),
    "alternates-missing": FINE,
    "alternates-outside": FINE,
    "replace-ref": FINE,
    "tree-dotgit": (1, r"'\.git'"),
    "tree-dotdot": (1, r"'\.\.'"),
    "tree-slash": (1, "slash"),
    "tree-empty-name": (1, "empty"),
    "tree-duplicate": (1, "twice"),
    "tree-unsorted": (1, "out of order"),
    "tree-bad-mode": (1, "bad mode"),
    "tree-file-as-dir": (3, "must be a tree, found a blob"),
    "tree-ntfs-hfs": (1, "git~1"),
    "git-bomb": (1, "more than 1000000 files"),
    "deep-tree": (1, "more than 128 folders deep"),
    "wide-tree": FINE,
    "big-blob": (1, r"articles/big\.md: error: the file has 1073741824 bytes, the limit is"),
    "names-case-twins": (1, r"articles/About\.md[\s\S]*articles/about\.md|articles/about\.md[\s\S]*articles/About\.md"),
    "names-nfc-nfd": (1, "articles/caf"),
    "names-odd": (1, "error: "),
    "symlink-file-outside": (0, r"articles/p\.md.*symbolic link"),
    "symlink-dir-outside": (0, r"articles/etc.*symbolic link"),
    "symlink-dotgit": (0, r"articles/c\.md.*symbolic link"),
    "symlink-loop": (0, r"articles/loop.*symbolic link"),
    "symlink-template": (0, r"templates/page\.html.*symbolic link"),
    "submodule": (0, r"articles/sub.*submodule"),
    "lfs-pointer": (0, r"static/photo\.jpg.*git-lfs pointer"),
    "attrs-filter": FINE,
    "hostile-config": FINE,
    "config-worktree-root": FINE,
    "config-include": (3, "/etc/passwd"),
    "config-garbage": (3, r"\.git/config"),
    "hooks-present": FINE,
    "other-owner": (3, "belongs to another user[\\s\\S]*safe.directory"),
    "read-only": (3, "denied|cannot"),
    "no-identity": FINE,
    "gpgsign": FINE,
    "sha256": (3, "SHA-256"),
    "reftable": (3, "reftable"),
    "unknown-extension": (3, "fromthefuture"),
    "format-version-9": (3, "version 9"),
    "commit-weird-author": FINE,
    "commit-no-author": (3, "'author'"),
    "commit-2106": FINE,
    "tag-points-loop": (3, "'deep' is a chain of more than 100 tags"),
    "env-git-dir": FINE,
    "long-history": FINE,
}
# Whatever else is odd about them, their commits have the same files: so they give the same site.
SAME = ("bare sparse-checkout detached-head dirty-worktree linked-worktree gitfile-evil lock-head lock-index lock-packed-refs "
        "lock-config alternates-missing alternates-outside replace-ref hostile-config config-worktree-root hooks-present "
        "no-identity gpgsign commit-weird-author env-git-dir attrs-filter").split()
SLOW = {"deep-tree", "wide-tree", "big-blob", "tag-points-loop", "long-history", "git-bomb"}
SECONDS = {"wide-tree": 120, "long-history": 20}
MIB = {"wide-tree": 1500}


ANYBODY = dict(lab.ENV, GIT_CONFIG_COUNT="1", GIT_CONFIG_KEY_0="safe.directory", GIT_CONFIG_VALUE_0="*")


def script():
    """The collection's script, made to fit: settings, and a template of ours."""
    text = open(SCRIPT).read()
    text = text.replace("mkdir -p articles templates &&",
                        "mkdir -p articles templates && printf 'title: T\\nurl: https://e.example/\\n' >publish.yaml &&")
    text = text.replace("<title>{{ title }}</title>{{ body }}", "<title>{{ page.title }}</title>")
    text = text.replace("(ent 40000 articles HEAD:articles/one.md) | rawtree",
                        "(ent 40000 articles HEAD:articles/one.md; ent 100644 publish.yaml HEAD:publish.yaml) | rawtree")
    text = text.replace("data %d\\\\n%d\\\\n\\\" % (len(str(i)),i)", "data %d\\\\n# %d\\\\n\\\" % (len(str(i)) + 2,i)")
    # A merge that stopped, of an article that is one.
    text = text.replace("echo b>articles/one.md", "echo b>>articles/one.md").replace("echo m>articles/one.md", "echo m>>articles/one.md")
    # A tree that git itself can make again gets the settings as well.
    text = text.replace("usetree(){ ", """usetree(){ set -- "$(with_settings "$1")"; """)
    text = text.replace("usetree(){", """with_settings(){
  if [ "$(git ls-tree -z "$1" 2>/dev/null | git mktree -z 2>/dev/null)" = "$1" ] && ! git cat-file -e "$1:publish.yaml" 2>/dev/null; then
    (git ls-tree -z "$1"; printf '100644 blob %s\\tpublish.yaml\\0' "$(echo 'title: T' | git hash-object -w --stdin)") | git mktree -z
  else echo "$1"; fi
}
usetree(){""", 1)
    path = os.path.join(lab.WORK, "make_repos.sh")
    with open(path, "w") as f:
        f.write(text)
    return path


def end_of(name, where, home):
    """None, or what is wrong with how a state ends."""
    repo = os.path.join(where, name)
    env = dict(lab.ENV)
    before = None
    if name == "no-identity":
        env = {"PATH": lab.ENV["PATH"], "HOME": home}
    if name == "env-git-dir":
        other = os.path.join(where, "bare")
        env.update(GIT_DIR=other, GIT_WORK_TREE="/", GIT_INDEX_FILE=os.path.join(other, "x"))
    if name == "read-only":
        def before():
            os.setgid(65534)
            os.setuid(65534)
        if os.getuid() != 0:
            return None
    refs = refs_of(repo)
    more = ["--source", "deep"] if name == "tag-points-loop" else []
    ran = lab.publish("-C", repo, *more, env=env, timeout=90, before=before)
    status, says = STATES[name]
    text = ran.err + ran.out
    if ran.hung or ran.status >= 128 or "AddressSanitizer" in ran.err:
        return str(ran)
    if ran.status == 0 and status in (1, 3) and name in ("names-odd", "names-nfc-nfd", "names-case-twins"):
        status, says = 0, ""  # distinct outputs do as well
    if ran.status != status or not re.search(says, text):
        return "wanted status %d and %r: %s" % (status, says, ran)
    if ran.cpu > SECONDS.get(name, 4):
        return "%.1f seconds of processor time" % ran.cpu
    if name in SECONDS:
        print("%s: %.1f seconds of processor time, %d MiB" % (name, ran.cpu, ran.peak // 1024))
    if ran.peak > MIB.get(name, 300) * 1024:
        return "%d MiB" % (ran.peak // 1024)
    if status != 0 and refs_of(repo) != refs:
        return "an error, and refs are not what they were"
    if status != 0 and not re.search(r"error: .*\[P\d{4}\]", ran.err):
        return "no record: %s" % ran
    if status == 0:
        files = lab.outputs(repo)
        site = b"".join(files.values())
        if b"root:x:0" in site or b"evil" in site or b"<script>alert" in site or b"[core]" in site:
            return "what is outside got in"
        if name == "lfs-pointer" and "photo.jpg" in files:
            return "the pointer is published as the image"
        if lab.git(repo, "-c", "core.fsmonitor=false", "fsck", "--no-dangling", "--connectivity-only", check=False, env=ANYBODY) is None and name not in (
                       "alternates-missing", "alternates-outside", "submodule", "commit-weird-author", "lock-config"):
            return "git fsck complains"
    return None


def refs_of(repo):
    found = {}
    for top, _, names in os.walk(os.path.join(repo, ".git", "refs")):
        for n in names:
            with open(os.path.join(top, n), "rb") as f:
                found[os.path.join(top, n)] = f.read()
    return found


def run():
    if not os.path.exists(SCRIPT):
        lab.skip("the collection of bad states", "it is not beside the project", len(STATES))
        return
    made = re.findall(r"^mk (\S+)", open(SCRIPT).read(), re.M)
    lab.check("each of the %d states of the collection has an end here" % len(made), sorted(made) == sorted(STATES) and made,
              str(sorted(set(made) ^ set(STATES))))
    names = [n for n in STATES if not (lab.QUICK and n in SLOW)]
    where = os.path.join(lab.WORK, "states")
    canary = os.path.join(lab.WORK, "canary")
    os.makedirs(canary)
    made = subprocess.run(["bash", script(), where, *names], env=dict(lab.ENV, SECURITY_ROOT=lab.WORK, OUT="pages"),
                          capture_output=True, text=True)
    os.chmod(lab.WORK, 0o755)
    home = lab.folder("nobody")
    problems = []
    for name in names:
        if not os.path.isdir(os.path.join(where, name)):
            problems.append("%s: was not made: %s" % (name, made.stdout[-200:]))
            continue
        trouble = end_of(name, where, home)
        if trouble:
            problems.append("%s: %s" % (name, trouble))
    trees = {n: lab.git(os.path.join(where, n), "-c", "core.worktree=.", "rev-parse", "refs/heads/pages^{tree}", check=False, env=ANYBODY)
             for n in SAME}
    lab.check("the %d of them with the same files give the same site" % len(SAME), len(set(trees.values())) == 1 and None not in trees.values(),
              "%d sites" % len(set(trees.values())), "\n".join("%s %s" % (v, k) for k, v in trees.items()))
    lab.check("%d states of a repository" % len(names), not problems, "%d of them" % len(problems), "\n".join(problems))
    lab.check("no command of theirs ran", not os.listdir(canary), str(os.listdir(canary)))
    if len(names) < len(STATES):
        lab.skip("states that take long", "quick", len(STATES) - len(names))
    subprocess.run(["chmod", "-R", "u+w", where])
