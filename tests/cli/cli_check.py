# publish check, and findings grouped, for GitHub and as SARIF
import json
import os
import re
import resource
import signal

import lab
from cli_rig import at, edit, ends, records

RULES = "checks: {links: warning, anchors: warning}\n"
HOSTILE = "articles/##[x] a,b:c%0A.md"


def words(n):
    return "".join("[%d](missing-%d.md)\n\n" % (i, i) for i in range(n))


FILES = {
    "publish.yaml": lab.SETTINGS + RULES,
    "articles/one.md": lab.article("One", "2024-01-03", "A [link](nowhere.md).\n\n" + words(12)),
    "articles/two.md": lab.article("Two", "2024-01-05", "![none](no.png)\n\n[a](#a) [b](#b)\n\n" + words(2)),
    "articles/three.md": lab.article("Three", "2024-01-06", "Sound.\n"),
}
NOW = ("--at", "2024-02-01")
SECONDS = re.compile(r", \d+\.\d\d s")


def github(repo, *args, **env):
    """A run as GitHub Actions starts it, and the job summary."""
    file = os.path.join(lab.WORK, "step-summary")
    if os.path.exists(file) and not env.pop("keep", None):
        os.remove(file)
    ran = at(repo, *args, env=dict(lab.ENV, GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=file, **env))
    with open(file, encoding="utf-8") as f:
        return ran, f.read()


def commands(ran):
    """Workflow commands as the runner finds them: at the start of a line, blanks not counted."""
    return [line for line in (ran.out + ran.err).split("\n") if line.strip().startswith("::")]


def grouped(repo):
    ran = at(repo, "check", *NOW)
    told = ran.err.count("the link leads nowhere")
    lab.check("more than ten of one rule: the first few", told == 5, "%d told" % told, ran.err)
    ends("and one line for the others", ran, 1, "publish: and 10 more warnings [P0450] in 2 files: a link leads nowhere; -v shows all\n")
    order = [ran.err.find(t) for t in ("leads nowhere: nowhere.md", "and 10 more warnings", "articles/two.md:6:1: error: there is no such image")]
    lab.check("errors come last, in full", -1 < order[0] < order[1] < order[2] and ran.err.rstrip().endswith("own folder"), str(order), ran.err)
    everything = at(repo, "check", "-v", *NOW)
    lab.check("-v: all of them", everything.err.count("the link leads nowhere") == 15 and "more warnings" not in everything.err, "not all",
              everything.err)
    lab.check("exactly the summary", SECONDS.sub("", ran.out) == "error    P0452      1 in 1 file: an image is not there\n"
              "warning  P0450     15 in 2 files: a link leads nowhere\n"
              "warning  P0451      2 in 1 file: a link leads to a heading that is not there\n"
              "checked 3 articles, %d pages: 1 error, 17 warnings\n" % pages(ran), "see below", ran.out)
    lines = records(at(repo, "check", "--format=json", *NOW))
    lab.check("JSON: whole", sum(r.get("code") == "P0450" for r in lines) == 15, "not 15", str(lines))
    lab.check("JSON: rules", [(r["rule"], r["count"], r["files"]) for r in lines if r.get("record") == "rule"] ==
              [("P0452", 1, 1), ("P0450", 15, 2), ("P0451", 2, 1)], str(lines))
    lab.check("JSON: summary", lines[-1]["record"] == "summary" and lines[-1]["errors"] == 1, str(lines[-1]))
    same = at(repo, "--dry-run", *NOW)
    lab.check("the same as publish says", sorted(same.err.split("\n"))[1:] == sorted(ran.err.split("\n") +
              [l for l in same.err.split("\n") if "nothing was published" in l])[1:], "differs", same.err)
    lab.check("nothing is committed", lab.git(repo, "branch", "--list", "pages") == "", "there is a branch")


def pages(ran):
    found = re.search(r"(\d+) pages", ran.out)
    return int(found[1]) if found else 0


