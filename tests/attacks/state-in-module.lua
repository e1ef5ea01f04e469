-- tries: a counter in a module that require keeps
-- class: REFUSED
-- says: plugins/@NAME@/counter\.lua:3:\d+: error: .*plugin keeps state between articles: variable 'n' changed during scan.*
-- file: plugins/@NAME@/counter.lua = local n = 0\nreturn function()\n  n = n + 1\n  return n\nend\n
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
local counter = require "counter"
function P.scan(article)
  if article.title ~= "Beta" then return nil end
  return { number = counter() }
end
return P
