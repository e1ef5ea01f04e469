# cli_untrusted -- --untrusted=BASE: of a hostile commit only articles and pictures are seen.
import os
import struct
import zlib

import lab
from cli_rig import at, ends, records, summary

WHEN = ["--at", "2024-06-01"]


def png(color=0):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + \
        chunk(b"IDAT", zlib.compress(bytes([0, color]))) + chunk(b"IEND", b"")


GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00" \
      b"\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
PLUGIN = """local P = publish.plugin { name = "stamp", version = "1.0.0", api = 1 }
function P.page(page)
  if page.article then return { after_body = html.p("%s") } end
end
return P
"""
BASE = {
    "publish.yaml": lab.SETTINGS + "subtitle: of BASE\n",
    "plugins/stamp/init.lua": PLUGIN % "stamped by BASE",
    "plugins/stamp/i18n/en.yaml": "hello: hello of BASE\n",
    "templates/parts/extra.html": "<p>BASE</p>\n",
    "notices/general.md": "---\ntitle: Notice of BASE\n---\nBASE says so.\n",
    "data/authors.yaml": "ann: { name: Ann of BASE }\n",
    "static/app.js": "console.log('BASE')\n",
    "static/keep.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "README.md": "BASE\n",
    "articles/one.md": lab.article("One", "2024-01-03", "The first text.\n\n![map](map.svg) ![pic](pic.png)\n\n[paper](paper.pdf)\n",
                                   authors="ann"),
    "articles/map.svg": "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>",
    "articles/pic.png": png(1),
    "articles/paper.pdf": "%PDF BASE\n",
    "articles/gone.md": lab.article("Gone", "2024-01-04", "Removed by the proposal.\n"),
}
# What is allowed, and what is not: every kind of file, added, changed, removed.
GOOD = {
    "articles/one.md": lab.article("One, edited", "2024-01-03", "Better.\n\n![map](map.svg) ![pic](pic.png)\n\n[paper](paper.pdf)\n",
                                   authors="ann"),
    "articles/new/two.md": lab.article("Two", "2024-02-05", "Quite new. ![g](anim.GIF)\n\n<script>alert(1)</script>\n"),
    "articles/new/anim.GIF": GIF,
    "articles/pic.png": png(200),
    "articles/gone.md": None,
}
EVIL = {
    "publish.yaml": lab.SETTINGS + "subtitle: of EVIL\narticles: [articles, hidden]\nstatic: [static, hidden]\noutput: { branch: evil }\n",
    "plugins/stamp/init.lua": PLUGIN % "stamped by EVIL",
    "plugins/stamp/i18n/en.yaml": None,
    "plugins/evil/init.lua": PLUGIN.replace("stamp", "evil") % "EVIL",
    "plugins/theme/init.lua": PLUGIN.replace("stamp", "theme") % "EVIL",
    "templates/parts/extra.html": "<script>EVIL</script>\n",
    "templates/article.html": "EVIL\n",
    "notices/general.md": "---\ntitle: Notice of EVIL\n---\nEVIL.\n",
    "notices/evil.md": "---\ntitle: EVIL\n---\nEVIL\n",
    "data/authors.yaml": "ann: { name: Ann of EVIL }\n",
    "data/counts.yaml": "articles/one.md: { views: 99999 }\n",
    "static/app.js": "console.log('EVIL')\n",
    "static/evil.js": "EVIL",
    "static/photo.png": png(9),
    "static/keep.svg": None,
    "articles/map.svg": "<svg xmlns='http://www.w3.org/2000/svg' onload='EVIL()'/>",
    "articles/new/evil.svg": "<svg onload='EVIL()'/>",
    "articles/evil.html": "<script>EVIL</script>",
    "articles/evil.js": "EVIL",
    "articles/evil.css": "* { content: 'EVIL' }",
    "articles/paper.pdf": "%PDF EVIL\n",
    "articles/page.png": "<!doctype html><script>EVIL</script>",
    "articles/vector.jpg": "<svg xmlns='http://www.w3.org/2000/svg' onload='EVIL()'/>",
    "hidden/x.md": lab.article("EVIL", "2024-01-01", "EVIL\n"),
    "README.md": "EVIL\n",
    ".github/workflows/ci.yaml": "run: EVIL\n",
    ".gitattributes": "* filter=EVIL\n",
}


