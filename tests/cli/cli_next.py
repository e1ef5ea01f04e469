# cli_next -- publish next: the instant at which the site changes by itself, and that it does.
import datetime

import lab
from cli_rig import at, edit, ends, records, site, summary

RULES = lab.SETTINGS.replace("UTC", "Europe/Vienna") + "plugins:\n  - disclaimer:\n      rules:\n        - { when: { categories: opinion }, notice: opinion }\n"
START = "2024-02-01"


def seconds(text, by=0):
    """The same instant, `by` seconds later, for --at."""
    return (datetime.datetime.fromisoformat(text) + datetime.timedelta(seconds=by)).isoformat()


def following(repo, when, *args):
    """What comes after `when`: (instant, [(what, path)])."""
    ran = at(repo, "next", "--at", when, "--format=json", *args)
    record = records(ran)[0]
    return record["at"], [(e["what"], e.get("article") or e.get("notice")) for e in record["events"]], record


def tree(repo, when, *args):
    """The site as of that time: how many files differ from the branch is of no interest, its tree is."""
    ran = at(repo, "--at", when, "--to", "%s.at" % repo, *args)
    return lab.run(["sh", "-c", "cd '%s.at' && find . -type f ! -name .publish-manifest | sort | xargs sha256sum" % repo]).out if ran.status == 0 else "failed"


def run():
    repo = site("due", **{
        "publish.yaml": RULES,
        "articles/later.md": lab.article("Later", "2024-03-01T08:00:00Z"),
        "articles/also.md": lab.article("Also", "2024-03-01 09:00"),
        "articles/ends.md": lab.article("Ends", "2024-01-01", expires="2024-04-01"),
        "articles/taken.md": lab.article("Taken back", "2024-01-01", withdrawn="{ date: 2024-05-01, reason: wrong }"),
        "articles/draft.md": lab.article("Draft", "2024-02-05", draft="true"),
        "articles/never.md": lab.article("Never", "2024-02-20", expires="2024-02-10"),
        "articles/view.md": lab.article("A view", "2024-01-02", categories="[opinion]"),
        "notices/opinion.en.1.md": "A view.\n",
        "notices/opinion.en.2.md": "---\nfrom: 2024-06-01\n---\nA view of the writer.\n",
        "notices/unused.en.md": "---\nfrom: 2024-02-15\n---\nNobody shows this.\n",
    })
    wanted = [("2024-03-01T09:00:00+01:00", [("appears", "articles/also.md"), ("appears", "articles/later.md")]),
              ("2024-04-01T00:00:00+02:00", [("expires", "articles/ends.md")]),
              ("2024-05-01T00:00:00+02:00", [("withdrawn", "articles/taken.md")]),
              ("2024-06-01T00:00:00+02:00", [("notice begins", "notices/opinion.en.2.md")]),
              (None, [])]
    when = START
    for instant, events in wanted:
        found = following(repo, when)
        lab.check("after %s comes %s" % (when, instant), found[:2] == (instant, events), str(found))
        if not instant:
            break
        lab.check("%s: until then nothing changes" % instant, tree(repo, when) == tree(repo, seconds(instant, -1)) != "failed", "it does")
        lab.check("%s: then it does" % instant, tree(repo, seconds(instant, -1)) != tree(repo, instant) != "failed", "it does not")
        when = instant
    lab.check("an article has its title and address, a notice the articles that will show it",
              following(repo, START)[2]["events"][0] == {"what": "appears", "article": "articles/also.md", "title": "Also", "url": "/2024/03/also/"} and
              following(repo, "2024-05-02")[2]["events"][0]["articles"] == ["articles/view.md"], str(following(repo, "2024-05-02")))
    lab.check("a draft counts with --drafts, to which the future is there already",
              following(repo, START, "--drafts")[0] == "2024-02-10T00:00:00+01:00", str(following(repo, START, "--drafts")))
    ran = at(repo, "next", "--at", START)
    lab.check("for people", ran.status == 0 and ran.out == "2024-03-01T09:00:00+01:00\n  appears          articles/also.md  Also\n"
              "  appears          articles/later.md  Later\n", ran.out + ran.err)
    lab.check("for a timer", at(repo, "next", "--at", START, "-q").out == "2024-03-01T09:00:00+01:00\n", "no")
    ends("nothing is due", at(repo, "next", "--at", "2025-01-01"), 0, "nothing is due")
    ran = at(repo, "next", "--at", "2025-01-01", "-q")
    lab.check("nothing is due, for a timer", (ran.status, ran.out, ran.err) == (0, "", ""), str(ran))
    ran = at(repo, "next", "--at", "2025-01-01", "--format=json")
    lab.check("nothing is due, JSON", records(ran)[0] == {"record": "next", "at": None, "events": []} and summary(ran)["result"] == "nothing", ran.out)
    lab.check("nothing is committed", lab.tip(repo) is None, "committed")
    ran = at(repo, "next")
    lab.check("without --at: from now", ran.status == 0 and ran.out.startswith("nothing is due"), str(ran))
    edit(repo, "articles/far.md", lab.article("Far", "9000-01-01"))
    lab.check("without --at: what is to come", at(repo, "next", "-q").out == "9000-01-01T00:00:00+01:00\n", "no")
    lab.check("of another commit", at(repo, "next", "-q", "--source", "main~1").out == "", "no")

    permission = "{ name: The Paper, url: https://paper.example.com/a, until: 2024-03-10 }"
    for choice, what in (("error", "permission fails"), ("withdraw", "permission ends"), ("warning", None)):
        lent = site("lent", **{"publish.yaml": lab.SETTINGS + "permission_ended: %s\n" % choice,
                               "articles/lent.md": lab.article("Lent", "2024-01-01", source=permission)})
        found = following(lent, START)
        lab.check("permission_ended: %s" % choice, found[:2] == (("2024-03-10T00:00:00Z", [(what, "articles/lent.md")]) if what else (None, [])), str(found))
        before, after = tree(lent, "2024-03-09T23:59:59Z"), tree(lent, "2024-03-10T00:00:00Z")
        lab.check("permission_ended: %s, what then happens" % choice,
                  before != "failed" and ((after == "failed") if choice == "error" else (after == before) if choice == "warning" else
                                          after not in ("failed", before)), after[:80])
        if choice == "error":
            ends("that publishing will fail is said", at(lent, "next", "--at", START), 0, "nothing can be published")
    ends("a site that cannot be built", at(site("bad", **{"articles/bad.md": "---\ntitle: [\n---\n"}), "next"), 1, "articles/bad.md")
    ends("a wrong time", at(repo, "next", "--at", "soon"), 2, "--at soon")
    ends("an argument", at(repo, "next", "x"), 2, "does not take the argument")
