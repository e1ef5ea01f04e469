-- tries: facts that hold themselves
-- class: REFUSED
-- says: @FILE@:\d+:\d+: error: .*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.scan(article)
  if article.title ~= "Beta" then return nil end
  local t = {}
  t.self = { t }
  return t
end
return P