def proposal(name, changes, base=BASE):
    """A repository whose `main` is BASE and whose `pr` adds `changes`."""
    repo = lab.repository(name, base)
    lab.git(repo, "branch", "pr", "main")
    lab.commit(repo, changes, "proposal", branch="pr", when=1704189600)
    return repo


def preview(repo, *args, source="pr", branch="preview", base="main"):
    return at(repo, "build", "--untrusted=" + base, "--source", source, "--branch", branch, *WHEN, *args)


def by_hand(repo, changes, name="hand"):
    """The tree of the site that a commit made by hand from main gives."""
    lab.git(repo, "branch", "-f", name, "main")
    lab.commit(repo, changes, "by hand", branch=name, when=1704189600)
    ran = at(repo, "build", "--source", name, "--branch", name + "-site", *WHEN)
    return lab.tree(repo, name + "-site") or str(ran)


def modes(repo, branch, lines):
    """A commit on `branch` with raw entries: (mode, id, path)."""
    index = os.path.join(repo, "raw-index")
    env = dict(lab.ENV, GIT_INDEX_FILE=index)
    lab.git(repo, "read-tree", branch, env=env)
    for mode, oid, path in lines:
        if mode is None:
            lab.git(repo, "rm", "-rq", "--cached", path, env=env)
        else:
            lab.git(repo, "update-index", "--add", "--cacheinfo", "%s,%s,%s" % (mode, oid, path), env=env)
    made = lab.git(repo, "commit-tree", lab.git(repo, "write-tree", env=env), "-p", branch, "-m", "raw")
    lab.git(repo, "update-ref", "refs/heads/" + branch, made)
    os.remove(index)


def blob(repo, text):
    return lab.git(repo, "hash-object", "-w", "--stdin", input=text.encode())


