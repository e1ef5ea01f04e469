# cli_import -- publish import jekyll and hugo: a branch that publishes, with the addresses of the old site.
import json
import os
import re
import urllib.parse

import lab
from cli_rig import at, edit, ends, records, summary
from import_sites import HUGO, HUGO_ADDRESSES, JEKYLL, JEKYLL_ADDRESSES


def checkout(name, files):
    repo = lab.repository(name, files, bare=False)
    lab.git(repo, "reset", "-q", "--hard")
    return repo


def on(repo, branch, path):
    return lab.git(repo, "show", "%s:%s" % (branch, path), check=False)


def files_of(repo, branch):
    return lab.git(repo, "-c", "core.quotepath=off", "ls-tree", "-r", "--name-only", branch).split("\n")


def lists(name, text, *wanted, nothing=()):
    missing = [w for w in wanted if w not in text] + ["(not) " + w for w in nothing if w in text]
    lab.check(name, not missing, repr(missing), text)


def published(name, repo, branch, addresses):
    """The branch publishes without an error, and every address is a file of the site."""
    ran = at(repo, "--source", branch)
    ends("%s: the branch publishes" % name, ran, 0, "published", nothing=["error"])
    there = set(files_of(repo, "pages"))
    lost = []
    for url in addresses:
        path = urllib.parse.unquote(url).lstrip("/")
        if path.endswith("/") or not path:
            path += "index.html"
        if path not in there:
            lost.append(path)
    lab.check("%s: every old address is there" % name, not lost, repr(lost), "\n".join(sorted(there)))
    return there


def untouched(name, repo, before):
    now = [lab.git(repo, "rev-parse", "HEAD"), lab.git(repo, "status", "--porcelain")]
    lab.check("%s: HEAD, index and work tree are what they were" % name, now == before, repr(now))


