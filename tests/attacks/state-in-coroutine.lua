-- tries: a coroutine made while loading, resumed for each article
-- class: REFUSED
-- says: @FILE@:\d+:\d+: error: .*plugin keeps state between articles: variable 'count' holds a coroutine; make it inside the hook.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
local count = coroutine.create(function()
  for i = 1, 1000 do coroutine.yield(i) end
end)
function P.scan(article)
  local _, number = coroutine.resume(count)
  return { number = number }
end
return P
