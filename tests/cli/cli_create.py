# cli_create -- publish init: repositories that publish at once.
import os

import lab
from cli_rig import at, ends, summary


def run():
    place = lab.folder("init")
    ran = lab.publish("init", "my-site", cwd=place)
    repo = os.path.join(place, "my-site")
    ends("init makes a repository and says what to do next", ran, 0, "cd my-site", "publish", "3 articles")
    lab.check("its first commit is there, and nothing is left to commit",
              lab.git(repo, "rev-list", "--count", "HEAD") == "1" and lab.git(repo, "status", "--porcelain") == "" and
              lab.git(repo, "symbolic-ref", "HEAD") == "refs/heads/main", lab.git(repo, "status", "--porcelain"))
    lab.check("git finds nothing wrong with it", lab.fsck(repo) is None, lab.fsck(repo))
    ran = at(repo)
    ends("it can be published at once", ran, 0, "published: ", "pages ")
    ends("and without a single complaint", ran, 0, nothing=["warning:", "error:", "note:"])
    files = lab.outputs(repo)
    lab.check("the minimal site has its pages",
              {"index.html", "404.html", "feed.xml", "sitemap.xml", ".nojekyll", "style.css"} <= set(files),
              str(sorted(files)))
    ends("a second init refuses", lab.publish("init", "my-site", cwd=place), 2, "not empty")
    os.makedirs(os.path.join(place, "full"))
    with open(os.path.join(place, "full", "note.txt"), "w") as f:
        f.write("mine")
    ends("a folder that is not empty is refused", lab.publish("init", "full", cwd=place), 2, "not empty",
         "missing or empty")
    lab.check("and left as it was", os.listdir(os.path.join(place, "full")) == ["note.txt"], "touched")
    os.makedirs(os.path.join(place, "empty"))
    ends("an empty folder is fine", lab.publish("init", "empty", cwd=place), 0)
    ends("a folder below a missing one", lab.publish("init", "x/y/z", cwd=place), 0)
    ends("no name", lab.publish("init", "", cwd=place), 2)
    ends("a file in the way", lab.publish("init", "full/note.txt", cwd=place), 3, "note.txt")
    ran = lab.publish("init", "--demo", "demo", "--format=json", cwd=place)
    demo = os.path.join(place, "demo")
    names = lab.git(demo, "ls-tree", "-r", "--name-only", "HEAD").split("\n")
    lab.check("--demo is the whole starter, without `try`",
              summary(ran).get("result") == "created" and summary(ran).get("articles", 0) >= 12 and
              "try" not in names and "publish.yaml" in names and any(n.startswith("notices/") for n in names), ran.out)
    ran = at(demo)
    ends("the starter publishes without a complaint", ran, 0, "published: ", nothing=["warning:", "error:"])
