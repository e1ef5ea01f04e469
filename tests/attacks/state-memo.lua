-- tries: a memo table that saves work for later articles
-- class: REFUSED
-- says: @FILE@:7:\d+: error: .*plugin keeps state between articles.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
local memo = {}
local function slow(text)
  if not memo[text] then memo[text] = text:upper() end
  return memo[text]
end
function P.scan(article)
  if article.title ~= "Beta" then return nil end
  return { loud = slow(article.title) }
end
return P
