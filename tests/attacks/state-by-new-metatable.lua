-- tries: giving a shared table another metatable in a hook
-- class: REFUSED
-- says: @FILE@:7:\d+: error: .*plugin keeps state between articles.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
local shared = {}
function P.scan(article)
  if article.title == "Beta" then setmetatable(shared, { __index = { seen = article.title } }) end
  return { seen = shared.seen }
end
return P
