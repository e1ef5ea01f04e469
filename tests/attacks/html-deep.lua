-- tries: html values nested a hundred thousand deep
-- class: REFUSED
-- says: @FILE@:\d+:\d+: error: .*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.page(page)
  if page.url ~= "/beta/" then return nil end
  local h = html.p { "x" }
  for i = 1, 100000 do h = html.div { h } end
  return { footer = h }
end
return P
