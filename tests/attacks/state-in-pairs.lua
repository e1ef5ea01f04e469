-- tries: the iterator of pairs, half used
-- class: REFUSED
-- says: @FILE@:\d+:\d+: error: .*plugin keeps state between articles: variable 'step' holds an iterator; make it inside the hook.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
local list = { a = 1, b = 2, c = 3 }
local step, of = pairs(list)
function P.scan(article)
  local key = step(of)
  return { key = key }
end
return P
