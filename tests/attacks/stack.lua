-- tries: recursion without end
-- class: STOPPED
-- says: @FILE@:\d+:\d+: error: .*stack.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
local function down(n) return 1 + down(n + 1) end
function P.scan(article)
  if article.title == "Alpha" then down(1) end
end
return P