def hostile():
    repo = proposal("hostile", dict(GOOD, **EVIL))
    ran = preview(repo)
    ends("a hostile proposal is previewed", ran, 0, "preview", "articles and pictures of the commit, all else of " +
         lab.git(repo, "rev-parse", "main")[:12])
    lab.check("the tree is that of a commit with its articles and pictures only",
              lab.tree(repo, "preview") == by_hand(repo, GOOD), lab.tree(repo, "preview"))
    files = lab.outputs(repo, "preview")
    text = b"\n".join(k.encode() + v for k, v in files.items())
    lab.check("nothing of the rest is in it", b"EVIL" not in text and b"evil" not in text,
              str([k for k, v in files.items() if b"EVIL" in v or "evil" in k]))
    lab.check("its articles are, and BASE's plugin ran on them",
              b"stamped by BASE" in files["2024/02/two/index.html"] and b"Quite new" in files["2024/02/two/index.html"] and
              b"One, edited" in files["2024/01/one/index.html"] and not any("gone" in k for k in files), str(sorted(files)))
    lab.check("HTML in its articles is left out as in all", b"<script>alert" not in files["2024/02/two/index.html"])
    lab.check("its pictures are, and BASE's other files",
              files["2024/01/one/pic.png"] == png(200) and files["2024/02/two/anim.GIF"] == GIF and
              b"onload" not in files["2024/01/one/map.svg"] and b"PDF BASE" in files["2024/01/one/paper.pdf"], str(sorted(files)))
    lab.check("the output branch is not made", lab.tip(repo) is None and lab.tip(repo, "evil") is None)
    whole = preview(repo, "-v")
    ends("more than ten of them are told with -v", ran, 0, "and 7 more notes [P0940] in 7 files: a file of an untrusted commit was left out; -v shows all")
    for line in ["publish.yaml: note: changed: not taken from the untrusted commit",
                 "plugins/stamp: note: 1 changed, 1 removed: not taken from the untrusted commit (i18n/en.yaml, init.lua)",
                 "plugins/evil: note: 1 added: not taken", "plugins/theme: note: 1 added", "templates: note: 1 added, 1 changed",
                 "notices: note: 1 added, 1 changed", "data: note: 1 added, 1 changed",
                 "static: note: 2 added, 1 changed, 1 removed", "hidden: note: 1 added", "README.md: note: changed",
                 ".github: note: 1 added: not taken from the untrusted commit (workflows/ci.yaml)", ".gitattributes: note: added",
                 "articles: note: 3 added, 2 changed: not taken from the untrusted commit (evil.css, evil.js, map.svg and 2 more)",
                 "articles/evil.html: note: is no article: HTML without front matter",
                 "articles/page.png: note: is no PNG, JPEG, GIF, WebP or AVIF", "articles/vector.jpg: note: is no PNG",
                 "%d files of the commit were not taken" % len(EVIL)]:
        ends("it says: " + line[:40], whole, 0, line)
    lab.check("what is taken is not among them", "one.md" not in whole.err and "anim.GIF" not in whole.err and "gone.md" not in whole.err, whole.err)
    trailer = lab.git(repo, "log", "-1", "--format=%B", "preview")
    main = lab.git(repo, "rev-parse", "main")
    lab.check("the trailer names BASE", " untrusted=" + main in trailer, trailer)
    ends("verify builds it again from both", at(repo, "verify", "--branch", "preview"), 0, "verified: ",
         "with all but articles and pictures from " + main[:12], nothing=("note:",))
    first = lab.tip(repo, "preview")
    preview(repo, "-j1")
    lab.check("again, with one worker: unchanged", lab.tip(repo, "preview") == first)
    preview(repo, branch="second", base=main)
    lab.check("BASE by id or by name: the same commit", lab.tip(repo, "second") == first)
    forged = trailer.replace(main, lab.git(repo, "rev-parse", "hand"))
    lab.git(repo, "branch", "-f", "forged", "preview")
    lab.commit(repo, {}, forged, branch="forged")
    ends("another BASE in the trailer is found", at(repo, "verify", "forged"), 1, "Publish-Options was changed")
    found = summary(preview(repo, "--format=json", branch="third"))
    lab.check("as JSON", found.get("trusted") == main and found.get("left_out") == len(EVIL), str(found))
    folder = lab.folder("out")
    ends("into a folder", at(repo, "build", "--untrusted=main", "--source=pr", "--to", folder + "/site", *WHEN), 0, "in " + folder)
    with open(folder + "/site/static.txt" if os.path.exists(folder + "/site/static.txt") else folder + "/site/app.js") as f:
        lab.check("with BASE's static files", "BASE" in f.read())
    found = [r for r in records(at(repo, "list", "--untrusted=main", "--source=pr", "--format=json", *WHEN)) if r.get("path")]
    lab.check("list", sorted(r["path"] for r in found) == ["articles/new/two.md", "articles/one.md"], str(found))
    ends("plugin list shows BASE's", at(repo, "plugin", "list", "--untrusted=main", "--source=pr"), 0, "stamp 1.0.0 (own)", nothing=("evil 1",))
    ends("notices are BASE's", at(repo, "notices", "--untrusted=main", "--source=pr", "--format=text", *WHEN), 0, "2 articles: ", nothing=("gone.md  ",))


