# cli_catalog -- publish list: records, the table, paths.
import json
import os
import pty
import subprocess

import lab
from cli_rig import at, ends, records, site

RIVER = "The river gauge stands beside the towpath, and the river rises when rain falls on the moor. "
MORE = {
    "publish.yaml": lab.SETTINGS + "plugins:\n  - render\n  - tags\n  - disclaimer:\n      rules:\n"
                                   "        - { when: { categories: opinion }, notice: opinion }\n  - related\n",
    "notices/opinion.en.md": "This is an opinion.\n",
    "articles/2024/rain.md": lab.article("Rain on the moor", "2024-02-01", RIVER * 3, tags="[rivers, weather]",
                                         categories="[opinion]"),
    "articles/2024/gauge.md": lab.article("Reading a gauge", "2024-02-03", RIVER * 4, tags="[rivers]"),
    "articles/2024/cha.md": lab.article("中文标题也占两列", "2024-03-01", "第一篇中文文章，讲茶。\n", language="zh-Hans",
                                        tags="[茶]"),
    "articles/2024/hidden.md": lab.article("Hidden", "2024-03-02", draft="true"),
}


def terminal(*args):
    """Output of the program on a terminal of 80 columns."""
    master, slave = pty.openpty()
    import fcntl, struct, termios
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    child = subprocess.Popen([lab.PUBLISH, *args], stdout=slave, stderr=subprocess.PIPE, env=lab.ENV)
    os.close(slave)
    text = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:
            break
        if not part:
            break
        text += part
    child.communicate()
    os.close(master)
    return text.decode().replace("\r\n", "\n"), child.returncode


def columns(text):
    return sum(2 if ord(c) > 0x2E80 else 1 for c in text)


def run():
    repo = site(**MORE)
    ran = at(repo, "list", "--format=json")
    found = {r["path"]: r for r in records(ran)}
    lab.check("one record for each article, in order of path",
              ran.status == 0 and list(found) == sorted(found) and len(found) == 5, ran.out + ran.err)
    rain = found.get("articles/2024/rain.md", {})
    lab.check("with path, URL, title, date, language",
              (rain.get("url"), rain.get("title"), rain.get("date"), rain.get("language")) ==
              ("/2024/02/rain/", "Rain on the moor", "2024-02-01", "en"), str(rain))
    lab.check("with tags, their origin and score",
              [t for t in rain.get("tags", []) if t["origin"] == "author"][:1] and
              all({"name", "origin", "score"} <= set(t) for t in rain.get("tags", [])), str(rain.get("tags")))
    related = rain.get("related", [])
    lab.check("with related articles and their score, best first",
              related and related[0]["path"] == "articles/2024/gauge.md" and
              [r["score"] for r in related] == sorted((r["score"] for r in related), reverse=True), str(related))
    lab.check("with notices and words", rain.get("notices") == ["opinion"] and rain.get("words") == 51, str(rain))
    lab.check("Chinese words are counted by character", found["articles/2024/cha.md"]["words"] == 9,
              str(found["articles/2024/cha.md"]))
    lab.check("nothing is committed", lab.tip(repo) is None, "committed")
    lab.check("not on a terminal it is JSON by itself", at(repo, "list").out == ran.out, "differs")
    drafts = {r["path"]: r for r in records(at(repo, "list", "--drafts"))}
    lab.check("--drafts", drafts.get("articles/2024/hidden.md", {}).get("draft") is True, str(list(drafts)))

    text, status = terminal("-C", repo, "list")
    lab.check("a table on a terminal", status == 0 and text.startswith("DATE ") and "Rain on the moor" in text and
              "/2024/02/rain/" in text and "opinion" in text and "rivers" in text, text)
    text, _ = terminal("-C", repo, "list", "-q")
    rows = [row for row in text.split("\n") if row]
    starts = {columns(row[:row.index("articles/")]) for row in rows}
    lab.check("wide characters take two columns", len(rows) == 5 and len(starts) == 1, text)
    lab.check("-q is one line an article, no wider than the terminal", all(columns(r) <= 80 for r in rows), text)
    ends("--format=text asks for the table", at(repo, "list", "--format=text"), 0, "DATE ", "Rain on the moor")

    def paths(*args, cwd=repo):
        return sorted(r["path"] for r in records(at(cwd, "list", *args)))

    lab.check("a folder", paths("articles/2024") == paths("articles/2024/") == paths("./articles/2024") and
              len(paths("articles/2024")) == 3, str(paths("articles/2024")))
    lab.check("a file", paths("articles/one.md") == ["articles/one.md"], str(paths("articles/one.md")))
    lab.check("a pattern", paths("articles/*.md") == ["articles/one.md", "articles/two.md"], str(paths("articles/*.md")))
    lab.check("several", len(paths("articles/one.md", "**/gauge.md")) == 2, "no")
    below = os.path.join(repo, "articles/2024")
    lab.check("from a subfolder, its own paths and the root's",
              paths("rain.md", cwd=below) == paths("articles/2024/rain.md", cwd=below) ==
              paths("../../articles/2024/rain.md", cwd=below) == ["articles/2024/rain.md"] and
              len(paths(".", cwd=below)) == 3 and paths("../one.md", cwd=below) == ["articles/one.md"], "no")
    ends("a path without articles", at(repo, "list", "articles/tow.md"), 2, "no article matches 'articles/tow.md'",
         "did you mean 'articles/two.md'?")
    for odd in ("", "/", "..", "[", "**", "\\", "a" * 3000, "*" * 200):
        ran = at(repo, "list", odd)
        lab.check("an odd path " + odd[:10], ran.status in (0, 2) and "Sanitizer" not in ran.err, str(ran))
    with open(os.path.join(repo, "articles/new.md"), "w") as f:
        f.write(lab.article("New"))
    lab.check("--worktree", "articles/new.md" in paths("--worktree") and "articles/new.md" not in paths(), "no")
    lab.check("--source", len(paths("--source", "main")) == 5, "no")
    bad = site("bad", **{"articles/bad.md": "---\ntitle: [\n---\n"})
    ran = at(bad, "list", "--format=json")
    lab.check("errors go to standard error, as JSON", ran.status == 1 and ran.out == "" and
              json.loads(ran.err.split("\n")[0])["file"] == "articles/bad.md", str(ran))
    plain = site("plain", **{"publish.yaml": lab.SETTINGS + "plugins: { tags: false, related: false, disclaimer: false }\n"})
    row = records(at(plain, "list"))
    lab.check("without those plugins there are the author's tags and no more",
              len(row) == 2 and row[0]["tags"] == [{"name": "rivers", "origin": "author"}] and row[0]["related"] == [] and
              row[0]["notices"] == [], str(row))
