-- tries: an html value that holds the one before twice, forty times over
-- class: REFUSED
-- says: @FILE@:\d+:\d+: error: .*html\.div: more than 64 MiB cannot be written as html.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.page(page)
  if page.url ~= "/beta/" then return nil end
  local h = html.p { "x" }
  for i = 1, 40 do h = html.div { h, h } end
  return { footer = h }
end
return P
