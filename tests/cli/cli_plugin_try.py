# cli_plugin_try -- publish plugin try: what a plugin does to an article.
import json

import lab
from cli_rig import at, ends, records, site

LOUD = '''local P = publish.plugin { name = "loud", version = "1.0.0", api = 1 }
function P.scan(article, doc) return { words = article.words, big = true } end
P.transform = ast.filter { emph = function(node) return ast.strong { node:text() } end }
function P.page(page)
  if not page.article then return nil end
  log.note("seen")
  return { footer = html.p { "loud" } }
end
return P
'''
QUIET = 'local P = publish.plugin { name = "quiet", version = "1.0.0", api = 1 }\nreturn P\n'
BROKEN = '''local P = publish.plugin { name = "broken", version = "1.0.0", api = 1 }
function P.page(page) return { footer = html.q { page.titel } } end
return P
'''
LAYOUT = "{{ article.content }}\n{% slot \"footer\" %}\n"
EXPECTED = '''articles/one.md
facts: {"big":true,"words":5}
--- document without loud
+++ document with loud
@@ -1,6 +1,6 @@
 document
   paragraph
     text "The "
-    emph
-      text "first"
+    strong @loud
+      text "first" @loud
     text " text, about rivers."
--- page without loud
+++ page with loud
@@ -1,3 +1,3 @@
-<p>The <em>first</em> text, about rivers.</p>
-
+<p>The <strong>first</strong> text, about rivers.</p>
 
+<p>loud</p>
changes 1 other file
budget: steps under 1 % (load), memory under 1 % (page)
'''


def run():
    files = {"plugins/loud/init.lua": LOUD, "plugins/quiet/init.lua": QUIET, "templates/article.html": LAYOUT,
             "publish.yaml": lab.SETTINGS + "plugins: { loud: true, quiet: true, feeds: false }\n"}
    repo = site("try", **files)
    ran = at(repo, "plugin", "try", "loud", "one")
    lab.check("document, page, facts and budget", ran.status == 0 and ran.out == EXPECTED, ran.out + ran.err)
    ends("and what it says, at its line", ran, 0, "plugins/loud/init.lua:6:")
    lab.check("nothing is published", not lab.tip(repo), "")
    for word in ("articles/one.md", "one.md", "ONE", "oN"):
        ends("an article by %s" % word, at(repo, "plugin", "try", "loud", word), 0, "articles/one.md\n")
    ends("nothing to show", at(repo, "plugin", "try", "quiet", "two"), 0, "quiet changes neither the document nor the page of this article")
    ends("in a bare repository, of its commit", at(site("try-bare", bare=True, **files), "plugin", "try", "loud", "one"), 0, "+<p>loud</p>")
    maker = 'local P = publish.plugin { name = "maker", version = "1.0.0", api = 1, outputs = { "*.txt" } }\n' \
            'function P.files(site, out) out:write("a.txt", "a") out:write("b.txt", "b") end\nreturn P\n'
    ends("files of its own", at(site("try-files", **dict(files, **{"plugins/maker/init.lua": maker})), "plugin", "try", "maker", "one"), 0,
         "maker changes neither", "adds 2 files: a.txt, b.txt\n", nothing=("other file",))
    off = site("try-off", **dict(files, **{"publish.yaml": lab.SETTINGS + "plugins: { loud: false, feeds: false }\n"}))
    ends("one that is off is tried", at(off, "plugin", "try", "loud", "one"), 0, "+<p>loud</p>")
    ends("no such plugin", at(repo, "plugin", "try", "lout", "one"), 2, "there is no plugin 'lout'", "did you mean 'loud'?")
    ends("no such article", at(repo, "plugin", "try", "loud", "articles/on.md"), 2, "did you mean 'articles/one.md'?")
    ends("several articles", at(site("try-two", **dict(files, **{"articles/three.md": lab.article("Two more", "2024-01-06", "Text.\n")})),
                                "plugin", "try", "loud", "tw"), 2, "'tw' may be 2 articles: articles/three.md, articles/two.md")
    broken = site("try-broken", **dict(files, **{"plugins/broken/init.lua": BROKEN}))
    ends("one with an error", at(broken, "plugin", "try", "broken", "one"), 1, "plugins/broken/init.lua:2:", "did you mean 'title'?")
    lent = site("try-lent", **dict(files, **{"plugins/loud/init.lua": LOUD.replace("return P", "P.filters = { louder = function(t) return t .. '!' end }\nreturn P"),
                                             "templates/article.html": LAYOUT + "{{ article.title | louder }}\n"}))
    ends("a site that cannot do without it", at(lent, "plugin", "try", "loud", "one"), 1, "louder",
         "note: this is what is wrong without the plugin 'loud'")
    record = [r for r in records(at(repo, "plugin", "try", "loud", "one", "--format=json")) if r.get("record") == "try"][0]
    lab.check("as JSON", record["article"] == "articles/one.md" and record["facts"] == {"big": True, "words": 5} and
              "+    strong @loud" in record["document"] and "+<p>loud</p>" in record["page"], json.dumps(record))
