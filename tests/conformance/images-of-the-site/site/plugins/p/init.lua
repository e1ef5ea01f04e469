-- What is known of a picture.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "out.txt" } }
local lines = function(list) return table.concat(list, "\n") .. "\n" end

function P.files(site, out)
  local list = {}
  local function say(...)
    local words = { ... }
    for i = 1, select("#", ...) do words[i] = tostring(words[i]) end
    list[#list + 1] = table.concat(words, " ")
  end
  local i = site:image("articles/dot.svg")
  say(i.width, i.height, i.type, i.mime, i.bytes, site:image("articles/none.svg"))
  out:write("out.txt", lines(list))
end

return P
