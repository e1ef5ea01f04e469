-- tries: a document nested a hundred thousand deep
-- class: REFUSED
-- says: @FILE@:\d+:\d+: error: .*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.transform(doc, article)
  if article.title ~= "Beta" then return nil end
  local inner = ast.paragraph { "x" }
  for i = 1, 100000 do inner = ast.block_quote { inner } end
  return inner
end
return P
