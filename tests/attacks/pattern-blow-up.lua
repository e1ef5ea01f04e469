-- tries: a pattern that goes back over the same text for years, inside one call of a C function
-- class: STOPPED
-- says: @FILE@:9:\d+: error: .*\(page\) stopped after \d+\.\d seconds of processor time \(page\).* \(in articles/alpha\.md\).*
-- settings: limits: {seconds: 1}
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.page(page)
  if page.url ~= "/alpha/" then return nil end
  local text = string.rep("a", 5000)
  return { footer = tostring(text:find("a-a-a-a-a-a-b")) }
end
return P
