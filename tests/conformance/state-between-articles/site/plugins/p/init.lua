-- What a plugin keeps for the next article would make the site depend on their order.
local P = publish.plugin { name = "p", version = "1.0.0", api = 1 }
local count = 0
function P.scan(article, doc) count = count + 1 return { n = count } end
return P
