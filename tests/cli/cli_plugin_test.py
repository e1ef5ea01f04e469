# cli_plugin_test -- publish plugin test, plugin new, plugin conformance: cases, differences, formats, free checks.
import json
import os
import re
import resource
import shutil
import signal
import xml.etree.ElementTree as ET

import lab
from cli_rig import ends, records

PLAIN = '''local P = publish.plugin { name = "p", version = "1.0.0", api = 1,
  options = { word = publish.string { default = "end" }, times = publish.integer { default = 1, max = 9 } } }
function P.transform(doc, article)
  return { doc, ast.paragraph { P.options.word:rep(P.options.times) } }
end
return P
'''
IN = "---\ntitle: A\ndate: 2024-01-01\n---\nText.\n"
KINDS = ["page", "scan", "transform", "render", "pages", "files", "check"]
# The usual schema (windyroad/JUnit-Schema): what a suite must have, in order.
SUITE = {"id", "package", "name", "timestamp", "hostname", "tests", "failures", "errors", "time"}


def write(root, files):
    for path, text in files.items():
        full = os.path.join(root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as f:
            f.write(text)


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as f:
        return f.read()


def alone(name, **files):
    """A folder that only holds a plugin and its cases."""
    root = lab.folder(name)
    write(root, {"init.lua": PLAIN, "tests/first/in.md": IN, **files})
    return root


def run_in(root, *args):
    return lab.publish("-C", root, "plugin", "test", *args)


def expectations():
    root = alone("plugin", **{"tests/first/expect.html": "<p>Text.</p>\n<p>end</p>\n"})
    ends("a plugin in a folder of its own is tested", run_in(root), 0, "ok p/first: 7 checks", "1 case, 7 checks: 7 passed, 0 failed")
    write(root, {"tests/first/expect.html": "<p>Text.</p>\n<p>And</p>\n"})
    ends("a difference is shown with file, lines and context", run_in(root), 1, "FAILED p/first: expect.html: what came out is not what",
         "--- tests/first/expect.html\n    +++ what came out\n    @@ -1,2 +1,2 @@\n     <p>Text.</p>\n    -<p>And</p>\n    +<p>end</p>",
         "1 of 7 checks failed [P0821]", "--update keeps it")
    ran = run_in(root, "--update")
    ends("--update keeps what came out, and shows it", ran, 0, "changed tests/first/expect.html (+1 -1)", "+<p>end</p>")
    ends("after which it passes", run_in(root, "-q"), 0, nothing=("ok",))
    ends("--update twice changes nothing", run_in(root, "--update"), 0, "nothing changed")
    write(root, {"tests/first/options.yaml": "word: 好\ntimes: 3\n", "tests/first/expect.ast": "\n"})
    ran = run_in(root)
    ends("an empty expectation is an error with the way out", ran, 1, "tests/first/expect.ast: error: expects nothing",
         "'publish plugin test --update' writes what comes out")
    run_in(root, "--update")
    lab.check("options, body and document are those of the case",
              "<p>好好好</p>" in read(root, "tests/first/expect.html") and
              read(root, "tests/first/expect.ast") == 'document\n  paragraph\n    text "Text."\n  paragraph @p\n    text "好好好" @p\n',
              read(root, "tests/first/expect.html") + read(root, "tests/first/expect.ast"))
    write(root, {"tests/first/options.yaml": "# how often\n\ntimes: 10\nwrod: x\n"})
    ran = run_in(root)
    ends("what is wrong with options.yaml is told there", ran, 1, "options.yaml:3:8: error: p.times must be at most 9, found 10",
         "3 | times: 10", "did you mean 'word'?", "the build failed, so there is no such file")
    write(root, {"tests/first/options.yaml": "times: 2\n", "tests/first/expect.html": "<p>Text.</p>\n<p>endend</p>\n"})
    os.remove(os.path.join(root, "tests/first/expect.ast"))
    write(root, {"tests/first/in.md": IN + "<script>x</script>\n"})
    ends("without expect.diag nothing may be said", run_in(root), 1, "no messages: something was said; expect.diag can expect it",
         "in.md:6:1: warning")
    run_in(root, "--update")
    lab.check("expect.diag has the messages as they are printed", "in.md:6:1: warning" in read(root, "tests/first/expect.diag"),
              read(root, "tests/first/expect.diag"))
    ends("and then they are expected", run_in(root), 0)


def updates_that_keep_nothing():
    """--update keeps what came out; where nothing did, it says so and writes nothing."""
    late = alone("late", **{"tests/first/in.md": IN.replace("2024-01-01", "2026-01-01")})
    for again in ("once", "again"):
        ends("an article of later than the cases' day, %s" % again, run_in(late, "--update"), 1, "in.md is not published", "2025-01-01")
    lab.check("nothing was written for it", os.listdir(os.path.join(late, "tests/first")) == ["in.md"], os.listdir(os.path.join(late, "tests/first")))
    broken = alone("broken", **{"init.lua": PLAIN.replace("return P", "return Q")})
    ran = run_in(broken, "--update")
    ends("a plugin that fails is not what is expected", ran, 1, "FAILED p/first: the build: failed", "init.lua", "empty expect.diag")
    lab.check("and leaves no expectation", os.listdir(os.path.join(broken, "tests/first")) == ["in.md"], os.listdir(os.path.join(broken, "tests/first")))
    write(broken, {"tests/first/expect.html": "<p>Text.</p>\n"})
    ends("nor is it offered to keep it", run_in(broken), 1, "the build failed", nothing=("--update keeps it",))
    write(broken, {"tests/first/expect.diag": ""})
    ends("whoever wants the messages says so", run_in(broken, "--update"), 0, "expect.diag")


def wrong_cases():
    root = alone("wrong", **{"tests/first/expct.html": "x"})
    ends("a misspelt expectation is told", run_in(root), 1, "tests/first/expct.html: error: is no part of a test case [P0820]",
         "did you mean 'expect.html'?")
    root = alone("none")
    ends("a case that expects nothing", run_in(root), 1, "tests/first: error: expects nothing", "--update")
    os.remove(os.path.join(root, "tests/first/in.md"))
    write(root, {"tests/first/expect.html": "x\n", "tests/notes.txt": "x"})
    ends("a case without anything to build, and a stray file", run_in(root), 1, "has nothing to build", "tests/notes.txt: error: lies beside the test cases")
    write(root, {"tests/first/in.md": IN, "tests/first/site/articles/a.md": IN})
    ends("both kinds at once", run_in(root), 1, "has both in.md and site/")
    empty = lab.folder("nothing")
    ends("neither a plugin nor a repository", run_in(empty), 3, "P0101")
    root = alone("bare")
    shutil.rmtree(os.path.join(root, "tests"))
    ends("no case at all", run_in(root), 2, "there is no test case", "tests/first/in.md")


def in_a_repository():
    repo = lab.repository("tested", {"publish.yaml": lab.SETTINGS, "articles/a.md": IN, "plugins/p/init.lua": PLAIN,
                                     "plugins/p/tests/first/in.md": IN, "plugins/p/tests/first/expect.html": "<p>Text.</p>\n<p>end</p>\n",
                                     "plugins/q/init.lua": PLAIN.replace('"p"', '"q"').replace("api = 1,", 'api = 1, outputs = { "q.txt" }, after = { "p" },'),
                                     "plugins/q/tests/both/site/articles/a.md": IN,
                                     "plugins/q/tests/both/site/publish.yaml": "title: x\nurl: https://example.org\npermalink: /:slug/\nplugins: [p, q: {word: Q}]\n",
                                     "plugins/q/tests/both/expect/a/index.html": "<p>Text.</p>\n<p>end</p>\n<p>Q</p>\n"}, bare=False)
    ends("all plugins of a repository, each with those that its case names", run_in(repo), 0, "ok p/first", "ok q/both", "2 cases",
         "declared in `outputs`, but written in no case: q.txt")
    ends("one of them", run_in(repo, "q"), 0, "ok q/both", nothing=("p/first",))
    ends("from within its folder", run_in(os.path.join(repo, "plugins/p")), 0, "ok p/first", nothing=("q/both",))
    ends("cases by pattern", run_in(repo, "--case", "fi*"), 0, "ok p/first", nothing=("q/both",))
    ends("no such case", run_in(repo, "--case", "x*"), 2, "no test case matches 'x*'")
    ends("no such plugin", run_in(repo, "pp"), 2, "there is no plugin 'pp' here", "did you mean 'p'?")
    write(repo, {"plugins/oops/Init.lua": "return {}\n", "plugins/oops/more.lua": "return {}\n"})
    ends("no init.lua", run_in(repo, "plugins/oops/"), 2, "plugins/oops has no init.lua (there is Init.lua)")
    shutil.rmtree(os.path.join(repo, "plugins/oops"))
    ran = lab.publish("-C", repo, "--at", "2025-01-01")
    files = lab.outputs(repo)
    lab.check("tests of plugins are no part of the site", ran.status == 0 and not [f for f in files if "first" in f or "both" in f],
              str(ran))
    before = lab.tree(repo)
    lab.commit(repo, {"plugins/p/tests/first/init.lua": "this is no Lua", "plugins/p/tests/x/site/templates/article.html": "{% broken"})
    ran = lab.publish("-C", repo, "--at", "2025-01-01")
    lab.check("whatever they hold", ran.status == 0 and lab.tree(repo) == before, str(ran))


MAKES = 'local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "own/*.txt" } }\n' \
        'function P.files(site, out) out:write("own/x.txt", "x") end\nreturn P\n'


def links_out():
    outside = lab.folder("links-outside")
    for name, link in {"whole": "tests/first/expect", "part": "tests/first/expect/own"}.items():
        root = alone("links-" + name, **{"init.lua": MAKES})
        os.makedirs(os.path.dirname(os.path.join(root, link)), exist_ok=True)
        os.symlink(outside, os.path.join(root, link))
        ends("--update follows no link out of the case (%s)" % name, run_in(root, "--update"), 3, link + " is a symbolic link",
             "wrote tests/first/expect.html")
    repo = lab.repository("links-repo", {"publish.yaml": lab.SETTINGS, "articles/one.md": IN}, bare=False)
    for link in (".publish", "plugins"):
        os.symlink(outside, os.path.join(repo, link))
    ends("nor does a new plugin", lab.publish("-C", repo, "plugin", "new", "mine"), 3, "plugins is a symbolic link")
    ends("nor are schemas written through one", lab.publish("-C", repo, "schema", "--write"), 3, ".publish is a symbolic link")
    ends("nor types", lab.publish("-C", repo, "plugin", "types"), 3, ".publish is a symbolic link")
    lab.check("nothing came there", os.listdir(outside) == [], str(os.listdir(outside)))


def killed():
    root = alone("killed", **{"tests/first/in.md": IN + "Word. " * 200 + "\n"})
    ran = lab.publish("-C", root, "plugin", "test", "--update", before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600)))
    case = root + "/tests/first"
    lab.check("--update that is killed leaves no expectation, and no file behind it", ran.status == 128 + signal.SIGXFSZ and
              (os.listdir(case) == ["in.md"] or not lab.unnamed(case)), str(ran) + str(os.listdir(case)))
    with open(case + "/.tmp-4711", "w", encoding="utf-8") as f:  # as on a file system where each file has a name at once
        f.write("half of it")
    ends("a file that was left behind does not disturb the next run", run_in(root, "--update"), 0, "wrote tests/first/expect.html")
    ends("nor the case", run_in(root), 0, "ok p/first")


