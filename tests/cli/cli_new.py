# cli_new -- publish new: where the file goes, what stands in it, that it publishes.
import os
import re
import subprocess

import lab
from cli_rig import at, ends, records, site

RAFE = "rafe: { name: Rafe Sorel, email: Tester@Example.org }\nines: { name: Tester }\n"


def read(repo, path):
    with open(os.path.join(repo, path), encoding="utf-8") as f:
        return f.read()


def path_of(ran):
    return ran.out[:-1] if ran.status == 0 and ran.out.endswith("\n") and ran.out.count("\n") == 1 else ""


def where():
    """Which path a title gets, by the habits of the articles that are there and by settings."""
    article = lab.article
    cases = [
        ("the years of the others", {}, ["articles/%d/a%d.md" % (2020 + i, i) for i in range(3)], r"articles/20\d\d/rain\.md"),
        ("months as well", {}, ["articles/2023/05/a.md", "articles/2023/11/b.md"], r"articles/20\d\d/\d\d/rain\.md"),
        ("all in one folder", {}, ["articles/a.md", "articles/b.md"], r"articles/rain\.md"),
        ("a folder of its own", {}, ["articles/a/index.md", "articles/b/index.md", "articles/c.md"], r"articles/rain/index\.md"),
        (".markdown", {}, ["articles/a.markdown", "articles/b.markdown", "articles/c.md"], r"articles/rain\.markdown"),
        ("Jekyll", {"publish.yaml": lab.SETTINGS + "articles: _posts\n"}, ["_posts/2020-01-02-a.md"],
         r"_posts/20\d\d-\d\d-\d\d-rain\.md"),
        ("Jekyll, the first one", {"publish.yaml": lab.SETTINGS + "articles: _posts\n"}, [], r"_posts/20\d\d-\d\d-\d\d-rain\.md"),
        ("Hugo", {"publish.yaml": lab.SETTINGS + "articles: content\n"}, ["content/posts/a.md", "content/posts/b.md", "content/about.md"],
         r"content/posts/rain\.md"),
        ("no habit", {}, ["articles/tea/a.md", "articles/rivers/b.md", "articles/maps/c.md"], r"articles/rain\.md"),
        ("the very first", {}, [], r"articles/20\d\d/rain\.md"),
        ("new.path", {"publish.yaml": lab.SETTINGS + "new: { path: 'articles/:year-:month/:day/:slug/index.md' }\n"}, ["articles/a.md"],
         r"articles/20\d\d-\d\d/\d\d/rain/index\.md"),
    ]
    for name, settings, paths, wanted in cases:
        files = {"articles/one.md": None, "articles/two.md": None, **{p: article("A") for p in paths}, **settings}
        repo = site("where", **files)
        ran = at(repo, "new", "Rain")
        lab.check("where: " + name, re.fullmatch(re.escape(repo) + "/" + wanted, path_of(ran)) and os.path.isfile(os.path.join(repo, path_of(ran))), str(ran) + ran.out)
    repo = site("language", **{"articles/one.md": None, "articles/two.md": None, "articles/en/a.md": article("A"), "articles/zh/b.md": article("B")})
    lab.check("where: a folder for each language", path_of(at(repo, "-C", ".", "new", "茶", "--lang", "zh", cwd=repo)).endswith("articles/zh/茶.md"), "no")