def places(repo):
    to = lab.git(repo, "rev-parse", "main")
    ran = at(repo, "build", "--untrusted=main", "--source=pr")
    ends("without a place it is refused", ran, 2, "never publishes the site itself", "--to DIR")
    ends("the output branch is refused", preview(repo, branch="pages"), 2, "never publishes to the output branch")
    ends("in another case, too", preview(repo, branch="refs/heads/Pages"), 2, "never publishes to the output branch")
    at(repo, "build", "--branch", "www")
    www = lab.tip(repo, "www")
    ends("a branch that holds a site made otherwise", preview(repo, branch="www"), 3, "was not made with --untrusted", "git branch -D www")
    ends("a branch of somebody", preview(repo, branch="main"), 3)
    ends("--adopt", preview(repo, "--adopt", branch="www"), 2, "--adopt takes a branch over")
    lab.check("none of them moved", lab.tip(repo, "www") == www and lab.tip(repo, "main") == to and lab.tip(repo) is None)
    ends("--dry-run needs no place", at(repo, "build", "--untrusted=main", "--source=pr", "-n", *WHEN), 0, "dry-run: ")
    ends("--worktree", at(repo, "build", "--untrusted=main", "--worktree", "-n"), 2, "from which two commits")
    ends("--as-of", at(repo, "notices", "--untrusted=main", "--as-of=main"), 2, "--as-of and --untrusted")


def bases(repo):
    gone = "1" * 40
    ran = preview(repo, base=gone)
    ends("BASE that is not here", ran, 3, "--untrusted=%s: commit %s is missing" % (gone, gone),
         "fetch that commit, too: git fetch --depth=1 origin " + gone,
         "GitHub Actions: give actions/checkout `with: { fetch-depth: 0 }`, or add the step `run: git fetch",
         "GitLab CI: set `variables: { GIT_DEPTH: \"0\" }`, or add to `before_script:` the line `- git fetch",
         "anywhere else: `git fetch --unshallow`")
    ends("a branch that is not here", preview(repo, base="origin/mian"), 3,
         "git fetch --depth=1 origin mian:refs/remotes/origin/mian")
    ends("a name that is no word for a shell", preview(repo, base="x;rm -rf ~"), 3, "git fetch --depth=1 origin BASE",
         nothing=("origin x;",))
    ends("no value", at(repo, "build", "--untrusted="), 2, "--untrusted needs a value")
    ran = preview(repo, source="main", branch="same")
    ends("the commit is BASE", ran, 0, "0 files of the commit were not taken", nothing=("note:",))
    at(repo, "build", "--branch", "plain", *WHEN)
    lab.check("and gives BASE's site", lab.tree(repo, "same") == lab.tree(repo, "plain"))
    lab.git(repo, "branch", "ahead", "main")
    lab.commit(repo, {"articles/later.md": lab.article("Later", "2024-03-01", "Later.\n")}, "later", branch="ahead")
    ends("BASE has moved on", preview(repo, base="ahead", branch="diverged"), 0, "the commit does not contain BASE", "refs/pull/NUMBER/merge")
    ends("BASE contains the commit", preview(repo, source="main", base="ahead", branch="behind"), 0, "BASE contains the commit already")
    lab.commit(repo, {"articles/orphan.md": lab.article("Orphan", "2024-03-01", "Alone.\n")}, "no history in common", branch="orphan")
    ends("no history in common", preview(repo, source="orphan", branch="o"), 0, "does not contain BASE")
    clone = lab.folder("shallow")
    lab.git(repo, "-c", "protocol.file.allow=always", "clone", "-q", "--depth=1", "--bare", "--branch", "pr", "file://" + repo, clone + "/c.git")
    main = lab.git(repo, "rev-parse", "main")
    ran = at(clone + "/c.git", "build", "--untrusted=" + main, "--branch=preview", *WHEN)
    ends("a shallow clone", ran, 3, "git fetch --depth=1 origin " + main)
    lab.git(clone + "/c.git", "-c", "protocol.file.allow=always", "fetch", "-q", "--depth=1", "origin", main)
    at(clone + "/c.git", "build", "--untrusted=" + main, "--branch=preview", *WHEN)
    preview(repo, branch="whole")
    lab.check("with the line it printed it works, and gives the same tree",
              lab.tree(clone + "/c.git", "preview") == lab.tree(repo, "whole"))


