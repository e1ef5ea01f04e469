-- Rows of a group are ordered by date, the newest first.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "out.txt" }, indexes = { tags = publish.group { by = "tags" } } }
local lines = function(list) return table.concat(list, "\n") .. "\n" end

function P.files(site, out)
  local list = {}
  local function say(...)
    local words = { ... }
    for i = 1, select("#", ...) do words[i] = tostring(words[i]) end
    list[#list + 1] = table.concat(words, " ")
  end
  for _, key in ipairs(site.indexes.tags:keys()) do
    local rows = site.indexes.tags[key]
    local names = {}
    for i, row in ipairs(rows) do names[i] = row.title end
    say(key, #rows, table.concat(names, ","))
  end
  say(#site.indexes.tags["none"], #site.indexes.tags:rows("red"))
  out:write("out.txt", lines(list))
end

return P
