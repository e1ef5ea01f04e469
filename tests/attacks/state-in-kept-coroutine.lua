-- tries: a coroutine that a hook leaves behind for the next article
-- class: REFUSED
-- says: @FILE@:9:\d+: error: .*plugin keeps state between articles: variable 'kept' changed during scan.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
local kept
function P.scan(article)
  if article.title ~= "Beta" then return nil end
  local co = coroutine.wrap(function() while true do coroutine.yield(1) end end)
  kept = co
  return { n = co() }
end
return P
