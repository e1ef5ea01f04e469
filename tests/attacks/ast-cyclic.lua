-- tries: a node list that holds itself
-- class: REFUSED
-- says: @FILE@:\d+:\d+: error: .*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.transform(doc, article)
  if article.title ~= "Beta" then return nil end
  local list = { ast.paragraph { "x" } }
  list[2] = list
  return list
end
return P
