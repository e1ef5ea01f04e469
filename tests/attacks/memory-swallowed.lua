-- tries: going on after memory ran out
-- class: STOPPED
-- says: @FILE@:\d+:\d+: error: .*(needs more than its \d+ MB of memory|ran longer than its budget).*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.scan(article)
  if article.title ~= "Beta" then return nil end
  local t = {}
  while true do pcall(function() for i = 1, 1e9 do t[#t + 1] = ("x"):rep(100000) .. i end end) end
end
return P
