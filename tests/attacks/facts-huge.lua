-- tries: facts of a hundred megabytes
-- class: REFUSED
-- says: @FILE@:\d+:\d+: error: .*scan: facts\.list\[2\]: facts is larger than 1024 KiB.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.scan(article)
  if article.title ~= "Beta" then return nil end
  local t = {}
  for i = 1, 100 do t[i] = ("x"):rep(1000000) end
  return { list = t }
end
return P
