# cli_usage -- arguments: exit status 2 with a way out, help, version, pipes, hostile words.
import os
import random
import subprocess

import lab
from cli_rig import at, ends, records, site

WRONG = [
    (["bild"], "there is no command 'bild'", "publish build"),
    (["lst"], "there is no command 'lst'", "publish list"),
    (["plugin"], "needs a second word", "publish plugin list"),
    (["plugin", "frob"], "there is no command 'plugin frob'", "'publish help' lists"),
    (["plugin", "lst"], "there is no command 'plugin lst'", "publish plugin list"),
    (["--forse"], "there is no option '--forse'", "did you mean --force?"),
    (["build", "--dryrun"], "there is no option '--dryrun'", "did you mean --dry-run?"),
    (["-x"], "there is no option '-x'", "publish help build"),
    (["-qx"], "there is no option '-x'", ""),
    (["build", "--demo"], "--demo is no option of 'build'", "'init'"),
    (["list", "--adopt"], "--adopt is no option of 'list'", "'build'"),
    (["build", "stray"], "does not take the argument 'stray'", ""),
    (["init"], "'init' needs an argument", "publish init DIR"),
    (["init", "a", "b"], "does not take the argument 'b'", ""),
    (["verify", "a", "b"], "does not take the argument 'b'", ""),
    (["-j"], "--jobs needs a value", ""),
    (["-j", "0"], "--jobs must be a number from 1 to 256, found '0'", ""),
    (["-j", "many"], "found 'many'", ""),
    (["-j", "99999999999999999999"], "--jobs must be a number", ""),
    (["--branch="], "--branch needs a value", ""),
    (["--format", "jsn"], "--format must be 'auto', 'text', 'json', 'tap', 'junit', 'github' or 'sarif', found 'jsn'", "did you mean 'json'?"),
    (["--drafts=yes"], "--drafts takes no value", ""),
    (["-C", "does-not-exist"], "cannot work in the folder 'does-not-exist'", ""),
    (["--base-url", "https://a b"], "--base-url holds a blank", ""),
    (["--", "-x"], "there is no command '-x'", ""),
    (["help", "bild"], "there is no help about 'bild'", "publish help build"),
    (["help", "P0100"], "there is no code P0100", "publish help codes"),
    (["help", "P99999999999"], "there is no help about", ""),
]


def wrong_use():
    for args, what, way_out in WRONG:
        ends("wrong use: publish " + " ".join(args), lab.publish(*args), 2, "publish: error: ", what, way_out,
             nothing=["nothing was published"])
    repo = site()
    ends("--worktree never commits", at(repo, "--worktree"), 2, "--worktree never commits", "--dry-run or --to")
    ends("--worktree and --source exclude each other", at(repo, "--worktree", "--dry-run", "--source", "HEAD"), 2)
    ends("a wrong --at", at(repo, "--at", "yesterday"), 2, "--at yesterday")
    ends("an impossible --at", at(repo, "--at", "2023-02-29"), 2, "--at 2023-02-29")
    ends("an impossible branch name", at(repo, "--branch", "a..b"), 2, "cannot be the output branch")
    ran = lab.publish("--format=json", "--forse", "--nonsense")
    found = records(ran)
    lab.check("wrong use as JSON: one record each, then a summary",
              ran.status == 2 and not ran.err and len(found) == 3 and found[0]["code"] == "P0912" and
              found[-1]["record"] == "summary" and found[-1]["status"] == 2, str(ran), ran.out)


def spelling():
    repo = site()
    want = "dry-run: "
    for args in (["-C", repo, "--dry-run"], ["-C" + repo, "build", "--dry-run"], ["build", "--dry-run", "-C", repo],
                 ["--directory=" + repo, "-n"], ["--directory", repo, "-n", "-j2"], ["-vnC", repo],
                 ["-C", "does-not-exist", "-C", repo, "-n"], ["-C", repo, "-n", "-j", "1", "--jobs=2"]):
        ends("understood: " + " ".join("REPO" if a == repo else a.replace(repo, "REPO") for a in args),
             lab.publish(*args), 0, want)
    ran = lab.publish("-C", repo, "--dry-run", "--format=text", "--format=json")
    lab.check("of an option given twice the last one counts", ran.out.startswith("{"), "no JSON", ran.out)


