-- tries: printing without end
-- class: STOPPED
-- says: @FILE@:7:\d+: error: .*plugin .@NAME@. \(scan\) ran longer than its budget of 200 million steps.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.scan(article)
  if article.title ~= "Beta" then return nil end
  while true do print(("x"):rep(1000)) end
end
return P