def jekyll_here():
    repo = checkout("jekyll", JEKYLL)
    before = [lab.git(repo, "rev-parse", "HEAD"), lab.git(repo, "status", "--porcelain")]
    dry = at(repo, "import", "jekyll", "-n")
    ends("a trial lists the files", dry, 0, "would import: ", "pages/about.md", "static/assets/boat.png",
         "publish.yaml")
    lab.check("and makes no branch", lab.git(repo, "branch", "--list", "import/*") == "")
    ran = at(repo, "import", "jekyll")
    ends("a Jekyll site is imported into its own repository", ran, 0, "the branch is import/jekyll",
         "are missing", "Layouts and includes", "{% include video.html %}", "git merge import/jekyll",
         nothing=[": error"])
    untouched("jekyll", repo, before)
    branch = "import/jekyll"
    lab.check("in commits by kind", lab.git(repo, "log", "--format=%s", "HEAD..%s" % branch).split("\n")[::-1] == [
        "Settings of the Jekyll site", "Data of the Jekyll site", "Files that are published as they are",
        "Articles and pages of the Jekyll site", "Keep the addresses of articles", "Report of the import"],
        lab.git(repo, "log", "--format=%s", branch))
    settings = on(repo, branch, "publish.yaml")
    lists("settings are carried over", settings, "title: The River", "subtitle: Notes from the bank",
          "url: https://river.example.org/blog", "language: en-GB", "timezone: Europe/Berlin", "  name: Ann Lee",
          "contact: hello@example.org", "  recipes: /cook/:path/", "home: 7",
          '{ title: "Far: away", url: "https://far.example/" }', "_posts/2019-10-11-broken.md", "links: warning")
    paths = files_of(repo, branch)
    lists("files that need no change stay", "\n".join(paths), "_posts/2019-03-04-Hello-World.md", "pages/about.md",
          "pages/docs/guide.md", "data/boats.yaml", "data/old_tags.yaml", "static/CNAME", "static/js/site.js",
          nothing=["static/notes.txt", "static/Gemfile", "\nabout.md", "static/README.md"])
    changed = lab.git(repo, "diff", "--name-only", "HEAD", branch, "--", "_posts")
    lists("only what must change is changed", changed, "odd-date.md",
          nothing=["2020-02-03-raw.html", "2019-10-11-broken.md"])
    hello = lab.git(repo, "diff", "HEAD", branch, "--", "_posts/2019-03-04-Hello-World.md")
    lists("an article changes by lines", hello, '+categories: ["news", "river"]', "(2019-05-06-code.markdown)",
          "[about](/about.html)", "](/assets/boat.png)", "-{: .lead }",
          nothing=["-# a remark", "-tags:", "-redirect_from", "-title"])
    code = on(repo, branch, "_posts/2019-05-06-code.markdown")
    lists("code stays code", code, '```ruby\nputs "*not emphasis*" # {{ not liquid }}\nh = {:a => 1}\n```',
          "    indented = {: still code }", "Text from Code, The River and {{ site.time", nothing=["TOC", "{:toc}"])
    lists("defaults reach where they are meant", on(repo, branch, "travel/_posts/2018-05-05-trip.md"),
          'author: "ann"', 'tags: ["one", "two"]', 'categories: ["travel"]')
    lists("dates are read as Ruby does", on(repo, branch, "_posts/2019-08-09-odd-date.md"),
          'date: "2019-08-09 07:05:03 +02:00"')
    lists("an unknown layout is taken out", on(repo, branch, "_posts/2019-11-12-layout.md"), "last_modified_at: 2020",
          "old_modified: 2020", nothing=["layout:"])
    lists("tables become YAML", on(repo, branch, "data/boats.yaml"), 'name: The "Heron", blue', 'length: "12"')
    lists("drafts stay drafts", on(repo, branch, "_drafts/later.md") + on(repo, branch, "_posts/2019-09-10-hidden.md"),
          "draft: true\n---\nNot yet", "draft: true\n---\nNot shown")
    report = on(repo, branch, "IMPORT.md")
    lists("the report says what is missing", report, "## Layouts and includes", "`{% include video.html %}`",
          "`_posts/2019-03-04-Hello-World.md:", "## Plugins of Jekyll", "jekyll-mentions", "## Pages made by Liquid",
          "`/archive-by-year.html`", "## Front matter that cannot be read", "`twitter_username`", "`css/main.scss`")
    there = published("jekyll", repo, branch, JEKYLL_ADDRESSES)
    lab.check("what was no page is none", not [p for p in there if "hidden" in p or "later" in p or "notes" in p],
              repr(there))
    again = at(repo, "import", "jekyll")
    ends("a second import is refused", again, 3, "P0950", "git branch -D import/jekyll", "--branch")
    ends("and goes to another branch", at(repo, "import", "jekyll", "--branch", "second"), 0, "the branch is second")
    lab.commit(repo, {"_posts/2021-01-01-newest.md": "---\ntitle: Newest\n---\nx\n"}, "newest")
    ends("an older commit can be the one that is imported", at(repo, "import", "jekyll", "--source", "HEAD~1", "--branch", "older"),
         0, "the branch is older")
    lab.check("with what it holds", not any("newest" in p for p in files_of(repo, "older")) and
              lab.git(repo, "merge-base", "older", "main") == lab.git(repo, "rev-parse", "main~1"), repr(files_of(repo, "older")))
    lab.remove(repo)


