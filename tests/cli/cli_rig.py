# cli_rig -- what the tests of the commands share.
import json

import lab

FILES = {
    "publish.yaml": lab.SETTINGS,
    "articles/one.md": lab.article("One", "2024-01-03", "The *first* text, about rivers.\n", tags="[rivers]"),
    "articles/two.md": lab.article("Two", "2024-01-05", "The second text, about rivers.\n", tags="[rivers, tea]"),
}


def site(name="site", bare=False, **more):
    """A small article repository; `more` are further files (None: not this one)."""
    files = dict(FILES)
    for path, content in more.items():
        files.pop(path, None)
        if content is not None:
            files[path] = content
    return lab.repository(name, files, bare=bare)


def edit(repo, path, content, message="edit", when=1704189600):
    """A further commit on main, checked out when there is a work tree."""
    lab.commit(repo, {path: content}, message, when=when)
    if lab.git(repo, "rev-parse", "--is-bare-repository") == "false":
        lab.git(repo, "reset", "-q", "--hard")
    return lab.git(repo, "rev-parse", "main")


def at(repo, *args, **how):
    return lab.publish("-C", repo, *args, **how)


def ends(name, ran, status, *texts, nothing=()):
    """The program ended with `status` and printed all of `texts`, somewhere."""
    said = ran.out + ran.err
    missing = [t for t in texts if t not in said] + ["(not) " + t for t in nothing if t in said]
    crashed = "Sanitizer" in said or "runtime error" in said
    return lab.check(name, ran.status == status and not missing and not crashed and not ran.hung,
                     "wanted status %d%s" % (status, ", and " + repr(missing) if missing else ""), str(ran) + "\n" + said)


def records(ran):
    """The JSON records of standard output."""
    return [json.loads(line) for line in ran.out.split("\n") if line]


def summary(ran):
    try:
        last = records(ran)[-1]
        return last if last.get("record") == "summary" else {}
    except (ValueError, IndexError):
        return {}
