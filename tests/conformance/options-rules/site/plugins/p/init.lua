-- A list of records with a condition is a list of rules.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "out.txt" },
  options = { rules = publish.list { publish.record { when = publish.match(), label = publish.string() } } } }
local lines = function(list) return table.concat(list, "\n") .. "\n" end

function P.files(site, out)
  local list = {}
  local function say(...)
    local words = { ... }
    for i = 1, select("#", ...) do words[i] = tostring(words[i]) end
    list[#list + 1] = table.concat(words, " ")
  end
  for _, name in ipairs { "one", "two", "three" } do
    local a = site:article("articles/" .. name .. ".md")
    local first = P.options.rules:first_match(a)
    say(name, first and first.label, #P.options.rules:all_matches(a), P.options.rules:why(1, a) and P.options.rules:why(1, a)[1].field)
  end
  out:write("out.txt", lines(list))
end

return P
