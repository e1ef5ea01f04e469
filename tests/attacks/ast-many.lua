-- tries: a document of ten million nodes
-- class: STOPPED
-- says: @FILE@:\d+:\d+: error: .*(budget|memory).*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.transform(doc, article)
  if article.title ~= "Beta" then return nil end
  local list = {}
  for i = 1, 10000000 do list[i] = ast.paragraph { ast.emph { "x" } } end
  return list
end
return P
