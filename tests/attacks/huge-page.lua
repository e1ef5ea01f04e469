-- tries: slot contents of many megabytes on one page
-- class: STOPPED
-- says: @FILE@:\d+:\d+: error: .*(memory|too large|limit|ran too long).*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.page(page)
  if page.url ~= "/beta/" then return nil end
  local parts = {}
  for i = 1, 1000000 do parts[i] = html.p { string.rep("<", 1000) } end
  return { after_body = parts }
end
return P
