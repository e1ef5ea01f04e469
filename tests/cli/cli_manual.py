# cli_manual -- the first ten minutes of the chapter for plugin authors, as somebody does them who has only that.
import os
import re

import lab
from cli_rig import at, ends

CHAPTER = os.path.join("site", "manual", "plugin-authors.md")


def blocks(text, language):
    return re.findall(r"(?ms)^```%s\n(.*?)^```" % language, text)


def put(repo, path, text):
    full = os.path.join(repo, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w", encoding="utf-8") as f:
        f.write(text)


def command(name, repo, line, status, *texts):
    """A line of the chapter: `publish ...  # why`."""
    words = line.split("#")[0].split()
    assert words[0] == "publish", line
    return ends("%s: %s" % (name, " ".join(words)), at(repo, *words[1:]), status, *texts)


def page(repo):
    with open(os.path.join(repo, "..", "public", "hello", "index.html"), encoding="utf-8") as f:
        return f.read()


def run():
    with open(os.path.join(lab.ROOT, CHAPTER), encoding="utf-8") as f:
        text = f.read()
    first = text[text.index("## The first ten minutes"):text.index("## The hooks, in their order")]
    here = lab.folder("manual")
    repo = os.path.join(here, "site")
    lab.publish("init", repo)
    put(repo, "articles/mine.md", "---\ntitle: Mine\ndate: 2024-01-01\npermalink: /hello/\n---\n" + "word " * 500 + "\n")

    shell, lua, yaml = blocks(first, "sh"), blocks(first, "lua"), blocks(first, "yaml")
    command("it begins", repo, shell[0].strip(), 0, "plugins/reading-time/init.lua")
    put(repo, "plugins/reading-time/init.lua", lua[0])
    test, update, attempt, look = [l for l in shell[1].split("\n") if l]
    command("what came out is another thing", repo, test, 1, " min</p>")
    command("it is kept", repo, update, 0, "expect.html")
    command("it passes", repo, test, 0, "ok reading-time/first")
    command("it shows what it does", repo, attempt, 0, "hello.md", "+<p>1 min</p>")
    command("the site is written", repo, look, 0)
    lab.check("the minutes stand on the page", "<p>2 min</p>" in page(repo), page(repo)[:2000])

    settings = os.path.join(repo, "publish.yaml")
    with open(settings, encoding="utf-8") as f:
        kept = re.sub(r"(?m)^plugins:.*\n(?:[ -].*\n)*", "", f.read())
    put(repo, "publish.yaml", kept + yaml[0])
    command("its own speed", repo, look, 0)
    lab.check("changes the minutes", "<p>2 min</p>" in page(repo) or "<p>3 min</p>" in page(repo), page(repo)[:2000])
    put(repo, "publish.yaml", kept + yaml[0].replace("speed", "sped"))
    command("a slip is explained", repo, look, 1, "publish.yaml:", "did you mean 'speed'?")
    put(repo, "publish.yaml", kept + yaml[0])

    put(repo, "plugins/reading-time/i18n/en.yaml", yaml[1])
    put(repo, "plugins/reading-time/init.lua", re.sub(r"(?m)^  return \{ byline.*\n", lambda m: lua[1], lua[0], count=1))
    command("words for readers", repo, look, 0)
    lab.check("stand on the page", "<p>2 minutes</p>" in page(repo) or "<p>3 minutes</p>" in page(repo), page(repo)[:2000])

    name = re.search(r'name = "([a-z-]+)"', lua[2])[1]
    put(repo, "plugins/%s/init.lua" % name, lua[2])
    command("more than one article", repo, look, 0)
    lab.check("has its pages", os.path.exists(os.path.join(here, "public", "years", "2024", "index.html")), os.listdir(os.path.join(here, "public")))
    lab.remove(here)
