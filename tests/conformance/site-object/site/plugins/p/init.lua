-- What the object `site` tells.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1, outputs = { "out.txt" } }
local lines = function(list) return table.concat(list, "\n") .. "\n" end

function P.files(site, out)
  local list = {}
  local function say(...)
    local words = { ... }
    for i = 1, select("#", ...) do words[i] = tostring(words[i]) end
    list[#list + 1] = table.concat(words, " ")
  end
  say(site.title, site.language, site.settings.permalink, site.data.things.a, #site.pages)
  for _, page in ipairs(site.pages) do say(page.url, page.kind, page.title, page.article) end
  say(site:article("articles/one.md").title, site:article("articles/none.md"), site:link("articles/one.md"), site:link("articles/none.md"))
  say(site:hidden("articles/draft.md"), site:hidden("articles/one.md"))
  out:write("out.txt", lines(list))
end

return P
