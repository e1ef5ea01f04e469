local P = publish.plugin { name = "p", version = "1.0.0", api = 1 }
local seen = {}
function P.scan(article, doc) seen[article.path] = true end
return P
