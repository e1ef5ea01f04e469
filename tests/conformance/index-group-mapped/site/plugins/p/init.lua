-- A map gives keys and what orders their rows.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "out.txt" },
  indexes = { letters = publish.group { map = function(article, facts, emit)
    for letter in article.title:lower():gmatch("[aeiou]") do emit(letter, #article.title) end
  end } } }
local lines = function(list) return table.concat(list, "\n") .. "\n" end

function P.files(site, out)
  local list = {}
  local function say(...)
    local words = { ... }
    for i = 1, select("#", ...) do words[i] = tostring(words[i]) end
    list[#list + 1] = table.concat(words, " ")
  end
  for _, key in ipairs(site.indexes.letters:keys()) do
    local names = {}
    for i, row in ipairs(site.indexes.letters[key]) do names[i] = row.title end
    say(key, table.concat(names, ","))
  end
  out:write("out.txt", lines(list))
end

return P