def paths():
    """Trees that are tricks."""
    repo = proposal("links", GOOD)
    modes(repo, "pr", [("120000", blob(repo, "/etc/passwd"), "articles/link.md"),
                       ("120000", blob(repo, "../publish.yaml"), "articles/link.png"),
                       ("160000", lab.git(repo, "rev-parse", "main"), "articles/module.md"),
                       ("160000", lab.git(repo, "rev-parse", "main"), "plugins/module")])
    ends("links and submodules", preview(repo), 0, "articles/link.md: note: a symbolic link is not followed",
         "articles/module.md: note: a submodule is not followed", "plugins/module: note: a submodule, never entered")
    lab.check("are not in the site", lab.tree(repo, "preview") == by_hand(repo, GOOD))

    for kind, mode in (("a symbolic link", "120000"), ("a submodule", "160000"), ("a file", "100644")):
        repo = proposal("folder", {})
        to = lab.git(repo, "rev-parse", "main") if mode == "160000" else blob(repo, "plugins")
        modes(repo, "pr", [(None, None, "articles"), (mode, to, "articles")])
        ran = preview(repo)
        ends("the folder of articles became " + kind, ran, 0, "articles: note: ", "not taken from the untrusted commit")
        lab.check("and is taken for an empty one: " + kind, lab.tree(repo, "preview") ==
                  by_hand(repo, {k: None for k in ("articles/one.md", "articles/gone.md", "articles/pic.png")}),
                  lab.tree(repo, "preview"))

    moved = {"posts/" + k[9:]: v for k, v in BASE.items() if k.startswith("articles/")}
    repo = proposal("moved", dict({k: None for k in BASE if k.startswith("articles/")}, **moved,
                                  **{"publish.yaml": BASE["publish.yaml"] + "articles: [posts]\n"}))
    ends("articles moved out of BASE's folder", preview(repo), 0, "posts: note: 5 added", "publish.yaml: note: changed",
         "there is no article in the folder 'articles'")

    repo = proposal("case", {"articles/one.md": None, "articles/ONE.md": BASE["articles/one.md"]})
    preview(repo)
    lab.check("a rename in case only", lab.tree(repo, "preview") ==
              by_hand(repo, {"articles/one.md": None, "articles/ONE.md": BASE["articles/one.md"]}))
    repo = proposal("case-two", {"articles/ONE.md": BASE["articles/one.md"], "Plugins/stamp/init.lua": "EVIL", "Articles/x.md": "EVIL"})
    ends("two articles that differ in case only", preview(repo), 1, "articles/ONE.md")

    clash = dict(BASE, **{"articles/deep.png/map.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>", "articles/notes": "BASE notes"})
    repo = proposal("clash", {"articles/deep.png/map.svg": None, "articles/deep.png": png(3),
                              "articles/notes": None, "articles/notes/evil.md": lab.article("Evil", "2024-01-01", "x\n")}, clash)
    ran = preview(repo)
    ends("a file where BASE has a folder, and a folder where it has a file", ran, 0,
         "articles/deep.png: note: stands where BASE has a folder", "articles/notes/evil.md: note: stands where")
    lab.check("BASE's stay", lab.tree(repo, "preview") == by_hand(repo, {}))

    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 5\n" % ("0" * 64)
    repo = proposal("pointer", {"articles/pic.png": pointer})
    ends("a git-lfs pointer", preview(repo), 0, "articles/pic.png: warning: a git-lfs pointer")

    repo = proposal("names", {})
    tree = lab.git(repo, "mktree", input=b"100644 blob %s\t.GIT\n" % blob(repo, "x").encode())
    whole = lab.git(repo, "ls-tree", "pr") + "\n040000 tree %s\tzz\n" % tree
    made = lab.git(repo, "commit-tree", lab.git(repo, "mktree", input=whole.encode()), "-p", "pr", "-m", "bad name")
    lab.git(repo, "update-ref", "refs/heads/pr", made)
    ends("a name that is a trick, outside the articles", preview(repo), 0, "cannot be listed")
    lab.check("does no harm", lab.tree(repo, "preview") == by_hand(repo, {}))

    repo = proposal("bomb", GOOD)
    entry = b"".join(b"100644 blob %s\tf%d\n" % (blob(repo, "x").encode(), i) for i in range(10))
    for _ in range(11):
        tree = lab.git(repo, "mktree", input=entry).encode()
        entry = b"".join(b"040000 tree %s\td%d\n" % (tree, i) for i in range(10))
    whole = lab.git(repo, "ls-tree", "pr").encode() + b"\n040000 tree " + tree + b"\tzz\n"
    made = lab.git(repo, "commit-tree", lab.git(repo, "mktree", input=whole), "-p", "pr", "-m", "bomb")
    lab.git(repo, "update-ref", "refs/heads/pr", made)
    ran = preview(repo)
    ends("a tree of 10^11 files outside the articles", ran, 0, "cannot be listed: more than 200000 files differ")
    lab.check("costs little and does no harm", lab.tree(repo, "preview") == by_hand(repo, GOOD) and ran.peak < 400000, str(ran.peak))

    base = {k.replace("articles/", ""): v for k, v in BASE.items()}
    base["publish.yaml"] = lab.SETTINGS + "articles: .\n"
    text = lab.article("Evil", "2024-01-01", "EVIL\n")
    good = {"new/two.md": GOOD["articles/new/two.md"].replace("anim.GIF", ""), "one.md": lab.article("One", "2024-01-03", "Other.\n")}
    repo = proposal("root", dict(good, **{"data/evil.md": text, "notices/evil.md": text, "plugins/stamp/evil.md": text,
                                          "static/evil.md": text, "templates/evil.md": text, "README.md": text,
                                          "static/evil.png": png(4), "data/evil.png": png(4), ".github/evil.md": text}), base)
    ends("articles at the root", preview(repo), 0, "9 files of the commit were not taken")
    lab.check("are taken, and nothing of the site's folders", lab.tree(repo, "preview") == by_hand(repo, good))


