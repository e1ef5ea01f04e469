-- tries: messages of fifty megabytes, at the article
-- class: REFUSED
-- says: articles/beta\.md:\d+:\d+: error: .*E{100,1000}.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.scan(article)
  if article.title ~= "Beta" then return nil end
  article:error("title", ("E"):rep(50000000), ("H"):rep(50000000))
end
return P