def free_checks():
    """Plugins that pass what they expect, and are found out all the same."""
    root = alone("spread", **{
        "init.lua": 'local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "a.txt" } }\n'
                    'function P.files(site, out) out:write("b.txt", "x") end\nreturn P\n',
        "tests/first/expect.html": "<p>Text.</p>\n"})
    ends("a file that is not declared", run_in(root), 1, "P.files wrote 'b.txt', which the header does not declare", "add it to `outputs`")
    root = alone("greedy", **{
        "init.lua": 'local P = publish.plugin { name = "p", version = "1.0.0", api = 1 }\n'
                    "function P.scan(article, doc)\n  for i = 1, 115000000 do end\nend\nreturn P\n",
        "tests/first/expect.html": "<p>Text.</p>\n"})
    ran = run_in(root)
    ends("a hook that takes more than half of its budget", ran, 0, "warning p/first: budget: steps ", "% (scan)",
         "more than half of what a hook may take", "[P0823]")
    root = alone("kept", **{
        "init.lua": 'local P = publish.plugin { name = "p", version = "1.0.0", api = 1 }\nlocal n = 0\n'
                    "function P.transform(doc) n = n + 1 return nil end\nreturn P\n", "tests/first/expect.html": "<p>Text.</p>\n"})
    ends("state between articles", run_in(root), 1, "keeps state between articles")