def helping():
    ran = lab.publish("--help")
    ends("publish --help", ran, 0, "publish init my-site", "build", "plugin list", "--format")
    lab.check("publish -h, help and --help say the same",
              ran.out == lab.publish("-h").out == lab.publish("help").out, "they differ")
    for command in ("build", "init", "list", "verify", "plugin list", "help", "version"):
        words = command.split()
        shown = lab.publish("help", *words)
        ends("publish help " + command, shown, 0, "publish " + command, "Options:")
        lab.check("publish %s --help says the same" % command, lab.publish(*words, "--help").out == shown.out, "differs")
        for flag in [w for w in shown.out.split() if w.startswith("--") and len(w) > 3]:
            flag = flag.strip(",;.()")
            known = lab.publish(*words, flag, "--help")
            if "there is no option" in known.err:
                lab.fail("help names only options there are", command + " " + flag)
    ends("publish help CODE", lab.publish("help", "P0123"), 0, "P0123: the output branch is the source branch")
    lab.check("codes in any spelling", lab.publish("help", "p0123").out == lab.publish("help", "123").out != "", "differ")
    codes = lab.publish("help", "codes")
    ends("publish help codes", codes, 0, "P0101", "P0910")
    ran = lab.publish("--version")
    ends("publish --version", ran, 0, "publish ", "lua 5.4", "libgit2 ", "cmark-gfm ", "icu ", "engine ")
    found = records(lab.publish("--version", "--format=json"))
    lab.check("--version as JSON names the engine",
              len(found) == 1 and ("engine " + found[0].get("engine", "?")) in ran.out, str(found))


def streams():
    ran = lab.run(["sh", "-c", "exec \"$0\" help codes >/dev/full", lab.PUBLISH])
    ends("a full device is told", ran, 3, "cannot write to standard output")
    script = "\"$0\" help codes | head -1; { \"$0\" help codes; echo $? >&2; } | true"
    done = subprocess.run(["sh", "-c", script, lab.PUBLISH], capture_output=True, text=True, env=lab.ENV)
    lab.check("a reader that goes away is nobody's fault",
              done.stdout.startswith("P0101") and done.stderr.strip() == "0", done.stderr)
    repo = site()
    ran = lab.run(["sh", "-c", "exec \"$0\" -C \"$1\" <&- >&- 2>&-", lab.PUBLISH, repo])
    lab.check("works with closed standard streams", ran.status == 0 and lab.tip(repo) and not lab.fsck(repo), str(ran))
    ran = lab.run(["sh", "-c", "trap '' CHLD PIPE; exec \"$0\" -C \"$1\" --dry-run", lab.PUBLISH, repo])
    ends("works with ignored signals", ran, 0)


def colors():
    ran = lab.publish("--color=always", "bild")
    lab.check("--color=always", "\x1b[" in ran.err, "no colour", ran.err)
    lab.check("no colour into a file", "\x1b[" not in lab.publish("bild").err, "colour")
    nasty = lab.publish("bi\x1b[31mld\u202e\n::error::x")
    lab.check("control bytes of an argument are shown, not sent",
              nasty.status == 2 and "\x1b" not in nasty.err and "\u202e" not in nasty.err and
              "\n::error" not in nasty.err, nasty.err)


def hostile():
    """Whatever the arguments: an exit status, a message, no crash."""
    rng = random.Random(7)
    words = ["build", "init", "list", "verify", "plugin", "help", "version", "--", "-", "", "--=", "-=", "--format=",
             "-C", "-j", "--at", "--to", "=", "%s%n", "\xff\xfe", "a" * 5000, "../..", "/", "-Cx", "-j=2", "--help=",
             "-hv", "HEAD", "*", "[", "\n", "--branch", "--branch=HEAD", "--branch=-x", "--source", "--source=@{-9}",
             "--source=:/x", "--at=9999-12-31", "--at=0000-01-01", "--base-url=x", "--worktree", "--dry-run"]
    repo = site(bare=True)
    bad = []
    for _ in range(60 if lab.QUICK else 300):
        args = [os.fsencode(rng.choice(words)) for _ in range(rng.randint(1, 4))]
        if b"init" in args:
            args = [a for a in args if a != b"-C"]
        ran = lab.run([os.fsencode(lab.PUBLISH), *args], cwd=repo, timeout=30)
        said = ran.out + ran.err
        if ran.status not in (0, 1, 2, 3) or "Sanitizer" in said or "runtime error" in said or ran.hung or \
                (ran.status and not said):
            bad.append("%r: %s" % (args, ran))
    lab.check("random arguments never crash", not bad, "%d crashes" % len(bad), "\n".join(bad[:5]))


def run():
    wrong_use()
    spelling()
    helping()
    streams()
    colors()
    hostile()
