-- How many rows each key has.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "out.txt" }, indexes = { n = publish.count { by = "tags" } } }
local lines = function(list) return table.concat(list, "\n") .. "\n" end

function P.files(site, out)
  local list = {}
  local function say(...)
    local words = { ... }
    for i = 1, select("#", ...) do words[i] = tostring(words[i]) end
    list[#list + 1] = table.concat(words, " ")
  end
  for _, key in ipairs(site.indexes.n:keys()) do say(key, #site.indexes.n[key]) end
  out:write("out.txt", lines(list))
end

return P
