-- tries: a hundred thousand messages about one article
-- class: REFUSED
-- says: articles/beta\.md: error: .*title: number 1 .*
-- messages: 100
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.scan(article)
  if article.title ~= "Beta" then return nil end
  for i = 1, 100000 do article:error("title", "number " .. i) end
end
return P
