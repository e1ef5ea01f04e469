-- tries: a pattern that goes back over the same text for years, inside one call of a C function
-- class: STOPPED
-- says: @FILE@:8:\d+: error: \[@NAME@\] plugin .@NAME@. \(page\) ran longer than its budget of 200 million steps in a pattern.*
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.page(page)
  if page.url ~= "/alpha/" then return nil end
  local text = string.rep("a", 5000)
  return { footer = tostring(text:find("a-a-a-a-a-a-b")) }
end
return P
