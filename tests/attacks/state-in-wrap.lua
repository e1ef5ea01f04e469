-- tries: a coroutine hidden behind coroutine.wrap
-- class: REFUSED
-- says: @FILE@:\d+:\d+: error: .*plugin keeps state between articles: variable 'count' holds a coroutine; make it inside the hook.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
local count = coroutine.wrap(function()
  for i = 1, 1000 do coroutine.yield(i) end
end)
function P.scan(article)
  return { number = count() }
end
return P
