-- tries: facts nested a hundred thousand deep
-- class: REFUSED
-- says: @FILE@:\d+:\d+: error: .*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.scan(article)
  if article.title ~= "Beta" then return nil end
  local t = {}
  for i = 1, 100000 do t = { t } end
  return { deep = t }
end
return P
