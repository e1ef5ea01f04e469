-- tries: more messages about one article than a hook may have, a few from each node
-- class: REFUSED
-- says: articles/beta\.md:6:1: error: .*number .*
-- messages: 100
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.transform(doc, article)
  if article.title ~= "Beta" then return nil end
  local words = {}
  for i = 1, 300 do words[i] = ast.emph { tostring(i) } end
  return ast.paragraph(words)
end
P.render = { emph = function(node, next, article)
  if article.title == "Beta" then node:error("number " .. node:text()) end
end }
return P
