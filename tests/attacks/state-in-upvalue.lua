-- tries: a counter that lives from article to article
-- class: REFUSED
-- says: .*plugin keeps state between articles.*'count'.*
-- settings: limits: {seconds: 5}
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
local count = 0
function P.scan(article)
  if article.title ~= "Beta" then return nil end
  count = count + 1
  return { number = count }
end
return P
