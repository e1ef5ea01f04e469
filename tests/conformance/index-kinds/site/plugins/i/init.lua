-- One index of each kind, and what the site object says about it.
local P = publish.plugin {
  name = "i", version = "1.0.0", api = 1, outputs = { "*.txt" },
  indexes = {
    colours = publish.group { by = "tags" },
    longest = publish.sorted { by = "facts.i.length" },
    oldest  = publish.sorted { by = "date", ascending = true },
    letters = publish.count { by = "facts.i.initial" },
    initial = publish.group { map = function(article, facts, emit) emit(facts.i.initial, #article.title) end },
    words   = publish.terms { fact = "facts.i.terms" },
    like    = publish.similar { fields = { ["facts.i.terms"] = 1, tags = 2 }, stats = "words", k = 3 },
  },
}
function P.scan(article, doc)
  return { length = text.length(doc:text()), initial = article.title:sub(1, 1),
           terms = text.terms({ doc }, article.language) }
end
function P.derive(article, facts, stats)
  return { n = stats.words.n, df = stats.words:df("text") }
end
local function titles(rows)
  local out = {}
  for i, row in ipairs(rows) do out[i] = row.title end
  return table.concat(out, ",")
end
function P.files(site, out)
  local lines = {}
  local function say(...) lines[#lines + 1] = table.concat({ ... }, " ") end
  for _, name in ipairs { "colours", "letters", "initial" } do
    for _, key in ipairs(site.indexes[name]:keys()) do
      say(name, key, #site.indexes[name][key], titles(site.indexes[name][key]))
    end
  end
  say("missing", #site.indexes.colours["green"])
  say("longest", titles(site.indexes.longest:rows()))
  say("oldest", titles(site.indexes.oldest[""]))
  say("slice", titles(site.indexes.oldest[""]:slice(2, 9)))
  local two = site:article("articles/two.md")
  local newer, older = site.indexes.longest:near(two, -1), site.indexes.longest:near(two, 1)
  say("position", site.indexes.longest:position(two), site.indexes.colours:position(two, "blue"),
    tostring(site.indexes.colours:position(two, "green")))
  say("near", newer and newer.title or "-", older and older.title or "-")
  for _, hit in ipairs(site.indexes.like:of(two, 3)) do say("like", hit.article.title, hit.why) end
  say("stats", two.facts.i.n, two.facts.i.df)
  out:write("indexes.txt", table.concat(lines, "\n") .. "\n")
end
return P