def wording(name):
    """One different finding among many is seen."""
    files = dict(FILES, **{"articles/one.md": lab.article("One", "2024-01-03", words(30)),
                           "articles/two.md": lab.article("Two", "2024-01-05", words(3) + "[gone](/no-such-page/)\n")})
    repo = lab.repository(name, files, bare=False)
    ran = at(repo, "check", *NOW)
    ends("another wording among many is told", ran, 0, "there is no such page on this site: /no-such-page/")
    errors = lab.repository(name + "-errors", dict(files, **{"publish.yaml": lab.SETTINGS}), bare=False)
    ran = at(errors, "check", *NOW)
    ends("of errors that are not told at least where they are", ran, 1, "more errors [P0450] in 2 files", "\n  articles/one.md:", "\n  articles/two.md:")


def paths(repo):
    ran = at(repo, "check", "articles/three.md", *NOW)
    ends("PATH: only what is asked for", ran, 0, "0 errors, 0 warnings", "18 findings in other files not shown", nothing=("missing-1",))
    ends("PATH: a pattern", at(repo, "check", "articles/t*", *NOW), 1, "1 error, 4 warnings")
    ends("PATH: none such", at(repo, "check", "articles/thre.md"), 2, "no article matches", "did you mean 'articles/three.md'?")
    broken = edit(repo, "publish.yaml", lab.SETTINGS + "chekcs: {}\n")
    ends("PATH: an error elsewhere is told", at(repo, "check", "articles/three.md"), 1, "chekcs")
    lab.git(repo, "reset", "-q", "--hard", broken + "~1")
    with open(os.path.join(repo, "articles/three.md"), "a", encoding="utf-8") as f:
        f.write("\n[x](y.md)\n")
    ends("--worktree: the files on disk", at(repo, "check", "--worktree", "articles/three.md", *NOW), 0, "the link leads nowhere: y.md")
    lab.git(repo, "checkout", "-q", ".")
    draft = lab.article("Draft", "2024-01-07", "[x](z.md)\n", draft="true")
    edit(repo, "articles/draft.md", draft)
    ends("a draft is not looked at", at(repo, "check", "articles/draft.md", *NOW), 0, "0 errors, 0 warnings")
    ends("--drafts: it is", at(repo, "check", "--drafts", "articles/draft.md", *NOW), 0, "leads nowhere: z.md")
    lab.git(repo, "reset", "-q", "--hard", "HEAD~1")


def annotations(repo):
    ran, text = github(repo, "check", *NOW)
    said = commands(ran)
    lab.check("GitHub by default under GitHub Actions", said[0] == "::group::annotations" and said[-1] == "::endgroup::", "no", str(said))
    said = said[1:-1]
    lab.check("GitHub: all findings", len(said) == 18, "%d" % len(said), "\n".join(said))
    lab.check("GitHub: errors first, one of each rule next",
              said[0] == "::error file=articles/two.md,line=6,endLine=6,col=1,endColumn=16,title=P0452 an image is not there::"
              "there is no such image in the repository: no.png%0Apaths are seen from the article's own folder" and
              [re.search("title=(P....)", s)[1] for s in said[1:5]] == ["P0450", "P0451", "P0450", "P0451"], "other", "\n".join(said[:5]))
    ends("GitHub: the log is text, grouped", ran, 1, "publish: and 10 more warnings [P0450]")
    lab.check("GitHub: the job summary", text.startswith("### publish check&#58; ".replace("&#58;", ":")) and
              "| error | P0452 | an image is not there | 1 | 1 |\n" in text and text.count("<details") == text.count("</details>") == 3 and
              "missing&#45;" not in text and text.count("the link leads nowhere") == 15, "other", text)
    plain = at(repo, "check", "--format=text", *NOW, env=dict(lab.ENV, GITHUB_ACTIONS="true"))
    lab.check("GitHub: not when text is asked for", not commands(plain), "commands", plain.err)
    rows, _ = github(repo, "list", *NOW)
    lab.check("GitHub: list is JSON still", [r["path"] for r in records(rows)] == ["articles/three.md", "articles/two.md", "articles/one.md"] or
              len(records(rows)) == 3, "no", rows.out)
    ran = at(repo, "check", *NOW, env=dict(lab.ENV, GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY="/nowhere/at/all"))
    ends("GitHub: a summary that cannot be written is no failure of its own", ran, 1, "cannot write the job summary")


