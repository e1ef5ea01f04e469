# lab -- what the groups written in Python share: counting, running the program
# with limits and measurements, and small repositories made in one go.
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.abspath(os.environ.get("ROOT") or os.path.join(os.path.dirname(__file__), "../.."))
BUILD = os.environ.get("BUILD") or os.path.join(ROOT, ".build/release")
PUBLISH = os.environ.get("PUBLISH") or os.path.join(BUILD, "publish")
WORK = os.environ.get("WORK") or tempfile.mkdtemp(prefix="publish-lab.")
QUICK = bool(os.environ.get("QUICK"))
ALL = bool(os.environ.get("ALL"))
SHARED = os.path.join(ROOT, "..", "shared")

HOME = os.path.join(WORK, "home")
os.makedirs(HOME, exist_ok=True)
with open(os.path.join(HOME, ".gitconfig"), "w") as config:
    config.write("[user]\n name = Tester\n email = tester@example.org\n"
                 "[init]\n defaultBranch = main\n[advice]\n detachedHead = false\n"
                 "[gc]\n auto = 0\n[core]\n fsync = none\n")
# Nothing of the caller's environment reaches the program under test.
ENV = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": HOME, "LC_ALL": "C.UTF-8",
       "TZ": "UTC", "GIT_CONFIG_NOSYSTEM": "1",
       "GIT_AUTHOR_DATE": "1704103200 +0000", "GIT_COMMITTER_DATE": "1704103200 +0000"}

passed = failed = skipped = 0


def ok(name):
    global passed
    passed += 1
    print("ok", name, flush=True)


def fail(name, why):
    global failed
    failed += 1
    print("FAILED %s: %s" % (name, why), flush=True)


def check(name, condition, why="", detail=""):
    """Counts one statement; `why` says what was seen instead."""
    if condition:
        ok(name)
    else:
        fail(name, why if not detail else "%s\n%s" % (why, indent(detail)))
    return bool(condition)


def skip(name, why, count=1):
    global skipped
    skipped += count
    print("skipped %s: %s" % (name, why), flush=True)


def end():
    print("%d passed, %d failed, %d skipped" % (passed, failed, skipped))
    sys.exit(1 if failed else 0)


def indent(text, lines=int(os.environ.get("LINES_SHOWN", 12))):
    rows = text.rstrip("\n").split("\n")
    cut = rows if len(rows) <= lines else rows[:lines] + ["... %d more lines" % (len(rows) - lines)]
    return "\n".join("    " + row[:300] for row in cut)


class Ran:
    """How a program ended: status (128 or more: a signal), out, err, seconds of
    processor time with all its children, wall seconds, peak KiB of its largest
    process, and whether it had to be stopped."""

    def __init__(self, status, out, err, cpu, wall, peak, hung):
        self.status, self.out, self.err = status, out, err
        self.cpu, self.wall, self.peak, self.hung = cpu, wall, peak, hung

    def first(self):
        """The first line that says something is wrong."""
        for line in self.err.split("\n"):
            if ": error:" in line or line.startswith("error:"):
                return line
        return self.err.split("\n")[0]

    def __str__(self):
        how = "still running after %.0f s" % self.wall if self.hung else "status %d" % self.status
        return how + "\n" + indent(self.err.strip() or self.out.strip())


def run(argv, cwd=None, env=None, timeout=60, stdin=None, before=None):
    """Runs argv to its end and measures it. `before` runs in the child."""
    out, err = tempfile.TemporaryFile(dir=WORK), tempfile.TemporaryFile(dir=WORK)
    began = time.monotonic()

    def prepare():
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if before:
            before()

    child = subprocess.Popen(argv, cwd=cwd, env=ENV if env is None else env, stdout=out, stderr=err,
                             stdin=stdin or subprocess.DEVNULL, preexec_fn=prepare)
    hung = False
    while True:
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            break
        if time.monotonic() - began > timeout:
            hung = True
            os.killpg(child.pid, 9)
            pid, status, usage = os.wait4(child.pid, 0)
            break
        time.sleep(0.002)
    wall = time.monotonic() - began
    child.returncode = status
    code = 128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    texts = []
    for f in (out, err):
        f.seek(0)
        texts.append(f.read().decode("utf-8", "replace"))
        f.close()
    # What this process held when it forked counts as the child's until it has become publish.
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak = usage.ru_maxrss if usage.ru_maxrss > own * 1.02 else 0
    return Ran(code, texts[0], texts[1], usage.ru_utime + usage.ru_stime, wall, peak, hung)


def publish(*args, **how):
    return run([PUBLISH, *args], **how)


