# bad_own -- our own malformed sites, told in cases.md: small repositories, and word
# for word what publish says about them. UPDATE=1 prints what it says now.
import os
import re

import lab

CASES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cases.md")


def cases(text):
    """(name, files, expected) of every case; see the head of cases.md."""
    for part in re.split(r"^## ", text, flags=re.M)[1:]:
        name, rest = part.split("\n", 1)
        files, says = {}, None
        for kind, path, body in re.findall(r"^````(file|bytes|says)(?: ([^\n]+))?\n(.*?)^````$", rest, re.M | re.S):
            if kind == "says":
                says = body
                continue
            data = body.encode("utf-8")
            if kind == "bytes":  # \xNN is a byte, \ at a line's end joins it with the next
                data = re.sub(rb"\\\n", b"", data)
                data = re.sub(rb"\\x([0-9A-F]{2})", lambda m: bytes([int(m[1], 16)]), data)
                path = re.sub(r"\\x([0-9A-F]{2})", lambda m: chr(int(m[1], 16)), path)
            files[path.encode("latin-1") if kind == "bytes" and not path.isascii() else path] = data
        yield name.strip(), files, says


def run():
    count = 0
    for name, files, says in cases(open(CASES, encoding="utf-8").read()):
        count += 1
        files.setdefault("publish.yaml", lab.SETTINGS)
        repo = lab.repository("own", files)
        ran = lab.publish("-C", repo, "-j2", timeout=20)
        if os.environ.get("UPDATE"):
            print("==== %s\n%s" % (name, ran.err))
        status = 1 if "nothing was published" in (says or "") else 0
        lab.check(name, ran.status == status and ran.err == says and (lab.tip(repo) is None) == bool(status),
                  "status %d, and it says:" % ran.status, ran.err + "\ninstead of:\n" + (says or ""))
        lab.remove(repo)
    lab.check("there are cases", count > 30, str(count))