def hostile(name):
    text = lab.article("A|b @me <img src=x> `c` [d](http://e.example)", "2024-01-03", "[a%0A::error::b|*_](<no|`@x*_%0A##[add-mask].md>)\n\n")
    repo = lab.repository(name, {"publish.yaml": lab.SETTINGS, HOSTILE: text, "articles/::error::x.md": text.replace("A|b", "C")}, bare=False)
    ran, summary = github(repo, "check", *NOW)
    said = commands(ran)
    lab.check("hostile text: no command but ours", len(said) == 4 and all(re.match(r"::(error file=|group::|endgroup::)", s) for s in said), "others",
              "\n".join(said))
    lab.check("hostile text: no command within a line", "##[" not in ran.out + ran.err, "there is", ran.err)
    lab.check("hostile text: a path stays one property", any(",line=" in s and "file=articles/##\\x5Bx] a%2Cb%3Ac%250A.md,line=" in s for s in said),
              "it does not", "\n".join(said))
    body = summary.replace("<code>", "").replace("</code>", "").replace("<br>", "").replace("<sub>", "").replace("</sub>", "")
    body = re.sub(r"</?(details( open)?|summary|pre)>", "", body)
    lab.check("hostile text: no markup in the summary", not re.search(r"[<>`\[\]@*_]", body), "there is", body)
    lab.check("hostile text: table rows stay rows", all(re.fullmatch(r"\|( [^|]* \|){2,5}", r) for r in body.split("\n") if r.startswith("| ")
                                                        and not r.startswith("| |")), "they do not", body)
    # Not the clock of a slow program ends it.
    slow = FILES["publish.yaml"] + "limits: {seconds: 60}\n"
    big = lab.repository(name + "-big", dict(FILES, **{"publish.yaml": slow, "articles/one.md": lab.article("One", "2024-01-03", words(9000))}), bare=False)
    ran, summary = github(big, "check", "--format=github", *NOW)
    lab.check("the summary has at most 1 MiB, and says so", len(summary) <= 1 << 20 and "more: there is no room for them here" in summary and
              summary.count("<details") == summary.count("</details>"), "%d bytes" % len(summary), summary[-300:])


