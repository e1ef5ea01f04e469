-- tries: messages of fifty megabytes
-- class: REFUSED
-- says: @FILE@:7:\d+: error: .*E{100,1000}\.\.\. \(\d+ bytes\).*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.scan(article)
  if article.title ~= "Beta" then return nil end
  error(("E"):rep(50000000))
end
return P