def formats():
    strange = "<p>\x01 ]]> &amp; \"x\" <!-- # \\ -->\n"
    root = alone("formats", **{"tests/first/expect.html": strange, "tests/two # \\ <&>/in.md": IN,
                               "tests/two # \\ <&>/expect.html": "<p>Text.</p>\n<p>end</p>\n"})
    ran = run_in(root, "--format=tap")
    lines = ran.out.split("\n")
    results = [line for line in lines if re.match(r"(not )?ok ", line)]
    lab.check("TAP: version, plan, numbers", lines[0] == "TAP version 14" and lines[1] == "1..%d" % len(results) and
              [int(re.match(r"(?:not )?ok (\d+) - ", r)[1]) for r in results] == list(range(1, len(results) + 1)), ran.out)
    lab.check("TAP: names are escaped", any("two \\# \\\\ <&>" in r for r in results), ran.out)
    failed = ran.out[ran.out.index("not ok"):]
    lab.check("TAP: what failed has a YAML block", re.match(r'not ok \d+ - .*\n  ---\n  message: ".*"\n  severity: fail\n  detail: \|2\n(    .*\n)+  \.\.\.\n', failed),
              failed)
    ran = run_in(root, "--format=junit")
    suites = ET.fromstring(ran.out)
    suite = suites[0]
    cases = suite.findall("testcase")
    lab.check("JUnit: what the schema wants of a suite", suites.tag == "testsuites" and SUITE == set(suite.attrib) and
              [e.tag for e in suite if e.tag != "testcase"] == ["properties", "system-out", "system-err"] and
              suite[0].tag == "properties" and suite[-2].tag == "system-out", ran.out)
    lab.check("JUnit: the numbers agree", int(suite.attrib["tests"]) == len(cases) == len(results) and
              int(suite.attrib["failures"]) == len(suite.findall("testcase/failure")) == 1, ran.out)
    lab.check("JUnit: every case has a name, a class and a time, a failure a type",
              all({"name", "classname", "time"} == set(c.attrib) for c in cases) and
              suite.find("testcase/failure").attrib["type"] and ']]> &amp; "x"' in suite.find("testcase/failure").text, ran.out)
    lab.check("JUnit: strange names survive", any(c.attrib["classname"] == "p.two # \\ <&>" for c in cases), ran.out)
    wild = alone("formats-wild", **{"tests/first/expect/a\x1b[31m\n::error::x\nok 9 - y": "x", "tests/first/expect/\u202e": "x"})
    for form in ("text", "tap", "junit", "json"):
        ran = run_in(wild, "--format=" + form)
        shown = [line.strip() for line in ran.out.split("\n")]
        lab.check("names of files are shown, never sent: " + form, ran.status == 1 and "\x1b" not in ran.out and
                  (form in ("junit", "json") or "\u202e" not in ran.out) and
                  not any(line.startswith(("::", "ok 9")) and not line.startswith("ok 9 - p/first: ") for line in shown), ran.out)
    ran = run_in(root, "--format=json")
    rows = records(ran)
    lab.check("JSON: a record a check, and a summary", ran.status == 1 and len(rows) == len(results) + 1 and
              rows[-1] == {"record": "summary", "result": "failed", "status": 1, "cases": 2, "checks": len(results), "failed": 1} and
              [r for r in rows if r.get("result") == "failed" and r["record"] == "test"][0]["check"] == "expect.html", ran.out)
    lab.check("the same bytes each time", run_in(root, "--format=junit").out == run_in(root, "--format=junit").out, "")
    ends("only where tests are run", lab.publish("--format=tap", "version"), 2, "--format=tap is for 'plugin test'")