def strict(log):
    """What the SARIF 2.1.0 schema and GitHub ask of what we write; a list of problems."""
    bad = []

    def keys(where, o, must, may=()):
        if not isinstance(o, dict) or set(must) - set(o) or set(o) - set(must) - set(may):
            bad.append("%s: %s" % (where, sorted(o) if isinstance(o, dict) else o))
    keys("log", log, ["$schema", "version", "runs"])
    run = log["runs"][0]
    keys("run", run, ["tool", "columnKind", "originalUriBaseIds", "invocations", "results"])
    driver = run["tool"]["driver"]
    keys("driver", driver, ["name", "version", "rules"])
    for rule in driver["rules"]:
        keys("rule", rule, ["id", "name", "shortDescription", "fullDescription", "help", "defaultConfiguration"])
        keys("help", rule["help"], ["text", "markdown"])
        bad.extend(["an empty text"] * (not rule["help"]["text"] or not rule["shortDescription"]["text"]))
    ids = [rule["id"] for rule in driver["rules"]]
    bad.extend(["rules twice"] * (len(set(ids)) != len(ids)))
    keys("invocation", run["invocations"][0], ["executionSuccessful", "exitCode", "toolExecutionNotifications"])
    for r in run["results"]:
        keys("result", r, ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"], ["properties", "suppressions"])
        if ids[r["ruleIndex"]] != r["ruleId"] or r["level"] not in ("note", "warning", "error"):
            bad.append("rule or level of %s" % r)
        place = r["locations"][0]["physicalLocation"]
        keys("place", place, ["artifactLocation"], ["region", "contextRegion"])
        at_ = place["artifactLocation"]
        if at_["uriBaseId"] not in run["originalUriBaseIds"] or not re.fullmatch(r"(%[0-9A-F]{2}|[A-Za-z0-9._~/-])+", at_["uri"]):
            bad.append("address %s" % at_)
        region = place.get("region", {"startLine": 1})
        if not all(isinstance(n, int) and n > 0 for n in region.values()) or region.get("endColumn", 2) <= region.get("startColumn", 1):
            bad.append("region %s" % region)
        if not re.fullmatch("[0-9a-f]{32}", r["partialFingerprints"]["publishFinding/v1"]):
            bad.append("fingerprint")
    prints = [r["partialFingerprints"]["publishFinding/v1"] for r in run["results"]]
    bad.extend(["a fingerprint twice"] * (len(set(prints)) != len(prints)))
    return bad


def sarif(repo):
    ran = at(repo, "check", "--format=sarif", *NOW)
    log = json.loads(ran.out)
    results = log["runs"][0]["results"]
    lab.check("SARIF: as the schema wants it", not strict(log) and len(results) == 18, str(strict(log)[:3]), ran.out[:2000])
    lab.check("SARIF: what is said goes to standard error", "checked 3 articles" in ran.err and ran.status == 1, str(ran))
    lab.check("SARIF: suppressions only with a baseline", not any("suppressions" in r for r in results), "there are")
    before = {r["partialFingerprints"]["publishFinding/v1"] for r in results}
    edit(repo, "articles/one.md", FILES["articles/one.md"].replace("A [link]", "\n\nMore.\n\nA [link]"))
    after = json.loads(at(repo, "check", "--format=sarif", *NOW).out)["runs"][0]["results"]
    lines = [r["locations"][0]["physicalLocation"]["region"]["startLine"] for r in after]
    lab.check("SARIF: fingerprints outlive moved lines", {r["partialFingerprints"]["publishFinding/v1"] for r in after} == before and
              lines != [r["locations"][0]["physicalLocation"]["region"]["startLine"] for r in results], "they do not")
    lab.git(repo, "reset", "-q", "--hard", "HEAD~1")
    wide = lab.repository("wide", {"publish.yaml": lab.SETTINGS, "articles/\u7530 [x].md": lab.article("T", "2024-01-03", "\u7530\U0001F600[{0}](no.md)\n")}, bare=False)
    one = json.loads(at(wide, "check", "--format=sarif", *NOW).out)
    place = one["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    lab.check("SARIF: columns are characters, addresses encoded", not strict(one) and place["region"]["startColumn"] == 3 and
              place["artifactLocation"]["uri"] == "articles/%E7%94%B0%20%5Bx%5D.md", str(place))
    none = json.loads(lab.publish("-C", lab.WORK, "check", "--format=sarif").out)["runs"][0]
    lab.check("SARIF: what has no file is about the run", not none["results"] and not none["invocations"][0]["executionSuccessful"] and
              none["invocations"][0]["toolExecutionNotifications"][0]["descriptor"]["id"] == "P0101", str(none))
    build = json.loads(at(repo, "--dry-run", "--format=sarif", *NOW).out)
    lab.check("SARIF: of other commands too", build["runs"][0]["results"] == results, "differs")


def baseline(repo):
    file = os.path.join(repo, "known.txt")
    how = ("check", "--baseline", "known.txt", *NOW)
    ends("baseline: missing", at(repo, *how), 2, "known.txt: error: there is no such file [P0710]", "--update makes it")
    ends("baseline: written", at(repo, *how, "--update"), 0, "known.txt: 18 findings written", "18 known, of which 1 stops a build")
    with open(file, encoding="utf-8") as f:
        lines = f.read().split("\n")
    lab.check("baseline: sorted, one finding a line", lines[0] == "# publish check: known findings, 1" and lines[1:-1] == sorted(lines[1:-1]) and
              lines[1] == "articles/one.md\tP0450\tthe link leads nowhere: missing-0.md" and len(lines) == 20, "other", "\n".join(lines))
    ends("baseline: known findings do not fail", at(repo, *how), 0, "0 errors, 0 warnings; 18 known", nothing=("leads nowhere: ",))
    edit(repo, "articles/one.md", FILES["articles/one.md"].replace("A [link]", "New [one](no/where.md).\n\nA [link]").replace("[3](missing-3.md)", ""))
    ran = at(repo, *how)
    ends("baseline: moved lines are known, new findings are told", ran, 0, "the link leads nowhere: no/where.md", "0 errors, 1 warning; 17 known",
         nothing=("error: ", "leads nowhere: missing-4"))
    ends("baseline: what is gone is named", ran, 0, "gone: articles/one.md: the link leads nowhere: missing-3.md [P0450]\n",
         "known.txt: 1 finding of it is gone; --update takes them out")
    data = records(at(repo, *how, "--format=json"))
    lab.check("baseline: JSON", [r["message"] for r in data if r.get("record") == "gone"] == ["the link leads nowhere: missing-3.md"] and
              data[-1]["known"] == 17 and sum("code" in r for r in data) == 1, "other", str(data))
    results = json.loads(at(repo, *how, "--format=sarif").out)
    lab.check("baseline: SARIF suppresses", not strict(results) and
              sorted(len(r["suppressions"]) for r in results["runs"][0]["results"]) == [0] + [1] * 17, str(strict(results)[:3]))
    with open(file, "rb") as f:
        before = f.read()
    names = sorted(os.listdir(repo))
    ran = at(repo, *how, "--update", before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (700, 700)))
    with open(file, "rb") as f:
        lab.check("baseline: killed while it is written, it is the old one, and nothing lies beside it", ran.status == 128 + signal.SIGXFSZ and
                  f.read() == before and (sorted(os.listdir(repo)) == names or not lab.unnamed(repo)), str(ran) + str(os.listdir(repo)))
    edit(repo, "articles/two.md", FILES["articles/two.md"] + "\n![none](no.png)\n")
    ends("baseline: one more of the same is new", at(repo, *how), 1, "error: there is no such image in the repository: no.png", "1 error, 1 warning; 17 known")
    ends("baseline: updated", at(repo, *how, "--update"), 0, "known.txt: 1 finding of it is gone\n", "known.txt: 19 findings written")
    ends("baseline: --update and PATH", at(repo, *how, "--update", "articles/one.md"), 2, "--update writes the findings of all files")
    ends("baseline: --update alone", at(repo, "check", "--update"), 2, "--update needs a file to write to")
    good = "\n".join(lines[:3]) + "\n"
    for name, text, said in (("another file", "title: x\n", "known.txt:1:1: error: this is not a list of known findings"),
                             ("a conflict", good + "<<<<<<< HEAD\n", "known.txt:4:1: error: a merge left its marks here"),
                             ("a broken line", good + "articles/one.md P0450 x\n", "known.txt:4:1: error: a path, a code and a message"),
                             ("no code", good + "a\tx\ty\n", "known.txt:4:1: error: a path, a code"),
                             ("no UTF-8", good.encode() + b"a\tP0450\t\xff\n", "known.txt:4:1: error: a path, a code"),
                             ("empty", "", "known.txt:1:1: error: this is not a list")):
        with open(file, "wb") as f:
            f.write(text if isinstance(text, bytes) else text.encode())
        ran = at(repo, *how)
        ends("baseline: malformed, " + name, ran, 2, said, nothing=("Traceback",))
        ran = at(repo, *how, "--update")
        with open(file, "rb") as f:
            kept = f.read() == (text if isinstance(text, bytes) else text.encode())
        lab.check("baseline: and not overwritten, " + name, ran.status == 2 and kept, str(ran))
    os.remove(file)
    edit(repo, "publish.yaml", lab.SETTINGS + "chekcs: {}\n")
    ends("baseline: not written when the checks ended early", at(repo, *how, "--update"), 1, "not written: the checks ended before")
    lab.check("baseline: and there is no file", not os.path.exists(file), "there is")


