# cli_migration -- the manual's chapter about other generators, followed to the letter: every line of its blocks.
import os
import re
import urllib.parse

import lab
import wxr
from import_sites import HUGO, HUGO_ADDRESSES, JEKYLL, JEKYLL_ADDRESSES

CHAPTER = os.path.join("site", "manual", "migration.md")
WORDPRESS = wxr.export(
    wxr.author("mei", "Mei"), wxr.category("rivers", "Rivers"),
    wxr.item(1, "The Rhine", "A <strong>river</strong>.\n\n[caption]<img src='%s/a.jpg' alt='x'/> At dawn[/caption]" % wxr.OLD, "rhine",
             more=wxr.term("category", "rivers", "Rivers") + wxr.comment(7, "Well said.")),
    wxr.item(2, "Not yet", "text", status="draft"), wxr.item(3, "About", "Who we are", "about", kind="page"))


def written(folder, files):
    for path, content in files.items():
        full = os.path.join(folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as f:
            f.write(content if isinstance(content, bytes) else content.encode())


def follow(name, here, repo, block, addresses, preview):
    tools = lab.folder("tools")
    os.symlink(lab.PUBLISH, os.path.join(tools, "publish"))
    path = {"PATH": tools + os.pathsep + os.environ["PATH"]}
    place = here
    for line in [x for x in block.split("\n") if x]:
        ran = lab.run(["sh", "-c", line], cwd=place, env=path)
        lab.check("%s: %s" % (name, line.split("#")[0].strip()), ran.status == 0 and ": error" not in ran.err,
                  "status %d" % ran.status, ran.out + ran.err)
        if "&& cd " in line:
            place = os.path.join(place, line.split("&& cd ")[1].strip())
    there = set(lab.git(repo, "-c", "core.quotepath=off", "ls-tree", "-r", "--name-only", "pages", check=False).split("\n"))
    files = [urllib.parse.unquote(url).lstrip("/") for url in addresses]
    files = [f + "index.html" if not f or f.endswith("/") else f for f in files]
    lost = [f for f in files if f not in there]
    lab.check("%s: the old addresses are published" % name, not lost, repr(lost), "\n".join(sorted(there)))
    lost = [f for f in files if not os.path.exists(os.path.join(preview, f))]
    lab.check("%s: and could be looked at before" % name, not lost, repr(lost))
    lab.check("%s: the work tree has what was merged" % name, lab.git(repo, "status", "--porcelain") == "" and
              os.path.exists(os.path.join(repo, "publish.yaml")), lab.git(repo, "status", "--porcelain"))
    lab.remove(tools)


def run():
    with open(os.path.join(lab.ROOT, CHAPTER), encoding="utf-8") as f:
        chapter = f.read()
    part = {}
    for title, text in re.findall(r"(?ms)^## From (\w+)\n(.*?)(?=^## )", chapter):
        part[title] = re.findall(r"(?ms)^```sh\n(.*?)^```", text)
    lab.check("the chapter has its three parts", {t: len(b) for t, b in part.items()} ==
              {"Jekyll": 1, "Hugo": 1, "WordPress": 1}, repr(part))
    for title, files, addresses in (("Jekyll", JEKYLL, JEKYLL_ADDRESSES), ("Hugo", HUGO, HUGO_ADDRESSES)):
        here = lab.folder(title.lower())
        repo = os.path.join(here, "old")
        os.makedirs(repo)
        lab.git(repo, "init", "-q", "-b", "main")
        written(repo, files)
        lab.git(repo, "add", "-A")
        lab.git(repo, "commit", "-qm", "the old site")
        follow(title, repo, repo, part[title][0], addresses, os.path.join(here, "preview"))
        lab.remove(here)
    here = lab.folder("wordpress")
    written(here, {"export.xml": WORDPRESS})
    follow("WordPress", here, os.path.join(here, "site"), part["WordPress"][0], ["/2019/05/rhine/", "/about/"],
           os.path.join(here, "preview"))
    lab.remove(here)
