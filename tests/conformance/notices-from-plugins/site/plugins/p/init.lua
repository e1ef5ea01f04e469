-- The notices of a site, filled in for an article.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "out.txt" } }
local lines = function(list) return table.concat(list, "\n") .. "\n" end

function P.files(site, out)
  local list = {}
  local function say(...)
    local words = { ... }
    for i = 1, select("#", ...) do words[i] = tostring(words[i]) end
    list[#list + 1] = table.concat(words, " ")
  end
  local a = site:article("articles/one.md")
  say(site.notices:has("hint"), site.notices:known("hint"), site.notices:problem("hint"), site.notices:has("none"))
  local n = site.notices.hint
  say(n.id, n.language, n.title, n:blocks(a)[1]:text(), html.is(n:html(a)))
  out:write("out.txt", lines(list))
end

return P