PLUGIN = """local P = publish.plugin { name = "picky", version = "1.0.0", api = 1, doc = "Fails." }
function P.page(page, site)
  if page.article and (page.article.title:find("%s")) then error("no " .. page.article.title) end
end
return P
"""
HELD = {
    "publish.yaml": lab.SETTINGS + "on_article_error: hold\n",
    "articles/front.md": "---\ntitle: [\n---\nX.\n",
    "articles/links.md": lab.article("Links", "2024-01-03", "[x](nowhere.md)\n\n## X\n", tags="[tea]"),
    "articles/picky.md": lab.article("Picky", "2024-01-04", "Sound.\n", tags="[tea]", aliases="[/old-picky/]"),
    "articles/good.md": lab.article("Good", "2024-01-05", "To [a *held* one](links.md#x), [by address](/2024/01/picky/), [by a guess]"
                                    "(/2024/01/front/) and [the other](other.md).\n", tags="[tea]"),
    "articles/other.md": lab.article("Other", "2024-01-06", "Sound.\n", tags="[tea]"),
    "articles/alias.md": lab.article("Alias", "2024-01-07", "By [an old address](/old-picky/).\n", tags="[tea]"),
    "plugins/picky/init.lua": PLUGIN % "Picky",
}
NAMES = ["articles/front.md", "articles/links.md", "articles/picky.md"]


