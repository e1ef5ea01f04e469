-- tries: a global set in a hook
-- class: REFUSED
-- says: @FILE@:6:\d+: error: .*plugin keeps state between articles.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.scan(article)
  if article.title == "Beta" then seen = article.title end
  return nil
end
return P