def new():
    here = lab.folder("new")
    for kind in KINDS:
        ran = lab.publish("-C", here, "plugin", "new", "a-" + kind, "--hook", kind)
        ends("a skeleton for %s" % kind, ran, 0, "wrote a-%s/init.lua" % kind, "cd a-%s && publish plugin test" % kind, "publish plugin test --update")
        folder = os.path.join(here, "a-" + kind)
        ends("its test passes right away", run_in(folder), 0, "ok a-%s/first" % kind, " 0 failed")
        lab.check("with texts in two languages, a README, settings for the editor",
                  all(os.path.exists(os.path.join(folder, f)) for f in ("i18n/en.yaml", "i18n/zh-Hans.yaml", "README.md")) and
                  ".publish/types" in json.loads(read(folder, ".luarc.json"))["workspace.library"], str(os.listdir(folder)))
        left = [os.path.join(d, f) for d, _, names in os.walk(folder) for f in names if "NAME" in f or "NAME" in read(d, f)]
        lab.check("and nothing left to fill in", not left, str(left))
    ends("nothing is overwritten", lab.publish("-C", here, "plugin", "new", "a-page"), 2, "is there already", "P0824")
    ends("a name that cannot be", lab.publish("-C", here, "plugin", "new", "Word_Count"), 2, "'publish plugin new word-count' would do")
    ends("nothing is no name", lab.publish("-C", lab.folder("nameless"), "plugin", "new", ""), 2, "such as word-count", nothing=("wrote",))
    ends("a path is no name", lab.publish("-C", here, "plugin", "new", "../x"), 2, "'publish plugin new x' would do")
    ends("the name of a built-in one", lab.publish("-C", here, "plugin", "new", "tags"), 2, "there is a built-in plugin 'tags'")
    ends("a hook that is none", lab.publish("-C", here, "plugin", "new", "z", "--hook=transfrom"), 2, "did you mean 'transform'?")
    def small():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))

    full = lab.folder("full")
    ends("no room for it", lab.publish("-C", full, "plugin", "new", "mine", before=small), 3, "cannot write")
    lab.check("leaves nothing in its place", not os.path.exists(full + "/mine"), str(os.listdir(full)))
    newer = lab.folder("newer")
    lab.git(newer, "init", "-q", "--object-format=sha256")
    for args in (("plugin", "new", "mine"), ("schema",), ("plugin", "doc")):
        ends("a repository that cannot be opened is not passed over: " + args[0], lab.publish("-C", newer, *args), 3, "SHA-256", nothing=("wrote",))
    lab.check("and nothing is in it", os.listdir(newer) == [".git"], str(os.listdir(newer)))
    repo = lab.repository("home", {"publish.yaml": lab.SETTINGS, "articles/one.md": IN}, bare=False)
    ran = lab.publish("-C", os.path.join(repo, "articles"), "plugin", "new", "mine")
    ends("in a repository it goes to plugins/", ran, 0, "wrote plugins/mine/init.lua", "wrote .luarc.json", "publish plugin test mine")
    write(repo, {".luarc.json": "{}"})
    lab.publish("-C", repo, "plugin", "new", "other", "-q")
    lab.check("settings that are there stay", read(repo, ".luarc.json") == "{}", read(repo, ".luarc.json"))
    ends("both pass", run_in(repo), 0, "ok mine/first", "ok other/first")
    ran = lab.publish("-C", repo, "--worktree", "--to", lab.folder("out"), "--at", "2025-01-01")
    ends("and the site can be built with them", ran, 0)


def conformance():
    here = lab.folder("anywhere")
    ran = lab.publish("-C", here, "plugin", "conformance", "--case", "slots-*")
    ends("from the program alone", ran, 0, "ok slots-in-order-of-plugins", "ok slots-with-mistakes", "2 cases")
    ends("which cannot be changed", lab.publish("-C", here, "plugin", "conformance", "--update"), 2, "cannot be changed")
    suite = os.path.join(here, "suite")
    shutil.copytree(os.path.join(lab.ROOT, "tests/conformance"), suite,
                    ignore=lambda d, names: [n for n in names if d.endswith("conformance") and n not in ("base", "slots-in-order-of-plugins")])
    write(suite, {"slots-in-order-of-plugins/expect/one/index.html": "something else\n"})
    ends("and a broken promise is found", lab.publish("-C", here, "plugin", "conformance", "suite"), 1, "-something else",
         "FAILED slots-in-order-of-plugins")


def run():
    expectations()
    updates_that_keep_nothing()
    wrong_cases()
    in_a_repository()
    links_out()
    killed()
    free_checks()
    formats()
    new()
    conformance()