def held(name):
    repo = lab.repository(name, HELD, bare=False)
    ran = at(repo, *NOW)
    ends("hold: the others are published, loudly", ran, 0, "published: ", "HELD BACK and not published: 3 articles with errors [P0712]\n  " +
         "\n  ".join(NAMES) + "\n", "articles/front.md: warning: held back", "articles/links.md:7:1: warning: the link leads nowhere: nowhere.md [P0450]",
         "no Picky", nothing=("error:", "nothing was published"))
    ends("hold: links to them are told", ran, 0, "the article that the link leads to is held back: links.md#x [P0713]",
         "the article that the link leads to is held back: /2024/01/picky/ [P0713]",
         "nothing is at this address; an article that is held back may have it: /2024/01/front/ [P0713]")
    ends("hold: links to what leads to them, too", ran, 0, "the article that the link leads to is held back: /old-picky/ [P0713]")
    page = lab.git(repo, "show", "pages:2024/01/good/index.html")
    lab.check("hold: and become their text", "To a <em>held</em> one, by address, by a guess and <a href=\"/2024/01/other/\">the other</a>." in page,
              "they do not", page)
    files = lab.git(repo, "ls-tree", "-r", "--name-only", "pages").split("\n")
    everywhere = "".join(lab.git(repo, "show", "pages:" + f) for f in files if re.search(r"\.(html|xml|json|txt)$", f))
    lab.check("hold: they are nowhere", not re.search("/(front|links|picky)/|Picky|>Links<", everywhere), "there", "\n".join(files))
    data = records(at(repo, "--format=json", *NOW))
    lab.check("hold: JSON", data[-1]["held"] == NAMES and data[-1]["result"] == "unchanged" and data[-1]["status"] == 0, str(data[-1]))
    ran, text = github(repo, *NOW)
    lab.check("hold: in the job summary", "HELD BACK and not published&#58; 3 articles" in text and ran.status == 0, "not there", text)
    ends("hold: with -q too", at(repo, "-q", *NOW), 0, "HELD BACK and not published: 3 articles", nothing=("warning",))
    ends("hold: verified", at(repo, "verify"), 0, "verified")
    ends("hold: list has the others", at(repo, "list", "--format=text", *NOW), 0, "Good", "Other", nothing=("Front",))
    ends("hold: check says error", at(repo, "check", *NOW), 1, "articles/front.md:2:8: error: ", "articles/links.md:7:1: error:", nothing=("held back",))
    ends("hold: not when all articles fail", at(edited(repo, "plugins/picky/init.lua", PLUGIN % ""), *NOW), 1,
         "6 of 6 articles have errors: too many to be held back [P0714]", "nothing was published")
    ends("hold: not for what is no article's", at(edited(repo, "templates/card.html", "{% if %}"), *NOW), 1, "nothing was published", nothing=("held back:",))
    stop = at(edited(repo, "publish.yaml", lab.SETTINGS), *NOW)
    ends("hold: not unless asked for", stop, 1, "nothing was published", nothing=("HELD",))
    ends("hold: a value that is none", at(edited(repo, "publish.yaml", lab.SETTINGS + "on_article_error: skip\n"), *NOW), 1, "'on_article_error'")
    edit(repo, "articles/front.md", lab.article("Front", "2024-01-07", "Mended.\n"))
    edit(repo, "articles/links.md", lab.article("Links", "2024-01-03", "## X\n"))
    edit(repo, "plugins/picky/init.lua", PLUGIN % "Nobody")
    ran = at(repo, *NOW)
    ends("hold: mended, they are back", ran, 0, "published: ", nothing=("HELD", "warning"))
    lab.check("hold: and so are the links", lab.git(repo, "show", "pages:2024/01/good/index.html").count("<a href=\"/2024/01/") >= 4, "they are not")
    many = {"articles/%02d.md" % i: lab.article("N %02d" % i, "2024-01-03", "[x](%02d.md)\n" % (i + 1)) for i in range(40)}
    chain = lab.repository(name + "-chain", dict(many, **{"publish.yaml": HELD["publish.yaml"], "articles/20.md": "---\ntitle: {\n---\n"}))
    ends("hold: what links to it is not held with it", at(chain, *NOW), 0, "HELD BACK and not published: 2 articles",
         "  articles/20.md\n  articles/39.md\n", "articles/19.md:6:1: warning: the article that the link leads to is held back: 20.md")


