-- The fields of an article; a slip is told, and nothing can be set.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "out.txt" } }
local lines = function(list) return table.concat(list, "\n") .. "\n" end

function P.files(site, out)
  local list = {}
  local function say(...)
    local words = { ... }
    for i = 1, select("#", ...) do words[i] = tostring(words[i]) end
    list[#list + 1] = table.concat(words, " ")
  end
  local a = site:article("articles/a.md")
  for _, key in ipairs { "path", "url", "id", "title", "date", "updated", "language", "description", "excerpt", "words", "listed", "weight" } do
    say(key, a[key])
  end
  say("tags", table.concat(a.tags, ","), "categories", table.concat(a.categories, ","), "author", a.authors[1].name, "source", a.source.name)
  say("extra", a.extra.rating, "series", a.series)
  say("refused:", not pcall(function() return a.titel end))
  say("refused:", not pcall(function() a.title = "x" end))
  out:write("out.txt", lines(list))
end

return P
