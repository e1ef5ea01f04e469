-- tries: a slot of a hundred megabytes
-- class: REFUSED
-- says: @FILE@:\d+:\d+: error: .*page: more than 64 MiB cannot be written as html.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.page(page)
  if page.url ~= "/beta/" then return nil end
  return { footer = ("<&>"):rep(33000000) }
end
return P
