# cli_plugins -- publish plugin list: order and why, hooks, where a plugin comes from.
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
              found["early"]["hooks"] == ["page"] and {"name": "tags", "kind": "group"} in found["tags"]["indexes"],
              str(found["tags"]))
    lab.check("with outputs", found["files"]["outputs"] == ["data/*.json"], str(found["files"]))
    lab.check("built-in, own, replacing", found["render"]["origin"] == "built-in" and found["early"]["origin"] == "own" and
              not found["early"]["replaces"] and found["related"]["replaces"], str(found["related"]))
    ran = at(repo, "plugin", "list")
    ends("for people", ran, 0, "tags 1.0.0 (built-in)", "related 2.1.0 (own, replaces the built-in)",
         "before", "hooks", "Does early things.", "data/*.json")
    lab.check("the replacement is reported", "related" in ran.err and "built-in" in ran.err, ran.err)
    ends("articles do not matter", at(site("bad", **{"articles/bad.md": "---\ntitle: [\n---\n"}), "plugin", "list"), 0, "tags")
    circle = site("circle", **{"plugins/a/init.lua": OWN % ("a", "a", 'after = { "b" }'),
                               "plugins/b/init.lua": OWN % ("b", "b", 'after = { "a" }')})
    ends("a circle is an error", at(circle, "plugin", "list"), 1, "a", "b")
    ends("a misspelt plugin", at(site("miss", **{"publish.yaml": lab.SETTINGS + "plugins: [tgas]\n"}), "plugin", "list"), 1,
         "publish.yaml:5:", "did you mean 'tags'?")