def two_at_a_time(function, items):
    """[function(item) for item in items], by two processes that take turns. Results are what JSON can say;
    what is counted or changed in a function stays in its process."""
    items, pipes = list(items), []
    sys.stdout.flush()
    for turn in (0, 1):
        reader, writer = os.pipe()
        pid = os.fork()
        if not pid:
            status = 1
            try:
                os.close(reader)
                with open(writer, "w") as out:
                    json.dump([function(item) for item in items[turn::2]], out)
                status = 0
            except BaseException:
                import traceback
                traceback.print_exc(file=sys.stdout)
            finally:
                sys.stdout.flush()
                os._exit(status)
        os.close(writer)
        pipes.append((pid, reader))
    results, broken = [None] * len(items), False
    for turn, (pid, reader) in enumerate(pipes):
        with open(reader) as said:
            text = said.read()
        broken |= os.waitpid(pid, 0)[1] != 0
        if not broken:
            results[turn::2] = json.loads(text)
    if broken:
        raise RuntimeError("a process of two_at_a_time failed")
    return results


def git(repo, *args, **how):
    """Output of git, which must succeed; check=False gives None instead."""
    must = how.pop("check", True)
    text = how.pop("input", None)
    done = subprocess.run(["git", "-C", repo, *args], env=how.pop("env", ENV), capture_output=True,
                          input=text)
    if done.returncode:
        if must:
            raise RuntimeError("git %s: %s" % (" ".join(args), done.stderr.decode("utf-8", "replace")))
        return None
    return done.stdout.decode("utf-8", "surrogateescape").strip()


def folder(name):
    """A new empty folder below WORK."""
    os.makedirs(os.path.join(WORK, os.path.dirname(name)), exist_ok=True)
    return tempfile.mkdtemp(prefix=os.path.basename(name) + ".", dir=os.path.join(WORK, os.path.dirname(name)))


def commit(repo, files, message="change", branch="main", when=1704103200):
    """Commits a map from path to bytes or text (None removes it) without a work tree."""
    stream = [b"commit refs/heads/%s\n" % branch.encode(),
              b"committer Tester <tester@example.org> %d +0000\n" % when,
              b"data %d\n%s\n" % (len(message.encode()), message.encode())]
    if git(repo, "rev-parse", "-q", "--verify", "refs/heads/" + branch, check=False):
        stream.append(b"from refs/heads/%s^0\n" % branch.encode())
    for path, content in files.items():
        raw = path if isinstance(path, bytes) else path.encode("utf-8")
        name = b'"' + re.sub(rb'["\\\n\t\x00-\x1f]', lambda m: b"\\%03o" % m[0][0], raw) + b'"'
        if content is None:
            stream.append(b"D " + name + b"\n")
            continue
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        stream.append(b"M 100644 inline " + name + b"\ndata %d\n" % len(data) + data + b"\n")
    git(repo, "-c", "fastimport.unpackLimit=0", "fast-import", "--quiet", input=b"".join(stream))


def repository(name, files, message="first", bare=True):
    """A new repository with one commit of these files; its path."""
    path = folder(name)
    git(path, "init", "-q", "--bare") if bare else git(path, "init", "-q")
    commit(path, files, message)
    if not bare:
        git(path, "reset", "-q", "--hard")
    return path


def tip(repo, branch="pages"):
    return git(repo, "rev-parse", "-q", "--verify", "refs/heads/" + branch, check=False)


def tree(repo, branch="pages"):
    return git(repo, "rev-parse", "-q", "--verify", "refs/heads/%s^{tree}" % branch, check=False)


def outputs(repo, branch="pages"):
    """The published files: path to bytes."""
    listing = subprocess.run(["git", "-C", repo, "ls-tree", "-rz", "--full-tree", "refs/heads/" + branch],
                             env=ENV, capture_output=True, check=True).stdout
    rows = [row.split(b"\t", 1) for row in listing.split(b"\0") if row]
    ids = [row[0].split()[2] for row in rows]
    batch = subprocess.run(["git", "-C", repo, "cat-file", "--batch"], env=ENV, capture_output=True,
                           input=b"\n".join(ids) + b"\n", check=True).stdout
    files, at = {}, 0
    for (_, path) in rows:
        line = batch.index(b"\n", at)
        size = int(batch[at:line].split()[2])
        files[path.decode("utf-8", "surrogateescape")] = batch[line + 1:line + 1 + size]
        at = line + 1 + size + 1
    return files


def fsck(repo):
    """None, or what git fsck has to say."""
    done = subprocess.run(["git", "-C", repo, "fsck", "--strict", "--no-dangling", "--no-progress"],
                          env=ENV, capture_output=True)
    text = (done.stdout + done.stderr).decode("utf-8", "replace").strip()
    return text or "status %d" % done.returncode if done.returncode else None


def remove(path):
    shutil.rmtree(path, ignore_errors=True)


SETTINGS = "title: Test site\nurl: https://example.org/\nlanguage: en\ntimezone: UTC\n"


def article(title, date="2024-01-03", body="Some text.\n", **fields):
    extra = "".join("%s: %s\n" % item for item in fields.items())
    return "---\ntitle: %s\ndate: %s\n%s---\n\n%s" % (title, date, extra, body)


def unnamed(folder):
    """Can this file system hold a file without a name?"""
    try:
        os.close(os.open(folder, os.O_TMPFILE | os.O_WRONLY))
        return True
    except OSError:
        return False
