-- tries: a counter inside a closure made while loading
-- class: REFUSED
-- says: @FILE@:8:\d+: error: .*plugin keeps state between articles: variable 'n' changed during scan.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
local function counter()
  local n = 0
  return function()
    n = n + 1
    return n
  end
end
local next_number = counter()
function P.scan(article)
  if article.title ~= "Beta" then return nil end
  return { number = next_number() }
end
return P
