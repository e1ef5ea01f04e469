-- tries: orders that depend on how the sort goes: ties, contradictions, always true
-- class: STABLE
local P = publish.plugin { name = "@NAME@", version = "1.0.0", api = 1 }
function P.page(page)
  if not page.article then return nil end
  local out = {}
  for _, less in ipairs { function() return true end, function() return false end,
    function(a, b) return a.k <= b.k end, function(a, b) return #a.name < #b.name end,
    function(a, b) return (a.k + b.k) % 3 == 0 end } do
    local t = {}
    for i = 1, 50 do t[i] = { k = i * 7 % 5, name = ("x"):rep(i % 4) .. i } end
    table.sort(t, less)
    for i = 1, 50 do out[#out + 1] = t[i].name end
  end
  return { footer = table.concat(out, " ") }
end
return P
