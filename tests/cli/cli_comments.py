# cli_comments -- publish comments import: posts and mail onto the moderation branch.
import email.message
import hmac
import json
import os
import stat
import urllib.parse

import lab
from cli_rig import at, edit, ends, records, site, summary

FOLDER = "data/comments/articles/one.md/"


def post(**fields):
    return urllib.parse.urlencode(dict({"article": "articles/one.md"}, **fields))


def drop(files):
    """A folder with these files, all saved at one known time."""
    place = lab.folder("posts")
    for name, content in files.items():
        path = os.path.join(place, name)
        with open(path, "wb") as f:
            f.write(content if isinstance(content, bytes) else content.encode())
        os.utime(path, (1704240000, 1704240000))
    return place


def take(repo, files, *more):
    return at(repo, "comments", "import", drop(files), *more)


def waiting(repo, branch="comments"):
    """The files that the branch adds to main."""
    text = lab.git(repo, "diff", "--name-only", "main...%s" % branch, check=False)
    return text.split("\n") if text else []


def show(repo, path, branch="comments"):
    return lab.git(repo, "show", "%s:%s" % (branch, path))


def every_shape():
    repo = site("shapes", bare=True)
    message = email.message.EmailMessage()
    message["From"], message["Subject"] = "陈 <chen@example.org>", "Re: Comment on: Two"
    message["Date"] = "Wed, 03 Jan 2024 10:00:00 +0800"
    message.set_content("茶真好喝。\n", cte="base64")
    message.add_alternative("<p>no", subtype="html")
    files = {
        "a.form": post(comment="Which **leaf**?\r\nGreen", name="Mei", email="Mei@Example.org", url="mei.example",
                       ip="192.0.2.1", user_agent="Browser/1"),
        "b.multipart": "--X\r\nContent-Disposition: form-data; name=\"comment\"\r\n\r\nBy parts\r\n--X\r\n"
                       "Content-Disposition: form-data; name=\"article\"\r\n\r\none\r\n--X--\r\n",
        "c.json": json.dumps({"data": {"message": "By JSON", "page": "https://example.org/2024/01/one/?x=1"}}),
        "d.http": "POST /c HTTP/1.1\r\nHost: x\r\nDate: Wed, 03 Jan 2024 10:00:00 GMT\r\nContent-Type: "
                  "application/x-www-form-urlencoded\r\n\r\n" + post(comment="By HTTP"),
        "e.eml": message.as_bytes(),
        "f.txt": "comment=By mailto\r\nname=Bo\r\narticle=articles/one.md\r\n",
    }
    ran = take(repo, files)
    ends("every shape of a post is imported, into a bare repository", ran, 0, "imported: 6 comments",
         "git merge comments", nothing=["error", "warning"])
    paths = waiting(repo)
    lab.check("one file for each", len(paths) == 6 and sum(p.startswith(FOLDER) for p in paths) == 5, str(paths))
    texts = {show(repo, p) for p in paths}
    mei = [t for t in texts if "Mei" in t][0].split("\n")
    lab.check("a file says what was said and no more",
              mei[:6] == ['name: "Mei"', 'url: "https://mei.example"', 'date: "2024-01-03T00:00:00Z"', "text: |-",
                          "  Which **leaf**?", "  Green"] and mei[6].startswith('email_hash: "') and len(mei) == 7,
              "\n".join(mei))
    history = lab.git(repo, "log", "-p", "--all")
    lab.check("no address of mail or machine is in any commit",
              not [x for x in ("Mei@", "mei@", "chen@", "192.0.2.1", "Browser/1") if x in history], history)
    lab.check("times: of the message, of the request, of the file",
              any('date: "2024-01-03T02:00:00Z"' in t and "茶真好喝" in t for t in texts) and
              any('date: "2024-01-03T10:00:00Z"' in t and "By HTTP" in t for t in texts), "\n".join(texts))
    key = os.path.join(repo, "publish", "comments.key")
    lab.check("the key is in the git folder, for its owner only",
              stat.S_IMODE(os.stat(key).st_mode) == 0o600 and len(open(key).read().strip()) == 64, key)
    tip = lab.tip(repo, "comments")
    ends("the same files again change nothing", take(repo, files), 0, "nothing new, 6 known")
    lab.check("not even the branch", lab.tip(repo, "comments") == tip and lab.fsck(repo) is None, tip)
    lab.commit(repo, {p: show(repo, p) for p in paths}, "accepted")
    ran = at(repo)
    ends("merged comments are published", ran, 0, "published: ", nothing=["error:"])
    page = lab.outputs(repo)["2024/01/one/index.html"].decode()
    lab.check("on the article's page", "5 comments" in page and "<strong>leaf</strong>" in page and
              'href="https://mei.example"' in page and "email_hash" not in page, page[-3000:])