def run():
    where()
    repo = site("new", **{"data/authors.yaml": RAFE, "publish.yaml": lab.SETTINGS.replace("UTC", "Asia/Shanghai")})
    ran = at(repo, "new", 'Rain: a "wet" #1')
    text = read(repo, "articles/rain-a-wet-1.md")
    lab.check("the path is all that is printed", ran.status == 0 and ran.out == repo + "/articles/rain-a-wet-1.md\n" and ran.err == "", str(ran) + ran.out)
    lab.check("front matter: title, date in the site's zone, author by e-mail before name", re.fullmatch(
        r'---\ntitle: "Rain: a \\"wet\\" #1"\ndate: 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00\nauthors: rafe\ntags: \[\]\n# draft: true\n---\n\n', text), text)
    chinese = at(repo, "new", "你好，世界", "--lang=zh-hans", cwd=repo)
    text = read(repo, "articles/你好-世界.md")
    lab.check("--lang, and letters kept", chinese.status == 0 and "title: 你好，世界\n" in text and "\nlanguage: zh-Hans\n" in text, text)
    lab.check("not where it is the site's", "language" not in read(repo, path_of(at(repo, "new", "Same", "--lang", "en"))), "named")
    lab.git(repo, "add", "-A")
    lab.git(repo, "commit", "-qm", "new ones", env=dict(lab.ENV, GIT_COMMITTER_DATE="", GIT_AUTHOR_DATE=""))
    ran = at(repo, "list")
    rows = {r["path"]: r for r in records(ran)}
    lab.check("what it writes is published at once, as it was meant",
              rows.get("articles/rain-a-wet-1.md", {}).get("title") == 'Rain: a "wet" #1' and len(rows) == 5 and
              rows["articles/你好-世界.md"]["language"] == "zh-Hans", str(ran))
    # Titles that YAML, shells or paths could take for something else.
    odd = ["no", "~", "123", "1e3", "2024-01-02", "- a", "a: b", "a #b", "#a", "'a'", "{a}", "[a]", "@a", "%a", "a:", "!a", "&a", "*a", "|", ">", "12:30",
           "a\\b", "con", "../../etc", "..", "/", "🌊", "  blanks  ", "C++ & C#", "é" * 200, "Привет", "{{ title }}", "<b>bold</b>", "a'b", "-", "=", "...", "null"]
    made = {}
    for title in odd:
        ran = at(repo, "new", "--name", "odd-%d" % len(made), "--", title)
        made["articles/odd-%d.md" % len(made)] = title.strip()
        lab.check("an odd title: " + title[:20], ran.status == 0, str(ran))
    back = {r["path"]: r["title"] for r in records(at(repo, "list", "--worktree"))}
    lab.check("odd titles come back as they were", all(back.get(p) == t for p, t in made.items()),
              str([(t, back.get(p)) for p, t in made.items() if back.get(p) != t]))
    for title in ("..", "/", "🌊", "../../etc/passwd", "con"):
        path = path_of(at(repo, "new", "-n", "--", title))
        lab.check("a file of an odd title stays among the articles: " + title, os.path.dirname(path) == repo + "/articles", path)
    for title in ("", "  ", "a\nb", "a\x1bb", "x" * 1001):
        ends("no title: " + repr(title[:5]), at(repo, "new", title), 2, "a title is one line")
    ends("no argument", at(repo, "new"), 2, "'new' needs an argument", "publish new TITLE")
    ends("a language that is none", at(repo, "new", "A", "--lang", "en_US"), 2, "--lang takes the tag of a language")

    before = read(repo, "articles/one.md")
    ran = at(repo, "new", "One")
    ends("nothing is overwritten, and a free name is told", ran, 2, "articles/one.md is there already", "--name one-2, which is free")
    lab.check("nothing is printed then", ran.out == "" and read(repo, "articles/one.md") == before, ran.out)
    lab.check("that name is free", path_of(at(repo, "new", "One", "--name", "one-2")).endswith("articles/one-2.md"), "no")
    ends("nor is a link to nowhere", (os.symlink("/nowhere", os.path.join(repo, "articles/link.md")), at(repo, "new", "Link"))[1], 2, "is there already")
    os.makedirs(os.path.join(repo, "elsewhere"))
    os.rename(os.path.join(repo, "articles"), os.path.join(repo, "moved"))
    os.symlink("moved", os.path.join(repo, "articles"))
    ends("a folder that is a link is not followed", at(repo, "new", "Away"), 3, "is a symbolic link, which is never followed")
    os.unlink(os.path.join(repo, "articles"))
    os.rename(os.path.join(repo, "moved"), os.path.join(repo, "articles"))
    ran = at(repo, "new", "Tried", "-n")
    lab.check("--dry-run says where and writes nothing", path_of(ran).endswith("articles/tried.md") and not os.path.exists(path_of(ran)), str(ran))
    below = os.path.join(repo, "articles")
    ran = lab.publish("new", "From below", cwd=below)
    lab.check("from a subfolder the path leads there", os.path.isfile(os.path.join(below, path_of(ran))), ran.out)
    ran = lab.publish("-C", "articles", "new", "From above", cwd=repo)
    lab.check("with -C as well", os.path.isfile(os.path.join(repo, path_of(ran))), ran.out)
    shown = subprocess.run(["sh", "-c", 'cat "$(%s new "In an editor")"' % lab.PUBLISH], cwd=repo, env=lab.ENV, capture_output=True, text=True)
    lab.check("a shell opens it", shown.returncode == 0 and "title: In an editor\n" in shown.stdout, shown.stdout + shown.stderr)
    record, end = records(at(repo, "new", "Json", "--format=json"))
    lab.check("JSON", (record["record"], record["path"], record["file"], record["title"], record["slug"], record["author"], record["needs"]) ==
              ("article", "articles/json.md", repo + "/articles/json.md", "Json", "json", "rafe", []) and
              (end["result"], end["status"]) == ("created", 0), str(record))

    more = lab.SETTINGS + "new: { slug: ascii, template: data/new.md }\nfields:\n  region: { type: enum, values: [north, south], required: true, doc: where }\n"
    template = "---\ntitle: {{ title }}\nlanguage: {{language}}\nauthors: {{ author }}\ndate: {{ date }}\nlayout: article.html\n---\n# {{ title }}\n\n{{ what }} {{\n"
    set_up = site("settings", **{"publish.yaml": more, "data/new.md": template})
    ran = at(set_up, "new", "你好，世界 & Straße: Ёлка")
    lab.check("new.slug: ascii, pinyin for Chinese", path_of(ran).endswith("/articles/ni-hao-shi-jie-strasse-elka.md"), ran.out + ran.err)
    lab.check("new.template: quoted in front matter, plain below, a line without a value left out, other braces kept", re.fullmatch(
        r'---\ntitle: "你好，世界 & Straße: Ёлка"\nlanguage: en\ndate: [-0-9T:Z]+\nlayout: article.html\n---\n# 你好，世界 & Straße: Ёлка\n\n\{\{ what \}\} \{\{\n',
        read(set_up, "articles/ni-hao-shi-jie-strasse-elka.md")), read(set_up, "articles/ni-hao-shi-jie-strasse-elka.md"))
    needs = site("needs", **{"publish.yaml": more.replace(", template: data/new.md", "")})
    ran = at(needs, "new", "Wanting")
    ends("a field that must be given is told", ran, 0, "it needs: region")
    lab.check("and stands there to be filled in", "\n# region:  # needed: where; enum north, south\n" in read(needs, "articles/wanting.md") and
              ran.out.count("\n") == 1, read(needs, "articles/wanting.md"))
    for wrong, said in (("articles/:year.md", "needs :slug"), ("articles/:when/:slug.md", "has no token ':when'"), ("other/:slug.md", "no article here"),
                        ("articles/:slug.txt", "no article here"), ("articles/_x/:slug.md", "no article here")):
        ends("new.path: " + wrong, at(site("wrong", **{"publish.yaml": lab.SETTINGS + "new: { path: '%s' }\n" % wrong}), "new", "A"), 2, said, "publish.yaml")
    ends("new.path that leads out", at(site("wrong", **{"publish.yaml": lab.SETTINGS + "new: { path: '../:slug.md' }\n"}), "new", "A"), 1, "new.path")
    ends("new.slug of another kind", at(site("wrong", **{"publish.yaml": lab.SETTINGS + "new: { slug: latin }\n"}), "new", "A"), 1, "new.slug")
    ends("a template that is not there", at(site("wrong", **{"publish.yaml": lab.SETTINGS + "new: { template: none.md }\n"}), "new", "A"), 3, "none.md")
    ends("wrong data does not keep anybody from writing", at(site("wrong", **{"data/authors.yaml": "a: [\n"}), "new", "A"), 0, "articles/a.md")
    ends("a bare repository", at(site("bare", bare=True), "new", "A"), 3, "a bare repository has no folder for an article")
    ends("not in a repository", lab.publish("-C", lab.WORK, "new", "A"), 3, "git repository")
