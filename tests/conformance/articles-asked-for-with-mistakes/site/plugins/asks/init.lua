-- Every mistake in a question, told with the way out.
local P = publish.plugin { name = "asks", version = "1.0.0", api = 1 }

local mistakes = {
  { tags = "tea" },
  { sponsored = true },
  { tag = {} },
  { tag = 5 },
  { from = "2024-13" },
  { from = "last year" },
  { to = true },
  { where = { tilte = "x" } },
  { where = { any = 1 } },
  { where = "tea" },
  { order = "dat" },
  { order = "facts.tags.count" },
  { ascending = 1 },
  { count = -1 },
  { first = 0 },
  { "tea" },
}

function P.derive(article, facts, stats, site)
  local ok, message = pcall(function() return site:articles { tag = "tea" } end)
  return { said = tostring(message) }
end

function P.check(article, site)
  if article.path ~= "articles/one.md" then return end
  log.note(article.facts.said)
  for _, question in ipairs(mistakes) do
    local ok, message = pcall(function() return #site:articles(question) end)
    if ok then message = "no mistake" end
    log.warn((message:gsub("^[^ ]*: ", "")))
  end
  local ok, message = pcall(function() return site:articles("tea") end)
  log.warn(message)
  return site.artikles
end

return P
