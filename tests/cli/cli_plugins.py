# cli_plugins -- publish plugin list: order and why, hooks, where a plugin comes from.
import os

import lab
from cli_rig import at, ends, records, site

OWN = '''local P = publish.plugin { name = "%s", version = "2.1.0", api = 1, doc = "Does %s.",
  %s }
function P.page(page) return nil end
return P
'''


def run():
    repo = site(**{"plugins/early/init.lua": OWN % ("early", "early things", 'before = { "tags" }'),
                   "plugins/related/init.lua": OWN % ("related", "nothing", ""),
                   "plugins/files/init.lua": OWN % ("files", "files", 'outputs = { "data/*.json" }')})
    ran = at(repo, "plugin", "list", "--format=json")
    found = {r["name"]: r for r in records(ran)}
    lab.check("all plugins in use, in order",
              ran.status == 0 and {"render", "tags", "disclaimer", "related", "early"} <= set(found) and
              [r["order"] for r in found.values()] == list(range(1, len(found) + 1)) and
              found["early"]["order"] < found["tags"]["order"], ran.out + ran.err)
    lab.check("with version, order, hooks, indexes",
              found["early"]["version"] == "2.1.0" and found["early"]["before"] == ["tags"] and
              found["early"]["why"] == ["not in publish.yaml: by name, behind those that are",
                                        "before tags: its header says so"] and
              "after early: early says before" in found["tags"]["why"] and
              "after tags: its header says so" in found["feeds"]["why"] and
              "before feeds: feeds says after" in found["tags"]["why"] and
              found["early"]["hooks"] == ["page"] and {"name": "tags", "kind": "group"} in found["tags"]["indexes"],
              str(found["tags"]))
    lab.check("with outputs", found["files"]["outputs"] == ["data/*.json"], str(found["files"]))
    lab.check("built-in, own, replacing", found["render"]["origin"] == "built-in" and found["early"]["origin"] == "own" and
              not found["early"]["replaces"] and found["related"]["replaces"], str(found["related"]))
    ran = at(repo, "plugin", "list")
    placed = at(site("placed", **{"publish.yaml": lab.SETTINGS + "plugins: [related, tags]\n"}), "plugin", "list")
    ends("with its place in publish.yaml", placed, 0, "position 1 in publish.yaml", "position 2 in publish.yaml")
    new = site("on-disk")
    with open(os.path.join(new, "publish.yaml"), "a", encoding="utf-8") as f:
        f.write("plugins: [fresh]\n")
    os.makedirs(os.path.join(new, "plugins", "fresh"))
    with open(os.path.join(new, "plugins", "fresh", "init.lua"), "w", encoding="utf-8") as f:
        f.write(OWN % ("fresh", "new things", "options = { size = publish.integer { default = 3 } }"))
    for words in (("list",), ("doc", "fresh"), ("types",)):
        ends("plugin %s sees what is not committed" % words[0], at(new, "plugin", *words), 0)
        ends("plugin %s of a commit does not" % words[0], at(new, "plugin", *words, "--source", "HEAD"), 2 if len(words) > 1 else 0,
             nothing=("new things",))
    lab.check("nor do the types", "fresh" not in open(os.path.join(new, ".publish/types/options.lua"), encoding="utf-8").read(), "")
    ends("what editors get goes to the top of the work tree", lab.publish("-C", os.path.join(new, "articles"), "plugin", "types"), 0)
    lab.check("and git leaves it alone", not os.path.exists(os.path.join(new, "articles", ".publish")) and
              ".publish" not in lab.git(new, "status", "--short"), lab.git(new, "status", "--short"))
    ends("it is in the list, at its place", at(new, "plugin", "list"), 0, "fresh 2.1.0", "position 1 in publish.yaml")
    ends("schemas know it", at(new, "schema"), 0, "plugin.fresh")
    bare = site("bare-list", bare=True)
    ends("a bare repository has its commit", at(bare, "plugin", "list"), 0, "render ")
    doc = at(repo, "plugin", "doc")
    ends("one line for each", doc, 0, "early            Does early things.", "tags ")
    ends("a manual page", at(repo, "plugin", "doc", "disclaimer"), 0, "disclaimer 2", "(built-in)", "order", "hooks", "Options",
         "rules[].when: a map of conditions", "only: a map of conditions", "Texts (")
    ends("of an own plugin", at(repo, "plugin", "doc", "early"), 0, "early 2.1.0 (own)", "before tags: its header says so", "hooks")
    off = site("off", **{"publish.yaml": lab.SETTINGS + "plugins: [{tags: false}]\n"})
    ends("of one that is off", at(off, "plugin", "doc", "tags"), 0, "tags 1.0.0 (built-in, not in use)", "Options")
    ends("a misspelt name", at(repo, "plugin", "doc", "erly"), 2, "did you mean 'early'?")
    ends("a form without a name", at(repo, "plugin", "doc", "--yaml"), 2, "name it")
    ends("two forms", at(repo, "plugin", "doc", "tags", "--yaml", "--format=json"), 2, "two forms")
    ends("a misspelt schema", at(repo, "schema", "front-mater"), 2, "did you mean 'front-matter'?")
    ends("a form of schemas that is none", at(repo, "schema", "--yaml", "--write"), 2, "--write")
    ends("for people", ran, 0, "tags 1.0.0 (built-in)", "related 2.1.0 (own, replaces the built-in)",
         "before", "hooks", "Does early things.", "data/*.json")
    lab.check("the replacement is reported", "related" in ran.err and "built-in" in ran.err, ran.err)
    ends("articles do not matter", at(site("bad", **{"articles/bad.md": "---\ntitle: [\n---\n"}), "plugin", "list"), 0, "tags")
    circle = site("circle", **{"plugins/a/init.lua": OWN % ("a", "a", 'after = { "b" }'),
                               "plugins/b/init.lua": OWN % ("b", "b", 'after = { "a" }')})
    ends("a circle is an error", at(circle, "plugin", "list"), 1, "a", "b")
    ends("a misspelt plugin", at(site("miss", **{"publish.yaml": lab.SETTINGS + "plugins: [tgas]\n"}), "plugin", "list"), 1,
         "publish.yaml:5:", "did you mean 'tags'?")