def jekyll_elsewhere():
    folder = lab.folder("old")
    for path, content in JEKYLL.items():
        full = os.path.join(folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as f:
            f.write(content if isinstance(content, bytes) else content.encode())
    repo = os.path.join(lab.folder("new"), "site.git")
    lab.git(os.path.dirname(repo), "init", "-q", "--bare", "-b", "main", repo)
    ran = at(repo, "import", "jekyll", folder, "--format=json")
    ends("a folder is imported into an empty bare repository", ran, 0)
    told = records(ran)
    done = summary(ran)
    lab.check("json has numbers and all places",
              done.get("result") == "imported" and done["missing"] >= 1 and done["articles"] == 13 and
              any(r.get("record") == "left" and r["name"] == "_layouts/" and
                  r["places"] == [{"file": "_layouts/post.html", "line": 0, "col": 0}] for r in told),
              json.dumps(done))
    lab.check("the branch has a history of its own",
              lab.git(repo, "rev-list", "--max-parents=0", "import/jekyll") != "")
    published("jekyll elsewhere", repo, "import/jekyll", JEKYLL_ADDRESSES)
    ends("no site, no import", at(repo, "import", "jekyll", os.path.join(folder, "_data"), "--branch", "x"), 2, "P0953")
    ends("no folder, no import", at(repo, "import", "hugo", os.path.join(folder, "none"), "--branch", "x"), 2, "P0953")
    with open(os.path.join(folder, "_config.yml"), "w") as f:
        f.write("title: [unclosed\n")
    ends("settings that cannot be read", at(repo, "import", "jekyll", folder, "--branch", "x"), 1, "_config.yml:")
    lab.check("leave no branch", lab.git(repo, "branch", "--list", "x") == "")
    lab.remove(folder)
    lab.remove(os.path.dirname(repo))


def hugo_here():
    repo = checkout("hugo", HUGO)
    before = [lab.git(repo, "rev-parse", "HEAD"), lab.git(repo, "status", "--porcelain")]
    ran = at(repo, "import", "hugo")
    ends("a Hugo site is imported into its own repository", ran, 0, "the branch is import/hugo", "{{< chart >}}",
         "Articles in other formats: adoc", "Taxonomies: topics", nothing=[": error", "youtube"])
    untouched("hugo", repo, before)
    branch = "import/hugo"
    lists("settings are carried over", on(repo, branch, "publish.yaml"), "title: The Lake",
          "subtitle: Notes from the shore", "url: https://lake.example.org", "language: en", "timezone: Asia/Shanghai",
          "articles: content\nlanguages:\n", "  zh-CN:\n    title: 湖\n    subtitle: 湖边笔记\n    name: 中文\n"
          "    articles: content.zh\n    menus:\n      main:\n"
          '        - { title: "首页", url: "/zh-cn/" }\n        - { title: "文章", url: "/posts/" }\n'
          '        - { title: "关于", url: "/zh-cn/about/" }\n        - { title: "英文", url: "/who/" }\n'
          '        - { title: "使用条款", url: "/zh-cn/terms/" }\n    footer: { text: "知识共享" }\n    path: zh-cn\n',
          '  fr:\n    title: Le lac\n    articles: content.fr\n    menus:\n      foot:\n'
          '        - { title: "Mentions", url: "/fr/legal/" }\n        - { title: "Code", url: "https://example.com/code" }\n'
          '  de:\n    articles: content.de\npermalink', '  foot:\n    - { title: "Code", url: "https://example.com/code" }\n',
          '  posts: "/:year/:month/:slugortitle/"', "home: 8",
          '    - { title: "Home", url: "/" }\n    - { title: "Posts", url: "/posts/" }\n    - { title: "About us", url: "/about/" }',
          "content/posts/broken.md", 'footer: { text: "CC BY 4.0" }')
    lists("links between articles are links between files", on(repo, branch, "content/about.md"),
          "(posts/first.md#part)")
    lists("one series", on(repo, branch, "content/posts/first.md"), 'series = "Rivers"', "[params]\nx = 1")
    lists("the report", on(repo, branch, "IMPORT.md"), "`{{< chart >}}`", "## Themes", "`disqusShortname`",
          "## Links to articles that are not there", "## Assets that Hugo processes", "## Archetypes",
          "## Words of the interface", "## Front matter that cannot be read",
          "## Menu entries without a name", "`nameless`", "`config/_default/menus.zh-CN.toml:9:3`", "## Menu entries below others", "`条款`", "`Below`",
          "## Settings of one language", "`zh-cn.languageDirection`", "`config/_default/languages.toml:11:1`", nothing=["## Menus of other languages"])
    published("hugo", repo, branch, HUGO_ADDRESSES)
    lab.remove(repo)


def hidden(address):
    """As Cloudflare hides it."""
    return "5a" + "".join("%02x" % (b ^ 0x5A) for b in address.encode())


def addresses():
    """E-mail addresses that Cloudflare hid come back where they can be read; lost ones are told."""
    text = ("Ask <a href=\"/cdn-cgi/l/email-protection\" class=\"__cf_email__\" data-cfemail=\"%s\">[email&#160;protected]</a>,\n"
            "or [Bo](mailto:bo@example.org) and <a href=\"/cdn-cgi/l/email-protection#%s\">him</a>.\n\n"
            "Lost: [email protected].\n\n```\n<i data-cfemail=\"%s\">[email protected]</i>\n```\n"
            % (hidden("ann@example.org"), hidden("cy@example.org"), hidden("kept@example.org")))
    front = "---\ntitle: Mail\ndate: 2020-01-02\nwriter: \"[email protected]\"\n---\n"
    for kind, path, files in (
            ("jekyll", "_posts/2020-01-02-mail.md", {"_config.yml": "title: x\n"}),
            ("hugo", "content/posts/mail.md", {"hugo.toml": "title = 'x'\n"})):
        repo = checkout(kind + "-mail", dict(files, **{path: front + text}))
        ran = at(repo, "import", kind)
        ends("%s: lost addresses are told, with their places" % kind, ran, 0,
             "%s:4:10: warning: E-mail addresses that the old site had destroyed: [email protected]" % path,
             "look for the address")
        lists("%s: hidden ones come back, but not in code" % kind, on(repo, "import/" + kind, path),
              'Ask <a href="mailto:ann@example.org">ann@example.org</a>,', '<a href="mailto:cy@example.org">him</a>',
              'data-cfemail="%s">[email protected]</i>' % hidden("kept@example.org"), 'writer: "[email protected]"',
              nothing=["cdn-cgi", "kept@"])
        lists("%s: the report has the places of both" % kind, on(repo, "import/" + kind, "IMPORT.md"),
              "`%s:4:10`" % path, "`%s:9:7`" % path, "`%s:12:" % path, "were hidden and came back", "`%s:6:5`" % path,
              "`%s:7:" % path)
        lab.remove(repo)


def undated():
    """A page of a Hugo site without a date does not become the newest article."""
    repo = checkout("hugo-undated", {
        "hugo.toml": "title = 'x'\nbaseURL = 'https://example.org/'\n",
        "content/about.md": "+++\ntitle = 'About'\n+++\nx\n",
        "content/contact/index.md": "---\ntitle: Contact\n---\nx\n",
        "content/shown.md": "---\ntitle: Shown\nlisted: true\n---\nx\n",
        "content/dated.md": "---\ntitle: Dated\ndate: 2020-01-02\n---\nx\n",
        "content/docs/guide.md": "---\ntitle: Guide\n---\nx\n"})
    ends("an undated Hugo site is imported", at(repo, "import", "hugo"), 0)
    branch = "import/hugo"
    lab.check("undated pages at the top are not listed",
              on(repo, branch, "content/about.md") == "+++\ntitle = 'About'\nlisted = false\n+++\nx" and
              on(repo, branch, "content/contact/index.md") == "---\ntitle: Contact\nlisted: false\n---\nx")
    lab.check("all others are", not any("listed: false" in on(repo, branch, "content/%s.md" % n)
                                        for n in ("shown", "dated", "docs/guide")))
    lab.check("settings that are there are not missed", "not there" not in on(repo, branch, "IMPORT.md"), on(repo, branch, "IMPORT.md"))
    for kind, file, missing in (("hugo", "content/posts/a.md", "hugo.toml"), ("jekyll", "_posts/2024-01-03-a.md", "_config.yml")):
        bare = checkout(kind + "-bare", {file: "---\ntitle: A\ndate: 2024-01-03\n---\nA\n"})
        ends("%s without settings: it is told that addresses are guesses" % kind, at(bare, "import", kind), 0,
             "Settings that are not there: %s" % missing, "publish urls --against")
    published("hugo undated", repo, branch, ["/about/", "/contact/", "/dated/", "/docs/guide/"])
    archive = lab.git(repo, "show", "pages:feed.xml", check=False)
    lists("nor in the feed", archive, "Dated", "Shown", nothing=["About", "Contact"])
    lab.remove(repo)


def polyglot():
    """A Jekyll site in several languages, as Polyglot has them."""
    repo = checkout("polyglot", {
        "_config.yml": "title: River\nurl: https://river.example.org\nlanguages: [en, fr, pt_BR, 'no tag']\ndefault_lang: en\n"
                       "exclude_from_localization: [assets]\nlang_from_path: true\nplugins: [jekyll-polyglot]\npermalink: /:year/:title/\n",
        "_data/navigation.yml": "- {title: Home, url: /}\n",
        "_data/fr/navigation.yml": "- {title: Accueil, url: /fr/}\n- {title: S, url: 'javascript:alert(1)'}\n",
        "about.md": "---\ntitle: About\npermalink: /about/\nlang: en\n---\nText.\n",
        "a-propos.md": "---\ntitle: Sur\npermalink: /about/\nlang: fr\n---\nTexte.\n",
        "index.fr.md": "---\ntitle: Accueil\npermalink: /\n---\nTexte.\n",
        "_posts/2020-01-02-hello.md": "---\ntitle: Hello\npage_id: hello\n---\nText.\n",
        "_posts/2020-01-02-salut.fr.md": "---\ntitle: Salut\npage_id: hello\n---\nTexte.\n",
        "_posts/2020-01-03-ola.md": "---\ntitle: Ola\nlang: pt_BR\n---\nTexto.\n"})
    ran = at(repo, "import", "jekyll")
    ends("a Jekyll site in several languages is imported", ran, 0, "5 of 5 old addresses are pages",
         "Pages that publish makes itself: /fr/", nothing=[": error", "jekyll-polyglot"])
    branch = "import/jekyll"
    lists("its languages have their menus", on(repo, branch, "publish.yaml"), "language: en\nlanguages:\n  en:\n  fr:\n    menus:\n"
          '      main:\n        - { title: "Accueil", url: "/fr/" }\n  pt-BR:\n    path: pt_BR\narticles:',
          '\nmenus:\n  main:\n    - { title: "Home", url: "/" }', nothing=["no tag", "cript:"])
    lists("a language of a path is written down", on(repo, branch, "_posts/2020-01-02-salut.fr.md"), 'lang: "fr"', 'translation: "hello"')
    lists("the report says what is not there", on(repo, branch, "IMPORT.md"), "## Articles in place of a translation")
    published("polyglot", repo, branch, ["/about/", "/fr/about/", "/2020/hello/", "/fr/2020/salut.fr/", "/pt_BR/2020/ola/"])
    lists("translations are linked", lab.git(repo, "show", "pages:fr/about/index.html", check=False), 'hreflang="x-default"',
          '<a href="/about/" hreflang="en"', "Accueil</a>")
    lab.remove(repo)


def claimed():
    """Shortcodes and tags that publish has itself are not called lost."""
    repo = checkout("claimed", {"hugo.toml": "title = 'T'\n", "content/a.md": "---\ntitle: A\n---\n"})
    doc = at(checkout("doc", {"publish.yaml": lab.SETTINGS}), "plugin", "doc", "directives").out.split("\nDirectives\n")[-1]
    names = re.findall(r"(?m)^  (\w+)(?= \[|:)", doc)
    lab.check("the plugin's page names its directives", len(names) > 25 and "callout" in names and "youtube" in names, str(names), doc)
    edit(repo, "content/a.md", "---\ntitle: A\n---\n" + "".join("{{< %s x >}}\n\n" % n for n in names + ["nowhere"]))
    at(repo, "import", "hugo")
    told = set(re.findall(r"^- `\{\{< (\w+) >\}\}`", on(repo, "import/hugo", "IMPORT.md"), re.M))
    lab.check("Hugo: only the shortcode that nothing claims is told", told == {"nowhere"}, str(told))
    edit(repo, "_config.yml", "title: T\n")
    edit(repo, "_posts/2024-01-03-a.md", "---\ntitle: A\n---\n" + "".join("{%% %s x %%}\n\n" % n for n in names + ["nowhere"]) +
         "{% include figure.html image_path='/a.png' alt='A' %}\n\n{% include youtube.html id='a' %}\n\n{% include other.html %}\n")
    at(repo, "import", "jekyll")
    told = set(re.findall(r"^- `\{% (.*?) %\}`", on(repo, "import/jekyll", "IMPORT.md"), re.M))
    lab.check("Jekyll: only the tags that nothing claims are told", told == {"nowhere", "include other.html"}, str(told))


def hostile_hugo():
    """What leads out of the site, or is no link, is left out and told; the rest is carried over."""
    repo = checkout("hugo-hostile", {
        "hugo.toml": "title = 'Out\x1b[31m'\nbaseURL = 'https://example.org/'\ncontentDir = '../../../etc'\n"
                     "dataDir = '/etc'\nstaticDir = ['/etc', 'public/../..', 'files']\n"
                     "[[menus.main]]\nname = \"A\\u001bB\"\nurl = '/a/'\n"
                     "[[menus.main]]\nname = 'Script'\nurl = ' JaVaScript:alert(1)'\n"
                     "[[menus.main]]\nname = 'Pure, }'\nurl = 'https://example.com/'\n"
                     "[languages.en]\ncontentDir = '/etc/en'\n[languages.de]\ncontentDir = 'content/../..'\n",
        "files/a.txt": "a\n",
        "content/a.md": "---\ntitle: A\ndate: 2020-01-02\nmenu: main\n---\nx\n",
        "content/url.md": "---\ntitle: Url\ndate: 2020-01-02\nurl: javascript:alert(1)\n---\n[y](javascript:alert(2))\n",
        "content/up.md": "---\ntitle: Up\ndate: 2020-01-02\nurl: ../../../up\n---\nx\n",
        "content/esc.md": "---\ntitle: \"E\\e[1m\"\ndate: 2020-01-02\n---\nx\n"})
    ran = at(repo, "import", "hugo")
    ends("a hostile Hugo site is imported", ran, 0, "Control characters in settings: U+001B", "hugo.toml:1:13",
         "Folders that are not in the site: ../../../etc", "content is taken instead", "not in the site: /etc",
         "Menu entries that are no links", "Front matter that cannot be read", nothing=[": error", "\x1b"])
    settings = on(repo, "import/hugo", "publish.yaml")
    lists("its settings lead nowhere else", settings, "articles: content\n", "  - files\n", '{ title: "A      B", url: "/a/" }',
          '{ title: "Pure, }", url: "https://example.com/" }', "  - content/esc.md",
          nothing=["etc", "..", "cript:", "\x1b"])
    ran = at(repo, "--source", "import/hugo")
    ends("and the branch publishes", ran, 0, "published", nothing=["error"])
    paths = files_of(repo, "pages")
    lab.check("with pages inside the site and no script", "a.txt" in paths and "a/index.html" in paths and
              not any(".." in p for p in paths) and
              not any("javascript:" in (lab.git(repo, "show", "pages:" + p, check=False) or "").lower()
                      for p in paths if p.endswith(".html")),
              "\n".join(paths))
    lab.remove(repo)


def hostile_folder():
    """Links, pipes and files without end in the folder of an old site: not followed, not waited for."""
    folder = lab.folder("odd")
    os.makedirs(os.path.join(folder, "_posts"))
    for path, text in (("_config.yml", "title: \"Odd\\e[31m\"\nurl: https://example.org\nbaseurl: javascript:x\nnavigation:\n"
                                       "  - {title: 'A, }', url: /a/}\n  - {title: S, url: 'javascript:alert(1)'}\n"),
                       ("_posts/2020-01-02-a.md", "---\ntitle: A\npermalink: 'javascript:alert(1)'\n---\nx\n")):
        with open(os.path.join(folder, path), "w") as f:
            f.write(text)
    for name in ("pipe.md", "_posts/2020-01-03-pipe.md"):
        os.mkfifo(os.path.join(folder, name))
    os.symlink("/etc", os.path.join(folder, "_data"))
    os.symlink("/etc/passwd", os.path.join(folder, "secret.md"))
    os.symlink("/etc", os.path.join(folder, "_posts", "more"))
    for name in ("film.bin", "_posts/2020-01-04-huge.md"):
        with open(os.path.join(folder, name), "wb") as f:
            f.truncate(3 << 30)
    repo = os.path.join(lab.folder("new"), "site.git")
    lab.git(os.path.dirname(repo), "init", "-q", "--bare", "-b", "main", repo)
    ran = at(repo, "import", "jekyll", folder)
    ends("a folder with what is no file is imported", ran, 0, "imported: 1 article, 0 drafts, 0 other files", "Files that cannot be read",
         "film.bin", "2020-01-04-huge.md", "the limit is", "Control characters in settings: U+001B",
         "Menu entries that are no links: javascript:alert(1)", "Addresses of the site that are none: javascript:x",
         nothing=["passwd", ": error", "Mistakes that stop"])
    lab.check("with its files only", sorted(files_of(repo, "import/jekyll")) ==
              ["IMPORT.md", "_posts/2020-01-02-a.md", "publish.yaml"], repr(files_of(repo, "import/jekyll")))
    lists("and its menu", on(repo, "import/jekyll", "publish.yaml"), '{ title: "A, }", url: "/a/" }', nothing=["cript:"])
    lab.remove(folder)
    lab.remove(os.path.dirname(repo))


def run():
    jekyll_here()
    jekyll_elsewhere()
    hugo_here()
    addresses()
    undated()
    polyglot()
    claimed()
    hostile_hugo()
    hostile_folder()