def front_matter():
    def article(**fields):
        return {"articles/own.md": lab.article("Own", "2024-05-01", "Text.\n", **fields)}
    repo = proposal("permalink", article(permalink="/app.js"))
    ends("another file's address", preview(repo), 1, "app.js")
    repo = proposal("script", article(permalink="/evil.js"))
    ends("an address that is no page's", preview(repo), 1, "articles/own.md: error: asks for the address '/evil.js'")
    repo = proposal("alias", article(aliases="[/robots2.txt, /fine/]"))
    ends("an alias that is no page's", preview(repo), 1, "asks for the address '/robots2.txt'", nothing=("/fine",))
    repo = proposal("taken", article(permalink="/2024/01/one/"))
    ends("another article's address", preview(repo), 1, "/one/")
    repo = proposal("layout", dict(article(layout="mine.html"), **{"templates/mine.html": "EVIL"}))
    ends("a layout that BASE does not have", preview(repo), 1, "mine.html")
    repo = proposal("plain", article(permalink="/own.html", aliases="[/old/]"))
    ends("addresses of pages", preview(repo), 0)
    trusted = dict(BASE, **{"articles/odd.md": lab.article("Odd", "2024-05-01", "Text.\n", permalink="/odd.txt")})
    repo = proposal("odd", GOOD, trusted)
    ends("BASE's own article may be anywhere", preview(repo), 0)
    repo = proposal("outside", article(image="../static/app.js"))
    ran = preview(repo)
    lab.check("an image of BASE by a path out of the folder adds nothing", b"BASE" not in
              b"".join(v for k, v in lab.outputs(repo, "preview").items() if "own" in k and k.endswith(".js")) if ran.status == 0 else True,
              str(ran))


def run():
    hostile()
    repo = proposal("places", GOOD)
    places(repo)
    repo = proposal("bases", GOOD)
    bases(repo)
    paths()
    front_matter()
