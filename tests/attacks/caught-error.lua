-- tries: an error about the article, swallowed by pcall
-- class: REFUSED
-- says: articles/beta\.md: error: .*title: about the title.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.scan(article)
  if article.title == "Beta" then pcall(function() article:error("title", "about the title") end) end
end
return P
