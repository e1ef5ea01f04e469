-- tries: %b on a text of opening brackets
-- class: STOPPED
-- says: @FILE@:6:\d+: error: \[@NAME@\] plugin .@NAME@. \(scan\) ran longer than its budget of 200 million steps in a pattern.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.scan(article)
  if article.title == "Beta" then return { x = ("("):rep(100000):find("%b()") } end
end
return P