def moderation():
    repo = site("moderate", bare=False)
    head = lab.git(repo, "rev-parse", "HEAD")
    good, spam = {"a": post(comment="Good", name="A")}, {
        "b": post(comment="BUY http://a http://b http://c", name="B", topic="x", elapsed="1"),
        "c": post(comment="BUY http://a http://b http://c", name="C", article="two")}
    ends("a first import", take(repo, good), 0, "imported: 1 comment,")
    ran = take(repo, spam, "--format=json")
    marks = [r["spam"] for r in records(ran) if r.get("record") == "comment"]
    lab.check("signs of spam are told", ran.status == 0 and len(marks) == 2 and summary(ran).get("marked") == 2 and
              [s.split(":")[0] for s in marks[0]] == ["honeypot", "speed", "links", "repeat"], ran.out)
    message = lab.git(repo, "log", "-1", "--format=%B", "comments")
    lab.check("and stand in the commit's message", message.startswith("Comments: 2 new, 2 with signs of spam\n") and
              "articles/one.md\n! " in message and "    links: 3" in message, message)
    lab.check("the second import is on top of the first", lab.git(repo, "rev-list", "--count", "main..comments") == "2" and
              len(waiting(repo)) == 3, str(waiting(repo)))
    lab.check("nothing was checked out", lab.git(repo, "status", "--porcelain") == "" and
              lab.git(repo, "rev-parse", "HEAD") == head and not os.path.exists(os.path.join(repo, "data")), "touched")
    # Two are rejected on the branch, the rest is merged.
    bad = [p for p in waiting(repo) if "BUY" in show(repo, p)]
    lab.commit(repo, {p: None for p in bad}, "no spam", branch="comments")
    lab.git(repo, "merge", "-q", "--no-edit", "comments")
    ends("rejected ones stay away after the merge", take(repo, dict(good, **spam)), 0,
         "nothing new, 1 known, 2 rejected before")
    lab.git(repo, "branch", "-D", "comments")
    ends("also without the branch, since the source has its history", take(repo, dict(good, **spam)), 0,
         "nothing new, 1 known, 2 rejected before")
    edit(repo, "articles/three.md", lab.article("Three"))
    ran = take(repo, {"d": post(comment="Later", article="articles/three.md")})
    ends("a new branch begins at the source", ran, 0, "imported: 1 comment,")
    lab.check("at its tip", lab.git(repo, "rev-parse", "comments^") == lab.tip(repo, "main"), "elsewhere")
    edit(repo, "articles/three.md", lab.article("Three and more"))
    ends("both have moved", take(repo, {"e": post(comment="Latest")}), 0, "imported: 1 comment,")
    parents = lab.git(repo, "log", "-1", "--format=%P", "comments").split()
    lab.check("so they are merged, and what waits is what differs",
              len(parents) == 2 and parents[1] == lab.tip(repo, "main") and len(waiting(repo)) == 2 and
              show(repo, "articles/three.md") == lab.git(repo, "show", "main:articles/three.md"), str(parents))
    lab.git(repo, "merge", "-q", "--squash", "comments")
    lab.git(repo, "commit", "-q", "-m", "squashed")
    ends("after a squash merge only the new one waits", take(repo, {"f": post(comment="Again new")}), 0,
         "imported: 1 comment,")
    lab.check("as the difference shows", len(waiting(repo)) == 1, str(waiting(repo)))


