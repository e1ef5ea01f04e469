-- tries: gmatch that goes back over its text, caught
-- class: STOPPED
-- says: @FILE@:6:\d+: error: \[@NAME@\] plugin .@NAME@. \(scan\) ran longer than its budget of 200 million steps in a pattern.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.scan(article)
  if article.title == "Beta" then pcall(function() for w in ("a"):rep(3000):gmatch("[^b]*[^c]*[^d]*[^e]*z") do end end) end
end
return P
