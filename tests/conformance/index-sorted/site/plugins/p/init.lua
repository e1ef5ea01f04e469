-- All rows in an order, and neighbours in it.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "out.txt" }, indexes = { newest = publish.sorted { by = "date" }, oldest = publish.sorted { by = "date", ascending = true } } }
local lines = function(list) return table.concat(list, "\n") .. "\n" end

function P.files(site, out)
  local list = {}
  local function say(...)
    local words = { ... }
    for i = 1, select("#", ...) do words[i] = tostring(words[i]) end
    list[#list + 1] = table.concat(words, " ")
  end
  local function names(rows)
    local out = {}
    for i, row in ipairs(rows) do out[i] = row.title end
    return table.concat(out, ",")
  end
  say(names(site.indexes.newest:rows()), names(site.indexes.oldest:rows()), names(site.indexes.newest:rows():slice(2, 3)))
  local two = site:article("articles/two.md")
  say(site.indexes.newest:position(two), site.indexes.newest:near(two, 1).title, site.indexes.newest:near(two, -1).title)
  say("refused:", not pcall(site.indexes.newest.near, site.indexes.newest, two, 2))
  out:write("out.txt", lines(list))
end

return P
