-- tries: a million pages
-- class: STOPPED
-- says: @FILE@:\d+:\d+: error: .*plugin .@NAME@. \(pages\) ran longer than its budget of 200 million steps.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
P.pages = { site = function(_, _, add, site)
  for i = 1, 1000000 do add { url = "/p/" .. i .. "/", layout = "article.html", title = "x" } end
end }
return P