def ways(name):
    """Hundreds of errors on the first day: the last lines say what publishes all the same, and it does."""
    files = {"publish.yaml": lab.SETTINGS, "articles/one.md": lab.article("One", "2024-01-03", words(8) + "![no](no.png)\n\n" * 8),
             "articles/two.md": lab.article("Two", "soon", "Text.\n"), "articles/three.md": lab.article("Three", "2024-01-03", "Text.\n")}
    repo = lab.repository(name, files, bare=False)
    way = ("publish: 17 errors: nothing was published\n  to publish all the same and mend them later, say in publish.yaml:\n"
           "    checks: { links: warning, images: warning }\n    on_article_error: hold   # leaves out the article with the other errors\n")
    ran = at(repo, *NOW)
    ends("many errors: the way to publish all the same", ran, 1, "publish: 17 errors: nothing", nothing=["P0713"])
    lab.check("is the last that is said", ran.err.endswith(way), ran.err[-600:])
    said = "".join(line[4:].split("   #")[0] + "\n" for line in ran.err.split("\n") if line.startswith("    checks") or line.startswith("    on_art"))
    edit(repo, "publish.yaml", lab.SETTINGS + said)
    ends("and it does", at(repo, *NOW), 0, "published: ", "HELD BACK and not published: 1 article")
    links = dict(files, **{"articles/two.md": lab.article("Two", "2024-01-03", "Text.\n")})
    ran = at(lab.repository(name + "-links", links, bare=False), *NOW)
    lab.check("only what helps is named", "checks: { links: warning, images: warning }" in ran.err and "hold" not in ran.err, ran.err[-600:])
    settings = dict(files, **{"publish.yaml": lab.SETTINGS + "colour: red\n", "articles/one.md": lab.article("One", "2024-01-03", "")})
    ran = at(lab.repository(name + "-few", dict(settings), bare=False), *NOW)
    ends("nothing for few errors, and for what no setting lets pass", ran, 1, nothing=["all the same"])
    archive = {"publish.yaml": lab.SETTINGS, "docs/use.md": "Use.\n", "_posts/2024-01-03-a.md": "A\n", "_posts/a/b.md": "B\n"}
    ends("an archive: where its articles are", at(lab.repository(name + "-archive", archive, bare=False), *NOW), 0,
         "there is no article in the folder 'articles'", "\n  there is a folder '_posts': with `articles: _posts` its files are articles\n")
    elsewhere = dict(files, **{"articles/two.md": lab.article("Two", "2024-01-03", "Text.\n"), "articles/one.md": lab.article(
        "One", "2024-01-03", "[a](www.example.org) [b](example.org/x/) [c](ann@example.org) [d](two.mdx) [e](notes/a.b)\n")})
    ran = at(lab.repository(name + "-elsewhere", elsewhere, bare=False), *NOW)
    ends("links that lack their beginning: what to write", ran, 1, "for an e-mail address write mailto: in front of it", nothing=["all the same"])
    lab.check("for other sites too, and for no file", ran.err.count("for another site write https:// in front of it") == 2 and
              ran.err.count("no published article or file") == 2, ran.err)


def edited(repo, path, content):
    """A clone with one commit more."""
    edited.count = getattr(edited, "count", 0) + 1
    clone = os.path.join(lab.WORK, "edited-%d" % edited.count)
    lab.git(lab.WORK, "clone", "-q", repo, clone)
    edit(clone, path, content)
    return clone


def run():
    repo = lab.repository("check", FILES, bare=False)
    grouped(repo)
    wording("wording")
    paths(repo)
    annotations(repo)
    hostile("hostile")
    sarif(repo)
    baseline(repo)
    held("held")
    ways("ways")