def problems():
    repo = site("problems", bare=True, **{"articles/closed.md": lab.article("Closed", comments="{closed: true}")})
    files = {
        "1-good": post(comment="Good"),
        "2-misspelt": post(comment="x", article="articles/on.md"),
        "3-nowhere": post(comment="x", article=""),
        "4-empty": "",
        "5-binary": b"\x00\xff\xfe",
        "6-no-text": post(name="x"),
        "7-json": '{"comment": ',
        "8-html.eml": "From: a@b.c\nContent-Type: text/html\n\n<b>",
        "9-long": post(comment="x" * 20001),
        "list.json": json.dumps([{"comment": "ok", "article": "two"}, {"article": "two"}]),
        "shut": post(comment="May I?", article="closed"),
    }
    ran = take(repo, files)
    ends("every problem is told, and the good ones are imported", ran, 1, "imported: 3 comments (1 with signs of spam), 9 errors",
         "2-misspelt: error: no published article is 'articles/on.md' [P0931]",
         "did you mean 'articles/one.md'?", "3-nowhere: error: the comment does not say what it is about",
         "4-empty: error: the file is empty", "5-binary: error: the file is neither a form",
         "6-no-text: error: the comment has no text", "7-json: error: the file is not JSON: expected a value",
         "8-html.eml: error: the file is a message without a text/plain part",
         "9-long: error: the comment is longer than 20,000 characters",
         "list.json: error: comment 2 of the file has no text", "closed: the article takes no comments")
    lab.check("three files wait", len(waiting(repo)) == 3, str(waiting(repo)))
    ran = take(repo, {"x": post(comment="x", article="none")}, "--format=json")
    last = records(ran)[-1]
    lab.check("json: the last record says that it failed", ran.status == 1 and last["record"] == "summary" and
              last["result"] == "failed" and [r for r in records(ran) if r.get("record") == "import"], ran.out)
    ends("no file", at(repo, "comments", "import"), 2, "needs an argument")
    ends("a file that is not there", at(repo, "comments", "import", "/nowhere/x"), 2, "/nowhere/x")
    ends("a word too few", at(repo, "comments"), 2, "comments import")
    tip = lab.tip(repo, "comments")
    ran = take(repo, {"n": post(comment="Not yet", email="a@b.c")}, "--dry-run")
    ends("a trial says what would happen", ran, 0, "would import: 1 comment")
    lab.check("and does nothing", lab.tip(repo, "comments") == tip, "moved")


def places():
    repo = site("places", bare=False)
    one = {"a": post(comment="x", email="a@example.org")}
    ran = take(repo, one, "--branch", "main")
    ends("the source is no moderation branch", ran, 3, "the moderation branch 'main' is the branch the articles come from")
    lab.git(repo, "checkout", "-q", "-b", "comments")
    ends("nor is one that is checked out", take(repo, one, "--source", "main"), 3,
         "the moderation branch 'comments' is checked out in")
    lab.git(repo, "checkout", "-q", "main")
    lab.git(repo, "branch", "-D", "comments")
    ends("a name that is none", take(repo, one, "--branch", "a..b"), 2, "'a..b' cannot be the moderation branch")
    ran = take(repo, one, "--dry-run")
    lab.check("a trial makes no key", ran.status == 0 and not os.path.exists(os.path.join(repo, ".git/publish")), str(ran))
    key = drop({"key": "0123456789abcdef0123456789abcdef\n"})
    os.chmod(os.path.join(key, "key"), 0o600)
    ran = take(repo, one, "--branch", "wait", "--key", os.path.join(key, "key"))
    ends("another branch, another key", ran, 0, "on the branch wait", nothing=["warning"])
    text = show(repo, waiting(repo, "wait")[0], "wait")
    digest = hmac.new(b"0123456789abcdef0123456789abcdef", b"a@example.org", "sha256").hexdigest()
    lab.check("the digest is HMAC-SHA-256 under it", 'email_hash: "%s"' % digest[:32] in text, text)
    ends("a key that is not there", take(repo, {"b": post(comment="y")}, "--key", "/nowhere/key"), 3, "/nowhere/key")
    os.chmod(os.path.join(key, "key"), 0o644)
    ends("a key for all to read", take(repo, {"b": post(comment="y")}, "--key", os.path.join(key, "key"), "--branch", "wait"),
         0, "others may read the key", "chmod 600")
    lock = os.path.join(repo, ".git/refs/heads/comments.lock")
    open(lock, "w").close()
    ends("a locked branch is named", take(repo, {"c": post(comment="z")}), 3, "comments.lock")
    os.remove(lock)


def many():
    repo = site("many", bare=True)
    rows = [{"comment": "Comment number %d, about rivers" % i, "name": "N%d" % (i % 50), "article": "one",
             "email": "n%d@example.org" % (i % 50), "date": 1704240000 + i} for i in range(2000)]
    ran = take(repo, {"all.jsonl": "\n".join(json.dumps(r) for r in rows)})
    ends("2,000 comments at once", ran, 0, "imported: 2000 comments (2000 with signs of spam)")
    lab.check("are one commit of 2,000 files", len(waiting(repo)) == 2000 and
              lab.git(repo, "rev-list", "--count", "main..comments") == "1", ran.out[-300:])
    lab.check("in seconds", ran.cpu < 30, "%.1f s" % ran.cpu)
    lab.git(repo, "update-ref", "refs/heads/main", "refs/heads/comments")
    ran = at(repo)
    ends("and are published on one page", ran, 0, "published: ")
    page = lab.outputs(repo)["2024/01/one/index.html"].decode()
    lab.check("all of them", page.count('<div class="comment" id=') == 2000 and "repeat:" not in page,
              "%d" % page.count('<div class="comment" id='))


def run():
    every_shape()
    moderation()
    problems()
    places()
    many()
