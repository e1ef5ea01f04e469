-- tries: a table that lives from article to article
-- class: REFUSED
-- says: @FILE@:8:\d+: error: .*plugin keeps state between articles: .*'articles/beta\.md'.*return it as a fact.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
local seen = {}
function P.scan(article)
  if article.title ~= "Beta" then return nil end
  seen[article.path] = true
end
return P
